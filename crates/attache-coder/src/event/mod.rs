//! Events: which patterns stand in a sentence, who fills their roles, and whether it happened.

mod candidate;
mod choose;
mod mission;
pub mod parties;
pub mod proposal;
mod roles;

pub use candidate::candidates;
pub use choose::asked;
pub use roles::{Roles, implied};

use crate::mention::{Discourse, Scene, Who};
use crate::quote::Attribution;
use crate::relation::Clause;
use crate::status::{self, Cue, Trigger, Verdict};
use attache_knowledge::actors::Actors;
use attache_knowledge::events::{EventPattern, Gives, Needs};
use attache_knowledge::lexicon::Tag;
use attache_knowledge::pattern::{Match, Words};
use attache_record::{Change, Class, EntryId, Mode, Status};
use jiff::civil::Date;
use std::fmt;

/// A pattern's words in a sentence with everything that was found for them.
#[derive(Debug, Clone)]
pub struct Found<'k> {
    /// The pattern.
    pub pattern: &'k EventPattern,
    /// Its words.
    pub matched: Match,
    /// The words that carry it.
    pub trigger: Trigger,
    /// Who takes part.
    pub roles: Roles,
    /// Whether it happened.
    pub verdict: Verdict,
    /// How sure a model is of its class, where one was heard and says the same.
    pub witness: Option<f32>,
}

impl Found<'_> {
    /// Whether a model alone says so, and no pattern.
    #[must_use]
    pub fn is_proposed(&self) -> bool {
        self.pattern.id.as_str().starts_with(proposal::MODEL)
    }

    /// The first of either side, where both are placed and differ; of a meeting the first two.
    #[must_use]
    pub fn dyad(&self, actors: &Actors, day: Option<Date>) -> Option<(Who, Who)> {
        let all = self.roles.actors.iter().chain(&self.roles.recipients).flat_map(|m| m.who.iter().copied());
        let side = |w: Who| w.code(actors, day).map(|c| c.dyad_side().to_owned());
        let mut all = all.filter(|w| side(*w).is_some());
        let first = all.next()?;
        let second = all.find(|w| side(*w) != side(first))?;
        Some((first, second))
    }

    /// Who takes part, where this is a meeting or call that was held.
    #[must_use]
    pub fn company(&self, actors: &Actors, day: Option<Date>) -> Option<Vec<Who>> {
        let meeting = matches!(self.pattern.gives, Gives::Event(Class::Consult, _));
        if !meeting || self.verdict.status != Some(Status::Actual) || self.roles.sides(actors, day) < 2 {
            return None;
        }
        let side = |w: Who| w.code(actors, day).map(|c| c.dyad_side().to_owned());
        let mut all: Vec<Who> = Vec::new();
        for who in self.roles.actors.iter().chain(&self.roles.recipients).flat_map(|m| &m.who) {
            match all.iter_mut().find(|w| **w == *who || side(**w).is_some() && side(**w) == side(*who)) {
                // A state and its president are one side, and the president counts.
                Some(same) if matches!(same, Who::State(_, None) | Who::Place(_)) => *same = *who,
                Some(_) => {}
                None => all.push(*who),
            }
        }
        Some(all)
    }
}

