//! Phrases without a name that stand for those named before: "both capitals", "the three countries", "the latter",
//! "the bloc"; and crowds of whom nothing is said ("tens of thousands").

use super::compose::Composer;
use super::{Form, Mention, Who};
use crate::chunk::Kind;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_record::Sector;

/// Most sides that a number counts: "the nine members". Beyond it the number counts other things.
const MOST_SIDES: i32 = 9;

impl Composer<'_, '_, '_> {
    /// A whole noun phrase that stands for somebody named before.
    pub(super) fn anaphor(&mut self, start: usize, end: usize) -> Option<Mention> {
        let head = end.checked_sub(1).filter(|head| *head >= start)?;
        self.sides(start, head)
            .or_else(|| self.one_of_two(start, head))
            .or_else(|| self.company_named(start, head))
            .or_else(|| self.union(start, head))
            .or_else(|| self.crowd(start, head))
    }

    fn definite(&self, start: usize) -> bool {
        self.is(start, WordClass::Determiner)
    }

    fn is_common(&self, at: usize) -> bool {
        self.s.tokens.get(at).is_some_and(|t| !t.shape.is_capital()) || at == 0
    }

    fn standing_for(&self, start: usize, head: usize, who: Vec<Who>) -> Option<Mention> {
        let end = head + 1;
        (!who.is_empty()).then_some(Mention {
            start,
            end,
            form: Form::Pronoun,
            who,
            head: true,
            person: false,
            ambiguous: false,
        })
    }

    /// How many sides a word counts: "both", "neither", "three".
    pub(super) fn counts_sides(&self, at: usize) -> Option<usize> {
        if self.is(at, WordClass::PairWord) {
            return Some(2);
        }
        let number = self.knowledge.times.number(self.s.tokens.get(at)?.word)?;
        usize::try_from(number).ok().filter(|_| (2..=MOST_SIDES).contains(&number))
    }

    /// "both capitals", "the three countries", "neither side", "both".
    fn sides(&self, start: usize, head: usize) -> Option<Mention> {
        let number = (start..=head).find_map(|at| self.counts_sides(at))?;
        let alone = (start..=head).all(|at| self.counts_sides(at).is_some() || self.definite(at));
        let of_sides = self.is(head, WordClass::CompanyNoun)
            || self.is(head, WordClass::SeatNoun)
            || number == 2 && self.is(start, WordClass::PairWord) && self.s.tags.get(head) == Some(&Tag::Nn);
        let definite = self.definite(start) || self.is(start, WordClass::PairWord);
        let of_others = self.is(head + 1, WordClass::TopicPreposition);
        if !(definite && self.is_common(head) && (alone && !of_others || of_sides)) {
            return None;
        }
        let mut who = self.discourse.sides(number)?;
        if self.is(head, WordClass::SeatNoun) {
            let governing = |w: &Who| w.state(&self.knowledge.actors).map(|s| Who::State(s, Some(Sector::Gov)));
            who = who.iter().filter_map(governing).collect();
        }
        self.standing_for(start, head, who)
    }

    /// "the former", "the latter".
    fn one_of_two(&self, start: usize, head: usize) -> Option<Mention> {
        if !(head == start + 1 && self.definite(start) && self.is(head, WordClass::OrderWord)) {
            return None;
        }
        let [first, second] = self.discourse.last_two()?;
        let latter = self.folded(head, head + 1) == "latter";
        self.standing_for(start, head, vec![if latter { second } else { first }])
    }

    /// "the participants": who met last.
    fn company_named(&self, start: usize, head: usize) -> Option<Mention> {
        let bare = self.definite(start) && head == start + 1 && self.is(head, WordClass::CompanyNoun);
        self.standing_for(start, head, bare.then(|| self.discourse.company()).flatten()?)
    }

    /// "the bloc", "the regional grouping".
    fn union(&self, start: usize, head: usize) -> Option<Mention> {
        if !(self.definite(start) && head > start && self.is(head, WordClass::UnionNoun)) {
            return None;
        }
        let who = self.discourse.union(&self.folded(head, head + 1))?;
        self.standing_for(start, head, vec![who])
    }

    /// "Thousands marched", "tens of thousands": of where the story was filed, else of the document's country, unless the words go on to say of whom.
    fn crowd(&mut self, start: usize, head: usize) -> Option<Mention> {
        let of = |at: usize| self.is(at, WordClass::BelongingPreposition) && self.is(at, WordClass::TopicPreposition);
        if !self.is(head, WordClass::CrowdNoun) {
            return None;
        }
        let mut end = head + 1;
        if of(end) && self.is(end + 1, WordClass::CrowdNoun) {
            end += 2;
        }
        let goes_on = of(end) || matches!(self.s.chunks.kind(end), Kind::Noun | Kind::Modifier);
        let filed_in = self.discourse.filed_in.map(|state| Who::State(state, Some(Sector::Cvl)));
        let who = filed_in.or_else(|| self.discourse.at_home(Sector::Cvl)).filter(|_| !goes_on)?;
        self.taken = end;
        Some(Mention { start, end, form: Form::Noun, who: vec![who], head: true, person: false, ambiguous: false })
    }
}
