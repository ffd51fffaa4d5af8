//! On which sides of a dyad a record stands: what finds it in the file of a pair.

use attache_record::{Code, Contact, Party, Record, RecordId};
use std::collections::BTreeSet;

/// The kind of a record, as its line of JSON names it.
pub fn kind(record: &Record) -> &'static str {
    match record {
        Record::Event(_) => "event",
        Record::Quote(_) => "quote",
        Record::Contact(_) => "contact",
        Record::Readout(_) => "readout",
        Record::Presence(_) => "presence",
        Record::Run(_) => "run",
    }
}

/// The states, and the bodies without one, that take part in `record`; `all` are the records of its document.
///
/// A readout has the sides of the contact that it is about. A host whom nobody names is the state of the place.
pub fn sides<'r>(record: &'r Record, all: &'r [Record]) -> BTreeSet<&'r str> {
    let mut sides = BTreeSet::new();
    match record {
        Record::Event(event) => of(&mut sides, event.actors.iter().chain(&event.recipients)),
        Record::Quote(quote) => of(&mut sides, quote.speaker.iter().chain(&quote.addressee)),
        Record::Contact(contact) => with(&mut sides, contact),
        Record::Readout(readout) => {
            of(&mut sides, &readout.issuer);
            of(&mut sides, readout.claims.iter().filter_map(|claim| claim.speaker.as_ref()));
            if let Some(contact) = readout.contact.as_ref().and_then(|id| contact(id, all)) {
                with(&mut sides, contact);
            }
        }
        Record::Presence(presence) => {
            of(&mut sides, presence.state.iter().chain(&presence.hosts));
            sides.extend(presence.places.iter().filter_map(|place| place.country.as_deref()));
        }
        Record::Run(_) => {}
    }
    sides
}

fn contact<'r>(id: &RecordId, all: &'r [Record]) -> Option<&'r Contact> {
    all.iter().find_map(|record| match record {
        Record::Contact(contact) if contact.id == *id => Some(contact),
        _ => None,
    })
}

fn with<'r>(sides: &mut BTreeSet<&'r str>, contact: &'r Contact) {
    of(sides, &contact.parties);
    let all_visit = contact.visitors as usize == contact.parties.len();
    if all_visit && contact.visitors > 0 {
        sides.extend(contact.place.as_ref().and_then(|place| place.country.as_deref()));
    }
}

fn of<'r>(sides: &mut BTreeSet<&'r str>, parties: impl IntoIterator<Item = &'r Party>) {
    sides.extend(parties.into_iter().filter_map(|party| party.code.as_ref()).map(Code::dyad_side));
}
