//! Clitics and words that the treebanks take apart.

use super::{is_apostrophe, is_letter};

/// What stands behind an apostrophe as a clitic, in lower case.
const CLITICS: [&str; 6] = ["s", "m", "d", "ll", "re", "ve"];

/// Words taken apart, in lower case, with the offsets where; 0 is none. Spellings without apostrophe are here only
/// where they are no other word: `its` and `were` are not.
const APART: [(&str, [usize; 2]); 40] = [
    ("aint", [2, 0]),
    ("arent", [3, 0]),
    ("cannot", [3, 0]),
    ("cant", [2, 0]),
    ("couldnt", [5, 0]),
    ("didnt", [3, 0]),
    ("doesnt", [4, 0]),
    ("dont", [2, 0]),
    ("dunno", [2, 3]),
    ("gimme", [3, 0]),
    ("gonna", [3, 0]),
    ("gotta", [3, 0]),
    ("hadnt", [3, 0]),
    ("hasnt", [3, 0]),
    ("havent", [4, 0]),
    ("heres", [4, 0]),
    ("im", [1, 0]),
    ("isnt", [2, 0]),
    ("itll", [2, 0]),
    ("ive", [1, 0]),
    ("lemme", [3, 0]),
    ("outta", [3, 0]),
    ("shes", [3, 0]),
    ("hes", [2, 0]),
    ("shouldnt", [6, 0]),
    ("sorta", [4, 0]),
    ("thats", [4, 0]),
    ("theres", [5, 0]),
    ("theyll", [4, 0]),
    ("theyre", [4, 0]),
    ("theyve", [4, 0]),
    ("wanna", [3, 0]),
    ("wasnt", [3, 0]),
    ("werent", [4, 0]),
    ("weve", [2, 0]),
    ("whats", [4, 0]),
    ("wont", [2, 0]),
    ("wouldnt", [5, 0]),
    ("youll", [3, 0]),
    ("youre", [3, 0]),
];

/// Longest word that is taken apart, in bytes; without the negation that any verb may have.
const LONGEST: usize = 8;

/// Where `word` is taken apart, if it is.
pub fn cut(word: &str) -> Option<[usize; 2]> {
    if word.len() <= LONGEST && word.is_ascii() {
        let lower = word.to_ascii_lowercase();
        if let Some((_, cuts)) = APART.iter().find(|(known, _)| *known == lower) {
            return Some(*cuts);
        }
    }
    let tail = word.char_indices().rev().nth(2)?.0;
    let mut chars = word[tail..].chars();
    let n = chars.next()?.eq_ignore_ascii_case(&'n');
    let mark = is_apostrophe(chars.next()?);
    let t = chars.next()?.eq_ignore_ascii_case(&'t');
    (n && mark && t && tail > 0).then_some([tail, 0])
}

/// Whether the apostrophe between `word` and `after` is that of `n't`.
pub fn is_negation(word: &str, after: &str) -> bool {
    word.ends_with(['n', 'N']) && after.starts_with(['t', 'T']) && !after[1..].starts_with(is_letter)
}

/// Length of the clitic at the front of `text`, 0 where there is none.
pub fn clitic(text: &str) -> usize {
    let Some(mark) = text.chars().next().filter(|c| is_apostrophe(*c)) else { return 0 };
    let tail = &text[mark.len_utf8()..];
    let letters: usize = tail.chars().take(3).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
    let fits = CLITICS.contains(&tail[..letters].to_ascii_lowercase().as_str());
    if fits { mark.len_utf8() + letters } else { 0 }
}