/// Why a pattern whose words stand in a sentence gave no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A pattern of its `unless` stands in the clause.
    Unless,
    /// A role it needs is empty.
    Needs,
    /// The words around make it no event of its own: it is asked for, offered, a purpose.
    Absorbed(Vec<EntryId>),
    /// A longer or surer pattern of the same class covers its words.
    Covered,
    /// The same event was coded from other words of the sentence.
    Repeated,
    /// The model is not sure enough: its score in hundredths.
    Unsure(u8),
    /// A pattern of another class reads its words.
    Outvoted,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unless => f.write_str("words of its `unless` stand in the clause"),
            Self::Needs => f.write_str("nobody was found for a role it needs"),
            Self::Absorbed(rules) if rules.is_empty() => {
                f.write_str("the verb is an infinitive that says what for, no event of its own")
            }
            Self::Absorbed(rules) => {
                let rules: Vec<&str> = rules.iter().map(EntryId::as_str).collect();
                write!(f, "it is no event of its own, says {}", rules.join(", "))
            }
            Self::Covered => f.write_str("a longer or surer pattern of its class covers its words"),
            Self::Unsure(score) => write!(f, "the model alone says so, and is not sure enough (0.{score:02})"),
            Self::Outvoted => f.write_str("a pattern of another class reads these words"),
            Self::Repeated => f.write_str("the same event was coded from other words of the sentence"),
        }
    }
}

/// A pattern whose words stand in a sentence and that gave no record.
#[derive(Debug, Clone)]
pub struct Refused<'k> {
    /// The pattern.
    pub pattern: &'k EventPattern,
    /// First token of its words.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Why.
    pub why: Refusal,
}

/// What a sentence holds, and what it was refused for.
#[derive(Debug, Default)]
pub struct Outcome<'k> {
    /// What is coded, in the order of the text.
    pub found: Vec<Found<'k>>,
    /// What is not.
    pub refused: Vec<Refused<'k>>,
    /// What would be, if somebody were found for a role that it needs.
    pub pending: Vec<Found<'k>>,
}

/// What a sentence's events rest on beside the sentence.
#[derive(Clone, Copy)]
pub struct Context<'c, 'k> {
    /// Publication date.
    pub day: Option<Date>,
    /// What the document has said before.
    pub discourse: &'c Discourse<'c>,
    /// What speaks for somebody as a party.
    pub weights: &'c parties::Weights,
    /// What a model proposes for the sentence.
    pub proposals: &'c [proposal::Proposal],
    /// What stands for its proposals among the patterns.
    pub witness: &'k proposal::Witness,
}

/// Everything that is found in a sentence: by patterns, then by a model where one is heard.
#[must_use]
pub fn find<'k>(
    clause: &Clause<'k>,
    cues: &[Cue<'k>],
    attribution: &Attribution,
    context: &Context<'_, 'k>,
) -> Outcome<'k> {
    let Context { day, discourse, .. } = *context;
    let mut outcome = Outcome::default();
    let actors = &clause.knowledge.actors;
    for (pattern, matched) in candidates(clause) {
        let (start, end) = (matched.start, matched.end);
        let mut refuse = |why| outcome.refused.push(Refused { pattern, start, end, why });
        if outcome.found.iter().any(|f| covers(f, pattern, &matched)) {
            refuse(Refusal::Covered);
            continue;
        }
        if pattern.unless.iter().any(|u| stands_in_clause(u, clause, &matched)) {
            refuse(Refusal::Unless);
            continue;
        }
        let trigger = Trigger { start, end, head: candidate::head(clause, &matched) };
        let mut roles = roles::fill(pattern, &matched, trigger, clause, discourse.scene(), day);
        if let Gives::Event(class, _) = pattern.gives {
            roles.settle(class, attribution.speaker_at(start), actors, day);
            // "It was agreed to meet": by those who met or called before.
            let unsaid = class == Class::Agree && roles.actors.is_empty();
            if (class == Class::Consult || unsaid) && pattern.reciprocal {
                roles.complete(trigger, discourse.company_of_now(), actors, day);
            }
        }
        let mut verdict =
            status::judge(clause, cues, trigger, &matched.words, attribution.claim_at(trigger.start).is_some());
        if let Some(fixed) = pattern.status {
            verdict.status = Some(fixed);
        }
        if !satisfied(pattern, &roles, actors, day) {
            refuse(Refusal::Needs);
            if verdict.status.is_some() && matches!(pattern.gives, Gives::Event(..)) {
                outcome.pending.push(Found { pattern, matched, trigger, roles, verdict, witness: None });
            }
            continue;
        }
        if verdict.status.is_none() && matches!(pattern.gives, Gives::Event(..)) {
            refuse(Refusal::Absorbed(verdict.rules));
            continue;
        }
        let found = Found { pattern, matched, trigger, roles, verdict, witness: None };
        if outcome.found.iter().any(|f| says_the_same(f, &found, actors, day)) {
            refuse(Refusal::Repeated);
            continue;
        }
        outcome.found.push(found);
    }
    drop_refused_acts(clause, &mut outcome);
    drop_outcomes(clause, &mut outcome);
    outcome.found.sort_by_key(|f| (f.trigger.start, f.trigger.end));
    proposal::hear(&mut outcome, clause, cues, attribution, context);
    outcome.pending.retain(|p| !outcome.found.iter().any(|f| covers(f, p.pattern, &p.matched)));
    choose::parties(&mut outcome, clause, attribution, context);
    mission::settle(&mut outcome.found, clause, context);
    outcome
}

