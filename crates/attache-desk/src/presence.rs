//! Where states stand with each other: missions opened and closed, staff and ambassadors that had to go, ties broken.

use crate::names::{self, Names};
use crate::{Filed, Source, Told};
use attache_record::{
    Change, Code, Event, Evidence, MissionKind, Party, PlaceKind, Presence, RecordId, Span, Status, When,
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What happened to where a state stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A mission opened.
    Opened,
    /// One that is to be opened, or may be.
    Planned,
    /// A mission raised to a higher rank.
    Upgraded,
    /// A mission opened again, or at work again.
    Reopened,
    /// A mission moved.
    Moved,
    /// A mission whose work stops for a time.
    Suspended,
    /// A mission closed.
    Closed,
    /// People of the state's whom the host expelled.
    Expelled,
    /// An ambassador or staff called home.
    Recalled,
    /// Relations broken, suspended or lowered.
    Broken,
    /// Relations taken up, or again.
    Restored,
}

impl Step {
    /// As it stands in text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Planned => "planned",
            Self::Upgraded => "upgraded",
            Self::Reopened => "reopened",
            Self::Moved => "moved",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
            Self::Expelled => "staff expelled",
            Self::Recalled => "recalled",
            Self::Broken => "relations broken",
            Self::Restored => "relations restored",
        }
    }
}

impl From<Change> for Step {
    fn from(change: Change) -> Self {
        match change {
            Change::Opened => Self::Opened,
            Change::Planned => Self::Planned,
            Change::Closed => Self::Closed,
            Change::Suspended => Self::Suspended,
            Change::Reopened => Self::Reopened,
            Change::Moved => Self::Moved,
            Change::Upgraded => Self::Upgraded,
        }
    }
}

/// One step of one state's representation with a host, told by one or more records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// Id of the earliest record that tells it.
    pub id: RecordId,
    /// Whose mission, staff or relations; `None` where nobody says.
    pub state: Option<String>,
    /// Where, and with whom: states, sorted. Empty where nobody says.
    pub hosts: Vec<String>,
    /// Towns and regions named.
    pub places: Vec<String>,
    /// The kind of mission; `None` for staff and relations.
    pub what: Option<MissionKind>,
    /// What happens; several for "opened or planned".
    pub steps: Vec<Step>,
    /// Whether it happened, says the text.
    pub status: Status,
    /// How many missions at least, where the text counts them.
    pub at_least: Option<u32>,
    /// First day; the day of the first report where the text gives none.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// Whether the days are those of the text.
    pub dated: bool,
    /// How many different texts tell it.
    pub reports: usize,
    /// The records, in the order of publication.
    pub sources: Vec<Told>,
}

/// The entries of the knowledge whose events are steps of representation: the class alone does not tell an ambassador
/// called home from a treaty that was left, nor a diplomat expelled from a minister dismissed. Ids are never reused.
const STEPS: [(&str, Step); 24] = [
    ("sanction.discontinue.break-ties", Step::Broken),
    ("sanction.expel.cap-staff", Step::Expelled),
    ("sanction.expel.diplomats-expelled", Step::Expelled),
    ("sanction.expel.expel-diplomat", Step::Expelled),
    ("sanction.expel.expulsion-of", Step::Expelled),
    ("sanction.expel.give-hours", Step::Expelled),
    ("sanction.expel.give-until", Step::Expelled),
    ("sanction.expel.order-out", Step::Expelled),
    ("sanction.expel.order-reduce", Step::Expelled),
    ("sanction.expel.pack-bags", Step::Expelled),
    ("sanction.expel.persona-non-grata", Step::Expelled),
    ("sanction.expel.send-packing", Step::Expelled),
    ("sanction.expel.strip-accreditation", Step::Expelled),
    ("sanction.withdraw.call-home", Step::Recalled),
    ("sanction.withdraw.call-home-first", Step::Recalled),
    ("sanction.withdraw.downgrade", Step::Broken),
    ("sanction.withdraw.recall-envoy", Step::Recalled),
    ("sanction.withdraw.recall-of", Step::Recalled),
    ("sanction.withdraw.recalled", Step::Recalled),
    ("sanction.withdraw.staff", Step::Recalled),
    ("support.ties.ambassador-returns", Step::Restored),
    ("support.ties.exchange-ambassadors", Step::Restored),
    ("support.ties.relations-restored", Step::Restored),
    ("support.ties.restore-relations", Step::Restored),
];

