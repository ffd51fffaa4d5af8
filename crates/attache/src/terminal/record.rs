//! A record in words, for people.

use super::color::{self, CODE, DIM, PLAIN};
use super::wrap::{Styled, harmless};
use anstyle::Style;
use attache_record::{Contact, ContactKind, Event, Party, Place, Presence, Quote, Readout, Record, When};

/// Characters shown of a quotation: it stands in full in the text above.
const QUOTED: usize = 72;

/// A record in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// What it is and who takes part.
    pub head: Styled,
    /// When, where, who says so; empty where the text says none of it.
    pub detail: Styled,
    /// Further lines, such as the claims of a readout.
    pub more: Vec<Styled>,
}

/// The lines of a record; a run has none.
pub fn lines(record: &Record) -> Lines {
    let style = color::of(record);
    match record {
        Record::Event(event) => of_event(event, style),
        Record::Contact(contact) => of_contact(contact, style),
        Record::Quote(quote) => of_quote(quote, style),
        Record::Readout(readout) => of_readout(readout, style),
        Record::Presence(presence) => of_presence(presence, style),
        Record::Run(_) => Lines::default(),
    }
}

/// The lines of a contact that an event above it is, which says who, when and where: only what it adds.
pub fn lines_beside(record: &Record, event: usize) -> Lines {
    let Record::Contact(contact) = record else { return lines(record) };
    let head = Styled::default().with(color::of(record), contact_head(contact)).with(DIM, format!(", as {event}"));
    Lines { head, detail: Styled::default(), more: Vec::new() }
}

fn contact_head(contact: &Contact) -> String {
    format!("contact: {} {}", contact.what, contact.status)
}

fn of_event(event: &Event, style: Style) -> Lines {
    let mode = event.mode.map(|mode| format!("/{mode}")).unwrap_or_default();
    let mut head = Styled::default().with(style, format!("{}{mode} {}", event.class, event.status));
    head.push(PLAIN, "  ");
    head.extend(parties(&event.actors, " + "));
    if !event.recipients.is_empty() {
        head.push(PLAIN, " > ");
        head.extend(parties(&event.recipients, " + "));
    }
    let mut parts = details(event.when.as_ref(), event.place.as_slice(), event.said_by.as_ref());
    if !event.topics.is_empty() {
        let topics: Vec<_> = event.topics.iter().map(|topic| topic.as_str()).collect();
        parts.push(Styled::default().with(DIM, "topics ").with(PLAIN, topics.join(", ")));
    }
    Lines { head, detail: joined(parts), more: Vec::new() }
}

fn of_contact(contact: &Contact, style: Style) -> Lines {
    let mut head = Styled::default().with(style, contact_head(contact));
    head.push(PLAIN, "  ");
    let visitors = usize::try_from(contact.visitors).unwrap_or(usize::MAX).min(contact.parties.len());
    let (guests, hosts) = contact.parties.split_at(visitors);
    if contact.what == ContactKind::Visit && !guests.is_empty() && !hosts.is_empty() {
        head.extend(parties(guests, " + "));
        head.push(PLAIN, " > ");
        head.extend(parties(hosts, " + "));
    } else {
        head.extend(parties(&contact.parties, " + "));
    }
    let detail = joined(details(contact.when.as_ref(), contact.place.as_slice(), contact.said_by.as_ref()));
    Lines { head, detail, more: Vec::new() }
}

fn of_quote(quote: &Quote, style: Style) -> Lines {
    let orphan = if quote.orphan { ", orphan" } else { "" };
    let mut head = Styled::default().with(style, format!("quote: {}{orphan}", quote.directness));
    head.push(PLAIN, "  ");
    match &quote.speaker {
        Some(speaker) => head.extend(party(speaker)),
        None => head.push(DIM, "speaker unknown"),
    }
    if let Some(addressee) = &quote.addressee {
        head.push(PLAIN, " to ");
        head.extend(party(addressee));
    }
    head.push(PLAIN, format!(": “{}”", shortened(&quote.content.text)));
    Lines { head, detail: joined(details(None, &[], quote.said_by.as_ref())), more: Vec::new() }
}

