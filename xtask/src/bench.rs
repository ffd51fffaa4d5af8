//! Measures the program as its users run it.

use crate::Failure;
use crate::options::Options;

/// `cargo xtask bench`.
///
/// # Errors
/// When a measurement cannot be made or its result is not the one expected.
pub fn run(options: &Options) -> Result<(), Failure> {
    let _ = options;
    Ok(())
}
