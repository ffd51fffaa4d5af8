//! Who stands in which relation to an event's words, read from the shallow grammar.
//!
//! A subject is looked for to the left, over what stands between commas, up to the verb before; an object to the
//! right. Verbs that share a subject ("met X and signed Y"), infinitives ("agreed to send"), relative clauses ("X,
//! who met Y, said") and participles ("X, accusing Y") are followed back to whoever does them.

mod clause;
mod ellipsis;
#[cfg(test)]
mod tests;
mod view;

use crate::chunk::{Chunks, Kind, VerbGroup};
use crate::mention::{Form, Mention};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Shape, Token};
use attache_knowledge::{Knowledge, WordId};

/// How many verbs an infinitive or shared subject is followed back over: enough for "agreed to try to stop".
const CHAIN: usize = 5;
/// How many adverbs and marks may stand between a verb and its object.
const MOST_ADVERBS: usize = 3;
/// How many words after an event's words a preposition may stand: the object and one phrase between.
const REACH: usize = 18;

/// What relations are read from; all of one sentence.
#[derive(Clone, Copy)]
pub struct Clause<'s> {
    /// The knowledge.
    pub knowledge: &'s Knowledge,
    /// Tokens.
    pub tokens: &'s [Token],
    /// Tags.
    pub tags: &'s [Tag],
    /// Phrases.
    pub chunks: &'s Chunks,
    /// Mentions, in order.
    pub mentions: &'s [Mention],
}

/// Noun phrases that fill a relation, by their position in [`Chunks::nouns`].
pub type Phrases = Vec<usize>;

