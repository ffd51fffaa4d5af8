//! Which files the user means: files, folders, patterns, and standard input.

use crate::exit::Failure;
use attache_record::Diagnostic;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Endings of the files that are taken from a folder; each also with `.gz` after it. A file that the user names
/// himself is read whatever its ending.
const ENDINGS: [&str; 8] = ["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "json"];

/// One file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A pipe or device, which gives its bytes only once.
    Stream(PathBuf),
    /// A file.
    File {
        /// Where it lies.
        path: PathBuf,
        /// Its size on the disk in bytes, when it was found.
        bytes: u64,
    },
}

impl Input {
    /// The input as messages name it.
    pub fn shown(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::Stream(path) | Self::File { path, .. } => path.display().to_string(),
        }
    }
}

/// The files found.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of the arguments; those of a folder or pattern sorted by name. None twice.
    pub inputs: Vec<Input>,
    /// How many files of folders were passed over because of their endings.
    pub passed_over: u64,
    /// Folders that could not be read, inside folders that could.
    pub problems: Vec<Diagnostic>,
}

impl Found {
    /// Size of all files together, or `None` where it is not known beforehand.
    pub fn bytes(&self) -> Option<u64> {
        self.inputs
            .iter()
            .map(|input| match input {
                Input::Stdin | Input::Stream(_) => None,
                Input::File { bytes, .. } => Some(*bytes),
            })
            .sum()
    }

    /// Whether all inputs can be read a second time.
    pub fn can_be_read_again(&self) -> bool {
        self.inputs.iter().all(|input| matches!(input, Input::File { .. }))
    }

    fn push(&mut self, input: Input, seen: &mut BTreeSet<PathBuf>) {
        let key = match &input {
            Input::Stdin => PathBuf::from("-"),
            Input::Stream(path) | Input::File { path, .. } => fs::canonicalize(path).unwrap_or_else(|_| path.clone()),
        };
        if seen.insert(key) {
            self.inputs.push(input);
        }
    }
}

/// Finds the files that `arguments` name.
///
/// # Errors
/// All arguments that name nothing, at once, and the case that nothing is left to read.
pub fn find(arguments: &[String]) -> Result<Found, Failure> {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for argument in arguments {
        let paths = match expand(argument) {
            Ok(paths) => paths,
            Err(diagnostic) => {
                wrong.push(diagnostic);
                continue;
            }
        };
        for path in paths {
            match path {
                None => found.push(Input::Stdin, &mut seen),
                Some(path) => match fs::metadata(&path) {
                    Ok(about) if about.is_dir() => walk(&path, &mut found, &mut seen),
                    Ok(about) if about.is_file() => {
                        found.push(Input::File { path, bytes: about.len() }, &mut seen);
                    }
                    Ok(_) => found.push(Input::Stream(path), &mut seen),
                    Err(error) => wrong.push(missing(&path, &error)),
                },
            }
        }
    }
    if wrong.is_empty() && found.inputs.is_empty() && found.problems.is_empty() {
        let endings = ENDINGS.map(|ending| format!(".{ending}")).join(" ");
        wrong.push(
            Diagnostic::error(format!("there is nothing to read in {}", arguments.join(", ")))
                .hint(format!("of a folder these files are read: {endings}, also with .gz; name others one by one")),
        );
    }
    if wrong.is_empty() { Ok(found) } else { Err(Failure { exit: crate::exit::Exit::Unusable, diagnostics: wrong }) }
}

/// The paths that one argument stands for; `None` is standard input. A path that exists is never a pattern.
fn expand(argument: &str) -> Result<Vec<Option<PathBuf>>, Diagnostic> {
    if argument == "-" {
        return Ok(vec![None]);
    }
    if !argument.contains(['*', '?', '[']) || Path::new(argument).exists() {
        return Ok(vec![Some(PathBuf::from(argument))]);
    }
    let paths = glob::glob(argument).map_err(|error| {
        Diagnostic::error(format!("\"{argument}\" is no pattern for file names: {}", error.msg))
            .hint("* stands for any letters, ** for any folders, ? for one letter, [ab] for one of these")
    })?;
    let mut paths: Vec<_> = paths.filter_map(Result::ok).map(Some).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Diagnostic::error(format!("no file fits the pattern \"{argument}\"")));
    }
    Ok(paths)
}

fn missing(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        Diagnostic::error(format!("there is no file or folder \"{shown}\"")).hint("check the spelling of the path")
    } else {
        Diagnostic::error(format!("\"{shown}\" cannot be read: {error}"))
    }
}

/// Adds the files below `folder` that can be read by their endings, sorted by name, folders in their place.
/// Links to folders are not followed, so that no walk goes in circles.
fn walk(folder: &Path, found: &mut Found, seen: &mut BTreeSet<PathBuf>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("the folder \"{}\" cannot be read: {error}", folder.display());
            found.problems.push(Diagnostic::error(message));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if about.is_dir() {
            walk(&path, found, seen);
            continue;
        }
        let about = if about.is_symlink() { fs::metadata(&path) } else { Ok(about) };
        match about {
            Ok(about) if about.is_file() && has_known_ending(&path) => {
                found.push(Input::File { path, bytes: about.len() }, seen);
            }
            _ => found.passed_over += 1,
        }
    }
}

fn has_known_ending(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn folder(name: &str, files: &[&str]) -> Scratch {
        let root = Scratch::new(&format!("inputs-{name}"));
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "Envoys met.").unwrap();
        }
        root
    }

    fn names(found: &Found, root: &Path) -> Vec<String> {
        let below = |input: &Input| match input {
            Input::Stdin => "-".to_owned(),
            Input::Stream(path) | Input::File { path, .. } => {
                path.strip_prefix(root).unwrap_or(path).display().to_string()
            }
        };
        found.inputs.iter().map(below).collect()
    }

    #[test]
    fn a_folder_gives_the_files_below_it_sorted_and_counts_those_of_other_endings() {
        let root = folder("folder", &["b.txt", "a/page.HTML", "a/day.jsonl.gz", "map.png", "README"]);
        let found = find(&[root.display().to_string()]).unwrap();
        assert_eq!(names(&found, &root), ["a/day.jsonl.gz", "a/page.HTML", "b.txt"]);
        assert_eq!(found.passed_over, 2);
        assert_eq!(found.bytes(), Some(33));
    }

    #[test]
    fn a_file_named_twice_is_read_once_and_one_named_by_the_user_whatever_its_ending() {
        let root = folder("twice", &["b.txt", "wire"]);
        let wire = root.join("wire").display().to_string();
        let pattern = root.join("*.txt").display().to_string();
        let found = find(&[wire.clone(), pattern, root.display().to_string(), wire]).unwrap();
        assert_eq!(names(&found, &root), ["wire", "b.txt"]);
    }

    #[test]
    fn all_arguments_that_name_nothing_are_told_at_once() {
        let failure = find(&["no-such-file.txt".into(), "no-such-*.txt".into()]).unwrap_err();
        let messages: Vec<_> = failure.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            messages,
            ["there is no file or folder \"no-such-file.txt\"", "no file fits the pattern \"no-such-*.txt\""]
        );
    }
}
