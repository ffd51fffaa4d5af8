//! The phrase matcher: which known phrases begin at a word.
//!
//! A trie over word numbers. One look-up a word finds its number (see [`crate::token`]); from there on only numbers
//! are compared, so that hundreds of thousands of phrases cost little more than none. It lies in the pack as it is used.

use crate::column::{Cell, Column};
use crate::token::{Shape, Token};
use crate::vocabulary::WordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// How the letters of a phrase must be written for it to match. Bit *i* speaks of word *i*; words past the 16th
/// are not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Letters {
    /// Words that must begin with a capital ("May" is not "may").
    pub capital: u16,
    /// Words that must be capitals throughout ("WHO" is not "Who").
    pub upper: u16,
}

/// Words of a phrase whose letters are asked for.
const ASKED: usize = u16::BITS as usize;

impl Cell for Letters {
    const SIZE: usize = <(u16, u16)>::SIZE;
    fn read(bytes: &[u8]) -> Option<Self> {
        let (capital, upper) = Cell::read(bytes)?;
        Some(Self { capital, upper })
    }
    fn write(self, out: &mut Vec<u8>) {
        (self.capital, self.upper).write(out);
    }
}

impl Letters {
    /// What `tokens`, as the phrase was written, ask of a text.
    #[must_use]
    pub fn of(tokens: &[Token], text: &str) -> Self {
        let mut letters = Self::default();
        for (i, token) in tokens.iter().enumerate().take(ASKED) {
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
        tokens.iter().enumerate().take(ASKED).all(|(i, token)| {
            let bit = 1 << i;
            (self.capital & bit == 0 || token.shape.is_capital())
                && (self.upper & bit == 0 || token.shape == Shape::Upper)
        })
    }
}

/// Phrases and what each stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(serialize = "", deserialize = "'de: 'static, T: Cell"))]
pub struct PhraseBook<T> {
    /// Node that a phrase's first word leads to, by word number; 0 for none.
    roots: Column<u32>,
    /// Where each node's edges and values begin; one more at the end.
    nodes: Column<(u32, u32)>,
    /// Edges of each node, sorted by word: its number, and the node it leads to.
    edges: Column<(u32, u32)>,
    /// Meanings of the phrase that ends at a node.
    values: Column<(Letters, T)>,
}

impl<T> Default for PhraseBook<T> {
    fn default() -> Self {
        Self {
            roots: Column::default(),
            nodes: [(0, 0), (0, 0)].into_iter().collect(),
            edges: Column::default(),
            values: Column::default(),
        }
    }
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<T> {
    /// Number of words.
    pub length: usize,
    /// What it stands for.
    pub value: T,
}

/// What lies below a node.
struct Node {
    edges: Range<usize>,
    values: Range<usize>,
}

impl<T: Cell> PhraseBook<T> {
    /// Calls `found` with every phrase that begins at `tokens[0]`, shorter ones first.
    pub fn each_at(&self, tokens: &[Token], mut found: impl FnMut(Hit<T>)) {
        let Some(first) = tokens.first() else { return };
        let mut node = match self.roots.get(first.word.index()) {
            Some(node) if node != 0 => node,
            _ => return,
        };
        let mut length = 1;
        while let Some(here) = self.node(node) {
            for (letters, value) in here.values.filter_map(|at| self.values.get(at)) {
                if letters.allow(&tokens[..length]) {
                    found(Hit { length, value });
                }
            }
            let Some(next) = tokens.get(length) else { return };
            let at = self.edges.partition_point(here.edges.clone(), |(word, _)| word < next.word.0);
            match self.edges.get(at) {
                Some((word, to)) if word == next.word.0 && at < here.edges.end => node = to,
                _ => return,
            }
            length += 1;
        }
    }

    /// The longest phrase that begins at `tokens[0]`; the first meaning where it has several.
    #[must_use]
    pub fn longest_at(&self, tokens: &[Token]) -> Option<Hit<T>> {
        let mut best: Option<Hit<T>> = None;
        self.each_at(tokens, |hit| {
            if best.is_none_or(|b| hit.length > b.length) {
                best = Some(hit);
            }
        });
        best
    }

    /// Calls `found` with every phrase and each of its meanings, in the order of the words' numbers.
    pub fn each(&self, mut found: impl FnMut(&[WordId], T)) {
        for (word, root) in (0..).zip(self.roots.iter()).filter(|(_, root)| *root != 0) {
            let mut open = vec![(root, vec![WordId(word)])];
            while let Some((node, words)) = open.pop() {
                let Some(here) = self.node(node) else { continue };
                for (word, to) in here.edges.rev().filter_map(|at| self.edges.get(at)) {
                    open.push((to, [&words[..], &[WordId(word)]].concat()));
                }
                for (_, value) in here.values.filter_map(|at| self.values.get(at)) {
                    found(&words, value);
                }
            }
        }
    }

