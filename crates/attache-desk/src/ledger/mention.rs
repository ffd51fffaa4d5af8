//! One mention of a contact, as far as joining needs it.

use super::role::{Role, Roster};
use super::{Participant, State};
use crate::Filed;
use attache_record::{Code, Contact, ContactKind, ContactStatus, Grain, Party, PlaceKind, Sector};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of contacts that may be the same contact in other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Somebody goes somewhere.
    Visit,
    /// Words over a distance.
    Call,
    /// Meetings, talks, summits.
    Meeting,
}

/// Who stands on one side.
#[derive(Debug, Default)]
pub struct Side {
    /// Persons, as the roster tells them apart.
    pub people: BTreeSet<String>,
    /// Lines of communication of the offices, of persons and of those who are named by an office alone.
    pub channels: BTreeSet<String>,
    /// Sectors of the others; `None` for the bare state.
    pub sectors: BTreeSet<Option<Sector>>,
    /// The sentence has words for it.
    pub worded: bool,
}

impl Side {
    /// Whether a person or an office is named.
    pub fn is_somebody(&self) -> bool {
        !self.people.is_empty() || !self.channels.is_empty()
    }

    /// Whether it may be the government, its forces or its parliament: nobody who meets as a private person.
    pub fn is_official(&self) -> bool {
        use Sector::{Eli, Gov, Igo, Jud, Leg, Mil, Pty, Spy};
        self.is_somebody()
            || self.sectors.iter().any(|sector| {
                sector.is_none_or(|sector| matches!(sector, Gov | Mil | Leg | Jud | Spy | Pty | Igo | Eli))
            })
    }
}

/// One mention.
pub struct Mention<'m> {
    filed: &'m Filed<Contact>,
    /// What kind of contact.
    pub family: Family,
    /// The day on which it was published.
    pub said: Option<Date>,
    /// First and last day that its words give.
    pub days: Option<(Date, Date)>,
    /// These are days, not weeks or months.
    pub exact: bool,
    /// Who is on which side.
    pub sides: BTreeMap<&'m str, Side>,
    /// Sides that travel.
    pub visitors: BTreeSet<&'m str>,
    /// A place more precise than a state, and the state.
    pub town: Option<&'m str>,
    /// The state.
    pub country: Option<&'m str>,
    /// It names not all sides that were asked for.
    pub partial: bool,
    /// A side has no words in the sentence, those that take part are no officials, or the coder is not sure of it: it
    /// goes with another mention, and is no contact of its own.
    pub weak: bool,
    /// The mention of its document whose contact it goes on about: its place in the list.
    pub further: Option<usize>,
    roles: Vec<Role>,
}

/// An event below this score is talk rather than a contact ("discussed", "raised", "engage with"). The patterns of
/// contacts proper have 0.65 and more; noun phrases, which name a contact, may have less.
const SURE: f32 = 0.65;
/// A stretch of so many days is still told in days: a journey.
const JOURNEY: i32 = 14;

/// All mentions, with what the roster has on who takes part.
pub fn all<'m>(mentions: &'m [Filed<Contact>], asked: &'m [String], roster: &dyn Roster) -> Vec<Mention<'m>> {
    let mut roles: Vec<Vec<Role>> = Vec::with_capacity(mentions.len());
    for filed in mentions {
        let contact = &filed.record;
        let on = contact.when.as_ref().map(|when| when.first).or_else(|| filed.source.day());
        roles.push(contact.parties.iter().map(|party| roster.role(party, on)).collect());
    }
    let mut all: Vec<Mention<'m>> =
        mentions.iter().zip(roles).filter_map(|(filed, roles)| Mention::new(filed, asked, roles)).collect();
    all.sort_by(|a, b| a.key().cmp(&b.key()));
    all
}

impl<'m> Mention<'m> {
    fn new(filed: &'m Filed<Contact>, asked: &[String], roles: Vec<Role>) -> Option<Self> {
        let contact = &filed.record;
        let family = match contact.what {
            ContactKind::Visit => Family::Visit,
            ContactKind::Call => Family::Call,
            ContactKind::Meeting | ContactKind::Talks | ContactKind::Summit => Family::Meeting,
        };
        let mut mention = Self {
            filed,
            family,
            said: filed.source.day(),
            days: contact.when.as_ref().map(|when| (when.first, when.last)),
            exact: contact.when.as_ref().is_some_and(|when| exact(when.grain, when.first, when.last)),
            sides: BTreeMap::new(),
            visitors: BTreeSet::new(),
            town: None,
            country: None,
            partial: false,
            weak: false,
            further: None,
            roles,
        };
        if let Some(place) = &contact.place {
            mention.country = place.country.as_deref();
            mention.town = (place.kind != PlaceKind::State).then_some(place.name.as_str());
        }
        mention.seat(asked);
        let named = |side: &str| mention.sides.contains_key(side);
        mention.partial =
            if asked.is_empty() { mention.sides.len() < 2 } else { !asked.iter().all(|side| named(side)) };
        if mention.partial && (mention.sides.is_empty() || !mention.sides.keys().all(|side| within(asked, side))) {
            return None;
        }
        let wanted = |side: &str| asked.is_empty() || asked.iter().any(|a| a == side);
        mention.weak = mention.sides.iter().any(|(side, s)| wanted(side) && !(s.worded && s.is_official()))
            || (contact.event.is_some() && contact.score < SURE);
        Some(mention)
    }

