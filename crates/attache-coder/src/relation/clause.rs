//! Subjects.

use super::{CHAIN, Clause, Phrases};
use crate::chunk::{Kind, VerbGroup};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;

/// What stands to the left of a verb.
enum Left {
    /// Its subject.
    Subject(Phrases),
    /// The verb whose subject it shares.
    Verb(usize),
    /// Nothing.
    None,
}

impl Clause<'_> {
    /// The grammatical subject of a verb, followed back over shared subjects, infinitives and participles.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Phrases {
        let mut at = verb;
        for _ in 0..CHAIN {
            match self.left_of(at) {
                Left::Subject(phrases) => return phrases,
                Left::Verb(other) => at = other,
                Left::None => return Vec::new(),
            }
        }
        Vec::new()
    }

    fn left_of(&self, verb: usize) -> Left {
        let group = self.chunks.verbs[verb];
        if group.infinitive {
            return self.left_of_infinitive(verb, &group);
        }
        self.scan(verb, group.start)
    }

    /// An infinitive is done by whoever does the verb before it, or by its object where one stands between ("urged
    /// Turkey to withdraw"); in a headline the phrase before it is its subject ("Turkey to expel envoy").
    fn left_of_infinitive(&self, verb: usize, group: &VerbGroup) -> Left {
        let Some(before) = verb.checked_sub(1) else { return self.scan(verb, group.start) };
        let governor = self.chunks.verbs[before];
        let object = self.object(governor.end);
        if let Some(&last) = object.last()
            && self.names_somebody(last)
            && self.phrase_end(last) == group.start
        {
            return Left::Subject(object);
        }
        if self.boundary_between(governor.end, group.start) { self.scan(verb, group.start) } else { Left::Verb(before) }
    }

    fn boundary_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.kind(at) == Kind::Boundary)
    }

    /// Scans to the left of `start` for the subject of `verb`.
    fn scan(&self, verb: usize, start: usize) -> Left {
        let group = self.chunks.verbs[verb];
        let mut at = start;
        // Free noun phrases met so far, nearest first: those that no preposition and no verb claims.
        let mut free: Vec<usize> = Vec::new();
        let mut coordinated = false;
        while at > 0 {
            at -= 1;
            if let Some(noun) = self.chunks.noun_at(at) {
                let phrase = self.chunks.nouns[noun];
                at = phrase.start;
                if phrase.temporal {
                    continue;
                }
                match self.kind_before(phrase.start) {
                    Kind::Preposition => at -= 1,
                    Kind::Coordinator if self.joins_a_phrase_of_preposition(noun) => {}
                    // In the middle of a list ("between Iran, *Iraq* and Oman"), not after it ("with Iran, Oman said").
                    Kind::Comma if self.goes_on(noun) && self.joins_a_phrase_of_preposition(noun) => {}
                    // "reiterated its support and called": a clause that is reported would have a verb of its own before "and".
                    Kind::Verb if (coordinated || self.verb_takes(phrase.start)) && free.is_empty() => {
                        return self.after_verb(verb, phrase.start, coordinated, &group);
                    }
                    Kind::Verb if self.verb_takes(phrase.start) => return self.chosen(&free),
                    _ => free.push(noun),
                }
                continue;
            }
            match self.kind(at) {
                Kind::Coordinator if free.is_empty() => coordinated = true,
                Kind::Boundary => break,
                Kind::Subordinator => {
                    if !free.is_empty() {
                        return self.chosen(&free);
                    }
                    return self.relative(at, verb);
                }
                Kind::Verb | Kind::Modal | Kind::To => {
                    if !free.is_empty() {
                        return self.chosen(&free);
                    }
                    return self.after_verb(verb, at + 1, coordinated, &group);
                }
                _ => {}
            }
        }
        self.chosen(&free)
    }

    /// Whether a list goes on behind a phrase.
    fn goes_on(&self, noun: usize) -> bool {
        matches!(self.kind(self.chunks.nouns[noun].end), Kind::Comma | Kind::Coordinator)
    }

    /// Whether a phrase after "and" goes with one that a preposition holds: "talks between Kenya *and Uganda*", but not
    /// "the minister of Turkey *and his counterpart*".
    fn joins_a_phrase_of_preposition(&self, noun: usize) -> bool {
        let start = self.chunks.nouns[noun].start;
        let Some(left) = start.checked_sub(2).and_then(|at| self.chunks.noun_at(at)) else { return false };
        let phrase = self.chunks.nouns[left];
        if phrase.end + 1 != start {
            return false;
        }
        let held = self.kind_before(phrase.start) == Kind::Preposition
            || self.kind_before(phrase.start) == Kind::Comma && left > 0 && self.joins_a_phrase_of_preposition(left);
        let form = |n: usize| {
            let phrase = self.chunks.nouns[n];
            let mention = self.mentions.iter().find(|m| m.start < phrase.end && phrase.start < m.end);
            mention.map(|m| (m.form, m.person))
        };
        held && form(left) == form(noun)
    }

    fn kind_before(&self, start: usize) -> Kind {
        match start.checked_sub(1) {
            Some(at) => match self.kind(at) {
                Kind::Adverb | Kind::Quote if at > 0 => self.kind(at - 1),
                kind => kind,
            },
            None => Kind::Boundary,
        }
    }

    /// Whether the verb right before a position takes the phrase there as its object, rather than reporting a clause
    /// ("said Turkey had ...").
    fn verb_takes(&self, start: usize) -> bool {
        let mut at = start;
        while at > 0 && matches!(self.kind(at - 1), Kind::Adverb | Kind::Quote) {
            at -= 1;
        }
        let Some(verb) = at.checked_sub(1).and_then(|b| self.chunks.verb_at(b)) else { return false };
        !self.reports(verb)
    }

    /// Whether a verb reports what follows: one of the words of `speech.toml`.
    fn reports(&self, verb: usize) -> bool {
        let main = self.chunks.verbs[verb].main;
        self.knowledge.speech.beginning_with(self.tokens[main].word).next().is_some()
    }

    /// No subject between this verb and the one before it.
    fn after_verb(&self, verb: usize, end: usize, coordinated: bool, group: &VerbGroup) -> Left {
        let Some(before) = self.chunks.verb_at(end - 1).or_else(|| verb.checked_sub(1)) else { return Left::None };
        if before >= verb {
            return Left::None;
        }
        let other = self.chunks.verbs[before];
        // "who met Egypt's president on Monday, said": over the relative clause, to what it is about.
        let start = self.clause_start(before);
        if !coordinated
            && group.is_finite()
            && let Some(relative) = start
            && self.kind(group.start - 1) == Kind::Comma
        {
            return self.scan(verb, relative);
        }
        if group.participle && !self.is_passive(group) && !coordinated && self.tags[group.main] == Tag::Vbg {
            // "troops entering the city": the phrase right before; "X met Y, accusing Z": whoever met.
            if self.kind(group.start.wrapping_sub(1)) != Kind::Comma
                && let Some(noun) = group.start.checked_sub(1).and_then(|b| self.chunks.noun_at(b))
                && self.names_somebody(noun)
            {
                return Left::Subject(vec![noun]);
            }
        }
        // "asked Washington to extradite a cleric and threatened": a finite verb goes with the finite one before.
        if group.is_finite() && self.tags[group.main] != Tag::Vb && !other.is_finite() {
            let finite = (0..before).rev().find(|v| self.chunks.verbs[*v].is_finite());
            return Left::Verb(finite.unwrap_or(before));
        }
        // "thanked Kenya for taking in", "accused Egypt of shelling": whoever is thanked or accused.
        if group.participle && self.is(group.start.wrapping_sub(1), WordClass::BelongingPreposition) {
            let object = self.object(other.end);
            if object.first().is_some_and(|n| self.names_somebody(*n)) {
                return Left::Subject(object);
            }
        }
        Left::Verb(before)
    }

    /// Where the relative or participial clause of a verb begins, if it does after a comma: the position of that comma.
    fn clause_start(&self, verb: usize) -> Option<usize> {
        let group = self.chunks.verbs[verb];
        if group.participle && group.start > 0 && self.kind(group.start - 1) == Kind::Comma {
            return Some(group.start - 1);
        }
        let mut at = group.start;
        while at > 0 {
            at -= 1;
            match self.kind(at) {
                Kind::Subordinator => {
                    return (at > 0 && self.kind(at - 1) == Kind::Comma).then(|| at - 1);
                }
                Kind::Boundary | Kind::Verb => return None,
                _ => {}
            }
        }
        None
    }

    /// The subject of a verb right after "who", "which", "that": what stands before the word; after another
    /// subordinator there is none.
    fn relative(&self, at: usize, verb: usize) -> Left {
        let is_pronoun = matches!(self.tags[at], Tag::Wp | Tag::Wdt) || self.tags[at] == Tag::In;
        if !is_pronoun {
            return Left::None;
        }
        let _ = verb;
        let mut left = at;
        while left > 0 && matches!(self.kind(left - 1), Kind::Comma | Kind::Preposition) {
            left -= 1;
        }
        match left.checked_sub(1).and_then(|b| self.chunks.noun_at(b)) {
            Some(noun) => Left::Subject(self.whole_list(noun)),
            None => Left::None,
        }
    }

    /// A phrase that another attaches to ("officials of Egypt who"): the one that heads the chain.
    fn whole_list(&self, noun: usize) -> Phrases {
        let mut head = noun;
        while !self.names_somebody(head) && head > 0 {
            let phrase = self.chunks.nouns[head];
            if self.kind_before(phrase.start) != Kind::Preposition {
                break;
            }
            head -= 1;
        }
        vec![head]
    }

    /// The subject among free phrases (nearest first): the nearest that names somebody, with those joined to it on
    /// the left; else the nearest.
    fn chosen(&self, free: &[usize]) -> Left {
        let Some(&nearest) = free.first() else { return Left::None };
        let at = free.iter().position(|n| self.names_somebody(*n));
        let Some(at) = at else { return Left::Subject(vec![nearest]) };
        // A phrase far off is not the subject where the nearest is one of its own: "Turkey, the talks failed".
        if at > 0 && !self.appositive(free[at], nearest) {
            return Left::Subject(vec![nearest]);
        }
        let mut list = vec![free[at]];
        for &noun in &free[at + 1..] {
            let Some(&right) = list.last() else { break };
            if !self.joined(noun, right) || !self.names_somebody(noun) {
                break;
            }
            list.push(noun);
        }
        // "the top US diplomat for Asia, Daniel Kritenbrink,": one man, named twice. "UK, India clinch deal": two.
        let form = |n: usize| {
            let phrase = self.chunks.nouns[n];
            self.mentions.iter().find(|m| m.head && m.start < phrase.end && phrase.start < m.end).map(|m| m.form)
        };
        let names_one = list.len() == 2
            && self.appositive(list[1], list[0])
            && !self.coordinated(list[1], list[0])
            && form(list[0]) != form(list[1]);
        if names_one {
            // The name counts.
            let named = |n: usize| {
                let phrase = self.chunks.nouns[n];
                self.mentions.iter().any(|m| {
                    m.head && m.form == crate::mention::Form::Name && m.start < phrase.end && phrase.start < m.end
                })
            };
            let keep = if named(list[0]) || !named(list[1]) { list[0] } else { list[1] };
            return Left::Subject(vec![keep]);
        }
        list.reverse();
        Left::Subject(list)
    }

    /// Whether only commas, "and" and attached phrases stand between two noun phrases.
    fn joined(&self, left: usize, right: usize) -> bool {
        let from = self.phrase_end(left).min(self.chunks.nouns[right].start);
        let to = self.chunks.nouns[right].start;
        (from..to).any(|i| matches!(self.kind(i), Kind::Comma | Kind::Coordinator))
            && (from..to).all(|i| {
                matches!(self.kind(i), Kind::Comma | Kind::Coordinator | Kind::Preposition | Kind::Adverb)
                    || self.chunks.noun_at(i).is_some()
            })
    }

    fn coordinated(&self, left: usize, right: usize) -> bool {
        (self.chunks.nouns[left].end..self.chunks.nouns[right].start).any(|i| self.kind(i) == Kind::Coordinator)
    }

    /// Whether two phrases stand beside each other with a comma between.
    fn appositive(&self, left: usize, right: usize) -> bool {
        let between = self.chunks.nouns[left].end..self.chunks.nouns[right].start;
        let attached = self.phrase_end(left) >= self.chunks.nouns[right].start.saturating_sub(1);
        between.clone().any(|i| self.kind(i) == Kind::Comma) && (attached || between.len() <= 6)
    }
}
