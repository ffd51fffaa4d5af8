//! POLECAT's table: 40 tab-separated columns, one row per actor and recipient.
//!
//! Missing values are `None`, lists are joined by `; `, states are ISO 3166-1 alpha-3, as in the files that POLECAT's
//! users load. What Attaché does not know (Wikipedia ids, districts) stays `None`.

use super::dyads::{dyads, row_id};
use super::{Coded, Names, Writer, tsv};
use attache_record::{Code, Mode, Party, Place, PlaceKind, Record, Sector};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The columns, in POLECAT's order.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// The 41st column of a table with all statuses.
const STATUS: &str = "Status";

/// What stands for a missing value.
const NONE: &str = "None";

/// The language of the texts; the coder reads no other.
const LANGUAGE: &str = "English";

/// What ids of GeoNames' places begin with.
const GEONAMES: &str = "geonames.";

/// COW numbers of states.
const COW: &str = include_str!("cow.tsv");

/// The head line.
pub fn head(all_statuses: bool) -> Vec<u8> {
    let mut out = Vec::new();
    tsv::row(COLUMNS.into_iter().chain(all_statuses.then_some(STATUS)), &mut out);
    out
}

/// The rows of a document.
///
/// Without `all_statuses` only what strict PLOVER counts is given, under the strict class: a planned visit is AGREE.
/// With it every event is given under the class of what it is, and the status says whether it happened.
pub fn document(coded: Coded<'_>, writer: &Writer, out: &mut Vec<u8>) {
    let (names, all_statuses) = (&writer.names, writer.all_statuses);
    let places = story_locations(coded.records);
    let (people, bodies) = names.of_story(coded.records);
    let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join("; "));
    let (people, bodies) = (list(people), list(bodies));
    let version = format!("{} run {}", writer.run.software, writer.run.id);
    for record in coded.records {
        let Record::Event(event) = record else { continue };
        let class = if all_statuses { Some(event.class) } else { event.views.plover };
        let Some(class) = class else { continue };
        let mode = if class == event.class { event.mode.as_ref().map(Mode::as_str) } else { None };
        let dates = coded.document.published.map(|published| published.date.to_string());
        let date = event.when.as_ref().map(|when| when.first.to_string()).or_else(|| dates.clone());
        let score = event.views.plover_score.map(|score| score.to_string());
        let quad = event.views.quad.as_str().to_ascii_uppercase();
        let topics: Vec<_> = event.topics.iter().map(|topic| topic.as_str()).collect();
        let topics = (!topics.is_empty()).then(|| topics.join("; "));
        let place = event.place.as_ref().map(place).unwrap_or_default();
        let pairs = dyads(event);
        for (at, pair) in pairs.iter().enumerate() {
            let id = row_id(event, at, pairs.len());
            let (actor, recipient) = (side(pair.actor, names), side(pair.recipient, names));
            let mut fields = vec![
                id.as_str(),
                date.as_deref().unwrap_or(NONE),
                class.as_str(),
                mode.unwrap_or(NONE),
                score.as_deref().unwrap_or(NONE),
                &quad,
                topics.as_deref().unwrap_or(NONE),
            ];
            fields.extend(actor.iter().chain(&recipient).map(|field| field.as_deref().unwrap_or(NONE)));
            fields.extend(place.iter().map(|field| field.as_deref().unwrap_or(NONE)));
            fields.extend([
                coded.document.source.as_deref().unwrap_or(NONE),
                dates.as_deref().unwrap_or(NONE),
                people.as_deref().unwrap_or(NONE),
                bodies.as_deref().unwrap_or(NONE),
                places.as_deref().unwrap_or(NONE),
                LANGUAGE,
                &version,
            ]);
            if all_statuses {
                fields.push(event.status.as_str());
            }
            tsv::row(fields, out);
        }
    }
}

/// The eight columns of an actor or recipient.
fn side<'p>(party: Option<&'p Party>, names: &Names) -> [Option<Cow<'p, str>>; 8] {
    let Some(party) = party else { return Default::default() };
    let code = party.code.as_ref();
    let sector = code.and_then(sector).map(Cow::Borrowed);
    [
        Some(Cow::Owned(names.party(party))),
        code.and_then(country).map(Cow::Borrowed),
        code.and_then(Code::state).and_then(|state| tsv::look_up(COW, state)).map(Cow::Borrowed),
        sector.clone(),
        sector,
        None,
        Some(Cow::Borrowed(&party.text)),
        None,
    ]
}

/// What PLOVER puts in the place of a state: the state, or the kind of body.
fn country(code: &Code) -> Option<&str> {
    if let Some(state) = code.state() {
        return Some(state);
    }
    match code.as_str() {
        "IGO:UN" => Some("UNO"),
        "IGO:EU" => Some("EUR"),
        other => match other.split(':').next()? {
            "IGO" => Some("IGO"),
            "NGO" => Some("NGO"),
            "BUS" => Some("MNC"),
            "REB" => Some("IMG"),
            _ => None,
        },
    }
}

/// The sector under PLOVER's name: paramilitaries are PRM there and the press JRN.
fn sector(code: &Code) -> Option<&'static str> {
    let sector = match code.sector() {
        Some(sector) => sector,
        None => code.as_str().split_once(':')?.0.parse().ok()?,
    };
    match sector {
        Sector::Par => Some("PRM"),
        Sector::Med => Some("JRN"),
        Sector::Igo | Sector::Ngo => None,
        sector => Some(sector.as_str()),
    }
}

