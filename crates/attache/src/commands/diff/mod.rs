//! `attache diff`: what two outputs of `attache code` over the same texts do not share.

mod item;
mod output;
mod pairing;
mod summary;

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::wrap::{Styled, harmless};
use attache_record::{Diagnostic, Run};
use clap::Args;
use clap::builder::PossibleValuesParser;
use item::{FIELDS, Item};
use output::{Group, Output};
use pairing::{Change, compare, rules};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use summary::Summary;

/// What is compared, and how.
const AFTER: &str = "\
OLD and NEW are JSON Lines or Parquet, not necessarily the same. A record is the
same one in both if it has the same id (document, words and class); else a
record of its kind that shares words with it is taken for it, so that another
class shows as a change. Documents are compared as NEW has them; those that only
one output has come last. Under each changed record stand the fields that
differ, and the rules that only one of the two rests on; - is OLD, + is NEW.

With --json each line has change, document, old, new, fields and rules; the
first line has the two runs, the last the counts.

Exit codes: 0 no record differs, 1 some do, 2 a file cannot be read.

Examples:
  attache diff before.jsonl after.jsonl
  attache diff before.parquet after.jsonl --ignore score --ignore topics
  attache diff before.jsonl after.jsonl --json > changes.jsonl";

/// Compare two outputs: which records were added, dropped or changed, and by which rules
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Diff {
    /// The output before
    old: PathBuf,
    /// The output after
    new: PathBuf,
    /// Differences in this field don't count; may be given several times
    #[arg(long, value_name = "FIELD", value_parser = PossibleValuesParser::new(FIELDS))]
    ignore: Vec<String>,
    /// Only count, and show no record
    #[arg(long)]
    summary: bool,
    /// JSON Lines for programs, instead of text
    #[arg(long)]
    json: bool,
}

/// A line of JSON.
#[derive(Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
enum Line<'c> {
    Runs { old: Option<&'c Run>, new: Option<&'c Run> },
    Added { document: &'c str, new: Shown<'c> },
    Dropped { document: &'c str, old: Shown<'c> },
    Changed { document: &'c str, old: Shown<'c>, new: Shown<'c>, fields: &'c [&'static str], rules: Rules<'c> },
    Summary(&'c Summary),
}

/// The rules that only one side has.
#[derive(Serialize)]
struct Rules<'c> {
    removed: Vec<&'c str>,
    added: Vec<&'c str>,
}

/// A record with its fields.
#[derive(Serialize)]
struct Shown<'c> {
    kind: &'c str,
    id: &'c str,
    start: u32,
    end: u32,
    #[serde(flatten)]
    fields: BTreeMap<&'static str, &'c str>,
    rules: &'c [String],
}

impl<'c> Shown<'c> {
    fn of(item: &'c Item) -> Self {
        let (kind, id, rules) = (item.kind.as_str(), item.id.as_str(), item.rules.as_slice());
        Self { kind, id, start: item.at.start(), end: item.at.end(), fields: item.fields().collect(), rules }
    }
}

/// The documents of an output, as its reader hands them over.
type Groups = Receiver<Result<Group, Failure>>;

/// Documents that a reader may be ahead: enough to keep it busy, too few to fill the memory.
const AHEAD: usize = 64;

impl Diff {
    /// Compares and prints.
    ///
    /// # Errors
    /// When an output cannot be read, or standard output not written.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let (old, old_run) = reading(&self.old)?;
        let (new, new_run) = reading(&self.new)?;
        let mut out = anstream::stdout().lock();
        let mut write = |text: &str| out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error));
        if self.json {
            write(&json(&Line::Runs { old: old_run.as_ref(), new: new_run.as_ref() })?)?;
        }
        let mut summary = Summary::default();
        let width = crate::terminal::width();
        let mut show = |old: Group, new: Group| -> Result<(), Failure> {
            let document = if new.document.is_empty() { old.document } else { new.document };
            let compared = compare(old.items, new.items, &self.ignore);
            summary.add(&compared);
            for change in compared.changes.iter().filter(|_| !self.summary) {
                write(&if self.json { line(&document, change)? } else { in_words(&document, change, width) })?;
            }
            Ok(())
        };
        together(&old, &new, &mut show)?;
        if self.json {
            write(&json(&Line::Summary(&summary))?)?;
        } else if !global.quiet {
            write(&summary.table([old_run.as_ref(), new_run.as_ref()]))?;
        }
        Ok(if summary.differs() { Exit::LeftOut } else { Exit::Done })
    }
}

/// The documents of an output, read in a thread of their own; and what made it.
fn reading(path: &Path) -> Result<(Groups, Option<Run>), Failure> {
    let mut output = Output::open(path)?;
    let run = output.run.take();
    let (send, receive) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        while let Some(group) = output.group().transpose() {
            let last = group.is_err();
            // Nobody receives any more where the comparison has stopped.
            if send.send(group).is_err() || last {
                break;
            }
        }
    });
    Ok((receive, run))
}

