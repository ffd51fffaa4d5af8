//! `attache desk add`: documents coded and filed.

use super::At;
use crate::arguments::{Global, day};
use crate::coding::{self, Coding};
use crate::corpus::document::Reading;
use crate::corpus::inputs;
use crate::corpus::items::{Item, items};
use crate::corpus::parallel::in_order;
use crate::corpus::stop;
use crate::corpus::tally::Tally;
use crate::corpus::warnings::Messages;
use crate::exit::{Exit, Failure};
use crate::knowledge::Choice;
use crate::model::Heard;
use crate::terminal::{count, message, progress::Progress};
use attache_coder::Coder;
use attache_desk::{Change, Desk};
use attache_record::{Diagnostic, Document, Record, RecordId, Run};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// What goes in, what is said, what happens when it is stopped.
const AFTER: &str = "\
Inputs are what `attache code` takes: .txt, .html and .jsonl files (and .gz of
them), folders, patterns, `-`. A document that the desk has, unchanged and coded
by the same program and knowledge, is passed over; so the same command can be
given again, after Ctrl-C or a crash too, and goes on where it stopped. A
document that has another text, or that a newer program reads otherwise, takes
the place of what the desk had of it.

Standard output names each document that is new or changed, with what became of
its records; --json gives the same as one object a line.

Examples:
  attache desk add news/
  attache desk add story.txt --date 2023-06-14
  attache desk add today.jsonl --json | jq 'select(.withdrawn != [])'";

/// Code documents and file them; says what is new, changed and withdrawn
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Add {
    /// Files, folders or patterns; `-` reads standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The day all documents were published; outweighs what they say
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    /// One JSON object a document instead of a line of text
    #[arg(long)]
    json: bool,
    /// Stop at the first line or file that cannot be read
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    heard: Heard,
    #[command(flatten)]
    knowledge: Choice,
}

/// How many documents are filed in one piece: enough that making them safe costs little beside coding them.
const PIECE: usize = 500;

/// One line or file of the inputs.
struct Outcome {
    on_disk: u64,
    result: Result<Read, Diagnostic>,
}

/// A document, and its records unless the desk has it already.
struct Read {
    document: Document,
    records: Option<Vec<Record>>,
    warnings: Vec<Diagnostic>,
}

impl Add {
    /// Codes and files.
    ///
    /// # Errors
    /// Inputs, knowledge or a desk that cannot be used.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let found = inputs::find(&self.inputs)?;
        let moment = super::now()?;
        let mut desk = at.open()?;
        // Documents are looked up beside the one who writes.
        let lookup = Mutex::new(at.open()?);
        let (coder, witness) = self.heard.open(self.knowledge.coder(global.quiet)?)?;
        let reader = coding::Reader::new(&coder, witness.as_ref());
        let stop = stop::at_signals();
        coding::keep_faults_quiet();
        let start = Instant::now();
        let reading = Reading::new(self.date);
        let mut work = Work {
            progress: Progress::new(found.bytes(), global.quiet),
            messages: Messages::new(global.quiet),
            strict: self.strict,
            json: self.json,
            run: coder.run().clone(),
            moment,
            waiting: Vec::new(),
            names: BTreeSet::new(),
            tally: Tally::default(),
            done: Done::default(),
        };
        for problem in &found.problems {
            work.left_out(problem);
        }
        let mut failure = None;
        let outcome = |item: Item| outcome(&reader, &coder, &reading, &lookup, &item);
        in_order(items(found.inputs), global.threads(), &stop, outcome, |outcome| {
            match work.take(outcome, &mut desk) {
                Ok(()) => ControlFlow::Continue(()),
                Err(problem) => {
                    failure = Some(problem);
                    ControlFlow::Break(())
                }
            }
        });
        work.progress.finish();
        if let Some(failure) = failure {
            return Err(failure);
        }
        work.file(&mut desk)?;
        if stop.load(Ordering::Relaxed) {
            let problem = Diagnostic::error(format!("interrupted after {}", work.done.documents()));
            let problem = problem.hint("what was filed is safe; give the same command again to go on");
            return Err(Failure { exit: Exit::Interrupted, diagnostics: vec![problem] });
        }
        if !global.quiet {
            let width = crate::terminal::width_of_stderr();
            message::say(work.tally.summary(&work.tally, start.elapsed(), global.threads().get(), width).trim_end());
            message::say(&work.done.summary());
        }
        Ok(if work.tally.left_out > 0 { Exit::LeftOut } else { Exit::Done })
    }
}

/// What became of the documents, counted.
#[derive(Default)]
struct Done {
    new: u64,
    changed: u64,
    unchanged: u64,
}

impl Done {
    fn documents(&self) -> String {
        count::of(self.new + self.changed + self.unchanged, "document")
    }

    fn summary(&self) -> String {
        let number = count::thousands;
        let (new, changed, unchanged) = (number(self.new), number(self.changed), number(self.unchanged));
        format!("filed: {new} new, {changed} changed; {unchanged} were there already")
    }
}

