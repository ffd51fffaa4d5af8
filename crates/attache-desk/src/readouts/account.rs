//! Accounts, and the contacts that they are about.

use super::{Account, Claim};
use crate::Filed;
use attache_record::{Class, Code, Contact, ContactKind, Event, Grain, Party, Quote, Readout, RecordId};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days between the days that two accounts give for one contact: they are published on either side of midnight.
const APART: i64 = 1;

/// A contact with all accounts of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Encounter {
    /// Name: the first account's contact, or that account itself.
    pub id: RecordId,
    /// What kind of contact the first account says that it was.
    pub what: Option<ContactKind>,
    /// First and last day on which it took place, by the accounts; their publication where they name none.
    pub days: Option<(Date, Date)>,
    /// Sides that took part.
    pub sides: Vec<String>,
    /// The accounts, by day of publication and document.
    pub accounts: Vec<Account>,
    /// Sides that were asked for and gave no account, as far as the desk has it.
    pub silent: Vec<String>,
}

impl Encounter {
    /// Whether a record is one of its accounts or the contact that one of them is about.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id.as_str() == id
            || self.accounts.iter().any(|account| {
                account.readout.as_str() == id || account.contact.as_ref().is_some_and(|contact| contact.as_str() == id)
            })
    }

    /// Whether it took place on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> bool {
        self.days.is_some_and(|(first, last)| first <= day && day <= last)
    }
}

/// An account before it is joined to others.
struct Told {
    account: Account,
    what: Option<ContactKind>,
    days: Option<(Date, Date)>,
    sides: BTreeSet<String>,
    people: BTreeSet<String>,
}

/// The contacts between `pair` of which there is an account, by day. Readouts of a side that is not of the pair are kept
/// where the pair met: they are a third account.
#[must_use]
pub fn encounters(readouts: &[Filed<Readout>], contacts: &[Filed<Contact>], pair: &[String]) -> Vec<Encounter> {
    let by_id: BTreeMap<(&str, &RecordId), &Filed<Contact>> =
        contacts.iter().map(|filed| ((filed.source.document.as_str(), &filed.record.id), filed)).collect();
    let mut told: Vec<Told> = readouts
        .iter()
        .filter_map(|filed| {
            let contact = filed.record.contact.as_ref();
            let contact = contact.and_then(|id| by_id.get(&(filed.source.document.as_str(), id))).copied();
            told(filed, contact.map(|filed| &filed.record))
        })
        .filter(|told| pair.iter().all(|side| told.sides.contains(side)))
        .collect();
    told.sort_by(|a, b| {
        let key = |t: &Told| (t.account.day, t.account.document.clone(), t.account.claims.first().map(|c| c.span));
        key(a).cmp(&key(b))
    });
    let mut met: Vec<(Encounter, BTreeSet<String>)> = Vec::new();
    for told in told {
        let near = met.iter_mut().rev().take_while(|(encounter, _)| within(encounter.days, told.days, REACH));
        let mut same: Vec<_> = near.filter(|(encounter, people)| joins(encounter, people, &told)).collect();
        match same.pop() {
            Some((encounter, people)) => {
                encounter.days = spanned(encounter.days, told.days, told.account.passed_on);
                people.extend(told.people);
                encounter.accounts.push(told.account);
            }
            None => {
                let encounter = Encounter {
                    id: told.account.contact.clone().unwrap_or_else(|| told.account.readout.clone()),
                    what: told.what,
                    days: told.days,
                    sides: told.sides.into_iter().collect(),
                    accounts: vec![told.account],
                    silent: Vec::new(),
                };
                met.push((encounter, told.people));
            }
        }
    }
    let mut met: Vec<Encounter> = met.into_iter().map(|(encounter, _)| encounter).collect();
    for encounter in &mut met {
        let silent = |side: &&String| !encounter.accounts.iter().any(|account| account.side == **side);
        let silent: Vec<String> = pair.iter().filter(silent).cloned().collect();
        encounter.silent = silent;
    }
    met.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    met
}

/// Days between two accounts in the order of publication beyond which none can be of one contact: a story may pass on what
/// a ministry said a week ago.
const REACH: i64 = 14;

fn within(a: Option<(Date, Date)>, b: Option<(Date, Date)>, days: i64) -> bool {
    let (Some((a_first, a_last)), Some((b_first, b_last))) = (a, b) else { return false };
    let widen = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
    widen(a_first, -days) <= b_last && b_first <= widen(a_last, days)
}

/// The days of both; a publication day that stands in for an unnamed day counts for nothing beside a named one.
fn spanned(a: Option<(Date, Date)>, b: Option<(Date, Date)>, passed_on: bool) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(_)) if passed_on => Some(a),
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.min(b.1).max(a.0.min(b.0)))),
        (a, b) => a.or(b),
    }
}

/// Whether an account is of the same contact: same sides and days, a call and a visit are two, and people who met are not
/// those of another meeting.
fn joins(encounter: &Encounter, people: &BTreeSet<String>, told: &Told) -> bool {
    let call = |what: Option<ContactKind>| what == Some(ContactKind::Call);
    let journey = |what: Option<ContactKind>| matches!(what, Some(ContactKind::Visit | ContactKind::Summit));
    let kinds = (call(encounter.what) && journey(told.what)) || (journey(encounter.what) && call(told.what));
    let others = !people.is_empty() && !told.people.is_empty() && people.is_disjoint(&told.people);
    let days = if told.account.passed_on { REACH } else { APART };
    // The same publisher tells of two contacts in two documents.
    let again = encounter.accounts.iter().any(|account| {
        account.side == told.account.side && account.publisher == told.account.publisher && !told.account.passed_on
    });
    !kinds && !others && !again && within(encounter.days, told.days, days)
}

