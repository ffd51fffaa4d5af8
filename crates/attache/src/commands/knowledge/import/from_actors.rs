//! Actors and agents of a dictionary as entries of a knowledge folder.

use super::actors::{Actor, Spell};
use super::agents::{Agent, Plural};
use super::codes::Codes;
use super::names::{Ids, Sought, known, slug, written};
use super::report::Report;
use super::toml::{Entry, Files, file, quoted};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::AgentKind;
use attache_record::{Code, Sector};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Codes of phrases that are no actor: none, and those that TABARI passes over.
const NOBODY: [&str; 2] = ["---", "###"];

/// What the entries are made with.
pub struct Context<'c> {
    /// The knowledge that they are to join.
    pub knowledge: &'c Knowledge,
    /// CAMEO's codes.
    pub codes: &'c Codes,
    /// What their ids begin with.
    pub prefix: &'c str,
    /// Whether names that the knowledge has are written too.
    pub keep_known: bool,
}

/// A spell in our terms.
struct Held {
    code: Code,
    from: Option<Date>,
    to: Option<Date>,
}

/// Entries by file, gathered over all dictionaries.
#[derive(Default)]
pub struct Gathered {
    ids: Ids,
    organisations: BTreeMap<String, String>,
    discards: BTreeMap<String, String>,
    agents: BTreeMap<String, String>,
    states: BTreeMap<String, State>,
}

/// What is added to a state.
#[derive(Default)]
struct State {
    variants: Vec<String>,
    offices: BTreeMap<Sector, String>,
    people: BTreeMap<String, String>,
    sources: Vec<String>,
}

impl Gathered {
    /// Takes in an actor of the dictionary `source`.
    pub fn actor(&mut self, actor: &Actor, source: &str, with: &Context<'_>, report: &mut Report) {
        if actor.codes.iter().all(|spell| NOBODY.contains(&spell.code.as_str())) {
            let names: Vec<String> = actor.names.iter().flat_map(|(_, name)| written(name)).collect();
            let id = self.ids.free(&format!("{}.{}", with.prefix, first_slug(actor)));
            let mut entry = Entry::new("discard", &id);
            entry.list("words", &names);
            self.discards.insert(id, entry.finish());
            return;
        }
        let held: Vec<Held> = actor.codes.iter().filter_map(|spell| translated(spell, with.codes, report)).collect();
        let Some(first) = held.first() else { return };
        let names = new_names(actor, first.code.state(), with, report);
        if names.is_empty() {
            return;
        }
        let source = format!("imported from {source}");
        match (one_state(&held), &held[..]) {
            (Some(state), [Held { code, from: None, to: None }]) if code.sector().is_none() => {
                let state = self.states.entry(state).or_default();
                state.variants.extend(names);
                state.sources.push(source);
            }
            (Some(state), _) if is_person(&held) => {
                let id = self.ids.free(&format!("{}.{}", with.prefix, first_slug(actor)));
                self.person(&state, id, &names, &held, &source);
            }
            _ => {
                let id = self.ids.free(&format!("{}.{}", with.prefix, first_slug(actor)));
                let mut entry = Entry::new("organisation", &id);
                match &held[..] {
                    [Held { code, from: None, to: None }] => entry.text("code", code.as_str()),
                    _ => entry.rows("codes", &spells(&held)),
                }
                entry.list("names", &names);
                entry.list("sources", [&source]);
                self.organisations.insert(id, entry.finish());
            }
        }
    }

    /// A person holds an office of the state for each sector that the dictionary gives: it doesn't say which.
    fn person(&mut self, code: &str, id: String, names: &[String], held: &[Held], source: &String) {
        let prefix = id.split('.').next().unwrap_or_default().to_owned();
        let state = self.states.entry(code.to_owned()).or_default();
        let mut tenures = Vec::new();
        for spell in held {
            // Whoever has left office is ELI by itself, and whoever has not held one acts as the state.
            let Some(sector) = spell.code.sector().filter(|sector| *sector != Sector::Eli) else { continue };
            let office = format!("{prefix}.office.{}-{}", code.to_lowercase(), sector.as_str().to_lowercase());
            state.offices.entry(sector).or_insert_with(|| {
                let mut entry = Entry::new("office", &office);
                let title = format!("{} of {code} in {prefix}", sector.as_str());
                entry.list("titles", [&title]);
                entry.text("sector", sector.as_str());
                entry.finish()
            });
            let days = days(spell);
            tenures.push(format!("{{ office = {}{days} }}", quoted(&office)));
        }
        let mut entry = Entry::new("person", &id);
        entry.list("names", names);
        entry.list("sources", [source]);
        entry.rows("held", &tenures);
        state.people.insert(id, entry.finish());
    }

