//! Text to sentences.
//!
//! A newline always ends a sentence. Inside a line a full stop, question or exclamation mark ends one where what
//! follows looks like the beginning of another; what the words before and after it are comes from `grammar.toml`.
//! Marks that close a quotation or bracket stay with the sentence before them, whether or not they were opened.

mod words;

use attache_knowledge::Knowledge;
use attache_record::Span;
use words::{Next, is_closer, is_opener};

/// Longest look to either side of a stop, in bytes: longer runs without white space are no words.
const LOOK: usize = 64;

/// Most digits of a part of an item's number; longer ones are years.
const LONGEST_ITEM_NUMBER: usize = 3;

/// The sentences of `text`, in order, without the white space and bullets around them. Every character that is
/// neither lies in exactly one of them.
#[must_use]
pub fn split(text: &str, knowledge: &Knowledge) -> Vec<Span> {
    let mut sentences = Vec::with_capacity(text.len() / 128 + 1);
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]) {
        let line = Line { text: &text[start..end], knowledge };
        let mut from = 0;
        line.boundaries(|to| {
            push(text, start + from, start + to, &mut sentences);
            from = to;
        });
        push(text, start + from, end, &mut sentences);
        start = end + usize::from(end < text.len());
    }
    sentences
}

/// Adds the sentence between two offsets, unless it is empty.
fn push(text: &str, from: usize, to: usize, sentences: &mut Vec<Span>) {
    let part = &text[from..to];
    let front = part.trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c));
    let from = to - front.len();
    let length = front.trim_end().len();
    if length > 0 {
        sentences.push(Span::new(offset(from), offset(from + length)));
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '●' | '▪' | '■' | '◦' | '‣' | '\u{f0b7}')
}

/// One line, whose boundaries are looked for.
struct Line<'t> {
    text: &'t str,
    knowledge: &'t Knowledge,
}

/// A run of stops with the marks that close behind it.
struct Stop {
    /// First byte of the run.
    start: usize,
    /// One past the closing marks.
    end: usize,
    kind: StopKind,
    /// Whether marks close behind the run.
    closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StopKind {
    Point,
    /// Several points, or `…`.
    Ellipsis,
    /// With a question or exclamation mark.
    Mark,
}

impl<'t> Line<'t> {
    /// Calls `found` with the offset of every boundary inside the line, in order.
    fn boundaries(&self, mut found: impl FnMut(usize)) {
        let bytes = self.text.as_bytes();
        let mut quotes = Quotes { counted: 0, open: false };
        let (mut at, mut sentence) = (0, 0);
        while at < bytes.len() {
            match bytes[at] {
                b'.' | b'!' | b'?' => {}
                0xe2 if self.text[at..].starts_with('…') => {}
                // Every bullet but the one in the private-use area begins with this byte.
                0xe2 if self.text[at..].starts_with(is_bullet) => {
                    if self.text[..at].ends_with(char::is_whitespace) {
                        found(at);
                        sentence = at;
                    }
                    at += '•'.len_utf8();
                    continue;
                }
                _ => {
                    at += 1;
                    continue;
                }
            }
            let stop = self.stop_at(at, &mut quotes);
            if self.ends(&stop, sentence) {
                found(stop.end);
                sentence = stop.end;
            }
            at = stop.end;
        }
    }

    /// The run of stops at `start`, and the marks that close behind it.
    fn stop_at(&self, start: usize, quotes: &mut Quotes) -> Stop {
        let (mut end, mut points, mut kind) = (start, 0, StopKind::Point);
        let mut spaced = 0;
        loop {
            let rest = &self.text[end + spaced..];
            match rest.chars().next() {
                Some('.') => points += 1,
                Some('…') => points += 3,
                Some('!' | '?') => kind = StopKind::Mark,
                // ". . ." is one run.
                Some(' ') if spaced == 0 && rest[1..].starts_with(['.', '!', '?']) => {
                    spaced = 1;
                    continue;
                }
                _ => break,
            }
            end += spaced + rest.chars().next().map_or(0, char::len_utf8);
            spaced = 0;
        }
        if points > 1 && kind == StopKind::Point {
            kind = StopKind::Ellipsis;
        }
        let after = self.closing(end, quotes);
        Stop { start, end: after, kind, closed: after > end }
    }

