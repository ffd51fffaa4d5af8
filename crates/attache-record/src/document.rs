//! What is read: one text with its date and source.

use crate::class::spelled;
use crate::{DocumentId, hash_hex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// What a publication date rests on.
    Basis {
        Given = "given",
        Metadata = "metadata",
        Dateline = "dateline",
        Text = "text",
    }
}

/// A publication date and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// `given` on the command line, from the `metadata` of the file, its `dateline`, or its `text`.
    pub basis: Basis,
}

/// One text to be coded. `text` never changes after ingest; every span of every record points into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The name that the source gave, else a hash of address and text.
    pub id: DocumentId,
    /// Address or file name, as given.
    pub uri: Option<String>,
    /// Publisher, as given ("us-state", "Reuters").
    pub source: Option<String>,
    /// Headline, where it is not part of the text.
    pub title: Option<String>,
    /// Publication date; without one, what depends on a date is left empty and a warning says so.
    pub published: Option<Published>,
    /// The text, at most 4 GiB.
    pub text: String,
}

impl Document {
    /// A document with nothing but its text, named after its content.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            id: DocumentId::new(hash_hex([b"".as_slice(), text.as_bytes()])),
            uri: None,
            source: None,
            title: None,
            published: None,
            text,
        }
    }

    /// This document with a publication date that the user gave.
    #[must_use]
    pub fn published_on(mut self, date: Date) -> Self {
        self.published = Some(Published { date, basis: Basis::Given });
        self
    }
}
