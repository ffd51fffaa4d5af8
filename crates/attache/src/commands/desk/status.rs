//! `attache desk status`: how much a desk holds.

use super::At;
use crate::exit::{Exit, Failure};
use crate::terminal::color::PLAIN;
use crate::terminal::count;
use crate::terminal::wrap::Styled;
use attache_desk::Status as Holds;
use clap::Args;
use std::io::Write;

/// What is counted.
const AFTER: &str = "\
Documents and records are those that the desk has now; codings that ended are
other texts of them, what older programs read, and documents withdrawn.

Examples:
  attache desk status
  attache desk status --json";

/// Show how much the desk holds, of whom and from when
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Status {
    /// One JSON object
    #[arg(long)]
    json: bool,
}

impl Status {
    /// Prints the counts.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let status = at.open()?.status().map_err(Failure::unusable)?;
        let text = if self.json {
            serde_json::to_string(&status).unwrap_or_default() + "\n"
        } else {
            said(&status, crate::terminal::width())
        };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(Exit::Done)
    }
}

/// Bytes in a megabyte.
const MEGABYTE: u64 = 1_000_000;

fn said(status: &Holds, width: usize) -> String {
    let listed = |list: &[(String, u64)]| {
        let parts: Vec<_> = list.iter().map(|(name, n)| format!("{name} {}", count::thousands(*n))).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    let span = |span: &Option<(String, String)>| match span {
        Some((first, last)) => format!("{first} to {last}"),
        None => "never".to_owned(),
    };
    let lines = [
        format!("{}, published {}", count::of(status.documents, "document"), span(&status.published)),
        format!("{} without a date", count::of(status.undated, "document")),
        format!("codings that ended: {}", count::thousands(status.ended)),
        format!("records: {}", listed(&status.records)),
        format!("revisions: {}", count::thousands(status.revisions)),
        format!("publishers: {}", listed(&status.sources)),
        format!("who takes part: {}", listed(&status.sides)),
        format!("filed {}", span(&status.filed)),
        format!("{} MB", count::thousands(status.bytes.div_ceil(MEGABYTE))),
    ];
    lines.iter().map(|line| Styled::default().with(PLAIN, line).wrap(width, "", "  ")).collect()
}
