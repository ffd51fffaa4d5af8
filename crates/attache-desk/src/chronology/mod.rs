//! The chronology of a relationship: dated lines, as printed chronologies have them, each with what it rests on.

mod join;
mod line;
mod phrases;

pub(crate) use line::counted;

use crate::names::Names;
use crate::{Filed, Source, Told};
use attache_record::{
    Change, Class, Contact, ContactStatus, Event, Evidence, Grain, Mode, Presence, Quad, RecordId, Span, Status, When,
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The records that a chronology is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Material<'r> {
    /// Events.
    pub events: &'r [Filed<Event>],
    /// Mentions of contacts.
    pub contacts: &'r [Filed<Contact>],
    /// Changes of missions.
    pub presences: &'r [Filed<Presence>],
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The sides that were asked for: they are named first.
    pub sides: Vec<String>,
    /// Nothing that ended before this day.
    pub from: Option<Date>,
    /// Nothing that began after this day.
    pub to: Option<Date>,
    /// Only these classes; none for all. Contacts are CONSULT, missions SUPPORT or SANCTION.
    pub classes: Vec<Class>,
    /// Nothing that scores less, 0 to 1; missions have no score and always stay.
    pub min_score: f32,
}

/// What the day of an entry rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dated {
    /// Words of time in the text.
    Text,
    /// The publication of the report: the text gives no day.
    Report,
    /// Nothing: neither the text nor its publication has a day.
    Nothing,
}

/// One line of a chronology.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Id of the earliest record among its sources; the id of any of them finds it.
    pub id: RecordId,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// How fine the words of time are; `None` where there are none.
    pub grain: Option<Grain>,
    /// What the days rest on.
    pub dated: Dated,
    /// The line.
    pub line: String,
    /// Sides that do it, sorted; of a contact all who take part, of a mission whose it is.
    pub by: Vec<String>,
    /// Sides to whom it is done, likewise; of a mission its hosts.
    pub to: Vec<String>,
    /// Its class.
    pub class: Class,
    /// Its quad class.
    pub quad: Quad,
    /// Its mode, of an event.
    pub mode: Option<Mode>,
    /// Whether it happened; of a contact as its status says.
    pub status: Status,
    /// Where a contact stands after the reports.
    pub contact: Option<ContactStatus>,
    /// Whether it lay long in the past when it was first told.
    pub background: bool,
    /// What reports say of a contact that goes against the line, with how many say so.
    pub against: BTreeMap<ContactStatus, usize>,
    /// How many different texts tell it; copies of one text count once.
    pub reports: usize,
    /// The best score among its records; `None` for missions.
    pub score: Option<f32>,
    /// The records that it rests on, in the order of publication.
    pub sources: Vec<Told>,
}

/// A record as the chronology sees it.
#[derive(Debug, Clone)]
struct Mention<'r> {
    about: About<'r>,
    source: &'r Rc<Source>,
    days: Days,
}

#[derive(Debug, Clone, Copy)]
enum About<'r> {
    Event(&'r Event),
    Contact(&'r Contact),
    Presence(&'r Presence),
}

/// Days of a mention, and what they rest on.
#[derive(Debug, Clone, Copy)]
struct Days {
    first: Option<Date>,
    last: Option<Date>,
    grain: Option<Grain>,
    dated: Dated,
}

impl Days {
    fn of(when: Option<&When>, source: &Source) -> Self {
        match (when, source.published) {
            (Some(when), _) => {
                Self { first: Some(when.first), last: Some(when.last), grain: Some(when.grain), dated: Dated::Text }
            }
            (None, Some(day)) => Self { first: Some(day), last: Some(day), grain: None, dated: Dated::Report },
            (None, None) => Self { first: None, last: None, grain: None, dated: Dated::Nothing },
        }
    }

    /// How many days lie between first and last; none for one day.
    fn breadth(&self) -> i32 {
        self.first.zip(self.last).map_or(0, |(first, last)| (last - first).get_days())
    }
}

impl About<'_> {
    fn id(&self) -> &RecordId {
        match self {
            Self::Event(record) => &record.id,
            Self::Contact(record) => &record.id,
            Self::Presence(record) => &record.id,
        }
    }

    fn trigger(&self) -> &Evidence {
        match self {
            Self::Event(record) => &record.trigger,
            Self::Contact(record) => &record.trigger,
            Self::Presence(record) => &record.trigger,
        }
    }

    fn score(&self) -> Option<f32> {
        match self {
            Self::Event(record) => Some(record.score),
            Self::Contact(record) => Some(record.score),
            Self::Presence(_) => None,
        }
    }

    /// Who does it and to whom, by sides.
    fn sides(&self) -> (Vec<String>, Vec<String>) {
        match self {
            Self::Event(record) => (join::sides(&record.actors), join::sides(&record.recipients)),
            Self::Contact(record) => (join::sides(&record.parties), Vec::new()),
            Self::Presence(record) => (join::sides(record.state.as_slice()), join::sides(&record.hosts)),
        }
    }

    fn quad(&self) -> Quad {
        match self {
            Self::Event(record) => record.views.quad,
            Self::Contact(_) => Quad::VerbalCooperation,
            Self::Presence(record) if class_of(record) == Class::Sanction => Quad::MaterialConflict,
            Self::Presence(_) => Quad::VerbalCooperation,
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Event(record) => record.class,
            Self::Contact(_) => Class::Consult,
            Self::Presence(record) => class_of(record),
        }
    }
}

/// Opening a mission is SUPPORT, closing one SANCTION: see the codebook.
fn class_of(presence: &Presence) -> Class {
    let ends = |change: &Change| matches!(change, Change::Closed | Change::Suspended);
    if presence.changes.iter().any(ends) { Class::Sanction } else { Class::Support }
}

/// A mention told more than so many days after it is background: a month, since monthly reviews are still news.
const OLD: i32 = 31;

/// The chronology of what `material` tells, in the order of the days.
#[must_use]
pub fn chronology(material: Material<'_>, wanted: &Wanted, names: &dyn Names) -> Vec<Entry> {
    let mut entries: Vec<Entry> = join::occurrences(mentions(material), &wanted.sides, names)
        .iter()
        .map(|group| entry(group, wanted, names))
        .filter(|entry| fits(entry, wanted))
        .collect();
    // What has no day comes last.
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.first.is_none(), entry.first, entry.last);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    entries
}

