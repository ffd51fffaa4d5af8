//! What a readout says, sentence by sentence: its claims.

use super::{Context, topics_within};
use crate::chunk::Kind;
use crate::event::Found;
use crate::mention::Mention;
use attache_knowledge::events::Gives;
use attache_knowledge::pattern::Words;
use attache_record::{Claim, Class, Party, Quad};

/// Fewest words of an item of a list of subjects that is a claim of its own: bare names ("Syria, Libya and Iran") stay
/// together.
const ITEM: usize = 3;

/// What a sentence in a passage of somebody else's text claims: the words behind each demand, accusation, promise or
/// statement in it. Where there is none of these, all that the account is said to say.
pub fn in_passage(context: &Context<'_>, found: &[Found<'_>]) -> Vec<Claim> {
    // Where the cue begins, where what is claimed begins (an act with its verb, a statement behind its "said"), where
    // the cue ends, and who speaks.
    let mut starts: Vec<(usize, usize, usize, Vec<Party>)> = Vec::new();
    for found in found.iter().filter(|found| is_verbal(found)) {
        let speaker = context.all_parties(&found.roles.actors, false);
        starts.push((found.trigger.start, found.trigger.start, found.trigger.end, speaker));
    }
    for claim in context.attribution.claims.iter().filter(|c| !c.readout && c.holds(c.cue_end)) {
        let speaker = parties(context, claim.speaker.as_ref());
        starts.push((claim.cue_start, claim.cue_end, claim.cue_end, speaker));
    }
    starts.sort_by_key(|(start, _, end, _)| (*start, *end));
    starts.dedup_by_key(|(start, ..)| *start);
    let mut claims = Vec::new();
    for (at, (start, from, end, speaker)) in starts.iter().enumerate() {
        // A claim goes on to the next cue, or to the end of the sentence.
        let next = starts.get(at + 1).map_or(context.clause.len(), |(next, ..)| *next);
        // "the ministry said the minister | urged ...": what stands before the inner cue says nothing yet.
        let says_something = next == context.clause.len()
            || context.clause.chunks.verbs.iter().any(|v| *end <= v.start && v.end <= next);
        if *end < next && says_something {
            claims.push(claim(context, (*from, next), (*start, *end), speaker.clone()));
        }
    }
    if claims.is_empty() {
        let says = context.attribution.claims.iter().filter(|c| c.readout);
        let rest = says.filter_map(|c| c.parts.iter().find(|(from, _)| *from >= c.cue_end).map(|part| (c, *part)));
        claims.extend(
            rest.map(|(c, part)| claim(context, part, (c.cue_start, c.cue_end), parties(context, c.speaker.as_ref()))),
        );
    }
    claims
}

/// What a sentence claims in a text that is an account itself: each of its clauses that are joined to each other, and each
/// subject in a list of what was discussed.
pub fn of_account(context: &Context<'_>, found: &[Found<'_>]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let starts = clauses(context, found);
    for (at, from) in starts.iter().enumerate() {
        let to = starts.get(at + 1).copied().unwrap_or(context.clause.len());
        let (from, to) = trimmed(context, *from, to);
        let Some((cue, speaker)) = cue(context, found, from, to) else { continue };
        // A clause without a subject of its own has that of the one before.
        let speaker = match claims.last() {
            Some(before) if context.clause.chunks.verbs.iter().any(|v| v.start == from) => {
                before.speaker.iter().chain(&before.with).cloned().collect()
            }
            _ => speaker,
        };
        let mut start = from;
        for (end, next) in items(context, found, from, to).into_iter().chain([(to, to)]) {
            claims.push(claim(context, trimmed(context, start, end), cue, speaker.clone()));
            start = next;
        }
    }
    claims
}

fn claim(context: &Context<'_>, words: (usize, usize), cue: (usize, usize), speakers: Vec<Party>) -> Claim {
    let mut speakers = speakers.into_iter();
    Claim {
        content: context.evidence(words.0, words.1),
        speaker: speakers.next(),
        with: speakers.collect(),
        cue: context.evidence(cue.0, cue.1),
        topics: topics_within(&context.clause, words.0, words.1),
    }
}

/// All whom a mention names; nobody for none.
fn parties(context: &Context<'_>, mention: Option<&Mention>) -> Vec<Party> {
    mention.map(|mention| context.parties(mention, false)).unwrap_or_default()
}

fn is_verbal(found: &Found<'_>) -> bool {
    let verbal = |class: Class| matches!(class.quad(), Some(Quad::VerbalCooperation | Quad::VerbalConflict));
    matches!(found.pattern.gives, Gives::Event(class, _) if verbal(class))
}

/// The tokens without the marks, conjunctions and commas at their ends.
fn trimmed(context: &Context<'_>, from: usize, to: usize) -> (usize, usize) {
    let chunks = &context.clause.chunks;
    let mark = |at: usize| matches!(chunks.kind(at), Kind::Comma | Kind::Coordinator | Kind::Boundary | Kind::Hyphen);
    let start = (from..to).find(|at| !mark(*at)).unwrap_or(from);
    let end = (start..to).rev().find(|at| !mark(*at)).map_or(to, |at| at + 1);
    (start, end)
}

