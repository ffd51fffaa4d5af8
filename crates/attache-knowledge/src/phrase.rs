//! The phrase matcher: which known phrases begin at a word.
//!
//! A trie over word numbers. One look-up a word finds its number (see [`crate::token`]); from there on only numbers
//! are compared, so that hundreds of thousands of phrases cost little more than none. It lies in the pack as it is used.

use crate::column::{Cell, Column};
use crate::token::{Shape, Token};
use crate::vocabulary::WordId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
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
    /// Where a phrase's first word leads, by word number.
    roots: Column<Step>,
    /// Says quickly of most words that no edge of a node has them.
    filter: Filter,
    /// Where each node's edges and values begin; one more at the end.
    nodes: Column<(u32, u32)>,
    /// Edges of each node, sorted by word: its number, and where it leads.
    edges: Column<(u32, Step)>,
    /// Meanings of the phrase that ends at a node: a place in `letters`, and what the phrase stands for.
    values: Column<(u16, T)>,
    /// The same of phrases with one meaning that no other goes on from; they have no node.
    lone: Column<(u16, T)>,
    /// All ways of writing that phrases ask for.
    letters: Column<Letters>,
}

/// Where a word leads: nowhere, to a node, or, as most do, to a lone meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step(u32);

/// What a step leads to.
enum Lead {
    Nowhere,
    Node(u32),
    Lone(u32),
}

/// Set in steps that lead to a lone meaning.
const LONE: u32 = 1 << 31;
/// Set in steps of first words that must begin with a capital in all their phrases.
const CAPITAL: u32 = 1 << 30;

impl Step {
    const NOWHERE: Self = Self(0);

    /// Whether no phrase can begin with a word of this shape.
    #[inline]
    fn forbids(self, shape: Shape) -> bool {
        self.0 & CAPITAL != 0 && !shape.is_capital()
    }

    #[inline]
    fn lead(self) -> Lead {
        match self.0 & !CAPITAL {
            0 => Lead::Nowhere,
            at if at & LONE != 0 => Lead::Lone(at & !LONE),
            at => Lead::Node(at),
        }
    }
}

impl Cell for Step {
    const SIZE: usize = u32::SIZE;
    #[inline]
    fn read(bytes: &[u8]) -> Option<Self> {
        Cell::read(bytes).map(Self)
    }
    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}

