//! `attache desk`: the file of a relationship, kept across documents.

mod add;
mod asked;
mod board;
mod brief;
mod called;
mod chronology;
mod copies;
mod export;
mod import;
mod init;
mod ledger;
mod names;
mod occurrences;
mod page;
mod positions;
mod presence;
mod readouts;
mod records;
mod review;
mod revise;
mod roster;
mod search;
mod status;
mod verify;
mod who;
mod withdraw;

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
    /// Print the state of a relationship on one page
    Brief(brief::Brief),
    /// Print dated lines of what happened between states, each with its sources
    Chronology(chronology::Chronology),
    /// Show embassies and other missions by state and host, and what became of them
    Presence(presence::Presence),
    /// Search the texts, and show what was read where the words stand
    Search(search::Search),
    /// Show what each side demands, refuses, warns of and offers, by topic
    Positions(positions::Positions),
    /// List accounts of contacts, and compare both sides' accounts of one
    Readouts(readouts::Readouts),
    /// Print the records of a pair as JSON Lines
    Records(records::Records),
    /// Show what happened once, with all who report it
    Occurrences(occurrences::Occurrences),
    /// Show which documents are copies of one text
    Copies(copies::Copies),
    /// Show the contacts of a pair: visits, calls, meetings, each with its history
    Ledger(ledger::Ledger),
    /// Show the lines of communication of a pair, and how long each has been silent
    Board(board::Board),
    /// Show who met or called whom, how often, and when last
    WhoMetWhom(who::WhoMetWhom),
    /// Confirm, reject and correct records with one key each
    Review(review::Review),
    /// Confirm, reject or correct a record
    Revise(revise::Revise),
    /// Take documents out, from now on
    Withdraw(withdraw::Withdraw),
    /// Write the desk as plain text that can be compared and merged
    Export(export::Export),
    /// Take in what an export holds and the desk lacks
    Import(import::Import),
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
            Command::Brief(brief) => brief.run(&at),
            Command::Chronology(chronology) => chronology.run(&at),
            Command::Presence(presence) => presence.run(&at),
            Command::Search(search) => search.run(&at),
            Command::Positions(positions) => positions.run(&at),
            Command::Readouts(readouts) => readouts.run(&at),
            Command::Records(records) => records.run(&at),
            Command::Occurrences(occurrences) => occurrences.run(&at),
            Command::Copies(copies) => copies.run(&at),
            Command::Ledger(ledger) => ledger.run(&at),
            Command::Board(board) => board.run(&at),
            Command::WhoMetWhom(who) => who.run(&at),
            Command::Review(review) => review.run(&at, global),
            Command::Revise(revise) => revise.run(&at, global),
            Command::Withdraw(withdraw) => withdraw.run(&at, global),
            Command::Export(export) => export.run(&at, global),
            Command::Import(import) => import.run(&at, global),
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

/// Who revises.
#[derive(Debug, Args)]
struct Author {
    /// Your name, as revisions show it [default: the name of the user]
    #[arg(long = "by", value_name = "NAME")]
    name: Option<String>,
}

impl Author {
    /// The name given, else that of the user.
    ///
    /// # Errors
    /// Neither is known.
    fn name(&self) -> Result<String, Failure> {
        let user = || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
        let name = self.name.clone().or_else(user).filter(|name| !name.trim().is_empty());
        name.ok_or_else(|| {
            let problem = Diagnostic::error("nothing says who you are");
            Failure::unusable(problem.hint("give your name: --by NAME"))
        })
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
