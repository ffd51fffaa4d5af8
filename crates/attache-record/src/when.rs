//! Days on which something happened or will happen.

use crate::class::spelled;
use crate::{EntryId, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// How fine the words of a time are.
    Grain {
        Day = "day",
        Weekend = "weekend",
        Week = "week",
        Month = "month",
        Season = "season",
        Quarter = "quarter",
        Year = "year",
        Range = "range",
    }
}

/// A stretch of days, read from words and resolved against the publication date.
///
/// Invariant: `first <= last`. Both days are inside: "this weekend" is a Saturday and a Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct When {
    /// First day.
    #[cfg_attr(feature = "schema", schemars(schema_with = "day"))]
    pub first: Date,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(schema_with = "day"))]
    pub last: Date,
    /// How fine the words are; a day for "Wednesday", a year for "in 2019".
    pub grain: Grain,
    /// The words of the text.
    pub text: String,
    /// The rule that read them.
    pub rule: EntryId,
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
}

/// The schema of a day: a date of ISO 8601.
#[cfg(feature = "schema")]
fn day(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "format": "date" })
}
