//! Common nouns that act, and whose they are: "Turkish soldiers", "the minister", "police".

use super::compose::{Composer, dedup};
use super::{Form, Hit, Mention, Who};
use crate::chunk::Kind;
use attache_knowledge::actors::{AgentKind, Meaning, Owner};
use attache_knowledge::gazetteer::PlaceIx;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::token::Token;
use attache_record::Sector;

/// Sectors whose bodies have presidents, chairmen and secretaries of their own.
const PRIVATE: [Sector; 5] = [Sector::Bus, Sector::Edu, Sector::Ngo, Sector::Lab, Sector::Med];

/// A common noun or title that acts.
#[derive(Clone, Copy)]
pub(super) struct Noun {
    pub(super) sector: Sector,
    pub(super) kind: AgentKind,
    pub(super) own: bool,
    pub(super) abroad: bool,
    pub(super) other: bool,
    pub(super) any_sector: bool,
    pub(super) private: bool,
    pub(super) vague: bool,
    pub(super) plural: bool,
}

impl Composer<'_, '_, '_> {
    /// Nationalities among the hits, else the owner.
    pub(super) fn nations(&self, hits: &[Hit], owner: &[Who]) -> Vec<Who> {
        let found: Vec<Who> = hits.iter().filter(|h| !self.only_aligned(h)).filter_map(|h| self.nation(h)).collect();
        if found.is_empty() { owner.to_vec() } else { found }
    }

    /// Whose people a modifier makes a noun: "Turkish", "UN", "Beijing", "Hamas".
    pub(super) fn nation(&self, hit: &Hit) -> Option<Who> {
        self.own_body(hit).or_else(|| {
            hit.meaning(|m| match m {
                Meaning::State(s) | Meaning::Adjective(s) | Meaning::Demonym(s) => Some(Who::State(*s, None)),
                Meaning::Organisation(o) | Meaning::OrganisationAdjective(o) => Some(Who::Organisation(*o)),
                Meaning::Body(b) => Some(Who::Body(*b)),
                Meaning::Place(place, _) => self.place(*place),
                _ => None,
            })
        })
    }

    pub(super) fn place(&self, place: PlaceIx) -> Option<Who> {
        Who::Place(place).state(&self.knowledge.actors).map(|_| Who::Place(place))
    }

    pub(super) fn noun_of(&self, hit: &Hit) -> Option<Noun> {
        let actors = &self.knowledge.actors;
        let agent = hit.meaning(|m| match m {
            Meaning::Agent(at) => actors.agents.get(at.index()).map(|a| (a, false)),
            Meaning::Agents(at) => actors.agents.get(at.index()).map(|a| (a, true)),
            _ => None,
        });
        if let Some((agent, plural)) = agent {
            let plural = plural || agent.kind == AgentKind::Group;
            return Some(Noun {
                sector: agent.sector,
                kind: agent.kind,
                own: agent.own,
                abroad: agent.abroad,
                other: agent.other,
                any_sector: agent.any_sector,
                private: agent.private,
                vague: agent.vague,
                plural,
            });
        }
        hit.meaning(|m| match m {
            Meaning::Title(at) => actors.titles.get(at.index()).map(|t| t.sector),
            _ => None,
        })
        .map(|sector| Noun {
            sector,
            kind: AgentKind::Title,
            own: true,
            abroad: false,
            other: false,
            any_sector: false,
            private: false,
            vague: false,
            plural: false,
        })
    }

    /// A noun that acts, with the nationality before or behind it and a name the knowledge lacks.
    pub(super) fn noun(
        &mut self,
        start: usize,
        end: usize,
        hits: &[Hit],
        owner: &[Who],
        last: bool,
    ) -> Option<Mention> {
        let at = hits.iter().rposition(|h| is_noun_hit(h) && !h.is_name())?;
        let hit = &hits[at];
        let mut noun = self.noun_of(hit)?;
        if last && self.only_counts(hit, end) {
            return None;
        }
        self.adapt(&mut noun, start, at, hits);
        let rest_is_name = hit.end < end && (hit.end..end).all(|i| self.is_name_word(i));
        let mut nations = self.nations(&hits[..at], if noun.private { &[] } else { owner });
        // "Embassy Cotonou", as foreign services write: the town is where it stands, not whose it is.
        let place_behind = |h: &Hit| {
            let place = |who| matches!(who, Who::Place(_) | Who::State(_, None) | Who::Body(_));
            h.start == hit.end && h.end == end && h.is_name() && self.nation(h).is_some_and(place)
        };
        if noun.abroad
            && noun.kind == AgentKind::Body
            && rest_is_name
            && nations.is_empty()
            && hits[at + 1..].iter().any(place_behind)
        {
            return self.name(hit.end, end, &hits[at + 1..], &[]);
        }
        if noun.other && nations == owner {
            nations = self.others(end, owner, last && hit.end == end);
        }
        // "aircraft maker Boeing": the company, whatever stands before its name.
        let ends_in_name = hits[at + 1..].last().filter(|h| h.end == end);
        if ends_in_name.is_some_and(|h| h.meanings.iter().any(|m| matches!(m, Meaning::Organisation(_)))) {
            return self.name(start, end, hits, owner);
        }
        // "National Emergencies Act": people without a name of their own don't stand before one.
        let in_a_name = rest_is_name
            && noun.kind == AgentKind::Group
            && self.s.tokens[hit.end - 1].shape.is_capital()
            && !self.only_marks(hit.end, end);
        // "Turkish police post", "army camp": the noun only belongs to another.
        if in_a_name || hit.end < end && !rest_is_name && !self.only_marks(hit.end, end) {
            // Only with a nationality of its own: in "Russia's missile strikes" the missiles are nobody.
            let nations = self.nations(&hits[..at], &[]);
            if nations.is_empty() || in_a_name {
                return self.name(start, end, hits, owner);
            }
            let who = dedup(nations.iter().map(|n| self.with_sector(*n, noun)).collect());
            return Some(Mention {
                start,
                end: hit.end,
                form: Form::Noun,
                who,
                head: false,
                person: false,
                ambiguous: false,
            });
        }
        if last
            && hit.end == end
            && nations.is_empty()
            && let Some(mention) = self.person_behind(start, end).or_else(|| self.person_of_two_titles(start, end))
        {
            return Some(mention);
        }
        let mut reach = end;
        // "the Turkish ambassador to Egypt" stays Turkish; "a magician in Lima" is nobody's.
        if last && nations.is_empty() && !(noun.private && self.is(end, WordClass::PlacePreposition)) {
            (nations, reach) = self.nations_behind(end, noun);
        }
        if nations.is_empty() {
            nations = self.owner_of_title(hit).into_iter().collect();
        }
        if nations.is_empty() && noun.private {
            return None;
        }
        let mut who: Vec<Who> = dedup(nations.iter().map(|n| self.with_sector(*n, noun)).collect());
        if who.is_empty() {
            who = if rest_is_name { self.by_name_behind(end, noun) } else { self.by_context(start, hit, noun) };
            self.but_not_those_behind(&mut who, &hits[..at]);
        }
        // "at least five new embassies" are nobody.
        if who.is_empty() && noun.abroad {
            return None;
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
        Some(Mention { start, end: reach.max(end), form, who, head: true, person, ambiguous: false })
    }

    /// "his counterpart": of the place behind it ("his colleague in Nairobi"), else of the other side of the last meeting.
    fn others(&self, end: usize, owner: &[Who], last: bool) -> Vec<Who> {
        if last && let Some(there) = self.place_after(end) {
            return vec![there];
        }
        let actors = &self.knowledge.actors;
        let own = |w: &Who| owner.iter().any(|o| o.state(actors) == w.state(actors));
        self.discourse.company_of_now().iter().copied().filter(|w| !own(w)).collect()
    }

    /// "the foreign ministers of France, Germany and Italy": the nations, and where they end.
    pub(super) fn nations_behind(&self, end: usize, noun: Noun) -> (Vec<Who>, usize) {
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
            if noun.any_sector
                && nations.is_empty()
                && let Some(people) = self.people_of(phrase.start, phrase.end)
            {
                return (people, phrase.end);
            }
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
    pub(super) fn by_context(&mut self, start: usize, hit: &Hit, noun: Noun) -> Vec<Who> {
        let discourse = &*self.discourse;
        if noun.kind == AgentKind::Title
            && let Some(who) = self.addressed(start, noun)
        {
            return who;
        }
        let definite = self.is(start, WordClass::Determiner) || self.is(start, WordClass::PossessivePronoun);
        // "both ministers"; "Both sides", where the phrase begins behind the word.
        let from = start.checked_sub(1).filter(|b| self.is(*b, WordClass::PairWord)).unwrap_or(start);
        let sides = (from..hit.start).find_map(|i| self.counts_sides(i));
        let one_by_one = self.is(from, WordClass::PairWord);
        if let Some(number) = sides
            && (one_by_one || noun.plural && definite)
            && let Some(sides) = discourse.sides(number)
        {
            return sides.iter().map(|w| self.as_sort_of(*w, noun)).collect();
        }
        // "The leaders agreed", after a call told of before.
        let of_company = self.is(hit.end - 1, WordClass::CompanyNoun);
        if definite
            && of_company
            && let Some(company) = discourse.company()
        {
            return company;
        }
        // "The ministry said the minister ...": its own.
        if definite
            && noun.kind == AgentKind::Title
            && let Some(state) = discourse.ministry_here()
        {
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
        // "The Embassy resumed its work", writes a government of its own.
        let written_large = self.s.tokens[hit.start..hit.end].iter().any(|t: &Token| t.shape.is_capital());
        if noun.abroad && noun.kind == AgentKind::Body && definite && written_large && discourse.voice.is_some() {
            return discourse.at_home(noun.sector).into_iter().collect();
        }
        if noun.abroad {
            return Vec::new();
        }
        let near = self.place_after(hit.end).or_else(|| self.place_in_front(start));
        let foreign_word = (start..hit.start).any(|i| self.is(i, WordClass::ForeignWord));
        if (noun.vague || foreign_word) && near.is_none() {
            return Vec::new();
        }
        let foreign = || {
            // A government's own text says "the President" of its own, "the government" of another.
            // It writes its own with a capital: "The Ministry has asked".
            let capital = |t: &Token| t.shape.is_capital();
            let own = noun.own || hit.start > 0 && self.s.tokens[hit.start..hit.end].iter().any(capital);
            let other = discourse.voice.is_some() && !own && (noun.kind != AgentKind::Title || noun.plural);
            other.then(|| discourse.last_foreign_state()).flatten().map(|s| Who::State(s, None))
        };
        let here = || discourse.state_in_conflict().map(|s| Who::State(s, None));
        let host = discourse.host().map(|s| Who::State(s, None));
        let nation = near.or(host).or_else(foreign).or_else(here).or_else(|| discourse.at_home(noun.sector));
        nation.map(|n| self.with_sector(n, noun)).into_iter().collect()
    }

    /// "Governor Smith": a title before a name that the knowledge lacks. Of whom the document has told by that name; else
    /// of the document's country, or, where a government speaks, of the other state that it named last: its own people
    /// the knowledge has.
    fn by_name_behind(&self, end: usize, noun: Noun) -> Vec<Who> {
        let discourse = &*self.discourse;
        let introduced = discourse.introduced(&self.folded(end - 1, end));
        let host = discourse.host().map(|s| Who::State(s, Some(noun.sector)));
        let by_state = || match discourse.voice {
            Some(_) => discourse.last_foreign_state().map(|s| Who::State(s, Some(noun.sector))),
            None => discourse.at_home(noun.sector),
        };
        introduced.or(host).or_else(by_state).into_iter().collect()
    }

    /// One of several sides, as the noun that counts them says: "both armies", "the two governments"; people stay who
    /// they are ("the two presidents").
    fn as_sort_of(&self, who: Who, noun: Noun) -> Who {
        let bare = matches!(who, Who::State(_, None) | Who::Place(_)) || noun.kind != AgentKind::Title;
        if bare { self.with_sector(who, noun) } else { who }
    }

    /// "the President" in a text of a government that has one: its own.
    pub(super) fn own_office(&self, hit: &Hit) -> Option<Who> {
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
    pub(super) fn place_in_front(&self, before: usize) -> Option<Who> {
        let at = (0..before).find(|i| self.is(*i, WordClass::PlacePreposition))?;
        let front = at == 0 || matches!(self.s.chunks.kind(at - 1), Kind::Boundary | Kind::Comma);
        if front { self.place_after(at) } else { None }
    }

    /// "the country's", "the island's": the state named last.
    pub(super) fn country(&self, start: usize, end: usize) -> Option<Mention> {
        let head = end.checked_sub(1)?;
        if !self.is(head, WordClass::CountryNoun) || !self.is(start, WordClass::Determiner) {
            return None;
        }
        let state = self.discourse.last_state().or(self.discourse.country)?;
        let who = vec![Who::State(state, None)];
        Some(Mention { start, end, form: Form::Pronoun, who, head: false, person: false, ambiguous: false })
    }

    /// "protesters in Lima": the place that the phrase after `in` names.
    pub(super) fn place_after(&self, end: usize) -> Option<Who> {
        if !self.is(end, WordClass::PlacePreposition) {
            return None;
        }
        let phrase = self.s.chunks.nouns[self.s.chunks.noun_at(end + 1)?];
        let hit = self.hits_in(phrase.start, phrase.end).find(|h| h.is_name())?;
        let state = self.nation(hit)?.state(&self.knowledge.actors)?;
        Some(Who::State(state, None))
    }

    /// Whose office a title is by its own words: "Secretary of State", or a name in it: "Hamas leader".
    pub(super) fn owner_of_title(&self, hit: &Hit) -> Option<Who> {
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
            actors.names.each_at(&tokens[at..], |h| {
                if !matches!(h.value, Meaning::Place(..)) {
                    inside.meanings.push(h.value);
                }
            });
            self.nation(&inside)
        })
    }

    /// A nation's people of a sector; an organisation stays itself.
    pub(super) fn with_sector(&self, nation: Who, noun: Noun) -> Who {
        match nation {
            // A group of one state ("Hamas fighters") keeps its own code.
            Who::Organisation(_) | Who::Given(_) => nation,
            // "the army's spokesman", "a CIA official"
            Who::State(_, Some(_)) if noun.any_sector => nation,
            Who::Body(at) if noun.any_sector && self.has_a_sector(at) => nation,
            // "the company's president", "the union's general secretary": no government's.
            Who::State(_, Some(sector)) if noun.kind == AgentKind::Title && PRIVATE.contains(&sector) => nation,
            Who::Person(_) | Who::Acting(..) | Who::Body(_) | Who::State(..) | Who::Place(_) => {
                match nation.state(&self.knowledge.actors) {
                    Some(state) => Who::State(state, Some(noun.sector)),
                    None => nation,
                }
            }
        }
    }
}

/// Whether a phrase means a common noun that acts.
pub(super) fn is_noun(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Agent(_) | Meaning::Agents(_) | Meaning::Title(_))
}

fn is_noun_hit(hit: &Hit) -> bool {
    hit.meanings.iter().any(is_noun)
}
