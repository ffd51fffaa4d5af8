//! The coder: a document in, records out.
//!
//! The folders are the stages, in the order of the flow; a stage uses the record types, the knowledge and earlier
//! stages, nothing else. The whole is pure: same document, same knowledge, same records.

pub mod analyse;
pub mod analysis;
mod assemble;
pub mod check;
pub mod chunk;
pub mod entry;
pub mod event;
pub mod explain;
pub mod ingest;
pub mod mention;
pub mod pair;
pub mod quote;
pub mod relation;
pub mod sentence;
pub mod sift;
pub mod status;
pub mod tag;
pub mod time;

use crate::analysis::{Analysis, Words};
use crate::assemble::entry::{self as entries, Entry};
use crate::assemble::{Contacts, Context, LastSpeaker, Readouts, Times, Voice};
pub use crate::event::proposal::Proposal;
use crate::mention::{Discourse, Geography};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::StateIx;
use attache_record::{Class, Contact, Document, EntryId, Mode, Record, Run, RunId, Span, Warned};
use jiff::civil::Date;

/// A dateline stands at the front of a text, under a headline and a by-line at most.
const DATELINE_SENTENCES: usize = 4;

/// The entries of a chronology, while it is read.
struct Entries<'d> {
    knowledge: &'d Knowledge,
    document: &'d Document,
    run: &'d RunId,
    /// The document's country, which counts again where the entries end.
    country: Option<StateIx>,
    entry: Option<Entry>,
}

impl Entries<'_> {
    /// The last day of the entry that is being read, from which the days count that its text tells.
    fn last_day(&self) -> Option<Date> {
        self.entry.as_ref()?.when.as_ref().map(|when| when.last)
    }

    /// Goes on to a sentence: how many bytes of it are the heading of an entry, and the visit that the heading tells.
    fn next(&mut self, span: Span, geography: &Geography, discourse: &mut Discourse<'_>) -> (u32, Option<Contact>) {
        let text = self.document.text.as_str();
        let published = self.document.published.map(|p| p.date);
        let Some(heading) = entry::heading(text, span, self.knowledge, geography) else {
            let below = |e: &Entry| text[e.heading.end() as usize..span.start() as usize].contains('\n') && !e.above;
            if self.entry.as_ref().is_some_and(below) {
                self.entry = None;
                discourse.leave(published, self.country);
            }
            return (0, None);
        };
        let words = entries::words(text, heading, self.knowledge, geography);
        let when = entries::days(text, &words, self.knowledge, published);
        let state = entries::state(text, &words, self.knowledge);
        let day = when.as_ref().map(|w| w.first).or(published);
        let analysis = entries::analysis(text, words, self.knowledge, day, state);
        let clause = analysis.clause(self.knowledge);
        let context = Context {
            text,
            document: &self.document.id,
            run: self.run,
            day,
            published,
            entry: None,
            analysis: &analysis,
            clause,
            attribution: &quote::Attribution::default(),
            times: Times { mentions: &analysis.times, published: day },
        };
        let (mut entry, contact) = entries::entry(&context, state, when, discourse.diary);
        let rest = text[heading.end() as usize..].lines().next().unwrap_or_default();
        entry.above = rest.trim().is_empty();
        discourse.enter(entry.stay, day);
        self.entry = Some(entry);
        (heading.end() - heading.start(), contact)
    }
}

/// The proposals whose words begin in a sentence.
fn within(proposals: &[Proposal], sentence: Span) -> &[Proposal] {
    let from = proposals.partition_point(|p| p.trigger.start() < sentence.start());
    let to = proposals.partition_point(|p| p.trigger.start() < sentence.end());
    proposals.get(from..to).unwrap_or_default()
}

/// A side of an event, and everybody who may fill it; see [`Coder::choices`].
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which side.
    pub role: event::parties::Role,
    /// The event's class.
    pub class: Class,
    /// Its mode.
    pub mode: Option<Mode>,
    /// Its words.
    pub trigger: Span,
    /// The pattern's id.
    pub pattern: EntryId,
    /// Whether the pattern refused, since it needs this side.
    pub needed: bool,
    /// Who may fill it.
    pub choices: Vec<event::parties::Choice>,
}

/// Codes documents with one body of knowledge. Cheap to share between threads.
#[derive(Debug)]
pub struct Coder {
    knowledge: Knowledge,
    parties: event::parties::Weights,
    witness: event::proposal::Witness,
    run: Run,
}

