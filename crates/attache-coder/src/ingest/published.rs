//! The day a text was published, and what says so.

use super::{Hints, calendar, dateline};
use attache_record::{Basis, Diagnostic, Published, Warned};
use jiff::civil::{Date, date};

/// How many lines at the top may hold a dateline or a date.
const TOP_LINES: usize = 6;

/// Longest line with a date at its end: a headline.
const LONGEST_HEADLINE: usize = 250;

/// Longest line of a place or paper and a date.
const LONGEST_SIGNATURE: usize = 60;

/// Most words before a date that stands nearly alone on its line ("Last updated:").
const WORDS_BEFORE: usize = 2;

/// Most words after it (a time and a time zone).
const WORDS_AFTER: usize = 4;

/// The publication date of `text`: given by the user, else from `metadata`, else from the dateline, else from a line
/// that holds a date. A dateline without a year takes it from such a line or from the address.
pub fn publication(text: &str, hints: &Hints<'_>, metadata: Option<Date>) -> Warned<Option<Published>> {
    let published = hints
        .date
        .map(|date| Published { date, basis: Basis::Given })
        .or_else(|| metadata.map(|date| Published { date, basis: Basis::Metadata }))
        .or_else(|| in_text(text, hints.uri));
    let doubt =
        published.filter(|p| p.date < earliest() || p.date > latest()).map(|p| {
            Diagnostic::warning(format!("the publication date {} ({}) can hardly be right", p.date, p.basis))
                .hint(format!("a date from {} to {} is expected; give it as YYYY-MM-DD", earliest(), latest()))
        });
    Warned { value: published, warnings: doubt.into_iter().collect() }
}

/// No text of a news agency is older.
fn earliest() -> Date {
    date(1900, 1, 1)
}

fn latest() -> Date {
    date(2100, 12, 31)
}

fn top_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).take(TOP_LINES)
}

fn in_text(text: &str, uri: Option<&str>) -> Option<Published> {
    let alone = top_lines(text).find_map(date_line);
    let filed = top_lines(text).find_map(|line| dateline(line)?.date);
    let near = alone.or_else(|| uri.and_then(date_in_address));
    if let Some(date) = filed.and_then(|f| f.on(near)) {
        return Some(Published { date, basis: Basis::Dateline });
    }
    alone.map(|date| Published { date, basis: Basis::Text })
}

/// The agency of the dateline.
pub fn agency(text: &str) -> Option<&str> {
    top_lines(text).find_map(|line| dateline(line)?.agency?.text(line))
}

/// The full date of a line that holds little else, or that ends a headline with its weekday.
fn date_line(line: &str) -> Option<Date> {
    let has_year = line.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    if line.len() > LONGEST_HEADLINE || !has_year {
        return None;
    }
    let starts = std::iter::once(0).chain(line.match_indices(char::is_whitespace).map(|(at, s)| at + s.len()));
    let words = |text: &str| text.split_whitespace().count();
    for start in starts {
        let (before, rest) = line.split_at(start);
        let (date, weekday, length) = match calendar::numeric(rest) {
            Some(date) => (date, false, rest.find(char::is_whitespace).unwrap_or(rest.len())),
            None => match calendar::written(rest) {
                Some((found, length)) if found.year.is_some() => (found.on(None)?, found.weekday.is_some(), length),
                _ => continue,
            },
        };
        let after = rest[length..].trim_matches(|c: char| !c.is_alphanumeric());
        let alone = words(before) <= WORDS_BEFORE && words(after) <= WORDS_AFTER && !before.ends_with(", ");
        let leads = before.is_empty() && rest[length..].trim_start().starts_with(['-', '–', '—']);
        let ends = weekday && rest[length..].trim().is_empty();
        // "Tunis, June 13, 2023", "The Copperbelt Observer, 21 August 2018"
        let signed = before.ends_with(", ") && line.len() <= LONGEST_SIGNATURE && rest[length..].trim().is_empty();
        if alone || leads || ends || signed {
            return Some(date);
        }
    }
    None
}

/// The day in an address: `/2023/06/14/` or `2023-06-14`.
pub fn date_in_address(uri: &str) -> Option<Date> {
    uri.char_indices().filter(|(at, _)| !uri[..*at].ends_with(|c: char| c.is_ascii_digit())).find_map(|(at, c)| {
        let date = if c.is_ascii_digit() { calendar::numeric(&uri[at..]) } else { None };
        date.filter(|d| (earliest()..=latest()).contains(d))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, uri: Option<&str>) -> String {
        let found = publication(text, &Hints { uri, date: None }, None).value;
        found.map_or("none".to_owned(), |p| format!("{} {}", p.date, p.basis))
    }

    #[test]
    fn a_date_says_what_it_rests_on() {
        for (text, expected) in [
            ("LIMA, Jan. 14, 2020 (AFP) - Peru recalled its envoy.", "2020-01-14 dateline"),
            ("Peru recalls envoy\nLIMA, 14 January 2020 - Peru spoke.", "2020-01-14 dateline"),
            ("Peru recalls envoy\nTuesday, September 1, 2015\n\nPeru spoke.", "2015-09-01 text"),
            ("Peru recalls its envoy Tuesday, September 1, 2015\n\nPeru spoke.", "2015-09-01 text"),
            ("Tunis, September 1, 2015\nPeru spoke.", "2015-09-01 text"),
            ("Peru spoke\nThe Andean Observer, 1 September 2015\n\nPeru spoke.", "2015-09-01 text"),
            ("Published: 2015-09-01 10:30 GMT\nPeru spoke.", "2015-09-01 text"),
            ("September 1, 2015 — Peru spoke of its envoy to Chile and others.", "2015-09-01 text"),
            ("September 1, 2015\nLIMA, Aug. 31 (Wire) - Peru spoke.", "2015-08-31 dateline"),
        ] {
            assert_eq!(found(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_date_inside_a_sentence_is_no_publication_date() {
        for text in [
            "On September 1, 2015, Peru recalled its envoy to Chile.",
            "Peru recalled its envoy on September 1, 2015 after a long quarrel over fish.",
            "Peru recalled its envoy\nThe treaty was signed on September 1, 2015",
            "The games begin on Tuesday, September 1, 2015.",
            "WASHINGTON, June 14 (Wire) - The year is missing.",
        ] {
            assert_eq!(found(text, None), "none", "{text}");
        }
    }

    #[test]
    fn an_address_gives_the_year_that_a_dateline_lacks() {
        let text = "LIMA, Dec 31 (Wire) - Peru recalled its envoy.";
        for (uri, expected) in [
            ("https://wire.example/2020/01/02/peru.html", "2019-12-31 dateline"),
            ("https://wire.example/peru-20200102", "2019-12-31 dateline"),
            ("https://wire.example/a/99999999/peru", "none"),
        ] {
            assert_eq!(found(text, Some(uri)), expected, "{uri}");
        }
    }

    #[test]
    fn a_date_of_another_century_is_doubted() {
        let hints = Hints { uri: None, date: Some(date(1066, 10, 14)) };
        let warnings = publication("Peru spoke.", &hints, None).warnings;
        assert_eq!(warnings[0].message, "the publication date 1066-10-14 (given) can hardly be right");
    }
}
