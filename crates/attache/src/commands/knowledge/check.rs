//! `attache knowledge check`: compile a folder and run the tests of its entries.

use crate::arguments::Global;
use crate::corpus::parallel::{Bulk, in_order};
use crate::exit::{Exit, Failure};
use crate::knowledge;
use crate::terminal::{count, message};
use attache_coder::Coder;
use attache_coder::check::{self, failure};
use attache_knowledge::tests::EntryTest;
use attache_record::Severity;
use clap::Args;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

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
  attache knowledge check my-knowledge/ --quiet
  attache knowledge check --also-knowledge my-additions/";

/// Compile a knowledge folder and run the tests of its entries; shows all problems at once
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Check {
    /// The folder [default: knowledge, or the program's own where --also-knowledge is given]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Check what this folder adds to the knowledge too; may be given several times
    #[arg(long = "also-knowledge", value_name = "DIR")]
    also: Vec<PathBuf>,
}

impl Check {
    /// Checks the knowledge.
    ///
    /// # Errors
    /// All problems that keep the folder from being compiled.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let here = self.also.is_empty().then(|| Path::new(HERE));
        let folder = self.folder.as_deref().or(here);
        let compiled = knowledge::compile(folder, &self.also)?;
        let tests = compiled.tests.len();
        let mut problems = compiled.warnings;
        let coder = knowledge::coder(compiled.knowledge);
        let doubted = failed_tests(&coder, compiled.tests, global);
        // A test holds where the weights of who takes part or the relations alone give what it asks for.
        problems.extend(check::run(&coder.by_relations(), &doubted));
        let failed = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        for problem in problems.iter().filter(|p| !global.quiet || p.severity == Severity::Error) {
            message::print(problem);
        }
        if !global.quiet {
            let tests = count::of(tests as u64, "test");
            let own =
                folder.map_or_else(|| "the program's knowledge".to_owned(), |folder| folder.display().to_string());
            let also: String = self.also.iter().map(|folder| format!(" + {}", folder.display())).collect();
            message::say(&format!("{own}{also}: {tests}, {failed} failed"));
        }
        Ok(if failed > 0 { Exit::LeftOut } else { Exit::Done })
    }
}

/// The tests that fail, in their order.
fn failed_tests(coder: &Coder, tests: Vec<EntryTest>, global: &Global) -> Vec<EntryTest> {
    let mut failed = Vec::new();
    let tests = tests.into_iter().map(Piece);
    let work = |Piece(test): Piece| failure(coder, &test).map(|_| test);
    in_order(tests, global.threads(), &AtomicBool::new(false), work, |problem| {
        failed.extend(problem);
        ControlFlow::Continue(())
    });
    failed
}

/// A test as a piece of work.
struct Piece(EntryTest);

impl Bulk for Piece {
    fn bytes(&self) -> usize {
        self.0.text.len()
    }
}
