//! How much a store holds.

use super::Desk;
use super::fault::sql;
use attache_record::Diagnostic;
use serde::Serialize;

/// How much a store holds, and of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Documents that it has now.
    pub documents: u64,
    /// Codings of documents that have ended: other texts, other runs, documents withdrawn.
    pub ended: u64,
    /// First and last day of publication.
    pub published: Option<(String, String)>,
    /// Documents without a day of publication.
    pub undated: u64,
    /// Records by kind, sorted by name.
    pub records: Vec<(String, u64)>,
    /// Revisions that people made.
    pub revisions: u64,
    /// Publishers with most documents first.
    pub sources: Vec<(String, u64)>,
    /// States and bodies that take part in most records, likewise.
    pub sides: Vec<(String, u64)>,
    /// Moment of the first and last piece of work.
    pub filed: Option<(String, String)>,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// How many publishers and sides are named.
const NAMED: u32 = 12;

impl Desk {
    /// Counts what the store holds now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn status(&self) -> Result<Status, Diagnostic> {
        let number = |question: &str| {
            let asked = self.connection.query_row(question, [], |row| row.get::<_, i64>(0));
            asked.map(|number| u64::try_from(number).unwrap_or_default()).map_err(|error| sql(&error, None))
        };
        let counts = |question: &str| -> Result<Vec<(String, u64)>, Diagnostic> {
            let failed = |error: rusqlite::Error| sql(&error, None);
            let mut statement = self.connection.prepare(question).map_err(failed)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).map_err(failed)?;
            let counted = |row: rusqlite::Result<(String, i64)>| {
                row.map(|(name, number)| (name, u64::try_from(number).unwrap_or_default()))
            };
            rows.map(counted).collect::<rusqlite::Result<_>>().map_err(failed)
        };
        let ends = |question: &str| {
            let read =
                |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?));
            let asked = self.connection.query_row(question, [], read);
            asked.map(|(first, last)| first.zip(last)).map_err(|error| sql(&error, None))
        };
        Ok(Status {
            documents: number("SELECT count(*) FROM coding WHERE ended IS NULL")?,
            ended: number("SELECT count(*) FROM coding WHERE ended IS NOT NULL")?,
            published: ends("SELECT min(published), max(published) FROM coding WHERE ended IS NULL")?,
            undated: number("SELECT count(*) FROM coding WHERE ended IS NULL AND published IS NULL")?,
            records: counts(
                "SELECT r.kind, count(*) FROM record r JOIN coding c ON c.id = r.coding WHERE c.ended IS NULL \
                 GROUP BY r.kind ORDER BY r.kind",
            )?,
            revisions: number("SELECT count(*) FROM revision")?,
            sources: counts(&format!(
                "SELECT coalesce(source, '(none given)'), count(*) AS n FROM coding WHERE ended IS NULL \
                 GROUP BY source ORDER BY n DESC, 1 LIMIT {NAMED}"
            ))?,
            sides: counts(&format!(
                "SELECT side, count(*) AS n FROM side s JOIN record r ON r.id = s.record JOIN coding c ON c.id = r.coding \
                 WHERE c.ended IS NULL GROUP BY side ORDER BY n DESC, 1 LIMIT {NAMED}"
            ))?,
            filed: ends("SELECT min(at), max(at) FROM filing")?,
            bytes: number("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")?,
        })
    }
}
