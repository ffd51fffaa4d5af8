//! Finding a time at a place of a sentence.

use super::{ByWord, Element, Kind, Means, Times};
use crate::token::{Shape, Token};
use crate::vocabulary::WordId;

/// How deep times may stand inside each other: "by the end of the first week of May" has three.
const DEPTH: u8 = 4;

/// How often a time may go on: "Monday | and Tuesday | of next week" twice.
const MOST_EXTENSIONS: usize = 4;

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

    /// The number that one word stands for: 5 for "five".
    #[must_use]
    pub fn number(&self, word: WordId) -> Option<i32> {
        let lexemes = under(&self.lexemes_by_word, word).iter().map(|at| &self.lexemes[usize::from(*at)]);
        lexemes.filter(|l| l.kind == Kind::Number && l.words.len() == 1).map(|l| l.value).next()
    }

    /// Whether a time may begin with this token; quick, and true too often rather than too seldom.
    #[must_use]
    pub fn may_begin(&self, token: Token) -> bool {
        let at = token.word.index();
        let starts = self.starters.get(at / 64).is_some_and(|block| block & (1 << (at % 64)) != 0);
        starts || token.shape == Shape::Number
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

/// One way through the tree of rules.
struct Walk<'f> {
    /// Where the whole time begins.
    start: usize,
    depth: u8,
    slots: Vec<Slot>,
    found: &'f mut Vec<Reading>,
}

struct Reader<'a> {
    times: &'a Times,
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    /// The longest time at `at`; one that counts only inside another where `inside`.
    fn time(&self, at: usize, depth: u8, inside: bool) -> Option<Reading> {
        let token = self.tokens.get(at)?;
        if !self.times.may_begin(*token) {
            return None;
        }
        let by_number = if token.shape == Shape::Number { self.times.roots_by_number.as_slice() } else { &[] };
        let mut seeds = Vec::new();
        for &root in under(&self.times.roots_by_word, token.word).iter().chain(by_number) {
            self.walk(root, at, &mut Walk { start: at, depth, slots: Vec::new(), found: &mut seeds });
        }
        let mut best: Option<Reading> = None;
        for mut reading in seeds {
            for _ in 0..=MOST_EXTENSIONS {
                let counts = inside || !self.times.rules[usize::from(reading.rule)].inside;
                if counts && best.as_ref().is_none_or(|b| (reading.end, b.rule) > (b.end, reading.rule)) {
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
        self.tokens.get(reading.end)?;
        let mut found = Vec::new();
        for &root in &self.times.extensions {
            let node = &self.times.nodes[usize::from(root)];
            for &next in &node.next {
                if self.fits_quickly(next, reading.end) {
                    let slots = vec![Slot::Time(reading.clone())];
                    self.walk(next, reading.end, &mut Walk { start, depth, slots, found: &mut found });
                }
            }
        }
        found.retain(|r| depth == DEPTH || r.means != Means::Range);
        found.into_iter().max_by_key(|r| (r.end, std::cmp::Reverse(r.rule)))
    }

    /// Whether a node may stand at `at`; for words and kinds only, true where that takes a longer look.
    fn fits_quickly(&self, node: u16, at: usize) -> bool {
        match &self.times.nodes[usize::from(node)].element {
            Element::Word(words) => words.contains(&self.tokens[at].word),
            Element::Kind(_) => self.times.may_begin(self.tokens[at]),
            Element::Time(_) => true,
        }
    }

    /// Looks for the ways to say a rule that go through `node` at `at`, and adds those that fit to what was found.
    fn walk(&self, node: u16, at: usize, walk: &mut Walk<'_>) {
        let node = &self.times.nodes[usize::from(node)];
        let Some(token) = self.tokens.get(at) else { return };
        let slots = walk.slots.len();
        let end = match &node.element {
            Element::Word(words) => words.contains(&token.word).then_some(at + 1),
            Element::Kind(kind) => self.kind(*kind, at).map(|(value, length)| {
                walk.slots.push(Slot::Value(*kind, value));
                at + length
            }),
            Element::Time(not_from) => {
                let inner = if walk.depth > 0 && !not_from.contains(&token.word) {
                    self.time(at, walk.depth - 1, true)
                } else {
                    None
                };
                inner.map(|inner| {
                    let end = inner.end;
                    walk.slots.push(Slot::Time(inner));
                    end
                })
            }
        };
        if let Some(end) = end {
            for &rule in &node.ends {
                if self.fits(rule, walk.start, end) {
                    let means = self.times.rules[usize::from(rule)].means;
                    walk.found.push(Reading { rule, means, end, slots: walk.slots.clone() });
                }
            }
            for &next in &node.next {
                self.walk(next, end, walk);
            }
        }
        walk.slots.truncate(slots);
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
        if matches!(kind, Kind::Number | Kind::Ordinal)
            && let Some(value) = self.compound(kind, at)
        {
            return Some((value, 3));
        }
        self.simple(kind, at)
    }

    /// `twenty-one`, `twenty-first`.
    fn compound(&self, kind: Kind, at: usize) -> Option<i32> {
        if self.tokens.get(at + 1)?.word != self.times.hyphen? || self.tokens[at].shape == Shape::Number {
            return None;
        }
        let (tens, _) = self.simple(Kind::Number, at)?;
        self.tokens.get(at + 2)?;
        let (ones, length) = self.simple(kind, at + 2)?;
        (tens >= 20 && tens % 10 == 0 && (1..10).contains(&ones) && length == 1).then_some(tens + ones)
    }

    fn simple(&self, kind: Kind, at: usize) -> Option<(i32, usize)> {
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
