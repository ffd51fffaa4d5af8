//! What made a batch of records.

use crate::{RunId, hash_hex};
use serde::{Deserialize, Serialize};

/// Software, knowledge and weights that made a batch of records; written once, at its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// Name of the run: a hash of the rest.
    pub id: RunId,
    /// Name and version of the program.
    pub software: String,
    /// Hash of the compiled knowledge.
    pub knowledge: String,
    /// Hash of the model's weights; `None` where rules alone coded.
    pub weights: Option<String>,
}

impl Run {
    /// The run of `software` with `knowledge` and `weights`.
    #[must_use]
    pub fn new(software: impl Into<String>, knowledge: impl Into<String>, weights: Option<String>) -> Self {
        let (software, knowledge) = (software.into(), knowledge.into());
        let id =
            hash_hex([software.as_bytes(), knowledge.as_bytes(), weights.as_deref().unwrap_or_default().as_bytes()]);
        Self { id: RunId::new(id), software, knowledge, weights }
    }
}
