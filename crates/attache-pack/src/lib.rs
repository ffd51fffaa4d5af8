//! The knowledge of this release, compiled when the program was built and held inside it, and the files that it was
//! compiled from.

use attache_knowledge::{Knowledge, PackError, SourceFile};
use flate2::read::DeflateDecoder;
use std::fmt;
use std::io::Read;

static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.pack"));
static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.files"));

/// The knowledge that was compiled from `knowledge/` when the program was built.
///
/// # Errors
/// When the bytes do not fit this version of the program, which a build cannot produce.
pub fn knowledge() -> Result<Knowledge, PackError> {
    Knowledge::from_pack(PACK)
}

/// The reason why the files inside the program cannot be read.
#[derive(Debug)]
pub struct FilesError(String);

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the knowledge files inside the program cannot be read ({}); build the program again", self.0)
    }
}

impl std::error::Error for FilesError {}

/// The files that [`knowledge`] was compiled from, sorted by name. They are kept compressed (5.5 MB) and cost nothing
/// until they are asked for, which is where a folder of the user's is to be compiled together with them.
///
/// # Errors
/// When the bytes are damaged, which a build cannot produce.
pub fn files() -> Result<Vec<SourceFile>, FilesError> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(FILES).read_to_end(&mut bytes).map_err(|e| FilesError(e.to_string()))?;
    let files: Vec<(String, String)> = postcard::from_bytes(&bytes).map_err(|e| FilesError(e.to_string()))?;
    Ok(files.into_iter().map(|(name, text)| SourceFile::new(name, text)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_inside_the_program_are_those_that_its_knowledge_was_compiled_from() {
        let compiled = Knowledge::compile(&files().unwrap()).unwrap();
        assert_eq!(compiled.knowledge.hash(), knowledge().unwrap().hash());
    }
}
