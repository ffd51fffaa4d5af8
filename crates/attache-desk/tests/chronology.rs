//! The chronology of a pair: which reports make one line, and what the line says.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod made;

use attache_desk::{Dated, Entry, Material, Wanted, chronology};
use attache_record::{Class, ContactStatus, Status};
use made::{Dates, Made, contact, day, event, names};

fn lines(made: &Made) -> Vec<String> {
    entries(made).iter().map(|entry| format!("{} {}", entry.first.unwrap(), entry.line)).collect()
}

fn entries(made: &Made) -> Vec<Entry> {
    let material = Material { events: &made.events, contacts: &made.contacts, presences: &made.presences };
    let wanted = Wanted { sides: vec!["MLT".into(), "TUN".into()], ..Wanted::default() };
    chronology(material, &wanted, &names())
}

#[test]
fn two_reports_of_one_demand_on_one_day_are_one_line() {
    let urged = event(Class::Request, Status::Actual, "MLT", "TUN");
    let made = Made::new().with(&urged.clone(), "wire-1", day(14)).with(&urged, "wire-2", day(14));
    let found = entries(&made);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].reports, found[0].dated), (2, Dated::Report));
    assert_eq!(found[0].line, "Malta makes a request of Tunisia.");
}

#[test]
fn the_same_demand_a_week_later_is_another_line() {
    let urged = event(Class::Request, Status::Actual, "MLT", "TUN");
    let made = Made::new().with(&urged.clone(), "wire-1", day(7)).with(&urged, "wire-2", day(14));
    assert_eq!(lines(&made).len(), 2);
}

#[test]
fn what_is_planned_possible_or_denied_is_said_so() {
    let said = |status| {
        let made = Made::new().with(&event(Class::Sanction, status, "MLT", "TUN"), "wire-1", day(14));
        entries(&made)[0].line.clone()
    };
    assert_eq!(said(Status::Future), "Malta is to reduce relations with Tunisia (planned).");
    assert_eq!(said(Status::Hypothetical), "Malta may reduce relations with Tunisia (possible, wanted or feared).");
    assert_eq!(said(Status::Negated), "Malta does not reduce relations with Tunisia (denied, refused or called off).");
}

#[test]
fn a_visit_planned_and_then_held_is_one_line_that_says_it_was_held() {
    let made = Made::new().meets(&contact("MLT", "TUN", ContactStatus::Planned).on(17, 18), "wire-1", day(14)).meets(
        &contact("MLT", "TUN", ContactStatus::Held).on(17, 17),
        "wire-2",
        day(19),
    );
    let found = entries(&made);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].line, "Malta visits Tunisia.");
    assert_eq!((found[0].contact, found[0].reports), (Some(ContactStatus::Held), 2));
    assert!(found[0].against.is_empty(), "a plan is no contradiction");
}

#[test]
fn reports_that_contradict_each_other_are_kept_and_counted() {
    let made = Made::new().meets(&contact("MLT", "TUN", ContactStatus::Held).on(17, 17), "wire-1", day(18)).meets(
        &contact("MLT", "TUN", ContactStatus::Cancelled).on(17, 17),
        "wire-2",
        day(18),
    );
    let found = entries(&made);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].against.get(&ContactStatus::Cancelled), Some(&1));
}

#[test]
fn an_old_event_stands_under_its_own_day_as_recalled() {
    let made = Made::new().with(&event(Class::Sanction, Status::Actual, "MLT", "TUN").in_year(2019), "wire-1", day(14));
    let found = entries(&made);
    assert!(found[0].background, "{found:?}");
    assert_eq!(found[0].first.unwrap().to_string(), "2019-01-01");
}

#[test]
fn the_order_in_which_reports_come_leaves_no_trace() {
    let urged = event(Class::Request, Status::Actual, "MLT", "TUN");
    let warned = event(Class::Threaten, Status::Actual, "TUN", "MLT");
    let forth =
        Made::new().with(&urged, "wire-1", day(14)).with(&warned, "wire-2", day(15)).with(&urged, "wire-3", day(14));
    let mut back = forth.clone();
    back.events.reverse();
    assert_eq!(entries(&forth), entries(&back));
}
