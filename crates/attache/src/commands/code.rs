//! `attache code`: a corpus into a file of records.

use super::pairs::Pairs;
use crate::arguments::{Global, day};
use crate::coding::{self, Coding};
use crate::corpus::document::Reading;
use crate::corpus::inputs::{self, Found, Input};
use crate::corpus::items::{Item, items};
use crate::corpus::output::{Opening, Output};
use crate::corpus::parallel::in_order;
use crate::corpus::stop;
use crate::corpus::tally::Tally;
use crate::corpus::warnings::Messages;
use crate::exit::{Exit, Failure};
use crate::formats::{Format, Writer};
use crate::knowledge::Choice;
use crate::model::Heard;
use crate::terminal::{message, progress::Progress};
use attache_record::{Diagnostic, hash_hex};
use clap::Args;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::{Instant, UNIX_EPOCH};

/// What goes in, what comes out, and what happens when it is stopped.
const AFTER: &str = "\
Inputs are .txt, .html and .jsonl files (and .gz of them), folders of such
files, and patterns such as 'news/**/*.txt'. A line of a .jsonl file is an
object with \"text\" and, where known, \"id\", \"date\", \"title\", \"source\", \"url\".

Output formats, chosen by OUT's ending or by --format:
  jsonl    every record in full, one a line, the run first
           (its schema: attache schema)
  tsv      POLECAT's 40 columns, one row per actor and recipient: an event
           of two actors and one recipient is two rows, with the Event IDs
           STORY_RECORD_1 and STORY_RECORD_2; a meeting gives each pair in
           both directions. Event Type is the strict PLOVER class: a planned
           visit is AGREE, and what did not or may not happen is left out,
           unless --all-statuses is given. Without a day in the text, Event
           Date is the publication date. Missing values are None.
  icews    ICEWS's 20 columns, one row per source and target likewise, with
           the CAMEO code. Missing values are NA.
  parquet  one table of all records, told apart by `kind`, with lists of
           actors and recipients.

The result is the same bytes whatever the number of threads. While it runs,
OUT.partial holds what is finished; OUT appears when it is whole. After
Ctrl-C, a full disk or a crash give the same command again: it goes on from
there. A document whose id was read before is left out with a warning.

Examples:
  attache code news/ -o events.jsonl
  attache code 'archive/2023-*.jsonl.gz' -o 2023.parquet --threads 8
  attache code - -o - --quiet < day.jsonl | jq 'select(.class == \"CONSULT\")'

Pairs: with --pairs each line of FILE is a question, and each line of OUT its
answer. A question is {\"id\": ..., \"marked\": ...}, and \"date\" where known; in
\"marked\" <s>...</s> stands around who acts and <t>...</t> around whom it
concerns, whoever they are; a party may be marked wherever it is named, and one
of the two may be missing:
  {\"id\": \"7\", \"marked\": \"<s>The weavers</s> thanked <t>their guild</t>.\"}
An answer has class, mode, status, quad, score, evidence (the words with their
place in the text without marks), plover (the strict class; not to do what would
be cooperation is REJECT), cameo, rules, and sides: which of the two the words
relate (both, source, target, neither). An event that relates one or neither is
a guess and has a lower score, as has one that the coder would refuse because
somebody is missing or the words around make it no event of its own. Where no
words of an event stand in the sentence, class is empty.
  attache code --pairs pairs.jsonl -o answers.jsonl";

/// Code a corpus into a file of records
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Code {
    /// Files, folders or patterns; `-` reads standard input
    #[arg(required_unless_present = "pairs", value_name = "INPUT")]
    inputs: Vec<String>,
    /// Say of each marked pair of FILE what the one does to the other, instead of coding documents
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "format", "all_statuses"])]
    pairs: Option<String>,
    /// Where the records go; `-` is standard output
    #[arg(long, short, value_name = "OUT")]
    output: String,
    /// Output format, where OUT's ending does not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The day all documents were published; outweighs what they say
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    /// With --format tsv: all events under the class of what they are, with a column Status at the end
    #[arg(long)]
    all_statuses: bool,
    /// Replace OUT if it exists
    #[arg(long)]
    force: bool,
    /// Stop at the first line or file that cannot be read
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    heard: Heard,
    #[command(flatten)]
    knowledge: Choice,
}

