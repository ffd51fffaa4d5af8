//! What speaks for or against somebody as a party of an event.

use super::options::{codes, sides};
use super::{Ask, Choice, Feature, How, Role};
use crate::chunk::Kind;
use crate::mention::{Form, Mention, Who};
use crate::relation::Clause;
use crate::status::Trigger;
use attache_knowledge::actors::Actors;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_record::{Class, Code, Mode, Sector};
use jiff::civil::Date;

/// The word before a candidate; any other is "other".
const PREPOSITIONS: [&str; 19] = [
    "to", "with", "against", "on", "in", "of", "for", "from", "by", "at", "over", "about", "between", "and", ",", "as",
    "near", "after", "behind",
];
const COUNTS: [&str; 4] = ["0", "1", "2", "more"];
const NO_YES: [&str; 2] = ["no", "yes"];

fn count(n: usize) -> &'static str {
    COUNTS[n.min(COUNTS.len() - 1)]
}

/// Words between, in steps.
fn words(distance: usize) -> &'static str {
    match distance {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3-5",
        6..=10 => "6-10",
        _ => "more",
    }
}

/// Whom the grammar relates to the event's words.
struct Related<'c> {
    subject: Vec<&'c Mention>,
    object: Vec<&'c Mention>,
    possessors: Vec<&'c Mention>,
    controller: Vec<&'c Mention>,
}

impl<'c> Related<'c> {
    fn of(trigger: Trigger, clause: &'c Clause<'_>) -> Self {
        let verb = clause.chunks.verb_at(trigger.head).filter(|_| !clause.tags[trigger.head].is_noun());
        let people = |phrases: Vec<usize>| clause.people_of(&phrases);
        Self {
            subject: verb.map_or_else(Vec::new, |v| people(clause.doer(v, trigger.end))),
            object: verb
                .map_or_else(|| people(clause.object(trigger.end)), |v| people(clause.undergoer(v, trigger.end))),
            possessors: clause.possessors(trigger.head),
            controller: verb.map_or_else(Vec::new, |v| people(clause.controller(v))),
        }
    }

    fn relation(&self, mention: &Mention, trigger: Trigger, clause: &Clause<'_>) -> &'static str {
        let holds = |list: &[&Mention]| list.iter().any(|m| (m.start, m.end) == (mention.start, mention.end));
        if holds(&self.object) {
            "object"
        } else if holds(&self.subject) {
            "subject"
        } else if holds(&self.possessors) {
            "possessor"
        } else if holds(&self.controller) {
            "controller"
        } else if mention.start == mention.end {
            "unsaid"
        } else if mention.start >= trigger.start && mention.end <= trigger.end {
            "inside"
        } else if !mention.head && clause.chunks.noun_at(mention.start) == clause.chunks.noun_at(trigger.head) {
            "modifier"
        } else {
            "none"
        }
    }
}

/// What stands as the object of an event's words: somebody, or words that name nobody whom the knowledge can place.
fn object(trigger: Trigger, clause: &Clause<'_>) -> &'static str {
    let verb = clause.chunks.verb_at(trigger.head).filter(|_| !clause.tags[trigger.head].is_noun());
    let phrases = match verb {
        Some(verb) if clause.is_passive(&clause.chunks.verbs[verb]) => clause.undergoer(verb, trigger.end),
        Some(verb) => {
            let behind = clause.object(trigger.end);
            if behind.is_empty() { clause.object(clause.chunks.verbs[verb].end) } else { behind }
        }
        None => clause.object(trigger.end),
    };
    let Some(first) = phrases.first() else { return "none" };
    let phrase = clause.chunks.nouns[*first];
    let inside = |m: &&Mention| m.start < phrase.end && phrase.start < m.end;
    let mut mentions = clause.mentions.iter().filter(inside);
    if mentions.clone().any(|m| m.head && !m.who.is_empty()) {
        return "somebody";
    }
    if mentions.clone().any(|m| m.form == Form::Pronoun) {
        return "own thing";
    }
    if mentions.any(|m| !m.who.is_empty()) {
        return "somebody's";
    }
    match clause.tags[phrase.head] {
        Tag::Nns | Tag::Nnps => "things",
        Tag::Nnp => "name",
        _ => "thing",
    }
}

/// What kind of actor it is.
fn kind(who: &[Who], actors: &Actors, day: Option<Date>) -> &'static str {
    let [one, ..] = who else { return "unknown" };
    if matches!(one, Who::Place(_)) {
        return "place";
    }
    match one.code(actors, day) {
        None => "unknown",
        Some(code) => match (code.state().is_some(), code.sector()) {
            (true, None) => "state",
            (true, Some(Sector::Gov | Sector::Leg | Sector::Jud)) => "government",
            (true, Some(Sector::Mil | Sector::Reb | Sector::Par)) => "armed",
            (true, Some(Sector::Cvl | Sector::Ref | Sector::Lab | Sector::Edu)) => "people",
            (true, Some(_)) => "others",
            (false, _) if code.as_str().starts_with("IGO") => "igo",
            (false, _) => "body",
        },
    }
}

fn form(mention: &Mention) -> &'static str {
    match (mention.start == mention.end, mention.form) {
        (true, _) => "unsaid",
        (_, Form::Name) => "name",
        (_, Form::Noun) => "noun",
        (_, Form::Pronoun) => "pronoun",
    }
}

