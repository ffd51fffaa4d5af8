//! Filing: documents with their records into the store.

use super::fault::{sql, unreadable};
use super::{Desk, Kept, sketches};
use crate::side;
use attache_record::{Diagnostic, Document, Published, Record, RecordId, Run, hash_hex};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::io::Write;

/// What filing a document did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The same document, coded by the same run, was there already.
    Unchanged,
    /// The document is new, with so many records.
    New(usize),
    /// The document was there, with another text or coded by another run.
    Changed {
        /// Whether its text is another.
        text: bool,
        /// Records that it did not have before.
        new: Vec<RecordId>,
        /// Records that say something else now: another status, score, day.
        changed: Vec<RecordId>,
        /// Records that it no longer has. They stay in the store, with the moment at which they ended.
        withdrawn: Vec<RecordId>,
    },
}

/// A document as the store has it now.
pub(super) struct Current {
    coding: i64,
    hash: String,
    run: String,
    about: About,
}

/// Address, source, title, publication date and what it rests on.
type About = (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);

/// A document as it is to be filed.
pub(super) struct Entry<'e> {
    pub document: &'e str,
    pub uri: Option<&'e str>,
    pub source: Option<&'e str>,
    pub title: Option<&'e str>,
    pub published: Option<Published>,
    /// Hash of the text.
    pub hash: String,
    /// Length of the text in bytes.
    pub bytes: u64,
    /// The text, where it is at hand.
    pub text: Option<&'e str>,
}

impl<'e> Entry<'e> {
    fn of(document: &'e Document) -> Self {
        Self {
            document: document.id.as_str(),
            uri: document.uri.as_deref(),
            source: document.source.as_deref(),
            title: document.title.as_deref(),
            published: document.published,
            hash: hash_of(&document.text),
            bytes: document.text.len() as u64,
            text: Some(&document.text),
        }
    }

    fn about(&self) -> About {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let day = self.published.map(|published| published.date.to_string());
        let basis = self.published.map(|published| published.basis.to_string());
        (own(self.uri), own(self.source), own(self.title), day, basis)
    }
}

impl Current {
    /// Whether nothing about it is new.
    pub(super) fn is(&self, entry: &Entry<'_>, run: &Run) -> bool {
        self.run == run.id.as_str() && self.hash == entry.hash && self.about == entry.about()
    }
}

/// The hash by which the store knows a text.
pub fn hash_of(text: &str) -> String {
    hash_hex([text.as_bytes()])
}

/// One piece of work on the store: what is put is there for good once [`Filing::commit`] has returned, and all of it or
/// nothing is there if the program or the machine stops before.
pub struct Filing<'d> {
    pub(super) transaction: rusqlite::Transaction<'d>,
    kept: Kept,
    /// Number of the filing under which things are put.
    pub(super) number: i64,
}

impl Desk {
    /// Begins a piece of work at the moment `at`; `work` says in a word what it is ("add"). Others cannot write until it
    /// ends.
    ///
    /// # Errors
    /// Another program goes on writing for longer than 30 seconds, or the file cannot be written.
    pub fn filing(&mut self, at: Timestamp, work: &str) -> Result<Filing<'_>, Diagnostic> {
        let kept = self.kept;
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior).map_err(|e| sql(&e, None))?;
        let mut filing = Filing { transaction, kept, number: 0 };
        filing.at(at, work)?;
        Ok(filing)
    }

    /// Whether the store has this document, coded by this run, and nothing about it is new.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn has(&self, document: &Document, run: &Run) -> Result<bool, Diagnostic> {
        let current = current(&self.connection, document.id.as_str()).map_err(|error| sql(&error, None))?;
        Ok(current.is_some_and(|current| current.is(&Entry::of(document), run)))
    }
}

fn current(connection: &Connection, document: &str) -> rusqlite::Result<Option<Current>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, t.hash, c.run, c.uri, c.source, c.title, c.published, c.basis FROM coding c \
         JOIN text t ON t.id = c.text WHERE c.document = ?1 AND c.ended IS NULL",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Current {
            coding: row.get(0)?,
            hash: row.get(1)?,
            run: row.get(2)?,
            about: (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?),
        })
    };
    statement.query_row([document], read).optional()
}

