//! Whether an event happened: from the verb's form and the words of `status.toml`, by one mechanism.
//!
//! Each cue speaks of the verb or noun beside it. A verb is judged by its own group and by every cue that governs it,
//! a noun by its modifiers, by the verb that governs it, and by the verb it is the subject of. Of several verdicts
//! the one that lies farthest from fact counts: absorbed, negated, hypothetical, future, actual.

use crate::chunk::Kind;
use crate::relation::Clause;
use attache_knowledge::cues::{Makes, Over, StatusCue};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::pattern::Words;
use attache_record::{ContactStatus, EntryId, Status};

/// How far a judgement is followed up: "agreed to try to plan to visit".
const DEPTH: usize = 4;

/// A status cue that stands in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Cue<'k> {
    /// The entry.
    pub entry: &'k StatusCue,
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

/// The words of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// The verb or noun that carries the event.
    pub head: usize,
}

/// What the words say of an event's reality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The status; `None`: it is no event of its own.
    pub status: Option<Status>,
    /// Where a contact stands in its life, if the words say so.
    pub contact: Option<ContactStatus>,
    /// The cues that decided.
    pub rules: Vec<EntryId>,
    /// Where those cues stand: first token, one past the last.
    pub spans: Vec<(usize, usize)>,
}

/// All cues of a sentence, in order.
#[must_use]
pub fn cues<'k>(clause: &Clause<'k>) -> Vec<Cue<'k>> {
    let mut found: Vec<Cue<'k>> = Vec::new();
    for at in 0..clause.len() {
        for (entry, pattern) in clause.knowledge.status.beginning_with(clause.word(at)) {
            // "May" the month and May the minister say nothing of what may be.
            let name = matches!(clause.tags[at], Tag::Nnp | Tag::Nnps);
            let day = clause.chunks.noun_at(at).is_some_and(|n| clause.chunks.nouns[n].temporal);
            if let Some(m) = pattern.match_at(clause, at).filter(|m| !(name || day && m.end == at + 1)) {
                found.push(Cue { entry, start: m.start, end: m.end });
            }
        }
    }
    // Of cues that begin with one word the longest counts: "able to" inside "were able to" does not.
    let all = found.clone();
    found
        .retain(|c| !all.iter().any(|o| o.start <= c.start && c.end <= o.end && (o.end - o.start) > (c.end - c.start)));
    found
}

/// A claim on reality, by how far it lies from fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The words say nothing of it.
    Silent,
    Actual,
    Future,
    Hypothetical,
    Negated,
    Absorbed,
}

impl From<Makes> for Rank {
    fn from(makes: Makes) -> Self {
        match makes {
            Makes::Actual => Self::Actual,
            Makes::Future => Self::Future,
            Makes::Hypothetical => Self::Hypothetical,
            Makes::Negated => Self::Negated,
            Makes::Absorbed => Self::Absorbed,
        }
    }
}

struct Judge<'j, 'k> {
    clause: &'j Clause<'k>,
    cues: &'j [Cue<'k>],
    /// Whether the event is reported as somebody's words.
    reported: bool,
    trigger: Trigger,
    /// Positions of the event's own words.
    words: &'j [usize],
    rank: Rank,
    contact: Option<ContactStatus>,
    rules: Vec<EntryId>,
    spans: Vec<(usize, usize)>,
}

/// The status of an event.
#[must_use]
pub fn judge(clause: &Clause<'_>, cues: &[Cue<'_>], trigger: Trigger, words: &[usize], reported: bool) -> Verdict {
    let mut judge = Judge {
        clause,
        cues,
        reported,
        trigger,
        words,
        rank: Rank::Silent,
        contact: None,
        rules: Vec::new(),
        spans: Vec::new(),
    };
    match clause.chunks.verb_at(trigger.head) {
        Some(verb) => judge.verb(verb, DEPTH),
        None => judge.noun(trigger.head, DEPTH),
    }
    judge.conditional();
    judge.own_words();
    let status = match judge.rank {
        Rank::Silent | Rank::Actual => Some(Status::Actual),
        Rank::Future => Some(Status::Future),
        Rank::Hypothetical => Some(Status::Hypothetical),
        Rank::Negated => Some(Status::Negated),
        Rank::Absorbed => None,
    };
    Verdict { status, contact: judge.contact, rules: judge.rules, spans: judge.spans }
}

impl Judge<'_, '_> {
    fn say(&mut self, rank: Rank) {
        self.rank = self.rank.max(rank);
    }

