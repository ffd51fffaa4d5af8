//! Records made by hand, filed in a desk in memory and read back: what tests of the views share.

#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

use attache_desk::{Desk, Filed, Kept, Names, Query};
use attache_record::{
    Basis, Change, Class, Contact, ContactKind, ContactStatus, Document, DocumentId, EntryId, Event, Evidence, Grain,
    MissionKind, Party, Presence, Published, Quad, Record, RecordId, Run, RunId, Span, Status, Views, When,
};
use jiff::civil::{Date, date};

/// A day of June 2023.
pub fn day(day: i8) -> Date {
    date(2023, 6, day)
}

/// The names of the states of these tests; nobody is a person.
pub struct Few;

pub fn names() -> Few {
    Few
}

impl Names for Few {
    fn side(&self, side: &str) -> Option<String> {
        let known = [("MLT", "Malta"), ("TUN", "Tunisia"), ("ITA", "Italy")];
        known.iter().find(|(code, _)| *code == side).map(|(_, name)| (*name).to_owned())
    }
    fn is_person(&self, _: &EntryId) -> bool {
        false
    }
    fn office(&self, _: &EntryId, _: Option<Date>) -> Option<String> {
        None
    }
    fn only_points(&self, _: &str) -> bool {
        false
    }
}

/// What was read back from the desk.
#[derive(Clone, Default)]
pub struct Made {
    pub events: Vec<Filed<Event>>,
    pub contacts: Vec<Filed<Contact>>,
    pub presences: Vec<Filed<Presence>>,
    filed: Vec<(String, Date, Record)>,
}

impl Made {
    pub fn new() -> Self {
        Self::default()
    }

    /// With an event told by a document of that day.
    pub fn with(self, event: &Event, document: &str, published: Date) -> Self {
        self.file(document, published, Record::Event(event.clone()))
    }

    /// With a contact, likewise.
    pub fn meets(self, contact: &Contact, document: &str, published: Date) -> Self {
        self.file(document, published, Record::Contact(contact.clone()))
    }

    /// With a mission, likewise.
    pub fn has(self, presence: &Presence, document: &str, published: Date) -> Self {
        self.file(document, published, Record::Presence(presence.clone()))
    }

    fn file(mut self, document: &str, published: Date, record: Record) -> Self {
        self.filed.push((document.to_owned(), published, record));
        let mut desk = Desk::in_memory(Kept::Text).unwrap();
        let run = Run::new("attache test", "k", None);
        let mut filing = desk.filing("2024-01-01T00:00:00Z".parse().unwrap(), "add").unwrap();
        for (name, published, record) in &self.filed {
            let text = format!("The text of {name}.");
            let published = Some(Published { date: *published, basis: Basis::Given });
            let document = Document { id: DocumentId::new(name.as_str()), published, ..Document::from_text(text) };
            let id = RecordId::new(format!("{name}-record"));
            let mut record = record.clone();
            match &mut record {
                Record::Event(event) => (event.id, event.document) = (id, document.id.clone()),
                Record::Contact(contact) => (contact.id, contact.document) = (id, document.id.clone()),
                Record::Presence(presence) => (presence.id, presence.document) = (id, document.id.clone()),
                _ => {}
            }
            filing.put(&document, &[record], &run).unwrap();
        }
        filing.commit().unwrap();
        let all = Query::default();
        self.events = desk.events(&all).unwrap();
        self.contacts = desk.contacts(&all).unwrap();
        self.presences = desk.presences(&all).unwrap();
        self
    }
}

fn words(text: &str) -> Evidence {
    Evidence { span: Span::new(0, u32::try_from(text.len()).unwrap()), text: text.to_owned() }
}

/// A state as a party.
pub fn state(code: &str) -> Party {
    let name = names().side(code);
    let Evidence { span, text } = words(code);
    Party { code: code.parse().ok(), id: None, name, doubt: None, text, span }
}

/// An event of a state against another.
pub fn event(class: Class, status: Status, actor: &str, recipient: &str) -> Event {
    Event {
        id: RecordId::new("e"),
        document: DocumentId::new("d"),
        sentence: Span::new(0, 10),
        trigger: words("acted"),
        class,
        mode: None,
        status,
        actors: vec![state(actor)],
        recipients: vec![state(recipient)],
        when: None,
        place: None,
        said_by: None,
        views: Views { plover: None, quad: Quad::VerbalConflict, cameo: None, goldstein: None, plover_score: None },
        topics: Vec::new(),
        rules: Vec::new(),
        score: 0.8,
        run: RunId::new("r"),
    }
}

/// A visit of one state to another.
pub fn contact(visitor: &str, host: &str, status: ContactStatus) -> Contact {
    Contact {
        id: RecordId::new("c"),
        document: DocumentId::new("d"),
        sentence: Span::new(0, 10),
        trigger: words("visited"),
        what: ContactKind::Visit,
        status,
        parties: vec![state(visitor), state(host)],
        visitors: 1,
        when: None,
        place: None,
        said_by: None,
        event: None,
        rules: Vec::new(),
        score: 0.8,
        run: RunId::new("r"),
    }
}

/// Words of time.
pub fn when(first: Date, last: Date, grain: Grain) -> When {
    When { first, last, grain, text: "then".to_owned(), rule: EntryId::new("time.test"), span: Span::new(0, 4) }
}

/// Records with days.
pub trait Dates: Sized {
    fn when(self, when: When) -> Self;

    /// On these days of June 2023.
    fn on(self, first: i8, last: i8) -> Self {
        self.when(when(day(first), day(last), Grain::Day))
    }

    /// In a year.
    fn in_year(self, year: i16) -> Self {
        self.when(when(date(year, 1, 1), date(year, 12, 31), Grain::Year))
    }
}

impl Dates for Event {
    fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }
}

impl Dates for Contact {
    fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }
}

impl Dates for Presence {
    fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }
}

/// An embassy of a state with another.
pub fn mission(owner: &str, host: &str, change: Change) -> Presence {
    Presence {
        id: RecordId::new("p"),
        document: DocumentId::new("d"),
        sentence: Span::new(0, 10),
        trigger: words("the embassy"),
        state: Some(state(owner)),
        hosts: vec![state(host)],
        places: Vec::new(),
        what: MissionKind::Embassy,
        changes: vec![change],
        at_least: None,
        when: None,
        said_by: None,
        rules: Vec::new(),
        run: RunId::new("r"),
    }
}
