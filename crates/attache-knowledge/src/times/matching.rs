//! Finding a time at a place of a sentence.

use super::{ByWord, Element, Kind, Means, Sequence, Times};
use crate::token::{Shape, Token};
use crate::vocabulary::WordId;

/// How deep times may stand inside each other: "by the end of the first week of May" has three.
const DEPTH: u8 = 4;

/// Years that four digits may be.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=2199;

/// Two digits of a decade from here on belong to the century before.
const FIRST_DECADE_OF_LAST_CENTURY: i32 = 30;

/// A time as its words give it, before it is known which days they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The rule, an index into [`Times::rules`].
    pub rule: u16,
    /// What the rule means.
    pub means: Means,
    /// One past its last token.
    pub end: usize,
    /// What stood at the rule's braces, in order.
    pub slots: Vec<Slot>,
}

/// What stood at one brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// A word or number.
    Value(Kind, i32),
    /// Another time.
    Time(Reading),
}

impl Reading {
    /// The first value of a kind.
    #[must_use]
    pub fn value(&self, kind: Kind) -> Option<i32> {
        self.values(kind).next()
    }

    /// All values of a kind, in order.
    pub fn values(&self, kind: Kind) -> impl Iterator<Item = i32> {
        self.slots.iter().filter_map(move |slot| match slot {
            Slot::Value(k, value) if *k == kind => Some(*value),
            _ => None,
        })
    }

    /// The times inside, in order.
    pub fn times(&self) -> impl Iterator<Item = &Self> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Time(time) => Some(time),
            Slot::Value(..) => None,
        })
    }
}

impl Kind {
    /// Whether digits can be of this kind.
    pub(super) fn in_digits(self) -> bool {
        use Kind::{Day, DayNumber, Decade, MonthNumber, Nth, Number, Ordinal, Year};
        matches!(self, Day | DayNumber | Decade | MonthNumber | Nth | Number | Ordinal | Year)
    }
}

impl Times {
    /// The longest time that begins with the token `at`. Of two equally long ones the rule that stands first counts.
    #[must_use]
    pub fn read_at(&self, text: &str, tokens: &[Token], at: usize) -> Option<Reading> {
        Reader { times: self, text, tokens }.time(at, DEPTH, false)
    }

    /// Whether a time may begin with this token; quick, and true too often rather than too seldom.
    #[must_use]
    pub fn may_begin(&self, token: Token) -> bool {
        token.shape == Shape::Number || !under(&self.sequences_by_word, token.word).is_empty()
    }
}

fn under(index: &ByWord, word: WordId) -> &[u16] {
    index.binary_search_by_key(&word, |(w, _)| *w).map_or(&[], |at| index[at].1.as_slice())
}

/// A number token taken apart.
struct Digits<'t> {
    digits: &'t str,
    ending: &'t str,
    grouped: bool,
}

struct Reader<'a> {
    times: &'a Times,
    text: &'a str,
    tokens: &'a [Token],
}

impl<'a> Reader<'a> {
    fn time(&self, at: usize, depth: u8, inside: bool) -> Option<Reading> {
        let token = self.tokens.get(at)?;
        let by_number = if token.shape == Shape::Number { self.times.by_number.as_slice() } else { &[] };
        let mut best: Option<Reading> = None;
        for &number in under(&self.times.sequences_by_word, token.word).iter().chain(by_number) {
            let sequence = &self.times.sequences[usize::from(number)];
            let Some(mut reading) = self.sequence(sequence, at, 0, Vec::new(), at, depth) else { continue };
            loop {
                let outer = inside || !self.times.rules[usize::from(reading.rule)].inside;
                if outer && best.as_ref().is_none_or(|b| reading.end > b.end) {
                    best = Some(reading.clone());
                }
                match self.extended(&reading, at, depth) {
                    Some(longer) => reading = longer,
                    None => break,
                }
            }
        }
        best
    }

    /// The longest time that begins with the time `reading`, which begins at `start`. Ranges and lists are made of
    /// whole times only: in "late August and early September" the first word belongs to the first month.
    fn extended(&self, reading: &Reading, start: usize, depth: u8) -> Option<Reading> {
        let mut best: Option<Reading> = None;
        for &number in &self.times.extensions {
            let sequence = &self.times.sequences[usize::from(number)];
            let is_range = self.times.rules[usize::from(sequence.rule)].means == Means::Range;
            // Most extensions fail at their second element; look before the first is copied.
            if (is_range && depth < DEPTH) || !self.may_follow(sequence, reading.end) {
                continue;
            }
            let slots = vec![Slot::Time(reading.clone())];
            if let Some(longer) = self.sequence(sequence, reading.end, 1, slots, start, depth)
                && best.as_ref().is_none_or(|b| longer.end > b.end)
            {
                best = Some(longer);
            }
        }
        best
    }

