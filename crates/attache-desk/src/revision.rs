//! Revisions: what people say of records. None is ever changed; a later one outweighs an earlier one.

use attache_record::{
    Class, Code, Contact, ContactStatus, Diagnostic, DocumentId, EntryId, Event, Grain, Mode, Party, Place, PlaceKind,
    Presence, Quote, Readout, RecordId, Span, Status, Views, When, hash_hex,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What somebody said of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its name: a hash of the rest, so that the same revision in two desks is one.
    pub id: String,
    /// The record.
    pub record: RecordId,
    /// The document of the record.
    pub document: DocumentId,
    /// Where the record's first words stand: by these it is found again when another program reads the document and gives
    /// the record another name.
    #[serde(flatten)]
    pub span: Span,
    /// When it was said, to the second.
    pub at: Timestamp,
    /// Who said it.
    pub author: String,
    /// What was said.
    #[serde(flatten)]
    pub act: Act,
    /// Why, in a person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What is said of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "lowercase")]
pub enum Act {
    /// It is right as it stands, with the corrections that its author made before.
    Confirm,
    /// There is no such event, contact, mission or quotation: no view shows it.
    Reject,
    /// One of its fields is another.
    Correct(Correction),
    /// It is of the same occurrence or contact as another record, whatever the desk thinks.
    Join {
        /// The other record.
        with: RecordId,
    },
    /// It is not of the same occurrence or contact as another record.
    Part {
        /// The other record.
        from: RecordId,
    },
    /// An earlier revision of the same author counts no more.
    Undo {
        /// The earlier revision.
        revision: String,
    },
}

/// A field with the value that it should have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "kebab-case")]
pub enum Correction {
    /// PLOVER class of an event.
    Class(Class),
    /// Its mode, or that it has none.
    Mode(Option<Mode>),
    /// Whether it happened.
    Status(Status),
    /// Where a contact stands.
    Stands(ContactStatus),
    /// Who does it; of a contact, the visitors or all who take part.
    Actors(Vec<Code>),
    /// To whom; of a contact, the hosts.
    Recipients(Vec<Code>),
    /// First and last day, or that the text names none.
    When(Option<(Date, Date)>),
    /// ISO 3166-1 alpha-3 of the place, or that none is named.
    Place(Option<String>),
    /// Who says so, or that the reporter does.
    SaidBy(Option<Code>),
}

impl Correction {
    /// The names of the fields that can be corrected.
    pub const FIELDS: [&'static str; 9] =
        ["class", "mode", "status", "stands", "actors", "recipients", "when", "place", "said-by"];

    /// The field's name.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Class(_) => "class",
            Self::Mode(_) => "mode",
            Self::Status(_) => "status",
            Self::Stands(_) => "stands",
            Self::Actors(_) => "actors",
            Self::Recipients(_) => "recipients",
            Self::When(_) => "when",
            Self::Place(_) => "place",
            Self::SaidBy(_) => "said-by",
        }
    }

    /// The value as people write it; `none` where there is none.
    #[must_use]
    pub fn value(&self) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        let codes = |codes: &[Code]| {
            let codes: Vec<_> = codes.iter().map(Code::as_str).collect();
            or_none((!codes.is_empty()).then(|| codes.join(" ")))
        };
        match self {
            Self::Class(class) => class.to_string(),
            Self::Mode(mode) => or_none(mode.map(|mode| mode.to_string())),
            Self::Status(status) => status.to_string(),
            Self::Stands(status) => status.to_string(),
            Self::Actors(list) | Self::Recipients(list) => codes(list),
            Self::When(when) => or_none(when.map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first}/{last}"),
            })),
            Self::Place(place) => or_none(place.clone()),
            Self::SaidBy(code) => or_none(code.as_ref().map(Code::to_string)),
        }
    }

    /// Reads a correction as people write it: `status=negated`, `actors=USA:GOV CHN`, `when=2023-06-17/2023-06-18`,
    /// `place=none`.
    ///
    /// # Errors
    /// No such field, or a value that it cannot have.
    pub fn read(text: &str) -> Result<Self, String> {
        let fields = || format!("write FIELD=VALUE with a field of: {}", Self::FIELDS.join(", "));
        let (field, value) = text.split_once('=').ok_or_else(fields)?;
        let (field, value) = (field.trim(), value.trim());
        let given = (!value.is_empty() && value != NONE).then_some(value);
        Ok(match field {
            "class" => Self::Class(value.parse()?),
            "mode" => Self::Mode(given.map(str::parse).transpose()?),
            "status" => Self::Status(value.parse()?),
            "stands" => Self::Stands(value.parse()?),
            "actors" => Self::Actors(codes(given)?),
            "recipients" => Self::Recipients(codes(given)?),
            "when" => Self::When(given.map(days).transpose()?),
            "place" => Self::Place(given.map(state).transpose()?),
            "said-by" => Self::SaidBy(given.map(code).transpose()?),
            _ => return Err(fields()),
        })
    }
}

/// How the absence of a value is written.
const NONE: &str = "none";

