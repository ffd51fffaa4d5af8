//! Who acts: states, bodies, offices, people, organisations, and common nouns that act.

use crate::column::Cell;
use crate::gazetteer::{Doubt, Gazetteer, PlaceIx};
use crate::phrase::PhraseBook;
use attache_record::{Code, Degrees, EntryId, Sector};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A stretch of days, open at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Period {
    /// First day; `None` for as long as anyone remembers.
    pub from: Option<Date>,
    /// Last day; `None` for until now.
    pub to: Option<Date>,
}

impl Period {
    /// Whether the day lies inside.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
        !before(self, other) && !before(other, self)
    }
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);
        impl $name {
            /// The position as an index.
            #[must_use]
            pub fn index(self) -> usize { self.0 as usize }
        })+
    };
}

index! {
    /// Position of a state in [`Actors::states`].
    StateIx,
    /// Position of a body in [`Actors::bodies`].
    BodyIx,
    /// Position of an office in [`Actors::offices`].
    OfficeIx,
    /// Position of a title in [`Actors::titles`].
    TitleIx,
    /// Position of a person in [`Actors::people`].
    PersonIx,
    /// Position of an organisation in [`Actors::organisations`].
    OrganisationIx,
    /// Position of a region in [`Actors::regions`].
    RegionIx,
    /// Position of an agent noun in [`Actors::agents`].
    AgentIx,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// ISO 3166-1 alpha-3.
    pub code: Code,
    /// Usual name.
    pub name: String,
    /// Official name.
    pub long: Option<String>,
    /// When it stood; open for the states of today.
    pub period: Period,
    /// Numbers in the Correlates of War list of states, first one first.
    pub cow: Vec<Numbered>,
    /// Numbers in the Gleditsch-Ward list of independent states, first one first.
    pub gw: Vec<Numbered>,
}

/// A state's number in a register, and when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// The number.
    pub number: u16,
    /// The days on which the register counts the state under it; open at the end where it goes on.
    pub period: Period,
}

/// To whom a body, an office or a person belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// A state.
    State(StateIx),
    /// An organisation.
    Organisation(OrganisationIx),
}

/// What kind of body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it; knowledge/README.md lists them")]
pub enum BodyKind {
    Capital,
    City,
    Palace,
    Ministry,
    Parliament,
    Court,
    Agency,
    ArmedForce,
    Intelligence,
    Bank,
    Party,
    Media,
    Company,
    Province,
    Other,
}

impl BodyKind {
    /// Whether the name is that of a place on the map.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::Capital | Self::City | Self::Province)
    }
}

/// A body of a state: its capital, a palace, a ministry, a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// To whom it belongs.
    pub owner: Owner,
    /// What it is.
    pub kind: BodyKind,
    /// Its sector; `None` for a city, which acts as the bare state.
    pub sector: Option<Sector>,
    /// Sectors that hold on some days only; `sector` holds on the others. A party governs, then opposes.
    pub sectors: Vec<(Sector, Period)>,
    /// When it stood.
    pub period: Period,
}

impl Body {
    /// Its sector on a day; the last one known where no day is.
    #[must_use]
    pub fn sector_on(&self, on: Option<Date>) -> Option<Sector> {
        let found = match on {
            Some(day) => self.sectors.iter().find(|(_, p)| p.holds(day)),
            None => self.sectors.last(),
        };
        found.map(|(sector, _)| *sector).or(self.sector)
    }
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual title.
    pub title: String,
    /// Whose office.
    pub owner: Owner,
    /// Sector of its holder.
    pub sector: Sector,
    /// One holder at a time.
    pub single: bool,
}

/// A title that several offices may share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The title in lower case.
    pub name: String,
    /// Sector of the first office that has it.
    pub sector: Sector,
    /// The offices that have it.
    pub offices: Vec<OfficeIx>,
    /// Whose it is wherever it stands: "Secretary of State".
    pub owner: Option<Owner>,
}

/// A time in an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    /// The office.
    pub office: OfficeIx,
    /// When.
    pub period: Period,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// Other names.
    pub variants: Vec<String>,
    /// Word under which the person goes on once named.
    pub surname: String,
    /// In whose file the entry stands.
    pub owner: Owner,
    /// Offices held.
    pub held: Vec<Tenure>,
}

/// An organisation, armed group or company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// Codes with the days on which they hold.
    pub codes: Vec<(Code, Period)>,
    /// States that are its members, each with the days on which it is one.
    pub members: Vec<(StateIx, Period)>,
}

/// A region across states ("Indian Ocean") or part of one ("Donbas"). It places a record and is nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// Latitude and longitude of its middle.
    pub middle: Option<(Degrees, Degrees)>,
    /// The state in which it lies, by agreement of the others.
    pub state: Option<StateIx>,
    /// Who disputes it: a dispute of the gazetteer.
    pub dispute: Option<u32>,
}

