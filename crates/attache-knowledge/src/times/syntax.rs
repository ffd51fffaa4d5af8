//! The words of a rule: literal words, `(a|b)`, `?`, `{kind}` and `{time}`.

use super::{Element, Kind};
use crate::pattern::cut;
use crate::vocabulary::{Vocabulary, WordId};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

/// Every way to say `words`, each a sequence of elements. Times inside must not begin with `not_from`.
///
/// # Errors
/// A sentence that says what is wrong with them.
pub(super) fn sequences(
    words: &str,
    not_from: &[WordId],
    vocabulary: &mut Vocabulary,
) -> Result<Vec<Vec<Element>>, String> {
    let mut parser = Parser { rest: words, not_from, vocabulary };
    let ways = parser.sequence()?;
    if !parser.rest.is_empty() {
        return Err(format!("\"{}\" has a bracket that was never opened", words));
    }
    if ways.iter().any(Vec::is_empty) {
        return Err("these words may all be left out; one of them must stand".to_owned());
    }
    Ok(ways)
}

struct Parser<'w, 'v> {
    rest: &'w str,
    not_from: &'w [WordId],
    vocabulary: &'v mut Vocabulary,
}

impl Parser<'_, '_> {
    /// Items up to a closing bracket, a bar or the end.
    fn sequence(&mut self) -> Result<Vec<Vec<Element>>, String> {
        let mut ways: Vec<Vec<Element>> = vec![Vec::new()];
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with([')', '|']) {
                return Ok(ways);
            }
            let mut item = self.item()?;
            if let Some(rest) = self.rest.strip_prefix('?') {
                self.rest = rest;
                item.push(Vec::new());
            }
            ways = ways
                .iter()
                .flat_map(|way| item.iter().map(|more| [way.as_slice(), more.as_slice()].concat()))
                .collect();
        }
    }

    fn item(&mut self) -> Result<Vec<Vec<Element>>, String> {
        if let Some(rest) = self.rest.strip_prefix('{') {
            let (name, rest) = rest.split_once('}').ok_or("a { is never closed")?;
            self.rest = rest;
            return Ok(vec![vec![self.element(name)?]]);
        }
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let mut ways = Vec::new();
            loop {
                ways.extend(self.sequence()?);
                match self.rest.chars().next() {
                    Some('|') => self.rest = &self.rest[1..],
                    Some(_) => {
                        self.rest = &self.rest[1..];
                        return Ok(merged(ways));
                    }
                    None => return Err("a ( is never closed".to_owned()),
                }
            }
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || "(){}|?".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end.max(1));
        self.rest = rest;
        // By itself the tokenizer takes 's for a mark and a letter.
        let words =
            if word.starts_with('\'') { vec![self.vocabulary.intern(word)] } else { cut(word, self.vocabulary) };
        Ok(vec![words.into_iter().map(|w| Element::Word(vec![w])).collect()])
    }

    fn element(&self, name: &str) -> Result<Element, String> {
        if name == "time" {
            return Ok(Element::Time(self.not_from.to_vec()));
        }
        let kind: Result<Kind, Error> = Kind::deserialize(name.into_deserializer());
        kind.map(Element::Kind).map_err(|_| format!("{{{name}}} is no kind of word that times have"))
    }
}

/// Alternatives of one word each as one element.
fn merged(ways: Vec<Vec<Element>>) -> Vec<Vec<Element>> {
    let mut words = Vec::new();
    for way in &ways {
        match way.as_slice() {
            [Element::Word(word)] => words.extend(word),
            _ => return ways,
        }
    }
    words.sort_unstable();
    vec![vec![Element::Word(words)]]
}
