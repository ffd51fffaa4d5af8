//! Claims of a sentence that somebody is given as the source of.

use crate::chunk::Kind;
use crate::mention::{Form, Mention};
use crate::relation::Clause;
use attache_knowledge::cues::{ClaimSide, SpeechCue};
use attache_knowledge::pattern::{Match, Words};
use attache_knowledge::relation::Relation;
use attache_record::EntryId;

/// A stretch of a sentence and who says it. Positions count tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who says it; nobody where the words name nobody whom the knowledge can place.
    pub speaker: Option<Mention>,
    /// The cue.
    pub rule: EntryId,
    /// First token of the cue.
    pub cue_start: usize,
    /// One past its last token.
    pub cue_end: usize,
    /// What is said, as token ranges: after the cue, before it, or both.
    pub parts: Vec<(usize, usize)>,
    /// Whether the cue names a readout.
    pub readout: bool,
}

impl Claim {
    /// Whether a token belongs to what is said.
    #[must_use]
    pub fn holds(&self, at: usize) -> bool {
        self.parts.iter().any(|(from, to)| *from <= at && at < *to)
    }
}

/// All claims of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The claims, by the position of their cue.
    pub claims: Vec<Claim>,
}

impl Attribution {
    /// The innermost claim that holds a token and is not made by that token itself.
    #[must_use]
    pub fn claim_at(&self, at: usize) -> Option<&Claim> {
        let holding = self.claims.iter().filter(|c| c.holds(at) && !(c.cue_start <= at && at < c.cue_end));
        // The cue nearest before the token is the innermost; a cue behind the sentence ("..., X said") is outermost.
        holding.max_by_key(|c| if c.cue_start < at { c.cue_start + 1 } else { 0 })
    }

    /// Who says what stands at a token.
    #[must_use]
    pub fn speaker_at(&self, at: usize) -> Option<&Mention> {
        self.claim_at(at)?.speaker.as_ref()
    }
}

/// Finds the claims of a sentence.
#[must_use]
pub fn attribute(clause: &Clause<'_>) -> Attribution {
    let mut found: Vec<(Match, &SpeechCue)> = Vec::new();
    for at in 0..clause.len() {
        let mut best: Option<(Match, &SpeechCue)> = None;
        for (cue, pattern) in clause.knowledge.speech.beginning_with(clause.word(at)) {
            if let Some(matched) = pattern.match_at(clause, at)
                && best.as_ref().is_none_or(|(b, _)| matched.end > b.end)
            {
                best = Some((matched, cue));
            }
        }
        found.extend(best);
    }
    let mut claims: Vec<Claim> = Vec::new();
    for (matched, cue) in found {
        if claims.last().is_some_and(|c| matched.start < c.cue_end) {
            continue;
        }
        claims.extend(claim(clause, &matched, cue));
    }
    Attribution { claims }
}

