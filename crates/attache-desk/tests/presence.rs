//! Missions and relations, by state and host.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod made;

use attache_desk::{Move, Step, line_of_move, moves};
use attache_record::{Change, Class, EntryId, Mode, Status};
use made::{Dates, Made, day, event, mission, names};

fn of(made: &Made) -> Vec<Move> {
    moves(&made.presences, &made.events)
}

#[test]
fn two_reports_of_one_opening_are_one_move_with_its_day() {
    let opened = mission("MLT", "TUN", Change::Opened).on(12, 12);
    let made = Made::new().has(&opened, "wire-1", day(12)).has(&opened, "wire-2", day(14));
    let found = of(&made);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].reports, found[0].dated), (2, true));
    assert_eq!(line_of_move(&found[0], &names()), "Malta opens an embassy in Tunisia");
}

#[test]
fn a_count_is_kept_and_said() {
    let mut planned = mission("MLT", "TUN", Change::Planned);
    planned.at_least = Some(5);
    planned.changes = vec![Change::Opened, Change::Planned];
    let found = of(&Made::new().has(&planned, "wire-1", day(14)));
    assert_eq!(line_of_move(&found[0], &names()), "Malta opens or plans to open at least 5 embassies in Tunisia");
}

#[test]
fn whom_a_host_expels_is_a_move_of_his_own_state() {
    let mut expelled = event(Class::Sanction, Status::Actual, "TUN", "MLT");
    expelled.mode = Some(Mode::Expel);
    expelled.rules = vec![EntryId::new("sanction.expel.expel-diplomat")];
    let found = of(&Made::new().with(&expelled, "wire-1", day(14)));
    assert_eq!(found[0].steps, [Step::Expelled]);
    assert_eq!((found[0].state.as_deref(), &found[0].hosts[..]), (Some("MLT"), &["TUN".to_owned()][..]));
}

#[test]
fn broken_relations_are_a_move_and_other_sanctions_are_none() {
    let mut broken = event(Class::Sanction, Status::Actual, "TUN", "MLT");
    broken.rules = vec![EntryId::new("sanction.discontinue.break-ties")];
    let sanctioned = event(Class::Sanction, Status::Actual, "MLT", "TUN");
    let found = of(&Made::new().with(&broken, "wire-1", day(14)).with(&sanctioned, "wire-2", day(15)));
    assert_eq!(found.iter().map(|one| one.steps.clone()).collect::<Vec<_>>(), [[Step::Broken]]);
}
