//! Words of a text. Knowledge phrases and documents are cut by the same rules, so that they can meet.

mod swift;

use crate::vocabulary::{Vocabulary, WordId};
use attache_record::Span;
use std::borrow::Cow;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `talks`
    Lower,
    /// `Talks`
    Title,
    /// `TALKS`, `U.S.`, and single capital letters.
    Upper,
    /// `McCain`, `iPhone`
    Mixed,
    /// `2,000`, `3.5`, `2023`
    Number,
    /// Everything else: one mark a token.
    Mark,
}

impl Shape {
    /// Whether the word begins with a capital.
    #[must_use]
    pub fn is_capital(self) -> bool {
        matches!(self, Self::Title | Self::Upper | Self::Mixed)
    }
}

/// One word, number or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its folded form in the vocabulary; [`WordId::UNKNOWN`] where the knowledge has no such word.
    pub word: WordId,
    /// How it is written.
    pub shape: Shape,
}

/// The form under which a word is looked up: lower case, without accents, with the plain apostrophe.
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        if word.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        }
    } else {
        Cow::Owned(any_ascii::any_ascii(word).to_ascii_lowercase())
    }
}

/// Cuts `text[range]` into tokens and appends them to `tokens`; spans are offsets into the whole `text`.
///
/// Rules: letters and digits run together; `U.S.` and other letter-dot runs are one token; a number keeps commas and
/// points between digits; `'s` and `n't` are tokens of their own; a hyphen and every other mark is a token.
pub fn tokenize(text: &str, range: Span, vocabulary: &Vocabulary, tokens: &mut Vec<Token>) {
    let Some(part) = range.text(text) else { return };
    let bytes = part.as_bytes();
    let mut cut = Cut { part, base: range.start(), vocabulary, tokens };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            at += 1;
        } else if byte.is_ascii_alphabetic() {
            let run = swift::run(bytes, at);
            let end = at + run.length;
            let goes_on = match bytes.get(end) {
                Some(b'.') => run.length == 1,
                Some(next) => matches!(next, b'\'' | b'`') || !next.is_ascii(),
                None => false,
            };
            at = if goes_on { cut.any(at) } else { cut.plain(at, end, run) };
        } else {
            at = cut.any(at);
        }
    }
}

/// A text that is being cut.
struct Cut<'c> {
    part: &'c str,
    /// Where the part begins in the whole text.
    base: u32,
    vocabulary: &'c Vocabulary,
    tokens: &'c mut Vec<Token>,
}

impl Cut<'_> {
    /// Adds a run of ASCII letters and digits; gives its end.
    #[inline]
    fn plain(&mut self, at: usize, end: usize, run: swift::Run) -> usize {
        let word = self.vocabulary.find(run.key, self.part.get(at..end).unwrap_or_default());
        self.tokens.push(Token { span: self.span(at, end), word, shape: run.shape });
        end
    }

    /// Adds whatever begins at `at`, if it is a token; gives its end.
    fn any(&mut self, at: usize) -> usize {
        let (before, rest) = self.part.split_at(at);
        let Some(c) = rest.chars().next() else { return at + 1 };
        if c.is_whitespace() || is_ignored(c) {
            return at + c.len_utf8();
        }
        let length = if c.is_ascii_digit() {
            number_length(rest)
        } else if c.is_alphanumeric() {
            word_length(rest)
        } else if is_apostrophe(c) {
            clitic_length(rest, before.ends_with(char::is_alphanumeric) || is_set_apart(before, rest))
        } else {
            c.len_utf8()
        };
        let end = at + length;
        match negation_split(&rest[..length]) {
            Some(cut) => {
                self.push(at, at + cut);
                self.push(at + cut, end);
            }
            None => self.push(at, end),
        }
        end
    }

    fn push(&mut self, from: usize, to: usize) {
        let word = &self.part[from..to];
        let token = Token { span: self.span(from, to), word: self.vocabulary.look_up(word), shape: shape_of(word) };
        self.tokens.push(token);
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let offset = |at| self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Span::new(offset(from), offset(to))
    }
}

/// Soft hyphens, zero-width marks and the byte-order mark carry nothing.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')
}

/// `2,000`, `3.5`, `20th`, `100m`; a comma or point counts only between digits.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c.is_alphanumeric() {
            end = i + c.len_utf8();
        } else if (c == ',' || c == '.') && chars.peek().is_some_and(|(_, n)| n.is_ascii_digit()) {
        } else {
            break;
        }
    }
    end
}

/// Letters and digits; `n't` inside; dots of an acronym (`U.S.`, `a.m.`).
fn word_length(text: &str) -> usize {
    let acronym = acronym_length(text);
    if acronym > 0 {
        return acronym;
    }
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c.is_alphanumeric() || is_mark_inside(c) {
            end = i + c.len_utf8();
        } else if is_apostrophe(c) {
            // Inside a word only where letters follow that are no clitic: O'Brien, Côte d'Ivoire, n't.
            let rest = &text[i + c.len_utf8()..];
            let tail: usize = rest.chars().take_while(|c| c.is_alphanumeric()).count();
            let next = chars.peek().map_or(' ', |(_, n)| *n);
            let before_n = text[..i].ends_with(['n', 'N']) && tail == 1 && next.eq_ignore_ascii_case(&'t');
            if before_n || (tail >= 3 && i <= 2) {
                end = i + c.len_utf8();
            } else {
                break;
            }
        } else {
            break;
        }
    }
    end
}

