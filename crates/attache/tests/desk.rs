//! The desk from the command line.

mod common;

use common::{attache, folder_with, stories, story};
use std::fs;

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
