//! A sentence as loosely as patterns can see it: without tags, phrases or mentions, every word may be read and passed
//! over as a pattern likes. What matches in the sentence proper matches here too.

use attache_knowledge::pattern::{Pattern, ReadAs, Step, Words};
use attache_knowledge::token::{Shape, Token};
use attache_knowledge::{Knowledge, WordId};

/// A sentence of which only the words are known.
pub(super) struct Loose<'s> {
    /// The text that the tokens' spans count in.
    pub text: &'s str,
    /// Its tokens.
    pub tokens: &'s [Token],
}

impl Words for Loose<'_> {
    fn len(&self) -> usize {
        self.tokens.len()
    }

    fn word(&self, at: usize) -> WordId {
        self.tokens[at].word
    }

    fn is_read_as(&self, _at: usize, _read_as: ReadAs) -> bool {
        true
    }

    fn is_near(&self, _at: usize) -> bool {
        true
    }

    fn is_far(&self, _at: usize) -> bool {
        true
    }

    fn is_joint(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.shape == Shape::Mark && matches!(token.span.text(self.text), Some("-" | "‐" | "‑"))
    }

    fn slot_end(&self, _at: usize) -> Option<usize> {
        None
    }

    fn slot_start(&self, _end: usize) -> Option<usize> {
        None
    }
}

/// The patterns of the knowledge, asking for words only, in the order of the knowledge.
#[derive(Debug)]
pub(super) struct LoosePatterns(Vec<Pattern>);

impl LoosePatterns {
    pub fn new(knowledge: &Knowledge) -> Self {
        Self(knowledge.events.patterns.iter().map(|p| loose(&p.pattern)).collect())
    }

    /// Whether any of them stands in a sentence.
    pub fn any_in(&self, sentence: &Loose<'_>, knowledge: &Knowledge) -> bool {
        let patterns = knowledge.events.within(sentence.tokens.iter().map(|token| token.word));
        sentence.tokens.iter().enumerate().any(|(at, token)| {
            let mut standing = patterns.beginning_with(token.word).filter_map(|(position, _)| self.0.get(position));
            standing.any(|pattern| pattern.match_at(sentence, at).is_some())
        })
    }
}

/// A pattern without slots: one inside passes over any number of words, one at an end over none.
fn loose(pattern: &Pattern) -> Pattern {
    let mut steps = opened(&pattern.steps);
    if pattern.leading_slot().is_some() {
        steps.remove(0);
    }
    while matches!(steps.last(), Some(Step::Far(_) | Step::Near(_))) {
        steps.pop();
    }
    Pattern { steps }
}

fn opened(steps: &[Step]) -> Vec<Step> {
    let open = |step: &Step| match step {
        Step::Slot(_) => Step::Far(u8::MAX),
        Step::Choice(choices) => Step::Choice(choices.iter().map(|choice| opened(choice)).collect()),
        Step::Maybe(inner) => Step::Maybe(opened(inner)),
        Step::Word(..) | Step::Near(_) | Step::Far(_) => step.clone(),
    };
    steps.iter().map(open).collect()
}
