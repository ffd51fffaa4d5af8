//! The entries of the knowledge as plain texts, by kind and id, so that two of them can be compared.
//!
//! Whatever is a number inside (a word, a state, an office) is written as a word or code: numbers change with every file.

use super::entry::{owner, period};
use super::map::dispute_in_words;
use super::words;
use attache_knowledge::actors::{
    Actors, Agent, Body, Meaning, Numbered, Office, Organisation, Person, Region, State, StateIx, Tenure,
};
use attache_knowledge::events::EventPattern;
use attache_knowledge::gazetteer::PlaceIx;
use attache_knowledge::pattern::Pattern;
use attache_knowledge::relation::Side;
use attache_knowledge::{Knowledge, Vocabulary};
use attache_record::PlaceKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of entry it is, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    State,
    Body,
    Office,
    Person,
    Organisation,
    Agent,
    Region,
    Place,
    Pattern,
    Speech,
    Status,
    Topic,
    /// A phrase that is no actor.
    Discard,
}

/// The fields of an entry, each with its values; empty ones are left out.
pub type Fields = BTreeMap<&'static str, BTreeSet<String>>;

/// All entries. Entries of one kind and id are one.
pub type Facts = BTreeMap<(Kind, String), Fields>;

/// The entries of the knowledge: who acts with all names, where, and the words of events, speech, status and topics.
pub fn facts(knowledge: &Knowledge) -> Facts {
    let mut out = Gather { actors: &knowledge.actors, vocabulary: &knowledge.vocabulary, facts: Facts::new() };
    out.owners();
    out.people();
    out.nouns_and_regions();
    out.places();
    out.names();
    knowledge.events.patterns.iter().for_each(|pattern| out.pattern(pattern));
    out.cues(knowledge);
    out.facts
}

struct Gather<'k> {
    actors: &'k Actors,
    vocabulary: &'k Vocabulary,
    facts: Facts,
}

