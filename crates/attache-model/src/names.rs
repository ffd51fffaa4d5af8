//! Names from the scores of their labels: of all rows of labels in which names are opened and closed, the one with most
//! score.

use crate::kernel::Kernel;
use crate::labels::NameLabel;
use crate::reading::Name;

/// Best allowed label of each word. `scores` gives a word's scores, in the order of `labels`.
pub(crate) fn best_labels<'a>(
    labels: &[NameLabel],
    words: usize,
    kernel: Kernel,
    scores: impl Fn(usize) -> &'a [f32],
) -> Vec<usize> {
    let greedy: Vec<usize> = (0..words).map(|word| kernel.best(scores(word))).collect();
    let mut before = None;
    let mut allowed = true;
    for label in &greedy {
        allowed &= NameLabel::may_follow(before, Some(labels[*label]));
        before = Some(labels[*label]);
    }
    if allowed && NameLabel::may_follow(before, None) { greedy } else { viterbi(labels, words, scores) }
}

fn viterbi<'a>(labels: &[NameLabel], words: usize, scores: impl Fn(usize) -> &'a [f32]) -> Vec<usize> {
    let mut totals: Vec<f32> = Vec::new();
    let mut ways: Vec<usize> = Vec::with_capacity(words * labels.len());
    for word in 0..words {
        let mut next = Vec::with_capacity(labels.len());
        for (place, label) in labels.iter().enumerate() {
            let (mut most, mut way) = (f32::NEG_INFINITY, 0);
            if word == 0 {
                if NameLabel::may_follow(None, Some(*label)) {
                    most = 0.0;
                }
            } else {
                for (from, before) in labels.iter().enumerate() {
                    if totals[from] > most && NameLabel::may_follow(Some(*before), Some(*label)) {
                        (most, way) = (totals[from], from);
                    }
                }
            }
            next.push(most + scores(word)[place]);
            ways.push(way);
        }
        totals = next;
    }
    let outside = labels.iter().position(|label| *label == NameLabel::Outside).unwrap_or(0);
    let mut last = outside;
    for (place, label) in labels.iter().enumerate() {
        if totals[place] > totals[last] && NameLabel::may_follow(Some(*label), None) {
            last = place;
        }
    }
    let mut path = vec![last; words];
    for word in (1..words).rev() {
        last = ways[word * labels.len() + last];
        path[word - 1] = last;
    }
    path
}

/// The names that a row of labels spells. `score` gives the score of a word's label.
pub(crate) fn names(labels: &[NameLabel], chosen: &[usize], score: impl Fn(usize, usize) -> f32) -> Vec<Name> {
    let mut found = Vec::new();
    let mut first = 0;
    for (word, label) in chosen.iter().enumerate() {
        match labels[*label] {
            NameLabel::Begin(_) => first = word,
            NameLabel::Single(kind) | NameLabel::End(kind) => {
                if matches!(labels[*label], NameLabel::Single(_)) {
                    first = word;
                }
                let total: f32 = (first..=word).map(|word| score(word, chosen[word])).sum();
                let score = total / (word + 1 - first) as f32;
                found.push(Name { first: first as u32, end: word as u32 + 1, kind, score });
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::NameKind;

    #[test]
    fn a_label_that_is_best_alone_yields_to_a_row_that_is_allowed() {
        let kind = NameKind::Person;
        let labels = [NameLabel::Outside, NameLabel::Begin(kind), NameLabel::Inside(kind), NameLabel::End(kind)];
        let scores: [[f32; 4]; 4] =
            [[1.0, 0.9, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [1.9, 0.0, 0.0, 2.0], [0.1, 0.2, 0.0, 0.0]];
        let chosen = best_labels(&labels, 4, Kernel::fastest(), |word| &scores[word]);
        assert_eq!(chosen, [1, 2, 3, 0], "B I E O, though O I E B is best word by word");
        let found = names(&labels, &chosen, |_, _| 0.5);
        assert_eq!(found, [Name { first: 0, end: 3, kind, score: 0.5 }]);
        assert_eq!(best_labels(&labels, 0, Kernel::fastest(), |_| &[]), Vec::<usize>::new());
    }
}
