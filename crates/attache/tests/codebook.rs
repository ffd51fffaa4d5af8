//! A codebook of a user's own: the classes and modes of `examples/codebook`, used without a change of the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot read what was coded has failed")]

mod common;

use common::{attache, folder};
use std::path::PathBuf;

/// The folder with the examples.
fn examples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// Runs a command on the story of the example with its codebook.
fn run(name: &str, command: &[&str]) -> (String, PathBuf) {
    let here = folder(name);
    let (story, codebook) = (examples().join("detained-teachers.txt"), examples().join("codebook"));
    let arguments = [command, &[story.to_str().unwrap(), "--also-knowledge", codebook.to_str().unwrap()]].concat();
    let ran = attache(&here, &arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (ran.out, here)
}

#[test]
fn its_own_tests_and_those_of_the_knowledge_hold_together() {
    let here = folder("codebook-check");
    let codebook = examples().join("codebook");
    let ran = attache(&here, &["knowledge", "check", "--also-knowledge", codebook.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn records_have_the_class_and_mode_of_ones_own_and_the_views_of_its_kin() {
    let (out, _) = run("codebook-read", &["read", "--format", "jsonl"]);
    let events = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let events: Vec<String> = events
        .filter(|record| record["kind"] == "event")
        .map(|event| {
            let views = &event["views"];
            format!(
                "{}/{} {} {} {} {}",
                text(&event["class"]),
                text(&event["mode"]),
                text(&views["plover"]),
                text(&views["quad"]),
                text(&views["cameo"]),
                views["goldstein"]
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            "HOSTAGE-DIPLOMACY/detain COERCE material conflict 173 -9.0",
            "HOSTAGE-DIPLOMACY/exit-ban COERCE material conflict 172 -8.0",
            "CONSULT/visit AGREE verbal cooperation 036 4.0",
            "SANCTION/blacklist SANCTION material conflict 160 -4.0",
        ]
    );
}

#[test]
fn pages_and_explanations_show_it() {
    let (page, _) = run("codebook-page", &["read"]);
    assert!(page.contains("HOSTAGE-DIPLOMACY/detain actual"), "{page}");
    let (why, _) = run("codebook-explain", &["explain", "--at", "detained"]);
    assert!(why.contains("mylab.hostage.bargaining-chip"), "{why}");
}

#[test]
fn tables_have_it_and_the_strict_one_its_kin() {
    for (output, more, expected) in [
        ("strict.tsv", &[][..], "\tCOERCE\tNone\t"),
        ("all.tsv", &["--all-statuses"], "\tHOSTAGE-DIPLOMACY\tdetain\t"),
        ("events.icews", &[], "\t173\t-9\t"),
    ] {
        let (_, here) = run("codebook-tables", &[&["code", "-o", output][..], more].concat());
        let table = std::fs::read_to_string(here.join(output)).unwrap();
        assert!(table.contains(expected), "{output}: {table}");
    }
    let (_, here) = run("codebook-parquet", &["code", "-o", "events.parquet"]);
    let table = std::fs::read(here.join("events.parquet")).unwrap();
    let name = b"HOSTAGE-DIPLOMACY";
    assert!(table.windows(name.len()).any(|bytes| bytes == name));
}
