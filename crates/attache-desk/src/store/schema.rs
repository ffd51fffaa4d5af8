//! The schema, its version, and how older stores are brought to it.

use super::fault::sql;
use super::{Kept, sketches};
use attache_record::Diagnostic;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// "ATTC" in ASCII: tells our files from other SQLite files (`PRAGMA application_id`).
const APPLICATION: i64 = 0x4154_5443;

/// A step to a newer schema: what SQL does, and what is then worked out from what the store holds.
struct Step {
    sql: &'static str,
    then: fn(&Transaction<'_>) -> Result<(), Diagnostic>,
}

/// The steps from nothing to the present schema; the version of a store is how many of them it has taken.
/// A step that was released is never changed.
const STEPS: [Step; 2] = [
    Step { sql: include_str!("schema/1.sql"), then: |_| Ok(()) },
    Step { sql: include_str!("schema/2.sql"), then: sketches::of_all_texts },
];

/// Makes the present schema in an empty file.
///
/// # Errors
/// It cannot be written.
pub fn create(connection: &mut Connection, kept: Kept) -> Result<(), Diagnostic> {
    let failed = |error: rusqlite::Error| sql(&error, None);
    let transaction = connection.transaction().map_err(failed)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
    climb(&transaction, 0)?;
    transaction.execute("INSERT INTO setting VALUES ('text', ?1)", [kept.as_str()]).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Takes the steps that a store of version `from` lacks.
fn climb(transaction: &Transaction<'_>, from: usize) -> Result<(), Diagnostic> {
    let failed = |error: rusqlite::Error| sql(&error, None);
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step.sql).map_err(failed)?;
        (step.then)(transaction)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len() as i64).map_err(failed)
}

/// Looks whether the file is a store, and brings it to the present schema.
///
/// # Errors
/// It is none, or one of a newer program.
pub fn check(connection: &mut Connection, path: &Path) -> Result<Kept, Diagnostic> {
    let failed = |error: rusqlite::Error| sql(&error, Some(path));
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id").map_err(failed)? != APPLICATION {
        let problem = Diagnostic::error(format!("\"{}\" is no desk", path.display()));
        return Err(problem.hint("attache desk init makes one"));
    }
    let version = usize::try_from(number("user_version").map_err(failed)?).unwrap_or_default();
    if version > STEPS.len() {
        let problem = format!(
            "the desk \"{}\" has schema {version}; this program knows schemas up to {}",
            path.display(),
            STEPS.len()
        );
        return Err(Diagnostic::error(problem).hint("use the newer program that made it"));
    }
    if version < STEPS.len() {
        // Another program may take the same steps at the same moment: what counts is the version once we may write.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let version = transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
        climb(&transaction, usize::try_from(version.map_err(failed)?).unwrap_or_default())?;
        transaction.commit().map_err(failed)?;
    }
    let kept: String =
        connection.query_row("SELECT value FROM setting WHERE key = 'text'", [], |row| row.get(0)).map_err(failed)?;
    Ok(if kept == Kept::Hash.as_str() { Kept::Hash } else { Kept::Text })
}
