//! Checks that no compiler makes: length of files, paths of a machine, documents and their links, the form of cases and of the
//! knowledge files.

mod code;
mod documents;
mod folders;

use crate::{Failure, knowledge, tree};

/// A file of the repository.
pub struct File {
    /// Path below the root, with forward slashes.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// A message about a line of this file, counted from 0.
    fn at(&self, line: usize, message: &str) -> String {
        format!("{}:{}: {message}", self.name, line + 1)
    }

    fn is(&self, extension: &str) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }
}

/// `cargo xtask tidy`.
///
/// # Errors
/// Everything that is untidy, one line each.
pub fn run() -> Result<(), Failure> {
    let names = tree::files()?;
    // What is no text (a page in another charset among the examples) is left out.
    let read = |name: &String| {
        let text = std::fs::read_to_string(tree::root().join(name)).ok()?;
        Some(File { name: name.clone(), text })
    };
    let files: Vec<File> = names.iter().filter_map(read).collect();
    let mut problems: Vec<String> = files.iter().flat_map(code::problems).collect();
    problems.extend(documents::problems(&files, &names));
    problems.extend(folders::problems(&files, &names));
    let loose = knowledge::out_of_form()?;
    problems.extend(loose.iter().map(|name| format!("knowledge/{name}: not in form; run cargo xtask knowledge fmt")));
    problems.sort();
    if problems.is_empty() {
        println!("tidy: {} files, nothing to mend", names.len());
        Ok(())
    } else {
        let number = problems.len();
        Err(Failure(format!("{}\ntidy: {number} things to mend", problems.join("\n"))))
    }
}
