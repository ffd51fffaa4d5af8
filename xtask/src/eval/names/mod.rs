//! How often the coder says rightly who is named: all names that it found in documents which were read one by one,
//! against the verdicts in `eval/names.tsv`.
//!
//! What is counted, and how the documents were drawn: `eval/README.md`.

mod findings;
mod labels;
mod sample;

use super::score::prf;
use super::show::Mistake;
use super::table::{Figure, Row, row, share};
use super::{Bench, Outcome};
use crate::Failure;
use findings::{Finding, NameKind};
use labels::{Codes, Labels, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Counts of a kind of name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    /// Findings with a verdict.
    found: usize,
    /// Findings with the right state, and with the right state and sector.
    right_state: usize,
    right: usize,
    /// Names that the labels know of: those that were missed, and those that some finding had once, found now or not.
    known: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.right_state += other.right_state;
        self.right += other.right;
        self.known += other.known;
    }

    /// The figures of all findings, or the precision of a kind: a changed coder may find a name as one of another kind.
    fn rows(self, set: &str, class: &str) -> [Row; 2] {
        [("state", self.right_state), ("state and sector", self.right)].map(|(measure, right)| {
            let figure = match class {
                "all" => Figure::Prf(prf(right, self.found, self.known)),
                _ => share(right, self.found),
            };
            row(set, measure, class, figure)
        })
    }
}

/// What the labels say of the findings.
#[derive(Debug, Default)]
struct Judged {
    kinds: BTreeMap<NameKind, Count>,
    /// Findings that nobody has judged yet, and those that are wrong.
    unread: Vec<Finding>,
    wrong: Vec<(Finding, Codes)>,
    /// Names that were missed.
    missed: Vec<Finding>,
}

/// Judges the findings of these documents. A name that a label calls missed is found where a finding that shares its
/// words has the code that the label gives.
fn judge(findings: &[Finding], labels: &Labels, documents: &BTreeSet<&str>) -> Judged {
    let mut judged = Judged::default();
    for finding in findings {
        let right = match labels.verdict(finding) {
            Verdict::Unread => {
                judged.unread.push(finding.clone());
                continue;
            }
            Verdict::Right => finding.codes.clone(),
            Verdict::Wrong(right) => right,
        };
        let count = judged.kinds.entry(finding.kind).or_default();
        count.found += 1;
        count.right_state += usize::from(right.same_states(&finding.codes));
        // A place only tells where.
        let whole = right == finding.codes || finding.kind == NameKind::Place && right.same_states(&finding.codes);
        count.right += usize::from(whole);
        if !whole {
            judged.wrong.push((finding.clone(), right));
        }
    }
    for name in labels.known().filter(|name| documents.contains(name.document.as_str())) {
        judged.kinds.entry(name.kind).or_default().known += 1;
        let shares = |f: &Finding| f.words.contains(&name.words) || name.words.contains(&f.words);
        let found = |f: &Finding| f.document == name.document && f.codes == name.codes && shares(f);
        if !findings.iter().any(found) {
            judged.missed.push(name.clone());
        }
    }
    judged
}

fn rows(set: &str, kinds: &BTreeMap<NameKind, Count>) -> Vec<Row> {
    let sum = |counted: &dyn Fn(NameKind) -> bool| {
        let mut sum = Count::default();
        kinds.iter().filter(|(kind, _)| counted(**kind)).for_each(|(_, count)| sum.add(*count));
        sum
    };
    let mut rows = Vec::new();
    rows.extend(sum(&|_| true).rows(set, "all"));
    rows.extend(sum(&|kind| kind != NameKind::Bare).rows(set, "named"));
    rows.extend(sum(&|kind| kind != NameKind::Place).rows(set, "actors"));
    rows.extend(kinds.iter().flat_map(|(kind, count)| count.rows(set, kind.as_str())));
    rows
}

