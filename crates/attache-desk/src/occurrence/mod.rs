//! Occurrences: what happened once, however many reports tell it.

mod fields;
mod joining;
mod report;

pub use fields::Disagreement;
pub use report::Report;

use crate::copies::Copies;
use crate::revision::{Act, Revision};
use crate::store::Filed;
use attache_record::{Class, DocumentId, Event, Mode, RecordId};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that happened, or is said to have or to be going to, with all reports of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Occurrence {
    /// The name of its earliest report's record. The name of any other report's record finds it too.
    pub id: RecordId,
    /// Class that most originators give.
    pub class: Class,
    /// Mode likewise; `None` where nobody gives one.
    pub mode: Option<Mode>,
    /// The days in which it lies, as closely as any report says; `None` where none gives or implies a day.
    pub days: Option<(Date, Date)>,
    /// The reports, in the order of publication.
    pub reports: Vec<Report>,
    /// Documents that tell it in a text of their own: copies of one text are one originator.
    pub originators: usize,
    /// What the reports disagree about.
    pub disagreements: Vec<Disagreement>,
}

/// Joins reports of one occurrence, over documents and days.
///
/// Two reports can be of one occurrence when they are of one class and of modes that do not exclude each other, have an
/// actor's and a recipient's side in common, no day, place or named person of the one excludes the other, and their words or
/// days give reason to think so; how much, is `joining`'s matter. Pairs are joined from the likeliest down, as long as nothing
/// within the group excludes anything else; ties go by the names of the records. What people joined stays together and what
/// they parted stays apart. The result does not depend on the order of `events` or of anything but the records.
#[must_use]
pub fn occurrences(events: &[Filed<Event>], copies: &Copies, revisions: &[Revision]) -> Vec<Occurrence> {
    let reports: Vec<Report> = events.iter().map(|filed| Report::of(filed, copies)).collect();
    let (joined, parted) = bonds(revisions);
    let mut found: Vec<Occurrence> = joining::groups(&reports, &joined, &parted).into_iter().map(occurrence).collect();
    found.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    found
}

/// Pairs of records that people said are of one occurrence, and that they said are not; of two revisions that contradict
/// each other the later one counts.
fn bonds(revisions: &[Revision]) -> (BTreeSet<Pair>, BTreeSet<Pair>) {
    let mut said: BTreeMap<Pair, bool> = BTreeMap::new();
    for revision in revisions {
        match &revision.act {
            Act::Join { with } => said.insert(pair(&revision.record, with), true),
            Act::Part { from } => said.insert(pair(&revision.record, from), false),
            _ => None,
        };
    }
    let of = |wanted: bool| said.iter().filter(|(_, is)| **is == wanted).map(|(pair, _)| pair.clone()).collect();
    (of(true), of(false))
}

/// Two records, the smaller name first.
type Pair = (RecordId, RecordId);

fn pair(a: &RecordId, b: &RecordId) -> Pair {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}

fn occurrence(mut reports: Vec<Report>) -> Occurrence {
    reports.sort_by(|a, b| a.order().cmp(&b.order()));
    let originators: BTreeSet<&DocumentId> = reports.iter().map(|report| &report.original).collect();
    let originators = originators.len();
    let days = reports.iter().filter_map(|report| report.days).reduce(|(first, last), (other, end)| {
        // Reports of one group do not exclude each other's days, so something remains.
        (first.max(other), last.min(end).max(first.max(other)))
    });
    Occurrence {
        id: reports.first().map_or_else(|| RecordId::new(""), |report| report.record.clone()),
        class: fields::most(&reports, |report| Some(report.class)).unwrap_or(Class::Consult),
        mode: fields::most(&reports, |report| report.mode),
        days,
        originators,
        disagreements: fields::disagreements(&reports),
        reports,
    }
}
