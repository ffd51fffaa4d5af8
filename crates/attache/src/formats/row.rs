//! Any record as one flat row, for tables. Rows are kept as JSON lines until all are there.

use super::Coded;
use attache_record::{Document, EntryId, Evidence, Party, Place, Record, Span, When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Several parties, each list with one place per party; empty text where something is not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parties {
    /// Codes.
    pub codes: Vec<String>,
    /// Entries of the knowledge.
    pub ids: Vec<String>,
    /// Names.
    pub names: Vec<String>,
    /// Words of the text.
    pub texts: Vec<String>,
}

impl Parties {
    fn of<'p>(parties: impl IntoIterator<Item = &'p Party>) -> Self {
        let mut out = Self::default();
        for party in parties {
            out.codes.push(party.code.as_ref().map(|code| code.as_str()).unwrap_or_default().to_owned());
            out.ids.push(party.id.as_ref().map(EntryId::as_str).unwrap_or_default().to_owned());
            out.names.push(party.name.clone().unwrap_or_default());
            out.texts.push(party.text.clone());
        }
        out
    }
}

/// One record. What a kind has no use for is `None` or empty. The columns are explained in `parquet.rs`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct Row {
    pub kind: String,
    pub id: String,
    pub document: String,
    pub published: Option<Date>,
    pub published_basis: Option<String>,
    pub source: Option<String>,
    pub uri: Option<String>,
    pub title: Option<String>,
    pub sentence: Option<u32>,
    pub sentence_span: Option<Span>,
    pub trigger: Option<Evidence>,
    pub class: Option<String>,
    pub mode: Option<String>,
    pub what: Option<String>,
    pub status: Option<String>,
    pub actors: Parties,
    pub recipients: Parties,
    pub visitors: Option<u32>,
    pub when: Option<When>,
    pub place: Option<Place>,
    pub said_by: Parties,
    pub plover: Option<String>,
    pub quad: Option<String>,
    pub cameo: Option<String>,
    pub goldstein: Option<f32>,
    pub plover_score: Option<f32>,
    pub topics: Vec<String>,
    pub changes: Vec<String>,
    pub at_least: Option<u32>,
    pub directness: Option<String>,
    pub orphan: Option<bool>,
    pub claims: Vec<String>,
    pub about: Option<String>,
    pub score: Option<f32>,
    pub rules: Vec<String>,
    pub run: String,
}

impl Row {
    /// A record as a row, without what only its document says; `None` for a run.
    pub fn of(record: &Record) -> Option<Self> {
        row(record)
    }
}

/// Adds the rows of a document to `out`, one JSON object a line.
pub fn document(coded: Coded<'_>, out: &mut Vec<u8>) {
    for record in coded.records {
        let Some(mut row) = Row::of(record) else { continue };
        let Document { published, source, uri, title, .. } = coded.document;
        row.published = published.map(|published| published.date);
        row.published_basis = published.map(|published| published.basis.to_string());
        (row.source, row.uri, row.title) = (source.clone(), uri.clone(), title.clone());
        row.sentence = Some(coded.sentence_number(record.sentence())).filter(|number| *number > 0);
        // Writing plain data into memory cannot fail.
        if serde_json::to_writer(&mut *out, &row).is_ok() {
            out.push(b'\n');
        }
    }
}

fn strings(ids: &[EntryId]) -> Vec<String> {
    ids.iter().map(|id| id.as_str().to_owned()).collect()
}

fn row(record: &Record) -> Option<Row> {
    let base = Row {
        id: record.id()?.as_str().to_owned(),
        document: record.document()?.as_str().to_owned(),
        sentence_span: record.sentence(),
        ..Row::default()
    };
    Some(match record {
        Record::Event(event) => Row {
            kind: "event".to_owned(),
            trigger: Some(event.trigger.clone()),
            class: Some(event.class.to_string()),
            mode: event.mode.map(|mode| mode.to_string()),
            status: Some(event.status.to_string()),
            actors: Parties::of(&event.actors),
            recipients: Parties::of(&event.recipients),
            when: event.when.clone(),
            place: event.place.clone(),
            said_by: Parties::of(&event.said_by),
            plover: event.views.plover.map(|class| class.to_string()),
            quad: Some(event.views.quad.to_string()),
            cameo: event.views.cameo.clone(),
            goldstein: event.views.goldstein,
            plover_score: event.views.plover_score,
            topics: strings(&event.topics),
            score: Some(event.score),
            rules: strings(&event.rules),
            run: event.run.to_string(),
            ..base
        },
        Record::Contact(contact) => Row {
            kind: "contact".to_owned(),
            trigger: Some(contact.trigger.clone()),
            what: Some(contact.what.to_string()),
            status: Some(contact.status.to_string()),
            actors: Parties::of(&contact.parties),
            visitors: Some(contact.visitors),
            when: contact.when.clone(),
            place: contact.place.clone(),
            said_by: Parties::of(&contact.said_by),
            about: contact.event.as_ref().map(|id| id.to_string()),
            score: Some(contact.score),
            rules: strings(&contact.rules),
            run: contact.run.to_string(),
            ..base
        },
        Record::Quote(quote) => Row {
            kind: "quote".to_owned(),
            trigger: Some(quote.content.clone()),
            actors: Parties::of(&quote.speaker),
            recipients: Parties::of(&quote.addressee),
            said_by: Parties::of(&quote.said_by),
            directness: Some(quote.directness.to_string()),
            orphan: Some(quote.orphan),
            rules: strings(&quote.rules),
            run: quote.run.to_string(),
            ..base
        },
        Record::Readout(readout) => Row {
            kind: "readout".to_owned(),
            trigger: Some(readout.trigger.clone()),
            actors: Parties::of(&readout.issuer),
            claims: readout.claims.iter().map(|claim| claim.content.text.clone()).collect(),
            about: readout.contact.as_ref().map(|id| id.to_string()),
            rules: strings(&readout.rules),
            run: readout.run.to_string(),
            ..base
        },
        Record::Presence(presence) => Row {
            kind: "presence".to_owned(),
            trigger: Some(presence.trigger.clone()),
            what: Some(presence.what.to_string()),
            changes: presence.changes.iter().map(|change| change.to_string()).collect(),
            actors: Parties::of(&presence.state),
            recipients: Parties::of(&presence.hosts),
            when: presence.when.clone(),
            place: presence.places.first().cloned(),
            at_least: presence.at_least,
            said_by: Parties::of(&presence.said_by),
            rules: strings(&presence.rules),
            run: presence.run.to_string(),
            ..base
        },
        Record::Run(_) => return None,
    })
}
