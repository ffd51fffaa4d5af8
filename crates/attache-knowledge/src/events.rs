//! What happens: compiled patterns of events, contacts and missions.

use crate::pattern::Pattern;
use crate::places::{Filled, Places};
use crate::relation::Side;
use crate::vocabulary::WordId;
use attache_record::{Change, Class, ContactKind, EntryId, MissionKind, Mode, Status};
use serde::{Deserialize, Serialize};

/// What a pattern gives when it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gives {
    /// An event.
    Event(Class, Option<Mode>),
    /// A mention of a contact that the sentence does not report.
    Contact(ContactKind),
    /// A change in where a state is represented.
    Presence(MissionKind, Option<Change>),
}

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
pub struct EventPatterns {
    /// The patterns, in the order of the files.
    pub patterns: Vec<EventPattern>,
    index: FirstWords,
    places: Places,
}

/// Positions of entries by the word with which their pattern begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FirstWords {
    /// Start of each word's list in `entries`; one more at the end.
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl FirstWords {
    /// The index of `patterns`; `vocabulary` is the number of words known.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>, vocabulary: usize) -> Self {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); vocabulary];
        for (at, pattern) in patterns.enumerate() {
            for word in pattern.first_words() {
                if let (Some(list), Ok(at)) = (lists.get_mut(word.index()), u32::try_from(at)) {
                    list.push(at);
                }
            }
        }
        Self::of(lists)
    }

    /// The index of entries with several patterns each. A position holds the entry above the lowest eight bits and
    /// the pattern in them.
    pub fn packed<'p>(entries: impl Iterator<Item = &'p [Pattern]>, vocabulary: usize) -> Self {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); vocabulary];
        for (entry, patterns) in (0_u32..).zip(entries) {
            for (at, pattern) in (0_u32..256).zip(patterns) {
                for word in pattern.first_words() {
                    if let Some(list) = lists.get_mut(word.index()) {
                        list.push(entry << 8 | at);
                    }
                }
            }
        }
        Self::of(lists)
    }

    fn of(lists: Vec<Vec<u32>>) -> Self {
        let mut index = Self { starts: Vec::with_capacity(lists.len() + 1), entries: Vec::new() };
        for list in lists {
            index.starts.push(u32::try_from(index.entries.len()).unwrap_or(u32::MAX));
            index.entries.extend(list);
        }
        index.starts.push(u32::try_from(index.entries.len()).unwrap_or(u32::MAX));
        index
    }

    /// Positions of the entries that can begin with this word.
    #[must_use]
    pub fn at(&self, word: WordId) -> &[u32] {
        match (self.starts.get(word.index()), self.starts.get(word.index() + 1)) {
            (Some(&start), Some(&end)) => &self.entries[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl EventPatterns {
    /// Looks a sentence's words up, to find patterns in it.
    pub fn within(&self, words: impl Iterator<Item = WordId>) -> Within<'_> {
        Within { patterns: self, filled: self.places.fill(words) }
    }

    pub(crate) fn index(&mut self, vocabulary: usize) {
        let patterns = || self.patterns.iter().map(|p| &p.pattern);
        (self.index, self.places) = (FirstWords::new(patterns(), vocabulary), Places::new(patterns(), vocabulary));
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
        let all = self.patterns.index.at(word).iter().map(|at| *at as usize);
        let standing = all.filter(|at| self.filled.may_stand(*at));
        standing.filter_map(|at| Some((at, self.patterns.patterns.get(at)?)))
    }
}
