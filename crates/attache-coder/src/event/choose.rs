//! Gives each event the parties that weigh most, and takes up events that lacked only those.

use super::parties::{self, Ask, How, Role};
use super::{Context, Found, Outcome, Refusal, Roles, covers, satisfied, says_the_same};
use crate::mention::{Discourse, Mention, Who};
use crate::quote::Attribution;
use crate::relation::Clause;
use attache_knowledge::actors::Actors;
use attache_knowledge::events::{EventPattern, Gives, Needs};
use attache_knowledge::relation::{Relation, Side};
use jiff::civil::Date;

/// What the sides of all events of a sentence are asked with.
struct Asking<'s, 'k> {
    clause: &'s Clause<'k>,
    attribution: &'s Attribution,
    discourse: &'s Discourse<'s>,
    day: Option<Date>,
    /// The sides that the document names most.
    named: Vec<Who>,
}

/// Chooses the parties of every event of a sentence.
pub(super) fn parties(
    outcome: &mut Outcome<'_>,
    clause: &Clause<'_>,
    attribution: &Attribution,
    context: &Context<'_, '_>,
) {
    let Context { day, discourse, weights, .. } = *context;
    if weights.is_empty() || outcome.found.is_empty() && outcome.pending.is_empty() {
        return;
    }
    let actors = &clause.knowledge.actors;
    let asking = Asking { clause, attribution, discourse, day, named: discourse.most_named() };
    for at in 0..outcome.found.len() {
        for role in roles(outcome.found[at].pattern) {
            let ask = asking.ask(&outcome.found[at], *role, &outcome.found, at, false);
            let chosen = ask.and_then(|ask| choose(&ask, clause, weights, day));
            fill(&mut outcome.found[at].roles, *role, chosen);
        }
    }
    let pending = std::mem::take(&mut outcome.pending);
    for one in pending {
        if outcome.found.iter().any(|f| covers(f, one.pattern, &one.matched)) {
            continue;
        }
        let at = outcome.found.partition_point(|f| f.trigger.start < one.trigger.start);
        outcome.found.insert(at, one);
        for role in missing(&outcome.found[at]) {
            let ask = asking.ask(&outcome.found[at], *role, &outcome.found, at, true);
            let chosen = ask.and_then(|ask| choose(&ask, clause, weights, day));
            fill(&mut outcome.found[at].roles, *role, chosen);
        }
        let one = outcome.found.remove(at);
        if satisfied(one.pattern, &one.roles, actors, day)
            && !outcome.found.iter().any(|f| says_the_same(f, &one, actors, day))
        {
            let refused = |r: &super::Refused<'_>| {
                r.why == Refusal::Needs && r.start == one.trigger.start && r.pattern.id == one.pattern.id
            };
            outcome.refused.retain(|r| !refused(r));
            outcome.found.insert(at, one);
        } else {
            outcome.pending.push(one);
        }
    }
}

/// Who weighs more than those whom relations gave.
fn choose(ask: &Ask<'_>, clause: &Clause<'_>, weights: &parties::Weights, day: Option<Date>) -> Option<Vec<Mention>> {
    let options = parties::options(ask, clause, day);
    weights.choose(&options).filter(|c| c.how != How::Relation).map(|c| c.mentions.clone())
}

fn fill(roles: &mut Roles, role: Role, chosen: Option<Vec<Mention>>) {
    let Some(chosen) = chosen else { return };
    match role {
        Role::Actor | Role::Company => roles.actors = chosen,
        Role::Recipient => roles.recipients = chosen,
    }
    roles.weighed.push(role);
}

/// The sides that are asked for.
fn roles(pattern: &EventPattern) -> &'static [Role] {
    match (pattern.gives, pattern.reciprocal) {
        (Gives::Event(..), true) => &[Role::Company],
        (Gives::Event(..), false) => &[Role::Actor, Role::Recipient],
        _ => &[],
    }
}