fn code(text: &str) -> Result<Code, String> {
    Code::from_str(text).map_err(|error| error.to_string())
}

fn codes(text: Option<&str>) -> Result<Vec<Code>, String> {
    text.unwrap_or_default().split_whitespace().map(code).collect()
}

fn state(text: &str) -> Result<String, String> {
    let code = code(text)?;
    code.state()
        .filter(|state| *state == text)
        .map(str::to_owned)
        .ok_or_else(|| format!("\"{text}\" is no state's code"))
}

fn days(text: &str) -> Result<(Date, Date), String> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| format!("\"{text}\" is no day such as 2023-06-14"));
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    if first <= last { Ok((first, last)) } else { Err(format!("{last} is before {first}")) }
}

impl fmt::Display for Act {
    /// As lists of revisions show it: `reject`, `correct status: negated`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm => f.write_str("confirm"),
            Self::Reject => f.write_str("reject"),
            Self::Correct(correction) => write!(f, "correct {}: {}", correction.field(), correction.value()),
            Self::Join { with } => write!(f, "join with {with}"),
            Self::Part { from } => write!(f, "part from {from}"),
            Self::Undo { revision } => write!(f, "undo {revision}"),
        }
    }
}

impl Revision {
    /// A revision with its name.
    #[must_use]
    pub fn new(of: &Subject, at: Timestamp, author: &str, act: Act, note: Option<String>) -> Self {
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        let said = act.to_string();
        let (second, why) = (at.as_second().to_string(), note.clone().unwrap_or_default());
        let id = hash_hex([of.record.as_str(), &second, author, &said, &why].map(str::as_bytes));
        let Subject { record, document, span } = of.clone();
        Self { id, record, document, span, at, author: author.to_owned(), act, note }
    }
}

/// The record that a revision is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its name.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// Where its first words stand.
    pub span: Span,
}

/// A kind of record that can be corrected.
pub(crate) trait Correctable {
    /// Sets a field. False where this kind of record has no such field.
    fn correct(&mut self, correction: &Correction) -> bool;

    /// Notes that it rests on a revision, as if that were an entry of the knowledge.
    fn rests_on(&mut self, revision: EntryId);
}

/// The parties of these codes; each keeps the words of the party in whose place it stands, and a further one has none.
fn parties(codes: &[Code], before: &[Party], at: Span) -> Vec<Party> {
    let none = Span::new(at.start(), at.start());
    let party = |(n, code): (usize, &Code)| {
        let same = before.iter().find(|party| party.code.as_ref() == Some(code));
        if let Some(same) = same {
            return same.clone();
        }
        let (text, span) = before.get(n).map_or((String::new(), none), |party| (party.text.clone(), party.span));
        Party { code: Some(code.clone()), id: None, name: None, doubt: None, text, span }
    };
    codes.iter().enumerate().map(party).collect()
}

fn when(days: Option<(Date, Date)>, at: Span) -> Option<When> {
    let (first, last) = days?;
    let grain = if first == last { Grain::Day } else { Grain::Range };
    let span = Span::new(at.start(), at.start());
    Some(When { first, last, grain, text: String::new(), rule: EntryId::new(RULE), span })
}

/// The rule of what a person set.
const RULE: &str = "revision";

fn place(state: Option<&String>, at: Span) -> Option<Place> {
    let state = state?;
    Some(Place {
        country: Some(state.clone()),
        name: state.clone(),
        id: None,
        kind: PlaceKind::State,
        division: None,
        latitude: None,
        longitude: None,
        held_by: None,
        claimed_by: Vec::new(),
        text: String::new(),
        span: Span::new(at.start(), at.start()),
    })
}

fn said_by(code: Option<&Code>, before: Option<&Party>, at: Span) -> Option<Party> {
    let before: Vec<Party> = before.into_iter().cloned().collect();
    code.and_then(|code| parties(std::slice::from_ref(code), &before, at).pop())
}

impl Correctable for Event {
    fn correct(&mut self, correction: &Correction) -> bool {
        let at = self.trigger.span;
        match correction {
            Correction::Class(class) => self.class = *class,
            Correction::Mode(mode) => self.mode = *mode,
            Correction::Status(status) => self.status = *status,
            Correction::Actors(codes) => self.actors = parties(codes, &self.actors, at),
            Correction::Recipients(codes) => self.recipients = parties(codes, &self.recipients, at),
            Correction::When(days) => self.when = when(*days, at),
            Correction::Place(state) => self.place = place(state.as_ref(), at),
            Correction::SaidBy(code) => self.said_by = said_by(code.as_ref(), self.said_by.as_ref(), at),
            Correction::Stands(_) => return false,
        }
        if matches!(correction, Correction::Class(_) | Correction::Mode(_) | Correction::Status(_)) {
            // Codes and scores of other schemes are looked up by whoever codes; of what a person set none is claimed.
            let plover = self.class.strict(self.status);
            // A class of a user's own keeps the quad class that the coder's knowledge gave it.
            let quad = plover.unwrap_or(self.class).quad().unwrap_or(self.views.quad);
            self.views = Views { plover, quad, cameo: None, goldstein: None, plover_score: None };
        }
        true
    }

