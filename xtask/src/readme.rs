//! Holds the README to its word: what it shows is what the program prints.

use crate::options::Options;
use crate::{Failure, tree};
use std::process::Command;

/// The README's command, after the part that builds: everything after ` -- `.
const BUILDS: &str = "cargo run --release -- ";

/// The block that shows what the command prints.
const SHOWN: &str = "```text\n";

/// `cargo xtask readme`: compares the README's output with the program's; `--accept` writes the program's.
///
/// # Errors
/// When the README lacks the command or the block, the program fails, or its output is another one.
pub fn run(options: &Options) -> Result<(), Failure> {
    let path = tree::root().join("README.md");
    let readme = tree::read(&path)?;
    let arguments = readme.lines().find_map(|line| line.strip_prefix(BUILDS));
    let arguments = arguments.ok_or_else(|| Failure(format!("README.md has no line \"{BUILDS}...\"")))?;
    let (before, rest) =
        readme.split_once(SHOWN).ok_or_else(|| Failure("README.md has no ```text block with the output".into()))?;
    let end = rest.find("```").unwrap_or(rest.len());
    let (shown, after) = rest.split_at(end);
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "attache", "--"])
        .args(arguments.split_whitespace())
        .args(["--color", "never"])
        .env("COLUMNS", "100")
        .current_dir(tree::root())
        .output()?;
    if !output.status.success() {
        return Err(Failure(format!("attache {arguments}: {}", String::from_utf8_lossy(&output.stderr))));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let printed: String = printed.trim_end().lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    if printed == shown {
        println!("readme: shows what attache {arguments} prints");
        return Ok(());
    }
    if options.accept {
        tree::write(&path, &format!("{before}{SHOWN}{printed}{after}"))?;
        println!("readme: wrote what attache {arguments} prints");
        return Ok(());
    }
    Err(Failure(format!(
        "README.md shows\n{shown}\nbut attache {arguments} prints\n{printed}\ncargo xtask readme --accept writes it"
    )))
}
