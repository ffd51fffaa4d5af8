//! Compiles `actors/*.toml`, the files of organisations, `agents.toml`, `discard.toml`.

use super::names::Names;
use super::people::Tenures;
use super::raw::{Day, RawAgent, RawBody, RawDiscard, RawMentionTest, RawOffice, RawOrganisation};
use super::{Build, RawTestOf, entry_id};
use crate::actors::{
    Actors, Agent, AgentIx, Body, BodyIx, Meaning, Office, OfficeIx, Organisation, OrganisationIx, Owner, Period,
    Title, TitleIx,
};
use crate::load::Entry;
use crate::source::SourceFile;
use crate::tests::{Expect, read_brackets};
use attache_record::{Code, Sector};
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeTable;

/// Actors whose names are still being gathered.
#[derive(Default)]
pub(super) struct BuiltActors {
    pub actors: Actors,
    pub names: Names,
    /// Offices by id, for tenures.
    pub offices: BTreeMap<String, OfficeIx>,
    /// Bodies that are places, each with its names.
    pub places: Vec<(BodyIx, String)>,
    /// Titles by their lower-case text.
    titles: BTreeMap<String, TitleIx>,
    /// Ids of the people whom their surname alone names.
    pub alone: BTreeSet<String>,
    /// Tenures by office, for the check of overlaps.
    pub tenures: Tenures,
    /// Other names of bodies and organisations that are no places, each with the entry's id.
    pub other_names: Vec<(String, String)>,
    /// Phrases that are no actor, each with the entry's id.
    pub discards: Vec<(String, String)>,
    /// Agent nouns, each with the entry's id and its position.
    pub nouns: Vec<(String, String, AgentIx)>,
}

/// Files of organisations, in the order in which their names are gathered.
pub(super) const ORGANISATIONS: [&str; 4] = ["igo.toml", "armed-groups.toml", "organisations.toml", "companies.toml"];

pub(super) fn period(from: Option<Day>, to: Option<Day>) -> Period {
    Period { from: from.map(|d| d.0), to: to.map(|d| d.0) }
}

pub(super) fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'s> Build<'s> {
    pub(super) fn actors(&mut self, files: &'s [SourceFile]) -> BuiltActors {
        let mut built = BuiltActors::default();
        let mut tables: Vec<(usize, Owner, DeTable<'s>)> = Vec::new();
        self.states(files, &mut built, &mut tables);
        for name in ORGANISATIONS {
            for (file, mut table) in self.tables(files, name) {
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
        self.overlapping_tenures(&mut built);
        for (file, mut table) in self.tables(files, "agents.toml") {
            self.agents(file, &mut table, &mut built);
            self.loader.refuse_rest(file, &table);
        }
        for (file, mut table) in self.tables(files, "discard.toml") {
            for entry in self.loader.entries::<RawDiscard>(file, &mut table, "discard") {
                self.claim(&format!("discard.{}", entry.value.id), &entry);
                let id = format!("discard.{}", entry.value.id);
                built.discards.extend(entry.value.words.iter().map(|words| (id.clone(), words.clone())));
                for words in &entry.value.words {
                    built.names.add(self, words, Meaning::Nothing);
                }
                self.mention_tests(&entry, &entry.value.id, &entry.value.tests);
            }
            self.loader.refuse_rest(file, &table);
        }
        built
    }

    fn organisations(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        for entry in self.loader.entries::<RawOrganisation>(file, table, "organisation") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            self.sourced(&entry, &raw.id, &raw.sources);
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
            built.other_names.extend(raw.names.iter().skip(1).map(|name| (raw.id.clone(), name.clone())));
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
            self.sourced(&entry, &raw.id, &raw.sources);
            let at = BodyIx(position(built.actors.bodies.len()));
            if !raw.kind.is_place() {
                built.other_names.extend(raw.names.iter().skip(1).map(|name| (raw.id.clone(), name.clone())));
            }
            for name in &raw.names {
                built.names.add(self, name, Meaning::Body(at));
                if raw.kind.is_place() {
                    built.places.push((at, name.clone()));
                }
            }
            if let Owner::State(state) = owner {
                for adjective in &raw.adjectives {
                    built.names.add(self, adjective, Meaning::Adjective(state));
                }
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

    pub(super) fn owner_of<T>(
        &mut self,
        entry: &Entry<T>,
        id: &str,
        owner: &impl Fn(&str) -> Option<Owner>,
    ) -> Option<Owner> {
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

    fn agents(&mut self, file: usize, table: &mut DeTable<'s>, built: &mut BuiltActors) {
        for entry in self.loader.entries::<RawAgent>(file, table, "agent") {
            let raw = &entry.value;
            self.claim(&format!("agent.{}", raw.id), &entry);
            let Some(name) = raw.names.first() else { continue };
            let at = AgentIx(position(built.actors.agents.len()));
            for name in &raw.names {
                built.nouns.push((format!("agent.{}", raw.id), name.clone(), at));
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
                own: raw.own,
                abroad: raw.abroad,
                other: raw.other,
                any_sector: raw.any_sector,
                private: raw.private,
                vague: raw.vague,
            });
        }
    }

    pub(super) fn mention_tests<T>(&mut self, entry: &Entry<T>, id: &str, tests: &[RawMentionTest]) {
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
