//! Compiles knowledge/ and runs the tests of its entries.

use crate::options::Options;
use crate::{Failure, tree};
use attache_knowledge::{Compiled, Knowledge, read_folder};
use attache_record::Diagnostic;
use std::fmt::Write as _;

/// All messages, each as a compiler prints it.
fn listed(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().fold(String::new(), |mut out, diagnostic| {
        let _ = writeln!(out, "{diagnostic}\n");
        out
    })
}

/// The knowledge of the folder `knowledge/`, as it is now.
///
/// # Errors
/// All problems of all files.
pub fn compiled() -> Result<Compiled, Failure> {
    let files = read_folder(&tree::root().join("knowledge")).map_err(|errors| Failure(listed(&errors)))?;
    Knowledge::compile(&files).map_err(|errors| Failure(listed(&errors)))
}

/// `cargo xtask knowledge check`.
///
/// # Errors
/// All problems of all files, and all tests that fail.
pub fn run(options: &Options) -> Result<(), Failure> {
    if options.names.first().map(String::as_str) != Some("check") {
        return Err(Failure("write: cargo xtask knowledge check".into()));
    }
    let compiled = compiled()?;
    print!("{}", listed(&compiled.warnings));
    println!(
        "knowledge: compiles, {} warnings, {} tests in its entries",
        compiled.warnings.len(),
        compiled.tests.len()
    );
    Ok(())
}
