//! Copies of news texts, planted with edits, and whether they are found.

use crate::Failure;
use crate::eval::gold;
use crate::eval::score::prf;
use crate::eval::table::{Figure, row, share};
use crate::eval::{Bench, Outcome};
use attache_desk::{Copies, Sketch, Source};
use attache_record::DocumentId;
use jiff::civil::{Date, date};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// A document of the news.
#[derive(Deserialize)]
struct Article {
    text: String,
}

/// The files whose texts are used.
const FILES: [&str; 5] = [
    "wikinews_ccby.jsonl",
    "us_state_2021_2022.jsonl",
    "us_whitehouse_intl_2021_2026.jsonl",
    "ru_kremlin_2012_2020.jsonl",
    "ru_kremlin_2021_2022.jsonl",
];

/// Every so many texts are taken, of which each second gets copies.
const EVERY: usize = 7;

/// Shorter texts are no stories, in words.
const SHORTEST: usize = 80;

/// How a copy was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    /// The first half of the text.
    Cut,
    /// A headline and a dateline before it, other marks of quotation.
    Dressed,
    /// One word in twelve is another.
    Reworded,
    /// The beginning of another story at its end, a third as long as itself.
    Extended,
    /// The first two thirds, one word in twenty another, dressed and extended.
    All,
}

impl Edit {
    const ALL: [Self; 5] = [Self::Cut, Self::Dressed, Self::Reworded, Self::Extended, Self::All];

    fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut to half",
            Self::Dressed => "dressed",
            Self::Reworded => "reworded",
            Self::Extended => "extended",
            Self::All => "all edits",
        }
    }

    fn of(self, text: &str, other: &str, number: usize) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let part = |share: usize, of: usize| words[..words.len() * share / of].join(" ");
        let reworded = |text: &str, every: usize| {
            let change = |(at, word): (usize, &str)| {
                if (at + number).is_multiple_of(every) { format!("w{at}x{number}") } else { String::from(word) }
            };
            text.split_whitespace().enumerate().map(change).collect::<Vec<_>>().join(" ")
        };
        let dressed = |text: &str| {
            format!("UPDATE {number}: Latest from the desk\n\nCAPITAL (Wire {number}) — {}", text.replace('"', "“"))
        };
        let extended = |text: &str| {
            let others: Vec<&str> = other.split_whitespace().take(words.len() / 3).collect();
            format!("{text}\n\n{}", others.join(" "))
        };
        match self {
            Self::Cut => part(1, 2),
            Self::Dressed => dressed(text),
            Self::Reworded => reworded(text, 12),
            Self::Extended => extended(text),
            Self::All => dressed(&extended(&reworded(&part(2, 3), 20))),
        }
    }
}

/// All texts come out on one day, which is the hardest case: nothing but their words tells them apart.
const DAY: Date = date(2023, 6, 14);

/// Plants copies among the news below `folder` and looks for them.
///
/// Precision and recall are of pairs of copy and original. Pairs of texts that were in the news already and are found to be
/// copies count as wrong, although some of them are copies indeed.
///
/// # Errors
/// A file that cannot be read.
pub fn score(bench: &Bench<'_>, set: &str, folder: &Path) -> Result<Outcome, Failure> {
    let mut texts: Vec<String> = Vec::new();
    for file in FILES {
        let articles: Vec<Article> = gold::lines(&folder.join(file))?;
        texts.extend(articles.into_iter().map(|article| article.text));
    }
    texts.retain(|text| text.split_whitespace().count() >= SHORTEST);
    let texts: Vec<String> = bench.take(texts.into_iter().step_by(EVERY).collect());
    let mut documents: Vec<(Rc<Source>, Sketch)> = Vec::new();
    let mut edits: BTreeMap<DocumentId, (DocumentId, Edit)> = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        // The longest of one day counts as the original, so its name doesn't matter.
        let original = DocumentId::new(format!("{number}"));
        documents.push((Rc::new(Source::published(original.clone(), DAY)), Sketch::of(text)));
        for edit in Edit::ALL.into_iter().filter(|_| number % 2 == 0) {
            let copy = DocumentId::new(format!("{number} {}", edit.name()));
            let other = &texts[(number + 1) % texts.len()];
            let sketch = Sketch::of(&edit.of(text, other, number));
            let later = DAY.tomorrow().unwrap_or(DAY);
            documents.push((Rc::new(Source::published(copy.clone(), later)), sketch));
            edits.insert(copy, (original.clone(), edit));
        }
    }
    let copies = Copies::among(&documents);
    let mut found: BTreeMap<Edit, usize> = BTreeMap::new();
    let mut claimed = 0;
    for (source, _) in &documents {
        let original = copies.original(&source.document);
        if *original == source.document {
            continue;
        }
        claimed += 1;
        if let Some((_, edit)) = edits.get(&source.document).filter(|(planted, _)| planted == original) {
            *found.entry(*edit).or_default() += 1;
        }
    }
    let right = found.values().sum();
    let mut rows = vec![row(set, "pairs", "all", Figure::Prf(prf(right, claimed, edits.len())))];
    for edit in Edit::ALL {
        let of = edits.values().filter(|(_, planted)| *planted == edit).count();
        rows.push(row(set, "found", edit.name(), share(found.get(&edit).copied().unwrap_or_default(), of)));
    }
    Ok(Outcome { rows, mistakes: Vec::new() })
}
