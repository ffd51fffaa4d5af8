//! One line of output.

use crate::{Contact, DocumentId, Event, Party, Presence, Quote, Readout, RecordId, Run, Span};
use serde::{Deserialize, Serialize};

/// One record: one line of JSON, told apart by its `kind`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Record {
    /// Who did what to whom.
    Event(Event),
    /// Who said what.
    Quote(Quote),
    /// A visit, call or meeting, and where it stands.
    Contact(Contact),
    /// One side's account of a contact.
    Readout(Readout),
    /// A mission opened, planned, closed.
    Presence(Presence),
    /// What made the records that follow.
    Run(Run),
}

impl Record {
    /// The name of the record; `None` for a run, which has a name of its own kind.
    #[must_use]
    pub fn id(&self) -> Option<&RecordId> {
        match self {
            Self::Event(r) => Some(&r.id),
            Self::Quote(r) => Some(&r.id),
            Self::Contact(r) => Some(&r.id),
            Self::Readout(r) => Some(&r.id),
            Self::Presence(r) => Some(&r.id),
            Self::Run(_) => None,
        }
    }

    /// The document it was read in; `None` for a run.
    #[must_use]
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Event(r) => Some(&r.document),
            Self::Quote(r) => Some(&r.document),
            Self::Contact(r) => Some(&r.document),
            Self::Readout(r) => Some(&r.document),
            Self::Presence(r) => Some(&r.document),
            Self::Run(_) => None,
        }
    }

    /// The sentence it was read in; `None` for a run.
    #[must_use]
    pub fn sentence(&self) -> Option<Span> {
        match self {
            Self::Event(r) => Some(r.sentence),
            Self::Quote(r) => Some(r.sentence),
            Self::Contact(r) => Some(r.sentence),
            Self::Readout(r) => Some(r.sentence),
            Self::Presence(r) => Some(r.sentence),
            Self::Run(_) => None,
        }
    }

    /// The words that the record rests on first of all; `None` for a run.
    #[must_use]
    pub fn trigger(&self) -> Option<Span> {
        match self {
            Self::Event(r) => Some(r.trigger.span),
            Self::Quote(r) => Some(r.content.span),
            Self::Contact(r) => Some(r.trigger.span),
            Self::Readout(r) => Some(r.trigger.span),
            Self::Presence(r) => Some(r.trigger.span),
            Self::Run(_) => None,
        }
    }
}

impl Record {
    /// All words that the record rests on, with their places: its trigger, parties, days, places, contents. Words that a
    /// record gives for what the sentence leaves to the context are empty and not among them.
    #[must_use]
    pub fn evidence(&self) -> Vec<(Span, &str)> {
        let mut found = Vec::new();
        match self {
            Self::Event(r) => {
                found.push((r.trigger.span, r.trigger.text.as_str()));
                found.extend(parties(r.actors.iter().chain(&r.recipients).chain(&r.said_by)));
                found.extend(r.when.iter().map(|w| (w.span, w.text.as_str())));
                found.extend(r.place.iter().map(|p| (p.span, p.text.as_str())));
            }
            Self::Quote(r) => {
                found.push((r.content.span, r.content.text.as_str()));
                found.extend(parties(r.speaker.iter().chain(&r.addressee).chain(&r.said_by)));
            }
            Self::Contact(r) => {
                found.push((r.trigger.span, r.trigger.text.as_str()));
                found.extend(parties(r.parties.iter().chain(&r.said_by)));
                found.extend(r.when.iter().map(|w| (w.span, w.text.as_str())));
                found.extend(r.place.iter().map(|p| (p.span, p.text.as_str())));
            }
            Self::Readout(r) => {
                found.push((r.trigger.span, r.trigger.text.as_str()));
                found.extend(parties(&r.issuer));
                for claim in &r.claims {
                    found.push((claim.content.span, claim.content.text.as_str()));
                    found.push((claim.cue.span, claim.cue.text.as_str()));
                    found.extend(parties(&claim.speaker));
                }
            }
            Self::Presence(r) => {
                found.push((r.trigger.span, r.trigger.text.as_str()));
                found.extend(parties(r.state.iter().chain(&r.hosts).chain(&r.said_by)));
                found.extend(r.when.iter().map(|w| (w.span, w.text.as_str())));
                found.extend(r.places.iter().map(|p| (p.span, p.text.as_str())));
            }
            Self::Run(_) => {}
        }
        found.retain(|(_, words)| !words.is_empty());
        found
    }
}

fn parties<'r>(parties: impl IntoIterator<Item = &'r Party>) -> impl Iterator<Item = (Span, &'r str)> {
    parties.into_iter().map(|party| (party.span, party.text.as_str()))
}

/// The JSON Schema of a record line, pretty-printed: what `schema/record.schema.json` holds.
///
/// # Errors
/// Never in practice: a schema is plain JSON.
#[cfg(feature = "schema")]
pub fn record_schema() -> serde_json::Result<String> {
    let schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Record>();
    serde_json::to_string_pretty(&schema).map(|text| text + "\n")
}
