//! The knowledge of this release, compiled when the program was built and held inside it.

use attache_knowledge::{Knowledge, PackError};

static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.pack"));

/// The knowledge that was compiled from `knowledge/` when the program was built.
///
/// # Errors
/// When the bytes do not fit this version of the program, which a build cannot produce.
pub fn knowledge() -> Result<Knowledge, PackError> {
    Knowledge::from_pack(PACK)
}
