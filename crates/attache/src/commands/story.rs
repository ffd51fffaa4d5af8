//! The story that `read` and `explain` are given.

use crate::arguments::{Global, day};
use crate::coding;
use crate::corpus::document::Reading;
use crate::corpus::inputs::{self, Input};
use crate::exit::Failure;
use crate::knowledge::Choice;
use crate::model::{Heard, Witness};
use crate::terminal::{self, color, page::Page};
use attache_coder::Coder;
use clap::Args;
use jiff::civil::Date;

/// A file, the day it was published and the knowledge to read it with.
#[derive(Debug, Args)]
pub struct Story {
    /// A text, HTML or JSON Lines file; `-` reads standard input
    pub file: String,
    /// The day the story was published; outweighs what the file says
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    #[command(flatten)]
    heard: Heard,
    #[command(flatten)]
    knowledge: Choice,
}

/// A story and what it takes to read and show it.
pub struct Opened {
    /// The file.
    pub inputs: Vec<Input>,
    /// Makes documents of its text.
    pub reading: Reading,
    /// Codes them.
    pub coder: Coder,
    /// Is heard beside the patterns.
    pub witness: Option<Witness>,
    /// Shows them on standard output.
    pub page: Page,
}

impl Story {
    /// Finds the file and loads the knowledge.
    ///
    /// # Errors
    /// A file or knowledge that cannot be used.
    pub fn open(&self, global: &Global) -> Result<Opened, Failure> {
        let found = inputs::find(std::slice::from_ref(&self.file))?;
        let (coder, witness) = self.heard.open(self.knowledge.coder(global.quiet)?)?;
        coding::keep_faults_quiet();
        Ok(Opened {
            inputs: found.inputs,
            reading: Reading::new(self.date),
            coder,
            witness,
            page: Page { width: terminal::width(), colored: color::on_stdout() },
        })
    }
}
