//! The lines of a dictionary without its comments.

/// A line with something on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, counted from one.
    pub number: usize,
    /// Whether it begins with a blank or a tab.
    pub indented: bool,
    /// Its text without comment and without blanks around it.
    pub text: String,
}

/// The text of a file: UTF-8, or else one byte a letter (Latin-1), as old dictionaries have it. `None` for a file that
/// is no text.
pub fn decode(bytes: Vec<u8>) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    Some(String::from_utf8(bytes).unwrap_or_else(|e| e.as_bytes().iter().map(|byte| char::from(*byte)).collect()))
}

/// The lines that say something. Comments are `<!-- ... -->`, also over several lines, and what stands behind `#` or
/// `;`, but for a `;` or `#` within brackets, which parts or names codes.
pub fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut in_comment = false;
    for (number, raw) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let mut kept = String::new();
        let mut rest = raw;
        loop {
            if in_comment {
                let Some((_, after)) = rest.split_once("-->") else { break };
                in_comment = false;
                rest = after;
            }
            match rest.split_once("<!--") {
                Some((before, after)) => {
                    kept.push_str(before);
                    in_comment = true;
                    rest = after;
                }
                None => {
                    kept.push_str(rest);
                    break;
                }
            }
        }
        let text = without_comment(&kept).trim();
        if !text.is_empty() {
            out.push(Line { number, indented: kept.starts_with([' ', '\t']), text: text.to_owned() });
        }
    }
    out
}

fn without_comment(line: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in line.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '#' | ';' if depth == 0 => return &line[..at],
            _ => {}
        }
    }
    line
}

/// Splits off what stands in `[ ]`: the text before, and the inside of each pair. `None` where a bracket is never
/// closed.
pub fn brackets(text: &str) -> Option<(String, Vec<String>)> {
    let mut inside = Vec::new();
    let mut outside = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (code, behind) = after.split_once(']')?;
        outside.push_str(before);
        inside.push(code.trim().to_owned());
        rest = behind;
    }
    outside.push_str(rest);
    Some((outside.trim().to_owned(), inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_all_kinds_are_passed_over_and_lines_keep_their_numbers() {
        let text = "<!-- a list\nof harbours -->\nPORT_AUTHORITY_ [MLTGOV] ; noted by hand\n\n# none\n\t[A 1; B 2] # two\n\
                    one <!-- two --> three";
        let read: Vec<(usize, bool, String)> =
            lines(text).into_iter().map(|l| (l.number, l.indented, l.text)).collect();
        let expected = [(3, false, "PORT_AUTHORITY_ [MLTGOV]"), (6, true, "[A 1; B 2]"), (7, false, "one  three")];
        assert_eq!(read, expected.map(|(number, indented, text)| (number, indented, text.to_owned())));
    }

    #[test]
    fn old_files_are_read_letter_by_letter_and_others_not_at_all() {
        assert_eq!(decode(b"S\xE3o".to_vec()).as_deref(), Some("S\u{e3}o"));
        assert_eq!(decode("S\u{e3}o".as_bytes().to_vec()).as_deref(), Some("S\u{e3}o"));
        assert_eq!(decode(b"PK\x00\x01".to_vec()), None);
    }

    #[test]
    fn codes_stand_in_brackets() {
        assert_eq!(brackets("A B [X] [Y 1]"), Some(("A B".to_owned(), vec!["X".to_owned(), "Y 1".to_owned()])));
        assert_eq!(brackets("A [X"), None);
    }
}
