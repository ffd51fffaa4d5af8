//! Who is named: names and nouns of a sentence, and whom they stand for in this document.

mod anaphor;
mod compose;
mod diary;
mod discourse;
mod find;
mod name;
mod noun;
mod noun_parts;
mod person;
mod place;
mod place_name;
mod rare;
mod source;
mod turn;

pub use compose::{Sentence, compose};
pub use diary::{Diary, Scene, Stay, diary};
pub use discourse::Discourse;
pub use find::{Hit, find, state_of, survey};
pub use place::Geography;

use attache_knowledge::actors::{Actors, BodyIx, OrganisationIx, PersonIx, Standing, StateIx};
use attache_knowledge::gazetteer::PlaceIx;
use attache_record::{Code, Doubt, EntryId, Sector};
use jiff::civil::Date;

/// A party that whoever asks has marked in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Given {
    /// Who acts.
    Source,
    /// On whom.
    Target,
}

impl Given {
    /// The code that tells the two apart while a sentence is read; it stands in no record.
    fn code(self) -> &'static str {
        match self {
            Self::Source => "NGO:given source",
            Self::Target => "NGO:given target",
        }
    }
}

/// Somebody the knowledge can place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A state, or its people in a sector: "Turkey", "Turkish troops".
    State(StateIx, Option<Sector>),
    /// A body of a state.
    Body(BodyIx),
    /// An organisation.
    Organisation(OrganisationIx),
    /// A person.
    Person(PersonIx),
    /// A person whom the text gives an office of this sector on a day for which the knowledge has nobody in it.
    Acting(PersonIx, Sector),
    /// A place of the gazetteer; it acts as its state.
    Place(PlaceIx),
    /// A marked party, whoever that is.
    Given(Given),
}

impl Who {
    /// The code on a day; none for a state that was no more, or not yet: "Yugoslavia" in a text of today acts no longer.
    #[must_use]
    pub fn code(self, actors: &Actors, on: Option<Date>) -> Option<Code> {
        match self {
            Self::State(state, sector) => {
                let state = actors.states.get(state.index())?;
                on.is_none_or(|day| state.period.holds(day)).then(|| state.code.with_sector(sector))
            }
            Self::Body(body) => {
                let body = actors.bodies.get(body.index())?;
                actors.owner_code(body.owner, body.sector_on(on), on)
            }
            Self::Organisation(at) => actors.organisation_code(at, on).cloned(),
            Self::Person(at) => actors.person_code(at, on),
            Self::Acting(at, sector) => actors.owner_code(actors.people.get(at.index())?.owner, Some(sector), on),
            Self::Given(given) => given.code().parse().ok(),
            Self::Place(_) => Some(actors.states.get(self.state(actors)?.index())?.code.clone()),
        }
    }

    /// Id and usual name of the knowledge's entry; none for a state's people.
    #[must_use]
    pub fn entry(self, actors: &Actors) -> (Option<EntryId>, Option<String>) {
        let both = |id: &EntryId, name: &String| (Some(id.clone()), Some(name.clone()));
        match self {
            Self::State(state, None) => (None, actors.states.get(state.index()).map(|s| s.name.clone())),
            Self::State(_, Some(_)) | Self::Given(_) => (None, None),
            Self::Body(at) => actors.bodies.get(at.index()).map_or((None, None), |b| both(&b.id, &b.name)),
            Self::Organisation(at) => {
                actors.organisations.get(at.index()).map_or((None, None), |o| both(&o.id, &o.name))
            }
            Self::Person(at) | Self::Acting(at, _) => {
                actors.people.get(at.index()).map_or((None, None), |p| both(&p.id, &p.name))
            }
            Self::Place(at) => {
                actors.gazetteer.place(at).map_or((None, None), |p| (p.id(), Some(p.name_on(None).to_owned())))
            }
        }
    }

    /// Why the knowledge is not sure of him on a day.
    #[must_use]
    pub fn doubt(self, actors: &Actors, on: Option<Date>) -> Option<Doubt> {
        match self {
            Self::Acting(..) => Some(Doubt::OutOfDate),
            Self::Person(at) => {
                let known = !matches!(actors.standing(at, on), Standing::NotYet | Standing::None);
                (on.is_some() && !known).then_some(Doubt::OutOfDate)
            }
            _ => None,
        }
    }

    /// The state behind it, if one is.
    #[must_use]
    pub fn state(self, actors: &Actors) -> Option<StateIx> {
        let owner = match self {
            Self::State(state, _) => return Some(state),
            Self::Place(at) => {
                let place = actors.gazetteer.place(at)?;
                // Land in dispute is that of whom the others grant it.
                return place.dispute().map_or(Some(place.state()), |d| d.state);
            }
            Self::Given(_) => return None,
            Self::Body(at) => actors.bodies.get(at.index())?.owner,
            Self::Person(at) | Self::Acting(at, _) => actors.people.get(at.index())?.owner,
            Self::Organisation(at) => {
                return actors.state(actors.organisations.get(at.index())?.codes.last()?.0.state()?);
            }
        };
        match owner {
            attache_knowledge::actors::Owner::State(state) => Some(state),
            attache_knowledge::actors::Owner::Organisation(_) => None,
        }
    }
}

/// How somebody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By name.
    Name,
    /// By a common noun: "the foreign minister", "Turkish troops".
    Noun,
    /// By a pronoun.
    Pronoun,
}

/// Words of a sentence that name somebody. Positions count the sentence's tokens from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// How they name.
    pub form: Form,
    /// Whom: several for "French and German ministers" or "they"; empty where the words name an actor that the
    /// knowledge cannot place.
    pub who: Vec<Who>,
    /// Whether the words are the head of their noun phrase; otherwise they only belong to it ("Turkey's ban", "the
    /// Turkish ban").
    pub head: bool,
    /// Whether it is a single man or woman.
    pub person: bool,
    /// Whether several of that name are known, and nothing tells which is meant; `who` is empty then.
    pub ambiguous: bool,
}

impl Mention {
    /// Why the knowledge is not sure whom the words name on a day.
    #[must_use]
    pub fn doubt(&self, actors: &Actors, on: Option<Date>) -> Option<Doubt> {
        match self.who[..] {
            [] if self.ambiguous => Some(Doubt::Ambiguous),
            [] => Some(Doubt::Unknown),
            [one] => one.doubt(actors, on),
            _ => None,
        }
    }
}
