//! Which mentions tell of one occurrence.

use super::{About, Dated, Mention};
use crate::names::Names;
use attache_record::{Contact, ContactKind, ContactStatus, Party};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The mentions of `mentions` that tell of one occurrence, together. The order in which they come leaves no trace.
///
/// Events are one where class, mode, status and sides are the same, nobody named speaks against it, and the days are the
/// same; contacts likewise, in whatever status they are told; copies of a sentence within a few days are one.
pub fn occurrences<'r>(mut mentions: Vec<Mention<'r>>, asked: &[String], names: &dyn Names) -> Vec<Vec<Mention<'r>>> {
    mentions.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut done: Vec<Vec<Mention<'r>>> = Vec::new();
    // Those that a later mention can still join, by what all mentions of one occurrence have in common.
    let mut open: BTreeMap<Bucket, Vec<Group<'r>>> = BTreeMap::new();
    for mention in mentions {
        let groups = open.entry(bucket(&mention, asked)).or_default();
        let day = mention.days.first;
        let mut at = 0;
        while at < groups.len() {
            if groups[at].is_over(day) { done.push(groups.swap_remove(at).mentions) } else { at += 1 }
        }
        groups.sort_by_key(|group| group.number);
        let people = people(&mention, names);
        match groups.iter_mut().find(|group| group.takes(&mention, &people)) {
            Some(group) => group.add(mention, people),
            None => {
                let number = groups.last().map_or(0, |last| last.number + 1);
                groups.push(Group::of(mention, people, number));
            }
        }
    }
    done.extend(open.into_values().flatten().map(|group| group.mentions));
    done
}

fn key<'m>(mention: &'m Mention<'_>) -> impl Ord + use<'m> {
    let source = &mention.source;
    let trigger = mention.about.trigger().span;
    (mention.days.first, source.day(), source.document.as_str(), trigger, mention.about.id())
}

/// What all mentions of one occurrence have in common, as text: kind, class, mode, status, sides.
type Bucket = (String, Vec<String>, Vec<String>);

fn bucket(mention: &Mention<'_>, asked: &[String]) -> Bucket {
    match mention.about {
        About::Event(event) => {
            let mode = event.mode.as_ref().map_or("", |mode| mode.as_str());
            let what = format!("{} {mode} {}", event.class, event.status);
            (what, sides(&event.actors), sides(&event.recipients))
        }
        // Reports name more or fewer of those who take part: what counts is that those do who were asked for.
        About::Contact(_) if asked.len() > 1 => ("contact".to_owned(), Vec::new(), Vec::new()),
        About::Contact(contact) => ("contact".to_owned(), sides(&contact.parties), Vec::new()),
        About::Presence(presence) => {
            let changes: Vec<_> = presence.changes.iter().map(|change| change.as_str()).collect();
            let what = format!("{} {}", presence.what, changes.join(" "));
            (what, presence.state.iter().flat_map(|state| sides([state])).collect(), sides(&presence.hosts))
        }
    }
}

/// Whether two kinds can be one contact: a call is no visit, but talks may be either.
fn kinds_agree(a: ContactKind, b: ContactKind) -> bool {
    (a == ContactKind::Call) == (b == ContactKind::Call)
}

/// The sides of parties, sorted.
pub fn sides<'p>(parties: impl IntoIterator<Item = &'p Party>) -> Vec<String> {
    let sides: BTreeSet<&str> =
        parties.into_iter().filter_map(|party| party.code.as_ref()).map(|code| code.dyad_side()).collect();
    sides.into_iter().map(str::to_owned).collect()
}

/// Mentions that were found to be one.
struct Group<'r> {
    number: usize,
    mentions: Vec<Mention<'r>>,
    /// Who is named, by side.
    people: People,
    last: Option<Date>,
}

/// Copies of a report come out within so many days.
const COPIED: i32 = 3;

/// Words of time broader than a week name no occasion: "in 2021" is not the same as "in June 2021".
const BROAD: i32 = 7;

/// A contact that is planned without a day is the same as long as it is told again within so many days: a fortnight,
/// about the time between announcement and visit in the releases that this was tried on.
const PLANNED: i32 = 14;

impl<'r> Group<'r> {
    fn of(mention: Mention<'r>, people: People, number: usize) -> Self {
        let mut group = Self { number, mentions: Vec::new(), people: BTreeMap::new(), last: None };
        group.add(mention, people);
        group
    }

    fn add(&mut self, mention: Mention<'r>, people: People) {
        for (side, names) in people {
            self.people.entry(side).or_default().extend(names);
        }
        self.last = self.last.max(mention.days.last);
        self.mentions.push(mention);
    }

    /// Whether nothing that begins on `day` or later can belong to it.
    fn is_over(&self, day: Option<Date>) -> bool {
        self.last.zip(day).is_some_and(|(last, day)| (day - last).get_days() > PLANNED)
    }

