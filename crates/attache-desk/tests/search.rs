//! Full text of a desk.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

use attache_desk::{Desk, Horizon, Kept, Search, expression};
use attache_record::{Basis, Document, DocumentId, Published, Run};
use jiff::civil::date;

fn desk(kept: Kept) -> Desk {
    let mut desk = Desk::in_memory(kept).unwrap();
    let mut filing = desk.filing("2024-01-01T00:00:00Z".parse().unwrap(), "add").unwrap();
    let texts = [
        ("wire-1", date(2023, 6, 14), "Malta spoke of its core interests. Tunisia said nothing."),
        ("wire-2", date(2023, 6, 20), "The core of the matter, said Túnis, are interests. A café closed."),
    ];
    for (name, day, text) in texts {
        let published = Some(Published { date: day, basis: Basis::Given });
        let document = Document { id: DocumentId::new(name), published, ..Document::from_text(text) };
        filing.put(&document, &[], &Run::new("attache test", "k", None)).unwrap();
    }
    filing.commit().unwrap();
    desk
}

fn found(words: &[&str], horizon: Horizon) -> Vec<(String, Vec<String>)> {
    let words = expression(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let search = Search { words, sides: Vec::new(), horizon, limit: 10 };
    let found = desk(Kept::Text).search(&search).unwrap();
    let passages = |hit: &attache_desk::Hit| hit.passages.iter().map(|passage| passage.text.clone()).collect();
    let mut all: Vec<_> = found.hits.iter().map(|hit| (hit.source.document.to_string(), passages(hit))).collect();
    all.sort();
    all
}

#[test]
fn a_phrase_is_found_with_the_sentence_around_it_and_loose_words_anywhere() {
    let phrase = found(&["core interests"], Horizon::default());
    assert_eq!(phrase, [("wire-1".to_owned(), vec!["Malta spoke of its core interests.".to_owned()])]);
    assert_eq!(found(&["core", "interests"], Horizon::default()).len(), 2);
}

#[test]
fn accents_and_capitals_do_not_matter_and_beginnings_do() {
    assert_eq!(found(&["TUNIS*", "NOT", "cafe"], Horizon::default())[0].0, "wire-1");
    assert_eq!(found(&["cafe"], Horizon::default())[0].1, ["A café closed."]);
}

#[test]
fn as_of_a_day_later_texts_are_not_found() {
    let horizon = Horizon { as_of: Some(date(2023, 6, 19)), as_filed: None };
    assert_eq!(found(&["core"], horizon).len(), 1);
}

#[test]
fn what_is_no_expression_is_told_with_how_to_write_one() {
    let search = Search { words: "core AND (".to_owned(), limit: 10, ..Search::default() };
    let problem = desk(Kept::Text).search(&search).unwrap_err().to_string();
    assert!(problem.contains("core AND ( cannot be searched for"), "{problem}");
}

#[test]
fn a_desk_of_hashes_says_that_it_cannot_be_searched() {
    let search = Search { words: "core".to_owned(), limit: 10, ..Search::default() };
    assert!(desk(Kept::Hash).search(&search).unwrap_err().to_string().contains("nothing to search"));
}