    fn may_follow(&self, sequence: &Sequence, at: usize) -> bool {
        match (sequence.elements.get(1), self.tokens.get(at)) {
            (Some(Element::Word(words)), Some(token)) => words.contains(&token.word),
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// The reading of `sequence`, whose elements from `first` on are looked for at `at`; `start` is where the whole
    /// time begins.
    fn sequence(
        &self,
        sequence: &Sequence,
        at: usize,
        first: usize,
        mut slots: Vec<Slot>,
        start: usize,
        depth: u8,
    ) -> Option<Reading> {
        let mut at = at;
        for element in &sequence.elements[first..] {
            let token = self.tokens.get(at)?;
            match element {
                Element::Word(words) => {
                    if !words.contains(&token.word) {
                        return None;
                    }
                    at += 1;
                }
                Element::Kind(kind) => {
                    let (value, length) = self.kind(*kind, at)?;
                    slots.push(Slot::Value(*kind, value));
                    at += length;
                }
                Element::Time => {
                    if self.times.rules[usize::from(sequence.rule)].time_not_from.contains(&token.word) {
                        return None;
                    }
                    let inner = self.time(at, depth.checked_sub(1)?, true)?;
                    at = inner.end;
                    slots.push(Slot::Time(inner));
                }
            }
        }
        self.fits(sequence.rule, start, at).then(|| Reading {
            rule: sequence.rule,
            means: self.times.rules[usize::from(sequence.rule)].means,
            end: at,
            slots,
        })
    }

    /// Whether the words around allow the rule.
    fn fits(&self, rule: u16, start: usize, end: usize) -> bool {
        let rule = &self.times.rules[usize::from(rule)];
        let before = start.checked_sub(1).and_then(|at| self.tokens.get(at));
        let next = self.tokens.get(end);
        before.is_none_or(|t| !rule.unless_after.contains(&t.word))
            && rule.only_after.as_ref().is_none_or(|words| before.is_some_and(|t| words.contains(&t.word)))
            && next.is_none_or(|t| !rule.unless_before.contains(&t.word))
            && match (&rule.only_before, next) {
                (Some(words), Some(next)) => next.shape == Shape::Mark || words.contains(&next.word),
                _ => true,
            }
    }

    /// The value of a word or number of this kind at `at`, and how many tokens it takes.
    fn kind(&self, kind: Kind, at: usize) -> Option<(i32, usize)> {
        let token = self.tokens[at];
        let lexeme = under(&self.times.lexemes_by_word, token.word)
            .iter()
            .map(|&number| &self.times.lexemes[usize::from(number)])
            .filter(|l| l.kind == kind && (!l.capital || token.shape.is_capital()))
            .filter(|l| self.tokens.len() >= at + l.words.len())
            .filter(|l| l.words.iter().zip(&self.tokens[at..]).all(|(w, t)| *w == t.word))
            .max_by_key(|l| l.words.len());
        if let Some(lexeme) = lexeme {
            return Some((lexeme.value, lexeme.words.len()));
        }
        let value = if token.shape == Shape::Number && kind.in_digits() { self.digits(kind, at) } else { None };
        value.map(|v| (v, 1))
    }

    fn digits(&self, kind: Kind, at: usize) -> Option<i32> {
        let Digits { digits, ending, grouped } = take_apart(self.tokens[at].span.text(self.text)?);
        let ordinal = self.times.ordinal_endings.iter().any(|e| e == ending);
        let plain = ending.is_empty();
        if grouped {
            let number = || digits.replace(',', "").parse().ok();
            return (kind == Kind::Number && plain).then(number).flatten();
        }
        let value: i32 = digits.parse().ok()?;
        let two = digits.len() == 2;
        let fits = match kind {
            Kind::Day => (1..=31).contains(&value) && (plain || ordinal),
            Kind::Nth => (1..=31).contains(&value) && ordinal,
            Kind::DayNumber => two && plain && (1..=31).contains(&value),
            Kind::MonthNumber => two && plain && (1..=12).contains(&value),
            Kind::Year => digits.len() == 4 && plain && YEARS.contains(&value),
            Kind::Number => plain,
            Kind::Ordinal => ordinal,
            Kind::Decade => {
                let is = self.times.decade_endings.iter().any(|e| e == ending) && value % 10 == 0;
                let century = if value < FIRST_DECADE_OF_LAST_CENTURY { 2000 } else { 1900 };
                return match digits.len() {
                    4 if is && YEARS.contains(&value) => Some(value),
                    2 if is => Some(century + value),
                    _ => None,
                };
            }
            _ => false,
        };
        fits.then_some(value)
    }
}

/// The digits at the front and the letters behind them.
fn take_apart(token: &str) -> Digits<'_> {
    let end = token.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(token.len());
    let (digits, ending) = token.split_at(end);
    Digits { digits, ending, grouped: digits.contains([',', '.']) }
}
