//! Patterns whose words stand in a sentence.

use crate::chunk::Kind;
use crate::relation::Clause;
use attache_knowledge::events::EventPattern;
use attache_knowledge::pattern::{Match, Words};

/// Every pattern whose words stand in the sentence: those of a user's own class first, which is the narrower one of its
/// kin; then those with more words first, then the surer ones, then in the
/// order of the text and of the files.
#[must_use]
pub fn candidates<'k>(clause: &Clause<'k>) -> Vec<(&'k EventPattern, Match)> {
    let mut all = Vec::new();
    let patterns = clause.knowledge.events.within((0..clause.len()).map(|at| clause.word(at)));
    for at in 0..clause.len() {
        for (_, pattern) in patterns.beginning_with(clause.word(at)) {
            if let Some(matched) = pattern.pattern.match_at(clause, at) {
                all.push((pattern, matched));
            }
        }
    }
    // A stable sort keeps the order of text and files among equals.
    all.sort_by(|(p, m), (q, n)| {
        let own = q.own.is_some().cmp(&p.own.is_some());
        own.then_with(|| n.words.len().cmp(&m.words.len()))
            .then_with(|| q.score.total_cmp(&p.score))
            .then_with(|| m.start.cmp(&n.start))
    });
    all
}

/// The verb or noun that carries a match: its first verb, else its last noun, else its last word.
#[must_use]
pub fn head(clause: &Clause<'_>, matched: &Match) -> usize {
    let verb = matched.words.iter().find(|w| clause.chunks.verb_at(**w).is_some() && clause.tags[**w].is_verb());
    let modal = || matched.words.iter().find(|w| clause.chunks.verb_at(**w).is_some());
    // "withdrawal from OPEC": the noun before the preposition carries it.
    let preposition = matched.words.iter().position(|w| clause.chunks.kind(*w) == Kind::Preposition);
    let lead = &matched.words[..preposition.unwrap_or(matched.words.len())];
    let is_noun = |w: &&usize| clause.tags[**w].is_noun();
    let noun = || lead.iter().rev().find(is_noun).or_else(|| matched.words.iter().rev().find(is_noun));
    // "its offer to host": the infinitive only fills the noun, which carries the event.
    let filled = verb.and_then(|v| clause.chunks.verb_at(*v)).map(|v| clause.chunks.verbs[v]).filter(|g| g.infinitive);
    let filled = filled.and_then(|g| matched.words.iter().rev().find(|w| **w < g.start && clause.tags[**w].is_noun()));
    filled.or(verb).or_else(modal).or_else(noun).or_else(|| matched.words.last()).copied().unwrap_or(matched.start)
}