/// What becomes of one line or file of the inputs.
struct Outcome {
    /// How far it moves the reading of the inputs, in bytes.
    on_disk: u64,
    /// The document, or why there is none.
    result: Result<Finished, Diagnostic>,
}

/// A document that was coded, or was coded by the run that this one goes on.
struct Finished {
    id: String,
    /// Hash of the id.
    name: u64,
    place: String,
    output: Vec<u8>,
    tally: Tally,
    warnings: Vec<Diagnostic>,
}

/// An item with its number.
struct Piece {
    item: Item,
    /// Whether the interrupted run had it finished.
    known: bool,
}

impl crate::corpus::parallel::Bulk for Piece {
    fn bytes(&self) -> usize {
        self.item.bytes()
    }
}

impl Code {
    /// Codes the corpus.
    ///
    /// # Errors
    /// Inputs, knowledge or an output that cannot be used.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        if let Some(file) = &self.pairs {
            let found = inputs::find(std::slice::from_ref(file))?;
            let coder = self.knowledge.coder(global.quiet)?;
            let pairs = Pairs { found, output: &self.output, force: self.force, date: self.date, strict: self.strict };
            return pairs.run(&coder, global);
        }
        let format = self.output_format()?;
        let found = inputs::find(&self.inputs)?;
        let (coder, witness) = self.heard.open(self.knowledge.coder(global.quiet)?)?;
        let reader = coding::Reader::new(&coder, witness.as_ref());
        let writer = Writer::new(format, self.all_statuses, &coder);
        let fingerprint = found.can_be_read_again().then(|| self.fingerprint(&found, &writer));
        let stop = stop::at_signals();
        let opening = Opening { fingerprint: fingerprint.as_deref(), force: self.force };
        let (mut output, checkpoint) = Output::open(&self.output, opening)?;
        coding::keep_faults_quiet();

        let bytes = found.bytes();
        let mut run = Run {
            progress: Progress::new(bytes, global.quiet),
            messages: Messages::new(global.quiet),
            strict: self.strict,
            known: checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.finished),
            seen: 0,
            names: HashSet::new(),
            tally: checkpoint.as_ref().map(|checkpoint| checkpoint.tally.clone()).unwrap_or_default(),
            fresh: Tally::default(),
            failure: None,
        };
        // A run that stopped before anything was made safe has not even its head on the disk.
        if let Some(checkpoint) = checkpoint.as_ref().filter(|checkpoint| checkpoint.bytes > 0) {
            let finished = crate::terminal::count::of(checkpoint.finished, "input");
            run.tell(global, &format!("going on where the last run stopped: {finished} finished"));
        } else {
            output.write(&writer.head())?;
        }
        for problem in &found.problems {
            run.left_out(problem);
        }

        let start = Instant::now();
        let reading = Reading::new(self.date);
        let known = run.known;
        let pieces = Numbered { inputs: found.inputs, known };
        let work = |piece: Piece| outcome(&reader, &reading, &writer, &piece);
        in_order(pieces, global.threads(), &stop, work, |outcome| match run.take(outcome, &mut output) {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                run.failure = Some(failure);
                ControlFlow::Break(())
            }
        });
        run.progress.finish();
        if run.failure.is_none() && stop.load(Ordering::Relaxed) {
            output.save(&run.tally)?;
            return Err(self.interrupted(&run, fingerprint.is_some(), &output));
        }
        if let Some(failure) = run.failure.take() {
            // What was finished before stays good to go on from; that it may not be writable is known already.
            let _ = output.save(&run.tally);
            return Err(failure);
        }
        if run.tally.documents == 0 && run.tally.left_out > 0 {
            if let Output::File(file) = output {
                file.discard();
            }
            let diagnostic = Diagnostic::error("none of the inputs could be read, so nothing was written");
            return Err(Failure::unusable(diagnostic));
        }
        output.save(&run.tally)?;
        if let Output::File(file) = output {
            let convert = |from: &std::path::Path, to: &std::path::Path| writer.convert(from, to);
            file.finish(writer.converts().then_some(&convert as _))?;
        }
        run.summary(self, global, start, found.passed_over);
        Ok(if run.tally.left_out > 0 { Exit::LeftOut } else { Exit::Done })
    }

    fn output_format(&self) -> Result<Format, Failure> {
        let named = Format::of_name(&self.output);
        let format = match self.format.or(named) {
            Some(format) => format,
            None if self.output == "-" => Format::Jsonl,
            None => {
                let diagnostic = Diagnostic::error(format!("the ending of \"{}\" names no format", self.output));
                return Err(Failure::unusable(
                    diagnostic.hint("end it in .jsonl, .tsv, .icews or .parquet, or give --format"),
                ));
            }
        };
        if format == Format::Parquet && self.output == "-" {
            let diagnostic = Diagnostic::error("Parquet cannot be written to standard output");
            return Err(Failure::unusable(diagnostic.hint("name a file: -o records.parquet")));
        }
        if self.all_statuses && format != Format::Tsv {
            let diagnostic = Diagnostic::error(format!("--all-statuses says nothing to --format {}", format.as_str()));
            return Err(Failure::unusable(
                diagnostic.hint("jsonl and parquet hold all statuses anyway; ICEWS has no place for them"),
            ));
        }
        Ok(format)
    }

    /// Hash of all that decides what the output is: an unfinished output is gone on with only where this is the same.
    fn fingerprint(&self, found: &Found, writer: &Writer) -> String {
        let date = self.date.map(|date| date.to_string()).unwrap_or_default();
        let mut parts =
            vec![writer.run.id.to_string(), writer.format.as_str().to_owned(), date, self.all_statuses.to_string()];
        for input in &found.inputs {
            if let Input::File { path, bytes } = input {
                let changed = std::fs::metadata(path).and_then(|about| about.modified()).ok();
                let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
                parts.push(format!("{}\n{bytes}\n{}", path.display(), changed.as_nanos()));
            }
        }
        hash_hex(parts.iter().map(String::as_bytes))
    }

    fn interrupted(&self, run: &Run, can_go_on: bool, output: &Output) -> Failure {
        let done = crate::terminal::count::of(run.tally.documents, "document");
        let diagnostic = Diagnostic::error(format!("interrupted after {done}"));
        let diagnostic = match output {
            Output::Stream(_) => diagnostic,
            Output::File(file) if can_go_on => diagnostic.hint(format!(
                "give the same command again to go on; until then \"{}\" holds what is finished",
                file.partial.display()
            )),
            Output::File(file) => diagnostic.hint(format!(
                "the input cannot be read a second time, so this cannot be gone on with; \"{}\" holds what was finished \
                 and makes way for --force",
                file.partial.display()
            )),
        };
        Failure { exit: Exit::Interrupted, diagnostics: vec![diagnostic] }
    }
}

