//! Mistakes, so that they can be seen: the sentence, and gold and coded side by side.

use super::gold::{self, GoldEvent};
use super::score::{self, WrongSentence};
use super::{Bench, Outcome, cross, table};
use crate::Failure;
use attache_record::Class;
use std::collections::BTreeSet;
use std::path::Path;

/// Widest column of gold, in characters.
const COLUMN: usize = 90;

/// One text that was not coded as it should be.
pub struct Mistake {
    /// Document, date and place in it.
    pub head: String,
    pub text: String,
    /// Gold and coded, paired where they mean the same; either may be empty.
    pub pairs: Vec<(String, String)>,
    /// Classes on either side.
    pub classes: BTreeSet<Class>,
}

impl Mistake {
    pub fn of(wrong: &WrongSentence) -> Self {
        let document = wrong.document;
        let date = document.date.map_or("no date".into(), |date| date.to_string());
        let mut coded: Vec<&GoldEvent> = wrong.coded.iter().collect();
        let mut pairs = Vec::new();
        for gold in &wrong.gold {
            let nearest = coded.iter().position(|c| c.class == gold.class);
            let nearest = nearest.or_else(|| coded.iter().position(|c| c.trigger.contains(&gold.trigger)));
            let other = nearest.map(|at| with_rules(coded.remove(at))).unwrap_or_default();
            pairs.push((gold.line(), other));
        }
        pairs.extend(coded.into_iter().map(|c| (String::new(), with_rules(c))));
        Self {
            head: format!(
                "{} ({date}, {}) sentence {}",
                document.doc,
                document.source.as_deref().unwrap_or("-"),
                wrong.sentence
            ),
            text: document.sentences.get(wrong.sentence).cloned().unwrap_or_default(),
            pairs,
            classes: wrong.gold.iter().chain(&wrong.coded).map(|e| e.class).collect(),
        }
    }
}

fn with_rules(event: &GoldEvent) -> String {
    format!("{}  [{}]", event.line(), event.rules.join(" "))
}

/// Scores a gold set.
///
/// # Errors
/// When the set cannot be read, or the two scorers disagree.
pub fn gold(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let gold = bench.take(gold::read(path)?);
    let documents: Vec<_> = gold.iter().map(gold::GoldDocument::document).collect();
    let records = bench.code(&documents);
    let coded: Vec<Vec<GoldEvent>> = gold.iter().zip(&records).map(|(d, r)| d.coded(r)).collect();
    let scored = score::score(&gold, &coded);
    if bench.cross_check {
        cross::check(bench, set, path, gold.len(), &records, &scored.scores)?;
    }
    Ok(Outcome {
        rows: table::gold_rows(set, &scored.scores, &scored.records_by_class),
        mistakes: scored.wrong.iter().map(Mistake::of).collect(),
    })
}

/// Prints at most `most` mistakes, of `class` only where one is given.
pub fn print(set: &str, mistakes: &[Mistake], most: usize, class: Option<Class>) {
    let chosen: Vec<&Mistake> =
        mistakes.iter().filter(|m| class.is_none_or(|class| m.classes.contains(&class))).collect();
    for mistake in chosen.iter().take(most) {
        println!("\n{}\n  {}", mistake.head, mistake.text);
        pairs(&mistake.pairs);
    }
    println!("\n{set}: {} shown of {} that are not fully right", chosen.len().min(most), chosen.len());
}

/// Gold on the left, coded on the right; one below the other where gold is too long for a column.
fn pairs(pairs: &[(String, String)]) {
    fn shown(line: &str) -> &str {
        if line.is_empty() { "-" } else { line }
    }
    let width = pairs.iter().map(|(gold, _)| gold.chars().count()).max().unwrap_or(0).max("gold".len());
    if width > COLUMN {
        for (gold, coded) in pairs {
            println!("    gold   {}\n    coded  {}", shown(gold), shown(coded));
        }
        return;
    }
    println!("    {:width$} | coded", "gold");
    for (gold, coded) in pairs {
        println!("    {:width$} | {}", shown(gold), shown(coded));
    }
}
