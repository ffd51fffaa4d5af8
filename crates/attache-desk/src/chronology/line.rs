//! The line of an entry, made from its record.

use super::phrases::{self, Phrase};
use super::{About, Mention, Wanted};
use crate::names::{self, Names};
use attache_record::{
    Change, Class, Code, Contact, ContactKind, ContactStatus, EntryId, Event, MissionKind, Party, PlaceKind, Presence,
    Status,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The mention from which the line is made: of a contact one that says how it ended, then who is named, then the score.
pub fn best<'m, 'r>(group: &[&'m Mention<'r>]) -> &'m Mention<'r> {
    let rank = |mention: &&&Mention<'r>| {
        let named = |parties: &[Party]| parties.iter().filter(|party| party.id.is_some()).count();
        let (ended, named) = match mention.about {
            About::Event(event) => (0, named(&event.actors) + named(&event.recipients)),
            About::Contact(contact) => (weight(contact.status), named(&contact.parties)),
            About::Presence(presence) => (0, named(&presence.hosts)),
        };
        // Of contacts that are ahead the last word counts.
        let day = if ended == AHEAD { mention.source.day() } else { None };
        let visit = matches!(mention.about, About::Contact(contact) if contact.what == ContactKind::Visit);
        let score = mention.about.score().map_or(0, |score| (score * 1000.0) as u32);
        (ended, day, named, visit, score)
    };
    // `max_by_key` gives the last of equals; the first one is the earliest report.
    let last = group.len() - 1;
    let ranked = group.iter().enumerate().max_by_key(|(at, mention)| (rank(mention), last - at));
    ranked.map_or(group[last], |(_, mention)| mention)
}

/// The weight of what is ahead of a contact or kept it from being held.
const AHEAD: u8 = 0;

fn weight(status: ContactStatus) -> u8 {
    match status {
        ContactStatus::Held | ContactStatus::UnderWay => 2,
        ContactStatus::Suspended | ContactStatus::Resumed => 1,
        _ => AHEAD,
    }
}

/// The status of the event that a contact is.
pub fn status_of(contact: ContactStatus) -> Status {
    match contact {
        ContactStatus::Proposed => Status::Hypothetical,
        ContactStatus::Planned | ContactStatus::Confirmed | ContactStatus::Postponed => Status::Future,
        ContactStatus::Held | ContactStatus::UnderWay | ContactStatus::Suspended | ContactStatus::Resumed => {
            Status::Actual
        }
        ContactStatus::Cancelled | ContactStatus::Refused => Status::Negated,
    }
}

/// The line, a sentence with its full stop.
pub fn of(best: &Mention<'_>, group: &[&Mention<'_>], wanted: &Wanted, names: &dyn Names, on: Option<Date>) -> String {
    let say = Say { names, first: &wanted.sides, on };
    let line = match best.about {
        About::Event(event) => say.event(event, &topics(group)),
        About::Contact(contact) => say.contact(contact),
        About::Presence(presence) => say.presence(presence),
    };
    let said = match best.about {
        About::Event(event) => say.said_by(event.said_by.as_ref(), &event.actors),
        About::Contact(contact) => say.said_by(contact.said_by.as_ref(), &contact.parties),
        About::Presence(presence) => say.said_by(presence.said_by.as_ref(), presence.state.as_slice()),
    };
    let mut line = capitalised(&line);
    line.push_str(&said);
    line.push('.');
    line
}

