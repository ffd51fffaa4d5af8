//! What a sentence must have for a pattern to stand in it, whatever the order of its words: a word for every place.
//!
//! Of most patterns that begin with a word of a sentence some place stays empty. Looking that up is much cheaper than
//! matching: on the news of `bench/` it made finding patterns six times as fast, and coding almost twice.

use crate::WordId;
use crate::events::FirstWords;
use crate::pattern::{Pattern, ReadAs, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The places of patterns, each known by the words that can fill it; places with the same words are one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Places {
    /// By word: the places that it can fill.
    filling: FirstWords,
    /// By pattern: the places that words must fill, but the first, which is where the pattern was found.
    asked: Vec<Vec<u32>>,
    count: u32,
}

impl Places {
    /// The places of `patterns`.
    #[must_use]
    pub fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let mut numbers: BTreeMap<Vec<WordId>, u32> = BTreeMap::new();
        let mut list = Vec::new();
        let mut number = |words: Vec<WordId>| {
            let next = u32::try_from(list.len()).unwrap_or(u32::MAX);
            *numbers.entry(words).or_insert_with_key(|words| {
                // As a pattern of one word, for the index.
                list.push(Pattern { steps: vec![Step::Word(words.clone(), ReadAs::Any)] });
                next
            })
        };
        let asked = patterns.map(|p| p.steps.iter().filter_map(place).skip(1).map(&mut number).collect()).collect();
        let filling = FirstWords::new(list.iter());
        Self { filling, asked, count: u32::try_from(list.len()).unwrap_or(u32::MAX) }
    }

    /// Fills places with the words of a sentence.
    #[must_use]
    pub fn fill(&self, words: impl Iterator<Item = WordId>) -> Filled<'_> {
        let mut filled = vec![false; self.count as usize];
        for word in words {
            for place in self.filling.at(word) {
                filled[place as usize] = true;
            }
        }
        Filled { places: self, filled }
    }
}

/// The places that the words of a sentence fill.
#[derive(Debug)]
pub struct Filled<'p> {
    places: &'p Places,
    filled: Vec<bool>,
}

impl Filled<'_> {
    /// Whether the pattern at this position of the list can stand in the sentence. False only where it cannot.
    #[must_use]
    pub fn may_stand(&self, pattern: usize) -> bool {
        self.places.asked.get(pattern).is_none_or(|asked| asked.iter().all(|place| self.filled[*place as usize]))
    }
}

/// The words of which a step must have one; `None` where it can do without.
fn place(step: &Step) -> Option<Vec<WordId>> {
    match step {
        Step::Word(words, _) => Some(words.clone()),
        Step::Choice(choices) => {
            let firsts: Option<Vec<Vec<WordId>>> = choices.iter().map(|choice| choice.iter().find_map(place)).collect();
            firsts.map(|all| {
                let mut words = all.concat();
                words.sort_unstable();
                words.dedup();
                words
            })
        }
        Step::Maybe(_) | Step::Near(_) | Step::Far(_) | Step::Slot(_) => None,
    }
}
