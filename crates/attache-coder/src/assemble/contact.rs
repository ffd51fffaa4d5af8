//! Contacts: the visits, calls and meetings that events are or that a sentence mentions.

use super::Context;
use crate::event::Found;
use attache_knowledge::events::Gives;
use attache_knowledge::grammar::WordClass;
use attache_record::{Code, Contact, ContactKind, ContactStatus, Event, Mode, Party, Record, Status};

/// The contact that a CONSULT event is.
pub(super) fn of_event(context: &Context<'_>, found: &Found<'_>, event: &Event) -> Contact {
    // By the mode of PLOVER, whatever records call it.
    let mode = if let Gives::Event(_, mode) = found.pattern.gives { mode } else { None };
    let what = match mode {
        Some(Mode::Visit) => ContactKind::Visit,
        Some(Mode::Phone) => ContactKind::Call,
        _ => found.pattern.contact.unwrap_or(ContactKind::Meeting),
    };
    let visit = what == ContactKind::Visit;
    let mut parties = context.everyone(&found.roles.actors, false);
    let visitors = if visit { parties.len() } else { 0 };
    parties.extend(context.everyone(&found.roles.recipients, visit));
    Contact {
        id: context.id("contact", event.trigger.span, what.as_str()),
        document: event.document.clone(),
        sentence: event.sentence,
        trigger: event.trigger.clone(),
        what,
        status: under_way(context, found).unwrap_or_else(|| life(found.verdict.contact, event.status)),
        parties,
        visitors: u32::try_from(visitors).unwrap_or(0),
        when: event.when.clone(),
        place: event.place.clone(),
        said_by: event.said_by.clone(),
        event: Some(event.id.clone()),
        rules: event.rules.clone(),
        score: event.score,
        run: event.run.clone(),
    }
}

/// A contact that a noun phrase mentions; at least two parties must be named, or it is nobody's.
pub(super) fn mentioned(context: &Context<'_>, found: &Found<'_>, what: ContactKind) -> Option<Contact> {
    let visitors = context.everyone(&found.roles.actors, false);
    let hosts = context.everyone(&found.roles.recipients, what == ContactKind::Visit);
    let count = if what == ContactKind::Visit { visitors.len() } else { 0 };
    let parties: Vec<Party> = visitors.into_iter().chain(hosts).collect();
    if parties.is_empty() {
        return None;
    }
    let trigger = context.evidence(found.trigger.start, found.trigger.end);
    let status = found.verdict.status.unwrap_or(Status::Actual);
    let mut rules = vec![found.pattern.id.clone()];
    rules.extend(found.verdict.rules.iter().cloned());
    Some(Contact {
        id: context.id("contact", trigger.span, what.as_str()),
        document: context.document.clone(),
        sentence: context.sentence(),
        trigger,
        what,
        status: life(found.verdict.contact, status),
        parties,
        visitors: u32::try_from(count).unwrap_or(0),
        when: context.when(found, status),
        place: context.place(found, what == ContactKind::Visit),
        said_by: context.said_by(found.trigger.start),
        event: None,
        rules,
        score: found.pattern.score,
        run: context.run.clone(),
    })
}

/// "is on a visit to", "is meeting": a contact told in the present, no cue saying otherwise.
fn under_way(context: &Context<'_>, found: &Found<'_>) -> Option<ContactStatus> {
    let chunks = context.clause.chunks;
    let verb = chunks.verb_at(found.trigger.head);
    let group = verb.or_else(|| context.clause.governor(found.trigger.head)).map(|v| chunks.verbs[v])?;
    let be = context.clause.knowledge.grammar.is(context.clause.tokens[group.main].word, WordClass::Be);
    let now = !group.past && !group.perfect && !group.passive && group.modal.is_none() && group.is_finite();
    let told = found.verdict.status == Some(Status::Actual) && found.verdict.contact.is_none();
    (told && now && (group.progressive || be && verb.is_none())).then_some(ContactStatus::UnderWay)
}

/// Contacts told of so far, with where they stood last.
#[derive(Debug, Default)]
pub struct Contacts {
    known: Vec<(ContactKind, Option<Code>, ContactStatus)>,
}

impl Contacts {
    /// A contact that is only mentioned stands where it stood last: "to finalize details of Blinken's trip" is about
    /// the trip that was announced before.
    pub fn follow(&mut self, records: &mut [Record]) {
        for record in records {
            let Record::Contact(contact) = record else { continue };
            let first = contact.parties.first().and_then(|p| p.code.clone());
            let same =
                |(what, code, _): &(ContactKind, Option<Code>, ContactStatus)| *what == contact.what && *code == first;
            match self.known.iter().position(same) {
                Some(at) if contact.event.is_none() && contact.status == ContactStatus::Held => {
                    contact.status = self.known[at].2;
                }
                Some(at) => self.known[at].2 = contact.status,
                None if self.known.len() < MOST_CONTACTS => self.known.push((contact.what, first, contact.status)),
                None => {}
            }
        }
    }
}

/// Most contacts of a document that are followed.
const MOST_CONTACTS: usize = 256;

/// Where a contact stands: what a cue says of it, else what follows from the event's status.
fn life(cue: Option<ContactStatus>, status: Status) -> ContactStatus {
    match (cue, status) {
        (Some(cue), _) => cue,
        (None, Status::Actual) => ContactStatus::Held,
        (None, Status::Future) => ContactStatus::Planned,
        (None, Status::Hypothetical) => ContactStatus::Proposed,
        (None, Status::Negated) => ContactStatus::Cancelled,
    }
}
