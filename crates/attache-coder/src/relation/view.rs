//! A sentence as patterns see it.

use super::Clause;
use crate::chunk::Kind;
use attache_knowledge::WordId;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::pattern::{ReadAs, Words};

impl Words for Clause<'_> {
    fn len(&self) -> usize {
        self.tokens.len()
    }

    fn word(&self, at: usize) -> WordId {
        self.tokens[at].word
    }

    fn is_read_as(&self, at: usize, read_as: ReadAs) -> bool {
        match read_as {
            ReadAs::Any => true,
            ReadAs::Verb => self.tags[at].is_verb(),
            // "the shelling of": an -ing form inside a noun phrase is a noun too.
            ReadAs::Noun => self.tags[at].is_noun() || self.tags[at] == Tag::Vbg && self.chunks.noun_at(at).is_some(),
        }
    }

    fn is_near(&self, at: usize) -> bool {
        matches!(
            self.chunks.kind(at),
            Kind::Modifier | Kind::Noun | Kind::Possessive | Kind::Adverb | Kind::Hyphen | Kind::Quote | Kind::Pronoun
        ) || self.chunks.noun_at(at).is_some()
            || self.kind(at) == Kind::Preposition && at > 0 && self.is(at - 1, WordClass::QuantityNoun)
    }

    fn is_far(&self, at: usize) -> bool {
        self.chunks.kind(at) != Kind::Boundary
    }

    fn is_joint(&self, at: usize) -> bool {
        self.chunks.kind(at) == Kind::Hyphen
    }

    fn slot_end(&self, at: usize) -> Option<usize> {
        let noun = self.chunks.noun_at(at)?;
        let phrase = self.chunks.nouns[noun];
        if phrase.start != at || phrase.temporal || !self.names_somebody(noun) {
            return None;
        }
        let list = self.joined_right(noun);
        list.last().map(|last| self.chunks.nouns[*last].end)
    }

    fn slot_start(&self, end: usize) -> Option<usize> {
        let noun = self.chunks.noun_at(end.checked_sub(1)?)?;
        let phrase = self.chunks.nouns[noun];
        (phrase.end == end && !phrase.temporal && self.names_somebody(noun)).then_some(phrase.start)
    }
}
