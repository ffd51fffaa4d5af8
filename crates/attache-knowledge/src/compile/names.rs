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
    /// Adds a name or common noun. Capitals that it is written with must stand in a text too: "May", "MPs"; small
    /// letters match either: "foreign minister".
    pub fn add(&mut self, build: &mut Build<'_>, name: &str, meaning: Meaning) {
        let words = cut(name, &mut build.vocabulary);
        let mut tokens = Vec::new();
        let range = Span::new(0, u32::try_from(name.len()).unwrap_or(0));
        tokenize(name, range, &build.vocabulary, &mut tokens);
        // What a user adds outweighs what the knowledge says of the same words.
        self.builder.add(words, Letters::of(&tokens, name), meaning, build.loader.in_addition());
    }

    /// The matcher over everything added.
    pub fn build(self, vocabulary: usize) -> crate::phrase::PhraseBook<Meaning> {
        self.builder.build(vocabulary)
    }
}
