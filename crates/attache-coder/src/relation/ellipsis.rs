//! Terse sentences that leave their subject away: "Met with the President of Peru", "Talks with Peru; left for Lima".

use super::{CHAIN, Clause};
use crate::chunk::Kind;
use attache_knowledge::lexicon::Tag;

impl Clause<'_> {
    /// Whether the clause of a word has no subject because it begins with its verb, or with a noun that no verb governs.
    #[must_use]
    pub fn lacks_subject(&self, at: usize) -> bool {
        match self.chunks.verb_at(at).filter(|_| !self.tags[at].is_noun()) {
            Some(verb) => self.begins_with_verb(verb),
            None => self.begins_with_noun(at),
        }
    }

    /// Whether a clause begins with this verb, or with one that shares its subject ("Met X *and signed* Y").
    fn begins_with_verb(&self, verb: usize) -> bool {
        let mut verb = verb;
        for _ in 0..CHAIN {
            let group = self.chunks.verbs[verb];
            let told = matches!(self.tags[group.main], Tag::Vbd | Tag::Vbn | Tag::Vbz);
            // "Will meet the President of Peru", in a programme.
            let planned = group.modal.is_some() && self.tags[group.main] == Tag::Vb;
            if (told && group.modal.is_none() || planned) && !group.infinitive && self.is_front(group.start) {
                return !group.participle || !self.another_has_subject(verb);
            }
            let shares = (1..=group.start.min(2)).any(|back| self.kind(group.start - back) == Kind::Coordinator)
                || self.kind(group.start.wrapping_sub(1)) == Kind::Comma;
            let follows = shares || group.participle || group.infinitive;
            match verb.checked_sub(1).filter(|_| follows) {
                Some(before) => verb = before,
                None => return false,
            }
        }
        false
    }

    /// Whether a later verb of the clause has a subject: "Joined by her deputy, the minister met ...".
    fn another_has_subject(&self, verb: usize) -> bool {
        let end = (self.chunks.verbs[verb].end..self.tokens.len()).find(|at| self.tags[*at] == Tag::Colon);
        let end = end.unwrap_or(self.tokens.len());
        let mut later = (verb + 1..self.chunks.verbs.len()).take_while(|v| self.chunks.verbs[*v].start < end);
        later.any(|v| self.chunks.verbs[v].is_finite() && !self.subject(v).is_empty())
    }

    /// Whether a noun heads a clause of its own: it stands in front or is held by a verb that does.
    fn begins_with_noun(&self, at: usize) -> bool {
        if let Some(governor) = self.governor(at) {
            return self.begins_with_verb(governor);
        }
        let start = self.chunks.noun_at(at).map_or(at, |n| self.chunks.nouns[n].start);
        self.is_front(start) && self.governs_as_subject(at).is_none()
    }

    /// Whether nothing but adverbs stands between a position and the beginning of its clause.
    fn is_front(&self, mut at: usize) -> bool {
        while at > 0 && self.kind(at - 1) == Kind::Adverb {
            at -= 1;
        }
        at == 0 || self.tags[at - 1] == Tag::Colon
    }
}
