//! Where something happens.

use crate::class::spelled;
use crate::{EntryId, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

spelled! {
    /// What kind of place it is.
    PlaceKind {
        State = "state",
        Division = "division",
        Capital = "capital",
        City = "city",
        Region = "region",
    }
}

/// Latitude or longitude in degrees, north and east positive; kept in thousandths, about 100 m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Degrees(i32);

/// Thousandths a degree.
const THOUSANDTHS: f64 = 1000.0;

impl Degrees {
    /// So many thousandths of a degree.
    #[must_use]
    pub const fn from_thousandths(thousandths: i32) -> Self {
        Self(thousandths)
    }

    /// The value in degrees.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / THOUSANDTHS
    }
}

impl fmt::Display for Degrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl Serialize for Degrees {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

impl<'de> Deserialize<'de> for Degrees {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let degrees = f64::deserialize(deserializer)?;
        if !(-180.0..=180.0).contains(&degrees) {
            return Err(serde::de::Error::custom(format!("{degrees} is no latitude or longitude in degrees")));
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 180,000 thousandths, checked above")]
        let thousandths = (degrees * THOUSANDTHS).round() as i32;
        Ok(Self(thousandths))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Degrees {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Degrees".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "number", "minimum": -180, "maximum": 180,
            "description": "Latitude or longitude in degrees, north and east positive, with three decimals."
        })
    }
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// ISO 3166-1 alpha-3 of the state to which the place belongs; `None` for a region across states and for land that
    /// no state has by agreement of the others (Kashmir).
    pub country: Option<String>,
    /// The usual name of the place on the day ("Beijing").
    pub name: String,
    /// The knowledge's entry: `geonames.` and GeoNames' number of a town or its code of a division, else the id of a
    /// region or body; `None` for a state.
    pub id: Option<EntryId>,
    /// What it is.
    pub kind: PlaceKind,
    /// Name of the first-order division in which it lies, where that is known ("Kharkiv"); its own for a division.
    pub division: Option<String>,
    /// Latitude of a town; of the middle of anything larger.
    pub latitude: Option<Degrees>,
    /// Longitude likewise.
    pub longitude: Option<Degrees>,
    /// The state that holds the place on the day, where states dispute it and one holds it.
    pub held_by: Option<String>,
    /// The states that claim it on the day; empty where nobody disputes it.
    pub claimed_by: Vec<String>,
    /// The words of the text.
    pub text: String,
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_numbers_of_degrees_in_json() {
        let degrees = Degrees::from_thousandths(-33_458);
        assert_eq!(serde_json::to_string(&degrees).unwrap(), "-33.458");
        assert_eq!(serde_json::from_str::<Degrees>("-33.458").unwrap(), degrees);
        assert!(serde_json::from_str::<Degrees>("181").is_err());
    }
}
