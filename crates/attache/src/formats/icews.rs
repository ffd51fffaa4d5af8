//! ICEWS's table: 20 tab-separated columns, one row per source and target.
//!
//! Missing values are `NA`, as in its public files. The CAMEO code is the most general one that fits the event;
//! events without one (denied, merely possible) are not in the table.

use super::dyads::{dyads, row_id};
use super::names::{Names, described};
use super::{Coded, tsv};
use attache_record::{Code, Party, PlaceKind, Record};

/// The columns, in ICEWS's order.
pub const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// What stands for a missing value.
const NONE: &str = "NA";

/// Names of the CAMEO codes.
const CAMEO: &str = include_str!("cameo.tsv");

/// The head line.
pub fn head() -> Vec<u8> {
    let mut out = Vec::new();
    tsv::row(COLUMNS, &mut out);
    out
}

/// The rows of a document.
pub fn document(coded: Coded<'_>, names: &Names, out: &mut Vec<u8>) {
    for record in coded.records {
        let Record::Event(event) = record else { continue };
        let Some(cameo) = &event.views.cameo else { continue };
        let published = coded.document.published.map(|published| published.date);
        let date = event.when.as_ref().map(|when| when.first).or(published).map(|date| date.to_string());
        let score = event.views.goldstein.map(|score| score.to_string());
        let sentence = coded.sentence_number(Some(event.sentence)).to_string();
        let place = event.place.as_ref();
        let town = place.filter(|p| matches!(p.kind, PlaceKind::City | PlaceKind::Capital));
        let city = town.map(|p| p.name.as_str());
        let latitude = place.and_then(|p| p.latitude).map(|degrees| degrees.to_string());
        let longitude = place.and_then(|p| p.longitude).map(|degrees| degrees.to_string());
        let country = event.place.as_ref().and_then(|place| place.country.as_deref()).and_then(|iso| iso.parse().ok());
        let country = country.as_ref().and_then(|code| names.state(code));
        let pairs = dyads(event);
        for (at, pair) in pairs.iter().enumerate() {
            let id = row_id(event, at, pairs.len());
            let (source, target) = (side(pair.actor, names), side(pair.recipient, names));
            let mut fields = vec![Some(id.as_str()), date.as_deref()];
            fields.extend(source.iter().map(Option::as_deref));
            fields.extend([tsv::look_up(CAMEO, cameo), Some(cameo), score.as_deref()]);
            fields.extend(target.iter().map(Option::as_deref));
            fields.extend([Some(event.document.as_str()), Some(&sentence), coded.document.source.as_deref()]);
            fields.extend([city, None, place.and_then(|p| p.division.as_deref()), country]);
            fields.extend([latitude.as_deref(), longitude.as_deref()]);
            tsv::row(fields.into_iter().map(|field| field.unwrap_or(NONE)), out);
        }
    }
}

/// The three columns of a source or target.
fn side(party: Option<&Party>, names: &Names) -> [Option<String>; 3] {
    let Some(party) = party else { return [None, None, None] };
    let code = party.code.as_ref();
    let sector = code.and_then(Code::sector).map(|sector| described(sector).to_owned());
    [Some(names.party(party)), sector, code.and_then(|code| names.state(code)).map(str::to_owned)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn a_demand_is_a_row_of_the_twenty_columns_with_its_code_and_sentence() {
        let (document, records) = sample::visit_and_demand();
        let sentences = sample::sentences(&document);
        let mut out = head();
        super::document(
            Coded { document: &document, records: &records, sentences: &sentences },
            &Names::sample(),
            &mut out,
        );
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows[0], COLUMNS);
        assert!(rows.iter().all(|row| row.len() == 20), "{rows:?}");
        let demand = &rows[2][1..];
        let expected = [
            "2023-06-14",
            "Ana Gervasi",
            "Government",
            "Peru",
            "Demand policy change",
            "1042",
            "-5",
            "Ecuador",
            "NA",
            "Ecuador",
            "wire-7",
            "2",
            "Andina",
            "Macará",
            "NA",
            "Loja",
            "Ecuador",
            "-4.382",
            "-79.945",
        ];
        assert_eq!(demand, expected);
    }
}
