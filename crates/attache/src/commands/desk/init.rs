//! `attache desk init`: an empty desk.

use super::At;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::message;
use attache_desk::{Desk, Kept};
use clap::Args;

/// What else can be said.
const AFTER: &str = "\
With --without-text the desk keeps of each text its hash and length, and of
each record the words that it rests on: for texts that may not be stored. Such
a desk cannot be searched, and `attache desk verify` needs the texts again.

Examples:
  attache desk init
  attache desk init --desk gulf.desk --without-text";

/// Make an empty desk
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Init {
    /// Keep only hashes of the texts
    #[arg(long)]
    without_text: bool,
}

impl Init {
    /// Makes the file.
    ///
    /// # Errors
    /// It is there already, or cannot be made.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let kept = if self.without_text { Kept::Hash } else { Kept::Text };
        Desk::create(&at.path, kept).map_err(Failure::output)?;
        if !global.quiet {
            message::say(&format!("made {}", at.path.display()));
        }
        Ok(Exit::Done)
    }
}
