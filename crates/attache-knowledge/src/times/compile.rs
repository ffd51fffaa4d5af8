//! Compiles `times.toml`.

use super::syntax::sequences;
use super::{ByWord, Element, ExampleTense, Feast, Kind, Lexeme, Means, Node, Rule, TimeTest, Times, Unit};
use crate::load::{Entry, Loader};
use crate::pattern::cut;
use crate::tests::{default_day, read_brackets};
use crate::vocabulary::{Vocabulary, WordId};
use attache_record::EntryId;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    id: Kind,
    #[serde(default)]
    capital: bool,
    words: BTreeMap<String, i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    id: Unit,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSeason {
    #[expect(dead_code, reason = "the name is for readers of the file")]
    id: String,
    words: Vec<String>,
    first_month: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    #[expect(dead_code, reason = "the name is for readers of the file")]
    id: String,
    names: Vec<String>,
    on: Option<String>,
    easter: Option<i16>,
    nth: Option<RawNth>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNth {
    month: i8,
    weekday: i8,
    nth: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEndings {
    ordinal: Vec<String>,
    decade: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRule {
    id: String,
    words: Vec<String>,
    means: Means,
    #[serde(default)]
    inside: bool,
    #[serde(default)]
    unless_after: Vec<String>,
    #[serde(default)]
    unless_before: Vec<String>,
    only_before: Option<Vec<String>>,
    only_after: Option<Vec<String>>,
    #[serde(default)]
    time_not_from: Vec<String>,
    #[serde(default)]
    tests: Vec<RawTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    text: String,
    on: Option<Date>,
    #[serde(default)]
    tense: ExampleTense,
    gives: String,
}

/// Compiles `times.toml`, the file at `file`.
pub(crate) fn compile(file: usize, loader: &mut Loader<'_>, vocabulary: &mut Vocabulary) -> Times {
    let mut table = loader.table(file);
    let mut times = Times::default();
    if let Some(endings) = loader.single::<RawEndings>(file, &mut table, "endings") {
        times.ordinal_endings = endings.value.ordinal;
        times.decade_endings = endings.value.decade;
    }
    for entry in loader.entries::<RawKind>(file, &mut table, "kind") {
        for (words, value) in &entry.value.words {
            times.add_lexeme(cut(words, vocabulary), entry.value.id, *value, entry.value.capital);
        }
    }
    for entry in loader.entries::<RawUnit>(file, &mut table, "unit") {
        let value = Unit::ALL.iter().position(|u| *u == entry.value.id).unwrap_or(0);
        for words in &entry.value.words {
            times.add_lexeme(cut(words, vocabulary), Kind::Unit, index(value), false);
        }
    }
    for entry in loader.entries::<RawSeason>(file, &mut table, "season") {
        for words in &entry.value.words {
            times.add_lexeme(cut(words, vocabulary), Kind::Season, index(times.seasons.len()), false);
        }
        times.seasons.push(entry.value.first_month);
    }
    for entry in loader.entries::<RawHoliday>(file, &mut table, "holiday") {
        let Some(feast) = feast(&entry.value) else {
            loader.error(
                file,
                entry.range.clone(),
                "this holiday has no day, or more than one",
                "give one of on = \"12-25\", easter = 1, nth = { month = 11, weekday = 4, nth = 4 }",
            );
            continue;
        };
        for words in &entry.value.names {
            let capital = words.starts_with(char::is_uppercase);
            times.add_lexeme(cut(words, vocabulary), Kind::Holiday, index(times.holidays.len()), capital);
        }
        times.holidays.push(feast);
    }
    let mut ids = BTreeSet::new();
    for entry in loader.entries::<RawRule>(file, &mut table, "rule") {
        if !ids.insert(entry.value.id.clone()) {
            let message = format!("the id \"{}\" is used before", entry.value.id);
            loader.error(file, entry.range.clone(), message, "an id names one entry; give this one another");
        }
        times.add_rule(&entry, loader, vocabulary);
    }
    loader.refuse_rest(file, &table);
    times.hyphen = Some(vocabulary.intern("-"));
    times.index();
    times
}

fn index(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

fn feast(raw: &RawHoliday) -> Option<Feast> {
    match (&raw.on, raw.easter, &raw.nth) {
        (Some(on), None, None) => {
            let (month, day) = on.split_once('-')?;
            Some(Feast::On { month: month.parse().ok()?, day: day.parse().ok()? })
        }
        (None, Some(days), None) => Some(Feast::Easter(days)),
        (None, None, Some(nth)) => Some(Feast::Nth { month: nth.month, weekday: nth.weekday, nth: nth.nth }),
        _ => None,
    }
}

impl Times {
    fn add_lexeme(&mut self, words: Vec<WordId>, kind: Kind, value: i32, capital: bool) {
        if !words.is_empty() {
            self.lexemes.push(Lexeme { words, kind, value, capital });
        }
    }

    fn add_rule(&mut self, entry: &Entry<RawRule>, loader: &mut Loader<'_>, vocabulary: &mut Vocabulary) {
        let raw = &entry.value;
        let id = EntryId::new(format!("time.{}", raw.id));
        let number = u16::try_from(self.rules.len()).unwrap_or(u16::MAX);
        let not_from: Vec<WordId> = raw.time_not_from.iter().flat_map(|w| cut(w, vocabulary)).collect();
        for words in &raw.words {
            match sequences(words, &not_from, vocabulary) {
                Ok(ways) => ways.into_iter().for_each(|way| self.add_way(way, number)),
                Err(problem) => {
                    let range = place_of(entry, loader, words);
                    loader.error(entry.file, range, problem, "the head of times.toml explains them");
                }
            }
        }
        let mut all = |words: &[String]| words.iter().flat_map(|w| cut(w, vocabulary)).collect::<Vec<_>>();
        self.rules.push(Rule {
            id: id.clone(),
            means: raw.means,
            inside: raw.inside,
            unless_after: all(&raw.unless_after),
            unless_before: all(&raw.unless_before),
            only_before: raw.only_before.as_deref().map(&mut all),
            only_after: raw.only_after.as_deref().map(&mut all),
        });
        if raw.tests.is_empty() && !raw.inside {
            loader.warn(entry.file, entry.range.clone(), format!("the rule \"{}\" has no test", raw.id), "add one");
        }
        for test in &raw.tests {
            let bracketed = read_brackets(&test.text);
            if bracketed.is_none() && test.gives != "nothing" {
                let range = place_of(entry, loader, &test.text);
                loader.error(
                    entry.file,
                    range,
                    "no words of this test stand in [brackets]",
                    "mark the words of the time",
                );
                continue;
            }
            let (text, span) = match bracketed {
                Some((text, start, end)) => (text, Some((start, end))),
                None => (test.text.clone(), None),
            };
            self.tests.push(TimeTest {
                id: id.clone(),
                location: loader.files[entry.file].location(place_of(entry, loader, &test.text)),
                on: test.on.unwrap_or_else(default_day),
                text,
                span,
                tense: test.tense,
                gives: test.gives.clone(),
            });
        }
    }

    /// Adds one way to say a rule to the tree.
    fn add_way(&mut self, way: Vec<Element>, rule: u16) {
        let mut parent: Option<usize> = None;
        for element in way {
            let siblings = parent.map_or(&self.roots, |at| &self.nodes[at].next);
            let known = siblings.iter().map(|at| usize::from(*at)).find(|at| self.nodes[*at].element == element);
            let at = known.unwrap_or_else(|| {
                let at = self.nodes.len();
                self.nodes.push(Node { element, ends: Vec::new(), next: Vec::new() });
                parent.map_or(&mut self.roots, |parent| &mut self.nodes[parent].next).push(number(at));
                at
            });
            parent = Some(at);
        }
        if let Some(last) = parent.map(|at| &mut self.nodes[at].ends)
            && !last.contains(&rule)
        {
            last.push(rule);
        }
    }

    /// Sorts lexemes and first nodes under the words with which they begin.
    fn index(&mut self) {
        let mut lexemes: BTreeMap<WordId, Vec<u16>> = BTreeMap::new();
        for (at, lexeme) in self.lexemes.iter().enumerate() {
            lexemes.entry(lexeme.words[0]).or_default().push(number(at));
        }
        let mut roots: BTreeMap<WordId, Vec<u16>> = BTreeMap::new();
        for &root in &self.roots {
            match &self.nodes[usize::from(root)].element {
                Element::Word(words) => words.iter().for_each(|w| roots.entry(*w).or_default().push(root)),
                Element::Time(_) => self.extensions.push(root),
                Element::Kind(kind) => {
                    // "Twenty-first" begins with a number.
                    let begins = |l: &&Lexeme| l.kind == *kind || (*kind == Kind::Ordinal && l.kind == Kind::Number);
                    let firsts: BTreeSet<WordId> = self.lexemes.iter().filter(begins).map(|l| l.words[0]).collect();
                    firsts.into_iter().for_each(|w| roots.entry(w).or_default().push(root));
                    if kind.in_digits() {
                        self.roots_by_number.push(root);
                    }
                }
            }
        }
        for word in roots.keys() {
            let (block, bit) = (word.index() / 64, word.index() % 64);
            if self.starters.len() <= block {
                self.starters.resize(block + 1, 0);
            }
            self.starters[block] |= 1 << bit;
        }
        let sorted = |map: BTreeMap<WordId, Vec<u16>>| -> ByWord { map.into_iter().collect() };
        (self.lexemes_by_word, self.roots_by_word) = (sorted(lexemes), sorted(roots));
    }
}

fn number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Where some text of an entry stands; the whole entry where it is not found.
fn place_of(entry: &Entry<RawRule>, loader: &Loader<'_>, text: &str) -> std::ops::Range<usize> {
    let source = &loader.files[entry.file].text;
    match source.get(entry.range.clone()).and_then(|s| s.find(text)) {
        Some(at) => entry.range.start + at..entry.range.start + at + text.len(),
        None => entry.range.clone(),
    }
}
