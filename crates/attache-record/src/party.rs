//! Who does something, to whom, and where.

use crate::{Code, EntryId, Span};
use serde::{Deserialize, Serialize};

/// Somebody named in a record, with the words that name him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Party {
    /// The code; `None` where the words name somebody whom the knowledge cannot place.
    pub code: Option<Code>,
    /// The knowledge's entry, where the words name one ("usa.blinken-antony").
    pub id: Option<EntryId>,
    /// The usual name of that entry ("Antony Blinken").
    pub name: Option<String>,
    /// The words of the text. For a pronoun or "the ministry" these are the pronoun or those words; empty where the
    /// sentence leaves the party to the context ("Trade was also discussed").
    pub text: String,
    /// Where the words stand. The span lies in the record's sentence.
    #[serde(flatten)]
    pub span: Span,
}
