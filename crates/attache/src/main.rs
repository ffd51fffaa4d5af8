//! The `attache` command: reads the arguments and hands over to one subcommand.
//!
//! Terminals, files, the clock and configuration stop in this crate; what is coded, and how, is decided in
//! `attache-coder`, which sees none of them.

#![deny(clippy::print_stderr, clippy::print_stdout, reason = "they panic where the reader has gone")]

mod analysis;
mod arguments;
mod coding;
mod commands;
mod corpus;
mod exit;
mod formats;
mod knowledge;
mod model;
#[cfg(test)]
mod scratch;
mod terminal;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    terminal::color::choose(arguments.global.color);
    match commands::run(&arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report().into(),
    }
}
