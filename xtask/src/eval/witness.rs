//! The gold sets coded with a model as the second witness.

use super::gold;
use super::model::{self, Models};
use super::show::Mistake;
use super::{Bench, Outcome, score, table};
use crate::Failure;
use attache_coder::{Proposal, sift::Sieve};
use attache_model::{Model, Reading, Size};
use attache_record::{Document, Span};
use std::path::Path;

/// Scores a gold set that the model was not trained on.
///
/// # Errors
/// When the set or the model cannot be used.
pub fn score(bench: &Bench, models: &Models, set: &str, path: &Path, size: Size) -> Result<Outcome, Failure> {
    let gold = bench.take(gold::read(path)?);
    let documents: Vec<Document> = gold.iter().map(gold::GoldDocument::document).collect();
    let model = models.get(size)?;
    let sieve = Sieve::new(bench.coder.knowledge());
    let words: Vec<Vec<Vec<Span>>> = documents.iter().map(|d| bench.coder.to_read(d, Some(&sieve))).collect();
    let forms: Vec<Vec<&str>> = documents
        .iter()
        .zip(&words)
        .flat_map(|(d, sentences)| {
            sentences.iter().map(|s| s.iter().map(|span| span.text(&d.text).unwrap_or_default()).collect())
        })
        .collect();
    let mut readings = model::read(model, &forms).into_iter();
    let mut coded = Vec::new();
    for ((document, sentences), gold) in documents.iter().zip(&words).zip(&gold) {
        let proposals: Vec<Proposal> = sentences
            .iter()
            .zip(readings.by_ref())
            .flat_map(|(words, reading)| proposals(model, words, &reading))
            .collect();
        coded.push(gold.coded(&bench.coder.code_with(document, &proposals).value));
    }
    let scored = score::score(&gold, &coded);
    Ok(Outcome {
        rows: table::gold_rows(set, &scored.scores, &scored.records_by_class),
        mistakes: scored.wrong.iter().map(Mistake::of).collect(),
    })
}

/// What a model proposes for a sentence, as the coder takes it.
fn proposals(model: &Model, words: &[Span], reading: &Reading) -> Vec<Proposal> {
    let heads = |list: &[attache_model::Participant]| list.iter().map(|p| p.head).collect();
    let proposal = |p: &attache_model::Proposal| {
        let class = (model.class(p.class), p.class_score);
        Proposal::new(class, words, p.trigger, (p.first, p.end), [heads(&p.actors), heads(&p.recipients)])
    };
    reading.proposals.iter().filter_map(proposal).collect()
}
