//! The ledger of contacts, over records made by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up its desk has failed")]

use attache_desk::ledger::{Contradiction, Engagement, Role, State, ledger};
use attache_desk::{Desk, Filed, Horizon, Kept, Query};
use attache_record::{
    Basis, Contact, ContactKind, ContactStatus, Document, DocumentId, EntryId, Evidence, Grain, Party, Published,
    Record, RecordId, Run, RunId, Span, When,
};
use jiff::civil::{Date, date};

/// A mention in a document of its own.
struct Told {
    document: &'static str,
    source: &'static str,
    said: Date,
    what: ContactKind,
    status: ContactStatus,
    parties: Vec<(&'static str, &'static str)>,
    days: Option<(Date, Date)>,
}

/// Who said what of the visit of Malta's foreign minister to Tunisia, in June 2023.
fn visit(document: &'static str, day: i8, status: ContactStatus, days: Option<(i8, i8)>) -> Told {
    let june = |day| date(2023, 6, day);
    Told {
        document,
        source: "Mare Wire",
        said: june(day),
        what: ContactKind::Visit,
        status,
        parties: vec![("MLT:GOV", "Foreign Minister Borg"), ("TUN", "Tunisia")],
        days: days.map(|(first, last)| (june(first), june(last))),
    }
}

fn contact(told: &Told, id: &str, event: bool) -> Contact {
    let party = |(code, name): &(&str, &str)| Party {
        code: code.parse().ok(),
        id: None,
        name: None,
        doubt: None,
        text: (*name).to_owned(),
        span: Span::new(0, 1),
    };
    let when = told.days.map(|(first, last)| When {
        first,
        last,
        grain: if first == last { Grain::Day } else { Grain::Range },
        text: "then".to_owned(),
        rule: EntryId::new("time.day"),
        span: Span::new(0, 1),
    });
    Contact {
        id: RecordId::new(id),
        document: DocumentId::new(told.document),
        sentence: Span::new(0, 1),
        trigger: Evidence { span: Span::new(0, 1), text: "visit".to_owned() },
        what: told.what,
        status: told.status,
        parties: told.parties.iter().map(party).collect(),
        visitors: u32::from(told.what == ContactKind::Visit),
        when,
        place: None,
        said_by: None,
        event: event.then(|| RecordId::new("e")),
        rules: vec![EntryId::new("consult.visit.visit")],
        score: 0.85,
        run: RunId::new("r"),
    }
}

/// The mentions, filed in the order given, each in its document; asked for from the desk.
fn filed(told: &[Told], as_of: Option<Date>) -> Vec<Filed<Contact>> {
    let mut desk = Desk::in_memory(Kept::Text).unwrap();
    for (at, one) in told.iter().enumerate() {
        let published = Some(Published { date: one.said, basis: Basis::Given });
        let source = Some(one.source.to_owned());
        let document = Document { id: DocumentId::new(one.document), published, source, ..Document::from_text("V.") };
        let record = Record::Contact(contact(one, &format!("c-{}", one.document), true));
        let moment = format!("2023-07-01T08:{at:02}:00Z").parse().unwrap();
        let mut filing = desk.filing(moment, "add").unwrap();
        filing.put(&document, &[record], &Run::new("attache test", "k1", None)).unwrap();
        filing.commit().unwrap();
    }
    let horizon = Horizon { as_of, as_filed: None };
    desk.contacts_beside(&Query { sides: sides(), horizon, ..Query::default() }).unwrap()
}

fn sides() -> Vec<String> {
    vec!["MLT".to_owned(), "TUN".to_owned()]
}

/// Knows of each party its last word as a person, and one office.
fn roster(party: &Party, _: Option<Date>) -> Role {
    let minister = party.text.starts_with("Foreign Minister");
    Role {
        person: minister.then(|| party.text.rsplit(' ').next().unwrap().to_lowercase()),
        office: minister.then(|| "foreign minister".to_owned()),
        channel: minister.then(|| "foreign-ministers".to_owned()),
        voice: false,
    }
}

fn read(told: &[Told]) -> Vec<Engagement> {
    ledger(&filed(told, None), &sides(), &roster)
}

fn steps(contact: &Engagement) -> Vec<(State, i8)> {
    contact.history.iter().map(|step| (step.state, step.said.unwrap().day())).collect()
}

use ContactStatus::{Cancelled, Confirmed, Held, Planned, Postponed, Proposed, UnderWay};

#[test]
fn planned_and_held_reports_of_one_visit_are_one_contact() {
    let told = [visit("a", 5, Planned, Some((10, 11))), visit("b", 12, Held, Some((10, 10)))];
    let found = read(&told);
    assert_eq!(found.len(), 1);
    assert_eq!(steps(&found[0]), [(State::Planned, 5), (State::Held, 12)]);
    assert_eq!(found[0].visitors, ["MLT"]);
    assert!(found[0].contradictions.is_empty());
}

