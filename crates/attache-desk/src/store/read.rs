//! Reading: the records of a pair, or of all, as of any day.

use super::fault::{sql, unreadable};
use super::revise::Revised;
use super::{Desk, Kept};
use crate::revision::Correctable;
use attache_record::{Contact, Diagnostic, DocumentId, Event, Presence, Quote, Readout, Record, RecordId, Run, Span};
use flate2::read::DeflateDecoder;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::de::DeserializeOwned;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;

/// From when the file is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Horizon {
    /// Only what was published by the end of this day: what could be known then. Documents without a date count as
    /// published on the day on which they were filed.
    pub as_of: Option<Date>,
    /// Only what the store held at this moment, in the codings that it had then.
    pub as_filed: Option<Timestamp>,
}

/// Whose revisions count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Eyes {
    /// Everybody's.
    #[default]
    All,
    /// Those of one reviewer, who must not see what others said before him.
    Of(String),
}

/// Which records are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// States or bodies that all take part, as they stand on a side of a dyad ("USA", "IGO:EU"); none for all records.
    pub sides: Vec<String>,
    /// From when the file is looked at.
    pub horizon: Horizon,
    /// Whose revisions count.
    pub eyes: Eyes,
}

/// A document, as views name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub document: DocumentId,
    /// Address or file name.
    pub uri: Option<String>,
    /// Publisher, as given.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Publication date.
    pub published: Option<Date>,
    /// When it was filed (UTC, ISO 8601).
    pub filed: String,
    /// Number of its text in the store.
    pub(crate) text: i64,
}

impl Source {
    /// A document of which nothing but name and day is known, as tests and measures have it.
    #[must_use]
    pub fn published(document: DocumentId, day: Date) -> Self {
        let published = Some(day);
        Self { document, uri: None, source: None, title: None, published, filed: String::new(), text: 0 }
    }

    /// Number of its text in the store.
    pub(super) fn text(&self) -> i64 {
        self.text
    }

    /// The day on which it could be known: publication, else filing.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.published.or_else(|| self.filed.get(..10)?.parse().ok())
    }
}

/// A record with the document that it was read in.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed<R> {
    /// The record.
    pub record: R,
    /// Its document.
    pub source: Rc<Source>,
}

/// Which records of a kind are read.
#[derive(Clone, Copy)]
enum Reach<'d> {
    /// Those that the query asks for.
    Own,
    /// All of the kind in the documents that have one of these.
    Beside,
    /// Those of one document.
    Document(&'d DocumentId),
}

/// What the kinds of records have in common, as far as reading them needs it.
trait Kind: DeserializeOwned + Correctable {
    /// As the store names it.
    const NAME: &'static str;
    fn span(&self) -> Span;
    fn id(&self) -> &RecordId;
}

macro_rules! kind {
    ($($type:ident, $name:literal, $evidence:ident;)*) => {
        $(impl Kind for $type {
            const NAME: &'static str = $name;
            fn span(&self) -> Span {
                self.$evidence.span
            }
            fn id(&self) -> &RecordId {
                &self.id
            }
        })*
    };
}

kind! {
    Event, "event", trigger;
    Quote, "quote", content;
    Contact, "contact", trigger;
    Readout, "readout", trigger;
    Presence, "presence", trigger;
}

