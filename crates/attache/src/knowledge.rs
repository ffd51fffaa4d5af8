//! The knowledge to work with: the program's own, or a folder that the user names.

use crate::exit::{Exit, Failure};
use crate::terminal::{count, message};
use attache_coder::Coder;
use attache_knowledge::{Compiled, Knowledge, SourceFile, read_folder};
use attache_record::Diagnostic;
use clap::Args;
use std::path::{Path, PathBuf};

/// Which knowledge to use.
#[derive(Debug, Args)]
pub struct Choice {
    /// Use the knowledge in this folder instead of the program's own
    #[arg(long = "knowledge", value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Add the entries of this folder to the knowledge; may be given several times
    #[arg(long = "also-knowledge", value_name = "DIR")]
    pub also: Vec<PathBuf>,
}

impl Choice {
    /// A coder with the chosen knowledge.
    ///
    /// # Errors
    /// All problems of the folder at once.
    pub fn coder(&self, quiet: bool) -> Result<Coder, Failure> {
        Ok(coder(self.load(quiet)?))
    }

    /// The files of the chosen knowledge.
    ///
    /// # Errors
    /// Those that cannot be read.
    pub fn files(&self) -> Result<Vec<SourceFile>, Failure> {
        files(self.folder.as_deref(), &self.also)
    }

    /// The chosen knowledge.
    ///
    /// # Errors
    /// All problems of the folder at once.
    pub fn load(&self, quiet: bool) -> Result<Knowledge, Failure> {
        if self.folder.is_none() && self.also.is_empty() {
            return own();
        }
        let compiled = compile(self.folder.as_deref(), &self.also)?;
        if !quiet {
            tell(&compiled.warnings);
        }
        Ok(compiled.knowledge)
    }
}

/// Prints warnings; of many, how many there are.
fn tell(warnings: &[Diagnostic]) {
    /// A reader of another command's output reads no more than these.
    const SHOWN: usize = 5;
    if warnings.len() <= SHOWN {
        return warnings.iter().for_each(message::print);
    }
    let all = count::of(warnings.len() as u64, "warning");
    message::say(&format!("{all} about the knowledge; attache knowledge check shows them"));
}

/// A coder that signs its records with this program's name and version.
pub fn coder(knowledge: Knowledge) -> Coder {
    Coder::new(knowledge, concat!("attache ", env!("CARGO_PKG_VERSION")))
}

/// The knowledge that the program was built with.
///
/// # Errors
/// When the program is damaged.
pub fn own() -> Result<Knowledge, Failure> {
    attache_pack::knowledge().map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))
}

/// The knowledge of a folder, or the program's own, with what other folders add to it.
///
/// # Errors
/// All problems of the folders at once.
pub fn compile(folder: Option<&Path>, also: &[PathBuf]) -> Result<Compiled, Failure> {
    let files = files(folder, also)?;
    Knowledge::compile(&files).map_err(|diagnostics| Failure { exit: Exit::Unusable, diagnostics })
}

/// The files of a folder, or those that the program's own knowledge was compiled from, and of folders that add to them.
fn files(folder: Option<&Path>, also: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = match folder {
        Some(folder) => read(folder)?,
        None => attache_pack::files().map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))?,
    };
    for folder in also {
        files.extend(read(folder)?.into_iter().map(|file| file.added(folder)));
    }
    Ok(files)
}

/// The files of a knowledge folder.
fn read(folder: &Path) -> Result<Vec<SourceFile>, Failure> {
    if !folder.is_dir() {
        let diagnostic = Diagnostic::error(format!("there is no knowledge folder \"{}\"", folder.display()));
        return Err(Failure::unusable(diagnostic.hint("name the folder that holds actors/ and events/")));
    }
    let unusable = |diagnostics| Failure { exit: Exit::Unusable, diagnostics };
    let files = read_folder(folder).map_err(unusable)?;
    if files.is_empty() {
        let diagnostic = Diagnostic::error(format!("there is no .toml file in \"{}\"", folder.display()));
        return Err(Failure::unusable(diagnostic.hint("name the folder that holds actors/ and events/")));
    }
    Ok(files)
}