/// The name of a class; of a user's own nothing was learnt.
fn class_name(class: Class) -> &'static str {
    Class::ALL.iter().find(|c| **c == class).map_or("own", |c| c.as_str())
}

fn mode_name(mode: Mode) -> &'static str {
    Mode::ALL.iter().find(|m| **m == mode).map_or("own", |m| m.as_str())
}

/// Describes all choices of a side.
pub(super) fn all(ask: &Ask<'_>, choices: &mut [Choice], clause: &Clause<'_>, day: Option<Date>) {
    let actors = &clause.knowledge.actors;
    let related = Related::of(ask.trigger, clause);
    let verb = clause.chunks.verb_at(ask.trigger.head).map(|v| clause.chunks.verbs[v]);
    let describer = Describer {
        ask,
        clause,
        day,
        object: object(ask.trigger, clause),
        passive: verb.is_some_and(|v| clause.is_passive(&v)),
        given: match ask.given {
            [] => "none",
            [first, ..] if ask.given.iter().all(|m| m.who.is_empty()) => {
                if first.ambiguous {
                    "ambiguous"
                } else {
                    "unplaced"
                }
            }
            [first, ..] => related.relation(first, ask.trigger, clause),
        },
        related,
        other_sides: sides(ask.other, actors, day),
        other_codes: codes(ask.other, actors, day),
        given_sides: sides(ask.given, actors, day),
        context: ask
            .context
            .iter()
            .map(|(why, who)| {
                let mut sides: Vec<String> =
                    who.iter().filter_map(|w| w.code(actors, day)).map(|c| c.dyad_side().to_owned()).collect();
                sides.sort_unstable();
                sides.dedup();
                (*why, sides)
            })
            .collect(),
        elsewhere: [
            sides(ask.elsewhere[0].iter().copied(), actors, day),
            sides(ask.elsewhere[1].iter().copied(), actors, day),
        ],
        prepositions: PREPOSITIONS.map(|text| (text, clause.knowledge.vocabulary.look_up_folded(text))),
    };
    for choice in choices {
        choice.features = describer.of(choice);
    }
}

