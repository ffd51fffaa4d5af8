//! Words as numbers.

use crate::token::fold;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

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

/// All folded words of the knowledge, numbered from 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub struct Vocabulary {
    packed: Packed,
    table: HashTable<u32>,
}

/// The words one after another, and where each ends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Packed {
    text: String,
    ends: Vec<u32>,
}

impl Packed {
    fn word(&self, id: u32) -> &str {
        let at = id as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

impl From<Packed> for Vocabulary {
    fn from(packed: Packed) -> Self {
        let mut table = HashTable::with_capacity(packed.ends.len());
        for id in 0..u32::try_from(packed.ends.len()).unwrap_or(u32::MAX) {
            table.insert_unique(hash(packed.word(id)), id, |&id| hash(packed.word(id)));
        }
        Self { packed, table }
    }
}

impl From<Vocabulary> for Packed {
    fn from(vocabulary: Vocabulary) -> Self {
        vocabulary.packed
    }
}

impl Vocabulary {
    /// The number of a word as it stands in a text, whatever its case and accents.
    #[must_use]
    pub fn look_up(&self, word: &str) -> WordId {
        let folded = fold(word);
        self.look_up_folded(&folded)
    }

    /// The number of a word that is folded already.
    #[must_use]
    pub fn look_up_folded(&self, folded: &str) -> WordId {
        self.table.find(hash(folded), |&id| self.packed.word(id) == folded).map_or(WordId::UNKNOWN, |&id| WordId(id))
    }

    /// The number of a word, which is added if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        let folded = fold(word);
        let found = self.look_up_folded(&folded);
        if found != WordId::UNKNOWN {
            return found;
        }
        let id = u32::try_from(self.packed.ends.len()).unwrap_or(u32::MAX);
        self.packed.text.push_str(&folded);
        self.packed.ends.push(u32::try_from(self.packed.text.len()).unwrap_or(u32::MAX));
        let packed = &self.packed;
        self.table.insert_unique(hash(&folded), id, |&id| hash(packed.word(id)));
        WordId(id)
    }

    /// The folded word with this number; empty for an unknown one.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        if id.index() < self.packed.ends.len() { self.packed.word(id.0) } else { "" }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.ends.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.ends.is_empty()
    }
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
}
