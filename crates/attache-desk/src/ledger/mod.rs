//! The ledger of contacts: visits, calls, meetings and talks, each once, with its life.
//!
//! A [`Contact`] record is one mention. [`ledger`] joins the mentions of one contact into an [`Engagement`], whose
//! history is the steps that its reports tell: when each was said, of which day, and by whom. Reports that contradict
//! are kept and named. It is a function of the records alone; the order in which they came leaves no trace.

mod chain;
mod history;
mod join;
mod mention;
mod prepare;
mod role;
mod who;

pub use history::{Contradiction, Days, Report, State, Step, Voice};
pub use prepare::Within;
pub use role::{Role, Roster};
pub use who::{Meetings, Person, who_met_whom};

use crate::Filed;
use attache_record::{Contact, ContactKind, DocumentId, RecordId};
use jiff::civil::Date;
use mention::Mention;
use serde::Serialize;
use std::collections::BTreeSet;

/// One contact between sides, however many reports tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Engagement {
    /// The id of its earliest mention; that of any other finds it too.
    pub id: RecordId,
    /// What it is, say most mentions.
    pub what: ContactKind,
    /// Where it stands, by what was known.
    pub status: State,
    /// When it was held or is to be held, by the latest word on it.
    pub days: Option<Days>,
    /// Who takes part: states, and bodies without one.
    pub sides: Vec<String>,
    /// Of a visit those who travel, as sides; else empty.
    pub visitors: Vec<String>,
    /// Who was named.
    pub participants: Vec<Participant>,
    /// Where, if mentions say: the most precise place, else the host.
    pub place: Option<Whereabouts>,
    /// The steps of its life, in the order in which they were said.
    pub history: Vec<Step>,
    /// What its reports say against each other.
    pub contradictions: Vec<Contradiction>,
    /// The contact that this one prepares.
    pub prepares: Option<Within>,
    /// The visit in the course of which it took place.
    pub during: Option<RecordId>,
    /// Nobody is named for a side and no day is told: talk of contacts rather than a contact.
    pub vague: bool,
    /// All that mentions it, in the order of publication.
    pub reports: Vec<Report>,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Participant {
    /// On which side.
    pub side: String,
    /// The knowledge's entry, where it has one.
    pub id: Option<String>,
    /// Usual name, else the words.
    pub name: String,
    /// It is a person; else an office without a holder.
    pub person: bool,
    /// The office that he held on that day, as a title.
    pub office: Option<String>,
    /// The line of communication of that office.
    pub channel: Option<String>,
}

/// A place of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Whereabouts {
    /// Usual name.
    pub name: String,
    /// To which state it belongs.
    pub country: Option<String>,
}

/// The contacts that `mentions` tell of, by the first day on which each was or is to be held, then by id.
///
/// `asked` are the sides that all take part; where it is empty, any two. Mentions that name only some of them ("the
/// trip") count where another mention of their document says the rest. `roster` tells what the knowledge has on
/// those who take part.
#[must_use]
pub fn ledger(mentions: &[Filed<Contact>], asked: &[String], roster: &dyn Roster) -> Vec<Engagement> {
    let mut mentions = mention::all(mentions, asked, roster);
    let groups = join::groups(&mut mentions);
    let groups = chain::chained(&mentions, groups);
    let mut found: Vec<Engagement> = groups.iter().filter_map(|group| engagement(&mentions, group, asked)).collect();
    found.sort_by(|a, b| (a.day(), &a.id).cmp(&(b.day(), &b.id)));
    prepare::link(&mut found, &mentions);
    found
}

impl Engagement {
    /// The day by which it is sorted: the first on which it was or is to be held, else the first on which it was told.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.days.as_ref().map(|days| days.first).or_else(|| self.reports.first().and_then(|report| report.said))
    }

    /// Whether `id` names it: its own, or that of one of its mentions.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id.as_str() == id || self.reports.iter().any(|report| report.record.as_str() == id)
    }

    /// Whether it took place, or takes place now, says its history.
    #[must_use]
    pub fn took_place(&self) -> bool {
        matches!(self.status, State::Held | State::UnderWay | State::Suspended | State::Resumed)
    }

    /// The documents that tell it, each once, in the order of publication.
    #[must_use]
    pub fn documents(&self) -> Vec<&DocumentId> {
        let mut seen = BTreeSet::new();
        self.reports.iter().map(|report| &report.document).filter(|document| seen.insert(*document)).collect()
    }
}

