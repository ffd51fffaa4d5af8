//! A verb dictionary's pattern in the words of the project's own pattern language.
//!
//! Theirs say the order of words around the verb; ours say which words are the event and let relations find who did it
//! to whom. So a mark of source or target where it usually stands (`$ *`, `* +`) is not needed, one elsewhere becomes a
//! slot, and a blank, between whose words others may stand, becomes `...` or, inside a noun phrase, `..`.

use std::collections::BTreeSet;

/// A pattern in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// What `words` says.
    pub words: String,
    /// Whether both sides do it together.
    pub reciprocal: bool,
    /// Whether whom it is done to stands as the subject: of other sides than that there is nothing to say.
    pub passive: bool,
    /// Sets that it names.
    pub sets: BTreeSet<String>,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Verb,
    Source,
    Target,
    Both,
    Words(String),
    Set(String),
    /// Words of one noun phrase, or alternatives where they were parted by `|`.
    Phrase(Vec<Piece>),
    Choice(Vec<String>),
    /// A preposition and what follows it.
    Prepositional(Vec<Piece>),
}

impl Piece {
    /// Whether it marks source or target.
    fn is_side(&self) -> bool {
        matches!(self, Self::Source | Self::Target | Self::Both)
    }
}

/// Translates a pattern of verbs, which are given as we write them: `<give|grant>`. `set` gives our name of a set of words.
///
/// # Errors
/// Why our patterns cannot say it.
pub fn translate(text: &str, verbs: &str, set: &impl Fn(&str) -> Option<String>) -> Result<Translated, String> {
    let pieces = pieces(text)?;
    let mut verb_at = pieces.iter().enumerate().filter(|(_, (piece, _))| *piece == Piece::Verb).map(|(at, _)| at);
    let (Some(at), None) = (verb_at.next(), verb_at.next()) else {
        return Err("the pattern has not exactly one *".to_owned());
    };
    let (before, after) = (&pieces[..at], pieces.get(at + 1..).unwrap_or_default());
    let adjacent = pieces.get(at).is_some_and(|(_, adjacent)| *adjacent);
    let Usual { before, after, passive, reciprocal } = usual(before, after)?;
    let mut out = Writer { words: String::new(), reciprocal, sets: BTreeSet::new(), set };
    for (number, (piece, adjacent)) in before.iter().enumerate() {
        out.joint(number == 0, *adjacent || piece.is_side(), false);
        out.piece(piece)?;
    }
    out.joint(before.is_empty(), adjacent, false);
    out.words.push_str(verbs);
    let mut slot_before = false;
    for (piece, adjacent) in after {
        let slot = piece.is_side();
        out.joint(false, *adjacent || (slot && !slot_before), matches!(piece, Piece::Phrase(_)));
        out.piece(piece)?;
        slot_before = slot;
    }
    Ok(Translated { words: out.words, reciprocal: out.reciprocal, passive, sets: out.sets })
}

type Part = (Piece, bool);

/// A pattern without the marks of source and target where relations find them.
struct Usual<'p> {
    before: &'p [Part],
    after: &'p [Part],
    passive: bool,
    reciprocal: bool,
}

fn usual<'p>(before: &'p [Part], after: &'p [Part]) -> Result<Usual<'p>, String> {
    let is = |part: &Part, piece: &Piece| part.0 == *piece;
    let by = |part: &Part| part.0 == Piece::Words("by".to_owned());
    // "+ * BY $" is the passive, which the engine finds by itself.
    if let ([target], [preposition, source]) = (before, after)
        && is(target, &Piece::Target)
        && by(preposition)
        && is(source, &Piece::Source)
    {
        return Ok(Usual { before: &[], after: &[], passive: false, reciprocal: false });
    }
    let source_behind = after.iter().any(|part| is(part, &Piece::Source));
    let (before, passive, reciprocal) = match before {
        [first, rest @ ..] if is(first, &Piece::Source) => (rest, false, false),
        [first, rest @ ..] if is(first, &Piece::Both) => (rest, false, true),
        [first, rest @ ..] if is(first, &Piece::Target) && source_behind => (rest, true, false),
        other => (other, false, false),
    };
    let after = match after {
        [first, rest @ ..] if is(first, &Piece::Target) => rest,
        other => other,
    };
    if before.iter().any(|part| is(part, &Piece::Target)) {
        return Err("the target stands before the verb, and no source behind it".to_owned());
    }
    if before.first().is_some_and(|part| part.0.is_side()) {
        return Err("two sides stand before the verb".to_owned());
    }
    Ok(Usual { before, after, passive, reciprocal })
}

struct Writer<'s, F> {
    words: String,
    reciprocal: bool,
    sets: BTreeSet<String>,
    set: &'s F,
}

impl<F: Fn(&str) -> Option<String>> Writer<'_, F> {
    /// What stands between two pieces.
    fn joint(&mut self, first: bool, adjacent: bool, in_phrase: bool) {
        match (first, adjacent, in_phrase) {
            (true, _, _) => {}
            (false, true, _) => self.words.push(' '),
            (false, false, true) => self.words.push_str(" .. "),
            (false, false, false) => self.words.push_str(" ... "),
        }
    }

    fn piece(&mut self, piece: &Piece) -> Result<(), String> {
        match piece {
            Piece::Verb => {}
            Piece::Source => self.words.push_str("{actor}"),
            Piece::Target => self.words.push_str("{recipient}"),
            Piece::Both => {
                self.reciprocal = true;
                self.words.push_str("{actor}");
            }
            Piece::Words(word) => self.words.push_str(word),
            Piece::Set(name) => {
                let ours = (self.set)(name).ok_or_else(|| format!("the set &{name} is not defined in these files"))?;
                self.words.push_str(&format!("@{ours}"));
                self.sets.insert(name.clone());
            }
            Piece::Choice(words) => self.words.push_str(&format!("({})", words.join("|"))),
            Piece::Phrase(pieces) | Piece::Prepositional(pieces) => {
                for (number, piece) in pieces.iter().enumerate() {
                    self.joint(number == 0, piece.is_side(), true);
                    self.piece(piece)?;
                }
            }
        }
        Ok(())
    }
}

