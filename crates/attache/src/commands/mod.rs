//! The subcommands, each in a file of its own.

pub mod analyse;
pub mod code;
pub mod completions;
pub mod desk;
pub mod diff;
pub mod explain;
pub mod knowledge;
mod pairs;
pub mod read;
pub mod schema;
mod story;

use crate::arguments::{Arguments, Command};
use crate::exit::{Exit, Failure};

/// Runs the command that the user gave.
///
/// # Errors
/// Whatever kept the command from being finished.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Read(read) => read.run(global),
        Command::Code(code) => code.run(global),
        Command::Diff(diff) => diff.run(global),
        Command::Analyse(analyse) => analyse.run(global),
        Command::Explain(explain) => explain.run(global),
        Command::Desk(desk) => desk.run(global),
        Command::Knowledge(knowledge) => knowledge.run(global),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
    }
}
