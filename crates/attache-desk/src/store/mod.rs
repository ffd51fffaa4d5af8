//! The store: one SQLite file, append-only in meaning.

mod add;
mod fault;
mod read;
mod revise;
mod schema;
mod search;
mod sketches;
mod status;
mod transfer;
mod verify;

pub use add::{Change, Filing};
pub use read::{Eyes, Filed, Horizon, Query, Source};
pub use search::{Found, Hit, Passage, Search, expression};
pub use status::Status;
pub use transfer::Merged;
pub use verify::{Stand, Verdict};

use attache_record::Diagnostic;
use fault::sql;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// What is kept of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The texts themselves: they can be searched, shown and checked.
    Text,
    /// Their hashes and lengths only: for texts that may not be stored. Records still hold the words that they rest on.
    Hash,
}

impl Kept {
    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "kept",
            Self::Hash => "hashed",
        }
    }
}

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open store.
#[derive(Debug)]
pub struct Desk {
    connection: Connection,
    kept: Kept,
}

impl Desk {
    /// Makes an empty store.
    ///
    /// # Errors
    /// A file of that name exists, or cannot be made.
    pub fn create(path: &Path, kept: Kept) -> Result<Self, Diagnostic> {
        if path.exists() {
            let problem = Diagnostic::error(format!("there is a file \"{}\" already", path.display()));
            return Err(problem.hint("name another, or use this one as it is"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = Connection::open_with_flags(path, flags).map_err(|e| sql(&e, Some(path)))?;
        Self::prepare(&connection)?;
        schema::create(&mut connection, kept)?;
        Ok(Self { connection, kept })
    }

    /// Opens a store, and brings an older one to the schema of this program.
    ///
    /// # Errors
    /// There is no such file, it is no store, or one of a newer program.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        if !path.exists() {
            let problem = Diagnostic::error(format!("there is no desk \"{}\"", path.display()));
            return Err(problem.hint("attache desk init makes one; --desk FILE names another"));
        }
        let mut connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|error| sql(&error, Some(path)))?;
        Self::prepare(&connection)?;
        let kept = schema::check(&mut connection, path)?;
        Ok(Self { connection, kept })
    }

    /// A store in memory, for tests.
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory(kept: Kept) -> Result<Self, Diagnostic> {
        let mut connection = Connection::open_in_memory().map_err(|error| sql(&error, None))?;
        schema::create(&mut connection, kept)?;
        Ok(Self { connection, kept })
    }

    /// What is kept of texts here.
    #[must_use]
    pub fn kept(&self) -> Kept {
        self.kept
    }

    /// Write-ahead logging, so that the file can be read while it is written, with full synchronisation: what a commit
    /// has returned for is on the disk. After a crash the file together with the log that may lie beside it
    /// (`-wal`) is the store as of the last commit; the next program that opens it puts the two together.
    fn prepare(connection: &Connection) -> Result<(), Diagnostic> {
        let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        connection
            .busy_timeout(PATIENCE)
            .and_then(|()| connection.execute_batch(pragmas))
            .map_err(|error| sql(&error, None))
    }
}
