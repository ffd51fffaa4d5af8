//! JSON Lines: one document a line.

use super::{Hints, calendar, charset, finish, published};
use attache_record::{Diagnostic, Document, DocumentId, Location, Warned};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Longest line that a message shows, in characters.
const LONGEST_SHOWN: usize = 160;

/// The fields that are read; every other one is passed over.
#[derive(Deserialize)]
struct Fields<'l> {
    #[serde(borrow, default)]
    id: Field<'l>,
    #[serde(borrow, default)]
    date: Field<'l>,
    #[serde(borrow, default)]
    datetime: Field<'l>,
    #[serde(borrow, default)]
    title: Field<'l>,
    #[serde(borrow, default)]
    text: Field<'l>,
    #[serde(borrow, default)]
    source: Field<'l>,
    #[serde(borrow, default)]
    url: Field<'l>,
}

/// The value of a field, whatever it is.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Field<'l> {
    Text(#[serde(borrow)] Cow<'l, str>),
    Number(i64),
    Other(IgnoredAny),
    #[default]
    Missing,
}

impl Field<'_> {
    /// The words of the field, unless it is empty or no text.
    fn words(&self) -> Option<String> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Self::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// The document of one line of a JSON Lines file.
///
/// `text` is kept exactly as it stands there, so that offsets of records are bytes into it. `line_number` counts from
/// 1 and `file` is named in messages; `hints.date` outweighs the line's own date, and `hints.uri` serves where it has
/// no `url`.
///
/// # Errors
/// A line that is no JSON object, or whose `text` is missing, empty or no text.
pub fn json_line(line: &[u8], file: &str, line_number: u32, hints: &Hints<'_>) -> Result<Warned<Document>, Diagnostic> {
    let place = |column, width, source| Location { file: file.to_owned(), line: line_number, column, width, source };
    let whole = || place(0, 0, String::new());
    let Warned { value: line, mut warnings } = charset::decode(line, None).map_err(|e| e.at(whole()))?;
    let fields: Fields<'_> = serde_json::from_str(&line).map_err(|e| {
        let bytes = &line.as_bytes()[..e.column().saturating_sub(1).min(line.len())];
        let column = u32::try_from(String::from_utf8_lossy(bytes).chars().count() + 1).unwrap_or(u32::MAX);
        let reason = e.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        let shown = line.trim_end_matches(['\r', '\n']);
        let at = if shown.chars().count() <= LONGEST_SHOWN {
            place(column, 1, shown.to_owned())
        } else {
            place(column, 0, String::new())
        };
        Diagnostic::error(format!("this line is no JSON object with a text ({reason})"))
            .at(at)
            .hint("every line must be one object such as {\"id\": \"1\", \"date\": \"2023-06-14\", \"text\": \"...\"}")
    })?;
    let text = match fields.text {
        Field::Text(text) if text.chars().any(char::is_alphanumeric) => text.into_owned(),
        other => {
            let fault = match other {
                Field::Missing => "has no \"text\"",
                Field::Text(_) => "has an empty \"text\"",
                Field::Number(_) | Field::Other(_) => "has a \"text\" that is no string",
            };
            return Err(Diagnostic::error(format!("the object on this line {fault}"))
                .at(whole())
                .hint("put the words to be coded into the field \"text\""));
        }
    };
    let url = fields.url.words();
    let uri = url.as_deref().or(hints.uri);
    let date = own_date(&fields.date, &fields.datetime, &mut warnings);
    let found = published::publication(&text, &Hints { uri, date: hints.date }, date);
    warnings.extend(found.warnings);
    let source = fields.source.words().or_else(|| published::agency(&text).map(str::to_owned));
    let mut document = finish(text, uri, source, fields.title.words(), found.value, &mut warnings)?;
    if let Some(id) = fields.id.words() {
        document.id = DocumentId::new(id);
    }
    for warning in &mut warnings {
        warning.location.get_or_insert_with(whole);
    }
    Ok(Warned { value: document, warnings })
}

