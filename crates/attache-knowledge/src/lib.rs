//! What the coder knows, compiled from the files of `knowledge/`.
//!
//! [`Knowledge::compile`] reads the files' texts and reports all problems at once; the result is immutable and can be
//! kept as bytes ([`Knowledge::to_pack`], [`Knowledge::from_pack`]). This is the only crate that reads TOML and the
//! only one that matches phrases.

pub mod actors;
pub mod channels;
pub mod column;
mod compile;
pub mod cues;
pub mod events;
pub mod gazetteer;
pub mod grammar;
pub mod inflect;
pub mod lexicon;
mod load;
pub mod parties;
pub mod pattern;
pub mod phrase;
mod places;
pub mod publishers;
pub mod relation;
mod source;
pub mod tests;
pub mod times;
pub mod token;
pub mod views;
mod vocabulary;

pub use source::{SourceFile, read_folder};
pub use vocabulary::{Vocabulary, WordId};

use crate::tests::EntryTest;
use attache_record::Diagnostic;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything the coder knows, immutable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
#[allow(missing_docs, reason = "each field holds what its type says")]
pub struct Knowledge {
    hash: String,
    pub vocabulary: Vocabulary,
    pub lexicon: lexicon::Lexicon,
    pub grammar: grammar::Grammar,
    pub actors: actors::Actors,
    pub events: events::EventPatterns,
    pub speech: cues::Cues<cues::SpeechCue>,
    pub status: cues::Cues<cues::StatusCue>,
    pub topics: cues::Cues<cues::Topic>,
    pub publishers: publishers::Publishers,
    pub channels: channels::Channels,
    pub parties: parties::Rows,
    pub views: views::ViewTable,
    pub times: times::Times,
}

/// Compiled knowledge, what is doubtful in it, and the tests that its entries carry.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The knowledge.
    pub knowledge: Knowledge,
    /// Doubts: entries without a test, overlapping tenures.
    pub warnings: Vec<Diagnostic>,
    /// The entries' tests, which whoever has the coder can run.
    pub tests: Vec<EntryTest>,
}

/// The reason why bytes are no knowledge pack.
#[derive(Debug)]
pub struct PackError(String);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the knowledge pack cannot be read ({}); build the program again", self.0)
    }
}

impl std::error::Error for PackError {}

impl Knowledge {
    /// Reads a pack that [`Self::to_pack`] made. Its large tables are used where they lie, so the bytes must stay.
    ///
    /// # Errors
    /// When the bytes were made by another version of this crate, or are none of its packs.
    pub fn from_pack(bytes: &'static [u8]) -> Result<Self, PackError> {
        postcard::from_bytes(bytes).map_err(|e| PackError(e.to_string()))
    }

    /// The knowledge as bytes that load in milliseconds.
    ///
    /// # Errors
    /// When something in the knowledge cannot be written, which no compiled knowledge holds.
    pub fn to_pack(&self) -> Result<Vec<u8>, PackError> {
        postcard::to_stdvec(self).map_err(|e| PackError(e.to_string()))
    }

    /// Hash of the files it was compiled from, for the run record.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Indexes that need everything else.
    fn finish(&mut self) {
        self.vocabulary.fit();
        self.events.index();
        self.speech.index();
        self.status.index();
        self.topics.index();
    }
}
