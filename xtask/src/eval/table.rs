//! The table of figures, kept in `eval/scores.csv`: sorted, rounded, without a date, so that every change shows its
//! difference and nothing else.

use super::score::{Prf, Scores};
use crate::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// First line of the file.
const HEAD: &str = "set,measure,class,precision,recall,f1,accuracy,correct,coded,gold";

/// One figure with the counts behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub set: String,
    pub measure: String,
    /// Class, or `all`.
    pub class: String,
    pub figure: Figure,
}

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    Prf(Prf),
    /// Share of `correct` in `of`.
    Share {
        accuracy: f64,
        correct: usize,
        of: usize,
    },
    /// A mean of F1 over classes.
    Macro(f64),
}

/// A row.
pub fn row(set: &str, measure: &str, class: &str, figure: Figure) -> Row {
    Row { set: set.into(), measure: measure.into(), class: class.into(), figure }
}

/// A share of `correct` in `of`.
pub fn share(correct: usize, of: usize) -> Figure {
    Figure::Share { accuracy: super::score::share(correct, of), correct, of }
}

impl Row {
    fn key(&self) -> String {
        format!("{},{},{}", self.set, self.measure, self.class)
    }

    fn values(&self) -> String {
        match self.figure {
            Figure::Prf(v) => format!("{:.4},{:.4},{:.4},,{},{},{}", v.p, v.r, v.f1, v.tp, v.coded, v.gold),
            Figure::Share { accuracy, correct, of } => format!(",,,{accuracy:.4},{correct},,{of}"),
            Figure::Macro(f1) => format!(",,{f1:.4},,,,"),
        }
    }
}

/// The rows of a gold set.
pub fn gold_rows(set: &str, scores: &Scores, records: &BTreeMap<String, Prf>) -> Vec<Row> {
    let mut rows = Vec::new();
    let all = [
        ("type", scores.class),
        ("quad", scores.quad),
        ("dyad", scores.dyad),
        ("record", scores.record),
        ("full", scores.full),
    ];
    rows.extend(all.map(|(measure, value)| row(set, measure, "all", Figure::Prf(value))));
    rows.push(row(set, "type macro", "all", Figure::Macro(scores.type_macro_f1)));
    for (measure, table) in [("type", &scores.by_type), ("record", records)] {
        rows.extend(table.iter().map(|(class, value)| row(set, measure, class, Figure::Prf(*value))));
    }
    for (name, value) in &scores.on_matched_records {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a small count, rounded back to that count"
        )]
        let correct = (value.accuracy * value.n as f64).round() as usize;
        let figure = Figure::Share { accuracy: value.accuracy, correct, of: value.n };
        rows.push(row(set, name, "all", figure));
    }
    rows.push(row(set, "empty", "all", share(scores.empty.kept_empty, scores.empty.of)));
    rows
}

/// All rows, by key.
#[derive(Default)]
pub struct Table(BTreeMap<String, String>);

impl Table {
    /// Adds rows.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = Row>) {
        self.0.extend(rows.into_iter().map(|row| (row.key(), row.values())));
    }

    /// Adds the kept file's rows of sets that were not coded now.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn merge(&mut self, kept: &Path, coded: &[&str]) -> Result<(), Failure> {
        if !kept.exists() {
            return Ok(());
        }
        for line in fs::read_to_string(kept)?.lines().skip(1) {
            let fields: Vec<&str> = line.splitn(4, ',').collect();
            if let [set, measure, class, values] = fields[..]
                && !coded.contains(&set)
            {
                self.0.insert(format!("{set},{measure},{class}"), values.to_owned());
            }
        }
        Ok(())
    }

    /// The file's text.
    pub fn csv(&self) -> String {
        let lines = self.0.iter().map(|(key, values)| format!("{key},{values}\n"));
        format!("{HEAD}\n{}", lines.collect::<String>())
    }
}

/// Prints a set's rows for people, of the classes only the type.
pub fn print(set: &str, rows: &[Row]) {
    println!("{set}");
    for row in rows.iter().filter(|row| row.class == "all" || row.measure != "record") {
        let name = if row.class == "all" { row.measure.clone() } else { format!("  {} {}", row.measure, row.class) };
        match row.figure {
            Figure::Prf(v) => println!(
                "  {name:22} P {:.3}  R {:.3}  F1 {:.3}   {} of {} coded, {} gold",
                v.p, v.r, v.f1, v.tp, v.coded, v.gold
            ),
            Figure::Share { accuracy, correct, of } => println!("  {name:22} {accuracy:.3}   {correct} of {of}"),
            Figure::Macro(f1) => println!("  {name:22} F1 {f1:.3}"),
        }
    }
}
