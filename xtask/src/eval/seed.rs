//! The first story: every row that an expert takes from it and this step can give, and what must give nothing.

use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::{Failure, tree};
use attache_coder::ingest::{self, Hints};
use attache_record::{Class, Code, Party, Record, Span, When};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
struct Expected {
    published: Date,
    rows: Vec<Row>,
    nothing_from: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    kind: String,
    evidence: Option<String>,
    class: Option<Class>,
    actor: Option<String>,
    recipient: Option<String>,
    status: Option<Status>,
    what: Option<String>,
    parties: Option<Vec<String>>,
    visitor_code: Option<String>,
    host: Option<String>,
    first: Option<Date>,
    last: Option<Date>,
    when: Option<String>,
    place: Option<String>,
    said_by: Option<String>,
    issuer: Option<String>,
    claims: Option<Vec<String>>,
    speaker: Option<String>,
    speaker_code: Option<String>,
    state: Option<String>,
    count_at_least: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    One(String),
    Many(Vec<String>),
}

impl Status {
    fn list(&self) -> BTreeSet<&str> {
        match self {
            Self::One(one) => BTreeSet::from([one.as_str()]),
            Self::Many(many) => many.iter().map(String::as_str).collect(),
        }
    }
}

fn has(party: Option<&Party>, code: &str) -> bool {
    party.and_then(|party| party.code.as_ref()).is_some_and(|found| found.as_str() == code)
}

fn any(parties: &[Party], code: &str) -> bool {
    parties.iter().any(|party| has(Some(party), code))
}

fn any_state(parties: &[Party], state: &str) -> bool {
    parties.iter().filter_map(|party| party.code.as_ref()).any(|code| Code::state(code) == Some(state))
}

/// Whether `words` stand in the text where the span is.
fn touches(text: &str, words: &str, span: Span) -> bool {
    let mut places = text.match_indices(words);
    places.any(|(at, words)| at < span.end() as usize && (span.start() as usize) < at + words.len())
}

/// A condition that is met where the row says nothing about it.
fn given<T>(wanted: Option<&T>, met: impl Fn(&T) -> bool) -> bool {
    wanted.is_none_or(met)
}

impl Row {
    /// Whether the row is of a kind that coding one document gives.
    fn codable(&self) -> bool {
        matches!(self.kind.as_str(), "event" | "engagement" | "readout" | "presence" | "quote")
    }

    fn days(&self, when: Option<&When>) -> bool {
        let year = |year: &String| when.is_some_and(|w| w.first.to_string().starts_with(year.as_str()));
        given(self.first.as_ref(), |first| when.is_some_and(|w| w.first == *first))
            && given(self.last.as_ref(), |last| when.is_some_and(|w| w.last == *last))
            && given(self.when.as_ref(), year)
    }

    fn stands_in(&self, text: &str, span: Span) -> bool {
        touches(text, self.evidence.as_deref().unwrap_or_default(), span)
    }

