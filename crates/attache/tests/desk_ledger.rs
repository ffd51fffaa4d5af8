//! The ledger and the board from the command line: a visit told by twelve stories in whatever order they come.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod common;

use common::{attache, folder_with};

/// Twelve stories of one visit: proposed, planned (with a copy), prepared, put off, planned anew, confirmed, under way
/// (with a copy), held, called off according to one, looked back at.
const STORIES: &str = include_str!("replay/stories.jsonl");

/// The ledger as JSON after the stories were added in an order.
fn ledger(name: &str, order: &[usize], arguments: &[&str]) -> String {
    let lines: Vec<&str> = STORIES.lines().collect();
    let files: Vec<(String, String)> =
        order.iter().enumerate().map(|(at, line)| (format!("{at:02}.jsonl"), format!("{}\n", lines[*line]))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let here = folder_with(name, &files);
    attache(&here, &["desk", "init"]);
    // Three pieces of work, so that moments of filing differ in their order too.
    for third in files.chunks(4) {
        let mut all = vec!["desk", "add", "-q"];
        all.extend(third.iter().map(|(name, _)| *name));
        attache(&here, &all);
    }
    let mut all = vec!["desk", "ledger", "PER", "ECU"];
    all.extend(arguments);
    attache(&here, &all).out
}

fn steps(json: &str) -> Vec<(String, String, String)> {
    let contacts: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let main = contacts.iter().max_by_key(|contact| contact["reports"].as_array().unwrap().len()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let steps = main["history"].as_array().unwrap();
    steps.iter().map(|step| (text(&step["state"]), text(&step["said"]), text(&step["days"]["first"]))).collect()
}

#[test]
fn every_state_stands_on_its_day_and_the_order_of_adding_leaves_no_trace() {
    let in_order: Vec<usize> = (0..12).collect();
    let expected = ledger("ledger-0", &in_order, &["--json"]);
    let step = |state: &str, said: &str, first: &str| (state.to_owned(), said.to_owned(), first.to_owned());
    assert_eq!(
        steps(&expected),
        [
            step("proposed", "2024-04-08", "-"),
            step("planned", "2024-04-22", "2024-05-14"),
            step("postponed", "2024-05-10", "2024-05-14"),
            step("rescheduled", "2024-05-27", "2024-06-18"),
            step("confirmed", "2024-06-11", "2024-06-18"),
            step("under-way", "2024-06-18", "2024-06-18"),
            step("held", "2024-06-20", "2024-06-18"),
        ]
    );
    let orders = [
        [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
        [6, 2, 9, 0, 11, 4, 7, 1, 10, 5, 3, 8],
        [10, 4, 11, 8, 2, 9, 5, 0, 6, 3, 7, 1],
    ];
    for (at, order) in orders.iter().enumerate() {
        assert_eq!(ledger(&format!("ledger-{}", at + 1), order, &["--json"]), expected, "{order:?}");
    }
}

#[test]
fn the_ledger_names_what_contradicts_what_prepares_and_what_was_known_on_a_morning() {
    let order: Vec<usize> = (0..12).collect();
    let text = ledger("ledger-text", &order, &[]);
    assert!(text.starts_with("Peru – Ecuador · 2 contacts"), "{text}");
    assert!(text.contains("prepares contact") && text.contains("it did not, say Radio Golfo"), "{text}");
    let morning = ledger("ledger-morning", &order, &["--as-of", "2024-05-20"]);
    assert!(morning.contains("visit postponed") && !morning.contains("rescheduled"), "{morning}");
    assert_eq!(ledger("ledger-count", &order, &["--kind", "visit", "--with", "foreign minister", "--count"]), "2\n");
}

#[test]
fn the_board_shows_the_next_contact_of_a_line_and_asks_for_two_sides() {
    let here = folder_with("board", &[("news.jsonl", STORIES)]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "-q", "news.jsonl"]);
    let board = attache(&here, &["desk", "board", "PER", "ECU", "--as-of", "2024-06-01"]).out;
    assert!(board.contains("Foreign ministers · unknown") && board.contains("next 2024-06-18"), "{board}");
    let later = attache(&here, &["desk", "board", "PER", "ECU", "--as-of", "2024-07-10"]).out;
    assert!(later.contains("Foreign ministers · open · last used 2024-06-19, 21 days before"), "{later}");
    let ran = attache(&here, &["desk", "board", "PER"]);
    assert!(ran.code == 2 && ran.err.contains("two are needed"), "{}", ran.err);
}
