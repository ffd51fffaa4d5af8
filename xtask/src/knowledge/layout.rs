//! A knowledge file as it is laid out: its head, its entries, their keys and values, with all comments.
//!
//! The file is cut, not understood: what stands between the cuts is kept letter by letter. It must be sound TOML.

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Comments at the head of the file.
    pub head: Vec<String>,
    /// Keys before the first entry: `class = "AID"`.
    pub keys: Vec<Key>,
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
}

/// An entry: `[[kind]]` or `[kind]` and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Comments above it; an empty line parts a heading from the entry.
    pub comments: Vec<String>,
    /// Its header line.
    pub header: String,
    /// Its keys, in the order of the file.
    pub keys: Vec<Key>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Comments above it.
    pub comments: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its value as written, over several lines where it is so.
    pub value: String,
    /// A comment behind it, with its `#` and the blanks before that.
    pub behind: String,
}

impl Entry {
    /// The kind between its brackets.
    pub fn kind(&self) -> &str {
        self.header.split(']').next().unwrap_or_default().trim_start_matches('[')
    }

    /// The value of a key without quotation marks.
    pub fn text(&self, name: &str) -> Option<&str> {
        let key = self.keys.iter().find(|key| key.name == name)?;
        Some(key.value.trim_matches('"'))
    }
}

impl Layout {
    /// Cuts a file. Comments that stand at its top, before a blank line, are its head.
    pub fn of(text: &str) -> Self {
        let mut layout = Self { head: Vec::new(), keys: Vec::new(), entries: Vec::new() };
        let mut comments: Vec<String> = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let line = line.trim();
            if line.is_empty() {
                if layout.keys.is_empty() && layout.entries.is_empty() {
                    // A second paragraph of the head keeps its distance.
                    if !layout.head.is_empty() && !comments.is_empty() {
                        layout.head.push(String::new());
                    }
                    layout.head.append(&mut comments);
                } else if comments.last().is_some_and(|last| !last.is_empty()) {
                    // A heading keeps its distance from the entry below it.
                    comments.push(String::new());
                }
            } else if line.starts_with('#') {
                comments.push(line.to_owned());
            } else if line.starts_with('[') {
                let entry =
                    Entry { comments: std::mem::take(&mut comments), header: line.to_owned(), keys: Vec::new() };
                layout.entries.push(entry);
            } else {
                let key = key(line, &mut lines, std::mem::take(&mut comments));
                match layout.entries.last_mut() {
                    Some(entry) => entry.keys.push(key),
                    None => layout.keys.push(key),
                }
            }
        }
        // Comments behind everything stay behind the last entry, as a line of its own.
        if comments.last().is_some_and(String::is_empty) {
            comments.pop();
        }
        if let Some(entry) = layout.entries.last_mut().filter(|_| !comments.is_empty()) {
            entry.keys.push(Key { comments, name: String::new(), value: String::new(), behind: String::new() });
        } else {
            layout.head.append(&mut comments);
        }
        layout
    }
}

/// Reads a key that begins on `line` and goes on as long as its brackets are open.
fn key<'t>(line: &str, lines: &mut impl Iterator<Item = &'t str>, comments: Vec<String>) -> Key {
    let (name, rest) = line.split_once('=').unwrap_or((line, ""));
    let mut value = rest.trim().to_owned();
    let mut scan = Scan::default();
    let mut comment = scan.line(&value);
    while scan.open() {
        let Some(next) = lines.next() else { break };
        value.push('\n');
        let start = value.len();
        value.push_str(next.trim_end());
        comment = scan.line(&value[start..]).map(|at| start + at);
    }
    let mut behind = comment.map_or_else(String::new, |at| value.split_off(at));
    let end = value.trim_end().len();
    if !behind.is_empty() {
        behind.insert_str(0, &value[end..]);
    }
    value.truncate(end);
    Key { comments, name: name.trim().to_owned(), value, behind }
}

/// Where in a value the reading stands: in which text, how deep in brackets.
#[derive(Debug, Default, Clone)]
pub struct Scan {
    depth: usize,
    /// The mark that ends the text one is in: `"`, `'`, or three of them.
    text: Option<String>,
}

impl Scan {
    /// Whether brackets or a text over several lines are open.
    pub fn open(&self) -> bool {
        self.depth > 0 || self.text.is_some()
    }

