//! Where an event happened.

use super::Context;
use crate::chunk::Kind;
use crate::event::Found;
use crate::mention::{Mention, Who};
use attache_knowledge::actors::{Meaning, Owner};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::pattern::Words;
use attache_record::Place;

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
    let regions = &context.clause.knowledge.actors.regions;
    let of = |hit: &crate::mention::Hit| {
        let region = hit.meaning(|m| match m {
            Meaning::Region(at) => regions.get(at.index()),
            _ => None,
        })?;
        let span = context.analysis.bytes(hit.start, hit.end);
        let text = span.text(context.text).unwrap_or_default().to_owned();
        Some(Place { country: None, name: region.name.clone(), text, span })
    };
    context.analysis.hits.iter().filter_map(of).collect()
}

/// The place that a name among some tokens is, if it is one.
pub(super) fn in_tokens(context: &Context<'_>, start: usize, end: usize) -> Option<Place> {
    let actors = &context.clause.knowledge.actors;
    let hits = context.analysis.hits.iter().filter(|h| h.start >= start && h.end <= end);
    for hit in hits {
        let who = hit.meaning(|m| match m {
            Meaning::State(s) | Meaning::Adjective(s) => Some(Who::State(*s, None)),
            Meaning::Body(b) if actors.bodies.get(b.index()).is_some_and(|b| b.kind.is_place()) => Some(Who::Body(*b)),
            _ => None,
        });
        let Some(who) = who else { continue };
        let (country, name) = match who {
            Who::State(s, _) => {
                let state = actors.states.get(s.index())?;
                (Some(state.code.as_str().to_owned()), state.name.clone())
            }
            Who::Body(b) => {
                let body = actors.bodies.get(b.index())?;
                let country = match body.owner {
                    Owner::State(s) => actors.states.get(s.index()).map(|s| s.code.as_str().to_owned()),
                    Owner::Organisation(_) => None,
                };
                (country, body.name.clone())
            }
            _ => continue,
        };
        let span = context.analysis.bytes(hit.start, hit.end);
        return Some(Place { country, name, text: span.text(context.text).unwrap_or_default().to_owned(), span });
    }
    None
}