    /// Takes in a common noun.
    pub fn agent(&mut self, agent: &Agent, with: &Context<'_>, report: &mut Report) {
        let (sector, dropped) = match with.codes.sector(&agent.code) {
            Ok(found) => found,
            Err(why) => return report.left_out(agent.line, why, format!("{} [{}]", agent.name, agent.code)),
        };
        if let Some(id) = known(with.knowledge, &agent.name, Sought::Noun).filter(|_| !with.keep_known) {
            return report.known(agent.line, "the knowledge has this noun", format!("{} ({id})", agent.name));
        }
        tell_dropped(agent.line, &agent.code, &dropped, report);
        let id = self.ids.free(&format!("{}.{}", with.prefix, slug(&agent.name)));
        let mut entry = Entry::new("agent", &id);
        entry.list("names", [&agent.name]);
        match &agent.plural {
            Plural::Regular => {}
            Plural::Given(plural) => entry.list("plurals", [plural]),
            Plural::None | Plural::Listed => entry.bare("plurals", "[]"),
        }
        entry.text("sector", sector.as_str());
        entry.text("kind", kind(with.knowledge, agent));
        self.agents.insert(id, entry.finish());
    }

    /// The files.
    pub fn files(self, head: &str, out: &mut Files) {
        let Self { organisations, discards, agents, states, .. } = self;
        for (name, entries) in
            [("organisations.toml", organisations), ("discard.toml", discards), ("agents.toml", agents)]
        {
            if !entries.is_empty() {
                out.insert(name.to_owned(), file(head, entries.into_values()));
            }
        }
        for (code, mut state) in states {
            let mut entry = Entry::single("state");
            entry.text("code", &code);
            state.variants.sort();
            state.variants.dedup();
            state.sources.sort();
            state.sources.dedup();
            entry.list("variants", &state.variants);
            entry.list("sources", &state.sources);
            let entries =
                [entry.finish()].into_iter().chain(state.offices.into_values()).chain(state.people.into_values());
            out.insert(format!("actors/{}.toml", code.to_lowercase()), file(head, entries));
        }
    }
}

/// A spell in our terms; one without counterpart is reported.
fn translated(spell: &Spell, codes: &Codes, report: &mut Report) -> Option<Held> {
    if NOBODY.contains(&spell.code.as_str()) {
        report.changed(spell.line, "days on which a name is nobody have no form here", spell.code.as_str());
        return None;
    }
    match codes.actor(&spell.code) {
        Ok(found) => {
            tell_dropped(spell.line, &spell.code, &found.dropped, report);
            Some(Held { code: found.code, from: spell.from, to: spell.to })
        }
        Err(why) => {
            report.left_out(spell.line, why, spell.code.as_str());
            None
        }
    }
}

fn tell_dropped(line: usize, code: &str, dropped: &[String], report: &mut Report) {
    if !dropped.is_empty() {
        let reason = format!("{} says more than our codes do", dropped.join(" "));
        report.changed(line, reason, code);
    }
}

/// The names that the knowledge lacks, as texts write them.
fn new_names(actor: &Actor, state: Option<&str>, with: &Context<'_>, report: &mut Report) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (line, name) in &actor.names {
        if let Some(id) = known(with.knowledge, name, Sought::Name(state)).filter(|_| !with.keep_known) {
            report.known(*line, "the knowledge has this name", format!("{name} ({id})"));
            continue;
        }
        for name in written(name).into_iter().filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn first_slug(actor: &Actor) -> String {
    slug(actor.names.first().map_or("", |(_, name)| name.as_str()))
}

/// The state that all codes share.
fn one_state(held: &[Held]) -> Option<String> {
    let state = held.first()?.code.state()?;
    held.iter().all(|spell| spell.code.state() == Some(state)).then(|| state.to_owned())
}

/// Whether codes are those of a person: in office on some days, and an office-holder or former one on these.
fn is_person(held: &[Held]) -> bool {
    let dated = |spell: &&Held| spell.from.is_some() || spell.to.is_some();
    let office = |spell: &Held| {
        matches!(spell.code.sector(), Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil | Sector::Spy))
    };
    let former = held.iter().any(|spell| spell.code.sector() == Some(Sector::Eli));
    held.iter().filter(dated).any(office) && (former || held.iter().filter(dated).all(office))
}

/// Dated codes, those with days first: of two that hold, the first counts.
fn spells(held: &[Held]) -> Vec<String> {
    let mut held: Vec<&Held> = held.iter().collect();
    held.sort_by_key(|spell| spell.from.is_none() && spell.to.is_none());
    held.iter().map(|spell| format!("{{ code = {}{} }}", quoted(spell.code.as_str()), days(spell))).collect()
}

fn days(spell: &Held) -> String {
    let from = spell.from.map_or_else(String::new, |day| format!(", from = {day}"));
    let to = spell.to.map_or_else(String::new, |day| format!(", to = {day}"));
    from + &to
}

/// The kind of a noun: that of the knowledge's noun which its last word is, else by what the dictionary says of plurals.
fn kind(knowledge: &Knowledge, agent: &Agent) -> &'static str {
    let last = agent.name.rsplit(' ').next().unwrap_or_default();
    let agents = knowledge.actors.agents.iter();
    let same = known(knowledge, last, Sought::Noun).and_then(|id| {
        let mut agents = agents;
        agents.find(|agent| id.strip_prefix("agent.") == Some(agent.id.as_str())).map(|agent| agent.kind)
    });
    match (same, &agent.plural) {
        (Some(AgentKind::Title), _) => "title",
        (Some(AgentKind::Body), _) => "body",
        (Some(AgentKind::Group), _) | (None, Plural::None) => "group",
        (None, _) => "title",
    }
}
