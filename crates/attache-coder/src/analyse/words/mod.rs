//! A sentence's text cut into words, as the treebanks that the model learned from cut it.
//!
//! The convention is that of the English treebanks EWT and GUM: clitics are words (`do n't`, `John 's`, `can not`),
//! hyphens too (`15 - year`) but for bound prefixes (`non-lethal`), a full stop belongs to an abbreviation (`U.S.`)
//! unless it ends the sentence, addresses stay whole, a number leaves its unit and its currency (`$ 5 m`). It differs
//! from [`attache_knowledge::token`], by which the knowledge's phrases are cut; spans are what the two have in common.
//!
//! The short lists below are the treebanks' habits, which a model that was trained on them expects. They are no
//! knowledge of the world, so they don't lie in `knowledge/`.

mod address;
mod contraction;
mod number;

use attache_knowledge::Knowledge;
use attache_record::Span;

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text.
    pub span: Span,
    /// Whether the writer made one word of it and the word before: `n't`, `'s`. CoNLL-U shows such words with a range.
    pub attached: bool,
}

/// What a hyphen does not cut off, in lower case.
const PREFIXES: [&str; 37] = [
    "anti", "arch", "bi", "co", "counter", "cross", "e", "ex", "hyper", "inter", "intra", "macro", "mega", "micro",
    "mid", "mini", "mis", "multi", "neo", "non", "over", "pan", "post", "pre", "pro", "pseudo", "psycho", "re", "semi",
    "socio", "sub", "super", "trans", "tri", "ultra", "un", "under",
];

/// Faces drawn with marks, each one word.
const FACES: [&str; 13] = [":)", ":(", ";)", ":-)", ":-(", ";-)", ":D", ":P", "=)", "=(", ":/", "^_^", "<3"];

/// What an apostrophe in front makes one word with.
const CLIPPED: [&str; 6] = ["em", "til", "cause", "bout", "n", "tis"];

/// Cuts `text[range]`, one sentence, into words and appends them to `words`; spans are offsets into the whole `text`.
///
/// White space and control characters are in no word; every other byte is in exactly one.
pub fn cut(text: &str, range: Span, knowledge: &Knowledge, words: &mut Vec<Word>) {
    let Some(sentence) = range.text(text) else { return };
    let cutter = Cutter {
        text: sentence,
        last_stop: last_stop(sentence),
        opened: sentence.find('‘'),
        opened_straight: if sentence.starts_with('\'') { Some(0) } else { sentence.find(" '") },
        knowledge,
    };
    let mut out = Out { base: range.start(), words };
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        at = if is_gap(c) { at + c.len_utf8() } else { cutter.word(at, &mut out) };
    }
}

/// Collects words; offsets are relative to the sentence.
struct Out<'o> {
    base: u32,
    words: &'o mut Vec<Word>,
}

impl Out<'_> {
    fn push(&mut self, from: usize, to: usize) {
        self.add(from, to, false);
    }

    fn attach(&mut self, from: usize, to: usize) {
        self.add(from, to, true);
    }

    fn add(&mut self, from: usize, to: usize, attached: bool) {
        let at = |offset: usize| self.base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        self.words.push(Word { span: Span::new(at(from), at(to)), attached });
    }
}

/// What separates words: white space, control characters, and signs without width or meaning.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

/// Letters, digits, and what stands inside words: combining marks, soft hyphens, joiners.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_extension(c) || matches!(c, '\u{ad}' | '\u{200c}')
}

/// What belongs to the character before it.
fn is_extension(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Where the full stop that ends the sentence stands. It is no part of an abbreviation.
fn last_stop(sentence: &str) -> Option<usize> {
    let closer = |c: char| is_gap(c) || matches!(c, '"' | '”' | '\'' | '’' | ')' | ']' | '»');
    let body = sentence.trim_end_matches(closer);
    body.ends_with('.').then(|| body.len() - 1)
}

/// A sentence that is being cut.
struct Cutter<'t> {
    text: &'t str,
    last_stop: Option<usize>,
    /// Where the first single quotation mark opens, curved and straight.
    opened: Option<usize>,
    opened_straight: Option<usize>,
    knowledge: &'t Knowledge,
}

