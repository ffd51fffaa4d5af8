//! A record in the terms of a comparison: where it stands, what it claims in words, by which rules.

use crate::formats::row::{Parties, Row};
use attache_record::Span;
use serde::Serialize;
use std::fmt::Display;

/// The fields that are compared, in the order in which they are shown.
pub const FIELDS: [&str; 15] = [
    "class",
    "mode",
    "what",
    "status",
    "actors",
    "recipients",
    "when",
    "place",
    "said_by",
    "trigger",
    "changes",
    "claims",
    "views",
    "topics",
    "score",
];

/// A record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// `event`, `quote`, `contact`, `readout`, `presence`.
    pub kind: String,
    /// Its name.
    pub id: String,
    /// The words that it rests on first of all.
    pub trigger: String,
    /// Where they stand.
    #[serde(skip)]
    pub at: Span,
    /// Its claims: a field of [`FIELDS`] by position, and what stands there; empty ones are left out.
    #[serde(skip)]
    fields: Vec<(u8, Box<str>)>,
    /// The entries of the knowledge that fired.
    pub rules: Vec<String>,
}

impl Item {
    /// The record of a row; `None` where it has no words, which no record lacks.
    pub fn of(row: Row) -> Option<Self> {
        let trigger = row.trigger.as_ref()?;
        let day = row.when.as_ref().map(|when| match when.first == when.last {
            true => when.first.to_string(),
            false => format!("{} to {}", when.first, when.last),
        });
        let place = row.place.as_ref().map(|place| match &place.country {
            Some(country) => format!("{} ({country})", place.name),
            None => place.name.clone(),
        });
        let mut item = Self {
            id: row.id,
            trigger: trigger.text.clone(),
            at: trigger.span,
            fields: Vec::new(),
            rules: row.rules,
            kind: row.kind,
        };
        item.set("class", row.class);
        item.set("mode", row.mode);
        item.set("what", row.what);
        item.set("status", row.status.or(row.directness));
        item.set("actors", parties(&row.actors));
        item.set("recipients", parties(&row.recipients));
        item.set("when", day);
        item.set("place", place);
        item.set("said_by", parties(&row.said_by));
        item.set("trigger", Some(&trigger.text));
        item.set("changes", joined(&row.changes));
        item.set("claims", joined(&row.claims));
        let numbers = [row.goldstein, row.plover_score].map(|number| number.map(|number| number.to_string()));
        let views: Vec<String> = [row.plover, row.quad, row.cameo].into_iter().chain(numbers).flatten().collect();
        item.set("views", joined(&views));
        item.set("topics", joined(&row.topics));
        item.set("score", row.score);
        Some(item)
    }

    fn set(&mut self, field: &str, value: Option<impl Display>) {
        let at = FIELDS.iter().position(|name| *name == field).and_then(|at| u8::try_from(at).ok());
        if let Some((at, value)) = at.zip(value) {
            self.fields.push((at, value.to_string().into_boxed_str()));
        }
    }

    /// What stands in a field; empty where nothing does.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(at, _)| FIELDS.get(usize::from(*at)) == Some(&name));
        found.map_or("", |(_, value)| value)
    }

    /// All fields that hold something.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields.iter().filter_map(|(at, value)| Some((*FIELDS.get(usize::from(*at))?, &**value)))
    }

    /// What it is counted under: the class of an event, the kind of all else.
    pub fn label(&self) -> &str {
        if self.kind == "event" { self.field("class") } else { &self.kind }
    }
}

/// Each party by its code with its words, or by its words alone.
fn parties(parties: &Parties) -> Option<String> {
    let one = |(code, text): (&String, &String)| match (code.is_empty(), text.is_empty()) {
        (true, _) => format!("“{text}”"),
        (false, true) => code.clone(),
        (false, false) => format!("{code} “{text}”"),
    };
    let all: Vec<String> = parties.codes.iter().zip(&parties.texts).map(one).collect();
    (!all.is_empty()).then(|| all.join(" + "))
}

fn joined(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join(", "))
}
