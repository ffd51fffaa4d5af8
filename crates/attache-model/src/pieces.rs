//! Words cut into the pieces of the vocabulary (BERT's uncased WordPiece), and the shape of a word.

use crate::unicode::{ACCENTS, PUNCTUATION, UNSEEN};
use rustc_hash::FxHashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Pieces of a word that are kept.
pub(crate) const MOST_PIECES: usize = 16;
/// Longest chunk, in characters, that is looked up; longer ones are unknown.
const LONGEST_CHUNK: usize = 100;
/// Words that a reader remembers before it forgets them all.
const REMEMBERED: usize = 1 << 15;
/// Longest word, in bytes, that is remembered.
const LONGEST_REMEMBERED: usize = 64;

/// Number of shapes a word can have.
pub(crate) const SHAPES: usize = 8;
/// Shape of a word without a letter and without a digit.
pub(crate) const NO_LETTER: u8 = 5;

/// Shape of a word: 0 lower case, 1 first letter upper, 2 all upper, 3 mixed, 4 has a digit, 5 neither letter nor
/// digit, 6 a single upper-case letter, 7 letters without case.
pub(crate) fn shape(word: &str) -> u8 {
    let (mut letters, mut upper, mut lower, mut first_upper) = (0, 0, 0, false);
    for letter in word.chars() {
        if letter.is_numeric() {
            return 4;
        }
        if letter.is_alphabetic() {
            letters += 1;
            if letter.is_uppercase() {
                first_upper |= upper + lower == 0;
                upper += 1;
            } else if letter.is_lowercase() {
                lower += 1;
            }
        }
    }
    match (letters, upper, lower) {
        (0, ..) => NO_LETTER,
        (_, 0, 0) => 7,
        (1, 1, _) => 6,
        (_, 0, _) => 0,
        (_, _, 0) => 2,
        (_, 1, _) if first_upper => 1,
        _ => 3,
    }
}

/// Pieces by text: those that start a chunk, and those that go on with one (written `##x`).
pub(crate) struct Vocabulary {
    starts: FxHashMap<Box<str>, u32>,
    continues: FxHashMap<Box<str>, u32>,
    longest: usize,
    pub(crate) len: usize,
    pub(crate) unknown: u32,
    pub(crate) first: Option<u32>,
    pub(crate) last: Option<u32>,
}

impl Vocabulary {
    /// Reads a vocabulary of one piece a line; none if it lacks `[UNK]`.
    pub(crate) fn new(text: &str) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary {
            starts: FxHashMap::default(),
            continues: FxHashMap::default(),
            longest: 0,
            len: 0,
            unknown: 0,
            first: None,
            last: None,
        };
        vocabulary.starts.reserve(text.len() / 8);
        for (id, piece) in (0u32..).zip(text.lines()) {
            let (map, key) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut vocabulary.continues, rest),
                _ => (&mut vocabulary.starts, piece),
            };
            vocabulary.longest = vocabulary.longest.max(key.len());
            map.entry(key.into()).or_insert(id);
            vocabulary.len += 1;
        }
        vocabulary.unknown = *vocabulary.starts.get("[UNK]")?;
        vocabulary.first = vocabulary.starts.get("[CLS]").copied();
        vocabulary.last = vocabulary.starts.get("[SEP]").copied();
        Some(vocabulary)
    }

    /// Whether a word is a piece of its own, as some 22,000 common words are, whatever its case.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.starts.contains_key(word.to_lowercase().as_str())
    }

    /// Adds a word's pieces to `out`: at least one, at most [`MOST_PIECES`].
    pub(crate) fn split(&self, word: &str, out: &mut Vec<u32>) {
        let start = out.len();
        if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && word.len() <= LONGEST_CHUNK {
            if !word.is_empty() {
                self.match_chunk(&word.to_ascii_lowercase(), out);
            }
        } else {
            self.split_any(word, start + MOST_PIECES, out);
        }
        if out.len() == start {
            out.push(self.unknown);
        }
        out.truncate(start + MOST_PIECES);
    }

    fn split_any(&self, word: &str, enough: usize, out: &mut Vec<u32>) {
        let mut part = String::new();
        for letter in word.chars() {
            if letter.is_whitespace() {
                self.split_part(&mut part, enough, out);
            } else if letter == '\u{fffd}' || letter == '\0' || is_in(&UNSEEN, letter) {
                continue;
            } else if is_ideograph(letter) {
                self.split_part(&mut part, enough, out);
                part.push(letter);
                self.split_part(&mut part, enough, out);
            } else {
                part.push(letter);
            }
            if out.len() >= enough {
                return;
            }
        }
        self.split_part(&mut part, enough, out);
    }

    /// Lower-cases a part, takes its accents off, cuts it at punctuation and looks the chunks up; empties `part`.
    fn split_part(&self, part: &mut String, enough: usize, out: &mut Vec<u32>) {
        if part.is_empty() {
            return;
        }
        let lower = part.to_lowercase();
        let mut chunk = String::new();
        for letter in lower.nfd().filter(|letter| !is_in(&ACCENTS, *letter)) {
            if is_punctuation(letter) {
                self.match_chunk(&chunk, out);
                chunk.clear();
                self.match_chunk(letter.encode_utf8(&mut [0; 4]), out);
                if out.len() >= enough {
                    break;
                }
            } else {
                chunk.push(letter);
            }
        }
        self.match_chunk(&chunk, out);
        part.clear();
    }

    /// Longest pieces from left to right; the unknown piece alone if one is missing.
    fn match_chunk(&self, chunk: &str, out: &mut Vec<u32>) {
        if chunk.len() > LONGEST_CHUNK && chunk.chars().count() > LONGEST_CHUNK {
            out.push(self.unknown);
            return;
        }
        let before = out.len();
        let mut start = 0;
        while start < chunk.len() {
            let map = if start == 0 { &self.starts } else { &self.continues };
            let mut end = chunk.floor_char_boundary(start + self.longest);
            let found = loop {
                if end <= start {
                    break None;
                }
                if let Some(id) = map.get(&chunk[start..end]) {
                    break Some(*id);
                }
                end = chunk.floor_char_boundary(end - 1);
            };
            match found {
                Some(id) => out.push(id),
                None => {
                    out.truncate(before);
                    out.push(self.unknown);
                    return;
                }
            }
            start = end;
        }
    }
}

