//! Who does something, to whom, and where.

use crate::{Code, EntryId, Span};
use serde::{Deserialize, Serialize};

/// Why the knowledge is not sure whom some words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The knowledge has several of that name, and nothing in the document tells which is meant.
    Ambiguous,
    /// It knows the person, but has no office of his for that day: he is coded by the title that the text gives him, or
    /// as of his state.
    OutOfDate,
    /// It has nobody of that name, and the text does not explain it.
    Unknown,
}

impl Doubt {
    /// As written in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::OutOfDate => "out-of-date",
            Self::Unknown => "unknown",
        }
    }
}

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
    /// Why it is not sure who that is; absent where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// The words of the text. For a pronoun or "the ministry" these are the pronoun or those words; empty where the
    /// sentence leaves the party to the context ("Trade was also discussed").
    pub text: String,
    /// Where the words stand. The span lies in the record's sentence.
    #[serde(flatten)]
    pub span: Span,
}
