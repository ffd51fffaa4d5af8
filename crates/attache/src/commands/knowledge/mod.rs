//! `attache knowledge`: checking, searching and comparing what the coder knows.

mod check;
mod diff;
mod entry;
mod facts;
mod find;
mod import;
mod map;
mod who;
mod words;

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use clap::{Args, Subcommand};

/// Check, search and compare what the coder knows
#[derive(Debug, Args)]
pub struct Knowledge {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compile a knowledge folder and run the tests of its entries; shows all problems at once
    Check(check::Check),
    /// Compare two knowledge folders: which entries were added, removed or changed
    Diff(diff::Diff),
    /// Show the entries whose name or id holds a text
    Find(find::Find),
    /// Turn dictionaries of PETRARCH, TABARI or POLECAT's coder into a knowledge folder
    Import(import::Import),
    /// Show who held the offices of a state or organisation on a day
    Who(who::Who),
}

impl Knowledge {
    /// Runs the command that the user gave.
    ///
    /// # Errors
    /// Whatever kept it from being finished.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        match &self.command {
            Command::Check(check) => check.run(global),
            Command::Diff(diff) => diff.run(global),
            Command::Find(find) => find.run(global),
            Command::Import(import) => import.run(global),
            Command::Who(who) => who.run(global),
        }
    }
}