    /// Takes up a cue, as its own verb modifies it: "may refuse to", "did not agree to".
    fn take(&mut self, cue: &Cue<'_>) {
        let makes = cue.entry.reported.filter(|_| self.reported).unwrap_or(cue.entry.makes);
        let mut rank = Rank::from(makes);
        if let Some(verb) = self.clause.chunks.verb_at(cue.start) {
            let group = self.clause.chunks.verbs[verb];
            if group.negated && group.main >= cue.start && group.main < cue.end {
                rank = match rank {
                    Rank::Negated => Rank::Hypothetical,
                    Rank::Absorbed => Rank::Absorbed,
                    _ => Rank::Negated,
                };
            }
        }
        if !self.rules.contains(&cue.entry.id) {
            self.rules.push(cue.entry.id.clone());
            self.spans.push((cue.start, cue.end));
            // What lies further out speaks of the whole: "confirmed that he would visit".
            self.contact = cue.entry.contact.or(self.contact);
            self.say(rank);
        }
    }

    /// Whether a cue is more than some of the event's own words. One between them ("a delegation *will* visit") is.
    fn outside_trigger(&self, cue: &Cue<'_>) -> bool {
        cue.start < self.trigger.start || !self.words.iter().any(|w| cue.start <= *w && *w < cue.end)
    }

    fn verb(&mut self, verb: usize, depth: usize) {
        let group = self.clause.chunks.verbs[verb];
        if group.negated {
            self.say(Rank::Negated);
        }
        if group.due {
            self.say(Rank::Future);
        }
        let mut governed = false;
        for at in 0..self.cues.len() {
            let cue = self.cues[at];
            if !self.outside_trigger(&cue) || cue.entry.over == Over::Before || !self.governs_verb(&cue, verb) {
                continue;
            }
            self.take(&cue);
            governed = true;
            // What governs the cue governs the verb too: "may agree to visit".
            if depth > 0
                && let Some(outer) = self.clause.chunks.verb_at(cue.start).filter(|o| *o < verb)
            {
                self.above(outer, depth - 1);
            }
        }
        self.clause_cues(verb);
        if let Some(noun) = self.denied_argument(verb) {
            let _ = noun;
            self.say(Rank::Negated);
        }
        if governed || depth == 0 {
            return;
        }
        // "plans to visit Egypt and meet its president": a bare second verb is judged like the first.
        if let Some(first) = self.shares_with(verb) {
            self.verb(first, depth - 1);
            return;
        }
        if group.infinitive {
            let headline = verb == 0 || self.clause.chunks.verbs[verb - 1].end < self.sentence_part(group.start);
            self.say(if headline { Rank::Future } else { Rank::Absorbed });
        }
    }

    /// "denied that it had", "expects Turkey to": a cue right before the clause speaks of its verb.
    fn clause_cues(&mut self, verb: usize) {
        let group = self.clause.chunks.verbs[verb];
        let subject = self.clause.subject(verb);
        let Some(first) = subject.first().map(|n| self.clause.chunks.nouns[*n].start).filter(|f| *f < group.start)
        else {
            return;
        };
        for at in 0..self.cues.len() {
            let cue = self.cues[at];
            let opens =
                cue.end == first || cue.end + 1 == first && self.clause.chunks.kind(cue.end) == Kind::Subordinator;
            // "denied", or a noun with its "that": "on condition that".
            let by_verb = self.clause.chunks.verb_at(cue.start).is_some_and(|v| v < verb);
            let by_that = self.clause.chunks.kind(cue.end - 1) == Kind::Subordinator;
            if cue.entry.over != Over::Before && opens && (by_verb || by_that) && self.outside_trigger(&cue) {
                self.take(&cue);
            }
        }
    }

    /// Only the cues above a verb that is itself part of a cue; its form was taken up already.
    fn above(&mut self, verb: usize, depth: usize) {
        for at in 0..self.cues.len() {
            let cue = self.cues[at];
            if cue.entry.over != Over::Before && self.outside_trigger(&cue) && self.governs_verb(&cue, verb) {
                self.take(&cue);
                if depth > 0
                    && let Some(outer) = self.clause.chunks.verb_at(cue.start).filter(|o| *o < verb)
                {
                    self.above(outer, depth - 1);
                }
            }
        }
    }

    /// Where the part of the sentence that holds a position begins.
    fn sentence_part(&self, at: usize) -> usize {
        (0..at).rev().find(|i| self.clause.chunks.kind(*i) == Kind::Boundary).map_or(0, |i| i + 1)
    }

    /// Whether a cue's words lead straight to a verb: nothing but adverbs and auxiliaries stands between.
    fn governs_verb(&self, cue: &Cue<'_>, verb: usize) -> bool {
        let group = self.clause.chunks.verbs[verb];
        if cue.start >= group.main {
            return false;
        }
        if cue.end > group.start {
            // Inside the group ("will", "may"), or its "to" belongs to the cue.
            return cue.end <= group.main || cue.start >= group.start && cue.end <= group.main + 1;
        }
        (cue.end..group.start).all(|i| matches!(self.clause.chunks.kind(i), Kind::Adverb | Kind::Quote))
    }

