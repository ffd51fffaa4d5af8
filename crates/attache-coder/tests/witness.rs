//! A model's proposals beside the patterns, made by hand: what is taken over from them, and what is not.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use attache_coder::{Coder, Proposal};
use attache_knowledge::{Knowledge, read_folder};
use attache_record::{Class, Document, Event, Record, Span};
use std::path::Path;
use std::sync::LazyLock;

static CODER: LazyLock<Coder> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    Coder::new(Knowledge::compile(&read_folder(&folder).unwrap()).unwrap().knowledge, "test")
});

/// What a model says of words of a text: a class, its score, the words, who, to whom.
fn proposal(text: &str, class: Class, score: f32, [words, actor, recipient]: [&str; 3]) -> Proposal {
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(u32::try_from(start).unwrap(), u32::try_from(start + words.len()).unwrap())
    };
    let side = |words: &str| if words.is_empty() { Vec::new() } else { vec![span(words)] };
    let trigger = span(words);
    Proposal { class, score, trigger, words: trigger, actors: side(actor), recipients: side(recipient) }
}

/// The events of a text, as class, who, to whom and the rules.
fn events(text: &str, proposals: &[Proposal]) -> Vec<String> {
    let records = CODER.code_with(&Document::from_text(text), proposals).value;
    let side = |parties: &[attache_record::Party]| {
        Event::codes(parties).map(ToString::to_string).collect::<Vec<_>>().join("+")
    };
    let event = |r: &Record| match r {
        Record::Event(e) => Some(format!(
            "{} {} {} > {} by {}",
            e.class,
            e.status,
            side(&e.actors),
            side(&e.recipients),
            e.rules.iter().map(|r| r.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        )),
        _ => None,
    };
    records.iter().filter_map(event).collect()
}

const STEWED: &str = "Turkey stewed over Greece.";

#[test]
fn words_that_no_pattern_knows_are_an_event_where_the_model_is_sure() {
    let sure = proposal(STEWED, Class::Accuse, 0.9, ["stewed", "Turkey", "Greece"]);
    assert_eq!(events(STEWED, &[]), Vec::<String>::new());
    assert_eq!(events(STEWED, std::slice::from_ref(&sure)), ["ACCUSE actual TUR > GRC by model.accuse"]);
    assert_eq!(events(STEWED, &[Proposal { score: 0.3, ..sure }]), Vec::<String>::new());
}

#[test]
fn without_an_actor_the_model_alone_gives_nothing() {
    assert_eq!(events(STEWED, &[proposal(STEWED, Class::Accuse, 0.9, ["stewed", "", "Greece"])]), Vec::<String>::new());
}

#[test]
fn a_pattern_of_another_class_is_believed() {
    let text = "Turkey condemned Greece.";
    let other = proposal(text, Class::Support, 0.9, ["condemned", "Turkey", "Greece"]);
    assert_eq!(events(text, &[other]), ["ACCUSE actual TUR > GRC by accuse.condemn"]);
}

#[test]
fn where_both_say_the_same_the_model_stands_among_the_rules() {
    let text = "Turkey condemned Greece.";
    let same = proposal(text, Class::Accuse, 0.9, ["condemned", "Turkey", "Greece"]);
    assert_eq!(events(text, &[same]), ["ACCUSE actual TUR > GRC by accuse.condemn model.accuse"]);
}

#[test]
fn status_is_read_from_the_words_around_and_what_is_asked_for_is_no_event() {
    let text = "Turkey will stew over Greece.";
    let planned = proposal(text, Class::Accuse, 0.9, ["stew", "Turkey", "Greece"]);
    assert_eq!(events(text, &[planned]), ["ACCUSE future TUR > GRC by model.accuse status.will"]);
    let text = "Turkey urged Greece to stew over Cyprus.";
    let asked = proposal(text, Class::Accuse, 0.9, ["stew", "Greece", "Cyprus"]);
    assert!(!events(text, &[asked]).iter().any(|e| e.starts_with("ACCUSE")));
}
