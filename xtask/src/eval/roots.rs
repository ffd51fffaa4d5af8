//! Sentences with a marked source and target, and the one root that relates them.

use super::gold;
use super::score::{mean, prf};
use super::show::Mistake;
use super::table::{Figure, row, share};
use super::{Bench, Outcome};
use crate::{Failure, tree};
use attache_coder::pair::{Marks, Relation};
use attache_record::{Class, Document, EntryId, Event, Party, Quad, Record, Span};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
struct MarkedSentence {
    marked: String,
    quad: String,
    root15: String,
}

/// The class in the set's fifteen roots: the two kinds of yielding are one.
fn root(class: &Class) -> &str {
    match class {
        Class::Concede | Class::Retreat => "YIELD",
        other => other.as_str(),
    }
}

/// Quad classes as the set numbers them.
fn quad(class: Class) -> &'static str {
    match class {
        Class::Concede => "2",
        other => match other.quad() {
            Some(Quad::VerbalCooperation) => "1",
            Some(Quad::MaterialCooperation) => "2",
            Some(Quad::VerbalConflict) => "3",
            Some(Quad::MaterialConflict) => "4",
            None => "",
        },
    }
}

/// The event that relates the marked source to the marked target best, if any event was coded.
fn related<'r>(records: &'r [Record], marks: &Marks) -> Option<&'r Event> {
    let names = |parties: &[Party], spans: &[Span]| {
        parties.iter().any(|party| spans.iter().any(|span| party.span.overlaps(*span)))
    };
    let fit = |event: &Event| {
        let reciprocal = event.recipients.is_empty() && names(&event.actors, &marks.target);
        2 * u8::from(names(&event.actors, &marks.source))
            + 2 * u8::from(names(&event.recipients, &marks.target) || reciprocal)
            + u8::from(names(&event.recipients, &marks.source) || names(&event.actors, &marks.target))
    };
    let events = records.iter().filter_map(|record| if let Record::Event(e) = record { Some(e) } else { None });
    let events: Vec<&Event> = events.collect();
    let best = events.iter().map(|event| fit(event)).max()?;
    events.into_iter().find(|event| fit(event) == best)
}

/// What is said of a row, in the terms of the set.
struct Answer {
    class: Class,
    shown: String,
}

/// Whether the coder is told which words are source and target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It reads the sentence, and of its events the one that fits the marks best counts.
    Nothing,
    /// It is asked what the one does to the other.
    Pair,
}

impl Told {
    fn answers(self, bench: &Bench, marks: &[Marks], codes: &BTreeMap<String, Class>) -> Vec<Option<Answer>> {
        let rules = |rules: &[EntryId]| rules.iter().map(EntryId::as_str).collect::<Vec<_>>().join(" ");
        if self == Self::Pair {
            let answer = |marks: &Marks| {
                let found = bench.coder.relate(marks, None)?;
                let Relation { class, status, plover, sides, evidence, .. } = &found;
                let by = rules(&found.rules);
                let shown = format!("{class} {status} {sides:?} \"{}\"  [{by}]", evidence.text);
                // The set's roots are those of CAMEO codes.
                let by_code = found.cameo.as_ref().and_then(|code| codes.get(code)).copied();
                Some(Answer { class: by_code.or(*plover).unwrap_or(*class), shown })
            };
            return marks.iter().map(answer).collect();
        }
        let documents: Vec<Document> = marks.iter().map(|marks| Document::from_text(marks.text.clone())).collect();
        let records = bench.code(&documents);
        let answer = |(records, marks): (&Vec<Record>, &Marks)| {
            let event = related(records, marks)?;
            let Event { class, status, trigger, .. } = event;
            let shown = format!("{class} {status} \"{}\"  [{}]", trigger.text, rules(&event.rules));
            Some(Answer { class: event.views.plover.unwrap_or(*class), shown })
        };
        records.iter().zip(marks).map(answer).collect()
    }
}

/// Scores the set.
///
/// # Errors
/// When it cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path, told: Told) -> Result<Outcome, Failure> {
    let gold: Vec<MarkedSentence> = bench.take(gold::lines(path)?);
    let unmarked = |text: &str| Marks { text: text.to_owned(), ..Marks::default() };
    let marks: Vec<Marks> =
        gold.iter().map(|row| Marks::read(&row.marked).unwrap_or_else(|_| unmarked(&row.marked))).collect();
    let codes: BTreeMap<String, Class> =
        serde_json::from_str(&tree::read(&bench.shared.join("tools/cameo2plover.json"))?)?;
    let answers = told.answers(bench, &marks, &codes);
    let mut by_root: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let (mut correct, mut quads, mut answered) = (0, 0, 0);
    let mut mistakes = Vec::new();
    for (i, (row, answer)) in gold.iter().zip(&answers).enumerate() {
        let class = answer.as_ref().map(|answer| answer.class);
        answered += usize::from(class.is_some());
        by_root.entry(row.root15.clone()).or_default().2 += 1;
        if let Some(class) = class {
            by_root.entry(root(&class).to_owned()).or_default().1 += 1;
            quads += usize::from(quad(class) == row.quad);
        }
        if class.as_ref().map(root) == Some(row.root15.as_str()) {
            correct += 1;
            by_root.entry(row.root15.clone()).or_default().0 += 1;
            continue;
        }
        let coded = answer.as_ref().map_or(String::new(), |answer| answer.shown.clone());
        let mut classes: BTreeSet<Class> = class.into_iter().collect();
        classes.extend(Class::ALL.iter().filter(|class| root(class) == row.root15));
        mistakes.push(Mistake {
            head: format!("{set} {}", i + 1),
            text: row.marked.clone(),
            pairs: vec![(row.root15.clone(), coded)],
            classes,
        });
    }
    let mut rows = vec![
        row(set, "root", "all", share(correct, gold.len())),
        row(set, "quad", "all", share(quads, gold.len())),
        row(set, "answered", "all", share(answered, gold.len())),
    ];
    let scores: BTreeMap<&String, _> =
        by_root.iter().map(|(root, &(tp, coded, gold))| (root, prf(tp, coded, gold))).collect();
    let f1s: Vec<f64> = scores.values().filter(|prf| prf.gold > 0).map(|prf| prf.f1).collect();
    rows.push(row(set, "root macro", "all", Figure::Macro(mean(&f1s))));
    rows.extend(scores.into_iter().map(|(root, prf)| row(set, "root", root, Figure::Prf(prf))));
    Ok(Outcome { rows, mistakes })
}
