//! Which words name a place, and which of several places of one name is meant. The rule stands in DESIGN.md, "Which
//! Tripoli?".

use super::Hit;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{BodyIx, Meaning, Owner, StateIx};
use attache_knowledge::gazetteer::{Doubt, Place, PlaceIx};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Shape, Token, fold};
use attache_record::PlaceKind;
use std::collections::{BTreeMap, BTreeSet};

/// What a whole document says of where it plays.
#[derive(Debug, Clone, Default)]
pub struct Geography {
    /// Places that were named somewhere by a doubtful name in a context that made clear that a place is meant.
    pub(super) clear: BTreeSet<PlaceIx>,
    /// Places named, as they seem to be without the rest of the document.
    places: BTreeSet<PlaceIx>,
    /// How often each state is named by words that cannot mean anything else.
    pub(super) states: BTreeMap<StateIx, u32>,
    /// Places by whose name a word of a longer name stood that nobody knows.
    pub(super) namesakes: BTreeSet<PlaceIx>,
    /// The publisher's state.
    pub home: Option<StateIx>,
    /// The state in whose name the publisher speaks; that it is named tells nothing.
    pub own: Option<StateIx>,
}

/// Points for what speaks for a place, in tenths. A town of ten times the people has twenty more.
mod points {
    /// "Atlanta, Georgia"; "Georgia" behind "Atlanta,".
    pub const QUALIFIED: i32 = 1000;
    /// "Lebanon's Tripoli", "Tripoli in northern Lebanon".
    pub const BESIDE: i32 = 40;
    /// Its state is named in the sentence.
    pub const SENTENCE: i32 = 20;
    /// Its state is named in the document.
    pub const NAMED: i32 = 10;
    /// No state is named oftener.
    pub const MOST: i32 = 5;
    /// Another place of its state is named in the document; for so many at most.
    pub const NEIGHBOUR: i32 = 8;
    pub const NEIGHBOURS: usize = 3;
    /// The publisher's state.
    pub const HOME: i32 = 5;
    /// A capital.
    pub const CAPITAL: i32 = 10;
    /// A body of the knowledge has the name: news knows it.
    pub const BODY: i32 = 5;
    /// So many at least for a place that has the name of a region: as many as its state beside it gives a small town.
    pub const OVER_REGION: i32 = 60;
    /// A division before "province" or "region"; without such a word it is the less likely reading.
    pub const DIVISION: i32 = 40;
    pub const NO_DIVISION: i32 = -20;
}

/// People of a place that the gazetteer lacks.
const SMALL: u32 = 15_000;
/// How many words may stand between a town and the state beside it.
const REACH: usize = 4;

/// A sentence whose places are looked for.
pub(super) struct Reader<'r> {
    pub text: &'r str,
    pub tokens: &'r [Token],
    pub knowledge: &'r Knowledge,
    pub geography: &'r Geography,
}

/// A place that a phrase may mean.
#[derive(Clone, Copy)]
struct Candidate<'k> {
    state: StateIx,
    place: Option<Place<'k>>,
    /// Whether it stands in the gazetteer under this name.
    listed: bool,
    body: bool,
}

impl<'r> Reader<'r> {
    pub(super) fn is(&self, at: usize, class: WordClass) -> bool {
        self.tokens.get(at).is_some_and(|t| self.knowledge.grammar.is(t.word, class))
    }

