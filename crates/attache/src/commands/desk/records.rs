//! `attache desk records`: the records of a pair, as they were coded.

use super::At;
use super::asked::Asked;
use crate::exit::{Exit, Failure};
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
        let found = desk.all(&query).map_err(Failure::unusable)?;
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        for filed in &found {
            let line = serde_json::to_string(&filed.record).unwrap_or_default();
            writeln!(out, "{line}").map_err(|error| Failure::stdout(&error))?;
        }
        out.flush().map_err(|error| Failure::stdout(&error))?;
        Ok(if found.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}
