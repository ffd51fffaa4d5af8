//! What one marked party of a sentence does to another, whoever they are: for lists of pairs that people or other
//! coders have marked.

mod given;
mod marks;

pub use marks::{MarkError, Marks};

use crate::Coder;
use crate::analysis::{Analysis, Words};
use crate::event::{self, Roles};
use crate::mention::{Discourse, Geography, Given, Mention, Who};
use crate::quote;
use crate::sentence;
use crate::status::{self, Trigger, Verdict};
use attache_knowledge::events::{EventPattern, Gives};
use attache_record::{Class, EntryId, Evidence, Mode, Quad, Span, Status};
use jiff::civil::Date;
use serde::Serialize;

/// What is left of a pattern's score where the coder refused it, for want of a party or because the words around make
/// it no event of its own: who asks about a pair says that the one does something to the other.
const DOUBTED: f32 = 0.5;

/// What is left of a pattern's score where what it says did not or may not happen: what did is meant sooner ("*refused*
/// to meet").
const UNTOLD: f32 = 0.8;

/// Which of the two parties the event's own words relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// Neither: an event of the sentence, taken because there is no other.
    Neither,
    /// Whom it is done to, and not who does it.
    Target,
    /// Who does it, and not whom it is done to.
    Source,
    /// Both.
    Both,
}

impl Sides {
    /// What is left of a pattern's score where its words don't relate both: figures chosen by hand.
    fn share(self) -> f32 {
        match self {
            Self::Both => 1.0,
            Self::Source => 0.7,
            Self::Target => 0.6,
            Self::Neither => 0.3,
        }
    }
}

/// What the source does to the target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// PLOVER class of what the event is.
    pub class: Class,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// Whether it happened.
    pub status: Status,
    /// Strict PLOVER class: what is announced is AGREE; `None` for what did not or may not happen.
    pub plover: Option<Class>,
    /// Quad class of the strict class, else of the class.
    pub quad: Quad,
    /// CAMEO code of what it comes to; `None` for what may not happen.
    pub cameo: Option<String>,
    /// How sure the coder is, 0 to 1.
    pub score: f32,
    /// Which parties the words relate.
    pub sides: Sides,
    /// The words that say it.
    pub evidence: Evidence,
    /// The knowledge entries that fired, the pattern first.
    pub rules: Vec<EntryId>,
}

impl Coder {
    /// What the marked source does to the marked target; `None` where no words of an event stand in their sentences.
    #[must_use]
    pub fn relate(&self, marks: &Marks, day: Option<Date>) -> Option<Relation> {
        let knowledge = self.knowledge();
        let text = marks.text.as_str();
        let mut discourse = Discourse::new(knowledge, day, None, None);
        let mut analysis = Analysis::default();
        let mut best: Option<Relation> = None;
        for span in sentence::split(text, knowledge) {
            let sources = marks.source.iter().map(|party| (*party, Given::Source));
            let marked = sources.chain(marks.target.iter().map(|party| (*party, Given::Target)));
            let marked: Vec<(Span, Given)> = marked.filter(|(party, _)| party.overlaps(span)).collect();
            for words in Words::cut_in(text, span, 0, knowledge, &Geography::default()).pieces() {
                let piece = words.span;
                analysis.read(text, words, knowledge, &mut discourse);
                let here: Vec<_> = marked.iter().filter(|(party, _)| party.overlaps(piece)).collect();
                if here.is_empty() {
                    continue;
                }
                for (party, given) in here {
                    given::give(&mut analysis, *party, *given, knowledge);
                }
                let found = self.related(text, &analysis, marks, day, &discourse);
                best = better(best, found);
            }
            discourse.next_sentence();
        }
        best
    }

    /// The best of a sentence's events.
    fn related(
        &self,
        text: &str,
        analysis: &Analysis,
        marks: &Marks,
        day: Option<Date>,
        discourse: &Discourse<'_>,
    ) -> Option<Relation> {
        let knowledge = self.knowledge();
        let clause = analysis.clause(knowledge);
        let attribution = quote::attribute(&clause);
        let cues = status::cues(&clause);
        // Who takes part is given; nobody is chosen by weights.
        let weights = event::parties::Weights::default();
        let beside = event::Context { day, discourse, weights: &weights, proposals: &[], witness: &self.witness };
        let outcome = event::find(&clause, &cues, &attribution, &beside);
        let marked: Vec<Span> = marks.source.iter().chain(&marks.target).copied().collect();
        let mut best = None;
        let mut take = |pattern: &EventPattern, trigger: Trigger, roles: &Roles, verdict: &Verdict, share: f32| {
            let Gives::Event(class, mode) = pattern.gives else { return };
            let evidence = Evidence::of(text, analysis.bytes(trigger.start, trigger.end));
            if marked.iter().any(|party| party.contains(evidence.span)) {
                return;
            }
            let status = verdict.status.unwrap_or(Status::Hypothetical);
            let plover = strict(class, status);
            let (shown, mode) = pattern.own.unwrap_or((class, mode));
            let sides = sides(pattern, roles);
            let mut rules = vec![pattern.id.clone()];
            rules.extend(verdict.rules.iter().cloned());
            let told = if matches!(status, Status::Actual | Status::Future) { 1.0 } else { UNTOLD };
            let score = rounded(pattern.score * sides.share() * told * share);
            let quad = knowledge.views.quad(plover.unwrap_or(shown));
            let refusal = plover == Some(Class::Reject) && class != Class::Reject;
            let views = match refusal {
                true => knowledge.views.of(Class::Reject, None, Status::Actual),
                false => knowledge.views.of(shown, mode, status),
            };
            let cameo = views.cameo;
            let relation = Relation { class: shown, mode, status, plover, quad, cameo, score, sides, evidence, rules };
            best = better(best.take(), Some(relation));
        };
        for found in &outcome.found {
            take(found.pattern, found.trigger, &found.roles, &found.verdict, 1.0);
        }
        for refused in &outcome.refused {
            if let Some((trigger, roles, verdict)) = event::reconsider(refused, &clause, &cues, &attribution, day) {
                take(refused.pattern, trigger, &roles, &verdict, DOUBTED);
            }
        }
        best
    }
}

/// The strict PLOVER class of what a party does to another: not to do what would be cooperation is to refuse it.
fn strict(class: Class, status: Status) -> Option<Class> {
    let cooperation = matches!(class.quad(), Some(Quad::VerbalCooperation | Quad::MaterialCooperation));
    if status == Status::Negated && cooperation { Some(Class::Reject) } else { class.strict(status) }
}

/// Which of the marked parties take part as they should.
fn sides(pattern: &EventPattern, roles: &Roles) -> Sides {
    let names = |mentions: &[Mention], given| mentions.iter().any(|m| m.who.contains(&Who::Given(given)));
    let (actors, recipients) = (&roles.actors, &roles.recipients);
    let source = names(actors, Given::Source);
    let target = names(recipients, Given::Target) || pattern.reciprocal && names(actors, Given::Target);
    match (source, target) {
        (true, true) => Sides::Both,
        (true, false) => Sides::Source,
        (false, true) => Sides::Target,
        (false, false) => Sides::Neither,
    }
}

/// A score with the decimals that it deserves.
fn rounded(score: f32) -> f32 {
    const STEPS: f32 = 1000.0;
    (score * STEPS).round() / STEPS
}

/// The surer one; of equals the first.
fn better(one: Option<Relation>, other: Option<Relation>) -> Option<Relation> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let wins = other.score > one.score;
            Some(if wins { other } else { one })
        }
        (one, other) => one.or(other),
    }
}
