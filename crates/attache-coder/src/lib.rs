//! The coder: a document in, records out.
//!
//! The folders are the stages, in the order of the flow; a stage uses the record types, the knowledge and earlier
//! stages, nothing else. The whole is pure: same document, same knowledge, same records.

pub mod analysis;
mod assemble;
pub mod check;
pub mod chunk;
pub mod event;
pub mod explain;
pub mod ingest;
pub mod mention;
pub mod quote;
pub mod relation;
pub mod sentence;
pub mod status;
pub mod tag;
pub mod time;

use crate::analysis::{Analysis, Words};
use crate::assemble::{Context, LastSpeaker, Readouts, Times, Voice};
use crate::mention::Discourse;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::StateIx;
use attache_record::{Document, EntryId, Record, Run, Span, Warned};

/// A dateline stands at the front of a text, under a headline and a by-line at most.
const DATELINE_SENTENCES: usize = 4;

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
    ///
    /// Without a publication date times that need one stay unresolved and people act by their last office; whoever
    /// made the document knows and says so.
    #[must_use]
    pub fn code(&self, document: &Document) -> Warned<Vec<Record>> {
        let mut records = Vec::new();
        self.walk(document, |_, _, of_sentence| records.extend(of_sentence));
        Warned::quiet(records)
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
        let (sentences, filed_in) = self.words(text, &sentences);
        discourse.about(self.focus(&sentences, filed_in));
        for words in sentences {
            analysis.read(text, words, knowledge, &mut discourse);
            let clause = analysis.clause(knowledge);
            let attribution = quote::attribute(&clause);
            let cues = status::cues(&clause);
            let outcome = event::find(&analysis, &clause, &cues, &attribution, day, &discourse);
            let times = Times { mentions: &analysis.times, published: day };
            let context = Context {
                text,
                document: &document.id,
                run: &self.run.id,
                day,
                analysis: &analysis,
                clause,
                attribution: &attribution,
                times,
            };
            let mut records = assemble::records(&context, &outcome.found);
            records.extend(assemble::quotes(&context, &outcome.found, &marked, &mut last_speaker));
            let voice = Voice { who: discourse.voice, publisher: discourse.publisher.as_deref() };
            readouts.take(&context, &outcome.found, &records, voice, titled);
            for found in &outcome.found {
                if let Some(company) = found.company(&knowledge.actors, day) {
                    discourse.met(company);
                }
                if let Some((actor, recipient)) = found.dyad(&knowledge.actors, day) {
                    discourse.acted(actor, recipient);
                }
            }
            records.sort_by_key(|r| r.trigger().map(Span::start));
            each(&analysis, &outcome, std::mem::take(&mut records));
            discourse.next_sentence();
        }
        first_records.extend(readouts.finish().into_iter().map(Record::Readout));
        each(&Analysis::default(), &event::Outcome::default(), first_records);
    }

    /// The words of every sentence, without datelines, and the state in which the report was filed.
    fn words(&self, text: &str, sentences: &[Span]) -> (Vec<Words>, Option<StateIx>) {
        let mut all = Vec::with_capacity(sentences.len());
        let mut filed_in = None;
        for (number, span) in sentences.iter().enumerate() {
            let front = if number < DATELINE_SENTENCES { span.text(text).unwrap_or_default() } else { "" };
            let dateline = ingest::dateline(front);
            let skip = dateline.as_ref().map_or(0, |d| d.span.end());
            if let Some(dateline) = dateline {
                let place = Words::cut(front, dateline.place, 0, &self.knowledge);
                filed_in = filed_in.or(place.hits.iter().find_map(|h| mention::state_of(h, &self.knowledge.actors)));
            }
            Words::cut(text, *span, skip, &self.knowledge).pieces(&mut all);
        }
        (all, filed_in)
    }

    /// The state that a document names most, the one it was filed in counting twice more; of equals the first.
    fn focus(&self, sentences: &[Words], filed_in: Option<StateIx>) -> Option<StateIx> {
        let mut counts: Vec<(StateIx, u32)> = filed_in.map(|s| (s, 2)).into_iter().collect();
        for hit in sentences.iter().flat_map(|w| &w.hits) {
            let Some(state) = mention::state_of(hit, &self.knowledge.actors) else { continue };
            match counts.iter_mut().find(|(s, _)| *s == state) {
                Some((_, count)) => *count += 1,
                None => counts.push((state, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        counts.iter().find(|(_, count)| *count == most).map(|(state, _)| *state)
    }
}
