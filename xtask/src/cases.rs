//! Runs the cases through their test, with the count shown.

use crate::options::Options;
use crate::{Failure, tree};
use std::process::Command;

/// Runs the cases whose path contains the given name.
///
/// # Errors
/// When a case is broken; the test has said which.
pub fn run(options: &Options) -> Result<(), Failure> {
    let filter = options.names.first().cloned().unwrap_or_default();
    let status = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--package", "attache-coder", "--test", "cases", "--", "--nocapture"])
        .env("ATTACHE_CASE", filter)
        .current_dir(tree::root())
        .status()
        .map_err(|error| Failure(format!("cargo test cannot be run: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure("cases: some are broken, see above".into())) }
}