/// The first of the two fields that holds a date.
fn own_date(date: &Field<'_>, datetime: &Field<'_>, warnings: &mut Vec<Diagnostic>) -> Option<Date> {
    for (name, field) in [("date", date), ("datetime", datetime)] {
        let Some(words) = field.words() else { continue };
        match calendar::any(&words) {
            Some(date) => return Some(date),
            None => warnings.push(
                Diagnostic::warning(format!("the {name} \"{words}\" was not understood"))
                    .hint("write it as YYYY-MM-DD"),
            ),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_record::Basis;

    fn read(line: &str) -> Result<Warned<Document>, Diagnostic> {
        json_line(line.as_bytes(), "wire.jsonl", 7, &Hints::default())
    }

    #[test]
    fn the_fields_of_a_line_become_a_document() {
        let line = r#"{"id":"a-1","date":"2023-06-14","title":"Peru","text":"Peru spoke.","source":"Wire",
            "url":"https://wire.example/1","section":{"a":[1,2]},"time":null}"#;
        let document = read(line).unwrap().value;
        assert_eq!(document.id.as_str(), "a-1");
        assert_eq!(
            document.published.map(|p| (p.date.to_string(), p.basis)),
            Some(("2023-06-14".to_owned(), Basis::Metadata))
        );
        assert_eq!(document.title.as_deref(), Some("Peru"));
        assert_eq!(document.source.as_deref(), Some("Wire"));
        assert_eq!(document.uri.as_deref(), Some("https://wire.example/1"));
    }

    #[test]
    fn the_text_is_kept_to_the_byte() {
        let text = read(r#"{"text":" Peru\r\nspoke. \u201cYes\u201d\t\n"}"#).unwrap().value.text;
        assert_eq!(text, " Peru\r\nspoke. “Yes”\t\n");
    }

    #[test]
    fn a_line_may_have_a_datetime_and_a_number_for_its_id() {
        let document = read(r#"{"id":12,"datetime":"2021-01-21 17:12:47-05:00","text":"Peru spoke."}"#).unwrap().value;
        assert_eq!(document.id.as_str(), "12");
        assert_eq!(document.published.map(|p| p.date.to_string()).as_deref(), Some("2021-01-21"));
    }

    #[test]
    fn a_date_that_is_none_is_a_warning_at_its_line() {
        let read = read(r#"{"date":"soon","datetime":"14 June 2023","text":"Peru spoke."}"#).unwrap();
        assert_eq!(read.warnings[0].message, "the date \"soon\" was not understood");
        assert_eq!(read.warnings[0].location.as_ref().map(|l| l.line), Some(7));
        assert_eq!(read.value.published.map(|p| p.date.to_string()).as_deref(), Some("2023-06-14"));
    }

    #[test]
    fn a_broken_line_says_where() {
        let error = read("{\"id\":\"é\",\"text\":Peru}").unwrap_err().to_string();
        assert_eq!(
            error,
            "error: this line is no JSON object with a text (expected value)\n --> wire.jsonl:7:18\n   |\n \
             7 | {\"id\":\"é\",\"text\":Peru}\n   |                  ^\n  = help: every line must be one object such as \
             {\"id\": \"1\", \"date\": \"2023-06-14\", \"text\": \"...\"}"
        );
    }

    #[test]
    fn a_line_without_words_is_refused() {
        for (line, fault) in [
            (r#"{"id":"1"}"#, "has no \"text\""),
            (r#"{"text":" \n"}"#, "has an empty \"text\""),
            (r#"{"text":null}"#, "has a \"text\" that is no string"),
            (r#"{"text":["Peru"]}"#, "has a \"text\" that is no string"),
        ] {
            assert_eq!(read(line).unwrap_err().message, format!("the object on this line {fault}"), "{line}");
        }
        assert!(read("[1]").is_err() && read("").is_err());
    }
}