/// The sides that a refused event lacks.
fn missing(found: &Found<'_>) -> &'static [Role] {
    if found.pattern.reciprocal {
        return &[Role::Company];
    }
    let (actor, recipient) = (found.roles.actors.is_empty(), found.roles.recipients.is_empty());
    match (found.pattern.needs, actor, recipient) {
        (_, true, true) => &[Role::Actor, Role::Recipient],
        (Needs::Actor | Needs::Both, true, _) => &[Role::Actor],
        (Needs::Recipient | Needs::Both, _, true) => &[Role::Recipient],
        _ => &[],
    }
}

/// The sides of a sentence's events, as they are asked for.
#[must_use]
pub fn asked<'s, 'k>(
    outcome: &'s Outcome<'k>,
    clause: &'s Clause<'k>,
    attribution: &'s Attribution,
    discourse: &'s Discourse<'s>,
    day: Option<Date>,
) -> Vec<(&'s Found<'k>, Ask<'s>)> {
    if outcome.found.is_empty() && outcome.pending.is_empty() {
        return Vec::new();
    }
    let asking = Asking { clause, attribution, discourse, day, named: discourse.most_named() };
    let mut out = Vec::new();
    for (at, found) in outcome.found.iter().enumerate() {
        let asks = roles(found.pattern).iter().filter_map(|r| asking.ask(found, *r, &outcome.found, at, false));
        out.extend(asks.map(|ask| (found, ask)));
    }
    for one in &outcome.pending {
        let at = outcome.found.partition_point(|f| f.trigger.start < one.trigger.start);
        let asks = missing(one).iter().filter_map(|r| asking.ask(one, *r, &outcome.found, at, true));
        out.extend(asks.map(|ask| (one, ask)));
    }
    out
}

impl<'s> Asking<'s, '_> {
    /// A side of an event that stands before those of `all` from `at` on.
    fn ask<'f>(&self, one: &'f Found<'_>, role: Role, all: &'f [Found<'_>], at: usize, needed: bool) -> Option<Ask<'f>>
    where
        's: 'f,
    {
        let Gives::Event(class, mode) = one.pattern.gives else { return None };
        let (given, other) = match role {
            Role::Actor => (&one.roles.actors, &one.roles.recipients[..]),
            Role::Recipient => (&one.roles.recipients, &one.roles.actors[..]),
            Role::Company => (&one.roles.actors, &[][..]),
        };
        let side = match role {
            Role::Recipient => &one.pattern.recipient,
            Role::Actor | Role::Company => &one.pattern.actor,
        };
        let speaker = self.attribution.speaker_at(one.trigger.start);
        let others = || all.iter().filter(|f| !std::ptr::eq(*f, one)).map(|f| &f.roles);
        let placed = |m: &&'f Mention| !m.who.is_empty();
        Some(Ask {
            role,
            class,
            mode,
            status: one.verdict.status,
            trigger: one.trigger,
            told: self.discourse.has_told(),
            sides: self.named.len(),
            given,
            other,
            spec: spec(side),
            needed,
            speaker,
            context: self.context(role, one, &all[..at], other, speaker),
            elsewhere: [
                others().flat_map(|r| &r.actors).filter(placed).collect(),
                others().flat_map(|r| &r.recipients).filter(placed).collect(),
            ],
        })
    }

    fn context(
        &self,
        role: Role,
        one: &Found<'_>,
        before: &[Found<'_>],
        other: &[Mention],
        speaker: Option<&Mention>,
    ) -> Vec<(&'static str, Vec<Who>)> {
        let Self { discourse, day, named, .. } = self;
        let actors = &self.clause.knowledge.actors;
        let mut out: Vec<(&'static str, Vec<Who>)> = Vec::new();
        let mut add = |why, who: Vec<Who>| {
            if !who.is_empty() {
                out.push((why, who));
            }
        };
        let code = |w: &Who| w.code(actors, *day).map(|c| c.dyad_side().to_owned());
        let all = |list: &[Mention]| list.iter().flat_map(|m| m.who.iter().copied()).collect::<Vec<_>>();
        let own = other.iter().flat_map(|m| &m.who).copied().next();
        if let Some(own) = own {
            add("dealt with here", dealt_with(before, own, actors, *day).unwrap_or_default());
            add("dealt with", discourse.opposite(own).into_iter().collect());
            add("own state", other.iter().find_map(|m| parties::state_of(m, actors)).into_iter().collect());
        }
        if let Some(last) = before.iter().rev().find(|f| !f.roles.actors.is_empty()) {
            add("last actor here", all(&last.roles.actors));
            add("last recipient here", all(&last.roles.recipients));
        }
        if let Some((first, second)) = discourse.last_dyad() {
            add("last actor", vec![first]);
            add("last recipient", vec![second]);
            if role == Role::Company {
                add("last pair", vec![first, second]);
            }
        }
        add("speaker", speaker.map(|s| s.who.clone()).unwrap_or_default());
        add("voice", discourse.speakers());
        add("country", discourse.country.map(|s| Who::State(s, None)).into_iter().collect());
        let own_side = own.as_ref().and_then(code);
        let mut others = named.iter().filter(|w| code(w) != own_side || own_side.is_none()).copied();
        let (most, second) = (others.next(), others.next());
        add("most named", most.into_iter().collect());
        add("second named", second.into_iter().collect());
        if role == Role::Company {
            add("company", discourse.company_of_now().to_vec());
            add("most named pair", most.into_iter().chain(second).collect());
            let with = |w: Option<Who>| one.roles.actors.iter().flat_map(|m| m.who.iter().copied()).chain(w).collect();
            if !one.roles.actors.is_empty() {
                add("with most named", with(most));
                add("with speaker", with(speaker.and_then(|s| s.who.first().copied())));
                add("with voice", with(discourse.speakers().first().copied()));
            }
        }
        out
    }
}

/// On whom of another side an actor acted last in this sentence.
fn dealt_with(before: &[Found<'_>], own: Who, actors: &Actors, day: Option<Date>) -> Option<Vec<Who>> {
    let side = |w: &Who| w.code(actors, day).map(|c| c.dyad_side().to_owned());
    let own = side(&own);
    before.iter().rev().find_map(|f| {
        let same = f.roles.actors.iter().flat_map(|m| &m.who).any(|w| side(w) == own);
        let other = |m: &&Mention| m.who.iter().any(|w| side(w) != own);
        f.roles.recipients.iter().find(other).filter(|_| same).map(|m| m.who.clone())
    })
}

/// Where a pattern looks for a side first.
fn spec(side: &Side) -> &'static str {
    match side.alternatives.first().and_then(|sum| sum.first()) {
        None => "nobody",
        Some(Relation::Subject) => "subject",
        Some(Relation::Object) => "object",
        Some(Relation::Possessor) => "possessor",
        Some(Relation::Controller) => "controller",
        Some(Relation::After(_)) => "after",
        Some(Relation::Slot) => "slot",
    }
}
