//! Checking: do the words that records rest on still stand where they stood?

use super::add::hash_of;
use super::fault::{sql, unreadable};
use super::{Desk, Kept};
use attache_record::{Diagnostic, Record, RecordId};
use rusqlite::params;

/// What became of the words that a document's records rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// The text has the hash that it had when it was filed, and all words stand in their places.
    Kept,
    /// The text is another, but all words that records rest on stand in their places.
    Moved,
    /// Words that records rest on stand there no more.
    Changed,
    /// There is no text to look at.
    Gone,
}

/// What a check of a document found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The document.
    pub document: String,
    /// How its evidence stands.
    pub stand: Stand,
    /// How many records it has.
    pub records: usize,
    /// Those whose words stand no more where they stood.
    pub broken: Vec<RecordId>,
}

impl Desk {
    /// The names of the documents that the store has now, sorted.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn documents(&self) -> Result<Vec<String>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement = self
            .connection
            .prepare("SELECT document FROM coding WHERE ended IS NULL ORDER BY document")
            .map_err(failed)?;
        let names = statement.query_map([], |row| row.get(0)).map_err(failed)?;
        names.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Checks the store as a file: pages, indexes, and references between its tables.
    ///
    /// # Errors
    /// All damage that SQLite finds, in its words.
    pub fn check_file(&self) -> Result<(), Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement = self.connection.prepare("PRAGMA integrity_check").map_err(failed)?;
        let found = statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed)?;
        let mut problems: Vec<String> = found.collect::<rusqlite::Result<_>>().map_err(failed)?;
        problems.retain(|problem| problem != "ok");
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check").map_err(failed)?;
        let orphans = statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed)?;
        for table in orphans {
            problems.push(format!("a row of {} points to nothing", table.map_err(failed)?));
        }
        if problems.is_empty() {
            return Ok(());
        }
        let problem = Diagnostic::error(format!("the desk is damaged: {}", problems.join("; ")));
        Err(problem.hint("go back to a copy, or import an export of it into a new one"))
    }

    /// Looks whether the words of a document's records stand in `text`; where none is given, in the text that the store
    /// keeps.
    ///
    /// # Errors
    /// The store has no such document, or cannot be read.
    pub fn verify(&self, document: &str, text: Option<&str>) -> Result<Verdict, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let (coding, number, hash): (i64, i64, String) = self
            .connection
            .prepare_cached(
                "SELECT c.id, t.id, t.hash FROM coding c JOIN text t ON t.id = c.text \
                 WHERE c.document = ?1 AND c.ended IS NULL",
            )
            .and_then(|mut statement| {
                statement.query_row([document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            })
            .map_err(failed)?;
        let records = self.of_coding(coding)?;
        let stored;
        let text = match text {
            Some(text) => Some(text),
            None if self.kept == Kept::Text => {
                stored = self.text_of(number)?;
                stored.as_deref()
            }
            None => None,
        };
        let document = document.to_owned();
        let Some(text) = text else {
            return Ok(Verdict { document, stand: Stand::Gone, records: records.len(), broken: Vec::new() });
        };
        let stands = |record: &Record| record.evidence().iter().all(|(span, words)| span.text(text) == Some(*words));
        let broken: Vec<_> = records.iter().filter(|r| !stands(r)).filter_map(|r| r.id().cloned()).collect();
        let stand = match (broken.is_empty(), hash_of(text) == hash) {
            (true, true) => Stand::Kept,
            (true, false) => Stand::Moved,
            (false, _) => Stand::Changed,
        };
        Ok(Verdict { document, stand, records: records.len(), broken })
    }

    /// The records of a coding, in the order in which they were filed.
    pub(super) fn of_coding(&self, coding: i64) -> Result<Vec<Record>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM record WHERE coding = ?1 ORDER BY id").map_err(failed)?;
        let bodies = statement.query_map(params![coding], |row| row.get::<_, String>(0)).map_err(failed)?;
        let mut records = Vec::new();
        for body in bodies {
            let body = body.map_err(failed)?;
            records.push(serde_json::from_str(&body).map_err(|error| unreadable("a record", &error))?);
        }
        Ok(records)
    }
}
