//! The program's own models: which one is meant, and what it proposes for a document.

use crate::exit::Failure;
use attache_coder::sift::Sieve;
use attache_coder::{Coder, Proposal};
use attache_model::{Model, Participant, Reading, Size};
use attache_record::{Diagnostic, Document, Span};
use clap::{Args, ValueEnum};

/// The program's own models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Choose {
    /// More often right
    Best,
    /// Many times as fast
    Fast,
}

impl Choose {
    /// The model.
    ///
    /// # Errors
    /// When the program is damaged.
    pub fn open(self) -> Result<Model, Failure> {
        let size = match self {
            Self::Best => Size::Best,
            Self::Fast => Size::Fast,
        };
        Model::builtin(size).map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))
    }
}

/// Whether a model is heard beside the patterns.
#[derive(Debug, Args)]
pub struct Heard {
    /// Hear a model beside the patterns: more events are found, more slowly [default: patterns alone]
    #[arg(long, value_name = "MODEL")]
    model: Option<Choose>,
}

/// A model that is heard beside the patterns.
pub struct Witness {
    model: Model,
}

impl Heard {
    /// The model, and the coder that signs its records with both.
    ///
    /// # Errors
    /// When the program is damaged.
    pub fn open(&self, coder: Coder) -> Result<(Coder, Option<Witness>), Failure> {
        let Some(choice) = self.model else { return Ok((coder, None)) };
        let model = choice.open()?;
        Ok((coder.with_weights(model.hash()), Some(Witness { model })))
    }
}

impl Witness {
    /// What the model proposes for a document, in the order of the text: for all sentences, or for those that the sieve
    /// keeps.
    pub fn proposals(&self, coder: &Coder, sieve: Option<&Sieve<'_>>, document: &Document) -> Vec<Proposal> {
        let sentences = coder.to_read(document, sieve);
        let word = |span: &Span| span.text(&document.text).unwrap_or_default();
        let forms: Vec<Vec<&str>> = sentences.iter().map(|words| words.iter().map(word).collect()).collect();
        let readings = self.model.reader().read(&forms);
        sentences.iter().zip(&readings).flat_map(|(words, reading)| self.proposed(words, reading)).collect()
    }

    fn proposed(&self, words: &[Span], reading: &Reading) -> Vec<Proposal> {
        let heads = |list: &[Participant]| list.iter().map(|p| p.head).collect();
        let proposal = |p: &attache_model::Proposal| {
            let class = (self.model.class(p.class), p.class_score);
            Proposal::new(class, words, p.trigger, (p.first, p.end), [heads(&p.actors), heads(&p.recipients)])
        };
        reading.proposals.iter().filter_map(proposal).collect()
    }
}
