//! Places on the map: states, first-order divisions and towns, from `places/*.tsv`, and who disputes them.
//!
//! Plain integers and one string, so that the pack stays small: [`Place`] is a view of a row.

use crate::actors::{BodyIx, Period, StateIx};
use attache_record::{Degrees, EntryId, PlaceKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stands for no row.
const NONE: u32 = u32::MAX;

/// Position of a place in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceIx(pub u32);

/// Position of one name of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceNameIx(pub u32);

/// What makes a name doubtful: it then counts only where the words around it make clear that a place is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Doubt(u8);

impl Doubt {
    /// People have the name too: "Jackson", "Victoria".
    pub const NAMESAKE: Self = Self(1);
    /// It is a word of its own: "Nice", "Reading", "Split".
    pub const WORD: Self = Self(2);
    /// It counts only behind a comma: "Ga." in "Atlanta, Ga."
    pub const BEHIND_COMMA: Self = Self(4);

    /// Whether there is such a doubt.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is any.
    #[must_use]
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A place as the gazetteer keeps it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Row {
    /// GeoNames' number of a town; 0 for others.
    pub number: u32,
    pub kind: PlaceKind,
    pub state: StateIx,
    /// Row of its division, or [`NONE`].
    pub division: u32,
    pub latitude: i32,
    pub longitude: i32,
    pub population: u32,
    /// Its first name; the row's code, for a state or division, is the text before it.
    pub names: u32,
    /// Where its code begins in the text.
    pub code: u32,
}

/// A name as the gazetteer keeps it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Name {
    pub place: PlaceIx,
    pub start: u32,
    pub end: u32,
    pub doubt: Doubt,
}

/// Who disputes a land.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// To whom it belongs, by agreement of the other states.
    pub state: Option<StateIx>,
    /// Who claims it.
    pub claimed_by: Vec<StateIx>,
    /// Since when; `None` for as long as anyone remembers.
    pub from: Option<Date>,
    /// Who holds it, and when.
    pub held_by: Vec<(StateIx, Period)>,
}

impl Dispute {
    /// Whether it goes on on a day.
    #[must_use]
    pub fn holds(&self, on: Option<Date>) -> bool {
        self.from.zip(on).is_none_or(|(from, day)| from <= day)
    }

    /// Who holds the land on a day; the last one known where no day is.
    #[must_use]
    pub fn holder(&self, on: Option<Date>) -> Option<StateIx> {
        let found = match on {
            Some(day) => self.held_by.iter().find(|(_, period)| period.holds(day)),
            None => self.held_by.last(),
        };
        found.map(|(state, _)| *state)
    }
}

/// All places.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Gazetteer {
    pub(crate) rows: Vec<Row>,
    pub(crate) names: Vec<Name>,
    /// Names and codes, one after another.
    pub(crate) text: String,
    /// Days on which a name was the usual one, of names that have some; sorted.
    pub(crate) days: Vec<(PlaceNameIx, Period)>,
    /// The row of each state, by its position.
    pub(crate) states: Vec<u32>,
    /// Rows of the bodies that are places; sorted.
    pub(crate) bodies: Vec<(BodyIx, PlaceIx)>,
    /// What is disputed, by whom.
    pub(crate) disputes: Vec<Dispute>,
    /// The places in dispute; sorted.
    pub(crate) disputed: Vec<(PlaceIx, u32)>,
}

/// One name of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceName {
    /// Whose name.
    pub place: PlaceIx,
    /// Whether it needs clear context.
    pub doubt: Doubt,
}

/// A place.
#[derive(Debug, Clone, Copy)]
pub struct Place<'g> {
    gazetteer: &'g Gazetteer,
    row: &'g Row,
    ix: PlaceIx,
}

