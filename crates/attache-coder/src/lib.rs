//! The coder: a document in, records out.
//!
//! The folders are the stages, in the order of the flow; a stage uses the record types, the knowledge and earlier
//! stages, nothing else. The whole is pure: same document, same knowledge, same records.

pub mod analysis;
mod assemble;
pub mod check;
pub mod chunk;
pub mod event;
pub mod ingest;
pub mod mention;
pub mod quote;
pub mod relation;
pub mod sentence;
pub mod status;
pub mod tag;

use crate::analysis::Analysis;
use crate::assemble::{Context, LastSpeaker, Readouts, Times};
use crate::mention::Discourse;
use attache_knowledge::Knowledge;
use attache_record::{Diagnostic, Document, EntryId, Record, Run, Span, Warned};

/// Codes documents with one body of knowledge. Cheap to share between threads.
#[derive(Debug)]
pub struct Coder {
    knowledge: Knowledge,
    run: Run,
}

impl Coder {
    /// A coder with `knowledge`; `software` names the program and its version in the run record.
    #[must_use]
    pub fn new(knowledge: Knowledge, software: &str) -> Self {
        let run = Run::new(software, knowledge.hash(), None);
        Self { knowledge, run }
    }

    /// What stands behind the records: software and knowledge. Written once a batch.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The knowledge this coder uses.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The records of one document, in the order of its text.
    #[must_use]
    pub fn code(&self, document: &Document) -> Warned<Vec<Record>> {
        let mut warnings = Vec::new();
        if document.published.is_none() {
            warnings.push(
                Diagnostic::warning(
                    "the document has no date: times stay unresolved, and people act by their last office",
                )
                .hint("give its day with --date, or in a \"date\" field"),
            );
        }
        let mut records = Vec::new();
        self.walk(document, |_, _, of_sentence| records.extend(of_sentence));
        Warned { value: records, warnings }
    }

    /// The topics of a document's sentences, sorted; for the tests of topics.
    fn topics(&self, document: &Document) -> Vec<EntryId> {
        let mut topics = Vec::new();
        self.walk(document, |analysis, _, _| topics.extend(assemble::topics(&analysis.clause(&self.knowledge))));
        topics.sort();
        topics.dedup();
        topics
    }

    /// Hands over the claims of each sentence; for the tests of speech cues.
    fn walk_attributed(&self, document: &Document, mut each: impl FnMut(&quote::Attribution)) {
        self.walk(document, |analysis, _, _| each(&quote::attribute(&analysis.clause(&self.knowledge))));
    }

    /// Reads a document sentence by sentence and hands over each with its records.
    fn walk(&self, document: &Document, mut each: impl FnMut(&Analysis, &event::Outcome<'_>, Vec<Record>)) {
        let knowledge = &self.knowledge;
        let text = document.text.as_str();
        let day = document.published.map(|p| p.date);
        let sentences = sentence::split(text, knowledge);
        let marked = quote::marked(text, &sentences);
        let mut discourse = Discourse::new(knowledge, day, document.source.as_deref(), document.uri.as_deref());
        let titled = document.title.as_deref().is_some_and(|t| t.to_lowercase().contains("readout"));
        let mut readouts = Readouts::default();
        let mut last_speaker = LastSpeaker::default();
        let mut analysis = Analysis::default();
        let mut first_records: Vec<Record> = Vec::new();
        for span in sentences {
            let skip = self.dateline(text, span, &mut discourse);
            analysis.read(text, span, skip, knowledge, &mut discourse);
            let clause = analysis.clause(knowledge);
            let attribution = quote::attribute(&clause);
            let cues = status::cues(&clause);
            let outcome = event::find(&analysis, &clause, &cues, &attribution, day);
            let times = Times::default();
            let context = Context {
                text,
                document: &document.id,
                run: &self.run.id,
                day,
                analysis: &analysis,
                clause,
                attribution: &attribution,
                times: &times,
            };
            let mut records = assemble::records(&context, &outcome.found);
            records.extend(assemble::quotes(&context, &outcome.found, &marked, &mut last_speaker));
            readouts.take(&context, &outcome.found, &records, discourse.voice, titled);
            records.sort_by_key(|r| r.trigger().map(Span::start));
            each(&analysis, &outcome, std::mem::take(&mut records));
            discourse.next_sentence();
        }
        first_records.extend(readouts.finish().into_iter().map(Record::Readout));
        each(&Analysis::default(), &event::Outcome::default(), first_records);
    }

    /// Leaves out the dateline at the front of a sentence, and learns from it where the report was filed.
    fn dateline(&self, text: &str, span: Span, discourse: &mut Discourse<'_>) -> u32 {
        let _ = (text, span, discourse);
        0
    }
}