impl<T> Default for PhraseBook<T> {
    fn default() -> Self {
        Self {
            roots: Column::default(),
            filter: Filter::default(),
            nodes: [(0, 0), (0, 0)].into_iter().collect(),
            edges: Column::default(),
            values: Column::default(),
            lone: Column::default(),
            letters: Column::default(),
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
    #[inline]
    pub fn each_at(&self, tokens: &[Token], mut found: impl FnMut(Hit<T>)) {
        let Some(first) = tokens.first() else { return };
        let root = self.roots.get(first.word.index()).unwrap_or(Step::NOWHERE);
        if root.forbids(first.shape) {
            return;
        }
        let mut lead = root.lead();
        let mut length = 1;
        let mut meaning = |cell: Option<(u16, T)>, length: usize| {
            let Some((letters, value)) = cell else { return };
            if self.letters.get(letters.into()).is_some_and(|letters| letters.allow(&tokens[..length])) {
                found(Hit { length, value });
            }
        };
        loop {
            let node = match lead {
                Lead::Nowhere => return,
                Lead::Lone(at) => return meaning(self.lone.get(at as usize), length),
                Lead::Node(node) => node,
            };
            let Some(here) = self.node(node) else { return };
            here.values.for_each(|at| meaning(self.values.get(at), length));
            let Some(next) = tokens.get(length).filter(|next| self.filter.may_have(node, next.word)) else { return };
            let at = self.edges.partition_point(here.edges.clone(), |(word, _)| word < next.word.0);
            lead = match self.edges.get(at) {
                Some((word, step)) if word == next.word.0 && at < here.edges.end => step.lead(),
                _ => return,
            };
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
        for (word, root) in (0..).zip(self.roots.iter()) {
            let mut open = vec![(root, vec![WordId(word)])];
            while let Some((step, words)) = open.pop() {
                match step.lead() {
                    Lead::Nowhere => {}
                    Lead::Lone(at) => {
                        self.lone.get(at as usize).into_iter().for_each(|(_, value)| found(&words, value))
                    }
                    Lead::Node(node) => {
                        let Some(here) = self.node(node) else { continue };
                        for (word, to) in here.edges.rev().filter_map(|at| self.edges.get(at)) {
                            open.push((to, [&words[..], &[WordId(word)]].concat()));
                        }
                        here.values.filter_map(|at| self.values.get(at)).for_each(|(_, value)| found(&words, value));
                    }
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

/// Bits that are set for the edges there are, a few more bits than edges; most others fall on a bit that isn't set
/// (Bloom 1970, with one hash).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Filter {
    /// As many as a power of two.
    bits: Column<u8>,
}

/// Bits for each edge, at least: one in eight of the other words passes.
const BITS: usize = 8;

impl Filter {
    fn new(edges: &[(u32, WordId)]) -> Self {
        let mut bytes = vec![0_u8; (BITS * edges.len()).div_ceil(8).next_power_of_two()];
        let filter = Self { bits: bytes.iter().copied().collect() };
        for (node, word) in edges {
            let (byte, bit) = filter.place(*node, *word);
            bytes[byte] |= bit;
        }
        Self { bits: bytes.into_iter().collect() }
    }

    #[inline]
    fn place(&self, node: u32, word: WordId) -> (usize, u8) {
        // Multiples of the golden ratio's fraction spread well (Knuth, TAOCP 3, 6.4); the high bits depend on all others.
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let hash = (u64::from(node) << u32::BITS | u64::from(word.0)).wrapping_mul(GOLDEN);
        let hash = (hash ^ hash >> u32::BITS).wrapping_mul(GOLDEN) >> u32::BITS;
        ((hash >> 3) as usize & (self.bits.len().max(1) - 1), 1 << (hash & 7))
    }

    #[inline]
    fn may_have(&self, node: u32, word: WordId) -> bool {
        let (byte, bit) = self.place(node, word);
        self.bits.get(byte).is_some_and(|bits| bits & bit != 0)
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
        let phrases: Vec<_> = self.phrases.into_iter().collect();
        let mut roots = vec![Step::NOWHERE; vocabulary];
        let mut growing = Growing {
            book: PhraseBook::default(),
            phrases: &phrases,
            ways: BTreeMap::new(),
            open: VecDeque::new(),
            pairs: Vec::new(),
        };
        growing.book.nodes = [(0, 0)].into_iter().collect();
        for (word, step) in growing.steps(0..phrases.len(), 0) {
            if let Some(root) = roots.get_mut(word.index()) {
                *root = Step(step.0 | CAPITAL);
            }
        }
        for (words, values) in &phrases {
            let capital = values.iter().all(|(letters, _)| letters.capital & 1 != 0);
            if let Some(root) = roots.get_mut(words[0].index()).filter(|_| !capital) {
                root.0 &= !CAPITAL;
            }
        }
        while let Some((range, depth)) = growing.open.pop_front() {
            growing.node(range, depth);
        }
        let mut book = growing.book;
        book.filter = Filter::new(&growing.pairs);
        book.nodes.push((count(book.edges.len()), count(book.values.len())));
        book.roots = roots.into_iter().collect();
        book
    }
}

/// Words and meanings of a phrase.
type Phrase<T> = (Vec<WordId>, Vec<(Letters, T)>);

/// A book that is being built, breadth first, so that the edges of a node lie together.
struct Growing<'p, T> {
    book: PhraseBook<T>,
    /// All phrases, sorted.
    phrases: &'p [Phrase<T>],
    ways: BTreeMap<Letters, u16>,
    /// Nodes to come: their phrases, and how many words these have in common.
    open: VecDeque<(Range<usize>, usize)>,
    /// Nodes with the words of their edges.
    pairs: Vec<(u32, WordId)>,
}

impl<T: Cell> Growing<'_, T> {
    /// Writes the node of phrases that have their first `depth` words in common.
    fn node(&mut self, range: Range<usize>, depth: usize) {
        let number = count(self.book.nodes.len());
        self.book.nodes.push((count(self.book.edges.len()), count(self.book.values.len())));
        let (words, values) = &self.phrases[range.start];
        let ends_here = words.len() == depth;
        if ends_here {
            for (letters, value) in values {
                let cell = (self.way(*letters), *value);
                self.book.values.push(cell);
            }
        }
        for (word, step) in self.steps(range.start + usize::from(ends_here)..range.end, depth) {
            self.book.edges.push((word.0, step));
            self.pairs.push((number, word));
        }
    }

    /// The words that follow after `depth` words, and where each leads.
    fn steps(&mut self, range: Range<usize>, depth: usize) -> Vec<(WordId, Step)> {
        let phrases = self.phrases;
        let mut out = Vec::new();
        let mut first = range.start;
        while first < range.end {
            let word = phrases[first].0[depth];
            let end = first + phrases[first..range.end].partition_point(|(words, _)| words[depth] == word);
            out.push((word, self.step(first..end, depth + 1)));
            first = end;
        }
        out
    }

    fn step(&mut self, range: Range<usize>, depth: usize) -> Step {
        let (words, values) = &self.phrases[range.start];
        if let ([(letters, value)], 1, true) = (&values[..], range.len(), words.len() == depth) {
            let cell = (self.way(*letters), *value);
            self.book.lone.push(cell);
            return Step(count(self.book.lone.len() - 1) | LONE);
        }
        let number = count(self.book.nodes.len() + self.open.len());
        self.open.push_back((range, depth));
        Step(number)
    }

    fn way(&mut self, letters: Letters) -> u16 {
        let next = u16::try_from(self.ways.len()).unwrap_or(u16::MAX);
        *self.ways.entry(letters).or_insert_with(|| {
            self.book.letters.push(letters);
            next
        })
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
    fn every_phrase_comes_back_with_each_of_its_meanings() {
        let names = ["Korea", "South Korea", "South Korea Times", "Korea"];
        let (book, vocabulary) = book(&names);
        let mut all = Vec::new();
        book.each(|words, value| {
            let words: Vec<&str> = words.iter().map(|word| vocabulary.word(*word)).collect();
            all.push((words.join(" "), value));
        });
        let expected = [("korea", 0), ("korea", 3), ("south korea", 1), ("south korea times", 2)];
        assert_eq!(all, expected.map(|(words, value)| (words.to_owned(), value)));
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
