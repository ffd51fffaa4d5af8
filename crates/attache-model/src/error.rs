//! What can be wrong with a weight file.

use std::fmt;

/// Why a weight file can't be used, as a full sentence that names the file.
#[derive(Debug)]
pub struct ModelError {
    file: String,
    problem: Problem,
}

#[derive(Debug)]
pub(crate) enum Problem {
    Foreign,
    Version { found: u32, wanted: u32 },
    Short { found: u64, wanted: u64 },
    Long { found: u64, wanted: u64 },
    Checksum { found: u32, wanted: u32 },
    Header(String),
    Missing(String),
    Shape { tensor: String, found: String, wanted: String },
    Outside(String),
}

impl ModelError {
    pub(crate) fn new(file: &str, problem: Problem) -> ModelError {
        ModelError { file: file.to_owned(), problem }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match &self.problem {
            Problem::Foreign => write!(
                f,
                "{file} is not a weight file of Attaché: it doesn't start with “ATTACHEW”. Give a file ending in .attw, \
                 as training/weights.py writes it."
            ),
            Problem::Version { found, wanted } => write!(
                f,
                "{file} is a weight file of version {found}, and this program reads version {wanted}. Export the model \
                 again with the training scripts of this release, or use the release that wrote the file."
            ),
            Problem::Short { found, wanted } => write!(
                f,
                "{file} is cut short: it should have {wanted} bytes, and {found} were found. Copy or download it again."
            ),
            Problem::Long { found, wanted } => write!(
                f,
                "{file} goes on behind its end: it should have {wanted} bytes, and {found} were found. Copy or download \
                 it again."
            ),
            Problem::Checksum { found, wanted } => write!(
                f,
                "{file} is damaged: the checksum written in it is {wanted:08x}, that of its bytes is {found:08x}. Copy \
                 or download it again."
            ),
            Problem::Header(why) => write!(f, "The header of {file} can't be used: {why} Export the model again."),
            Problem::Missing(tensor) => {
                write!(f, "{file} has no tensor “{tensor}”, which its header calls for. Export the model again.")
            }
            Problem::Shape { tensor, found, wanted } => write!(
                f,
                "The tensor “{tensor}” of {file} is {found}, and it should be {wanted}. Export the model again."
            ),
            Problem::Outside(what) => {
                write!(f, "The place of “{what}” in {file} is outside the file. Export the model again.")
            }
        }
    }
}

impl std::error::Error for ModelError {}
