//! The words and rules of times, from `times.toml`.
//!
//! A rule says which words make a time and, by one of [`Means`], what kind of time that is; which days it comes to is
//! for the coder, which knows the publication date and the tense. The words are matched here ([`Times::read_at`]).

mod compile;
mod matching;
mod syntax;

pub(crate) use compile::compile;
pub use matching::{Reading, Slot};

use crate::vocabulary::WordId;
use attache_record::{EntryId, Location};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a `{...}` of a rule stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A weekday, 1 for Monday to 7 for Sunday.
    Weekday,
    /// An abbreviation of a weekday without its point, which only a date beside it makes clear.
    WeekdayShort,
    /// A month, 1 to 12.
    Month,
    /// A month whose name is no other word.
    PlainMonth,
    /// A whole number, in digits or words.
    Number,
    /// First, second, third ...; -1 for the last.
    Ordinal,
    /// Which of several: -1 the last, 0 this, 1 the next.
    Which,
    /// Days from the day of publication.
    Relative,
    /// A part of a time: 0 its first third, 1 its middle, 2 its last.
    Part,
    /// An edge of a time: 0 its beginning, 1 its middle, 2 its end.
    Edge,
    /// A season; its value is an index into [`Times::seasons`].
    Season,
    /// A holiday; its value is an index into [`Times::holidays`].
    Holiday,
    /// A unit of time; its value is a [`Unit`].
    Unit,
    /// A day of the month in digits, with or without the ending of an ordinal.
    Day,
    /// A day of the month with the ending of an ordinal.
    Nth,
    /// A year in four digits.
    Year,
    /// A month in two digits.
    MonthNumber,
    /// A day in two digits.
    DayNumber,
    /// The first year of a decade: 1990 for `1990s` and `90s`.
    Decade,
}

/// What a rule's words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A calendar day: month, day, and where given year and weekday.
    Date,
    /// Several calendar days of one month, the first and the last.
    Dates,
    /// A day of the month, without its month.
    DayOfMonth,
    /// A month, with its year or which one.
    Month,
    /// A year.
    Year,
    /// A weekday, and which one.
    Weekday,
    /// So many days from the day of publication.
    Relative,
    /// The day of publication.
    Today,
    /// The night before the day of publication.
    Overnight,
    /// A whole week, month, year ..., and which one.
    Unit,
    /// A Saturday and Sunday, and which.
    Weekend,
    /// A season, with its year or which one.
    Season,
    /// A quarter of a year.
    Quarter,
    /// Ten years.
    Decade,
    /// The fiscal year of the United States: October to September, named after the year in which it ends.
    FiscalYear,
    /// A holiday, with its year or which one.
    Holiday,
    /// So long before publication, to a day or within a unit.
    Ago,
    /// So long after publication.
    Ahead,
    /// The stretch of that length that ends with publication.
    SpanBack,
    /// The stretch of that length that begins with publication.
    SpanAhead,
    /// The stretch of that length that begins with publication, where the clause is about what is to come.
    Within,
    /// So long after the time mentioned before.
    Later,
    /// So long before it.
    Earlier,
    /// The day of the time mentioned before.
    SameDay,
    /// A third of a time.
    Part,
    /// The beginning, middle or end of a time.
    Edge,
    /// The *n*th week, half, quarter ... of a time.
    Fraction,
    /// The time inside, as it is.
    Same,
    /// The time inside, to come if it is a week or shorter: "set for Monday".
    Planned,
    /// A time inside another: Monday of last week.
    Select,
    /// The week, month ... that holds a time.
    Around,
    /// From one time to another.
    Range,
    /// From a time to publication.
    Since,
    /// From publication to before or at a time.
    Until,
    /// From publication to a time's end.
    By,
    /// From publication to the day before a time.
    Before,
    /// From publication through a time.
    Through,
    /// Words of time that come to no day: "in the coming days".
    Vague,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Unit {
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
}

impl Unit {
    /// Every unit; the value of a word of [`Kind::Unit`] is an index into this list.
    pub const ALL: [Self; 10] = [
        Self::Hour,
        Self::Day,
        Self::Weekend,
        Self::Week,
        Self::Fortnight,
        Self::Month,
        Self::Quarter,
        Self::Half,
        Self::Year,
        Self::Decade,
    ];
}

/// When a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feast {
    /// On the same day each year.
    On {
        /// Month.
        month: i8,
        /// Day.
        day: i8,
    },
    /// So many days after Easter Sunday of the western churches.
    Easter(i16),
    /// On the *n*th weekday of a month; -1 for the last.
    Nth {
        /// Month.
        month: i8,
        /// Weekday, 1 for Monday.
        weekday: i8,
        /// Which of them.
        nth: i8,
    },
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: EntryId,
    /// What its words mean.
    pub means: Means,
    /// Whether it counts only inside another rule.
    pub inside: bool,
    /// Words that must not stand before it.
    unless_after: Vec<WordId>,
    /// Words that must not follow.
    unless_before: Vec<WordId>,
    /// Words of which one must follow, unless a mark does or the sentence ends.
    only_before: Option<Vec<WordId>>,
    /// Words of which one must stand before it.
    only_after: Option<Vec<WordId>>,
}

/// One element of a rule's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Element {
    /// One of these words.
    Word(Vec<WordId>),
    /// A word or number of a kind.
    Kind(Kind),
    /// Another time, which must not begin with one of these words.
    Time(Vec<WordId>),
}

/// An element and what may follow it: the ways to say the rules, as a tree, so that what they share is looked at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Node {
    element: Element,
    /// Rules that end here.
    ends: Vec<u16>,
    /// Nodes that follow.
    next: Vec<u16>,
}

/// Words of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Lexeme {
    words: Vec<WordId>,
    kind: Kind,
    value: i32,
    /// Whether the first word must have a capital.
    capital: bool,
}

/// Numbers of lexemes or nodes by the word with which they begin, sorted by word.
type ByWord = Vec<(WordId, Vec<u16>)>;

/// The compiled words and rules of times.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {
    /// The rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// First month of each season; a season has three.
    pub seasons: Vec<i8>,
    /// The holidays.
    pub holidays: Vec<Feast>,
    nodes: Vec<Node>,
    lexemes: Vec<Lexeme>,
    /// Words with which a time can begin, as a set of bits by word number.
    starters: Vec<u64>,
    /// The hyphen of "twenty-one".
    hyphen: Option<WordId>,
    lexemes_by_word: ByWord,
    /// First nodes.
    roots: Vec<u16>,
    roots_by_word: ByWord,
    /// First nodes that digits can be.
    roots_by_number: Vec<u16>,
    /// First nodes that are times themselves: ways to go on from a time.
    extensions: Vec<u16>,
    ordinal_endings: Vec<String>,
    decade_endings: Vec<String>,
    /// What the rules' own examples must give; there only when compiled from files.
    #[serde(skip)]
    pub tests: Vec<TimeTest>,
}

/// One example of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeTest {
    /// The rule.
    pub id: EntryId,
    /// Where it stands.
    pub location: Location,
    /// Publication date.
    pub on: Date,
    /// Text without brackets.
    pub text: String,
    /// Where the time stands; `None` where no time must be found.
    pub span: Option<(u32, u32)>,
    /// `past`, `present` or `future`.
    pub tense: ExampleTense,
    /// `2023-06-14`, `2023-06-17/2023-06-18`, or `none` for a time that comes to no day.
    pub gives: String,
}

/// Tense of an example's clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ExampleTense {
    #[default]
    Past,
    Present,
    Future,
}
