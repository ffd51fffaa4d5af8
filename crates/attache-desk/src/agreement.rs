//! Agreement between reviewers: Krippendorff's alpha, field by field.

use crate::revision::{Act, Revision};
use attache_record::{Code, Party, Record, RecordId, When};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How far reviewers agree about a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The field; `right` is whether there is such an event at all.
    pub field: &'static str,
    /// How many records at least two reviewers judged.
    pub units: usize,
    /// On how many of them all who judged agree.
    pub agreed: usize,
    /// Krippendorff's alpha for nominal data: 1 is full agreement, 0 is what chance gives. `None` where all values are the
    /// same, so that agreement cannot be told from chance.
    pub alpha: Option<f64>,
}

/// Agreement about the records that at least two reviewers confirmed, corrected or rejected. `record` gives a record as it
/// was coded.
///
/// A reviewer's value of a field is the last that he set, else the coder's. Where one of them rejected the record only
/// `right` is compared. Source: K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), nominal metric.
pub fn agreement(revisions: &[Revision], record: impl Fn(&RecordId) -> Option<Record>) -> Vec<Agreement> {
    let mut judged: BTreeMap<&RecordId, BTreeMap<&str, Judgement>> = BTreeMap::new();
    for revision in revisions {
        let of_record = judged.entry(&revision.record).or_default();
        let judgement = of_record.entry(revision.author.as_str()).or_default();
        match &revision.act {
            Act::Confirm => judgement.right = Some(true),
            Act::Reject => judgement.right = Some(false),
            Act::Correct(correction) => {
                judgement.right = Some(true);
                judgement.values.insert(correction.field(), correction.value());
            }
            Act::Join { .. } | Act::Part { .. } | Act::Undo { .. } => {}
        }
    }
    let mut fields: BTreeMap<&'static str, Vec<Vec<String>>> = BTreeMap::new();
    for (id, judgements) in &judged {
        let judgements: Vec<&Judgement> = judgements.values().filter(|j| j.right.is_some()).collect();
        if judgements.len() < 2 {
            continue;
        }
        let right = |judgement: &&Judgement| judgement.right == Some(true);
        let rights = judgements.iter().map(|judgement| right(judgement).to_string()).collect();
        fields.entry(RIGHT).or_default().push(rights);
        let Some(record) = record(id).filter(|_| judgements.iter().all(right)) else { continue };
        for (field, coded) in values(&record) {
            let value = |j: &&Judgement| j.values.get(field).cloned().unwrap_or_else(|| coded.clone());
            fields.entry(field).or_default().push(judgements.iter().map(value).collect());
        }
    }
    let mut found: Vec<Agreement> = fields.into_iter().map(|(field, units)| of_field(field, &units)).collect();
    found.sort_by_key(|agreement| (agreement.field != RIGHT, agreement.field));
    found
}

/// The field that says whether a record is one.
const RIGHT: &str = "right";

/// What a reviewer made of a record.
#[derive(Default)]
struct Judgement {
    right: Option<bool>,
    values: BTreeMap<&'static str, String>,
}

fn of_field(field: &'static str, units: &[Vec<String>]) -> Agreement {
    let agreed = units.iter().filter(|unit| unit.iter().all(|value| Some(value) == unit.first())).count();
    Agreement { field, units: units.len(), agreed, alpha: alpha(units) }
}

/// Krippendorff's alpha, nominal: one minus observed over expected disagreement. Units have two values or more.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements are far below 2^53")]
fn alpha(units: &[Vec<String>]) -> Option<f64> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let mut observed = 0.0;
    let mut all = 0.0;
    for unit in units {
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for value in unit {
            *counts.entry(value).or_default() += 1.0;
            *totals.entry(value).or_default() += 1.0;
        }
        let values = unit.len() as f64;
        all += values;
        let unlike: f64 = counts.values().map(|count| count * (values - count)).sum();
        observed += unlike / (values - 1.0);
    }
    let expected: f64 = totals.values().map(|count| count * (all - count)).sum::<f64>() / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// The fields of a record that reviewers can disagree about, as a correction would write them.
