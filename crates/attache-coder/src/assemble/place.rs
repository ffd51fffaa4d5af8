//! Where an event happened.

use super::Context;
use crate::chunk::Kind;
use crate::event::Found;
use crate::mention::{Hit, Mention};
use attache_knowledge::actors::{Body, BodyKind, Meaning, Owner, Region, StateIx};
use attache_knowledge::gazetteer::{self, Dispute};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::pattern::Words;
use attache_record::{Place, PlaceKind, Span};

/// The place that the pattern's own words give, else the nearest that "in" or "at" gives in the clause, else, for a
/// visit, the host.
pub(super) fn of_event(context: &Context<'_>, found: &Found<'_>, visit: bool) -> Option<Place> {
    let of = |mentions: &[Mention]| mentions.iter().find_map(|m| in_tokens(context, m.start, m.end));
    if let Some(place) = of(&found.roles.places) {
        return Some(place);
    }
    let (near, host) = (located(context, found), if visit { of(&found.roles.recipients) } else { None });
    match (near, host) {
        // "will visit Serbia ... in Belgrade": the finer place, where it is the host's.
        (Some(near), Some(host)) => Some(if near.country == host.country { near } else { host }),
        (near, host) => host.or(near),
    }
}

/// The place of the phrase after a preposition of place, first to the right of the words, then to their left.
fn located(context: &Context<'_>, found: &Found<'_>) -> Option<Place> {
    let clause = &context.clause;
    let at_place = |at: usize| {
        let word = clause.tokens.get(at)?.word;
        if !clause.knowledge.grammar.is(word, WordClass::PlacePreposition) {
            return None;
        }
        let phrase = clause.chunks.nouns[clause.chunks.noun_at(at + 1)?];
        // "in Kyiv", "in Sudan's Gezira state", but not "in China's internal affairs".
        let place_noun = clause.knowledge.grammar.is(clause.tokens[phrase.head].word, WordClass::PlaceNoun);
        let ends = context.analysis.hits.iter().find(|h| h.start >= phrase.start && h.end == phrase.end);
        match ends {
            Some(hit) => {
                in_tokens(context, hit.start, hit.end).or_else(|| in_tokens(context, phrase.start, phrase.end))
            }
            None if place_noun => in_tokens(context, phrase.start, phrase.end),
            None => None,
        }
    };
    // The words may end with the preposition: "marched in".
    for at in found.trigger.end.saturating_sub(1)..clause.len() {
        if matches!(clause.chunks.kind(at), Kind::Boundary | Kind::Subordinator) {
            break;
        }
        if let Some(place) = at_place(at) {
            return Some(place);
        }
    }
    for at in (0..found.trigger.start).rev() {
        if matches!(clause.chunks.kind(at), Kind::Boundary | Kind::Subordinator) {
            break;
        }
        if let Some(place) = at_place(at) {
            return Some(place);
        }
    }
    None
}

/// The regions that a sentence names.
pub(super) fn regions(context: &Context<'_>) -> Vec<Place> {
    let names_region = |h: &&Hit| h.meanings.iter().any(|m| matches!(m, Meaning::Region(_)));
    let alone = |h: &&Hit| !h.meanings.iter().any(|m| matches!(m, Meaning::Body(_) | Meaning::Place(..)));
    context.analysis.hits.iter().filter(names_region).filter(alone).filter_map(|h| of_hit(context, h)).collect()
}

/// The place that a name among some tokens is, if one is: the first that is finer than a state, else the first state.
pub(super) fn in_tokens(context: &Context<'_>, start: usize, end: usize) -> Option<Place> {
    let hits = context.analysis.hits.iter().filter(|h| h.start >= start && h.end <= end);
    let places: Vec<Place> = hits.filter_map(|h| of_hit(context, h)).collect();
    let fine = places.iter().position(|p| p.kind != PlaceKind::State && places[0].country == p.country);
    places.into_iter().nth(fine.unwrap_or(0))
}