/// The moves that records tell, in the order of their days; what has none comes last.
#[must_use]
pub fn moves(presences: &[Filed<Presence>], events: &[Filed<Event>]) -> Vec<Move> {
    let mut all: Vec<Move> = presences.iter().map(of_presence).collect();
    all.extend(events.iter().filter_map(|filed| of_event(filed, presences)));
    all.sort_by_key(order);
    let mut joined: Vec<Move> = Vec::new();
    let mut by_what: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for one in all {
        let key = (one.state.clone(), one.hosts.clone(), one.what, one.steps.clone(), one.status);
        let known = by_what.entry(key).or_default();
        match known.iter().rev().copied().find(|at| same(&joined[*at], &one)) {
            Some(at) => join(&mut joined[at], one),
            None => {
                known.push(joined.len());
                joined.push(one);
            }
        }
    }
    for one in &mut joined {
        one.sources.sort_by(|a, b| {
            let key = |rest: &Told| (rest.source.day(), rest.document.clone(), rest.sentence, rest.record.clone());
            key(a).cmp(&key(b))
        });
        if let Some(first) = one.sources.first() {
            one.id = first.record.clone();
        }
        let texts: BTreeSet<i64> = one.sources.iter().map(|rest| rest.source.text).collect();
        one.reports = texts.len();
    }
    joined.sort_by_key(order);
    joined
}

fn order(one: &Move) -> impl Ord + use<> {
    (one.first.is_none(), one.first, one.last, one.state.clone(), one.hosts.clone(), one.id.clone())
}

/// Words of time broader than so many days name no occasion.
const BROAD: i32 = 7;

/// A mission that is told of without a day is the same as long as it is told again within so many days.
const AGAIN: i32 = 31;

/// Whether two moves of one kind, state and host are one: by their days, and by the towns that are named.
fn same(a: &Move, b: &Move) -> bool {
    let (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) = (a.first, a.last, b.first, b.last) else {
        return a.first.is_none() && b.first.is_none() && a.sources[0].document == b.sources[0].document;
    };
    let towns = a.places.is_empty() || b.places.is_empty() || a.places.iter().any(|place| b.places.contains(place));
    let counts = a.at_least.is_none() || b.at_least.is_none() || a.at_least == b.at_least;
    let days = if a.dated && b.dated {
        let fine = |first: Date, last: Date| (last - first).get_days() <= BROAD;
        a_first == b_first && a_last == b_last
            || fine(a_first, a_last) && fine(b_first, b_last) && a_first <= b_last && b_first <= a_last
    } else {
        (b_first - a_last).get_days().abs() <= AGAIN
    };
    towns && counts && days
}

fn join(into: &mut Move, other: Move) {
    if other.dated && !into.dated {
        (into.first, into.last, into.dated) = (other.first, other.last, true);
    }
    into.at_least = into.at_least.or(other.at_least);
    for place in other.places {
        if !into.places.contains(&place) {
            into.places.push(place);
        }
    }
    into.sources.extend(other.sources);
}

fn of_presence(filed: &Filed<Presence>) -> Move {
    let record = &filed.record;
    let mut hosts: BTreeSet<String> = sides(&record.hosts).collect();
    if hosts.is_empty() {
        hosts.extend(record.places.iter().filter_map(|place| place.country.clone()));
    }
    let mut places: Vec<String> = Vec::new();
    for place in record.places.iter().filter(|place| place.kind != PlaceKind::State) {
        if !places.contains(&place.name) {
            places.push(place.name.clone());
        }
    }
    let mut steps: Vec<Step> = record.changes.iter().map(|change| Step::from(*change)).collect();
    steps.sort_unstable();
    let status = if steps == [Step::Planned] { Status::Future } else { Status::Actual };
    let said = Said {
        id: &record.id,
        trigger: &record.trigger,
        sentence: record.sentence,
        when: record.when.as_ref(),
        said_by: record.said_by.as_ref(),
    };
    Move {
        state: sides(record.state.as_slice()).next(),
        hosts: hosts.into_iter().collect(),
        places,
        what: Some(record.what),
        steps,
        status,
        at_least: record.at_least,
        ..told(&said, &filed.source)
    }
}