fn capitalised(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// PLOVER's contexts that are so wide that they tell a reader nothing.
const WIDE: [&str; 6] = ["diplomatic", "executive", "legislative", "political_institutions", "legal", "military"];

/// At most so many topics stand in a line.
const TOPICS: usize = 3;

/// What the events of a group are about, what most of them name first.
fn topics(group: &[&Mention<'_>]) -> Vec<String> {
    let mut counted: Vec<(usize, &EntryId)> = Vec::new();
    for mention in group {
        let About::Event(event) = mention.about else { continue };
        for topic in event.topics.iter().filter(|topic| !WIDE.contains(&topic.as_str())) {
            match counted.iter_mut().find(|(_, known)| *known == topic) {
                Some((count, _)) => *count += 1,
                None => counted.push((1, topic)),
            }
        }
    }
    counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let words = |topic: &EntryId| topic.as_str().replace(['-', '_'], " ");
    counted.into_iter().take(TOPICS).map(|(_, topic)| words(topic)).collect()
}

struct Say<'s> {
    names: &'s dyn Names,
    first: &'s [String],
    on: Option<Date>,
}

impl Say<'_> {
    fn parties(&self, all: &[&Party]) -> String {
        names::parties(self.names, all, self.first, self.on)
    }

    fn event(&self, event: &Event, topics: &[String]) -> String {
        let phrase = phrases::of(event.class, event.mode);
        let actors: Vec<&Party> = event.actors.iter().collect();
        let who = self.parties(&actors);
        let who = if who.is_empty() { "somebody not named".to_owned() } else { who };
        // Whoever does it does it to others: "the two sides urged Japan" may name one party on both sides.
        let one = |party: &&Party| names::party(self.names, party, self.first, self.on);
        let doing: BTreeSet<String> = actors.iter().map(one).collect();
        let whom: Vec<&Party> = event.recipients.iter().filter(|party| !doing.contains(&one(party))).collect();
        let rest = filled(phrase.rest, &self.parties(&whom));
        let verb = verb(&phrase, event.status, many(&actors, &who));
        let mut topics = topics.to_vec();
        if let Class::Own(name) = event.class {
            topics.insert(0, name.as_str().to_owned());
        }
        let about = if topics.is_empty() { String::new() } else { format!(" ({})", topics.join(", ")) };
        let close =
            if event.class == Class::Threaten && event.status == Status::Actual { "" } else { note(event.status) };
        format!("{who} {verb}{rest}{about}{close}")
    }

    fn contact(&self, contact: &Contact) -> String {
        let all: Vec<&Party> = contact.parties.iter().collect();
        let visitors = (contact.visitors as usize).min(all.len());
        let (what, who, rest, several) = if contact.what == ContactKind::Visit && visitors > 0 {
            let who = self.parties(&all[..visitors]);
            let several = many(&all[..visitors], &who);
            (VISIT, who, self.destination(contact, &all[visitors..]), several)
        } else {
            let who = self.parties(&all);
            let several = many(&all, &who);
            (held_as(contact.what), who, self.at(contact), several)
        };
        let who = if who.is_empty() { "somebody not named".to_owned() } else { who };
        match contact.status {
            ContactStatus::Held => {
                format!("{who} {}{rest}", if several { what.phrase.base } else { what.phrase.third })
            }
            ContactStatus::UnderWay => format!("{who} {} {}{rest}", if several { "are" } else { "is" }, what.going_on),
            ContactStatus::Planned | ContactStatus::Confirmed => {
                let sure = if contact.status == ContactStatus::Confirmed { " (confirmed)" } else { " (planned)" };
                format!("{who} {} to {}{rest}{sure}", if several { "are" } else { "is" }, what.phrase.base)
            }
            ContactStatus::Proposed => format!("{who} may {}{rest} (proposed or possible)", what.phrase.base),
            status => {
                let link = if what.noun == VISIT.noun { " by " } else { " of " };
                let to = rest.replacen(' ', if what.noun == VISIT.noun { " to " } else { " " }, 1);
                format!("{}{link}{who}{to} {}", what.noun, outcome(status))
            }
        }
    }

    /// Where a visitor goes, and whom he meets there.
    fn destination(&self, contact: &Contact, hosts: &[&Party]) -> String {
        let (people, states): (Vec<&Party>, Vec<&Party>) =
            hosts.iter().partition(|party| party.id.as_ref().is_some_and(|id| self.names.is_person(id)));
        let town = self.place(contact);
        let country: BTreeSet<&str> =
            hosts.iter().filter_map(|party| party.code.as_ref()).map(Code::dyad_side).collect();
        let country: Vec<String> = country.into_iter().map(|side| names::side(self.names, side)).collect();
        let mut to = match (town, country.is_empty()) {
            (Some(town), _) => format!(" {town}"),
            (None, false) => format!(" {}", names::listed(&country)),
            (None, true) if states.is_empty() => String::new(),
            (None, true) => format!(" {}", self.parties(&states)),
        };
        if !people.is_empty() {
            to.push_str(&format!(" for talks with {}", self.parties(&people)));
        }
        to
    }

    fn at(&self, contact: &Contact) -> String {
        self.place(contact).map_or_else(String::new, |place| format!(" in {place}"))
    }

    /// A town with its state; a state by its usual name.
    fn place(&self, contact: &Contact) -> Option<String> {
        let place = contact.place.as_ref()?;
        let state = place.country.as_deref().map(|country| names::side(self.names, country));
        match place.kind {
            PlaceKind::State => state.or_else(|| Some(place.name.clone())),
            PlaceKind::Region => None,
            _ => Some(match state {
                Some(state) => format!("{} ({})", place.name, names::bare(&state)),
                None => place.name.clone(),
            }),
        }
    }

    fn presence(&self, presence: &Presence) -> String {
        let who = presence.state.iter().map(|party| self.parties(&[party])).next();
        let who = who.unwrap_or_else(|| "a state not named".to_owned());
        let several = presence.state.as_ref().is_some_and(|state| many(&[state], &who));
        let done: Vec<&str> = presence.changes.iter().map(|change| change_verb(*change, several)).collect();
        let what = counted(presence.what, presence.at_least);
        let hosts: BTreeSet<&str> =
            presence.hosts.iter().filter_map(|party| party.code.as_ref()).map(Code::dyad_side).collect();
        let mut places: Vec<String> = presence
            .places
            .iter()
            .filter(|place| !place.country.as_deref().is_some_and(|country| hosts.contains(country)))
            .map(|place| place.name.clone())
            .collect();
        places.splice(0..0, hosts.iter().map(|side| names::side(self.names, side)));
        let place = if places.is_empty() { String::new() } else { format!(" in {}", names::listed(&places)) };
        format!("{who} {} {what}{place}", done.join(" or "))
    }

    /// Who says so, where that is neither the reporter nor one of those who act.
    fn said_by(&self, said_by: Option<&Party>, actors: &[Party]) -> String {
        let Some(speaker) = said_by else { return String::new() };
        let side = speaker.code.as_ref().map(Code::dyad_side);
        let own = actors.iter().any(|party| party.code.as_ref().map(Code::dyad_side) == side);
        if own && side.is_some() || speaker.text.is_empty() {
            return String::new();
        }
        format!(", says {}", self.parties(&[speaker]))
    }
}