/// Cuts a pattern into pieces, each with whether it follows the one before at once.
fn pieces(text: &str) -> Result<Vec<Part>, String> {
    let mut out: Vec<Part> = Vec::new();
    let mut rest = text.trim();
    let mut adjacent = false;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() || c == '_' {
            adjacent = c == '_';
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (piece, after) = match c {
            '{' | '(' => {
                let close = if c == '{' { '}' } else { ')' };
                let (inside, after) =
                    rest[1..].split_once(close).ok_or_else(|| format!("{c} is never closed by {close}"))?;
                (group(c, inside)?, after)
            }
            '}' | ')' => return Err(format!("{c} closes nothing")),
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "_{}()".contains(c)).unwrap_or(rest.len());
                (single(&rest[..end])?, &rest[end..])
            }
        };
        out.push((piece, adjacent));
        adjacent = false;
        rest = after;
    }
    Ok(out)
}

/// What stands in braces or parentheses.
fn group(open: char, inside: &str) -> Result<Piece, String> {
    if inside.contains('|') {
        let words: Vec<String> = inside.split('|').map(|word| plain(word.trim())).collect::<Result<_, _>>()?;
        return Ok(Piece::Choice(words));
    }
    // A noun phrase in braces may stand inside parentheses.
    let pieces: Vec<Piece> = pieces(inside)?.into_iter().map(|(piece, _)| piece).collect();
    if pieces.is_empty() || pieces.contains(&Piece::Verb) {
        return Err(format!("what stands in {open} is no phrase"));
    }
    Ok(if open == '{' { Piece::Phrase(pieces) } else { Piece::Prepositional(pieces) })
}

fn single(text: &str) -> Result<Piece, String> {
    Ok(match text {
        "*" | "**" => Piece::Verb,
        "$" => Piece::Source,
        "+" => Piece::Target,
        "%" => Piece::Both,
        "^" => return Err("^ passes over a clause, which our patterns cannot".to_owned()),
        _ => match text.strip_prefix('&') {
            Some(set) => Piece::Set(set.to_owned()),
            None => Piece::Words(plain(text)?),
        },
    })
}

/// A word in small letters.
fn plain(word: &str) -> Result<String, String> {
    let word = super::names::spaced(word).to_lowercase();
    let fits = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '.' | ' '));
    if fits { Ok(word) } else { Err(format!("\"{word}\" is no word")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(text: &str) -> Result<Translated, String> {
        translate(text, "<give>", &|name| (name == "COIN").then(|| "mine-coin".to_owned()))
    }

    #[test]
    fn patterns_say_which_words_are_the_event() {
        let cases = [
            ("*", "<give>"),
            ("$ * +", "<give>"),
            ("+ * BY $", "<give>"),
            ("* &COIN", "<give> ... @mine-coin"),
            ("** DEBT_RELIEF", "<give> ... debt relief"),
            ("*_UP", "<give> up"),
            ("* SUPPORT TO +", "<give> ... support ... to {recipient}"),
            ("* + THAT $ WILL HELP", "<give> ... that {actor} ... will ... help"),
            ("* {POLITICAL REFORM}", "<give> .. political .. reform"),
            ("* (TO COURT)", "<give> ... to .. court"),
            ("* (TO {HIGH COURT})", "<give> ... to .. high .. court"),
            ("* {AID | HELP}", "<give> ... (aid|help)"),
            ("WORKERS *", "workers ... <give>"),
            ("DESPITE $ *", "despite {actor} ... <give>"),
            ("+ * FROM $", "<give> ... from {actor}"),
        ];
        for (text, words) in cases {
            assert_eq!(translated(text).map(|t| t.words), Ok(words.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_mark_of_both_sides_makes_the_event_reciprocal() {
        let found = translated("* TALKS BETWEEN %").unwrap();
        assert_eq!((found.words.as_str(), found.reciprocal), ("<give> ... talks ... between {actor}", true));
        let found = translated("% HAVE *").unwrap();
        assert_eq!((found.words.as_str(), found.reciprocal), ("have ... <give>", true));
    }

    #[test]
    fn what_our_patterns_cannot_say_is_told() {
        let cases = [
            ("HELP", "the pattern has not exactly one *"),
            ("* AND *", "the pattern has not exactly one *"),
            ("* ^ HELP", "^ passes over a clause, which our patterns cannot"),
            ("+ WAS *", "the target stands before the verb, and no source behind it"),
            ("$ $ *", "two sides stand before the verb"),
            ("* &SHIP", "the set &SHIP is not defined in these files"),
            ("* {HELP", "{ is never closed by }"),
            ("* HELP)", ") closes nothing"),
            ("* ()", "what stands in ( is no phrase"),
            ("* A@B", "\"a@b\" is no word"),
        ];
        for (text, why) in cases {
            assert_eq!(translated(text).unwrap_err(), why, "{text}");
        }
    }
}
