//! Sentences with the directed records that other coders' makers expect of them: who, to whom, what.

use super::gold;
use super::score::prf;
use super::show::Mistake;
use super::table::{Figure, Row, row, share};
use super::{Bench, Outcome};
use crate::{Failure, tree};
use attache_record::{Basis, Class, Code, Document, Event, Published, Record};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Sentence {
    id: String,
    text: String,
    date: Option<String>,
    events: Vec<Directed>,
    extra: Extra,
}

#[derive(Deserialize)]
struct Directed {
    source: Option<String>,
    target: Option<String>,
    cameo: Option<String>,
    plover: Option<Class>,
}

#[derive(Deserialize)]
struct Extra {
    /// Codes of another scheme than CAMEO, whose numbers must not be read as CAMEO's.
    code_scheme: Option<String>,
}

/// Letters of a state or of a head such as IGO at the front of a CAMEO actor code.
const HEAD: usize = 3;

/// CAMEO heads that name a kind of body, or nobody, and no state.
const NO_STATES: [&str; 6] = ["IGO", "NGO", "---", "###", "", "REB"];

/// One directed record: source, target (states or heads, empty for nobody) and class, where it is known.
type Triple = (String, String, Option<Class>);

fn head(code: &str) -> String {
    let head: String = code.chars().take(HEAD).collect();
    if head.chars().all(|c| c.is_ascii_uppercase()) { head } else { String::new() }
}

fn our_head(code: &Code) -> String {
    head(code.dyad_side())
}

/// Our event as directed records: each actor to each recipient, each party of a meeting to each other one.
fn directed(event: &Event) -> Vec<Triple> {
    let Some(class) = event.views.plover else { return Vec::new() };
    let sides = |parties| Event::codes(parties).map(our_head).collect::<BTreeSet<_>>();
    let (actors, recipients) = (sides(&event.actors), sides(&event.recipients));
    let none = || BTreeSet::from([String::new()]);
    let mut out = Vec::new();
    let reciprocal = recipients.is_empty() && actors.len() > 1;
    let (left, right) = if reciprocal {
        (actors.clone(), actors)
    } else {
        (if actors.is_empty() { none() } else { actors }, if recipients.is_empty() { none() } else { recipients })
    };
    for a in &left {
        out.extend(right.iter().filter(|b| !reciprocal || a != *b).map(|b| (a.clone(), b.clone(), Some(class))));
    }
    out
}

/// The codes of all states that the project knows: the names of its files.
fn states() -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(tree::root().join("knowledge/actors")) else { return BTreeSet::new() };
    let names = entries.flatten().filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_uppercase()));
    names.collect()
}

struct Maps {
    cameo: BTreeMap<String, Class>,
    states: BTreeSet<String>,
}

impl Maps {
    /// What the sentence should give; `None` where it speaks of states that exist in no world of ours.
    fn gold(&self, sentence: &Sentence) -> Option<BTreeSet<Triple>> {
        let mut out = BTreeSet::new();
        for event in &sentence.events {
            let side = |code: &Option<String>| head(code.as_deref().unwrap_or_default());
            let (source, target) = (side(&event.source), side(&event.target));
            let real = |head: &String| NO_STATES.contains(&head.as_str()) || self.states.contains(head);
            if !real(&source) || !real(&target) {
                return None;
            }
            let cameo = event.cameo.as_ref().filter(|_| sentence.extra.code_scheme.is_none());
            let class = event.plover.or_else(|| cameo.and_then(|code| self.cameo.get(code).copied()));
            out.insert((source, target, class));
        }
        Some(out)
    }
}

#[derive(Default)]
struct Count {
    tp: usize,
    coded: usize,
    gold: usize,
}

impl Count {
    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, coded: &BTreeSet<T>) {
        self.tp += gold.intersection(coded).count();
        self.coded += coded.len();
        self.gold += gold.len();
    }

    fn row(&self, set: &str, measure: &str, class: &str) -> Row {
        row(set, measure, class, Figure::Prf(prf(self.tp, self.coded, self.gold)))
    }
}

