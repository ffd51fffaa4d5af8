//! The documents that are read by hand: a fixed draw, spread over sources and years.

use super::super::gold;
use crate::{Failure, tree};
use attache_coder::ingest::{Hints, json_line};
use attache_record::{Document, hash_hex};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many documents are drawn from each file of the news; 200 in all.
const FILES: [(&str, usize); 5] = [
    ("ru_kremlin_2012_2020.jsonl", 35),
    ("ru_kremlin_2021_2022.jsonl", 35),
    ("us_state_2021_2022.jsonl", 35),
    ("us_whitehouse_intl_2021_2026.jsonl", 35),
    ("wikinews_ccby.jsonl", 60),
];
/// Gold sets: their documents are not drawn, since the coder was made with them.
const GOLD: [&str; 4] = ["train.jsonl", "dev.jsonl", "written.jsonl", "written_dev.jsonl"];

#[derive(Deserialize)]
struct GoldId {
    doc: String,
}

/// The documents drawn from the files of `folder`.
///
/// # Errors
/// When a file cannot be read.
pub fn draw(folder: &Path) -> Result<Vec<Document>, Failure> {
    let mut known = BTreeSet::new();
    for file in GOLD {
        let rows: Vec<GoldId> = gold::lines(&folder.join("../gold").join(file))?;
        known.extend(rows.into_iter().map(|row| row.doc));
    }
    let mut drawn = Vec::new();
    for (file, many) in FILES {
        let text = tree::read(&folder.join(file))?;
        let mut documents = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            // A line without a text is no document.
            let Ok(read) = json_line(line.as_bytes(), file, number, &Hints::default()) else { continue };
            let document = read.value;
            if !known.contains(document.id.as_str()) {
                documents.push(document);
            }
        }
        drawn.extend(spread(documents, many));
    }
    Ok(drawn)
}

/// So many of the documents: one of each year in turn, in a year by the hash of the id.
fn spread(documents: Vec<Document>, many: usize) -> Vec<Document> {
    let mut years: BTreeMap<Option<i16>, BTreeMap<String, Document>> = BTreeMap::new();
    for document in documents {
        let year = document.published.map(|p| p.date.year());
        years.entry(year).or_default().insert(hash_hex([document.id.as_str().as_bytes()]), document);
    }
    let mut drawn = Vec::with_capacity(many);
    while drawn.len() < many && !years.is_empty() {
        years.retain(|_, documents| {
            if drawn.len() < many {
                drawn.extend(documents.pop_first().map(|(_, document)| document));
            }
            !documents.is_empty()
        });
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_year_gives_documents_in_turn() {
        let of = |year: i16| Document::from_text(format!("{year}")).published_on(date(year, 1, 1));
        let mut documents = vec![of(2001)];
        for i in 0..9 {
            let mut document = of(2002);
            document.id = attache_record::DocumentId::new(format!("{i}"));
            documents.push(document);
        }
        let years: Vec<i16> = spread(documents, 4).iter().filter_map(|d| d.published).map(|p| p.date.year()).collect();
        assert_eq!(years, [2001, 2002, 2002, 2002]);
    }
}
