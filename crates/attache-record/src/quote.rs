//! Quotations.

use crate::class::spelled;
use crate::{DocumentId, EntryId, Evidence, Party, RecordId, RunId, Span};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// Whether the words are the speaker's own.
    Directness {
        Direct = "direct",
        Indirect = "indirect",
        Mixed = "mixed",
    }
}

/// Words that the text puts into somebody's mouth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// Name of the record.
    pub id: RecordId,
    /// The document.
    pub document: DocumentId,
    /// The sentence in which the words begin.
    pub sentence: Span,
    /// The words, without the marks around them.
    pub content: Evidence,
    /// Who speaks; `None` where the text does not say (an orphan): nobody is guessed.
    pub speaker: Option<Party>,
    /// To whom.
    pub addressee: Option<Party>,
    /// Who reports the speaker's words, where that is not the reporter ("the ministry said Qin urged ...").
    pub said_by: Option<Party>,
    /// `direct`: whole sentences in quotation marks; `mixed`: words in marks inside reported speech.
    pub directness: Directness,
    /// Whether an opening or closing mark is missing, or nobody is named: kept, and marked.
    pub orphan: bool,
    /// The cues that fired.
    pub rules: Vec<EntryId>,
    /// The run.
    pub run: RunId,
}
