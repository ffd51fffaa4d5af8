//! Entries of the knowledge in words, for people.

use crate::terminal::color::{CODE, DIM, HEAD, PLAIN};
use crate::terminal::wrap::Styled;
use attache_knowledge::actors::{Actors, Office, Owner, Period, Person};

/// An entry: its name, its id and its kind.
pub fn line(kind: &str, name: &str, id: &str) -> Styled {
    Styled::default().with(HEAD, name).with(PLAIN, format!(" ({kind}) ")).with(DIM, id)
}

/// The owner's name.
pub fn owner(actors: &Actors, owner: Owner) -> &str {
    match owner {
        Owner::State(at) => actors.states.get(at.index()).map_or("?", |state| &state.name),
        Owner::Organisation(at) => actors.organisations.get(at.index()).map_or("?", |body| &body.name),
    }
}

/// A stretch of days: `2022-12-30 to 2023-07-25`, `since 2012-11-15`; empty where neither end is known.
pub fn period(period: Period) -> String {
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

/// An office with the days on which it was held.
pub fn tenure(actors: &Actors, office: &Office, held: Period) -> Styled {
    Styled::default()
        .with(PLAIN, format!("{} of {} ", office.title, owner(actors, office.owner)))
        .with(DIM, period(held))
}

/// The offices of a person, one a line.
pub fn tenures(actors: &Actors, person: &Person) -> Vec<Styled> {
    let office = |held: &attache_knowledge::actors::Tenure| {
        let office = actors.offices.get(held.office.index())?;
        Some(tenure(actors, office, held.period))
    };
    person.held.iter().filter_map(office).collect()
}

/// What an entry acts as.
pub fn acts_as(code: &str) -> Styled {
    Styled::default().with(DIM, "acts as ").with(CODE, code)
}