fn of_readout(readout: &Readout, style: Style) -> Lines {
    let mut head = Styled::default().with(style, "readout");
    head.push(PLAIN, "  ");
    match &readout.issuer {
        Some(issuer) => head.extend(party(issuer)),
        None => head.push(DIM, "issuer unknown"),
    }
    let claims = super::count::of(readout.claims.len() as u64, "claim");
    head.push(PLAIN, format!(", {claims}"));
    let more = readout.claims.iter().map(|claim| {
        let mut line = Styled::default().with(DIM, "- ");
        if let Some(speaker) = &claim.speaker {
            line.extend(party(speaker));
            line.push(PLAIN, " ");
        }
        if !claim.content.span.contains(claim.cue.span) {
            line.push(DIM, format!("{}: ", harmless(&claim.cue.text)));
        }
        line.with(PLAIN, shortened(&claim.content.text))
    });
    Lines { head, detail: Styled::default(), more: more.collect() }
}

fn of_presence(presence: &Presence, style: Style) -> Lines {
    let changes: Vec<_> = presence.changes.iter().map(|change| change.as_str()).collect();
    let mut head = Styled::default().with(style, format!("presence: {} {}", presence.what, changes.join(", ")));
    head.push(PLAIN, "  ");
    match &presence.state {
        Some(state) => head.extend(party(state)),
        None => head.push(DIM, "state unknown"),
    }
    if !presence.hosts.is_empty() {
        head.push(PLAIN, " in ");
        head.extend(parties(&presence.hosts, " + "));
    }
    let mut parts = Vec::new();
    if let Some(number) = presence.at_least {
        parts.push(Styled::default().with(PLAIN, format!("at least {number}")));
    }
    parts.extend(details(presence.when.as_ref(), &presence.places, presence.said_by.as_ref()));
    Lines { head, detail: joined(parts), more: Vec::new() }
}

/// Parties with something between them.
fn parties(parties: &[Party], between: &str) -> Styled {
    if parties.is_empty() {
        return Styled::default().with(DIM, "nobody named");
    }
    let mut out = Styled::default();
    for (at, one) in parties.iter().enumerate() {
        if at > 0 {
            out.push(PLAIN, between);
        }
        out.extend(party(one));
    }
    out
}

/// A party: its code, and its name, or the text's words in quotation marks. One without words was told of before, or
/// is the publisher.
fn party(party: &Party) -> Styled {
    let code = party.code.as_ref().map_or("?", |code| code.as_str());
    let mut out = Styled::default().with(CODE, code);
    match &party.name {
        Some(name) => out.push(PLAIN, format!(" {}", harmless(name))),
        None if party.text.is_empty() => {}
        None => out.push(PLAIN, format!(" “{}”", harmless(&party.text))),
    }
    if party.text.is_empty() {
        out.push(DIM, " (not named here)");
    }
    out
}

fn details(when: Option<&When>, places: &[Place], said_by: Option<&Party>) -> Vec<Styled> {
    let mut parts = Vec::new();
    if let Some(when) = when {
        let days =
            if when.first == when.last { when.first.to_string() } else { format!("{} to {}", when.first, when.last) };
        let part = Styled::default().with(PLAIN, days);
        parts.push(part.with(DIM, format!(" “{}”", harmless(&when.text))));
    }
    for place in places {
        let part = Styled::default().with(DIM, "in ").with(PLAIN, harmless(&place.name));
        parts.push(match &place.country {
            Some(country) => part.with(PLAIN, " (").with(CODE, country).with(PLAIN, ")"),
            None => part,
        });
    }
    if let Some(speaker) = said_by {
        let mut part = Styled::default().with(DIM, "said by ");
        part.extend(party(speaker));
        parts.push(part);
    }
    parts
}

fn joined(parts: Vec<Styled>) -> Styled {
    let mut out = Styled::default();
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.push(DIM, " · ");
        }
        out.extend(part);
    }
    out
}

fn shortened(text: &str) -> String {
    let text = harmless(text);
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}
