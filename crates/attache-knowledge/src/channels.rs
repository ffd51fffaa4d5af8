//! Lines of communication between states: who speaks on each.

use crate::actors::OfficeIx;
use attache_record::{EntryId, Sector};
use serde::{Deserialize, Serialize};

/// A line of communication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Id of the entry ("foreign-ministers").
    pub id: EntryId,
    /// Name on a line board.
    pub name: String,
    /// Offices whose holders speak on it, sorted.
    pub offices: Vec<OfficeIx>,
    /// Words that name such an office, lower case.
    pub titles: Vec<String>,
    /// Whoever acts in one of these sectors speaks on it, unless his office says otherwise.
    pub sectors: Vec<Sector>,
    /// What is dealt with on it, whoever deals with it.
    pub topics: Vec<EntryId>,
    /// Words of a mention that name it, lower case.
    pub words: Vec<String>,
    /// Embassies and consulates belong to it.
    pub missions: bool,
    /// Its people speak for others and are no line of communication.
    pub voice: bool,
}

/// All lines, in the order of a line board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels(pub Vec<Channel>);

impl Channels {
    /// The line on which the holder of an office speaks.
    #[must_use]
    pub fn of_office(&self, office: OfficeIx) -> Option<&Channel> {
        self.0.iter().find(|channel| channel.offices.binary_search(&office).is_ok())
    }

    /// The line that a title belongs to, and the title: of those whose words stand in `text`, the longest. A plural
    /// counts too ("the two presidents").
    #[must_use]
    pub fn of_title(&self, text: &str) -> Option<(&Channel, &str)> {
        let text = text.to_lowercase();
        let titles =
            self.0.iter().flat_map(|channel| channel.titles.iter().map(move |title| (channel, title.as_str())));
        titles.filter(|(_, title)| stands_in(title, &text)).max_by_key(|(_, title)| title.len())
    }

    /// The line on which a sector speaks.
    #[must_use]
    pub fn of_sector(&self, sector: Sector) -> Option<&Channel> {
        self.0.iter().find(|channel| channel.sectors.contains(&sector))
    }
}

/// Whether `words` stand in a lower-case text, as words, with or without the s of a plural.
#[must_use]
pub fn stands_in(words: &str, text: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let rest = &text[at + words.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        before && rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
    })
}