/// What an event says of representation: staff expelled, ambassadors recalled, relations broken and restored.
fn of_event(filed: &Filed<Event>, presences: &[Filed<Presence>]) -> Option<Move> {
    let event = &filed.record;
    let rule = event.rules.first().map_or("", |rule| rule.as_str());
    let government = |party: &&Party| {
        party.code.as_ref().is_some_and(|code| {
            code.state().is_some()
                && code.sector().is_none_or(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "SPY"))
        })
    };
    let (one, other) = (sides(&event.actors).next(), sides(event.recipients.iter().filter(government)).next());
    let step = STEPS.binary_search_by(|(id, _)| (*id).cmp(rule)).ok().map(|at| STEPS[at].1)?;
    let (state, host) = match step {
        // Relations that both restore have two actors and nobody on the other side.
        Step::Restored => {
            let second = other.or_else(|| sides(&event.actors).find(|side| Some(side) != one.as_ref()));
            (one, second)
        }
        // Whoever is expelled stood where he was expelled from.
        Step::Expelled => {
            other.as_ref()?;
            (other, one)
        }
        _ => (one, other),
    };
    if state.is_some() && state == host || state.is_none() && host.is_none() {
        return None;
    }
    // Of a mission that is closed the presence record says more.
    let mission = presences.iter().any(|presence| {
        presence.source.document == filed.source.document && presence.record.trigger.span.overlaps(event.trigger.span)
    });
    if mission {
        return None;
    }
    let said = Said {
        id: &event.id,
        trigger: &event.trigger,
        sentence: event.sentence,
        when: event.when.as_ref(),
        said_by: event.said_by.as_ref(),
    };
    Some(Move {
        state,
        hosts: host.into_iter().collect(),
        steps: vec![step],
        status: event.status,
        ..told(&said, &filed.source)
    })
}

/// What all records of a move have.
struct Said<'r> {
    id: &'r RecordId,
    trigger: &'r Evidence,
    sentence: Span,
    when: Option<&'r When>,
    said_by: Option<&'r Party>,
}

fn told(said: &Said<'_>, source: &Rc<Source>) -> Move {
    let first = said.when.map(|when| when.first).or(source.published);
    let last = said.when.map(|when| when.last).or(source.published);
    let rest = Told::of(source, said.id, said.said_by, said.trigger, said.sentence);
    Move {
        id: said.id.clone(),
        state: None,
        hosts: Vec::new(),
        places: Vec::new(),
        what: None,
        steps: Vec::new(),
        status: Status::Actual,
        at_least: None,
        first,
        last,
        dated: said.when.is_some(),
        reports: 1,
        sources: vec![rest],
    }
}

fn sides<'p>(parties: impl IntoIterator<Item = &'p Party>) -> impl Iterator<Item = String> {
    parties.into_iter().filter_map(|party| party.code.as_ref()).map(|code: &Code| code.dyad_side().to_owned())
}

/// A move as a sentence without its day and full stop: "the United States opens an embassy in Cuba (Havana)".
#[must_use]
pub fn line(one: &Move, names: &dyn Names) -> String {
    let state = one.state.as_deref().map_or_else(|| "a state not named".to_owned(), |side| names::side(names, side));
    let hosts: Vec<String> = one.hosts.iter().map(|side| names::side(names, side)).collect();
    let mut place = names::listed(&hosts);
    if !one.places.is_empty() {
        place = if place.is_empty() { one.places.join(", ") } else { format!("{place} ({})", one.places.join(", ")) };
    }
    let joined = |link: &str| if place.is_empty() { String::new() } else { format!(" {link} {place}") };
    let line = match one.what {
        Some(what) => {
            let counted = crate::chronology::counted(what, one.at_least);
            let steps: Vec<&str> = one.steps.iter().map(|step| of_mission(*step)).collect();
            format!("{state} {} {counted}{}", steps.join(" or "), joined("in"))
        }
        None => match one.steps.first() {
            Some(Step::Expelled) => format!("{state} has people expelled{}", joined("from")),
            Some(Step::Recalled) => format!("{state} recalls an ambassador or staff{}", joined("from")),
            Some(Step::Broken) => format!("{state} breaks off, suspends or lowers relations{}", joined("with")),
            Some(Step::Restored) => format!("{state} takes up relations{}", joined("with")),
            _ => state,
        },
    };
    let close = match one.status {
        Status::Future if one.what.is_none() => " (planned)",
        Status::Hypothetical => " (possible, wanted or feared)",
        Status::Negated => " (denied, refused or called off)",
        _ => "",
    };
    format!("{line}{close}")
}

fn of_mission(step: Step) -> &'static str {
    match step {
        Step::Opened => "opens",
        Step::Planned => "plans to open",
        Step::Upgraded => "raises the rank of",
        Step::Reopened => "reopens",
        Step::Moved => "moves",
        Step::Suspended => "suspends the work of",
        Step::Closed => "closes",
        Step::Expelled | Step::Recalled | Step::Broken | Step::Restored => step.as_str(),
    }
}
