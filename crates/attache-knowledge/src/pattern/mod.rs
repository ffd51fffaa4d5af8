//! The pattern language: which words say it. `knowledge/README.md` explains it to those who write patterns.

mod matching;
mod syntax;

pub use matching::{Match, Words};
pub(crate) use syntax::{Compiler, cut};

use crate::vocabulary::WordId;
use serde::{Deserialize, Serialize};

/// One step of a compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// One of these words (sorted), read as asked.
    Word(Vec<WordId>, ReadAs),
    /// Up to this many words inside a noun phrase, or adverbs.
    Near(u8),
    /// Up to this many words inside the clause.
    Far(u8),
    /// A noun phrase that fills a role.
    Slot(Slot),
    /// One of these sequences.
    Choice(Vec<Vec<Step>>),
    /// These steps or nothing.
    Maybe(Vec<Step>),
}

/// How a word must be read to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadAs {
    /// Any way.
    Any,
    /// As a verb.
    Verb,
    /// As a noun.
    Noun,
}

/// A role that a noun phrase inside a pattern fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
}

/// A compiled `words` text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl Pattern {
    /// The words with which a match can begin, slots at the front left out; empty where any word can begin it.
    #[must_use]
    pub fn first_words(&self) -> Vec<WordId> {
        let mut words = Vec::new();
        if collect_first(&self.steps, &mut words) {
            words.clear();
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Steps before the first word: a slot that must stand right before the words.
    #[must_use]
    pub fn leading_slot(&self) -> Option<Slot> {
        match self.steps.first() {
            Some(Step::Slot(slot)) => Some(*slot),
            _ => None,
        }
    }
}

/// Adds the words that can begin `steps`; says whether the steps can match nothing at all.
fn collect_first(steps: &[Step], words: &mut Vec<WordId>) -> bool {
    for (i, step) in steps.iter().enumerate() {
        match step {
            Step::Word(set, _) => {
                words.extend(set);
                return false;
            }
            Step::Slot(_) if i == 0 => {}
            Step::Near(_) | Step::Far(_) | Step::Slot(_) => return true,
            Step::Choice(choices) => {
                let mut empty = false;
                for choice in choices {
                    empty |= collect_first(choice, words);
                }
                if !empty {
                    return false;
                }
            }
            Step::Maybe(inner) => {
                let _ = collect_first(inner, words);
            }
        }
    }
    true
}