    /// Puts everybody on his side.
    fn seat(&mut self, asked: &[String]) {
        let contact = &self.filed.record;
        let visit = self.family == Family::Visit;
        for (at, (party, role)) in contact.parties.iter().zip(&self.roles).enumerate() {
            let Some(code) = &party.code else { continue };
            let side = self.sides.entry(code.dyad_side()).or_default();
            side.sectors.insert(code.sector());
            side.worded |= !party.text.is_empty();
            if !role.voice {
                side.people.extend(role.person.clone());
                side.channels.extend(role.channel.clone());
            }
            if visit && at < contact.visitors as usize {
                self.visitors.insert(code.dyad_side());
            }
        }
        let host = self.country.filter(|country| asked.is_empty() || within(asked, country));
        let all_visit = visit && contact.visitors as usize == contact.parties.len();
        if let Some(country) = host.filter(|_| all_visit) {
            let side = self.sides.entry(country).or_default();
            side.sectors.insert(None);
            side.worded = true;
        }
    }

    /// The record.
    pub fn contact(&self) -> &'m Contact {
        &self.filed.record
    }

    /// The record with its document.
    pub fn filed(&self) -> &'m Filed<Contact> {
        self.filed
    }

    /// By what mentions are sorted: publication, document, place in the text, name.
    pub fn key(&self) -> (Option<Date>, &'m str, u32, &'m str) {
        let contact = self.contact();
        (self.said, contact.document.as_str(), contact.trigger.span.start(), contact.id.as_str())
    }

    /// Whether it is told as past, present or to come.
    pub fn tense(&self) -> Tense {
        match self.state() {
            State::Proposed | State::Planned | State::Confirmed | State::Rescheduled => Tense::Ahead,
            State::UnderWay | State::Resumed | State::Suspended => Tense::Now,
            State::Held => Tense::Past,
            State::Postponed | State::Cancelled | State::Refused => Tense::Off,
        }
    }

    /// The step that it tells. What is told as held on days to come is planned.
    pub fn state(&self) -> State {
        let to_come = self.days.zip(self.said).is_some_and(|((first, _), said)| super::join::days(said, first) > 1);
        match self.contact().status {
            ContactStatus::Held | ContactStatus::UnderWay if to_come => State::Planned,
            ContactStatus::Proposed => State::Proposed,
            ContactStatus::Planned => State::Planned,
            ContactStatus::Confirmed => State::Confirmed,
            ContactStatus::Postponed => State::Postponed,
            ContactStatus::UnderWay => State::UnderWay,
            ContactStatus::Held => State::Held,
            ContactStatus::Cancelled => State::Cancelled,
            ContactStatus::Suspended => State::Suspended,
            ContactStatus::Resumed => State::Resumed,
            ContactStatus::Refused => State::Refused,
        }
    }
}

/// Where a mention looks from its day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It is to come.
    Ahead,
    /// It goes on.
    Now,
    /// It is over.
    Past,
    /// It was or is not to be on the day told.
    Off,
}

/// Whether a stretch of time names days rather than weeks or months.
fn exact(grain: Grain, first: Date, last: Date) -> bool {
    match grain {
        Grain::Day => true,
        Grain::Range => first.until(last).is_ok_and(|span| span.get_days() <= JOURNEY),
        Grain::Weekend | Grain::Week | Grain::Month | Grain::Season | Grain::Quarter | Grain::Year => false,
    }
}

fn within(asked: &[String], side: &str) -> bool {
    asked.iter().any(|a| a == side)
}

/// Everybody who is named on one of `sides`, each once: persons, and offices where no person is named for them.
pub fn participants(members: &[&Mention], sides: &BTreeSet<String>) -> Vec<Participant> {
    let mut persons: BTreeMap<(String, String), Participant> = BTreeMap::new();
    let mut offices: BTreeSet<Participant> = BTreeSet::new();
    for (party, role) in members
        .iter()
        .filter(|m| !m.partial && m.further.is_none())
        .flat_map(|m| m.contact().parties.iter().zip(&m.roles))
    {
        let Some(side) = party.code.as_ref().map(Code::dyad_side).filter(|side| sides.contains(*side)) else {
            continue;
        };
        if role.voice || (role.person.is_none() && role.office.is_none()) {
            continue;
        }
        let participant = Participant {
            side: side.to_owned(),
            id: party.id.as_ref().map(ToString::to_string),
            name: name(party),
            person: role.person.is_some(),
            office: role.office.clone(),
            channel: role.channel.clone(),
        };
        match &role.person {
            Some(person) => {
                let kept = persons.entry((side.to_owned(), person.clone())).or_insert_with(|| participant.clone());
                // Without an entry the longest words say most; an office is kept from wherever it is known.
                if kept.id.is_none() && participant.name.len() > kept.name.len() {
                    kept.name = participant.name;
                }
                if kept.office.is_none() {
                    (kept.office, kept.channel) = (participant.office, participant.channel);
                }
            }
            None => {
                let name = participant.office.clone().unwrap_or(participant.name);
                offices.insert(Participant { name, ..participant });
            }
        }
    }
    let mut found: Vec<Participant> = persons.into_values().collect();
    for office in offices {
        if !found.iter().any(|known| known.side == office.side && known.channel == office.channel) {
            found.push(office);
        }
    }
    found.sort();
    found
}

fn name(party: &Party) -> String {
    party.name.clone().unwrap_or_else(|| party.text.clone())
}
