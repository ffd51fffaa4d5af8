//! What the user can say on the command line, and the help that teaches it.

use crate::commands;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::num::NonZeroUsize;

/// Colours of the help.
const HELP: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Examples and exit codes at the foot of `attache --help`.
const AFTER: &str = "\
Examples:
  attache read story.txt --date 2023-06-14     a story, its records beneath
  attache code news/ -o events.jsonl           a folder, one record a line
  attache code news/ -o events.parquet         a table for pandas, R, DuckDB
  attache explain story.txt --at urged         why coded so, or not at all
  attache analyse story.txt                    sentences drawn as trees
  attache desk add news/                       the file of relationships
  attache knowledge who CHN --on 2023-06-14    who held China's offices then

Exit codes:
    0  done
    1  finished, but some input could not be read and was left out;
       or a check found problems, a search nothing, a comparison differences
    2  arguments, knowledge or input that cannot be used
    3  the output cannot be written, or is there already
  130  interrupted; what was finished is kept, and the same command goes on

`attache help COMMAND` says more about each command.";

/// Reads news and official statements; gives records of who did or said what to whom, when, where, and who says so.
#[derive(Debug, Parser)]
#[command(name = "attache", version, styles = HELP, after_help = AFTER, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Debug, Args)]
pub struct Global {
    /// How many threads may work [default: as many as the machine has cores]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Say nothing but errors: no progress, no summary, no warnings
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

impl Global {
    /// The number of threads to use.
    pub fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show a story with its records beneath each sentence
    Read(commands::read::Read),
    /// Code a corpus into a file of records
    Code(commands::code::Code),
    /// Compare two outputs: what was added, dropped or changed, and by which rules
    Diff(commands::diff::Diff),
    /// Show why words were coded as they were, or why not
    Explain(commands::explain::Explain),
    /// Show sentences as the language model reads them: words, trees, names, roles
    Analyse(commands::analyse::Analyse),
    /// Keep the file of a relationship across documents, and ask it
    Desk(commands::desk::Desk),
    /// Check, search and compare what the coder knows
    Knowledge(commands::knowledge::Knowledge),
    /// Print the JSON Schema of a record line
    Schema(commands::schema::Schema),
    /// Print the completion script of a shell
    Completions(commands::completions::Completions),
}

/// Reads a day as it is written in ISO 8601.
///
/// # Errors
/// When the text is no day of the calendar.
pub fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day of the calendar as YEAR-MONTH-DAY, such as 2023-06-14".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_of_all_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused_with_an_example() {
        assert_eq!(day("2024-02-29").unwrap(), Date::constant(2024, 2, 29));
        assert!(day("2023-02-29").unwrap_err().contains("such as 2023-06-14"));
        assert!(day("14 June 2023").is_err());
    }
}
