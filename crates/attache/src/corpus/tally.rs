//! What was read and coded, counted for the summary.

use super::warnings;
use crate::terminal::color::PLAIN;
use crate::terminal::count;
use crate::terminal::wrap::Styled;
use attache_record::{Class, Diagnostic, Record, Severity, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// Counts of a run; those of a part and of what follows add up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Documents coded.
    pub documents: u64,
    /// Words of their texts, parted by white space.
    pub words: u64,
    /// Documents without any record.
    pub silent: u64,
    /// Documents left out because their name had come before.
    pub duplicates: u64,
    /// Lines and files that could not be read.
    pub left_out: u64,
    /// Records by kind.
    pub kinds: BTreeMap<String, u64>,
    /// Events by class.
    pub classes: BTreeMap<Class, u64>,
    /// Events by status.
    pub statuses: BTreeMap<Status, u64>,
    /// Warnings by what they say, without their values.
    pub warnings: BTreeMap<String, u64>,
    /// Errors likewise.
    pub errors: BTreeMap<String, u64>,
}

impl Tally {
    /// The counts of one document.
    pub fn of_document(text: &str, records: &[Record]) -> Self {
        let mut tally = Self { documents: 1, words: words(text), ..Self::default() };
        tally.silent = u64::from(records.is_empty());
        for record in records {
            let kind = match record {
                Record::Event(event) => {
                    *tally.classes.entry(event.class).or_default() += 1;
                    *tally.statuses.entry(event.status).or_default() += 1;
                    "event"
                }
                Record::Contact(_) => "contact",
                Record::Quote(_) => "quote",
                Record::Readout(_) => "readout",
                Record::Presence(_) => "presence",
                Record::Run(_) => continue,
            };
            *tally.kinds.entry(kind.to_owned()).or_default() += 1;
        }
        tally
    }

    /// Counts a message.
    pub fn message(&mut self, diagnostic: &Diagnostic) {
        let messages = match diagnostic.severity {
            Severity::Warning => &mut self.warnings,
            Severity::Error => &mut self.errors,
        };
        *messages.entry(warnings::kind(diagnostic)).or_default() += 1;
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Self) {
        fn sum<K: Ord + Clone>(into: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
            for (key, number) in from {
                *into.entry(key.clone()).or_default() += number;
            }
        }
        self.documents += other.documents;
        self.words += other.words;
        self.silent += other.silent;
        self.duplicates += other.duplicates;
        self.left_out += other.left_out;
        sum(&mut self.kinds, &other.kinds);
        sum(&mut self.classes, &other.classes);
        sum(&mut self.statuses, &other.statuses);
        sum(&mut self.warnings, &other.warnings);
        sum(&mut self.errors, &other.errors);
    }

    /// Records of all kinds.
    pub fn records(&self) -> u64 {
        self.kinds.values().sum()
    }

    /// The summary, several lines of at most `width` columns. `fresh` are the counts of this run alone, which took `time`.
    pub fn summary(&self, fresh: &Self, time: Duration, threads: usize, width: usize) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{} and {} in {} with {}: {} words/s",
            count::of(self.documents, "document"),
            count::of(self.words, "word"),
            count::duration(time),
            count::of(threads as u64, "thread"),
            count::thousands(count::rate(fresh.words, time)),
        );
        let kinds = listed(self.kinds.iter().map(|(kind, number)| (kind.as_str(), *number)));
        let _ = writeln!(
            out,
            "{}{kinds}; {} without any",
            count::of(self.records(), "record"),
            count::of(self.silent, "document")
        );
        if !self.classes.is_empty() {
            let mut classes: Vec<_> = self.classes.iter().map(|(class, number)| (class.as_str(), *number)).collect();
            classes.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
            let statuses = listed(self.statuses.iter().map(|(status, number)| (status.as_str(), *number)));
            let _ = writeln!(out, "events by class{}", listed(classes.into_iter()));
            let _ = writeln!(out, "events by status{statuses}");
        }
        if self.left_out > 0 {
            let _ = writeln!(out, "{} left out: could not be read", count::of(self.left_out, "input"));
        }
        if self.duplicates > 0 {
            let _ = writeln!(out, "{} left out: the name had come before", count::of(self.duplicates, "document"));
        }
        for (label, messages) in [("warning", &self.warnings), ("error", &self.errors)] {
            for (kind, number) in messages {
                let _ = writeln!(out, "{}: {kind}", count::of(*number, label));
            }
        }
        out.lines().map(|line| Styled::default().with(PLAIN, line).wrap(width, "", "  ")).collect()
    }
}

fn words(text: &str) -> u64 {
    text.split_ascii_whitespace().count() as u64
}

/// `: 3 event, 2 quote`; nothing for an empty list.
fn listed<'k>(counts: impl Iterator<Item = (&'k str, u64)>) -> String {
    let parts: Vec<_> = counts.map(|(key, number)| format!("{key} {}", count::thousands(number))).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn the_counts_of_two_parts_add_up_to_those_of_the_whole() {
        let (document, records) = sample::visit_and_demand();
        let part = Tally::of_document(&document.text, &records);
        let mut whole = Tally::default();
        whole.add(&part);
        whole.add(&part);
        assert_eq!((whole.documents, whole.kinds["event"], whole.classes[&Class::Request]), (2, 4, 2));
        assert_eq!(whole.words, 2 * words(&document.text));
    }

    #[test]
    fn the_summary_names_kinds_classes_and_warnings() {
        let (document, records) = sample::visit_and_demand();
        let mut tally = Tally::of_document(&document.text, &records);
        tally.message(&Diagnostic::warning("no publication date was found"));
        let text = tally.summary(&tally, Duration::from_secs(1), 2, 80);
        assert!(text.contains("1 document and"), "{text}");
        assert!(text.contains("events by class: CONSULT 1, REQUEST 1"), "{text}");
        assert!(text.contains("1 warning: no publication date was found"), "{text}");
    }
}
