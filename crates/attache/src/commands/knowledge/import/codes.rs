//! CAMEO's actor codes in the project's terms.

use attache_record::{Code, Sector};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// What each three-letter part means; see the file's head.
const PARTS: &str = include_str!("cameo-actors.tsv");
/// Letters of each part of a code.
const PART: usize = 3;

/// What a part of a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Sector(Sector),
    Head(String),
    State(String),
    Body(Code),
}

/// A code in the project's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The code.
    pub code: Code,
    /// Parts of the CAMEO code that ours does not say.
    pub dropped: Vec<String>,
}

/// The table of parts, and the states that the knowledge has.
pub struct Codes {
    parts: BTreeMap<String, Part>,
    states: BTreeSet<String>,
}

impl Codes {
    /// The table, with these states.
    pub fn new(states: impl IntoIterator<Item = String>) -> Self {
        let mut parts = BTreeMap::new();
        for line in PARTS.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(key), Some(kind), Some(ours)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let part = match kind {
                "sector" => Sector::from_str(ours).ok().map(Part::Sector),
                "head" => Some(Part::Head(ours.to_owned())),
                "state" => Some(Part::State(ours.to_owned())),
                _ => Code::from_str(ours).ok().map(Part::Body),
            };
            parts.extend(part.map(|part| (key.to_owned(), part)));
        }
        Self { parts, states: states.into_iter().collect() }
    }

    /// The code of an actor: `USAGOV`, `IGOUNO`, `PALREBHMS`.
    ///
    /// # Errors
    /// Why the code has no counterpart.
    pub fn actor(&self, cameo: &str) -> Result<Translated, String> {
        let parts = parts(cameo)?;
        let Some((first, rest)) = parts.split_first() else { return Err("the code is empty".to_owned()) };
        if let Some(state) = self.state(first) {
            return self.of_state(&state, rest);
        }
        match self.parts.get(*first) {
            Some(Part::Body(code)) => Ok(Translated { code: code.clone(), dropped: owned(rest) }),
            Some(Part::Head(head)) => self.of_body(head, rest),
            Some(Part::Sector(sector)) => self.of_sector(*sector, rest),
            _ => Err(format!("{first} is neither a state of the knowledge nor a kind of body")),
        }
    }

    /// The sector of an agent's code: `GOVFRM` is GOV.
    ///
    /// # Errors
    /// Why the code has no counterpart.
    pub fn sector(&self, cameo: &str) -> Result<(Sector, Vec<String>), String> {
        let parts = parts(cameo)?;
        let at = parts.iter().position(|part| self.sector_of(part).is_some());
        let found = at.and_then(|at| Some((self.sector_of(parts.get(at)?)?, at)));
        let (sector, at) = found.ok_or_else(|| match parts.first() {
            Some(first) => format!("there is no sector for {first}"),
            None => "the code is empty".to_owned(),
        })?;
        let dropped = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| (*part).to_owned()).collect();
        Ok((sector, dropped))
    }

    fn of_state(&self, state: &str, rest: &[&str]) -> Result<Translated, String> {
        if rest.is_empty() {
            return Ok(Translated { code: code(state)?, dropped: Vec::new() });
        }
        let (sector, dropped) = self.sector(&rest.concat())?;
        Ok(Translated { code: code(&format!("{state}:{}", sector.as_str()))?, dropped })
    }

    /// A body without a state: one that the table knows, or one under its own letters.
    fn of_body(&self, head: &str, rest: &[&str]) -> Result<Translated, String> {
        let body = |part: &&str| match self.parts.get(*part) {
            Some(Part::Body(code)) if code.as_str().starts_with(head) => Some(code.clone()),
            _ => None,
        };
        if let Some(at) = rest.iter().position(|part| body(part).is_some()) {
            let known = rest.get(at).and_then(body).ok_or_else(String::new)?;
            // What stands before the body's own letters is where it is.
            return Ok(Translated { code: known, dropped: owned(rest.get(at + 1..).unwrap_or_default()) });
        }
        match rest.split_last() {
            Some((own, lead)) => Ok(Translated { code: code(&format!("{head}:{own}"))?, dropped: owned(lead) }),
            None => Err(format!("{head} without a name of its own is nobody")),
        }
    }

    /// A body of a sector that belongs to no state: `REBISI`.
    fn of_sector(&self, sector: Sector, rest: &[&str]) -> Result<Translated, String> {
        match rest {
            [] => Err(format!("{} without a state is nobody", sector.as_str())),
            [state, more @ ..] if self.state(state).is_some() => {
                let state = self.state(state).unwrap_or_default();
                Ok(Translated { code: code(&format!("{state}:{}", sector.as_str()))?, dropped: owned(more) })
            }
            [own @ .., last] => {
                let found = code(&format!("{}:{last}", sector.as_str()));
                found.map(|code| Translated { code, dropped: owned(own) })
            }
        }
    }

    fn state(&self, part: &str) -> Option<String> {
        if self.states.contains(part) {
            return Some(part.to_owned());
        }
        match self.parts.get(part) {
            Some(Part::State(state)) if self.states.contains(state) => Some(state.clone()),
            _ => None,
        }
    }

    /// The sector that a part says; NGOs, companies and international bodies of a state are sectors too.
    fn sector_of(&self, part: &str) -> Option<Sector> {
        match self.parts.get(part)? {
            Part::Sector(sector) => Some(*sector),
            Part::Head(head) => Sector::from_str(head).ok(),
            Part::State(_) | Part::Body(_) => None,
        }
    }
}