fn values(record: &Record) -> Vec<(&'static str, String)> {
    let none = || "none".to_owned();
    let codes = |parties: &[Party]| {
        let codes: BTreeSet<&str> = parties.iter().filter_map(|p| p.code.as_ref()).map(Code::as_str).collect();
        if codes.is_empty() { none() } else { codes.into_iter().collect::<Vec<_>>().join(" ") }
    };
    let one = |party: &Option<Party>| codes(party.as_slice());
    let days = |when: &Option<When>| match when {
        None => none(),
        Some(when) if when.first == when.last => when.first.to_string(),
        Some(when) => format!("{}/{}", when.first, when.last),
    };
    match record {
        Record::Event(event) => vec![
            ("class", event.class.to_string()),
            ("mode", event.mode.map_or_else(none, |mode| mode.to_string())),
            ("status", event.status.to_string()),
            ("actors", codes(&event.actors)),
            ("recipients", codes(&event.recipients)),
            ("when", days(&event.when)),
            ("said-by", one(&event.said_by)),
        ],
        Record::Contact(contact) => {
            let visitors = (contact.visitors as usize).min(contact.parties.len());
            let (guests, hosts) = contact.parties.split_at(visitors);
            let (actors, recipients) = if visitors == 0 { (hosts, guests) } else { (guests, hosts) };
            vec![
                ("stands", contact.status.to_string()),
                ("actors", codes(actors)),
                ("recipients", codes(recipients)),
                ("when", days(&contact.when)),
                ("said-by", one(&contact.said_by)),
            ]
        }
        Record::Presence(presence) => {
            vec![
                ("actors", one(&presence.state)),
                ("recipients", codes(&presence.hosts)),
                ("when", days(&presence.when)),
            ]
        }
        Record::Quote(quote) => vec![("actors", one(&quote.speaker)), ("said-by", one(&quote.said_by))],
        Record::Readout(readout) => vec![("actors", one(&readout.issuer))],
        Record::Run(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(pairs: &[(&str, &str)]) -> Vec<Vec<String>> {
        pairs.iter().map(|(a, b)| vec![(*a).to_owned(), (*b).to_owned()]).collect()
    }

    #[test]
    fn two_who_agree_on_half_of_four_binary_units_are_barely_better_than_chance() {
        // Values: a a b a / b a b b, so four of each; two units differ: observed 2 * 2 = 4 unlike values, expected
        // 2 * 4 * 4 / 7; alpha = 1 - 4 * 7 / 32.
        let found = alpha(&units(&[("a", "b"), ("a", "a"), ("b", "b"), ("a", "b")])).unwrap();
        assert!((found - (1.0 - 28.0 / 32.0)).abs() < 1e-12, "{found}");
    }

    #[test]
    fn full_agreement_is_one_and_agreement_on_a_single_value_says_nothing() {
        assert_eq!(alpha(&units(&[("a", "a"), ("b", "b")])), Some(1.0));
        assert_eq!(alpha(&units(&[("a", "a"), ("a", "a")])), None);
    }

    #[test]
    fn a_third_reviewer_of_some_units_counts_by_the_pairs_he_makes() {
        // Unit 1: a a b, two of three pairs unlike each way; unit 2: b b. Totals a 2, b 3 of 5.
        let of_three = vec!["a".to_owned(), "a".to_owned(), "b".to_owned()];
        let found = alpha(&[of_three, vec!["b".to_owned(), "b".to_owned()]]).unwrap();
        let observed = (2.0 + 2.0) / 2.0;
        let expected = (2.0 * 3.0 + 3.0 * 2.0) / 4.0;
        assert!((found - (1.0 - observed / expected)).abs() < 1e-12, "{found}");
    }
}
