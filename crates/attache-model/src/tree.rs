//! The dependency tree: of all trees over the words with exactly one word below the root, the one with most score.

use std::ops::Range;

/// Beyond this, scores are taken for it: sums of them must stay exact enough to be compared.
const MOST: f64 = 1e9;

/// Heads of the words, where `words` stands for the root. `scores[i * stride + j]` is the score of j as head of i, for j
/// up to `words`; what stands at j = i is not looked at. Of equal scores the one of the smaller index wins.
pub(crate) fn best_tree(scores: &[f32], stride: usize, words: usize) -> Vec<usize> {
    let greedy: Vec<usize> = (0..words)
        .map(|i| {
            let mut best = if i == 0 { 1 } else { 0 };
            for j in best + 1..=words {
                if j != i && scores[i * stride + j] > scores[i * stride + best] {
                    best = j;
                }
            }
            best
        })
        .collect();
    if greedy.iter().filter(|head| **head == words).count() == 1 && cycles(&greedy).is_empty() {
        return greedy;
    }
    // Two children of the root must never pay, whatever else they win.
    let span = scores.iter().map(|score| tame(*score).abs()).fold(0.0, f64::max) * 2.0;
    let fine = 1.0 + span * (words as f64 + 1.0);
    let mut weights = Vec::with_capacity(words * (words + 1));
    for i in 0..words {
        for j in 0..=words {
            weights.push(tame(scores[i * stride + j]) - if j == words { fine } else { 0.0 });
        }
    }
    solve(weights, words)
}

fn tame(score: f32) -> f64 {
    if score.is_nan() { -MOST } else { f64::from(score).clamp(-MOST, MOST) }
}

/// Chu and Liu's and Edmonds' algorithm: take each node's best head; draw every cycle together to one node, and solve
/// the smaller problem. `weights[i * (nodes + 1) + j]`, j = nodes for the root.
fn solve(weights: Vec<f64>, nodes: usize) -> Vec<usize> {
    let row = nodes + 1;
    let mut heads: Vec<usize> = (0..nodes)
        .map(|i| {
            let mut best = if i == 0 { 1 } else { 0 };
            for j in best + 1..=nodes {
                if j != i && weights[i * row + j] > weights[i * row + best] {
                    best = j;
                }
            }
            best
        })
        .collect();
    let cycles = cycles(&heads);
    if cycles.is_empty() {
        return heads;
    }
    let mut group = vec![usize::MAX; row];
    let mut in_cycle = vec![false; nodes];
    for (number, cycle) in cycles.iter().enumerate() {
        for node in cycle {
            group[*node] = number;
            in_cycle[*node] = true;
        }
    }
    let mut groups = cycles.len();
    for place in group.iter_mut().filter(|place| **place == usize::MAX) {
        *place = groups;
        groups += 1;
    }
    // The root, the last of the row, has got the last number.
    groups -= 1;
    let smaller_row = groups + 1;
    let mut smaller = vec![f64::NEG_INFINITY; groups * smaller_row];
    let mut arcs = vec![(0u32, 0u32); groups * smaller_row];
    for i in 0..nodes {
        let lost = if in_cycle[i] { weights[i * row + heads[i]] } else { 0.0 };
        for j in 0..=nodes {
            let at = group[i] * smaller_row + group[j];
            let weight = weights[i * row + j] - lost;
            if group[i] != group[j] && weight > smaller[at] {
                (smaller[at], arcs[at]) = (weight, (i as u32, j as u32));
            }
        }
    }
    drop(weights);
    for (number, head) in solve(smaller, groups).into_iter().enumerate() {
        let (i, j) = arcs[number * smaller_row + head];
        heads[i as usize] = j as usize;
    }
    heads
}

/// The cycles among nodes and their heads; nodes below the root (number `heads.len()`) are in none.
fn cycles(heads: &[usize]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut seen_from = vec![NEW; heads.len()];
    let mut found = Vec::new();
    for start in 0..heads.len() {
        let mut node = start;
        while node < heads.len() && seen_from[node] == NEW {
            seen_from[node] = start;
            node = heads[node];
        }
        if node < heads.len() && seen_from[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            found.push(cycle);
        }
    }
    found
}

