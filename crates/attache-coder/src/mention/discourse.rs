//! What a document has said so far, so that "the ministry", "he" and "Smith" find whom they stand for.

use super::diary::{Diary, Stay};
use super::turn::Turn;
use super::{Form, Mention, Who, source};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{PersonIx, Standing, StateIx};
use attache_knowledge::publishers::Publisher;
use attache_knowledge::token::fold;
use attache_record::{Code, Sector};
use jiff::civil::Date;

/// How many mentions, and how many people named in full, are remembered at least; enough for every real article, and
/// a bound on the work for a book.
const MEMORY: usize = 256;
/// Longest line that can be the head of a text: its publisher, place and day, in bytes.
const LONGEST_HEAD: usize = 80;
/// How many sentences back a pronoun or a bare noun may reach.
const REACH: usize = 3;

/// Sectors of those who are at odds with their own state's government.
const INNER: [Sector; 3] = [Sector::Reb, Sector::Opp, Sector::Par];

/// Somebody named earlier in the document.
#[derive(Debug, Clone)]
struct Earlier {
    sentence: usize,
    who: Vec<Who>,
    form: Form,
    person: bool,
    /// Folded words of the naming phrase's noun, for "the ministry".
    noun: String,
}

/// A side that was named: as whom last, and how often, with weights.
struct SideNamed {
    code: String,
    who: Who,
    times: u32,
}

/// A document's context.
#[derive(Debug)]
pub struct Discourse<'k> {
    pub(super) knowledge: &'k Knowledge,
    /// Publication date.
    pub day: Option<Date>,
    /// Whose voice "we" is.
    pub voice: Option<Who>,
    /// Usual name of the publisher.
    pub publisher: Option<String>,
    /// Who speaks together; empty where one does.
    joint: Vec<Who>,
    /// The country that bare nouns ("police", "the president") belong to when nothing nearer says.
    pub country: Option<StateIx>,
    /// The state of the place in the dateline.
    pub filed_in: Option<StateIx>,
    /// Current sentence.
    sentence: usize,
    earlier: Vec<Earlier>,
    /// People named in full: the word under which they go on, and who they are.
    named: Vec<(String, Who)>,
    /// Who took part in the last meeting or call told of, for "they" and "the leaders".
    company: Vec<Who>,
    /// Pairs of sides that acted on each other, the last one last.
    dyads: Vec<(Who, Who)>,
    /// Whose words are given, where the text says so.
    pub(super) turn: Option<Turn>,
    /// Whose doings the text lists.
    pub diary: Option<Diary>,
    /// The entry of the list that is being read.
    pub(super) stay: Option<Stay>,
}

