//! Predicates, semantic roles and speech cues against PropBank's frames on EWT.

use super::super::score::prf;
use super::super::sift::listed;
use super::super::table::{Figure, Row, row};
use super::{Bench, read, tree};
use crate::Failure;
use attache_coder::analyse::conllu;
use attache_model::Model;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The trees of the same sentences, below `data/`; the head of an argument's words is found in them.
const TREES: &str = "ud/en_ewt-ud-dev.conllu";

/// Role of what the model has no name for.
const OTHER: &str = "OTHER";

/// Frames of saying: their predicates are the cues of quotations and claims. The training reads the same list.
const SPEECH: &str = "eval/speech-frames.txt";

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    sent_id: String,
    tokens: Vec<String>,
    frames: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    pred: u32,
    /// Sense of the predicate; missing for a few.
    roleset: Option<String>,
    /// Label, first and last word.
    args: Vec<(String, u32, u32)>,
}

/// Predicate, head of the argument, role.
type Role = (u32, u32, String);

/// What is found in a sentence, by people or by the model.
#[derive(Default)]
struct Found {
    predicates: BTreeSet<u32>,
    roles: BTreeSet<Role>,
    cues: BTreeSet<u32>,
}

/// Precision and recall of predicates; of roles, with the head word of the argument; of cues.
pub fn score(bench: &Bench, model: &Model, set: &str, path: &Path) -> Result<Vec<Row>, Failure> {
    let trees = tree::sentences(&bench.shared.join("data").join(TREES))?;
    let trees: BTreeMap<&str, &conllu::Sentence> =
        trees.iter().filter_map(|tree| Some((tree.comment("sent_id")?, tree))).collect();
    let mut lines = Vec::new();
    for line in crate::tree::read(path)?.lines() {
        let line: Line = serde_json::from_str(line)?;
        let fits = |tree: &&conllu::Sentence| tree.words.iter().map(|word| &word.form).eq(&line.tokens);
        if let Some(tree) = trees.get(line.sent_id.as_str()).copied().filter(|tree| fits(tree)) {
            lines.push((line, tree));
        }
    }
    let lines = bench.take(lines);
    let forms: Vec<Vec<&str>> =
        lines.iter().map(|(line, _)| line.tokens.iter().map(String::as_str).collect()).collect();
    let readings = read(model, &forms);
    let speech = listed(&crate::tree::root().join(SPEECH))?;
    let known = |role: &str| model.role_id(role).is_some();
    let gold: Vec<Found> = lines.iter().map(|(line, tree)| of_people(line, tree, &speech, known)).collect();
    let found: Vec<Found> = readings.iter().map(|reading| of_model(model, reading)).collect();
    let pairs: Vec<(&Found, &Found)> = gold.iter().zip(&found).collect();
    let mut rows = vec![
        row(set, "predicate", "all", total(&pairs, |f| &f.predicates, |_, _| true)),
        row(set, "cue", "all", total(&pairs, |f| &f.cues, |_, _| true)),
        row(set, "role", "all", total(&pairs, |f| &f.roles, |_, _| true)),
    ];
    let both = |(gold, found): (&Found, &Found), role: &Role| {
        gold.predicates.contains(&role.0) && found.predicates.contains(&role.0)
    };
    rows.push(row(set, "role of right predicates", "all", total(&pairs, |f| &f.roles, both)));
    let names: BTreeSet<&str> = gold.iter().flat_map(|f| f.roles.iter().map(|role| role.2.as_str())).collect();
    let of = |name: &str| total(&pairs, |f| &f.roles, |_, role: &Role| role.2 == name);
    rows.extend(names.into_iter().map(|name| row(set, "role", name, of(name))));
    Ok(rows)
}

