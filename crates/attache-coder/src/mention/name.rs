//! States, bodies and organisations by name.

use super::compose::{Composer, dedup};
use super::noun::is_noun;
use super::{Form, Hit, Mention, Who};
use attache_knowledge::actors::{BodyIx, Meaning, Owner, StateIx};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_record::Sector;

impl Composer<'_, '_, '_> {
    /// A state, body or organisation by name or adjective; a person named before.
    pub(super) fn name(&mut self, start: usize, end: usize, hits: &[Hit], owner: &[Who]) -> Option<Mention> {
        let named = hits.iter().rev().find(|h| self.nation(h).is_some());
        if let Some(hit) = named {
            if hit.end == end
                && let Some((who, reach)) = self.of_a_state_behind(hit)
            {
                self.taken = reach;
                return Some(Mention {
                    start,
                    end: reach,
                    form: Form::Name,
                    who: vec![who],
                    head: true,
                    person: false,
                    ambiguous: false,
                });
            }
            let who = self
                .of_another_state(hit, hits, owner)
                .or_else(|| self.one_of(start, hit))
                .or_else(|| self.name_of(hit))?;
            self.introduce_company(hit, who);
            let head = hit.end == end || self.only_marks(hit.end, end);
            let first = if head { start } else { hit.start };
            if !head {
                // Several adjectives before one noun: "Israeli and Palestinian negotiations".
                // Of "Iranian-backed Houthi" only the group; "UN-led" names nobody else.
                let belongs = hits.iter().filter(|h| !self.only_aligned(h)).filter_map(|h| self.nation(h)).collect();
                let mut who: Vec<Who> = dedup(belongs);
                if who.is_empty() {
                    who = dedup(hits.iter().filter_map(|h| self.nation(h)).collect());
                }
                let first = hits.first().map_or(first, |h| h.start);
                return Some(Mention {
                    start: first,
                    end: hit.end,
                    form: Form::Name,
                    who,
                    head: false,
                    person: false,
                    ambiguous: false,
                });
            }
            return Some(Mention {
                start: first,
                end: hit.end,
                form: Form::Name,
                who: vec![who],
                head,
                person: false,
                ambiguous: false,
            });
        }
        // "Smith said", after "Deputy Foreign Minister Ann Smith of ...".
        let last = self.s.tokens.get(end.checked_sub(1)?)?;
        let named = matches!(self.s.tags.get(end - 1), Some(Tag::Nnp | Tag::Nnps));
        if last.shape.is_capital() && (named || end == start + 1) {
            let word = self.folded(end - 1, end);
            // A company may be named like a common word: "Target said".
            let who = self.discourse.introduced(&word).filter(|w| named || matches!(w, Who::Organisation(_)))?;
            return Some(Mention {
                start,
                end,
                form: Form::Name,
                who: vec![who],
                head: true,
                person: !matches!(who, Who::Organisation(_)),
                ambiguous: false,
            });
        }
        None
    }

    /// "the Philippine Senate", "Ghana's Ministry of Defence": a body's name that a nationality before it gives to
    /// another state.
    pub(super) fn of_another_state(&self, hit: &Hit, hits: &[Hit], owner: &[Who]) -> Option<Who> {
        let before = hits.iter().rfind(|h| h.end <= hit.start);
        let by_nationality = before.and_then(|h| {
            h.meaning(|m| match m {
                Meaning::Adjective(s) | Meaning::State(s) => Some(*s),
                _ => None,
            })
        });
        let by_owner = match owner {
            [Who::State(state, None)] if before.is_none() && is_common(hit) => Some(*state),
            _ => None,
        };
        self.body_of(hit, by_nationality.or(by_owner)?)
    }

    /// "the Ministry of Defence of Ghana": a body's name that other states' bodies have too, and the state behind it;
    /// with the position behind that.
    fn of_a_state_behind(&self, hit: &Hit) -> Option<(Who, usize)> {
        let of = self.is(hit.end, WordClass::BelongingPreposition) && self.is(hit.end, WordClass::TopicPreposition);
        if !of || !is_common(hit) {
            return None;
        }
        let phrase = self.s.chunks.nouns[self.s.chunks.noun_at(hit.end + 1)?];
        let last = self.hits_in(phrase.start, phrase.end).last().filter(|h| h.end == phrase.end)?;
        let state = last.meaning(|m| match m {
            Meaning::State(s) => Some(*s),
            _ => None,
        })?;
        self.body_of(hit, state).map(|who| (who, phrase.end))
    }

    /// Which of several bodies of one name is meant: that of a state which the document has named, the last one named
    /// first, or of the document's own; none where nothing tells.
    fn body_meant(&self, hit: &Hit) -> Option<BodyIx> {
        let bodies: Vec<BodyIx> = hit
            .meanings
            .iter()
            .filter_map(|m| match m {
                Meaning::Body(b) => Some(*b),
                _ => None,
            })
            .collect();
        if let [one] = bodies[..] {
            return Some(one);
        }
        let states = self.discourse.states_named().chain(self.discourse.country);
        states.into_iter().find_map(|state| {
            bodies.iter().copied().find(|b| Who::Body(*b).state(&self.knowledge.actors) == Some(state))
        })
    }

    /// What a body's name stands for where it is said to be a state's; none where that is its own.
    fn body_of(&self, hit: &Hit, state: StateIx) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let body = hit.meaning(|m| match m {
            Meaning::Body(b) => actors.bodies.get(b.index()),
            _ => None,
        })?;
        let differs = !body.kind.is_place() && body.owner != Owner::State(state);
        differs.then_some(Who::State(state, body.sector))
    }

    /// "Apple Inc." goes on as "Apple", a word that by itself is no company.
    fn introduce_company(&mut self, hit: &Hit, who: Who) {
        let company = matches!(who, Who::Organisation(_)) && self.is(hit.end - 1, WordClass::CompanySuffix);
        if company && hit.end > hit.start + 1 {
            let word = self.folded(hit.start, hit.start + 1);
            self.discourse.introduce(&word, who);
        }
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
        let by_name = self.own_body(hit).or_else(|| {
            hit.meaning(|m| match m {
                Meaning::State(s) => Some(Who::State(*s, None)),
                Meaning::Organisation(o) => Some(Who::Organisation(*o)),
                Meaning::Body(_) => self.body_meant(hit).map(Who::Body),
                Meaning::Place(place, _) => self.place(*place),
                _ => None,
            })
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

/// Whether the name of a body is a common noun too, so that other states have one: "Ministry of Defence".
fn is_common(hit: &Hit) -> bool {
    hit.meanings.iter().any(is_noun)
}
