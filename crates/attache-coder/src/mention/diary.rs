//! Lists of what somebody did, day by day: whose they are, by their title, and who and where an entry of them is about.

use super::{Discourse, Who};
use crate::analysis::{Analysis, Words};
use crate::chunk::VerbGroup;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::StateIx;
use attache_knowledge::grammar::WordClass;
use attache_record::Span;
use jiff::civil::Date;

/// Longest title that is read, in bytes.
const LONGEST_TITLE: usize = 200;

/// What a title such as "Travels of President Smith" or "Visits by Foreign Leaders to Peru" says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Diary {
    /// Whose doings the text lists; none where they are several people's.
    pub of: Option<Who>,
    /// To which state all go.
    pub host: Option<StateIx>,
}

/// Whom and what an entry of a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stay {
    /// Whom its heading names.
    pub who: Option<Who>,
    /// Where he is.
    pub host: Option<StateIx>,
}

/// Reads a title. `None` where it names no list of anybody's doings.
#[must_use]
pub fn diary(title: &str, knowledge: &Knowledge, day: Option<Date>, source: Option<&str>) -> Option<Diary> {
    let whole = Span::new(0, u32::try_from(title.len()).ok().filter(|_| title.len() <= LONGEST_TITLE)?);
    let words = Words::cut(title, whole, 0, knowledge);
    let is =
        |words: &Words, at: usize, class| words.tokens.get(at).is_some_and(|t| knowledge.grammar.is(t.word, class));
    (0..words.tokens.len()).find(|at| is(&words, *at, WordClass::DiaryNoun))?;
    let mut scratch = Discourse::new(knowledge, day, source, None);
    let mut analysis = Analysis::default();
    analysis.read(title, words, knowledge, &mut scratch);
    // "Visits by Foreign Leaders": the noun may be read as a verb.
    let is_told = |v: &VerbGroup| v.is_finite() && !analysis.clause(knowledge).is(v.main, WordClass::DiaryNoun);
    if analysis.chunks.verbs.iter().any(is_told) {
        return None;
    }
    let of = analysis.mentions.iter().find(|m| m.head && m.person).and_then(|m| match m.who[..] {
        [who] => Some(who),
        _ => None,
    });
    let to = knowledge.vocabulary.look_up_folded("to");
    let place = |at: usize| {
        let clause = analysis.clause(knowledge);
        clause.tokens[at].word == to || clause.is(at, WordClass::PlacePreposition)
    };
    let host = analysis.hits.iter().find(|h| {
        let before = (h.start.saturating_sub(2)..h.start).any(place);
        before && h.is_name()
    });
    let host = host.and_then(|h| super::state_of(h, &knowledge.actors));
    (of.is_some() || host.is_some()).then_some(Diary { of, host })
}

/// Whom terse words leave away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scene {
    /// Whose doings are told.
    pub protagonist: Option<Who>,
    /// Which state he visits.
    pub host: Option<StateIx>,
}

impl Discourse<'_> {
    /// Whom the words may leave away.
    #[must_use]
    pub fn scene(&self) -> Scene {
        let protagonist = self.protagonist();
        let own = protagonist.and_then(|who| who.state(&self.knowledge.actors));
        Scene { protagonist, host: self.host().filter(|host| Some(*host) != own) }
    }

    /// Learns whose doings the document lists.
    pub fn keeps(&mut self, diary: Diary) {
        self.diary = self.diary.or(Some(diary));
    }

    /// Begins an entry of a list: what was told before is no context of it.
    pub fn enter(&mut self, stay: Stay, day: Option<Date>) {
        self.forget_company();
        self.day = day.or(self.day);
        self.country = stay.host.or(self.country);
        self.stay = Some(stay);
    }

    /// Leaves the entries of a list behind.
    pub fn leave(&mut self, day: Option<Date>, country: Option<StateIx>) {
        self.forget_company();
        self.day = day;
        self.country = country;
        self.stay = None;
    }

    /// Whose doings are told without naming him: whom the entry's heading names, else whose list it is, else who speaks.
    #[must_use]
    pub fn protagonist(&self) -> Option<Who> {
        let own = self.diary.and_then(|d| d.of);
        let speaks = || match self.speaks()[..] {
            [one] => Some(one),
            _ => None,
        };
        own.or_else(|| self.stay.and_then(|s| s.who)).or_else(speaks)
    }

    /// Whether the text lists somebody's doings, in the terse sentences of such lists.
    #[must_use]
    pub fn is_terse(&self) -> bool {
        self.diary.is_some() || self.stay.is_some()
    }

    /// The state that an entry's protagonist visits.
    #[must_use]
    pub fn host(&self) -> Option<StateIx> {
        self.stay.and_then(|s| s.host)
    }
}