impl Coder {
    /// A coder with `knowledge`; `software` names the program and its version in the run record.
    #[must_use]
    pub fn new(knowledge: Knowledge, software: &str) -> Self {
        let run = Run::new(software, knowledge.hash(), None);
        let parties = event::parties::Weights::of(&knowledge.parties);
        Self { knowledge, parties, witness: event::proposal::Witness::default(), run }
    }

    /// The same coder, whose records say that it hears a model with weights of this hash.
    #[must_use]
    pub fn with_weights(mut self, hash: &str) -> Self {
        self.run = Run::new(self.run.software, self.run.knowledge, Some(hash.to_owned()));
        self
    }

    /// The same coder, which takes those for parties whom a pattern's relations give, and weighs nobody else: as the tests of
    /// entries ask.
    #[must_use]
    pub fn by_relations(mut self) -> Self {
        self.parties = event::parties::Weights::default();
        self
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
        self.code_with(document, &[])
    }

    /// Where the words of each sentence stand that a model should read: of all sentences, or of those that the sieve keeps.
    #[must_use]
    pub fn to_read(&self, document: &Document, sieve: Option<&sift::Sieve<'_>>) -> Vec<Vec<Span>> {
        let text = document.text.as_str();
        let mut out = Vec::new();
        let mut words = Vec::new();
        for span in sentence::split(text, &self.knowledge) {
            if sieve.is_some_and(|s| !s.may_hold_event(text, &Words::cut(text, span, 0, &self.knowledge))) {
                continue;
            }
            words.clear();
            analyse::words::cut(text, span, &self.knowledge, &mut words);
            out.push(words.iter().map(|w| w.span).collect());
        }
        out
    }

