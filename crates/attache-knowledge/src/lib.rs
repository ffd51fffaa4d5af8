//! What the coder knows, compiled from the files of `knowledge/`.

use attache_record::{Diagnostic, Warned};
use std::fmt;
use std::path::Path;

/// One file of a knowledge folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the folder, with forward slashes: `events/consult.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Reads every `.toml` and `.tsv` file below `folder`, sorted by name.
///
/// # Errors
/// One error per file or folder that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, Vec<Diagnostic>> {
    let _ = folder;
    Ok(Vec::new())
}

/// Everything the coder knows, immutable.
#[derive(Debug, Clone)]
pub struct Knowledge {
    hash: String,
}

/// The reason why bytes are no knowledge pack.
#[derive(Debug)]
pub struct PackError(String);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the knowledge pack cannot be read ({}); build the program again", self.0)
    }
}

impl std::error::Error for PackError {}

impl Knowledge {
    /// Compiles the files of a knowledge folder.
    ///
    /// # Errors
    /// All problems of all files at once.
    pub fn compile(files: &[SourceFile]) -> Result<Warned<Self>, Vec<Diagnostic>> {
        let _ = files;
        Ok(Warned::quiet(Self { hash: String::new() }))
    }

    /// Hash of everything compiled, for the run record.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
