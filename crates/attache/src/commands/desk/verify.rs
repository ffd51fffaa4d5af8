//! `attache desk verify`: do the words that records rest on still stand where they stood?

use super::At;
use crate::arguments::Global;
use crate::corpus::document::Reading;
use crate::corpus::inputs;
use crate::corpus::items::items;
use crate::exit::{Exit, Failure};
use crate::terminal::{count, message};
use attache_desk::{Kept, Stand, Verdict};
use attache_record::Diagnostic;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;

/// What is checked, and what the words of the output mean.
const AFTER: &str = "\
Without inputs the desk is checked against itself: the file, the hash of each
text that it keeps, and the words of each record at their place in the text.
With inputs it is checked against these files, as `attache desk add` would read
them. Each document that does not stand as it stood gets a line:
  moved    the text is another, but all words of its records stand in place
  changed  words that records rest on are not there any more; how many records
  gone     there is no text to look at

Examples:
  attache desk verify
  attache desk verify news/";

/// Check that the words that records rest on still stand where they stood
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Verify {
    /// Files, folders or patterns to check against, instead of the texts in the desk
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
}

impl Verify {
    /// Checks and prints what does not stand.
    ///
    /// # Errors
    /// A desk or inputs that cannot be read, or a damaged desk.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let desk = at.open()?;
        desk.check_file().map_err(Failure::unusable)?;
        if self.inputs.is_empty() && desk.kept() == Kept::Hash {
            let problem =
                Diagnostic::error("this desk keeps no texts, so there is nothing to check its records against");
            return Err(Failure::unusable(problem.hint("name the files: attache desk verify news/")));
        }
        let mut report = Report { out: anstream::stdout().lock(), counts: [0; 4], records: 0 };
        let mut left: BTreeSet<String> = desk.documents().map_err(Failure::unusable)?.into_iter().collect();
        if self.inputs.is_empty() {
            for name in &left {
                report.take(&desk.verify(name, None).map_err(Failure::unusable)?)?;
            }
        } else {
            let reading = Reading::new(None);
            for item in items(inputs::find(&self.inputs)?.inputs) {
                let document = match reading.document(&item) {
                    Ok(read) => read.value,
                    Err(problem) => {
                        message::print(&problem);
                        continue;
                    }
                };
                if left.remove(document.id.as_str()) {
                    let verdict = desk.verify(document.id.as_str(), Some(&document.text));
                    report.take(&verdict.map_err(Failure::unusable)?)?;
                }
            }
            for name in left {
                report.take(&Verdict { document: name, stand: Stand::Gone, records: 0, broken: Vec::new() })?;
            }
        }
        if !global.quiet {
            message::say(&report.summary());
        }
        Ok(if report.counts[1..].iter().all(|number| *number == 0) { Exit::Done } else { Exit::LeftOut })
    }
}

/// What is printed, and counted for the summary.
struct Report<W> {
    out: W,
    /// Documents by [`Stand`].
    counts: [u64; 4],
    records: u64,
}

impl<W: Write> Report<W> {
    fn take(&mut self, verdict: &Verdict) -> Result<(), Failure> {
        let name = &verdict.document;
        let (at, line) = match verdict.stand {
            Stand::Kept => (0, None),
            Stand::Moved => (1, Some(format!("moved    {name}"))),
            Stand::Changed => {
                let broken = count::of(verdict.broken.len() as u64, "record");
                (2, Some(format!("changed  {name}  {broken} of {}", verdict.records)))
            }
            Stand::Gone => (3, Some(format!("gone     {name}"))),
        };
        self.counts[at] += 1;
        self.records += verdict.records as u64;
        match line {
            Some(line) => writeln!(self.out, "{line}").map_err(|error| Failure::stdout(&error)),
            None => Ok(()),
        }
    }

    fn summary(&self) -> String {
        let [kept, moved, changed, gone] = self.counts;
        let records = count::of(self.records, "record");
        format!(
            "{} kept, {moved} moved, {changed} changed, {gone} gone; {records} checked",
            count::of(kept, "document")
        )
    }
}
