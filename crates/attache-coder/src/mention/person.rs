//! People: known by name, by a surname that the document or the day makes clear, or by what stands beside them.

use super::compose::Composer;
use super::noun::Noun;
use super::{Form, Hit, Mention, Who};
use crate::chunk::Kind;
use attache_knowledge::actors::{Meaning, OfficeIx, PersonIx, Standing};
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::fold;

impl Composer<'_, '_, '_> {
    /// A person known by name, with or without a title.
    pub(super) fn person(&mut self, start: usize, end: usize, hits: &[Hit], owner: &[Who]) -> Option<Mention> {
        let country = self.nations(hits, owner).first().and_then(|w| w.state(&self.knowledge.actors));
        for hit in hits {
            let full: Vec<PersonIx> = people(hit, |m| matches!(m, Meaning::Person(_)));
            let found = if full.is_empty() {
                self.by_surname(hit, hits, country)
            } else {
                self.discourse.choose(&full, country)
            };
            let Some(person) = found else { continue };
            let who = self.in_office_by_text(person, hit, hits);
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
            let mut mention = Mention {
                start: first,
                end: hit.end,
                form: Form::Name,
                who: vec![who],
                head,
                person: true,
                ambiguous: false,
            };
            if !head {
                self.join_hyphened(&mut mention, hits);
            }
            return Some(mention);
        }
        None
    }

    /// "Foreign Minister Ruiz", where the knowledge has nobody in that office on the day: the text is believed.
    fn in_office_by_text(&self, person: PersonIx, hit: &Hit, hits: &[Hit]) -> Who {
        let actors = &self.knowledge.actors;
        let who = Who::Person(person);
        let (Some(day), Some(known)) = (self.discourse.day, actors.people.get(person.index())) else { return who };
        if matches!(actors.standing(person, Some(day)), Standing::Holds(_)) || self.is_former(hit, hits) {
            return who;
        }
        let before = |h: &&Hit| h.end <= hit.start && h.end + 2 >= hit.start;
        let titles = hits.iter().filter(before).flat_map(|h| &h.meanings).filter_map(|m| match m {
            Meaning::Title(at) => actors.titles.get(at.index()),
            _ => None,
        });
        let mut offices = titles
            .flat_map(|title| &title.offices)
            .filter(|at| actors.offices.get(at.index()).is_some_and(|o| o.single && o.owner == known.owner));
        let taken = |at: &OfficeIx| actors.in_office(known.owner, day).any(|(_, _, held)| held.office == *at);
        match offices.find(|at| !taken(at)).and_then(|at| actors.offices.get(at.index())) {
            Some(office) => Who::Acting(person, office.sector),
            None => who,
        }
    }

    /// "former President Ruiz", "ex-minister Ruiz".
    fn is_former(&self, hit: &Hit, hits: &[Hit]) -> bool {
        let first = hits.first().map_or(hit.start, |h| h.start).min(hit.start);
        (first.saturating_sub(2)..hit.start).any(|i| self.is(i, WordClass::FormerWord))
    }

    /// "the Blinken-Qin call": the people whom hyphens join.
    pub(super) fn join_hyphened(&self, mention: &mut Mention, hits: &[Hit]) {
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

    /// An agent noun that follows a hit in the same part.
    pub(super) fn agent_after(&self, hit: &Hit, hits: &[Hit]) -> Option<Noun> {
        hits.iter().filter(|h| h.start >= hit.end).find_map(|h| self.noun_of(h))
    }

    pub(super) fn by_surname(
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
            || hit.is_name()
                && hit.meanings.iter().any(|m| matches!(m, Meaning::State(_) | Meaning::Body(_) | Meaning::Place(..)))
        {
            return None;
        }
        self.discourse.choose(&alone, country)
    }

    /// "Wang" in "Wang Wenbin", "Brown" in "Sherrod Brown": another person's name.
    pub(super) fn is_part_of_longer_name(&self, hit: &Hit, hits: &[Hit]) -> bool {
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

    pub(super) fn holds_a_title_before(&self, person: PersonIx, hit: &Hit, hits: &[Hit]) -> bool {
        let actors = &self.knowledge.actors;
        let before = |h: &&Hit| h.end <= hit.start && h.end + 2 >= hit.start;
        hits.iter().filter(before).any(|h| {
            let title = self.folded(h.start, h.end);
            // An office may have several titles: "Taoiseach", "Prime Minister".
            let offices = h.meaning(|m| match m {
                Meaning::Title(at) => actors.titles.get(at.index()).map(|t| &t.offices),
                _ => None,
            });
            let tenures = actors.people.get(person.index()).map(|p| &p.held[..]).unwrap_or_default();
            offices.is_some_and(|offices| tenures.iter().any(|t| offices.contains(&t.office)))
                || self.held(person, |office| office.contains(title.as_str()) || title.contains(office))
        })
    }

    /// "President of Turkey Recep Tayyip Erdogan": the person whose name follows the state.
    pub(super) fn person_behind(&mut self, start: usize, end: usize) -> Option<Mention> {
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

    /// "Crown Prince and Prime Minister Mohammed bin Salman": the person whose name follows a second title.
    pub(super) fn person_of_two_titles(&mut self, start: usize, end: usize) -> Option<Mention> {
        if self.s.chunks.kind(end) != Kind::Coordinator {
            return None;
        }
        let phrase = self.s.chunks.nouns[self.s.chunks.noun_at(end + 1)?];
        let hits: Vec<Hit> = self.hits_in(phrase.start, phrase.end).cloned().collect();
        let titled = hits.first().is_some_and(|h| h.start == phrase.start && !h.is_name() && self.noun_of(h).is_some());
        let mention = self.person(phrase.start, phrase.end, &hits, &[]).filter(|m| titled && m.head)?;
        let first: Vec<Hit> = self.hits_in(start, end).cloned().collect();
        let [Who::Person(person)] = mention.who[..] else { return None };
        if !first.iter().any(|h| self.held(person, |office| office.contains(&self.folded(h.start, h.end)))) {
            // "The Vice President and President Herzog" are two.
            return None;
        }
        self.taken = phrase.end;
        Some(Mention { start, ..mention })
    }

    /// Whether a person has held an office whose folded title fits.
    fn held(&self, person: PersonIx, fits: impl Fn(&str) -> bool) -> bool {
        let actors = &self.knowledge.actors;
        let held = actors.people.get(person.index()).map_or(&[][..], |p| &p.held);
        held.iter().filter_map(|t| actors.offices.get(t.office.index())).any(|o| fits(&fold(&o.title)))
    }

    /// "Ann Smith, the Turkish foreign minister,": a name that the knowledge lacks is explained beside it.
    pub(super) fn appositions(&mut self) {
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
                let explains = self.mentions.iter().find(|m| {
                    m.head && m.person && m.form != Form::Pronoun && m.start >= known.start && m.start < known.end
                });
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
                        ambiguous: false,
                    });
                }
            }
        }
    }
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
