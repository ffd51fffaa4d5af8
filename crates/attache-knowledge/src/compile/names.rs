//! Names and the phrases they become.

use super::Build;
use crate::actors::Meaning;
use crate::pattern::cut;
use crate::phrase::{Letters, PhraseBookBuilder};
use crate::token::tokenize;
use attache_record::Span;

/// Names as they are gathered.
#[derive(Default)]
pub(super) struct Names {
    builder: PhraseBookBuilder<Meaning>,
}

impl Names {
    /// Adds a name as it is written.
    pub fn add(&mut self, build: &mut Build<'_>, name: &str, meaning: Meaning) {
        let words = cut(name, &mut build.vocabulary);
        let mut tokens = Vec::new();
        let range = Span::new(0, u32::try_from(name.len()).unwrap_or(0));
        tokenize(name, range, &build.vocabulary, &mut tokens);
        self.builder.add(words, Letters::of(&tokens, name), meaning);
    }

    /// Adds a common noun: its letters may be of either case.
    pub fn add_common(&mut self, build: &mut Build<'_>, noun: &str, meaning: Meaning) {
        let words = cut(noun, &mut build.vocabulary);
        let mut tokens = Vec::new();
        let range = Span::new(0, u32::try_from(noun.len()).unwrap_or(0));
        tokenize(noun, range, &build.vocabulary, &mut tokens);
        // "MPs", "UN envoy": capitals that are written matter; those of "foreign minister" do not.
        self.builder.add(words, Letters::of(&tokens, noun), meaning);
    }

    /// The matcher over everything added.
    pub fn build(self, vocabulary: usize) -> crate::phrase::PhraseBook<Meaning> {
        self.builder.build(vocabulary)
    }
}