    /// Whether the record is the row.
    fn is(&self, record: &Record, text: &str) -> bool {
        let status = |coded: &str| given(self.status.as_ref(), |wanted| wanted.list().contains(coded));
        match (record, self.kind.as_str()) {
            (Record::Event(e), "event") => {
                self.stands_in(text, e.trigger.span)
                    && given(self.class.as_ref(), |class| e.class == *class)
                    && given(self.actor.as_ref(), |code| any(&e.actors, code))
                    && given(self.recipient.as_ref(), |code| any(&e.recipients, code))
                    && given(self.said_by.as_ref(), |code| has(e.said_by.as_ref(), code))
                    && given(self.place.as_ref(), |state| {
                        e.place.as_ref().is_some_and(|p| p.country.as_ref() == Some(state))
                    })
                    && status(e.status.as_str())
                    && self.days(e.when.as_ref())
            }
            // A facility enlarged abroad is a record of presence; the row leaves the kind open by naming no class.
            (Record::Presence(p), "event") if self.class.is_none() => {
                self.stands_in(text, p.trigger.span)
                    && given(self.actor.as_ref(), |code| has(p.state.as_ref(), code))
                    && self.days(p.when.as_ref())
            }
            (Record::Contact(c), "engagement") => {
                let visitors = c.parties.get(..c.visitors as usize).unwrap_or_default();
                self.stands_in(text, c.trigger.span)
                    && given(self.what.as_ref(), |what| c.what.as_str() == what)
                    && given(self.parties.as_ref(), |all| all.iter().all(|state| any_state(&c.parties, state)))
                    && given(self.visitor_code.as_ref(), |code| any(visitors, code))
                    && given(self.host.as_ref(), |state| any_state(&c.parties, state))
                    && given(self.said_by.as_ref(), |code| has(c.said_by.as_ref(), code))
                    && status(c.status.as_str())
                    && self.days(c.when.as_ref())
            }
            (Record::Readout(r), "readout") => {
                let plain = |words: &str| words.replace(['“', '”', '"'], "").replace('’', "'");
                let all: Vec<String> = r.claims.iter().map(|claim| plain(&claim.content.text)).collect();
                given(self.issuer.as_ref(), |code| has(r.issuer.as_ref(), code))
                    && given(self.claims.as_ref(), |claims| {
                        claims.iter().all(|claim| all.iter().any(|coded| coded.contains(&plain(claim))))
                    })
            }
            (Record::Presence(p), "presence") => {
                let changes: BTreeSet<&str> = p.changes.iter().map(|change| change.as_str()).collect();
                given(self.state.as_ref(), |state| has(p.state.as_ref(), state))
                    && given(self.what.as_ref(), |what| p.what.as_str() == what)
                    && given(self.count_at_least.as_ref(), |count| p.at_least == Some(*count))
                    && given(self.status.as_ref(), |wanted| wanted.list() == changes)
            }
            (Record::Quote(q), "quote") => {
                let speaker = self.speaker.as_ref().map(|_| self.speaker_code.as_deref().unwrap_or_default());
                self.stands_in(text, q.content.span)
                    && match speaker {
                        Some(code) => has(q.speaker.as_ref(), code),
                        None => q.speaker.is_none() && q.orphan,
                    }
            }
            _ => false,
        }
    }
}

/// Scores the story.
///
/// # Errors
/// When it or its rows cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let expected: Expected = serde_json::from_str(&tree::read(&path.with_file_name("expected.json"))?)?;
    let hints = Hints { uri: None, date: Some(expected.published) };
    let story = std::fs::read(path)?;
    let document = ingest::plain(&story, &hints).map_err(|problem| Failure(problem.to_string()))?.value;
    let coded = bench.code(std::slice::from_ref(&document));
    let records: Vec<&Record> = coded.iter().flatten().collect();
    let rows: Vec<&Row> = expected.rows.iter().filter(|row| row.codable()).collect();
    let mut mistakes = Vec::new();
    let mut mistake = |head: String, text: String, gold: &str, coded: String| {
        let pairs = vec![(gold.to_owned(), coded)];
        mistakes.push(Mistake { head, text, pairs, classes: Class::ALL.iter().copied().collect() });
    };
    let missing: Vec<&&Row> =
        rows.iter().filter(|row| !records.iter().any(|record| row.is(record, &document.text))).collect();
    for row in &missing {
        let evidence = row.evidence.clone().unwrap_or_default();
        let near = records.iter().filter(|r| r.trigger().is_some_and(|span| row.stands_in(&document.text, span)));
        let near: Vec<String> = near.filter_map(|record| serde_json::to_string(record).ok()).collect();
        mistake(format!("{set} {}", row.id), evidence, &row.kind, near.join("\n      "));
    }
    let mut silent = 0;
    for words in &expected.nothing_from {
        let events = records.iter().filter(|r| matches!(r, Record::Event(_)));
        let wrong: Vec<String> = events
            .filter(|r| r.trigger().is_some_and(|span| touches(&document.text, words, span)))
            .filter_map(|record| serde_json::to_string(record).ok())
            .collect();
        if wrong.is_empty() {
            silent += 1;
        } else {
            mistake(set.to_owned(), words.clone(), "nothing", wrong.join("\n      "));
        }
    }
    let figures = vec![
        row(set, "rows", "all", share(rows.len() - missing.len(), rows.len())),
        row(set, "empty", "all", share(silent, expected.nothing_from.len())),
    ];
    Ok(Outcome { rows: figures, mistakes })
}
