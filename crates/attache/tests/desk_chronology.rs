//! `attache desk chronology` and `attache desk search` from the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its folder has failed")]

mod common;

use common::{attache, folder_with};
use std::path::{Path, PathBuf};

/// A line of JSON Lines.
fn document(id: &str, day: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"date\":\"{day}\",\"source\":\"Mare Wire\",\"title\":\"{id}\",\"text\":\"{text}\"}}\n")
}

/// A desk with a short story of two states, told by several documents.
fn desk(name: &str) -> PathBuf {
    let news = [
        document("plan", "2023-06-14", "Malta's foreign minister will visit Tunisia on June 17, the ministry said."),
        document("copy", "2023-06-14", "Malta's foreign minister will visit Tunisia on June 17, the ministry said."),
        document(
            "held",
            "2023-06-18",
            "Malta's foreign minister visited Tunisia on Saturday. Tunisia condemned Malta.",
        ),
        document("past", "2023-06-20", "Malta expelled two Tunisian diplomats in 2019. <b>Snow</b> fell."),
    ];
    let here = folder_with(name, &[("news.jsonl", &news.concat())]);
    assert_eq!(attache(&here, &["desk", "init"]).code, 0);
    assert_eq!(attache(&here, &["desk", "add", "news.jsonl"]).code, 0);
    here
}

fn out(here: &Path, arguments: &[&str]) -> String {
    let ran = attache(here, arguments);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn a_visit_told_by_three_documents_is_one_dated_line_and_old_events_stand_under_their_own_year() {
    let here = desk("chronology-text");
    let text = out(&here, &["desk", "chronology", "MLT", "TUN"]);
    let visit = "June 17. Malta visits Tunisia. [2 reports: Mare Wire 2023-06-14, Mare Wire 2023-06-18]";
    assert!(text.contains(visit), "{text}");
    assert!(text.contains("2019\nIn the year. Malta expels two Tunisian diplomats"), "{text}");
    assert!(text.contains("June 18. Tunisia criticises Malta. [reported; Mare Wire 2023-06-18]"), "{text}");
}

#[test]
fn before_it_was_held_the_visit_is_told_as_planned() {
    let here = desk("chronology-as-of");
    let text = out(&here, &["desk", "chronology", "MLT", "TUN", "--as-of", "2023-06-15"]);
    assert!(text.contains("June 17. Malta is to visit Tunisia (planned)"), "{text}");
    assert!(!text.contains("2019"), "{text}");
}

#[test]
fn all_forms_have_the_same_lines_and_html_stands_alone_without_markup_from_texts() {
    let here = desk("chronology-forms");
    for form in ["text", "markdown", "html", "csv", "json"] {
        let asked = ["desk", "chronology", "MLT", "TUN", "--words", "--format", form];
        let text = out(&here, &asked);
        assert!(text.replace('\n', " ").contains("Tunisia criticises Malta"), "{form}: {text}");
        assert!(form != "html" || !text.contains("<b>") && !text.contains("http"), "{text}");
    }
    let only = out(&here, &["desk", "chronology", "MLT", "TUN", "--class", "consult", "--format", "csv"]);
    assert_eq!(only.lines().count(), 2, "{only}");
    assert_eq!(attache(&here, &["desk", "chronology", "MLT", "TUN", "--from", "2024-01-01"]).code, 1);
}

#[test]
fn a_search_shows_the_sentence_and_what_was_read_in_it() {
    let here = desk("search");
    let text = out(&here, &["desk", "search", "tunisian diplomats", "--who", "Malta"]);
    assert!(text.contains("Malta expelled two *Tunisian diplomats* in 2019."), "{text}");
    assert!(text.contains("- SANCTION/expel actual MLT"), "{text}");
    assert_eq!(attache(&here, &["desk", "search", "diplomats", "--who", "Italy"]).code, 1);
    let ran = attache(&here, &["desk", "search", "a AND ("]);
    assert!(ran.code == 2 && ran.err.contains("in quotation marks"), "{}", ran.err);
    let json = out(&here, &["desk", "search", "snow", "--json"]);
    assert!(json.starts_with("{\"document\":\"past\""), "{json}");
}