/// Hands over the documents of both outputs side by side. One that the other side hasn't come to waits.
fn together(
    old: &Groups,
    new: &Groups,
    show: &mut impl FnMut(Group, Group) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut olds, mut news) = (Waiting::default(), Waiting::default());
    loop {
        let (before, after) = (old.recv().ok().transpose()?, new.recv().ok().transpose()?);
        if before.is_none() && after.is_none() {
            break;
        }
        match (before, after) {
            (Some(before), Some(after)) if before.document == after.document => show(before, after)?,
            (before, after) => {
                if let Some(before) = before {
                    match news.take(&before.document) {
                        Some(after) => show(before, after)?,
                        None => olds.put(before),
                    }
                }
                if let Some(after) = after {
                    match olds.take(&after.document) {
                        Some(before) => show(before, after)?,
                        None => news.put(after),
                    }
                }
            }
        }
    }
    for group in olds.rest() {
        show(group, Group::default())?;
    }
    for group in news.rest() {
        show(Group::default(), group)?;
    }
    Ok(())
}

/// Documents that wait for the other output, in the order in which they came.
#[derive(Default)]
struct Waiting {
    numbers: BTreeMap<String, usize>,
    groups: BTreeMap<usize, Group>,
    came: usize,
}

impl Waiting {
    /// Adds a document; one that has come before goes on.
    fn put(&mut self, group: Group) {
        if let Some(same) = self.numbers.get(&group.document).and_then(|number| self.groups.get_mut(number)) {
            same.items.extend(group.items);
            return;
        }
        self.numbers.insert(group.document.clone(), self.came);
        self.groups.insert(self.came, group);
        self.came += 1;
    }

    fn take(&mut self, document: &str) -> Option<Group> {
        let number = self.numbers.remove(document)?;
        self.groups.remove(&number)
    }

    fn rest(self) -> impl Iterator<Item = Group> {
        self.groups.into_values()
    }
}

fn json(line: &Line<'_>) -> Result<String, Failure> {
    let line = serde_json::to_string(line)
        .map_err(|error| Failure::output(Diagnostic::error(format!("a difference cannot be written: {error}"))))?;
    Ok(line + "\n")
}

/// A difference as a line of JSON.
fn line(document: &str, change: &Change) -> Result<String, Failure> {
    json(&match change {
        Change::Added(item) => Line::Added { document, new: Shown::of(item) },
        Change::Dropped(item) => Line::Dropped { document, old: Shown::of(item) },
        Change::Changed { old, new, fields } => {
            let (removed, added) = rules(old, new);
            let rules = Rules { removed, added };
            Line::Changed { document, old: Shown::of(old), new: Shown::of(new), fields, rules }
        }
    })
}

/// A difference for people: the record in a line, then what differs.
fn in_words(document: &str, change: &Change, width: usize) -> String {
    let (Change::Added(item) | Change::Dropped(item) | Change::Changed { new: item, .. }) = change;
    let mut head = Styled::default().with(PLAIN, format!("{} ", change.word())).with(HEAD, harmless(&claim(item)));
    head.push(DIM, format!("  {} {}-{}", harmless(document), item.at.start(), item.at.end()));
    let mut text = head.wrap(width, "", "    ");
    let mut more = |name: &str, sign: char, value: &str| {
        let line = Styled::default().with(DIM, format!("{name}: ")).with(PLAIN, format!("{sign} {}", harmless(value)));
        text.push_str(&line.wrap(width, "    ", "      "));
    };
    match change {
        Change::Added(item) => more("rules", '+', &item.rules.join(" ")),
        Change::Dropped(item) => more("rules", '-', &item.rules.join(" ")),
        Change::Changed { old, new, fields } => {
            for field in fields {
                let values = [('-', old.field(field)), ('+', new.field(field))];
                values
                    .iter()
                    .filter(|(_, value)| !value.is_empty())
                    .for_each(|(sign, value)| more(field, *sign, value));
            }
            let (removed, added) = rules(old, new);
            for (sign, list) in [('-', removed), ('+', added)] {
                if !list.is_empty() {
                    more("rules", sign, &list.join(" "));
                }
            }
        }
    }
    text
}

/// What a record claims, in a line.
fn claim(item: &Item) -> String {
    let mut line = if item.kind == "event" { String::new() } else { format!("{} ", item.kind) };
    let (class, mode) = (item.field("class"), item.field("mode"));
    line.push_str(class);
    if !mode.is_empty() {
        line.push('/');
        line.push_str(mode);
    }
    for (field, before) in [("what", ""), ("status", " "), ("actors", " "), ("recipients", " > "), ("trigger", ": ")] {
        let value = item.field(field);
        if !value.is_empty() {
            line.push_str(before);
            line.push_str(value);
        }
    }
    line.trim().to_owned()
}