    pub(super) fn word(&self, at: usize) -> &'r str {
        self.tokens.get(at).and_then(|t| t.span.text(self.text)).unwrap_or_default()
    }

    /// The mark behind an owner: "Georgia's", "the United States'".
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        matches!(&*fold(self.word(at)), "'s" | "'")
    }

    pub(super) fn place(&self, ix: PlaceIx) -> Option<Place<'r>> {
        self.knowledge.actors.gazetteer.place(ix)
    }

    /// The state that a phrase names beyond doubt.
    fn sure_state(&self, hit: &Hit) -> Option<StateIx> {
        let actors = &self.knowledge.actors;
        let mut states = hit.meanings.iter().filter_map(|meaning| match meaning {
            Meaning::State(s) | Meaning::Adjective(s) | Meaning::Demonym(s) => Some(*s),
            Meaning::Body(b) => match actors.bodies.get(b.index())?.owner {
                Owner::State(s) => Some(s),
                Owner::Organisation(_) => None,
            },
            Meaning::Place(place, _) => self.place(*place).map(Place::state),
            _ => None,
        });
        let first = states.next()?;
        states.all(|s| s == first).then_some(first)
    }

    /// Decides what each phrase means that may mean a place.
    pub fn settle(&self, hits: &mut [Hit]) {
        if !hits.iter().any(|h| h.meanings.iter().any(|m| matches!(m, Meaning::Place(..)))) {
            return;
        }
        let sure: Vec<Option<StateIx>> = hits.iter().map(|h| self.sure_state(h)).collect();
        for at in 0..hits.len() {
            let candidates = self.candidates(&hits[at]);
            if !candidates.iter().any(|c| c.listed) {
                continue;
            }
            if self.is_region(&candidates, at, hits, &sure) {
                hits[at].meanings.retain(|m| !matches!(m, Meaning::Place(..)));
                continue;
            }
            let state = hits[at].meaning(|m| match m {
                Meaning::State(s) => Some(*s),
                _ => None,
            });
            if state.is_some_and(|s| !self.is_not_the_state(s, &candidates, at, hits, &sure)) {
                hits[at].meanings.retain(|m| !matches!(m, Meaning::Place(..)));
                continue;
            }
            let points = |c: &Candidate<'_>| self.points(c, at, hits, &sure);
            // Of equals the first, which is the one that GeoNames has had longest.
            let mut best: Option<(i32, Candidate<'_>)> = None;
            for candidate in candidates {
                let now = points(&candidate);
                if best.is_none_or(|(most, _)| now > most) {
                    best = Some((now, candidate));
                }
            }
            // "the Gulf monarchies": the region, unless the words or the document speak for the town or division.
            let region = hits[at].meanings.iter().any(|m| matches!(m, Meaning::Region(_)));
            match best {
                Some((most, _)) if region && most < points::OVER_REGION => {
                    hits[at].meanings.retain(|m| !matches!(m, Meaning::Place(..)));
                }
                Some((_, chosen)) => self.keep(chosen, &mut hits[at]),
                None => {}
            }
        }
    }

    /// "the Red Sea", "Asia": a region, though a division or town has its name; a division before its noun ("Red Sea
    /// governorate") and what its state stands beside is the place.
    fn is_region(&self, candidates: &[Candidate<'_>], at: usize, hits: &[Hit], sure: &[Option<StateIx>]) -> bool {
        let region = hits[at].meaning(|m| match m {
            Meaning::Region(r) => self.knowledge.actors.regions.get(r.index()),
            _ => None,
        });
        let other = region.is_some_and(|r| candidates.iter().all(|c| Some(c.state) != r.state));
        let placed = |c: &Candidate<'_>| self.qualifies(c, at, hits) || self.stands_beside(c, at, hits, sure);
        other && !self.is(hits[at].end, WordClass::DivisionNoun) && !candidates.iter().any(placed)
    }

    fn keep(&self, chosen: Candidate<'_>, hit: &mut Hit) {
        let actors = &self.knowledge.actors;
        hit.meanings.retain(|meaning| match meaning {
            Meaning::State(_) => false,
            Meaning::Body(b) => actors
                .bodies
                .get(b.index())
                .is_none_or(|body| !body.kind.is_place() || body.owner == Owner::State(chosen.state)),
            Meaning::Place(place, _) => chosen.listed && Some(*place) == chosen.place.map(Place::ix),
            _ => true,
        });
    }

    /// Towns and divisions of the name, and the bodies that have it.
    fn candidates(&self, hit: &Hit) -> Vec<Candidate<'r>> {
        let body_of = |b: BodyIx| self.knowledge.actors.bodies.get(b.index()).filter(|body| body.kind.is_place());
        let bodies: Vec<(BodyIx, StateIx)> = hit
            .meanings
            .iter()
            .filter_map(|m| match m {
                Meaning::Body(b) => match body_of(*b)?.owner {
                    Owner::State(s) => Some((*b, s)),
                    Owner::Organisation(_) => None,
                },
                _ => None,
            })
            .collect();
        let joined = |b: BodyIx| self.knowledge.actors.gazetteer.of_body(b).map(Place::ix);
        let mut out: Vec<Candidate<'r>> = Vec::new();
        for meaning in &hit.meanings {
            if let Meaning::Place(place, _) = meaning
                && let Some(place) = self.place(*place)
            {
                let body = bodies.iter().any(|(b, _)| joined(*b) == Some(place.ix()));
                out.push(Candidate { state: place.state(), place: Some(place), listed: true, body });
            }
        }
        for (body, state) in bodies {
            let place = self.knowledge.actors.gazetteer.of_body(body);
            if !out.iter().any(|c| c.body && c.state == state) {
                out.push(Candidate { state, place, listed: false, body: true });
            }
        }
        out
    }

    fn points(&self, c: &Candidate<'_>, at: usize, hits: &[Hit], sure: &[Option<StateIx>]) -> i32 {
        let geography = self.geography;
        let mut points = weight(c.place.map_or(SMALL, Place::population));
        let mut add = |holds: bool, of: i32| points += if holds { of } else { 0 };
        let division = c.place.is_some_and(|p| p.kind() == PlaceKind::Division);
        let division_noun = self.is(hits[at].end, WordClass::DivisionNoun);
        add(division, if division_noun { points::DIVISION } else { points::NO_DIVISION });
        add(c.place.is_some_and(|p| p.kind() == PlaceKind::Capital), points::CAPITAL);
        add(c.body, points::BODY);
        add(self.qualifies(c, at, hits), points::QUALIFIED);
        add(self.stands_beside(c, at, hits, sure), points::BESIDE);
        if geography.own != Some(c.state) {
            // "Israel" speaks for Bethlehem in the land that it holds.
            let dispute = c.place.and_then(Place::dispute);
            let concerned = |state: StateIx| {
                state == c.state
                    || dispute.is_some_and(|d| d.holder(None) == Some(state) || d.claimed_by.contains(&state))
            };
            add((0..hits.len()).any(|i| i != at && sure[i].is_some_and(concerned)), points::SENTENCE);
            let named = geography.states.iter().filter(|(state, _)| concerned(**state)).map(|(_, times)| *times).max();
            add(named.is_some(), points::NAMED);
            add(named.is_some() && named == geography.states.values().max().copied(), points::MOST);
        }
        let neighbours = geography.places.iter().filter(|p| {
            Some(**p) != c.place.map(Place::ix)
                && self
                    .knowledge
                    .actors
                    .gazetteer
                    .place(**p)
                    .is_some_and(|p| p.state() == c.state && p.kind() != PlaceKind::Capital)
        });
        let neighbours = i32::try_from(neighbours.take(points::NEIGHBOURS).count()).unwrap_or(0);
        add(true, neighbours * points::NEIGHBOUR);
        add(geography.home == Some(c.state), points::HOME);
        points
    }

    /// "Atlanta, Georgia": a comma joins a place to its division or state, on either side.
    fn qualifies(&self, c: &Candidate<'_>, at: usize, hits: &[Hit]) -> bool {
        let comma = |from: usize| self.word(from) == ",";
        let lies_in = |inner: Place<'_>, outer: &Meaning| match outer {
            Meaning::State(s) => inner.state() == *s,
            Meaning::Place(place, _) => inner.division().map(Place::ix) == Some(*place),
            _ => false,
        };
        let next = hits.get(at + 1).filter(|next| next.start == hits[at].end + 1 && comma(hits[at].end));
        if let (Some(next), Some(place)) = (next, c.place)
            && next.meanings.iter().any(|m| lies_in(place, m))
        {
            return true;
        }
        let before = at.checked_sub(1).map(|i| &hits[i]).filter(|b| b.end + 1 == hits[at].start && comma(b.end));
        let outer = c.place.filter(|_| c.listed).map(|place| Meaning::Place(place.ix(), Doubt::default()));
        before.zip(outer).is_some_and(|(before, outer)| {
            let inner = before.meanings.iter().filter_map(|m| match m {
                Meaning::Place(place, _) => self.place(*place),
                Meaning::Body(b) => self.knowledge.actors.gazetteer.of_body(*b),
                _ => None,
            });
            inner.into_iter().any(|place| lies_in(place, &outer))
        })
    }

    /// "Lebanon's Tripoli", "the Lebanese city of Tripoli", "Tripoli in northern Lebanon".
    fn stands_beside(&self, c: &Candidate<'_>, at: usize, hits: &[Hit], sure: &[Option<StateIx>]) -> bool {
        let near = |i: usize, from: usize, to: usize| {
            let words = from..to;
            let cut = words.clone().any(|w| self.tokens[w].shape == Shape::Mark && !self.word(w).ends_with('s'));
            sure[i] == Some(c.state) && words.len() <= REACH && !cut
        };
        let before = at.checked_sub(1).is_some_and(|i| {
            // No verb between: only adjectives, "'s", "city of".
            let between = hits[i].end..hits[at].start;
            let plain = |w: usize| {
                let word = self.tokens[w].word;
                // Not "Canada's minister in London".
                let leads = self.is(w, WordClass::PlacePreposition);
                self.is(w, WordClass::PlaceNoun)
                    || self.is(w, WordClass::BelongingPreposition) && !leads
                    || self.knowledge.lexicon.allows(word, Tag::Jj) && !leads
                    || self.knowledge.lexicon.allows(word, Tag::Pos)
                    || self.is_possessive(w)
            };
            near(i, hits[i].end, hits[at].start) && between.clone().all(plain)
        });
        let after = hits.get(at + 1).is_some_and(|next| {
            near(at + 1, hits[at].end, next.start) && self.is(hits[at].end, WordClass::PlacePreposition)
        });
        before || after
    }

    /// Whether a name that a state has means a place of another instead: "Georgia" behind "Atlanta,", before
    /// "senator", or among the United States' own in a document that names nothing of the state Georgia's.
    fn is_not_the_state(
        &self,
        state: StateIx,
        candidates: &[Candidate<'_>],
        at: usize,
        hits: &[Hit],
        sure: &[Option<StateIx>],
    ) -> bool {
        let gazetteer = &self.knowledge.actors.gazetteer;
        if candidates.iter().any(|c| c.state != state && self.qualifies(c, at, hits)) {
            return true;
        }
        let division =
            candidates.iter().find_map(|c| c.place.filter(|p| p.kind() == PlaceKind::Division && c.state != state));
        let Some(division) = division else { return false };
        // "a Georgia senator", "Georgia's governor"
        let end = hits[at].end;
        let behind = if self.is_possessive(end) { end + 1 } else { end };
        if self.is(behind, WordClass::DivisionOfficial) {
            return true;
        }
        let spoken_of = sure.contains(&Some(state)) || self.geography.states.contains_key(&state);
        let sister =
            |p: Place<'_>| p.ix() != division.ix() && p.kind() == PlaceKind::Division && p.state() == division.state();
        let beside = hits.iter().any(|h| {
            h.meaning(|m| match m {
                Meaning::Place(place, _) => self.place(*place).filter(|p| sister(*p)),
                _ => None,
            })
            .is_some()
        });
        let inside = self.geography.places.iter().filter_map(|p| gazetteer.place(*p));
        let lies_in = |p: Place<'_>| p.division().is_some_and(|d| d.ix() == division.ix());
        let mut sisters = 0;
        let mut inner = false;
        for place in inside {
            inner |= lies_in(place);
            sisters += usize::from(sister(place));
        }
        !spoken_of && (beside || inner || sisters > 1)
    }
}