struct Describer<'a, 'c> {
    ask: &'a Ask<'a>,
    clause: &'c Clause<'c>,
    day: Option<Date>,
    /// What stands as the object of the event's words.
    object: &'static str,
    passive: bool,
    /// In which relation those stand whom the pattern's relations gave.
    given: &'static str,
    related: Related<'c>,
    other_sides: Vec<String>,
    other_codes: Vec<Code>,
    given_sides: Vec<String>,
    context: Vec<(&'static str, Vec<String>)>,
    elsewhere: [Vec<String>; 2],
    prepositions: [(&'static str, attache_knowledge::WordId); PREPOSITIONS.len()],
}

impl Describer<'_, '_> {
    fn of(&self, choice: &Choice) -> Vec<Feature> {
        let ask = self.ask;
        let actors = &self.clause.knowledge.actors;
        let (role, class) = (ask.role.as_str(), class_name(ask.class));
        let mut out = Vec::with_capacity(48);
        let how = match (choice.how, choice.mentions.is_empty()) {
            (How::Relation, true) => "none",
            (how, _) => how.as_str(),
        };
        let mut add = |name: &'static str, a: &'static str, b: &'static str| {
            out.push((name, a, b));
        };
        let needed = NO_YES[usize::from(ask.needed)];
        add("how", how, "");
        add("how class", how, class);
        add("how spec", how, ask.spec);
        add("how needed", how, needed);
        let noun = self.clause.tags[ask.trigger.head].is_noun();
        let trigger = if noun { "noun" } else { "verb" };
        add("how trigger", how, trigger);
        if let Some(mode) = ask.mode {
            add("how mode", how, mode_name(mode));
        }
        let other = ask.other.first().map_or("none", |m| kind(&m.who, actors, self.day));
        add("how other", how, other);
        add("how other form", how, ask.other.first().map_or("none", form));
        let told = if ask.told { "told" } else { "begins" };
        add("how told", how, told);
        add("told class", told, class);
        add("how sides", how, count(ask.sides));
        add("how status", how, ask.status.map_or("", |s| s.as_str()));
        add("how object", how, self.object);
        add("how voice", how, if self.passive { "passive" } else { "active" });
        add("how given", how, self.given);
        let given = ask.given.first().map_or("none", form);
        add("how given form", how, given);
        if choice.mentions.is_empty() {
            add("nobody object", self.object, class);
            add("nobody status", ask.status.map_or("", |s| s.as_str()), class);
            let near = self.clause.mentions.iter().filter(|m| !m.who.is_empty() && m.head).count();
            add("nobody mentions", how, count(near.saturating_sub(ask.other.len())));
            add("nobody speaker", how, NO_YES[usize::from(ask.speaker.is_some())]);
        }
        add("number", how, count(choice.sides.len()));
        for (why, sides) in &self.context {
            if *sides == choice.sides && !sides.is_empty() {
                add("as", why, "");
                add("as how", why, how);
                add("as class", why, class);
                add("as needed", why, needed);
                add("as told", why, told);
                add("as sides", why, count(ask.sides));
                add("as object", why, self.object);
                add("as given", why, self.given);
            }
        }
        for (at, name) in ["acts elsewhere", "acted on elsewhere"].into_iter().enumerate() {
            if !choice.sides.is_empty() {
                let there = choice.sides.iter().all(|s| self.elsewhere[at].contains(s));
                add(name, how, NO_YES[usize::from(there)]);
                add(name, class, NO_YES[usize::from(there)]);
            }
        }
        if !choice.sides.is_empty() && !self.other_sides.is_empty() {
            let same = choice.sides.iter().all(|s| self.other_sides.contains(s));
            let some = choice.sides.iter().any(|s| self.other_sides.contains(s));
            let codes = codes(&choice.mentions, actors, self.day);
            let himself = codes.iter().all(|c| self.other_codes.contains(c));
            let name = match (himself, same, some) {
                (true, ..) => "himself",
                (_, true, _) => "own side",
                (_, _, true) => "partly",
                _ => "another",
            };
            add("to other", name, how);
            add("to other class", name, class);
            let who = choice.mentions.first().map_or("unknown", |m| kind(&m.who, actors, self.day));
            add("to other who", name, who);
        }
        if !choice.mentions.is_empty() && choice.how != How::Relation && !self.given_sides.is_empty() {
            let new = choice.sides.iter().any(|s| !self.given_sides.contains(s));
            add("beside given", how, NO_YES[usize::from(new)]);
        }
        let news = match choice.how {
            How::More => &choice.mentions[ask.given.len().min(choice.mentions.len())..],
            _ => &choice.mentions[..],
        };
        let base: Vec<Feature> = out.iter().map(|(name, a, b)| Feature::new([role, name, a, b])).collect();
        let mut out = base;
        if let Some(first) = news.first() {
            self.mention(first, how, choice, &mut out);
        }
        out
    }

    /// What speaks for or against one mention.
    fn mention(&self, mention: &Mention, how: &'static str, choice: &Choice, out: &mut Vec<Feature>) {
        let ask = self.ask;
        let clause = self.clause;
        let actors = &clause.knowledge.actors;
        let (role, class) = (ask.role.as_str(), class_name(ask.class));
        let mut add = |name: &'static str, a: &'static str, b: &'static str| out.push(Feature::new([role, name, a, b]));
        let who = kind(&mention.who, actors, self.day);
        let unknown = choice.mentions.iter().all(|m| m.who.is_empty());
        add("who", how, who);
        add("class who", class, who);
        add("form", how, form(mention));
        add("class form", class, form(mention));
        add("placed", how, NO_YES[usize::from(!unknown)]);
        let relation = self.related.relation(mention, ask.trigger, clause);
        add("relation", how, relation);
        add("voice relation", if self.passive { "passive" } else { "active" }, relation);
        add("given relation", self.given, relation);
        add("class relation", class, relation);
        add("spec relation", ask.spec, relation);
        add("who relation", who, relation);
        if mention.start == mention.end {
            return;
        }
        let noun = clause.tags[ask.trigger.head].is_noun();
        let (side, distance) = if mention.start >= ask.trigger.end {
            ("behind", mention.start - ask.trigger.end)
        } else if mention.end <= ask.trigger.start {
            ("before", ask.trigger.start - mention.end)
        } else {
            ("inside", 0)
        };
        let span = if side == "behind" {
            ask.trigger.end..mention.start
        } else {
            mention.end..ask.trigger.start.max(mention.end)
        };
        add("side", how, side);
        add("side class", class, side);
        add("distance", side, words(distance));
        let between = clause.mentions.iter().filter(|m| m.head && span.start <= m.start && m.end <= span.end).count();
        add("mentions between", side, count(between));
        let verbs = clause.chunks.verbs.iter().filter(|v| span.start <= v.start && v.end <= span.end).count();
        add("verbs between", side, count(verbs));
        add("verbs between how", how, count(verbs));
        let cut = span.clone().any(|at| matches!(clause.chunks.kind(at), Kind::Boundary | Kind::Subordinator));
        add("clause between", side, NO_YES[usize::from(cut)]);
        let commas = span.filter(|at| clause.chunks.kind(*at) == Kind::Comma).count();
        add("commas between", side, count(commas));
        add("head", if mention.head { "head" } else { "part" }, form(mention));
        add("head role", if mention.head { "head" } else { "part" }, how);
        let word = mention.start.checked_sub(1).map(|at| clause.tokens[at].word);
        let before = match word {
            None => "start",
            Some(word) => self.prepositions.iter().find(|(_, w)| *w == word).map_or("other", |(text, _)| text),
        };
        add("before", before, if noun { "noun" } else { "verb" });
        add("before side", before, side);
        add("before class", before, class);
        add("before who", before, who);
        let place = word.is_some_and(|w| clause.knowledge.grammar.is(w, WordClass::PlacePreposition));
        if place {
            add("place", who, how);
        }
        let speaks = ask.speaker.is_some_and(|s| (s.start, s.end) == (mention.start, mention.end));
        if speaks {
            add("speaks", how, class);
            add("speaks", how, "");
        }
        let possessive = clause.chunks.kind(mention.end) == Kind::Possessive || !mention.head;
        add("possessive", NO_YES[usize::from(possessive)], side);
        let phrase = clause.chunks.noun_at(mention.start);
        if !mention.head && phrase.is_some() && phrase == clause.chunks.noun_at(ask.trigger.head) {
            add("of the trigger", class, how);
        }
        // Before its finite verb a phrase is a subject of something.
        let next = clause.chunks.verb_at(mention.end).map(|v| clause.chunks.verbs[v]);
        if next.is_some_and(|v| v.is_finite()) {
            add("subject of", side, how);
        }
        let last = mention.start.checked_sub(1).and_then(|at| clause.chunks.verb_at(at));
        if last.is_some() {
            add("object of", side, how);
        }
        if role == Role::Company.as_str() && choice.mentions.len() > 1 {
            add("list", how, count(choice.mentions.len()));
        }
    }
}