/// Combining marks belong to the letter before them.
fn is_mark_inside(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Length of a run of single letters with dots: at least two letters, or 0.
fn acronym_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut letters = 0;
    while at + 1 < bytes.len() && bytes[at].is_ascii_alphabetic() && bytes[at + 1] == b'.' {
        letters += 1;
        at += 2;
    }
    let closed = at >= bytes.len() || !bytes[at].is_ascii_alphanumeric();
    if letters >= 2 && closed {
        at
    } else if letters >= 1 && at < bytes.len() && bytes[at].is_ascii_uppercase() && bytes[0].is_ascii_uppercase() {
        // "U.S" without its last dot.
        let tail = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if tail == 1 { at + 1 } else { 0 }
    } else {
        0
    }
}

/// `'s`, `'re`, `'ll`, `'ve`, `'d`, `'m` after a word; otherwise the mark alone.
fn clitic_length(text: &str, after_word: bool) -> usize {
    let mut chars = text.chars();
    let mark = chars.next().map_or(0, char::len_utf8);
    if !after_word {
        return mark;
    }
    let tail: usize = chars.take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    if (1..=2).contains(&tail) { mark + tail } else { mark }
}

/// "Turkey 's government": the `'s` of a text whose words were set apart.
fn is_set_apart(before: &str, rest: &str) -> bool {
    let word = before.strip_suffix(' ').is_some_and(|b| b.ends_with(char::is_alphanumeric));
    word && rest.get(rest.chars().next().map_or(0, char::len_utf8)..).is_some_and(|tail| tail.starts_with("s "))
}

/// Where `didn't` is cut into `did` and `n't`.
fn negation_split(word: &str) -> Option<usize> {
    let tail = word.char_indices().rev().nth(2)?.0;
    let mut chars = word[tail..].chars();
    let fits = chars.next()?.eq_ignore_ascii_case(&'n')
        && is_apostrophe(chars.next()?)
        && chars.next()?.eq_ignore_ascii_case(&'t');
    (fits && tail > 0).then_some(tail)
}

fn shape_of(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Mark };
    if first.is_ascii_digit() {
        return Shape::Number;
    }
    if !first.is_alphanumeric() {
        return if word.chars().count() > 1 { Shape::Lower } else { Shape::Mark };
    }
    let (mut upper, mut lower) = (0, 0);
    for c in chars {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, _, 0) => Shape::Upper,
        (true, 0, _) => Shape::Title,
        (false, 0, _) => Shape::Lower,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        let range = Span::new(0, u32::try_from(text.len()).unwrap());
        tokenize(text, range, &Vocabulary::default(), &mut tokens);
        tokens.iter().map(|t| t.span.text(text).unwrap().to_owned()).collect()
    }

    #[test]
    fn words_are_cut_where_a_reader_of_news_would_cut_them() {
        for (text, expected) in [
            ("China’s envoy", "China ’s envoy"),
            ("the ministers' talks", "the ministers ' talks"),
            ("U.S.-China ties", "U.S. - China ties"),
            ("in the U.S. Senate.", "in the U.S. Senate ."),
            ("the U.S said", "the U.S said"),
            ("It didn’t, won't and can't", "It did n’t , wo n't and ca n't"),
            ("$2,000.50, or 3.", "$ 2,000.50 , or 3 ."),
            ("Blinken-Qin call", "Blinken - Qin call"),
            ("Côte d’Ivoire and O'Brien", "Côte d’Ivoire and O'Brien"),
            ("“core concerns”", "“ core concerns ”"),
            ("the 20th at 5 p.m. sharp", "the 20th at 5 p.m. sharp"),
            ("Associated PressWASHINGTON — U.S.", "Associated PressWASHINGTON — U.S."),
            ("J. Blinken", "J . Blinken"),
        ] {
            assert_eq!(words(text).join(" "), expected);
        }
    }

    /// As [`tokenize`], with every word cut in the general way.
    fn cut_in_general(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut cut = Cut { part: text, base: 0, vocabulary, tokens: &mut tokens };
        let mut at = 0;
        while at < text.len() {
            at = cut.any(at);
        }
        tokens
    }

    #[test]
    fn plain_words_are_cut_and_looked_up_as_all_others() {
        let parts = [
            "A", "b", "z", "Z", "9", ".", "'", "’", "`", "-", " ", "é", "\u{301}", "“", "\t", "[", "@", "{", "/", ":",
            "t", "n", "s",
        ];
        let mut vocabulary = Vocabulary::default();
        for word in ["a", "bzz", "ab9", "zzzzzzzz", "bzbzbzbzb", "n't", "nnnnnnnnnnnnnnnnn"] {
            vocabulary.intern(word);
        }
        // A small generator (Marsaglia's xorshift) makes the same texts each time.
        let mut state = 88_172_645_463_325_252_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..24 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let pick = state as usize;
                // Most are letters, so that long words come about.
                text.push_str(if pick.is_multiple_of(3) {
                    parts[(pick >> 8) % parts.len()]
                } else {
                    ["b", "z", "n"][(pick >> 8) % 3]
                });
            }
            let mut tokens = Vec::new();
            tokenize(&text, Span::new(0, u32::try_from(text.len()).unwrap()), &vocabulary, &mut tokens);
            assert_eq!(tokens, cut_in_general(&text, &vocabulary), "{text}");
        }
    }

    #[test]
    fn accents_and_case_fold_away() {
        assert_eq!(fold("Erdoğan"), "erdogan");
        assert_eq!(fold("ÉLYSÉE"), "elysee");
        assert_eq!(fold("’s"), "'s");
    }
}
