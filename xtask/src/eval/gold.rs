//! Gold documents, and the coder's records brought to the same shape.

use crate::{Failure, tree};
use attache_record::{Basis, Class, Code, Document, DocumentId, Event, Mode, Published, Record, Status};
use jiff::civil::Date;
use serde::Deserialize;
use std::path::Path;

/// One document of `data/gold/`.
#[derive(Debug, Deserialize)]
pub struct GoldDocument {
    pub doc: String,
    pub date: Option<Date>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    pub sentences: Vec<String>,
    pub events: Vec<GoldEvent>,
}

/// One event, gold or coded.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldEvent {
    /// Number of the sentence.
    pub s: usize,
    #[serde(default)]
    pub trigger: String,
    #[serde(rename = "type")]
    pub class: Class,
    #[serde(default)]
    pub mode: Option<Mode>,
    pub status: Status,
    #[serde(default)]
    pub actors: Vec<String>,
    /// The words of the sentence that name the actors, one for each; empty where none do.
    #[serde(default)]
    pub actor_text: Vec<String>,
    #[serde(default)]
    pub recipients: Vec<String>,
    #[serde(default)]
    pub recipient_text: Vec<String>,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub said_by: Option<String>,
    /// The entries that fired; empty for gold.
    #[serde(skip)]
    pub rules: Vec<String>,
}

/// Reads a file of gold documents.
///
/// # Errors
/// Names the line that cannot be read.
pub fn read(path: &Path) -> Result<Vec<GoldDocument>, Failure> {
    lines(path)
}

/// Reads JSON Lines.
///
/// # Errors
/// Names the line that cannot be read.
pub fn lines<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<T>, Failure> {
    let text = tree::read(path)?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(i, line)| {
        serde_json::from_str(line).map_err(|error| Failure(format!("{}:{}: {error}", path.display(), i + 1)))
    })
    .collect()
}

impl GoldDocument {
    /// The document to be coded: its sentences, one a line, as `score_gold.py texts` gives them.
    pub fn document(&self) -> Document {
        let mut document = Document::from_text(self.sentences.join("\n"));
        document.id = DocumentId::new(&self.doc);
        document.source = self.source.clone().filter(|source| !source.is_empty());
        document.title = self.title.clone().filter(|title| !title.is_empty());
        document.published = self.date.map(|date| Published { date, basis: Basis::Metadata });
        document
    }

    /// Where each sentence starts in the document's text, in bytes.
    pub fn starts(&self) -> Vec<usize> {
        let next = |at: &mut usize, sentence: &String| {
            let start = *at;
            *at += sentence.len() + 1;
            Some(start)
        };
        self.sentences.iter().scan(0, next).collect()
    }

    /// The coder's events, brought to the shape of gold.
    pub fn coded(&self, records: &[Record]) -> Vec<GoldEvent> {
        let starts = self.starts();
        let events = records.iter().filter_map(|record| if let Record::Event(e) = record { Some(e) } else { None });
        events
            .map(|event| {
                let start = event.trigger.span.start() as usize;
                let s = starts.partition_point(|&sentence| sentence <= start).saturating_sub(1);
                from_record(s, event)
            })
            .collect()
    }
}

fn from_record(s: usize, event: &Event) -> GoldEvent {
    let codes = |parties| Event::codes(parties).map(ToString::to_string).collect();
    GoldEvent {
        s,
        trigger: event.trigger.text.clone(),
        class: event.class,
        mode: event.mode,
        status: event.status,
        actors: codes(&event.actors),
        actor_text: Vec::new(),
        recipients: codes(&event.recipients),
        recipient_text: Vec::new(),
        date: event.when.as_ref().map(|when| {
            if when.first == when.last { when.first.to_string() } else { format!("{}/{}", when.first, when.last) }
        }),
        place: event.place.as_ref().and_then(|place| place.country.clone()),
        said_by: event.said_by.as_ref().and_then(|party| party.code.as_ref()).map(Code::to_string),
        rules: event.rules.iter().map(ToString::to_string).collect(),
    }
}

impl GoldEvent {
    /// The event as one line, for people.
    pub fn line(&self) -> String {
        let side = |codes: &[String]| if codes.is_empty() { "-".to_owned() } else { codes.join("+") };
        let mode = self.mode.map_or(String::new(), |mode| format!("/{mode}"));
        let mut line =
            format!("{}{mode} {} {} > {}", self.class, self.status, side(&self.actors), side(&self.recipients));
        for (word, value) in [("on", &self.date), ("in", &self.place), ("by", &self.said_by)] {
            if let Some(value) = value {
                line.push_str(&format!(" {word} {value}"));
            }
        }
        if !self.trigger.is_empty() {
            line.push_str(&format!(" \"{}\"", self.trigger));
        }
        line
    }
}
