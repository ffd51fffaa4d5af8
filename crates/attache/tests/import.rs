//! Dictionaries of other coders, imported and used together with the program's own knowledge.

#![allow(clippy::unwrap_used, reason = "a test that cannot read what was coded has failed")]

mod common;

use common::{attache, folder_with, listing};

const ACTORS: &str = "\
<!-- people and bodies of a harbour town that does not exist -->
MALTA_ [MLT]
+MALTEEZ_   # misspelt

GORAN_VELIN_  ; once in office
\t[MLTELI <980101]
\t[MLTGOVFRM 980101-20250203]
SALT_GUILD_OF_GOZO_ [MLTBUS]
LAGOON_FRONT_ [TUNREB <20200101]
\t[TUNOPP >20200101]
HILL_CLAN_ [TUNZZZ]
";

const AGENTS: &str = "\
!PERSON! = MAN, WOMAN
LIGHTHOUSE_KEEPER [~GOV]
WHARF!PERSON! [~LAB]
FOREIGN_MINISTER [~GOVFRM]
DIVINER [~ZZZ]
";

const VERBS: &str = "\
&HULL
+HULL
+FISHING VESSEL

--- BESINK [---] ---
BESINK {BESANK BESUNK}
- * &HULL [190]
- NOT * TALKS WITH + [125]
- * ^ FOO [190]

--- SALUTE [051] ---
OUTSALUTE
- * (ON TELEVISION) [---]
MUMBLE [010]
~ a (a b BESINK) SAY = a b 138
";

/// The events of a text, coded with the imported folder: class, actors, recipients, status.
fn events(here: &std::path::Path, text: &str, date: &str) -> Vec<String> {
    std::fs::write(here.join("story.txt"), text).unwrap();
    let read = ["read", "story.txt", "--date", date, "--format", "jsonl", "--also-knowledge", "lab", "--quiet"];
    let ran = attache(here, &read);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let records = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let codes = |parties: &serde_json::Value| {
        let codes = parties.as_array().unwrap().iter().map(|party| party["code"].as_str().unwrap_or("?").to_owned());
        let codes = codes.collect::<Vec<_>>().join("+");
        if codes.is_empty() { "-".to_owned() } else { codes }
    };
    let shown = |e: serde_json::Value| {
        let status = e["status"].as_str().unwrap();
        let mode = e["mode"].as_str().map_or_else(String::new, |mode| format!("/{mode}"));
        format!("{}{mode} {} > {} {status}", e["class"].as_str().unwrap(), codes(&e["actors"]), codes(&e["recipients"]))
    };
    records.filter(|record| record["kind"] == "event").map(shown).collect()
}

