//! When an event happened: which of a sentence's times is its own.

use crate::chunk::Kind;
use crate::event::Found;
use crate::quote::Attribution;
use crate::relation::Clause;
use crate::status::Trigger;
use crate::time::{Tense, TimeMention, resolve};
use attache_knowledge::lexicon::Tag;
use attache_record::{Status, When};
use jiff::civil::{Date, date};

/// Two days far apart: words that give the same days whichever of them is the publication date name a date in full.
const FAR_APART: [Date; 2] = [date(1951, 1, 2), date(2049, 7, 15)];

/// The times of a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Times<'c> {
    /// The words, in order.
    pub mentions: &'c [TimeMention],
    /// Publication date.
    pub published: Option<Date>,
}

impl Times<'_> {
    /// The time of an event, from the words of its own clause.
    #[must_use]
    pub fn of_event(
        &self,
        found: &Found<'_>,
        status: Status,
        clause: &Clause<'_>,
        attribution: &Attribution,
    ) -> Option<When> {
        let trigger = found.trigger;
        let own = |m: &&TimeMention| !m.is_vague() && !belongs_to_speaker(m, trigger, clause, attribution);
        let mention = self
            .mentions
            .iter()
            .filter(own)
            .filter_map(|m| distance(m, trigger, clause).map(|d| (d, m)))
            .min_by_key(|(d, m)| (*d, m.start))
            .map(|(_, m)| m)
            .or_else(|| self.mentions.iter().filter(own).find(|m| opens_clause_of(m, trigger, clause)))?;
        self.days(mention, tense(trigger, status, clause), &clause.knowledge.times)
    }

    /// The days of a time. Without a publication date only a date in full has any.
    pub(super) fn days(
        &self,
        mention: &TimeMention,
        tense: Tense,
        times: &attache_knowledge::times::Times,
    ) -> Option<When> {
        match self.published {
            Some(published) => resolve(mention, times, published, None, tense),
            None => {
                let [one, other] = FAR_APART.map(|day| resolve(mention, times, day, None, tense));
                one.zip(other).filter(|(one, other)| one == other).map(|(one, _)| one)
            }
        }
    }
}

/// Whether a time says when something was said: "said Wednesday", "said on Monday that".
fn belongs_to_speaker(mention: &TimeMention, trigger: Trigger, clause: &Clause<'_>, attribution: &Attribution) -> bool {
    attribution.claims.iter().any(|claim| {
        let is_event = claim.cue_start < trigger.end && trigger.start < claim.cue_end;
        let next_to = mention.start >= claim.cue_end
            && (claim.cue_end..mention.start).all(|at| clause.chunks.kind(at) == Kind::Preposition);
        !is_event && next_to
    })
}

/// How far a time stands from an event's words, in tokens; `None` where it belongs to another clause.
fn distance(mention: &TimeMention, trigger: Trigger, clause: &Clause<'_>) -> Option<usize> {
    if mention.start >= trigger.end {
        let free = !breaks(trigger.end, mention.start, trigger, clause);
        return free.then(|| mention.start - trigger.end);
    }
    if mention.end <= trigger.start {
        let free = !breaks(mention.end, trigger.start, trigger, clause)
            && !in_relative_clause(mention, clause)
            && !ends_main_clause(mention, clause);
        // Words behind an event are nearer to it than words in front.
        return free.then(|| (trigger.start - mention.end) * 2 + 1);
    }
    // Inside the words: "announced on Monday that".
    Some(0)
}

/// Whether the event's clause says what happened at that time: "ties were restored *on May 2*, when Peru reopened its
/// embassy".
fn opens_clause_of(mention: &TimeMention, trigger: Trigger, clause: &Clause<'_>) -> bool {
    let comma = usize::from(clause.chunks.kind(mention.end) == Kind::Comma);
    let when = mention.end + comma;
    when < trigger.start
        && clause.tags.get(when) == Some(&Tag::Wrb)
        && !breaks(when + 1, trigger.start, trigger, clause)
}

/// Whether a time closes a relative clause that ends before the event's words: "Italy, which expelled a diplomat *in
/// May*, may send".
fn in_relative_clause(mention: &TimeMention, clause: &Clause<'_>) -> bool {
    let closed = matches!(clause.chunks.kind(mention.end), Kind::Comma);
    let opened = (0..mention.start).rev().take_while(|at| clause.chunks.kind(*at) != Kind::Boundary);
    closed
        && opened.into_iter().any(|at| {
            clause.chunks.kind(at) == Kind::Subordinator && clause.chunks.kind(at.wrapping_sub(1)) == Kind::Comma
        })
}

/// Whether a time closes a main clause with its verb, and another follows: "ties froze *in May*, and the two sides now
/// want to meet".
fn ends_main_clause(mention: &TimeMention, clause: &Clause<'_>) -> bool {
    let joined =
        clause.chunks.kind(mention.end) == Kind::Comma && clause.chunks.kind(mention.end + 1) == Kind::Coordinator;
    let mut before = (0..mention.start).rev().take_while(|at| clause.chunks.kind(*at) != Kind::Boundary);
    joined && before.any(|at| clause.chunks.kind(at) == Kind::Verb)
}

/// Whether another clause begins or another verb stands between two positions.
fn breaks(from: usize, to: usize, trigger: Trigger, clause: &Clause<'_>) -> bool {
    let own = clause.chunks.verb_at(trigger.head);
    (from..to).any(|at| match clause.chunks.kind(at) {
        Kind::Boundary | Kind::Subordinator => true,
        Kind::Verb | Kind::Modal | Kind::To => clause.chunks.verb_at(at) != own && clause.chunks.verb_at(at).is_some(),
        _ => false,
    })
}

/// Whether the event's clause is about what was or what is to come.
fn tense(trigger: Trigger, status: Status, clause: &Clause<'_>) -> Tense {
    match status {
        Status::Future | Status::Hypothetical => return Tense::Future,
        Status::Actual | Status::Negated => {}
    }
    let verb = clause.chunks.verb_at(trigger.head).or_else(|| clause.governs_as_subject(trigger.head));
    match verb.or_else(|| clause.governor(trigger.head)).map(|v| clause.chunks.verbs[v]) {
        Some(group) if group.past || group.perfect => Tense::Past,
        Some(group) if group.is_finite() && group.modal.is_none() => Tense::Present,
        _ => Tense::Past,
    }
}
