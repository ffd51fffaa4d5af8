//! What happens: compiled patterns of events, contacts and missions.

use crate::column::Column;
use crate::pattern::Pattern;
use crate::places::{Filled, Places};
use crate::relation::Side;
use crate::vocabulary::WordId;
use attache_record::{Change, Class, ContactKind, EntryId, MissionKind, Mode, Status};
use serde::{Deserialize, Serialize};

/// What a pattern gives when it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gives {
    /// An event. A class of a user's own that is a kind of PLOVER's stands here as PLOVER's, by which the coder reads it.
    Event(Class, Option<Mode>),
    /// A mention of a contact that the sentence does not report.
    Contact(ContactKind),
    /// A change in where a state is represented.
    Presence(MissionKind, Option<Change>),
}

/// A class and mode as records call them.
pub type Called = (Class, Option<Mode>);

/// Which roles must be filled, or nothing is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it; knowledge/README.md explains them")]
pub enum Needs {
    Actor,
    Recipient,
    Both,
    #[default]
    Either,
    None,
}

/// A pattern with what it gives and who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventPattern {
    /// Id of the entry.
    pub id: EntryId,
    /// The words.
    pub pattern: Pattern,
    /// What it gives.
    pub gives: Gives,
    /// What records call its class and mode, where these are a user's own.
    pub own: Option<Called>,
    /// The status, where the words themselves fix it.
    pub status: Option<Status>,
    /// Who does it.
    pub actor: Side,
    /// To whom.
    pub recipient: Side,
    /// Where.
    pub place: Side,
    /// Everyone is an actor.
    pub reciprocal: bool,
    /// Which roles must be filled.
    pub needs: Needs,
    /// Patterns that forbid it when they match in the same clause.
    pub unless: Vec<Pattern>,
    /// How sure the words alone make us, 0 to 1.
    pub score: f32,
    /// What kind of contact a CONSULT event is, where the mode does not say.
    pub contact: Option<ContactKind>,
}

/// All patterns, found by the words with which they begin.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct EventPatterns {
    /// The patterns, in the order of the files.
    pub patterns: Vec<EventPattern>,
    index: FirstWords,
    places: Places,
}

/// Positions of entries by the word with which their pattern begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct FirstWords {
    /// Start of each word's list in `entries`; one more at the end. Words past the last that begins a pattern have none.
    starts: Column<u32>,
    entries: Column<u32>,
}

impl FirstWords {
    /// The index of `patterns`.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        Self::of((0..).zip(patterns))
    }

    /// The index of entries with several patterns each. A position holds the entry above the lowest eight bits and
    /// the pattern in them.
    pub fn packed<'p>(entries: impl Iterator<Item = &'p [Pattern]>) -> Self {
        let numbered = (0_u32..).zip(entries);
        Self::of(
            numbered.flat_map(|(entry, patterns)| (0_u32..256).zip(patterns).map(move |(at, p)| (entry << 8 | at, p))),
        )
    }

    fn of<'p>(patterns: impl Iterator<Item = (u32, &'p Pattern)>) -> Self {
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for (position, pattern) in patterns {
            for word in pattern.first_words() {
                if lists.len() <= word.index() {
                    lists.resize(word.index() + 1, Vec::new());
                }
                lists[word.index()].push(position);
            }
        }
        let mut index = Self::default();
        let mut starts = vec![0];
        for list in lists {
            list.into_iter().for_each(|position| index.entries.push(position));
            starts.push(u32::try_from(index.entries.len()).unwrap_or(u32::MAX));
        }
        index.starts = starts.into_iter().collect();
        index
    }

    /// Positions of the entries that can begin with this word.
    pub fn at(&self, word: WordId) -> impl Iterator<Item = u32> + '_ {
        let bounds = self.starts.get(word.index()).zip(self.starts.get(word.index() + 1));
        let (start, end) = bounds.unwrap_or_default();
        (start as usize..end as usize).filter_map(|at| self.entries.get(at))
    }
}

impl EventPatterns {
    /// Looks a sentence's words up, to find patterns in it.
    pub fn within(&self, words: impl Iterator<Item = WordId>) -> Within<'_> {
        Within { patterns: self, filled: self.places.fill(words) }
    }

    pub(crate) fn index(&mut self) {
        let patterns = || self.patterns.iter().map(|p| &p.pattern);
        (self.index, self.places) = (FirstWords::new(patterns()), Places::new(patterns()));
    }
}

/// The patterns for whose every place a sentence has some word.
#[derive(Debug)]
pub struct Within<'k> {
    patterns: &'k EventPatterns,
    filled: Filled<'k>,
}

impl<'k> Within<'k> {
    /// Those that can begin with this word, with their positions in [`EventPatterns::patterns`].
    pub fn beginning_with(&self, word: WordId) -> impl Iterator<Item = (usize, &'k EventPattern)> {
        let all = self.patterns.index.at(word).map(|at| at as usize);
        let standing = all.filter(|at| self.filled.may_stand(*at));
        standing.filter_map(|at| Some((at, self.patterns.patterns.get(at)?)))
    }
}
