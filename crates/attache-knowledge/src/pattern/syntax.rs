//! Reads the `words` of a pattern and turns them into steps.

use super::{Pattern, ReadAs, Slot, Step};
use crate::inflect::Irregular;
use crate::token::tokenize;
use crate::vocabulary::{Vocabulary, WordId};
use attache_record::Span;
use std::collections::BTreeMap;

/// `..` passes over up to this many words: an article, a number and two adjectives before a noun.
const NEAR: u8 = 4;
/// `...` passes over up to this many words: a noun phrase with one prepositional phrase behind it.
const FAR: u8 = 8;

/// What is needed to compile patterns.
pub(crate) struct Compiler<'k> {
    /// Irregular forms.
    pub irregular: &'k Irregular,
    /// Named sets: each word or phrase as written.
    pub sets: &'k BTreeMap<String, Vec<String>>,
}

/// A problem in a `words` text: bytes of the text, message, hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// First byte in the text.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

impl Compiler<'_> {
    /// Compiles one text; its words are added to `vocabulary`.
    pub fn compile(&self, words: &str, vocabulary: &mut Vocabulary) -> Result<Pattern, Problem> {
        let mut parser = Parser { compiler: self, text: words, at: 0, vocabulary };
        let choices = parser.choices(false)?;
        let steps = match <[Vec<Step>; 1]>::try_from(choices) {
            Ok([steps]) => steps,
            Err(choices) => vec![Step::Choice(choices)],
        };
        let pattern = Pattern { steps };
        if pattern.first_words().is_empty() {
            return Err(Problem {
                at: 0,
                message: "this pattern can begin with any word".to_owned(),
                hint: "begin with a word, a verb in <>, or a noun with ~ (a slot may stand before it)",
            });
        }
        Ok(pattern)
    }
}

struct Parser<'p, 'k> {
    compiler: &'p Compiler<'k>,
    text: &'p str,
    at: usize,
    vocabulary: &'p mut Vocabulary,
}

impl Parser<'_, '_> {
    fn problem<T>(&self, at: usize, message: impl Into<String>, hint: &'static str) -> Result<T, Problem> {
        Err(Problem { at, message: message.into(), hint })
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.text[self.at..].starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += self.peek().map_or(0, char::len_utf8);
        }
    }

    /// Sequences between bars, up to a closing parenthesis where `inside` says so.
    fn choices(&mut self, inside: bool) -> Result<Vec<Vec<Step>>, Problem> {
        let mut choices = vec![Vec::new()];
        loop {
            self.skip_space();
            match self.peek() {
                None if inside => {
                    return self.problem(self.at, "this parenthesis is never closed", "write ) where the choice ends");
                }
                None => return Ok(choices),
                Some(')') if inside => {
                    self.at += 1;
                    return Ok(choices);
                }
                Some(')') => return self.problem(self.at, "this ) closes nothing", "remove it, or write ( before"),
                Some('|') => {
                    self.at += 1;
                    choices.push(Vec::new());
                }
                Some(_) => {
                    let steps = self.item()?;
                    let steps = if self.eat("?") { vec![Step::Maybe(steps)] } else { steps };
                    if let Some(last) = choices.last_mut() {
                        last.extend(steps);
                    }
                }
            }
        }
    }

    fn item(&mut self) -> Result<Vec<Step>, Problem> {
        let start = self.at;
        if self.eat("...") {
            return Ok(vec![Step::Far(FAR)]);
        }
        if self.eat("..") {
            return Ok(vec![Step::Near(NEAR)]);
        }
        if self.eat("(") {
            return Ok(one_or_choice(self.choices(true)?));
        }
        if self.eat("<") {
            let lemmas = self.until('>', start)?.to_owned();
            let forms = lemmas.split('|').flat_map(|l| self.verb_forms(l.trim())).collect::<Vec<_>>();
            return Ok(self.forms(forms, ReadAs::Verb));
        }
        if self.eat("{") {
            return match self.until('}', start)? {
                "actor" => Ok(vec![Step::Slot(Slot::Actor)]),
                "recipient" => Ok(vec![Step::Slot(Slot::Recipient)]),
                "place" => Ok(vec![Step::Slot(Slot::Place)]),
                other => {
                    let message = format!("{{{other}}} is no role");
                    self.problem(start, message, "write {actor}, {recipient} or {place}")
                }
            };
        }
        if self.eat("~") {
            if self.eat("(") {
                let nouns = self.until(')', start)?.to_owned();
                let forms: Vec<String> = nouns.split('|').flat_map(|n| self.noun_forms(n.trim())).collect();
                return Ok(self.forms(forms, ReadAs::Noun));
            }
            if self.eat("@") {
                let name = self.word().to_owned();
                let words = self.set(&name, start)?;
                let forms: Vec<String> = words.iter().flat_map(|n| self.noun_forms(n)).collect();
                return Ok(self.forms(forms, ReadAs::Noun));
            }
            let noun = self.word().to_owned();
            let forms = self.noun_forms(&noun);
            return Ok(self.forms(forms, ReadAs::Noun));
        }
        if self.eat("@") {
            let name = self.word().to_owned();
            let words = self.set(&name, start)?;
            return Ok(self.forms(words, ReadAs::Any));
        }
        let word = self.word().to_owned();
        if word.is_empty() {
            let c = self.peek().unwrap_or(' ');
            self.at += c.len_utf8();
            if matches!(c, '>' | '}' | '?' | '*' | '[' | ']') {
                return self.problem(
                    start,
                    format!("\"{c}\" has no meaning here"),
                    "knowledge/README.md lists the signs",
                );
            }
            return Ok(self.forms(vec![c.to_string()], ReadAs::Any));
        }
        Ok(self.forms(vec![word], ReadAs::Any))
    }

    /// The named set, where it exists.
    fn set(&self, name: &str, at: usize) -> Result<Vec<String>, Problem> {
        match self.compiler.sets.get(name) {
            Some(words) => Ok(words.clone()),
            None => self.problem(at, format!("there is no set named \"{name}\""), "add it to a sets*.toml file"),
        }
    }

    /// Forms of a verb; of "call off" only the first word changes.
    fn verb_forms(&self, lemma: &str) -> Vec<String> {
        match lemma.split_once(' ') {
            Some((verb, rest)) => {
                self.compiler.irregular.verb(verb).into_iter().map(|form| format!("{form} {rest}")).collect()
            }
            None => self.compiler.irregular.verb(lemma),
        }
    }

    fn noun_forms(&self, noun: &str) -> Vec<String> {
        let mut forms = vec![noun.to_owned()];
        forms.extend(self.compiler.irregular.plurals(noun));
        forms
    }

    fn until(&mut self, close: char, start: usize) -> Result<&str, Problem> {
        let from = self.at;
        match self.text[from..].find(close) {
            Some(length) => {
                self.at = from + length + close.len_utf8();
                Ok(&self.text[from..from + length])
            }
            None => self.problem(start, format!("this is never closed by {close}"), "close it on the same line"),
        }
    }

    fn word(&mut self) -> &str {
        let from = self.at;
        let stop = |c: char| c.is_whitespace() || "()|?<>{}~@[]*".contains(c);
        let length = self.text[from..].find(stop).unwrap_or(self.text.len() - from);
        self.at += length;
        &self.text[from..from + length]
    }

    /// Steps that match any of these forms; forms of several words become sequences.
    fn forms(&mut self, forms: Vec<String>, read_as: ReadAs) -> Vec<Step> {
        let mut single = Vec::new();
        let mut sequences: Vec<Vec<Step>> = Vec::new();
        for form in forms {
            let words = self.cut(&form);
            match words[..] {
                [] => {}
                [word] => single.push(word),
                [ref lead @ .., last] => {
                    // Of a verb with a particle the first word is the verb, of a noun phrase the last is the noun.
                    let reading = |at: usize| match read_as {
                        ReadAs::Verb if at == 0 => ReadAs::Verb,
                        ReadAs::Noun if at == lead.len() => ReadAs::Noun,
                        _ => ReadAs::Any,
                    };
                    let all = lead.iter().copied().chain([last]);
                    sequences.push(all.enumerate().map(|(i, w)| Step::Word(vec![w], reading(i))).collect());
                }
            }
        }
        single.sort_unstable();
        single.dedup();
        if sequences.is_empty() {
            return vec![Step::Word(single, read_as)];
        }
        if !single.is_empty() {
            sequences.push(vec![Step::Word(single, read_as)]);
        }
        one_or_choice(sequences)
    }

    /// The words of a form, cut as a text is cut.
    fn cut(&mut self, form: &str) -> Vec<WordId> {
        cut(form, self.vocabulary)
    }
}

