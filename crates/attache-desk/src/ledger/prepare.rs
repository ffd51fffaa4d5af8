//! What belongs to what: a trip that prepares a visit, talks in the course of one.

use super::Engagement;
use super::mention::{Family, Mention};
use attache_record::{ContactKind, RecordId};
use serde::Serialize;
use std::collections::BTreeMap;

/// The contact that another one prepares, and the mention whose sentence says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Within {
    /// The contact that is prepared.
    pub contact: RecordId,
    /// The mention of it, in the sentence of the one that prepares it.
    pub record: RecordId,
}

/// Finds in `found` what prepares what, and what took place in the course of what.
pub fn link(found: &mut [Engagement], mentions: &[Mention]) {
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    let ids: Vec<Vec<String>> =
        found.iter().map(|e| e.reports.iter().map(|report| report.record.to_string()).collect()).collect();
    for (at, ids) in ids.iter().enumerate() {
        of.extend(ids.iter().map(|id| (id.as_str(), at)));
    }
    for sentence in mentions.chunk_by(|a, b| {
        let (a, b) = (a.contact(), b.contact());
        a.document == b.document && a.sentence == b.sentence
    }) {
        // Told as over: what prepares. Mentioned as to come, without being reported: what is prepared.
        let done = |m: &&Mention| m.family != Family::Call && !m.partial && m.contact().event.is_some();
        let ahead = |m: &&Mention| m.contact().event.is_none() && m.state() <= super::State::Confirmed;
        for (trip, aim) in sentence.iter().filter(done).flat_map(|t| sentence.iter().filter(ahead).map(move |a| (t, a)))
        {
            let Some(trip) = of.get(trip.contact().id.as_str()).copied() else { continue };
            // "The minister's visit", of which the document says no more, is the next that fits.
            let main = of.get(aim.contact().id.as_str()).copied().or_else(|| next(found, aim));
            let Some(main) = main.filter(|main| *main != trip && found[trip].day() < found[*main].day()) else {
                continue;
            };
            if found[trip].prepares.is_none() && !found[main].vague {
                let contact = found[main].id.clone();
                found[trip].prepares = Some(Within { contact, record: aim.contact().id.clone() });
            }
        }
    }
    during(found);
}

/// The next contact that a mention which leaves a side away can mean: of its kind, with somebody whom it names.
fn next(found: &[Engagement], aim: &Mention) -> Option<usize> {
    let kind = aim.contact().what;
    let fits = |contact: &Engagement| {
        let somebody = contact.participants.iter().any(|who| {
            aim.sides.get(who.side.as_str()).is_some_and(|side| {
                let person = who.id.as_ref().is_some_and(|id| side.people.contains(id));
                person || side.people.is_empty() && who.channel.as_ref().is_some_and(|id| side.channels.contains(id))
            })
        });
        somebody && contact.what == kind && contact.day() >= aim.said && !contact.vague
    };
    // They are sorted by day.
    found.iter().position(fits)
}

/// Meetings in the host's country, on days of a visit, of somebody who is on it.
fn during(found: &mut [Engagement]) {
    let visits: Vec<usize> =
        (0..found.len()).filter(|at| found[*at].what == ContactKind::Visit && found[*at].took_place()).collect();
    for at in 0..found.len() {
        let (Some(days), false) = (&found[at].days, matches!(found[at].what, ContactKind::Visit | ContactKind::Call))
        else {
            continue;
        };
        let host = visits.iter().find(|visit| {
            let visit = &found[**visit];
            let inside = visit.days.as_ref().is_some_and(|of| of.first <= days.first && days.last <= of.last);
            let traveller = |p: &&super::Participant| visit.visitors.contains(&p.side) && p.id.is_some();
            let both = visit.participants.iter().filter(traveller).any(|p| found[at].participants.contains(p));
            let place = found[at].place.as_ref().and_then(|place| place.country.as_ref());
            inside && both && place.is_none_or(|country| !visit.visitors.contains(country))
        });
        found[at].during = host.map(|visit| found[*visit].id.clone());
    }
}
