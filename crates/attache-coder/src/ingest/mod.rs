//! Bytes to documents: plain text, web pages and JSON Lines.
//!
//! A document's text is frozen here; every span of every record points into it. Odd input gives a document and
//! warnings; only bytes that hold no text at all give an error.

mod calendar;
mod charset;
mod dateline;
mod format;
mod json;
mod markup;
mod page;
mod published;
mod wrap;

pub use dateline::{Dateline, PartialDate, dateline};
pub use format::{Format, detect};
pub use json::json_line;
pub use page::html;

use attache_record::{Diagnostic, Document, DocumentId, Published, Warned, hash_hex};
use jiff::civil::Date;

/// What is known of a text besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// Address or file name.
    pub uri: Option<&'a str>,
    /// Publication date that the user gave; it outweighs every other.
    pub date: Option<Date>,
}

/// Most bytes that a text may have: offsets are 32 bits wide.
const LONGEST_TEXT: usize = u32::MAX as usize;

/// The document of a plain text.
///
/// The charset is detected, line ends become `\n`, and lines that were broken to a fixed width are joined into
/// paragraphs. The headline stays the first line of the text.
///
/// # Errors
/// Bytes that are no text: an image, an archive, a PDF, or anything with zero bytes in it.
pub fn plain(bytes: &[u8], hints: &Hints<'_>) -> Result<Warned<Document>, Diagnostic> {
    let Warned { value: text, mut warnings } = charset::decode(bytes, None)?;
    let text = wrap::unwrap_lines(&wrap::normalize_line_ends(text));
    let found = published::publication(&text, hints, None);
    warnings.extend(found.warnings);
    let source = published::agency(&text).map(str::to_owned);
    Ok(Warned { value: finish(text, hints.uri, source, None, found.value, &mut warnings)?, warnings })
}

/// Puts a document together; a text without words is a warning, one that is too long an error.
fn finish(
    text: String,
    uri: Option<&str>,
    source: Option<String>,
    title: Option<String>,
    published: Option<Published>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Document, Diagnostic> {
    if text.len() > LONGEST_TEXT {
        return Err(Diagnostic::error(format!("the text has {} bytes, more than {LONGEST_TEXT}", text.len()))
            .hint("split it into several files"));
    }
    if !text.chars().any(char::is_alphanumeric) {
        warnings.push(Diagnostic::warning("the text is empty, so no record can come of it"));
    } else if published.is_none() {
        warnings.push(
            Diagnostic::warning("no publication date was found, so times such as \"Wednesday\" stay unresolved")
                .hint("give it as YYYY-MM-DD"),
        );
    }
    let id = DocumentId::new(hash_hex([uri.unwrap_or_default().as_bytes(), text.as_bytes()]));
    Ok(Document { id, uri: uri.map(str::to_owned), source, title, published, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_record::Basis;

    fn read(text: &str) -> Warned<Document> {
        plain(text.as_bytes(), &Hints::default()).unwrap()
    }

    #[test]
    fn a_text_in_utf_8_is_kept_as_it_is() {
        let text = "Envoy leaves Quito\n\n“We’ll be back,” he said — twice.\n";
        assert_eq!(read(text).value.text, text);
    }

    #[test]
    fn a_text_without_words_is_a_document_with_a_warning() {
        for text in ["", " \n\n", "* * *"] {
            let read = read(text);
            assert_eq!(read.warnings[0].message, "the text is empty, so no record can come of it");
        }
    }

    #[test]
    fn the_date_that_the_user_gives_outweighs_the_dateline() {
        let date = jiff::civil::date(2023, 6, 14);
        let hints = Hints { uri: None, date: Some(date) };
        let document = plain(b"LIMA, Jan. 14, 2020 (AFP) - Peru recalled its envoy.", &hints).unwrap().value;
        assert_eq!(document.published, Some(Published { date, basis: Basis::Given }));
        assert_eq!(document.source.as_deref(), Some("AFP"));
    }

    #[test]
    fn a_document_without_a_date_says_so() {
        let read = read("Peru recalled its envoy on Monday.");
        assert_eq!(read.value.published, None);
        assert!(read.warnings[0].message.starts_with("no publication date was found"), "{:?}", read.warnings);
    }

    #[test]
    fn the_same_text_from_two_places_makes_two_documents() {
        let at = |uri| plain(b"Peru recalled its envoy.", &Hints { uri: Some(uri), date: None }).unwrap().value.id;
        assert_ne!(at("a.txt"), at("b.txt"));
    }

    #[test]
    fn a_line_of_fifty_megabytes_is_read() {
        let line = "The envoys met again. ".repeat(50_000_000 / 22);
        assert_eq!(read(&line).value.text.len(), line.len());
    }
}
