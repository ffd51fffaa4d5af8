//! Names against three sources, each with its own columns and kinds.

use super::super::score::prf;
use super::super::table::{Figure, Row, row};
use super::{Bench, Names, read};
use crate::{Failure, tree};
use attache_model::{Model, NameKind};
use std::path::Path;

/// A sentence with its names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sentence {
    words: Vec<String>,
    names: Vec<Name>,
    /// Words of which the source doesn't say whether they are a name: what is found there doesn't count.
    unknown: Vec<bool>,
}

/// A name: the words `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    first: usize,
    end: usize,
    kind: NameKind,
}

/// The kinds that are scored together; a source's other names stand apart.
const SCORED: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

/// Sentences of a block; of every three blocks the last is held out of training.
const BLOCK: usize = 10;

/// Precision and recall of names with the same words and the same kind.
pub fn score(bench: &Bench, model: &Model, set: &str, (path, names): (&Path, Names)) -> Result<Vec<Row>, Failure> {
    let all = sentences(&tree::read(path)?, names);
    let held = |at: usize| (at / BLOCK) % 3 == 2;
    let gold = bench.take(all.into_iter().enumerate().filter(|(at, _)| held(*at)).map(|(_, s)| s).collect());
    let forms: Vec<Vec<&str>> =
        gold.iter().map(|sentence| sentence.words.iter().map(String::as_str).collect()).collect();
    let readings = read(model, &forms);
    let found: Vec<Vec<Name>> = readings
        .iter()
        .map(|reading| {
            let name = |n: &attache_model::Name| Name { first: n.first as usize, end: n.end as usize, kind: n.kind };
            reading.names.iter().map(name).collect()
        })
        .collect();
    let count = |kinds: &[NameKind]| count(&gold, &found, kinds);
    let mut rows = vec![row(set, "names", "all", count(&SCORED))];
    rows.extend(SCORED.map(|kind| row(set, "names", kind.code(), count(&[kind]))));
    if names == Names::Wikigold {
        rows.push(row(set, "names", NameKind::Other.code(), count(&[NameKind::Other])));
    }
    Ok(rows)
}

fn count(gold: &[Sentence], found: &[Vec<Name>], kinds: &[NameKind]) -> Figure {
    let (mut right, mut coded, mut of) = (0, 0, 0);
    for (sentence, found) in gold.iter().zip(found) {
        let known = |name: &&Name| {
            kinds.contains(&name.kind) && !(name.first..name.end).any(|at| sentence.unknown.get(at) == Some(&true))
        };
        let found: Vec<&Name> = found.iter().filter(known).collect();
        let names: Vec<&Name> = sentence.names.iter().filter(|name| kinds.contains(&name.kind)).collect();
        right += found.iter().filter(|name| names.contains(name)).count();
        coded += found.len();
        of += names.len();
    }
    Figure::Prf(prf(right, coded, of))
}

/// The sentences of a file of names: a word a line, the label in the last column (of Universal NER's four the third).
fn sentences(text: &str, names: Names) -> Vec<Sentence> {
    let mut out = Vec::new();
    let (mut words, mut labels) = (Vec::new(), Vec::new());
    for line in text.lines().chain([""]) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        match cells[..] {
            [] if words.is_empty() => {}
            [] => out.push(sentence(std::mem::take(&mut words), &std::mem::take(&mut labels), names)),
            ["#", _, ..] if names == Names::Universal => {}
            ["-DOCSTART-", ..] => {}
            [_, word, label, ..] if names == Names::Universal => {
                words.push(word.to_owned());
                labels.push(label.to_owned());
            }
            [word, .., label] => {
                words.push(word.to_owned());
                labels.push(label.to_owned());
            }
            [_] => {}
        }
    }
    out
}

