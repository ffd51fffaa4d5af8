//! Revisions in the store, and what records are under them.

use super::Desk;
use super::add::Filing;
use super::fault::{sql, unreadable};
use crate::revision::{Act, Correctable, Revision, Subject};
use attache_record::{Diagnostic, DocumentId, EntryId, Record, RecordId, Span};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Filing<'_> {
    /// Files a revision. False where the store has it already.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn revise(&mut self, revision: &Revision) -> Result<bool, Diagnostic> {
        let body = serde_json::to_string(revision).map_err(|error| unreadable("the revision", &error))?;
        let at = revision.at.to_string();
        let (id, record, author) = (&revision.id, revision.record.as_str(), &revision.author);
        let filed = self
            .transaction
            .execute(
                "INSERT OR IGNORE INTO revision VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, record, at, author, body, self.number],
            )
            .map_err(|error| sql(&error, None))?;
        Ok(filed > 0)
    }
}

impl Desk {
    /// All revisions, or those that had been made by a moment, the earliest first; of one second by their names.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn revisions(&self, by: Option<Timestamp>) -> Result<Vec<Revision>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM revision ORDER BY at, id").map_err(failed)?;
        let bodies = statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed)?;
        let mut revisions = Vec::new();
        for body in bodies {
            let revision: Revision =
                serde_json::from_str(&body.map_err(failed)?).map_err(|error| unreadable("a revision", &error))?;
            if by.is_none_or(|by| revision.at <= by) {
                revisions.push(revision);
            }
        }
        revisions.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(revisions)
    }

    /// A record as it was coded, by its name; the current one where a document was coded several times.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn record(&self, name: &str) -> Result<Option<Record>, Diagnostic> {
        let body: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT r.body FROM record r JOIN coding c ON c.id = r.coding WHERE r.name = ?1 \
                 ORDER BY c.ended IS NOT NULL, c.id DESC LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .map_err(|error| sql(&error, None))?;
        body.map(|body| serde_json::from_str(&body).map_err(|error| unreadable("a record", &error))).transpose()
    }
}

impl Subject {
    /// What a revision of this record is about; `None` for a run.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let (name, document, span) = (record.id()?, record.document()?, record.trigger()?);
        Some(Self { record: name.clone(), document: document.clone(), span })
    }
}

/// What counts of all revisions, by the records that they are about.
pub(super) struct Revised {
    by_name: HashMap<RecordId, Vec<Revision>>,
    /// By document and place of the first words, for records that another program gave another name.
    by_place: HashMap<(DocumentId, Span), RecordId>,
}

impl Revised {
    /// Leaves out what was undone.
    pub(super) fn new(revisions: Vec<Revision>) -> Self {
        let undone: BTreeSet<String> = revisions
            .iter()
            .filter_map(|revision| match &revision.act {
                Act::Undo { revision: earlier } => Some((earlier, &revision.author)),
                _ => None,
            })
            .filter(|(earlier, author)| revisions.iter().any(|r| r.id == **earlier && r.author == **author))
            .map(|(earlier, _)| earlier.clone())
            .collect();
        let mut revised = Self { by_name: HashMap::new(), by_place: HashMap::new() };
        for revision in revisions.into_iter().filter(|revision| !undone.contains(&revision.id)) {
            let place = (revision.document.clone(), revision.span);
            revised.by_place.insert(place, revision.record.clone());
            revised.by_name.entry(revision.record.clone()).or_default().push(revision);
        }
        revised
    }

    /// Makes of a record what was said of it. False where it was rejected, by whoever spoke last of that.
    pub(super) fn apply<R: Correctable>(
        &self,
        record: &mut R,
        id: &RecordId,
        document: &DocumentId,
        span: Span,
    ) -> bool {
        if self.by_name.is_empty() {
            return true;
        }
        let by_place = || self.by_place.get(&(document.clone(), span)).and_then(|name| self.by_name.get(name));
        let Some(revisions) = self.by_name.get(id).or_else(by_place) else { return true };
        let mut stands = true;
        // Of two corrections of one field the later one counts; revisions come in the order of their time.
        let mut corrections = BTreeMap::new();
        for revision in revisions {
            match &revision.act {
                Act::Reject => stands = false,
                Act::Confirm => stands = true,
                Act::Correct(correction) => {
                    stands = true;
                    corrections.insert(correction.field(), (correction, &revision.id));
                }
                Act::Join { .. } | Act::Part { .. } | Act::Undo { .. } => {}
            }
        }
        for (correction, revision) in corrections.into_values() {
            if record.correct(correction) {
                record.rests_on(EntryId::new(format!("revision.{revision}")));
            }
        }
        stands
    }
}