impl Gazetteer {
    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place at a position.
    #[must_use]
    pub fn place(&self, ix: PlaceIx) -> Option<Place<'_>> {
        self.rows.get(ix.0 as usize).map(|row| Place { gazetteer: self, row, ix })
    }

    /// A name.
    #[must_use]
    pub fn name(&self, ix: PlaceNameIx) -> Option<PlaceName> {
        self.names.get(ix.0 as usize).map(|name| PlaceName { place: name.place, doubt: name.doubt })
    }

    /// The place that a state is: its middle.
    #[must_use]
    pub fn of_state(&self, state: StateIx) -> Option<Place<'_>> {
        self.place(PlaceIx(*self.states.get(state.index())?))
    }

    /// The place that a body is: a capital, city or province.
    #[must_use]
    pub fn of_body(&self, body: BodyIx) -> Option<Place<'_>> {
        let at = self.bodies.binary_search_by_key(&body, |(body, _)| *body).ok()?;
        self.place(self.bodies[at].1)
    }

    /// A dispute by its number, for the regions that have one.
    #[must_use]
    pub fn dispute(&self, at: u32) -> Option<&Dispute> {
        self.disputes.get(at as usize)
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Positions of a row's names.
    fn names_of(&self, ix: PlaceIx) -> std::ops::Range<u32> {
        let first = |at: usize| {
            let all = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.rows.get(at).map_or(all, |row| row.names)
        };
        first(ix.0 as usize)..first(ix.0 as usize + 1)
    }
}

impl<'g> Place<'g> {
    /// Its position.
    #[must_use]
    pub fn ix(self) -> PlaceIx {
        self.ix
    }

    /// Its id: `geonames.703448` for a town, `geonames.ua-12` for a division; `None` for a state.
    #[must_use]
    pub fn id(self) -> Option<EntryId> {
        match self.row.kind {
            PlaceKind::State => None,
            PlaceKind::Division => {
                Some(EntryId::new(format!("geonames.{}", self.code().replace('.', "-").to_lowercase())))
            }
            _ => Some(EntryId::new(format!("geonames.{}", self.row.number))),
        }
    }

    /// GeoNames' code of a division (`UA.12`); empty for a town.
    #[must_use]
    pub fn code(self) -> &'g str {
        let end = self.gazetteer.names.get(self.row.names as usize).map_or(self.row.code, |name| name.start);
        self.gazetteer.slice(self.row.code, end)
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> PlaceKind {
        self.row.kind
    }

    /// The state in which GeoNames has it.
    #[must_use]
    pub fn state(self) -> StateIx {
        self.row.state
    }

    /// The division in which it lies; a division lies in none.
    #[must_use]
    pub fn division(self) -> Option<Place<'g>> {
        (self.row.division != NONE).then(|| self.gazetteer.place(PlaceIx(self.row.division))).flatten()
    }

    /// How many people live there.
    #[must_use]
    pub fn population(self) -> u32 {
        self.row.population
    }

    /// Latitude.
    #[must_use]
    pub fn latitude(self) -> Degrees {
        Degrees::from_thousandths(self.row.latitude)
    }

    /// Longitude.
    #[must_use]
    pub fn longitude(self) -> Degrees {
        Degrees::from_thousandths(self.row.longitude)
    }

    /// Its names, the usual one of today first.
    pub fn names(self) -> impl Iterator<Item = &'g str> {
        let names = self.gazetteer.names_of(self.ix);
        names
            .filter_map(move |at| self.gazetteer.names.get(at as usize))
            .map(move |n| self.gazetteer.slice(n.start, n.end))
    }

    /// Its usual name on a day ("Leningrad" in 1980).
    #[must_use]
    pub fn name_on(self, on: Option<Date>) -> &'g str {
        let gazetteer = self.gazetteer;
        let names = gazetteer.names_of(self.ix);
        let from = gazetteer.days.partition_point(|(name, _)| name.0 < names.start);
        let dated = gazetteer.days[from..].iter().take_while(|(name, _)| name.0 < names.end);
        let then = on.and_then(|day| dated.clone().find(|(_, period)| period.holds(day)));
        let at = then.map_or(names.start, |(name, _)| name.0);
        gazetteer.names.get(at as usize).map_or("", |name| gazetteer.slice(name.start, name.end))
    }

    /// Who disputes it: the dispute of the place, else that of its division.
    #[must_use]
    pub fn dispute(self) -> Option<&'g Dispute> {
        let of = |ix: PlaceIx| {
            let at = self.gazetteer.disputed.binary_search_by_key(&ix, |(place, _)| *place).ok()?;
            self.gazetteer.dispute(self.gazetteer.disputed[at].1)
        };
        of(self.ix).or_else(|| of(PlaceIx(self.row.division)))
    }
}
