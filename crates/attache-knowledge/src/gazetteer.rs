//! Places on the map: states, first-order divisions and towns, from `places/*.tsv`, and who disputes them.
//!
//! Columns of plain numbers and one text, used where they lie in the pack: [`Place`] is a view of a row.

use crate::actors::{BodyIx, Period, StateIx};
use crate::column::{Cell, Column, Texts};
use attache_record::{Degrees, EntryId, PlaceKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stands for no division.
const NONE: u16 = u16::MAX;

/// Parts the names of a place.
pub(crate) const BETWEEN: char = '|';

/// Position of a place in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceIx(pub u32);

/// What makes a name doubtful: it then counts only where the words around it make clear that a place is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Doubt(u8);

impl Doubt {
    /// People have the name too: "Jackson", "Victoria".
    pub const NAMESAKE: Self = Self(1);
    /// It is a word of its own: "Nice", "Reading", "Split".
    pub const WORD: Self = Self(2);
    /// It counts only behind a comma: "Ga." in "Atlanta, Ga."
    pub const BEHIND_COMMA: Self = Self(4);
    /// It is a small town's, or an unusual spelling: it counts only where its state is named too.
    pub const RARE: Self = Self(8);
    /// How many bits there are.
    const BITS: u32 = 4;

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

    /// As a number below [`Self::NUMBERS`].
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// One past the highest number of a doubt.
    pub(crate) const NUMBERS: u8 = 1 << Self::BITS;

    /// The doubt with a number.
    pub(crate) fn numbered(number: u8) -> Option<Self> {
        (number < Self::NUMBERS).then_some(Self(number))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A place as the gazetteer keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// GeoNames' number of a town; 0 for others.
    pub number: u32,
    pub kind: PlaceKind,
    pub state: StateIx,
    /// Its division, which is one of the first rows.
    pub division: Option<PlaceIx>,
    /// Thousandths of a degree.
    pub latitude: i32,
    pub longitude: i32,
    pub population: u32,
}

/// Kinds of rows, in the order of their numbers.
const KINDS: [PlaceKind; 4] = [PlaceKind::State, PlaceKind::Division, PlaceKind::Capital, PlaceKind::City];

/// Number, kind, state, division, latitude, longitude, population.
type RowCell = (u32, (u8, (u16, (u16, (i32, (i32, u32))))));

impl Cell for Row {
    const SIZE: usize = RowCell::SIZE;

    fn read(bytes: &[u8]) -> Option<Self> {
        let (number, (kind, (state, (division, (latitude, (longitude, population)))))) = RowCell::read(bytes)?;
        Some(Self {
            number,
            kind: *KINDS.get(usize::from(kind))?,
            state: StateIx(state.into()),
            division: (division != NONE).then_some(PlaceIx(division.into())),
            latitude,
            longitude,
            population,
        })
    }

    fn write(self, out: &mut Vec<u8>) {
        let kind = (0..).zip(KINDS).find_map(|(number, kind)| (kind == self.kind).then_some(number));
        // There are some 250 states and 4,000 divisions.
        let short = |at: u32| u16::try_from(at).unwrap_or(NONE);
        let division = self.division.map_or(NONE, |division| short(division.0));
        let place = (self.latitude, (self.longitude, self.population));
        (self.number, (kind.unwrap_or(u8::MAX), (short(self.state.0), (division, place)))).write(out);
    }
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
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Gazetteer {
    /// States and divisions first.
    pub(crate) rows: Column<Row>,
    /// The names of each row, the usual one first, with [`BETWEEN`] between them.
    pub(crate) names: Texts,
    /// Codes of the states and divisions.
    pub(crate) codes: Texts,
    /// Days on which a name, by its position among the place's, was the usual one; sorted by place.
    pub(crate) days: Vec<(PlaceIx, u16, Period)>,
    /// The row of each state, by its position.
    pub(crate) states: Vec<Option<PlaceIx>>,
    /// Rows of the bodies that are places; sorted.
    pub(crate) bodies: Vec<(BodyIx, PlaceIx)>,
    /// What is disputed, by whom.
    pub(crate) disputes: Vec<Dispute>,
    /// The places in dispute; sorted.
    pub(crate) disputed: Vec<(PlaceIx, u32)>,
}

/// A place.
#[derive(Debug, Clone, Copy)]
pub struct Place<'g> {
    gazetteer: &'g Gazetteer,
    row: Row,
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

    /// The place that a state is: its middle.
    #[must_use]
    pub fn of_state(&self, state: StateIx) -> Option<Place<'_>> {
        self.place((*self.states.get(state.index())?)?)
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
        self.gazetteer.codes.get(self.ix.0 as usize)
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
        self.gazetteer.place(self.row.division?)
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
        self.gazetteer.names.get(self.ix.0 as usize).split(BETWEEN).filter(|name| !name.is_empty())
    }

    /// Its usual name on a day ("Leningrad" in 1980).
    #[must_use]
    pub fn name_on(self, on: Option<Date>) -> &'g str {
        let days = &self.gazetteer.days;
        let from = days.partition_point(|(place, ..)| *place < self.ix);
        let mut dated = days[from..].iter().take_while(|(place, ..)| *place == self.ix);
        let then = on.and_then(|day| dated.find(|(_, _, period)| period.holds(day)));
        let at = then.map_or(0, |(_, name, _)| usize::from(*name));
        self.names().nth(at).unwrap_or_default()
    }

    /// Who disputes it: the dispute of the place, else that of its division.
    #[must_use]
    pub fn dispute(self) -> Option<&'g Dispute> {
        let of = |ix: PlaceIx| {
            let at = self.gazetteer.disputed.binary_search_by_key(&ix, |(place, _)| *place).ok()?;
            self.gazetteer.dispute(self.gazetteer.disputed[at].1)
        };
        of(self.ix).or_else(|| of(self.row.division?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_went_in() {
        let rows = [(PlaceKind::State, None), (PlaceKind::Capital, Some(PlaceIx(4029)))];
        for (kind, division) in rows {
            let (state, latitude, longitude, population) = (StateIx(193), -41_289, 174_777, 24_874_500);
            let row = Row { number: 13_000_000, kind, state, division, latitude, longitude, population };
            let column: Column<Row> = std::iter::once(row).collect();
            assert_eq!(format!("{:?}", column.get(0)), format!("{:?}", Some(row)));
        }
    }

    #[test]
    fn a_place_is_called_by_its_name_of_the_day() {
        let mut gazetteer = Gazetteer::default();
        let (kind, state) = (PlaceKind::City, StateIx(0));
        let row = Row { number: 1, kind, state, division: None, latitude: 0, longitude: 0, population: 0 };
        gazetteer.rows.push(row);
        gazetteer.names.push("Saint Petersburg|Leningrad|Petrograd");
        let period = |from: Date, to: Date| Period { from: Some(from), to: Some(to) };
        let date = jiff::civil::date;
        gazetteer.days.push((PlaceIx(0), 1, period(date(1924, 1, 26), date(1991, 9, 5))));
        let place = gazetteer.place(PlaceIx(0)).unwrap();
        assert_eq!(place.name_on(Some(date(1980, 5, 9))), "Leningrad");
        assert_eq!(place.name_on(Some(date(2023, 5, 9))), "Saint Petersburg");
        assert_eq!(place.name_on(None), "Saint Petersburg");
        assert_eq!(place.names().collect::<Vec<_>>(), ["Saint Petersburg", "Leningrad", "Petrograd"]);
    }
}
