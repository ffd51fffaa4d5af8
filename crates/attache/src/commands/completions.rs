//! `attache completions`: the completion script of a shell.

use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use std::io::{self, Write};

/// Where to put the script.
const AFTER: &str = "\
Examples:
  attache completions bash > ~/.local/share/bash-completion/completions/attache
  attache completions zsh  > ~/.zfunc/_attache        (with ~/.zfunc in $fpath)
  attache completions fish > ~/.config/fish/completions/attache.fish";

/// Print the completion script of a shell
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn run(&self) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "attache", &mut script);
        io::stdout().write_all(&script).map_err(|error| Failure::stdout(&error))?;
        Ok(Exit::Done)
    }
}
