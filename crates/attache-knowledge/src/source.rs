//! The files of a knowledge folder, and places in them.

use attache_record::{Diagnostic, Location};
use std::ops::Range;
use std::path::Path;

/// One file of a knowledge folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the folder, with forward slashes: `events/consult.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What messages call its folder.
    pub folder: String,
    /// Whether it belongs to a folder that adds to the knowledge of another.
    pub addition: bool,
}

impl SourceFile {
    /// A file of the folder `knowledge/`.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), folder: "knowledge".to_owned(), addition: false }
    }

    /// The same file as part of a folder that adds to the knowledge; messages call the folder as the user does.
    #[must_use]
    pub fn added(self, folder: &Path) -> Self {
        let folder = folder.display().to_string().trim_end_matches('/').to_owned();
        Self { folder, addition: true, ..self }
    }

    /// The place of a byte range of this file, as a message shows it.
    #[must_use]
    pub fn location(&self, range: Range<usize>) -> Location {
        let start = floor_boundary(&self.text, range.start);
        let end = floor_boundary(&self.text, range.end).max(start);
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |i| start + i);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let width = self.text[start..end.min(line_end).max(start)].chars().count().max(1);
        Location {
            file: format!("{}/{}", self.folder, self.name),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(self.text[line_start..start].chars().count() + 1).unwrap_or(u32::MAX),
            width: u32::try_from(width).unwrap_or(u32::MAX),
            source: self.text[line_start..line_end].to_owned(),
        }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads every `.toml` and `.tsv` file below `folder`, sorted by name. The only place of this crate that touches
/// the file system.
///
/// # Errors
/// One error per file or folder that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, Vec<Diagnostic>> {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    walk(folder, "", &mut files, &mut errors);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if errors.is_empty() && files.is_empty() {
        errors.push(
            Diagnostic::error(format!("the folder {} holds no knowledge files (.toml)", folder.display()))
                .hint("give the folder that holds actors/, events/ and agents.toml"),
        );
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>, errors: &mut Vec<Diagnostic>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => {
            errors.push(Diagnostic::error(format!("the folder {} cannot be read: {e}", folder.display())));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{name}/"), files, errors);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            match std::fs::read_to_string(&path) {
                Ok(text) => files.push(SourceFile::new(name, text)),
                Err(e) => errors.push(Diagnostic::error(format!("the file {} cannot be read: {e}", path.display()))),
            }
        }
    }
}
