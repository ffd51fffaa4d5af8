//! From phrases to mentions: a nationality, a noun and a name make one actor.

use super::{Discourse, Form, Hit, Mention, Who};
use crate::chunk::{Chunks, Kind, NounPhrase};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{AgentKind, Meaning, Owner, PersonIx};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Token, fold};
use attache_record::Sector;

/// What composing looks at; all of one sentence.
pub struct Sentence<'s> {
    /// The document's text.
    pub text: &'s str,
    /// Tokens.
    pub tokens: &'s [Token],
    /// Tags.
    pub tags: &'s [Tag],
    /// Known phrases.
    pub hits: &'s [Hit],
    /// Phrases.
    pub chunks: &'s Chunks,
}

/// A common noun or title that acts.
#[derive(Clone, Copy)]
struct Noun {
    sector: Sector,
    kind: AgentKind,
    own: bool,
    abroad: bool,
    other: bool,
    plural: bool,
}

/// The mentions of a sentence, in order. `discourse` learns them as they are found.
pub fn compose(sentence: &Sentence<'_>, knowledge: &Knowledge, discourse: &mut Discourse<'_>) -> Vec<Mention> {
    let mut composer = Composer { s: sentence, knowledge, discourse, mentions: Vec::new(), taken: 0 };
    for at in 0..sentence.chunks.nouns.len() {
        composer.phrase(at);
    }
    composer.appositions();
    composer.mentions.sort_by_key(|m| (m.start, m.end));
    composer.mentions
}

struct Composer<'c, 's, 'k> {
    s: &'c Sentence<'s>,
    knowledge: &'c Knowledge,
    discourse: &'c mut Discourse<'k>,
    mentions: Vec<Mention>,
    /// Tokens before this one belong to a mention that reached over its noun phrase ("the government of Turkey").
    taken: usize,
}

