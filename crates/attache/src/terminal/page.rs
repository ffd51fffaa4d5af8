//! The page that shows a text with its records beneath each sentence.

use super::color::{self, DIM, HEAD, PLAIN, REASON};
use super::count;
use super::record;
use super::sentence::{Mark, marked};
use super::wrap::{Styled, harmless};
use crate::formats::Coded;
use attache_record::{Document, Record, RecordId, Span};
use std::io::{self, Write};

/// How a page looks.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns.
    pub width: usize,
    /// Whether colour shows what brackets would show without it.
    pub colored: bool,
}

impl Page {
    /// Writes a document with its records. `reasons` says of each sentence why nothing, or not more, was coded; a
    /// sentence without reason has empty text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn document(&self, coded: Coded<'_>, reasons: &[String], out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.heading(coded.document).as_bytes())?;
        let mut left: &[&Record] = &in_order(coded.records);
        let mut with_records = 0_u64;
        let mut spaced = true;
        for (at, sentence) in coded.sentences.iter().enumerate() {
            let next = coded.sentences.get(at + 1).map_or(u32::MAX, |next| next.start());
            let here = left.partition_point(|r| r.sentence().is_some_and(|s| s.start() < next));
            let (records, rest) = left.split_at(here);
            left = rest;
            with_records += u64::from(!records.is_empty());
            if !records.is_empty() && !spaced {
                out.write_all(b"\n")?;
            }
            let reason = reasons.get(at).map(String::as_str).unwrap_or_default();
            out.write_all(self.sentence(&coded.document.text, *sentence, records, reason).as_bytes())?;
            spaced = !records.is_empty();
            if spaced {
                out.write_all(b"\n")?;
            }
        }
        if !spaced {
            out.write_all(b"\n")?;
        }
        out.write_all(self.footing(coded, with_records).as_bytes())
    }

    /// One sentence with its records.
    pub fn sentence(&self, text: &str, sentence: Span, records: &[&Record], reason: &str) -> String {
        let marks: Vec<Mark> = records
            .iter()
            .enumerate()
            .filter_map(|(at, record)| {
                let span = record.trigger()?;
                let bracketed = !matches!(record, Record::Quote(_));
                Some(Mark { span, number: at + 1, style: color::of(record), bracketed })
            })
            .collect();
        let mut words = marked(text, sentence, &marks, self.colored);
        if !reason.is_empty() {
            words.push(REASON, format!(" ({})", harmless(reason)));
        }
        let mut out = words.wrap(self.width, "", "");
        for (at, record) in records.iter().enumerate() {
            let event = event_of(record).and_then(|id| records.iter().position(|r| r.id() == Some(id)));
            out.push_str(&self.record(at + 1, record, event.map(|event| event + 1)));
        }
        out
    }

    /// The lines of one record with its number. `event` is the number of the event that it is, if it stands there.
    fn record(&self, number: usize, record: &Record, event: Option<usize>) -> String {
        let lines = match event {
            Some(event) => record::lines_beside(record, event),
            None => record::lines(record),
        };
        let first = format!("{number:>5} ");
        let rest = " ".repeat(first.len() + 2);
        let mut out = lines.head.wrap(self.width, &first, &rest);
        for line in std::iter::once(&lines.detail).chain(&lines.more).filter(|line| !line.is_empty()) {
            out.push_str(&line.wrap(self.width, &" ".repeat(first.len()), &rest));
        }
        out
    }

    fn heading(&self, document: &Document) -> String {
        let mut out = String::new();
        if let Some(title) = &document.title {
            out.push_str(&Styled::default().with(HEAD, harmless(title)).wrap(self.width, "", ""));
        }
        let date = match document.published {
            Some(published) => format!("{} ({})", published.date, basis(published.basis)),
            None => "no date".to_owned(),
        };
        let name = document.uri.as_deref().unwrap_or(document.id.as_str());
        let parts: Vec<_> = [Some(name), document.source.as_deref(), Some(&date)].into_iter().flatten().collect();
        out.push_str(&Styled::default().with(DIM, harmless(&parts.join(" · "))).wrap(self.width, "", ""));
        out.push('\n');
        out
    }

    fn footing(&self, coded: Coded<'_>, with_records: u64) -> String {
        let sentences = count::of(coded.sentences.len() as u64, "sentence");
        let records = count::of(coded.records.len() as u64, "record");
        let line = format!("{records} in {with_records} of {sentences}");
        Styled::default().with(DIM, line).with(PLAIN, "").wrap(self.width, "", "")
    }
}

fn basis(basis: attache_record::Basis) -> &'static str {
    match basis {
        attache_record::Basis::Given => "given",
        attache_record::Basis::Metadata => "from the metadata",
        attache_record::Basis::Dateline => "from the dateline",
        attache_record::Basis::Text => "from the text",
    }
}

/// The event that a contact is.
fn event_of(record: &Record) -> Option<&RecordId> {
    match record {
        Record::Contact(contact) => contact.event.as_ref(),
        _ => None,
    }
}

/// The records of a document by sentence, and in a sentence in the order of the words that they rest on.
fn in_order(records: &[Record]) -> Vec<&Record> {
    let mut records: Vec<&Record> = records.iter().filter(|record| record.sentence().is_some()).collect();
    records.sort_by_key(|record| (record.sentence().map(Span::start), record.trigger()));
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn a_page_without_colour_shows_sentences_marks_and_records() {
        let (document, records) = sample::visit_and_demand();
        let sentences = sample::sentences(&document);
        let coded = Coded { document: &document, records: &records, sentences: &sentences };
        let reasons = [String::new(), String::new(), "no pattern fits".to_owned()];
        let mut page = Vec::new();
        Page { width: 78, colored: false }.document(coded, &reasons, &mut page).unwrap();
        let page = anstream::adapter::strip_str(&String::from_utf8(page).unwrap()).to_string();
        let expected = "\
wire-7 · Andina · 2023-06-14 (from the metadata)

Peruvian Foreign Minister Ana Gervasi [will visit]¹,² Ecuador on Friday, the
ministry said.
    1 CONSULT/visit future PER:GOV Ana Gervasi > ECU Ecuador
      2023-06-16 “on Friday” · said by PER:GOV “the ministry” · topics
        diplomatic
    2 contact: visit planned, as 1

She [demanded]¹ that Quito reopen the crossing at Macará.
    1 REQUEST/change actual PER:GOV Ana Gervasi > ECU Ecuador
      in Macará (ECU)

Nobody expected rain. (no pattern fits)

3 records in 2 of 3 sentences
";
        assert_eq!(page, expected);
    }
}
