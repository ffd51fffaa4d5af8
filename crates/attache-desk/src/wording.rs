//! How much two stretches of text say the same, by their words alone.

use std::collections::{BTreeMap, BTreeSet};

/// Letters of a word that count: "escalate" and "escalation" are one. Cutting words at a length is the plainest stemming
/// there is; five to six letters serve English best in retrieval (McNamee and Mayfield 2004).
const LETTERS: usize = 6;

/// Endings of names and of the adjectives made of them, longest first: "Iran" and "Iranian", "Tunisia" and "Tunisian".
const ENDINGS: [&str; 9] = ["ians", "ian", "ese", "ans", "ia", "an", "a", "i", "s"];

/// Fewest letters that are left of a name.
const NAME: usize = 3;

/// Fewest letters of a word that says something, unless it has a capital inside or a digit ("UN", "$3.4").
const SHORT: usize = 4;

/// How much more than another word of its rarity a name says.
const NAMED: f64 = 2.0;

/// The words of a text, cut to their beginnings, sorted; whether each stands there with a capital that begins no text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording(BTreeMap<String, bool>);

impl Wording {
    /// The words of `text` that can say something.
    pub fn of(text: &str) -> Self {
        let mut words = BTreeMap::new();
        let parts = text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|part| !part.is_empty());
        for (at, word) in parts.enumerate() {
            if let Some(stem) = stem(word) {
                *words.entry(stem).or_default() |= at > 0 && word.starts_with(char::is_uppercase);
            }
        }
        Self(words)
    }

    /// These words as they are.
    pub fn of_words<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        Self(words.map(|word| (word.to_owned(), false)).collect())
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The part of a word that counts; none of a word that says nothing.
fn stem(word: &str) -> Option<String> {
    let word = word.trim_matches('.');
    let says = word.chars().count() >= SHORT
        || word.chars().any(|c| c.is_ascii_digit())
        || word.chars().filter(|c| c.is_uppercase()).count() > 1;
    let lower = word.to_lowercase();
    let is_name = word.starts_with(char::is_uppercase);
    let bare = ENDINGS.iter().filter(|_| is_name).find_map(|ending| {
        let bare = lower.strip_suffix(ending)?;
        (bare.chars().count() >= NAME).then_some(bare)
    });
    says.then(|| bare.unwrap_or(&lower).chars().take(LETTERS).collect())
}

/// How rare each word is among the texts that are compared: what most of them have says little.
#[derive(Debug, Clone, Default)]
pub struct Rarity {
    texts: f64,
    having: BTreeMap<String, f64>,
    names: BTreeSet<String>,
}

impl Rarity {
    /// Counts in how many of the texts each word stands.
    pub fn among<'w>(texts: impl IntoIterator<Item = &'w Wording>) -> Self {
        let mut rarity = Self::default();
        for text in texts {
            rarity.texts += 1.0;
            for (word, is_name) in &text.0 {
                if *is_name {
                    rarity.names.insert(word.clone());
                }
                match rarity.having.get_mut(word) {
                    Some(number) => *number += 1.0,
                    None => drop(rarity.having.insert(word.clone(), 1.0)),
                }
            }
        }
        rarity
    }

    /// The weight of a word: logarithm of the share of texts that have it, so nothing where all do.
    pub fn of(&self, word: &str) -> f64 {
        ((self.texts + 1.0) / (self.having.get(word).copied().unwrap_or(0.0) + 1.0)).ln().max(0.0)
    }

    /// What a word counts for where texts are compared: its weight squared, more for a name.
    fn square(&self, word: &str) -> f64 {
        self.of(word).powi(2) * if self.names.contains(word) { NAMED } else { 1.0 }
    }

    /// The same without a word that counts for nothing, for texts that may be few: what all have is still in common.
    fn smooth(&self, word: &str) -> f64 {
        (1.0 + self.texts / self.having.get(word).copied().unwrap_or(1.0)).ln()
    }

    /// The words that both have.
    fn shared<'w>(a: &'w Wording, b: &'w Wording) -> impl Iterator<Item = &'w str> {
        a.words().filter(|word| b.0.contains_key(*word))
    }

    /// The weight of the rarest word that both have, of the weight of a word that one text alone has, 0 to 1.
    pub fn rarest_shared(&self, a: &Wording, b: &Wording) -> f64 {
        let most = ((self.texts + 1.0) / 2.0).ln();
        let shared = Self::shared(a, b).map(|word| self.of(word)).fold(0.0, f64::max);
        if most > 0.0 { (shared / most).min(1.0) } else { 0.0 }
    }

    /// Likeness of two texts, 0 to 1: cosine of their words, weighted by rarity.
    pub fn likeness(&self, a: &Wording, b: &Wording) -> f64 {
        let shared: f64 = Self::shared(a, b).map(|word| self.square(word)).sum();
        let length = |text: &Wording| text.words().map(|word| self.square(word)).sum::<f64>();
        let both = length(a) * length(b);
        if both > 0.0 { shared / both.sqrt() } else { 0.0 }
    }
}

