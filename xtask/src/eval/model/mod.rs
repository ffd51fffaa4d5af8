//! How good the language model is: parts of speech, trees, names, roles and speech cues, against texts annotated by
//! people that it was not trained on.
//!
//! Sentences are those of the annotation, so that figures don't depend on how text is cut into sentences. What each
//! measure says: `eval/README.md`.

mod events;
mod names;
mod roles;
mod tree;

use super::{Bench, Outcome};
use crate::Failure;
use attache_model::{Model, Reading, Size};
use std::cell::OnceCell;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

/// What is scored, and against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Words and trees of a CoNLL-U file, its words given.
    Given,
    /// The same, with words of our own cutting.
    Own,
    /// Names.
    Names(Names),
    /// Predicates, roles and speech cues.
    Roles,
    /// Event proposals.
    Events,
}

/// A file of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The held part of Universal NER's EWT.
    Universal,
    /// Wikigold's held part.
    Wikigold,
    /// The held part of re3d.
    Re3d,
}

/// The program's models, each loaded when it is asked for.
#[derive(Default)]
pub struct Models {
    fast: OnceCell<Model>,
    best: OnceCell<Model>,
}

impl Models {
    pub fn get(&self, size: Size) -> Result<&Model, Failure> {
        let kept = match size {
            Size::Fast => &self.fast,
            Size::Best => &self.best,
        };
        if let Some(model) = kept.get() {
            return Ok(model);
        }
        let model = Model::builtin(size)?;
        Ok(kept.get_or_init(|| model))
    }
}

/// Scores a model on a set.
///
/// # Errors
/// Names the file or the model that cannot be used.
pub fn score(
    bench: &Bench,
    models: &Models,
    name: &str,
    path: &Path,
    (size, task): (Size, Task),
) -> Result<Outcome, Failure> {
    let model = models.get(size)?;
    let rows = match task {
        Task::Given => tree::given(bench, model, name, path)?,
        Task::Own => tree::own(bench, model, name, path)?,
        Task::Names(names) => names::score(bench, model, name, (path, names))?,
        Task::Roles => roles::score(bench, model, name, path)?,
        Task::Events => events::score(bench, model, name, path)?,
    };
    Ok(Outcome { rows, mistakes: Vec::new() })
}

/// The readings of sentences, in order, made with all cores.
pub fn read(model: &Model, sentences: &[Vec<&str>]) -> Vec<Reading> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let chunk = sentences.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> =
            sentences.chunks(chunk).map(|part| scope.spawn(move || model.reader().read(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