fn document(sentence: &Sentence) -> Document {
    let mut document = Document::from_text(sentence.text.clone());
    let date = sentence.date.as_ref().and_then(|date| date.parse::<Date>().ok());
    document.published = date.map(|date| Published { date, basis: Basis::Metadata });
    document
}

fn shown(triples: &BTreeSet<Triple>) -> Vec<String> {
    let side = |code: &str| if code.is_empty() { "-".to_owned() } else { code.to_owned() };
    let line = |(a, b, c): &Triple| {
        let class = c.as_ref().map_or("?", Class::as_str);
        format!("{class} {} > {}", side(a), side(b))
    };
    triples.iter().map(line).collect()
}

/// Scores the set.
///
/// # Errors
/// When it cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let cameo: BTreeMap<String, Class> =
        serde_json::from_str(&tree::read(&bench.shared.join("tools/cameo2plover.json"))?)?;
    let maps = Maps { cameo, states: states() };
    let sentences: Vec<Sentence> = bench.take(gold::lines(path)?);
    let sentences: Vec<(Sentence, BTreeSet<Triple>)> =
        sentences.into_iter().filter_map(|s| maps.gold(&s).map(|gold| (s, gold))).collect();
    let documents: Vec<Document> = sentences.iter().map(|(s, _)| document(s)).collect();
    let records = bench.code(&documents);
    let (mut types, mut dyads, mut triples) = (Count::default(), Count::default(), Count::default());
    let mut by_class: BTreeMap<Class, Count> = BTreeMap::new();
    let (mut kept, mut empty) = (0, 0);
    let mut mistakes = Vec::new();
    for ((sentence, gold), records) in sentences.iter().zip(&records) {
        let events = records.iter().filter_map(|record| if let Record::Event(e) = record { Some(e) } else { None });
        let coded: BTreeSet<Triple> = events.flat_map(directed).collect();
        if gold.is_empty() {
            empty += 1;
            kept += usize::from(coded.is_empty());
        }
        let pairs = |triples: &BTreeSet<Triple>| -> BTreeSet<(String, String)> {
            triples.iter().map(|(a, b, _)| (a.clone(), b.clone())).collect()
        };
        dyads.add(&pairs(gold), &pairs(&coded));
        let typed = gold.iter().all(|(.., class)| class.is_some());
        if typed {
            let classes = |triples: &BTreeSet<Triple>| triples.iter().filter_map(|t| t.2).collect::<BTreeSet<_>>();
            let (g, c) = (classes(gold), classes(&coded));
            types.add(&g, &c);
            triples.add(gold, &coded);
            for class in g.union(&c) {
                let one = |classes: &BTreeSet<Class>| classes.get(class).copied().into_iter().collect();
                by_class.entry(*class).or_default().add::<Class>(&one(&g), &one(&c));
            }
        }
        let right = if typed { *gold == coded } else { pairs(gold) == pairs(&coded) };
        if !right {
            let (g, c) = (shown(gold), shown(&coded));
            let pair = |i: usize| (g.get(i).cloned().unwrap_or_default(), c.get(i).cloned().unwrap_or_default());
            mistakes.push(Mistake {
                head: sentence.id.clone(),
                text: sentence.text.clone(),
                pairs: (0..g.len().max(c.len())).map(pair).collect(),
                classes: gold.iter().chain(&coded).filter_map(|t| t.2).collect(),
            });
        }
    }
    let mut rows = vec![dyads.row(set, "dyad", "all")];
    if types.gold > 0 {
        rows.push(types.row(set, "type", "all"));
        rows.push(triples.row(set, "record", "all"));
    }
    rows.extend(by_class.iter().map(|(class, count)| count.row(set, "type", class.as_str())));
    if empty > 0 {
        rows.push(row(set, "empty", "all", share(kept, empty)));
    }
    Ok(Outcome { rows, mistakes })
}
