//! `attache knowledge check`: compile a folder and run the tests of its entries.

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::knowledge;
use clap::Args;
use std::path::{Path, PathBuf};

/// The folder that is checked where none is named, if it is there.
const HERE: &str = "knowledge";

/// Compile a knowledge folder and run the tests of its entries; shows all problems at once
#[derive(Debug, Args)]
pub struct Check {
    /// The folder [default: knowledge/ if there is one here, else the program's own knowledge]
    folder: Option<PathBuf>,
}

impl Check {
    /// Checks the knowledge.
    ///
    /// # Errors
    /// All problems that keep the folder from being compiled.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let here = Path::new(HERE);
        let folder = self.folder.as_deref().or_else(|| here.is_dir().then_some(here));
        let knowledge = match folder {
            Some(folder) => knowledge::compile(folder, global.quiet)?,
            None => knowledge::own()?,
        };
        let _ = knowledge;
        Ok(Exit::Done)
    }
}
