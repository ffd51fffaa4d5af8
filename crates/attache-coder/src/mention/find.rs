//! Known names, titles and agent nouns, by the phrases of the knowledge.

use super::place::Reader;
use super::rare::is_rare;
use super::{Geography, Who};
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
                    | Meaning::Place(..)
            )
        })
    }

    /// The first meaning that `pick` accepts.
    pub fn meaning<T>(&self, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        self.meanings.iter().find_map(pick)
    }
}

/// The longest known phrases of a sentence, from left to right, none overlapping, each place decided by what the
/// document says. Phrases that only look like an actor (`discard.toml`) are passed over with all they hold.
pub fn find(text: &str, tokens: &[Token], knowledge: &Knowledge, geography: &Geography, hits: &mut Vec<Hit>) {
    let reader = Reader { text, tokens, knowledge, geography };
    phrases(&reader, hits);
    reader.settle(hits);
}

/// The same, before anything of the document is known but what `geography` has learnt; it learns from it.
pub fn survey(text: &str, tokens: &[Token], knowledge: &Knowledge, geography: &mut Geography, hits: &mut Vec<Hit>) {
    phrases(&Reader { text, tokens, knowledge, geography }, hits);
    geography.learn(text, tokens, knowledge, hits);
}

fn phrases(reader: &Reader<'_>, hits: &mut Vec<Hit>) {
    hits.clear();
    let tokens = reader.tokens;
    // What the words from `at` on may mean, and how many words that takes; longer phrases last.
    let mut found: Vec<(usize, Meaning)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        found.clear();
        reader.knowledge.actors.names.each_at(&tokens[at..], |hit| found.push((hit.length, hit.value)));
        // A surname by itself is no name yet: "Pavel" before "Vinogradov".
        let named = |m: &Meaning| !matches!(m, Meaning::Surname(_, false));
        let after_name = hits.last().is_some_and(|h| h.end == at && h.meanings.iter().any(named));
        let may_be = |length: usize, meaning: &Meaning| match meaning {
            Meaning::Place(place, doubt) => reader.may_be(*place, *doubt, at, at + length, after_name),
            _ => true,
        };
        let mut length = 0;
        let mut meanings = Vec::new();
        while let Some((longest, _)) = found.last().copied() {
            let first = found.partition_point(|(length, _)| *length < longest);
            meanings.extend(found[first..].iter().map(|(_, m)| *m).filter(|m| may_be(longest, m)));
            let others: Vec<Meaning> = found[first..].iter().map(|(_, m)| *m).filter(|m| !is_rare(m)).collect();
            reader.sift_rare(&mut meanings, at, at + longest, &others);
            if !meanings.is_empty() {
                length = longest;
                break;
            }
            found.truncate(first);
        }
        if length == 0 || reader.is_piece(at, at + length) {
            at += length.max(1);
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
        Meaning::Place(place, _) => Who::Place(*place).state(actors),
        _ => None,
    })
}