/// The state of a run, on the thread that writes.
struct Run {
    progress: Progress,
    messages: Messages,
    strict: bool,
    /// Lines and files that the interrupted run had finished.
    known: u64,
    /// Lines and files so far.
    seen: u64,
    /// Names of documents, as hashes of 64 bits: nine bytes each, and among ten million the chance that two share one
    /// is three in a million.
    names: HashSet<u64>,
    /// Counts of this run and the one that it goes on.
    tally: Tally,
    /// Counts of this run alone.
    fresh: Tally,
    failure: Option<Failure>,
}

impl Run {
    fn take(&mut self, outcome: Outcome, output: &mut Output) -> Result<(), Failure> {
        self.seen += 1;
        let known = self.seen <= self.known;
        match outcome.result {
            Ok(finished) => {
                let twice = !self.names.insert(finished.name);
                if known {
                    self.progress.advance(outcome.on_disk, 0, 0);
                    return Ok(());
                }
                if twice {
                    self.duplicate(&finished);
                } else {
                    output.write(&finished.output)?;
                    for warning in &finished.warnings {
                        self.count(warning);
                    }
                    self.tally.add(&finished.tally);
                    self.fresh.add(&finished.tally);
                }
                self.progress.advance(outcome.on_disk, 1, finished.tally.words);
            }
            Err(_) if known => {}
            Err(problem) if self.strict => {
                return Err(Failure::unusable(
                    Diagnostic { hint: None, ..problem }.hint("--strict stops here; without it the rest is coded"),
                ));
            }
            Err(problem) => {
                self.left_out(&problem);
                self.progress.advance(outcome.on_disk, 0, 0);
            }
        }
        output.reached(self.seen, &self.tally)
    }

