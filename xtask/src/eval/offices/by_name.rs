//! Who somebody is on a day, asked by name: the coder reads the name in a sentence of that day.

use super::names::without_by_names;
use attache_coder::{Coder, check};
use attache_knowledge::tests::{EntryTest, Expect};
use attache_record::{Code, EntryId, Location};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// What the person of whom is asked does; no event, so that only the name decides.
const DOES: &str = " spoke for an hour.";

/// The name as a newspaper has it: no by-names or brackets, and of a word in capitals only the first letters of its parts.
pub fn in_print(name: &str) -> String {
    let plain = without_by_names(name);
    let words = plain.split_whitespace().enumerate();
    // A number of order never stands first: "XI Jinping", "CHARLES III".
    let words: Vec<String> = words
        .map(|(at, word)| if at > 0 && is_numeral(word) { word.to_owned() } else { in_small_letters(word) })
        .collect();
    words.join(" ")
}

fn is_numeral(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// "DOS" is "Dos", "O'NEILL" is "O'Neill", "AL-KHASAWNEH" is "Al-Khasawneh", "McCAIN" is "McCain".
fn in_small_letters(word: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in word.chars() {
        if inside && c.is_uppercase() {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        // A small letter between capitals ("McCAIN") begins a part, as a mark does.
        inside = c.is_uppercase();
    }
    out
}

/// Asks by name, each question once.
pub struct Asker<'a> {
    coder: &'a Coder,
    answers: HashMap<(String, Date), BTreeSet<Code>>,
}

impl<'a> Asker<'a> {
    /// Nothing has been asked yet.
    pub fn new(coder: &'a Coder) -> Self {
        Self { coder, answers: HashMap::new() }
    }

    /// Whether the name acts as one of the codes in a text of that day.
    pub fn acts_as(&mut self, name: &str, day: Date, codes: &BTreeSet<Code>) -> bool {
        let coder = self.coder;
        let right = self.answers.entry((name.to_owned(), day)).or_default();
        if codes.iter().any(|code| right.contains(code)) {
            return true;
        }
        let found = codes.iter().find(|code| asked(coder, name, day, (*code).clone()));
        right.extend(found.cloned());
        found.is_some()
    }
}

fn asked(coder: &Coder, name: &str, day: Date, code: Code) -> bool {
    let end = u32::try_from(name.len()).unwrap_or(u32::MAX);
    let test = EntryTest {
        id: EntryId::new("office.by-name"),
        location: nowhere(),
        on: day,
        text: format!("{name}{DOES}"),
        expect: Expect::ActsAs { start: 0, end, code: Some(code) },
        fails: None,
    };
    check::failure(coder, &test).is_none()
}

/// The question stands in no file.
fn nowhere() -> Location {
    Location { file: String::new(), line: 0, column: 0, width: 0, source: String::new() }
}

#[cfg(test)]
mod tests {
    use super::in_print;

    #[test]
    fn a_name_in_capitals_is_printed_as_newspapers_do() {
        assert_eq!(in_print("XI Jinping"), "Xi Jinping");
        assert_eq!(in_print("Peter Paire O'NEILL"), "Peter Paire O'Neill");
        assert_eq!(in_print("Bisher AL-KHASAWNEH"), "Bisher Al-Khasawneh");
        assert_eq!(in_print("CHARLES III"), "Charles III");
        assert_eq!(in_print("Laurentino \"Nito\" CORTIZO Cohen"), "Laurentino Cortizo Cohen");
        assert_eq!(in_print("FENG Shih-kuan (a.k.a. Kent FENG)"), "Feng Shih-kuan");
    }
}