impl Desk {
    /// Events, in the order of publication, document and text.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn events(&self, query: &Query) -> Result<Vec<Filed<Event>>, Diagnostic> {
        self.records(query)
    }

    /// Events of one document, whoever takes part, likewise; of `query` the horizon and the eyes count.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn events_of(&self, document: &DocumentId, query: &Query) -> Result<Vec<Filed<Event>>, Diagnostic> {
        self.records_where(&Query { sides: Vec::new(), ..query.clone() }, Reach::Document(document))
    }

    /// Quotations of one document, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn quotes_of(&self, document: &DocumentId, query: &Query) -> Result<Vec<Filed<Quote>>, Diagnostic> {
        self.records_where(&Query { sides: Vec::new(), ..query.clone() }, Reach::Document(document))
    }

    /// Mentions of contacts, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn contacts(&self, query: &Query) -> Result<Vec<Filed<Contact>>, Diagnostic> {
        self.records(query)
    }

    /// Mentions of contacts in all documents that have one in which the sides of `query` take part: those beside it may
    /// speak of the same contact and leave a side to be understood ("the trip").
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn contacts_beside(&self, query: &Query) -> Result<Vec<Filed<Contact>>, Diagnostic> {
        self.records_where(query, Reach::Beside)
    }

    /// Changes of missions, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn presences(&self, query: &Query) -> Result<Vec<Filed<Presence>>, Diagnostic> {
        self.records(query)
    }

    /// Readouts, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn readouts(&self, query: &Query) -> Result<Vec<Filed<Readout>>, Diagnostic> {
        self.records(query)
    }

    /// Quotations, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn quotes(&self, query: &Query) -> Result<Vec<Filed<Quote>>, Diagnostic> {
        self.records(query)
    }

    /// Records of all kinds, likewise.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self, query: &Query) -> Result<Vec<Filed<Record>>, Diagnostic> {
        fn wrapped<R>(found: Vec<Filed<R>>, wrap: fn(R) -> Record) -> impl Iterator<Item = Filed<Record>> {
            found.into_iter().map(move |filed| Filed { record: wrap(filed.record), source: filed.source })
        }
        let mut all: Vec<_> = wrapped(self.events(query)?, Record::Event).collect();
        all.extend(wrapped(self.contacts(query)?, Record::Contact));
        all.extend(wrapped(self.presences(query)?, Record::Presence));
        all.extend(wrapped(self.readouts(query)?, Record::Readout));
        all.extend(wrapped(self.quotes(query)?, Record::Quote));
        all.sort_by(|a, b| {
            let words = |filed: &Filed<Record>| (filed.record.trigger(), filed.record.id().cloned());
            let days = a.source.day().cmp(&b.source.day());
            days.then_with(|| a.source.document.cmp(&b.source.document)).then_with(|| words(a).cmp(&words(b)))
        });
        Ok(all)
    }

    /// The text of a document; `None` where the store keeps only its hash.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn text(&self, source: &Source) -> Result<Option<String>, Diagnostic> {
        self.text_of(source.text)
    }

    /// A text by its number.
    pub(super) fn text_of(&self, number: i64) -> Result<Option<String>, Diagnostic> {
        if self.kept == Kept::Hash {
            return Ok(None);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM text WHERE id = ?1").map_err(|error| sql(&error, None))?;
        let body: Option<Option<Vec<u8>>> =
            statement.query_row([number], |row| row.get(0)).optional().map_err(|error| sql(&error, None))?;
        body.flatten().map(|body| inflated(&body)).transpose()
    }

    /// The runs that coded what the store holds.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement = self.connection.prepare("SELECT body FROM run ORDER BY id").map_err(failed)?;
        let bodies = statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed)?;
        let mut runs = Vec::new();
        for body in bodies {
            runs.push(serde_json::from_str(&body.map_err(failed)?).map_err(|error| unreadable("a run", &error))?);
        }
        Ok(runs)
    }

    fn records<R: Kind>(&self, query: &Query) -> Result<Vec<Filed<R>>, Diagnostic> {
        self.records_where(query, Reach::Own)
    }

    fn records_where<R: Kind>(&self, query: &Query, reach: Reach<'_>) -> Result<Vec<Filed<R>>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let (mut condition, mut values) = query.condition(R::NAME);
        match reach {
            Reach::Own => {}
            // The first value is the kind.
            Reach::Beside => {
                condition = format!(
                    "r.kind = ?1 AND r.coding IN (SELECT r.coding FROM record r JOIN coding c ON c.id = r.coding \
                     JOIN filing f ON f.id = c.filed LEFT JOIN filing e ON e.id = c.ended WHERE {condition})"
                );
            }
            Reach::Document(document) => {
                values.push(document.to_string());
                condition += &format!(" AND c.document = ?{}", values.len());
            }
        }
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT r.coding, r.body FROM record r JOIN coding c ON c.id = r.coding \
                 JOIN filing f ON f.id = c.filed LEFT JOIN filing e ON e.id = c.ended WHERE {condition}"
            ))
            .map_err(failed)?;
        let mut sources: HashMap<i64, Rc<Source>> = HashMap::new();
        let mut found = Vec::new();
        let mut revisions = self.revisions(query.horizon.as_filed)?;
        if let Eyes::Of(author) = &query.eyes {
            revisions.retain(|revision| revision.author == *author);
        }
        let revised = Revised::new(revisions);
        let mut rows = statement.query(params_from_iter(values)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let coding: i64 = row.get(0).map_err(failed)?;
            let body = row.get_ref(1).map_err(failed)?;
            let body = body.as_str().map_err(|error| unreadable("a record", &error))?;
            let mut record: R = serde_json::from_str(body).map_err(|error| unreadable("a record", &error))?;
            let source = match sources.get(&coding) {
                Some(source) => Rc::clone(source),
                None => {
                    let source = Rc::new(self.source(coding)?);
                    sources.insert(coding, Rc::clone(&source));
                    source
                }
            };
            let (id, span) = (record.id().clone(), record.span());
            if revised.apply(&mut record, &id, &source.document, span) {
                found.push(Filed { record, source });
            }
        }
        found.sort_by(in_order);
        Ok(found)
    }

    /// All documents, by name, as of the horizon of a query.
    pub(super) fn sources(&self, query: &Query) -> Result<Vec<Rc<Source>>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut values = Vec::new();
        let mut value = |text: String| {
            values.push(text);
            format!("?{}", values.len())
        };
        let condition = query.horizon.conditions(&mut value).join(" AND ");
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT c.id FROM coding c JOIN filing f ON f.id = c.filed LEFT JOIN filing e ON e.id = c.ended \
                 WHERE {condition} ORDER BY c.document"
            ))
            .map_err(failed)?;
        let ids = statement.query_map(params_from_iter(values), |row| row.get::<_, i64>(0)).map_err(failed)?;
        let ids = ids.collect::<rusqlite::Result<Vec<i64>>>().map_err(failed)?;
        ids.into_iter().map(|coding| self.source(coding).map(Rc::new)).collect()
    }

    pub(super) fn source(&self, coding: i64) -> Result<Source, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT c.document, c.uri, c.source, c.title, c.published, f.at, c.text FROM coding c \
                 JOIN filing f ON f.id = c.filed WHERE c.id = ?1",
            )
            .map_err(failed)?;
        let read = |row: &Row<'_>| {
            let published: Option<String> = row.get(4)?;
            Ok(Source {
                document: DocumentId::new(row.get::<_, String>(0)?),
                uri: row.get(1)?,
                source: row.get(2)?,
                title: row.get(3)?,
                published: published.and_then(|day| day.parse().ok()),
                filed: row.get(5)?,
                text: row.get(6)?,
            })
        };
        statement.query_row([coding], read).map_err(failed)
    }
}

