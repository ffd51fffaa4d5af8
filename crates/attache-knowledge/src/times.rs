//! The words of dates and spans of time, from `times.toml`.

use crate::load::Loader;
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};

/// The compiled words and rules of times.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {}

/// Compiles `times.toml`, the file at `file`.
pub(crate) fn compile(file: usize, loader: &mut Loader<'_>, vocabulary: &mut Vocabulary) -> Times {
    let _ = (file, loader, vocabulary);
    Times {}
}
