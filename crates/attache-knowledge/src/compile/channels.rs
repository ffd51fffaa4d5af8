//! Compiles `channels.toml`.

use super::actors::BuiltActors;
use super::{Build, entry_id};
use crate::actors::OfficeIx;
use crate::channels::{Channel, Channels};
use crate::source::SourceFile;
use attache_record::{EntryId, Sector};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    id: String,
    name: String,
    /// Place on a line board; of two that name an office the first has it.
    rank: u8,
    #[serde(default)]
    offices: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    sectors: Vec<Sector>,
    #[serde(default)]
    topics: Vec<EntryId>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    missions: bool,
    #[serde(default)]
    voice: bool,
    /// Offices that must speak on it.
    #[serde(default)]
    tests: Vec<String>,
}

impl<'s> Build<'s> {
    /// The channels of `channels.toml`, in the order of their ranks. An office speaks on the first that names it.
    pub(super) fn channels(&mut self, files: &'s [SourceFile], actors: &BuiltActors) -> Channels {
        let mut channels = Channels::default();
        let mut taken: Vec<OfficeIx> = Vec::new();
        for (file, mut table) in self.tables(files, "channels.toml") {
            let mut entries = self.loader.entries::<RawChannel>(file, &mut table, "channel");
            entries.sort_by_key(|entry| entry.value.rank);
            for entry in entries {
                let raw = &entry.value;
                self.claim(&format!("channel.{}", raw.id), &entry);
                let mut offices: Vec<OfficeIx> = Vec::new();
                let mut unused: Vec<&String> = raw.offices.iter().collect();
                for (id, at) in &actors.offices {
                    let Some((_, name)) = id.split_once('.') else { continue };
                    let mut named = raw.offices.iter().filter(|pattern| fits(pattern, name)).peekable();
                    let found = named.peek().is_some();
                    named.for_each(|pattern| unused.retain(|other| *other != pattern));
                    if found && !taken.contains(at) {
                        offices.push(*at);
                    }
                }
                let whole = !self.loader.in_addition();
                for pattern in unused.into_iter().filter(|_| whole) {
                    let said = format!("no office has an id that ends with \".{pattern}\"");
                    self.loader.warn(file, entry.range.clone(), said, "take it away, or write it as in actors/");
                }
                taken.extend(&offices);
                offices.sort_unstable();
                for test in &raw.tests {
                    let right = actors.offices.get(test).is_some_and(|at| offices.binary_search(at).is_ok());
                    if !right {
                        let said = format!("{test} does not speak on {}", raw.id);
                        self.loader.error(
                            file,
                            entry.range.clone(),
                            said,
                            "name its office, in the first channel that fits",
                        );
                    }
                }
                let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
                channels.0.push(Channel {
                    id: entry_id(&raw.id),
                    name: raw.name.clone(),
                    offices,
                    titles: lower(&raw.titles),
                    sectors: raw.sectors.clone(),
                    topics: raw.topics.clone(),
                    words: lower(&raw.words),
                    missions: raw.missions,
                    voice: raw.voice,
                });
            }
            self.loader.refuse_rest(file, &table);
        }
        channels
    }
}

/// Whether the name of an office is what a pattern says, whose star stands for any beginning or end.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
    }
}
