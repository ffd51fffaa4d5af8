//! The other commands, and what all of them share: help, colour, exit codes.

mod common;

use common::{attache, command, folder, folder_with};

#[test]
fn the_help_of_every_command_shows_examples() {
    let here = folder("help");
    let ran = attache(&here, &["--help"]);
    assert!(ran.out.contains("Examples:") && ran.out.contains("130  interrupted"), "{}", ran.out);
    for name in ["read", "code", "analyse", "explain", "completions", "schema"] {
        let ran = attache(&here, &[name, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example"), "{name}: {}", ran.out);
    }
    for name in ["check", "find", "who"] {
        let ran = attache(&here, &["knowledge", name, "--help"]);
        assert!(ran.out.contains("Examples:"), "{name}: {}", ran.out);
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let here = folder("usage");
    for arguments in [&["cod"][..], &["code", "x.txt"], &["read"], &["explain", "x.txt"], &[]] {
        assert_eq!(attache(&here, arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn completions_know_the_commands() {
    let here = folder("completions");
    for shell in ["bash", "zsh", "fish"] {
        let ran = attache(&here, &["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("knowledge") && ran.out.contains("explain"), "{shell}");
    }
}

#[test]
fn every_key_of_a_written_record_is_in_the_printed_schema() {
    let here = folder_with("schema", &[("story.txt", "Peru recalled its envoy from Ecuador.")]);
    let ran = attache(&here, &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let ran = attache(&here, &["read", "story.txt", "--format", "jsonl", "--date", "2023-06-14"]);
    for line in ran.out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let kind = record["kind"].as_str().unwrap();
        let name = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
        let known = &schema["$defs"][name.as_str()]["properties"];
        for key in record.as_object().unwrap().keys().filter(|key| *key != "kind") {
            assert!(known.get(key).is_some(), "{kind} has \"{key}\", which the schema does not know");
        }
    }
}

#[test]
fn colour_is_used_when_asked_for_and_not_in_a_pipe() {
    let here = folder_with("color", &[("story.txt", "Traders sold boxes.")]);
    let read = ["read", "story.txt", "--date", "2023-06-14"];
    assert!(!attache(&here, &read).out.contains('\u{1b}'));
    let always = [&read[..], &["--color", "always"]].concat();
    assert!(attache(&here, &always).out.contains('\u{1b}'));
    let forced = command(&here, &read).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!String::from_utf8_lossy(&forced.stdout).contains('\u{1b}'), "NO_COLOR outweighs the rest");
}

#[test]
fn explaining_words_that_are_not_there_says_where_to_look() {
    let here = folder_with("explain", &[("story.txt", "Traders sold boxes.\n\nPeru recalled its envoy.")]);
    let ran = attache(&here, &["explain", "story.txt", "--at", "parliament"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("\"parliament\" is not in the text") && ran.err.contains("attache read"), "{}", ran.err);
    let ran = attache(&here, &["explain", "story.txt", "--at", "sold", "--date", "2023-06-14"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Traders sold boxes.") && !ran.out.contains("Peru"), "{}", ran.out);
}

#[test]
fn who_held_an_office_depends_on_the_day() {
    let here = folder("who");
    let on = |day| attache(&here, &["knowledge", "who", "CHN", "--on", day]).out;
    assert!(on("2023-06-14").contains("Foreign Minister: Qin Gang"), "{}", on("2023-06-14"));
    assert!(!on("2024-06-14").contains("Qin Gang"));
}

#[test]
fn searching_the_knowledge_finds_names_and_other_names_of_them() {
    let here = folder("find");
    assert!(attache(&here, &["knowledge", "find", "qin gang"]).out.contains("chn.qin-gang"));
    assert!(attache(&here, &["knowledge", "find", "Peking"]).out.contains("chn.beijing"));
    let ran = attache(&here, &["knowledge", "find", "zzyzx"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no name or id holds \"zzyzx\""), "{}", ran.err);
}

#[test]
fn checking_knowledge_shows_all_problems_with_file_and_line() {
    let here = folder_with(
        "check",
        &[
            ("knowledge/actors/per.toml", "[state]\ncode = \"PER\"\nname = \"Peru\"\nnames = [\"Peru\"]\ncolour = 1\n"),
            ("knowledge/events/aid.toml", "class = \"HELP\"\n"),
        ],
    );
    let ran = attache(&here, &["knowledge", "check"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("actors/per.toml") && ran.err.contains("events/aid.toml"), "{}", ran.err);
}