fn told(filed: &Filed<Readout>, contact: Option<&Contact>) -> Option<Told> {
    let readout = &filed.record;
    let issuer = readout.issuer.as_ref()?;
    let side = issuer.code.as_ref()?.dyad_side().to_owned();
    let parties = || contact.into_iter().flat_map(|contact| &contact.parties);
    let mut sides: BTreeSet<String> =
        parties().filter_map(|party| party.code.as_ref()).map(|code| code.dyad_side().to_owned()).collect();
    let host = contact.and_then(|contact| contact.place.as_ref()).and_then(|place| place.country.clone());
    if sides.len() < 2 {
        sides.extend(host);
        sides.insert(side.clone());
    }
    if sides.len() < 2 {
        let spoken_of = readout.claims.iter().filter_map(|claim| claim.speaker.as_ref()?.code.as_ref());
        sides.extend(spoken_of.map(|code| code.dyad_side().to_owned()));
    }
    let published = filed.source.day();
    let named = contact.and_then(|contact| contact.when.as_ref()).filter(|when| {
        // "This year" is no day of a meeting.
        matches!(when.grain, Grain::Day | Grain::Weekend | Grain::Range | Grain::Week)
    });
    let days = named.map(|when| (when.first, when.last)).or(published.map(|day| (day, day)));
    let people = parties().filter(|party| party.code.as_ref().and_then(Code::sector).is_some());
    let people = people.filter_map(|party| party.id.as_ref()).map(ToString::to_string).collect();
    let account = Account {
        readout: readout.id.clone(),
        contact: readout.contact.clone(),
        document: readout.document.clone(),
        publisher: filed.source.source.clone(),
        title: filed.source.title.clone(),
        day: published,
        side,
        issuer: name(issuer),
        passed_on: !issuer.text.is_empty(),
        words: 0,
        claims: readout
            .claims
            .iter()
            .map(|claim| Claim {
                text: claim.content.text.clone(),
                span: claim.content.span,
                // Only a text that is an account begins with the contact itself.
                opening: issuer.text.is_empty() && holds(claim.content.span, readout.trigger.span),
                cue: claim.cue.text.clone(),
                speaker: claim.speaker.as_ref().and_then(|party| party.code.as_ref()).map(ToString::to_string),
                name: claim.speaker.as_ref().and_then(name),
                by: sides_of(claim.speaker.iter().chain(&claim.with)),
                to: Vec::new(),
                class: None,
                status: None,
                event: None,
                topics: claim.topics.clone(),
                quoted: false,
                share: 0.0,
            })
            .collect(),
    };
    Some(Told { account, what: contact.map(|contact| contact.what), days, sides, people })
}

fn name(party: &Party) -> Option<String> {
    party.name.clone().or_else(|| (!party.text.is_empty()).then(|| party.text.clone()))
}

fn sides_of<'p>(parties: impl IntoIterator<Item = &'p Party>) -> Vec<String> {
    let codes = parties.into_iter().filter_map(|party| party.code.as_ref());
    let sides: BTreeSet<&str> = codes.map(Code::dyad_side).collect();
    sides.into_iter().map(str::to_owned).collect()
}

fn holds(outer: attache_record::Span, inner: attache_record::Span) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

fn overlaps(a: attache_record::Span, b: attache_record::Span) -> bool {
    a.start() < b.end() && b.start() < a.end()
}

impl Account {
    /// Fills in what the events and quotations of its document say of its claims, and how much space each takes.
    pub fn fill(&mut self, events: &[Filed<Event>], quotes: &[Filed<Quote>]) {
        let document = self.document.clone();
        let events: Vec<&Event> = events.iter().map(|filed| &filed.record).filter(|e| e.document == document).collect();
        let quotes: Vec<&Quote> = quotes.iter().map(|filed| &filed.record).filter(|q| q.document == document).collect();
        let length = |text: &str| text.split_whitespace().count();
        self.words = self.claims.iter().filter(|claim| !claim.opening).map(|claim| length(&claim.text)).sum();
        for claim in &mut self.claims {
            if !claim.opening && self.words > 0 {
                claim.share = length(&claim.text) as f64 / self.words as f64;
            }
            claim.quoted = quotes.iter().any(|quote| overlaps(quote.content.span, claim.span));
            let within = || events.iter().filter(|event| holds(claim.span, event.trigger.span));
            // What the cue says, else what else is done in the claim; that people talked is said by all of them.
            let by_cue = within().find(|event| event.trigger.text == claim.cue);
            let event = by_cue.or_else(|| within().find(|event| event.class != Class::Consult));
            let Some(event) = event else { continue };
            claim.by = sides_of(&event.actors);
            claim.to = sides_of(&event.recipients);
            claim.class = Some(event.class);
            claim.status = Some(event.status);
            claim.event = Some(event.id.clone());
        }
    }
}
