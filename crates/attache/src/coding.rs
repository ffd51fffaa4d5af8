//! One document coded, with its sentences.

use crate::formats::Coded;
use crate::model::Witness;
use attache_coder::explain::{Explanation, RefusedView, SentenceView};
use attache_coder::sentence::split;
use attache_coder::sift::Sieve;
use attache_coder::{Coder, Proposal};
use attache_record::{Diagnostic, Document, Record, Span};
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where in the program the last panic of this thread was.
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
    /// Whether this thread is coding a document, so that a fault becomes a message about it.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What reads documents: the coder, and the model that it hears.
pub struct Reader<'r> {
    coder: &'r Coder,
    witness: Option<&'r Witness>,
    sieve: Option<Sieve<'r>>,
}

impl<'r> Reader<'r> {
    /// A coder that hears the model about sentences that can hold an event.
    pub fn new(coder: &'r Coder, witness: Option<&'r Witness>) -> Self {
        Self { coder, witness, sieve: witness.map(|_| Sieve::new(coder.knowledge())) }
    }

    fn proposals(&self, document: &Document) -> Vec<Proposal> {
        self.witness.map_or_else(Vec::new, |w| w.proposals(self.coder, self.sieve.as_ref(), document))
    }
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
    pub fn of(reader: &Reader<'_>, document: &Document, sentences: bool) -> Result<Self, Diagnostic> {
        let coder = reader.coder;
        guarded(document.id.as_str(), || {
            let coded = coder.code_with(document, &reader.proposals(document));
            let sentences = if sentences { split(&document.text, coder.knowledge()) } else { Vec::new() };
            Self { records: coded.value, sentences, warnings: coded.warnings }
        })
    }

    /// The document with these records and sentences, as the formats take it.
    pub fn coded<'a>(&'a self, document: &'a Document) -> Coded<'a> {
        Coded { document, records: &self.records, sentences: &self.sentences }
    }
}

/// What the coder saw in a document, coded and refused.
///
/// # Errors
/// A fault of the program, told as a message.
pub fn explained(reader: &Reader<'_>, document: &Document) -> Result<Explanation, Diagnostic> {
    guarded(document.id.as_str(), || reader.coder.explain_with(document, &reader.proposals(document)))
}

/// Why a sentence gave no record, in a few words.
pub fn reason(sentence: &SentenceView) -> String {
    /// How many reasons are given, and how many words for each.
    const NAMED: usize = 2;
    if !sentence.records.is_empty() {
        return String::new();
    }
    if sentence.refused.is_empty() {
        let nobody = sentence.mentions.iter().all(|mention| mention.codes.is_empty());
        return if nobody { "names nobody known" } else { "no words of an event" }.to_owned();
    }
    // Words inside others that were refused for the same reason add nothing.
    let inside = |r: &RefusedView| {
        let longer = |o: &RefusedView| o.words.span != r.words.span && o.words.span.contains(r.words.span);
        sentence.refused.iter().any(|o| o.why == r.why && longer(o))
    };
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for refused in sentence.refused.iter().filter(|r| !inside(r)) {
        let (why, words) = (refused.why.as_str(), refused.words.text.as_str());
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, all)) if all.contains(&words) => {}
            Some((_, all)) => all.push(words),
            None => reasons.push((why, vec![words])),
        }
    }
    let more = reasons.iter().map(|(_, words)| words.len().saturating_sub(NAMED)).sum::<usize>()
        + reasons.iter().skip(NAMED).map(|(_, words)| words.len().min(NAMED)).sum::<usize>();
    let told = reasons.iter().take(NAMED).map(|(why, words)| {
        let words: Vec<String> = words.iter().take(NAMED).map(|words| format!("“{words}”")).collect();
        format!("{}: {why}", words.join(", "))
    });
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{more}", told.collect::<Vec<_>>().join("; "))
}

/// Runs `work` on a document of this name; a fault in it becomes a message.
///
/// # Errors
/// The fault.
pub fn guarded<R>(document: &str, work: impl FnOnce() -> R) -> Result<R, Diagnostic> {
    GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.map_err(|_| {
        let fault = FAULT.take();
        Diagnostic::error(format!("a fault in the program kept the document \"{document}\" from being read"))
            .hint(format!("please report it with the text; {fault}"))
    })
}

/// Keeps the place of a fault in coding for the message instead of printing it at once.
pub fn keep_faults_quiet() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            FAULT.set(info.to_string());
        } else {
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_record::{EntryId, Evidence};

    #[test]
    fn a_fault_in_the_coder_is_a_message_with_its_place() {
        keep_faults_quiet();
        let problem = guarded("wire-7", || panic!("no such word")).unwrap_err();
        assert!(problem.message.starts_with("a fault in the program kept the document"));
        assert!(problem.hint.unwrap().contains("coding.rs"));
    }

    #[test]
    fn a_sentence_without_record_says_what_was_refused_or_missing() {
        let refused = |words: &str, start: u32, why: &str| RefusedView {
            pattern: EntryId::new("accuse.condemn"),
            words: Evidence {
                span: Span::new(start, start + u32::try_from(words.len()).unwrap()),
                text: words.to_owned(),
            },
            why: why.to_owned(),
        };
        let mut sentence = SentenceView {
            span: Span::new(0, 1),
            words: Vec::new(),
            mentions: Vec::new(),
            cues: Vec::new(),
            claims: Vec::new(),
            records: Vec::new(),
            refused: Vec::new(),
        };
        assert_eq!(reason(&sentence), "names nobody known");
        sentence.refused = vec![refused("received a call", 0, "not so"), refused("received", 0, "not so")];
        assert_eq!(reason(&sentence), "“received a call”: not so");
        sentence.refused.push(refused("condemned", 30, "nobody"));
        assert_eq!(reason(&sentence), "“received a call”: not so; “condemned”: nobody");
        sentence.refused.extend([refused("a", 40, "not so"), refused("b", 50, "not so"), refused("c", 60, "no")]);
        assert_eq!(reason(&sentence), "“received a call”, “a”: not so; “condemned”: nobody; and 2 more");
    }
}
