//! Whose a mission is and where it stands, where the relations of a pattern do not say.

use super::{Context, Found, roles};
use crate::mention::{Mention, Who};
use crate::relation::Clause;
use attache_knowledge::actors::BodyKind;
use attache_knowledge::events::Gives;
use attache_knowledge::lexicon::Tag;
use attache_record::Change;

/// Sorts out the roles of missions.
///
/// A town or state by name inside of the words ("the Consulate General at Dakar was elevated", "Embassy Cotonou was
/// closed") or right behind them is where the mission stands. Whose it is then: that of the government whose voice the
/// text is, else of the side that its host dealt with last. A single mission that is closed, reopened or raised, or one
/// that itself is told of ("the American Embassy was opened"), and of which nobody says where, stands with whom its state
/// dealt last.
pub(super) fn settle(found: &mut [Found<'_>], clause: &Clause<'_>, context: &Context<'_, '_>) {
    for one in found {
        let Gives::Presence(_, change) = one.pattern.gives else { continue };
        let trigger = one.trigger;
        // "at Dakar", and "Cotonou" in a phrase of its own or in that of the mission.
        let phrase = clause.chunks.noun_at(trigger.start).map_or(trigger.start + 1, |at| clause.chunks.nouns[at].end);
        let inside = |m: &Mention| m.start > trigger.start && m.start <= phrase + 1 && m.end <= trigger.end;
        let (hosts, owners): (Vec<Mention>, Vec<Mention>) =
            one.roles.actors.drain(..).partition(|m| m.start < m.end && inside(m) && is_place(m, clause));
        one.roles.actors = owners;
        if one.roles.recipients.is_empty() {
            one.roles.recipients = hosts;
        }
        let own = side_of(&one.roles.actors, clause, context);
        // "closed its consulate at Rotterdam": the object is the mission, not whom it stands with.
        let mission = |m: &Mention| !is_place(m, clause) && own.is_some() && side_of([m], clause, context) == own;
        one.roles.recipients.retain(|m| !mission(m));
        if one.roles.recipients.is_empty() {
            let named = clause.mentions.iter().find(|m| inside(m) && m.start > phrase && is_place(m, clause));
            one.roles.recipients.extend(named.cloned().or_else(|| behind(trigger.end, clause)));
        }
        if one.roles.actors.is_empty() {
            let host = one.roles.recipients.first().and_then(|m| m.who.first()).copied();
            let owner = host.and_then(|host| owner(host, clause, context));
            one.roles.actors.extend(owner.map(|who| roles::implied(trigger, vec![who])));
        }
        if one.roles.recipients.is_empty() && is_one(one, clause, change) {
            let owner = one.roles.actors.first().and_then(|m| m.who.first()).copied();
            let host = owner.and_then(|owner| host(owner, trigger.start, clause, context));
            one.roles.recipients.extend(host.map(|who| roles::implied(trigger, vec![who])));
        }
    }
}

/// Whether it is a town, province or state by its bare name.
fn is_place(mention: &Mention, clause: &Clause<'_>) -> bool {
    let bodies = &clause.knowledge.actors.bodies;
    !mention.who.is_empty()
        && mention.who.iter().all(|who| match who {
            Who::State(_, sector) => sector.is_none(),
            Who::Place(_) => true,
            Who::Body(at) => bodies
                .get(at.index())
                .is_some_and(|b| matches!(b.kind, BodyKind::Capital | BodyKind::City | BodyKind::Province)),
            _ => false,
        })
}

/// The place that stands right behind the words: "closed Embassy Malabo".
fn behind(end: usize, clause: &Clause<'_>) -> Option<Mention> {
    clause.mentions.iter().find(|m| m.start == end && is_place(m, clause)).cloned()
}

/// Whether it is one mission of which the reader must know where it stands.
fn is_one(found: &Found<'_>, clause: &Clause<'_>, change: Option<Change>) -> bool {
    let (start, end) = (found.trigger.start, found.trigger.end);
    let has = |wanted: &[Tag]| (start..end).any(|at| wanted.contains(&clause.tags[at]));
    // "suspended Embassy operations" is one embassy.
    let several = has(&[Tag::Cd]) || has(&[Tag::Nns, Tag::Nnps]) && !has(&[Tag::Nn, Tag::Nnp]);
    let told_of = found.roles.actors.iter().any(|m| m.start <= start && start < m.end);
    let stood = matches!(
        change,
        Some(Change::Closed | Change::Suspended | Change::Reopened | Change::Upgraded | Change::Moved)
    );
    !several && found.roles.places.is_empty() && (stood || told_of && change == Some(Change::Opened))
}

fn side_of<'m>(
    mentions: impl IntoIterator<Item = &'m Mention>,
    clause: &Clause<'_>,
    context: &Context<'_, '_>,
) -> Option<String> {
    let who = mentions.into_iter().find_map(|m| m.who.first().copied())?;
    who.code(&clause.knowledge.actors, context.day).map(|code| code.dyad_side().to_owned())
}

/// Whose mission it is that stands with `host`.
fn owner(host: Who, clause: &Clause<'_>, context: &Context<'_, '_>) -> Option<Who> {
    let actors = &clause.knowledge.actors;
    let home = |who: &Who| who.state(actors);
    let speaks = context.discourse.voice.filter(|voice| home(voice).is_some() && home(voice) != home(&host));
    speaks.or_else(|| context.discourse.opposite(host))
}

/// With whom the mission of `owner` stands: the other state named before it in the sentence, else whom it dealt with last,
/// else, of the government whose voice the text is, the other state that it named last.
fn host(owner: Who, before: usize, clause: &Clause<'_>, context: &Context<'_, '_>) -> Option<Who> {
    let state = |who: Who| who.state(&clause.knowledge.actors).map(|state| Who::State(state, None));
    let other = |who: &Who| state(*who).filter(|host| Some(*host) != state(owner));
    let here = clause.mentions.iter().rev().filter(|m| m.end <= before).flat_map(|m| &m.who).find_map(other);
    let discourse = context.discourse;
    let speaks = discourse.voice.and_then(state).is_some_and(|voice| Some(voice) == state(owner));
    let named = || discourse.last_foreign_state().filter(|_| speaks).map(|state| Who::State(state, None));
    here.or_else(|| discourse.opposite(owner).as_ref().and_then(other)).or_else(named)
}