    fn rests_on(&mut self, revision: EntryId) {
        self.rules.push(revision);
    }
}

impl Correctable for Contact {
    fn correct(&mut self, correction: &Correction) -> bool {
        let at = self.trigger.span;
        let visitors = (self.visitors as usize).min(self.parties.len());
        match correction {
            Correction::Stands(status) => self.status = *status,
            Correction::Actors(codes) => {
                let (before, hosts) = self.parties.split_at(visitors);
                let visits = visitors > 0;
                let mut all = parties(codes, if visits { before } else { hosts }, at);
                if visits {
                    self.visitors = u32::try_from(all.len()).unwrap_or(u32::MAX);
                    all.extend_from_slice(hosts);
                }
                self.parties = all;
            }
            Correction::Recipients(codes) => {
                let (visitors, before) = self.parties.split_at(visitors);
                self.parties = [visitors, &parties(codes, before, at)].concat();
            }
            Correction::When(days) => self.when = when(*days, at),
            Correction::Place(state) => self.place = place(state.as_ref(), at),
            Correction::SaidBy(code) => self.said_by = said_by(code.as_ref(), self.said_by.as_ref(), at),
            Correction::Class(_) | Correction::Mode(_) | Correction::Status(_) => return false,
        }
        true
    }

    fn rests_on(&mut self, revision: EntryId) {
        self.rules.push(revision);
    }
}

impl Correctable for Presence {
    fn correct(&mut self, correction: &Correction) -> bool {
        let at = self.trigger.span;
        match correction {
            Correction::Actors(codes) => {
                let before: Vec<Party> = self.state.iter().cloned().collect();
                self.state = parties(codes, &before, at).into_iter().next();
            }
            Correction::Recipients(codes) => self.hosts = parties(codes, &self.hosts, at),
            Correction::When(days) => self.when = when(*days, at),
            Correction::SaidBy(code) => self.said_by = said_by(code.as_ref(), self.said_by.as_ref(), at),
            _ => return false,
        }
        true
    }

    fn rests_on(&mut self, revision: EntryId) {
        self.rules.push(revision);
    }
}

impl Correctable for Quote {
    fn correct(&mut self, correction: &Correction) -> bool {
        let at = self.content.span;
        match correction {
            Correction::Actors(codes) => {
                let before: Vec<Party> = self.speaker.iter().cloned().collect();
                self.speaker = parties(codes, &before, at).into_iter().next();
            }
            Correction::SaidBy(code) => self.said_by = said_by(code.as_ref(), self.said_by.as_ref(), at),
            _ => return false,
        }
        true
    }

    fn rests_on(&mut self, revision: EntryId) {
        self.rules.push(revision);
    }
}

impl Correctable for Readout {
    fn correct(&mut self, correction: &Correction) -> bool {
        let Correction::Actors(codes) = correction else { return false };
        let before: Vec<Party> = self.issuer.iter().cloned().collect();
        self.issuer = parties(codes, &before, self.trigger.span).into_iter().next();
        true
    }

    fn rests_on(&mut self, revision: EntryId) {
        self.rules.push(revision);
    }
}

/// Which fields a record of a kind has, for whoever asks before correcting.
///
/// # Errors
/// The kind has no such field: the message says which it has.
pub fn fits(kind: &str, correction: &Correction) -> Result<(), Diagnostic> {
    let fields: &[&str] = match kind {
        "event" => &["class", "mode", "status", "actors", "recipients", "when", "place", "said-by"],
        "contact" => &["stands", "actors", "recipients", "when", "place", "said-by"],
        "presence" => &["actors", "recipients", "when", "said-by"],
        "quote" => &["actors", "said-by"],
        _ => &["actors"],
    };
    if fields.contains(&correction.field()) {
        return Ok(());
    }
    let problem = Diagnostic::error(format!("a record of kind {kind} has no field \"{}\"", correction.field()));
    Err(problem.hint(format!("it has: {}", fields.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_read_as_it_is_shown() {
        let texts = [
            "class=AID",
            "mode=visit",
            "mode=none",
            "status=negated",
            "stands=cancelled",
            "actors=USA:GOV CHN",
            "recipients=none",
            "when=2023-06-17/2023-06-18",
            "when=2023-06-17",
            "place=CHN",
            "said-by=CHN:GOV",
        ];
        for text in texts {
            let read = Correction::read(text).unwrap();
            assert_eq!(format!("{}={}", read.field(), read.value()), text);
        }
    }

    #[test]
    fn a_value_that_a_field_cannot_have_is_refused_with_what_it_can() {
        for (text, part) in [
            ("status", "write FIELD=VALUE"),
            ("colour=red", "actors"),
            ("status=held", "negated"),
            ("when=June", "is no day"),
            ("when=2023-06-18/2023-06-17", "is before"),
            ("actors=us", "is no actor code"),
            ("place=IGO:UN", "is no state's code"),
        ] {
            let message = Correction::read(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
