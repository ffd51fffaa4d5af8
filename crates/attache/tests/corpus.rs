//! Corpora: the same bytes with any number of threads, and nothing lost or doubled by an interruption.

mod common;

use common::{attache, command, folder_with, listing, stories, story};
use std::fs;
use std::io::Write;
use std::process::Stdio;

#[test]
fn one_and_two_and_seven_threads_give_the_same_bytes() {
    let pages = "<html><body><p>Ecuador opened an embassy in Lima on Monday, the ministry said.</p></body></html>";
    let here = folder_with(
        "threads",
        &[("news/a.jsonl", &stories(700)), ("news/b.html", pages), ("news/c.txt", "Peru recalled its envoy.")],
    );
    for format in ["jsonl", "tsv", "icews", "parquet"] {
        let outputs: Vec<Vec<u8>> = ["1", "2", "7"]
            .iter()
            .map(|threads| {
                let out = format!("out-{threads}.{format}");
                let ran = attache(&here, &["code", "news", "-o", &out, "--threads", threads, "--quiet"]);
                assert_eq!((ran.code, ran.err.as_str()), (0, ""));
                fs::read(here.join(out)).unwrap()
            })
            .collect();
        assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2], "{format}");
    }
}

#[test]
fn a_run_that_stopped_is_gone_on_with_and_gives_the_bytes_of_one_that_did_not() {
    for format in ["jsonl", "parquet"] {
        let mut lines = stories(300);
        lines.push_str("{broken\n");
        lines.extend((300..400).map(story));
        let here = folder_with(&format!("resume-{format}"), &[("day.jsonl", &lines)]);
        let (out, whole) = (format!("out.{format}"), format!("whole.{format}"));
        assert_eq!(attache(&here, &["code", "day.jsonl", "-o", &whole]).code, 1);

        let stopped = attache(&here, &["code", "day.jsonl", "-o", &out, "--strict"]);
        assert_eq!(stopped.code, 2, "{}", stopped.err);
        let partial = format!("{out}.partial");
        assert!(listing(&here).contains(&partial) && !listing(&here).contains(&out), "{:?}", listing(&here));
        // What a crash leaves behind the last safe point must not count.
        let mut file = fs::OpenOptions::new().append(true).open(here.join(&partial)).unwrap();
        file.write_all(b"{\"half a record").unwrap();

        let ran = attache(&here, &["code", "day.jsonl", "-o", &out]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("300 inputs finished"), "{}", ran.err);
        assert!(ran.err.contains("400 documents"), "the summary counts the whole: {}", ran.err);
        assert!(fs::read(here.join(&out)).unwrap() == fs::read(here.join(&whole)).unwrap(), "{format}");
        assert_eq!(listing(&here), ["day.jsonl".to_owned(), out, whole]);
    }
}

#[test]
fn a_run_that_stopped_before_anything_was_safe_is_gone_on_with_from_its_head() {
    let here = folder_with("resume-head", &[("day.jsonl", &format!("{{broken\n{}", stories(2)))]);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "whole.jsonl"]).code, 1);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--strict"]).code, 2);
    // What a crash leaves within the first seconds.
    let progress = here.join("out.jsonl.progress");
    let mut kept: serde_json::Value = serde_json::from_slice(&fs::read(&progress).unwrap()).unwrap();
    kept["bytes"] = 0.into();
    kept["finished"] = 0.into();
    fs::write(&progress, kept.to_string()).unwrap();

    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]).code, 1);
    assert_eq!(fs::read(here.join("out.jsonl")).unwrap(), fs::read(here.join("whole.jsonl")).unwrap());
}

#[test]
fn a_duplicate_of_a_document_from_before_the_interruption_is_still_found() {
    let lines = format!("{}{{broken\n{}{}", story(1), story(2), story(1));
    let here = folder_with("resume-duplicate", &[("day.jsonl", &lines)]);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--strict"]).code, 2);
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert!(ran.err.contains("a document named \"wire-1\" was read before"), "{}", ran.err);
    assert!(ran.err.contains("2 documents"), "{}", ran.err);
}

