//! Names that tables want and records do not carry: of states, and of which kind an entry is.

use attache_knowledge::Knowledge;
use attache_knowledge::actors::Owner;
use attache_record::{Code, Party, Record, Sector};
use std::collections::{BTreeMap, BTreeSet};

/// Names from the knowledge.
#[derive(Debug, Clone, Default)]
pub struct Names {
    states: BTreeMap<String, String>,
    people: BTreeSet<String>,
    /// Organisations, ministries, parliaments and the like; no places.
    bodies: BTreeSet<String>,
}

impl Names {
    /// The names in `knowledge`.
    pub fn of(knowledge: &Knowledge) -> Self {
        let actors = &knowledge.actors;
        let id = |id: &attache_record::EntryId| id.as_str().to_owned();
        let bodies = actors.bodies.iter().filter(|body| !body.kind.is_place() && matches!(body.owner, Owner::State(_)));
        Self {
            states: actors.states.iter().map(|s| (s.code.as_str().to_owned(), s.name.clone())).collect(),
            people: actors.people.iter().map(|person| id(&person.id)).collect(),
            bodies: bodies.map(|body| id(&body.id)).chain(actors.organisations.iter().map(|o| id(&o.id))).collect(),
        }
    }

    /// The name of a code's state.
    pub fn state<'n>(&'n self, code: &'n Code) -> Option<&'n str> {
        let state = code.state()?;
        Some(self.states.get(state).map_or(state, String::as_str))
    }

    /// A party under its name; one without is described by its code, as ICEWS does ("Government (Peru)"), and one
    /// without code stands with the words of the text.
    pub fn party(&self, party: &Party) -> String {
        if let Some(name) = &party.name {
            return name.clone();
        }
        match party.code.as_ref().and_then(|code| Some((self.state(code)?, code.sector()))) {
            Some((state, Some(sector))) => format!("{} ({state})", described(sector)),
            Some((state, None)) => state.to_owned(),
            None => party.text.clone(),
        }
    }

    /// The names of people and of bodies that the records of a story name, each once, sorted.
    pub fn of_story(&self, records: &[Record]) -> (Vec<String>, Vec<String>) {
        let (mut people, mut bodies) = (BTreeSet::new(), BTreeSet::new());
        for party in records.iter().flat_map(parties) {
            let (Some(id), Some(name)) = (&party.id, &party.name) else { continue };
            if self.people.contains(id.as_str()) {
                people.insert(name.clone());
            } else if self.bodies.contains(id.as_str()) {
                bodies.insert(name.clone());
            }
        }
        (people.into_iter().collect(), bodies.into_iter().collect())
    }
}

/// Everyone whom a record names.
fn parties(record: &Record) -> Vec<&Party> {
    match record {
        Record::Event(r) => r.actors.iter().chain(&r.recipients).chain(&r.said_by).collect(),
        Record::Contact(r) => r.parties.iter().chain(&r.said_by).collect(),
        Record::Quote(r) => r.speaker.iter().chain(&r.addressee).chain(&r.said_by).collect(),
        Record::Readout(r) => r.issuer.iter().chain(r.claims.iter().filter_map(|c| c.speaker.as_ref())).collect(),
        Record::Presence(r) => r.state.iter().chain(&r.hosts).chain(&r.said_by).collect(),
        Record::Run(_) => Vec::new(),
    }
}

/// ICEWS's name of a sector.
pub fn described(sector: Sector) -> &'static str {
    match sector {
        Sector::Gov => "Government",
        Sector::Mil => "Military",
        Sector::Leg => "Legislative / Parliamentary",
        Sector::Jud => "Judicial",
        Sector::Spy => "State Intelligence",
        Sector::Pty => "Parties",
        Sector::Opp => "Opposition Major Party (Out Of Government)",
        Sector::Reb => "Rebel",
        Sector::Par => "Paramilitary",
        Sector::Crm => "Criminals / Gangs",
        Sector::Cvl => "General Population / Civilian / Social",
        Sector::Med => "News",
        Sector::Bus => "Business",
        Sector::Edu => "Education",
        Sector::Ngo => "Nongovernmental Organizations / Activists",
        Sector::Rel => "Religious",
        Sector::Lab => "Labor",
        Sector::Ref => "Refugees / Displaced",
        Sector::Igo => "International Government Organization",
        Sector::Eli => "Elite",
    }
}

#[cfg(test)]
impl Names {
    /// Names of one state and one person, for tests.
    pub fn sample() -> Self {
        let state = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        Self {
            states: [state("PER", "Peru"), state("ECU", "Ecuador")].into(),
            people: ["per.gervasi-ana".to_owned()].into(),
            bodies: BTreeSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn a_party_without_a_name_is_described_by_its_code() {
        let names = Names::sample();
        let party = |code, name| names.party(&sample::party("he", "he", code, name));
        assert_eq!(party("PER:GOV", Some("Ana Gervasi")), "Ana Gervasi");
        assert_eq!(party("PER:GOV", None), "Government (Peru)");
        assert_eq!(party("PER", None), "Peru");
        assert_eq!(party("REB:ISIS", None), "he");
    }
}