/// The numbers of a phrase's words, which are added to the vocabulary.
pub(crate) fn cut(phrase: &str, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let mut tokens = Vec::new();
    tokenize(phrase, Span::new(0, u32::try_from(phrase.len()).unwrap_or(0)), vocabulary, &mut tokens);
    tokens.iter().map(|t| vocabulary.intern(t.span.text(phrase).unwrap_or_default())).collect()
}

fn one_or_choice(mut choices: Vec<Vec<Step>>) -> Vec<Step> {
    if choices.len() == 1 { choices.remove(0) } else { vec![Step::Choice(choices)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(words: &str) -> Result<(Pattern, Vocabulary), Problem> {
        let irregular = Irregular::default();
        let sets = BTreeMap::from([("deal".to_owned(), vec!["accord".to_owned(), "peace treaty".to_owned()])]);
        let mut vocabulary = Vocabulary::default();
        let compiler = Compiler { irregular: &irregular, sets: &sets };
        compiler.compile(words, &mut vocabulary).map(|p| (p, vocabulary))
    }

    #[test]
    fn a_verb_and_a_noun_become_their_forms() {
        let (pattern, vocabulary) = compile("<sign> .. ~@deal").unwrap();
        let first: Vec<&str> = pattern.first_words().iter().map(|w| vocabulary.word(*w)).collect();
        assert_eq!(first.join(" "), "sign signs signed signing");
        assert!(matches!(pattern.steps[1], Step::Near(NEAR)));
        assert!(matches!(&pattern.steps[2], Step::Choice(c) if c.len() == 3), "{:?}", pattern.steps[2]);
    }

    #[test]
    fn a_pattern_may_begin_with_a_choice_or_something_optional() {
        let (pattern, vocabulary) = compile("(sharply)? (<rap>|slap down)").unwrap();
        let mut first: Vec<&str> = pattern.first_words().iter().map(|w| vocabulary.word(*w)).collect();
        first.sort_unstable();
        assert_eq!(first.join(" "), "rap rapped rapping raps sharply slap");
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        for (words, at, part) in [
            ("<hold talks", 0, "never closed by >"),
            ("hold (talks|meetings", 20, "never closed"),
            ("hold {host}", 5, "{host} is no role"),
            ("meet @nobody", 5, "no set named \"nobody\""),
            ("... talks", 0, "begin with any word"),
            ("hold ) talks", 5, "closes nothing"),
        ] {
            let problem = compile(words).unwrap_err();
            assert!(problem.message.contains(part), "{words}: {}", problem.message);
            assert_eq!(problem.at, at, "{words}");
        }
    }
}
