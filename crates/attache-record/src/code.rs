//! Codes of actors: `USA`, `CHN:GOV`, `IGO:UN`, `PSE:REB`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The code of an actor or recipient.
///
/// Either a state (ISO 3166-1 alpha-3, and `XKX` for Kosovo) with or without a [`Sector`], or one of the heads
/// `IGO NGO REB BUS MED CRM REL` with the name of the body after a colon. Source: the project's CODEBOOK.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Code(String);

/// Heads that name a kind of body instead of a state.
const BODY_HEADS: [&str; 7] = ["IGO", "NGO", "REB", "BUS", "MED", "CRM", "REL"];

/// The part an actor plays in its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "each variant is the code that PLOVER's manual explains")]
pub enum Sector {
    Gov,
    Mil,
    Leg,
    Jud,
    Spy,
    Pty,
    Opp,
    Reb,
    Par,
    Crm,
    Cvl,
    Med,
    Bus,
    Edu,
    Ngo,
    Rel,
    Lab,
    Ref,
    Igo,
    /// A former office-holder.
    Eli,
}

impl Sector {
    /// All sectors.
    pub const ALL: [Self; 20] = [
        Self::Gov,
        Self::Mil,
        Self::Leg,
        Self::Jud,
        Self::Spy,
        Self::Pty,
        Self::Opp,
        Self::Reb,
        Self::Par,
        Self::Crm,
        Self::Cvl,
        Self::Med,
        Self::Bus,
        Self::Edu,
        Self::Ngo,
        Self::Rel,
        Self::Lab,
        Self::Ref,
        Self::Igo,
        Self::Eli,
    ];

    /// The three letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gov => "GOV",
            Self::Mil => "MIL",
            Self::Leg => "LEG",
            Self::Jud => "JUD",
            Self::Spy => "SPY",
            Self::Pty => "PTY",
            Self::Opp => "OPP",
            Self::Reb => "REB",
            Self::Par => "PAR",
            Self::Crm => "CRM",
            Self::Cvl => "CVL",
            Self::Med => "MED",
            Self::Bus => "BUS",
            Self::Edu => "EDU",
            Self::Ngo => "NGO",
            Self::Rel => "REL",
            Self::Lab => "LAB",
            Self::Ref => "REF",
            Self::Igo => "IGO",
            Self::Eli => "ELI",
        }
    }
}

impl FromStr for Sector {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or_else(|| CodeError(text.to_owned()))
    }
}

/// The reason why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeError(String);

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is no actor code: write a state (USA), a state and sector (USA:GOV), or IGO:, NGO:, REB:, BUS:, \
             MED:, CRM: or REL: and a name",
            self.0
        )
    }
}

impl std::error::Error for CodeError {}

fn is_state(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

impl FromStr for Code {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let fits = match text.split_once(':') {
            None => is_state(text),
            Some((head, name)) if BODY_HEADS.contains(&head) => !name.trim().is_empty(),
            Some((head, sector)) => is_state(head) && Sector::from_str(sector).is_ok(),
        };
        if fits { Ok(Self(text.to_owned())) } else { Err(CodeError(text.to_owned())) }
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Code {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The state, or `None` for a body that belongs to none.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        let head = self.0.split(':').next().unwrap_or_default();
        (!BODY_HEADS.contains(&head)).then_some(head)
    }

    /// What stands on one side of a dyad: the state, or the whole code of a body without one.
    #[must_use]
    pub fn dyad_side(&self) -> &str {
        self.state().unwrap_or(&self.0)
    }

    /// The sector behind a state, if one is given.
    #[must_use]
    pub fn sector(&self) -> Option<Sector> {
        self.state()?;
        self.0.split_once(':')?.1.parse().ok()
    }

    /// This state with another sector; a body without a state stays itself.
    #[must_use]
    pub fn with_sector(&self, sector: Option<Sector>) -> Self {
        match (self.state(), sector) {
            (Some(state), Some(sector)) => Self(format!("{state}:{}", sector.as_str())),
            (Some(state), None) => Self(state.to_owned()),
            (None, _) => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_states_states_with_sectors_and_named_bodies() {
        for good in ["USA", "USA:GOV", "IGO:UN", "IGO:Arctic Council", "REB:ISIS"] {
            assert!(good.parse::<Code>().is_ok(), "{good}");
        }
        for bad in ["", "US", "usa", "USA:", "USA:XXX", "IGO:", "IGO: "] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_body_without_a_state_is_its_own_side_of_a_dyad() {
        assert_eq!("IGO:UN".parse::<Code>().unwrap().dyad_side(), "IGO:UN");
        assert_eq!("PSE:REB".parse::<Code>().unwrap().dyad_side(), "PSE");
    }
}
