//! `attache desk records`: the records of a pair, as they were coded.

use super::At;
use super::asked::Asked;
use crate::exit::{Exit, Failure};
use attache_desk::Filed;
use attache_record::{Diagnostic, Record};
use clap::Args;
use std::io::Write;

/// What is printed.
const AFTER: &str = "\
One record a line, as `attache code` writes them, in the order of publication.
Without WHO all records of the desk.

Examples:
  attache desk records USA CHN
  attache desk records USA China --as-of 2023-06-14 | jq 'select(.kind == \"contact\")'";

/// Print the records of a pair as JSON Lines
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Records {
    #[command(flatten)]
    asked: Asked,
}

impl Records {
    /// Prints the records.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let mut lines = Vec::new();
        gather(&mut lines, desk.events(&query), Record::Event)?;
        gather(&mut lines, desk.contacts(&query), Record::Contact)?;
        gather(&mut lines, desk.presences(&query), Record::Presence)?;
        gather(&mut lines, desk.readouts(&query), Record::Readout)?;
        gather(&mut lines, desk.quotes(&query), Record::Quote)?;
        lines.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        for (_, record) in &lines {
            let line = serde_json::to_string(record).unwrap_or_default();
            writeln!(out, "{line}").map_err(|error| Failure::stdout(&error))?;
        }
        out.flush().map_err(|error| Failure::stdout(&error))?;
        Ok(if lines.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

/// Where a record stands: day, document, place in the text, name.
type Key = (Option<jiff::civil::Date>, String, u32, String);

fn gather<R>(
    into: &mut Vec<(Key, Record)>,
    found: Result<Vec<Filed<R>>, Diagnostic>,
    wrap: impl Fn(R) -> Record,
) -> Result<(), Failure> {
    for filed in found.map_err(Failure::unusable)? {
        let day = filed.source.day();
        let document = filed.source.document.to_string();
        let record = wrap(filed.record);
        let start = record.trigger().map_or(0, attache_record::Span::start);
        let name = record.id().map(ToString::to_string).unwrap_or_default();
        into.push(((day, document, start, name), record));
    }
    Ok(())
}
