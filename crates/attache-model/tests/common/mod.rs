//! What the tests share: the tiny models of `training/fixtures.py`, and random sentences.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test without its model has failed")]

use attache_model::{Kernel, Model};

pub const PIECES: &[u8] = include_bytes!("../fixtures/tiny-pieces.attw");
pub const WORDS: &[u8] = include_bytes!("../fixtures/tiny-words.attw");
pub const EXPECTED: &str = include_str!("../fixtures/expected.json");

/// Both tiny models, by name.
pub fn files() -> [(&'static str, &'static [u8]); 2] {
    [("tiny-pieces", PIECES), ("tiny-words", WORDS)]
}

/// Both tiny models on one instruction set.
pub fn models(kernel: Kernel) -> Vec<Model> {
    files().iter().map(|(name, bytes)| Model::from_bytes_with(name, bytes, kernel).unwrap()).collect()
}

/// Random numbers, the same each time (xorshift).
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A sentence of up to `most` words, ordinary ones and strange ones.
    pub fn sentence(&mut self, most: usize) -> Vec<String> {
        const ORDINARY: [&str; 16] = [
            "Malta",
            "the",
            "envoy",
            "said",
            ",",
            "not",
            "expelled",
            "Tunisia",
            "minister",
            ".",
            "will",
            "of",
            "2023",
            "diplomats",
            "\"",
            "strikes",
        ];
        const STRANGE: [&str; 14] = [
            "",
            " ",
            "\u{0}",
            "\u{7}\u{8}",
            "🙂",
            "👩\u{200d}👩\u{200d}👧",
            "שלום",
            "مرحبا",
            "\u{202e}abc",
            "e\u{301}",
            "\u{301}",
            "北京市",
            "\u{10ffff}",
            "ŉİßﬃ",
        ];
        (0..self.below(most + 1))
            .map(|_| match self.below(8) {
                0 => self.pick(&STRANGE).to_owned(),
                1 => (0..self.below(30)).filter_map(|_| char::from_u32(self.below(0x2_0000) as u32)).collect(),
                _ => self.pick(&ORDINARY).to_owned(),
            })
            .collect()
    }
}
