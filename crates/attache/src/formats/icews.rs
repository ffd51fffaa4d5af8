//! ICEWS's table: 20 tab-separated columns, one row per source and target.
//!
//! Missing values are `NA`, as in its public files. The CAMEO code is the most general one that fits the event;
//! events without one (denied, merely possible) are not in the table.

use super::dyads::{dyads, row_id};
use super::{Coded, tsv};
use attache_record::{Party, Record, Sector};

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
pub fn document(coded: Coded<'_>, out: &mut Vec<u8>) {
    for record in coded.records {
        let Record::Event(event) = record else { continue };
        let Some(cameo) = &event.views.cameo else { continue };
        let published = coded.document.published.map(|published| published.date);
        let date = event.when.as_ref().map(|when| when.first).or(published).map(|date| date.to_string());
        let score = event.views.goldstein.map(|score| score.to_string());
        let sentence = coded.sentence_number(Some(event.sentence)).to_string();
        let country = event.place.as_ref().and_then(|place| place.country.as_deref());
        let pairs = dyads(event);
        for (at, pair) in pairs.iter().enumerate() {
            let id = row_id(event, at, pairs.len());
            let mut fields = vec![Some(id.as_str()), date.as_deref()];
            fields.extend(side(pair.actor));
            fields.extend([tsv::look_up(CAMEO, cameo), Some(cameo), score.as_deref()]);
            fields.extend(side(pair.recipient));
            fields.extend([Some(event.document.as_str()), Some(&sentence), coded.document.source.as_deref()]);
            fields.extend([None, None, None, country, None, None]);
            tsv::row(fields.into_iter().map(|field| field.unwrap_or(NONE)), out);
        }
    }
}

/// The three columns of a source or target.
fn side(party: Option<&Party>) -> [Option<&str>; 3] {
    let Some(party) = party else { return [None; 3] };
    let code = party.code.as_ref();
    let name = party.name.as_deref().unwrap_or(&party.text);
    [Some(name), code.and_then(|code| code.sector()).map(sector), code.and_then(|code| code.state())]
}

/// ICEWS's name of a sector.
fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Gov => "Government",
        Sector::Mil => "Military",
        Sector::Leg => "Legislative / Parliamentary",
        Sector::Jud => "Judicial",
        Sector::Spy => "State Intelligence",
        Sector::Pty => "Parties",
        Sector::Opp => "Opposition Major Party (Out Of Government)",
        Sector::Reb => "Rebel",
        Sector::Par => "Paramilitary",
        Sector::Crm => "Criminals / Gangs",
        Sector::Cvl => "General Population / Civilian / Social",
        Sector::Med => "News",
        Sector::Bus => "Business",
        Sector::Edu => "Education",
        Sector::Ngo => "Nongovernmental Organizations / Activists",
        Sector::Rel => "Religious",
        Sector::Lab => "Labor",
        Sector::Ref => "Refugees / Displaced",
        Sector::Igo => "International Government Organization",
        Sector::Eli => "Elite",
    }
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
        super::document(Coded { document: &document, records: &records, sentences: &sentences }, &mut out);
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows[0], COLUMNS);
        assert!(rows.iter().all(|row| row.len() == 20), "{rows:?}");
        let demand = &rows[2][1..];
        let expected = [
            "2023-06-14",
            "Ana Gervasi",
            "Government",
            "PER",
            "Demand policy change",
            "1042",
            "-5",
            "Ecuador",
            "NA",
            "ECU",
            "wire-7",
            "2",
            "Andina",
            "NA",
            "NA",
            "NA",
            "ECU",
            "NA",
            "NA",
        ];
        assert_eq!(demand, expected);
    }
}