impl Cutter<'_> {
    /// Adds the word at `at`, with what is attached to it, and gives the offset behind.
    fn word(&self, at: usize, out: &mut Out<'_>) -> usize {
        let rest = &self.text[at..];
        let before = self.text[..at].chars().next_back();
        let fresh = before.is_none_or(|c| !is_letter(c));
        let first = rest.chars().next().unwrap_or(' ');
        let second = rest[first.len_utf8()..].chars().next().unwrap_or(' ');
        let whole = if fresh { address::length(rest) } else { 0 };
        let length = if whole > 0 {
            whole
        } else if first.is_ascii_digit() || (fresh && matches!(first, '.' | '+') && second.is_ascii_digit()) {
            return self.number(at, out);
        } else if is_letter(first) {
            return self.letters(at, out);
        } else if is_apostrophe(first) {
            self.apostrophe(at, fresh)
        } else {
            marks(rest)
        };
        out.push(at, at + length);
        at + length
    }

    /// A number; what is written to it without a space becomes a word of its own where it is a unit.
    fn number(&self, at: usize, out: &mut Out<'_>) -> usize {
        let rest = &self.text[at..];
        let digits = number::length(rest);
        let tail = &rest[digits..];
        let letters: usize = tail.chars().take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        if number::is_unit(&tail[..letters]) {
            out.push(at, at + digits);
            // "5p.m.": the stops of the unit are those of any abbreviation.
            return self.letters(at + digits, out);
        }
        let mut end = at + digits + letters;
        // "the 60's"
        if number::is_decade(&rest[..digits]) && tail.chars().next().is_some_and(is_apostrophe) {
            let mark = tail.chars().next().map_or(0, char::len_utf8);
            let after = &tail[mark..];
            if after.starts_with('s') && !after[1..].starts_with(is_letter) {
                end = at + digits + mark + 1;
            }
        }
        out.push(at, end);
        self.clitic(end, out)
    }

    /// A run of letters with the marks that belong into it, and the clitics behind it.
    fn letters(&self, at: usize, out: &mut Out<'_>) -> usize {
        let acronym = self.acronym(at);
        let end = if acronym > 0 { at + acronym } else { self.run(at) };
        let word = &self.text[at..end];
        match contraction::cut(word) {
            Some(cuts) => {
                let mut from = at;
                for cut in cuts.iter().filter(|cut| **cut > 0).map(|cut| at + cut).chain([end]) {
                    out.add(from, cut, from > at);
                    from = cut;
                }
            }
            None => out.push(at, end),
        }
        self.clitic(end, out)
    }

    /// Adds the clitic at `at`, if there is one: `'s`, `'ll`, the apostrophe of `students'`.
    fn clitic(&self, at: usize, out: &mut Out<'_>) -> usize {
        let rest = &self.text[at..];
        let length = contraction::clitic(rest);
        if length > 0 {
            out.attach(at, at + length);
            return at + length;
        }
        let plural = self.text[..at].ends_with(['s', 'S', 'z', 'x']);
        if plural && let Some(mark) = rest.chars().next().filter(|c| matches!(c, '\'' | '’')) {
            let end = at + mark.len_utf8();
            // A mark that closes a quotation is no clitic.
            let opened = if mark == '’' { self.opened } else { self.opened_straight }.is_some_and(|first| first < at);
            let ends = !self.text[end..].starts_with(|c| is_letter(c) || c == mark);
            if ends && !opened {
                out.attach(at, end);
                return end;
            }
        }
        at
    }

    /// `U.S.`, `a.m.`, `Ph.D.`: length of single letters (or a capital and a small one) with stops; 0 for less than two.
    fn acronym(&self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..];
        let (mut end, mut parts) = (0, 0);
        loop {
            let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
            let small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
            let size = match (letter(end), letter(end + 1)) {
                (true, false) => 1,
                (true, true) if !small(end) && small(end + 1) && !letter(end + 2) => 2,
                _ => break,
            };
            let other = bytes.get(end + size).is_some_and(|b| b.is_ascii_digit() || *b >= 0x80);
            if bytes.get(end + size) != Some(&b'.') {
                // "U.S" without its last stop.
                if parts > 0 && size == 1 && !other {
                    end += 1;
                    parts += 1;
                }
                break;
            }
            parts += 1;
            if self.last_stop == Some(at + end + size) {
                end += size;
                break;
            }
            end += size + 1;
        }
        let goes_on = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if parts >= 2 && !goes_on { end } else { 0 }
    }

    /// One past the run of letters at `at`, with the stop of an abbreviation.
    fn run(&self, at: usize) -> usize {
        let mut end = at;
        let mut hyphen = false;
        while let Some(c) = self.text[end..].chars().next() {
            let word = &self.text[at..end];
            let after = &self.text[end + c.len_utf8()..];
            let goes_on = after.starts_with(char::is_alphanumeric);
            let inside = match c {
                _ if is_letter(c) => true,
                '_' => true,
                _ if is_apostrophe(c) => {
                    contraction::is_negation(word, after) || (goes_on && contraction::clitic(&self.text[end..]) == 0)
                }
                '-' => {
                    let bound = goes_on && !hyphen && PREFIXES.contains(&word.to_ascii_lowercase().as_str());
                    hyphen |= bound;
                    bound
                }
                '&' => is_capitals(word) && after.starts_with(char::is_uppercase),
                '*' => after.starts_with(char::is_alphabetic),
                '$' => is_capitals(word),
                '/' => is_short_pair(word, after),
                '.' => self.is_dotted_name(end),
                _ => false,
            };
            if !inside {
                break;
            }
            end += c.len_utf8();
            // "US$3": the currency ends there.
            if c == '$' {
                break;
            }
        }
        if self.keeps_stop(&self.text[at..end], end) { end + 1 } else { end }
    }

    /// `comp.sources.unix`: a name of small letters with two stops or more.
    fn is_dotted_name(&self, stop: usize) -> bool {
        let part = |b: &u8| b.is_ascii_lowercase() || *b == b'.';
        let bytes = self.text.as_bytes();
        let front = bytes[..stop].iter().rev().take(LONGEST_NAME).take_while(|b| part(b)).count();
        let back = bytes[stop + 1..].iter().take(LONGEST_NAME).take_while(|b| part(b)).count();
        let before = &self.text[stop - front..stop];
        let after = self.text[stop + 1..stop + 1 + back].trim_end_matches('.');
        let named = |part: &str| part.split('.').all(|part| part.len() > 1);
        let stops = before.matches('.').count() + after.matches('.').count();
        stops >= 1 && named(before) && named(after)
    }

    /// Whether the full stop at `at` belongs to `word` before it.
    fn keeps_stop(&self, word: &str, at: usize) -> bool {
        let rest = &self.text[at..];
        if !rest.starts_with('.') || rest[1..].starts_with(['.', '…']) || self.last_stop == Some(at) {
            return false;
        }
        if rest[1..].starts_with(|c: char| is_letter(c)) {
            return false;
        }
        let grammar = &self.knowledge.grammar;
        let listed = |list: &[String], word: &str| list.binary_search_by(|known| known.as_str().cmp(word)).is_ok();
        // "No. 5", but "No." for an answer.
        if word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("nos") {
            return rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        }
        let initial = word.len() == 1 && word.chars().all(char::is_uppercase);
        initial || listed(&grammar.abbreviations_never, word) || listed(&grammar.abbreviations_maybe, word)
    }

    /// Length of the word that the apostrophe at `at` begins: `'72`, `'em`, or the mark alone.
    fn apostrophe(&self, at: usize, fresh: bool) -> usize {
        let rest = &self.text[at..];
        let mark = rest.chars().next().map_or(0, char::len_utf8);
        let tail = &rest[mark..];
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        if fresh && digits == 2 {
            let plural = usize::from(tail[2..].starts_with('s'));
            if !tail[2 + plural..].starts_with(is_letter) {
                return mark + 2 + plural;
            }
        }
        let clitic = contraction::clitic(rest);
        if fresh && clitic > 0 {
            return clitic;
        }
        let letters: usize = tail.chars().take(6).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        if fresh && CLIPPED.contains(&tail[..letters].to_ascii_lowercase().as_str()) {
            return mark + letters;
        }
        marks(rest)
    }
}

