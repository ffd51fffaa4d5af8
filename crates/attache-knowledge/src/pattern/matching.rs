//! Finds a pattern's words in a sentence.

use super::{Pattern, ReadAs, Slot, Step};
use crate::vocabulary::WordId;

/// What a pattern needs to know of a sentence. Positions count the sentence's tokens from 0.
pub trait Words {
    /// How many tokens there are.
    fn len(&self) -> usize;
    /// The folded word at a position.
    fn word(&self, at: usize) -> WordId;
    /// Whether the word at a position is read as asked.
    fn is_read_as(&self, at: usize, read_as: ReadAs) -> bool;
    /// Whether the word at a position may be passed over by `..`: part of a noun phrase, or an adverb.
    fn is_near(&self, at: usize) -> bool;
    /// Whether the word at a position may be passed over by `...`: it ends no clause.
    fn is_far(&self, at: usize) -> bool;
    /// Whether the token at a position joins the two beside it to one word: a hyphen.
    fn is_joint(&self, at: usize) -> bool;
    /// Where a noun phrase that names an actor and begins at this position ends.
    fn slot_end(&self, at: usize) -> Option<usize>;
    /// Where a noun phrase that names an actor and ends right before this position begins.
    fn slot_start(&self, end: usize) -> Option<usize>;

    /// Whether there is no token.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where a pattern's words stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// First word.
    pub start: usize,
    /// One past the last word; slots at the end are not in it.
    pub end: usize,
    /// Positions of the words that were asked for, without what gaps passed over.
    pub words: Vec<usize>,
    /// Noun phrases that filled slots: first and one past the last token.
    pub slots: Vec<(Slot, usize, usize)>,
}

impl Pattern {
    /// The longest match whose first word stands at `at`.
    #[must_use]
    pub fn match_at(&self, sentence: &impl Words, at: usize) -> Option<Match> {
        let mut steps = self.steps.as_slice();
        let mut lead = None;
        if let Some(slot) = self.leading_slot() {
            let start = sentence.slot_start(at)?;
            lead = Some((slot, start, at));
            steps = &steps[1..];
        }
        let mut best: Option<Match> = None;
        let mut state = Match { start: at, end: at, ..Match::default() };
        walk(sentence, &[steps], at, &mut state, &mut best);
        let mut found = best?;
        if let Some(slot) = lead {
            found.slots.insert(0, slot);
        }
        Some(found)
    }
}

/// Depth-first search over `rest`, a stack of step lists of which the last is current; the longest match is kept.
fn walk(sentence: &impl Words, rest: &[&[Step]], at: usize, state: &mut Match, best: &mut Option<Match>) {
    let Some((current, outer)) = rest.split_last() else {
        let longer = best.as_ref().is_none_or(|b| (state.words.len(), b.end) > (b.words.len(), state.end));
        if !state.words.is_empty() && longer {
            *best = Some(state.clone());
        }
        return;
    };
    let Some((step, after)) = current.split_first() else {
        walk(sentence, outer, at, state, best);
        return;
    };
    let mut next: Vec<&[Step]> = outer.to_vec();
    next.push(after);
    match step {
        Step::Word(words, read_as) => {
            let fits = at < sentence.len()
                && words.binary_search(&sentence.word(at)).is_ok()
                && sentence.is_read_as(at, *read_as);
            if fits {
                let end = state.end;
                state.words.push(at);
                state.end = at + 1;
                walk(sentence, &next, at + 1, state, best);
                state.words.pop();
                state.end = end;
            }
        }
        Step::Near(most) => gap(sentence, &next, at, Gap { most: usize::from(*most), far: false }, state, best),
        Step::Far(most) => gap(sentence, &next, at, Gap { most: usize::from(*most), far: true }, state, best),
        Step::Slot(slot) => {
            if let Some(end) = sentence.slot_end(at) {
                state.slots.push((*slot, at, end));
                walk(sentence, &next, end, state, best);
                state.slots.pop();
            }
        }
        Step::Choice(choices) => {
            for choice in choices {
                next.push(choice);
                walk(sentence, &next, at, state, best);
                next.pop();
            }
        }
        Step::Maybe(inner) => {
            walk(sentence, &next, at, state, best);
            next.push(inner);
            walk(sentence, &next, at, state, best);
        }
    }
}

/// Words that are passed over.
#[derive(Clone, Copy)]
struct Gap {
    most: usize,
    /// Any words of the clause, or only those of a noun phrase.
    far: bool,
}

/// Tries what follows a gap after 0, 1, 2 ... words.
fn gap(sentence: &impl Words, next: &[&[Step]], at: usize, gap: Gap, state: &mut Match, best: &mut Option<Match>) {
    let mut here = at;
    let mut passed = 0;
    loop {
        walk(sentence, next, here, state, best);
        // The nearest continuation counts: a farther one belongs to other words.
        let passes = |at| if gap.far { sentence.is_far(at) } else { sentence.is_near(at) };
        if best.is_some() || here >= sentence.len() || !passes(here) {
            return;
        }
        // "48-hour" is one word.
        let joint = sentence.is_joint(here) || here > 0 && sentence.is_joint(here - 1);
        passed += usize::from(!joint);
        if passed > gap.most {
            return;
        }
        here += 1;
    }
}
