//! Records made by hand, so that formats are tested without the coder.

use attache_record::{
    Basis, Class, Code, Contact, ContactKind, ContactStatus, Degrees, Document, DocumentId, EntryId, Event, Evidence,
    Grain, Mode, Party, Place, PlaceKind, Published, Quad, Record, RecordId, Run, RunId, Span, Status, Views, When,
};
use jiff::civil::{Date, date};

/// A run.
pub fn run() -> Run {
    Run::new("attache 0.0.0", "knowledge", None)
}

/// The place of `words` in `text`.
pub fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).expect("the words stand in the text");
    Span::new(u32::try_from(start).unwrap(), u32::try_from(start + words.len()).unwrap())
}

/// A party named by `words`.
pub fn party(text: &str, words: &str, code: &str, name: Option<&str>) -> Party {
    Party {
        code: Some(code.parse::<Code>().unwrap()),
        id: None,
        name: name.map(str::to_owned),
        doubt: None,
        text: words.to_owned(),
        span: span(text, words),
    }
}

/// An event between parties of these codes; what else it says does not matter.
pub fn event(actors: &[&str], recipients: &[&str]) -> Event {
    let side = |codes: &[&str]| codes.iter().map(|code| party(code, code, code, None)).collect();
    Event {
        id: RecordId::new("e1"),
        document: DocumentId::new("wire-1"),
        sentence: Span::new(0, 1),
        trigger: Evidence::of("", Span::new(0, 0)),
        class: Class::Consult,
        mode: None,
        status: Status::Actual,
        actors: side(actors),
        recipients: side(recipients),
        when: None,
        place: None,
        said_by: None,
        views: Views {
            plover: Some(Class::Consult),
            quad: Quad::VerbalCooperation,
            cameo: Some("040".to_owned()),
            goldstein: Some(1.0),
            plover_score: Some(2.5),
        },
        topics: Vec::new(),
        rules: Vec::new(),
        score: 0.7,
        run: RunId::new("r"),
    }
}

/// The text of [`visit_and_demand`].
const TEXT: &str = "Peruvian Foreign Minister Ana Gervasi will visit Ecuador on Friday, the ministry said. She demanded \
that Quito reopen the crossing at Macará. Nobody expected rain.";

/// A story of three sentences: a planned visit, a demand, and nothing. Its records: both events, and the contact.
pub fn visit_and_demand() -> (Document, Vec<Record>) {
    let mut document = Document::from_text(TEXT);
    document.id = DocumentId::new("wire-7");
    document.source = Some("Andina".to_owned());
    document.published = Some(Published { date: date(2023, 6, 14), basis: Basis::Metadata });
    let text = document.text.as_str();
    let sentence = sentences(&document);
    let minister = party(text, "Peruvian Foreign Minister Ana Gervasi", "PER:GOV", Some("Ana Gervasi"));
    let friday: Date = date(2023, 6, 16);
    let when = When {
        first: friday,
        last: friday,
        grain: Grain::Day,
        text: "on Friday".to_owned(),
        rule: EntryId::new("weekday"),
        span: span(text, "on Friday"),
    };
    let visit = Event {
        id: RecordId::new("visit"),
        document: document.id.clone(),
        sentence: sentence[0],
        trigger: Evidence::of(text, span(text, "will visit")),
        mode: Some(Mode::Visit),
        status: Status::Future,
        actors: vec![minister.clone()],
        recipients: vec![party(text, "Ecuador", "ECU", Some("Ecuador"))],
        when: Some(when.clone()),
        said_by: Some(party(text, "the ministry", "PER:GOV", None)),
        topics: vec![EntryId::new("diplomatic")],
        rules: vec![EntryId::new("consult.visit.visit")],
        views: Views {
            plover: Some(Class::Agree),
            quad: Quad::VerbalCooperation,
            cameo: Some("036".to_owned()),
            goldstein: Some(4.0),
            plover_score: Some(2.5),
        },
        ..event(&[], &[])
    };
    let demand = Event {
        id: RecordId::new("demand"),
        document: document.id.clone(),
        sentence: sentence[1],
        trigger: Evidence::of(text, span(text, "demanded")),
        class: Class::Request,
        mode: Some(Mode::Change),
        actors: vec![party(text, "She", "PER:GOV", Some("Ana Gervasi"))],
        recipients: vec![party(text, "Quito", "ECU", Some("Ecuador"))],
        place: Some(Place {
            country: Some("ECU".to_owned()),
            name: "Macará".to_owned(),
            id: Some(EntryId::new("geonames.3654064")),
            kind: PlaceKind::City,
            division: Some("Loja".to_owned()),
            latitude: Some(Degrees::from_thousandths(-4_382)),
            longitude: Some(Degrees::from_thousandths(-79_945)),
            held_by: None,
            claimed_by: Vec::new(),
            text: "Macará".to_owned(),
            span: span(text, "Macará"),
        }),
        views: Views {
            plover: Some(Class::Request),
            quad: Quad::VerbalConflict,
            cameo: Some("1042".to_owned()),
            goldstein: Some(-5.0),
            plover_score: Some(-1.0),
        },
        rules: vec![EntryId::new("request.demand")],
        ..event(&[], &[])
    };
    let contact = Contact {
        id: RecordId::new("contact"),
        document: document.id.clone(),
        sentence: sentence[0],
        trigger: visit.trigger.clone(),
        what: ContactKind::Visit,
        status: ContactStatus::Planned,
        parties: vec![minister, party(text, "Ecuador", "ECU", Some("Ecuador"))],
        visitors: 1,
        when: Some(when),
        place: None,
        said_by: None,
        event: Some(visit.id.clone()),
        rules: Vec::new(),
        score: 0.7,
        run: RunId::new("r"),
    };
    (document, vec![Record::Event(visit), Record::Event(demand), Record::Contact(contact)])
}

/// The sentences of [`visit_and_demand`]'s text.
pub fn sentences(document: &Document) -> Vec<Span> {
    ["Peruvian", "She", "Nobody"]
        .iter()
        .zip([" She", " Nobody", ""])
        .map(|(from, to)| {
            let end = if to.is_empty() { document.text.len() } else { document.text.find(to).unwrap() };
            Span::new(span(&document.text, from).start(), u32::try_from(end).unwrap())
        })
        .collect()
}
