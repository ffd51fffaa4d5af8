//! The formats in which records leave the program, each in a file of its own.

pub mod analysis;
pub mod conllu;
mod dyads;
mod icews;
mod jsonl;
mod names;
mod parquet;
mod polecat;
pub mod row;
#[cfg(test)]
pub mod sample;
pub mod table;
mod tsv;

pub use names::Names;
pub use row::Row;

use crate::exit::Failure;
use attache_coder::Coder;
use attache_record::{Document, Record, Run, Span};
use clap::ValueEnum;
use std::path::Path;

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON Lines: one record a line, the run first (see `attache schema`)
    Jsonl,
    /// Tab-separated, the 40 columns of POLECAT, one row per actor and recipient
    Tsv,
    /// Tab-separated, the 20 columns of ICEWS, one row per source and target
    Icews,
    /// Parquet: one table with all records, lists kept as lists
    Parquet,
}

impl Format {
    /// The format that the ending of an output's name asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".jsonl", ".ndjson"]) {
            Some(Self::Jsonl)
        } else if ends(&[".icews", ".icews.tsv", ".icews.tab"]) {
            Some(Self::Icews)
        } else if ends(&[".tsv", ".tab"]) {
            Some(Self::Tsv)
        } else if ends(&[".parquet", ".pq"]) {
            Some(Self::Parquet)
        } else {
            None
        }
    }

    /// Whether it needs [`Names`].
    pub fn wants_names(self) -> bool {
        matches!(self, Self::Tsv | Self::Icews)
    }

    /// Whether its records carry the number of their sentence, for which the sentences must be known.
    pub fn numbers_sentences(self) -> bool {
        matches!(self, Self::Icews | Self::Parquet)
    }

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Tsv => "tsv",
            Self::Icews => "icews",
            Self::Parquet => "parquet",
        }
    }
}

/// One document with its records, ready to be written.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its records.
    pub records: &'a [Record],
    /// Its sentences, in order; empty where the format does not number them.
    pub sentences: &'a [Span],
}

impl Coded<'_> {
    /// The number of a record's sentence, from 1; 0 where the sentence is not one of the document's.
    fn sentence_number(&self, sentence: Option<Span>) -> u32 {
        let Some(sentence) = sentence else { return 0 };
        let before = self.sentences.partition_point(|other| other.start() <= sentence.start());
        u32::try_from(before).unwrap_or(u32::MAX)
    }
}

/// Writes documents in one format.
#[derive(Debug, Clone)]
pub struct Writer {
    /// The format.
    pub format: Format,
    /// Whether the POLECAT table also has planned, possible and denied events, with a column that says so.
    pub all_statuses: bool,
    /// What made the records.
    pub run: Run,
    /// Names that the tables want.
    pub names: Names,
}

impl Writer {
    /// A writer of what `coder` gives.
    pub fn new(format: Format, all_statuses: bool, coder: &Coder) -> Self {
        let names = if format.wants_names() { Names::of(coder.knowledge()) } else { Names::default() };
        Self { format, all_statuses, run: coder.run().clone(), names }
    }

    /// What stands at the head of the output.
    pub fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Jsonl => jsonl::head(&self.run),
            Format::Tsv => polecat::head(self.all_statuses),
            Format::Icews => icews::head(),
            Format::Parquet => Vec::new(),
        }
    }

    /// Adds one document's part to `out`.
    pub fn document(&self, coded: Coded<'_>, out: &mut Vec<u8>) {
        match self.format {
            Format::Jsonl => jsonl::document(coded.records, out),
            Format::Tsv => polecat::document(coded, self, out),
            Format::Icews => icews::document(coded, &self.names, out),
            Format::Parquet => row::document(coded, out),
        }
    }

    /// Whether what [`Writer::document`] gives is not yet the format proper, and [`Writer::convert`] has to follow.
    pub fn converts(&self) -> bool {
        self.format == Format::Parquet
    }

    /// Makes the output proper from what was written.
    ///
    /// # Errors
    /// When one of the files cannot be read or written.
    pub fn convert(&self, from: &Path, to: &Path) -> Result<(), Failure> {
        parquet::convert(from, to, &self.run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_name_decides_the_format() {
        for (name, format) in [
            ("records.jsonl", Some(Format::Jsonl)),
            ("2023.TSV", Some(Format::Tsv)),
            ("2023.icews.tsv", Some(Format::Icews)),
            ("2023.parquet", Some(Format::Parquet)),
            ("records", None),
            ("records.csv", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }
}
