//! The position book from the command line, with invented stories.

mod common;

use common::{attache, folder_with};
use std::path::PathBuf;

fn desk(name: &str, stories: &[(&str, &str, &str)]) -> PathBuf {
    let lines: String = stories
        .iter()
        .map(|(id, day, text)| {
            let line = serde_json::json!({ "id": id, "source": "Andina", "date": day, "text": text });
            format!("{line}\n")
        })
        .collect();
    let here = folder_with(name, &[("news.jsonl", &lines)]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    here
}

const DEMAND: &str = "Peru urged Ecuador to reopen the border bridge at Huaquillas.";

#[test]
fn a_demand_said_again_is_one_position_and_a_wire_copy_is_not_counted() {
    let stories = [
        ("w1", "2023-06-01", DEMAND),
        ("w2", "2023-06-02", DEMAND),
        ("w3", "2023-06-20", "Peru demanded that Ecuador reopen the bridge at Huaquillas on the border at once."),
    ];
    let here = desk("positions-demand", &stories);
    let book = attache(&here, &["desk", "positions", "Peru", "Ecuador"]).out;
    assert!(book.contains("What Peru asks of Ecuador (1)"), "{book}");
    assert!(book.contains("2 times, 2023-06-01 to 2023-06-20"), "{book}");
    assert!(book.contains("w1; and 1 copy"), "{book}");
    let then = attache(&here, &["desk", "positions", "PER", "ECU", "--as-of", "2023-06-10"]).out;
    assert!(then.contains("1 time, 2023-06-01"), "{then}");
}

#[test]
fn a_refusal_is_a_red_line_of_the_other_side_and_the_answer_to_the_demand() {
    let stories = [
        ("w1", "2023-06-01", DEMAND),
        ("w2", "2023-06-05", "Ecuador rejected Peru's demand to reopen the border bridge at Huaquillas."),
    ];
    let here = desk("positions-answer", &stories);
    let book = attache(&here, &["desk", "positions", "PER", "ECU"]).out;
    assert!(book.contains("What Ecuador refuses Peru (1)"), "{book}");
    assert!(book.contains("answered 2023-06-05 (red-line)"), "{book}");
    let demands = attache(&here, &["desk", "positions", "PER", "ECU", "--stance", "demand", "--json"]).out;
    assert_eq!(demands.lines().count(), 1, "{demands}");
}

#[test]
fn a_pair_needs_two_different_sides() {
    let here = desk("positions-pair", &[]);
    let one = attache(&here, &["desk", "positions", "PER"]);
    assert!(one.code == 2 && one.err.contains("two sides"), "{}", one.err);
    let same = attache(&here, &["desk", "positions", "PER", "Peru"]);
    assert!(same.code == 2 && same.err.contains("two different sides"), "{}", same.err);
}
