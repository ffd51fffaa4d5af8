//! `attache desk export`: a desk as plain text.

use super::At;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::message;
use clap::Args;
use std::path::PathBuf;

/// What the folder holds, and what it is good for.
const AFTER: &str = "\
The folder gets files of JSON Lines, sorted by day, document and place in the
text, so that git shows what changed and merges what two analysts did:
  documents.jsonl  documents with their texts (without, where the desk keeps
                   none)
  records.jsonl    the records that were read in them
  revisions.jsonl  what people said of records
  history.jsonl    what documents and records were before
  runs.jsonl       programs and knowledge that read them
Two desks that hold the same give the same bytes, whatever was added first.

Examples:
  attache desk export file/
  cd file && git add . && git commit -m 'Monday'";

/// Write the desk as plain text that can be compared and merged
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Export {
    /// The folder to write to; what an earlier export left there is replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Export {
    /// Writes the folder.
    ///
    /// # Errors
    /// A desk that cannot be read, a folder that cannot be written.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        at.open()?.export(&self.folder).map_err(Failure::output)?;
        if !global.quiet {
            message::say(&format!("written to {}", self.folder.display()));
        }
        Ok(Exit::Done)
    }
}
