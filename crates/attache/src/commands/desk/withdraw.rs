//! `attache desk withdraw`: documents taken out from now on.

use super::At;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::{count, message};
use attache_record::Diagnostic;
use clap::Args;

/// What remains.
const AFTER: &str = "\
For documents that a publisher retracted, or that should not have been added.
Views no longer show their records; `--as-filed` with an earlier moment does.
Adding a document again brings it back.

Example:
  attache desk withdraw wire-2023-06-14-7";

/// Take documents out, from now on
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Withdraw {
    /// Names of documents, as `attache desk add` shows them
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
}

impl Withdraw {
    /// Ends the documents.
    ///
    /// # Errors
    /// A desk that cannot be written.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let moment = super::now()?;
        let mut desk = at.open()?;
        let mut filing = desk.filing(moment, "withdraw").map_err(Failure::output)?;
        let mut withdrawn = 0;
        for name in &self.documents {
            if filing.withdraw(name).map_err(Failure::output)? {
                withdrawn += 1;
            } else {
                let warning = Diagnostic::warning(format!("the desk has no document \"{name}\""));
                message::print(&warning.hint("attache desk search finds documents by their words"));
            }
        }
        filing.commit().map_err(Failure::output)?;
        if !global.quiet {
            message::say(&format!("withdrawn: {}", count::of(withdrawn, "document")));
        }
        Ok(if withdrawn == self.documents.len() as u64 { Exit::Done } else { Exit::LeftOut })
    }
}
