//! Whether a form such as "called" is a past tense or a participle, where two words on either side don't tell.

use super::may_be;
use attache_knowledge::Knowledge;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::Token;

/// Reads as a past tense the participle that is joined to one ("reiterated their support and called for talks"), and the
/// first that follows a noun in a sentence without any other finite verb ("Both leaders agreed on pausing the work.").
pub fn settle(tokens: &[Token], tags: &mut [Tag], knowledge: &Knowledge) {
    if !tags.contains(&Tag::Vbn) {
        return;
    }
    for at in 1..tags.len() {
        if is_open(tokens, tags, at, knowledge)
            && (is_joined(tags, at) || is_listed(tags, at))
            && follows_past(tokens, tags, at, knowledge)
        {
            tags[at] = Tag::Vbd;
        }
    }
    // A headline has no full stop, and its participles may be passive: "Two envoys expelled from Kuwait".
    let ends = tags.iter().rev().find(|t| **t != Tag::CloseQuote).is_some_and(|t| *t == Tag::Stop);
    let finite = |t: &Tag| matches!(t, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    if ends && !tags.iter().any(finite) {
        let first = (1..tags.len()).find(|at| is_open(tokens, tags, *at, knowledge) && follows_noun(tags, *at));
        if let Some(first) = first {
            tags[first] = Tag::Vbd;
        }
    }
}

/// A participle that could be a past tense too, with no "by" behind it.
fn is_open(tokens: &[Token], tags: &[Tag], at: usize, knowledge: &Knowledge) -> bool {
    let by = knowledge.vocabulary.look_up_folded("by");
    tags[at] == Tag::Vbn
        && tokens.get(at + 1).is_none_or(|t| t.word != by)
        && knowledge.lexicon.reading(tokens[at].word).is_none_or(|r| may_be(r, Tag::Vbd, knowledge))
}

/// The word before, adverbs left out.
fn before(tags: &[Tag], at: usize) -> Option<usize> {
    (0..at).rev().find(|p| tags[*p] != Tag::Rb)
}

fn follows_noun(tags: &[Tag], at: usize) -> bool {
    before(tags, at).is_some_and(|p| tags[p].is_noun())
}

fn is_joined(tags: &[Tag], at: usize) -> bool {
    before(tags, at).is_some_and(|p| tags[p] == Tag::Cc)
}

/// "They met, condemned the attack and left": behind a comma and before an object.
fn is_listed(tags: &[Tag], at: usize) -> bool {
    before(tags, at).is_some_and(|p| tags[p] == Tag::Comma)
        && tags.get(at + 1).is_some_and(|t| matches!(t, Tag::Dt | Tag::Prp | Tag::PrpS))
}

/// Whether the verb that a joined one belongs to is a past tense: the nearest before it, participles behind a noun ("the
/// men held there") and verbs that are not finite left out.
fn follows_past(tokens: &[Token], tags: &[Tag], at: usize, knowledge: &Knowledge) -> bool {
    let Some(joint) = before(tags, at) else { return false };
    for p in (0..joint).rev() {
        match tags[p] {
            Tag::Vb | Tag::Vbg => {}
            Tag::Vbn if p + 1 < joint && follows_noun(tags, p) => {}
            Tag::Vbd => {
                let class = |c| knowledge.grammar.is(tokens[p].word, c);
                return !class(WordClass::Be) && !class(WordClass::Have);
            }
            Tag::Vbn | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Colon => return false,
            _ => {}
        }
    }
    false
}
