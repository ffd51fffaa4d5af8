//! The store as whoever files and asks sees it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up its desk has failed")]

use attache_desk::{Act, Change, Correction, Desk, Eyes, Kept, Query, Revision, Stand, Subject, occurrences};
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
    Query { sides: vec![a.to_owned(), b.to_owned()], ..Query::default() }
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

/// An empty folder for one test.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn exported(folder: &std::path::Path) -> Vec<String> {
    let files = ["documents.jsonl", "records.jsonl", "history.jsonl", "revisions.jsonl", "runs.jsonl"];
    files.iter().map(|file| std::fs::read_to_string(folder.join(file)).unwrap()).collect()
}

/// A revision of the record `e1` of [`urged`].
fn said(desk: &Desk, at: &str, author: &str, act: Act) -> Revision {
    let record = desk.record("e1").unwrap().unwrap();
    Revision::new(&Subject::of(&record).unwrap(), moment(at), author, act, None)
}

fn revise(desk: &mut Desk, revision: &Revision) -> bool {
    let mut filing = desk.filing(revision.at, "revise").unwrap();
    let new = filing.revise(revision).unwrap();
    filing.commit().unwrap();
    new
}

#[test]
fn a_rejected_record_is_in_no_view_until_the_rejection_is_undone() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let rejection = said(&desk, "2023-06-16T08:00:00Z", "ana", Act::Reject);
    assert!(revise(&mut desk, &rejection) && !revise(&mut desk, &rejection), "the second time it is known");
    let mut query = pair("MLT", "TUN");
    assert!(names(&desk, &query).is_empty());
    query.horizon.as_filed = Some(moment("2023-06-15T12:00:00Z"));
    assert_eq!(names(&desk, &query), ["e1"], "before it was rejected");
    let undo = Act::Undo { revision: rejection.id };
    let bo = Query { eyes: Eyes::Of("bo".to_owned()), ..pair("MLT", "TUN") };
    assert_eq!(names(&desk, &bo), ["e1"], "a second reviewer does not see what the first said");
    let by_another = said(&desk, "2023-06-17T08:00:00Z", "bo", undo.clone());
    revise(&mut desk, &by_another);
    assert!(names(&desk, &pair("MLT", "TUN")).is_empty(), "nobody undoes what another said");
    let by_herself = said(&desk, "2023-06-17T09:00:00Z", "ana", undo);
    revise(&mut desk, &by_herself);
    assert_eq!(names(&desk, &pair("MLT", "TUN")), ["e1"]);
}

