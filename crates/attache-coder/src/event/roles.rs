//! Who fills the roles of an event.

use super::parties::Role;
use crate::mention::{Form, Mention, Scene, Who};
use crate::relation::Clause;
use crate::status::Trigger;
use attache_knowledge::actors::Actors;
use attache_knowledge::events::{EventPattern, Gives};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::pattern::{Match, Slot};
use attache_knowledge::relation::{Relation, Side};
use attache_record::{Class, Code, ContactKind, Mode};
use jiff::civil::Date;

/// Who takes part in an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// Who does it.
    pub actors: Vec<Mention>,
    /// To whom.
    pub recipients: Vec<Mention>,
    /// Where, by the pattern's own words.
    pub places: Vec<Mention>,
    /// The sides that weights chose otherwise than the relations of the pattern.
    pub weighed: Vec<Role>,
}

/// Fills the roles of a pattern whose words were matched; whom terse words leave away is in `scene`.
#[must_use]
pub fn fill(
    pattern: &EventPattern,
    matched: &Match,
    trigger: Trigger,
    clause: &Clause<'_>,
    scene: Scene,
    day: Option<Date>,
) -> Roles {
    // "offered its help to Egypt": a phrase that only names the actor again is passed over.
    let side = |side: &Side, slot, actors: &[Mention]| {
        for sum in &side.alternatives {
            let mut found: Vec<Mention> = Vec::new();
            for relation in sum {
                found.extend(related(relation, slot, matched, trigger, clause));
            }
            let mut found = distinct(found);
            found.retain(|f| f.form != Form::Pronoun || f.who.is_empty() || !actors.iter().any(|a| a.who == f.who));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    };
    let actors = side(&pattern.actor, Slot::Actor, &[]);
    let recipients = side(&pattern.recipient, Slot::Recipient, if pattern.reciprocal { &[] } else { &actors });
    let mut roles = Roles { actors, recipients, places: slots(Slot::Place, matched, clause), weighed: Vec::new() };
    if pattern.reciprocal {
        let recipients = std::mem::take(&mut roles.recipients);
        roles.actors.extend(recipients);
        roles.actors.extend(slots(Slot::Recipient, matched, clause));
        roles.actors = distinct(std::mem::take(&mut roles.actors));
    } else {
        // Nobody acts on himself by the same words.
        let actors = roles.actors.clone();
        roles.recipients.retain(|r| !actors.iter().any(|a| a.start < r.end && r.start < a.end));
    }
    if roles.places.is_empty() {
        roles.places = side(&pattern.place, Slot::Place, &[]);
    }
    let visit = matches!(pattern.gives, Gives::Event(Class::Consult, Some(Mode::Visit)));
    if let Some(who) = scene.protagonist.filter(|_| clause.lacks_subject(trigger.head)) {
        roles.supply(pattern, trigger, clause, who);
        let alone = roles.actors.iter().all(|m| m.who.contains(&who)) && roles.recipients.is_empty();
        if let Some(host) = scene.host
            && alone
            && (visit || matches!(pattern.gives, Gives::Contact(ContactKind::Visit)))
        {
            roles.recipients.push(implied(trigger, vec![Who::State(host, None)]));
        }
    }
    if visit {
        let hosts: Vec<Option<Code>> =
            roles.recipients.iter().flat_map(|m| m.who.iter().map(|w| w.code(&clause.knowledge.actors, day))).collect();
        let visitors: Vec<Option<Code>> =
            roles.actors.iter().flat_map(|m| m.who.iter().map(|w| w.code(&clause.knowledge.actors, day))).collect();
        let state = |c: &Option<Code>| c.as_ref().map(|c| c.dyad_side().to_owned());
        let at_home = !hosts.is_empty()
            && hosts.iter().all(|h| visitors.iter().any(|v| state(v) == state(h) && state(h).is_some()));
        if at_home {
            // A trip inside one's own country is no contact.
            roles.recipients.clear();
            roles.actors.clear();
        }
    }
    roles
}

/// Whether a town only says where the subject is: "a magician in Lima".
fn is_where(mention: &Mention, clause: &Clause<'_>) -> bool {
    let town = |who: &Who| match who {
        Who::Place(_) => true,
        Who::Body(at) => clause.knowledge.actors.bodies.get(at.index()).is_some_and(|b| b.kind.is_place()),
        _ => false,
    };
    let before = mention.start.checked_sub(1).and_then(|at| clause.tokens.get(at));
    before.is_some_and(|t| clause.knowledge.grammar.is(t.word, WordClass::PlacePreposition))
        && mention.who.iter().all(town)
}

/// Those who stand in one relation.
fn related(relation: &Relation, slot: Slot, matched: &Match, trigger: Trigger, clause: &Clause<'_>) -> Vec<Mention> {
    let verb = clause.chunks.verb_at(trigger.head).filter(|_| !clause.tags[trigger.head].is_noun());
    let people = |phrases: Vec<usize>| clause.people_of(&phrases).into_iter().cloned().collect::<Vec<_>>();
    match relation {
        Relation::Subject => match verb {
            Some(verb) => {
                let mut doers = people(clause.doer(verb, trigger.end));
                doers.retain(|m| !is_where(m, clause));
                doers
            }
            None => noun_subject(trigger, clause),
        },
        Relation::Object => match verb {
            Some(verb) => people(object(verb, trigger, matched, clause)),
            None => Vec::new(),
        },
        Relation::Possessor => {
            let noun = matched.words.iter().rev().find(|w| clause.chunks.noun_at(**w).is_some()).copied();
            clause.possessors(noun.unwrap_or(trigger.head)).into_iter().cloned().collect()
        }
        Relation::Controller => match verb {
            Some(verb) => people(clause.controller(verb)),
            None => Vec::new(),
        },
        Relation::After(preposition) => {
            // The words may end with the preposition itself ("travel to").
            let from = if matched.end > 0 && clause.tokens[matched.end - 1].word == *preposition {
                matched.end - 1
            } else {
                matched.end
            };
            let found = people(clause.after(from, *preposition));
            if found.is_empty() && from > trigger.head + 1 {
                // Or it stands inside a gap: "accused Egypt *of*".
                return people(clause.after(trigger.head + 1, *preposition));
            }
            found
        }
        Relation::Slot => slots(slot, matched, clause),
    }
}

/// The object of a verb: right after the matched words, or, where these go on past the object ("recalled its
/// ambassador from"), right after the verb. A second verb may share it ("condemned and rejected the move").
fn object(verb: usize, trigger: Trigger, matched: &Match, clause: &Clause<'_>) -> Vec<usize> {
    let group = clause.chunks.verbs[verb];
    if clause.is_passive(&group) {
        return clause.undergoer(verb, trigger.end);
    }
    let mut covered = (group.end..matched.end).filter_map(|at| clause.chunks.noun_at(at));
    let phrases = match covered.find(|n| clause.names_another(*n)) {
        Some(noun) => clause.joined_right(noun),
        None => clause.object(trigger.end),
    };
    if !phrases.is_empty() {
        return phrases;
    }
    let next = clause.chunks.verb_at(trigger.end + 1);
    match next {
        Some(next) if clause.chunks.kind(trigger.end) == crate::chunk::Kind::Coordinator => {
            clause.object(clause.chunks.verbs[next].end)
        }
        _ => Vec::new(),
    }
}

/// Who does what a noun says: its possessor, its by-phrase, the subject of the verb that governs it.
fn noun_subject(trigger: Trigger, clause: &Clause<'_>) -> Vec<Mention> {
    let owners: Vec<Mention> = clause.possessors(trigger.head).into_iter().cloned().collect();
    if !owners.is_empty() {
        return owners;
    }
    let by = clause.knowledge.vocabulary.look_up_folded("by");
    let doers: Vec<Mention> = clause.people_of(&clause.after(trigger.end, by)).into_iter().cloned().collect();
    if !doers.is_empty() {
        return doers;
    }
    match clause.governor(trigger.head) {
        Some(verb) => {
            let end = clause.chunks.verbs[verb].end;
            clause.people_of(&clause.doer(verb, end)).into_iter().cloned().collect()
        }
        None => Vec::new(),
    }
}

fn slots(slot: Slot, matched: &Match, clause: &Clause<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    for (s, start, end) in &matched.slots {
        if *s != slot {
            continue;
        }
        let phrases: Vec<usize> =
            (*start..*end).filter_map(|at| clause.chunks.noun_at(at)).fold(Vec::new(), |mut all, n| {
                if all.last() != Some(&n) {
                    all.push(n);
                }
                all
            });
        found.extend(clause.people_of(&phrases).into_iter().cloned());
    }
    found
}

/// Whether a role may be the subject.
fn takes_subject(side: &Side) -> bool {
    side.alternatives.iter().flatten().any(|r| matches!(r, Relation::Subject | Relation::Possessor))
}

/// Somebody whom the words leave to the context: a mention without words, at the event's own.
pub fn implied(trigger: Trigger, who: Vec<Who>) -> Mention {
    Mention {
        start: trigger.start,
        end: trigger.start,
        form: Form::Pronoun,
        who,
        head: true,
        person: false,
        ambiguous: false,
    }
}

fn distinct(list: Vec<Mention>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::with_capacity(list.len());
    for mention in list {
        let same =
            |m: &Mention| (m.start, m.end) == (mention.start, mention.end) || !m.who.is_empty() && m.who == mention.who;
        if !out.iter().any(same) {
            out.push(mention);
        }
    }
    out
}

impl Roles {
    /// Puts whoever the text is about where terse words leave a subject away: "Met with the President of Peru".
    fn supply(&mut self, pattern: &EventPattern, trigger: Trigger, clause: &Clause<'_>, who: Who) {
        let named = self.actors.iter().chain(&self.recipients).any(|m| m.who.contains(&who));
        if named {
            return;
        }
        let verb = clause.chunks.verb_at(trigger.head).map(|v| clause.chunks.verbs[v]);
        // "called on Chile", without a subject, may be read as a participle.
        let passive =
            verb.is_some_and(|group| clause.is_passive(&group) && (!group.participle || !self.actors.is_empty()));
        if pattern.reciprocal {
            self.actors.insert(0, implied(trigger, vec![who]));
        } else if passive && !self.actors.is_empty() && self.recipients.is_empty() {
            self.recipients.push(implied(trigger, vec![who]));
        } else if self.actors.is_empty() && !passive && takes_subject(&pattern.actor) {
            self.actors.push(implied(trigger, vec![who]));
        }
    }

    /// Fills a role that only the speaker can fill: who demands, when the words are only "must".
    pub fn settle(&mut self, class: Class, speaker: Option<&Mention>, actors: &Actors, day: Option<Date>) {
        let verbal = matches!(
            class,
            Class::Request | Class::Accuse | Class::Threaten | Class::Reject | Class::Support | Class::Agree
        );
        if verbal
            && self.actors.is_empty()
            && let Some(speaker) = speaker
        {
            self.actors = vec![speaker.clone()];
        }
        // "Qin urged Beijing's envoy": the same person on both sides is a misreading.
        let codes = |m: &Mention| m.who.iter().filter_map(|w| w.code(actors, day)).collect::<Vec<_>>();
        let acting: Vec<Vec<Code>> = self.actors.iter().map(codes).collect();
        self.recipients.retain(|r| r.form != Form::Pronoun || !acting.contains(&codes(r)));
        // Nor does a government demand of its own state by name.
        let sides: Vec<&str> = acting.iter().flatten().map(Code::dyad_side).collect();
        let own = |r: &Mention| {
            matches!(r.who[..], [Who::State(_, None)]) && codes(r).iter().any(|c| sides.contains(&c.dyad_side()))
        };
        if verbal {
            self.recipients.retain(|r| !own(r));
        }
    }

    /// "He discussed trade", after a call with another: who took part in that call takes part in this.
    pub fn complete(&mut self, trigger: Trigger, company: &[Who], actors: &Actors, day: Option<Date>) {
        if self.actors.is_empty() && company.len() > 1 {
            // "Trade was also discussed."
            self.actors.push(implied(trigger, company.to_vec()));
            return;
        }
        let [only] = &self.actors[..] else { return };
        let [who] = only.who[..] else { return };
        let code = |w: Who| w.code(actors, day);
        let side = |w: Who| code(w).map(|c| c.dyad_side().to_owned());
        if company.len() < 2 || !company.iter().any(|w| side(*w) == side(who)) {
            return;
        }
        let others: Vec<Who> = company.iter().copied().filter(|w| side(*w) != side(who)).collect();
        self.actors.push(implied(trigger, others));
    }

    /// How many different parties there are.
    #[must_use]
    pub fn sides(&self, actors: &Actors, day: Option<Date>) -> usize {
        let mut all: Vec<(Option<Code>, Who)> = Vec::new();
        for who in self.actors.iter().chain(&self.recipients).flat_map(|m| &m.who) {
            let code = who.code(actors, day);
            if !all.iter().any(|(c, _)| *c == code) {
                all.push((code, *who));
            }
        }
        let unknown = self.actors.iter().chain(&self.recipients).filter(|m| m.who.is_empty()).count();
        all.len() + unknown
    }

    /// Codes of actors and recipients, sorted.
    #[must_use]
    pub fn codes(&self, actors: &Actors, day: Option<Date>) -> (Vec<Code>, Vec<Code>) {
        let side = |list: &[Mention]| {
            let mut codes: Vec<Code> = list.iter().flat_map(|m| &m.who).filter_map(|w| w.code(actors, day)).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        (side(&self.actors), side(&self.recipients))
    }
}