fn code(text: &str) -> Result<Code, String> {
    Code::from_str(text).map_err(|_| format!("{text} is no code"))
}

fn owned(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

/// The parts of three letters.
fn parts(code: &str) -> Result<Vec<&str>, String> {
    if !code.bytes().all(|b| b.is_ascii_uppercase()) || !code.len().is_multiple_of(PART) {
        return Err("it is not made of parts of three capitals".to_owned());
    }
    Ok((0..code.len()).step_by(PART).filter_map(|at| code.get(at..at + PART)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> Codes {
        Codes::new(["USA", "PSE", "IRQ", "MLT"].map(str::to_owned))
    }

    #[test]
    fn actor_codes_become_ours_and_what_ours_does_not_say_is_told() {
        let cases = [
            ("USA", "USA", ""),
            ("USAGOV", "USA:GOV", ""),
            ("USAGOVFRM", "USA:GOV", "FRM"),
            ("PALREBHMS", "PSE:REB", "HMS"),
            ("MLTCOP", "MLT:GOV", ""),
            ("MLTNGO", "MLT:NGO", ""),
            ("IGOUNO", "IGO:UN", ""),
            ("IGOWSTNAT", "IGO:NATO", ""),
            ("IGOXYZ", "IGO:XYZ", ""),
            ("UNO", "IGO:UN", ""),
            ("NGOREDBUO", "NGO:BUO", "RED"),
            ("REBXYZ", "REB:XYZ", ""),
            ("GOVMLT", "MLT:GOV", ""),
        ];
        for (cameo, ours, dropped) in cases {
            let found = codes().actor(cameo).unwrap();
            assert_eq!((found.code.as_str(), found.dropped.join(" ").as_str()), (ours, dropped), "{cameo}");
        }
    }

    #[test]
    fn codes_without_counterpart_say_why() {
        let cases = [
            ("IRQKRD", "there is no sector for KRD"),
            ("ATL", "ATL is neither a state of the knowledge nor a kind of body"),
            ("GOV", "GOV without a state is nobody"),
            ("IGO", "IGO without a name of its own is nobody"),
            ("USAGO", "it is not made of parts of three capitals"),
            ("", "the code is empty"),
            ("GOVXYZ", "GOV:XYZ is no code"),
        ];
        for (cameo, why) in cases {
            assert_eq!(codes().actor(cameo).unwrap_err(), why, "{cameo}");
        }
    }

    #[test]
    fn an_agent_acts_in_the_first_sector_that_its_code_names() {
        assert_eq!(codes().sector("GOVFRM"), Ok((Sector::Gov, vec!["FRM".to_owned()])));
        assert_eq!(codes().sector("CHR"), Ok((Sector::Rel, Vec::new())));
        assert_eq!(codes().sector("NGO"), Ok((Sector::Ngo, Vec::new())));
        assert_eq!(codes().sector("ENV"), Err("there is no sector for ENV".to_owned()));
    }
}
