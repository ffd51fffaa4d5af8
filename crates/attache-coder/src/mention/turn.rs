//! Who speaks in a text that gives each speaker's words behind his name ("PRESIDENT DUDA: ..."), and to whom: whose
//! "our" and "your" are, and who "Mr. President" is.

use super::compose::Composer;
use super::noun::Noun;
use super::{Discourse, Form, Mention, Who};
use crate::chunk::Kind;
use attache_knowledge::grammar::WordClass;

/// Most words between a speaker's name and the colon behind it.
const LONGEST: usize = 12;
/// Most words of the name of a speaker whom nobody knows.
const SHORT: usize = 4;

/// The words that are being spoken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Turn {
    /// Who speaks; none for somebody whom nobody knows ("QUESTION").
    speaker: Option<Who>,
    /// Who spoke before, or whom the speaker met.
    addressee: Option<Who>,
}

impl Turn {
    /// The turn of whoever speaks next.
    fn next(last: Option<Self>, speaker: Option<Who>) -> Self {
        let Some(last) = last else { return Self { speaker, addressee: None } };
        let before = if last.speaker == speaker { last.addressee } else { last.speaker.or(last.addressee) };
        Self { speaker, addressee: before.filter(|who| Some(*who) != speaker) }
    }
}

impl Discourse<'_> {
    /// Whom "we" and "our" stand for: whoever speaks, else all who publish.
    #[must_use]
    pub fn speaks(&self) -> Vec<Who> {
        self.turn.map_or_else(|| self.speakers(), |turn| turn.speaker.into_iter().collect())
    }

    /// Whether the text gives what somebody says, word by word, behind his name.
    #[must_use]
    pub fn is_spoken(&self) -> bool {
        self.turn.is_some()
    }

    /// Whom "your" stands for: who spoke before, else the foreigner whom the speaker met.
    #[must_use]
    pub fn spoken_to(&self) -> Option<Who> {
        let turn = self.turn?;
        let actors = &self.knowledge.actors;
        let own = turn.speaker.and_then(|who| who.state(actors));
        turn.addressee.or_else(|| {
            let mut others = self.company_of_now().iter().filter(|who| own.is_some() && who.state(actors) != own);
            others.next().copied().or_else(|| self.last_foreigner(own?))
        })
    }
}

impl Composer<'_, '_, '_> {
    /// Learns from a sentence that begins with a name and a colon, be it one that nobody knows ("QUESTION:"), that
    /// somebody else speaks.
    pub(super) fn take_turn(&mut self) {
        let colon = (1..=SHORT).find(|at| self.word(*at) == Some(":"));
        let capitals = |end: usize| self.s.tokens[..end].iter().all(|t| t.shape.is_capital());
        let asks = colon.is_some_and(capitals);
        let named =
            |m: &&Mention| m.start == 0 && m.head && m.person && m.form != Form::Pronoun && self.only_describes(m.end);
        let speaker = match self.mentions.iter().find(named).map(|m| &m.who[..]) {
            Some([who]) => Some(*who),
            None if asks => None,
            _ => return,
        };
        self.discourse.turn = Some(Turn::next(self.discourse.turn, speaker));
    }

    /// Whether the words from `at` on only go on with the description of somebody, up to a colon: "President of Peru
    /// (retranslated):".
    fn only_describes(&self, at: usize) -> bool {
        let mut inside = false;
        for i in at..(at + LONGEST).min(self.s.tokens.len()) {
            match self.word(i) {
                Some(":") => return true,
                Some("(") => inside = true,
                Some(")") => inside = false,
                _ if inside => {}
                _ => match self.s.chunks.kind(i) {
                    Kind::Noun | Kind::Modifier | Kind::Preposition | Kind::Comma | Kind::Hyphen => {}
                    _ => return false,
                },
            }
        }
        false
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.s.tokens.get(at)?.span.text(self.s.text)
    }

    /// Whom a title after "Mr." means where words are spoken to somebody; nobody where the speaker is of the publisher
    /// and it isn't known whom he meets.
    pub(super) fn addressed(&self, start: usize, noun: Noun) -> Option<Vec<Who>> {
        let honorific = |at: usize| self.is(at, WordClass::Honorific) && !self.is(at, WordClass::PossessivePronoun);
        if !honorific(start) && !start.checked_sub(1).is_some_and(honorific) {
            return None;
        }
        let actors = &self.knowledge.actors;
        let Some(who) = self.discourse.spoken_to() else {
            let home = self.discourse.voice?.state(actors);
            return (self.discourse.turn?.speaker?.state(actors) == home).then(Vec::new);
        };
        let state = who.state(actors);
        Some(vec![if let Who::State(..) = who { Who::State(state?, Some(noun.sector)) } else { who }])
    }
}
