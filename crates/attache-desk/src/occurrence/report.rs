//! One report of something: an event record, with what tells whether another report is of the same.

use crate::copies::Copies;
use crate::store::Filed;
use attache_record::{Class, Code, DocumentId, EntryId, Event, Grain, Mode, Party, RecordId, Status};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// A report of an occurrence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// The document that this one is a copy of; itself where it is none.
    pub original: DocumentId,
    /// When it was published.
    pub published: Option<Date>,
    /// Who published it, as given.
    pub source: Option<String>,
    /// The words.
    pub trigger: String,
    /// PLOVER class.
    pub class: Class,
    /// Its mode.
    pub mode: Option<Mode>,
    /// Whether it happened, says this report.
    pub status: Status,
    /// Codes of those who do it, sorted.
    pub actors: Vec<Code>,
    /// Codes of those to whom it is done, sorted.
    pub recipients: Vec<Code>,
    /// Who says so, where that is not the reporter.
    pub said_by: Option<Code>,
    /// The days in which it lies: those of the text, else, of what has happened, the days up to publication.
    pub days: Option<(Date, Date)>,
    /// Whether the text gives these days.
    pub dated: bool,
    /// ISO 3166-1 alpha-3 of the place.
    pub place: Option<String>,
    /// Entries of the knowledge that are named as parties: persons and bodies.
    #[serde(skip)]
    pub(super) named: BTreeSet<EntryId>,
    /// Topics.
    #[serde(skip)]
    pub(super) topics: BTreeSet<EntryId>,
    /// Words of the trigger, in small letters, and of the parties.
    #[serde(skip)]
    pub(super) words: BTreeSet<String>,
    /// Where it stands in its document.
    #[serde(skip)]
    start: u32,
}

/// How many days before publication something lies that is reported without a day as having happened: the press reports
/// yesterday's news, and a weekly's or a ministry's summary is a few days behind.
const BEHIND: i32 = 3;

impl Report {
    pub(super) fn of(filed: &Filed<Event>, copies: &Copies) -> Self {
        let event = &filed.record;
        let source = &filed.source;
        let published = source.day();
        let parties = || event.actors.iter().chain(&event.recipients);
        let text = parties().map(|party| party.text.as_str()).chain([event.trigger.text.as_str()]);
        let dated = event.when.is_some();
        Self {
            record: event.id.clone(),
            document: source.document.clone(),
            original: copies.original(&source.document).clone(),
            published: source.published,
            source: source.source.clone(),
            trigger: event.trigger.text.clone(),
            class: event.class,
            mode: event.mode,
            status: event.status,
            actors: codes(&event.actors),
            recipients: codes(&event.recipients),
            said_by: event.said_by.as_ref().and_then(|party| party.code.clone()),
            days: days(event, published),
            dated,
            place: event.place.as_ref().and_then(|place| place.country.clone()),
            named: parties().filter_map(|party| party.id.clone()).collect(),
            topics: event.topics.iter().cloned().collect(),
            words: text.flat_map(words).collect(),
            start: event.trigger.span.start(),
        }
    }

    /// The order of reports: day of publication, document, place in the text, name.
    pub(super) fn order(&self) -> (bool, Option<Date>, &DocumentId, u32, &RecordId) {
        (self.published.is_none(), self.published, &self.document, self.start, &self.record)
    }

    /// The sides of the dyad; of a contact without host and guest all are on one.
    pub(super) fn sides(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        fn side(codes: &[Code]) -> BTreeSet<&str> {
            codes.iter().map(Code::dyad_side).collect()
        }
        (side(&self.actors), side(&self.recipients))
    }
}

/// The days in which an event lies.
fn days(event: &Event, published: Option<Date>) -> Option<(Date, Date)> {
    if let Some(when) = &event.when {
        // A year or a season says when something was true rather than when it happened once.
        let wide = matches!(when.grain, Grain::Year | Grain::Season | Grain::Quarter);
        return (!wide).then_some((when.first, when.last));
    }
    let published = published?;
    match event.status {
        Status::Actual | Status::Negated => Some((published.saturating_sub(BEHIND.days()), published)),
        Status::Future | Status::Hypothetical => None,
    }
}

fn codes(parties: &[Party]) -> Vec<Code> {
    let codes: BTreeSet<Code> = parties.iter().filter_map(|party| party.code.clone()).collect();
    codes.into_iter().collect()
}

/// Words of four letters or more, in small letters; shorter ones join too much.
fn words(text: &str) -> impl Iterator<Item = String> {
    const SHORTEST: usize = 4;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST).map(str::to_lowercase)
}
