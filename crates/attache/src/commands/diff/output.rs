//! An output of `attache code`, read document by document.

use super::item::Item;
use crate::exit::Failure;
use crate::formats::{Row, table};
use attache_record::{Diagnostic, Record, Run};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The bytes with which every Parquet file begins.
const PARQUET: &[u8] = b"PAR1";

/// The records of one document, in the order of the output.
#[derive(Debug, Default)]
pub struct Group {
    /// The document.
    pub document: String,
    /// Its records.
    pub items: Vec<Item>,
}

/// The rows of an output, one after the other.
type Rows = Box<dyn Iterator<Item = Result<Row, String>> + Send>;

/// An output.
pub struct Output {
    path: PathBuf,
    /// What made it, where the output says so.
    pub run: Option<Run>,
    rows: Rows,
    /// The row that began the next document.
    next: Option<Row>,
}

impl Output {
    /// Opens an output: JSON Lines, or Parquet if it begins so.
    ///
    /// # Errors
    /// When it cannot be read or is neither.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let unusable = |error: &dyn std::fmt::Display| Failure::unusable(problem(path, error));
        let mut file = File::open(path).map_err(|error| unusable(&error))?;
        let mut magic = Vec::new();
        file.by_ref().take(PARQUET.len() as u64).read_to_end(&mut magic).map_err(|error| unusable(&error))?;
        let (run, rows): (Option<Run>, Rows) = if magic == PARQUET {
            let (run, rows) = table::rows(file).map_err(|error| unusable(&error))?;
            (run, Box::new(rows))
        } else {
            let file = File::open(path).map_err(|error| unusable(&error))?;
            let mut lines = Lines { reader: BufReader::new(file), line: Vec::new(), number: 0 };
            let mut first = lines.read_on().transpose().map_err(|error| unusable(&error))?;
            let run = match first.take() {
                Some(Record::Run(run)) => Some(run),
                other => {
                    first = other;
                    None
                }
            };
            let first = first.as_ref().and_then(Row::of).map(Ok);
            (run, Box::new(first.into_iter().chain(lines)))
        };
        Ok(Self { path: path.to_owned(), run, rows, next: None })
    }

    /// The records of the next document; `None` at the end.
    ///
    /// # Errors
    /// When the output cannot be read on, with the line.
    pub fn group(&mut self) -> Result<Option<Group>, Failure> {
        let mut group: Option<Group> = None;
        let mut row = self.next.take();
        loop {
            let read = match row.take() {
                Some(row) => Some(row),
                None => self.rows.next().transpose().map_err(|error| Failure::unusable(problem(&self.path, &error)))?,
            };
            let Some(read) = read else { return Ok(group) };
            let group = group.get_or_insert_with(|| Group { document: read.document.clone(), items: Vec::new() });
            if group.document != read.document {
                self.next = Some(read);
                return Ok(Some(std::mem::take(group)));
            }
            group.items.extend(Item::of(read));
        }
    }
}

fn problem(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("\"{}\" is no output that can be compared: {error}", path.display()))
        .hint("give two files that `attache code` wrote as JSON Lines or Parquet")
}

/// The records of a file of JSON Lines.
struct Lines {
    reader: BufReader<File>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    fn read_on(&mut self) -> Option<Result<Record, String>> {
        self.line.clear();
        self.number += 1;
        let number = self.number;
        match self.reader.read_until(b'\n', &mut self.line) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_slice(&self.line).map_err(|error| format!("line {number}: {error}"))),
            Err(error) => Some(Err(format!("line {number}: {error}"))),
        }
    }
}

impl Iterator for Lines {
    type Item = Result<Row, String>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read_on()? {
                Ok(record) => {
                    // A run in the midst of a file has no row: two outputs were joined.
                    if let Some(row) = Row::of(&record) {
                        return Some(Ok(row));
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
