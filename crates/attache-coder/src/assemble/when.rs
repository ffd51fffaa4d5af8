//! When an event happened: which of a sentence's times is its own.

use crate::event::Found;
use attache_record::{Status, When};

/// The times of a sentence.
#[derive(Debug, Default)]
pub struct Times {}

impl Times {
    /// The time of an event.
    #[must_use]
    pub fn of_event(&self, found: &Found<'_>, status: Status) -> Option<When> {
        let _ = (found, status);
        None
    }
}