/// The state of the work, on the thread that files.
struct Work {
    progress: Progress,
    messages: Messages,
    strict: bool,
    json: bool,
    run: Run,
    moment: Timestamp,
    /// Documents that are coded and not yet filed.
    waiting: Vec<(Document, Vec<Record>)>,
    /// Names of the documents of this run.
    names: BTreeSet<String>,
    tally: Tally,
    done: Done,
}

/// A document's line of the output.
#[derive(Serialize)]
struct Line<'l> {
    document: &'l str,
    change: &'static str,
    records: usize,
    new: &'l [RecordId],
    changed: &'l [RecordId],
    withdrawn: &'l [RecordId],
}

impl Work {
    fn take(&mut self, outcome: Outcome, desk: &mut Desk) -> Result<(), Failure> {
        let read = match outcome.result {
            Ok(read) => read,
            Err(problem) if self.strict => return Err(Failure::unusable(problem)),
            Err(problem) => {
                self.left_out(&problem);
                self.progress.advance(outcome.on_disk, 0, 0);
                return Ok(());
            }
        };
        for warning in &read.warnings {
            self.messages.show(warning, &self.progress);
            self.tally.message(warning);
        }
        if !self.names.insert(read.document.id.to_string()) {
            let twice = format!("a document named \"{}\" was read before; this one is left out", read.document.id);
            let warning = Diagnostic::warning(twice).hint("give each document an id of its own");
            self.messages.show(&warning, &self.progress);
            self.tally.message(&warning);
            self.tally.duplicates += 1;
            return Ok(());
        }
        let Some(records) = read.records else {
            self.done.unchanged += 1;
            self.progress.advance(outcome.on_disk, 1, 0);
            return Ok(());
        };
        let tally = Tally::of_document(&read.document.text, &records);
        self.progress.advance(outcome.on_disk, 1, tally.words);
        self.tally.add(&tally);
        self.waiting.push((read.document, records));
        if self.waiting.len() >= PIECE { self.file(desk) } else { Ok(()) }
    }

    /// Files what waits, all of it or nothing, and then says so.
    fn file(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut filing = desk.filing(self.moment, "add").map_err(Failure::output)?;
        let mut lines = Vec::new();
        for (document, records) in &self.waiting {
            let change = filing.put(document, records, &self.run).map_err(Failure::output)?;
            match &change {
                Change::New(_) => self.done.new += 1,
                Change::Changed { .. } => self.done.changed += 1,
                Change::Unchanged => self.done.unchanged += 1,
            }
            lines.extend(self.line(document, records.len(), &change));
        }
        filing.commit().map_err(Failure::output)?;
        let print = || {
            let mut out = anstream::stdout().lock();
            lines.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(|error| Failure::stdout(&error))
        };
        self.progress.aside(print)?;
        self.waiting.clear();
        Ok(())
    }

    /// What is said of a document; nothing where nothing happened.
    fn line(&self, document: &Document, records: usize, change: &Change) -> Option<String> {
        let (what, new, changed, withdrawn): (_, &[RecordId], &[RecordId], &[RecordId]) = match change {
            Change::Unchanged => return None,
            Change::New(_) => ("new", &[], &[], &[]),
            Change::Changed { text, new, changed, withdrawn } => {
                (if *text { "changed" } else { "recoded" }, new, changed, withdrawn)
            }
        };
        let name = document.id.as_str();
        if self.json {
            let line = Line { document: name, change: what, records, new, changed, withdrawn };
            return serde_json::to_string(&line).ok();
        }
        let all = count::of(records as u64, "record");
        if what == "new" {
            return Some(format!("{what:8} {name}  {all}"));
        }
        let (new, changed, withdrawn) = (new.len(), changed.len(), withdrawn.len());
        Some(format!("{what:8} {name}  {all}: {new} new, {changed} changed, {withdrawn} withdrawn"))
    }

    fn left_out(&mut self, problem: &Diagnostic) {
        self.messages.show(problem, &self.progress);
        self.tally.message(problem);
        self.tally.left_out += 1;
    }
}

/// Reads an item, and codes it unless the desk has it.
fn outcome(
    reader: &coding::Reader<'_>,
    coder: &Coder,
    reading: &Reading,
    lookup: &Mutex<Desk>,
    item: &Item,
) -> Outcome {
    let result = reading.document(item).and_then(|read| {
        let (document, mut warnings) = (read.value, read.warnings);
        let known = lookup.lock().unwrap_or_else(PoisonError::into_inner).has(&document, coder.run())?;
        if known {
            return Ok(Read { document, records: None, warnings });
        }
        let coded = Coding::of(reader, &document, false).map_err(|problem| problem.at(item.location()))?;
        let placed = |warning: Diagnostic| match warning.location {
            Some(_) => warning,
            None => warning.at(item.location()),
        };
        warnings.extend(coded.warnings.into_iter().map(placed));
        Ok(Read { document, records: Some(coded.records), warnings })
    });
    Outcome { on_disk: item.on_disk, result }
}
