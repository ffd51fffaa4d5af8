//! A sentence as loosely as patterns can see it: without tags, phrases or mentions, every word may be read and passed
//! over as a pattern likes. What matches in the sentence proper matches here too.

use attache_knowledge::events::FirstWords;
use attache_knowledge::pattern::{Pattern, ReadAs, Step, Words};
use attache_knowledge::token::{Shape, Token};
use attache_knowledge::{Knowledge, WordId};
use std::collections::BTreeMap;

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

/// The patterns of the knowledge, asking for words only, found by the words with which they begin.
#[derive(Debug)]
pub(super) struct LoosePatterns {
    patterns: Vec<LoosePattern>,
    beginning: FirstWords,
    /// By word: the places that it can fill, of all places that any pattern has.
    filling: FirstWords,
    /// How many places there are.
    places: usize,
}

#[derive(Debug)]
struct LoosePattern {
    /// The pattern without slots: one inside passes over any number of words, one at an end over none.
    words: Pattern,
    /// Places that words must fill, the first left out.
    places: Vec<u32>,
}

impl LoosePatterns {
    pub fn new(knowledge: &Knowledge) -> Self {
        let all = || knowledge.events.patterns.iter().map(|p| &p.pattern);
        let mut places = Places::default();
        let patterns = all().map(|pattern| LoosePattern::new(pattern, &mut places)).collect();
        let words = knowledge.vocabulary.len();
        Self {
            patterns,
            beginning: FirstWords::new(all(), words),
            filling: FirstWords::new(places.list.iter(), words),
            places: places.list.len(),
        }
    }

    /// Whether any of them stands in a sentence. Of most patterns that begin with a word of it some place stays empty,
    /// whatever the order; only the others are matched.
    pub fn any_in(&self, sentence: &Loose<'_>) -> bool {
        let mut filled = vec![false; self.places];
        for token in sentence.tokens {
            for place in self.filling.at(token.word) {
                filled[*place as usize] = true;
            }
        }
        sentence.tokens.iter().enumerate().any(|(at, token)| {
            let mut patterns = self.beginning.at(token.word).iter().filter_map(|p| self.patterns.get(*p as usize));
            patterns.any(|pattern| {
                pattern.places.iter().all(|place| filled[*place as usize])
                    && pattern.words.match_at(sentence, at).is_some()
            })
        })
    }
}

impl LoosePattern {
    fn new(pattern: &Pattern, places: &mut Places) -> Self {
        let mut steps = opened(&pattern.steps);
        if pattern.leading_slot().is_some() {
            steps.remove(0);
        }
        while matches!(steps.last(), Some(Step::Far(_) | Step::Near(_))) {
            steps.pop();
        }
        let asked = steps.iter().filter_map(place).skip(1).map(|words| places.number(words)).collect();
        Self { places: asked, words: Pattern { steps } }
    }
}

/// Places of patterns, each with the words that can fill it; places with the same words are one.
#[derive(Default)]
struct Places {
    numbers: BTreeMap<Vec<WordId>, u32>,
    /// Each as a pattern of one word, for the index.
    list: Vec<Pattern>,
}

impl Places {
    fn number(&mut self, words: Vec<WordId>) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(words).or_insert_with_key(|words| {
            self.list.push(Pattern { steps: vec![Step::Word(words.clone(), ReadAs::Any)] });
            next
        })
    }
}

/// The words of which a step must have one; `None` where it can do without.
fn place(step: &Step) -> Option<Vec<WordId>> {
    match step {
        Step::Word(words, _) => Some(words.clone()),
        Step::Choice(choices) => {
            let firsts: Option<Vec<Vec<WordId>>> = choices.iter().map(|choice| choice.iter().find_map(place)).collect();
            firsts.map(|all| {
                let mut words = all.concat();
                words.sort_unstable();
                words.dedup();
                words
            })
        }
        Step::Maybe(_) | Step::Near(_) | Step::Far(_) | Step::Slot(_) => None,
    }
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
