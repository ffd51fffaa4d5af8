//! Compiles `places/regions.toml`: regions, and who disputes which land.

use super::actors::{BuiltActors, period, position};
use super::gazetteer::BuiltGazetteer;
use super::raw::Day;
use super::{Build, entry_id};
use crate::actors::{Meaning, Region, RegionIx, StateIx};
use crate::gazetteer::Dispute;
use crate::load::Entry;
use crate::source::SourceFile;
use attache_record::Degrees;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    id: String,
    names: Vec<String>,
    /// Latitude and longitude in degrees.
    middle: Option<(f64, f64)>,
    state: Option<String>,
    #[serde(default)]
    divisions: Vec<String>,
    #[serde(default)]
    places: Vec<u32>,
    #[serde(default)]
    claimed_by: Vec<String>,
    disputed_from: Option<Day>,
    #[serde(default)]
    held_by: Vec<RawHolder>,
    #[serde(default)]
    #[expect(dead_code, reason = "sources are for readers of the file")]
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHolder {
    state: String,
    from: Option<Day>,
    to: Option<Day>,
}

impl<'s> Build<'s> {
    pub(super) fn regions(&mut self, files: &'s [SourceFile], built: &mut BuiltActors, gazetteer: &mut BuiltGazetteer) {
        for (file, mut table) in self.tables(files, "places/regions.toml") {
            for entry in self.loader.entries::<RawRegion>(file, &mut table, "region") {
                let raw = &entry.value;
                self.claim(&format!("region.{}", raw.id), &entry);
                let Some(name) = raw.names.first() else { continue };
                let at = RegionIx(position(built.actors.regions.len()));
                for name in &raw.names {
                    built.names.add(self, name, Meaning::Region(at));
                }
                let state = raw.state.as_ref().and_then(|code| self.state_named(&entry, code, built));
                let dispute = self.dispute(&entry, state, built, gazetteer);
                let degrees =
                    |value: f64| format!("{value:.3}").replace('.', "").parse().ok().map(Degrees::from_thousandths);
                let middle = raw.middle.and_then(|(north, east)| degrees(north).zip(degrees(east)));
                let id = entry_id(&format!("region.{}", raw.id));
                built.actors.regions.push(Region { id, name: name.clone(), middle, state, dispute });
            }
            gazetteer.gazetteer.disputed.sort_unstable();
            self.loader.refuse_rest(file, &table);
        }
    }

    /// The dispute over a region, which its divisions and places share.
    fn dispute(
        &mut self,
        entry: &Entry<RawRegion>,
        state: Option<StateIx>,
        built: &BuiltActors,
        gazetteer: &mut BuiltGazetteer,
    ) -> Option<u32> {
        let raw = &entry.value;
        if raw.claimed_by.is_empty() && raw.held_by.is_empty() {
            return None;
        }
        let claimed_by = raw.claimed_by.iter().filter_map(|code| self.state_named(entry, code, built)).collect();
        let held = raw.held_by.iter();
        let held_by =
            held.filter_map(|h| Some((self.state_named(entry, &h.state, built)?, period(h.from, h.to)))).collect();
        let at = position(gazetteer.gazetteer.disputes.len());
        for code in &raw.divisions {
            match gazetteer.divisions.get(code) {
                Some(place) => gazetteer.gazetteer.disputed.push((*place, at)),
                None => self.unknown(entry, code, "divisions.tsv has no division"),
            }
        }
        for number in &raw.places {
            match gazetteer.towns.get(number) {
                Some(place) => gazetteer.gazetteer.disputed.push((*place, at)),
                None => self.unknown(entry, &number.to_string(), "places.tsv has no place"),
            }
        }
        let from = raw.disputed_from.map(|day| day.0);
        gazetteer.gazetteer.disputes.push(Dispute { state, claimed_by, from, held_by });
        Some(at)
    }

    fn state_named(&mut self, entry: &Entry<RawRegion>, code: &str, built: &BuiltActors) -> Option<StateIx> {
        let found = built.actors.state(code);
        if found.is_none() {
            self.unknown(entry, code, "no file of actors/ has the state");
        }
        found
    }

    fn unknown(&mut self, entry: &Entry<RawRegion>, word: &str, what: &str) {
        let range = self.range_of(entry, word);
        self.loader.error(entry.file, range, format!("{what} {word}"), "mend the code");
    }
}
