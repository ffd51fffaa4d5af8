//! Reports of events in the news, and whether those of one occurrence are joined.

use crate::eval::gold;
use crate::eval::score::{Prf, round4};
use crate::eval::table::{Figure, row, share};
use crate::eval::{Bench, Outcome};
use crate::{Failure, tree};
use attache_desk::{Copies, Filed, Sketch, Source, occurrences};
use attache_record::{Basis, Document, DocumentId, Event, Published, Record};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

/// The files in which the labelled documents stand.
const FILES: [&str; 5] = [
    "wikinews_ccby.jsonl",
    "us_state_2021_2022.jsonl",
    "us_whitehouse_intl_2021_2026.jsonl",
    "ru_kremlin_2012_2020.jsonl",
    "ru_kremlin_2021_2022.jsonl",
];

#[derive(Deserialize)]
struct Article {
    id: String,
    /// Empty where the publisher gives none.
    #[serde(default)]
    date: String,
    source: Option<String>,
    title: Option<String>,
    text: String,
}

/// A row of `eval/occurrences.tsv`.
struct Label {
    document: String,
    /// Byte at which the trigger starts.
    start: u32,
    class: String,
    /// `tune` or `test`.
    half: String,
    /// The occurrence, named by us.
    occurrence: String,
}

/// Codes the labelled documents, joins their reports and compares the groups with the labels: B-cubed precision, recall and
/// F1 (Bagga and Baldwin 1998) over the labelled reports that the coder gives, and the share of them that it gives.
///
/// # Errors
/// A file that cannot be read or has a bad row.
pub fn score(bench: &Bench<'_>, set: &str, folder: &Path) -> Result<Outcome, Failure> {
    let labels = labels()?;
    let events = events(bench, folder, &labels)?;
    let mut rows = Vec::new();
    for half in ["tune", "test"] {
        let labels: Vec<&Label> = labels.iter().filter(|label| label.half == half).collect();
        let of: BTreeSet<&str> = labels.iter().map(|label| label.document.as_str()).collect();
        let within: Vec<(Rc<Source>, Sketch)> =
            events.texts.iter().filter(|(source, _)| of.contains(source.document.as_str())).cloned().collect();
        let filed: Vec<Filed<Event>> =
            events.filed.iter().filter(|filed| of.contains(filed.source.document.as_str())).cloned().collect();
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (group, occurrence) in occurrences(&filed, &Copies::among(&within), &[]).iter().enumerate() {
            for report in &occurrence.reports {
                let record = filed.iter().find(|filed| filed.record.id == report.record);
                let label = record.and_then(|filed| labels.iter().find(|label| label.names(&filed.record)));
                found.extend(label.map(|label| (group, label.occurrence.as_str())));
            }
        }
        rows.push(row(set, "b-cubed", half, Figure::Prf(b_cubed(&found))));
        let alone: Vec<(usize, &str)> =
            found.iter().enumerate().map(|(at, (_, occurrence))| (at, *occurrence)).collect();
        rows.push(row(set, "b-cubed, none joined", half, Figure::Prf(b_cubed(&alone))));
        rows.push(row(set, "coded", half, share(found.len(), labels.len())));
    }
    Ok(Outcome { rows, mistakes: Vec::new() })
}

impl Label {
    /// Whether this is the label of an event: the trigger has the labelled byte, and the class is the same.
    fn names(&self, event: &Event) -> bool {
        let span = event.trigger.span;
        event.document.as_str() == self.document
            && (span.start()..span.end()).contains(&self.start)
            && event.class.as_str() == self.class
    }
}

/// The events of the labelled documents.
struct Events {
    filed: Vec<Filed<Event>>,
    texts: Vec<(Rc<Source>, Sketch)>,
}

