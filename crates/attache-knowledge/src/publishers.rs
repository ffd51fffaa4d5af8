//! Whose voice a source is.

use attache_record::{Code, EntryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A publisher: a government's press service, an agency, a newspaper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publisher {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// Whose voice "we" is; `None` for a news agency.
    pub code: Option<Code>,
    /// Whose "the president" it means when nothing else says.
    pub country: Option<Code>,
}

/// All publishers, by the names under which sources give them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Publishers {
    pub(crate) entries: Vec<Publisher>,
    /// Lower-case names.
    pub(crate) names: BTreeMap<String, u32>,
}

impl Publishers {
    /// The publisher that a source field, an agency in a dateline, or the host of an address names.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Publisher> {
        let key = name.trim().to_lowercase();
        let at = self.names.get(&key).or_else(|| {
            // "https://www.state.gov/..." is known as "state.gov".
            let host = key.split("://").nth(1)?.split('/').next()?;
            let mut host = host;
            loop {
                if let Some(at) = self.names.get(host) {
                    return Some(at);
                }
                host = host.split_once('.')?.1;
            }
        })?;
        self.entries.get(*at as usize)
    }
}
