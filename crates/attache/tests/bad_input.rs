//! Odd and broken input: a clear message or a warning, never a panic, a hang, or half a file that looks whole.

mod common;

use common::{attache, command, folder, folder_with, listing, stories, story};
use std::fs;

#[test]
fn a_story_without_a_date_is_read_with_a_warning() {
    let here = folder_with("no-date", &[("story.txt", "Peru recalled its envoy on Monday.")]);
    let ran = attache(&here, &["read", "story.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning: no publication date was found"), "{}", ran.err);
    assert!(ran.err.contains("story.txt"), "{}", ran.err);
    assert!(ran.out.contains("Peru"), "{}", ran.out);
}

#[test]
fn a_date_in_the_future_is_a_warning() {
    let here = folder_with("future", &[("story.txt", "Peru recalled its envoy on Monday.")]);
    let ran = attache(&here, &["read", "story.txt", "--date", "2999-01-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("dated 2999-01-01, which is in the future"), "{}", ran.err);
}

#[test]
fn a_day_that_is_none_is_refused_with_an_example() {
    let here = folder_with("bad-day", &[("story.txt", "Peru recalled its envoy.")]);
    let ran = attache(&here, &["read", "story.txt", "--date", "14/6/2023"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("such as 2023-06-14"), "{}", ran.err);
}

#[test]
fn an_empty_text_is_a_warning() {
    let here = folder_with("empty", &[("empty.txt", ""), ("lines.jsonl", "")]);
    let ran = attache(&here, &["read", "empty.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("the text is empty"), "{}", ran.err);
    assert_eq!(attache(&here, &["read", "lines.jsonl"]).code, 0);
}

#[test]
fn binary_is_refused_and_named() {
    let here = folder("binary");
    fs::write(here.join("map.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(here.join("core.txt"), [0_u8, 1, 2, 3].repeat(1000)).unwrap();
    for file in ["map.txt", "core.txt"] {
        let ran = attache(&here, &["read", file]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("error:") && ran.err.contains(file), "{}", ran.err);
    }
    let ran = attache(&here, &["code", "map.txt", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none of the inputs could be read, so nothing was written"), "{}", ran.err);
    assert_eq!(listing(&here), ["core.txt", "map.txt"]);
}

#[test]
fn a_charset_other_than_utf_8_is_read_and_told() {
    let here = folder("charset");
    fs::write(here.join("latin.txt"), b"S\xe3o Tom\xe9 recalled its envoy from Bras\xedlia.").unwrap();
    let ran = attache(&here, &["read", "latin.txt", "--date", "2023-06-14"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("São Tomé"), "{}", ran.out);
    assert!(ran.err.contains("windows-1252"), "{}", ran.err);
}

#[test]
fn a_line_of_fifty_megabytes_that_is_no_json_is_reported_and_the_rest_is_coded() {
    let here = folder("long-line");
    let long = format!("{{\"text\": \"{}\n", "envoy ".repeat(50_000_000 / 6));
    fs::write(here.join("day.jsonl"), format!("{}{long}{}", story(1), story(2))).unwrap();
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("day.jsonl:2"), "{}", ran.err);
    assert!(ran.err.contains("2 documents"), "{}", ran.err);
    assert!(ran.err.len() < 10_000, "the line itself is not repeated in the message");
}

#[test]
fn a_sentence_of_a_hundred_thousand_words_is_read() {
    let here = folder("long-sentence");
    fs::write(here.join("story.txt"), format!("Peru recalled{} envoys", " its and more".repeat(33_000))).unwrap();
    let ran = attache(&here, &["code", "story.txt", "-o", "out.jsonl", "--date", "2023-06-14"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn deeply_nested_html_is_read() {
    let here = folder("nested");
    let depth = 50_000;
    let page = format!(
        "<html><body>{}<p>Peru recalled its envoy from Ecuador on Monday after talks failed, the ministry said.</p>{}",
        "<div>".repeat(depth),
        "</div>".repeat(depth)
    );
    fs::write(here.join("page.html"), page).unwrap();
    let ran = attache(&here, &["read", "page.html", "--date", "2023-06-14"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Peru"), "{}", ran.out);
}

#[test]
fn a_broken_line_and_one_without_text_are_reported_with_their_numbers_and_the_rest_goes_on() {
    let lines = format!("{}{{\"id\": \"b\", \"text\": \n{}{{\"id\": \"d\"}}\n{}", story(1), story(3), story(5));
    let here = folder_with("broken-lines", &[("day.jsonl", &lines)]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for place in ["day.jsonl:2", "day.jsonl:4"] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    assert!(ran.err.contains("3 documents"), "{}", ran.err);
    assert!(here.join("out.jsonl").exists());
}

#[test]
fn messages_that_nobody_reads_any_more_are_no_reason_to_stop() {
    let here = folder_with("deaf", &[("day.jsonl", &format!("{}{{broken\n{}", story(1), story(3)))]);
    let mut coding = command(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    let (reader, messages) = std::io::pipe().unwrap();
    let child = coding.stderr(messages).spawn().unwrap();
    drop((reader, coding));
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(1), "1: a line was left out");
    assert!(here.join("out.jsonl").exists());
}

#[test]
fn strict_stops_at_the_first_broken_line_and_leaves_no_output() {
    let here = folder_with("strict", &[("day.jsonl", &format!("{}{{broken\n{}", story(1), story(3)))]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--strict"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("day.jsonl:2"), "{}", ran.err);
    assert!(!here.join("out.jsonl").exists());
}

#[test]
fn of_two_documents_with_one_name_the_first_is_kept_and_the_second_told() {
    let lines = format!("{}{}{}", story(1), story(2), story(1).replace("boxes", "crates"));
    let here = folder_with("duplicates", &[("day.jsonl", &lines)]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("a document named \"wire-1\" was read before; this one is left out"), "{}", ran.err);
    assert!(ran.err.contains("day.jsonl:3"), "{}", ran.err);
    assert!(ran.err.contains("2 documents"), "{}", ran.err);
}

#[test]
fn an_output_that_exists_is_kept_unless_force_is_given() {
    let here = folder_with("exists", &[("day.jsonl", &stories(2)), ("out.jsonl", "precious\n")]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("\"out.jsonl\" exists already") && ran.err.contains("--force"), "{}", ran.err);
    assert_eq!(fs::read_to_string(here.join("out.jsonl")).unwrap(), "precious\n");
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--force"]).code, 0);
    assert!(fs::read_to_string(here.join("out.jsonl")).unwrap().starts_with("{\"kind\":\"run\""));
    assert_eq!(listing(&here), ["day.jsonl", "out.jsonl"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_the_output() {
    let here = folder_with("full", &[("day.jsonl", &stories(2))]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "/dev/full", "--format", "jsonl"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("No space left on device"), "{}", ran.err);
}

#[test]
fn missing_folders_are_told_before_anything_is_read() {
    let here = folder_with("missing", &[("day.jsonl", &stories(2))]);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "results/out.jsonl"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("there is no folder \"results\"") && ran.err.contains("mkdir -p results"), "{}", ran.err);
    let ran = attache(&here, &["code", "archive/", "other.txt", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("archive/") && ran.err.contains("other.txt"), "both are told at once: {}", ran.err);
    let ran = attache(&here, &["code", ".", "-o", "."]);
    assert_eq!(ran.code, 2, "a folder's name has no format: {}", ran.err);
    let ran = attache(&here, &["code", ".", "-o", ".", "--format", "tsv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("is a folder"), "{}", ran.err);
    assert_eq!(listing(&here), ["day.jsonl"]);
}

#[test]
fn a_folder_without_stories_says_what_would_be_read() {
    let here = folder_with("nothing", &[("maps/a.png", "x")]);
    let ran = attache(&here, &["code", "maps", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is nothing to read in maps") && ran.err.contains(".jsonl"), "{}", ran.err);
}

#[test]
fn knowledge_that_is_not_there_is_told() {
    let here = folder_with("no-knowledge", &[("story.txt", "Peru recalled its envoy."), ("empty/readme", "")]);
    for folder in ["nowhere", "empty"] {
        let ran = attache(&here, &["read", "story.txt", "--knowledge", folder]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(folder) && ran.err.contains("actors/"), "{}", ran.err);
    }
}