impl<'k> Discourse<'k> {
    /// The context at the start of a document.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge, day: Option<Date>, source: Option<&str>, uri: Option<&str>) -> Self {
        let mut discourse = Self {
            knowledge,
            day,
            voice: None,
            publisher: None,
            joint: Vec::new(),
            country: None,
            filed_in: None,
            sentence: 0,
            earlier: Vec::new(),
            named: Vec::new(),
            company: Vec::new(),
            dyads: Vec::new(),
            turn: None,
            diary: None,
            stay: None,
        };
        let publishers = &knowledge.publishers;
        if let Some(publisher) =
            source.and_then(|s| publishers.find(s)).or_else(|| uri.and_then(|u| publishers.find(u)))
        {
            discourse.published_by(publisher);
        } else if let Some(name) = source {
            let named = source::read(name, knowledge);
            discourse.voice = named.voice;
            discourse.country = named.country;
            discourse.publisher = named.voice.map(|_| name.to_owned());
        }
        discourse
    }

    /// Learns from a text's title who speaks, where several do.
    pub fn titled(&mut self, title: &str) {
        self.joint = source::joint(title, self.knowledge);
    }

    /// "we", "our": whoever speaks.
    #[must_use]
    pub fn speakers(&self) -> Vec<Who> {
        if self.joint.is_empty() { self.voice.into_iter().collect() } else { self.joint.clone() }
    }

    fn published_by(&mut self, publisher: &Publisher) {
        let knowledge = self.knowledge;
        self.voice = publisher.code.as_ref().and_then(|code| Self::who_of(knowledge, code));
        self.country = publisher
            .country
            .as_ref()
            .and_then(|c| knowledge.actors.state(c.as_str()))
            .or_else(|| self.voice.and_then(|w| w.state(&knowledge.actors)));
        self.publisher = Some(publisher.name.clone());
    }

    /// Learns who published a text from one of its first lines, where nothing else says: "The White House, March 6".
    pub fn issued_by(&mut self, line: &str) {
        if self.publisher.is_some() || line.len() > LONGEST_HEAD {
            return;
        }
        let head = line.split([',', '—', '–', '|']).next().unwrap_or(line).trim();
        let publishers = &self.knowledge.publishers;
        let found = publishers.find(head).or_else(|| publishers.find(head.strip_prefix("The ")?));
        if let Some(publisher) = found {
            self.published_by(publisher);
        }
    }

    /// Whom a code stands for.
    fn who_of(knowledge: &Knowledge, code: &Code) -> Option<Who> {
        if let Some(state) = code.state() {
            return knowledge.actors.state(state).map(|s| Who::State(s, code.sector()));
        }
        let mut organisations = (0_u32..).zip(&knowledge.actors.organisations);
        organisations
            .find(|(_, o)| o.codes.iter().any(|(c, _)| c == code))
            .map(|(at, _)| Who::Organisation(attache_knowledge::actors::OrganisationIx(at)))
    }

    /// Learns which state the document is about, for bare nouns ("police", "the minister"), unless the publisher speaks
    /// for a government, whose own nouns they are.
    pub fn about(&mut self, state: Option<StateIx>) {
        if self.voice.is_none() {
            self.country = state.or(self.country);
        }
    }

    /// Goes on to the next sentence.
    pub fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Remembers a mention; `noun` is the folded noun of its phrase.
    pub fn remember(&mut self, mention: &Mention, noun: &str) {
        if mention.who.is_empty() || mention.form == Form::Pronoun {
            return;
        }
        if self.earlier.len() >= 2 * MEMORY {
            self.earlier.drain(..MEMORY);
        }
        self.earlier.push(Earlier {
            sentence: self.sentence,
            who: mention.who.clone(),
            form: mention.form,
            person: mention.person,
            noun: noun.to_owned(),
        });
    }

    /// Remembers that a person goes on under this word.
    pub fn introduce(&mut self, word: &str, who: Who) {
        if word.chars().count() > 1 && !self.named.iter().any(|(w, p)| w == word && *p == who) {
            if self.named.len() >= 2 * MEMORY {
                self.named.drain(..MEMORY);
            }
            self.named.push((word.to_owned(), who));
        }
    }

    /// The person who was named in full before and goes on under this folded word; the last one named.
    #[must_use]
    pub fn introduced(&self, word: &str) -> Option<Who> {
        self.named.iter().rev().find(|(w, _)| w == word).map(|(_, who)| *who)
    }

    /// Of several people who share a word, the one who is meant: named in this document, or the only one in office
    /// on the day, of those in `country` where one is given.
    #[must_use]
    pub fn choose(&self, people: &[PersonIx], country: Option<StateIx>) -> Option<PersonIx> {
        let actors = &self.knowledge.actors;
        let mut named = self.named.iter().rev().filter_map(|(_, who)| match who {
            Who::Person(p) if people.contains(p) => Some(*p),
            _ => None,
        });
        if let Some(person) = named.next() {
            return Some(person);
        }
        let fits = |p: &&PersonIx| country.is_none() || Who::Person(**p).state(actors) == country;
        let in_office = |p: &&PersonIx| matches!(actors.standing(**p, self.day), Standing::Holds(_));
        let of_country: Vec<&PersonIx> = people.iter().filter(fits).collect();
        let now: Vec<&PersonIx> = of_country.iter().copied().filter(in_office).collect();
        match (now[..].as_ref(), of_country[..].as_ref()) {
            ([one], _) | ([], [one]) => Some(**one),
            ([first, rest @ ..], _) => {
                // Namesakes of one state and sector act under the same code: either will do.
                let code = |p: &PersonIx| actors.person_code(*p, self.day);
                rest.iter().all(|p| code(p) == code(first)).then_some(**first)
            }
            _ => None,
        }
    }

    /// Whom a pronoun or bare noun stands for: the first that fits in this sentence, else in the nearest before.
    fn antecedent(&self, fits: impl Fn(&Earlier) -> bool, reach: usize) -> Option<&Earlier> {
        for back in 0..=reach {
            let sentence = self.sentence.checked_sub(back)?;
            if let Some(found) = self.earlier.iter().filter(|e| e.sentence == sentence).find(|e| fits(e)) {
                return Some(found);
            }
        }
        None
    }

    /// "he", "she"
    #[must_use]
    pub fn man_or_woman(&self) -> Option<Vec<Who>> {
        self.antecedent(|e| e.person && e.who.len() == 1, REACH).map(|e| e.who.clone())
    }

    /// "it"
    #[must_use]
    pub fn thing(&self) -> Option<Vec<Who>> {
        self.antecedent(|e| !e.person && e.who.len() == 1, REACH - 1).map(|e| e.who.clone())
    }

    /// Remembers who took part in a meeting or call.
    fn met(&mut self, company: Vec<Who>) {
        if company.len() > 1 {
            self.company = company;
        }
    }

    /// "the leaders": who took part in the last meeting or call.
    #[must_use]
    pub fn company(&self) -> Option<Vec<Who>> {
        (!self.company.is_empty()).then(|| self.company.clone())
    }

    /// Who took part in the last meeting or call; empty where none was told of.
    #[must_use]
    pub fn company_of_now(&self) -> &[Who] {
        &self.company
    }

    /// Whose ministry this sentence names: "Turkey's foreign ministry said the minister ...".
    #[must_use]
    pub fn ministry_here(&self) -> Option<StateIx> {
        let actors = &self.knowledge.actors;
        let here = self.earlier.iter().rev().take_while(|e| e.sentence == self.sentence);
        here.filter(|e| !e.person && e.form == Form::Noun && e.who.len() == 1).find_map(|e| match e.who[..] {
            [Who::State(state, Some(Sector::Gov))] => Some(state),
            [who @ Who::Body(_)] => who.state(actors),
            _ => None,
        })
    }

    /// Remembers who met and who acted on whom in a sentence.
    pub fn learn(&mut self, found: &[crate::event::Found<'_>]) {
        let actors = &self.knowledge.actors;
        for found in found {
            if let Some(company) = found.company(actors, self.day) {
                self.met(company);
            }
            if let Some((actor, recipient)) = found.dyad(actors, self.day) {
                self.acted(actor, recipient);
            }
        }
    }

    /// Forgets who met and who acted on whom.
    pub(super) fn forget_company(&mut self) {
        self.company.clear();
        self.dyads.clear();
    }

    /// Remembers that two sides acted on each other.
    fn acted(&mut self, actor: Who, recipient: Who) {
        if self.dyads.len() >= 2 * MEMORY {
            self.dyads.drain(..MEMORY);
        }
        self.dyads.push((actor, recipient));
    }

    /// Who stood on the other side when this side acted or was acted upon last.
    #[must_use]
    pub fn opposite(&self, side: Who) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let of = |w: Who| w.code(actors, self.day).map(|c| c.dyad_side().to_owned());
        let own = of(side)?;
        self.dyads.iter().rev().find_map(|(a, b)| {
            if of(*a).as_ref() == Some(&own) {
                Some(*b)
            } else if of(*b).as_ref() == Some(&own) {
                Some(*a)
            } else {
                None
            }
        })
    }

    /// Whether sentences before this one have named somebody.
    #[must_use]
    pub fn has_told(&self) -> bool {
        self.earlier.first().is_some_and(|e| e.sentence < self.sentence)
    }

    /// Who acted on whom last.
    #[must_use]
    pub fn last_dyad(&self) -> Option<(Who, Who)> {
        self.dyads.last().copied()
    }

    /// The sides that the document has named so far, most named first; of equals the first named.
    #[must_use]
    pub fn most_named(&self) -> Vec<Who> {
        let mut sides = self.sides_named(|_| true);
        sides.sort_by_key(|s| std::cmp::Reverse(s.times));
        sides.into_iter().map(|s| s.who).collect()
    }

    /// The state named last, not long before, that is not the publisher's own.
    #[must_use]
    pub fn last_foreign_state(&self) -> Option<StateIx> {
        let actors = &self.knowledge.actors;
        let home = self.voice.and_then(|v| v.state(actors));
        let near = self.earlier.iter().rev().take_while(|e| e.sentence + REACH >= self.sentence);
        near.flat_map(|e| &e.who).filter_map(|w| w.state(actors)).find(|s| Some(*s) != home)
    }

    /// The man or woman of another state who was named first, but not long before.
    pub(super) fn last_foreigner(&self, own: StateIx) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let foreign = |who: &Who| who.state(actors).is_some_and(|state| state != own);
        let fits = |e: &Earlier| e.person && matches!(e.who[..], [ref who] if foreign(who));
        self.antecedent(fits, 2 * REACH).and_then(|e| e.who.first().copied())
    }

    /// "they"
    #[must_use]
    pub fn several(&self) -> Option<Vec<Who>> {
        let here = self.earlier.iter().filter(|e| e.sentence == self.sentence).find(|e| e.who.len() > 1);
        if let Some(here) = here {
            return Some(here.who.clone());
        }
        if let Some(company) = self.company() {
            return Some(company);
        }
        self.antecedent(|e| !e.person || e.who.len() > 1, REACH - 1).map(|e| e.who.clone())
    }

    /// "the two sides", "the three countries": those of the last meeting where it had as many; those whom this sentence
    /// names before, if they are as many; else those whom the document has named most, but for whoever acts on them in
    /// this sentence. In the order in which they were named first.
    #[must_use]
    pub fn sides(&self, number: usize) -> Option<Vec<Who>> {
        if self.company.len() == number {
            return self.company();
        }
        let here = self.sides_named(|e| e.sentence == self.sentence);
        if here.len() == number {
            return Some(here.into_iter().map(|s| s.who).collect());
        }
        let mut all = self.sides_named(|_| true);
        let acting: Vec<String> = here.into_iter().map(|s| s.code).collect();
        if all.iter().filter(|s| !acting.contains(&s.code)).count() >= number {
            all.retain(|s| !acting.contains(&s.code));
        }
        let mut counts: Vec<u32> = all.iter().map(|s| s.times).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let least = *counts.get(number.checked_sub(1)?)?;
        // Of those named equally often, the last ones.
        let mut spare = all.iter().filter(|s| s.times >= least).count() - number;
        all.retain(|s| {
            let too_many = s.times == least && spare > 0;
            spare -= usize::from(too_many);
            s.times >= least && !too_many
        });
        Some(all.into_iter().map(|s| s.who).collect())
    }

    /// The states, and groups of states, that some mentions name, in the order of first mention.
    fn sides_named(&self, which: impl Fn(&Earlier) -> bool) -> Vec<SideNamed> {
        let actors = &self.knowledge.actors;
        let mut sides: Vec<SideNamed> = Vec::new();
        for who in self.earlier.iter().filter(|e| which(e)).flat_map(|e| &e.who) {
            let Some(code) = who.code(actors, self.day).map(|c| c.dyad_side().to_owned()) else { continue };
            if matches!(who, Who::Organisation(_)) && who.state(actors).is_none() {
                continue;
            }
            // Governments and people act, bare names of states are often only talked of.
            let weight = if matches!(who, Who::State(_, None)) { 1 } else { 2 };
            match sides.iter_mut().find(|s| s.code == code) {
                Some(side) => {
                    side.times += weight;
                    // People and governments before bare names of states: "the two leaders" met.
                    if !matches!(who, Who::State(_, None)) || matches!(side.who, Who::State(_, None)) {
                        side.who = *who;
                    }
                }
                None => sides.push(SideNamed { code, who: *who, times: weight }),
            }
        }
        sides
    }

    /// "the former", "the latter": the two that were named last, in this sentence or the one before.
    #[must_use]
    pub fn last_two(&self) -> Option<[Who; 2]> {
        let near = self.earlier.iter().rev().take_while(|e| e.sentence + 1 >= self.sentence);
        let mut near = near.filter(|e| e.who.len() == 1).map(|e| e.who[0]);
        let second = near.next()?;
        let first = near.find(|w| *w != second)?;
        Some([first, second])
    }

    /// "the union", "the bloc": the organisation of states named last, one that has the noun in its name before others.
    #[must_use]
    pub fn union(&self, noun: &str) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let named = self.earlier.iter().rev().flat_map(|e| &e.who).filter(|w| {
            matches!(w, Who::Organisation(_)) && w.code(actors, self.day).is_some_and(|c| c.as_str().starts_with("IGO"))
        });
        let has_noun = |w: &&&Who| {
            let name = w.entry(actors).1.unwrap_or_default();
            fold(&name).split(' ').any(|word| word == noun)
        };
        named.clone().find(|w| has_noun(&w)).or_else(|| named.clone().next()).copied()
    }

    /// "the ministry", "the minister": the last one named by a phrase with this noun.
    #[must_use]
    pub fn same_noun(&self, noun: &str) -> Option<Vec<Who>> {
        // "the minister" may be the foreign minister; "the vice president" is not the president.
        let longer = format!(" {noun}");
        let fits = |e: &&Earlier| e.noun == noun || e.noun.ends_with(&longer);
        self.earlier.iter().rev().find(fits).map(|e| e.who.clone())
    }

    /// A bare noun of the document's country.
    #[must_use]
    pub fn at_home(&self, sector: Sector) -> Option<Who> {
        self.country.map(|state| Who::State(state, Some(sector)))
    }

    /// The states named so far, the last one first.
    pub fn states_named(&self) -> impl Iterator<Item = StateIx> {
        self.earlier.iter().rev().flat_map(|e| &e.who).filter_map(|w| w.state(&self.knowledge.actors))
    }

    /// The state at odds with itself in this sentence: "South Sudan's rebels failed to turn up for talks with the government".
    #[must_use]
    pub fn state_in_conflict(&self) -> Option<StateIx> {
        let here = self.earlier.iter().rev().take_while(|e| e.sentence == self.sentence);
        here.flat_map(|e| &e.who).find_map(|who| {
            let code = who.code(&self.knowledge.actors, self.day)?;
            code.sector().filter(|s| INNER.contains(s)).and(who.state(&self.knowledge.actors))
        })
    }

    /// The state named most recently in this sentence or the one before.
    #[must_use]
    pub fn last_state(&self) -> Option<StateIx> {
        let actors = &self.knowledge.actors;
        let near = self.earlier.iter().rev().take_while(|e| e.sentence + 1 >= self.sentence);
        near.flat_map(|e| &e.who).find_map(|w| w.state(actors))
    }
}
