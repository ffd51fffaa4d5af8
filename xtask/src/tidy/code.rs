//! What no source file may have.

use super::File;

/// More lines than a reader takes in at one sitting.
const LONGEST: usize = 800;

/// Files that are read as a whole; generated tables and lists of facts are searched instead.
const READ: [&str; 4] = ["rs", "py", "md", "sh"];

/// Marks of unfinished code. Written in two pieces so that this file doesn't find itself.
const UNFINISHED: [[&str; 2]; 4] = [["to", "do!("], ["unimple", "mented!("], ["db", "g!("], ["#[ig", "nore"]];

/// Roots of paths that exist on one machine only, in two pieces for the same reason.
const MACHINE: [[&str; 2]; 6] =
    [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["/bash", "_jobs"], ["C:", "\\Users"]];

/// Everything wrong with a file's text.
pub fn problems(file: &File) -> Vec<String> {
    let mut out = Vec::new();
    let lines = file.text.lines().count();
    if READ.iter().any(|extension| file.is(extension)) && lines > LONGEST {
        out.push(format!("{}: {lines} lines; split it, at most {LONGEST}", file.name));
    }
    for (number, line) in file.text.lines().enumerate() {
        let unfinished = UNFINISHED.iter().map(|pieces| pieces.concat()).find(|mark| line.contains(mark));
        if let Some(mark) = unfinished.filter(|_| file.is("rs")) {
            out.push(file.at(number, &format!("\"{mark}\" is unfinished code")));
        }
        if let Some(path) = MACHINE.iter().map(|pieces| pieces.concat()).find(|path| names_path(line, path)) {
            out.push(file.at(number, &format!("\"{path}\" is a path of one machine")));
        }
    }
    out
}

/// Whether `path` stands in the line as the beginning of a path, not inside an address or a longer path.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '}')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(name: &str, text: &str) -> String {
        problems(&File { name: name.into(), text: text.into() }).join("\n")
    }

    #[test]
    fn a_path_of_one_machine_is_found_with_its_line_and_an_address_is_none() {
        let path = format!("one\nsee {}notes", MACHINE[0].concat());
        assert!(problems_of("a.md", &path).starts_with("a.md:2: "), "{}", problems_of("a.md", &path));
        assert_eq!(problems_of("a.md", &format!("https://example.org{}1", MACHINE[0].concat())), "");
    }

    #[test]
    fn unfinished_code_is_found_in_rust_only() {
        let mark = UNFINISHED[0].concat();
        assert!(problems_of("a.rs", &format!("    {mark});")).contains("unfinished"));
        assert_eq!(problems_of("a.md", &format!("never write {mark})")), "");
    }

    #[test]
    fn a_long_file_must_be_split_but_a_long_table_need_not() {
        let text = "x\n".repeat(801);
        assert!(problems_of("a.rs", &text).contains("801 lines"));
        assert_eq!(problems_of("words.tsv", &text), "");
    }
}
