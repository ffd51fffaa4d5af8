//! `cargo xtask knowledge`: checking the files of knowledge/, bringing them into form, adding entries.

mod form;
mod layout;
mod new;

use crate::options::Options;
use crate::{Failure, tree};
use attache_coder::Coder;
use attache_knowledge::{Compiled, Knowledge, SourceFile, read_folder};
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

/// `cargo xtask knowledge TASK`.
///
/// # Errors
/// What the task found wrong.
pub fn run(options: &Options) -> Result<(), Failure> {
    match options.names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check"] => check(""),
        ["check", id] => check(id),
        ["fmt"] => fmt(),
        ["new", kind, id] => new::run(kind, id),
        _ => Err(Failure("write: cargo xtask knowledge check [ID], fmt, or new KIND ID".into())),
    }
}

/// `cargo xtask knowledge fmt`: brings all files into form.
fn fmt() -> Result<(), Failure> {
    let mut changed = 0;
    for file in sources()? {
        let formed = form::formed(&file.name, &file.text).map_err(Failure)?;
        if formed != file.text {
            tree::write(&tree::root().join("knowledge").join(&file.name), &formed)?;
            println!("formed knowledge/{}", file.name);
            changed += 1;
        }
    }
    println!("knowledge: {changed} files brought into form");
    Ok(())
}

/// The TOML files of the folder `knowledge/`.
fn sources() -> Result<Vec<SourceFile>, Failure> {
    let files = read_folder(&tree::root().join("knowledge")).map_err(|errors| Failure(listed(&errors)))?;
    Ok(files.into_iter().filter(|file| file.name.ends_with(".toml")).collect())
}

/// Names of the files that are not in form, below `knowledge/`.
///
/// # Errors
/// Files that cannot be read or formed.
pub fn out_of_form() -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for file in sources()? {
        if form::formed(&file.name, &file.text).map_err(Failure)? != file.text {
            names.push(file.name);
        }
    }
    Ok(names)
}

/// `cargo xtask knowledge check [ID]`: the tests of all entries, or of those whose id begins so.
fn check(wanted: &str) -> Result<(), Failure> {
    let compiled = compiled()?;
    print!("{}", listed(&compiled.warnings));
    let tests: Vec<_> = compiled.tests.into_iter().filter(|t| t.id.as_str().starts_with(wanted)).collect();
    let coder = Coder::new(compiled.knowledge, "xtask");
    // A test holds where the weights or the relations alone give what it asks for.
    let doubted: Vec<_> =
        tests.iter().filter(|t| attache_coder::check::failure(&coder, t).is_some()).cloned().collect();
    let failures = attache_coder::check::run(&coder.by_relations(), &doubted);
    let warnings = compiled.warnings.len();
    println!(
        "knowledge: compiles, {warnings} warnings; {} of {} tests of its entries fail",
        failures.len(),
        tests.len()
    );
    if failures.is_empty() { Ok(()) } else { Err(Failure(listed(&failures))) }
}