impl Filing<'_> {
    /// Files a document with its records. What the store had of a document of this name ends, where it is another.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&mut self, document: &Document, records: &[Record], run: &Run) -> Result<Change, Diagnostic> {
        let entry = Entry::of(document);
        let Some(current) = self.current(entry.document)? else {
            self.write(&entry, records, run)?;
            return Ok(Change::New(records.iter().filter(|record| record.id().is_some()).count()));
        };
        if current.is(&entry, run) {
            return Ok(Change::Unchanged);
        }
        let before = self.bodies(current.coding).map_err(|error| sql(&error, None))?;
        self.end(current.coding)?;
        self.write(&entry, records, run)?;
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        let mut withdrawn: BTreeMap<&str, &str> = before.iter().map(|(n, b)| (n.as_str(), b.as_str())).collect();
        for record in records {
            let Some(id) = record.id() else { continue };
            match withdrawn.remove(id.as_str()) {
                None => new.push(id.clone()),
                Some(body) if without_run(body, &current.run) != without_run(&json(record)?, run.id.as_str()) => {
                    changed.push(id.clone());
                }
                Some(_) => {}
            }
        }
        let withdrawn = withdrawn.into_keys().map(RecordId::new).collect();
        let text = current.hash != entry.hash;
        Ok(Change::Changed { text, new, changed, withdrawn })
    }

    /// Takes a document out: it and its records end now, and remain to be asked for as of earlier. False where the store
    /// has no such document.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn withdraw(&mut self, document: &str) -> Result<bool, Diagnostic> {
        let Some(current) = self.current(document)? else { return Ok(false) };
        self.end(current.coding)?;
        Ok(true)
    }

    /// Makes all that was put safe.
    ///
    /// # Errors
    /// The store cannot be written; nothing of this filing is there then.
    pub fn commit(self) -> Result<(), Diagnostic> {
        self.transaction.commit().map_err(|error| sql(&error, None))
    }

    /// Files what follows as of the moment `at`, for `work`.
    pub(super) fn at(&mut self, at: Timestamp, work: &str) -> Result<(), Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let now: Option<String> = self
            .transaction
            .prepare_cached("SELECT at FROM filing WHERE id = ?1 AND work = ?2")
            .and_then(|mut statement| statement.query_row(params![self.number, work], |row| row.get(0)).optional())
            .map_err(failed)?;
        if now.is_some_and(|now| now == at) {
            return Ok(());
        }
        self.transaction.execute("INSERT INTO filing (at, work) VALUES (?1, ?2)", params![at, work]).map_err(failed)?;
        self.number = self.transaction.last_insert_rowid();
        Ok(())
    }

    pub(super) fn current(&self, document: &str) -> Result<Option<Current>, Diagnostic> {
        current(&self.transaction, document).map_err(|error| sql(&error, None))
    }

    /// Whether the store has a coding of this document that was filed at `filed` with a text of this hash and has ended.
    pub(super) fn has_ended(&self, document: &str, filed: &str, hash: &str) -> Result<bool, Diagnostic> {
        self.transaction
            .prepare_cached(
                "SELECT 1 FROM coding c JOIN filing f ON f.id = c.filed JOIN text t ON t.id = c.text \
                 WHERE c.document = ?1 AND f.at = ?2 AND t.hash = ?3 AND c.ended IS NOT NULL",
            )
            .and_then(|mut statement| statement.exists([document, filed, hash]))
            .map_err(|error| sql(&error, None))
    }

    pub(super) fn end(&self, coding: i64) -> Result<(), Diagnostic> {
        self.transaction
            .execute("UPDATE coding SET ended = ?1 WHERE id = ?2", params![self.number, coding])
            .map(|_| ())
            .map_err(|error| sql(&error, None))
    }

    fn bodies(&self, coding: i64) -> rusqlite::Result<Vec<(String, String)>> {
        let mut statement = self.transaction.prepare_cached("SELECT name, body FROM record WHERE coding = ?1")?;
        statement.query_map([coding], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }

    /// Files a coding as the current one; its number.
    pub(super) fn write(&mut self, entry: &Entry<'_>, records: &[Record], run: &Run) -> Result<i64, Diagnostic> {
        self.write_until(entry, records, run, None)
    }

    /// Files a coding that has ended; when, [`Filing::end`] says next.
    pub(super) fn write_ended(&mut self, entry: &Entry<'_>, records: &[Record], run: &Run) -> Result<i64, Diagnostic> {
        self.write_until(entry, records, run, Some(self.number))
    }

    fn write_until(
        &mut self,
        entry: &Entry<'_>,
        records: &[Record],
        run: &Run,
        ended: Option<i64>,
    ) -> Result<i64, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let text = self.text(entry)?;
        let body = serde_json::to_string(run).map_err(|error| unreadable("the run", &error))?;
        let store = &self.transaction;
        let (name, run) = (entry.document, run.id.as_str());
        store
            .prepare_cached("INSERT OR IGNORE INTO run VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute([run, &body]))
            .map_err(failed)?;
        let (uri, source, title, day, basis) = entry.about();
        store
            .prepare_cached(
                "INSERT INTO coding (document, uri, source, title, published, basis, text, run, filed, ended) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut s| s.execute(params![name, uri, source, title, day, basis, text, run, self.number, ended]))
            .map_err(failed)?;
        let coding = store.last_insert_rowid();
        if let (Kept::Text, Some(body)) = (self.kept, entry.text) {
            store
                .prepare_cached("INSERT INTO words (rowid, title, body) VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.execute(params![coding, title, body]))
                .map_err(failed)?;
        }
        for record in records {
            if let Some(id) = record.id() {
                self.record(coding, id, record, records)?;
            }
        }
        Ok(coding)
    }

    fn record(&self, coding: i64, id: &RecordId, record: &Record, all: &[Record]) -> Result<(), Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let kind = side::kind(record);
        let body = json(record)?;
        self.transaction
            .prepare_cached("INSERT INTO record (coding, name, kind, body) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut statement| statement.execute(params![coding, id.as_str(), kind, body]))
            .map_err(failed)?;
        let number = self.transaction.last_insert_rowid();
        for side in side::sides(record, all) {
            self.transaction
                .prepare_cached("INSERT INTO side VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.execute(params![side, kind, number]))
                .map_err(failed)?;
        }
        Ok(())
    }

    /// The number of a text in the store, filed now if it was not there.
    fn text(&self, entry: &Entry<'_>) -> Result<i64, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let known = self
            .transaction
            .prepare_cached("SELECT id FROM text WHERE hash = ?1")
            .and_then(|mut statement| statement.query_row([&entry.hash], |row| row.get(0)).optional())
            .map_err(failed)?;
        if let Some(known) = known {
            return Ok(known);
        }
        let body = entry.text.filter(|_| self.kept == Kept::Text).map(deflated);
        let bytes = i64::try_from(entry.bytes).unwrap_or(i64::MAX);
        self.transaction
            .prepare_cached("INSERT INTO text (hash, bytes, body) VALUES (?1, ?2, ?3)")
            .and_then(|mut statement| statement.execute(params![entry.hash, bytes, body]))
            .map_err(failed)?;
        let number = self.transaction.last_insert_rowid();
        if let Some(text) = entry.text {
            sketches::put(&self.transaction, number, text).map_err(failed)?;
        }
        Ok(number)
    }
}

/// A record as its line of JSON.
fn json(record: &Record) -> Result<String, Diagnostic> {
    serde_json::to_string(record).map_err(|error| unreadable("the record", &error))
}

/// A line of JSON without the run that made it, which says nothing about what it says.
fn without_run(body: &str, run: &str) -> String {
    body.replace(run, "")
}

/// A text, deflated.
fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory doesn't fail; an empty body would be noticed by its length.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}
