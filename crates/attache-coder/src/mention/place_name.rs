//! Whether words may mean a place by a name, or are a common word or part of somebody's name.

use super::place::Reader;
use super::rare::is_rare;
use attache_knowledge::actors::Meaning;
use attache_knowledge::gazetteer::{Doubt, Place, PlaceIx};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::Shape;
use attache_record::PlaceKind;
use std::collections::BTreeSet;

/// People of a town whose name is not taken for somebody's.
const LARGE: u32 = 500_000;
/// Longest word in capitals that may be an acronym, in bytes.
const ACRONYM: usize = 4;

impl Reader<'_> {
    /// Whether the words are a piece of an address or of a type's name: "state" in "www.state.gov", "SLM" in "T-SLM".
    pub fn is_piece(&self, at: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let (Some(first), Some(last)) = (self.tokens.get(at), self.tokens.get(end - 1)) else { return false };
        let (start, stop) = (first.span.start() as usize, last.span.end() as usize);
        let is = |i: Option<usize>, fits: fn(u8) -> bool| i.and_then(|i| bytes.get(i)).is_some_and(|b| fits(*b));
        let lower = |b: u8| b.is_ascii_lowercase();
        let back = |n: usize| start.checked_sub(n);
        let joined = is(back(1), |b| b"./@_".contains(&b)) && is(back(2), |b| b.is_ascii_alphanumeric());
        let address = first.shape == Shape::Lower && (joined || is(back(1), |b| b == b'@'));
        let domain = last.shape == Shape::Lower && is(Some(stop), |b| b == b'.') && is(Some(stop + 1), lower);
        let letter = is(back(2), |b| b.is_ascii_uppercase()) && !is(back(3), |b| b.is_ascii_alphanumeric());
        let of_a_type = first.shape == Shape::Upper && is(back(1), |b| b == b'-') && letter;
        address || domain || of_a_type
    }

    /// Whether the words from `at` to `end` may mean a place by a name with such doubts, rare ones aside. `after_name`
    /// says that a known name ends just before them.
    pub fn may_be(&self, place: PlaceIx, doubt: Doubt, at: usize, end: usize, after_name: bool) -> bool {
        if doubt.has(Doubt::RARE) {
            return true;
        }
        let behind_comma = at > 1 && self.word(at - 1) == "," && self.tokens[at - 2].shape.is_capital();
        if doubt.has(Doubt::BEHIND_COMMA) {
            return behind_comma;
        }
        if doubt.any() {
            return self.is_led(at, doubt)
                || self.is_qualified(place, at, end)
                || behind_comma && self.place(place).is_some_and(|p| p.kind() == PlaceKind::Division)
                || self.geography.clear.contains(&place);
        }
        if end - at > 1 || after_name {
            return true;
        }
        let large = self.place(place).is_some_and(|p| p.kind() == PlaceKind::Capital || p.population() >= LARGE);
        self.is_spelt(place, at) && !self.is_in_longer_name(at, end) && (large || !self.is_namesake(place, at))
    }

    /// Whether the letters are those of a place: not "SoFi", nor the short capitals of an acronym among other words.
    fn is_spelt(&self, place: PlaceIx, at: usize) -> bool {
        let word = self.word(at);
        let doubtful = match self.tokens[at].shape {
            Shape::Mixed => true,
            Shape::Upper => {
                let upper = |i: usize| self.tokens.get(i).is_some_and(|t| t.shape == Shape::Upper);
                word.len() <= ACRONYM && !upper(at + 1) && !at.checked_sub(1).is_some_and(upper)
            }
            _ => false,
        };
        let exact = |p: Place<'_>| p.names().any(|name| name == word);
        !doubtful || self.place(place).is_some_and(exact)
    }

    /// Whether the document has the word as part of somebody's name: "Barra" after "Mary Barra".
    fn is_namesake(&self, place: PlaceIx, at: usize) -> bool {
        self.geography.namesakes.contains(&place) && !self.geography.clear.contains(&place) && {
            let before = at.checked_sub(1);
            !before.is_some_and(|b| {
                self.is(b, WordClass::PlacePreposition) && !self.is(b, WordClass::BelongingPreposition)
            })
        }
    }

    /// Whether a preposition of place leads to the words: "in Nice", "the northern town of Split".
    pub(super) fn is_led(&self, at: usize, doubt: Doubt) -> bool {
        let modifies = |i: usize| {
            let token = self.tokens[i];
            token.shape == Shape::Lower && self.knowledge.lexicon.allows(token.word, Tag::Jj)
        };
        let mut lead = at;
        while lead > 0 && at - lead < 2 && modifies(lead - 1) {
            lead -= 1;
        }
        let Some(before) = lead.checked_sub(1) else { return false };
        if self.is(before, WordClass::PlacePreposition) {
            // "a letter from Jackson"; "at Vanderbilt" is a university more often than a small town.
            return !(doubt.has(Doubt::NAMESAKE) && self.is(before, WordClass::BelongingPreposition)
                || doubt.has(Doubt::RARE) && self.word(before) == "at");
        }
        let of = self.is(before, WordClass::BelongingPreposition);
        of && before.checked_sub(1).is_some_and(|i| self.is(i, WordClass::PlaceNoun))
            || doubt == Doubt::WORD && self.word(before) == "to"
    }

    /// Whether a comma and the place's own state or division follow: "Jackson, Mississippi".
    fn is_qualified(&self, place: PlaceIx, at: usize, end: usize) -> bool {
        debug_assert!(at < end, "a name has words");
        if self.word(end) != "," || end + 1 >= self.tokens.len() {
            return false;
        }
        let Some(place) = self.place(place) else { return false };
        let mut found = false;
        self.knowledge.actors.names.each_at(&self.tokens[end + 1..], |hit| {
            found |= match hit.value {
                Meaning::State(state) => state == place.state(),
                Meaning::Place(other, _) => place.division().is_some_and(|own| own.ix() == other),
                _ => false,
            };
        });
        found
    }

    /// "Milan" in "Milan Baros": one word of a longer name that nobody knows.
    pub(super) fn is_in_longer_name(&self, at: usize, end: usize) -> bool {
        let unknown = |i: usize| {
            let token = self.tokens[i];
            let proper = self.knowledge.lexicon.reading(token.word).is_none_or(|r| r.proper);
            matches!(token.shape, Shape::Title | Shape::Mixed) && proper
        };
        let before = at > 1 && unknown(at - 1);
        let after = end < self.tokens.len() && unknown(end) && !self.begins_name(end);
        before || after
    }

    /// Whether a known name begins; a surname only goes on with one, and a rare name of a place is known too little.
    fn begins_name(&self, at: usize) -> bool {
        let mut known = false;
        self.knowledge.actors.names.each_at(&self.tokens[at..], |hit| {
            known |= !matches!(hit.value, Meaning::Surname(_, false)) && !is_rare(&hit.value);
        });
        known
    }

    /// Places by whose name a word of somebody's name stands here.
    pub(super) fn namesakes(&self) -> BTreeSet<PlaceIx> {
        let mut found = BTreeSet::new();
        let within = |at: &usize| self.tokens[*at].shape == Shape::Title && self.is_in_longer_name(*at, at + 1);
        for at in (0..self.tokens.len()).filter(within) {
            self.knowledge.actors.names.each_at(&self.tokens[at..=at], |hit| {
                if let Meaning::Place(place, _) = hit.value
                    && !is_rare(&hit.value)
                {
                    found.insert(place);
                }
            });
        }
        found
    }
}