fn engagement(all: &[Mention], group: &[usize], asked: &[String]) -> Option<Engagement> {
    let mut members: Vec<&Mention> = group.iter().map(|at| &all[*at]).collect();
    members.sort_by(|a, b| a.key().cmp(&b.key()));
    // A group of mentions that leave a side to be guessed is no contact.
    if members.iter().all(|mention| mention.partial) {
        return None;
    }
    let told = history::of(&members);
    let sides: BTreeSet<String> = if asked.is_empty() {
        let shared = members.iter().filter(|m| !m.partial && !m.weak).map(|m| m.sides.keys().copied().collect());
        let shared: Option<BTreeSet<&str>> =
            shared.reduce(|a: BTreeSet<&str>, b| a.intersection(&b).copied().collect());
        shared.unwrap_or_default().into_iter().map(str::to_owned).collect()
    } else {
        asked.iter().cloned().collect()
    };
    let visitors: BTreeSet<&str> = members.iter().flat_map(|m| m.visitors.iter().copied()).collect();
    let visitors = visitors.into_iter().filter(|side| sides.contains(*side)).map(str::to_owned).collect();
    let vague = told.days.as_ref().is_none_or(|days| !days.told) && {
        let named = |side: &str| members.iter().any(|m| m.sides.get(side).is_some_and(mention::Side::is_somebody));
        !sides.iter().all(|side| named(side))
    };
    let weak = members.iter().all(|m| m.weak || m.partial);
    Some(Engagement {
        id: members.first()?.contact().id.clone(),
        what: what(&members),
        status: told.status,
        days: told.days,
        participants: mention::participants(&members, &sides),
        sides: sides.into_iter().collect(),
        visitors,
        place: whereabouts(&members),
        history: told.history,
        contradictions: told.contradictions,
        prepares: None,
        during: None,
        vague: vague || weak,
        reports: told.reports,
    })
}

/// The kind that most mentions give which stand alone; of equals a visit before a call, a summit, a meeting, talks.
fn what(members: &[&Mention]) -> ContactKind {
    const RANK: [ContactKind; 5] =
        [ContactKind::Talks, ContactKind::Meeting, ContactKind::Summit, ContactKind::Call, ContactKind::Visit];
    let alone = |kind: ContactKind| {
        let own = members.iter().filter(|m| !m.partial && m.further.is_none() && !m.weak);
        own.filter(|m| m.contact().what == kind).count()
    };
    let best = RANK.into_iter().max_by_key(|kind| alone(*kind)).filter(|kind| alone(*kind) > 0);
    best.or_else(|| members.first().map(|m| m.contact().what)).unwrap_or(ContactKind::Meeting)
}

/// The place that most mentions give; a town before its state.
fn whereabouts(members: &[&Mention]) -> Option<Whereabouts> {
    let mut counted: Vec<(bool, usize, &str, Option<&str>)> = Vec::new();
    let met = members.iter().filter(|m| m.further.is_none() && m.family != mention::Family::Call);
    for place in met.filter_map(|m| m.contact().place.as_ref()) {
        if place.kind == attache_record::PlaceKind::Region {
            continue;
        }
        let town = place.kind != attache_record::PlaceKind::State;
        match counted.iter_mut().find(|(_, _, name, _)| *name == place.name) {
            Some((_, n, ..)) => *n += 1,
            None => counted.push((town, 1, &place.name, place.country.as_deref())),
        }
    }
    let best = counted.into_iter().max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| b.2.cmp(a.2)))?;
    Some(Whereabouts { name: best.2.to_owned(), country: best.3.map(str::to_owned) })
}
