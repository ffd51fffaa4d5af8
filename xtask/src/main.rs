//! The project's own tasks, run with `cargo xtask`.

mod bench;
mod cases;
mod eval;
mod knowledge;
mod learn;
mod options;
mod readme;
mod tidy;
mod tree;

use options::Options;
use std::process::ExitCode;

/// What `cargo xtask` prints without a task.
const HELP: &str = "\
cargo xtask TASK

  cases [FILTER]              run the cases whose path contains FILTER (default: all)
  eval [SET...]               code the evaluation sets and write eval/scores.csv
       --shared DIR           where the sets lie (default: ../shared)
       --errors [N]           print N sentences that were coded wrong, gold and coded side by side (default: 40)
       --class CLASS          only errors that have this class on either side
       --smoke                a few documents of each set, nothing written
       --cross-check          also score the gold sets with score_gold.py and compare every figure
  knowledge check [ID]        compile knowledge/ and run the tests of its entries, or of those whose id begins so
  knowledge fmt               bring the files of knowledge/ into form
  knowledge new KIND ID       add an entry to fill in, at its place in the right file
  learn parties               print what training/parties.py learns from
  readme [--accept]           compare the README's output with the program's, or write it
  tidy                        check files, documents, links, cases
  bench [--shared DIR]        measure words a second, memory and start, and write bench/results.csv";

/// Why a task ended without success.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = if arguments.is_empty() { String::new() } else { arguments.remove(0) };
    let outcome = Options::read(&arguments).map_err(Failure).and_then(|options| match task.as_str() {
        "cases" => cases::run(&options),
        "eval" => eval::run(&options),
        "knowledge" => knowledge::run(&options),
        "learn" => learn::run(&options),
        "readme" => readme::run(&options),
        "tidy" => tidy::run(),
        "bench" => bench::run(&options),
        "" | "help" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure(format!("\"{other}\" is no task\n\n{HELP}"))),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