/// The place that a phrase names. A place of the gazetteer comes first; a region in dispute before the body of one state
/// that has its name.
fn of_hit(context: &Context<'_>, hit: &Hit) -> Option<Place> {
    let actors = &context.clause.knowledge.actors;
    let region = hit.meaning(|m| match m {
        Meaning::Region(at) => actors.regions.get(at.index()),
        _ => None,
    });
    let body = hit.meaning(|m| match m {
        Meaning::Body(at) => actors.bodies.get(at.index()).filter(|b| b.kind.is_place()).map(|b| (*at, b)),
        _ => None,
    });
    let place = hit.meaning(|m| match m {
        Meaning::Place(place, _) => actors.gazetteer.place(*place),
        _ => None,
    });
    let place = place.or_else(|| body.and_then(|(at, _)| actors.gazetteer.of_body(at)));
    let made = match (place, region, body) {
        (Some(place), _, _) => from_gazetteer(context, place, body.map(|(_, body)| body)),
        (None, Some(region), body) if region.dispute.is_some() || body.is_none() => from_region(context, region),
        (None, _, Some((_, body))) => from_body(context, body),
        (None, _, None) => from_state(
            context,
            hit.meaning(|m| match m {
                Meaning::State(s) | Meaning::Adjective(s) => Some(*s),
                _ => None,
            })?,
        ),
    };
    let span = context.analysis.bytes(hit.start, hit.end);
    Some(Place { text: span.text(context.text).unwrap_or_default().to_owned(), span, ..made? })
}

/// A place without the words that name it.
fn bare(name: String, kind: PlaceKind) -> Place {
    Place {
        country: None,
        name,
        id: None,
        kind,
        division: None,
        latitude: None,
        longitude: None,
        held_by: None,
        claimed_by: Vec::new(),
        text: String::new(),
        span: Span::new(0, 0),
    }
}

fn code(context: &Context<'_>, state: StateIx) -> Option<String> {
    let states = &context.clause.knowledge.actors.states;
    states.get(state.index()).map(|s| s.code.as_str().to_owned())
}

/// Says to whom a place belongs, and who disputes it on the day.
fn belongs(context: &Context<'_>, place: Place, state: Option<StateIx>, dispute: Option<&Dispute>) -> Place {
    let dispute = dispute.filter(|d| d.holds(context.day));
    let state = dispute.map_or(state, |d| d.state);
    let held_by = dispute.and_then(|d| d.holder(context.day)).and_then(|s| code(context, s));
    let claimed_by = dispute.iter().flat_map(|d| &d.claimed_by).filter_map(|s| code(context, *s)).collect();
    Place { country: state.and_then(|s| code(context, s)), held_by, claimed_by, ..place }
}

/// A place of the gazetteer, under the name that the knowledge's own entry of it has.
fn from_gazetteer(context: &Context<'_>, place: gazetteer::Place<'_>, body: Option<&Body>) -> Option<Place> {
    let name = body.map_or_else(|| place.name_on(context.day).to_owned(), |body| body.name.clone());
    let division = match place.kind() {
        PlaceKind::Division => Some(place),
        _ => place.division(),
    };
    let made = Place {
        id: place.id(),
        division: division.map(|d| d.name_on(None).to_owned()),
        latitude: Some(place.latitude()),
        longitude: Some(place.longitude()),
        ..bare(name, place.kind())
    };
    Some(belongs(context, made, Some(place.state()), place.dispute()))
}

fn from_region(context: &Context<'_>, region: &Region) -> Option<Place> {
    let dispute = region.dispute.and_then(|at| context.clause.knowledge.actors.gazetteer.dispute(at));
    let made = Place {
        id: Some(region.id.clone()),
        latitude: region.middle.map(|(latitude, _)| latitude),
        longitude: region.middle.map(|(_, longitude)| longitude),
        ..bare(region.name.clone(), PlaceKind::Region)
    };
    Some(belongs(context, made, region.state, dispute))
}

/// A body on the map that the gazetteer lacks: a village, a base.
fn from_body(context: &Context<'_>, body: &Body) -> Option<Place> {
    let kind = match body.kind {
        BodyKind::Capital => PlaceKind::Capital,
        BodyKind::Province => PlaceKind::Division,
        _ => PlaceKind::City,
    };
    let country = match body.owner {
        Owner::State(s) => code(context, s),
        Owner::Organisation(_) => None,
    };
    Some(Place { country, id: Some(body.id.clone()), ..bare(body.name.clone(), kind) })
}

/// A state as a place that no words name.
pub(super) fn of_state(context: &Context<'_>, state: StateIx) -> Option<Place> {
    let start = context.sentence().start();
    from_state(context, state).map(|place| Place { span: Span::new(start, start), ..place })
}

fn from_state(context: &Context<'_>, state: StateIx) -> Option<Place> {
    let actors = &context.clause.knowledge.actors;
    let middle = actors.gazetteer.of_state(state);
    Some(Place {
        country: code(context, state),
        latitude: middle.map(gazetteer::Place::latitude),
        longitude: middle.map(gazetteer::Place::longitude),
        ..bare(actors.states.get(state.index())?.name.clone(), PlaceKind::State)
    })
}
