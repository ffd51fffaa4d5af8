//! A record that a line of a view rests on, with its source.

use crate::store::Source;
use attache_record::{Evidence, Party, RecordId, Span};
use jiff::civil::Date;
use serde::Serialize;
use std::rc::Rc;

/// A record that a line of a view rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub document: String,
    /// The publisher, as given.
    pub publisher: Option<String>,
    /// Address or file name.
    pub uri: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Whom the sentence gives as the source of the claim, in its words.
    pub said_by: Option<String>,
    /// The words that the record rests on.
    pub words: String,
    /// The sentence's place in the document's text.
    pub sentence: Span,
    /// The document, to ask the desk for its text.
    #[serde(skip)]
    pub source: Rc<Source>,
}

impl Told {
    /// What a record of a document tells.
    pub(crate) fn of(
        source: &Rc<Source>,
        record: &RecordId,
        said_by: Option<&Party>,
        words: &Evidence,
        sentence: Span,
    ) -> Self {
        Self {
            record: record.clone(),
            document: source.document.to_string(),
            publisher: source.source.clone(),
            uri: source.uri.clone(),
            published: source.published,
            said_by: said_by.map(|party| party.text.clone()).filter(|words| !words.is_empty()),
            words: words.text.clone(),
            sentence,
            source: Rc::clone(source),
        }
    }
}
