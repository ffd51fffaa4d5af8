//! A relationship on one page.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod made;

use attache_desk::{Brief, Material, Wanted, brief, chronology, moves};
use attache_record::{Class, ContactStatus, Status};
use jiff::civil::Date;
use made::{Dates, Made, contact, day, event, names};

fn page(made: &Made, on: Date) -> Brief {
    let sides = vec!["MLT".to_owned(), "TUN".to_owned()];
    let material = Material { events: &made.events, contacts: &made.contacts, presences: &made.presences };
    let entries = chronology(material, &Wanted { sides: sides.clone(), ..Wanted::default() }, &names());
    brief(&entries, &moves(&made.presences, &made.events), &sides, on)
}

#[test]
fn what_was_held_stands_apart_from_what_is_ahead() {
    let made = Made::new().meets(&contact("MLT", "TUN", ContactStatus::Held).on(3, 3), "wire-1", day(4)).meets(
        &contact("TUN", "MLT", ContactStatus::Planned).on(20, 21),
        "wire-2",
        day(14),
    );
    let found = page(&made, day(15));
    assert_eq!(found.held.iter().map(|entry| entry.line.as_str()).collect::<Vec<_>>(), ["Malta visits Tunisia."]);
    assert_eq!(found.ahead[0].line, "Tunisia is to visit Malta (planned).");
    assert!(page(&made, day(25)).ahead.is_empty(), "its days are over");
}

#[test]
fn a_demand_stands_on_the_page_for_three_months_and_only_between_the_two() {
    let made = Made::new().with(&event(Class::Request, Status::Actual, "MLT", "TUN"), "wire-1", day(14)).with(
        &event(Class::Request, Status::Actual, "ITA", "TUN"),
        "wire-2",
        day(14),
    );
    assert_eq!(page(&made, day(15)).demands.len(), 1);
    assert!(page(&made, "2023-09-30".parse().unwrap()).demands.is_empty());
}

#[test]
fn the_last_month_is_counted_by_quad_class_against_the_month_before() {
    let made = Made::new().with(&event(Class::Accuse, Status::Actual, "MLT", "TUN"), "wire-1", day(14)).with(
        &event(Class::Accuse, Status::Hypothetical, "MLT", "TUN"),
        "wire-2",
        day(15),
    );
    let [now, before] = page(&made, day(20)).tally;
    assert_eq!((now.verbal_conflict, before.verbal_conflict), (1, 0), "what may be is not counted");
}
