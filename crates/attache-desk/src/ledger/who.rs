//! Who met whom, how often, and when last.

use super::{Engagement, Participant};
use attache_record::{ContactKind, RecordId};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// Two people, and the contacts that they had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meetings {
    /// The two, in the order of their sides and names.
    pub people: [Person; 2],
    /// How many of each kind, by kind.
    pub kinds: BTreeMap<ContactKind, usize>,
    /// The first and the last day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The contacts, by day.
    pub contacts: Vec<RecordId>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Person {
    /// On which side.
    pub side: String,
    /// Usual name, else the words.
    pub name: String,
    /// The knowledge's entry, where it has one.
    pub id: Option<String>,
}

/// All pairs of persons of two sides who took part in one contact that took place; those with most contacts first.
#[must_use]
pub fn who_met_whom(contacts: &[Engagement]) -> Vec<Meetings> {
    let mut found: BTreeMap<[Person; 2], Meetings> = BTreeMap::new();
    for contact in contacts.iter().filter(|contact| contact.took_place() && !contact.vague) {
        let Some(day) = contact.day() else { continue };
        // An office without a holder is nobody who can be met twice.
        let people: Vec<Person> = contact.participants.iter().filter(|who| who.person).map(person).collect();
        for (at, one) in people.iter().enumerate() {
            for other in people[at + 1..].iter().filter(|other| other.side != one.side) {
                let mut pair = [one.clone(), other.clone()];
                pair.sort();
                let met = found.entry(pair.clone()).or_insert_with(|| Meetings {
                    people: pair,
                    kinds: BTreeMap::new(),
                    first: day,
                    last: day,
                    contacts: Vec::new(),
                });
                *met.kinds.entry(contact.what).or_default() += 1;
                (met.first, met.last) = (met.first.min(day), met.last.max(day));
                met.contacts.push(contact.id.clone());
            }
        }
    }
    let mut found: Vec<Meetings> = found.into_values().collect();
    found.sort_by(|a, b| b.contacts.len().cmp(&a.contacts.len()).then_with(|| a.people.cmp(&b.people)));
    found
}

fn person(who: &Participant) -> Person {
    Person { side: who.side.clone(), name: who.name.clone(), id: who.id.clone() }
}