/// Texts by their words, so that those which are like another are found without looking at all.
#[derive(Debug, Default)]
pub struct Alike {
    /// Of each text its words with their squared weight; the root of their sum.
    texts: Vec<(Vec<(usize, f64)>, f64)>,
    /// Of each word the texts that have it and are to be found.
    having: Vec<Vec<usize>>,
}

/// How many of the last texts with a word are looked at.
const LAST: usize = 400;
/// A word that more texts than one in this many have finds nothing: it says little and is found often.
const COMMON: f64 = 8.0;
/// Among so few texts every word finds those that have it.
const FEW: usize = 100;

impl Alike {
    /// The texts, none of them to be found yet.
    pub fn new(wordings: &[&Wording]) -> Self {
        let rarity = Rarity::among(wordings.iter().copied());
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut weigh = |wording: &'_ &Wording| -> Vec<(usize, f64)> {
            let numbered = wording.words().map(|word| (word.to_owned(), rarity.smooth(word).powi(2)));
            let mut out = Vec::new();
            for (word, weight) in numbered {
                let next = numbers.len();
                let number = match rarity.having.get_key_value(word.as_str()) {
                    Some((word, _)) => *numbers.entry(word.as_str()).or_insert(next),
                    None => continue,
                };
                out.push((number, weight));
            }
            out
        };
        let texts: Vec<_> = wordings
            .iter()
            .map(|wording| {
                let words = weigh(wording);
                let length = words.iter().map(|(_, weight)| weight).sum::<f64>().sqrt();
                (words, length)
            })
            .collect();
        let having = vec![Vec::new(); numbers.len()];
        Self { texts, having }
    }

    /// Lets a text be found.
    pub fn add(&mut self, at: usize) {
        let Some((words, _)) = self.texts.get(at) else { return };
        for (word, weight) in words {
            let common = *weight < (1.0 + COMMON).ln().powi(2) && self.texts.len() > FEW;
            if !common && let Some(having) = self.having.get_mut(*word) {
                having.push(at);
            }
        }
    }

    /// The texts to be found that share a word with a text, with their likeness, in their order.
    pub fn like(&self, at: usize) -> Vec<(usize, f64)> {
        let Some((words, length)) = self.texts.get(at) else { return Vec::new() };
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for (word, _) in words {
            found.extend(self.having.get(*word).into_iter().flatten().rev().take(LAST));
        }
        let weights: BTreeMap<usize, f64> = words.iter().copied().collect();
        found
            .into_iter()
            .filter_map(|other| {
                let (others, other_length) = self.texts.get(other)?;
                let shared: f64 = others.iter().filter_map(|(word, _)| weights.get(word)).sum();
                let both = length * other_length;
                (both > 0.0).then(|| (other, shared / both))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_family_are_one_and_small_words_say_nothing() {
        let words = |text: &str| Wording::of(text).words().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("Tunisia and the Tunisian navy, 12 boats"), ["12", "boats", "navy", "tunis"]);
        assert_eq!(words("Iran, Iranian, escalation, to escalate"), ["escala", "iran"]);
    }

    #[test]
    fn a_rare_word_in_common_makes_texts_more_alike_than_a_common_one() {
        let texts = ["minister urged patience over radar", "minister asked for radar", "minister praised fishermen"];
        let texts = texts.map(Wording::of);
        let rarity = Rarity::among(&texts);
        assert!(rarity.likeness(&texts[0], &texts[1]) > rarity.likeness(&texts[1], &texts[2]));
    }
}
