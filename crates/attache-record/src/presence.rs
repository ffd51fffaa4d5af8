//! Embassies and other missions.

use crate::class::spelled;
use crate::{DocumentId, EntryId, Evidence, Party, Place, RecordId, RunId, Span, When};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// What kind of mission.
    MissionKind {
        Embassy = "embassy",
        Consulate = "consulate",
        Mission = "mission",
        Office = "office",
        Base = "base",
    }
}

spelled! {
    /// What happens to it.
    Change {
        Opened = "opened",
        Planned = "planned",
        Closed = "closed",
        Suspended = "suspended",
        Reopened = "reopened",
        Moved = "moved",
        Upgraded = "upgraded",
    }
}

/// A change in where a state is represented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// Name of the record.
    pub id: RecordId,
    /// The document.
    pub document: DocumentId,
    /// The sentence.
    pub sentence: Span,
    /// The words that say it.
    pub trigger: Evidence,
    /// Whose mission.
    pub state: Option<Party>,
    /// In which states, where they are named.
    pub hosts: Vec<Party>,
    /// Cities and regions named ("Indian Ocean", "Pacific").
    pub places: Vec<Place>,
    /// What kind of mission.
    pub what: MissionKind,
    /// What happens to it; more than one for "has opened or has plans to open".
    pub changes: Vec<Change>,
    /// How many missions at least, where the text counts them.
    pub at_least: Option<u32>,
    /// When, or by when.
    pub when: Option<When>,
    /// Who says so.
    pub said_by: Option<Party>,
    /// The entries that fired.
    pub rules: Vec<EntryId>,
    /// The run.
    pub run: RunId,
}