/// What kind of common noun it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentKind {
    /// A person, may stand before a name: "foreign minister".
    Title,
    /// A body: "foreign ministry".
    Body,
    /// People without a name: "troops".
    Group,
}

/// A common noun that acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Id of the entry.
    pub id: EntryId,
    /// Usual name.
    pub name: String,
    /// Its sector.
    pub sector: Sector,
    /// What kind.
    pub kind: AgentKind,
    /// In a text of a government's own the bare noun means its own body: "the Department", "the administration".
    pub own: bool,
    /// Stands in another state than its own: "an embassy in Egypt" is not Egypt's.
    pub abroad: bool,
    /// Belongs to the other side: "his counterpart" is not of his own state.
    pub other: bool,
    /// Acts in the sector of the body it belongs to: "army spokesman", "the head of Chad's army".
    pub any_sector: bool,
    /// Somebody private, who is nobody without a nationality: "a Chilean librarian".
    pub private: bool,
    /// Too vague to be the document's own: "rockets", "the state". Acts with a nation or place beside it, and as one
    /// named before.
    pub vague: bool,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Meaning {
    /// A state by name.
    State(StateIx),
    /// A nationality adjective.
    Adjective(StateIx),
    /// Its people.
    Demonym(StateIx),
    /// A body of a state.
    Body(BodyIx),
    /// An organisation by name.
    Organisation(OrganisationIx),
    /// An adjective of an organisation ("Houthi").
    OrganisationAdjective(OrganisationIx),
    /// A person by full name.
    Person(PersonIx),
    /// The word under which a person goes on; `true` where it names the person alone.
    Surname(PersonIx, bool),
    /// The title of an office, of one owner or many ("president").
    Title(TitleIx),
    /// A common noun that acts, singular.
    Agent(AgentIx),
    /// The same, plural.
    Agents(AgentIx),
    /// A region.
    Region(RegionIx),
    /// A place of the gazetteer, by a name that may be doubtful.
    Place(PlaceIx, Doubt),
    /// No actor, whatever its words look like.
    Nothing,
}

/// Number of a place by a name without doubt; those with a doubt follow it.
const PLACE: u8 = 14;

/// A number for what it is, and the position.
impl Cell for Meaning {
    const SIZE: usize = <(u8, u32)>::SIZE;

    fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, at): (u8, u32) = Cell::read(bytes)?;
        Some(match kind {
            0 => Self::Nothing,
            1 => Self::State(StateIx(at)),
            2 => Self::Adjective(StateIx(at)),
            3 => Self::Demonym(StateIx(at)),
            4 => Self::Body(BodyIx(at)),
            5 => Self::Organisation(OrganisationIx(at)),
            6 => Self::OrganisationAdjective(OrganisationIx(at)),
            7 => Self::Person(PersonIx(at)),
            8 => Self::Surname(PersonIx(at), false),
            9 => Self::Surname(PersonIx(at), true),
            10 => Self::Title(TitleIx(at)),
            11 => Self::Agent(AgentIx(at)),
            12 => Self::Agents(AgentIx(at)),
            13 => Self::Region(RegionIx(at)),
            _ => Self::Place(PlaceIx(at), Doubt::numbered(kind.checked_sub(PLACE)?)?),
        })
    }

    fn write(self, out: &mut Vec<u8>) {
        let cell: (u8, u32) = match self {
            Self::Nothing => (0, 0),
            Self::State(at) => (1, at.0),
            Self::Adjective(at) => (2, at.0),
            Self::Demonym(at) => (3, at.0),
            Self::Body(at) => (4, at.0),
            Self::Organisation(at) => (5, at.0),
            Self::OrganisationAdjective(at) => (6, at.0),
            Self::Person(at) => (7, at.0),
            Self::Surname(at, false) => (8, at.0),
            Self::Surname(at, true) => (9, at.0),
            Self::Title(at) => (10, at.0),
            Self::Agent(at) => (11, at.0),
            Self::Agents(at) => (12, at.0),
            Self::Region(at) => (13, at.0),
            Self::Place(at, doubt) => (PLACE + doubt.number(), at.0),
        };
        cell.write(out);
    }
}

/// Everyone who acts, and the phrases that name them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
#[allow(missing_docs, reason = "each list holds what its type says")]
pub struct Actors {
    pub states: Vec<State>,
    pub bodies: Vec<Body>,
    pub offices: Vec<Office>,
    pub titles: Vec<Title>,
    pub people: Vec<Person>,
    pub organisations: Vec<Organisation>,
    pub agents: Vec<Agent>,
    pub regions: Vec<Region>,
    pub gazetteer: Gazetteer,
    /// Every name, title, adjective and agent noun.
    pub names: PhraseBook<Meaning>,
}

/// How a person stood on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In this office.
    Holds(OfficeIx),
    /// Held this office last, before that day.
    Held(OfficeIx),
    /// Held no office yet; the first one came later.
    NotYet,
    /// No office is known.
    None,
}

