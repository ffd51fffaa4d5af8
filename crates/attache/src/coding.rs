//! One document coded, with its sentences.

use crate::formats::Coded;
use attache_coder::Coder;
use attache_record::{Diagnostic, Document, Record, Span};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where in the program the last panic of this thread was.
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A document's records and sentences.
#[derive(Debug)]
pub struct Coding {
    /// The records.
    pub records: Vec<Record>,
    /// The sentences, in order.
    pub sentences: Vec<Span>,
    /// What to know about the records.
    pub warnings: Vec<Diagnostic>,
}

impl Coding {
    /// Codes a document.
    ///
    /// # Errors
    /// A fault of the program, told as a message: one bad sentence must not end the reading of a corpus.
    pub fn of(coder: &Coder, document: &Document) -> Result<Self, Diagnostic> {
        let coded = panic::catch_unwind(AssertUnwindSafe(|| {
            let coded = coder.code(document);
            let sentences = sentences(document, &coded.value);
            Self { records: coded.value, sentences, warnings: coded.warnings }
        }));
        coded.map_err(|_| {
            let fault = FAULT.take();
            Diagnostic::error(format!("a fault in the program kept the document \"{}\" from being coded", document.id))
                .hint(format!("please report it with the text; {fault}"))
        })
    }

    /// The document with these records and sentences, as the formats take it.
    pub fn coded<'a>(&'a self, document: &'a Document) -> Coded<'a> {
        Coded { document, records: &self.records, sentences: &self.sentences }
    }
}

/// Keeps the place of a fault for the message instead of printing it at once.
pub fn keep_faults_quiet() {
    panic::set_hook(Box::new(|info| FAULT.set(info.to_string())));
}

/// The sentences of a document: those of the records, and between them one a line.
fn sentences(document: &Document, records: &[Record]) -> Vec<Span> {
    let mut known: Vec<Span> = records.iter().filter_map(Record::sentence).collect();
    known.sort_unstable();
    known.dedup();
    let mut out = Vec::new();
    let mut from = 0;
    for sentence in known {
        lines(&document.text, from, sentence.start(), &mut out);
        out.push(sentence);
        from = sentence.end();
    }
    lines(&document.text, from, u32::try_from(document.text.len()).unwrap_or(u32::MAX), &mut out);
    out
}

/// The lines between two offsets, without white space around them.
fn lines(text: &str, from: u32, to: u32, out: &mut Vec<Span>) {
    let Some(part) = Span::new(from, to).text(text) else { return };
    let mut at = from;
    for line in part.split('\n') {
        let lead = line.len() - line.trim_start().len();
        let size = line.trim().len();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        if size > 0 {
            let start = at + narrow(lead);
            out.push(Span::new(start, start + narrow(size)));
        }
        at += narrow(line.len()) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn what_lies_between_sentences_with_records_is_kept() {
        let (document, records) = sample::visit_and_demand();
        let texts: Vec<_> =
            sentences(&document, &records).iter().map(|s| s.text(&document.text).unwrap().to_owned()).collect();
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[2], "Nobody expected rain.");
    }
}
