//! The US State Historian's lists of travels and visits: the remark in, who, whom, where and when out.

use super::gold;
use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::Failure;
use attache_record::{Basis, Class, Code, Document, Party, Place, Published, Record, When};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
struct Journey {
    src: String,
    id: u64,
    who: String,
    who_country: Option<String>,
    country: Option<String>,
    start: Date,
    end: Date,
    text: String,
}

/// From this year on the knowledge has office-holders by name for most states.
const RECENT: i16 = 2000;

impl Journey {
    /// The remark with its missing subject put before it: "Met with President Havel." is told of whoever the row is
    /// about, and says so only in another column. Nothing else of the row is given away.
    fn document(&self) -> Document {
        let first = self.text.split([' ', ';', ',']).next().unwrap_or_default();
        let verb = first.ends_with('d') || first == "Met";
        let text = if verb {
            let rest = self.text.get(1..).unwrap_or_default();
            format!("{} {}{rest}", self.who, self.text.get(..1).unwrap_or_default().to_lowercase())
        } else {
            format!("{}: {}", self.who, self.text)
        };
        let mut document = Document::from_text(text);
        document.published = Some(Published { date: self.end, basis: Basis::Metadata });
        document
    }
}

/// What the records say of the journey.
#[derive(Default)]
struct Said<'r> {
    parties: Vec<&'r Party>,
    places: Vec<&'r Place>,
    whens: Vec<&'r When>,
    coded: bool,
    lines: Vec<String>,
}

fn said(records: &[Record]) -> Said<'_> {
    let mut said = Said::default();
    for record in records {
        match record {
            Record::Event(e) if e.class == Class::Consult => {
                said.parties.extend(e.actors.iter().chain(&e.recipients));
                said.places.extend(&e.place);
                said.whens.extend(&e.when);
                said.lines.push(format!("{} \"{}\"", e.class, e.trigger.text));
            }
            Record::Contact(c) => {
                said.parties.extend(&c.parties);
                said.places.extend(&c.place);
                said.whens.extend(&c.when);
                said.lines.push(format!("contact {} \"{}\"", c.what, c.trigger.text));
            }
            _ => continue,
        }
        said.coded = true;
    }
    said
}

#[derive(Default)]
struct Tally {
    rows: usize,
    coded: usize,
    who: (usize, usize),
    whom: (usize, usize),
    place: (usize, usize),
    dated: usize,
    days: usize,
}

impl Tally {
    /// Counts a row; whether all of it was found.
    fn add(&mut self, journey: &Journey, said: &Said) -> bool {
        let party = |state: &str| {
            let mut codes = said.parties.iter().filter_map(|party| party.code.as_ref());
            codes.any(|code| Code::state(code) == Some(state))
        };
        let mut all = said.coded;
        let mut note = |count: &mut (usize, usize), right: bool| {
            count.0 += usize::from(right);
            count.1 += 1;
            all &= right;
        };
        self.rows += 1;
        self.coded += usize::from(said.coded);
        if let Some(state) = &journey.who_country {
            note(&mut self.who, party(state));
        }
        if let Some(state) = &journey.country {
            note(&mut self.whom, party(state));
            note(&mut self.place, said.places.iter().any(|place| place.country.as_ref() == Some(state)));
        }
        if !said.whens.is_empty() {
            self.dated += 1;
            let inside = |when: &&&When| journey.start <= when.last && when.first <= journey.end;
            self.days += usize::from(said.whens.iter().filter(inside).count() > 0);
        }
        all
    }
}

/// Scores the set.
///
/// # Errors
/// When it cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let mut journeys: Vec<Journey> = gold::lines(path)?;
    journeys.retain(|journey| !journey.text.is_empty());
    let journeys = bench.take(journeys);
    let documents: Vec<Document> = journeys.iter().map(Journey::document).collect();
    let records = bench.code(&documents);
    let (mut all, mut recent) = (Tally::default(), Tally::default());
    let mut mistakes = Vec::new();
    for ((journey, document), records) in journeys.iter().zip(&documents).zip(&records) {
        let said = said(records);
        if journey.start.year() >= RECENT {
            recent.add(journey, &said);
        }
        if all.add(journey, &said) {
            continue;
        }
        let gold = format!(
            "{} in {}, {} to {}",
            journey.who_country.as_deref().unwrap_or("?"),
            journey.country.as_deref().unwrap_or("?"),
            journey.start,
            journey.end
        );
        mistakes.push(Mistake {
            head: format!("{} {}", journey.src, journey.id),
            text: document.text.clone(),
            pairs: vec![(gold, said.lines.join("; "))],
            classes: BTreeSet::from([Class::Consult]),
        });
    }
    let mut rows = Vec::new();
    for (class, tally) in [("all", &all), ("since 2000", &recent)] {
        rows.push(row(set, "coded", class, share(tally.coded, tally.rows)));
        for (measure, (correct, of)) in [("who", tally.who), ("whom", tally.whom), ("where", tally.place)] {
            rows.push(row(set, measure, class, share(correct, of)));
        }
        rows.push(row(set, "dates", class, share(tally.days, tally.dated)));
    }
    Ok(Outcome { rows, mistakes })
}