fn claim(clause: &Clause<'_>, matched: &Match, cue: &SpeechCue) -> Option<Claim> {
    let verb = matched.words.iter().find_map(|w| clause.chunks.verb_at(*w));
    let start = verb.map_or(matched.start, |v| clause.chunks.verbs[v].start.min(matched.start));
    let by_subject = cue.speaker.alternatives.iter().flatten().any(|r| *r == Relation::Subject);
    let mut before_end = start;
    let mut speaker = None;
    let mut inverted = false;
    if by_subject {
        let verb = verb?;
        // "..., said Turkey's minister": the speaker stands behind the verb.
        let preceded = start > 0 && matches!(clause.chunks.kind(start - 1), Kind::Comma | Kind::Quote | Kind::Boundary);
        let behind = clause.object(matched.end);
        let mut phrases = clause.doer(verb, matched.end);
        if phrases.is_empty() && clause.chunks.verbs[verb].passive {
            // "was quoted as saying"
            phrases = clause.undergoer(verb, matched.end);
        }
        let verb_follows = behind.last().is_some_and(|n| clause.chunks.verb_at(clause.phrase_end(*n)).is_some());
        let named = behind.first().is_some_and(|n| clause.names_somebody(*n) || clause.is_proper_name(*n));
        if (preceded || phrases.is_empty()) && named && !verb_follows {
            inverted = true;
            speaker = clause.people_of(&behind).into_iter().find(|m| m.head).cloned();
            speaker = speaker.or_else(|| unknown(clause, behind[0]));
        } else {
            if let Some(first) = phrases.first()
                && clause.chunks.nouns[*first].start < start
            {
                before_end = clause.chunks.nouns[*first].start;
            }
            speaker = clause.people_of(&phrases).into_iter().next().cloned();
            speaker = speaker.or_else(|| phrases.first().and_then(|n| unknown(clause, *n)));
        }
    } else {
        for relation in cue.speaker.alternatives.iter().flatten() {
            let phrases = match relation {
                Relation::After(p) => {
                    let from = if clause.tokens[matched.end - 1].word == *p { matched.end - 1 } else { matched.end };
                    clause.after(from, *p)
                }
                Relation::Object => match verb {
                    Some(verb) => clause.undergoer(verb, matched.end),
                    None => clause.object(matched.end),
                },
                _ => Vec::new(),
            };
            speaker = clause.people_of(&phrases).into_iter().next().cloned();
            if speaker.is_some() {
                break;
            }
            if relation == &Relation::Possessor {
                let noun = matched.words.iter().rev().find(|w| clause.chunks.noun_at(**w).is_some());
                speaker = noun.and_then(|n| clause.possessors(*n).into_iter().next().cloned());
            }
        }
    }
    let parts = parts(clause, matched, cue.claim, before_end, inverted, by_subject);
    (cue.readout || !parts.is_empty()).then(|| Claim {
        speaker,
        rule: cue.id.clone(),
        cue_start: start,
        cue_end: matched.end,
        parts,
        readout: cue.readout,
    })
}

/// A speaker whom nobody knows is kept by his name.
fn unknown(clause: &Clause<'_>, noun: usize) -> Option<Mention> {
    let phrase = clause.chunks.nouns[noun];
    let (start, end) = (phrase.start, phrase.end);
    clause.is_proper_name(noun).then(|| Mention {
        start,
        end,
        form: Form::Name,
        who: Vec::new(),
        head: true,
        person: true,
        ambiguous: false,
    })
}

/// Which side of the cue is claimed.
fn parts(
    clause: &Clause<'_>,
    matched: &Match,
    side: ClaimSide,
    before_end: usize,
    inverted: bool,
    by_subject: bool,
) -> Vec<(usize, usize)> {
    let len = clause.len();
    let mut next = matched.end;
    // Over the day and the occasion: "said Wednesday", "said in a statement on Monday".
    loop {
        match clause.chunks.noun_at(next) {
            Some(noun) if clause.chunks.nouns[noun].temporal => next = clause.chunks.nouns[noun].end,
            _ if clause.chunks.kind(next) == Kind::Preposition && clause.chunks.noun_at(next + 1).is_some() => {
                next = clause.chunks.noun_at(next + 1).map_or(next + 1, |n| clause.chunks.nouns[n].end);
            }
            _ => break,
        }
    }
    let at_end = next >= len || clause.chunks.kind(next) == Kind::Boundary && next + 2 >= len;
    let comma_before =
        before_end > 0 && matches!(clause.chunks.kind(before_end - 1), Kind::Comma | Kind::Quote | Kind::Boundary);
    let (before, after) = match side {
        ClaimSide::Before => (true, false),
        ClaimSide::After => (false, true),
        ClaimSide::Either if inverted || at_end => (true, false),
        ClaimSide::Either if !by_subject => {
            (before_end > 1, before_end <= 1 || clause.chunks.kind(next) == Kind::Comma)
        }
        ClaimSide::Either if comma_before && clause.chunks.kind(next) == Kind::Comma => (true, true),
        ClaimSide::Either => (false, true),
    };
    // A cue that says "after" but closes its sentence speaks of what stands before it.
    let (before, after) = if after && !before && at_end { (true, false) } else { (before, after) };
    let mut parts = Vec::new();
    if before && before_end > 0 {
        parts.push((0, before_end));
    }
    if after && matched.end < len {
        parts.push((matched.end, len));
    }
    parts
}