impl Geography {
    /// Learns what the phrases of a sentence say of where the document plays; they are settled with it.
    pub(super) fn learn(&mut self, text: &str, tokens: &[Token], knowledge: &Knowledge, hits: &mut [Hit]) {
        let none = Self { home: self.home, own: self.own, ..Self::default() };
        let reader = Reader { text, tokens, knowledge, geography: &none };
        for hit in hits.iter() {
            if let Some(state) = reader.sure_state(hit) {
                *self.states.entry(state).or_default() += 1;
            }
        }
        reader.settle(hits);
        self.namesakes.extend(reader.namesakes());
        for meaning in hits.iter().flat_map(|h| &h.meanings) {
            if let Meaning::Place(place, doubt) = meaning {
                self.places.insert(*place);
                if doubt.any() {
                    self.clear.insert(*place);
                }
            }
        }
    }
}

/// Points for the people of a place: twenty for ten times as many. In whole numbers, so that every machine counts alike.
fn weight(population: u32) -> i32 {
    const A_DOUBLING: u32 = 6;
    const STEPS: u32 = 8;
    let Some(doublings) = population.checked_ilog2() else { return 0 };
    let rest = u32::try_from((u64::from(population) * u64::from(STEPS)) >> doublings).unwrap_or(STEPS) - STEPS;
    i32::try_from(A_DOUBLING * doublings + A_DOUBLING * rest / STEPS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_people_have_twenty_points_more() {
        for (few, many) in [(15_000, 150_000), (100_000, 1_000_000), (1_234_567, 12_345_670)] {
            let more = weight(many) - weight(few);
            assert!((19..=21).contains(&more), "{few} and {many}: {more}");
        }
        assert_eq!(weight(0), 0);
    }
}
