//! Which sentences can hold an event at all, told at the speed of looking words up, so that a slow reader (a model)
//! need not read the others.
//!
//! A sentence stays where at least one of three things is true; what each asks is in [`Why`]. All of them rest on the
//! knowledge: its patterns, its names and its word classes. Quotations and readouts are not asked about: the coder
//! finds those itself.

mod loose;

use crate::analysis::{MOST_TOKENS, Words};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::pattern::{ReadAs, Step};
use attache_knowledge::token::Token;
use attache_knowledge::{Knowledge, WordId};
use attache_record::Span;
use loose::{Loose, LoosePatterns};

/// Different words of events that a sentence with a known name needs, if no pattern stands in it.
///
/// This and [`WITH_A_PRONOUN`] were chosen on `gold/train` and `gold/written`: the pair that saves most of those that
/// lose at most 3 of 939 and 3 of 974 events. "What may the sieve pass over?" in DESIGN.md has the others.
const WITH_A_NAME: usize = 3;
/// The same for a sentence that has no known name but a pronoun, which names an actor more rarely.
const WITH_A_PRONOUN: usize = 5;

/// Classes of words that may stand for an actor named before.
const PRONOUNS: [WordClass; 8] = [
    WordClass::SubjectPronoun,
    WordClass::ObjectPronoun,
    WordClass::PossessivePronoun,
    WordClass::PersonPronoun,
    WordClass::PluralPronoun,
    WordClass::SpeakerPronoun,
    WordClass::ThingPronoun,
    WordClass::PairWord,
];

/// What keeps a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The words of a pattern stand in it, in their order and near enough, whoever is named and however they are read.
    /// The coder finds an event only where this is true, so a sentence that is passed over has none for it.
    Pattern,
    /// A known name, title or noun that acts, and [`WITH_A_NAME`] different words of events.
    Name,
    /// A pronoun, and [`WITH_A_PRONOUN`] different words of events.
    Pronoun,
    /// It is longer than what is read as one sentence, and was not looked at.
    Length,
}

/// Tells which sentences can hold an event. Made once (a few milliseconds), shared by all threads.
#[derive(Debug)]
pub struct Sieve<'k> {
    knowledge: &'k Knowledge,
    patterns: LoosePatterns,
    /// By word number: the lemma of a word that some pattern reads as a verb or a noun, a word of events.
    cues: Vec<Option<WordId>>,
}

impl<'k> Sieve<'k> {
    /// The sieve that this knowledge makes.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let mut cues = vec![None; knowledge.vocabulary.len()];
        for pattern in &knowledge.events.patterns {
            note_cues(&pattern.pattern.steps, knowledge, &mut cues);
        }
        Self { knowledge, patterns: LoosePatterns::new(knowledge), cues }
    }

    /// Whether a sentence can hold an event. `text` is the whole text that the words' spans count in.
    #[must_use]
    pub fn may_hold_event(&self, text: &str, words: &Words) -> bool {
        self.why(text, words).is_some()
    }

    /// The same for a sentence that is not cut into words yet.
    #[must_use]
    pub fn span_may_hold_event(&self, text: &str, sentence: Span) -> bool {
        self.may_hold_event(text, &Words::cut(text, sentence, 0, self.knowledge))
    }

    /// What keeps a sentence; `None` where it cannot hold an event. The cheapest reason is given, not the best.
    #[must_use]
    pub fn why(&self, text: &str, words: &Words) -> Option<Why> {
        if words.tokens.len() > MOST_TOKENS {
            return Some(Why::Length);
        }
        let named = !words.hits.is_empty();
        if named && self.has_cues(&words.tokens, WITH_A_NAME) {
            return Some(Why::Name);
        }
        if !named && words.tokens.iter().any(|t| self.is_pronoun(t)) && self.has_cues(&words.tokens, WITH_A_PRONOUN) {
            return Some(Why::Pronoun);
        }
        self.patterns.any_in(&Loose { text, tokens: &words.tokens }, self.knowledge).then_some(Why::Pattern)
    }

    fn is_pronoun(&self, token: &Token) -> bool {
        PRONOUNS.iter().any(|class| self.knowledge.grammar.is(token.word, *class))
    }

    /// Whether there are so many different words of events.
    fn has_cues(&self, tokens: &[Token], wanted: usize) -> bool {
        let mut seen: Vec<WordId> = Vec::with_capacity(wanted);
        for token in tokens {
            if let Some(Some(lemma)) = self.cues.get(token.word.index())
                && !seen.contains(lemma)
            {
                seen.push(*lemma);
                if seen.len() == wanted {
                    return true;
                }
            }
        }
        false
    }
}

/// Notes the words of events among the words of a pattern.
fn note_cues(steps: &[Step], knowledge: &Knowledge, cues: &mut [Option<WordId>]) {
    for step in steps {
        match step {
            Step::Word(words, ReadAs::Verb | ReadAs::Noun) => {
                for word in words {
                    let lemma = knowledge.lexicon.reading(*word).and_then(|reading| reading.lemma);
                    if let Some(cue) = cues.get_mut(word.index()) {
                        *cue = Some(lemma.unwrap_or(*word));
                    }
                }
            }
            Step::Choice(choices) => choices.iter().for_each(|choice| note_cues(choice, knowledge, cues)),
            Step::Maybe(inner) => note_cues(inner, knowledge, cues),
            Step::Word(_, ReadAs::Any) | Step::Near(_) | Step::Far(_) | Step::Slot(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
