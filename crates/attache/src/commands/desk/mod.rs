//! `attache desk`: the file of a relationship, kept across documents.

mod add;
mod asked;
mod init;
mod records;
mod status;
mod verify;

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use attache_record::Diagnostic;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::path::PathBuf;

/// What a desk is, in the order of its use.
const AFTER: &str = "\
A desk is one file, `attache.desk` in the present folder unless --desk or the
variable ATTACHE_DESK names another. Documents are added to it as often as they
come; what was read of a document that changes or is withdrawn stays, with the
moment at which it ended.

Examples:
  attache desk init
  attache desk add news/ 'archive/*.jsonl.gz'
  attache desk status";

/// Keep the file of a relationship across documents, and ask it
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Desk {
    /// The desk to use [default: attache.desk, or what ATTACHE_DESK names]
    #[arg(long = "desk", global = true, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an empty desk
    Init(init::Init),
    /// Code documents and file them; says what is new, changed and withdrawn
    Add(add::Add),
    /// Show how much the desk holds, of whom and from when
    Status(status::Status),
    /// Print the records of a pair as JSON Lines
    Records(records::Records),
    /// Check that the words that records rest on still stand where they stood
    Verify(verify::Verify),
}

impl Desk {
    /// Runs the command that the user gave.
    ///
    /// # Errors
    /// Whatever kept it from being finished.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let at = At { path: self.path() };
        match &self.command {
            Command::Init(init) => init.run(&at, global),
            Command::Add(add) => add.run(&at, global),
            Command::Status(status) => status.run(&at),
            Command::Records(records) => records.run(&at),
            Command::Verify(verify) => verify.run(&at, global),
        }
    }

    fn path(&self) -> PathBuf {
        /// The desk of a folder.
        const USUAL: &str = "attache.desk";
        let named = self.file.clone().or_else(|| std::env::var_os("ATTACHE_DESK").map(PathBuf::from));
        named.unwrap_or_else(|| USUAL.into())
    }
}

/// The desk that a command works on.
pub struct At {
    path: PathBuf,
}

impl At {
    /// The desk, opened.
    ///
    /// # Errors
    /// There is none, or it cannot be used.
    pub fn open(&self) -> Result<attache_desk::Desk, Failure> {
        attache_desk::Desk::open(&self.path).map_err(Failure::unusable)
    }
}

/// The moment at which a piece of work begins: the machine's clock, or what `SOURCE_DATE_EPOCH` says (seconds since
/// 1970, as reproducible-builds.org has it), so that the same work can give the same file.
///
/// # Errors
/// The variable holds no such number.
fn now() -> Result<Timestamp, Failure> {
    let Some(fixed) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    let seconds = fixed.to_str().and_then(|text| text.parse().ok());
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        let problem = format!("SOURCE_DATE_EPOCH is \"{}\"", fixed.display());
        Failure::unusable(Diagnostic::error(problem).hint("set it to seconds since 1970, or unset it"))
    })
}
