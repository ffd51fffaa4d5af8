//! The opening of a news report: `GUSAU, Nigeria, Feb 7 (Sahel Wire) -`.

use super::calendar;
use attache_record::Span;
use jiff::civil::{Date, Weekday};

/// Longest dateline in bytes; longer ones are sentences.
const LONGEST: usize = 120;

/// Most words of a place, a region or an agency.
const MOST_WORDS: usize = 5;

/// A calendar day whose year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    /// Year, if written.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month.
    pub day: i8,
    /// Weekday, if written.
    pub weekday: Option<Weekday>,
}

impl PartialDate {
    /// The day; `near` is a day close to it, which gives a missing year.
    #[must_use]
    pub fn on(self, near: Option<Date>) -> Option<Date> {
        let in_year = |year| Date::new(year, self.month, self.day).ok();
        match (self.year, near) {
            (Some(year), _) => in_year(year),
            (None, Some(near)) => (-1..=1)
                .filter_map(|years| in_year(near.year() + years))
                .min_by_key(|day| day.duration_since(near).abs()),
            (None, None) => None,
        }
    }
}

/// Where and when a report was filed, and by whom. Spans are relative to the text given to [`dateline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole, from the agency or place to the dash; the report begins behind it.
    pub span: Span,
    /// The place, as written: `GUSAU`.
    pub place: Span,
    /// The agency: `Sahel Wire`, without brackets.
    pub agency: Option<Span>,
    /// The day.
    pub date: Option<PartialDate>,
}

/// The dateline at the front of `text`, one line or sentence of a report.
///
/// A place in capitals before a dash makes one, also where an agency was run together with it ("Associated
/// PressWASHINGTON —"); a place in small letters needs a date or an agency in brackets as well.
#[must_use]
pub fn dateline(text: &str) -> Option<Dateline> {
    let (head, length) = head(text)?;
    let mut parts = Parts { place: None, agency: None, date: None };
    let mut at = 0;
    for piece in head.split(',') {
        let start = at + (piece.len() - piece.trim_start().len());
        at += piece.len() + 1;
        let piece = piece.trim();
        parts.take(start, piece)?;
    }
    let place = parts.place?;
    let capitals = place.text(head).is_some_and(in_capitals);
    if !capitals && parts.agency.is_none() && parts.date.is_none() {
        return None;
    }
    Some(Dateline { span: Span::new(0, offset(length)), place, agency: parts.agency, date: parts.date })
}

/// What stands before the first dash, or up to a closing bracket at once followed by a capital; and the length of
/// that with the dash.
fn head(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        let after = at + c.len_utf8();
        let next = bytes.get(after).copied();
        match c {
            '\n' | '?' | '!' | ';' | ':' | '"' | '“' => return None,
            '—' | '–' => return Some((&text[..at], skip_space(text, after))),
            '-' if next == Some(b'-') => return Some((&text[..at], skip_space(text, after + 1))),
            '-' if text[..at].ends_with(' ') && next == Some(b' ') => {
                return Some((&text[..at], skip_space(text, after)));
            }
            ')' => {
                let rest = text[after..].trim_start();
                if rest.starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"') {
                    return Some((&text[..after], text.len() - rest.len()));
                }
            }
            _ => {}
        }
    }
    None
}

fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

struct Parts {
    place: Option<Span>,
    agency: Option<Span>,
    date: Option<PartialDate>,
}

impl Parts {
    /// Takes one part between commas; `None` where it fits no dateline.
    fn take(&mut self, start: usize, piece: &str) -> Option<()> {
        let mut piece = piece;
        if let Some(open) = piece.find('(') {
            let inside = piece[open + 1..].strip_suffix(')')?;
            if self.agency.is_some() || !few_names(inside) {
                return None;
            }
            self.agency = Some(span(start + open + 1, inside));
            piece = piece[..open].trim_end();
        }
        if piece.is_empty() {
            return Some(());
        }
        if self.place.is_none() {
            return self.take_place(start, piece);
        }
        if let Some((date, length)) = calendar::written(piece)
            && piece[length..].trim_matches(['.', ' ']).is_empty()
        {
            self.date = Some(date);
            return Some(());
        }
        // The year after its comma: "Jan. 14, 2020".
        if let Some(date) = &mut self.date
            && piece.len() == 4
            && let Ok(year) = piece.parse()
        {
            date.year = Some(year);
            return Some(());
        }
        (self.date.is_none() && few_names(piece)).then_some(())
    }

    fn take_place(&mut self, start: usize, piece: &str) -> Option<()> {
        // "WASHINGTON June 14": the date without a comma.
        if let Some((at, date)) = date_at_end(piece).filter(|(at, _)| in_capitals(&piece[..*at])) {
            self.date = Some(date);
            return self.take_place(start, piece[..at].trim_end());
        }
        if !few_names(piece) {
            return None;
        }
        match glued(piece) {
            Some(cut) => {
                self.agency.get_or_insert(span(start, &piece[..cut]));
                self.place = Some(span(start + cut, &piece[cut..]));
            }
            None => self.place = Some(span(start, piece)),
        }
        Some(())
    }
}