#[test]
fn a_correction_outlives_a_new_coding_even_one_that_names_the_record_anew() {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    let (document, records) = urged(date(2023, 6, 14));
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let correct = |text: &str| Act::Correct(Correction::read(text).unwrap());
    let status = said(&desk, "2023-06-16T08:00:00Z", "ana", correct("status=negated"));
    let recipients = said(&desk, "2023-06-16T08:00:01Z", "bo", correct("recipients=LBY:GOV"));
    revise(&mut desk, &status);
    revise(&mut desk, &recipients);

    let renamed = event(&document, "e1b", "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.9);
    file(&mut desk, "2023-07-01T08:00:00Z", &document, &[renamed], &run("k2"));
    let record = &desk.events(&Query::default()).unwrap()[0].record;
    assert_eq!((record.id.as_str(), record.status, record.views.plover), ("e1b", Status::Negated, None));
    let recipient = &record.recipients[0];
    let code = recipient.code.as_ref().map(attache_record::Code::as_str);
    assert_eq!((code, recipient.text.as_str()), (Some("LBY:GOV"), "Tunisia"));
    let rules: Vec<_> = record.rules.iter().map(EntryId::as_str).collect();
    assert!(rules.contains(&format!("revision.{}", status.id).as_str()), "{rules:?}");
}

#[test]
fn two_desks_filed_in_different_order_export_the_same_bytes_and_an_import_gives_them_back() {
    let at = "2023-06-15T08:00:00Z";
    let (first, records) = urged(date(2023, 6, 14));
    let second = document("wire-2", date(2023, 6, 13), "Malta urged Tunisia to come.");
    let other = vec![event(&second, "e9", "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.7)];
    let mut desks = [Desk::in_memory(Kept::Text).unwrap(), Desk::in_memory(Kept::Text).unwrap()];
    file(&mut desks[0], at, &first, &records, &run("k1"));
    file(&mut desks[0], at, &second, &other, &run("k1"));
    file(&mut desks[1], at, &second, &other, &run("k1"));
    file(&mut desks[1], at, &first, &records, &run("k1"));
    for desk in &mut desks {
        let corrected = document("wire-2", date(2023, 6, 13), "Malta urged Tunisia to go.");
        let records = [event(&corrected, "e9", "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.7)];
        file(desk, "2023-06-16T08:00:00Z", &corrected, &records, &run("k1"));
        let revision = said(desk, "2023-06-17T08:00:00Z", "ana", Act::Confirm);
        revise(desk, &revision);
    }
    let (here, there, back) = (folder("export-a"), folder("export-b"), folder("export-c"));
    desks[0].export(&here).unwrap();
    desks[1].export(&there).unwrap();
    assert_eq!(exported(&here), exported(&there));

    let mut copies = [folder("import-a"), folder("import-b")].map(|folder| {
        let path = folder.join("copy.desk");
        (Desk::create(&path, Kept::Text).unwrap(), path)
    });
    let merged = copies[0].0.import(&here).unwrap();
    assert_eq!((merged.documents, merged.revisions, merged.different.len()), (2, 1, 0));
    copies[1].0.import(&there).unwrap();
    copies[0].0.export(&back).unwrap();
    assert_eq!(exported(&back), exported(&here));
    let again = copies[0].0.import(&here).unwrap();
    assert_eq!((again.documents, again.known, again.revisions), (0, 2, 0), "what is there is not brought twice");

    let mut query = pair("MLT", "TUN");
    query.horizon.as_filed = Some(moment("2023-06-15T12:00:00Z"));
    assert_eq!(copies[0].0.events(&query).unwrap().len(), 2);
    let texts = |desk: &Desk| {
        let of = |filed: &attache_desk::Filed<Event>| desk.text(&filed.source).unwrap().unwrap();
        desk.events(&query).unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(texts(&copies[0].0)[0], "Malta urged Tunisia to come.", "the text of then");
}

#[test]
fn files_made_of_exports_that_agree_are_the_same_to_the_byte() {
    let (document, records) = urged(date(2023, 6, 14));
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let export = folder("canonical");
    desk.export(&export).unwrap();
    let bytes = ["canonical-a", "canonical-b"].map(|name| {
        let path = folder(name).join("copy.desk");
        let mut copy = Desk::create(&path, Kept::Text).unwrap();
        copy.import(&export).unwrap();
        drop(copy);
        std::fs::read(path).unwrap()
    });
    assert!(bytes[0] == bytes[1]);
}

#[test]
fn a_line_that_a_merge_broke_is_named_and_nothing_is_filed() {
    let (document, records) = urged(date(2023, 6, 14));
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    file(&mut desk, "2023-06-15T08:00:00Z", &document, &records, &run("k1"));
    let export = folder("broken-export");
    desk.export(&export).unwrap();
    let path = export.join("revisions.jsonl");
    std::fs::write(&path, "<<<<<<< ours\n").unwrap();
    let mut empty = Desk::in_memory(Kept::Text).unwrap();
    let problem = empty.import(&export).unwrap_err().to_string();
    assert!(problem.contains("revisions.jsonl:1") && problem.contains("marks of a conflict"), "{problem}");
    assert!(empty.documents().unwrap().is_empty());

    std::fs::write(&path, "").unwrap();
    let documents = export.join("documents.jsonl");
    let text = std::fs::read_to_string(&documents).unwrap().replace("to wait", "to go");
    std::fs::write(&documents, text).unwrap();
    let problem = empty.import(&export).unwrap_err().to_string();
    assert!(problem.contains("is not the one that was exported"), "{problem}");
}

/// The store of an older program, packed beside the tests.
fn older(name: &str) -> std::path::PathBuf {
    let packed =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("{name}.desk.gz"));
    let path = folder(name).join("old.desk");
    let mut file = std::fs::File::create(&path).unwrap();
    let mut packed = flate2::read::GzDecoder::new(std::fs::File::open(packed).unwrap());
    std::io::copy(&mut packed, &mut file).unwrap();
    path
}

#[test]
fn a_store_of_the_first_schema_opens_with_all_it_held() {
    let path = older("schema-1");
    let desk = Desk::open(&path).unwrap();
    desk.check_file().unwrap();
    assert_eq!(desk.documents().unwrap(), ["wire-1", "wire-2", "wire-3"]);
    let triggers = |desk: &Desk| -> Vec<String> {
        desk.events(&pair("PER", "ECU")).unwrap().into_iter().map(|filed| filed.record.trigger.text).collect()
    };
    assert_eq!(triggers(&desk), ["recalled its envoy", "visit", "met", "urged Peru to return", "opened a consulate"]);
    assert_eq!(desk.revisions(None).unwrap().len(), 1);
    let sketches = desk.all_sketches(&Query::default()).unwrap();
    assert_eq!(sketches.len(), 3, "what the newer schema has is worked out for what was there");
    drop(desk);
    assert_eq!(triggers(&Desk::open(&path).unwrap()).len(), 5, "and a second time");
}

#[test]
fn a_report_and_its_wire_copy_are_two_reports_of_one_occurrence_by_one_originator() {
    let mut desk = Desk::in_memory(Kept::Hash).unwrap();
    let rest = "The islands have waited for an answer since the spring, when a first letter went out from Valletta to the \
                governor of the coast, who is said to have read it twice and to have put it away without a word to anyone.";
    let first = document("wire-1", date(2023, 6, 14), &format!("Malta urged Tunisia to wait. {rest}"));
    let copy = document("paper-1", date(2023, 6, 15), &format!("ISLANDS WAIT Malta urged Tunisia to wait. {rest}"));
    let other =
        document("paper-2", date(2023, 6, 15), "In a note Malta urged Tunisia once more to wait for its own letter.");
    for (number, document) in [&first, &copy, &other].into_iter().enumerate() {
        let id = format!("e{number}");
        let records = [event(document, &id, "urged", ["MLT", "Malta"], ["TUN", "Tunisia"], 0.8)];
        file(&mut desk, "2023-06-16T08:00:00Z", document, &records, &run("k1"));
    }
    let told = |desk: &Desk| {
        let events = desk.events(&pair("MLT", "TUN")).unwrap();
        let copies = desk.copies(&events).unwrap();
        let found = occurrences(&events, &copies, &desk.revisions(None).unwrap());
        found.iter().map(|o| (o.id.to_string(), o.reports.len(), o.originators)).collect::<Vec<_>>()
    };
    assert_eq!(told(&desk), [("e0".to_owned(), 3, 2)]);
    let record = desk.record("e2").unwrap().unwrap();
    let apart = |with: &str| Act::Part { from: RecordId::new(with) };
    for with in ["e0", "e1"] {
        let revision =
            Revision::new(&Subject::of(&record).unwrap(), moment("2023-06-17T08:00:00Z"), "ana", apart(with), None);
        revise(&mut desk, &revision);
    }
    assert_eq!(told(&desk), [("e0".to_owned(), 2, 1), ("e2".to_owned(), 1, 1)], "parted by hand");
}