    /// One past the marks that close at `end`: directly behind it, or behind a space where nothing could open there.
    fn closing(&self, end: usize, quotes: &mut Quotes) -> usize {
        let mut end = end;
        loop {
            let rest = &self.text[end..];
            let space = rest.len() - rest.trim_start().len();
            let Some(c) = rest[space..].chars().next() else { return end };
            let after = end + space + c.len_utf8();
            let before_gap = self.text[after..].chars().next().is_none_or(|c| c.is_whitespace() || is_closer(c));
            let closes = match c {
                '"' if space == 0 && before_gap => true,
                '"' => quotes.open_at(self.text, end + space) && (space == 0 || before_gap),
                '[' => match footnote_length(&rest[space..]) {
                    0 => return end,
                    length => {
                        end += space + length;
                        continue;
                    }
                },
                _ if is_closer(c) => space == 0 || (before_gap && c != '\''),
                _ => false,
            };
            if !closes {
                return end;
            }
            end = after;
        }
    }

    /// Whether the sentence that began at `sentence` ends at this stop.
    fn ends(&self, stop: &Stop, sentence: usize) -> bool {
        let rest = &self.text[stop.end..];
        let Some(next) = Next::after(rest, self.knowledge) else { return false };
        if next.gap == 0 {
            return self.ends_run_together(stop, sentence, &next);
        }
        if next.continues() {
            return false;
        }
        match stop.kind {
            StopKind::Ellipsis => self.text[..stop.start].ends_with(char::is_alphanumeric) || next.is_opener(),
            StopKind::Mark => !(stop.closed && next.is_named_speaker()),
            StopKind::Point => {
                let word = self.word_before(stop.start);
                !self.is_item_number(sentence, word, stop.start) && words::stop_may_end(word, &next, self.knowledge)
            }
        }
    }

    /// `effort.The ministry`: no space between two sentences.
    fn ends_run_together(&self, stop: &Stop, sentence: usize, next: &Next<'_>) -> bool {
        if stop.kind == StopKind::Ellipsis || !next.begins_like_a_sentence() {
            return false;
        }
        if stop.closed {
            return true;
        }
        let word = self.word_before(stop.start).trim_end_matches(is_closer);
        let plain = word.len() > 1
            && word.chars().last().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
            && !word.contains(['/', '@', '.', '\\', '_', '#'])
            && !self.is_item_number(sentence, word, stop.start);
        plain && words::is_no_abbreviation(word, self.knowledge) && !next.looks_like_an_address()
    }

    /// The word in front of a stop, without opening marks; empty where there is none.
    fn word_before(&self, stop: usize) -> &'t str {
        let mut from = stop.saturating_sub(LOOK);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.text[from..stop];
        let start = before.rfind(|c: char| c.is_whitespace() || is_opener(c) || matches!(c, '—' | '–' | '/'));
        let word = start.map_or(before, |at| {
            let skip = before[at..].chars().next().map_or(0, char::len_utf8);
            &before[at + skip..]
        });
        word.trim_start_matches(is_closer)
    }

    /// Whether `word`, which stands before `stop`, is the number of an item: "1." or "2.1." at the front of a sentence.
    fn is_item_number(&self, sentence: usize, word: &str, stop: usize) -> bool {
        let is_number = word
            .split('.')
            .all(|part| (1..=LONGEST_ITEM_NUMBER).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        is_number && !self.text[sentence..stop - word.len()].contains(char::is_alphanumeric)
    }
}

/// Whether a straight quotation mark is open, counted from the front of the line, once over.
struct Quotes {
    counted: usize,
    open: bool,
}

impl Quotes {
    fn open_at(&mut self, line: &str, at: usize) -> bool {
        let marks = memchr::memchr_iter(b'"', &line.as_bytes()[self.counted.min(at)..at]).count();
        self.open ^= marks % 2 == 1;
        self.counted = at;
        self.open
    }
}

/// Length of `[12]`, or 0.
fn footnote_length(text: &str) -> usize {
    let digits = text[1..].bytes().take(4).take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[1 + digits..].starts_with(']') { digits + 2 } else { 0 }
}

#[cfg(test)]
mod tests;