impl Actors {
    /// The state with this code.
    #[must_use]
    pub fn state(&self, code: &str) -> Option<StateIx> {
        let at = self.states.binary_search_by(|s| s.code.as_str().cmp(code)).ok()?;
        u32::try_from(at).ok().map(StateIx)
    }

    /// The code of an organisation on a day; its last one where no day is known.
    #[must_use]
    pub fn organisation_code(&self, at: OrganisationIx, on: Option<Date>) -> Option<&Code> {
        let codes = &self.organisations.get(at.index())?.codes;
        let found = on.and_then(|day| codes.iter().find(|(_, p)| p.holds(day)));
        found.or_else(|| codes.last()).map(|(code, _)| code)
    }

    /// The member states of an organisation on a day, in the file's order; all it ever had where no day is known.
    pub fn members(&self, at: OrganisationIx, on: Option<Date>) -> impl Iterator<Item = StateIx> {
        let members = self.organisations.get(at.index()).map_or(&[][..], |o| &o.members);
        members.iter().filter(move |(_, p)| on.is_none_or(|day| p.holds(day))).map(|(state, _)| *state)
    }

    /// The code of an owner with a sector; an organisation has no sectors.
    #[must_use]
    pub fn owner_code(&self, owner: Owner, sector: Option<Sector>, on: Option<Date>) -> Option<Code> {
        match owner {
            Owner::State(state) => Some(self.states.get(state.index())?.code.with_sector(sector)),
            Owner::Organisation(at) => self.organisation_code(at, on).cloned(),
        }
    }

    /// The office a person held on a day. Without a day: the last known one, taken as still held.
    #[must_use]
    pub fn standing(&self, at: PersonIx, on: Option<Date>) -> Standing {
        let Some(person) = self.people.get(at.index()) else { return Standing::None };
        let Some(day) = on else {
            return person.held.last().map_or(Standing::None, |t| Standing::Holds(t.office));
        };
        if let Some(now) = person.held.iter().rev().find(|t| t.period.holds(day)) {
            return Standing::Holds(now.office);
        }
        let ended = person.held.iter().filter(|t| t.period.to.is_some_and(|to| to < day));
        match ended.max_by_key(|t| t.period.to) {
            Some(last) => Standing::Held(last.office),
            None if person.held.is_empty() => Standing::None,
            None => Standing::NotYet,
        }
    }

    /// The code under which a person acts on a day: by the office of that day; a former holder is `STATE:ELI`.
    #[must_use]
    pub fn person_code(&self, at: PersonIx, on: Option<Date>) -> Option<Code> {
        let person = self.people.get(at.index())?;
        match self.standing(at, on) {
            Standing::Holds(office) => {
                let office = self.offices.get(office.index())?;
                self.owner_code(office.owner, Some(office.sector), on)
            }
            Standing::Held(_) => self.owner_code(person.owner, Some(Sector::Eli), on),
            Standing::NotYet | Standing::None => self.owner_code(person.owner, None, on),
        }
    }

    /// Everyone of a state or organisation who held an office on a day: person, office, tenure, in the files' order.
    pub fn in_office(&self, owner: Owner, on: Date) -> impl Iterator<Item = (&Person, &Office, &Tenure)> {
        self.people.iter().filter(move |p| p.owner == owner).flat_map(move |person| {
            person
                .held
                .iter()
                .filter(move |t| t.period.holds(on))
                .filter_map(move |tenure| Some((person, self.offices.get(tenure.office.index())?, tenure)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn qin_gang() -> Actors {
        let state = State {
            code: "CHN".parse().unwrap(),
            name: "China".into(),
            long: None,
            period: Period::default(),
            cow: Vec::new(),
            gw: Vec::new(),
        };
        let office = Office {
            id: EntryId::new("chn.foreign-minister"),
            title: "Foreign Minister".into(),
            owner: Owner::State(StateIx(0)),
            sector: Sector::Gov,
            single: true,
        };
        let period = Period { from: Some(date(2022, 12, 30)), to: Some(date(2023, 7, 25)) };
        let person = Person {
            id: EntryId::new("chn.qin-gang"),
            name: "Qin Gang".into(),
            variants: Vec::new(),
            surname: "Qin".into(),
            owner: Owner::State(StateIx(0)),
            held: vec![Tenure { office: OfficeIx(0), period }],
        };
        Actors { states: vec![state], offices: vec![office], people: vec![person], ..Actors::default() }
    }

    #[test]
    fn a_person_acts_by_the_office_of_the_day() {
        let actors = qin_gang();
        let code = |day| actors.person_code(PersonIx(0), Some(day)).map(|c| c.to_string());
        assert_eq!(code(date(2023, 6, 14)).as_deref(), Some("CHN:GOV"));
        assert_eq!(code(date(2023, 7, 25)).as_deref(), Some("CHN:GOV"));
        assert_eq!(code(date(2024, 6, 14)).as_deref(), Some("CHN:ELI"));
        assert_eq!(code(date(2022, 12, 29)).as_deref(), Some("CHN"));
    }
}
