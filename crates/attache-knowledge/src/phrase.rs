//! The phrase matcher: which known phrases begin at a word.
//!
//! A trie over word numbers. One look-up a word finds its number (see [`crate::token`]); from there on only numbers
//! are compared, so that hundreds of thousands of phrases cost little more than none.

use crate::token::{Shape, Token};
use crate::vocabulary::WordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the letters of a phrase must be written for it to match. Bit *i* speaks of word *i*; words past the 32nd
/// are not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Letters {
    /// Words that must begin with a capital ("May" is not "may").
    pub capital: u32,
    /// Words that must be capitals throughout ("WHO" is not "Who").
    pub upper: u32,
}

impl Letters {
    /// What `tokens`, as the phrase was written, ask of a text.
    #[must_use]
    pub fn of(tokens: &[Token], text: &str) -> Self {
        let mut letters = Self::default();
        for (i, token) in tokens.iter().enumerate().take(32) {
            let word = token.span.text(text).unwrap_or_default();
            if token.shape.is_capital() {
                letters.capital |= 1 << i;
            }
            if token.shape == Shape::Upper && word.chars().filter(|c| c.is_alphabetic()).count() > 1 {
                letters.upper |= 1 << i;
            }
        }
        letters
    }

    /// Whether `tokens` are written as asked.
    #[must_use]
    pub fn allow(self, tokens: &[Token]) -> bool {
        if self.capital == 0 {
            return true;
        }
        tokens.iter().enumerate().take(32).all(|(i, token)| {
            let bit = 1 << i;
            (self.capital & bit == 0 || token.shape.is_capital())
                && (self.upper & bit == 0 || token.shape == Shape::Upper)
        })
    }
}

/// Phrases and what each stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhraseBook<T> {
    /// Node that a phrase's first word leads to, by word number; 0 for none.
    roots: Vec<u32>,
    /// Where each node's edges and values begin; one more at the end.
    nodes: Vec<(u32, u32)>,
    /// Edges of each node, sorted by word.
    edges: Vec<(WordId, u32)>,
    /// Meanings of the phrase that ends at a node.
    values: Vec<(Letters, T)>,
}

impl<T> Default for PhraseBook<T> {
    fn default() -> Self {
        Self { roots: Vec::new(), nodes: vec![(0, 0), (0, 0)], edges: Vec::new(), values: Vec::new() }
    }
}

/// A phrase that stands in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Hit<'b, T> {
    /// Number of words.
    pub length: usize,
    /// What it stands for.
    pub value: &'b T,
}

impl<T> Clone for Hit<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Hit<'_, T> {}

impl<T> PhraseBook<T> {
    /// Calls `found` with every phrase that begins at `tokens[0]`, shorter ones first.
    pub fn each_at<'b>(&'b self, tokens: &[Token], mut found: impl FnMut(Hit<'b, T>)) {
        let Some(first) = tokens.first() else { return };
        let mut node = match self.roots.get(first.word.index()) {
            Some(&node) if node != 0 => node as usize,
            _ => return,
        };
        let mut length = 1;
        loop {
            let (edges, values) = (self.nodes[node].0 as usize, self.nodes[node].1 as usize);
            let (edges_end, values_end) = (self.nodes[node + 1].0 as usize, self.nodes[node + 1].1 as usize);
            for (letters, value) in &self.values[values..values_end] {
                if letters.allow(&tokens[..length]) {
                    found(Hit { length, value });
                }
            }
            let Some(next) = tokens.get(length) else { return };
            let slice = &self.edges[edges..edges_end];
            match slice.binary_search_by_key(&next.word, |(word, _)| *word) {
                Ok(at) => node = slice[at].1 as usize,
                Err(_) => return,
            }
            length += 1;
        }
    }

    /// The longest phrase that begins at `tokens[0]`; the first meaning where it has several.
    #[must_use]
    pub fn longest_at<'b>(&'b self, tokens: &[Token]) -> Option<Hit<'b, T>> {
        let mut best: Option<Hit<'b, T>> = None;
        self.each_at(tokens, |hit| {
            if best.is_none_or(|b| hit.length > b.length) {
                best = Some(hit);
            }
        });
        best
    }
}

/// Collects phrases for a [`PhraseBook`].
#[derive(Debug, Clone)]
pub struct PhraseBookBuilder<T> {
    phrases: BTreeMap<Vec<WordId>, Vec<(Letters, T)>>,
}

