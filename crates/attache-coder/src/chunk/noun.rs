//! Noun phrases.

use super::Kind;
use attache_knowledge::Knowledge;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Shape, Token};

/// A noun phrase without what prepositions attach to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NounPhrase {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// The word that the others modify.
    pub head: usize,
    /// Whether it is denied: "no talks", "neither side".
    pub negated: bool,
    /// Whether it names a day, month or span of time ("Wednesday", "last week"), so that it is nobody.
    pub temporal: bool,
}

/// The noun phrase that begins at `start` and ends before `limit`.
pub(super) fn phrase_at(
    start: usize,
    limit: usize,
    tokens: &[Token],
    tags: &[Tag],
    kinds: &[Kind],
    knowledge: &Knowledge,
) -> Option<NounPhrase> {
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(Kind::Boundary);
    let is = |at: usize, class| tokens.get(at).is_some_and(|t| knowledge.grammar.is(t.word, class));
    if kind(start) == Kind::Pronoun {
        return Some(NounPhrase { start, end: start + 1, head: start, negated: false, temporal: false });
    }
    let participle = |at: usize| matches!(tags.get(at), Some(Tag::Vbn | Tag::Vbg));
    let begins = |at: usize| matches!(tags.get(at), Some(Tag::Dt | Tag::PrpS | Tag::WpS | Tag::Pdt));
    let nominal = |at: usize| matches!(kind(at), Kind::Noun | Kind::Modifier);
    let joined = |at: usize| matches!(kind(at), Kind::Noun | Kind::Modifier | Kind::Adverb);
    let mut at = start;
    let mut head = None;
    loop {
        let inside = at > start;
        if at >= limit {
            break;
        }
        match kind(at) {
            Kind::Noun => {
                head = Some(at);
                at += 1;
            }
            Kind::Modifier => {
                // A new article begins a new phrase: "gave Egypt | the tanks".
                // A number in words after a name too: "promised Ukraine | two boats".
                let number = tags[at] == Tag::Cd
                    && tokens[at].shape == Shape::Lower
                    && head == Some(at.wrapping_sub(1))
                    && tags[at - 1] == Tag::Nnp;
                // And an amount: "lent Ghana | $300 million".
                if number || tags[at] == Tag::Money && head.is_some() {
                    break;
                }
                let determiner = matches!(tags[at], Tag::Dt | Tag::PrpS | Tag::WpS | Tag::Pdt);
                if determiner && inside && !matches!(tags[at - 1], Tag::Pdt | Tag::Dt) {
                    break;
                }
                at += 1;
            }
            Kind::Possessive if head == Some(at.wrapping_sub(1)) => at += 1,
            Kind::Hyphen if inside && (joined(at + 1) || participle(at + 1)) => at += 2,
            // "the far-right finance minister"
            Kind::Adverb if kind(at + 1) == Kind::Hyphen && (joined(at + 2) || participle(at + 2)) => at += 3,
            Kind::Adverb if nominal(at + 1) && matches!(tags[at + 1], Tag::Jj | Tag::Cd | Tag::Jjr | Tag::Jjs) => {
                at += 1
            }
            Kind::Verb if participle(at) && nominal(at + 1) && !begins(at + 1) && modifies(at, start, tags, kinds) => {
                at += 1
            }
            Kind::Coordinator
                if inside
                    && kind(at - 1) == Kind::Modifier
                    && kind(at + 1) == Kind::Modifier
                    && !is(at - 1, WordClass::Determiner) =>
            {
                at += 1;
            }
            Kind::Quote if inside && nominal(at + 1) && kind(at - 1) != Kind::Noun => at += 1,
            _ => break,
        }
    }
    let head = match head {
        Some(head) => {
            at = head + 1;
            head
        }
        None if at > start && kind(at - 1) == Kind::Modifier => at - 1,
        None => return None,
    };
    let negated = (start..at).any(|i| is(i, WordClass::Negation));
    Some(NounPhrase { start, end: at, head, negated, temporal: false })
}

/// Whether a participle stands before a noun as an adjective does: "the planned visit", not "said planned".
fn modifies(at: usize, start: usize, tags: &[Tag], kinds: &[Kind]) -> bool {
    if at > start {
        return matches!(kinds[at - 1], Kind::Modifier | Kind::Possessive | Kind::Adverb | Kind::Hyphen);
    }
    // At the front only after a preposition: "in planned talks".
    at > 0 && kinds[at - 1] == Kind::Preposition && tags[at] == Tag::Vbn
}
