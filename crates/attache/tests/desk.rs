//! The desk from the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod common;

use common::{Ran, attache, command, folder_with, stories, story};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

#[test]
fn the_same_command_given_twice_files_each_document_once() {
    let here = folder_with("desk-twice", &[("news.jsonl", &stories(30))]);
    assert_eq!(attache(&here, &["desk", "init"]).code, 0);
    let first = attache(&here, &["desk", "add", "news.jsonl"]);
    assert_eq!(first.out.lines().count(), 30, "{}{}", first.out, first.err);
    assert!(first.out.starts_with("new      wire-0  "), "{}", first.out);
    let second = attache(&here, &["desk", "add", "news.jsonl"]);
    assert_eq!(second.out, "", "{}", second.err);
    assert!(second.err.contains("0 new, 0 changed; 30 were there already"), "{}", second.err);
    assert_eq!(attache(&here, &["desk", "verify"]).code, 0);
}

#[test]
fn a_corrected_story_takes_the_place_of_the_first_and_says_what_was_withdrawn() {
    let here = folder_with("desk-correction", &[("news.jsonl", &story(7))]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    fs::write(here.join("news.jsonl"), story(7).replace("recalled", "did not recall")).unwrap();
    let ran = attache(&here, &["desk", "add", "news.jsonl"]);
    assert!(ran.out.starts_with("changed  wire-7") && ran.out.contains("withdrawn"), "{}{}", ran.out, ran.err);
    let records = attache(&here, &["desk", "records", "PER", "Ecuador"]).out;
    assert!(records.contains("\"negated\"") && records.lines().count() > 1, "{records}");
}

#[test]
fn asking_as_of_a_day_leaves_out_what_was_published_later() {
    let here = folder_with("desk-as-of", &[("news.jsonl", &stories(20))]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    let lines = |day| attache(&here, &["desk", "records", "PER", "ECU", "--as-of", day]).out.lines().count();
    let of_one_story = lines("2023-06-01");
    assert!(of_one_story > 0);
    assert_eq!(lines("2023-06-10"), 10 * of_one_story, "ten of the stories were out by then");
    assert_eq!(lines("2023-05-31"), 0);
}

#[test]
fn without_a_desk_or_with_another_file_the_message_says_what_to_do() {
    let here = folder_with("desk-none", &[("attache.desk", "no store"), ("news.jsonl", &story(1))]);
    let ran = attache(&here, &["desk", "add", "news.jsonl", "--desk", "gulf.desk"]);
    assert!(ran.code == 2 && ran.err.contains("attache desk init makes one"), "{}", ran.err);
    let ran = attache(&here, &["desk", "status"]);
    assert!(ran.code == 2 && ran.err.contains("is no store of Attaché"), "{}", ran.err);
    let ran = attache(&here, &["desk", "init"]);
    assert!(ran.code == 3 && ran.err.contains("already"), "{}", ran.err);
}

/// A review whose answers come from a pipe, one a line.
fn review(folder: &Path, by: &str, answers: &str) -> Ran {
    let mut command = command(folder, &["desk", "review", "PER", "ECU", "--kind", "event", "--by", by]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

#[test]
fn a_review_by_single_letters_confirms_rejects_corrects_and_takes_back() {
    let here = folder_with("desk-review", &[("news.jsonl", &stories(3))]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    let before = attache(&here, &["desk", "records", "PER", "ECU"]).out.lines().count();
    let ran = review(&here, "ana", "c\nr\nu\ne\nstatus=negated\nr\nq\n");
    assert!(ran.out.contains("Peru recalled its envoy from Ecuador") || ran.out.contains("recalled"), "{}", ran.out);
    assert!(ran.err.contains("3 records judged"), "{}", ran.err);
    let list = attache(&here, &["desk", "review", "--list"]).out;
    for act in ["confirm", "reject", "undo", "correct status: negated"] {
        assert!(list.contains(act), "{act}: {list}");
    }
    let after = attache(&here, &["desk", "records", "PER", "ECU"]).out;
    assert_eq!(after.lines().count(), before - 1, "the last record was rejected, the second only for a moment");
    assert_eq!(after.matches("\"revision.").count(), 1, "{after}");

    // The second reviewer sees all of them, as they were coded.
    let ran = review(&here, "bo", "c\nc\nc\nq\n");
    assert!(ran.err.contains("3 records judged"), "{}", ran.err);
    let agreement = attache(&here, &["desk", "review", "--agreement"]).out;
    let row = |field: &str| agreement.lines().find(|line| line.starts_with(field)).unwrap_or_default().to_owned();
    assert!(row("right").contains("3       2"), "one of three was rejected by one of two: {agreement}");
    assert!(row("status").contains("2       1"), "{agreement}");
}

#[test]
fn two_analysts_who_exchange_exports_come_to_the_same_file() {
    let here = folder_with("desk-merge", &[("news.jsonl", &stories(3))]);
    for desk in ["ana.desk", "bo.desk"] {
        attache(&here, &["desk", "init", "--desk", desk]);
        let mut add = command(&here, &["desk", "add", "news.jsonl", "--desk", desk]);
        assert!(add.env("SOURCE_DATE_EPOCH", "1700000000").status().unwrap().success());
    }
    let records = attache(&here, &["desk", "records", "--desk", "ana.desk"]).out;
    let ids: Vec<&str> = records.lines().filter_map(|line| line.split("\"id\":\"").nth(1)?.split('"').next()).collect();
    let revise = |desk: &str, by: &str, id: &str| {
        let ran = attache(&here, &["desk", "revise", id, "--reject", "--by", by, "--desk", desk]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    revise("ana.desk", "ana", ids[0]);
    revise("bo.desk", "bo", ids[1]);
    for (from, to) in [("ana", "bo"), ("bo", "ana")] {
        assert_eq!(attache(&here, &["desk", "export", from, "--desk", &format!("{from}.desk")]).code, 0);
        let ran = attache(&here, &["desk", "import", from, "--desk", &format!("{to}.desk")]);
        assert!(ran.code == 0 && ran.err.contains("0 documents"), "{}", ran.err);
    }
    for name in ["ana", "bo"] {
        attache(&here, &["desk", "export", name, "--desk", &format!("{name}.desk")]);
    }
    for file in ["documents.jsonl", "records.jsonl", "revisions.jsonl", "history.jsonl", "runs.jsonl"] {
        let read = |folder: &str| fs::read_to_string(here.join(folder).join(file)).unwrap();
        assert_eq!(read("ana"), read("bo"), "{file}");
    }
    assert_eq!(fs::read_to_string(here.join("ana/revisions.jsonl")).unwrap().lines().count(), 2);
}

#[test]
fn a_revision_of_what_is_not_there_or_cannot_be_is_refused() {
    let here = folder_with("desk-revise", &[("news.jsonl", &story(1))]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    let ran = attache(&here, &["desk", "revise", "0123", "--confirm", "--by", "ana"]);
    assert!(ran.code == 2 && ran.err.contains("no record \"0123\""), "{}", ran.err);
    let records = attache(&here, &["desk", "records"]).out;
    let contact = records.lines().find(|line| line.contains("\"kind\":\"contact\"")).unwrap();
    let id = contact.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let ran = attache(&here, &["desk", "revise", id, "--set", "class=AID", "--by", "ana"]);
    assert!(ran.code == 2 && ran.err.contains("has no field \"class\"") && ran.err.contains("stands"), "{}", ran.err);
    let ran = attache(&here, &["desk", "revise", id, "--set", "stands=perhaps", "--by", "ana"]);
    assert!(ran.code == 2 && ran.err.contains("postponed"), "{}", ran.err);
}

#[test]
fn a_withdrawn_document_is_out_of_every_view() {
    let here = folder_with("desk-withdraw", &[("news.jsonl", &stories(2))]);
    attache(&here, &["desk", "init"]);
    attache(&here, &["desk", "add", "news.jsonl"]);
    assert_eq!(attache(&here, &["desk", "withdraw", "wire-0"]).code, 0);
    let records = attache(&here, &["desk", "records"]).out;
    assert!(records.contains("wire-1") && !records.contains("wire-0"), "{records}");
    assert_eq!(attache(&here, &["desk", "withdraw", "wire-0"]).code, 1, "it is not there any more");
}