    /// "banished no preacher", "neither would halt".
    fn denied_argument(&self, verb: usize) -> Option<usize> {
        let group = self.clause.chunks.verbs[verb];
        let chunks = self.clause.chunks;
        let object = chunks.noun_at(group.end).filter(|n| chunks.nouns[*n].negated);
        object.or_else(|| {
            let subject = group.start.checked_sub(1).and_then(|b| chunks.noun_at(b))?;
            chunks.nouns[subject].negated.then_some(subject)
        })
    }

    /// The verb that a bare form after "and" goes with: "to visit ... and meet".
    fn shares_with(&self, verb: usize) -> Option<usize> {
        let chunks = self.clause.chunks;
        let group = chunks.verbs[verb];
        let bare = group.start == group.main && self.clause.tags[group.main] == Tag::Vb;
        let joined = group.start > 0 && matches!(chunks.kind(group.start - 1), Kind::Coordinator | Kind::Comma);
        if !(bare && joined) {
            return None;
        }
        verb.checked_sub(1).filter(|v| self.clause.tags[chunks.verbs[*v].main] == Tag::Vb)
    }

    fn noun(&mut self, head: usize, depth: usize) {
        let chunks = self.clause.chunks;
        let Some(noun) = chunks.noun_at(head) else { return };
        let phrase = chunks.nouns[noun];
        if phrase.negated {
            self.say(Rank::Negated);
        }
        for at in 0..self.cues.len() {
            let cue = self.cues[at];
            if !self.outside_trigger(&cue) {
                continue;
            }
            let inside = cue.start >= phrase.start && cue.end <= head;
            let leads = cue.end <= phrase.start
                && (cue.end..phrase.start)
                    .all(|i| matches!(chunks.kind(i), Kind::Adverb | Kind::Quote | Kind::Modifier));
            let overlaps_start = cue.start < phrase.start && cue.end > phrase.start && cue.end <= head;
            if cue.entry.over != Over::Before && (inside || leads || overlaps_start) {
                self.take(&cue);
                if depth > 0
                    && let Some(outer) = chunks.verb_at(cue.start)
                {
                    self.above(outer, depth - 1);
                }
            }
        }
        if let Some(verb) = self.clause.governs_as_subject(head) {
            let group = chunks.verbs[verb];
            for at in 0..self.cues.len() {
                let cue = self.cues[at];
                let touches = cue.start < group.end + 1 && cue.end > group.start;
                if cue.entry.over != Over::After && self.outside_trigger(&cue) && touches {
                    self.take(&cue);
                }
            }
            if depth > 0 {
                self.verb(verb, 1);
            }
        } else if depth > 0
            && let Some(verb) = self.clause.governor(head)
            && chunks.verbs[verb].main >= self.trigger.end.min(verb)
        // the trigger's own verb is judged as a verb
        {
            let group = chunks.verbs[verb];
            // Only the verb right before the phrase carries it: "held talks", not "said after talks".
            let right_before = (group.end..phrase.start)
                .all(|i| matches!(chunks.kind(i), Kind::Adverb | Kind::Quote | Kind::Modifier));
            let purpose = phrase.start > 0
                && self
                    .clause
                    .knowledge
                    .grammar
                    .is(self.clause.tokens[phrase.start - 1].word, WordClass::PurposePreposition);
            if right_before || purpose {
                self.verb(verb, depth - 1);
            }
        }
    }

    /// "resumed talks": the event's own words say where a contact stands.
    fn own_words(&mut self) {
        let own = |c: &&Cue<'_>| self.trigger.start <= c.start && c.end <= self.trigger.end;
        let contact = self.cues.iter().filter(own).find_map(|c| c.entry.contact);
        self.contact = contact.or(self.contact);
    }

    /// "if Turkey expels the envoy": a cue that begins a clause speaks of the whole of it.
    fn conditional(&mut self) {
        let chunks = self.clause.chunks;
        for at in 0..self.cues.len() {
            let cue = self.cues[at];
            let opens = chunks.kind(cue.start) == Kind::Subordinator && cue.entry.over != Over::Before;
            if !opens || cue.end > self.trigger.start {
                continue;
            }
            let same_clause =
                (cue.end..self.trigger.start).all(|i| !matches!(chunks.kind(i), Kind::Comma | Kind::Boundary));
            if same_clause {
                self.take(&cue);
            }
        }
    }
}