/// Precision and recall over all sentences of the things that `counts`.
fn total<'f, T: Ord + 'f>(
    pairs: &[(&'f Found, &'f Found)],
    of: impl Fn(&'f Found) -> &'f BTreeSet<T>,
    counts: impl Fn((&Found, &Found), &T) -> bool,
) -> Figure {
    let (mut right, mut coded, mut gold) = (0, 0, 0);
    for pair in pairs {
        let (wanted, found) = (of(pair.0), of(pair.1));
        right += wanted.intersection(found).filter(|thing| counts(*pair, thing)).count();
        coded += found.iter().filter(|thing| counts(*pair, thing)).count();
        gold += wanted.iter().filter(|thing| counts(*pair, thing)).count();
    }
    Figure::Prf(prf(right, coded, gold))
}

fn of_people(line: &Line, tree: &conllu::Sentence, speech: &BTreeSet<String>, known: impl Fn(&str) -> bool) -> Found {
    let mut found = Found::default();
    for frame in &line.frames {
        found.predicates.insert(frame.pred);
        if frame.roleset.as_ref().is_some_and(|sense| speech.contains(sense)) {
            found.cues.insert(frame.pred);
        }
        // V is the predicate itself; R- and C- point back at an argument and go on with one.
        for (label, first, last) in frame.args.iter().filter(|(label, ..)| label != "V" && !label.contains("R-")) {
            if label.starts_with("C-") {
                continue;
            }
            let role = label.strip_prefix("ARGM-").unwrap_or(label);
            let role = if known(role) { role } else { OTHER };
            let head = head_of(tree, *first, *last);
            if head != frame.pred {
                found.roles.insert((frame.pred, head, role.to_owned()));
            }
        }
    }
    found
}

fn of_model(model: &Model, reading: &attache_model::Reading) -> Found {
    let mut found = Found::default();
    for predicate in &reading.predicates {
        found.predicates.insert(predicate.word);
        for argument in &predicate.arguments {
            found.roles.insert((predicate.word, argument.head, model.role(argument.role).to_owned()));
        }
    }
    let cues = (0..).zip(&reading.words).filter(|(_, word)| word.cue.is_some());
    found.cues.extend(cues.map(|(at, _)| at));
    found
}

/// The first word of a span whose head in the tree lies outside of it.
fn head_of(tree: &conllu::Sentence, first: u32, last: u32) -> u32 {
    let outside = |at: &u32| {
        let head = tree.words.get(*at as usize).and_then(|word| word.head).unwrap_or(0);
        head == 0 || !(first..=last).contains(&(head - 1))
    };
    (first..=last).find(outside).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Peru urged Chile to open the port": word, head.
    fn port() -> conllu::Sentence {
        let words = [("Peru", 2), ("urged", 0), ("Chile", 2), ("to", 5), ("open", 2), ("the", 7), ("port", 5)];
        let line =
            |(at, (form, head)): (usize, (&str, u32))| format!("{}\t{form}\t_\t_\t_\t_\t{head}\t_\t_\t_\n", at + 1);
        let text: String = words.into_iter().enumerate().map(line).collect();
        conllu::sentences(&text, "port").next().unwrap().unwrap()
    }

    fn speech() -> BTreeSet<String> {
        BTreeSet::from(["urge.01".to_owned()])
    }

    fn line() -> Line {
        let args =
            [("ARG0", 0, 0), ("V", 1, 1), ("ARG1", 2, 2), ("ARGM-XYZ", 3, 6), ("R-ARG0", 0, 0), ("C-ARG1", 3, 6)];
        let args = args.map(|(label, first, last)| (label.to_owned(), first, last)).to_vec();
        let frames = vec![Frame { pred: 1, roleset: Some("urge.01".into()), args }];
        Line { sent_id: String::new(), tokens: Vec::new(), frames }
    }

    #[test]
    fn an_argument_is_its_role_and_the_word_on_which_its_words_hang() {
        let found = of_people(&line(), &port(), &speech(), |role| role.starts_with("ARG"));
        let roles: Vec<String> = found.roles.iter().map(|(p, head, role)| format!("{p} {head} {role}")).collect();
        assert_eq!(roles, ["1 0 ARG0", "1 2 ARG1", "1 4 OTHER"]);
        assert_eq!(found.cues, BTreeSet::from([1]));
    }

    #[test]
    fn roles_of_predicates_that_only_one_side_has_do_not_count_among_right_predicates() {
        let gold = of_people(&line(), &port(), &speech(), |_| true);
        let mut found = of_people(&line(), &port(), &speech(), |_| true);
        found.predicates.insert(4);
        found.roles.insert((4, 6, "ARG1".to_owned()));
        let both = |(gold, found): (&Found, &Found), role: &Role| {
            gold.predicates.contains(&role.0) && found.predicates.contains(&role.0)
        };
        let counts = |figure| match figure {
            Figure::Prf(prf) => (prf.tp, prf.coded, prf.gold),
            _ => panic!("no precision"),
        };
        assert_eq!(counts(total(&[(&gold, &found)], |f| &f.roles, |_, _| true)), (3, 4, 3));
        assert_eq!(counts(total(&[(&gold, &found)], |f| &f.roles, both)), (3, 3, 3));
    }
}
