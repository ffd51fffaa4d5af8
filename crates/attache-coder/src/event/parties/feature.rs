//! What speaks for or against somebody, and how much that weighs.

use std::fmt;

/// A fact about somebody who may be meant: what kind of fact, and up to three things that it joins, as
/// `recipient / relation / ACCUSE / object`. Parts that are not used are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature([&'static str; 4]);

impl Feature {
    /// The feature of these parts.
    #[must_use]
    pub const fn new(parts: [&'static str; 4]) -> Self {
        Self(parts)
    }

    /// The number under which its weight is kept.
    fn key(self) -> u64 {
        let parts = self.0.iter().enumerate().filter(|(i, p)| *i == 0 || !p.is_empty());
        let mut hash = START;
        for (i, part) in parts {
            if i > 0 {
                hash = SEPARATOR.bytes().fold(hash, step);
            }
            hash = part.bytes().fold(hash, step);
        }
        hash
    }
}

/// FNV-1a, 64 bits: its start and its factor.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x0100_0000_01b3;
/// Stands between the parts of a feature's name.
const SEPARATOR: &str = " / ";

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(FACTOR)
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0[0])?;
        self.0[1..].iter().filter(|p| !p.is_empty()).try_for_each(|p| write!(f, "{SEPARATOR}{p}"))
    }
}

/// What each feature weighs, in thousandths of log odds.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// By the features' numbers.
    rows: Vec<(u64, i32)>,
}

impl Weights {
    /// The weights of `knowledge/parties.tsv`.
    #[must_use]
    pub fn of(table: &[(String, i32)]) -> Self {
        let key = |name: &str| name.bytes().fold(START, step);
        let mut rows: Vec<(u64, i32)> = table.iter().map(|(name, weight)| (key(name), *weight)).collect();
        rows.sort_unstable();
        Self { rows }
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What features weigh together.
    #[must_use]
    pub fn sum(&self, features: &[Feature]) -> i32 {
        let weight = |f: &Feature| self.rows.binary_search_by_key(&f.key(), |r| r.0).ok().map(|at| self.rows[at].1);
        features.iter().filter_map(weight).sum()
    }
}
