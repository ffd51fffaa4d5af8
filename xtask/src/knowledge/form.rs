//! The form of the knowledge files: entries sorted by id, keys in one order, one blank line between entries, lists on one
//! line or filled. A list that is laid out well enough stays as it is.

use super::layout::{Entry, Key, Layout, Scan};
use std::collections::BTreeMap;

/// Longest line that is written, in characters.
const WIDTH: usize = 118;
/// Longest line that is left as it is, where it can be broken.
const BEARABLE: usize = 120;
/// Files whose entries stand in an order that means something: rules are tried one after the other.
const ORDERED: [&str; 3] = ["grammar.toml", "times.toml", "views.toml"];
/// Kinds in the order in which a file has them; those that are not named come behind them, in the order of the file.
const KINDS: [&str; 5] = ["state", "organisation", "body", "office", "person"];
/// Keys of each kind in the order in which an entry has them; those that are not named come behind them.
const KEYS: [(&str, &str); 14] = [
    ("state", "code name long names variants adjectives demonyms from to cow gw sources tests"),
    ("body", "id names adjectives kind sector sectors from to sources tests"),
    ("office", "id titles unmistakable sector single sources tests"),
    ("person", "id names surname alone sources held tests"),
    ("agent", "id names plurals sector kind abroad any_sector other own private vague tests"),
    ("organisation", "id code codes names adjectives members from to sources tests"),
    ("pattern", "id words what change mode status actor recipient reciprocal place needs unless score tests"),
    ("cue", "id words makes reported over contact speaker claim readout tests"),
    ("discard", "id words tests"),
    ("publisher", "id names code country"),
    ("region", "id names middle state divisions places claimed_by disputed_from held_by sources"),
    ("set", "id words"),
    ("source", "key title licence"),
    ("topic", "id plover words tests"),
];

/// A file in canonical form.
///
/// # Errors
/// Where forming it would lose something, which no sound file should see.
pub fn formed(name: &str, text: &str) -> Result<String, String> {
    let before = Layout::of(text);
    let mut after = before.clone();
    if !ORDERED.contains(&name) {
        after.entries.sort_by(|a, b| place(a).cmp(&place(b)));
        for entry in &mut after.entries {
            let order = KEYS.iter().find(|(kind, _)| *kind == entry.kind()).map_or("", |(_, order)| *order);
            entry.keys.sort_by_key(|key| rank(&key.name, order));
        }
    }
    let formed = written(&after);
    if essence(&Layout::of(&formed)) == essence(&before) {
        Ok(formed)
    } else {
        Err(format!("knowledge/{name} cannot be brought into form without losing something; look at its comments"))
    }
}

/// Where an entry stands in its file.
fn place(entry: &Entry) -> (usize, &str) {
    let kind = KINDS.iter().position(|kind| *kind == entry.kind()).unwrap_or(KINDS.len());
    (kind, id(entry))
}

/// What entries are sorted by.
pub fn id(entry: &Entry) -> &str {
    entry.text("id").or_else(|| entry.text("key")).or_else(|| entry.text("lemma")).unwrap_or_default()
}

/// Where a key stands in its entry; comments at the end stay there.
fn rank(name: &str, order: &str) -> usize {
    match name {
        "" => usize::MAX,
        _ => order.split(' ').position(|key| key == name).unwrap_or(order.len()),
    }
}

fn written(layout: &Layout) -> String {
    let mut out = String::new();
    for line in &layout.head {
        out.push_str(line);
        out.push('\n');
    }
    if !layout.keys.is_empty() {
        // A head of one line stands directly above the file's own keys.
        layout.keys.iter().for_each(|key| write_key(key, &mut out));
    }
    for entry in &layout.entries {
        // A table inside an entry ("[kind.forms]") stands with it.
        if !out.is_empty() && !entry.kind().contains('.') {
            out.push('\n');
        }
        for comment in &entry.comments {
            out.push_str(comment);
            out.push('\n');
        }
        out.push_str(&entry.header);
        out.push('\n');
        entry.keys.iter().for_each(|key| write_key(key, &mut out));
    }
    out
}

fn write_key(key: &Key, out: &mut String) {
    for comment in &key.comments {
        out.push_str(comment);
        out.push('\n');
    }
    if key.name.is_empty() {
        return;
    }
    let blank = if key.behind.starts_with('#') { "  " } else { "" };
    let value = match Scan::items(&key.value).filter(|_| !well_laid(key)) {
        Some(items) => list(&key.name, &items, key.behind.chars().count()),
        None => key.value.clone(),
    };
    out.push_str(&format!("{} = {value}{blank}{}\n", key.name, key.behind));
}

