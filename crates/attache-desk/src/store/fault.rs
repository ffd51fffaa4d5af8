//! What goes wrong with SQLite, told to people.

use attache_record::Diagnostic;
use rusqlite::ErrorCode;
use std::path::Path;

/// An error of SQLite as a message that says what to do.
pub fn sql(error: &rusqlite::Error, path: Option<&Path>) -> Diagnostic {
    let named = path.map_or_else(|| "the desk".to_owned(), |path| format!("the desk \"{}\"", path.display()));
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Diagnostic::error(format!("{named} is being written by another program"))
                .hint("wait until it has finished, and give the command again")
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Diagnostic::error(format!("{named} is no store of Attaché, or is damaged: {error}"))
                .hint("go back to a copy, or import an export of it into a new one")
        }
        Some(ErrorCode::DiskFull) => Diagnostic::error(format!("the disk is full, so {named} cannot be written"))
            .hint("make room and give the command again; what was finished is kept"),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Diagnostic::error(format!("{named} cannot be opened for writing: {error}"))
                .hint("check that the file and its folder may be written")
        }
        _ => Diagnostic::error(format!("{named} cannot be used: {error}")),
    }
}

/// A body that a store holds and this program cannot read.
pub fn unreadable(what: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("{what} in the desk cannot be read: {error}"))
        .hint("the store is damaged or was changed by hand; attache desk verify looks at all of it")
}