fn events(bench: &Bench<'_>, folder: &Path, labels: &[Label]) -> Result<Events, Failure> {
    let wanted: BTreeSet<&str> = labels.iter().map(|label| label.document.as_str()).collect();
    let mut documents: Vec<Document> = Vec::new();
    for file in FILES {
        let articles: Vec<Article> = gold::lines(&folder.join(file))?;
        for article in articles.into_iter().filter(|article| wanted.contains(article.id.as_str())) {
            let mut document = Document::from_text(article.text);
            document.id = DocumentId::new(article.id);
            document.source = article.source;
            document.title = article.title;
            let date = article.date.parse::<Date>().ok();
            document.published = date.map(|date| Published { date, basis: Basis::Metadata });
            documents.push(document);
        }
    }
    let documents = bench.take(documents);
    let mut events = Events { filed: Vec::new(), texts: Vec::new() };
    for (document, records) in documents.iter().zip(bench.code(&documents)) {
        let Some(published) = document.published else { continue };
        let source = Rc::new(Source::published(document.id.clone(), published.date));
        events.texts.push((Rc::clone(&source), Sketch::of(&document.text)));
        events.filed.extend(records.into_iter().filter_map(|record| match record {
            Record::Event(record) => Some(Filed { record, source: Rc::clone(&source) }),
            _ => None,
        }));
    }
    Ok(events)
}

fn labels() -> Result<Vec<Label>, Failure> {
    let path = tree::root().join("eval/occurrences.tsv");
    let text = tree::read(&path)?;
    let rows = text.lines().enumerate().skip(1);
    rows.map(|(at, line)| {
        let bad = || Failure(format!("{}:{}: a bad row", path.display(), at + 1));
        let fields: Vec<&str> = line.split('\t').collect();
        let [document, start, class, half, occurrence] = fields.as_slice() else { return Err(bad()) };
        let start = start.parse().map_err(|_| bad())?;
        let [document, class, half, occurrence] = [document, class, half, occurrence].map(|field| String::from(*field));
        Ok(Label { document, start, class, half, occurrence })
    })
    .collect()
}

/// B-cubed over pairs of the group found and the occurrence labelled: for each report, how much of its group is of its
/// occurrence, and how much of its occurrence is in its group. The counts are of reports, groups and occurrences.
#[expect(clippy::cast_precision_loss, reason = "hundreds of reports")]
fn b_cubed(found: &[(usize, &str)]) -> Prf {
    let mut groups: BTreeMap<usize, usize> = BTreeMap::new();
    let mut labelled: BTreeMap<&str, usize> = BTreeMap::new();
    let mut both: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (group, occurrence) in found {
        *groups.entry(*group).or_default() += 1;
        *labelled.entry(occurrence).or_default() += 1;
        *both.entry((*group, occurrence)).or_default() += 1;
    }
    let reports = found.len().max(1) as f64;
    let mean = |size: &dyn Fn(&(usize, &str)) -> usize| {
        both.iter().map(|(key, n)| (n * n) as f64 / size(key).max(1) as f64).sum::<f64>() / reports
    };
    let p = mean(&|(group, _)| groups.get(group).copied().unwrap_or_default());
    let r = mean(&|(_, occurrence)| labelled.get(occurrence).copied().unwrap_or_default());
    let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    Prf { p: round4(p), r: round4(r), f1: round4(f1), tp: found.len(), coded: groups.len(), gold: labelled.len() }
}

#[cfg(test)]
mod tests {
    use super::b_cubed;

    #[test]
    fn b_cubed_of_a_group_too_large_loses_precision_and_of_one_split_recall() {
        let whole = b_cubed(&[(0, "a"), (0, "a"), (1, "b")]);
        assert!((whole.f1 - 1.0).abs() < 1e-9, "{whole:?}");
        let large = b_cubed(&[(0, "a"), (0, "a"), (0, "b"), (0, "b")]);
        assert!((large.p - 0.5).abs() < 1e-9 && (large.r - 1.0).abs() < 1e-9, "{large:?}");
        let split = b_cubed(&[(0, "a"), (1, "a")]);
        assert!((split.p - 1.0).abs() < 1e-9 && (split.r - 0.5).abs() < 1e-9, "{split:?}");
    }
}