fn is_in(runs: &[(u32, u32)], letter: char) -> bool {
    let point = letter as u32;
    let after = runs.partition_point(|(first, _)| *first <= point);
    after > 0 && point <= runs[after - 1].1
}

/// Punctuation as BERT has it: every ASCII sign that is neither letter nor digit, and Unicode's punctuation.
fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation() || (!letter.is_ascii() && is_in(&PUNCTUATION, letter))
}

/// The blocks of CJK ideographs at which BERT cuts.
fn is_ideograph(letter: char) -> bool {
    matches!(letter as u32,
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f | 0x2b740..=0x2b81f
        | 0x2b820..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

/// Shape and pieces of words that were seen before, so that a word is split once.
#[derive(Default)]
pub(crate) struct Memory {
    known: FxHashMap<Box<str>, (u8, Range<u32>)>,
    pieces: Vec<u32>,
    fresh: Vec<u32>,
}

impl Memory {
    /// Shape of a word, and its pieces.
    pub(crate) fn look(&mut self, vocabulary: &Vocabulary, word: &str) -> (u8, &[u32]) {
        if let Some((shape, range)) = self.known.get(word) {
            return (*shape, &self.pieces[range.start as usize..range.end as usize]);
        }
        let shape = shape(word);
        self.fresh.clear();
        vocabulary.split(word, &mut self.fresh);
        if word.len() <= LONGEST_REMEMBERED {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
                self.pieces.clear();
            }
            let start = self.pieces.len() as u32;
            self.pieces.extend_from_slice(&self.fresh);
            self.known.insert(word.into(), (shape, start..self.pieces.len() as u32));
        }
        (shape, &self.fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_follow_the_letters_of_a_word() {
        let expected = [
            ("talks", 0),
            ("don't", 0),
            ("Malta", 1),
            ("O'neill", 1),
            ("NATO", 2),
            ("U.S.", 2),
            ("McKay", 3),
            ("iPhone", 3),
            ("2023", 4),
            ("G7", 4),
            ("½", 4),
            ("--", 5),
            ("", 5),
            ("🙂", 5),
            ("J.", 6),
            ("A", 6),
            ("a", 0),
            ("سلام", 7),
            ("北京", 7),
        ];
        for (word, class) in expected {
            assert_eq!(shape(word), class, "{word}");
        }
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let text = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##rest\n##re\n##st\nunrest\n-\n.\nthe\ncafe\n北\n##s\n";
        let vocabulary = Vocabulary::new(text).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let long = "un".repeat(60);
        let dots = "…".repeat(40) + "the";
        let expected: &[(&str, &[&str])] = &[
            ("unrest", &["unrest"]),
            ("UNRESTs", &["unrest", "##s"]),
            ("un-rest", &["un", "-", "[UNK]"]),
            ("Cafés", &["cafe", "##s"]),
            ("the\u{200b}", &["the"]),
            ("the the", &["the", "the"]),
            ("北北", &["北", "北"]),
            ("", &["[UNK]"]),
            ("\u{301}", &["[UNK]"]),
            ("unx", &["[UNK]"]),
            (&long, &["[UNK]"]),
            (&dots, &["[UNK]"; MOST_PIECES]),
        ];
        for (word, pieces) in expected {
            let mut out = Vec::new();
            vocabulary.split(word, &mut out);
            let found: Vec<&str> = out.iter().map(|id| lines[*id as usize]).collect();
            assert_eq!(found, *pieces, "{word}");
        }
    }

    #[test]
    fn pieces_and_shapes_are_those_of_the_reference() {
        let expected: serde_json::Value =
            serde_json::from_str(include_str!("../tests/fixtures/expected.json")).unwrap();
        let file = include_bytes!("../tests/fixtures/tiny-words.attw");
        let file = crate::weights::WeightFile::open("tiny-words.attw", file).unwrap();
        let vocabulary = Vocabulary::new(file.vocabulary().unwrap()).unwrap();
        let sentences: Vec<Vec<String>> = serde_json::from_value(expected["sentences"].clone()).unwrap();
        let model = &expected["models"]["tiny-words"];
        let pieces: Vec<Vec<Vec<u32>>> = serde_json::from_value(model["pieces"].clone()).unwrap();
        let shapes: Vec<Vec<u8>> = serde_json::from_value(model["shapes"].clone()).unwrap();
        let mut memory = Memory::default();
        // Twice, the second time from memory.
        for _ in 0..2 {
            for ((words, pieces), shapes) in sentences.iter().zip(&pieces).zip(&shapes) {
                for ((word, pieces), shape) in words.iter().zip(pieces).zip(shapes) {
                    assert_eq!(memory.look(&vocabulary, word), (*shape, &pieces[..]), "{word:?}");
                }
            }
        }
    }
}