impl<T> Default for PhraseBookBuilder<T> {
    fn default() -> Self {
        Self { phrases: BTreeMap::new() }
    }
}

impl<T: PartialEq> PhraseBookBuilder<T> {
    /// Adds a phrase; the same meaning twice counts once.
    pub fn add(&mut self, words: Vec<WordId>, letters: Letters, value: T) {
        if words.is_empty() {
            return;
        }
        let values = self.phrases.entry(words).or_default();
        if !values.iter().any(|(l, v)| *l == letters && *v == value) {
            values.push((letters, value));
        }
    }

    /// The book. `vocabulary` is the number of words known.
    #[must_use]
    pub fn build(self, vocabulary: usize) -> PhraseBook<T> {
        // Breadth first, so that the edges of a node lie together.
        #[derive(Default)]
        struct Node {
            edges: BTreeMap<WordId, usize>,
            values: usize,
        }
        let mut tree: Vec<Node> = vec![Node { values: usize::MAX, ..Node::default() }];
        let mut meanings = Vec::new();
        for (words, values) in self.phrases {
            let mut at = 0;
            for word in words {
                at = match tree[at].edges.get(&word) {
                    Some(&next) => next,
                    None => {
                        tree.push(Node { values: usize::MAX, ..Node::default() });
                        let next = tree.len() - 1;
                        tree[at].edges.insert(word, next);
                        next
                    }
                };
            }
            tree[at].values = meanings.len();
            meanings.push(values);
        }
        let mut meanings: Vec<Option<Vec<(Letters, T)>>> = meanings.into_iter().map(Some).collect();
        let mut book =
            PhraseBook { roots: vec![0; vocabulary], nodes: Vec::new(), edges: Vec::new(), values: Vec::new() };
        for (number, node) in tree.iter().enumerate() {
            book.nodes.push((count(book.edges.len()), count(book.values.len())));
            if number == 0 {
                for (word, &next) in &node.edges {
                    if let Some(root) = book.roots.get_mut(word.index()) {
                        *root = count(next);
                    }
                }
                continue;
            }
            book.edges.extend(node.edges.iter().map(|(word, &next)| (*word, count(next))));
            if let Some(values) = meanings.get_mut(node.values).and_then(Option::take) {
                book.values.extend(values);
            }
        }
        book.nodes.push((count(book.edges.len()), count(book.values.len())));
        book
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;
    use crate::vocabulary::Vocabulary;
    use attache_record::Span;

    fn cut(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, u32::try_from(text.len()).unwrap()), vocabulary, &mut tokens);
        tokens
    }

    fn book(phrases: &[&'static str]) -> (PhraseBook<&'static str>, Vocabulary) {
        let mut vocabulary = Vocabulary::default();
        let mut builder = PhraseBookBuilder::default();
        for phrase in phrases {
            for word in phrase.split(' ') {
                vocabulary.intern(word);
            }
            let tokens = cut(phrase, &vocabulary);
            builder.add(tokens.iter().map(|t| t.word).collect(), Letters::of(&tokens, phrase), *phrase);
        }
        (builder.build(vocabulary.len()), vocabulary)
    }

    #[test]
    fn the_longest_phrase_is_found_where_it_begins() {
        let (book, vocabulary) = book(&["South Korea", "Korea", "South Korea Times"]);
        let tokens = cut("South Korea said", &vocabulary);
        assert_eq!(book.longest_at(&tokens).map(|h| *h.value), Some("South Korea"));
        assert_eq!(book.longest_at(&tokens[1..]).map(|h| *h.value), Some("Korea"));
        assert_eq!(book.longest_at(&tokens[2..]), None);
    }

    #[test]
    fn letters_are_matched_as_written() {
        let (book, vocabulary) = book(&["May", "WHO", "troops"]);
        let found = |text: &str| book.longest_at(&cut(text, &vocabulary)).map(|h| *h.value);
        assert_eq!(found("May"), Some("May"));
        assert_eq!(found("MAY"), Some("May"));
        assert_eq!(found("may"), None);
        assert_eq!(found("who"), None);
        assert_eq!(found("Who"), None);
        assert_eq!(found("WHO"), Some("WHO"));
        assert_eq!(found("Troops"), Some("troops"));
    }
}
