//! The entries of the actors' files as TOML gives them; knowledge/README.md explains each key.

use crate::actors::{AgentKind, BodyKind};
use attache_record::{Code, Sector};
use jiff::civil::Date;
use serde::Deserialize;

/// A day as TOML writes it (2023-06-14).
#[derive(Debug, Clone, Copy)]
pub(super) struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::value::Datetime::deserialize(deserializer)?;
        let date = value.date.ok_or_else(|| serde::de::Error::custom("write a day: 2023-06-14"))?;
        let read = i16::try_from(date.year)
            .ok()
            .zip(i8::try_from(date.month).ok())
            .zip(i8::try_from(date.day).ok())
            .and_then(|((y, m), d)| Date::new(y, m, d).ok());
        read.map(Day).ok_or_else(|| serde::de::Error::custom("there is no such day"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawState {
    pub(super) code: String,
    /// May be absent where the file adds to a state that another has.
    pub(super) name: Option<String>,
    pub(super) long: Option<String>,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    #[serde(default)]
    pub(super) cow: Vec<RawNumber>,
    #[serde(default)]
    pub(super) gw: Vec<RawNumber>,
    #[serde(default)]
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) variants: Vec<String>,
    #[serde(default)]
    pub(super) adjectives: Vec<String>,
    #[serde(default)]
    pub(super) demonyms: Vec<String>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNumber {
    pub(super) number: u16,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBody {
    pub(super) id: String,
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) adjectives: Vec<String>,
    pub(super) kind: BodyKind,
    pub(super) sector: Option<Sector>,
    #[serde(default)]
    pub(super) sectors: Vec<RawDatedSector>,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDatedSector {
    pub(super) sector: Sector,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOffice {
    pub(super) id: String,
    pub(super) titles: Vec<String>,
    #[serde(default)]
    pub(super) unmistakable: Vec<String>,
    pub(super) sector: Sector,
    #[serde(default)]
    pub(super) single: bool,
    #[serde(default)]
    #[expect(dead_code, reason = "sources are for readers of the file")]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    pub(super) id: String,
    pub(super) names: Vec<String>,
    pub(super) surname: Option<String>,
    #[serde(default)]
    pub(super) alone: bool,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) held: Vec<RawTenure>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTenure {
    pub(super) office: String,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOrganisation {
    pub(super) id: String,
    pub(super) code: Option<Code>,
    #[serde(default)]
    pub(super) codes: Vec<RawDatedCode>,
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) adjectives: Vec<String>,
    #[serde(default)]
    pub(super) members: Vec<RawMember>,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

/// A member of an organisation: a code alone, or with its days.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawMember {
    Always(String),
    Dated(RawDatedMember),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDatedMember {
    pub(super) state: String,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDatedCode {
    pub(super) code: Code,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAgent {
    pub(super) id: String,
    pub(super) names: Vec<String>,
    pub(super) plurals: Option<Vec<String>>,
    pub(super) sector: Sector,
    pub(super) kind: AgentKind,
    #[serde(default)]
    pub(super) own: bool,
    #[serde(default)]
    pub(super) abroad: bool,
    #[serde(default)]
    pub(super) other: bool,
    #[serde(default)]
    pub(super) any_sector: bool,
    #[serde(default)]
    pub(super) private: bool,
    #[serde(default)]
    pub(super) vague: bool,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDiscard {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) tests: Vec<RawMentionTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMentionTest {
    pub(super) fails: Option<String>,
    pub(super) on: Option<Day>,
    pub(super) text: String,
    /// A code, or "nobody".
    pub(super) acts_as: String,
}