/// What a refused pattern would have given: its words, who fills its roles, and whether it happened. `None` where it was
/// refused for what it is, and not for want of a party or because the words around absorb it.
#[must_use]
pub fn reconsider(
    refused: &Refused<'_>,
    clause: &Clause<'_>,
    cues: &[Cue<'_>],
    attribution: &Attribution,
    day: Option<Date>,
) -> Option<(Trigger, Roles, Verdict)> {
    if !matches!(refused.why, Refusal::Needs | Refusal::Absorbed(_)) {
        return None;
    }
    let matched = refused.pattern.pattern.match_at(clause, refused.start)?;
    let (start, end) = (matched.start, matched.end);
    let trigger = Trigger { start, end, head: candidate::head(clause, &matched) };
    let mut roles = roles::fill(refused.pattern, &matched, trigger, clause, Scene::default(), day);
    if let Gives::Event(class, _) = refused.pattern.gives {
        roles.settle(class, attribution.speaker_at(start), &clause.knowledge.actors, day);
    }
    let claimed = attribution.claim_at(trigger.start).is_some();
    let mut verdict = status::judge(clause, cues, trigger, &matched.words, claimed);
    verdict.status = refused.pattern.status.or(verdict.status);
    Some((trigger, roles, verdict))
}

/// "refused to withdraw" is one REJECT: the act that is refused is no second event. A visit called off stays one.
fn drop_refused_acts<'k>(clause: &Clause<'k>, outcome: &mut Outcome<'k>) {
    let refusals: Vec<(usize, usize)> = outcome
        .found
        .iter()
        .filter(|f| matches!(f.pattern.gives, Gives::Event(Class::Reject, _)))
        .map(|f| (f.trigger.start, f.trigger.end))
        .collect();
    let mut kept = Vec::with_capacity(outcome.found.len());
    for found in outcome.found.drain(..) {
        let infinitive = clause.chunks.verb_at(found.trigger.head).is_some_and(|v| clause.chunks.verbs[v].infinitive);
        let refused = infinitive
            && !matches!(found.pattern.gives, Gives::Event(Class::Reject | Class::Consult, _))
            && found.verdict.spans.iter().any(|(s, e)| refusals.iter().any(|(rs, re)| rs < e && s < re));
        if refused {
            let (pattern, start, end) = (found.pattern, found.trigger.start, found.trigger.end);
            let why = Refusal::Absorbed(found.verdict.rules);
            outcome.refused.push(Refused { pattern, start, end, why });
        } else {
            kept.push(found);
        }
    }
    outcome.found = kept;
}