/// Who depends on whom in a finished tree.
#[derive(Default)]
pub(crate) struct Branches {
    heads: Vec<usize>,
    /// When a walk through the tree comes to a word, and when it leaves it.
    enter: Vec<u32>,
    leave: Vec<u32>,
}

impl Branches {
    pub(crate) fn new(heads: &[usize]) -> Branches {
        let words = heads.len();
        // Children of each word side by side.
        let mut starts = vec![0u32; words + 2];
        for head in heads {
            starts[head + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut children = vec![0u32; words];
        let mut free = starts.clone();
        for (word, head) in heads.iter().enumerate() {
            children[free[*head] as usize] = word as u32;
            free[*head] += 1;
        }
        let mut branches = Branches { heads: heads.to_vec(), enter: vec![0; words], leave: vec![0; words] };
        let mut clock = 0;
        let mut stack = vec![(words, starts[words])];
        while let Some((word, next)) = stack.last_mut() {
            if *next < starts[*word + 1] {
                let child = children[*next as usize] as usize;
                *next += 1;
                branches.enter[child] = clock;
                clock += 1;
                stack.push((child, starts[child]));
            } else {
                if let Some(leave) = branches.leave.get_mut(*word) {
                    *leave = clock;
                }
                stack.pop();
            }
        }
        branches
    }

    fn is_below(&self, word: usize, above: usize) -> bool {
        self.enter[above] <= self.enter[word] && self.enter[word] < self.leave[above]
    }

    /// The words around `head` that depend on it, without the branch that holds `without`.
    pub(crate) fn span(&self, head: usize, without: usize) -> Range<usize> {
        let mut branch = None;
        if without != head && self.is_below(without, head) {
            let mut child = without;
            while self.heads[child] != head {
                child = self.heads[child];
            }
            branch = Some(child);
        }
        let belongs = |word: usize| self.is_below(word, head) && !branch.is_some_and(|cut| self.is_below(word, cut));
        let mut first = head;
        while first > 0 && belongs(first - 1) {
            first -= 1;
        }
        let mut end = head + 1;
        while end < self.heads.len() && belongs(end) {
            end += 1;
        }
        first..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most that any tree with one child of the root has, by trying all.
    fn most(scores: &[f32], words: usize) -> f32 {
        let stride = words + 1;
        let mut most = f32::MIN;
        for number in 0..stride.pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|i| number / stride.pow(i as u32) % stride).collect();
            let alone = heads.iter().filter(|head| **head == words).count() == 1;
            if alone && heads.iter().enumerate().all(|(i, head)| i != *head) && cycles(&heads).is_empty() {
                most = most.max(total(scores, &heads));
            }
        }
        most
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, head)| scores[i * (heads.len() + 1) + head]).sum()
    }

    #[test]
    fn no_other_tree_has_more_score() {
        let mut state = 1u32;
        for round in 0..3000 {
            let words = 1 + round % 5;
            let scores: Vec<f32> = (0..words * (words + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Few different scores, so that ties are frequent.
                    (state >> 27) as f32
                })
                .collect();
            let heads = best_tree(&scores, words + 1, words);
            assert!(cycles(&heads).is_empty(), "{heads:?} is a tree");
            assert_eq!(heads.iter().filter(|head| **head == words).count(), 1, "{heads:?} has one child of the root");
            assert_eq!(total(&scores, &heads), most(&scores, words), "{heads:?} is best for {scores:?}");
        }
    }

    #[test]
    fn scores_that_are_no_numbers_still_give_a_tree() {
        for strange in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let heads = best_tree(&[strange; 30], 6, 5);
            assert!(cycles(&heads).is_empty() && heads.iter().filter(|head| **head == 5).count() == 1, "{heads:?}");
        }
    }

    #[test]
    fn a_span_leaves_the_branch_of_the_predicate_out() {
        // the envoy who came left early: the<envoy, envoy<left, who<came, came<envoy, left<root, early<left
        let branches = Branches::new(&[1, 4, 3, 1, 6, 4]);
        assert_eq!(branches.span(1, 4), 0..4, "envoy, of left: the envoy who came");
        assert_eq!(branches.span(1, 3), 0..2, "envoy, of came: the envoy");
        assert_eq!(branches.span(5, 4), 5..6, "early, of left");
        assert_eq!(branches.span(4, 4), 0..6, "left itself");
    }
}
