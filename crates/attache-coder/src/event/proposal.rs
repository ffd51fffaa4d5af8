//! What a model proposes, heard as a second witness beside the patterns.
//!
//! Where a pattern has found an event of the same class in the same words, the model only fills a role that the pattern's
//! relations left empty. Where no pattern speaks for its words, a proposal becomes an event of its own if its score is
//! high enough, its actor is named and the words around don't absorb it ("urged to withdraw"). Against a pattern of
//! another class it is not heard. See DESIGN.md, "What does the model's word count for?".

use super::{Context, Found, Outcome, Refusal, Refused, Roles, says_the_same};
use crate::mention::Mention;
use crate::quote::Attribution;
use crate::relation::Clause;
use crate::status::{self, Cue, Trigger};
use attache_knowledge::events::{EventPattern, Gives, Needs};
use attache_knowledge::pattern::{Match, Pattern};
use attache_knowledge::relation::Side;
use attache_record::{Class, EntryId, Span};

/// Words that a model takes for an event. Spans are offsets into the document's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Class of event.
    pub class: Class,
    /// How sure the model is of the class, 0 to 1.
    pub score: f32,
    /// The word that stands for the event.
    pub trigger: Span,
    /// All its words.
    pub words: Span,
    /// Head words of those who do it.
    pub actors: Vec<Span>,
    /// Head words of those to whom it is done.
    pub recipients: Vec<Span>,
}

impl Proposal {
    /// A proposal of a sentence whose words stand at `words`: `trigger` is the word that stands for the event, `range` all
    /// its words, `actors` and `recipients` head words. None where a number is beyond the words or the class is unknown.
    #[must_use]
    pub fn new(
        (class, score): (&str, f32),
        words: &[Span],
        trigger: u32,
        range: (u32, u32),
        [actors, recipients]: [Vec<u32>; 2],
    ) -> Option<Self> {
        let at = |word: u32| words.get(word as usize).copied();
        Some(Self {
            class: class.parse().ok()?,
            score,
            trigger: at(trigger)?,
            words: at(range.0)?.cover(at(range.1.checked_sub(1)?)?),
            actors: actors.into_iter().filter_map(at).collect(),
            recipients: recipients.into_iter().filter_map(at).collect(),
        })
    }
}

/// What stands for a proposal among the patterns, a pattern a class.
#[derive(Debug, Clone)]
pub struct Witness {
    patterns: Vec<EventPattern>,
}

/// Begins the id of what stands for a model's proposal among the patterns.
pub(crate) const MODEL: &str = "model.";

/// Least score of a proposal that no pattern supports.
const LEAST: f32 = 0.6;

impl Default for Witness {
    fn default() -> Self {
        let pattern = |class: &Class| EventPattern {
            id: EntryId::new(format!("{MODEL}{}", class.as_str().to_lowercase())),
            pattern: Pattern { steps: Vec::new() },
            gives: Gives::Event(*class, None),
            own: None,
            status: None,
            actor: Side::default(),
            recipient: Side::default(),
            place: Side::default(),
            reciprocal: *class == Class::Consult,
            needs: Needs::Actor,
            unless: Vec::new(),
            score: 0.0,
            contact: None,
        };
        Self { patterns: Class::ALL.iter().map(pattern).collect() }
    }
}

impl Witness {
    fn pattern(&self, class: Class) -> Option<&EventPattern> {
        self.patterns.iter().find(|p| p.gives == Gives::Event(class, None))
    }
}

/// The tokens that a span touches: the first, and one past the last.
fn tokens(clause: &Clause<'_>, span: Span) -> Option<(usize, usize)> {
    let touches = |at: &usize| {
        let token = clause.tokens[*at].span;
        token.start() < span.end() && span.start() < token.end()
    };
    let first = (0..clause.tokens.len()).find(touches)?;
    let last = (first..clause.tokens.len()).rev().find(touches)?;
    Some((first, last + 1))
}