/// "Jets bombed two houses, killing eight": what an act led to is no second act. It is a bare participle behind the
/// act, of a pattern that says of no means.
fn drop_outcomes<'k>(clause: &Clause<'k>, outcome: &mut Outcome<'k>) {
    let forceful = |f: &Found<'_>| matches!(f.pattern.gives, Gives::Event(Class::Assault | Class::Protest, _));
    let acts: Vec<usize> = outcome.found.iter().filter(|f| forceful(f)).map(|f| f.trigger.start).collect();
    let (outcomes, kept) = std::mem::take(&mut outcome.found).into_iter().partition::<Vec<_>, _>(|f| {
        let head = f.trigger.head;
        let bare = clause.chunks.verb_at(head).is_some_and(|v| clause.chunks.verbs[v].participle);
        matches!(f.pattern.gives, Gives::Event(Class::Assault, None))
            && bare
            && clause.tags[head] == Tag::Vbg
            && acts.iter().any(|act| *act < f.trigger.start)
    });
    outcome.found = kept;
    for Found { pattern, trigger, .. } in outcomes {
        outcome.refused.push(Refused { pattern, start: trigger.start, end: trigger.end, why: Refusal::Repeated });
    }
}

/// Whether an accepted pattern of the same kind holds one of another's words.
fn covers(accepted: &Found<'_>, pattern: &EventPattern, matched: &Match) -> bool {
    kind(&accepted.pattern.gives) == kind(&pattern.gives)
        && accepted.matched.words.iter().any(|w| matched.words.contains(w))
}

#[derive(PartialEq, Eq)]
enum GivesKind {
    Event(Class),
    Contact,
    Presence(Option<Change>),
}

fn kind(gives: &Gives) -> GivesKind {
    match gives {
        Gives::Event(class, _) => GivesKind::Event(*class),
        Gives::Contact(_) => GivesKind::Contact,
        // A mission may be opened and planned by the same words.
        Gives::Presence(_, change) => GivesKind::Presence(*change),
    }
}

/// Whether a pattern stands anywhere in the clause that holds a match.
fn stands_in_clause(pattern: &attache_knowledge::pattern::Pattern, clause: &Clause<'_>, matched: &Match) -> bool {
    let is_end = |at: usize| clause.chunks.kind(at) == crate::chunk::Kind::Boundary;
    let from = (0..matched.start).rev().find(|at| is_end(*at)).map_or(0, |at| at + 1);
    let to = (matched.end..clause.len()).find(|at| is_end(*at)).unwrap_or(clause.len());
    (from..to).any(|at| pattern.match_at(clause, at).is_some_and(|m| m.end <= to))
}

fn satisfied(pattern: &EventPattern, roles: &Roles, actors: &Actors, day: Option<Date>) -> bool {
    if pattern.reciprocal {
        return match pattern.needs {
            Needs::Both => roles.sides(actors, day) >= 2,
            Needs::None => true,
            _ => !roles.actors.is_empty(),
        };
    }
    let (actor, recipient) = (!roles.actors.is_empty(), !roles.recipients.is_empty());
    match pattern.needs {
        Needs::Actor => actor,
        Needs::Recipient => recipient,
        Needs::Both => actor && recipient,
        Needs::Either => actor || recipient,
        Needs::None => true,
    }
}

/// Whether two finds of a sentence are one event told twice: class, parties and status agree.
fn says_the_same(one: &Found<'_>, other: &Found<'_>, actors: &Actors, day: Option<Date>) -> bool {
    if kind(&one.pattern.gives) != kind(&other.pattern.gives) || one.verdict.status != other.verdict.status {
        return false;
    }
    let mode = |f: &Found<'_>| match f.pattern.gives {
        Gives::Event(_, mode) => mode,
        _ => None,
    };
    // A visit and the talks held during it are two; two words for the talks are one.
    let visit = |f: &Found<'_>| mode(f) == Some(Mode::Visit);
    let modes_differ = if matches!(one.pattern.gives, Gives::Event(Class::Consult, _)) {
        visit(one) != visit(other)
    } else {
        mode(one).is_some() && mode(other).is_some() && mode(one) != mode(other)
    };
    !modes_differ && one.roles.codes(actors, day) == other.roles.codes(actors, day)
}
