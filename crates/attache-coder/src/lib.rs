//! The coder: a document in, records out.
//!
//! The folders are the stages, in the order of the flow; a stage uses the record types, the knowledge and earlier
//! stages, nothing else. The whole is pure: same document, same knowledge, same records.

pub mod ingest;
pub mod sentence;

use attache_knowledge::Knowledge;
use attache_record::{Document, Record, Run, Warned};

/// Codes documents with one body of knowledge. Cheap to share between threads.
#[derive(Debug)]
pub struct Coder {
    knowledge: Knowledge,
    run: Run,
}

impl Coder {
    /// A coder with `knowledge`; `software` names the program and its version in the run record.
    #[must_use]
    pub fn new(knowledge: Knowledge, software: &str) -> Self {
        let run = Run::new(software, knowledge.hash(), None);
        Self { knowledge, run }
    }

    /// What stands behind the records: software and knowledge. Written once a batch.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The knowledge this coder uses.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The records of one document, in the order of its text.
    #[must_use]
    pub fn code(&self, document: &Document) -> Warned<Vec<Record>> {
        let _ = document;
        Warned::quiet(Vec::new())
    }
}
