//! Mentions of visits, calls and meetings, with where they stand in their life.

use crate::class::spelled;
use crate::{DocumentId, EntryId, Evidence, Party, Place, RecordId, RunId, Span, When};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// What kind of contact it is.
    ContactKind {
        Visit = "visit",
        Call = "call",
        Meeting = "meeting",
        Talks = "talks",
        Summit = "summit",
    }
}

spelled! {
    /// Where a contact stands between being proposed and being held or cancelled.
    ContactStatus {
        Proposed = "proposed",
        Planned = "planned",
        Confirmed = "confirmed",
        Postponed = "postponed",
        UnderWay = "under-way",
        Held = "held",
        Cancelled = "cancelled",
        Suspended = "suspended",
        Resumed = "resumed",
        Refused = "refused",
    }
}

/// One mention of a contact between parties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// Name of the record.
    pub id: RecordId,
    /// The document.
    pub document: DocumentId,
    /// The sentence.
    pub sentence: Span,
    /// The words that mention it.
    pub trigger: Evidence,
    /// Visit, call, meeting, talks, summit.
    pub what: ContactKind,
    /// Where it stands, says this mention.
    pub status: ContactStatus,
    /// Everyone who takes part. For a visit the visitors first, then the hosts.
    pub parties: Vec<Party>,
    /// For a visit: how many of `parties`, from the front, are visitors. The rest are hosts.
    pub visitors: u32,
    /// When it was or will be held.
    pub when: Option<When>,
    /// Where.
    pub place: Option<Place>,
    /// Who says so.
    pub said_by: Option<Party>,
    /// The event record on the same words, where the sentence reports the contact itself.
    pub event: Option<RecordId>,
    /// The entries that fired.
    pub rules: Vec<EntryId>,
    /// How sure the coder is, 0 to 1.
    pub score: f32,
    /// The run.
    pub run: RunId,
}
