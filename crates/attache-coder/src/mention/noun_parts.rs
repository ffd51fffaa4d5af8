//! What stands beside a noun that acts and changes whose it is or in which sector it acts: "retired Ukrainian general",
//! "Iran-backed militias", "army spokesman", "a group of fighters".

use super::compose::{Composer, dedup};
use super::noun::Noun;
use super::{Hit, Who};
use crate::chunk::Kind;
use attache_knowledge::actors::{AgentKind, BodyIx, Meaning, Owner};
use attache_knowledge::grammar::WordClass;
use attache_record::Sector;

/// Sectors of those who hold an office, so that they may be former ones.
const OFFICES: [Sector; 6] = [Sector::Gov, Sector::Mil, Sector::Leg, Sector::Jud, Sector::Spy, Sector::Pty];

impl Composer<'_, '_, '_> {
    /// The sector of a noun by the words before it in its part: "army spokesman" is of the army, "a retired Ukrainian
    /// general" holds no office any more.
    pub(super) fn adapt(&self, noun: &mut Noun, start: usize, at: usize, hits: &[Hit]) {
        let Some(hit) = hits.get(at) else { return };
        let before = at.checked_sub(1).and_then(|b| hits.get(b)).filter(|b| b.end == hit.start && !b.is_name());
        if noun.any_sector
            && let Some(body) = before.and_then(|b| self.noun_of(b)).filter(|b| b.kind != AgentKind::Title)
        {
            noun.sector = body.sector;
        }
        let former = (start..hit.start)
            .any(|i| self.is(i, WordClass::FormerWord) && !hits.iter().any(|h| h.start <= i && i < h.end));
        if former && noun.kind == AgentKind::Title && OFFICES.contains(&noun.sector) {
            noun.sector = Sector::Eli;
            noun.any_sector = false;
        }
    }

    /// "Iran-backed", "pro-Russian": names a state that stands behind somebody, not whose they are.
    pub(super) fn only_aligned(&self, hit: &Hit) -> bool {
        let hyphen = |at: usize| self.s.chunks.kind(at) == Kind::Hyphen;
        let before = hit.start >= 2 && hyphen(hit.start - 1) && self.is(hit.start - 2, WordClass::AlignedPrefix);
        before || hyphen(hit.end) && self.is(hit.end + 1, WordClass::AlignedParticiple)
    }

    /// Takes away the states that the words only say to stand behind somebody.
    pub(super) fn but_not_those_behind(&self, who: &mut Vec<Who>, hits: &[Hit]) {
        let actors = &self.knowledge.actors;
        for hit in hits.iter().filter(|h| self.only_aligned(h)) {
            let behind = self.nation(hit).and_then(|n| n.state(actors));
            who.retain(|w| behind.is_none() || w.state(actors) != behind);
        }
    }

    /// "a group of Turkish fighters": the noun only counts those behind it.
    pub(super) fn only_counts(&self, hit: &Hit, end: usize) -> bool {
        hit.end == end
            && hit.end == hit.start + 1
            && self.is(hit.start, WordClass::QuantityNoun)
            && self.is(end, WordClass::TopicPreposition)
            && self.is(end, WordClass::BelongingPreposition)
            && self.s.chunks.noun_at(end + 1).is_some()
    }

    /// The people or body that a noun phrase names by a nation and a noun: "Chad's army", "the Chadian army".
    pub(super) fn people_of(&self, start: usize, end: usize) -> Option<Vec<Who>> {
        let hits: Vec<Hit> = self.hits_in(start, end).cloned().collect();
        let (last, before) = hits.split_last()?;
        let noun = self.noun_of(last).filter(|n| last.end == end && !last.is_name() && n.kind != AgentKind::Title)?;
        let nations = self.nations(before, &[]);
        let who = dedup(nations.iter().map(|n| self.with_sector(*n, noun)).collect());
        (!who.is_empty()).then_some(who)
    }

    /// Whether a body acts in a sector of its own; a city is the bare state.
    pub(super) fn has_a_sector(&self, at: BodyIx) -> bool {
        let body = self.knowledge.actors.bodies.get(at.index());
        body.is_some_and(|b| !b.kind.is_place() && b.sector.is_some())
    }

    /// The publisher's own body, where an organisation has the name too: the Kremlin's "Security Council" is Russia's.
    pub(super) fn own_body(&self, hit: &Hit) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let home = self.discourse.voice?.state(actors)?;
        let organised = hit.meanings.iter().any(|m| matches!(m, Meaning::Organisation(_)));
        let own = |at: &BodyIx| {
            actors.bodies.get(at.index()).is_some_and(|b| !b.kind.is_place() && b.owner == Owner::State(home))
        };
        let body = hit.meaning(|m| match m {
            Meaning::Body(at) => Some(*at).filter(own),
            _ => None,
        });
        body.filter(|_| organised).map(Who::Body)
    }
}