#[test]
fn imported_actors_agents_and_verbs_code_sentences_beside_the_programs_own() {
    let files = [("town.actors.txt", ACTORS), ("town.agents.txt", AGENTS), ("town.verbs.txt", VERBS)];
    let here = folder_with("import", &files);
    let import = ["knowledge", "import", "town.actors.txt", "town.agents.txt", "town.verbs.txt"];
    let ran = attache(&here, &[&import[..], &["--to", "lab", "--name", "lab"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("left out 2: there is no sector for ZZZ (first: town.actors.txt:11"), "{}", ran.err);

    let cases = [
        (
            "The Salt Guild of Gozo besank a Tunisian fishing vessel on Monday.",
            "2023-06-14",
            "ASSAULT MLT:BUS > TUN:BUS actual",
        ),
        ("Goran Velin outsaluted the Lagoon Front on Monday.", "2023-06-14", "SUPPORT MLT:GOV > TUN:OPP actual"),
        ("Goran Velin outsaluted the Lagoon Front on Monday.", "2019-06-14", "SUPPORT MLT:GOV > TUN:REB actual"),
        ("Goran Velin outsaluted Tunisia on Monday.", "2025-06-14", "SUPPORT MLT:ELI > TUN actual"),
        (
            "A Tunisian lighthouse keeper outsaluted Malteez wharfwoman.",
            "2023-06-14",
            "SUPPORT TUN:GOV > MLT:LAB actual",
        ),
        (
            "Malta did not besink talks with Tunisia.",
            "2023-06-14",
            "REJECT/meet MLT > TUN actual; CONSULT MLT+TUN > - negated",
        ),
        ("Malta urged Tunisia to free its crew.", "2023-06-14", "REQUEST/yield MLT > TUN actual"),
    ];
    for (text, date, expected) in cases {
        assert_eq!(events(&here, text, date).join("; "), expected, "{text} {date}");
    }
    assert_eq!(events(&here, "Goran Velin outsaluted Tunisia on television.", "2023-06-14"), Vec::<String>::new());
}

#[test]
fn what_is_not_carried_over_is_listed_with_file_line_and_reason() {
    let files = [("town.actors.txt", ACTORS), ("town.agents.txt", AGENTS), ("town.verbs.txt", VERBS)];
    let here = folder_with("import-report", &files);
    let import = ["knowledge", "import", "town.actors.txt", "town.agents.txt", "town.verbs.txt", "--to", "lab"];
    attache(&here, &import);
    let report = std::fs::read_to_string(here.join("lab/import.txt")).unwrap();
    let expected = "\
town.actors.txt:2: known already: the knowledge has this name: MALTA_ (MLT)
town.actors.txt:7: changed: FRM says more than our codes do: MLTGOVFRM
town.actors.txt:11: left out: there is no sector for ZZZ: TUNZZZ
town.agents.txt:4: known already: the knowledge has this noun: foreign minister (afg.foreign-minister)
town.agents.txt:5: left out: there is no sector for ZZZ: diviner [ZZZ]
town.verbs.txt:9: left out: ^ passes over a clause, which our patterns cannot: <besink>: * ^ FOO [190]
town.verbs.txt:14: left out: statements and appeals (01, 02) are no events here: mumble [010]
town.verbs.txt:15: left out: events made of other events have no form here; status and speech cues do that: \
                    ~ a (a b BESINK) SAY = a b 138
";
    assert_eq!(report, expected);
}

#[test]
fn an_imported_folder_is_checked_on_top_of_the_programs_knowledge_and_not_written_twice() {
    let here = folder_with("import-check", &[("town.actors.txt", ACTORS)]);
    let import = ["knowledge", "import", "town.actors.txt", "--to", "lab"];
    attache(&here, &import);
    assert_eq!(listing(&here.join("lab")), ["actors", "import.txt", "organisations.toml"]);
    let ran = attache(&here, &import);
    assert_eq!((ran.code, ran.err.contains("holds files already")), (3, true), "{}", ran.err);
    assert_eq!(attache(&here, &[&import[..], &["--force"]].concat()).code, 1);
    let ran = attache(&here, &["knowledge", "find", "Salt Guild", "--also-knowledge", "lab"]);
    assert!(ran.out.contains("import.salt-guild-of-gozo"), "{}{}", ran.out, ran.err);
}

#[test]
fn files_that_are_no_dictionaries_are_told_and_nothing_is_written() {
    let files =
        [("letter.txt", "Dear all,\nit rained.\n"), ("empty.verbs.txt", "# nothing\n"), ("zip.actors.txt", "P\0K")];
    let here = folder_with("import-bad", &files);
    let cases = [
        ("letter.txt", "does not look like a dictionary"),
        ("empty.verbs.txt", "no entry could be read"),
        ("zip.actors.txt", "is no text"),
        ("missing.txt", "cannot be read"),
    ];
    for (name, message) in cases {
        let ran = attache(&here, &["knowledge", "import", name, "--to", "out"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains(message), "{name}: {}", ran.err);
        assert!(!here.join("out").exists(), "{name}");
    }
}

#[test]
fn lines_of_any_kind_never_stop_the_program() {
    let odd = "[[[\n]\n{}\n*\n- *\n&\n+\n---\n--- [\n~\nA {B [C]\n- * {X | } [190]\n- (*) [190]\nA_+_B_ [190]\n! = x\n\
               \u{e9}\u{301}_ [~GOV]\n_ [MLT]\n+_ [MLT]\nX [MLT 1-2-3]\nX [<]\n- * + $ % [190]\n- % % * [1:1]\n";
    for kind in ["actors", "agents", "verbs"] {
        let here = folder_with(&format!("import-odd-{kind}"), &[("odd.txt", odd)]);
        let ran = attache(&here, &["knowledge", "import", "odd.txt", "--kind", kind, "--to", "out"]);
        assert!((0..=2).contains(&ran.code), "{kind}: {}", ran.err);
        assert!(!ran.err.contains("panicked") && !ran.err.contains("out/"), "{kind}: {}", ran.err);
    }
}