impl Composer<'_, '_, '_> {
    fn is(&self, at: usize, class: WordClass) -> bool {
        self.s.tokens.get(at).is_some_and(|t| self.knowledge.grammar.is(t.word, class))
    }

    fn folded(&self, start: usize, end: usize) -> String {
        let words = self.s.tokens[start..end].iter().filter_map(|t| t.span.text(self.s.text));
        words.map(|w| fold(w).into_owned()).collect::<Vec<_>>().join(" ")
    }

    fn hits_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Hit> {
        self.s.hits.iter().filter(move |h| h.start >= start && h.end <= end)
    }

    /// All mentions of one noun phrase.
    fn phrase(&mut self, at: usize) {
        let phrase = self.s.chunks.nouns[at];
        if phrase.temporal {
            return;
        }
        if self.s.chunks.kind(phrase.start) == Kind::Pronoun {
            self.pronoun(phrase);
            return;
        }
        let mut nation: Vec<Who> = Vec::new();
        let mut start = phrase.start;
        if self.is(start, WordClass::PossessivePronoun) {
            nation = self.owner(start);
            if !nation.is_empty() {
                self.push(Mention {
                    start,
                    end: start + 1,
                    form: Form::Pronoun,
                    who: nation.clone(),
                    head: false,
                    person: false,
                });
            }
        }
        // Parts between possessives: "Turkey 's | foreign minister".
        while let Some(mark) = (start..phrase.end).find(|i| self.s.chunks.kind(*i) == Kind::Possessive) {
            let found = self.part(start, mark, &nation, false).or_else(|| self.country(start, mark));
            if let Some(mention) = found {
                nation.clone_from(&mention.who);
                self.push(Mention { head: false, ..mention });
            }
            start = mark + 1;
        }
        if start < phrase.end
            && let Some(mut mention) = self.part(start, phrase.end, &nation, true)
        {
            // "Turkey's foreign minister" is one mention from its first word on.
            if mention.head && !nation.is_empty() && start > phrase.start {
                self.mentions.retain(|m| m.start < phrase.start || m.start >= start || m.form == Form::Pronoun);
                mention.start = phrase.start;
            }
            self.push(mention);
        }
    }

    fn push(&mut self, mention: Mention) {
        let noun = self.head_noun(&mention);
        if mention.head || matches!(mention.form, Form::Name) {
            self.discourse.remember(&mention, &noun);
        }
        self.mentions.push(mention);
    }

    /// The folded noun of a mention: its agent noun where it has one.
    fn head_noun(&self, mention: &Mention) -> String {
        let hit = self.hits_in(mention.start, mention.end).filter(|h| h.meanings.iter().any(is_noun)).last();
        match hit {
            Some(hit) => self.folded(hit.start, hit.end),
            None => self.folded(mention.end.saturating_sub(1).max(mention.start), mention.end),
        }
    }

    fn pronoun(&mut self, phrase: NounPhrase) {
        let at = phrase.start;
        let (who, person) = if self.is(at, WordClass::PersonPronoun) {
            (self.discourse.man_or_woman(), true)
        } else if self.is(at, WordClass::ThingPronoun) {
            (self.discourse.thing(), false)
        } else if self.is(at, WordClass::PluralPronoun) {
            (self.discourse.several(), false)
        } else if self.is(at, WordClass::SpeakerPronoun) {
            (self.discourse.voice.map(|v| vec![v]), false)
        } else {
            (None, false)
        };
        if let Some(who) = who {
            self.mentions.push(Mention { start: at, end: phrase.end, form: Form::Pronoun, who, head: true, person });
        }
    }

    /// Whom "its", "his", "their", "our" stand for.
    fn owner(&self, at: usize) -> Vec<Who> {
        let found = if self.is(at, WordClass::PersonPronoun) {
            self.discourse.man_or_woman()
        } else if self.is(at, WordClass::ThingPronoun) {
            self.discourse.thing()
        } else if self.is(at, WordClass::PluralPronoun) {
            self.discourse.several()
        } else {
            self.discourse.voice.map(|v| vec![v])
        };
        found.unwrap_or_default()
    }

    /// The mention of a part of a noun phrase without possessives; `last` says that its end is the phrase's.
    fn part(&mut self, start: usize, end: usize, owner: &[Who], last: bool) -> Option<Mention> {
        if start < self.taken {
            return None;
        }
        let hits: Vec<Hit> = self.hits_in(start, end).cloned().collect();
        if let Some(mention) = self.person(start, end, &hits, owner) {
            return Some(mention);
        }
        if let Some(mention) = self.noun(start, end, &hits, owner, last) {
            return Some(mention);
        }
        if let Some(mention) = self.pair(start, end, last) {
            return Some(mention);
        }
        self.name(start, end, &hits)
    }

    /// A person known by name, with or without a title.
    fn person(&mut self, start: usize, end: usize, hits: &[Hit], owner: &[Who]) -> Option<Mention> {
        let country = self.nations(hits, owner).first().and_then(|w| w.state(&self.knowledge.actors));
        for hit in hits {
            let full: Vec<PersonIx> = people(hit, |m| matches!(m, Meaning::Person(_)));
            let found = if full.is_empty() {
                self.by_surname(hit, hits, country)
            } else {
                self.discourse.choose(&full, country)
            };
            let Some(person) = found else { continue };
            let who = Who::Person(person);
            let surname = self.knowledge.actors.people.get(person.index()).map(|p| fold(&p.surname).into_owned());
            if let Some(surname) = surname {
                self.discourse.introduce(&surname, who);
            }
            let last_word = self.folded(hit.end - 1, hit.end);
            self.discourse.introduce(&last_word, who);
            // A person before another noun only belongs to it: "the Biden administration", "Blinken trip".
            let head = hit.end == end || self.only_marks(hit.end, end);
            if !head && self.agent_after(hit, hits).is_some() {
                return None;
            }
            let first = if head { start } else { hit.start };
            let mut mention =
                Mention { start: first, end: hit.end, form: Form::Name, who: vec![who], head, person: true };
            if !head {
                self.join_hyphened(&mut mention, hits);
            }
            return Some(mention);
        }
        None
    }

    /// "the Blinken-Qin call": the people whom hyphens join.
    fn join_hyphened(&self, mention: &mut Mention, hits: &[Hit]) {
        while self.s.chunks.kind(mention.end) == Kind::Hyphen
            && let Some(next) = hits.iter().find(|h| h.start == mention.end + 1)
        {
            let full = people(next, |m| matches!(m, Meaning::Person(_)));
            let found =
                if full.is_empty() { self.by_surname(next, hits, None) } else { self.discourse.choose(&full, None) };
            let Some(person) = found else { return };
            mention.who.push(Who::Person(person));
            mention.end = next.end;
        }
    }

    /// Whether only initials, ages and the like stand between two positions.
    fn only_marks(&self, from: usize, to: usize) -> bool {
        self.s.tokens[from..to].iter().all(|t| matches!(t.shape, attache_knowledge::token::Shape::Mark))
    }

    /// An agent noun that follows a hit in the same part.
    fn agent_after(&self, hit: &Hit, hits: &[Hit]) -> Option<Noun> {
        hits.iter().filter(|h| h.start >= hit.end).find_map(|h| self.noun_of(h))
    }

    fn by_surname(
        &self,
        hit: &Hit,
        hits: &[Hit],
        country: Option<attache_knowledge::actors::StateIx>,
    ) -> Option<PersonIx> {
        let all = people(hit, |m| matches!(m, Meaning::Surname(..)));
        if all.is_empty() || self.is_part_of_longer_name(hit, hits) {
            return None;
        }
        let word = self.folded(hit.end - 1, hit.end);
        if let Some(Who::Person(person)) = self.discourse.introduced(&word)
            && all.contains(&person)
        {
            return Some(person);
        }
        // With a title of an office that one of them holds: "Secretary Blinken".
        let titled: Vec<PersonIx> = all.iter().copied().filter(|p| self.holds_a_title_before(*p, hit, hits)).collect();
        if !titled.is_empty() {
            return self.discourse.choose(&titled, country);
        }
        let alone = people(hit, |m| matches!(m, Meaning::Surname(_, true)));
        if alone.is_empty()
            || hit.is_name() && hit.meanings.iter().any(|m| matches!(m, Meaning::State(_) | Meaning::Body(_)))
        {
            return None;
        }
        self.discourse.choose(&alone, country)
    }

    /// "Wang" in "Wang Wenbin", "Brown" in "Sherrod Brown": another person's name.
    fn is_part_of_longer_name(&self, hit: &Hit, hits: &[Hit]) -> bool {
        let unknown_name = |at: usize| {
            let token = self.s.tokens.get(at);
            token.is_some_and(|t| t.shape.is_capital())
                && matches!(self.s.tags.get(at), Some(Tag::Nnp | Tag::Nnps))
                && !hits.iter().any(|h| h.start <= at && at < h.end)
                && !self.is(at, WordClass::Honorific)
                && !self.is(at, WordClass::TitleAbbreviation)
        };
        let before = hit.start.checked_sub(1).is_some_and(unknown_name)
            && self.s.chunks.noun_at(hit.start) == hit.start.checked_sub(1).and_then(|b| self.s.chunks.noun_at(b));
        before || unknown_name(hit.end) && self.s.chunks.noun_at(hit.end) == self.s.chunks.noun_at(hit.start)
    }

    fn holds_a_title_before(&self, person: PersonIx, hit: &Hit, hits: &[Hit]) -> bool {
        let actors = &self.knowledge.actors;
        let Some(person) = actors.people.get(person.index()) else { return false };
        let before = |h: &&Hit| h.end <= hit.start && h.end + 2 >= hit.start;
        hits.iter().filter(before).any(|h| {
            let title = self.folded(h.start, h.end);
            person.held.iter().any(|t| {
                let held = actors.offices.get(t.office.index());
                held.is_some_and(|o| fold(&o.title).contains(title.as_str()) || title.contains(&*fold(&o.title)))
            })
        })
    }

    /// Nationalities among the hits, else the owner.
    fn nations(&self, hits: &[Hit], owner: &[Who]) -> Vec<Who> {
        let found: Vec<Who> = hits.iter().filter_map(|h| self.nation(h)).collect();
        if found.is_empty() { owner.to_vec() } else { found }
    }

    /// Whose people a modifier makes a noun: "Turkish", "UN", "Beijing", "Hamas".
    fn nation(&self, hit: &Hit) -> Option<Who> {
        hit.meaning(|m| match m {
            Meaning::State(s) | Meaning::Adjective(s) | Meaning::Demonym(s) => Some(Who::State(*s, None)),
            Meaning::Organisation(o) | Meaning::OrganisationAdjective(o) => Some(Who::Organisation(*o)),
            Meaning::Body(b) => Some(Who::Body(*b)),
            _ => None,
        })
    }

    fn noun_of(&self, hit: &Hit) -> Option<Noun> {
        let actors = &self.knowledge.actors;
        let agent = hit.meaning(|m| match m {
            Meaning::Agent(at) => actors.agents.get(at.index()).map(|a| (a, false)),
            Meaning::Agents(at) => actors.agents.get(at.index()).map(|a| (a, true)),
            _ => None,
        });
        if let Some((agent, plural)) = agent {
            let plural = plural || agent.kind == AgentKind::Group;
            return Some(Noun { sector: agent.sector, kind: agent.kind, own: agent.own, abroad: agent.abroad, other: agent.other, plural });
        }
        hit.meaning(|m| match m {
            Meaning::Title(at) => actors.titles.get(at.index()).map(|t| t.sector),
            _ => None,
        })
        .map(|sector| Noun { sector, kind: AgentKind::Title, own: true, abroad: false, other: false, plural: false })
    }

    /// A noun that acts, with the nationality before or behind it and a name the knowledge lacks.
    fn noun(&mut self, start: usize, end: usize, hits: &[Hit], owner: &[Who], last: bool) -> Option<Mention> {
        let at = hits.iter().rposition(|h| is_noun_hit(h) && !h.is_name())?;
        let hit = &hits[at];
        let noun = self.noun_of(hit)?;
        let rest_is_name = hit.end < end && (hit.end..end).all(|i| self.is_name_word(i));
        let mut nations = self.nations(&hits[..at], owner);
        if noun.other && nations == owner {
            // "his counterpart": of the other side of the last meeting.
            let actors = &self.knowledge.actors;
            let own = |w: &Who| owner.iter().any(|o| o.state(actors) == w.state(actors));
            nations = self.discourse.company_of_now().iter().copied().filter(|w| !own(w)).collect();
        }
        // "Turkish police post", "army camp": the noun only belongs to another.
        if hit.end < end && !rest_is_name && !self.only_marks(hit.end, end) {
            // Only with a nationality of its own: in "Russia's missile strikes" the missiles are nobody.
            let nations = self.nations(&hits[..at], &[]);
            if nations.is_empty() {
                return self.name(start, end, hits);
            }
            let who = dedup(nations.iter().map(|n| self.with_sector(*n, noun)).collect());
            return Some(Mention { start, end: hit.end, form: Form::Noun, who, head: false, person: false });
        }
        if last
            && hit.end == end
            && nations.is_empty()
            && let Some(mention) = self.person_behind(start, end)
        {
            return Some(mention);
        }
        let mut reach = end;
        if last && nations.is_empty() {
            (nations, reach) = self.nations_behind(end, noun);
        } else if last && hit.end == end {
            // "the Turkish ambassador to Egypt" stays Turkish.
        }
        if nations.is_empty() {
            nations = self.owner_of_title(hit).into_iter().collect();
        }
        let mut who: Vec<Who> = dedup(nations.iter().map(|n| self.with_sector(*n, noun)).collect());
        if who.is_empty() {
            who = self.by_context(start, hit, noun);
        }
        let person = noun.kind == AgentKind::Title && !noun.plural;
        if rest_is_name && let [one] = who[..] {
            let word = self.folded(end - 1, end);
            self.discourse.introduce(&word, one);
        }
        if reach > end {
            self.taken = reach;
        }
        let form = if rest_is_name { Form::Name } else { Form::Noun };
        Some(Mention { start, end: reach.max(end), form, who, head: true, person })
    }

    fn is_name_word(&self, at: usize) -> bool {
        let mark = self.s.tokens[at].shape == attache_knowledge::token::Shape::Mark;
        mark || self.s.tokens[at].shape.is_capital() && self.s.chunks.kind(at) == Kind::Noun
    }

    /// "President of Turkey Recep Tayyip Erdogan": the person whose name follows the state.
    fn person_behind(&mut self, start: usize, end: usize) -> Option<Mention> {
        if !self.is(end, WordClass::BelongingPreposition) {
            return None;
        }
        let phrase = self.s.chunks.nouns[self.s.chunks.noun_at(end + 1)?];
        let hits: Vec<Hit> = self.hits_in(phrase.start, phrase.end).cloned().collect();
        let nation = hits.iter().find_map(|h| self.nation(h));
        let mention = self.person(phrase.start, phrase.end, &hits, nation.as_slice()).filter(|m| m.head)?;
        self.taken = phrase.end;
        Some(Mention { start, ..mention })
    }

    /// "the foreign ministers of France, Germany and Italy": the nations, and where they end.
    fn nations_behind(&self, end: usize, noun: Noun) -> (Vec<Who>, usize) {
        let mut nations = Vec::new();
        let mut reach = end;
        let joins = |i: usize| matches!(self.s.chunks.kind(i), Kind::Comma | Kind::Coordinator);
        let of = self.s.chunks.kind(end) == Kind::Preposition && self.is(end, WordClass::BelongingPreposition);
        // "an embassy in Egypt" is not Egypt's.
        let host = noun.abroad && !self.is(end, WordClass::TopicPreposition);
        if !of || host {
            return (nations, reach);
        }
        let mut at = end + 1;
        while let Some(phrase) = self.s.chunks.noun_at(at).map(|i| self.s.chunks.nouns[i]) {
            let hits: Vec<&Hit> = self.hits_in(phrase.start, phrase.end).collect();
            // "President of the French Republic Emmanuel Macron": the office-holder's name may follow.
            let ends = |h: &Hit| (h.end..phrase.end).all(|i| self.is_name_word(i));
            let Some(hit) = hits.iter().find(|h| h.is_name() && self.nation(h).is_some() && ends(h)) else { break };
            let Some(nation) = self.nation(hit) else { break };
            nations.push(nation);
            reach = phrase.end;
            at = phrase.end;
            while joins(at) {
                at += 1;
            }
            if at == phrase.end {
                break;
            }
        }
        (nations, reach)
    }

    /// Whom a noun without a nation stands for.
    fn by_context(&mut self, start: usize, hit: &Hit, noun: Noun) -> Vec<Who> {
        let discourse = &*self.discourse;
        let definite = self.is(start, WordClass::Determiner) || self.is(start, WordClass::PossessivePronoun);
        let pair = (start..hit.start).any(|i| self.is(i, WordClass::PairWord));
        if pair
            && noun.plural
            && let Some(pair) = discourse.pair()
        {
            return pair;
        }
        // "The leaders agreed", after a call told of before.
        let of_company = self.is(hit.end - 1, WordClass::CompanyNoun);
        if definite && of_company && let Some(company) = discourse.company() {
            return company;
        }
        // "The ministry said the minister ...": its own.
        if definite && noun.kind == AgentKind::Title && let Some(state) = discourse.ministry_here() {
            return vec![Who::State(state, Some(noun.sector))];
        }
        if definite && let Some(own) = self.own_office(hit) {
            return vec![own];
        }
        let word = self.folded(hit.start, hit.end);
        if (definite || noun.kind != AgentKind::Group)
            && let Some(same) = discourse.same_noun(&word)
        {
            return same;
        }
        if noun.abroad {
            return Vec::new();
        }
        let near = self.place_after(hit.end).or_else(|| self.place_in_front(start));
        let foreign = || {
            // A government's own text says "the President" of its own, "the government" of another.
            let other = discourse.voice.is_some() && !noun.own && (noun.kind != AgentKind::Title || noun.plural);
            other.then(|| discourse.last_foreign_state()).flatten().map(|s| Who::State(s, None))
        };
        let nation = near.or_else(foreign).or_else(|| discourse.at_home(noun.sector));
        nation.map(|n| self.with_sector(n, noun)).into_iter().collect()
    }

    /// "the President" in a text of a government that has one: its own.
    fn own_office(&self, hit: &Hit) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let home = self.discourse.voice?.state(actors)?;
        let title = hit.meaning(|m| match m {
            Meaning::Title(at) => actors.titles.get(at.index()),
            _ => None,
        })?;
        let office = title
            .offices
            .iter()
            .filter_map(|o| actors.offices.get(o.index()))
            .find(|o| o.owner == Owner::State(home))?;
        Some(Who::State(home, Some(office.sector)))
    }

    /// "In Haiti, a gang overran a depot": the place that the sentence sets out from.
    fn place_in_front(&self, before: usize) -> Option<Who> {
        let at = (0..before).find(|i| self.is(*i, WordClass::PlacePreposition))?;
        let front = at == 0 || matches!(self.s.chunks.kind(at - 1), Kind::Boundary | Kind::Comma);
        if front { self.place_after(at) } else { None }
    }

    /// "the country's", "the island's": the state named last.
    fn country(&self, start: usize, end: usize) -> Option<Mention> {
        let head = end.checked_sub(1)?;
        if !self.is(head, WordClass::CountryNoun) || !self.is(start, WordClass::Determiner) {
            return None;
        }
        let state = self.discourse.last_state().or(self.discourse.country)?;
        let who = vec![Who::State(state, None)];
        Some(Mention { start, end, form: Form::Pronoun, who, head: false, person: false })
    }

    /// "protesters in Lima": the place that the phrase after `in` names.
    fn place_after(&self, end: usize) -> Option<Who> {
        if !self.is(end, WordClass::PlacePreposition) {
            return None;
        }
        let phrase = self.s.chunks.nouns[self.s.chunks.noun_at(end + 1)?];
        let hit = self.hits_in(phrase.start, phrase.end).find(|h| h.is_name())?;
        let state = self.nation(hit)?.state(&self.knowledge.actors)?;
        Some(Who::State(state, None))
    }

    /// Whose office a title is by its own words: "Secretary of State", or a name in it: "Hamas leader".
    fn owner_of_title(&self, hit: &Hit) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let title = hit.meaning(|m| match m {
            Meaning::Title(at) => actors.titles.get(at.index()),
            _ => None,
        })?;
        if let Some(owner) = title.owner {
            return Some(match owner {
                Owner::State(state) => Who::State(state, None),
                Owner::Organisation(at) => Who::Organisation(at),
            });
        }
        let tokens = &self.s.tokens[hit.start..hit.end];
        (0..tokens.len()).find_map(|at| {
            let mut inside = Hit { start: 0, end: 0, meanings: Vec::new() };
            actors.names.each_at(&tokens[at..], |h| inside.meanings.push(*h.value));
            self.nation(&inside)
        })
    }

    /// A nation's people of a sector; an organisation stays itself.
    fn with_sector(&self, nation: Who, noun: Noun) -> Who {
        match nation {
            // A group of one state ("Hamas fighters") keeps its own code.
            Who::Organisation(_) => nation,
            Who::Person(_) | Who::Body(_) | Who::State(..) => match nation.state(&self.knowledge.actors) {
                Some(state) => Who::State(state, Some(noun.sector)),
                None => nation,
            },
        }
    }

    /// "the two sides", "both countries".
    fn pair(&mut self, start: usize, end: usize, last: bool) -> Option<Mention> {
        let pair_word = (start..end).any(|i| self.is(i, WordClass::PairWord));
        let definite_company = self.is(start, WordClass::Determiner) && end == start + 2 && self.is(end - 1, WordClass::CompanyNoun);
        if last && !pair_word && definite_company && let Some(who) = self.discourse.company() {
            return Some(Mention { start, end, form: Form::Pronoun, who, head: true, person: false });
        }
        let alone = self.is(end - 1, WordClass::PairWord);
        let plural = alone || matches!(self.s.tags.get(end - 1), Some(Tag::Nns | Tag::Nnps));
        let common = self.s.tokens.get(end - 1).is_some_and(|t| !t.shape.is_capital());
        let definite = self.is(start, WordClass::Determiner) || self.is(start, WordClass::PairWord);
        if !(last && pair_word && plural && common && definite) {
            return None;
        }
        let who = self.discourse.pair()?;
        Some(Mention { start, end, form: Form::Pronoun, who, head: true, person: false })
    }

    /// A state, body or organisation by name or adjective; a person named before.
    fn name(&mut self, start: usize, end: usize, hits: &[Hit]) -> Option<Mention> {
        let named = hits.iter().rev().find(|h| self.nation(h).is_some());
        if let Some(hit) = named {
            let who = self.of_another_state(hit, hits).or_else(|| self.one_of(start, hit)).or_else(|| self.name_of(hit))?;
            let head = hit.end == end || self.only_marks(hit.end, end);
            let first = if head { start } else { hit.start };
            if !head {
                // Several adjectives before one noun: "Israeli and Palestinian negotiations".
                let who: Vec<Who> = dedup(hits.iter().filter_map(|h| self.nation(h)).collect());
                let first = hits.first().map_or(first, |h| h.start);
                return Some(Mention { start: first, end: hit.end, form: Form::Name, who, head: false, person: false });
            }
            return Some(Mention { start: first, end: hit.end, form: Form::Name, who: vec![who], head, person: false });
        }
        // "Smith said", after "Deputy Foreign Minister Ann Smith of ...".
        let last = self.s.tokens.get(end.checked_sub(1)?)?;
        if last.shape.is_capital() && matches!(self.s.tags.get(end - 1), Some(Tag::Nnp | Tag::Nnps)) {
            let word = self.folded(end - 1, end);
            let who = self.discourse.introduced(&word)?;
            return Some(Mention { start, end, form: Form::Name, who: vec![who], head: true, person: true });
        }
        None
    }

    /// "the Philippine Senate": a body's name that a nationality before it gives to another state.
    fn of_another_state(&self, hit: &Hit, hits: &[Hit]) -> Option<Who> {
        let actors = &self.knowledge.actors;
        let body = hit.meaning(|m| match m {
            Meaning::Body(b) => actors.bodies.get(b.index()),
            _ => None,
        })?;
        let before = hits.iter().rfind(|h| h.end <= hit.start)?;
        let state = before.meaning(|m| match m {
            Meaning::Adjective(s) | Meaning::State(s) => Some(*s),
            _ => None,
        })?;
        let differs = !body.kind.is_place() && body.owner != Owner::State(state);
        differs.then_some(Who::State(state, body.sector))
    }

    /// "a Palestinian": one of a people.
    fn one_of(&self, start: usize, hit: &Hit) -> Option<Who> {
        let counted = start + 1 == hit.start && self.knowledge.times.number(self.s.tokens[start].word) == Some(1);
        let state = hit.meaning(|m| match m {
            Meaning::Adjective(s) | Meaning::Demonym(s) => Some(*s),
            _ => None,
        })?;
        counted.then_some(Who::State(state, Some(Sector::Cvl)))
    }

    /// Whom a name at the head of its phrase stands for.
    fn name_of(&self, hit: &Hit) -> Option<Who> {
        let by_name = hit.meaning(|m| match m {
            Meaning::State(s) => Some(Who::State(*s, None)),
            Meaning::Organisation(o) => Some(Who::Organisation(*o)),
            Meaning::Body(b) => Some(Who::Body(*b)),
            _ => None,
        });
        by_name.or_else(|| {
            hit.meaning(|m| match m {
                Meaning::Demonym(s) => Some(Who::State(*s, Some(Sector::Cvl))),
                Meaning::Adjective(s) => Some(Who::State(*s, None)),
                Meaning::OrganisationAdjective(o) => Some(Who::Organisation(*o)),
                _ => None,
            })
        })
    }

    /// "Ann Smith, the Turkish foreign minister,": a name that the knowledge lacks is explained beside it.
    fn appositions(&mut self) {
        let chunks = self.s.chunks;
        for pair in chunks.nouns.windows(2) {
            let [left, right] = pair else { continue };
            if chunks.kind(left.end) != Kind::Comma || right.start != left.end + 1 {
                continue;
            }
            for (unknown, known) in [(left, right), (right, left)] {
                let is_name =
                    (unknown.start..unknown.end).all(|i| self.is_name_word(i)) && unknown.end > unknown.start + 1;
                let free = !self.mentions.iter().any(|m| m.start < unknown.end && unknown.start < m.end);
                let explains =
                    self.mentions.iter().find(|m| m.head && m.person && m.start >= known.start && m.start < known.end);
                if let (true, true, Some(mention)) = (is_name, free, explains)
                    && let [who] = mention.who[..]
                {
                    let word = self.folded(unknown.end - 1, unknown.end);
                    self.discourse.introduce(&word, who);
                    let (start, end) = (unknown.start, unknown.end);
                    self.mentions.push(Mention {
                        start,
                        end,
                        form: Form::Name,
                        who: vec![who],
                        head: true,
                        person: true,
                    });
                }
            }
        }
    }
}

fn is_noun(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Agent(_) | Meaning::Agents(_) | Meaning::Title(_))
}

fn is_noun_hit(hit: &Hit) -> bool {
    hit.meanings.iter().any(is_noun)
}

fn people(hit: &Hit, which: impl Fn(&Meaning) -> bool) -> Vec<PersonIx> {
    let of = |m: &Meaning| match m {
        Meaning::Person(p) | Meaning::Surname(p, _) => Some(*p),
        _ => None,
    };
    let mut all: Vec<PersonIx> = hit.meanings.iter().filter(|m| which(m)).filter_map(of).collect();
    all.dedup();
    all
}

fn dedup(list: Vec<Who>) -> Vec<Who> {
    let mut out: Vec<Who> = Vec::with_capacity(list.len());
    for who in list {
        if !out.contains(&who) {
            out.push(who);
        }
    }
    out
}