/// Where the clauses of a sentence begin that are joined to each other: at a mark that ends one, at a verb of the same
/// subject ("... and called for"), at another subject with its verb behind a comma, at an -ing form that says something
/// ("..., noting that").
fn clauses(context: &Context<'_>, found: &[Found<'_>]) -> Vec<usize> {
    let chunks = context.clause.chunks;
    let mut starts = vec![0];
    let mut from = 0;
    for (number, verb) in chunks.verbs.iter().enumerate() {
        let before = (from..verb.start).rev().find(|at| chunks.kind(*at) != Kind::Adverb);
        let Some(before) = before else { continue };
        let has_verb = chunks.verbs[..number].iter().any(|v| v.start >= from && v.is_finite());
        let subordinate = (from..verb.start).any(|at| chunks.kind(at) == Kind::Subordinator);
        let cut = if !verb.is_finite() {
            let says = context.attribution.claims.iter().any(|c| c.cue_start == verb.main)
                || found.iter().any(|f| f.trigger.start == verb.main && is_verbal(f));
            (chunks.kind(before) == Kind::Comma && has_verb && verb.participle && says).then_some(verb.start)
        } else if !has_verb {
            None
        } else if matches!(chunks.kind(before), Kind::Coordinator | Kind::Comma) {
            // "hoped that the talks will resume and will bring peace" is one wish; so are two verbs of "which".
            let comma = (from..before).rev().find(|at| chunks.kind(*at) == Kind::Comma).unwrap_or(from);
            let relative = chunks.kind(before) == Kind::Comma
                && (comma..before).any(|at| matches!(chunks.kind(at), Kind::Subordinator | Kind::Pronoun));
            (!(relative || subordinate && verb.modal.is_some())).then_some(verb.start)
        } else {
            let subject = chunks.noun_at(before).map(|n| chunks.nouns[n].start).filter(|start| *start > from);
            // "stressed that, together with its allies, the ministry will": what is stressed has no verb yet.
            let that = (from..verb.start).rev().find(|at| chunks.kind(*at) == Kind::Subordinator).unwrap_or(from);
            let complete = chunks.verbs[..number].iter().any(|v| v.start >= that && v.is_finite());
            subject.filter(|_| complete).and_then(|start| joined(context, start))
        };
        if let Some(at) = cut.filter(|at| *at > from) {
            starts.push(at);
            from = at;
        }
    }
    let marks = (1..context.clause.len()).filter(|at| chunks.kind(*at) == Kind::Boundary).map(|at| at + 1);
    starts.extend(marks.filter(|at| chunks.verbs.iter().any(|v| v.is_finite() && v.start >= *at)));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Where the clause begins whose subject begins at a token, if a comma joins it to the one before: "..., and the two sides".
fn joined(context: &Context<'_>, subject: usize) -> Option<usize> {
    let chunks = context.clause.chunks;
    let mut at = subject.checked_sub(1)?;
    if chunks.kind(at) == Kind::Coordinator {
        at = at.checked_sub(1)?;
    }
    (chunks.kind(at) == Kind::Comma).then_some(subject)
}

/// The word that shows what is claimed between two tokens, and who claims it: a speech cue, else what was found there, else
/// the verb. Words without a verb claim nothing.
fn cue(context: &Context<'_>, found: &[Found<'_>], from: usize, to: usize) -> Option<((usize, usize), Vec<Party>)> {
    let said = context.attribution.claims.iter().find(|c| from <= c.cue_start && c.cue_end <= to);
    let found = found.iter().find(|f| from <= f.trigger.start && f.trigger.end <= to && is_verbal(f));
    let doer = |end: usize| {
        let verb = context.clause.chunks.verbs.iter().rposition(|v| from <= v.start && v.end <= end)?;
        let doers = context.clause.doer(verb, end);
        context.clause.people_of(&doers).into_iter().next()
    };
    let said = said.map(|c| {
        let speaker = c.speaker.as_ref().or_else(|| doer(c.cue_end));
        ((c.cue_start, c.cue_end), parties(context, speaker))
    });
    let found = found.map(|f| {
        let actors = context.all_parties(&f.roles.actors, false);
        let speakers = if actors.is_empty() { parties(context, doer(f.trigger.end)) } else { actors };
        ((f.trigger.start, f.trigger.end), speakers)
    });
    match (said, found) {
        (Some(said), Some(found)) => Some(if found.0 < said.0 { found } else { said }),
        (said, found) => said.or(found).or_else(|| {
            let verb = context.clause.chunks.verbs.iter().find(|v| from <= v.start && v.end <= to)?;
            Some(((verb.start, verb.end), parties(context, doer(verb.end))))
        }),
    }
}

/// Where each item but the last ends and the next begins in a list of what was discussed: noun phrases between commas behind the words of a
/// contact, also behind "as well as".
fn items(context: &Context<'_>, found: &[Found<'_>], from: usize, to: usize) -> Vec<(usize, usize)> {
    let chunks = context.clause.chunks;
    let consult = |f: &&Found<'_>| matches!(f.pattern.gives, Gives::Event(Class::Consult, _));
    let talks = found.iter().filter(consult).find(|f| from <= f.trigger.start && f.trigger.end <= to);
    let Some(talks) = talks else { return Vec::new() };
    let first = talks.trigger.end;
    let people = talks.roles.actors.iter().chain(&talks.roles.recipients).any(|m| m.start >= first && m.end <= to);
    if people || chunks.verbs.iter().any(|v| v.is_finite() && first <= v.start && v.end <= to) {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut last = first;
    for comma in (first..to).filter(|at| chunks.kind(*at) == Kind::Comma) {
        let next = (comma + 1..to).find(|at| chunks.kind(*at) == Kind::Comma).unwrap_or(to);
        let (mut start, end) = trimmed(context, comma, next);
        // "as well as"
        let kinds = [start, start + 1, start + 2].map(|at| chunks.kind(at));
        if matches!(kinds, [Kind::Preposition | Kind::Adverb, Kind::Adverb, Kind::Preposition]) {
            start += kinds.len();
        }
        if chunks.noun_at(start).is_some() && end >= start + ITEM && comma >= last + ITEM {
            items.push((comma, start));
            last = start;
        }
    }
    items
}
