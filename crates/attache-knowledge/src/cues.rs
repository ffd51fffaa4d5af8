//! Words that attribute a claim to somebody, and words that say how far what follows is real.

use crate::events::FirstWords;
use crate::pattern::Pattern;
use crate::relation::Side;
use crate::vocabulary::WordId;
use attache_record::{ContactStatus, EntryId, Status};
use serde::{Deserialize, Serialize};

/// Where a claim stands beside its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ClaimSide {
    After,
    Before,
    #[default]
    Either,
}

/// Words that attribute a claim: "said", "according to".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpeechCue {
    /// Id of the entry.
    pub id: EntryId,
    /// The words.
    pub pattern: Pattern,
    /// Who speaks.
    pub speaker: Side,
    /// Where the claim stands.
    pub claim: ClaimSide,
    /// Whether the words name a readout: one side's account of a contact.
    pub readout: bool,
}

/// What a status cue makes of the event it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Makes {
    /// It happened, whatever the form of the verb ("managed to").
    Actual,
    /// It will happen.
    Future,
    /// It may happen.
    Hypothetical,
    /// It did not happen.
    Negated,
    /// It is no event of its own: it is what somebody asks for, threatens or talks about.
    Absorbed,
}

impl Makes {
    /// The status, or `None` where there is no event.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Actual => Some(Status::Actual),
            Self::Future => Some(Status::Future),
            Self::Hypothetical => Some(Status::Hypothetical),
            Self::Negated => Some(Status::Negated),
            Self::Absorbed => None,
        }
    }
}

/// Where the event stands beside a status cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Over {
    /// The verb or noun that follows.
    #[default]
    After,
    /// The noun before it ("the visit was called off").
    Before,
    /// Either.
    Either,
}

/// Words that say how far an event is real: "plans to", "called off".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusCue {
    /// Id of the entry.
    pub id: EntryId,
    /// The words.
    pub pattern: Pattern,
    /// What it makes of the event.
    pub makes: Makes,
    /// Where the event stands.
    pub over: Over,
    /// Where a contact stands in its life, if the words say so.
    pub contact: Option<ContactStatus>,
    /// What it makes of an event that somebody is reported to have said: "said it would".
    pub reported: Option<Makes>,
}

/// Entries with patterns, found by the words with which they begin.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "'de: 'static, T: Deserialize<'de>"))]
pub struct Cues<T> {
    /// The entries, in the order of the file.
    pub entries: Vec<T>,
    index: FirstWords,
}

impl<T> Default for Cues<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: FirstWords::default() }
    }
}

/// An entry that has a pattern.
pub trait HasPattern {
    /// Its patterns.
    fn patterns(&self) -> &[Pattern];
}

impl HasPattern for SpeechCue {
    fn patterns(&self) -> &[Pattern] {
        std::slice::from_ref(&self.pattern)
    }
}

impl HasPattern for StatusCue {
    fn patterns(&self) -> &[Pattern] {
        std::slice::from_ref(&self.pattern)
    }
}

impl<T: HasPattern> Cues<T> {
    /// The entries that can begin with this word, with the pattern that does.
    pub fn beginning_with(&self, word: WordId) -> impl Iterator<Item = (&T, &Pattern)> {
        self.index.at(word).filter_map(move |packed| {
            let (entry, pattern) = ((packed >> 8) as usize, (packed & 0xff) as usize);
            let entry = self.entries.get(entry)?;
            entry.patterns().get(pattern).map(|p| (entry, p))
        })
    }

    pub(crate) fn index(&mut self) {
        self.index = FirstWords::packed(self.entries.iter().map(HasPattern::patterns));
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// PLOVER's context, or a name of our own.
    pub id: EntryId,
    /// Whether it is one of PLOVER's contexts.
    pub plover: bool,
    /// The words; at most 256 of them are read.
    pub patterns: Vec<Pattern>,
}

impl HasPattern for Topic {
    fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }
}
