//! The life of a contact: its steps, in the order in which they were said.

use super::mention::{Mention, Tense};
use attache_record::{DocumentId, Grain, RecordId, Span};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is explained in the codebook")]
pub enum State {
    Proposed,
    Planned,
    Confirmed,
    Postponed,
    Rescheduled,
    UnderWay,
    Suspended,
    Resumed,
    Held,
    Refused,
    Cancelled,
}

impl State {
    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Planned => "planned",
            Self::Confirmed => "confirmed",
            Self::Postponed => "postponed",
            Self::Rescheduled => "rescheduled",
            Self::UnderWay => "under way",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Held => "held",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The days of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Days {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// How fine the words are.
    pub grain: Grain,
    /// Words give them; else they are the day of the first account, by which it had been held.
    pub told: bool,
}

/// Who says something: a publisher, and whom it gives as its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Voice {
    /// Publisher, as given.
    pub publisher: Option<String>,
    /// Whom the sentence gives as the source of the claim.
    pub said_by: Option<String>,
}

/// One mention, as evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// The day of its publication.
    pub said: Option<Date>,
    /// Who says it.
    pub by: Voice,
    /// Where it says that the contact stands.
    pub state: State,
    /// The days that it gives.
    pub days: Option<Days>,
    /// The words that mention the contact.
    pub words: String,
    /// Where its sentence stands in the document.
    pub sentence: Span,
    /// The sentence, where the desk keeps texts and whoever asks fills it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A step in the life of a contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The state that it reaches.
    pub state: State,
    /// The day on which that was first said.
    pub said: Option<Date>,
    /// The days for which it holds, where the words give some.
    pub days: Option<Days>,
    /// Who says it first.
    pub by: Voice,
    /// The mention that says it first.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// Other mentions that say the same, copies among them.
    pub also: Vec<RecordId>,
}

/// Reports that cannot all be right.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Contradiction {
    /// It took place, say some; it did not, say others.
    Outcome {
        /// Mentions of those who say that it took place.
        held: Vec<RecordId>,
        /// Mentions of the others.
        not_held: Vec<RecordId>,
    },
    /// Days that do not overlap.
    Days {
        /// For each of the days given, who gives them.
        told: Vec<(Date, Date, Vec<RecordId>)>,
    },
}

/// What the mentions of one contact make of it.
pub struct Told {
    pub status: State,
    pub days: Option<Days>,
    pub history: Vec<Step>,
    pub contradictions: Vec<Contradiction>,
    pub reports: Vec<Report>,
}

/// The history that `members`, sorted by publication, tell.
pub fn of(members: &[&Mention]) -> Told {
    let mut walk = Walk::default();
    let mut ordered: Vec<&Mention> = members.to_vec();
    // Of what was published on one day the earlier state comes first.
    ordered.sort_by(|a, b| (a.said, a.state(), a.key()).cmp(&(b.said, b.state(), b.key())));
    // What goes on about a contact that was told of adds a step only where its words say one.
    let plain = |m: &Mention| matches!(m.state(), State::Proposed | State::Planned | State::UnderWay | State::Held);
    for mention in ordered.iter().filter(|m| m.further.is_none() || !(m.weak || plain(m))) {
        walk.step(mention);
    }
    let contradictions = walk.contradictions(&ordered);
    let status = walk.history.last().map_or(State::Proposed, |step| step.state);
    Told {
        status,
        days: walk.days(&ordered, status),
        history: walk.history,
        contradictions,
        reports: members.iter().map(|m| report(m)).collect(),
    }
}

/// What is known after some reports.
#[derive(Default)]
struct Walk {
    history: Vec<Step>,
    /// The days of the plan.
    plan: Option<Days>,
}

impl Walk {
    fn state(&self) -> Option<State> {
        self.history.last().map(|step| step.state)
    }

