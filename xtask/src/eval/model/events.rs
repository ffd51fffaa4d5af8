//! Event proposals against gold documents that the models were not trained on.

use super::super::gold::{GoldDocument, GoldEvent};
use super::super::score::prf;
use super::super::table::{Figure, Row, row, share};
use super::{Bench, read};
use crate::Failure;
use crate::eval::gold;
use attache_coder::analyse::words;
use attache_model::{Model, Participant, Proposal, Reading};
use attache_record::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A sentence, its words' spans and its gold events.
struct Sentence<'g> {
    text: &'g str,
    words: Vec<Span>,
    events: Vec<&'g GoldEvent>,
}

/// Right, proposed and wanted.
#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    told: usize,
    gold: usize,
}

impl Count {
    fn figure(self) -> Figure {
        Figure::Prf(prf(self.right, self.told, self.gold))
    }
}

/// `type`: classes of a sentence, each as often as it is told and wanted. `trigger`: a proposal's class is right and its
/// words touch those of the gold trigger. Of right triggers: `status`, and whether `actor` and `recipient` are words of
/// the gold text; sides that gold names without words of the sentence count for nothing.
pub fn score(bench: &Bench, model: &Model, set: &str, path: &Path) -> Result<Vec<Row>, Failure> {
    let documents: Vec<GoldDocument> = bench.take(gold::read(path)?);
    let knowledge = bench.coder.knowledge();
    let mut sentences = Vec::new();
    for document in &documents {
        for (number, text) in document.sentences.iter().enumerate() {
            let mut cut = Vec::new();
            words::cut(text, Span::new(0, text.len() as u32), knowledge, &mut cut);
            let events = document.events.iter().filter(|event| event.s == number).collect();
            sentences.push(Sentence { text, words: cut.iter().map(|word| word.span).collect(), events });
        }
    }
    let forms: Vec<Vec<&str>> =
        sentences.iter().map(|s| s.words.iter().map(|span| span.text(s.text).unwrap_or_default()).collect()).collect();
    let readings = read(model, &forms);
    let mut classes: BTreeMap<String, Count> = BTreeMap::new();
    let (mut trigger, mut actor, mut recipient) = (Count::default(), Count::default(), Count::default());
    let (mut status, mut of) = (0, 0);
    for (sentence, reading) in sentences.iter().zip(&readings) {
        count_classes(model, sentence, reading, &mut classes);
        let pairs = pairs(model, sentence, reading);
        trigger.right += pairs.len();
        trigger.told += reading.proposals.len();
        trigger.gold += sentence.events.len();
        for (proposal, event) in pairs {
            of += 1;
            status += usize::from(model.status(proposal.status) == event.status.to_string());
            side(sentence, &proposal.actors, &event.actor_text, &mut actor);
            side(sentence, &proposal.recipients, &event.recipient_text, &mut recipient);
        }
    }
    let all = classes.values().fold(Count::default(), |sum, count| Count {
        right: sum.right + count.right,
        told: sum.told + count.told,
        gold: sum.gold + count.gold,
    });
    let mut rows = vec![row(set, "type", "all", all.figure()), row(set, "trigger", "all", trigger.figure())];
    rows.extend(classes.iter().map(|(class, count)| row(set, "type", class, count.figure())));
    rows.push(row(set, "status", "all", share(status, of)));
    rows.push(row(set, "actor", "all", actor.figure()));
    rows.push(row(set, "recipient", "all", recipient.figure()));
    Ok(rows)
}

fn count_classes(model: &Model, sentence: &Sentence<'_>, reading: &Reading, classes: &mut BTreeMap<String, Count>) {
    let mut here: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for proposal in &reading.proposals {
        here.entry(model.class(proposal.class).to_owned()).or_default().0 += 1;
    }
    for event in &sentence.events {
        here.entry(event.class.to_string()).or_default().1 += 1;
    }
    for (class, (told, gold)) in here {
        let count = classes.entry(class).or_default();
        count.right += told.min(gold);
        count.told += told;
        count.gold += gold;
    }
}

/// Proposals and the gold events they found, each at most once.
fn pairs<'p>(model: &Model, sentence: &Sentence<'p>, reading: &'p Reading) -> Vec<(&'p Proposal, &'p GoldEvent)> {
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for proposal in &reading.proposals {
        let told = sentence.words[proposal.trigger as usize];
        let fits = |event: &GoldEvent| {
            event.class.to_string() == model.class(proposal.class) && touches(sentence.text, &event.trigger, told)
        };
        if let Some(at) = (0..sentence.events.len()).find(|at| !taken.contains(at) && fits(sentence.events[*at])) {
            taken.insert(at);
            found.push((proposal, sentence.events[at]));
        }
    }
    found
}

/// Counts the heads of one side that lie in the words that gold gives for it.
fn side(sentence: &Sentence<'_>, told: &[Participant], gold: &[String], count: &mut Count) {
    let gold: BTreeSet<&str> = gold.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let mut met = BTreeSet::new();
    for participant in told {
        let head = sentence.words[participant.head as usize];
        met.extend(gold.iter().copied().filter(|text| touches(sentence.text, text, head)));
    }
    count.right += met.len();
    count.told += told.len().max(met.len());
    count.gold += gold.len();
}

/// Whether a word lies in some place where `text` stands.
fn touches(sentence: &str, text: &str, word: Span) -> bool {
    let (start, end) = (word.start() as usize, word.end() as usize);
    !text.is_empty() && sentence.match_indices(text).any(|(at, _)| at < end && start < at + text.len())
}

#[cfg(test)]
mod tests {
    use super::touches;
    use attache_record::Span;

    #[test]
    fn a_word_touches_a_text_wherever_it_stands() {
        let sentence = "Malta urged Tunis to talk, Tunis agreed.";
        assert!(touches(sentence, "Tunis", Span::new(12, 17)));
        assert!(touches(sentence, "Tunis", Span::new(27, 32)));
        assert!(!touches(sentence, "Tunis", Span::new(0, 5)));
        assert!(!touches(sentence, "", Span::new(0, 5)));
    }
}
