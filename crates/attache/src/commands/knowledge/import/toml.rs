//! Writing entries of a knowledge folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of a folder under construction, by name.
pub type Files = BTreeMap<String, String>;

/// An entry under construction, as it stands in a file.
pub struct Entry(String);

impl Entry {
    /// An entry that begins with `[[kind]]` and its id.
    pub fn new(kind: &str, id: &str) -> Self {
        let mut entry = Self(format!("[[{kind}]]\n"));
        entry.text("id", id);
        entry
    }

    /// A table `[kind]`.
    pub fn single(kind: &str) -> Self {
        Self(format!("[{kind}]\n"))
    }

    /// A text.
    pub fn text(&mut self, key: &str, value: &str) {
        self.bare(key, &quoted(value));
    }

    /// A value that needs no quotation marks.
    pub fn bare(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    /// A list of texts; nothing where it is empty.
    pub fn list<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t String>) {
        let values: Vec<String> = values.into_iter().map(|value| quoted(value)).collect();
        if !values.is_empty() {
            self.rows(key, &values);
        }
    }

    /// A list of values as they stand, on one line where that is short.
    pub fn rows(&mut self, key: &str, values: &[String]) {
        /// Longest line of a list, in characters.
        const WIDTH: usize = 118;
        let line = format!("{key} = [{}]", values.join(", "));
        if line.chars().count() <= WIDTH {
            let _ = writeln!(self.0, "{line}");
            return;
        }
        let _ = writeln!(self.0, "{key} = [");
        let mut line = String::new();
        for value in values {
            if !line.is_empty() && line.chars().count() + value.chars().count() + 4 > WIDTH {
                let _ = writeln!(self.0, " {line}");
                line.clear();
            }
            let _ = write!(line, " {value},");
        }
        let _ = writeln!(self.0, " {line}\n]");
    }

    /// The entry as text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A text in quotation marks, as TOML wants it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Entries of one kind by id, and the file that they make.
pub fn file(head: &str, entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<String> = entries.into_iter().collect();
    format!("{head}\n{}", entries.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_long_lists_broken() {
        let mut entry = Entry::new("agent", "mine.x");
        entry.text("name", "say \"so\"\t\\");
        entry.list("none", &[]);
        entry.list("names", &vec!["harbour master".to_owned(); 10]);
        let names = "\"harbour master\", ".repeat(6);
        let rest = "\"harbour master\", ".repeat(4);
        let expected = format!(
            "[[agent]]\nid = \"mine.x\"\nname = \"say \\\"so\\\"\\u0009\\\\\"\nnames = [\n  {}\n  {}\n]\n",
            names.trim_end(),
            rest.trim_end()
        );
        assert_eq!(entry.finish(), expected);
    }
}