    /// Takes one report in.
    fn step(&mut self, mention: &Mention) {
        let next = mention.state();
        let told = told(mention);
        let Some(now) = self.state() else {
            if mention.tense() == Tense::Ahead || mention.tense() == Tense::Off {
                self.plan.clone_from(&told);
            }
            self.add(next, told, mention);
            return;
        };
        use State::{
            Cancelled, Confirmed, Held, Planned, Postponed, Proposed, Refused, Rescheduled, Resumed, Suspended,
            UnderWay,
        };
        let other_day = self.is_other_day(told.as_ref());
        match (now, next) {
            // A new day for what was put off, called off or planned for another.
            (Postponed | Cancelled | Refused, Planned | Confirmed) if self.is_new_day(told.as_ref(), mention) => {
                self.plan.clone_from(&told);
                self.add(Rescheduled, told.clone(), mention);
                if next == Confirmed {
                    self.add(Confirmed, told, mention);
                }
            }
            (Planned | Confirmed | Rescheduled, Planned | Confirmed) if other_day => {
                self.plan.clone_from(&told);
                self.add(Rescheduled, told.clone(), mention);
                if next == Confirmed {
                    self.add(Confirmed, told, mention);
                }
            }
            (Planned | Confirmed | Rescheduled | Proposed | Postponed, Postponed) => {
                let new =
                    told.as_ref().is_some_and(|days| self.plan.as_ref().is_some_and(|plan| days.first > plan.last));
                if now != Postponed {
                    let old = if new { self.plan.clone() } else { told.clone().or_else(|| self.plan.clone()) };
                    self.add(Postponed, old, mention);
                }
                if new {
                    self.plan.clone_from(&told);
                    self.add(Rescheduled, told, mention);
                } else if now == Postponed {
                    self.again(Postponed, mention);
                }
            }
            (Proposed, Planned | Confirmed) => {
                self.plan.clone_from(&told);
                self.add(next, told, mention);
            }
            (Planned | Rescheduled, Confirmed)
            | (
                Proposed | Planned | Confirmed | Rescheduled | Postponed,
                UnderWay | Held | Cancelled | Refused | Suspended | Resumed,
            )
            | (UnderWay | Resumed, Held | Suspended)
            | (Suspended, Resumed | Held | UnderWay | Cancelled)
            | (UnderWay | Resumed, Cancelled) => {
                self.refine(told.as_ref());
                let next = if now == Suspended && next == UnderWay { Resumed } else { next };
                self.add(next, told, mention);
            }
            // Called off or refused, and yet it took place, say others.
            (Cancelled | Refused, UnderWay | Held) => self.add(next, told, mention),
            _ => {
                self.refine(told.as_ref());
                self.again(next, mention);
            }
        }
    }

    /// A finer word on the day of the plan.
    fn refine(&mut self, told: Option<&Days>) {
        if let Some(told) = told {
            let finer = self.plan.as_ref().is_none_or(|plan| {
                told.first >= plan.first && told.last <= plan.last && (told.first > plan.first || told.last < plan.last)
            });
            if finer {
                self.plan = Some(told.clone());
            }
        }
    }

    fn is_other_day(&self, told: Option<&Days>) -> bool {
        let (Some(plan), Some(told)) = (&self.plan, told) else { return false };
        told.first > plan.last || plan.first > told.last
    }

    /// A day for what was put off: one that is not the old plan's and not before the putting off was said.
    fn is_new_day(&self, told: Option<&Days>, mention: &Mention) -> bool {
        let since = self.history.last().and_then(|step| step.said);
        let later = told.is_some_and(|days| Some(days.last) >= since) && mention.said >= since;
        later && (self.plan.is_none() || self.is_other_day(told))
    }

    fn add(&mut self, state: State, days: Option<Days>, mention: &Mention) {
        let contact = mention.contact();
        self.history.push(Step {
            state,
            said: mention.said,
            days,
            by: voice(mention),
            record: contact.id.clone(),
            document: contact.document.clone(),
            also: Vec::new(),
        });
    }

    /// The latest step of that state is told again.
    fn again(&mut self, state: State, mention: &Mention) {
        if let Some(step) = self.history.iter_mut().rev().find(|step| step.state == state) {
            step.also.push(mention.contact().id.clone());
            if step.days.is_none() {
                step.days = told(mention);
            }
        }
    }

