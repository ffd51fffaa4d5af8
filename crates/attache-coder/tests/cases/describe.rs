//! A coded record in the words of a case, so that what was expected and what was coded can be compared by eye.

use crate::expected::Kind;
use attache_record::{Party, Place, Record, Span, When};
use std::fmt::Write as _;

pub fn kind(record: &Record) -> Option<Kind> {
    Some(match record {
        Record::Event(_) => Kind::Event,
        Record::Quote(_) => Kind::Quote,
        Record::Contact(_) => Kind::Contact,
        Record::Presence(_) => Kind::Presence,
        Record::Readout(_) => Kind::Readout,
        Record::Run(_) => return None,
    })
}

/// `USA:GOV (Antony Blinken)`; the text's own words where the knowledge has no name.
pub fn party(party: &Party) -> String {
    let code = party.code.as_ref().map_or("?", |code| code.as_str());
    format!("{code} ({})", party.name.as_deref().unwrap_or(&party.text))
}

pub fn parties(list: &[Party]) -> String {
    let all: Vec<String> = list.iter().map(party).collect();
    if all.is_empty() { "-".into() } else { all.join(" + ") }
}

pub fn when(when: Option<&When>) -> String {
    when.map_or("-".into(), |w| if w.first == w.last { w.first.to_string() } else { format!("{}/{}", w.first, w.last) })
}

pub fn place(place: &Place) -> String {
    format!("{} ({})", place.name, place.country.as_deref().unwrap_or("?"))
}

fn tail(line: &mut String, when_: Option<&When>, places: &[&Place], said_by: Option<&Party>, words: &str) {
    if when_.is_some() {
        let _ = write!(line, " on {}", when(when_));
    }
    if !places.is_empty() {
        let names: Vec<String> = places.iter().map(|p| place(p)).collect();
        let _ = write!(line, " in {}", names.join(" + "));
    }
    if let Some(said_by) = said_by {
        let _ = write!(line, " said by {}", party(said_by));
    }
    let _ = write!(line, " \"{words}\"");
}

/// The record as one line.
pub fn record(record: &Record) -> String {
    let mut line = String::new();
    match record {
        Record::Event(e) => {
            let mode = e.mode.as_ref().map_or("-", |m| m.as_str());
            let _ = write!(line, "{}/{mode} {} {} > {}", e.class, e.status, parties(&e.actors), parties(&e.recipients));
            tail(&mut line, e.when.as_ref(), &e.place.iter().collect::<Vec<_>>(), e.said_by.as_ref(), &e.trigger.text);
            let rules: Vec<&str> = e.rules.iter().map(|r| r.as_str()).collect();
            let _ = write!(line, "  [{}]", rules.join(" "));
        }
        Record::Contact(c) => {
            let visitors = (c.visitors as usize).min(c.parties.len());
            let who = match c.parties.split_at(visitors) {
                ([], all) => parties(all),
                (visitors, hosts) => format!("{} > {}", parties(visitors), parties(hosts)),
            };
            let _ = write!(line, "contact {} {} {who}", c.what, c.status);
            tail(&mut line, c.when.as_ref(), &c.place.iter().collect::<Vec<_>>(), c.said_by.as_ref(), &c.trigger.text);
        }
        Record::Quote(q) => {
            let speaker = q.speaker.as_ref().map_or("nobody".into(), party);
            let orphan = if q.orphan { " orphan" } else { "" };
            let _ = write!(line, "quote {speaker} \"{}\" {}{orphan}", q.content.text, q.directness);
        }
        Record::Presence(p) => {
            let state = p.state.as_ref().map_or("?".into(), party);
            let changes: Vec<&str> = p.changes.iter().map(|c| c.as_str()).collect();
            let _ = write!(line, "presence {state} {} {}", p.what, changes.join("+"));
            if let Some(number) = p.at_least {
                let _ = write!(line, " at least {number}");
            }
            if !p.hosts.is_empty() {
                let _ = write!(line, " hosts {}", parties(&p.hosts));
            }
            let places: Vec<&Place> = p.places.iter().collect();
            tail(&mut line, p.when.as_ref(), &places, p.said_by.as_ref(), &p.trigger.text);
        }
        Record::Readout(r) => {
            let _ = write!(line, "readout {}", r.issuer.as_ref().map_or("nobody".into(), party));
            for claim in &r.claims {
                let _ = write!(line, " says \"{}\"", claim.content.text);
            }
        }
        Record::Run(_) => line.push_str("run"),
    }
    line
}

/// Where the words of a record stand.
pub fn words(record: &Record) -> Option<Span> {
    record.trigger()
}
