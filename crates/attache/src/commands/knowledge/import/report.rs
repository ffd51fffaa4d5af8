//! What an import could not carry over as it stood, entry by entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of a piece of a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was not carried over.
    LeftOut,
    /// It was carried over, and says less than it did, or more.
    Changed,
    /// The knowledge has it already.
    Known,
}

impl Fate {
    /// As the report says it.
    fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::Changed => "changed",
            Self::Known => "known already",
        }
    }
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file as the user named it.
    pub file: String,
    /// Which of the files it is.
    number: usize,
    /// Its line, counted from one.
    pub line: usize,
    /// What became of it.
    pub fate: Fate,
    /// Why: the same words for the same reason, so that they can be counted.
    pub reason: String,
    /// What it is about, as it stands in the file.
    pub what: String,
}

/// Everything that was not carried over as it stood, in the order in which it was met.
#[derive(Debug, Default)]
pub struct Report {
    /// The lines.
    pub findings: Vec<Finding>,
    /// The file that is being read.
    file: String,
    /// Files begun so far.
    number: usize,
}

impl Report {
    /// From now on the findings are about this file.
    pub fn file(&mut self, name: &str) {
        name.clone_into(&mut self.file);
        self.number += 1;
    }

    /// Notes a piece that is not carried over.
    pub fn left_out(&mut self, line: usize, reason: impl Into<String>, what: impl Into<String>) {
        self.note(line, Fate::LeftOut, reason, what);
    }

    /// Notes a piece that is carried over and says less than it did, or more.
    pub fn changed(&mut self, line: usize, reason: impl Into<String>, what: impl Into<String>) {
        self.note(line, Fate::Changed, reason, what);
    }

    /// Notes what the knowledge has already.
    pub fn known(&mut self, line: usize, reason: impl Into<String>, what: impl Into<String>) {
        self.note(line, Fate::Known, reason, what);
    }

    fn note(&mut self, line: usize, fate: Fate, reason: impl Into<String>, what: impl Into<String>) {
        let (file, reason, what) = (self.file.clone(), reason.into(), what.into());
        self.findings.push(Finding { file, number: self.number, line, fate, reason, what });
    }

    /// Puts the findings in the order of the files and their lines.
    pub fn sort(&mut self) {
        self.findings.sort_by_key(|finding| (finding.number, finding.line));
    }

    /// How many pieces had a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.findings.iter().filter(|finding| finding.fate == fate).count()
    }

    /// The whole report: one piece a line, with file, line, fate, reason and the piece.
    pub fn text(&self) -> String {
        self.findings.iter().fold(String::new(), |mut out, finding| {
            let Finding { file, line, fate, reason, what, .. } = finding;
            let _ = writeln!(out, "{file}:{line}: {}: {reason}: {what}", fate.words());
            out
        })
    }

    /// How often each reason was given, the most frequent first, with the place where it was given first.
    pub fn summary(&self) -> Vec<String> {
        let mut reasons: BTreeMap<(Fate, &str), (usize, &Finding)> = BTreeMap::new();
        for finding in &self.findings {
            reasons.entry((finding.fate, &finding.reason)).or_insert((0, finding)).0 += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|((fate, _), (number, _))| (*fate, usize::MAX - number));
        reasons
            .into_iter()
            .map(|((fate, reason), (number, first))| {
                format!("{} {number}: {reason} (first: {}:{}, {})", fate.words(), first.file, first.line, first.what)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_has_its_line_and_each_reason_its_number() {
        let mut report = Report::default();
        report.file("my.actors");
        report.known(7, "mlt", "MALTA");
        report.left_out(3, "no sector for KRD", "IRQKRD");
        report.left_out(9, "no sector for KRD", "TURKRD");
        report.sort();
        let text = "\
my.actors:3: left out: no sector for KRD: IRQKRD
my.actors:7: known already: mlt: MALTA
my.actors:9: left out: no sector for KRD: TURKRD
";
        assert_eq!(report.text(), text);
        assert_eq!(
            report.summary(),
            [
                "left out 2: no sector for KRD (first: my.actors:3, IRQKRD)",
                "known already 1: mlt (first: my.actors:7, MALTA)"
            ]
        );
        assert_eq!((report.count(Fate::LeftOut), report.count(Fate::Changed)), (2, 0));
    }
}