#[test]
fn two_visits_on_different_days_are_two_contacts() {
    let found = read(&[visit("a", 5, Held, Some((3, 3))), visit("b", 27, Held, Some((25, 25)))]);
    assert_eq!(found.iter().map(|contact| contact.day().unwrap().day()).collect::<Vec<_>>(), [3, 25]);
}

#[test]
fn a_visit_by_somebody_else_on_the_same_days_is_another_contact() {
    let mut other = visit("b", 5, Planned, Some((10, 11)));
    other.parties[0].1 = "Foreign Minister Abela";
    assert_eq!(read(&[visit("a", 5, Planned, Some((10, 11))), other]).len(), 2);
}

#[test]
fn a_visit_the_other_way_is_another_contact() {
    let mut back = visit("b", 5, Planned, Some((10, 11)));
    back.parties = vec![("TUN:GOV", "Foreign Minister Jerandi"), ("MLT", "Malta")];
    assert_eq!(read(&[visit("a", 5, Planned, Some((10, 11))), back]).len(), 2);
}

#[test]
fn a_visit_that_is_put_off_and_planned_anew_stays_one_contact() {
    let told = [
        visit("a", 1, Proposed, None),
        visit("b", 2, Planned, Some((10, 11))),
        visit("c", 6, Postponed, None),
        visit("d", 12, Planned, Some((24, 25))),
        visit("e", 15, Confirmed, Some((24, 25))),
        visit("f", 24, UnderWay, Some((24, 24))),
        visit("g", 26, Held, Some((24, 25))),
    ];
    let found = read(&told);
    assert_eq!(found.len(), 1, "{found:#?}");
    let expected = [
        (State::Proposed, 1),
        (State::Planned, 2),
        (State::Postponed, 6),
        (State::Rescheduled, 12),
        (State::Confirmed, 15),
        (State::UnderWay, 24),
        (State::Held, 26),
    ];
    assert_eq!(steps(&found[0]), expected);
    assert_eq!(
        found[0].history[2].days.as_ref().unwrap().first,
        date(2023, 6, 10),
        "it was the first day that was put off"
    );
    assert_eq!(found[0].days.as_ref().unwrap().last, date(2023, 6, 25));
}

#[test]
fn the_words_of_putting_off_may_tell_the_new_day() {
    let found = read(&[visit("a", 2, Planned, Some((10, 11))), visit("b", 6, Postponed, Some((24, 24)))]);
    assert_eq!(found.len(), 1);
    assert_eq!(steps(&found[0]), [(State::Planned, 2), (State::Postponed, 6), (State::Rescheduled, 6)]);
}

#[test]
fn as_of_a_morning_only_what_was_said_by_then_counts() {
    let told = [visit("a", 5, Planned, Some((10, 11))), visit("b", 12, Held, Some((10, 10)))];
    let found = ledger(&filed(&told, Some(date(2023, 6, 9))), &sides(), &roster);
    assert_eq!(found[0].status, State::Planned);
}

#[test]
fn held_says_one_and_called_off_another_and_both_are_kept() {
    let told =
        [visit("a", 5, Planned, Some((10, 11))), visit("b", 11, Cancelled, None), visit("c", 12, Held, Some((10, 11)))];
    let found = read(&told);
    assert_eq!(found.len(), 1);
    let ids = |name: &str| vec![RecordId::new(name)];
    assert_eq!(found[0].contradictions, [Contradiction::Outcome { held: ids("c-c"), not_held: ids("c-b") }]);
}

#[test]
fn the_order_in_which_documents_were_filed_leaves_no_trace() {
    let all = || {
        vec![
            visit("a", 1, Proposed, None),
            visit("b", 2, Planned, Some((10, 11))),
            visit("b-copy", 2, Planned, Some((10, 11))),
            visit("c", 6, Postponed, None),
            visit("d", 12, Planned, Some((24, 25))),
            visit("e", 26, Held, Some((24, 25))),
            visit("f", 27, Cancelled, Some((24, 25))),
        ]
    };
    let expected = serde_json::to_string(&read(&all())).unwrap();
    for turn in 1..7 {
        let mut turned = all();
        turned.rotate_left(turn);
        if turn % 2 == 0 {
            turned.reverse();
        }
        assert_eq!(serde_json::to_string(&read(&turned)).unwrap(), expected, "turned by {turn}");
    }
}

#[test]
fn a_call_and_a_visit_are_never_one_contact() {
    let mut call = visit("b", 5, Held, Some((3, 3)));
    (call.what, call.parties) = (ContactKind::Call, vec![("MLT:GOV", "Foreign Minister Borg"), ("TUN", "Tunisia")]);
    assert_eq!(read(&[visit("a", 5, Held, Some((3, 3))), call]).len(), 2);
}

#[test]
fn his_visit_was_put_off_is_of_the_plan_that_was_known_even_while_no_new_one_is() {
    let mut off = visit("b", 6, Postponed, None);
    off.parties[0] = ("MLT:GOV", "his");
    let found = read(&[visit("a", 2, Planned, Some((10, 11))), off]);
    assert_eq!(found.len(), 1);
    assert_eq!(steps(&found[0]), [(State::Planned, 2), (State::Postponed, 6)]);
}
