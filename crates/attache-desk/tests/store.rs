//! The store as whoever files and asks sees it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up its desk has failed")]

use attache_desk::{Change, Desk, Horizon, Kept, Query, Stand};
use attache_record::{
    Basis, Class, Document, DocumentId, EntryId, Event, Evidence, Party, Published, Quad, Record, RecordId, Run, RunId,
    Span, Status, Views,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn document(name: &str, day: Date, text: &str) -> Document {
    let published = Some(Published { date: day, basis: Basis::Given });
    Document { id: DocumentId::new(name), published, ..Document::from_text(text) }
}

fn run(knowledge: &str) -> Run {
    Run::new("attache test", knowledge, None)
}

/// The words of `text`, wherever they stand in it first.
fn words(text: &str, words: &str) -> Evidence {
    let start = u32::try_from(text.find(words).unwrap()).unwrap();
    Evidence::of(text, Span::new(start, start + u32::try_from(words.len()).unwrap()))
}

fn party(text: &str, code: &str, name: &str) -> Party {
    let Evidence { span, text } = words(text, name);
    Party { code: code.parse().ok(), id: None, name: None, doubt: None, text, span }
}

/// One event of a document whose text is one sentence.
fn event(document: &Document, id: &str, trigger: &str, actor: [&str; 2], recipient: [&str; 2], score: f32) -> Record {
    let text = &document.text;
    Record::Event(Event {
        id: RecordId::new(id),
        document: document.id.clone(),
        sentence: Span::new(0, u32::try_from(text.len()).unwrap()),
        trigger: words(text, trigger),
        class: Class::Request,
        mode: None,
        status: Status::Actual,
        actors: vec![party(text, actor[0], actor[1])],
        recipients: vec![party(text, recipient[0], recipient[1])],
        when: None,
        place: None,
        said_by: None,
        views: Views { plover: None, quad: Quad::VerbalConflict, cameo: None, goldstein: None, plover_score: None },
        topics: Vec::new(),
        rules: vec![EntryId::new("request.urge")],
        score,
        run: RunId::new("r"),
    })
}

fn urged(day: Date) -> (Document, Vec<Record>) {
    let document = document("wire-1", day, "Malta urged Tunisia to wait.");
    let records = vec![event(&document, "e1", "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.8)];
    (document, records)
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Files one document in a piece of work of its own.
fn file(desk: &mut Desk, at: &str, document: &Document, records: &[Record], run: &Run) -> Change {
    let mut filing = desk.filing(moment(at), "add").unwrap();
    let change = filing.put(document, records, run).unwrap();
    filing.commit().unwrap();
    change
}

fn pair(a: &str, b: &str) -> Query {
    Query { sides: vec![a.to_owned(), b.to_owned()], horizon: Horizon::default() }
}

fn names(desk: &Desk, query: &Query) -> Vec<String> {
    desk.events(query).unwrap().iter().map(|filed| filed.record.id.to_string()).collect()
}

#[test]
fn a_record_is_found_in_the_file_of_its_pair_and_of_no_other() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    assert_eq!(file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1")), Change::New(1));
    assert_eq!(names(&desk, &pair("MLT", "TUN")), ["e1"]);
    assert_eq!(names(&desk, &pair("TUN", "MLT")), ["e1"], "the order of the pair does not matter");
    assert!(names(&desk, &pair("MLT", "ITA")).is_empty());
}

#[test]
fn filing_the_same_again_changes_nothing() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    assert!(desk.has(&document, &run("k1")).unwrap() && !desk.has(&document, &run("k2")).unwrap());
    assert_eq!(file(&mut desk, "2023-06-16T08:00:00Z", &document, &records, &run("k1")), Change::Unchanged);
    assert_eq!(names(&desk, &pair("MLT", "TUN")), ["e1"]);
}

#[test]
fn a_document_read_anew_says_which_records_are_new_changed_and_withdrawn_and_the_old_ones_stay_to_be_asked_for() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    let other = event(&document, "e2", "wait", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.5);
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &[records[0].clone(), other], &run("k1"));

    let surer = event(&document, "e1", "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.9);
    let fresh = event(&document, "e3", "to wait", ["TUN", "Tunisia"], ["MLT", "Malta"], 0.5);
    let change = file(&mut desk, "2023-07-01T08:00:00Z", &document, &[surer, fresh], &run("k2"));
    let id = |name: &str| vec![RecordId::new(name)];
    let expected = Change::Changed { text: false, new: id("e3"), changed: id("e1"), withdrawn: id("e2") };
    assert_eq!(change, expected);

    let mut query = pair("MLT", "TUN");
    assert_eq!(names(&desk, &query), ["e1", "e3"]);
    query.horizon.as_filed = Some(moment("2023-06-20T00:00:00Z"));
    assert_eq!(names(&desk, &query), ["e1", "e2"], "as the desk stood before");
    query.horizon.as_filed = Some(moment("2023-06-14T00:00:00Z"));
    assert!(names(&desk, &query).is_empty(), "nothing was filed yet");
}

#[test]
fn as_of_a_day_only_what_was_published_by_then_is_known() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2024-01-01T08:00:00Z", &document, &records, &run("k1"));
    let mut query = pair("MLT", "TUN");
    query.horizon.as_of = Some(date(2023, 6, 13));
    assert!(names(&desk, &query).is_empty());
    query.horizon.as_of = Some(date(2023, 6, 14));
    assert_eq!(names(&desk, &query), ["e1"]);
}

#[test]
fn a_withdrawn_document_is_gone_from_now_on_and_not_from_before() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let mut filing = desk.filing(moment("2023-06-20T08:00:00Z"), "withdraw").unwrap();
    assert!(filing.withdraw("wire-1").unwrap() && !filing.withdraw("wire-9").unwrap());
    filing.commit().unwrap();
    let mut query = pair("MLT", "TUN");
    assert!(names(&desk, &query).is_empty());
    query.horizon.as_filed = Some(moment("2023-06-16T00:00:00Z"));
    assert_eq!(names(&desk, &query), ["e1"]);
}

#[test]
fn what_is_not_committed_was_never_there() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    let mut filing = desk.filing(moment("2023-06-15T08:00:00Z"), "add").unwrap();
    filing.put(&document, &records, &run("k1")).unwrap();
    drop(filing);
    assert!(desk.documents().unwrap().is_empty());
}

#[test]
fn evidence_is_kept_moved_changed_or_gone() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let stand = |text| desk.verify("wire-1", text).unwrap().stand;
    assert_eq!(stand(None), Stand::Kept);
    assert_eq!(stand(Some("Malta urged Tunisia to wait. More follows.")), Stand::Moved);
    assert_eq!(stand(Some("On Monday Malta urged Tunisia to wait.")), Stand::Changed);

    let mut hashes = Desk::in_memory(Kept::Hash).unwrap();
    file(&mut hashes, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    assert_eq!(hashes.verify("wire-1", None).unwrap().stand, Stand::Gone);
    assert_eq!(hashes.verify("wire-1", Some(&document.text)).unwrap().stand, Stand::Kept);
    let source = &hashes.events(&pair("MLT", "TUN")).unwrap()[0].source;
    assert_eq!(hashes.text(source).unwrap(), None, "only the hash is kept");
}
