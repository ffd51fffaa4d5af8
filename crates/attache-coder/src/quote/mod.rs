//! Who says so: claims attributed to a speaker, and quotations.

mod attribution;
mod marks;

pub use attribution::{Attribution, Claim, attribute};
pub use marks::{Marked, marked};