    fn takes(&self, mention: &Mention<'_>, named: &People) -> bool {
        let strangers = named.iter().any(|(side, names)| {
            self.people.get(side).is_some_and(|known| !known.is_empty() && known.is_disjoint(names))
        });
        !strangers && self.mentions.iter().any(|other| one(other, mention))
    }
}

/// Who is named, by side.
type People = BTreeMap<String, BTreeSet<String>>;

/// The persons named in a mention. A government, ministry or capital is nobody in person: it tells no occasions apart.
fn people(mention: &Mention<'_>, names: &dyn Names) -> People {
    let parties: Vec<&Party> = match mention.about {
        About::Event(event) => event.actors.iter().collect(),
        About::Contact(contact) => contact.parties.iter().collect(),
        About::Presence(_) => Vec::new(),
    };
    let mut people = People::new();
    for party in parties {
        if let (Some(code), Some(id)) = (&party.code, &party.id)
            && names.is_person(id)
        {
            people.entry(code.dyad_side().to_owned()).or_default().insert(id.to_string());
        }
    }
    people
}

/// Whether two mentions of one bucket tell of one occurrence.
fn one(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    match (a.about, b.about) {
        (About::Contact(first), About::Contact(second)) => {
            let alike = kinds_agree(first.what, second.what) && (same_days(a, b) || both_ahead(a, b, first, second));
            visitors_agree(first, second) && (alike || goes_on(a, b, first, second))
        }
        _ => same_days(a, b) || copies(a, b),
    }
}

/// Whether their days are the same: words of time that overlap and are fine enough, or the same day of publication.
fn same_days(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let (Some(a_first), Some(a_last)) = (a.days.first, a.days.last) else {
        return a.source.document == b.source.document;
    };
    let (Some(b_first), Some(b_last)) = (b.days.first, b.days.last) else { return false };
    if a_first == b_first && a_last == b_last {
        return true;
    }
    a_first <= b_last && b_first <= a_last && a.days.breadth() <= BROAD && b.days.breadth() <= BROAD
}

/// The same words within a few days: a text that was taken over.
fn copies(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let near = a.source.day().zip(b.source.day()).is_some_and(|(a, b)| (a - b).get_days().abs() <= COPIED);
    let own = a.days.dated == Dated::Text || b.days.dated == Dated::Text;
    !own && near && a.source.document != b.source.document && a.about.trigger().text == b.about.trigger().text
}

/// A document that goes on about a contact without giving another day: "the two leaders then discussed ...".
fn goes_on(a: &Mention<'_>, b: &Mention<'_>, first: &Contact, second: &Contact) -> bool {
    let general = |mention: &Mention<'_>, contact: &Contact| {
        let kind = matches!(contact.what, ContactKind::Meeting | ContactKind::Talks);
        kind && mention.days.dated != Dated::Text && contact.place.is_none()
    };
    let took_place = |contact: &Contact| matches!(contact.status, ContactStatus::Held | ContactStatus::UnderWay);
    let both = took_place(first) && took_place(second);
    both && (general(a, first) || general(b, second)) && a.source.document == b.source.document && near(a, b)
}

/// Whether the days of two mentions lie within the days in which one text is news.
fn near(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    a.days.first.zip(b.days.last).is_none_or(|(a, b)| (a - b).get_days().abs() <= COPIED)
}

/// A contact ahead, told again without a day.
fn both_ahead(a: &Mention<'_>, b: &Mention<'_>, first: &Contact, second: &Contact) -> bool {
    let ahead = |status| matches!(status, ContactStatus::Planned | ContactStatus::Confirmed | ContactStatus::Proposed);
    let silent = a.days.dated == Dated::Report && b.days.dated == Dated::Report;
    let apart = a.days.first.zip(b.days.first).map_or(0, |(a, b)| (a - b).get_days().abs());
    let named = |contact: &Contact| contact.parties.iter().any(|party| party.id.is_some());
    silent
        && ahead(first.status)
        && first.status == second.status
        && apart <= PLANNED
        && named(first)
        && named(second)
        && first.what == second.what
}

/// A visit has one direction; whoever only meets has none.
fn visitors_agree(a: &Contact, b: &Contact) -> bool {
    if a.visitors == 0 || b.visitors == 0 {
        return true;
    }
    sides(a.parties.iter().take(a.visitors as usize)) == sides(b.parties.iter().take(b.visitors as usize))
}

/// What goes against a contact's standing, with how many mentions say so: that it was held, against that it was not.
pub fn against(stands: ContactStatus, group: &[&Mention<'_>]) -> BTreeMap<ContactStatus, usize> {
    use ContactStatus::{Cancelled, Held, Postponed, Refused, Resumed, UnderWay};
    let took_place = |status| matches!(status, Held | UnderWay | Resumed);
    let fell_through = |status| matches!(status, Cancelled | Refused | Postponed);
    let mut against = BTreeMap::new();
    for mention in group {
        if let About::Contact(contact) = mention.about
            && (took_place(stands) && fell_through(contact.status)
                || fell_through(stands) && took_place(contact.status))
        {
            *against.entry(contact.status).or_insert(0) += 1;
        }
    }
    against
}