/// The template with whom it is done to; without anybody, what stands in brackets is left away.
fn filled(template: &str, whom: &str) -> String {
    let Some((before, rest)) = template.split_once('[') else { return template.to_owned() };
    let Some((inside, after)) = rest.split_once(']') else { return template.to_owned() };
    if whom.is_empty() { format!("{before}{after}") } else { format!("{before}{}{after}", inside.replace('@', whom)) }
}

fn verb(phrase: &Phrase, status: Status, several: bool) -> String {
    match (status, several) {
        (Status::Actual, true) => phrase.base.to_owned(),
        (Status::Actual, false) => phrase.third.to_owned(),
        (Status::Future, true) => format!("are to {}", phrase.base),
        (Status::Future, false) => format!("is to {}", phrase.base),
        (Status::Hypothetical, _) => format!("may {}", phrase.base),
        (Status::Negated, true) => format!("do not {}", phrase.base),
        (Status::Negated, false) => format!("does not {}", phrase.base),
    }
}

fn note(status: Status) -> &'static str {
    match status {
        Status::Actual => "",
        Status::Future => " (planned)",
        Status::Hypothetical => " (possible, wanted or feared)",
        Status::Negated => " (denied, refused or called off)",
    }
}

/// Whether a verb after these parties stands in the plural: several of them, or a noun in the plural.
fn many(parties: &[&Party], said: &str) -> bool {
    let plural = |party: &&Party| {
        let head =
            [" (", " of ", " in ", " from "].iter().filter_map(|cut| said.split(cut).next()).min_by_key(|h| h.len());
        let head = head.unwrap_or_default();
        party.id.is_none() && party.name.is_none() && head.ends_with('s') && !head.ends_with("ss")
    };
    let sides_named = said.contains(" and ");
    sides_named && parties.len() > 1 || parties.len() == 1 && parties.iter().any(plural) && !said.starts_with("the ")
}

/// How a contact is told.
struct Telling {
    phrase: Phrase,
    going_on: &'static str,
    noun: &'static str,
}

const VISIT: Telling =
    Telling { phrase: Phrase { base: "visit", third: "visits", rest: "" }, going_on: "visiting", noun: "a visit" };

fn held_as(what: ContactKind) -> Telling {
    let (base, third, going_on, noun) = match what {
        ContactKind::Visit => ("visit", "visits", "visiting", VISIT.noun),
        ContactKind::Call => ("speak by telephone", "speaks by telephone", "speaking by telephone", "a call"),
        ContactKind::Meeting => ("meet", "meets", "meeting", "a meeting"),
        ContactKind::Talks => ("hold talks", "holds talks", "holding talks", "talks"),
        ContactKind::Summit => ("hold a summit", "holds a summit", "holding a summit", "a summit"),
    };
    Telling { phrase: Phrase { base, third, rest: "" }, going_on, noun }
}

fn outcome(status: ContactStatus) -> &'static str {
    match status {
        ContactStatus::Postponed => "put off",
        ContactStatus::Cancelled => "called off, or did not take place",
        ContactStatus::Suspended => "broken off for a time",
        ContactStatus::Resumed => "taken up again",
        ContactStatus::Refused => "refused",
        _ => "",
    }
}

fn change_verb(change: Change, several: bool) -> &'static str {
    match (change, several) {
        (Change::Opened, false) => "opens",
        (Change::Opened, true) => "open",
        (Change::Planned, false) => "plans to open",
        (Change::Planned, true) => "plan to open",
        (Change::Closed, false) => "closes",
        (Change::Closed, true) => "close",
        (Change::Suspended, false) => "suspends the work of",
        (Change::Suspended, true) => "suspend the work of",
        (Change::Reopened, false) => "reopens",
        (Change::Reopened, true) => "reopen",
        (Change::Moved, false) => "moves",
        (Change::Moved, true) => "move",
        (Change::Upgraded, false) => "upgrades",
        (Change::Upgraded, true) => "upgrade",
    }
}

/// "an embassy", "at least five embassies" as a number.
pub fn counted(what: MissionKind, at_least: Option<u32>) -> String {
    let (one, several) = match what {
        MissionKind::Embassy => ("an embassy", "embassies"),
        MissionKind::Consulate => ("a consulate", "consulates"),
        MissionKind::Mission => ("a mission", "missions"),
        MissionKind::Office => ("an office", "offices"),
        MissionKind::Base => ("a base", "bases"),
    };
    match at_least {
        Some(number) if number > 1 => format!("at least {number} {several}"),
        _ => one.to_owned(),
    }
}
