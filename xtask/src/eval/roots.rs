//! Sentences with a marked source and target, and the one root that relates them.

use super::gold;
use super::score::{mean, prf};
use super::show::Mistake;
use super::table::{Figure, row, share};
use super::{Bench, Outcome};
use crate::Failure;
use attache_record::{Class, Document, Event, Party, Record, Span};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
struct MarkedSentence {
    marked: String,
    quad: String,
    root15: String,
}

/// The sentence without its marks, and where source and target stand in it.
struct Marks {
    text: String,
    source: Span,
    target: Span,
}

/// What a tag at an offset says.
type Note = fn(&mut Marks, u32);

fn offset(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

fn marks(marked: &str) -> Marks {
    let mut out = Marks { text: String::new(), source: Span::new(0, 0), target: Span::new(0, 0) };
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        out.text.push_str(&rest[..at]);
        rest = &rest[at..];
        let here = offset(&out.text);
        let tags: [(&str, Note); 4] = [
            ("<s>", |m, at| m.source = Span::new(at, at)),
            ("</s>", |m, at| m.source = Span::new(m.source.start(), at)),
            ("<t>", |m, at| m.target = Span::new(at, at)),
            ("</t>", |m, at| m.target = Span::new(m.target.start(), at)),
        ];
        match tags.iter().find(|(tag, _)| rest.starts_with(tag)) {
            Some((tag, note)) => {
                note(&mut out, here);
                rest = &rest[tag.len()..];
            }
            None => {
                out.text.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.text.push_str(rest);
    out
}

/// The class in the set's fifteen roots: the two kinds of yielding are one.
fn root(class: Class) -> &'static str {
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
            attache_record::Quad::VerbalCooperation => "1",
            attache_record::Quad::MaterialCooperation => "2",
            attache_record::Quad::VerbalConflict => "3",
            attache_record::Quad::MaterialConflict => "4",
        },
    }
}

/// The event that relates the marked source to the marked target best, if any event was coded.
fn related<'r>(records: &'r [Record], marks: &Marks) -> Option<&'r Event> {
    let names = |parties: &[Party], span: Span| parties.iter().any(|party| party.span.overlaps(span));
    let fit = |event: &Event| {
        let reciprocal = event.recipients.is_empty() && names(&event.actors, marks.target);
        2 * u8::from(names(&event.actors, marks.source))
            + 2 * u8::from(names(&event.recipients, marks.target) || reciprocal)
            + u8::from(names(&event.recipients, marks.source) || names(&event.actors, marks.target))
    };
    let events = records.iter().filter_map(|record| if let Record::Event(e) = record { Some(e) } else { None });
    let events: Vec<&Event> = events.collect();
    let best = events.iter().map(|event| fit(event)).max()?;
    events.into_iter().find(|event| fit(event) == best)
}

/// Scores the set.
///
/// # Errors
/// When it cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let gold: Vec<MarkedSentence> = bench.take(gold::lines(path)?);
    let marks: Vec<Marks> = gold.iter().map(|row| marks(&row.marked)).collect();
    let documents: Vec<Document> = marks.iter().map(|marks| Document::from_text(marks.text.clone())).collect();
    let records = bench.code(&documents);
    let mut by_root: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let (mut correct, mut quads, mut answered) = (0, 0, 0);
    let mut mistakes = Vec::new();
    for (i, ((row, marks), records)) in gold.iter().zip(&marks).zip(&records).enumerate() {
        let event = related(records, marks);
        let class = event.map(|event| event.views.plover.unwrap_or(event.class));
        answered += usize::from(class.is_some());
        by_root.entry(row.root15.clone()).or_default().2 += 1;
        if let Some(class) = class {
            by_root.entry(root(class).to_owned()).or_default().1 += 1;
            quads += usize::from(quad(class) == row.quad);
        }
        if class.map(root) == Some(row.root15.as_str()) {
            correct += 1;
            by_root.entry(row.root15.clone()).or_default().0 += 1;
            continue;
        }
        let coded = event.map_or(String::new(), |event| {
            let rules: Vec<&str> = event.rules.iter().map(|rule| rule.as_str()).collect();
            format!("{} {} \"{}\"  [{}]", event.class, event.status, event.trigger.text, rules.join(" "))
        });
        let mut classes: BTreeSet<Class> = class.into_iter().collect();
        classes.extend(Class::ALL.iter().filter(|class| root(**class) == row.root15));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_and_leave_their_places() {
        let marks = marks("<s>Peru</s> thanked <t>Chile</t> (1 < 2).");
        assert_eq!(marks.text, "Peru thanked Chile (1 < 2).");
        assert_eq!(marks.source.text(&marks.text), Some("Peru"));
        assert_eq!(marks.target.text(&marks.text), Some("Chile"));
    }
}
