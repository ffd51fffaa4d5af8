//! Bytes of an input to a document, with the warnings that only the command line can give.

use super::items::Item;
use attache_coder::ingest::{self, Format, Hints};
use attache_record::{Diagnostic, Document, Warned};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// What the command line adds to every document.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The date that the user gave.
    pub date: Option<Date>,
    /// The last day that is not in the future anywhere on earth.
    pub latest: Date,
}

impl Reading {
    /// With the machine's clock for today.
    pub fn new(date: Option<Date>) -> Self {
        Self { date, latest: Self::today().saturating_add(1.day()) }
    }

    /// Today, after the machine's clock, in UTC.
    pub fn today() -> Date {
        Timestamp::now().to_zoned_datetime(TimeZone::UTC).date()
    }

    /// The document of an item; messages carry the item's place.
    ///
    /// # Errors
    /// Bytes that hold no document.
    pub fn document(&self, item: &Item) -> Result<Warned<Document>, Diagnostic> {
        let read = item.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| {
            let hints = Hints { uri: Some(&item.file), date: self.date };
            match item.format {
                Format::Plain => ingest::plain(bytes, &hints),
                Format::Html => ingest::html(bytes, &hints),
                Format::JsonLines => ingest::json_line(bytes, &item.file, item.line, &hints),
            }
        });
        let placed = |diagnostic: Diagnostic| match diagnostic.location {
            Some(_) => diagnostic,
            None => diagnostic.at(item.location()),
        };
        let Warned { value: document, mut warnings } = read.map_err(placed)?;
        if let Some(published) = document.published.filter(|published| published.date > self.latest) {
            warnings.push(
                Diagnostic::warning(format!("the document is dated {}, which is in the future", published.date))
                    .hint("check the date; what the text says of past and future is read from that day"),
            );
        }
        Ok(Warned { value: document, warnings: warnings.into_iter().map(placed).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn item(text: &str) -> Item {
        let bytes = Ok(text.as_bytes().to_vec());
        Item { file: "wire.txt".into(), line: 0, format: Format::Plain, bytes, on_disk: 0 }
    }

    #[test]
    fn a_date_in_the_future_is_a_warning_and_the_document_is_read() {
        let reading = Reading { date: Some(date(2030, 1, 2)), latest: date(2030, 1, 1) };
        let read = reading.document(&item("Peru recalled its envoy.")).unwrap();
        assert_eq!(read.value.published.unwrap().date, date(2030, 1, 2));
        let warning = read.warnings.last().unwrap();
        assert_eq!(warning.message, "the document is dated 2030-01-02, which is in the future");
        assert_eq!(warning.location.as_ref().unwrap().file, "wire.txt");
    }

    #[test]
    fn bytes_that_are_no_text_are_an_error_with_the_name_of_the_file() {
        let reading = Reading { date: None, latest: date(2030, 1, 1) };
        let error = reading.document(&item("%PDF-1.7\n\0\0")).unwrap_err();
        assert!(error.to_string().contains("wire.txt"), "{error}");
    }
}
