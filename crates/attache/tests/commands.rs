//! The other commands, and what all of them share: help, colour, exit codes.

mod common;

use common::{attache, command, folder, folder_with};

#[test]
fn the_help_of_every_command_shows_examples() {
    let here = folder("help");
    let ran = attache(&here, &["--help"]);
    assert!(ran.out.contains("Examples:") && ran.out.contains("130  interrupted"), "{}", ran.out);
    for name in ["read", "code", "diff", "analyse", "explain", "completions", "schema"] {
        let ran = attache(&here, &[name, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example"), "{name}: {}", ran.out);
    }
    for name in ["check", "diff", "find", "import", "who"] {
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

#[test]
fn searching_the_knowledge_finds_places_and_shows_the_largest_of_many() {
    let here = folder("find-places");
    let found = |text| attache(&here, &["knowledge", "find", text]).out;
    let kyiv = found("geonames.703448");
    for part in ["Kyiv (capital) geonames.703448", "in Kyiv, Ukraine, at 50.45", " people", "also ", "Kiev"] {
        assert!(kyiv.contains(part), "{part}: {kyiv}");
    }
    assert!(found("Leningrad").contains("Petersburg (city)"), "{}", found("Leningrad"));
    assert!(found("Sevastopol").contains("held by RUS since 2014-"), "{}", found("Sevastopol"));
    assert!(found("Donbas").contains("Donbas (region)"), "{}", found("Donbas"));
    let many = found("san");
    assert!(many.contains("more with fewer people"), "{many}");
    let at = |name: &str| many.find(name).unwrap_or_else(|| panic!("{name}: {many}"));
    assert!(at("Santiago (capital)") < at("Santo Domingo (capital)"));
}

const PERU: &str = r#"[state]
code = "PER"
name = "Peru"
names = ["Peru"]
sources = ["public record"]

[[body]]
id = "per.congress"
names = ["Peruvian Congress"]
kind = "parliament"
sector = "LEG"
sources = ["public record"]

[[office]]
id = "per.president"
titles = ["President"]
sector = "GOV"
single = true

[[person]]
id = "per.alberto-fujimori"
names = ["Alberto Fujimori"]
sources = ["public record"]
held = [{ office = "per.president", from = 1990-07-28, to = 2000-11-22 }]
"#;

const AID: &str = r#"class = "AID"

[[pattern]]
id = "aid.send"
words = "<donate> .. aid"
recipient = "to"
tests = [
  { text = "Peru donated aid to Peru.", gives = "PER > PER actual" },
  { text = "Peru sent boxes to Peru.", gives = "nothing" },
]
"#;

#[test]
fn of_two_knowledge_folders_the_entries_that_differ_are_shown() {
    // The tenure ends a day earlier, the body has another id, the pattern has one word more.
    let peru = PERU.replace("2000-11-22", "2000-11-21").replace("per.congress", "per.parliament");
    let aid = AID.replace("aid\"\n", "(aid|relief)\"\n");
    let files = [
        ("old/actors/per.toml", PERU),
        ("old/events/aid.toml", AID),
        ("new/actors/per.toml", &peru),
        ("new/events/aid.toml", &aid),
    ];
    let here = folder_with("diff", &files);
    let ran = attache(&here, &["knowledge", "diff", "old", "new"]);
    let expected = "\
removed body per.congress (Peruvian Congress)
added body per.parliament (Peruvian Congress)
changed person per.alberto-fujimori
    held: - per.president 1990-07-28 to 2000-11-22
    held: + per.president 1990-07-28 to 2000-11-21
changed pattern aid.send
    words: - … donated | donates | donating)/verb near:4 aid
    words: + … donated | donates | donating)/verb near:4 (aid | relief)
";
    assert_eq!((ran.code, ran.out.as_str()), (1, expected), "{}", ran.err);
    assert!(ran.err.contains("1 added, 1 removed, 2 changed"), "{}", ran.err);

    let ran = attache(&here, &["knowledge", "diff", "old", "new", "--format", "jsonl", "--quiet"]);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), ran.err.as_str()), (4, ""));
    assert_eq!(lines[2]["id"], "per.alberto-fujimori");
    assert_eq!(lines[2]["fields"]["held"]["added"][0], "per.president 1990-07-28 to 2000-11-21");
}

#[test]
fn knowledge_that_differs_in_order_and_comments_only_is_the_same() {
    let (head, rest) = PERU.split_once("[[body]]").unwrap();
    let (body, others) = rest.split_once("[[office]]").unwrap();
    let moved = format!("# Of Peru.\n{head}[[office]]{others}\n# Its parliament.\n[[body]]{body}");
    let files = [("old/actors/per.toml", PERU), ("new/actors/per.toml", &moved)];
    let here = folder_with("diff-same", &files);
    let ran = attache(&here, &["knowledge", "diff", "old", "new"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("no entry differs"), "{}", ran.err);
    assert_eq!(attache(&here, &["knowledge", "diff", "builtin", "builtin"]).code, 0);
    let ran = attache(&here, &["knowledge", "diff", "old", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no knowledge folder \"nowhere\""), "{}", ran.err);
}