/// A name begins with `B-`, or where the kind changes or no name stands before; it goes on with `I-` of the same kind.
fn sentence(words: Vec<String>, labels: &[String], names: Names) -> Sentence {
    let mut out = Sentence { unknown: vec![false; words.len()], words, names: Vec::new() };
    let mut at = 0;
    while at < labels.len() {
        let Some((_, kind)) = labels[at].split_once('-') else {
            at += 1;
            continue;
        };
        let inside = format!("I-{kind}");
        let end = at + 1 + labels[at + 1..].iter().take_while(|label| **label == inside).count();
        match (kind_of(kind), names) {
            (Some(kind), Names::Re3d) => out.phrase(Name { first: at, end, kind }),
            (Some(kind), _) => out.names.push(Name { first: at, end, kind }),
            (None, _) => out.unknown[at..end].fill(true),
        }
        at = end;
    }
    out
}

fn kind_of(label: &str) -> Option<NameKind> {
    match label {
        "PER" | "Person" => Some(NameKind::Person),
        "ORG" | "Organisation" => Some(NameKind::Organisation),
        "LOC" | "Location" => Some(NameKind::Place),
        "MISC" | "OTH" => Some(NameKind::Other),
        _ => None,
    }
}

impl Sentence {
    /// Adds what is a name in a phrase of re3d, which marks "a new Prime Minister" and "the coalition's forces" beside
    /// names: the run of capitalised words, if it is one run. The rest of the phrase is left open, as in training.
    fn phrase(&mut self, phrase: Name) {
        let small = ["the", "a", "we", "our", "i"];
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let proper = |at: &usize| {
            let word = &self.words[*at];
            capital(word) && !small.contains(&word.to_lowercase().as_str())
        };
        let run: Vec<usize> = (phrase.first..phrase.end).filter(proper).collect();
        self.unknown[phrase.first..phrase.end].fill(true);
        let (Some(first), Some(last)) = (run.first().copied(), run.last().copied()) else { return };
        let joint = |word: &str| matches!(word, "of" | "the" | "and" | "for" | "-") || capital(word);
        // A single word at the front of a sentence has its capital from there.
        let told = phrase.first > 0 || run.len() > 1 || !self.words[0].chars().any(char::is_lowercase);
        if self.words[first..=last].iter().all(|word| joint(word)) && told {
            self.unknown[first..=last].fill(false);
            self.names.push(Name { first, end: last + 1, kind: phrase.kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, names: Names) -> String {
        let sentence = sentences(text, names).remove(0);
        let name = |n: &Name| format!("{}:{}", sentence.words[n.first..n.end].join(" "), n.kind);
        let unknown = sentence.words.iter().zip(&sentence.unknown).filter(|(_, unknown)| **unknown);
        let open = unknown.map(|(word, _)| format!("?{word}"));
        sentence.names.iter().map(name).chain(open).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn names_of_each_source_are_read_from_its_columns() {
        let wikigold = "The O\nPort I-ORG\nBoard I-ORG\nLima I-LOC\nVase I-MISC\n. O\n";
        assert_eq!(read(wikigold, Names::Wikigold), "Port Board:ORG, Lima:LOC, Vase:OTHER");
        let universal = "# text = Ana Lima\n1\tAna\tB-PER\t-\tx\n2\tLima\tB-LOC\t-\tx\n";
        assert_eq!(read(universal, Names::Universal), "Ana:PER, Lima:LOC");
    }

    #[test]
    fn of_a_phrase_only_the_capitalised_run_is_a_name_and_the_rest_is_open() {
        let board =
            "He\tO\nmet\tO\nthe\tB-Organisation\nPort\tI-Organisation\nBoard\tI-Organisation\non\tO\nMay\tB-Temporal\n";
        assert_eq!(read(board, Names::Re3d), "Port Board:ORG, ?the, ?May");
        assert_eq!(read("Troops\tB-Organisation\nleft\tO\n", Names::Re3d), "?Troops");
    }

    #[test]
    fn what_is_found_where_the_source_is_silent_does_not_count() {
        let gold = sentences("Ana\tB-Person\nthe\tB-Location\nport\tI-Location\n", Names::Re3d);
        let at = |first, end, kind| Name { first, end, kind };
        let found = vec![vec![at(1, 3, NameKind::Place), at(0, 1, NameKind::Person)]];
        let Figure::Prf(prf) = count(&gold, &found, &SCORED) else { panic!("no precision") };
        assert_eq!((prf.tp, prf.coded, prf.gold), (0, 0, 0), "a single capital at the front is open too");
    }
}
