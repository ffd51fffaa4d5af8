//! One document coded, with its sentences.

use crate::formats::Coded;
use attache_coder::Coder;
use attache_coder::sentence::split;
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
    /// The sentences, in order; empty where they were not wanted.
    pub sentences: Vec<Span>,
    /// What to know about the records.
    pub warnings: Vec<Diagnostic>,
}

impl Coding {
    /// Codes a document; its sentences are listed where `sentences` wants them.
    ///
    /// # Errors
    /// A fault of the program, told as a message: one bad sentence must not end the reading of a corpus.
    pub fn of(coder: &Coder, document: &Document, sentences: bool) -> Result<Self, Diagnostic> {
        let coded = panic::catch_unwind(AssertUnwindSafe(|| {
            let coded = coder.code(document);
            let sentences = if sentences { split(&document.text, coder.knowledge()) } else { Vec::new() };
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
