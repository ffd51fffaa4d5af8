//! The documents: that they are there, and that what they point to is there.

use super::File;
use std::collections::BTreeSet;

/// Documents that a reader may expect at the root.
const EXPECTED: [&str; 10] = [
    "README.md",
    "ARCHITECTURE.md",
    "DESIGN.md",
    "CODEBOOK.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "NOTICE",
];

/// The README is one screen.
const SCREEN: usize = 70;

/// Everything wrong with the documents.
pub fn problems(files: &[File], names: &[String]) -> Vec<String> {
    let missing = EXPECTED.iter().filter(|name| !names.iter().any(|file| file == *name));
    let mut out: Vec<String> = missing.map(|name| format!("{name}: this document is missing")).collect();
    for file in files.iter().filter(|file| file.is("md") && !file.name.starts_with("cases/")) {
        out.extend(document(file, files, names));
    }
    if let Some(readme) = files.iter().find(|file| file.name == "README.md") {
        let lines = readme.text.lines().count();
        if lines > SCREEN {
            out.push(format!("README.md: {lines} lines are more than a screen ({SCREEN})"));
        }
    }
    out
}

fn document(file: &File, files: &[File], names: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut fenced = false;
    for (number, line) in file.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let links = links(line).into_iter().filter_map(|link| link_problem(file, link, files, names));
            let paths = quoted(line).into_iter().filter(|path| is_path(path, names));
            let paths = paths
                .filter(|path| !exists(&below(file, path), names) && !exists(path, names))
                .map(|path| format!("`{path}` is no file or folder here"));
            out.extend(links.chain(paths).map(|problem| file.at(number, &problem)));
        }
    }
    out
}

/// The targets of `[text](target)` in a line.
fn links(line: &str) -> Vec<&str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target)).collect()
}

/// What stands between backticks in a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Whether backticked words name a place in the repository: they begin with one of its folders.
fn is_path(words: &str, names: &[String]) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let Some((first, _)) = words.split_once('/') else { return false };
    words.chars().all(plain) && names.iter().any(|name| name.split('/').next() == Some(first))
}

/// A path relative to the document's folder, from the root.
fn below(file: &File, path: &str) -> String {
    let mut parts: Vec<&str> = file.name.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a file of this name, or any below a folder of this name, is in the repository.
fn exists(path: &str, names: &[String]) -> bool {
    let path = path.trim_end_matches('/');
    names.iter().any(|name| name == path || name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
}

fn link_problem(file: &File, link: &str, files: &[File], names: &[String]) -> Option<String> {
    if link.starts_with("https://") {
        return None;
    }
    if link.contains("://") {
        return Some(format!("({link}) is no https address"));
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { file.name.clone() } else { below(file, path) };
    if !exists(&target, names) {
        return Some(format!("({link}) leads nowhere"));
    }
    let target = files.iter().find(|file| file.name == target);
    let known = target.is_none_or(|target| anchors(&target.text).contains(anchor));
    (!anchor.is_empty() && !known).then(|| format!("({link}) leads to no heading"))
}

/// The anchors that a Markdown renderer gives to headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let files = [File { name: "a/b.md".into(), text: text.into() }];
        let names = ["a/b.md".into(), "c/d.rs".into()];
        document(&files[0], &files, &names).join("\n")
    }

    #[test]
    fn links_and_paths_that_lead_somewhere_pass() {
        assert_eq!(check("# One thing\n[x](../c/d.rs) [y](#one-thing) [z](https://example.org) `c/d.rs` `c/`"), "");
        assert_eq!(check("```\n[x](gone.md)\n```"), "");
    }

    #[test]
    fn links_and_paths_that_lead_nowhere_are_named_with_their_line() {
        assert_eq!(check("\n[x](d.rs)"), "a/b.md:2: (d.rs) leads nowhere");
        assert_eq!(check("[x](#two)"), "a/b.md:1: (#two) leads to no heading");
        assert_eq!(check("`c/e.rs`"), "a/b.md:1: `c/e.rs` is no file or folder here");
    }
}
