//! How the program ends: exit codes, and the messages that explain them.

use crate::terminal;
use attache_record::Diagnostic;
use std::io;
use std::process::ExitCode;

/// How the program ended. The numbers are promised to scripts; `attache --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done,
    /// Finished, but some input could not be used and was left out; or a check found problems, a search nothing, a
    /// comparison differences.
    LeftOut,
    /// The arguments or the input could not be used; nothing was finished.
    Unusable,
    /// The output could not be written.
    Output,
    /// Stopped by Ctrl-C or a signal; what was finished is kept.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::LeftOut => 1,
            Self::Unusable => 2,
            Self::Output => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The reason why a command stopped, with all that is to be said about it.
#[derive(Debug)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// What to tell the user; empty where there is nothing to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// Arguments or input that cannot be used.
    pub fn unusable(diagnostic: Diagnostic) -> Self {
        Self { exit: Exit::Unusable, diagnostics: vec![diagnostic] }
    }

    /// An output that cannot be written.
    pub fn output(diagnostic: Diagnostic) -> Self {
        Self { exit: Exit::Output, diagnostics: vec![diagnostic] }
    }

    /// An error while writing to standard output. Whoever reads there may have seen enough (`| head`): then the
    /// program ends quietly and well.
    pub fn stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { exit: Exit::Done, diagnostics: Vec::new() };
        }
        Self::output(Diagnostic::error(format!("standard output cannot be written: {error}")))
    }

    /// Prints the messages to standard error and gives the exit code.
    pub fn report(&self) -> Exit {
        for diagnostic in &self.diagnostics {
            terminal::message::print(diagnostic);
        }
        self.exit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_seen_enough_is_no_error_and_a_full_disk_is() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(Failure::stdout(&closed).exit, Exit::Done);
        assert_eq!(Failure::stdout(&full).exit, Exit::Output);
    }
}
