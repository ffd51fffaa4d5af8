//! Compiles knowledge/ and runs the tests of its entries.

use crate::options::Options;
use crate::{Failure, tree};
use attache_coder::{Coder, check};
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

/// `cargo xtask knowledge check [ID]`: the tests of all entries, or of those whose id begins so.
///
/// # Errors
/// All problems of all files, and all tests that fail.
pub fn run(options: &Options) -> Result<(), Failure> {
    if options.names.first().map(String::as_str) != Some("check") {
        return Err(Failure("write: cargo xtask knowledge check".into()));
    }
    let compiled = compiled()?;
    print!("{}", listed(&compiled.warnings));
    let wanted = options.names.get(1).map_or("", String::as_str);
    let tests: Vec<_> = compiled.tests.into_iter().filter(|t| t.id.as_str().starts_with(wanted)).collect();
    let coder = Coder::new(compiled.knowledge, "xtask");
    let failures = check::run(&coder, &tests);
    let warnings = compiled.warnings.len();
    println!(
        "knowledge: compiles, {warnings} warnings; {} of {} tests of its entries fail",
        failures.len(),
        tests.len()
    );
    if failures.is_empty() { Ok(()) } else { Err(Failure(listed(&failures))) }
}
