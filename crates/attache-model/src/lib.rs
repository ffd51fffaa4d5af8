//! The language model: one pass over the words of a sentence gives parts of speech, lemmas, a dependency tree, names,
//! semantic roles and event proposals.
//!
//! ```no_run
//! use attache_model::{Model, Size};
//!
//! # fn main() -> Result<(), attache_model::ModelError> {
//! let model = Model::builtin(Size::Fast)?;
//! let sentence = ["Malta", "recalled", "its", "envoy", "."].map(String::from).to_vec();
//! let readings = model.reader().read(&[sentence]);
//! println!("{} {}", readings[0].words[1].upos, readings[0].words[1].lemma);
//! # Ok(())
//! # }
//! ```
//!
//! A reading is the same, bit for bit, on every processor, with any number of threads and however sentences are
//! grouped: what is summed is summed in integers or in a fixed order. A sentence that needs more than the model's rows
//! (512) is cut into segments, which are read alone. Words of any kind are read, empty ones too: never a panic, and as
//! many words come out as went in.

mod encoder;
mod error;
mod heads;
mod kernel;
mod labels;
mod lemma;
mod model;
mod names;
mod pieces;
mod reading;
mod rows;
mod tree;
mod unicode;
mod weights;

pub use error::ModelError;
#[doc(hidden)]
pub use kernel::Kernel;
pub use model::{Model, Reader, Size};
pub use reading::{
    Argument, ClassId, FeatsId, Name, NameKind, Participant, Predicate, Proposal, Reading, RelationId, RoleId,
    StatusId, Upos, Word,
};
