//! Noun phrases and verb groups of a sentence, cut without a tree: the shallow grammar that relations are read from.

mod kind;
mod noun;
#[cfg(test)]
mod tests;
mod verb;

pub use kind::Kind;
pub use noun::NounPhrase;
pub use verb::VerbGroup;

use crate::mention::Hit;
use crate::time::TimeMention;
use attache_knowledge::Knowledge;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::Token;

/// The phrases of one sentence. Positions count the sentence's tokens from 0.
#[derive(Debug, Default)]
pub struct Chunks {
    /// What each token is to the grammar.
    pub kinds: Vec<Kind>,
    /// Noun phrases without what is attached by prepositions, in order, none overlapping.
    pub nouns: Vec<NounPhrase>,
    /// Verb groups, in order.
    pub verbs: Vec<VerbGroup>,
    /// Position of the noun phrase that each token lies in, plus one; 0 for none.
    noun_of: Vec<u16>,
    /// Position of the verb group that each token lies in, plus one; 0 for none.
    verb_of: Vec<u16>,
}

impl Chunks {
    /// Cuts a sentence. `hits` are the known names in it, `times` its words of time.
    pub fn cut(&mut self, tokens: &[Token], tags: &[Tag], hits: &[Hit], times: &[TimeMention], knowledge: &Knowledge) {
        self.kinds.clear();
        self.nouns.clear();
        self.verbs.clear();
        kind::classify(tokens, tags, hits, knowledge, &mut self.kinds);
        let mut at = 0;
        while at < tokens.len() {
            // Words of time are a phrase of their own: "met | Malta's envoy | next week".
            if let Some(end) = times.iter().find(|t| t.start <= at && at < t.end).map(|t| t.end)
                && !matches!(self.kinds[at], Kind::Preposition | Kind::Subordinator | Kind::To)
            {
                self.nouns.push(NounPhrase { start: at, end, head: end - 1, negated: false, temporal: true });
                at = end;
                continue;
            }
            if let Some(group) = verb::group_at(at, tokens, tags, &self.kinds, knowledge) {
                at = group.end;
                self.verbs.push(group);
            } else if let Some(phrase) = noun::phrase_at(at, next_time(times, at), tokens, tags, &self.kinds, knowledge)
            {
                at = phrase.end;
                self.nouns.push(phrase);
            } else {
                at += 1;
            }
        }
        self.promote(tokens, tags, knowledge);
        self.index();
    }

    /// Notes in which phrase each token lies.
    pub(crate) fn index(&mut self) {
        self.noun_of.clear();
        self.noun_of.resize(self.kinds.len(), 0);
        for (i, phrase) in (1_u16..).zip(&self.nouns) {
            self.noun_of[phrase.start..phrase.end].fill(i);
        }
        self.verb_of.clear();
        self.verb_of.resize(self.kinds.len(), 0);
        for (i, group) in (1_u16..).zip(&self.verbs) {
            self.verb_of[group.start..group.end].fill(i);
        }
    }

    /// A participle that must be a past tense, since its clause has no other verb ("Mexico engaged in talks") or it
    /// stands between a subject and an object of its own ("Turkey condemned the attack").
    fn promote(&mut self, tokens: &[Token], tags: &[Tag], knowledge: &Knowledge) {
        let by = knowledge.vocabulary.look_up_folded("by");
        for at in 0..self.verbs.len() {
            let group = self.verbs[at];
            if !group.participle || tags[group.main] != Tag::Vbn {
                continue;
            }
            let before = (0..group.start).rev().find(|i| self.kinds[*i] != Kind::Adverb);
            let has_subject = before.is_some_and(|b| self.nouns.iter().any(|n| n.end == b + 1 && !n.temporal));
            let object = self.nouns.iter().any(|n| n.start == group.end && !n.temporal);
            let by_follows = tokens.get(group.end).is_some_and(|t| t.word == by);
            let start = (0..group.start).rev().find(|i| self.kinds[*i] == Kind::Boundary).map_or(0, |i| i + 1);
            let end = (group.end..tokens.len()).find(|i| self.kinds[*i] == Kind::Boundary).unwrap_or(tokens.len());
            let alone = !self.verbs.iter().any(|v| v.is_finite() && v.start >= start && v.end <= end);
            if has_subject && !by_follows && (object || alone) {
                let group = &mut self.verbs[at];
                (group.participle, group.passive, group.past) = (false, false, true);
            }
        }
    }

    /// The noun phrase that holds a token.
    #[must_use]
    pub fn noun_at(&self, at: usize) -> Option<usize> {
        usize::from(*self.noun_of.get(at)?).checked_sub(1)
    }

    /// The verb group that holds a token.
    #[must_use]
    pub fn verb_at(&self, at: usize) -> Option<usize> {
        usize::from(*self.verb_of.get(at)?).checked_sub(1)
    }

    /// The kind of a token; the end of the sentence is a boundary.
    #[must_use]
    pub fn kind(&self, at: usize) -> Kind {
        self.kinds.get(at).copied().unwrap_or(Kind::Boundary)
    }
}

/// Where the next words of time begin behind a position.
fn next_time(times: &[TimeMention], at: usize) -> usize {
    times.iter().map(|t| t.start).find(|start| *start > at).unwrap_or(usize::MAX)
}
