//! What the scripts of `training/` learn from, made by the coder from the gold sets.

use crate::eval::gold::{self, GoldDocument};
use crate::options::Options;
use crate::{Failure, knowledge, tree};
use attache_coder::event::parties;
use attache_coder::{Choice, Coder};
use serde::Serialize;
use std::collections::BTreeSet;

/// The gold sets that are trained on.
const SETS: [&str; 2] = ["train", "written"];

/// One event that a pattern found and gold has, with everybody who may be its recipient.
#[derive(Serialize)]
struct Example<'d> {
    doc: &'d str,
    class: &'d str,
    /// States and bodies that gold gives as recipients.
    gold: BTreeSet<String>,
    /// Those that the pattern's relations gave.
    given: BTreeSet<String>,
    candidates: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    sides: BTreeSet<String>,
    /// Whether the words are among those that gold gives for its recipients.
    named: bool,
    features: Vec<u16>,
}

/// `cargo xtask learn parties`: prints the names of the features, then an example a line.
///
/// # Errors
/// When the gold sets or the knowledge cannot be read.
pub fn run(options: &Options) -> Result<(), Failure> {
    if options.names.first().map(String::as_str) != Some("parties") {
        return Err(Failure("write: cargo xtask learn parties".into()));
    }
    let Some(shared) = tree::shared(options) else {
        println!("learn: {}", tree::SKIPPED);
        return Ok(());
    };
    let mut knowledge = knowledge::compiled()?.knowledge;
    // What was learnt before must not show in what is learnt from.
    knowledge.parties.clear();
    let coder = Coder::new(knowledge, "attache learn");
    let names: Vec<String> = (0..parties::FEATURES).filter_map(|f| u16::try_from(f).ok()).map(parties::name).collect();
    println!("{}", serde_json::to_string(&names)?);
    for set in SETS {
        for document in gold::read(&shared.join(format!("data/gold/{set}.jsonl")))? {
            let choices = coder.choices(&document.document());
            for example in examples(&document, &choices) {
                println!("{}", serde_json::to_string(&example)?);
            }
        }
    }
    Ok(())
}

/// The events that both have: of one class, with words in common.
fn examples<'d>(document: &'d GoldDocument, choices: &'d [Choice]) -> Vec<Example<'d>> {
    let starts = document.starts();
    let mut out = Vec::new();
    for event in &document.events {
        let start = starts[event.s];
        let Some(at) = document.sentences[event.s].find(&event.trigger) else { continue };
        let words = start + at..start + at + event.trigger.len();
        let meets = |from: u32, to: u32, range: &std::ops::Range<usize>| {
            (from as usize) < range.end && range.start < to as usize
        };
        let same = |c: &&Choice| c.class == event.class && meets(c.trigger.start(), c.trigger.end(), &words);
        let Some(choice) = choices.iter().find(same) else { continue };
        let side = |code: &str| crate::eval::score::side(code).to_owned();
        let texts: Vec<_> = event.recipient_text.iter().filter(|text| !text.is_empty()).collect();
        let places: Vec<_> = texts
            .iter()
            .flat_map(|text| document.sentences[event.s].match_indices(text.as_str()))
            .map(|(at, text)| start + at..start + at + text.len())
            .collect();
        out.push(Example {
            doc: &document.doc,
            class: event.class.as_str(),
            gold: event.recipients.iter().map(|code| side(code)).collect(),
            given: choice.given.iter().map(|code| side(code.as_str())).collect(),
            candidates: choice
                .candidates
                .iter()
                .map(|(span, codes, features)| Line {
                    sides: codes.iter().map(|code| side(code.as_str())).collect(),
                    named: span.start() < span.end() && places.iter().any(|p| meets(span.start(), span.end(), p)),
                    features: features.clone(),
                })
                .collect(),
        });
    }
    out
}