fn mentions(material: Material<'_>) -> Vec<Mention<'_>> {
    // Of an event that is a contact or a mission the other record says more.
    let mut said: Vec<(&str, &RecordId)> = Vec::new();
    for filed in material.contacts {
        said.extend(filed.record.event.as_ref().map(|event| (filed.source.document.as_str(), event)));
    }
    said.sort_unstable();
    let mut missions: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for filed in material.presences {
        missions.entry(filed.source.document.as_str()).or_default().push(filed.record.trigger.span);
    }
    let is_said = |filed: &Filed<Event>| {
        let document = filed.source.document.as_str();
        let mission = matches!(filed.record.class, Class::Support | Class::Sanction)
            && missions
                .get(document)
                .is_some_and(|spans| spans.iter().any(|span| span.overlaps(filed.record.trigger.span)));
        mission || said.binary_search(&(document, &filed.record.id)).is_ok()
    };
    let events = material.events.iter().filter(|filed| !is_said(filed)).map(|filed| Mention {
        about: About::Event(&filed.record),
        source: &filed.source,
        days: Days::of(filed.record.when.as_ref(), &filed.source),
    });
    let contacts = material.contacts.iter().map(|filed| Mention {
        about: About::Contact(&filed.record),
        source: &filed.source,
        days: Days::of(filed.record.when.as_ref(), &filed.source),
    });
    let presences = material.presences.iter().map(|filed| Mention {
        about: About::Presence(&filed.record),
        source: &filed.source,
        days: Days::of(filed.record.when.as_ref(), &filed.source),
    });
    events.chain(contacts).chain(presences).collect()
}

/// The entry of the mentions of one occurrence.
fn entry(group: &[Mention<'_>], wanted: &Wanted, names: &dyn Names) -> Entry {
    let mut group: Vec<&Mention<'_>> = group.iter().collect();
    group.sort_by_key(|mention| {
        (mention.source.day(), mention.source.document.as_str(), mention.about.trigger().span, mention.about.id())
    });
    let days = group.iter().map(|mention| mention.days).min_by_key(|days| {
        // Words of time before none, the finest of them first.
        (days.dated != Dated::Text, days.breadth(), days.first.is_none(), days.first)
    });
    let days = days.unwrap_or(Days { first: None, last: None, grain: None, dated: Dated::Nothing });
    let best = line::best(&group);
    let told = group.iter().filter_map(|mention| mention.source.published).min();
    let gap = days.last.zip(told).map_or(0, |(last, told)| (told - last).get_days());
    let mut texts: Vec<i64> = group.iter().map(|mention| mention.source.text).collect();
    texts.sort_unstable();
    texts.dedup();
    let scores = group.iter().filter_map(|mention| mention.about.score());
    let contact = match best.about {
        About::Contact(contact) => Some(contact.status),
        _ => None,
    };
    Entry {
        id: group.first().map_or_else(|| best.about.id().clone(), |first| first.about.id().clone()),
        first: days.first,
        last: days.last,
        grain: days.grain,
        dated: days.dated,
        line: line::of(best, &group, wanted, names, days.first),
        by: best.about.sides().0,
        to: best.about.sides().1,
        class: best.about.class(),
        quad: best.about.quad(),
        mode: match best.about {
            About::Event(event) => event.mode,
            _ => None,
        },
        status: match best.about {
            About::Event(event) => event.status,
            About::Contact(contact) => line::status_of(contact.status),
            About::Presence(presence) => match presence.changes.as_slice() {
                [Change::Planned] => Status::Future,
                _ => Status::Actual,
            },
        },
        contact,
        background: days.dated == Dated::Text && gap > OLD,
        against: contact.map(|status| join::against(status, &group)).unwrap_or_default(),
        reports: texts.len(),
        score: scores.max_by(f32::total_cmp),
        sources: group.iter().map(|mention| told_by(mention)).collect(),
    }
}

fn told_by(mention: &Mention<'_>) -> Told {
    let (sentence, said_by) = match mention.about {
        About::Event(record) => (record.sentence, &record.said_by),
        About::Contact(record) => (record.sentence, &record.said_by),
        About::Presence(record) => (record.sentence, &record.said_by),
    };
    Told::of(mention.source, mention.about.id(), said_by.as_ref(), mention.about.trigger(), sentence)
}

fn fits(entry: &Entry, wanted: &Wanted) -> bool {
    let late = wanted.from.is_none_or(|from| entry.last.is_some_and(|last| last >= from));
    let early = wanted.to.is_none_or(|to| entry.first.is_some_and(|first| first <= to));
    let class = wanted.classes.is_empty() || wanted.classes.contains(&entry.class);
    late && early && class && entry.score.is_none_or(|score| score >= wanted.min_score)
}
