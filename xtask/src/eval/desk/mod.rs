//! How good the desk is: what it makes of many documents.

pub mod copies;
pub mod occurrences;
