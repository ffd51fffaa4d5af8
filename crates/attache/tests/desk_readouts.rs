//! Both sides' accounts of one contact, from the command line.

mod common;

use common::{attache, folder_with};
use std::path::PathBuf;

/// What a ministry's text of `examples/` says below its head.
fn account(file: &str, source: &str, day: &str) -> String {
    let path = format!("{}/../../examples/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let said = text.trim_end().lines().last().unwrap_or_default();
    // "Received a call from his counterpart" gives no contact yet.
    let said = said.replace("received a call on Monday from", "spoke by telephone on Monday with");
    let line = serde_json::json!({ "id": file, "source": source, "date": day, "text": said });
    format!("{line}\n")
}

fn desk(name: &str) -> PathBuf {
    let both = account("readout-malta.txt", "Ministry of Foreign Affairs of Malta", "2023-06-12")
        + &account("readout-tunisia.txt", "Ministry of Foreign Affairs of Tunisia", "2023-06-13");
    let here = folder_with(name, &[("both.jsonl", &both)]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "both.jsonl"]);
    here
}

#[test]
fn two_accounts_of_one_call_are_one_contact_and_the_silent_side_is_named() {
    let here = desk("readouts-list");
    let list = attache(&here, &["desk", "readouts", "Malta", "Tunisia"]).out;
    assert!(list.starts_with("2023-06-12 · call · Malta and Tunisia\n"), "{list}");
    assert!(list.contains("Malta, in Ministry of Foreign Affairs of Malta, 2023-06-12: 5 claims"), "{list}");
    assert!(!list.contains("no account"), "{list}");
    let before = attache(&here, &["desk", "readouts", "MLT", "TUN", "--as-of", "2023-06-12"]).out;
    assert!(before.contains("no account by Tunisia here"), "Tunis had not published yet: {before}");
}

#[test]
fn the_visit_is_in_both_accounts_and_the_protest_in_one() {
    let here = desk("readouts-diff");
    let diff = attache(&here, &["desk", "readouts", "diff", "MLT", "TUN", "--on", "2023-06-12"]).out;
    let rows: Vec<&str> = diff.split("\n\n").collect();
    let row = |words: &str| *rows.iter().find(|row| row.contains(words)).unwrap_or(&"");
    assert!(
        row("would visit Tunis").starts_with("✓ both") && row("would visit Tunis").contains("forthcoming"),
        "{diff}"
    );
    assert!(row("He protested").starts_with("only Tunisia"), "{diff}");
    assert!(row("set up a telephone line").starts_with("only Malta"), "{diff}");
    let table = attache(&here, &["desk", "readouts", "diff", "MLT", "TUN", "--markdown"]).out;
    assert!(table.contains("| only Tunisia |  | He protested"), "{table}");
}

#[test]
fn a_contact_without_an_account_is_an_error_that_says_where_to_look() {
    let here = desk("readouts-none");
    let ran = attache(&here, &["desk", "readouts", "diff", "MLT", "ITA"]);
    assert!(ran.code == 2 && ran.err.contains("attache desk readouts MLT ITA lists"), "{}", ran.err);
}
