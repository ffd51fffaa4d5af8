//! What reports of one occurrence say alike, and what they disagree about.

use super::report::Report;
use attache_record::{Code, DocumentId, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A field about which reports disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The field: class, mode, status, actors, recipients, day, place.
    pub field: &'static str,
    /// What is said, that of most originators first, with the records that say it.
    pub values: Vec<(String, Vec<RecordId>)>,
}

/// What most originators say; of a tie the smallest value. Reports that don't say are not counted.
pub(super) fn most<V: Ord + Copy>(reports: &[Report], value: impl Fn(&Report) -> Option<V>) -> Option<V> {
    let mut who: BTreeMap<V, BTreeSet<&DocumentId>> = BTreeMap::new();
    for report in reports {
        if let Some(value) = value(report) {
            who.entry(value).or_default().insert(&report.original);
        }
    }
    who.into_iter().rev().max_by_key(|(_, originals)| originals.len()).map(|(value, _)| value)
}

/// All fields in which two reports that say something of it say different things.
pub(super) fn disagreements(reports: &[Report]) -> Vec<Disagreement> {
    let codes = |codes: &[Code]| {
        let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
        (!codes.is_empty()).then(|| codes.join(" "))
    };
    let day = |report: &Report| {
        let (first, last) = report.days.filter(|_| report.dated)?;
        Some(if first == last { first.to_string() } else { format!("{first}/{last}") })
    };
    [
        of("class", reports, |report| Some(report.class.to_string())),
        of("mode", reports, |report| report.mode.map(|mode| mode.to_string())),
        of("status", reports, |report| Some(report.status.to_string())),
        of("actors", reports, |report| codes(&report.actors)),
        of("recipients", reports, |report| codes(&report.recipients)),
        of("day", reports, day),
        of("place", reports, |report| report.place.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of(field: &'static str, reports: &[Report], value: impl Fn(&Report) -> Option<String>) -> Option<Disagreement> {
    let mut said: BTreeMap<String, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        if let Some(value) = value(report) {
            said.entry(value).or_default().push(report);
        }
    }
    if said.len() < 2 {
        return None;
    }
    let originators = |reports: &[&Report]| reports.iter().map(|r| &r.original).collect::<BTreeSet<_>>().len();
    let mut values: Vec<_> = said.into_iter().collect();
    values.sort_by(|(a, by), (b, others)| originators(others).cmp(&originators(by)).then_with(|| a.cmp(b)));
    let names = |reports: Vec<&Report>| reports.into_iter().map(|report| report.record.clone()).collect();
    Some(Disagreement { field, values: values.into_iter().map(|(value, by)| (value, names(by))).collect() })
}