    /// Every phrase, in the order of its words' numbers.
    #[must_use]
    pub fn phrases(&self) -> Vec<Vec<WordId>> {
        let mut all: Vec<Vec<WordId>> = Vec::new();
        self.each(|words, _| {
            if all.last().is_none_or(|last| last != words) {
                all.push(words.to_vec());
            }
        });
        all
    }

    #[inline]
    fn node(&self, node: u32) -> Option<Node> {
        let at = node as usize;
        let ((edges, values), (edges_end, values_end)) = (self.nodes.get(at)?, self.nodes.get(at + 1)?);
        Some(Node { edges: edges as usize..edges_end as usize, values: values as usize..values_end as usize })
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

impl<T: Cell + PartialEq> PhraseBookBuilder<T> {
    /// Adds a phrase; the same meaning twice counts once. Where a phrase has several meanings the first added comes
    /// first, unless a later one goes `ahead`.
    pub fn add(&mut self, words: Vec<WordId>, letters: Letters, value: T, ahead: bool) {
        if words.is_empty() {
            return;
        }
        let values = self.phrases.entry(words).or_default();
        if !values.iter().any(|(l, v)| *l == letters && *v == value) {
            let at = if ahead { 0 } else { values.len() };
            values.insert(at, (letters, value));
        }
    }

    /// The book. `vocabulary` is the number of words known.
    #[must_use]
    pub fn build(self, vocabulary: usize) -> PhraseBook<T> {
        // Breadth first, so that the edges of a node lie together.
        struct Growing<T> {
            edges: BTreeMap<WordId, usize>,
            values: Vec<(Letters, T)>,
        }
        let empty = || Growing { edges: BTreeMap::new(), values: Vec::new() };
        let mut tree = vec![empty()];
        for (words, values) in self.phrases {
            let mut at = 0;
            for word in words {
                at = match tree[at].edges.get(&word) {
                    Some(&next) => next,
                    None => {
                        tree.push(empty());
                        let next = tree.len() - 1;
                        tree[at].edges.insert(word, next);
                        next
                    }
                };
            }
            tree[at].values = values;
        }
        let mut roots = vec![0; vocabulary];
        let mut book = PhraseBook { nodes: Column::default(), ..PhraseBook::default() };
        for (number, node) in tree.into_iter().enumerate() {
            book.nodes.push((count(book.edges.len()), count(book.values.len())));
            for (word, next) in node.edges {
                if number > 0 {
                    book.edges.push((word.0, count(next)));
                } else if let Some(root) = roots.get_mut(word.index()) {
                    *root = count(next);
                }
            }
            node.values.into_iter().for_each(|value| book.values.push(value));
        }
        book.nodes.push((count(book.edges.len()), count(book.values.len())));
        book.roots = roots.into_iter().collect();
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

    fn book(phrases: &[&'static str]) -> (PhraseBook<u32>, Vocabulary) {
        let mut vocabulary = Vocabulary::default();
        let mut builder = PhraseBookBuilder::default();
        for (number, phrase) in (0..).zip(phrases) {
            for word in phrase.split(' ') {
                vocabulary.intern(word);
            }
            let tokens = cut(phrase, &vocabulary);
            builder.add(tokens.iter().map(|t| t.word).collect(), Letters::of(&tokens, phrase), number, false);
        }
        (builder.build(vocabulary.len()), vocabulary)
    }

    #[test]
    fn the_longest_phrase_is_found_where_it_begins() {
        let (book, vocabulary) = book(&["South Korea", "Korea", "South Korea Times"]);
        let tokens = cut("South Korea said", &vocabulary);
        let longest = |at: usize| book.longest_at(&tokens[at..]).map(|hit| hit.value);
        let (south_korea, korea) = (0, 1);
        assert_eq!(longest(0), Some(south_korea));
        assert_eq!(longest(1), Some(korea));
        assert_eq!(longest(2), None);
    }

    #[test]
    fn letters_are_matched_as_written() {
        let names = ["May", "WHO", "troops"];
        let (book, vocabulary) = book(&names);
        let found = |text: &str| book.longest_at(&cut(text, &vocabulary)).map(|hit| names[hit.value as usize]);
        assert_eq!(found("May"), Some("May"));
        assert_eq!(found("MAY"), Some("May"));
        assert_eq!(found("may"), None);
        assert_eq!(found("who"), None);
        assert_eq!(found("Who"), None);
        assert_eq!(found("WHO"), Some("WHO"));
        assert_eq!(found("Troops"), Some("troops"));
    }
}
