//! Two outputs compared: the same story coded with the program's knowledge, and with a codebook beside it.

#![allow(clippy::unwrap_used, reason = "a test that cannot read what was coded has failed")]

mod common;

use common::{attache, folder};
use std::path::{Path, PathBuf};

fn examples(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    path.to_str().unwrap().to_owned()
}

/// A folder with the story coded twice: `old.jsonl` and `old.parquet`, and `new.jsonl` with the codebook.
fn coded(name: &str) -> PathBuf {
    let here = folder(name);
    let (story, codebook) = (examples("detained-teachers.txt"), examples("codebook"));
    for (output, more) in
        [("old.jsonl", &[][..]), ("old.parquet", &[]), ("new.jsonl", &["--also-knowledge", codebook.as_str()])]
    {
        let ran = attache(&here, &[&["code", story.as_str(), "-o", output], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    here
}

fn diff(here: &Path, arguments: &[&str]) -> (i32, String) {
    let ran = attache(here, &[&["diff"], arguments].concat());
    (ran.code, ran.out + &ran.err)
}

#[test]
fn another_codebook_shows_as_other_classes_by_other_rules() {
    let here = coded("diff-codebook");
    let (code, out) = diff(&here, &["old.jsonl", "new.jsonl"]);
    assert_eq!(code, 1);
    for expected in [
        "changed HOSTAGE-DIPLOMACY/detain actual IRN “Iran” > CHE:EDU “two Swiss teachers”",
        "    class: - COERCE\n    class: + HOSTAGE-DIPLOMACY\n",
        "    rules: + mylab.hostage.bargaining-chip\n",
        "classes: COERCE > HOSTAGE-DIPLOMACY 2\n",
        "knowledge: ",
    ] {
        assert!(out.contains(expected), "{expected}\n{out}");
    }
    let (_, json) = diff(&here, &["old.jsonl", "new.jsonl", "--json"]);
    let lines: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let words: Vec<&str> = lines.iter().map(|line| line["change"].as_str().unwrap()).collect();
    assert_eq!((words[0], words[1], words[words.len() - 1]), ("runs", "changed", "summary"));
    assert_eq!((&lines[1]["old"]["class"], &lines[1]["new"]["mode"]), (&"COERCE".into(), &"detain".into()));
    assert_eq!(lines[1]["rules"]["added"][0], "mylab.hostage.bargaining-chip");
}

#[test]
fn an_output_is_the_same_as_itself_in_another_format() {
    let here = coded("diff-same");
    let (code, out) = diff(&here, &["old.jsonl", "old.parquet"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.starts_with("the same run"), "{out}");
}

#[test]
fn documents_of_one_output_only_come_last_and_order_does_not_matter() {
    let here = folder("diff-order");
    let texts = ["Peru expelled Chile's envoy.", "Chile condemned Peru.", "Ecuador condemned Peru."];
    for (at, text) in texts.iter().enumerate() {
        std::fs::write(here.join(format!("{at}.txt")), text).unwrap();
    }
    for (output, inputs) in [("old.jsonl", ["0.txt", "1.txt"]), ("new.jsonl", ["2.txt", "0.txt"])] {
        let ran = attache(&here, &["code", inputs[0], inputs[1], "-o", output, "--date", "2023-06-14"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let (code, out) = diff(&here, &["old.jsonl", "new.jsonl"]);
    let heads: Vec<&str> = out.lines().filter_map(|line| line.split(" actual").next()).take(3).collect();
    assert_eq!((code, heads[0]), (1, "dropped ACCUSE/disapprove"), "{out}");
    assert!(out.contains("added ACCUSE/disapprove actual ECU") && out.contains("SANCTION          1"), "{out}");
}

#[test]
fn what_is_no_output_is_refused_with_its_line() {
    let here = folder("diff-refused");
    std::fs::write(here.join("story.txt"), "Peru expelled Chile's envoy.\n").unwrap();
    let (code, out) = diff(&here, &["story.txt", "story.txt"]);
    assert_eq!(code, 2);
    assert!(out.contains("no output that can be compared: line 1"), "{out}");
}
