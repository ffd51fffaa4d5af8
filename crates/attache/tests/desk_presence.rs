//! `attache desk presence` and `attache desk brief` from the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its folder has failed")]

mod common;

use common::{attache, folder_with};

/// A line of JSON Lines.
fn document(id: &str, day: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"date\":\"{day}\",\"source\":\"Mare Wire\",\"title\":\"{id}\",\"text\":\"{text}\"}}\n")
}

#[test]
fn missions_stand_by_state_and_host_and_the_brief_has_them_with_contacts_and_demands() {
    let news = [
        document("a", "2023-06-02", "Malta opened an embassy in Tunisia on June 1."),
        document(
            "b",
            "2023-06-05",
            "Malta opened an embassy in Tunisia on June 1. Malta urged Tunisia to release a trawler.",
        ),
        document(
            "c",
            "2023-06-10",
            "Tunisia expelled two Maltese diplomats. Malta recalled its ambassador from Tunisia.",
        ),
        document("d", "2023-06-12", "Malta's foreign minister will visit Tunisia on June 17, the ministry said."),
    ];
    let here = folder_with("desk-presence", &[("news.jsonl", &news.concat())]);
    assert_eq!(attache(&here, &["desk", "init"]).code, 0);
    assert_eq!(attache(&here, &["desk", "add", "news.jsonl"]).code, 0);
    let presence = attache(&here, &["desk", "presence", "Malta"]).out;
    assert!(presence.starts_with("Malta in Tunisia\n"), "{presence}");
    assert!(
        presence.contains("2023-06-01 Malta opens an embassy in Tunisia. (2 reports: “opened an embassy"),
        "{presence}"
    );
    assert!(presence.contains("[2023-06-10] Malta has people expelled from Tunisia."), "{presence}");
    let brief = attache(&here, &["desk", "brief", "MLT", "TUN", "--as-of", "2023-06-14"]).out;
    assert!(brief.starts_with("Malta – Tunisia on 2023-06-14\n"), "{brief}");
    assert!(brief.contains("2023-06-17 Malta is to visit Tunisia (planned)."), "{brief}");
    assert!(brief.contains("Malta urges Tunisia to"), "{brief}");
    for form in ["markdown", "html", "json"] {
        let ran = attache(&here, &["desk", "brief", "MLT", "TUN", "--as-of", "2023-06-14", "--format", form]);
        assert!(ran.code == 0 && ran.out.contains("opens an embassy") || form == "json", "{form}: {}", ran.out);
    }
    assert_eq!(attache(&here, &["desk", "brief", "MLT"]).code, 2);
}
