//! How many records two outputs share, by class.

use super::pairing::{Change, Compared};
use attache_record::Run;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many records of a label became what.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The same in both.
    pub same: u64,
    /// Of these, those that came by other rules.
    pub other_rules: u64,
    /// In both, with other fields.
    pub changed: u64,
    /// Only in the first.
    pub dropped: u64,
    /// Only in the second.
    pub added: u64,
}

/// The counts of a comparison.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// By class of event, else by kind; what changed its class stands with the new one.
    pub labels: BTreeMap<String, Counts>,
    /// How often a field differs in what changed.
    pub fields: BTreeMap<&'static str, u64>,
    /// Which class became which, and how often.
    pub classes: BTreeMap<String, u64>,
}

impl Summary {
    /// Adds a document.
    pub fn add(&mut self, compared: &Compared) {
        for (label, (same, other_rules)) in &compared.same {
            let counts = self.labels.entry(label.clone()).or_default();
            counts.same += same;
            counts.other_rules += other_rules;
        }
        for change in &compared.changes {
            let (Change::Added(item) | Change::Dropped(item) | Change::Changed { new: item, .. }) = change;
            let counts = self.labels.entry(item.label().to_owned()).or_default();
            match change {
                Change::Added(_) => counts.added += 1,
                Change::Dropped(_) => counts.dropped += 1,
                Change::Changed { old, new, fields } => {
                    counts.changed += 1;
                    for field in fields {
                        *self.fields.entry(field).or_default() += 1;
                    }
                    if old.label() != new.label() {
                        *self.classes.entry(format!("{} > {}", old.label(), new.label())).or_default() += 1;
                    }
                }
            }
        }
    }

    /// Whether any record differs.
    pub fn differs(&self) -> bool {
        self.labels.values().any(|c| c.changed + c.dropped + c.added > 0)
    }

    /// A table for people, under what the two runs differ in.
    pub fn table(&self, runs: [Option<&Run>; 2]) -> String {
        let mut out = String::new();
        for line in runs_in_words(runs) {
            let _ = writeln!(out, "{line}");
        }
        let wide = self.labels.keys().map(|label| label.chars().count()).chain([3]).max().unwrap_or(0);
        let _ = writeln!(out, "{:wide$} {:>10} {:>9} {:>9} {:>9}", "", "same", "changed", "dropped", "added");
        let mut all = Counts::default();
        for (label, c) in &self.labels {
            let _ = writeln!(out, "{label:wide$} {:>10} {:>9} {:>9} {:>9}", c.same, c.changed, c.dropped, c.added);
            all = Counts {
                same: all.same + c.same,
                other_rules: all.other_rules + c.other_rules,
                changed: all.changed + c.changed,
                dropped: all.dropped + c.dropped,
                added: all.added + c.added,
            };
        }
        let _ =
            writeln!(out, "{:wide$} {:>10} {:>9} {:>9} {:>9}", "all", all.same, all.changed, all.dropped, all.added);
        if all.other_rules > 0 {
            let _ = writeln!(out, "{} of the same came by other rules", all.other_rules);
        }
        for (label, counts) in [("fields that changed", listed(&self.fields)), ("classes", listed(&self.classes))] {
            if !counts.is_empty() {
                let _ = writeln!(out, "{label}: {counts}");
            }
        }
        out
    }
}

/// `status 3, actors 1`: the most frequent first.
fn listed(counts: &BTreeMap<impl std::fmt::Display, u64>) -> String {
    let mut all: Vec<_> = counts.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    all.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

/// In what the runs differ: software, knowledge, weights.
fn runs_in_words([old, new]: [Option<&Run>; 2]) -> Vec<String> {
    let Some((old, new)) = old.zip(new) else {
        return vec!["an output doesn't say what made it".to_owned()];
    };
    let none = "none";
    let parts = [
        ("software", old.software.as_str(), new.software.as_str()),
        ("knowledge", &old.knowledge, &new.knowledge),
        ("weights", old.weights.as_deref().unwrap_or(none), new.weights.as_deref().unwrap_or(none)),
    ];
    let differing = parts.iter().filter(|(_, old, new)| old != new);
    let lines: Vec<String> = differing.map(|(name, old, new)| format!("{name}: {old} > {new}")).collect();
    if lines.is_empty() { vec![format!("the same run ({}) made both", new.id)] } else { lines }
}