    /// Reads a line; gives the place where a comment begins on it.
    pub fn line(&mut self, line: &str) -> Option<usize> {
        let mut at = 0;
        while let Some(c) = line[at..].chars().next() {
            if c == '#' && self.text.is_none() {
                return Some(at);
            }
            at += self.step(&line[at..], c);
        }
        // A text with one mark ends with its line.
        self.text = self.text.take().filter(|mark| mark.len() == TRIPLE);
        None
    }

    /// Reads one sign, or a mark of three; gives how many bytes that are.
    fn step(&mut self, rest: &str, c: char) -> usize {
        match &self.text {
            Some(mark) if rest.starts_with(mark.as_str()) => {
                let length = mark.len();
                self.text = None;
                length
            }
            Some(mark) if c == '\\' && mark.starts_with('"') => {
                c.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8)
            }
            Some(_) => c.len_utf8(),
            None => {
                match c {
                    '[' | '{' => self.depth += 1,
                    ']' | '}' => self.depth = self.depth.saturating_sub(1),
                    '"' | '\'' => {
                        let triple = rest.get(..TRIPLE).filter(|mark| mark.chars().all(|m| m == c));
                        let mark = triple.map_or_else(|| c.to_string(), str::to_owned);
                        let length = mark.len();
                        self.text = Some(mark);
                        return length;
                    }
                    _ => {}
                }
                c.len_utf8()
            }
        }
    }

    /// The items of a list as written, and whether comments or texts over several lines stand among them.
    pub fn items(list: &str) -> Option<Vec<String>> {
        let inside = list.strip_prefix('[')?.strip_suffix(']')?;
        let mut scan = Self::default();
        let (mut items, mut item) = (Vec::new(), String::new());
        let mut at = 0;
        while let Some(c) = inside[at..].chars().next() {
            if scan.text.is_none() && c == '#' {
                return None;
            }
            if c == ',' && !scan.open() {
                items.push(std::mem::take(&mut item));
                at += 1;
                continue;
            }
            // Blanks between parts of an item are one blank; in a text they are the text's.
            if scan.text.is_none() && c.is_whitespace() {
                if !item.ends_with(' ') {
                    item.push(' ');
                }
                at += c.len_utf8();
                continue;
            }
            let length = scan.step(&inside[at..], c);
            if scan.text.as_ref().is_some_and(|mark| mark.len() == TRIPLE) {
                return None;
            }
            item.push_str(&inside[at..at + length]);
            at += length;
        }
        items.push(item);
        Some(items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect())
    }
}

/// Bytes of a mark of three.
const TRIPLE: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Harbours.

class = \"AID\"

# the first
[[pattern]]
id = \"aid.a\"  # why
# of what
words = [
  \"a # b\", # two
  'c]',
]

[[pattern]]
id = \"aid.b\"
# at the end
";

    #[test]
    fn a_file_is_cut_at_its_entries_and_keys_and_keeps_its_comments() {
        let layout = Layout::of(TEXT);
        assert_eq!(layout.head, ["# Harbours."]);
        assert_eq!((layout.keys[0].name.as_str(), layout.keys[0].value.as_str()), ("class", "\"AID\""));
        let first = &layout.entries[0];
        assert_eq!((first.comments.join(""), first.kind()), ("# the first".to_owned(), "pattern"));
        assert_eq!((first.text("id"), first.keys[0].behind.as_str()), (Some("aid.a"), "  # why"));
        assert_eq!(first.keys[1].comments, ["# of what"]);
        assert_eq!(first.keys[1].value, "[\n  \"a # b\", # two\n  'c]',\n]");
        assert_eq!(layout.entries[1].keys[1].comments, ["# at the end"]);
    }

    #[test]
    fn a_list_is_cut_at_its_items_unless_comments_stand_among_them() {
        let items = |list| Scan::items(list).map(|items| items.join("~"));
        assert_eq!(items("[\"a, b\",\n  { x = 1,\n y = \"#\" },]").as_deref(), Some("\"a, b\"~{ x = 1, y = \"#\" }"));
        assert_eq!(items("[]").as_deref(), Some(""));
        assert_eq!(items("[1, # one\n 2]"), None);
        assert_eq!(items("\"no list\""), None);
    }
}
