//! Runs of ASCII letters and digits, eight bytes at a time.
//!
//! Nine in ten words of English news are such runs. Their end, their folded form and their capitals all come from a few
//! operations on eight bytes held in one number (Lamport, Multiple Byte Processing with Full-Word Instructions, 1975).

use super::Shape;
use crate::vocabulary::{Key, SHORT};

/// A byte repeated eight times.
const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of each byte.
const HIGH: u64 = eight(0x80);

/// A run of letters and digits, the first a letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Its bytes.
    pub length: usize,
    /// Its key in the vocabulary.
    pub key: Key,
    /// How it is written.
    pub shape: Shape,
}

/// What eight bytes hold before their first byte that is no letter or digit.
struct Part {
    /// Bytes before it.
    length: usize,
    /// Those bytes in lower case, the rest zero.
    folded: u64,
    /// The high bit of each that is a capital letter.
    capitals: u64,
    /// The high bit of each that is a small letter.
    small: u64,
}

/// Eight bytes from `at` on, with zeros behind the end.
#[inline]
fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(eight) = bytes.get(at..at + SHORT).and_then(|part| part.try_into().ok()) {
        return u64::from_le_bytes(eight);
    }
    let mut last = [0; SHORT];
    if let Some(rest) = bytes.get(at..) {
        last[..rest.len()].copy_from_slice(rest);
    }
    u64::from_le_bytes(last)
}

/// The high bit of each byte that, without its own high bit, is at least `bound`.
#[inline]
fn at_least(bytes: u64, bound: u8) -> u64 {
    (bytes & !HIGH) + eight(0x80 - bound)
}

#[inline]
fn part(bytes: u64) -> Part {
    let ascii = !bytes & HIGH;
    let lower = bytes | eight(0x20);
    let letters = at_least(lower, b'a') & !at_least(lower, b'z' + 1) & ascii;
    let digits = at_least(bytes, b'0') & !at_least(bytes, b'9' + 1) & ascii;
    let others = !(letters | digits) & HIGH;
    let length = (others.trailing_zeros() / 8) as usize;
    let whole = if others == 0 { u64::MAX } else { (1 << (8 * length)) - 1 };
    // The bit that tells a capital from its small letter, 0x20, lies two below the high one.
    let is_small = (bytes << 2) & HIGH;
    Part {
        length,
        folded: (bytes | (letters >> 2)) & whole,
        capitals: letters & !is_small & whole,
        small: letters & is_small & whole,
    }
}

/// The run that begins at `at`, where an ASCII letter stands.
#[inline]
pub(super) fn run(bytes: &[u8], at: usize) -> Run {
    /// The high bit of the first byte.
    const FIRST: u64 = 0x80;
    let first = part(load(bytes, at));
    let is_capital = first.capitals & FIRST != 0;
    let (mut capitals, mut small) = (first.capitals & !FIRST, first.small & !FIRST);
    let (mut length, mut key) = (first.length, Key::short(first.folded));
    if length == SHORT {
        let mut hash = Key::mix(0, first.folded);
        loop {
            let next = part(load(bytes, at + length));
            if next.length > 0 {
                hash = Key::mix(hash, next.folded);
                key = Key::hashed(hash);
                capitals |= next.capitals;
                small |= next.small;
                length += next.length;
            }
            if next.length < SHORT {
                break;
            }
        }
    }
    let shape = match (is_capital, capitals != 0, small != 0) {
        (true, _, false) => Shape::Upper,
        (true, false, _) => Shape::Title,
        (false, false, _) => Shape::Lower,
        _ => Shape::Mixed,
    };
    Run { length, key, shape }
}
