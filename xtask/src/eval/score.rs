//! The scorer of the gold sets, after CODEBOOK.md: an event of the coder and one of the gold match within a sentence.
//!
//! `score_gold.py` is an independent scorer of the same rules; [`Scores`] has the shape of its `--json`, and
//! `cargo xtask eval --cross-check` compares every figure of the two.

use super::gold::{GoldDocument, GoldEvent};
use attache_record::Class;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Precision, recall and F1 with the counts behind them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Prf {
    pub p: f64,
    pub r: f64,
    pub f1: f64,
    pub tp: usize,
    pub coded: usize,
    pub gold: usize,
}

/// Accuracy over `n` matched records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
    pub accuracy: f64,
    pub n: usize,
}

/// Sentences without gold event for which the coder gives none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Empty {
    pub kept_empty: usize,
    pub of: usize,
}

/// All figures of a set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    #[serde(rename = "type")]
    pub class: Prf,
    pub quad: Prf,
    pub dyad: Prf,
    pub record: Prf,
    pub full: Prf,
    pub by_type: BTreeMap<String, Prf>,
    pub type_macro_f1: f64,
    pub on_matched_records: BTreeMap<String, Accuracy>,
    pub empty: Empty,
}

/// A sentence in which not every record matches.
#[derive(Debug)]
pub struct WrongSentence<'g> {
    pub document: &'g GoldDocument,
    pub sentence: usize,
    pub gold: Vec<GoldEvent>,
    pub coded: Vec<GoldEvent>,
}

/// A figure rounded to the four digits that are kept.
pub fn round4(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of events stay far below 2^52")]
    let (part, whole) = (part as f64, whole as f64);
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Precision, recall and F1 of `tp` matches.
pub fn prf(tp: usize, coded: usize, gold: usize) -> Prf {
    let (p, r) = (ratio(tp, coded), ratio(tp, gold));
    let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    Prf { p: round4(p), r: round4(r), f1: round4(f1), tp, coded, gold }
}

/// The rounded share of `part` in `whole`.
pub fn share(part: usize, whole: usize) -> f64 {
    round4(ratio(part, whole))
}

/// The part of a code that a dyad is made of: the state, or the whole name of another body.
pub fn side(code: &str) -> &str {
    let head = code.split(':').next().unwrap_or_default();
    if matches!(head, "IGO" | "NGO" | "REB" | "BUS" | "MED" | "CRM" | "REL") { code } else { head }
}

type Dyad<'e> = (BTreeSet<&'e str>, BTreeSet<&'e str>);

fn dyad(event: &GoldEvent) -> Dyad<'_> {
    let actors: BTreeSet<&str> = event.actors.iter().map(|code| side(code)).collect();
    let recipients: BTreeSet<&str> = event.recipients.iter().map(|code| side(code)).collect();
    if event.class == Class::Consult && event.mode.is_none_or(|mode| mode.as_str() != "visit") {
        (actors.union(&recipients).copied().collect(), BTreeSet::new())
    } else {
        (actors, recipients)
    }
}

/// First and last day as text that compares, a month or year widened. A month ends on its 31st, as in `score_gold.py`.
fn days(date: &str) -> (String, String) {
    let (first, last) = date.split_once('/').unwrap_or((date, ""));
    let last = if last.is_empty() { first } else { last };
    let opening = match first.len() {
        4 => "-01-01",
        7 => "-01",
        _ => "",
    };
    let closing = match last.len() {
        4 => "-12-31",
        7 => "-31",
        _ => "",
    };
    (format!("{first}{opening}"), format!("{last}{closing}"))
}

/// Two events of one sentence are one, says a measure.
type Same = fn(&GoldEvent, &GoldEvent) -> bool;

fn same_class(gold: &GoldEvent, coded: &GoldEvent) -> bool {
    gold.class == coded.class
}

fn same_quad(gold: &GoldEvent, coded: &GoldEvent) -> bool {
    gold.class.quad() == coded.class.quad()
}

fn same_dyad(gold: &GoldEvent, coded: &GoldEvent) -> bool {
    dyad(gold) == dyad(coded)
}

fn same_record(gold: &GoldEvent, coded: &GoldEvent) -> bool {
    same_class(gold, coded) && same_dyad(gold, coded)
}

fn same_full(gold: &GoldEvent, coded: &GoldEvent) -> bool {
    same_record(gold, coded) && gold.status == coded.status
}

/// One-to-one matches within a sentence: each gold event takes the first coded one that is left.
fn pairs<'e>(gold: &[&'e GoldEvent], coded: &[&'e GoldEvent], same: Same) -> Vec<(&'e GoldEvent, &'e GoldEvent)> {
    let mut left = coded.to_vec();
    let mut out = Vec::new();
    for g in gold {
        if let Some(at) = left.iter().position(|c| same(g, c)) {
            out.push((*g, left.remove(at)));
        }
    }
    out
}

/// Matches, coded and gold events of one measure.
#[derive(Default, Clone, Copy)]
struct Count {
    tp: usize,
    coded: usize,
    gold: usize,
}

impl Count {
    fn prf(self) -> Prf {
        prf(self.tp, self.coded, self.gold)
    }
}

#[derive(Default)]
struct Counts {
    measures: [Count; 5],
    by_class: BTreeMap<Class, Count>,
    records_by_class: BTreeMap<Class, Count>,
    attributes: BTreeMap<&'static str, (usize, usize)>,
    empty: Empty,
}

const MEASURES: [Same; 5] = [same_class, same_quad, same_dyad, same_record, same_full];

