//! Small towns and rare spellings: names that count only where the text says that a place of their state is meant. The
//! rule stands in DESIGN.md, "Which Tripoli?".

use super::place::Reader;
use attache_knowledge::actors::{Meaning, StateIx};
use attache_knowledge::gazetteer::{Doubt, Place, PlaceIx};
use attache_record::PlaceKind;
use std::collections::BTreeSet;

/// Whether this is a place by a rare name.
pub(super) fn is_rare(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Place(_, doubt) if doubt.has(Doubt::RARE))
}

impl Reader<'_> {
    /// Takes those meanings away that are places by rare names and don't count. `others` are what else the phrase may
    /// mean, be it here or not.
    pub(super) fn sift_rare(&self, meanings: &mut Vec<Meaning>, at: usize, end: usize, others: &[Meaning]) {
        let rare: Vec<Place<'_>> = meanings.iter().filter_map(|m| self.rare_place(m)).collect();
        if rare.is_empty() {
            return;
        }
        let qualified = self.qualified(&rare, at, end, others);
        let kept = match &qualified[..] {
            [] if others.is_empty() => self.only_one_of_its_state(meanings, at, end),
            _ => qualified,
        };
        meanings.retain(|m| self.rare_place(m).is_none_or(|place| kept.contains(&place.ix())));
    }

    fn rare_place(&self, meaning: &Meaning) -> Option<Place<'_>> {
        match meaning {
            Meaning::Place(place, _) if is_rare(meaning) => self.knowledge.actors.gazetteer.place(*place),
            _ => None,
        }
    }

    /// Those behind which a comma and their division or state follow: "Bucha, Ukraine". A name that something else has
    /// needs its division, lest "the White House, U.S. generals" be a town; one that a state or a division has is never
    /// taken from it: "Canada, Mexico and Spain".
    fn qualified(&self, rare: &[Place<'_>], at: usize, end: usize, others: &[Meaning]) -> Vec<PlaceIx> {
        let outer = others.iter().any(|m| match m {
            Meaning::State(_) | Meaning::Adjective(_) | Meaning::Demonym(_) | Meaning::Region(_) => true,
            Meaning::Place(place, _) => {
                self.knowledge.actors.gazetteer.place(*place).is_some_and(|p| p.kind() == PlaceKind::Division)
            }
            _ => false,
        });
        // "The Huffington Post, US editors"
        if outer || self.word(end) != "," || end - at == 1 && self.is_in_longer_name(at, end) {
            return Vec::new();
        }
        let follows = self.places_named_at(end + 1);
        let holds = |place: &&Place<'_>| {
            follows.iter().any(|outer| match outer {
                Meaning::State(state) => others.is_empty() && *state == place.state(),
                Meaning::Place(outer, _) => place.division().is_some_and(|division| division.ix() == *outer),
                _ => false,
            })
        };
        rare.iter().filter(holds).map(|place| place.ix()).collect()
    }

    /// What may be named from a token on, if the name ends there: not "U.S." in "U.S. Army" nor "Maine" in "Maine's".
    fn places_named_at(&self, at: usize) -> Vec<Meaning> {
        let mut found = Vec::new();
        let Some(tokens) = self.tokens.get(at..) else { return found };
        self.knowledge.actors.names.each_at(tokens, |hit| {
            let goes_on = tokens.get(hit.length).is_some_and(|next| next.shape.is_capital());
            if !goes_on && !self.is_possessive(at + hit.length) {
                found.push(hit.value);
            }
        });
        found
    }

    /// The place that a preposition leads to, where its state is named, or that stood so elsewhere in the document. Of
    /// several the largest would be a guess.
    fn only_one_of_its_state(&self, meanings: &[Meaning], at: usize, end: usize) -> Vec<PlaceIx> {
        let goes_on = self.tokens.get(end).is_some_and(|next| next.shape.is_capital());
        if goes_on || end - at == 1 && self.is_in_longer_name(at, end) {
            return Vec::new();
        }
        let elsewhere = || self.places_named_at(end + 1).iter().any(|m| matches!(m, Meaning::State(_)));
        let led = self.is_led(at, Doubt::RARE) && !(self.word(end) == "," && elsewhere());
        let clear = |place: &PlaceIx| self.geography.clear.contains(place);
        let plain = || {
            meanings.iter().filter_map(|m| match m {
                // A word's or a person's name too needs its comma.
                Meaning::Place(place, doubt) if *doubt == Doubt::RARE => Some(*place),
                _ => None,
            })
        };
        if !led && !plain().any(|place| clear(&place)) {
            return Vec::new();
        }
        let named = if led { self.states_named() } else { BTreeSet::new() };
        let state = |place: &PlaceIx| self.knowledge.actors.gazetteer.place(*place).map(Place::state);
        let fits = |place: &PlaceIx| clear(place) || state(place).is_some_and(|state| named.contains(&state));
        let fitting: Vec<PlaceIx> = plain().filter(fits).collect();
        if fitting.len() == 1 { fitting } else { Vec::new() }
    }

    /// The states that the sentence or the document names, but not the publisher's own.
    fn states_named(&self) -> BTreeSet<StateIx> {
        let mut named: BTreeSet<StateIx> = self.geography.states.keys().copied().collect();
        for at in 0..self.tokens.len() {
            self.knowledge.actors.names.each_at(&self.tokens[at..], |hit| {
                if let Meaning::State(state) | Meaning::Adjective(state) | Meaning::Demonym(state) = hit.value {
                    named.insert(state);
                }
            });
        }
        if let Some(own) = self.geography.own {
            named.remove(&own);
        }
        named
    }
}
