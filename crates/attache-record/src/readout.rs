//! Readouts: one side's account of a contact.

use crate::{DocumentId, EntryId, Evidence, Party, RecordId, RunId, Span};
use serde::{Deserialize, Serialize};

/// One side's account of a contact, as far as this document gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Readout {
    /// Name of the record.
    pub id: RecordId,
    /// The document.
    pub document: DocumentId,
    /// The sentence that shows it is a readout, or the first sentence of a document that is one.
    pub sentence: Span,
    /// The words that show it.
    pub trigger: Evidence,
    /// Whose account it is.
    pub issuer: Option<Party>,
    /// The contact it is about.
    pub contact: Option<RecordId>,
    /// What it says, in the order of the text.
    pub claims: Vec<Claim>,
    /// The entries that fired.
    pub rules: Vec<EntryId>,
    /// The run.
    pub run: RunId,
}

/// One thing that a readout says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// The words.
    pub content: Evidence,
    /// Who is said to have said it, where anyone is.
    pub speaker: Option<Party>,
    /// Others who say it together with that speaker ("the two ministers agreed"), with the same words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Party>,
    /// The cue or pattern that shows the claim ("urged", "noted").
    pub cue: Evidence,
    /// What these words are about, as events have it; sorted.
    #[serde(default)]
    pub topics: Vec<EntryId>,
}
