//! Missions opened, planned, closed.

use super::{Context, FROM_CONTEXT, place};
use crate::event::Found;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::pattern::Words;
use attache_record::{Change, EntryId, Evidence, MissionKind, Party, Presence, Record, Status};

/// The presence record of a pattern's words.
pub(super) fn of(context: &Context<'_>, found: &Found<'_>, what: MissionKind, change: Option<Change>) -> Presence {
    let trigger = context.evidence(found.trigger.start, found.trigger.end);
    let status = found.verdict.status.unwrap_or(Status::Actual);
    let change = match (change, status) {
        (Some(Change::Opened | Change::Reopened), Status::Future | Status::Hypothetical) | (None, _) => Change::Planned,
        (Some(change), _) => change,
    };
    let mut rules = vec![found.pattern.id.clone()];
    rules.extend(found.verdict.rules.iter().cloned());
    if found.roles.actors.iter().chain(&found.roles.recipients).any(|m| m.start == m.end) {
        rules.push(EntryId::new(FROM_CONTEXT));
    }
    Presence {
        id: context.id("presence", trigger.span, what.as_str()),
        document: context.document.clone(),
        sentence: context.sentence(),
        state: context.all_parties(&found.roles.actors, true).into_iter().next().map(of_state),
        hosts: context.all_parties(&found.roles.recipients, true),
        places: place::of_event(context, found, false).into_iter().chain(place::regions(context)).collect(),
        what,
        changes: vec![change],
        at_least: count(context, found),
        when: context.when(found, status),
        said_by: context.said_by(found.trigger.start),
        trigger,
        rules,
        run: context.run.clone(),
    }
}

/// A mission is the state's, whoever opens it.
fn of_state(mut party: Party) -> Party {
    party.code = party.code.map(|c| c.with_sector(None));
    party
}

/// How many missions the words count: "five new embassies".
fn count(context: &Context<'_>, found: &Found<'_>) -> Option<u32> {
    let clause = &context.clause;
    let from = found.trigger.start.saturating_sub(4);
    (from..found.trigger.end).rev().find_map(|at| {
        if at >= clause.len() || clause.tags[at] != Tag::Cd {
            return None;
        }
        let word = clause.tokens[at].span.text(context.text)?;
        let number = clause.knowledge.times.number(clause.tokens[at].word);
        word.parse().ok().or_else(|| number.and_then(|n| u32::try_from(n).ok()))
    })
}

/// "has opened or has plans to open five embassies": records of one state on one noun become one with both changes.
pub(super) fn join(records: &mut Vec<Record>, text: &str) {
    let mut kept: Vec<Presence> = Vec::new();
    records.retain_mut(|record| {
        let Record::Presence(presence) = record else { return true };
        let same = kept.iter_mut().find(|k| k.trigger.span.overlaps(presence.trigger.span) && k.what == presence.what);
        match same {
            Some(first) => {
                for change in &presence.changes {
                    if !first.changes.contains(change) {
                        first.changes.push(*change);
                    }
                }
                first.rules.extend(presence.rules.iter().cloned());
                first.at_least = first.at_least.or(presence.at_least);
                first.state = first.state.take().or_else(|| presence.state.clone());
                first.trigger = Evidence::of(text, first.trigger.span.cover(presence.trigger.span));
            }
            None => kept.push(presence.clone()),
        }
        false
    });
    records.extend(kept.into_iter().map(Record::Presence));
}
