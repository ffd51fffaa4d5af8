//! `attache schema`: the JSON Schema of a record line.

use crate::exit::{Exit, Failure};
use clap::Args;
use std::io::{self, Write};

/// The schema, made from the record types; a test of `attache-record` keeps it current.
const SCHEMA: &str = include_str!("../../../../schema/record.schema.json");

/// What to do with the schema.
const AFTER: &str = "\
A line of `attache code -o FILE.jsonl` is one record that fits this schema; its `kind` tells which.

Example:
  attache schema > record.schema.json";

/// Print the JSON Schema of a record line
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Schema {}

impl Schema {
    /// Prints the schema.
    ///
    /// # Errors
    /// When standard output cannot be written.
    #[allow(clippy::unused_self, reason = "all commands are called alike")]
    pub fn run(&self) -> Result<Exit, Failure> {
        io::stdout().write_all(SCHEMA.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(Exit::Done)
    }
}
