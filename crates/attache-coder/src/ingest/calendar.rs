//! Calendar dates as headers, datelines and metadata write them. Month and weekday names are those of jiff.

use super::dateline::PartialDate;
use jiff::civil::{Date, Weekday, date};

/// Fewest letters of an abbreviated month or weekday.
const SHORTEST_NAME: usize = 3;

/// A date written with numbers, year first, at the front of `text`: `2023-06-14`, `2023/06/14`, `20230614`, also
/// with a time behind it. The day is the one that stands there, whatever the time zone.
pub fn numeric(text: &str) -> Option<Date> {
    let text = text.trim_start();
    let year = digits(text, 4)?;
    let rest = &text[4..];
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    let (month, day, end) = match separator {
        Some(mark) => {
            let month = digits(&rest[1..], 2)?;
            let day = rest.get(3..)?.strip_prefix(mark)?;
            (month, digits(day, 2)?, day.get(2..)?)
        }
        None => (digits(rest, 2)?, digits(rest.get(2..)?, 2)?, rest.get(4..)?),
    };
    if end.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A full date at the front of `text`, in numbers or in words.
pub fn any(text: &str) -> Option<Date> {
    numeric(text).or_else(|| written(text.trim_start()).and_then(|(date, _)| date.on(None)))
}

/// The first `count` characters as a number, if all are digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let part = text.get(..count)?;
    if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
}

/// A date in words at the front of `text`, and how many bytes it takes: `Tuesday, September 1, 2015`, `14 June`,
/// `Jan. 14, 2020`, `Wed, 14 Jun 2023`. The weekday and the year may be missing.
pub fn written(text: &str) -> Option<(PartialDate, usize)> {
    let mut words = Words { text, at: 0 };
    let mut weekday = None;
    let mut first = words.next()?;
    if let Some(day) = weekday_named(first) {
        weekday = Some(day);
        first = words.next()?;
    }
    let second = words.next()?;
    let (month, day) = match (month_named(first), day_number(first)) {
        (Some(month), _) => (month, day_number(second)?),
        (None, Some(day)) => (month_named(second)?, day),
        (None, None) => return None,
    };
    let end = words.at;
    let year = words.next().filter(|w| w.len() == 4).and_then(|w| digits(w, 4));
    let year = year.and_then(|y| i16::try_from(y).ok());
    let end = if year.is_some() { words.at } else { end };
    // A day that no year has is no date.
    date(2000, month, 1).with().day(day).build().ok()?;
    Some((PartialDate { year, month, day, weekday }, end))
}

/// Words and numbers with the commas and points between them left out. `at` is one past the word given last.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;
    fn next(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let gap = rest.len() - rest.trim_start_matches([' ', ',', '.', '\u{a0}']).len();
        let word = &rest[gap..];
        let length = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        if length == 0 {
            return None;
        }
        self.at += gap + length;
        Some(&word[..length])
    }
}

fn day_number(word: &str) -> Option<i8> {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[number.len()..];
    let ordinal = suffix.is_empty() || suffix.len() == 2;
    number.parse().ok().filter(|day| ordinal && (1..=31).contains(day))
}

/// The month that `word` names or abbreviates: `September`, `Sept`, `SEP`.
pub fn month_named(word: &str) -> Option<i8> {
    (1..=12).find(|month| abbreviates(word, &date(2000, *month, 1).strftime("%B").to_string()))
}

fn weekday_named(word: &str) -> Option<Weekday> {
    // 3 January 2000 was a Monday.
    (3..=9).map(|day| date(2000, 1, day)).find(|d| abbreviates(word, &d.strftime("%A").to_string())).map(Date::weekday)
}

fn abbreviates(word: &str, name: &str) -> bool {
    word.len() >= SHORTEST_NAME && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_written_with_numbers() {
        for text in ["2023-06-14", "2023-06-14T22:14:56+00:00", " 2023-06-14 17:12:47-05:00", "2023/06/14", "20230614"]
        {
            assert_eq!(numeric(text), Some(date(2023, 6, 14)), "{text}");
        }
        for text in ["2023-13-14", "2023-6-14", "20230614123", "14.06.2023", "2023", "2023-06", ""] {
            assert_eq!(numeric(text), None, "{text}");
        }
    }

    #[test]
    fn one_day_written_in_words() {
        for text in [
            "Tuesday, September 1, 2015",
            "Sept. 1, 2015 (AFP)",
            "1 September 2015",
            "Tue, 01 Sep 2015 10:00:00 GMT",
            "SEPTEMBER 1st 2015",
        ] {
            let (found, _) = written(text).unwrap();
            assert_eq!(found.on(None), Some(date(2015, 9, 1)), "{text}");
        }
        for text in ["Mayor 12", "31 Feb. 2020", "In September", "9/1/2015", "Section 3", "may 45"] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_takes_only_its_own_words() {
        let text = "Jan. 14 (AFP) - 2000 people";
        let (found, length) = written(text).unwrap();
        assert_eq!((found.year, &text[..length]), (None, "Jan. 14"));
    }
}