    fn contradictions(&self, members: &[&Mention]) -> Vec<Contradiction> {
        let mut found = Vec::new();
        // Only what is said of the last plan counts: it may have been put off before.
        let since = self.history.iter().rev().find(|step| step.state == State::Rescheduled).and_then(|step| step.said);
        let last: Vec<&&Mention> = members.iter().filter(|m| since.is_none() || m.said >= since).collect();
        let ids = |of: &dyn Fn(&Mention) -> bool| -> Vec<RecordId> {
            last.iter().filter(|m| of(m)).map(|m| m.contact().id.clone()).collect()
        };
        let firm = |m: &Mention| !m.partial && !m.weak;
        let held = ids(&|m| matches!(m.tense(), Tense::Past | Tense::Now) && m.further.is_none() && firm(m));
        let not_held = ids(&|m| matches!(m.state(), State::Cancelled | State::Refused) && firm(m));
        let broken_off = self.history.iter().any(|step| step.state == State::UnderWay) && held.is_empty();
        if !held.is_empty() && !not_held.is_empty() && !broken_off {
            found.push(Contradiction::Outcome { held, not_held });
        }
        let over = |m: &&&&Mention| m.exact && m.further.is_none() && matches!(m.tense(), Tense::Past | Tense::Now);
        let mut stretches: Vec<(Date, Date, Vec<RecordId>)> = Vec::new();
        let mut told: Vec<_> =
            last.iter().filter(over).filter_map(|m| Some((m.days?, m.contact().id.clone()))).collect();
        told.sort();
        for ((first, end), id) in told {
            match stretches.iter_mut().find(|(a, b, _)| first <= *b && *a <= end) {
                Some((a, b, ids)) => {
                    (*a, *b) = ((*a).min(first), (*b).max(end));
                    ids.push(id);
                }
                None => stretches.push((first, end, vec![id])),
            }
        }
        if stretches.len() > 1 {
            found.push(Contradiction::Days { told: stretches });
        }
        found
    }

    /// The days by the latest word: of those who tell it as over, else of the plan.
    fn days(&self, members: &[&Mention], status: State) -> Option<Days> {
        let over = |m: &&&Mention| matches!(m.tense(), Tense::Past | Tense::Now);
        let took_place = matches!(status, State::Held | State::UnderWay | State::Suspended | State::Resumed);
        if !took_place {
            return self.plan.clone().or_else(|| members.iter().rev().find_map(|m| told(m)));
        }
        let last = self.history.iter().rev().find(|step| step.state == State::Rescheduled).and_then(|step| step.said);
        let of_plan = |m: &&&Mention| last.is_none() || m.said >= last;
        let words: Vec<Days> = members.iter().filter(over).filter(of_plan).filter_map(|m| told(m)).collect();
        // The widest of the finest: a visit of two days is told by its first and by both.
        let days: Vec<&Days> =
            words.iter().filter(|days| days.grain == Grain::Day || days.grain == Grain::Range).collect();
        if let Some(first) = days.first() {
            let mut all = (*first).clone();
            for other in days.iter().filter(|other| other.first <= first.last && first.first <= other.last) {
                (all.first, all.last) = (all.first.min(other.first), all.last.max(other.last));
            }
            all.grain = if all.first == all.last { Grain::Day } else { Grain::Range };
            return Some(all);
        }
        let planned = self.plan.clone().filter(|plan| matches!(plan.grain, Grain::Day | Grain::Range | Grain::Weekend));
        planned.or_else(|| words.into_iter().min_by_key(|days| super::join::days(days.first, days.last))).or_else(
            || {
                let said = members.iter().filter(over).find_map(|m| m.said)?;
                Some(Days { first: said, last: said, grain: Grain::Day, told: false })
            },
        )
    }
}

fn told(mention: &Mention) -> Option<Days> {
    let when = mention.contact().when.as_ref()?;
    Some(Days { first: when.first, last: when.last, grain: when.grain, told: true })
}

fn voice(mention: &Mention) -> Voice {
    let said_by = mention.contact().said_by.as_ref();
    Voice {
        publisher: mention.filed().source.source.clone(),
        said_by: said_by.map(|party| party.name.clone().unwrap_or_else(|| party.text.clone())),
    }
}

fn report(mention: &Mention) -> Report {
    let contact = mention.contact();
    Report {
        record: contact.id.clone(),
        document: contact.document.clone(),
        said: mention.said,
        by: voice(mention),
        state: mention.state(),
        days: told(mention),
        words: contact.trigger.text.clone(),
        sentence: contact.sentence,
        text: None,
    }
}