/// Whom some words name: the mention that holds them, heads of phrases first.
fn mention<'c>(clause: &'c Clause<'_>, span: Span) -> Option<&'c Mention> {
    let (start, end) = tokens(clause, span)?;
    let holds = |m: &&Mention| m.start < end && start < m.end && !m.who.is_empty();
    let mut here = clause.mentions.iter().filter(holds);
    here.clone().find(|m| m.head).or_else(|| here.next())
}

fn mentions(clause: &Clause<'_>, spans: &[Span], but: &[Mention]) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for span in spans {
        let Some(mention) = mention(clause, *span) else { continue };
        let twice = |m: &Mention| m.start < mention.end && mention.start < m.end || m.who == mention.who;
        if !but.iter().any(twice) && !out.iter().any(twice) {
            out.push(mention.clone());
        }
    }
    out
}

/// Hears the proposals of a sentence.
pub(super) fn hear<'k>(
    outcome: &mut Outcome<'k>,
    clause: &Clause<'k>,
    cues: &[Cue<'k>],
    attribution: &Attribution,
    context: &Context<'_, 'k>,
) {
    let Context { day, proposals, witness, .. } = *context;
    let actors = &clause.knowledge.actors;
    for proposal in proposals {
        let Some((head, _)) = tokens(clause, proposal.trigger) else { continue };
        let (start, end) = tokens(clause, proposal.words).unwrap_or((head, head + 1));
        let trigger = Trigger { start: start.min(head), end: end.max(head + 1), head };
        let meets = |f: &Found<'_>| f.trigger.start < trigger.end && trigger.start < f.trigger.end;
        let same = |f: &Found<'_>| matches!(f.pattern.gives, Gives::Event(class, _) if class == proposal.class);
        if let Some(found) = outcome.found.iter_mut().find(|f| same(f) && meets(f)) {
            fill(&mut found.roles, proposal, clause, found.pattern.reciprocal);
            found.witness = Some(proposal.score);
            continue;
        }
        let event = |f: &Found<'_>| matches!(f.pattern.gives, Gives::Event(..));
        let Some(pattern) = witness.pattern(proposal.class) else { continue };
        let outvoted = outcome.found.iter().any(|f| event(f) && meets(f));
        let mut refuse = |why| outcome.refused.push(Refused { pattern, start: trigger.start, end: trigger.end, why });
        if outvoted {
            refuse(Refusal::Outvoted);
            continue;
        }
        if proposal.score < LEAST {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is between 0 and 1")]
            refuse(Refusal::Unsure((proposal.score * 100.0) as u8));
            continue;
        }
        let mut roles = Roles::default();
        fill(&mut roles, proposal, clause, pattern.reciprocal);
        roles.settle(proposal.class, attribution.speaker_at(trigger.start), actors, day);
        if roles.actors.is_empty() || pattern.reciprocal && roles.sides(actors, day) < 2 {
            refuse(Refusal::Needs);
            continue;
        }
        let words: Vec<usize> = vec![head];
        let verdict = status::judge(clause, cues, trigger, &words, attribution.claim_at(trigger.start).is_some());
        if verdict.status.is_none() {
            refuse(Refusal::Absorbed(verdict.rules));
            continue;
        }
        let matched = Match { start: trigger.start, end: trigger.end, words, slots: Vec::new() };
        let found = Found { pattern, matched, trigger, roles, verdict, witness: Some(proposal.score) };
        if !outcome.found.iter().any(|f| says_the_same(f, &found, actors, day)) {
            outcome.found.push(found);
        }
    }
    outcome.found.sort_by_key(|f| (f.trigger.start, f.trigger.end));
}

/// Gives roles that are empty to those whom the model names for them.
fn fill(roles: &mut Roles, proposal: &Proposal, clause: &Clause<'_>, reciprocal: bool) {
    if reciprocal {
        let all: Vec<Span> = proposal.actors.iter().chain(&proposal.recipients).copied().collect();
        let more = mentions(clause, &all, &roles.actors);
        if roles.actors.len() < 2 {
            roles.actors.extend(more);
        }
        return;
    }
    if roles.actors.is_empty() {
        roles.actors = mentions(clause, &proposal.actors, &roles.recipients);
    }
    if roles.recipients.is_empty() {
        roles.recipients = mentions(clause, &proposal.recipients, &roles.actors);
    }
}
