//! Events: who did what to whom.

use crate::{
    Class, Code, DocumentId, EntryId, Evidence, Mode, Party, Place, Quad, RecordId, RunId, Span, Status, When,
};
use serde::{Deserialize, Serialize};

/// One political interaction that a sentence reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Name of the record.
    pub id: RecordId,
    /// The document it was read in.
    pub document: DocumentId,
    /// The sentence.
    pub sentence: Span,
    /// The words that say it.
    pub trigger: Evidence,
    /// PLOVER class of what the event *is*, whatever its status.
    pub class: Class,
    /// PLOVER mode, one of the class's.
    pub mode: Option<Mode>,
    /// Whether it happened.
    pub status: Status,
    /// Who does it. A list: one event, however many states condemn.
    pub actors: Vec<Party>,
    /// To whom it is done. Empty for a reciprocal event.
    pub recipients: Vec<Party>,
    /// When it happened or will happen; `None` where the sentence has no words for it.
    pub when: Option<When>,
    /// Where.
    pub place: Option<Place>,
    /// Whom the sentence gives as the source of the claim; `None` when the reporter says it.
    pub said_by: Option<Party>,
    /// Derived classes and scores of other schemes.
    pub views: Views,
    /// PLOVER contexts and the desk's own topics, sorted.
    pub topics: Vec<EntryId>,
    /// The knowledge entries that fired, the pattern first.
    pub rules: Vec<EntryId>,
    /// How sure the coder is, 0 to 1.
    pub score: f32,
    /// The run that coded it.
    pub run: RunId,
}

/// What other schemes make of an event; computed, never coded by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Views {
    /// Strict PLOVER class: a future visit is AGREE; `None` for what did not or may not happen.
    pub plover: Option<Class>,
    /// Quad class of the strict class, else of the class.
    pub quad: Quad,
    /// CAMEO code, such as `042`; as text because of the leading zero.
    pub cameo: Option<String>,
    /// Goldstein value of that code, -10 to 10.
    pub goldstein: Option<f32>,
    /// PLOVER's score of class and mode, -10 to 10.
    pub plover_score: Option<f32>,
}

impl Event {
    /// The codes of `parties`, without those that could not be placed.
    pub fn codes(parties: &[Party]) -> impl Iterator<Item = &Code> {
        parties.iter().filter_map(|p| p.code.as_ref())
    }
}
