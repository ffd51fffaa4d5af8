//! Known names, titles and agent nouns, by the phrases of the knowledge.

use super::Who;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{Actors, Meaning, StateIx};
use attache_knowledge::token::Token;

/// A known phrase in a sentence, with everything it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it may mean.
    pub meanings: Vec<Meaning>,
}

impl Hit {
    /// Whether it names somebody or something, rather than describing.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.meanings.iter().any(|m| {
            matches!(
                m,
                Meaning::State(_)
                    | Meaning::Body(_)
                    | Meaning::Organisation(_)
                    | Meaning::Person(_)
                    | Meaning::Surname(..)
            )
        })
    }

    /// The first meaning that `pick` accepts.
    pub fn meaning<T>(&self, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        self.meanings.iter().find_map(pick)
    }
}

/// The longest known phrases of a sentence, from left to right, none overlapping. Phrases that only look like an
/// actor (`discard.toml`) are passed over with all they hold.
pub fn find(tokens: &[Token], knowledge: &Knowledge, hits: &mut Vec<Hit>) {
    hits.clear();
    let mut at = 0;
    while at < tokens.len() {
        let mut length = 0;
        let mut meanings = Vec::new();
        knowledge.actors.names.each_at(&tokens[at..], |hit| {
            if hit.length > length {
                length = hit.length;
                meanings.clear();
            }
            meanings.push(*hit.value);
        });
        if length == 0 {
            at += 1;
            continue;
        }
        if !meanings.contains(&Meaning::Nothing) {
            hits.push(Hit { start: at, end: at + length, meanings });
        }
        at += length;
    }
}

/// The state that a phrase names or belongs to, if it is a name.
#[must_use]
pub fn state_of(hit: &Hit, actors: &Actors) -> Option<StateIx> {
    hit.meaning(|m| match m {
        Meaning::State(s) | Meaning::Adjective(s) | Meaning::Demonym(s) => Some(*s),
        Meaning::Body(b) => Who::Body(*b).state(actors),
        _ => None,
    })
}