    fn count(&mut self, diagnostic: &Diagnostic) {
        self.messages.show(diagnostic, &self.progress);
        self.tally.message(diagnostic);
    }

    fn left_out(&mut self, problem: &Diagnostic) {
        self.count(problem);
        self.tally.left_out += 1;
    }

    fn duplicate(&mut self, finished: &Finished) {
        let message = format!("a document named \"{}\" was read before; this one is left out", finished.id);
        let mut warning = Diagnostic::warning(message).hint("give each document an id of its own");
        warning.location = Some(attache_record::Location {
            file: finished.place.clone(),
            line: 0,
            column: 0,
            width: 0,
            source: String::new(),
        });
        self.count(&warning);
        self.tally.duplicates += 1;
    }

    fn tell(&self, global: &Global, line: &str) {
        if !global.quiet {
            self.progress.aside(|| message::say(line));
        }
    }

    fn summary(&self, code: &Code, global: &Global, start: Instant, passed_over: u64) {
        if global.quiet {
            return;
        }
        let width = crate::terminal::width_of_stderr();
        message::say(self.tally.summary(&self.fresh, start.elapsed(), global.threads().get(), width).trim_end());
        if passed_over > 0 {
            let files = crate::terminal::count::of(passed_over, "file");
            message::say(&format!("{files} of the folders passed over because of their endings"));
        }
        if code.output != "-" {
            message::say(&format!("written to {}", code.output));
        }
    }
}

/// The items of the inputs with word of which are known already.
struct Numbered {
    inputs: Vec<Input>,
    known: u64,
}

impl IntoIterator for Numbered {
    type Item = Piece;
    type IntoIter = Box<dyn Iterator<Item = Piece>>;

    fn into_iter(self) -> Self::IntoIter {
        let known = self.known;
        Box::new((0_u64..).zip(items(self.inputs)).map(move |(at, item)| Piece { item, known: at < known }))
    }
}

/// Reads and codes one item; of one that is known already only the name is wanted.
fn outcome(reader: &coding::Reader<'_>, reading: &Reading, writer: &Writer, piece: &Piece) -> Outcome {
    let item = &piece.item;
    let place = match item.line {
        0 => item.file.to_string(),
        line => format!("{}:{line}", item.file),
    };
    let result = reading.document(item).and_then(|read| {
        let (document, mut warnings) = (read.value, read.warnings);
        let id = document.id.to_string();
        let name = u64::from_str_radix(&hash_hex([id.as_bytes()])[..16], 16).unwrap_or_default();
        if piece.known {
            let (output, tally) = (Vec::new(), Tally::default());
            return Ok(Finished { id, name, place, output, tally, warnings: Vec::new() });
        }
        let coding = Coding::of(reader, &document, writer.format.numbers_sentences())
            .map_err(|problem| problem.at(item.location()))?;
        let placed = |warning: Diagnostic| match warning.location {
            Some(_) => warning,
            None => warning.at(item.location()),
        };
        warnings.extend(coding.warnings.iter().cloned().map(placed));
        let tally = Tally::of_document(&document.text, &coding.records);
        let mut output = Vec::new();
        writer.document(coding.coded(&document), &mut output);
        Ok(Finished { id, name, place, output, tally, warnings })
    });
    Outcome { on_disk: item.on_disk, result }
}