/// Longest look ahead inside a name with stops, in bytes.
const LONGEST_NAME: usize = 64;

/// One to three capitals: `AT&T`, `US$`.
fn is_capitals(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `w/o`, `I/C`: a letter, a stroke, and one letter, or `out`, behind it.
fn is_short_pair(word: &str, after: &str) -> bool {
    let letters = after.bytes().take(4).take_while(u8::is_ascii_alphabetic).count();
    word.len() == 1 && (letters == 1 || (word.eq_ignore_ascii_case("w") && &after[..letters] == "out"))
}

/// Length of the word of marks at the front of `text`.
fn marks(text: &str) -> usize {
    if let Some(face) = FACES.iter().find(|face| text.starts_with(**face)) {
        let after = &text[face.len()..];
        let drawn = !after.starts_with(is_letter) && !after.starts_with('/');
        if drawn {
            return face.len();
        }
    }
    let first = text.chars().next().unwrap_or(' ');
    let run =
        |among: &dyn Fn(char) -> bool| -> usize { text.chars().take_while(|c| among(*c)).map(char::len_utf8).sum() };
    let length = match first {
        '.' | '!' | '?' | '…' => run(&|c| matches!(c, '.' | '!' | '?' | '…')),
        '-' | '=' | '<' | '>' | '+' | '*' | '~' | '|' | '_' => run(&|c| "-=<>+*~|_".contains(c)),
        ',' | '#' | '\'' | '’' | '`' | '/' | '\\' | '—' | '–' => run(&|c| c == first),
        _ => first.len_utf8(),
    };
    // Signs that change or join pictures: one picture is one word.
    let mut end = length;
    while let Some(c) = text[end..].chars().next() {
        if is_extension(c) {
            end += c.len_utf8();
        } else if c == '\u{200d}' {
            end += c.len_utf8();
            end += text[end..].chars().next().filter(|c| !is_gap(*c)).map_or(0, char::len_utf8);
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests;
