//! Who takes part in an event: the choice of its pattern's relations weighed against everybody else whom the sentence
//! or the document offers, and against nobody.
//!
//! What speaks for or against each ([`Feature`]) is described in `describe`; the weights are in `knowledge/parties.tsv`, learnt by
//! `training/parties.py` from the gold events. See DESIGN.md, "How is it decided who does it to whom?"

mod describe;
mod feature;
mod options;

pub use feature::{Feature, Weights};
pub use options::options;
pub(super) use options::state_of;

use crate::mention::{Mention, Who};
use crate::status::Trigger;
use attache_record::{Class, Mode, Status};

/// Which side of an event is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// All who take part, where nobody acts on another: a meeting, an agreement.
    Company,
}

impl Role {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Company => "company",
        }
    }
}

/// A side of an event for which somebody is looked for.
#[derive(Debug)]
pub struct Ask<'a> {
    /// Which side.
    pub role: Role,
    /// The event's class.
    pub class: Class,
    /// Its mode.
    pub mode: Option<Mode>,
    /// Whether it happened.
    pub status: Option<Status>,
    /// Its words.
    pub trigger: Trigger,
    /// Whether sentences before have named somebody.
    pub told: bool,
    /// How many sides the document has named so far.
    pub sides: usize,
    /// Whom relations gave.
    pub given: &'a [Mention],
    /// The other side.
    pub other: &'a [Mention],
    /// In which relation the pattern looks for this side first.
    pub spec: &'static str,
    /// Whether the pattern refused, since it needs this side.
    pub needed: bool,
    /// Who says it.
    pub speaker: Option<&'a Mention>,
    /// Whom the context offers, and why.
    pub context: Vec<(&'static str, Vec<Who>)>,
    /// Who acts in the sentence's other events, and who is acted upon.
    pub elsewhere: [Vec<&'a Mention>; 2],
}

/// Where somebody comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The pattern's relations.
    Relation,
    /// A mention of the sentence.
    Near,
    /// The context.
    Context,
    /// Whom relations gave, and another.
    More,
    /// Whom relations gave, without the last of them.
    Fewer,
    /// It is nobody.
    Nobody,
}

impl How {
    /// Of those who are the same, whom words name counts before whom they leave unsaid.
    fn order(self) -> u8 {
        match self {
            Self::Relation => 0,
            Self::Near | Self::More | Self::Fewer | Self::Nobody => 1,
            Self::Context => 2,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Relation => "relation",
            Self::Near => "near",
            Self::Context => "context",
            Self::More => "more",
            Self::Fewer => "fewer",
            Self::Nobody => "nobody",
        }
    }
}

/// Those who may fill a side.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The words, or an empty mention at the event's own for whom only the context names.
    pub mentions: Vec<Mention>,
    /// States and bodies that they are.
    pub sides: Vec<String>,
    /// Where they come from.
    pub how: How,
    /// What speaks for or against them.
    pub features: Vec<Feature>,
}

impl Weights {
    /// The choice that weighs most, of equals the first. Of those who are the same sides by other words, whom relations gave or words name is taken before whom only
    /// the context offers.
    #[must_use]
    pub fn choose<'c>(&self, choices: &'c [Choice]) -> Option<&'c Choice> {
        let points: Vec<i32> = choices.iter().map(|choice| self.sum(&choice.features)).collect();
        let mut best: Option<usize> = None;
        for at in 0..choices.len() {
            if best.is_none_or(|b| points[at] > points[b]) {
                best = Some(at);
            }
        }
        let best = best?;
        let same = |at: &usize| choices[*at].sides == choices[best].sides;
        let worded = (0..choices.len()).filter(same).min_by_key(|at| (choices[*at].how.order(), -points[*at]));
        choices.get(worded.unwrap_or(best))
    }
}