impl Gather<'_> {
    fn add<const N: usize>(&mut self, kind: Kind, id: impl ToString, fields: [(&'static str, Vec<String>); N]) {
        let entry = self.facts.entry((kind, id.to_string())).or_default();
        for (field, values) in fields {
            let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
            if !values.is_empty() {
                entry.entry(field).or_default().extend(values);
            }
        }
    }

    fn code(&self, at: StateIx) -> String {
        self.actors.states.get(at.index()).map_or_else(String::new, |state| state.code.to_string())
    }

    fn owners(&mut self) {
        let numbers = |list: &[Numbered]| list.iter().map(|n| dated(n.number, period(n.period))).collect();
        for State { code, name, long, period: days, cow, gw } in &self.actors.states {
            let fields = [
                ("name", one(name)),
                ("long", long.iter().cloned().collect()),
                ("period", one(period(*days))),
                ("cow", numbers(cow)),
                ("gw", numbers(gw)),
            ];
            self.add(Kind::State, code, fields);
        }
        for Organisation { id, name, codes, members } in &self.actors.organisations {
            let members = members.iter().map(|(state, days)| dated(self.code(*state), period(*days)));
            let codes = codes.iter().map(|(code, days)| dated(code, period(*days)));
            let fields = [("name", one(name)), ("code", codes.collect()), ("member", members.collect())];
            self.add(Kind::Organisation, id, fields);
        }
        for Body { id, name, owner: whose, kind, sector, sectors, period: days } in &self.actors.bodies {
            let sectors = sectors.iter().map(|(sector, days)| dated(sector.as_str(), period(*days)));
            let sectors = sector.iter().map(|sector| sector.as_str().to_owned()).chain(sectors);
            let fields = [
                ("name", one(name)),
                ("owner", one(owner(self.actors, *whose))),
                ("kind", one(format!("{kind:?}").to_lowercase())),
                ("sector", sectors.collect()),
                ("period", one(period(*days))),
            ];
            self.add(Kind::Body, id, fields);
        }
    }

    fn people(&mut self) {
        let actors = self.actors;
        for Office { id, title, owner: whose, sector, single } in &actors.offices {
            let fields = [
                ("title", one(title)),
                ("owner", one(owner(actors, *whose))),
                ("sector", one(sector.as_str())),
                ("single", one(single)),
            ];
            self.add(Kind::Office, id, fields);
        }
        // The other names and the surname come from the phrases.
        for Person { id, name, variants: _, surname: _, owner: whose, held } in &actors.people {
            let held = held.iter().map(|Tenure { office, period: days }| {
                dated(actors.offices.get(office.index()).map_or("", |office| office.id.as_str()), period(*days))
            });
            let fields = [("name", one(name)), ("owner", one(owner(actors, *whose))), ("held", held.collect())];
            self.add(Kind::Person, id, fields);
        }
    }

    fn nouns_and_regions(&mut self) {
        for Agent { id, name, sector, kind, own, abroad, other, any_sector, private, vague } in &self.actors.agents {
            let flags = [
                ("own", own),
                ("abroad", abroad),
                ("other", other),
                ("any sector", any_sector),
                ("private", private),
                ("vague", vague),
            ];
            let fields = [
                ("name", one(name)),
                ("sector", one(sector.as_str())),
                ("kind", one(format!("{kind:?}").to_lowercase())),
                ("flag", flags.iter().filter(|(_, set)| **set).map(|(flag, _)| (*flag).to_owned()).collect()),
            ];
            self.add(Kind::Agent, id, fields);
        }
        for Region { id, name, middle, state, dispute } in &self.actors.regions {
            let dispute = dispute.and_then(|at| self.actors.gazetteer.dispute(at));
            let fields = [
                ("name", one(name)),
                ("middle", middle.iter().map(|(latitude, longitude)| format!("{latitude}, {longitude}")).collect()),
                ("state", state.iter().map(|at| self.code(*at)).collect()),
                ("dispute", dispute.iter().map(|dispute| dispute_in_words(self.actors, dispute)).collect()),
            ];
            self.add(Kind::Region, id, fields);
        }
    }

    fn places(&mut self) {
        for place in (0..).map_while(|at| self.actors.gazetteer.place(PlaceIx(at))) {
            let middle = format!("{}, {}", place.latitude(), place.longitude());
            if place.kind() == PlaceKind::State {
                self.add(Kind::State, self.code(place.state()), [("middle", one(middle))]);
                continue;
            }
            let Some(id) = place.id() else { continue };
            let division = place.division().and_then(|division| division.id());
            let fields = [
                ("name", place.names().take(1).map(str::to_owned).collect()),
                ("names", place.names().skip(1).map(str::to_owned).collect()),
                ("kind", one(place.kind())),
                ("state", one(self.code(place.state()))),
                ("division", division.iter().map(ToString::to_string).collect()),
                ("middle", one(middle)),
                ("population", one(place.population())),
                ("dispute", place.dispute().iter().map(|d| dispute_in_words(self.actors, d)).collect()),
            ];
            self.add(Kind::Place, id, fields);
        }
    }

    /// Every phrase that names an entry, in lower case and without accents, as the matcher reads it.
    fn names(&mut self) {
        let Actors { states, bodies, offices, titles, people, organisations, agents, regions, names, .. } = self.actors;
        let vocabulary = self.vocabulary;
        names.each(|words, meaning| {
            let text = words.iter().map(|word| vocabulary.word(*word)).collect::<Vec<_>>().join(" ");
            let (kind, ids, field): (Kind, Vec<&str>, &'static str) = match meaning {
                Meaning::State(at) => (Kind::State, id_of(states, at.index(), |e| e.code.as_str()), "names"),
                Meaning::Adjective(at) => (Kind::State, id_of(states, at.index(), |e| e.code.as_str()), "adjectives"),
                Meaning::Demonym(at) => (Kind::State, id_of(states, at.index(), |e| e.code.as_str()), "demonyms"),
                Meaning::Body(at) => (Kind::Body, id_of(bodies, at.index(), |e| e.id.as_str()), "names"),
                Meaning::Organisation(at) => {
                    (Kind::Organisation, id_of(organisations, at.index(), |e| e.id.as_str()), "names")
                }
                Meaning::OrganisationAdjective(at) => {
                    (Kind::Organisation, id_of(organisations, at.index(), |e| e.id.as_str()), "adjectives")
                }
                Meaning::Person(at) => (Kind::Person, id_of(people, at.index(), |e| e.id.as_str()), "names"),
                Meaning::Surname(at, false) => (Kind::Person, id_of(people, at.index(), |e| e.id.as_str()), "surname"),
                Meaning::Surname(at, true) => {
                    (Kind::Person, id_of(people, at.index(), |e| e.id.as_str()), "surname alone")
                }
                Meaning::Title(at) => {
                    let of = titles.get(at.index()).map_or(&[][..], |title| &title.offices);
                    let ids = of.iter().filter_map(|at| offices.get(at.index())).map(|office| office.id.as_str());
                    (Kind::Office, ids.collect(), "titles")
                }
                Meaning::Agent(at) => (Kind::Agent, id_of(agents, at.index(), |e| e.id.as_str()), "names"),
                Meaning::Agents(at) => (Kind::Agent, id_of(agents, at.index(), |e| e.id.as_str()), "plurals"),
                Meaning::Region(at) => (Kind::Region, id_of(regions, at.index(), |e| e.id.as_str()), "names"),
                Meaning::Place(..) => return,
                Meaning::Nothing => (Kind::Discard, vec![text.as_str()], "names"),
            };
            for id in ids {
                self.facts.entry((kind, id.to_owned())).or_default().entry(field).or_default().insert(text.clone());
            }
        });
    }

    fn pattern(&mut self, entry: &EventPattern) {
        let EventPattern { id, pattern, gives, own, status, actor, recipient, place, .. } = entry;
        let EventPattern { reciprocal, needs, unless, score, contact, .. } = entry;
        let fields = [
            ("words", one(self.words(pattern))),
            ("gives", one(format!("{gives:?}"))),
            ("called", own.iter().map(|(class, mode)| format!("{class} {mode:?}")).collect()),
            ("status", status.iter().map(ToString::to_string).collect()),
            ("actor", one(self.side(actor))),
            ("recipient", one(self.side(recipient))),
            ("place", one(self.side(place))),
            ("reciprocal", one(reciprocal)),
            ("needs", one(format!("{needs:?}").to_lowercase())),
            ("unless", unless.iter().map(|pattern| self.words(pattern)).collect()),
            ("score", one(score)),
            ("contact", contact.iter().map(ToString::to_string).collect()),
        ];
        self.add(Kind::Pattern, id, fields);
    }

    fn words(&self, pattern: &Pattern) -> String {
        words::pattern(self.vocabulary, &pattern.steps)
    }

    fn side(&self, side: &Side) -> String {
        words::side(self.vocabulary, side)
    }

    fn cues(&mut self, knowledge: &Knowledge) {
        for cue in &knowledge.speech.entries {
            let rest = format!("claim {:?}, readout {}", cue.claim, cue.readout).to_lowercase();
            let (words, speaker) = (self.words(&cue.pattern), self.side(&cue.speaker));
            self.add(Kind::Speech, &cue.id, [("words", one(words)), ("speaker", one(speaker)), ("reads", one(rest))]);
        }
        for cue in &knowledge.status.entries {
            let rest = [
                ("words", one(self.words(&cue.pattern))),
                ("makes", one(format!("{:?}", cue.makes).to_lowercase())),
                ("over", one(format!("{:?}", cue.over).to_lowercase())),
                ("contact", cue.contact.iter().map(ToString::to_string).collect()),
                ("reported", cue.reported.iter().map(|makes| format!("{makes:?}").to_lowercase()).collect()),
            ];
            self.add(Kind::Status, &cue.id, rest);
        }
        for topic in &knowledge.topics.entries {
            let words = topic.patterns.iter().map(|pattern| self.words(pattern)).collect();
            self.add(Kind::Topic, &topic.id, [("words", words), ("plover", one(topic.plover))]);
        }
    }
}

/// One value.
fn one(value: impl ToString) -> Vec<String> {
    vec![value.to_string()]
}

/// A value with the days on which it holds, if they have an end.
fn dated(value: impl ToString, days: String) -> String {
    format!("{} {days}", value.to_string()).trim_end().to_owned()
}

fn id_of<T>(list: &[T], at: usize, id: impl Fn(&T) -> &str) -> Vec<&str> {
    list.get(at).map(id).into_iter().collect()
}
