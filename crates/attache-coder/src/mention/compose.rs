//! From phrases to mentions: a nationality, a noun and a name make one actor.

use super::noun::is_noun;
use super::{Discourse, Form, Hit, Mention, Who};
use crate::chunk::{Chunks, Kind, NounPhrase};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Meaning;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Token, fold};

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

/// The mentions of a sentence, in order. `discourse` learns them as they are found.
pub fn compose(sentence: &Sentence<'_>, knowledge: &Knowledge, discourse: &mut Discourse<'_>) -> Vec<Mention> {
    let mut composer = Composer { s: sentence, knowledge, discourse, mentions: Vec::new(), taken: 0 };
    for at in 0..sentence.chunks.nouns.len() {
        composer.phrase(at);
        if at == 0 {
            composer.take_turn();
        }
    }
    composer.appositions();
    composer.mentions.sort_by_key(|m| (m.start, m.end));
    composer.mentions
}

pub(super) struct Composer<'c, 's, 'k> {
    pub(super) s: &'c Sentence<'s>,
    pub(super) knowledge: &'c Knowledge,
    pub(super) discourse: &'c mut Discourse<'k>,
    pub(super) mentions: Vec<Mention>,
    /// Tokens before this one belong to a mention that reached over its noun phrase ("the government of Turkey").
    pub(super) taken: usize,
}
impl Composer<'_, '_, '_> {
    pub(super) fn is(&self, at: usize, class: WordClass) -> bool {
        self.s.tokens.get(at).is_some_and(|t| self.knowledge.grammar.is(t.word, class))
    }

    pub(super) fn folded(&self, start: usize, end: usize) -> String {
        let words = self.s.tokens[start..end].iter().filter_map(|t| t.span.text(self.s.text));
        words.map(|w| fold(w).into_owned()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn hits_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Hit> {
        self.s.hits.iter().filter(move |h| h.start >= start && h.end <= end)
    }

    /// All mentions of one noun phrase.
    pub(super) fn phrase(&mut self, at: usize) {
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
        // "His Majesty King Abdullah" is nobody's.
        let honoured = self.is(start + 1, WordClass::Honorific)
            && self.s.tokens.get(start + 1).is_some_and(|t| t.shape.is_capital());
        if self.is(start, WordClass::PossessivePronoun) && !honoured {
            nation = self.owner(start);
            if !nation.is_empty() {
                self.push(Mention {
                    start,
                    end: start + 1,
                    form: Form::Pronoun,
                    who: nation.clone(),
                    head: false,
                    person: false,
                    ambiguous: false,
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

    pub(super) fn push(&mut self, mention: Mention) {
        let noun = self.head_noun(&mention);
        if mention.head || matches!(mention.form, Form::Name) {
            self.discourse.remember(&mention, &noun);
        }
        self.mentions.push(mention);
    }

    /// The folded noun of a mention: its agent noun where it has one.
    pub(super) fn head_noun(&self, mention: &Mention) -> String {
        let hit = self.hits_in(mention.start, mention.end).filter(|h| h.meanings.iter().any(is_noun)).last();
        match hit {
            Some(hit) => self.folded(hit.start, hit.end),
            None => self.folded(mention.end.saturating_sub(1).max(mention.start), mention.end),
        }
    }

    pub(super) fn pronoun(&mut self, phrase: NounPhrase) {
        let at = phrase.start;
        let (who, person) = if self.is(at, WordClass::PersonPronoun) {
            (self.discourse.man_or_woman(), true)
        } else if self.is(at, WordClass::ThingPronoun) {
            (self.discourse.thing(), false)
        } else if self.is(at, WordClass::PluralPronoun) {
            (self.discourse.several(), false)
        } else if self.is(at, WordClass::SpeakerPronoun) {
            (Some(self.discourse.speaks()).filter(|s| !s.is_empty()), false)
        } else {
            (None, false)
        };
        if let Some(who) = who {
            self.mentions.push(Mention {
                start: at,
                end: phrase.end,
                form: Form::Pronoun,
                who,
                head: true,
                person,
                ambiguous: false,
            });
        }
    }

    /// Whom "its", "his", "their", "our", "your" stand for.
    pub(super) fn owner(&self, at: usize) -> Vec<Who> {
        let found = if self.is(at, WordClass::PersonPronoun) {
            self.discourse.man_or_woman()
        } else if self.is(at, WordClass::ThingPronoun) {
            self.discourse.thing()
        } else if self.is(at, WordClass::PluralPronoun) {
            self.discourse.several()
        } else if self.is(at, WordClass::SpeakerPronoun) {
            Some(self.discourse.speaks())
        } else {
            self.discourse.spoken_to().map(|v| vec![v])
        };
        found.unwrap_or_default()
    }

    /// The mention of a part of a noun phrase without possessives; `last` says that its end is the phrase's.
    pub(super) fn part(&mut self, start: usize, end: usize, owner: &[Who], last: bool) -> Option<Mention> {
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
        if let Some(mention) = self.name(start, end, &hits, owner) {
            return Some(mention);
        }
        if last && hits.is_empty() && owner.is_empty() {
            return self.anaphor(start, end);
        }
        self.one_of_several(start, end, &hits)
    }

    /// A name that several have, none of whom the document or the day singles out.
    fn one_of_several(&self, start: usize, end: usize, hits: &[Hit]) -> Option<Mention> {
        let hit = hits.iter().find(|h| h.end == end)?;
        let people =
            hit.meanings.iter().filter(|m| matches!(m, Meaning::Person(_) | Meaning::Surname(_, true))).count();
        let bodies = hit.meanings.iter().filter(|m| matches!(m, Meaning::Body(_))).count();
        let ambiguous = people.max(bodies) > 1 && !self.is_part_of_longer_name(hit, hits);
        let person = people > bodies;
        let form = Form::Name;
        ambiguous.then_some(Mention { start, end, form, who: Vec::new(), head: true, person, ambiguous })
    }

    /// Whether only initials, ages and the like stand between two positions.
    pub(super) fn only_marks(&self, from: usize, to: usize) -> bool {
        self.s.tokens[from..to].iter().all(|t| matches!(t.shape, attache_knowledge::token::Shape::Mark))
    }

    pub(super) fn is_name_word(&self, at: usize) -> bool {
        let mark = self.s.tokens[at].shape == attache_knowledge::token::Shape::Mark;
        mark || self.s.tokens[at].shape.is_capital() && self.s.chunks.kind(at) == Kind::Noun
    }
}

/// Those of a list that are named for the first time.
pub(super) fn dedup(list: Vec<Who>) -> Vec<Who> {
    let mut out: Vec<Who> = Vec::with_capacity(list.len());
    for who in list {
        if !out.contains(&who) {
            out.push(who);
        }
    }
    out
}