fn date_at_end(piece: &str) -> Option<(usize, PartialDate)> {
    piece.match_indices(' ').find_map(|(at, _)| {
        let (date, length) = calendar::written(&piece[at + 1..])?;
        piece[at + 1 + length..].trim_matches(['.', ' ']).is_empty().then_some((at + 1, date))
    })
}

/// Where a place in capitals begins that an agency in small letters was run together with.
fn glued(piece: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in piece.char_indices() {
        if before.is_lowercase() && c.is_uppercase() && in_capitals(&piece[at..]) {
            return Some(at);
        }
        before = c;
    }
    None
}

/// At least two letters, none small.
fn in_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 1 && !text.chars().any(char::is_lowercase)
}

/// One to five words that are names: each begins with a capital, but for short ones between ("Port of Spain").
fn few_names(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let first_is_name = words.peek().is_some_and(|w| w.starts_with(char::is_uppercase));
    let last_is_name = text.split_whitespace().last().is_some_and(|w| w.starts_with(|c: char| !c.is_lowercase()));
    let named = words.by_ref().take(MOST_WORDS).all(|w| !w.starts_with(char::is_lowercase) || w.len() <= 3);
    first_is_name && last_is_name && named && words.next().is_none()
}

fn span(start: usize, text: &str) -> Span {
    Span::new(offset(start), offset(start + text.len()))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// `place|agency|month-day|rest`
    fn parts(text: &str) -> String {
        let Some(line) = dateline(text) else { return "none".to_owned() };
        let words = |span: Option<Span>| span.and_then(|s| s.text(text)).unwrap_or("-").to_owned();
        let day = line.date.map_or("-".to_owned(), |d| {
            let year = d.year.map(|y| format!("{y}-")).unwrap_or_default();
            format!("{year}{:02}-{:02}", d.month, d.day)
        });
        let rest = &text[line.span.end() as usize..];
        format!("{}|{}|{day}|{rest}", words(Some(line.place)), words(line.agency))
    }

    #[test]
    fn a_dateline_gives_its_place_agency_and_day() {
        for (text, expected) in [
            ("GUSAU, Nigeria, Feb 7 (Sahel Wire) - Gunmen fled.", "GUSAU|Sahel Wire|02-07|Gunmen fled."),
            ("WASHINGTON — U.S. officials left.", "WASHINGTON|-|-|U.S. officials left."),
            ("Associated PressWASHINGTON — U.S. officials", "WASHINGTON|Associated Press|-|U.S. officials"),
            ("LIMA, Jan. 14, 2020 (AFP) Peru spoke.", "LIMA|AFP|2020-01-14|Peru spoke."),
            ("NUR-SULTAN, 6 May - The ministers", "NUR-SULTAN|-|05-06|The ministers"),
            ("BEIJING, Sept. 18 (Xinhua) -- China", "BEIJING|Xinhua|09-18|China"),
            ("Moscow, June 3 (TASS) – Russia", "Moscow|TASS|06-03|Russia"),
            ("KUWAIT CITY (AP) — Kuwait", "KUWAIT CITY|AP|-|Kuwait"),
            ("N'DJAMENA, April 16 (Wire) - Chad", "N'DJAMENA|Wire|04-16|Chad"),
            ("PORT OF SPAIN – Trinidad", "PORT OF SPAIN|-|-|Trinidad"),
            ("WASHINGTON June 14 (Wire) - Officials", "WASHINGTON|Wire|06-14|Officials"),
            ("QUITO, Jan 23 (A.B. & Co) - Police", "QUITO|A.B. & Co|01-23|Police"),
        ] {
            assert_eq!(parts(text), expected);
        }
    }

    #[test]
    fn a_sentence_with_a_dash_has_no_dateline() {
        for text in [
            "The ministers - three of them - met.",
            "Envoys of Peru — among them the ambassador — left.",
            "NATO-led troops left Kosovo.",
            "Peru, Chile and Bolivia – the three neighbours – agreed.",
            "MR SHRIER: We have – we are honored.",
            "Lima",
            "",
            "He left in May 2020 - nobody knows why.",
            "On September 30–October 1, the envoy travelled to Lima.",
        ] {
            assert_eq!(parts(text), "none", "{text}");
        }
    }

    #[test]
    fn a_missing_year_is_the_one_that_brings_the_day_closest() {
        let day = |month, day| PartialDate { year: None, month, day, weekday: None };
        assert_eq!(day(12, 31).on(Some(date(2020, 1, 2))), Some(date(2019, 12, 31)));
        assert_eq!(day(6, 14).on(Some(date(2023, 6, 15))), Some(date(2023, 6, 14)));
        assert_eq!(day(2, 29).on(Some(date(2023, 3, 1))), Some(date(2024, 2, 29)));
        assert_eq!(day(6, 14).on(None), None);
    }
}