#[test]
fn an_unfinished_output_is_not_gone_on_with_when_an_input_changed() {
    let here = folder_with("changed", &[("day.jsonl", &format!("{}{{broken\n", story(1)))]);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--strict"]).code, 2);
    fs::write(here.join("day.jsonl"), stories(3)).unwrap();
    let ran = attache(&here, &["code", "day.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("an unfinished output of another run lies at \"out.jsonl.partial\""), "{}", ran.err);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--force"]).code, 0);
    assert_eq!(listing(&here), ["day.jsonl", "out.jsonl"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_finished_and_says_so() {
    let here = folder_with("interrupt", &[]);
    let mut child = command(&here, &["code", "-", "-o", "out.jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(stories(200).as_bytes()).unwrap();
    // The output is opened after the handler of the signal stands.
    while !here.join("out.jsonl.partial").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    std::thread::sleep(std::time::Duration::from_millis(100));
    drop(input);
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(130), "{err}");
    assert!(err.contains("interrupted after"), "{err}");
    assert_eq!(listing(&here), ["out.jsonl.partial"]);
}

#[cfg(unix)]
#[test]
fn a_run_interrupted_again_and_again_gives_the_bytes_of_one_that_was_not() {
    let here = folder_with("again", &[("day.jsonl", &stories(3000))]);
    assert_eq!(attache(&here, &["code", "day.jsonl", "-o", "whole.jsonl", "--quiet"]).code, 0);
    for round in 0..100 {
        let child = command(&here, &["code", "day.jsonl", "-o", "out.jsonl", "--quiet"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20 + 10 * round));
        let _ = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).output();
        let ended = child.wait_with_output().unwrap();
        let code = ended.status.code();
        // No code: the signal came before there was a handler.
        assert!(matches!(code, Some(0 | 130) | None), "{}", String::from_utf8_lossy(&ended.stderr));
        if code == Some(0) {
            break;
        }
    }
    assert!(fs::read(here.join("out.jsonl")).unwrap() == fs::read(here.join("whole.jsonl")).unwrap());
}

#[test]
fn standard_input_goes_through_to_standard_output() {
    let here = folder_with("stdin", &[]);
    let mut child = command(&here, &["code", "-", "-o", "-", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stories(3).as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&ended.stdout).starts_with("{\"kind\":\"run\""));
    assert!(ended.stderr.is_empty());
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let here = folder_with("head", &[("day.jsonl", &stories(5))]);
    let mut child = command(&here, &["code", "day.jsonl", "-o", "-", "--quiet"]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn packed_files_are_read() {
    let here = folder_with("packed", &[("day.jsonl", &stories(5))]);
    let packed = std::process::Command::new("gzip").arg("day.jsonl").current_dir(&here).status();
    if !packed.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no gzip here");
        return;
    }
    let ran = attache(&here, &["code", "*.gz", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("5 documents"), "{}", ran.err);
}

#[test]
fn tables_have_the_columns_that_their_users_load() {
    let here = folder_with("columns", &[("day.jsonl", &stories(1))]);
    for (format, columns, first, last) in [("tsv", 40, "Event ID", "Version"), ("icews", 20, "Event ID", "Longitude")] {
        let ran = attache(&here, &["code", "day.jsonl", "-o", "-", "--format", format, "--quiet"]);
        let head: Vec<&str> = ran.out.lines().next().unwrap().split('\t').collect();
        assert_eq!((head.len(), head[0], head[columns - 1]), (columns, first, last));
    }
}

#[test]
fn an_output_whose_format_is_not_known_is_refused_with_advice() {
    let here = folder_with("format", &[("day.jsonl", &stories(1))]);
    for (arguments, says) in [
        (["-o", "out.csv", "--threads", "1"], "the ending of \"out.csv\" names no format"),
        (["-o", "-", "--format", "parquet"], "Parquet cannot be written to standard output"),
        (["-o", "out.parquet", "--all-statuses", "--strict"], "--all-statuses says nothing to --format parquet"),
    ] {
        let mut all = vec!["code", "day.jsonl"];
        all.extend(arguments);
        let ran = attache(&here, &all);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(says) && ran.err.contains("help:"), "{}", ran.err);
    }
    assert_eq!(listing(&here), ["day.jsonl"]);
}