fn mistakes(judged: &Judged) -> Vec<Mistake> {
    let of = |finding: &Finding, label: String| Mistake {
        head: finding.document.clone(),
        text: finding.words.clone(),
        pairs: vec![(label, finding.line())],
        classes: BTreeSet::new(),
    };
    let wrong = judged.wrong.iter().map(|(finding, right)| of(finding, right.to_string()));
    let missed =
        judged.missed.iter().map(|m| Mistake { pairs: vec![(m.line(), String::new())], ..of(m, String::new()) });
    let unread = judged.unread.iter().map(|finding| of(finding, "not judged yet".to_owned()));
    wrong.chain(missed).chain(unread).collect()
}

/// Scores the names of the documents drawn from `folder`.
///
/// # Errors
/// When documents or labels cannot be read, or a label speaks of a document that was not drawn.
pub fn score(bench: &Bench, set: &str, folder: &Path) -> Result<Outcome, Failure> {
    let documents = bench.take(sample::draw(folder)?);
    let labels = labels::read()?;
    let drawn: BTreeSet<&str> = documents.iter().map(|d| d.id.as_str()).collect();
    if !bench.smoke {
        labels.check(&drawn)?;
    }
    let findings: Vec<Finding> = documents.iter().flat_map(|d| findings::of(d, bench.coder)).collect();
    let judged = judge(&findings, &labels, &drawn);
    if !judged.unread.is_empty() {
        println!("{set}: {} of {} findings are not judged yet", judged.unread.len(), findings.len());
    }
    Ok(Outcome { rows: rows(set, &judged.kinds), mistakes: mistakes(&judged) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: NameKind, words: &str, codes: &str) -> Finding {
        Finding { document: "d".into(), kind, words: words.into(), codes: Codes::from(codes) }
    }

    #[test]
    fn a_finding_counts_by_state_and_by_state_and_sector() {
        let labels = labels::parse(
            "document\tkind\twords\tcode\tverdict\tright\treason\n\
             d\tnoun\tTurkish troops\tTUR:MIL\tright\t\t\n\
             d\tnoun\tminister\tTUR:MIL\twrong\tTUR:GOV\ta civilian\n\
             d\tstate\tTurkish-made\tTUR\twrong\tnone\tdescribes a thing\n\
             d\tplace\tTripoli\tLBN\twrong\tLBY\tthe capital\n\
             d\tperson\tAnn Smith\t-\tmissed\tTUR:GOV\tan envoy\n",
        )
        .unwrap();
        let findings = [
            finding(NameKind::Noun, "Turkish troops", "TUR:MIL"),
            finding(NameKind::Noun, "minister", "TUR:MIL"),
            finding(NameKind::State, "Turkish-made", "TUR"),
            finding(NameKind::Place, "Tripoli", "LBN"),
            finding(NameKind::State, "Egypt", "EGY"),
        ];
        let judged = judge(&findings, &labels, &BTreeSet::from(["d"]));
        let noun = Count { found: 2, right_state: 2, right: 1, known: 2 };
        let state = Count { found: 1, right_state: 0, right: 0, known: 0 };
        let place = Count { found: 1, right_state: 0, right: 0, known: 1 };
        let person = Count { known: 1, ..Count::default() };
        let expected =
            [(NameKind::Noun, noun), (NameKind::State, state), (NameKind::Place, place), (NameKind::Person, person)];
        assert_eq!(judged.kinds, BTreeMap::from(expected));
        assert_eq!(judged.unread, [finding(NameKind::State, "Egypt", "EGY")]);
    }

    #[test]
    fn a_missed_name_is_found_when_a_finding_with_its_words_has_its_code() {
        let labels = labels::parse(
            "document\tkind\twords\tcode\tverdict\tright\treason\nd\tperson\tAnn Smith\t-\tmissed\tTUR:GOV\tan envoy\n",
        )
        .unwrap();
        for (words, codes, missed) in [("envoy Ann Smith", "TUR:GOV", 0), ("envoy Ann Smith", "EGY:GOV", 1)] {
            let judged = judge(&[finding(NameKind::Person, words, codes)], &labels, &BTreeSet::from(["d"]));
            assert_eq!(judged.missed.len(), missed, "{words} {codes}");
        }
    }
}
