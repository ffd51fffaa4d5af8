//! What sides are called in what people read.

use super::names::Known;
use attache_desk::name_of;
use std::sync::OnceLock;

/// A state's usual name with the article that English gives it ("the United States"), a body's; else the code.
pub fn called(side: &str) -> String {
    static KNOWN: OnceLock<Option<Known>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| Known::own().ok());
    known.as_ref().map_or_else(|| side.to_owned(), |known| name_of(known, side))
}
