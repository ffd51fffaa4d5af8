//! States, bodies and organisations by name.

use super::compose::{Composer, dedup};
use super::{Form, Hit, Mention, Who};
use attache_knowledge::actors::{Meaning, Owner};
use attache_knowledge::lexicon::Tag;
use attache_record::Sector;

impl Composer<'_, '_, '_> {
    /// A state, body or organisation by name or adjective; a person named before.
    pub(super) fn name(&mut self, start: usize, end: usize, hits: &[Hit]) -> Option<Mention> {
        let named = hits.iter().rev().find(|h| self.nation(h).is_some());
        if let Some(hit) = named {
            let who =
                self.of_another_state(hit, hits).or_else(|| self.one_of(start, hit)).or_else(|| self.name_of(hit))?;
            let head = hit.end == end || self.only_marks(hit.end, end);
            let first = if head { start } else { hit.start };
            if !head {
                // Several adjectives before one noun: "Israeli and Palestinian negotiations".
                let who: Vec<Who> = dedup(hits.iter().filter_map(|h| self.nation(h)).collect());
                let first = hits.first().map_or(first, |h| h.start);
                return Some(Mention { start: first, end: hit.end, form: Form::Name, who, head: false, person: false });
            }
            return Some(Mention { start: first, end: hit.end, form: Form::Name, who: vec![who], head, person: false });
        }
        // "Smith said", after "Deputy Foreign Minister Ann Smith of ...".
        let last = self.s.tokens.get(end.checked_sub(1)?)?;
        if last.shape.is_capital() && matches!(self.s.tags.get(end - 1), Some(Tag::Nnp | Tag::Nnps)) {
            let word = self.folded(end - 1, end);
            let who = self.discourse.introduced(&word)?;
            return Some(Mention { start, end, form: Form::Name, who: vec![who], head: true, person: true });
        }
        None
    }

    /// "the Philippine Senate": a body's name that a nationality before it gives to another state.
    pub(super) fn of_another_state(&self, hit: &Hit, hits: &[Hit]) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let body = hit.meaning(|m| match m {
            Meaning::Body(b) => actors.bodies.get(b.index()),
            _ => None,
        })?;
        let before = hits.iter().rfind(|h| h.end <= hit.start)?;
        let state = before.meaning(|m| match m {
            Meaning::Adjective(s) | Meaning::State(s) => Some(*s),
            _ => None,
        })?;
        let differs = !body.kind.is_place() && body.owner != Owner::State(state);
        differs.then_some(Who::State(state, body.sector))
    }

    /// "a Palestinian": one of a people.
    pub(super) fn one_of(&self, start: usize, hit: &Hit) -> Option<Who> {
        let counted = start + 1 == hit.start && self.knowledge.times.number(self.s.tokens[start].word) == Some(1);
        let state = hit.meaning(|m| match m {
            Meaning::Adjective(s) | Meaning::Demonym(s) => Some(*s),
            _ => None,
        })?;
        counted.then_some(Who::State(state, Some(Sector::Cvl)))
    }

    /// Whom a name at the head of its phrase stands for.
    pub(super) fn name_of(&self, hit: &Hit) -> Option<Who> {
        let by_name = hit.meaning(|m| match m {
            Meaning::State(s) => Some(Who::State(*s, None)),
            Meaning::Organisation(o) => Some(Who::Organisation(*o)),
            Meaning::Body(b) => Some(Who::Body(*b)),
            _ => None,
        });
        by_name.or_else(|| {
            hit.meaning(|m| match m {
                Meaning::Demonym(s) => Some(Who::State(*s, Some(Sector::Cvl))),
                Meaning::Adjective(s) => Some(Who::State(*s, None)),
                Meaning::OrganisationAdjective(o) => Some(Who::Organisation(*o)),
                _ => None,
            })
        })
    }
}
