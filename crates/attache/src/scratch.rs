//! Folders for tests that go away with them.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// An empty folder that is removed at the end of the test.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A folder for the test of this name.
    pub fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("attache-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Deref for Scratch {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