impl Counts {
    fn sentence(&mut self, gold: &[&GoldEvent], coded: &[&GoldEvent]) -> bool {
        if gold.is_empty() {
            self.empty.of += 1;
            self.empty.kept_empty += usize::from(coded.is_empty());
        }
        for (count, same) in self.measures.iter_mut().zip(MEASURES) {
            count.tp += pairs(gold, coded, same).len();
            count.coded += coded.len();
            count.gold += gold.len();
        }
        for (table, same) in [(&mut self.by_class, same_class as Same), (&mut self.records_by_class, same_record)] {
            gold.iter().for_each(|e| table.entry(e.class).or_default().gold += 1);
            coded.iter().for_each(|e| table.entry(e.class).or_default().coded += 1);
            pairs(gold, coded, same).iter().for_each(|(e, _)| table.entry(e.class).or_default().tp += 1);
        }
        let records = pairs(gold, coded, same_record);
        for (g, c) in &records {
            self.attributes(g, c);
        }
        records.len() == gold.len().max(coded.len())
    }

    fn attributes(&mut self, gold: &GoldEvent, coded: &GoldEvent) {
        let said = |event: &GoldEvent| event.said_by.clone().filter(|code| !code.is_empty());
        let place = |event: &GoldEvent| event.place.clone().filter(|place| !place.is_empty());
        let mut note = |name, right: bool| {
            let (correct, of) = self.attributes.entry(name).or_default();
            *correct += usize::from(right);
            *of += 1;
        };
        note("status", gold.status == coded.status);
        if gold.mode.is_some() {
            note("mode", gold.mode == coded.mode);
        }
        if let Some(wanted) = place(gold) {
            note("place", place(coded) == Some(wanted));
        }
        if let Some(wanted) = said(gold) {
            note("said_by", said(coded).is_some_and(|code| side(&code) == side(&wanted)));
        }
        if let Some(wanted) = gold.date.as_deref().filter(|date| !date.is_empty()) {
            note("date", coded.date.as_deref().is_some_and(|date| days(date) == days(wanted)));
        }
    }
}

/// A set's scores, those of whole records by class, and the sentences that are not fully right.
pub struct Scored<'g> {
    pub scores: Scores,
    pub records_by_class: BTreeMap<String, Prf>,
    pub wrong: Vec<WrongSentence<'g>>,
}

/// Scores `coded`, which has one list of events for each document of `gold`.
pub fn score<'g>(gold: &'g [GoldDocument], coded: &[Vec<GoldEvent>]) -> Scored<'g> {
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for (document, events) in gold.iter().zip(coded) {
        for s in 0..document.sentences.len() {
            let g: Vec<&GoldEvent> = document.events.iter().filter(|e| e.s == s).collect();
            let c: Vec<&GoldEvent> = events.iter().filter(|e| e.s == s).collect();
            if !counts.sentence(&g, &c) {
                wrong.push(WrongSentence {
                    document,
                    sentence: s,
                    gold: g.into_iter().cloned().collect(),
                    coded: c.into_iter().cloned().collect(),
                });
            }
        }
    }
    let table = |counts: &BTreeMap<Class, Count>| -> BTreeMap<String, Prf> {
        counts.iter().map(|(class, count)| (class.to_string(), count.prf())).collect()
    };
    let by_type = table(&counts.by_class);
    let f1s: Vec<f64> = by_type.values().filter(|prf| prf.gold > 0).map(|prf| prf.f1).collect();
    let [class, quad, dyad, record, full] = counts.measures.map(Count::prf);
    let attributes = counts.attributes.iter();
    let scores = Scores {
        class,
        quad,
        dyad,
        record,
        full,
        type_macro_f1: mean(&f1s),
        by_type,
        on_matched_records: attributes
            .map(|(name, &(correct, n))| ((*name).to_owned(), Accuracy { accuracy: share(correct, n), n }))
            .collect(),
        empty: counts.empty,
    };
    Scored { scores, records_by_class: table(&counts.records_by_class), wrong }
}

/// The rounded mean of some figures; 0 of none.
pub fn mean(figures: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most sixteen classes")]
    let n = figures.len() as f64;
    if figures.is_empty() { 0.0 } else { round4(figures.iter().sum::<f64>() / n) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(class: Class, mode: Option<attache_record::Mode>, actors: &str, recipients: &str) -> GoldEvent {
        let list = |codes: &str| codes.split_whitespace().map(str::to_owned).collect();
        GoldEvent {
            s: 0,
            trigger: String::new(),
            class,
            mode,
            status: attache_record::Status::Actual,
            actor_text: Vec::new(),
            recipient_text: Vec::new(),
            actors: list(actors),
            recipients: list(recipients),
            date: None,
            place: None,
            said_by: None,
            rules: Vec::new(),
        }
    }

    #[test]
    fn a_meeting_has_no_sides_but_a_visit_has() {
        let visit = Some(attache_record::Mode::Visit);
        let met = event(Class::Consult, None, "EGY:GOV SDN:GOV", "");
        assert!(same_dyad(&met, &event(Class::Consult, None, "SDN", "EGY")));
        let visited = event(Class::Consult, visit, "EGY:GOV", "SDN");
        assert!(same_dyad(&visited, &event(Class::Consult, visit, "EGY", "SDN:GOV")));
        assert!(!same_dyad(&visited, &event(Class::Consult, visit, "SDN", "EGY")));
    }

    #[test]
    fn ties_are_rounded_to_even_as_python_does() {
        assert_eq!([round4(0.03125), round4(0.15625), round4(2.0 / 3.0)], [0.0312, 0.1562, 0.6667]);
    }

    #[test]
    fn a_year_is_all_its_days() {
        assert_eq!(days("2019"), ("2019-01-01".into(), "2019-12-31".into()));
        assert_eq!(days("2023-06-17/2023-06-18"), ("2023-06-17".into(), "2023-06-18".into()));
    }
}
