//! Where things lie in the repository, and the shared data beside it.

use crate::Failure;
use crate::options::Options;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The folder of the shared data, or `None` where it is missing: then nothing that needs it is done.
pub fn shared(options: &Options) -> Option<PathBuf> {
    let folder = options.shared.clone().unwrap_or_else(|| root().join("../shared"));
    folder.join("data").is_dir().then_some(folder)
}

/// What is said where the shared data are missing.
pub const SKIPPED: &str = "skipped: no shared data";

/// The text of a file.
///
/// # Errors
/// Names the file that cannot be read.
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure(format!("{} cannot be read: {error}", path.display())))
}

/// Writes a file, making its folder.
///
/// # Errors
/// Names the file that cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let problem = |error| Failure(format!("{} cannot be written: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(problem)?;
    }
    fs::write(path, text).map_err(problem)
}

/// The files of the repository, those not yet committed included, ignored ones not; sorted, with forward slashes.
///
/// # Errors
/// Where git cannot be run.
pub fn files() -> Result<Vec<String>, Failure> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .map_err(|error| Failure(format!("git ls-files cannot be run: {error}")))?;
    let mut files: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    files.retain(|file| root().join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}
