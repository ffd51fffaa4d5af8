//! Export and import: a store as plain text, sorted so that it can be compared and merged line by line.
//!
//! Three files of JSON Lines. `documents.jsonl`: each document with its text, as it is now. `records.jsonl`: their records,
//! by day, document and place. `revisions.jsonl`: what people said of them. `history.jsonl` holds codings that have ended,
//! each with its records, and `runs.jsonl` what coded. Two stores with the same content give the same bytes, whatever was
//! filed first.

use super::Desk;
use super::add::{Entry, Filing, hash_of};
use super::fault::{sql, unreadable};
use crate::revision::Revision;
use attache_record::{Basis, Diagnostic, DocumentId, Location, Published, Record, Run};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The files of an export.
const DOCUMENTS: &str = "documents.jsonl";
const RECORDS: &str = "records.jsonl";
const REVISIONS: &str = "revisions.jsonl";
const HISTORY: &str = "history.jsonl";
const RUNS: &str = "runs.jsonl";

/// A document in an export.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    document: DocumentId,
    published: Option<Date>,
    basis: Option<Basis>,
    source: Option<String>,
    title: Option<String>,
    uri: Option<String>,
    run: String,
    filed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    hash: String,
    bytes: u64,
    /// Absent where the store keeps only hashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Of a coding that has ended, its records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    records: Vec<Record>,
}

/// What an import brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Documents that the store did not have.
    pub documents: u64,
    /// Documents that it had already, as they are in the export.
    pub known: u64,
    /// Names of documents that it has in another state; they were left as they are.
    pub different: Vec<String>,
    /// Revisions that it did not have.
    pub revisions: u64,
}

/// What the export holds of a coding before its text and records are fetched.
struct Coding {
    id: i64,
    text: i64,
    line: Line,
}

impl Desk {
    /// Writes all of the store into a folder as plain text; what an earlier export left there is replaced.
    ///
    /// # Errors
    /// The store cannot be read or the folder not written.
    pub fn export(&self, folder: &Path) -> Result<(), Diagnostic> {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let mut documents = Lines::create(folder, DOCUMENTS)?;
        let mut records = Lines::create(folder, RECORDS)?;
        for coding in self.codings("c.ended IS NULL")? {
            documents.put(&Line { text: self.text_of(coding.text)?, ..coding.line })?;
            let mut all = self.of_coding(coding.id)?;
            all.sort_by_key(|record| (record.trigger(), record.id().cloned()));
            for record in &all {
                records.put(record)?;
            }
        }
        let mut history = Lines::create(folder, HISTORY)?;
        for coding in self.codings("c.ended IS NOT NULL")? {
            let (text, records) = (self.text_of(coding.text)?, self.of_coding(coding.id)?);
            history.put(&Line { text, records, ..coding.line })?;
        }
        let mut revisions = Lines::create(folder, REVISIONS)?;
        for revision in self.revisions(None)? {
            revisions.put(&revision)?;
        }
        let mut runs = Lines::create(folder, RUNS)?;
        for run in self.runs()? {
            runs.put(&run)?;
        }
        for lines in [documents, records, history, revisions, runs] {
            lines.finish()?;
        }
        Ok(())
    }

    fn codings(&self, which: &str) -> Result<Vec<Coding>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement = self
            .connection
            .prepare(&format!(
                "SELECT c.id, c.text, c.document, c.published, c.basis, c.source, c.title, c.uri, c.run, f.at, e.at, \
                 t.hash, t.bytes FROM coding c JOIN text t ON t.id = c.text JOIN filing f ON f.id = c.filed \
                 LEFT JOIN filing e ON e.id = c.ended WHERE {which} \
                 ORDER BY c.published, c.document, f.at, e.at, t.hash"
            ))
            .map_err(failed)?;
        let rows = statement.query_map([], coding).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Files what an export holds and the store lacks. Documents that the store has in another state stay as they are and
    /// are named; revisions of both are kept.
    ///
    /// # Errors
    /// The folder holds no export, a line cannot be read (the message says which), or the store cannot be written; then
    /// nothing was filed.
    pub fn import(&mut self, folder: &Path) -> Result<Merged, Diagnostic> {
        let runs: Vec<Run> = read(folder, RUNS)?;
        let runs: BTreeMap<String, Run> = runs.into_iter().map(|run| (run.id.to_string(), run)).collect();
        let mut of_document: BTreeMap<DocumentId, Vec<Record>> = BTreeMap::new();
        for record in read::<Record>(folder, RECORDS)? {
            if let Some(document) = record.document().cloned() {
                of_document.entry(document).or_default().push(record);
            }
        }
        let mut lines: Vec<Line> = read(folder, HISTORY)?;
        lines.extend(read::<Line>(folder, DOCUMENTS)?.into_iter().map(|mut line| {
            line.records = of_document.remove(&line.document).unwrap_or_default();
            line
        }));
        if let Some(stray) = of_document.into_keys().next() {
            let problem = Diagnostic::error(format!("{RECORDS} has records of \"{stray}\", which {DOCUMENTS} has not"));
            return Err(problem.hint("merge both files, and give the command again"));
        }
        // In the order of time, as they were filed.
        lines.sort_by(|a, b| (&a.filed, &a.published, &a.document).cmp(&(&b.filed, &b.published, &b.document)));
        let revisions: Vec<Revision> = read(folder, REVISIONS)?;
        let mut merged = Merged::default();
        let first = lines.first().map_or(Ok(Timestamp::UNIX_EPOCH), |line| moment(&line.filed))?;
        let mut filing = self.filing(first, WORK)?;
        for line in &lines {
            let run = runs.get(&line.run).ok_or_else(|| {
                Diagnostic::error(format!("{RUNS} lacks the run {} of the document \"{}\"", line.run, line.document))
            })?;
            filing.restore(line, run, &mut merged)?;
        }
        for revision in &revisions {
            filing.at(revision.at, WORK)?;
            merged.revisions += u64::from(filing.revise(revision)?);
        }
        filing.commit()?;
        Ok(merged)
    }
}