    /// The same, hearing what a model proposes, in the order of the text.
    #[must_use]
    pub fn code_with(&self, document: &Document, proposals: &[Proposal]) -> Warned<Vec<Record>> {
        let mut records = Vec::new();
        self.walk_all(document, proposals, |_, _, of_sentence| records.extend(of_sentence), |_, _, _| ());
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

    /// For each event that the patterns find in a document, and for each that they refuse since nobody fills a role,
    /// its sides with everybody who may fill them. For learning what speaks for whom.
    #[must_use]
    pub fn choices(&self, document: &Document) -> Vec<Asked> {
        let day = document.published.map(|p| p.date);
        let mut out = Vec::new();
        self.walk_with(document, |analysis, outcome, discourse| {
            let clause = analysis.clause(&self.knowledge);
            let attribution = quote::attribute(&clause);
            for (found, ask) in event::asked(outcome, &clause, &attribution, discourse, day) {
                out.push(Asked {
                    role: ask.role,
                    class: ask.class,
                    mode: ask.mode,
                    trigger: analysis.bytes(ask.trigger.start, ask.trigger.end),
                    pattern: found.pattern.id.clone(),
                    needed: ask.needed,
                    choices: event::parties::options(&ask, &clause, day),
                });
            }
        });
        out
    }

    /// Reads a document sentence by sentence and hands over each with its records; at the end, with an empty analysis,
    /// the readouts, which may reach over several sentences.
    fn walk(&self, document: &Document, each: impl FnMut(&Analysis, &event::Outcome<'_>, Vec<Record>)) {
        self.walk_all(document, &[], each, |_, _, _| ());
    }

    /// Hands over each sentence with what the document has said before it.
    fn walk_with(&self, document: &Document, before: impl FnMut(&Analysis, &event::Outcome<'_>, &Discourse<'_>)) {
        self.walk_all(document, &[], |_, _, _| (), before);
    }

    fn walk_all(
        &self,
        document: &Document,
        proposals: &[Proposal],
        mut each: impl FnMut(&Analysis, &event::Outcome<'_>, Vec<Record>),
        mut before: impl FnMut(&Analysis, &event::Outcome<'_>, &Discourse<'_>),
    ) {
        let knowledge = &self.knowledge;
        let text = document.text.as_str();
        let day = document.published.map(|p| p.date);
        let sentences = sentence::split(text, knowledge);
        let marked = quote::marked(text, &sentences);
        let mut discourse = Discourse::new(knowledge, day, document.source.as_deref(), document.uri.as_deref());
        document.title.iter().for_each(|title| discourse.titled(title));
        let source = document.source.as_deref();
        discourse.diary = document.title.as_ref().and_then(|t| mention::diary(t, knowledge, day, source));
        let (front, geography) = self.survey(text, &sentences, &mut discourse);
        let mut readouts = Readouts::default();
        let mut last_speaker = LastSpeaker::default();
        let mut contacts = Contacts::default();
        let mut analysis = Analysis::default();
        let mut entries = Entries { knowledge, document, run: &self.run.id, country: discourse.country, entry: None };
        for (number, span) in sentences.iter().enumerate() {
            let mut skip = front.get(number).copied().unwrap_or(0);
            let mut told = None;
            if skip == 0 {
                (skip, told) = entries.next(*span, &geography, &mut discourse);
            }
            let day = discourse.day;
            for words in Words::cut_in(text, *span, skip, knowledge, &geography).pieces() {
                analysis.read(text, words, knowledge, &mut discourse);
                let clause = analysis.clause(knowledge);
                let attribution = quote::attribute(&clause);
                let cues = status::cues(&clause);
                let beside = event::Context {
                    day,
                    discourse: &discourse,
                    weights: &self.parties,
                    proposals: within(proposals, analysis.span.unwrap_or(*span)),
                    witness: &self.witness,
                };
                let outcome = event::find(&clause, &cues, &attribution, &beside);
                let context = Context {
                    text,
                    document: &document.id,
                    run: &self.run.id,
                    day,
                    published: document.published.map(|p| p.date),
                    entry: entries.entry.as_ref(),
                    analysis: &analysis,
                    clause,
                    attribution: &attribution,
                    times: Times { mentions: &analysis.times, published: entries.last_day().or(day) },
                };
                let mut records: Vec<Record> = told.take().map(Record::Contact).into_iter().collect();
                records.extend(assemble::records(&context, &outcome.found));
                contacts.follow(&mut records);
                records.extend(assemble::quotes(&context, &outcome.found, &marked, &mut last_speaker));
                let publisher = discourse.publisher.as_deref();
                let voice = Voice { who: discourse.voice, publisher, transcript: discourse.is_spoken() };
                readouts.take(&context, &outcome.found, &records, voice);
                before(&analysis, &outcome, &discourse);
                discourse.learn(&outcome.found);
                records.sort_by_key(|r| r.trigger().map(Span::start));
                each(&analysis, &outcome, records);
            }
            discourse.next_sentence();
        }
        let readouts = readouts.finish().into_iter().map(Record::Readout).collect();
        each(&Analysis::default(), &event::Outcome::default(), readouts);
    }

    /// Looks over a whole document before it is read: tells the discourse which state it is about (the one it names
    /// most, the one it was filed in counting twice more; of equals the first), and gives the bytes of the dateline at
    /// the front of each of its first sentences, and where the document plays.
    fn survey(&self, text: &str, sentences: &[Span], discourse: &mut Discourse<'_>) -> (Vec<u32>, Geography) {
        let actors = &self.knowledge.actors;
        let mut front = Vec::new();
        let mut counts: Vec<(StateIx, u32)> = Vec::new();
        let mut count = |state: StateIx, times: u32| match counts.iter_mut().find(|(s, _)| *s == state) {
            Some((_, count)) => *count += times,
            None => counts.push((state, times)),
        };
        let mut geography = Geography::default();
        for (number, span) in sentences.iter().enumerate() {
            if number < DATELINE_SENTENCES {
                let sentence = span.text(text).unwrap_or_default();
                discourse.issued_by(sentence);
                if discourse.diary.is_none() && !sentence.ends_with('.') {
                    discourse.diary = mention::diary(sentence, &self.knowledge, discourse.day, None);
                }
                let dateline = ingest::dateline(sentence);
                front.push(dateline.as_ref().map_or(0, |d| d.span.end()));
                let place = dateline.map(|d| Words::cut(sentence, d.place, 0, &self.knowledge));
                let filed_in = place.and_then(|p| p.hits.iter().find_map(|h| mention::state_of(h, actors)));
                if let Some(state) = filed_in {
                    discourse.filed_in = discourse.filed_in.or(Some(state));
                    count(state, 2);
                }
            }
            let skip = front.get(number).copied().unwrap_or(0);
            geography.home = discourse.country;
            geography.own = discourse.voice.and_then(|voice| voice.state(actors));
            for hit in &Words::survey(text, *span, skip, &self.knowledge, &mut geography).hits {
                if let Some(state) = mention::state_of(hit, actors) {
                    count(state, 1);
                }
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max();
        discourse.about(counts.iter().find(|(_, count)| Some(*count) == most).map(|(state, _)| *state));
        (front, geography)
    }
}