/// Whether a list needs no other layout: short on one line, or broken behind its bracket with two blanks before each
/// line and a comma behind it.
fn well_laid(key: &Key) -> bool {
    let lines: Vec<&str> = key.value.lines().collect();
    match &lines[..] {
        [line] => {
            let tidy = !line.starts_with("[ ") && !line.ends_with(" ]") && !line.ends_with(",]");
            tidy && key.name.chars().count() + line.chars().count() + key.behind.chars().count() + 3 <= BEARABLE
        }
        ["[", rows @ .., "]"] => rows.iter().all(|row| {
            let indented = row.starts_with("  ") && !row.starts_with("   ");
            let alone = Scan::items(&format!("[{}]", row.trim())).is_some_and(|items| items.len() == 1);
            indented && row.ends_with(',') && (alone || row.chars().count() <= BEARABLE)
        }),
        _ => false,
    }
}

/// A list on one line where that is short; else tables one a line, and texts as many as fit.
fn list(name: &str, items: &[String], behind: usize) -> String {
    let tables = items.iter().all(|item| item.starts_with('{'));
    let line = format!("[{}]", items.join(", "));
    if (!tables || items.len() == 1) && name.chars().count() + 3 + line.chars().count() + behind <= WIDTH {
        return line;
    }
    let mut out = String::from("[\n");
    let mut row = String::new();
    for item in items {
        let full = row.chars().count() + item.chars().count() + 4 > WIDTH;
        if !row.is_empty() && (tables || full) {
            out.push_str(&format!(" {row}\n"));
            row.clear();
        }
        row.push_str(&format!(" {item},"));
    }
    if !row.is_empty() {
        out.push_str(&format!(" {row}\n"));
    }
    out.push(']');
    out
}

/// What a file says, however it is laid out: its comments, and each entry's keys and values without blanks.
fn essence(layout: &Layout) -> BTreeMap<String, usize> {
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    let squeezed =
        |value: &str| Scan::items(value).map_or_else(|| value.to_owned(), |items| format!("[{}]", items.join(",")));
    let mut note = |part: String| *parts.entry(part).or_default() += 1;
    for line in layout.head.iter().filter(|line| !line.is_empty()) {
        note(line.clone());
    }
    let no_entry = (String::new(), &layout.keys);
    let entries = layout.entries.iter().map(|entry| (format!("{} {}", entry.header, id(entry)), &entry.keys));
    for (entry, keys) in std::iter::once(no_entry).chain(entries) {
        for key in keys {
            note(format!("{entry} {} = {} {}", key.name, squeezed(&key.value), key.behind.trim()));
            key.comments.iter().for_each(|comment| note(format!("{entry} {} {comment}", key.name)));
        }
    }
    for entry in &layout.entries {
        let comments = entry.comments.iter().filter(|comment| !comment.is_empty());
        comments.for_each(|comment| note(format!("{} {comment}", id(entry))));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOSE: &str = "\
# Two people.


[[person]]
names = [\"Ann Borg\"]
id = \"mlt.borg\"
held = [
  { office = \"mlt.premier\", from = 2010-01-01 } ]
sources=[\"ours\"]


# in office twice
[[person]]
id = \"mlt.abela\"   # the elder
names = [\"Ben Abela\",
 \"B. Abela\"]
[[office]]
id = \"mlt.premier\"
";
    const FORMED: &str = "\
# Two people.

[[office]]
id = \"mlt.premier\"

# in office twice
[[person]]
id = \"mlt.abela\"   # the elder
names = [\"Ben Abela\", \"B. Abela\"]

[[person]]
id = \"mlt.borg\"
names = [\"Ann Borg\"]
sources = [\"ours\"]
held = [{ office = \"mlt.premier\", from = 2010-01-01 }]
";

    #[test]
    fn entries_are_sorted_keys_ordered_and_comments_kept() {
        assert_eq!(formed("actors/mlt.toml", LOOSE), Ok(FORMED.to_owned()));
    }

    #[test]
    fn what_is_in_form_stays_as_it_is() {
        assert_eq!(formed("actors/mlt.toml", FORMED), Ok(FORMED.to_owned()));
    }

    #[test]
    fn where_order_means_something_it_stays() {
        let rules = "[[rule]]\nid = \"b\"\nto = \"NN\"\nfrom = \"VB\"\n\n[[rule]]\nid = \"a\"\n";
        assert_eq!(formed("grammar.toml", rules), Ok(rules.to_owned()));
    }

    #[test]
    fn long_lists_are_filled_and_tables_stand_one_a_line() {
        let text = format!(
            "[[set]]\nid = \"a\"\nwords = [{}]\ntests = [ {{ a = 1 }}, {{ a = 2 }}]\n",
            "\"harbour\", ".repeat(12)
        );
        let filled = "\"harbour\", ".repeat(10);
        let rest = "\"harbour\", ".repeat(2);
        let expected = format!(
            "[[set]]\nid = \"a\"\nwords = [\n  {}\n  {}\n]\ntests = [\n  {{ a = 1 }},\n  {{ a = 2 }},\n]\n",
            filled.trim_end(),
            rest.trim_end()
        );
        assert_eq!(formed("sets.toml", &text), Ok(expected));
    }
}
