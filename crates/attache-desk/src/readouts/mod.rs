//! Readouts side by side: each side's account of one contact, what both say, what only one says, what they contradict.
//!
//! [`encounters`] gathers the accounts of each contact; [`compare`] aligns their claims by topics, words weighted by
//! rarity, and what is done (urged, agreed, denied). No language model has a say, so the same accounts always give the
//! same comparison. An account that is missing is told too: silence is data.

mod account;
mod align;

pub use account::{Encounter, encounters};
pub use align::{Comparison, Row, Verdict, compare};

use attache_record::{Class, DocumentId, EntryId, RecordId, Span, Status};
use jiff::civil::Date;
use serde::Serialize;

/// One side's account of a contact, from one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// The readout record.
    pub readout: RecordId,
    /// The contact record that it is about, where the same sentence mentions one.
    pub contact: Option<RecordId>,
    /// The document.
    pub document: DocumentId,
    /// Its publisher, as given.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The day on which it could be known.
    pub day: Option<Date>,
    /// Whose account it is: the side of a dyad.
    pub side: String,
    /// Its usual name or the words for it, where there are some.
    pub issuer: Option<String>,
    /// Whether somebody else's text passes it on ("in its readout, the ministry said").
    pub passed_on: bool,
    /// Words of all its claims but the opening.
    pub words: usize,
    /// What it says, in its order.
    pub claims: Vec<Claim>,
}

/// One thing that an account says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// The words.
    pub text: String,
    /// Where they stand in the document.
    pub span: Span,
    /// Whether they only tell that the contact took place: they are not compared.
    pub opening: bool,
    /// The word that shows the claim.
    pub cue: String,
    /// Code of whoever says it, by this account.
    pub speaker: Option<String>,
    /// That speaker's usual name, or the words for him.
    pub name: Option<String>,
    /// Sides that say it, two for "the ministers agreed"; of an event in these words those that do it.
    pub by: Vec<String>,
    /// Sides to whom it is done.
    pub to: Vec<String>,
    /// Class of that event.
    pub class: Option<Class>,
    /// Whether it happened.
    pub status: Option<Status>,
    /// That event.
    pub event: Option<RecordId>,
    /// What the words are about.
    pub topics: Vec<EntryId>,
    /// Whether some of the words stand in quotation marks.
    pub quoted: bool,
    /// Share of the account's words, 0 to 1.
    pub share: f64,
}
