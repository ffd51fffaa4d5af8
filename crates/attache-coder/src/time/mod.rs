//! Words of time, and the days that they mean.
//!
//! [`find`] marks the words of a sentence that `times.toml` knows as a time; [`resolve`] works out their days once it
//! is known when the text was published and whether the clause is about what was or what is to come.

mod calendar;
mod resolve;

pub use resolve::resolve;

use attache_knowledge::Knowledge;
use attache_knowledge::times::{Means, Reading};
use attache_knowledge::token::Token;
use attache_record::{EntryId, Span};

/// Words of time in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// Where they stand in the text.
    pub span: Span,
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The rule that read them.
    pub rule: EntryId,
    /// What they say, not yet brought to days.
    pub reading: Reading,
}

impl TimeMention {
    /// Whether the words come to no day by themselves: "in the coming days".
    #[must_use]
    pub fn is_vague(&self) -> bool {
        self.reading.means == Means::Vague
    }

    /// Whether the words count from a time mentioned before: "the next day".
    #[must_use]
    pub fn is_relative_to_another(&self) -> bool {
        matches!(self.reading.means, Means::Later | Means::Earlier | Means::SameDay)
    }
}

/// Whether a clause is about what was, what is or what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Tense {
    Past,
    Present,
    Future,
}

/// The words of time among `tokens` of `text`, in order; none overlap.
#[must_use]
pub fn find(text: &str, tokens: &[Token], knowledge: &Knowledge) -> Vec<TimeMention> {
    let times = &knowledge.times;
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let reading = if times.may_begin(tokens[at]) { times.read_at(text, tokens, at) } else { None };
        let Some(reading) = reading else {
            at += 1;
            continue;
        };
        let span = tokens[at].span.cover(tokens[reading.end - 1].span);
        mentions.push(TimeMention {
            span,
            start: at,
            end: reading.end,
            text: span.text(text).unwrap_or_default().to_owned(),
            rule: times.rules[usize::from(telling(&reading).rule)].id.clone(),
            reading,
        });
        at = mentions.last().map_or(at + 1, |m| m.end);
    }
    mentions
}

/// The reading that says what time it is: of "on Monday" the one of "Monday".
fn telling(reading: &Reading) -> &Reading {
    match reading.times().next() {
        Some(inner) if reading.means == Means::Same => telling(inner),
        _ => reading,
    }
}

#[cfg(test)]
mod tests;