/// The columns from `Placename` to `Feature Type`, the last with GeoNames' feature codes.
fn place(place: &Place) -> [Option<Cow<'_, str>>; 10] {
    let town = matches!(place.kind, PlaceKind::City | PlaceKind::Capital);
    let geonames = place.id.as_ref().and_then(|id| id.as_str().strip_prefix(GEONAMES));
    let feature = match place.kind {
        PlaceKind::State => "PCLI",
        PlaceKind::Division => "ADM1",
        PlaceKind::Capital => "PPLC",
        PlaceKind::City => "PPL",
        PlaceKind::Region => "RGN",
    };
    [
        Some(Cow::Borrowed(place.name.as_str())),
        town.then_some(Cow::Borrowed(place.name.as_str())),
        None,
        place.division.as_deref().map(Cow::Borrowed),
        place.country.as_deref().map(Cow::Borrowed),
        place.latitude.map(|degrees| Cow::Owned(degrees.to_string())),
        place.longitude.map(|degrees| Cow::Owned(degrees.to_string())),
        geonames.filter(|number| number.bytes().all(|b| b.is_ascii_digit())).map(Cow::Borrowed),
        Some(Cow::Borrowed(place.text.as_str())),
        Some(Cow::Borrowed(feature)),
    ]
}

/// The places of all events of the story, each once.
fn story_locations(records: &[Record]) -> Option<String> {
    let names: BTreeSet<&str> = records
        .iter()
        .filter_map(|record| match record {
            Record::Event(event) => event.place.as_ref().map(|place| place.name.as_str()),
            _ => None,
        })
        .collect();
    (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Format, sample};

    fn table(all_statuses: bool) -> Vec<Vec<String>> {
        let (document, records) = sample::visit_and_demand();
        let sentences = sample::sentences(&document);
        let mut out = head(all_statuses);
        let coded = Coded { document: &document, records: &records, sentences: &sentences };
        let writer = Writer { format: Format::Tsv, all_statuses, run: sample::run(), names: Names::sample() };
        super::document(coded, &writer, &mut out);
        let text = String::from_utf8(out).unwrap();
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }

    fn field<'r>(row: &'r [String], column: &str) -> &'r str {
        &row[COLUMNS.iter().position(|name| *name == column).unwrap()]
    }

    #[test]
    fn every_row_has_the_forty_columns() {
        let table = table(false);
        assert_eq!(table.len(), 3);
        assert!(table.iter().all(|row| row.len() == 40), "{table:?}");
        assert_eq!(table[0], COLUMNS);
    }

    #[test]
    fn a_planned_visit_is_an_agreement_dated_by_the_text_and_a_demand_by_the_publication() {
        let table = table(false);
        let visit = &table[1];
        assert_eq!(field(visit, "Event Type"), "AGREE");
        assert_eq!(field(visit, "Event Mode"), "None");
        assert_eq!(field(visit, "Event Date"), "2023-06-16");
        assert_eq!(field(visit, "Quad Code"), "VERBAL COOPERATION");
        let demand = &table[2];
        assert_eq!((field(demand, "Event Type"), field(demand, "Event Mode")), ("REQUEST", "change"));
        assert_eq!(field(demand, "Event Date"), "2023-06-14");
        assert_eq!(field(demand, "Actor Name"), "Ana Gervasi");
        assert_eq!(field(demand, "Actor Name Raw"), "She");
        assert_eq!((field(demand, "Actor Country"), field(demand, "Actor COW")), ("PER", "135"));
        assert_eq!(field(demand, "Primary Actor Sector"), "GOV");
        assert_eq!(field(demand, "Recipient Country"), "ECU");
    }

    #[test]
    fn a_town_has_its_division_coordinates_and_number_of_geonames() {
        let table = table(false);
        for (column, expected) in [
            ("Placename", "Macará"),
            ("City", "Macará"),
            ("District", "None"),
            ("Province", "Loja"),
            ("Country", "ECU"),
            ("Latitude", "-4.382"),
            ("Longitude", "-79.945"),
            ("GeoNames ID", "3654064"),
            ("Raw Placename", "Macará"),
            ("Feature Type", "PPL"),
        ] {
            assert_eq!(field(&table[2], column), expected, "{column}");
        }
        assert_eq!(field(&table[1], "Latitude"), "None");
    }

    #[test]
    fn with_all_statuses_the_class_is_what_the_event_is_and_a_column_says_whether_it_happened() {
        let table = table(true);
        assert_eq!(table[0].last().unwrap(), "Status");
        assert_eq!((field(&table[1], "Event Type"), field(&table[1], "Event Mode")), ("CONSULT", "visit"));
        assert_eq!(table[1].last().unwrap(), "future");
        assert_eq!(table[1].len(), 41);
    }

    #[test]
    fn bodies_without_a_state_stand_as_plover_has_them() {
        for (code, stands) in [
            ("IGO:UN", (Some("UNO"), None)),
            ("IGO:NATO", (Some("IGO"), None)),
            ("REB:ISIS", (Some("IMG"), Some("REB"))),
            ("BUS:HUAWEI", (Some("MNC"), Some("BUS"))),
            ("SYR:PAR", (Some("SYR"), Some("PRM"))),
            ("USA", (Some("USA"), None)),
        ] {
            let code: Code = code.parse().unwrap();
            assert_eq!((country(&code), sector(&code)), stands, "{code}");
        }
    }
}
