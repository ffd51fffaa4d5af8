//! `attache desk import`: what an export holds and the desk lacks.

use super::At;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::{count, message};
use attache_record::Diagnostic;
use clap::Args;
use std::path::PathBuf;

/// What is taken and what is left.
const AFTER: &str = "\
Documents that the desk lacks are filed with their records, as of the moment at
which they were filed first; revisions of both are kept, so two analysts who
exchange exports come to the same file. A document that the desk has in another
state stays as it is, and is named: add its file again to settle which is right.

Examples:
  attache desk import file/
  attache desk init --desk copy.desk && attache desk import file/ --desk copy.desk";

/// Take in what an export holds and the desk lacks
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Import {
    /// The folder that `attache desk export` wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Import {
    /// Takes in what is new.
    ///
    /// # Errors
    /// A folder or a desk that cannot be used.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let merged = at.open()?.import(&self.folder).map_err(Failure::unusable)?;
        for name in &merged.different {
            let warning = Diagnostic::warning(format!("the desk has the document \"{name}\" in another state"));
            message::print(&warning.hint("it stays as it is; add its file again to settle which is right"));
        }
        if !global.quiet {
            let documents = count::of(merged.documents, "document");
            let revisions = count::of(merged.revisions, "revision");
            let known = count::thousands(merged.known);
            message::say(&format!("taken in: {documents}, {revisions}; {known} were there already"));
        }
        Ok(if merged.different.is_empty() { Exit::Done } else { Exit::LeftOut })
    }
}