/// What filings of an import are called.
const WORK: &str = "import";

impl Filing<'_> {
    fn restore(&mut self, line: &Line, run: &Run, merged: &mut Merged) -> Result<(), Diagnostic> {
        let name = line.document.as_str();
        let published = line.published.zip(line.basis).map(|(date, basis)| Published { date, basis });
        let entry = Entry {
            document: name,
            uri: line.uri.as_deref(),
            source: line.source.as_deref(),
            title: line.title.as_deref(),
            published,
            hash: line.hash.clone(),
            bytes: line.bytes,
            text: line.text.as_deref(),
        };
        if line.text.as_deref().is_some_and(|text| hash_of(text) != line.hash) {
            let problem = format!("the text of \"{name}\" is not the one that was exported: its hash is another");
            return Err(Diagnostic::error(problem).hint("a text cannot be changed in an export; add the document anew"));
        }
        let current = self.current(name)?;
        match (&current, &line.ended) {
            (Some(current), None) if current.is(&entry, run) => merged.known += 1,
            (Some(_), None) => merged.different.push(name.to_owned()),
            (None, None) => {
                self.at(moment(&line.filed)?, WORK)?;
                self.write(&entry, &line.records, run)?;
                merged.documents += 1;
            }
            (_, Some(ended)) if !self.has_ended(name, &line.filed, &line.hash)? => {
                self.at(moment(&line.filed)?, WORK)?;
                let coding = self.write_ended(&entry, &line.records, run)?;
                self.at(moment(ended)?, WORK)?;
                self.end(coding)?;
            }
            (_, Some(_)) => {}
        }
        Ok(())
    }
}

fn moment(text: &str) -> Result<Timestamp, Diagnostic> {
    text.parse().map_err(|error| unreadable("a moment", &error))
}

fn coding(row: &Row<'_>) -> rusqlite::Result<Coding> {
    let date: Option<String> = row.get(3)?;
    let basis: Option<String> = row.get(4)?;
    let line = Line {
        document: DocumentId::new(row.get::<_, String>(2)?),
        published: date.and_then(|date| date.parse().ok()),
        basis: basis.and_then(|basis| basis.parse().ok()),
        source: row.get(5)?,
        title: row.get(6)?,
        uri: row.get(7)?,
        run: row.get(8)?,
        filed: row.get(9)?,
        ended: row.get(10)?,
        hash: row.get(11)?,
        bytes: u64::try_from(row.get::<_, i64>(12)?).unwrap_or_default(),
        text: None,
        records: Vec::new(),
    };
    Ok(Coding { id: row.get(0)?, text: row.get(1)?, line })
}

/// A file of JSON Lines that appears under its name once it is whole.
struct Lines {
    out: BufWriter<File>,
    partial: PathBuf,
    path: PathBuf,
}

impl Lines {
    fn create(folder: &Path, name: &str) -> Result<Self, Diagnostic> {
        let (path, partial) = (folder.join(name), folder.join(format!("{name}.partial")));
        let file = File::create(&partial).map_err(|error| unwritable(&partial, &error))?;
        Ok(Self { out: BufWriter::new(file), partial, path })
    }

    fn put(&mut self, line: &impl Serialize) -> Result<(), Diagnostic> {
        let line = serde_json::to_string(line).map_err(|error| unreadable("a record", &error))?;
        writeln!(self.out, "{line}").map_err(|error| unwritable(&self.partial, &error))
    }

    fn finish(mut self) -> Result<(), Diagnostic> {
        self.out.flush().map_err(|error| unwritable(&self.partial, &error))?;
        fs::rename(&self.partial, &self.path).map_err(|error| unwritable(&self.path, &error))
    }
}

/// The lines of a file of an export.
fn read<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<Vec<T>, Diagnostic> {
    let path = folder.join(name);
    let file = File::open(&path).map_err(|error| {
        let problem = Diagnostic::error(format!("\"{}\" cannot be read: {error}", path.display()));
        problem.hint("name the folder that attache desk export wrote")
    })?;
    let mut lines = Vec::new();
    for (number, line) in (1_u32..).zip(BufReader::new(file).lines()) {
        let at =
            || Location { file: path.display().to_string(), line: number, column: 0, width: 0, source: String::new() };
        let line = line.map_err(|error| Diagnostic::error(format!("the line cannot be read: {error}")).at(at()))?;
        if line.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str(&line).map_err(|error| {
            let problem = Diagnostic::error(format!("the line is none of an export: {error}")).at(at());
            problem.hint("after a merge, look whether marks of a conflict are left")
        })?;
        lines.push(read);
    }
    Ok(lines)
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("\"{}\" cannot be written: {error}", path.display()))
        .hint("check that the folder may be written and has room")
}
