//! The knowledge to work with: the program's own, or a folder that the user names.

use crate::exit::{Exit, Failure};
use crate::terminal::message;
use attache_coder::Coder;
use attache_knowledge::{Compiled, Knowledge, read_folder};
use attache_record::Diagnostic;
use clap::Args;
use std::path::{Path, PathBuf};

/// Which knowledge to use.
#[derive(Debug, Args)]
pub struct Choice {
    /// Use the knowledge in this folder instead of the program's own
    #[arg(long = "knowledge", value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

impl Choice {
    /// A coder with the chosen knowledge.
    ///
    /// # Errors
    /// All problems of the folder at once.
    pub fn coder(&self, quiet: bool) -> Result<Coder, Failure> {
        Ok(coder(self.load(quiet)?))
    }

    /// The chosen knowledge.
    ///
    /// # Errors
    /// All problems of the folder at once.
    pub fn load(&self, quiet: bool) -> Result<Knowledge, Failure> {
        match &self.folder {
            Some(folder) => {
                let compiled = compile(folder)?;
                if !quiet {
                    compiled.warnings.iter().for_each(message::print);
                }
                Ok(compiled.knowledge)
            }
            None => own(),
        }
    }
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

/// The knowledge of a folder.
///
/// # Errors
/// All problems of the folder at once.
pub fn compile(folder: &Path) -> Result<Compiled, Failure> {
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
    Knowledge::compile(&files).map_err(unusable)
}
