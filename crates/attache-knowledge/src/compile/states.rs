//! Compiles `[state]` of `actors/<iso3>.toml`: names, days, numbers in the registers of political science.

use super::Build;
use super::actors::{BuiltActors, period, position};
use super::raw::{RawNumber, RawState};
use crate::actors::{Meaning, Numbered, Owner, State, StateIx};
use crate::load::Entry;
use crate::source::SourceFile;
use attache_record::Code;
use toml::de::DeTable;

impl<'s> Build<'s> {
    /// States sorted by code, whatever the files are called.
    pub(super) fn states(
        &mut self,
        files: &'s [SourceFile],
        built: &mut BuiltActors,
        tables: &mut Vec<(usize, Owner, DeTable<'s>)>,
    ) {
        let mut found: Vec<(Code, Entry<RawState>, DeTable<'s>)> = Vec::new();
        for (file, source) in files.iter().enumerate() {
            if !source.name.starts_with("actors/") || !source.name.ends_with(".toml") {
                continue;
            }
            let mut table = self.loader.table(file);
            let Some(entry) = self.loader.single::<RawState>(file, &mut table, "state") else {
                self.loader.error(file, 0..0, "this file has no [state]", "begin it with [state], its code and names");
                continue;
            };
            match entry.value.code.parse::<Code>() {
                Ok(code) if code.sector().is_none() && code.state().is_some() => found.push((code, entry, table)),
                _ => {
                    let range = self.range_of(&entry, &entry.value.code);
                    let message = format!("\"{}\" is no state's code", entry.value.code);
                    self.loader.error(file, range, message, "write ISO 3166-1 alpha-3, such as CHN");
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        for (code, entry, table) in found {
            let last = built.actors.states.len().checked_sub(1).map(|at| StateIx(position(at)));
            let known = last.filter(|at| built.actors.states[at.index()].code == code);
            if let Some(at) = known.filter(|_| self.loader.files[entry.file].addition) {
                self.more_of_state(&code, &entry, at, built);
                tables.push((entry.file, Owner::State(at), table));
                continue;
            }
            if known.is_some() {
                let range = self.range_of(&entry, code.as_str());
                self.loader.error(entry.file, range, format!("two files have the state {code}"), "join them");
                continue;
            }
            if entry.value.name.is_none() || entry.value.names.is_empty() {
                let range = self.range_of(&entry, code.as_str());
                let message = format!("the state {code} has no name");
                self.loader.error(entry.file, range, message, "add name = \"...\" and names = [\"...\"]");
            }
            let at = StateIx(position(built.actors.states.len()));
            let state = self.state(&code, &entry, at, built);
            built.actors.states.push(state);
            tables.push((entry.file, Owner::State(at), table));
        }
    }

    fn state(&mut self, code: &Code, entry: &Entry<RawState>, at: StateIx, built: &mut BuiltActors) -> State {
        let raw = &entry.value;
        self.sourced(entry, code.as_str(), &raw.sources);
        self.state_names(entry, at, built);
        if let Some(long) = raw.long.as_ref().filter(|long| !raw.names.contains(long)) {
            let range = self.range_of(entry, long);
            let message = format!("the long name \"{long}\" is not among the names of {code}");
            self.loader.error(entry.file, range, message, "add it to names, so that it is found in a text");
        }
        for variant in raw.variants.iter().filter(|v| raw.names.contains(v)) {
            let range = self.range_of(entry, variant);
            let message = format!("\"{variant}\" stands among the names and the variants of {code}");
            self.loader.error(entry.file, range, message, "keep it in one of the two");
        }
        self.mention_tests(entry, code.as_str(), &raw.tests);
        State {
            code: code.clone(),
            name: raw.name.clone().unwrap_or_default(),
            long: raw.long.clone(),
            period: period(raw.from, raw.to),
            cow: self.numbers(entry, "COW", &raw.cow),
            gw: self.numbers(entry, "Gleditsch-Ward", &raw.gw),
        }
    }

    /// What a folder that adds to the knowledge says of a state that the knowledge has: more names, nothing else.
    fn more_of_state(&mut self, code: &Code, entry: &Entry<RawState>, at: StateIx, built: &mut BuiltActors) {
        let raw = &entry.value;
        let fact = raw.name.is_some() || raw.long.is_some() || raw.from.is_some() || raw.to.is_some();
        if fact || !raw.cow.is_empty() || !raw.gw.is_empty() {
            let range = self.range_of(entry, code.as_str());
            let message = format!("{code} is in the knowledge; a folder that adds to it cannot say this of the state");
            let hint = "keep code, names, variants, adjectives, demonyms, sources and tests only";
            self.loader.error(entry.file, range, message, hint);
        }
        if !(raw.names.is_empty() && raw.variants.is_empty() && raw.adjectives.is_empty() && raw.demonyms.is_empty()) {
            self.sourced(entry, code.as_str(), &raw.sources);
        }
        self.state_names(entry, at, built);
        self.mention_tests(entry, code.as_str(), &raw.tests);
    }

    fn state_names(&mut self, entry: &Entry<RawState>, at: StateIx, built: &mut BuiltActors) {
        let raw = &entry.value;
        for name in raw.names.iter().chain(&raw.variants) {
            built.names.add(self, name, Meaning::State(at));
        }
        for adjective in &raw.adjectives {
            built.names.add(self, adjective, Meaning::Adjective(at));
        }
        for demonym in &raw.demonyms {
            built.names.add(self, demonym, Meaning::Demonym(at));
        }
    }

    /// The numbers of one register, first one first; two on one day are an error.
    fn numbers(&mut self, entry: &Entry<RawState>, register: &str, raw: &[RawNumber]) -> Vec<Numbered> {
        let mut numbers: Vec<Numbered> =
            raw.iter().map(|n| Numbered { number: n.number, period: period(n.from, n.to) }).collect();
        numbers.sort_by_key(|n| n.period.from);
        for pair in numbers.windows(2) {
            let [one, other] = pair else { continue };
            if one.period.meets(&other.period) {
                let range = self.range_of(entry, &other.number.to_string());
                let message = format!(
                    "{} has the {register} numbers {} and {} on one day",
                    entry.value.code, one.number, other.number
                );
                self.loader.error(entry.file, range, message, "give each the days on which it holds");
            }
        }
        if let Some(ends_first) = numbers.iter().find(|n| n.period.to.zip(n.period.from).is_some_and(|(t, f)| t < f)) {
            let range = self.range_of(entry, &ends_first.number.to_string());
            let message = format!("the {register} number {} ends before it begins", ends_first.number);
            self.loader.error(entry.file, range, message, "mend the dates");
        }
        numbers
    }

    /// Reports an entry without a source.
    pub(super) fn sourced<T>(&mut self, entry: &Entry<T>, id: &str, sources: &[String]) {
        if sources.is_empty() {
            let range = self.range_of(entry, id);
            let hint = "add sources = [\"...\"], a key of sources.toml or why";
            self.loader.error(entry.file, range, format!("\"{id}\" names no source"), hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;
    use crate::source::SourceFile;
    use jiff::civil::date;

    fn files(rest: &str) -> [SourceFile; 1] {
        let text = format!("[state]\ncode = \"DEU\"\nname = \"Germany\"\nnames = [\"Germany\"]\n{rest}\n");
        [SourceFile::new("actors/deu.toml", text)]
    }

    fn problem(rest: &str) -> String {
        Knowledge::compile(&files(rest)).err().unwrap()[0].message.clone()
    }

    #[test]
    fn a_state_has_its_number_of_the_day() {
        let rest = "cow = [{ number = 255, from = 1990-10-03 }, { number = 260, from = 1955-05-05, to = 1990-10-02 }]\n\
                    sources = [\"ours\"]";
        let actors = Knowledge::compile(&files(rest)).unwrap().knowledge.actors;
        let on = |day| actors.states[0].cow.iter().find(|n| n.period.holds(day)).map(|n| n.number);
        assert_eq!(on(date(1980, 1, 1)), Some(260));
        assert_eq!(on(date(2023, 1, 1)), Some(255));
        assert_eq!(on(date(1950, 1, 1)), None);
    }

    #[test]
    fn what_cannot_be_is_reported() {
        let cases = [
            ("", "\"DEU\" names no source"),
            (
                "sources = [\"ours\"]\nlong = \"Federal Republic\"",
                "the long name \"Federal Republic\" is not among the names of DEU",
            ),
            (
                "sources = [\"ours\"]\nvariants = [\"Germany\"]",
                "\"Germany\" stands among the names and the variants of DEU",
            ),
            (
                "sources = [\"ours\"]\ngw = [{ number = 260, from = 1949-09-21 }, { number = 255, from = 1990-10-03 }]",
                "DEU has the Gleditsch-Ward numbers 260 and 255 on one day",
            ),
        ];
        for (rest, message) in cases {
            assert_eq!(problem(rest), message);
        }
    }
}