impl Clause<'_> {
    pub(crate) fn is(&self, at: usize, class: WordClass) -> bool {
        self.tokens.get(at).is_some_and(|t| self.knowledge.grammar.is(t.word, class))
    }

    fn kind(&self, at: usize) -> Kind {
        self.chunks.kind(at)
    }

    /// Who does the verb: its subject, or for a passive the phrase after "by".
    #[must_use]
    pub fn doer(&self, verb: usize, after: usize) -> Phrases {
        let group = self.chunks.verbs[verb];
        if !self.is_passive(&group) {
            return self.subject(verb);
        }
        // "was asked by China to": the phrase may stand inside the words.
        let by = self.by_phrase(after);
        if by.is_empty() { self.by_phrase(group.end) } else { by }
    }

    /// To whom the verb is done: its object, or for a passive its subject.
    #[must_use]
    pub fn undergoer(&self, verb: usize, after: usize) -> Phrases {
        let group = self.chunks.verbs[verb];
        if self.is_passive(&group) { self.passive_subject(verb) } else { self.object(after) }
    }

    /// Whether a group is passive.
    #[must_use]
    pub fn is_passive(&self, group: &VerbGroup) -> bool {
        group.passive
    }

    /// The phrase before a bare participle ("a truce declared by"), else the subject.
    fn passive_subject(&self, verb: usize) -> Phrases {
        let group = self.chunks.verbs[verb];
        if group.participle
            && group.start > 0
            && let Some(noun) = self.chunks.noun_at(group.start - 1)
        {
            return vec![noun];
        }
        self.subject(verb)
    }

    /// The noun phrases after "by", whatever stands between: "were imposed on Mali by Togo".
    fn by_phrase(&self, from: usize) -> Phrases {
        self.after_within(from, self.knowledge.vocabulary.look_up_folded("by"), true)
    }

    /// The noun phrase that begins at a position, or after adverbs, with those joined to it.
    #[must_use]
    pub fn object(&self, from: usize) -> Phrases {
        let mut at = from;
        // "with both Egypt and Libya"
        if self.kind(at) == Kind::Coordinator && self.is(at, WordClass::PairWord) {
            at += 1;
        }
        while let Kind::Adverb | Kind::Quote = self.kind(at) {
            at += 1;
            if at > from + MOST_ADVERBS {
                return Vec::new();
            }
        }
        match self.chunks.noun_at(at) {
            Some(noun) if self.chunks.nouns[noun].start >= from || self.chunks.nouns[noun].end > at => {
                if self.chunks.nouns[noun].temporal { Vec::new() } else { self.joined_right(noun) }
            }
            _ => Vec::new(),
        }
    }

    /// A noun phrase and those joined to it on the right by commas and "and", as far as they name somebody.
    #[must_use]
    pub fn joined_right(&self, first: usize) -> Phrases {
        let mut all = vec![first];
        let mut at = self.phrase_end(first);
        loop {
            let mut next = at;
            let mut joined = false;
            while matches!(self.kind(next), Kind::Comma | Kind::Coordinator) {
                joined = true;
                next += 1;
            }
            let Some(noun) = self.chunks.noun_at(next).filter(|_| joined) else { return all };
            if self.chunks.nouns[noun].start != next || !self.names_somebody(noun) {
                return all;
            }
            // "X and Y said": the second phrase begins a new clause, unless the list itself is its subject.
            let end = self.phrase_end(noun);
            if self.begins_clause_at(end)
                && matches!(self.kind(at), Kind::Comma)
                && self.kind(at + 1) != Kind::Coordinator
            {
                return all;
            }
            let comma_only = (at..next).all(|i| self.kind(i) == Kind::Comma);
            match all.last_mut() {
                // "Slovakia's foreign minister, Ivan Korcok,": one man, named twice; the name counts.
                Some(last) if comma_only && self.one_named_twice(*last, noun, end) => *last = noun,
                _ => all.push(noun),
            }
            at = end;
        }
    }

    /// Whether two phrases with a comma between name one person: the first by office, the second by name or the other
    /// way round, and no list goes on behind them.
    fn one_named_twice(&self, first: usize, second: usize, end: usize) -> bool {
        let mention = |noun: usize| {
            let phrase = self.chunks.nouns[noun];
            self.mentions.iter().find(|m| m.head && m.start < phrase.end && phrase.start < m.end)
        };
        let (Some(one), Some(two)) = (mention(first), mention(second)) else { return false };
        let goes_on = self.kind(end) == Kind::Coordinator
            || self.kind(end) == Kind::Comma && self.chunks.noun_at(end + 1).is_some_and(|n| self.names_somebody(n));
        one.person && two.person && one.form != two.form && !goes_on
    }

    fn begins_clause_at(&self, at: usize) -> bool {
        self.chunks.verb_at(at).is_some_and(|v| self.chunks.verbs[v].is_finite())
    }

    /// Where a noun phrase ends with the phrases that `of` attaches to it.
    #[must_use]
    pub fn phrase_end(&self, noun: usize) -> usize {
        let mut end = self.chunks.nouns[noun].end;
        for mention in self.mentions {
            if mention.head
                && mention.start < end
                && mention.end > end
                && mention.start >= self.chunks.nouns[noun].start
            {
                end = mention.end;
            }
        }
        while self.kind(end) == Kind::Preposition && self.is(end, WordClass::BelongingPreposition) {
            match self.chunks.noun_at(end + 1) {
                Some(next) if !self.chunks.nouns[next].temporal => end = self.chunks.nouns[next].end,
                _ => break,
            }
        }
        end
    }

    /// Whether a noun phrase holds a mention.
    #[must_use]
    pub fn names_somebody(&self, noun: usize) -> bool {
        let phrase = self.chunks.nouns[noun];
        self.mentions.iter().any(|m| m.start < phrase.end && phrase.start < m.end)
    }

    /// Whether a noun phrase is a name of two words or more, such as a man's.
    #[must_use]
    pub fn is_proper_name(&self, noun: usize) -> bool {
        let phrase = self.chunks.nouns[noun];
        let words = &self.tokens[phrase.start..phrase.end];
        words.len() >= 2 && words.iter().all(|t| t.shape.is_capital() || t.shape == Shape::Mark)
    }

    /// Whether a noun phrase holds a mention other than a possessive pronoun.
    #[must_use]
    pub fn names_another(&self, noun: usize) -> bool {
        let phrase = self.chunks.nouns[noun];
        let inside = |m: &&Mention| m.start < phrase.end && phrase.start < m.end;
        self.mentions.iter().filter(inside).any(|m| m.head || m.form != Form::Pronoun)
    }

    /// The phrases after a preposition to the right of `from`, in the same clause.
    #[must_use]
    pub fn after(&self, from: usize, preposition: WordId) -> Phrases {
        let company = self.knowledge.grammar.is(preposition, WordClass::CompanyPreposition);
        self.after_within(from, preposition, company)
    }

    /// The same; `company` says that a topic in between does not matter.
    fn after_within(&self, from: usize, preposition: WordId, company: bool) -> Phrases {
        let mut at = from;
        let mut topic = false;
        while at < self.tokens.len() && at < from + REACH {
            match self.kind(at) {
                Kind::Boundary if at > from => return Vec::new(),
                Kind::Subordinator => return Vec::new(),
                _ => {}
            }
            let open = !topic || company;
            if open
                && self.tokens[at].word == preposition
                && matches!(self.kind(at), Kind::Preposition | Kind::Adverb | Kind::To)
            {
                let object = self.object(at + 1);
                if !object.is_empty() {
                    return object;
                }
            }
            topic |= self.kind(at) == Kind::Preposition && self.is(at, WordClass::TopicPreposition);
            // Another verb ends the clause, but for one right behind the words ("agreed to meet with").
            if let Some(verb) = self.chunks.verb_at(at) {
                let group = self.chunks.verbs[verb];
                if group.start >= from && (group.is_finite() || group.start > from) {
                    return Vec::new();
                }
            }
            at += 1;
        }
        Vec::new()
    }

    /// Of whom it is asked: the object of the verb above an infinitive.
    #[must_use]
    pub fn controller(&self, verb: usize) -> Phrases {
        let group = self.chunks.verbs[verb];
        let before = self.chunks.verbs[..verb].iter().rev().find(|v| v.end <= group.start);
        before.map_or_else(Vec::new, |governor| self.object(governor.end))
    }

    /// The phrase whose possessive or adjective stands before a noun: "Turkey's attack", "the Turkish attack".
    #[must_use]
    pub fn possessors(&self, at: usize) -> Vec<&Mention> {
        let Some(noun) = self.chunks.noun_at(at) else { return Vec::new() };
        let phrase = self.chunks.nouns[noun];
        self.mentions
            .iter()
            .filter(|m| !m.head && m.start >= phrase.start && m.end <= at.max(phrase.start + 1))
            .collect()
    }

    /// The verb whose object or prepositional phrase holds a noun: "held talks", "agreed on a truce".
    #[must_use]
    pub fn governor(&self, at: usize) -> Option<usize> {
        let start = self.chunks.noun_at(at).map_or(at, |n| self.chunks.nouns[n].start);
        let mut left = start;
        while left > 0 {
            left -= 1;
            if let Some(verb) = self.chunks.verb_at(left) {
                return Some(verb);
            }
            if matches!(self.kind(left), Kind::Boundary | Kind::Subordinator) {
                return None;
            }
            if self.kind(left) == Kind::Comma && self.chunks.verb_at(left.wrapping_sub(1)).is_none() {
                return None;
            }
        }
        None
    }

    /// The verb whose subject a noun is: "the visit was cancelled".
    #[must_use]
    pub fn governs_as_subject(&self, at: usize) -> Option<usize> {
        let noun = self.chunks.noun_at(at)?;
        let next = self.chunks.verbs.iter().position(|v| v.start >= self.chunks.nouns[noun].end && v.is_finite())?;
        self.subject(next).contains(&noun).then_some(next)
    }

    /// Who is in what a list of phrases names: the heads first, else whoever belongs to them.
    #[must_use]
    pub fn people_of(&self, phrases: &[usize]) -> Vec<&Mention> {
        let mut found = Vec::new();
        for &noun in phrases {
            let phrase = self.chunks.nouns[noun];
            let inside = |m: &&Mention| m.start < phrase.end && phrase.start < m.end;
            let heads: Vec<&Mention> = self.mentions.iter().filter(inside).filter(|m| m.head).collect();
            if !heads.is_empty() {
                found.extend(heads);
                continue;
            }
            // "its sanctions on Togo" are about Togo, whoever "its" is.
            let (pronouns, parts): (Vec<&Mention>, Vec<&Mention>) =
                self.mentions.iter().filter(inside).partition(|m| m.form == Form::Pronoun);
            if !parts.is_empty() {
                found.extend(parts);
                continue;
            }
            let attached = self.attached(phrase.end);
            found.extend(if attached.is_empty() { pronouns } else { attached });
        }
        found
    }

    /// Whoever the phrases attached by "of", "by", "against" name: "a delegation of lawmakers", "the attack by Turkey".
    fn attached(&self, end: usize) -> Vec<&Mention> {
        if self.kind(end) != Kind::Preposition {
            return Vec::new();
        }
        let Some(noun) = self.chunks.noun_at(end + 1) else { return Vec::new() };
        let phrase = self.chunks.nouns[noun];
        if phrase.temporal {
            return Vec::new();
        }
        let inside = |m: &&Mention| m.start < phrase.end && phrase.start < m.end;
        let found: Vec<&Mention> = self.mentions.iter().filter(inside).collect();
        if found.is_empty() && self.is(end, WordClass::BelongingPreposition) {
            self.attached(phrase.end)
        } else {
            found
        }
    }
}
