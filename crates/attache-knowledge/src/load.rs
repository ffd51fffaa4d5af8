//! Reading TOML files entry by entry, so that one broken entry hides no other.

use crate::source::SourceFile;
use attache_record::Diagnostic;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// An entry with its place in its file.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// What was read.
    pub value: T,
    /// Index of its file.
    pub file: usize,
    /// Bytes of the entry in its file: from its first key to its last value.
    pub range: Range<usize>,
}

/// A file's tables, and the problems met while they are read.
pub struct Loader<'s> {
    /// The files, for messages.
    pub files: &'s [SourceFile],
    /// Problems so far.
    pub problems: Vec<Diagnostic>,
    /// The file whose entries were handed out last.
    at: usize,
}

impl<'s> Loader<'s> {
    /// A loader without problems yet.
    #[must_use]
    pub fn new(files: &'s [SourceFile]) -> Self {
        Self { files, problems: Vec::new(), at: 0 }
    }

    /// Whether the entries handed out last belong to a folder that adds to the knowledge.
    pub fn in_addition(&self) -> bool {
        self.files.get(self.at).is_some_and(|file| file.addition)
    }

    /// Notes a problem at a place of a file.
    pub fn error(&mut self, file: usize, range: Range<usize>, message: impl Into<String>, hint: &str) {
        let mut problem = Diagnostic::error(message).at(self.files[file].location(range));
        if !hint.is_empty() {
            problem = problem.hint(hint);
        }
        self.problems.push(problem);
    }

    /// Notes a doubt at a place of a file.
    pub fn warn(&mut self, file: usize, range: Range<usize>, message: impl Into<String>, hint: &str) {
        self.problems.push(Diagnostic::warning(message).at(self.files[file].location(range)).hint(hint));
    }

    /// The table of a file; what could be read of it where its syntax is broken.
    pub fn table(&mut self, file: usize) -> DeTable<'s> {
        let (table, errors) = DeTable::parse_recoverable(&self.files[file].text);
        for e in errors {
            let range = e.span().unwrap_or(0..0);
            self.error(file, range, e.message().to_owned(), "mend the TOML syntax here");
        }
        table.into_inner()
    }

    /// Every entry `[[key]]` of a table; those that do not fit are reported.
    pub fn entries<T: DeserializeOwned>(&mut self, file: usize, table: &mut DeTable<'s>, key: &str) -> Vec<Entry<T>> {
        self.at = file;
        let Some((_, value)) = table.remove_entry(key) else { return Vec::new() };
        let range = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            self.error(file, range, format!("\"{key}\" must be a list of entries"), &format!("write [[{key}]]"));
            return Vec::new();
        };
        items.into_iter().filter_map(|item| self.one(file, item)).collect()
    }

    /// The values of `keys` that stand at the head of a file; `None` where they do not fit.
    pub fn head<T: DeserializeOwned>(&mut self, file: usize, table: &mut DeTable<'s>, keys: &[&str]) -> Option<T> {
        let mut head = DeTable::new();
        for key in keys {
            if let Some((key, value)) = table.remove_entry(*key) {
                head.insert(key, value);
            }
        }
        let first = head.values().map(toml::Spanned::span).min_by_key(|span| span.start)?;
        self.one(file, toml::Spanned::new(first, DeValue::Table(head))).map(|entry| entry.value)
    }

    /// The table `[key]`, or `None` where the file has none or it does not fit.
    pub fn single<T: DeserializeOwned>(&mut self, file: usize, table: &mut DeTable<'s>, key: &str) -> Option<Entry<T>> {
        self.at = file;
        let (_, value) = table.remove_entry(key)?;
        self.one(file, value)
    }

    fn one<T: DeserializeOwned>(&mut self, file: usize, item: toml::Spanned<DeValue<'s>>) -> Option<Entry<T>> {
        // The parser's span of a table is its header; the entry goes on to the next header.
        let start = item.span().start;
        let text = &self.files[file].text;
        let rest = text.get(start + 1..).unwrap_or_default();
        let range = start..rest.find("\n[").map_or(text.len(), |at| start + 1 + at);
        match T::deserialize(ValueDeserializer::from(item)) {
            Ok(value) => Some(Entry { value, file, range }),
            Err(e) => {
                let at = e.span().filter(|s| !s.is_empty()).unwrap_or(range);
                self.error(
                    file,
                    at,
                    e.message().to_owned(),
                    "knowledge/README.md lists the keys of every kind of entry",
                );
                None
            }
        }
    }

    /// Reports every key that is left in a table after its known keys were taken.
    pub fn refuse_rest(&mut self, file: usize, table: &DeTable<'s>) {
        for (key, value) in table {
            let range = key.span();
            let range = if range.is_empty() { value.span() } else { range };
            self.error(
                file,
                range,
                format!("the key \"{}\" has no meaning in this file", key.get_ref()),
                "knowledge/README.md lists the keys of every file",
            );
        }
    }
}