impl Query {
    /// What has to hold of `r` (record), `c` (coding), `f` and `e` (its first and last filing), with the values of the
    /// question marks.
    fn condition(&self, kind: &str) -> (String, Vec<String>) {
        let mut parts = Vec::new();
        let mut values = Vec::new();
        let mut value = |text: String| {
            values.push(text);
            format!("?{}", values.len())
        };
        let kind = value(kind.to_owned());
        match self.sides.split_first() {
            None => parts.push(format!("r.kind = {kind}")),
            Some((first, others)) => {
                let first = value(first.clone());
                let mut some = format!("SELECT s.record FROM side s WHERE s.side = {first} AND s.kind = {kind}");
                for other in others {
                    let other = value(other.clone());
                    some += &format!(
                        " AND EXISTS (SELECT 1 FROM side o WHERE o.side = {other} AND o.kind = {kind} \
                         AND o.record = s.record)"
                    );
                }
                parts.push(format!("r.id IN ({some})"));
            }
        }
        parts.extend(self.horizon.conditions(&mut value));
        (parts.join(" AND "), values)
    }
}

impl Horizon {
    /// What has to hold of `c` (coding), `f` and `e` (its first and last filing); `value` takes the value of a question
    /// mark and gives the mark.
    pub(super) fn conditions(&self, value: &mut impl FnMut(String) -> String) -> Vec<String> {
        let mut parts = Vec::new();
        match self.as_filed {
            None => parts.push("c.ended IS NULL".to_owned()),
            Some(moment) => {
                let moment = value(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
                parts.push(format!("f.at <= {moment} AND (e.at IS NULL OR e.at > {moment})"));
            }
        }
        if let Some(day) = self.as_of {
            let day = value(day.to_string());
            parts.push(format!("coalesce(c.published, substr(f.at, 1, 10)) <= {day}"));
        }
        parts
    }
}

/// By the day on which it could be known, document, and place in the text: an order that does not depend on when a
/// document was filed, unless it has no date of its own.
fn in_order<R: Kind>(a: &Filed<R>, b: &Filed<R>) -> Ordering {
    let days = a.source.day().cmp(&b.source.day());
    days.then_with(|| a.source.document.cmp(&b.source.document))
        .then_with(|| a.record.span().cmp(&b.record.span()))
        .then_with(|| a.record.id().cmp(b.record.id()))
}

/// A text that was deflated.
pub(super) fn inflated(body: &[u8]) -> Result<String, Diagnostic> {
    let mut text = String::new();
    DeflateDecoder::new(body).read_to_string(&mut text).map_err(|error| unreadable("a text", &error))?;
    Ok(text)
}
