//! Marked pairs: what the one does to the other, whoever they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot read an answer has failed")]

mod common;

use common::{attache, folder_with, listing};
use serde_json::Value;

/// The answers to marked sentences.
fn answers(name: &str, marked: &[&str]) -> Vec<Value> {
    let lines: String = marked
        .iter()
        .enumerate()
        .map(|(id, text)| format!("{}\n", serde_json::json!({ "id": id, "marked": text })))
        .collect();
    let here = folder_with(name, &[("pairs.jsonl", &lines)]);
    let ran = attache(&here, &["code", "--pairs", "pairs.jsonl", "-o", "-", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn parties_that_the_knowledge_lacks_act_as_marked() {
    let cases = [
        ("<s>The weavers of Orm</s> condemned <t>their old guild</t> on Monday.", "ACCUSE actual both condemned"),
        ("<t>Their old guild</t> was condemned by <s>the weavers of Orm</s>.", "ACCUSE actual both condemned"),
        ("<s>Zorblax</s>'s attack on <t>the harbour town</t> began on Monday.", "ASSAULT actual both attack on"),
        ("<s>Zorblax</s> said it will visit <t>the Queen of Orm</t> next week.", "CONSULT future both visit"),
        ("<s>Zorblax</s> refused to meet <t>the Queen of Orm</t>.", "REJECT actual both refused to meet"),
        ("<s>The weavers</s> held talks with <t>the spinners</t>.", "CONSULT actual both held talks"),
        (
            "Peru watched while <s>the weavers</s> threatened to attack <t>the spinners</t>.",
            "THREATEN actual both threatened to attack",
        ),
    ];
    let found = answers("pairs-unknown", &cases.map(|(text, _)| text));
    for ((text, expected), answer) in cases.iter().zip(found) {
        let part = |key: &str| answer[key].as_str().unwrap_or("?").to_owned();
        let words = answer["evidence"]["text"].as_str().unwrap_or("?").to_owned();
        let shown = format!("{} {} {} {words}", part("class"), part("status"), part("sides"));
        assert_eq!(&shown, expected, "{text}");
    }
}

#[test]
fn what_relates_one_of_them_only_or_would_be_refused_is_a_guess_with_a_lower_score() {
    let found = answers(
        "pairs-guess",
        &[
            "<s>The weavers</s> condemned <t>the spinners</t>.",
            "<s>The weavers</s> condemned the theft, which <t>the spinners</t> had long forgotten.",
            "<s>The weavers</s> walked past <t>the spinners</t>.",
        ],
    );
    let sides: Vec<&str> = found.iter().map(|answer| answer["sides"].as_str().unwrap_or("-")).collect();
    assert_eq!(sides, ["both", "source", "-"]);
    let score = |at: usize| found[at]["score"].as_f64().unwrap();
    assert!(score(0) > score(1) && score(1) > score(2), "{found:?}");
    assert_eq!((found[2]["class"].as_str(), score(2)), (Some(""), 0.0));
}

#[test]
fn an_answer_has_class_mode_quad_codes_and_the_place_of_its_words() {
    let found = answers("pairs-form", &["<s>The weavers</s> would not pay tribute to <t>the spinners</t>."]);
    let answer = &found[0];
    let text = |key: &str| answer[key].as_str().unwrap_or("?");
    assert_eq!(
        (text("class"), text("status"), text("plover"), text("quad")),
        ("SUPPORT", "negated", "REJECT", "verbal conflict")
    );
    assert_eq!((answer["id"].as_u64(), text("cameo")), (Some(0), "120"));
    assert_eq!(
        (answer["evidence"]["start"].as_u64(), answer["evidence"]["text"].as_str()),
        (Some(22), Some("pay tribute to"))
    );
}

#[test]
fn lines_without_a_pair_are_told_and_left_out() {
    let lines = "{\"id\": \"a\", \"marked\": \"<s>Peru</s> thanked <t>Chile</t>.\"}\n{\"id\": \"b\", \"marked\": \"Peru thanked Chile.\"}\n\
                 {\"id\": \"c\"}\n{\"marked\": \"<s>Peru</s> thanked <t>Chile.\"}\n";
    let here = folder_with("pairs-bad", &[("pairs.jsonl", lines), ("story.txt", "Peru thanked Chile.")]);
    let ran = attache(&here, &["code", "--pairs", "pairs.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for part in [
        "pairs.jsonl:2",
        "neither <s>...</s> nor <t>...</t> stands in the text",
        "missing field `marked`",
        "a mark is never closed",
        "1 pair, 1 answered, 0 without words of an event, 3 left out",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let out = std::fs::read_to_string(here.join("out.jsonl")).unwrap();
    assert!(out.starts_with("{\"id\":\"a\",\"class\":\"SUPPORT\"") && out.lines().count() == 1, "{out}");

    let ran = attache(&here, &["code", "--pairs", "story.txt", "-o", "other.jsonl"]);
    assert_eq!((ran.code, ran.err.contains("no line could be read")), (2, true), "{}", ran.err);
    assert_eq!(attache(&here, &["code", "--pairs", "pairs.jsonl", "-o", "out.jsonl"]).code, 3);
    assert_eq!(attache(&here, &["code", "story.txt", "--pairs", "pairs.jsonl", "-o", "x.jsonl"]).code, 2);
    assert_eq!(listing(&here), ["out.jsonl", "pairs.jsonl", "story.txt"]);
}
