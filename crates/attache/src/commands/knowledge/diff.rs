//! `attache knowledge diff`: which entries two knowledge folders do not share.

use super::facts::{Facts, Fields, Kind, facts};
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::knowledge;
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::message;
use crate::terminal::wrap::Styled;
use attache_knowledge::Knowledge;
use attache_record::Diagnostic;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// The word for the program's own knowledge.
const BUILTIN: &str = "builtin";

/// What is compared.
const AFTER: &str = "\
Both folders are compiled, so that order, comments and layout do not matter.
Compared are states, bodies, offices, people with their tenures, organisations
with their codes and members, agent nouns, regions, places, patterns of events,
speech, status and topics, and phrases that are no actor; all with their names.
Lexicon, grammar, times, publishers, views, sources and tests are not compared,
nor the capitals of other names and the days of a place's names. The word
`builtin` means the program's own knowledge; a folder of that name is ./builtin.

A value of an entry that only OLD has is marked -, one that only NEW has +.
With --format jsonl each line has change, kind, id, and removed and added values
by field.

Exit codes: 0 no entry differs, 1 some do, 2 a folder cannot be compiled.

Examples:
  attache knowledge diff builtin my-knowledge/
  attache knowledge diff old/ new/ --format jsonl";

/// Compare two knowledge folders: which entries were added, removed or changed
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Diff {
    /// The knowledge before: a folder, or `builtin`
    old: String,
    /// The knowledge after: a folder, or `builtin`
    new: String,
    /// How to show the differences
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How differences are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// JSON Lines, one entry a line
    Jsonl,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Added,
    Removed,
    Changed,
}

/// An entry that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    change: What,
    kind: Kind,
    id: String,
    fields: BTreeMap<&'static str, Values>,
}

/// The values of a field that only one side has.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Values {
    removed: BTreeSet<String>,
    added: BTreeSet<String>,
}

impl Diff {
    /// Compares and prints.
    ///
    /// # Errors
    /// All problems of the folder that cannot be compiled.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let (old, new) = (load(&self.old)?, load(&self.new)?);
        let changes = compare(facts(&old), facts(&new));
        let width = crate::terminal::width();
        let mut out = anstream::stdout().lock();
        for change in &changes {
            let text = match self.format {
                Format::Text => in_words(change, width),
                Format::Jsonl => json(change)?,
            };
            out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        }
        if !global.quiet {
            message::say(&summary(&changes, old.hash() == new.hash()));
        }
        Ok(if changes.is_empty() { Exit::Done } else { Exit::LeftOut })
    }
}

fn load(name: &str) -> Result<Knowledge, Failure> {
    if name == BUILTIN { knowledge::own() } else { Ok(knowledge::compile(Some(Path::new(name)), &[])?.knowledge) }
}

/// The entries that differ, by kind and id.
fn compare(mut old: Facts, new: Facts) -> Vec<Change> {
    let mut changes = Vec::new();
    for ((kind, id), after) in new {
        let before = old.remove(&(kind, id.clone()));
        let change = if before.is_some() { What::Changed } else { What::Added };
        let fields = differing(before.unwrap_or_default(), after);
        if change == What::Added || !fields.is_empty() {
            changes.push(Change { change, kind, id, fields });
        }
    }
    for ((kind, id), before) in old {
        let fields = differing(before, Fields::new());
        changes.push(Change { change: What::Removed, kind, id, fields });
    }
    changes.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    changes
}

/// The values that only one of the two has, by field.
fn differing(before: Fields, after: Fields) -> BTreeMap<&'static str, Values> {
    let mut out: BTreeMap<&'static str, Values> = BTreeMap::new();
    for (field, values) in before {
        out.entry(field).or_default().removed = values;
    }
    for (field, values) in after {
        let both = out.entry(field).or_default();
        both.added = values.into_iter().filter(|value| !both.removed.remove(value)).collect();
    }
    out.retain(|_, values| !values.removed.is_empty() || !values.added.is_empty());
    out
}

/// An entry in lines: what became of it, and of a changed one each value that differs.
fn in_words(change: &Change, width: usize) -> String {
    let Change { change: what, kind, id, fields } = change;
    let (what, name) = match what {
        What::Added => ("added", fields.get("name").and_then(|values| values.added.first())),
        What::Removed => ("removed", fields.get("name").and_then(|values| values.removed.first())),
        What::Changed => ("changed", None),
    };
    let kind = format!("{kind:?}").to_lowercase();
    let mut head = Styled::default().with(PLAIN, format!("{what} {kind} ")).with(HEAD, id.as_str());
    if let Some(name) = name {
        head.push(DIM, format!(" ({name})"));
    }
    let mut text = head.wrap(width, "", "  ");
    if change.change != What::Changed {
        return text;
    }
    for (field, Values { removed, added }) in fields {
        let one_each = removed.len() == 1 && added.len() == 1;
        let line = |sign: &str, value: &str, other: &BTreeSet<String>| {
            let other = other.first().filter(|_| one_each);
            let value = other.map_or_else(|| value.to_owned(), |other| around(value, other));
            let line = Styled::default().with(DIM, format!("{field}: ")).with(PLAIN, format!("{sign} {value}"));
            line.wrap(width, "    ", "      ")
        };
        text.extend(removed.iter().map(|value| line("-", value, added)));
        text.extend(added.iter().map(|value| line("+", value, removed)));
    }
    text
}

/// A long value without the words at its ends that it shares with `other`, but a few: patterns have hundreds of words.
fn around(value: &str, other: &str) -> String {
    /// Words that are shown before and after what differs.
    const SHOWN: usize = 6;
    let (words, others): (Vec<&str>, Vec<&str>) = (value.split(' ').collect(), other.split(' ').collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let front = words.iter().zip(&others).take_while(same).count();
    let back = words.iter().rev().zip(others.iter().rev()).take_while(same).count();
    let from = front.saturating_sub(SHOWN);
    let to = words.len() - back.saturating_sub(SHOWN).min(words.len() - front);
    let cut = |is: bool| if is { "\u{2026} " } else { "" };
    let shown = words.get(from..to).unwrap_or(&words).join(" ");
    format!("{}{shown} {}", cut(from > 0), cut(to < words.len())).trim_end().to_owned()
}

/// An entry as a line of JSON.
fn json(change: &Change) -> Result<String, Failure> {
    let line = serde_json::to_string(change).map_err(|error| {
        Failure::output(Diagnostic::error(format!("the entry {} cannot be written as JSON: {error}", change.id)))
    })?;
    Ok(line + "\n")
}

/// How many entries differ.
fn summary(changes: &[Change], same_files: bool) -> String {
    let count = |what| changes.iter().filter(|change| change.change == what).count();
    match (changes.is_empty(), same_files) {
        (true, true) => "no difference".to_owned(),
        (true, false) => "no entry differs; the files differ in what is not compared".to_owned(),
        (false, _) => {
            let (added, removed) = (count(What::Added), count(What::Removed));
            format!("{added} added, {removed} removed, {} changed", count(What::Changed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_long_values_the_part_that_differs_is_shown_with_some_words_around() {
        let (old, new) = ("a b c d e f g h OLD i j k l m n o p", "a b c d e f g h NEW NEWER i j k l m n o p");
        assert_eq!(around(old, new), "\u{2026} c d e f g h OLD i j k l m n \u{2026}");
        assert_eq!(around(new, old), "\u{2026} c d e f g h NEW NEWER i j k l m n \u{2026}");
        assert_eq!(around("since 2020", "since 2021"), "since 2020");
        assert_eq!(around("a a", "a a a"), "a a");
    }
}
