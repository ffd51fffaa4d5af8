//! Sketches of the texts in the store.

use super::fault::sql;
use super::read::{Filed, Source, inflated};
use super::{Desk, Query};
use crate::copies::{Copies, Sketch};
use attache_record::Diagnostic;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Sketches all texts of a store that was made before there were sketches. Texts of which only the hash is kept get none.
pub(super) fn of_all_texts(transaction: &Transaction<'_>) -> Result<(), Diagnostic> {
    let failed = |error: rusqlite::Error| sql(&error, None);
    let mut statement = transaction.prepare("SELECT id, body FROM text WHERE body IS NOT NULL").map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let (number, body): (i64, Vec<u8>) = (row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
        put(transaction, number, &inflated(&body)?).map_err(failed)?;
    }
    Ok(())
}

/// Keeps the sketch of a text.
pub(super) fn put(transaction: &Transaction<'_>, number: i64, text: &str) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached("INSERT OR IGNORE INTO sketch VALUES (?1, ?2)")?;
    statement.execute(params![number, Sketch::of(text).bytes()]).map(|_| ())
}

impl Desk {
    /// The documents of some records with their sketches, by name; those that have none are left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn sketches<'r, R: 'r>(
        &self,
        filed: impl IntoIterator<Item = &'r Filed<R>>,
    ) -> Result<Vec<(Rc<Source>, Sketch)>, Diagnostic> {
        let sources: BTreeMap<_, _> = filed.into_iter().map(|f| (f.source.document.clone(), &f.source)).collect();
        let mut found = Vec::new();
        for source in sources.into_values() {
            found.extend(self.sketch(source.text())?.map(|sketch| (Rc::clone(source), sketch)));
        }
        Ok(found)
    }

    /// All documents with their sketches, as of a horizon.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all_sketches(&self, query: &Query) -> Result<Vec<(Rc<Source>, Sketch)>, Diagnostic> {
        let mut found = Vec::new();
        for source in self.sources(query)? {
            if let Some(sketch) = self.sketch(source.text())? {
                found.push((source, sketch));
            }
        }
        Ok(found)
    }

    /// The copies among the documents of some records.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn copies<'r, R: 'r>(&self, filed: impl IntoIterator<Item = &'r Filed<R>>) -> Result<Copies, Diagnostic> {
        Ok(Copies::among(&self.sketches(filed)?))
    }

    fn sketch(&self, text: i64) -> Result<Option<Sketch>, Diagnostic> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT hashes FROM sketch WHERE text = ?1")
            .and_then(|mut statement| statement.query_row([text], |row| row.get(0)).optional())
            .map_err(|error| sql(&error, None))?;
        Ok(bytes.map(|bytes| Sketch::from_bytes(&bytes)))
    }
}
