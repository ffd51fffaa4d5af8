//! Compiles `actors/*.toml`, the files of organisations, `agents.toml`, `discard.toml`.

use super::names::Names;
use super::raw::{
    Day, RawAgent, RawBody, RawDiscard, RawMentionTest, RawOffice, RawOrganisation, RawPerson, RawRegion, RawState,
};
use super::{Build, RawTestOf, entry_id};
use crate::actors::{
    Actors, Agent, AgentIx, Body, BodyIx, Meaning, Office, OfficeIx, Organisation, OrganisationIx, Owner, Period,
    Person, PersonIx, Region, RegionIx, State, StateIx, Tenure, Title, TitleIx,
};
use crate::load::Entry;
use crate::source::SourceFile;
use crate::tests::{Expect, read_brackets};
use attache_record::{Code, Sector};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

/// Actors whose names are still being gathered.
#[derive(Default)]
pub(super) struct BuiltActors {
    pub actors: Actors,
    pub names: Names,
    /// Offices by id, for tenures.
    offices: BTreeMap<String, OfficeIx>,
    /// Titles by their lower-case text.
    titles: BTreeMap<String, TitleIx>,
}

/// Files of organisations, in the order in which their names are gathered.
pub(super) const ORGANISATIONS: [&str; 4] = ["igo.toml", "armed-groups.toml", "organisations.toml", "companies.toml"];

pub(super) fn period(from: Option<Day>, to: Option<Day>) -> Period {
    Period { from: from.map(|d| d.0), to: to.map(|d| d.0) }
}

fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'s> Build<'s> {
    pub(super) fn actors(&mut self, files: &'s [SourceFile]) -> BuiltActors {
        let mut built = BuiltActors::default();
        let mut tables: Vec<(usize, Owner, DeTable<'s>)> = Vec::new();
        self.states(files, &mut built, &mut tables);
        for name in ORGANISATIONS {
            if let Some((file, mut table)) = self.table(files, name) {
                self.organisations(file, &mut table, &mut built);
                // Offices and people of an organisation name it by the first part of their id.
                self.organisation_people(file, &mut table, &mut built);
                self.loader.refuse_rest(file, &table);
            }
        }
        for (file, owner, table) in &mut tables {
            self.bodies(*file, *owner, table, &mut built);
            self.offices(*file, |_| Some(*owner), table, &mut built);
        }
        for (file, owner, table) in &mut tables {
            self.people(*file, |_| Some(*owner), table, &mut built);
            self.loader.refuse_rest(*file, table);
        }
        if let Some((file, mut table)) = self.table(files, "agents.toml") {
            self.agents(file, &mut table, &mut built);
            self.loader.refuse_rest(file, &table);
        }
        if let Some((file, mut table)) = self.table(files, "places/regions.toml") {
            self.regions(file, &mut table, &mut built);
            self.loader.refuse_rest(file, &table);
        }
        if let Some((file, mut table)) = self.table(files, "discard.toml") {
            for entry in self.loader.entries::<RawDiscard>(file, &mut table, "discard") {
                self.claim(&format!("discard.{}", entry.value.id), &entry);
                for words in &entry.value.words {
                    built.names.add(self, words, Meaning::Nothing);
                }
                self.mention_tests(&entry, &entry.value.id, &entry.value.tests);
            }
            self.loader.refuse_rest(file, &table);
        }
        built
    }

    /// States sorted by code, whatever the files are called.
    fn states(
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
            let raw = &entry.value;
            if built.actors.states.last().is_some_and(|s| s.code == code) {
                let range = self.range_of(&entry, code.as_str());
                self.loader.error(entry.file, range, format!("two files have the state {code}"), "join them");
                continue;
            }
            let state = StateIx(position(built.actors.states.len()));
            for name in &raw.names {
                built.names.add(self, name, Meaning::State(state));
            }
            for adjective in &raw.adjectives {
                built.names.add(self, adjective, Meaning::Adjective(state));
            }
            for demonym in &raw.demonyms {
                built.names.add(self, demonym, Meaning::Demonym(state));
            }
            self.mention_tests(&entry, code.as_str(), &raw.tests);
            built.actors.states.push(State { code, name: raw.name.clone() });
            tables.push((entry.file, Owner::State(state), table));
        }
    }

    fn organisations(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        for entry in self.loader.entries::<RawOrganisation>(file, table, "organisation") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            let mut codes: Vec<(Code, Period)> =
                raw.codes.iter().map(|c| (c.code.clone(), period(c.from, c.to))).collect();
            codes.extend(raw.code.clone().map(|code| (code, period(raw.from, raw.to))));
            if codes.is_empty() {
                let range = self.range_of(&entry, &raw.id);
                self.loader.error(file, range, "this organisation has no code", "add code = \"IGO:NAME\" or codes");
                continue;
            }
            let Some(name) = raw.names.first() else {
                let range = self.range_of(&entry, &raw.id);
                self.loader.error(file, range, "this organisation has no name", "add names = [\"...\"]");
                continue;
            };
            let at = OrganisationIx(position(built.actors.organisations.len()));
            for name in &raw.names {
                built.names.add(self, name, Meaning::Organisation(at));
            }
            for adjective in &raw.adjectives {
                built.names.add(self, adjective, Meaning::OrganisationAdjective(at));
            }
            self.mention_tests(&entry, &raw.id, &raw.tests);
            let members = self.members(&entry, &built.actors);
            built.actors.organisations.push(Organisation { id: entry_id(&raw.id), name: name.clone(), codes, members });
        }
    }

    fn organisation_people(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        let ids: BTreeMap<String, OrganisationIx> = built
            .actors
            .organisations
            .iter()
            .enumerate()
            .map(|(i, o)| (o.id.as_str().to_owned(), OrganisationIx(position(i))))
            .collect();
        // "igo.un.secretary-general" belongs to "igo.un".
        let owner = |id: &str| {
            let mut lead = id;
            while let Some((shorter, _)) = lead.rsplit_once('.') {
                lead = shorter;
                if let Some(at) = ids.get(lead) {
                    return Some(Owner::Organisation(*at));
                }
            }
            None
        };
        self.bodies_of(file, owner, table, built);
        self.offices(file, owner, table, built);
        self.people(file, owner, table, built);
    }

    fn bodies(&mut self, file: usize, owner: Owner, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        self.bodies_of(file, |_| Some(owner), table, built);
    }

    fn bodies_of(
        &mut self,
        file: usize,
        owner: impl Fn(&str) -> Option<Owner>,
        table: &mut DeTable<'s>,
        built: &mut BuiltActors,
    ) {
        for entry in self.loader.entries::<RawBody>(file, table, "body") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            let Some(owner) = self.owner_of(&entry, &raw.id, &owner) else { continue };
            let Some(name) = raw.names.first() else { continue };
            let at = BodyIx(position(built.actors.bodies.len()));
            for name in &raw.names {
                built.names.add(self, name, Meaning::Body(at));
            }
            self.mention_tests(&entry, &raw.id, &raw.tests);
            built.actors.bodies.push(Body {
                id: entry_id(&raw.id),
                name: name.clone(),
                owner,
                kind: raw.kind,
                sector: raw.sector,
                sectors: raw.sectors.iter().map(|s| (s.sector, period(s.from, s.to))).collect(),
                period: period(raw.from, raw.to),
            });
        }
    }

    fn owner_of<T>(&mut self, entry: &Entry<T>, id: &str, owner: &impl Fn(&str) -> Option<Owner>) -> Option<Owner> {
        let found = owner(id);
        if found.is_none() {
            let range = self.range_of(entry, id);
            let message = format!("\"{id}\" begins with the id of no organisation of this file");
            self.loader.error(entry.file, range, message, "write igo.un.secretary-general for an office of igo.un");
        }
        found
    }

    fn offices(
        &mut self,
        file: usize,
        owner: impl Fn(&str) -> Option<Owner>,
        table: &mut DeTable<'s>,
        built: &mut BuiltActors,
    ) {
        for entry in self.loader.entries::<RawOffice>(file, table, "office") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            let Some(owner) = self.owner_of(&entry, &raw.id, &owner) else { continue };
            let Some(title) = raw.titles.first() else { continue };
            let at = OfficeIx(position(built.actors.offices.len()));
            for title in &raw.titles {
                let whose = raw.unmistakable.contains(title).then_some(owner);
                self.title(built, title, raw.sector, at, whose);
            }
            self.mention_tests(&entry, &raw.id, &raw.tests);
            built.offices.insert(raw.id.clone(), at);
            built.actors.offices.push(Office {
                id: entry_id(&raw.id),
                title: title.clone(),
                owner,
                sector: raw.sector,
                single: raw.single,
            });
        }
    }

    /// Adds an office to a title, which may stand in either case: "Foreign Minister Qin", "the foreign minister".
    fn title(&mut self, built: &mut BuiltActors, title: &str, sector: Sector, office: OfficeIx, owner: Option<Owner>) {
        let name = title.to_lowercase();
        let at = match built.titles.get(&name) {
            Some(&at) => at,
            None => {
                let at = TitleIx(position(built.actors.titles.len()));
                built.names.add(self, &name, Meaning::Title(at));
                built.titles.insert(name.clone(), at);
                built.actors.titles.push(Title { name, sector, offices: Vec::new(), owner: None });
                at
            }
        };
        if let Some(title) = built.actors.titles.get_mut(at.index()) {
            title.offices.push(office);
            title.owner = title.owner.or(owner);
        }
    }

    fn people(
        &mut self,
        file: usize,
        owner: impl Fn(&str) -> Option<Owner>,
        table: &mut DeTable<'s>,
        built: &mut BuiltActors,
    ) {
        let mut tenures: BTreeMap<OfficeIx, Vec<(Period, String, Range<usize>)>> = BTreeMap::new();
        for entry in self.loader.entries::<RawPerson>(file, table, "person") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            let Some(owner) = self.owner_of(&entry, &raw.id, &owner) else { continue };
            let Some(name) = raw.names.first() else { continue };
            if raw.sources.is_empty() {
                let range = self.range_of(&entry, &raw.id);
                let message = format!("\"{}\" names no source", raw.id);
                self.loader.error(file, range, message, "add sources = [\"...\"], a key of sources.toml or why");
            }
            let mut held = Vec::new();
            for tenure in &raw.held {
                let period = period(tenure.from, tenure.to);
                let range = self.range_of(&entry, &tenure.office);
                let Some(&office) = built.offices.get(&tenure.office) else {
                    let message = format!("there is no office \"{}\"", tenure.office);
                    self.loader.error(file, range, message, "add it as [[office]], or mend the id");
                    continue;
                };
                if let (Some(from), Some(to)) = (period.from, period.to)
                    && to < from
                {
                    let message = format!("a tenure cannot end on {to} before it begins on {from}");
                    self.loader.error(file, range.clone(), message, "mend the dates");
                }
                tenures.entry(office).or_default().push((period, raw.id.clone(), range));
                held.push(Tenure { office, period });
            }
            held.sort_by_key(|t| t.period.from);
            let at = PersonIx(position(built.actors.people.len()));
            let surname = raw
                .surname
                .clone()
                .or_else(|| name.split(' ').next_back().map(str::to_owned))
                .unwrap_or_else(|| name.clone());
            for name in &raw.names {
                built.names.add(self, name, Meaning::Person(at));
            }
            let mut surnames = vec![surname.clone()];
            if raw.surname.is_none() {
                surnames.extend(raw.names.iter().filter_map(|n| n.split(' ').next_back()).map(str::to_owned));
            }
            surnames.sort();
            surnames.dedup();
            for surname in surnames {
                built.names.add(self, &surname, Meaning::Surname(at, raw.alone));
            }
            self.mention_tests(&entry, &raw.id, &raw.tests);
            built.actors.people.push(Person { id: entry_id(&raw.id), name: name.clone(), surname, owner, held });
        }
        self.overlapping_tenures(file, built, tenures);
    }

    /// Two people in one single office on one day: found here, decided in the file.
    fn overlapping_tenures(
        &mut self,
        file: usize,
        built: &BuiltActors,
        tenures: BTreeMap<OfficeIx, Vec<(Period, String, Range<usize>)>>,
    ) {
        for (office, mut list) in tenures {
            if !built.actors.offices.get(office.index()).is_some_and(|o| o.single) {
                continue;
            }
            list.sort_by(|a, b| (a.0.from, &a.1).cmp(&(b.0.from, &b.1)));
            for pair in list.windows(2) {
                let [(first, one, _), (second, other, range)] = pair else { continue };
                // A successor may take over on the day on which the predecessor leaves.
                let overlap = match (first.to, second.from) {
                    (Some(to), Some(from)) => from < to,
                    _ => true,
                };
                if overlap && one != other {
                    let title = built.actors.offices[office.index()].id.to_string();
                    let message = format!("{one} and {other} both hold {title} at one time");
                    self.loader.warn(file, range.clone(), message, "end the first tenure, or say single = false");
                }
            }
        }
    }

    fn agents(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        for entry in self.loader.entries::<RawAgent>(file, table, "agent") {
            let raw = &entry.value;
            self.claim(&format!("agent.{}", raw.id), &entry);
            let Some(name) = raw.names.first() else { continue };
            let at = AgentIx(position(built.actors.agents.len()));
            for name in &raw.names {
                built.names.add(self, name, Meaning::Agent(at));
                if raw.plurals.is_none() {
                    for plural in self.irregular.plurals(name) {
                        built.names.add(self, &plural, Meaning::Agents(at));
                    }
                }
            }
            for plural in raw.plurals.iter().flatten() {
                built.names.add(self, plural, Meaning::Agents(at));
            }
            self.mention_tests(&entry, &format!("agent.{}", raw.id), &raw.tests);
            built.actors.agents.push(Agent {
                id: entry_id(&raw.id),
                name: name.clone(),
                sector: raw.sector,
                kind: raw.kind,
                alone: raw.alone,
                own: raw.own,
                abroad: raw.abroad,
                other: raw.other,
            });
        }
    }

    fn regions(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        for entry in self.loader.entries::<RawRegion>(file, table, "region") {
            self.claim(&format!("region.{}", entry.value.id), &entry);
            let Some(name) = entry.value.names.first() else { continue };
            let at = RegionIx(position(built.actors.regions.len()));
            for name in &entry.value.names {
                built.names.add(self, name, Meaning::Region(at));
            }
            let id = entry_id(&format!("region.{}", entry.value.id));
            built.actors.regions.push(Region { id, name: name.clone() });
        }
    }

    fn mention_tests<T>(&mut self, entry: &Entry<T>, id: &str, tests: &[RawMentionTest]) {
        for test in tests {
            let Some((text, start, end)) = read_brackets(&test.text) else {
                let range = self.range_of(entry, &test.text);
                let hint = "put [ ] around the words that name the actor";
                self.loader.error(entry.file, range, "this test marks no words", hint);
                continue;
            };
            let code = match test.acts_as.as_str() {
                "nobody" => Ok(None),
                code => code.parse::<Code>().map(Some).map_err(|e| e.to_string()),
            };
            let given = RawTestOf { written: &test.text, text: &text, on: test.on, fails: test.fails.as_ref() };
            self.test(entry, id, &given, code.map(|code| Expect::ActsAs { start, end, code }), "or write \"nobody\"");
        }
    }
}
