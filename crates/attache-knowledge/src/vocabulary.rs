//! Words as numbers.
//!
//! A table with open addressing, laid out for the pack. A word of up to eight bytes is its own key, so that the texts of
//! common words are never looked at; a longer one is found by a hash and compared.

use crate::column::{Column, Texts};
use crate::token::fold;
use serde::{Deserialize, Serialize};

/// Number of a folded word in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that the knowledge does not have.
    pub const UNKNOWN: Self = Self(u32::MAX);

    /// The number as an index, for tables with one row a word.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Under what a folded word is looked up.
///
/// Folded words are ASCII without zero bytes, so the highest bit tells a hash from a short word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

/// Longest word that is its own key.
pub(crate) const SHORT: usize = size_of::<u64>();

/// Set in keys of words that are longer.
const LONG: u64 = 1 << 63;

/// The fractional part of the golden ratio, whose multiples spread well (Knuth, TAOCP 3, 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// The key of a word of up to eight bytes, given as a number (the first byte lowest).
    #[inline]
    pub(crate) fn short(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The key of a longer word by the hash of its bytes.
    #[inline]
    pub(crate) fn hashed(hash: u64) -> Self {
        Self(hash | LONG)
    }

    /// A hash of a word's bytes so far and its next eight.
    #[inline]
    pub(crate) fn mix(hash: u64, eight: u64) -> u64 {
        let mixed = (hash ^ eight).wrapping_mul(GOLDEN);
        mixed ^ (mixed >> 32)
    }

    fn of(folded: &str) -> Self {
        let mut eights = folded.as_bytes().chunks(SHORT).map(|part| {
            let mut eight = [0; SHORT];
            eight[..part.len()].copy_from_slice(part);
            u64::from_le_bytes(eight)
        });
        if folded.len() <= SHORT {
            Self::short(eights.next().unwrap_or(0))
        } else {
            Self::hashed(eights.fold(0, Self::mix))
        }
    }
}

/// All folded words of the knowledge, numbered from 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Vocabulary {
    words: Texts,
    /// Key, and number plus one; 0 for a free place.
    slots: Column<(u64, u32)>,
}

/// Of so many slots, [`TAKEN`] hold a word at most; more would make the search long, fewer the table.
const SLOTS: usize = 10;
const TAKEN: usize = 7;

impl Vocabulary {
    /// The number of a word as it stands in a text, whatever its case and accents.
    #[must_use]
    pub fn look_up(&self, word: &str) -> WordId {
        self.look_up_folded(&fold(word))
    }

    /// The number of a word that is folded already.
    #[must_use]
    pub fn look_up_folded(&self, folded: &str) -> WordId {
        self.find(Key::of(folded), folded)
    }

    /// The number of a word of ASCII letters and digits in any case, whose key is known.
    #[inline]
    pub(crate) fn find(&self, key: Key, word: &str) -> WordId {
        let is_it = |id| word.len() <= SHORT || self.word(id).eq_ignore_ascii_case(word);
        let mut at = self.first_slot(key);
        while let Some((other, number)) = self.slots.get(at) {
            if number == 0 {
                break;
            }
            let id = WordId(number - 1);
            if other == key.0 && is_it(id) {
                return id;
            }
            at = self.next_slot(at);
        }
        WordId::UNKNOWN
    }

    /// Where the search for a key begins: its share of all keys is that place's share of the slots.
    #[inline]
    fn first_slot(&self, key: Key) -> usize {
        // The high bits of the product depend on all bits of the key.
        let spread = u128::from(key.0.wrapping_mul(GOLDEN));
        ((spread * self.slots.len() as u128) >> u64::BITS) as usize
    }

    #[inline]
    fn next_slot(&self, at: usize) -> usize {
        if at + 1 < self.slots.len() { at + 1 } else { 0 }
    }

    /// The number of a word, which is added if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        let folded = fold(word);
        let found = self.look_up_folded(&folded);
        if found != WordId::UNKNOWN {
            return found;
        }
        let id = WordId(offset(self.words.len()));
        self.words.push(&folded);
        if SLOTS * self.words.len() > TAKEN * self.slots.len() {
            // Twice as many, so that growing is rare.
            self.spread(2 * SLOTS * self.words.len() / TAKEN);
        } else {
            self.place(Key::of(&folded), id);
        }
        id
    }

    /// Gives back the room that was kept for more words.
    pub fn fit(&mut self) {
        self.spread((SLOTS * self.words.len()).div_ceil(TAKEN));
    }

    /// Puts all words into a table of so many slots, or the fewest that a table has.
    fn spread(&mut self, slots: usize) {
        const FEWEST: usize = 1024;
        self.slots = std::iter::repeat_n((0, 0), slots.max(FEWEST)).collect();
        for id in (0..self.words.len()).map(|at| WordId(offset(at))) {
            self.place(Key::of(self.word(id)), id);
        }
    }

    fn place(&mut self, key: Key, id: WordId) {
        let mut at = self.first_slot(key);
        while self.slots.get(at).is_some_and(|(_, number)| number != 0) {
            at = self.next_slot(at);
        }
        self.slots.set(at, (key.0, id.0 + 1));
    }

    /// The folded word with this number; empty for an unknown one.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id.index())
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_whatever_its_case() {
        let mut vocabulary = Vocabulary::default();
        let id = vocabulary.intern("Elysée");
        assert_eq!(vocabulary.look_up("ELYSEE"), id);
        assert_eq!(vocabulary.word(id), "elysee");
        assert_eq!(vocabulary.look_up("Matignon"), WordId::UNKNOWN);
    }

    #[test]
    fn words_of_any_length_are_told_apart_however_many_there_are() {
        let words = ["", "a", "envoy", "chancell", "chancello", "chancellor", "chancellors", "chancellorship"];
        let numbered: Vec<String> = (0..5000).map(|n| format!("district {n}")).collect();
        let mut vocabulary = Vocabulary::default();
        for word in words.iter().copied().chain(numbered.iter().map(String::as_str)) {
            vocabulary.intern(word);
        }
        vocabulary.fit();
        for (id, word) in words.iter().copied().chain(numbered.iter().map(String::as_str)).enumerate() {
            assert_eq!(vocabulary.look_up(word), WordId(id as u32), "{word}");
        }
        assert_eq!(vocabulary.look_up("chancellorships"), WordId::UNKNOWN);
    }
}
