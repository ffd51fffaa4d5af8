//! Places of the map in words: regions, divisions and towns that a search found.

use super::entry::{line, period};
use crate::terminal::color::{DIM, PLAIN};
use crate::terminal::count::{of, thousands};
use crate::terminal::wrap::Styled;
use attache_knowledge::actors::{Actors, Region, StateIx};
use attache_knowledge::gazetteer::{Dispute, Place, PlaceIx};
use attache_record::PlaceKind;
use std::collections::BTreeSet;

/// Towns and divisions that are shown at most. The gazetteer has tens of thousands, many of one name.
pub const MOST: usize = 20;

/// The towns and divisions whose usual name holds `wanted` (in lower case), whose id it is, or that are among `whole`;
/// the most populous first.
pub fn places<'k>(actors: &'k Actors, wanted: &str, whole: &BTreeSet<PlaceIx>) -> Vec<Place<'k>> {
    let all = (0..).map_while(|at| actors.gazetteer.place(PlaceIx(at)));
    let fits = |place: &Place<'_>| {
        // A state is listed among the states.
        place.kind() != PlaceKind::State
            && (whole.contains(&place.ix())
                || place.names().next().is_some_and(|name| name.to_lowercase().contains(wanted))
                || place.id().is_some_and(|id| id.as_str() == wanted))
    };
    let mut found: Vec<Place<'_>> = all.filter(fits).collect();
    found.sort_by_key(|place| (std::cmp::Reverse(place.population()), place.ix()));
    found
}

/// A place: its name and id, and beneath it where it lies, its other names and who disputes it.
pub fn place(actors: &Actors, place: Place<'_>) -> (Styled, Vec<Styled>) {
    let id = place.id();
    let mut names = place.names();
    let head = line(place.kind().as_str(), names.next().unwrap_or("?"), id.as_ref().map_or("", |id| id.as_str()));
    let mut about = String::from("in ");
    if let Some(division) = place.division().and_then(|division| division.names().next()) {
        about.push_str(&format!("{division}, "));
    }
    about.push_str(&format!("{}, at {}, {}", state(actors, place.state()), place.latitude(), place.longitude()));
    if place.population() > 0 {
        about.push_str(&format!(", {} people", thousands(u64::from(place.population()))));
    }
    let mut more = vec![Styled::default().with(PLAIN, about)];
    let others: Vec<&str> = names.collect();
    if !others.is_empty() {
        more.push(Styled::default().with(DIM, format!("also {}", others.join(", "))));
    }
    more.extend(place.dispute().map(|dispute| disputed(actors, dispute)));
    (head, more)
}

/// A region likewise.
pub fn region(actors: &Actors, region: &Region) -> (Styled, Vec<Styled>) {
    let mut about = Vec::new();
    about.extend(region.state.map(|at| format!("in {}", state(actors, at))));
    about.extend(region.middle.map(|(latitude, longitude)| format!("at {latitude}, {longitude}")));
    let mut more = vec![Styled::default().with(PLAIN, about.join(", "))];
    let dispute = region.dispute.and_then(|at| actors.gazetteer.dispute(at));
    more.extend(dispute.map(|dispute| disputed(actors, dispute)));
    more.retain(|line| !line.is_empty());
    (line("region", &region.name, region.id.as_str()), more)
}

/// The line that says how many places are not shown.
pub fn left_out(number: usize) -> Styled {
    let number = of(u64::try_from(number).unwrap_or(u64::MAX), "place");
    Styled::default().with(DIM, format!("{number} more with fewer people; give more of the name, or an id"))
}

fn disputed(actors: &Actors, dispute: &Dispute) -> Styled {
    Styled::default().with(DIM, dispute_in_words(actors, dispute))
}

/// A dispute in words: `belongs to UKR; claimed by RUS and UKR; held by RUS since 2014-03-18`.
pub fn dispute_in_words(actors: &Actors, dispute: &Dispute) -> String {
    let code = |at: StateIx| actors.states.get(at.index()).map_or("?", |state| state.code.as_str());
    let claimants: Vec<&str> = dispute.claimed_by.iter().map(|at| code(*at)).collect();
    let mut parts = Vec::new();
    parts.extend(dispute.state.map(|at| format!("belongs to {}", code(at))));
    if !claimants.is_empty() {
        let since = dispute.from.map_or_else(String::new, |day| format!(" since {day}"));
        parts.push(format!("claimed by {}{since}", claimants.join(" and ")));
    }
    for (holder, held) in &dispute.held_by {
        parts.push(format!("held by {} {}", code(*holder), period(*held)).trim_end().to_owned());
    }
    parts.join("; ")
}

fn state(actors: &Actors, at: StateIx) -> &str {
    actors.states.get(at.index()).map_or("?", |state| &state.name)
}
