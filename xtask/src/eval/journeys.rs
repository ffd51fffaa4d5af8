//! The US State Historian's lists of travels and visits, printed as chronologies: the row out.

use super::score::prf;
use super::show::Mistake;
use super::table::{Figure, row, share};
use super::{Bench, Outcome, gold};
use crate::{Failure, tree};
use attache_record::{
    Basis, Class, Code, Contact, ContactKind, ContactStatus, Document, Party, Published, Record, Span,
};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Journey {
    src: String,
    id: u64,
    who: String,
    role: String,
    who_country: Option<String>,
    who_country_name: Option<String>,
    country: String,
    country_name: Option<String>,
    place: Option<String>,
    start: Date,
    end: Date,
    text: String,
}

/// From this year on the knowledge has office-holders by name for most states.
const RECENT: i16 = 2000;

/// The day on which the lists are told to be printed, after their last row.
const PRINTED: Date = Date::constant(2017, 1, 1);

/// The marks between the parts of a heading, and the ways of printing days, each used for as many rows as the others.
const MARKS: [&str; 3] = [" · ", " | ", " — "];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A row printed, with where the remark begins.
struct Printed {
    document: Document,
    remark: u32,
}

impl Journey {
    fn form(&self) -> usize {
        usize::try_from(self.id).unwrap_or(0)
    }

    /// The days in one of four usual forms: "July 9–11, 1971", "Jul 9-11, 1971", "9 to 11 July 1971", "9–11 July 1971".
    fn days(&self) -> String {
        let form = self.form() / MARKS.len() % 4;
        let month = |d: Date| {
            let name = MONTHS[usize::try_from(d.month() - 1).unwrap_or(0)];
            if form == 1 { &name[..3] } else { name }
        };
        let british = form >= 2;
        let dash = ["–", "-", " to ", "–"][form];
        let (s, e) = (self.start, self.end);
        let day = |d: Date| {
            if british { format!("{} {}", d.day(), month(d)) } else { format!("{} {}", month(d), d.day()) }
        };
        let year = |d: Date| if british { format!(" {}", d.year()) } else { format!(", {}", d.year()) };
        if s == e {
            format!("{}{}", day(s), year(s))
        } else if s.year() != e.year() {
            format!("{}{}{dash}{}{}", day(s), year(s), day(e), year(e))
        } else if s.month() != e.month() {
            format!("{}{dash}{}{}", day(s), day(e), year(e))
        } else if british {
            format!("{}{dash}{}{}", s.day(), day(e), year(e))
        } else {
            format!("{}{dash}{}{}", day(s), e.day(), year(e))
        }
    }

    /// Whose list it is, as its title says.
    fn title(&self) -> String {
        match self.role.as_str() {
            "president" => format!("Travels of U.S. President {}", self.who),
            "secretary" => format!("Travels of U.S. Secretary of State {}", self.who),
            _ => "Visits by Foreign Leaders to the United States".to_owned(),
        }
    }

    /// The row as a printed list has it.
    fn printed(&self) -> Printed {
        let mark = MARKS[self.form() % MARKS.len()];
        let known = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        let mut parts = vec![self.days()];
        match known(&self.country_name) {
            Some(country) => {
                parts.push(country);
                parts.extend(known(&self.place));
            }
            None => {
                parts.extend(known(&self.who_country_name));
                parts.push(self.who.clone());
            }
        }
        let mut text = parts.join(mark);
        text.push_str(mark);
        let remark = u32::try_from(text.len()).unwrap_or(0);
        text.push_str(&self.text);
        let mut document = Document::from_text(text);
        document.title = Some(self.title());
        document.published = Some(Published { date: PRINTED, basis: Basis::Metadata });
        Printed { document, remark }
    }

    /// The remark alone, in a list whose title says whose it is; it may be a foreign leader's.
    fn alone(&self) -> Document {
        let mut document = Document::from_text(self.text.clone());
        let of = || {
            let country = self.who_country_name.as_deref().unwrap_or_default();
            format!("Travels of {} of {country}", self.who)
        };
        document.title = Some(if self.role == "foreign_leader" { of() } else { self.title() });
        document.published = Some(Published { date: self.end, basis: Basis::Metadata });
        document
    }
}

/// The state of a code, those that went on under another name taken for one.
fn state(code: &str) -> &str {
    match code {
        "SUN" => "RUS",
        "RVN" => "VNM",
        code => code,
    }
}

fn state_of(party: &Party) -> Option<&str> {
    party.code.as_ref().and_then(Code::state).map(state)
}

/// The visits that the records tell as held.
fn visits(records: &[Record]) -> impl Iterator<Item = (&Contact, &[Party], &[Party])> {
    records.iter().filter_map(|record| match record {
        Record::Contact(c) if c.what == ContactKind::Visit && c.status == ContactStatus::Held => {
            let (visitors, hosts) = c.parties.split_at(usize::try_from(c.visitors).unwrap_or(0).min(c.parties.len()));
            Some((c, visitors, hosts))
        }
        _ => None,
    })
}

/// Whom the records tell as met: parties of meetings, and hosts of visits that are more than a state or town.
fn met(records: &[Record]) -> Vec<(Span, BTreeSet<String>)> {
    let mut met: BTreeMap<(u32, u32), BTreeSet<String>> = BTreeMap::new();
    for record in records {
        let parties: Vec<&Party> = match record {
            Record::Contact(c) if c.what == ContactKind::Visit => {
                let hosts = c.parties.iter().skip(usize::try_from(c.visitors).unwrap_or(0));
                hosts.filter(|p| p.code.as_ref().is_some_and(|code| code.sector().is_some())).collect()
            }
            Record::Contact(c) => c.parties.iter().collect(),
            _ => continue,
        };
        for party in parties.into_iter().filter(|p| !p.text.is_empty()) {
            let states = met.entry((party.span.start(), party.span.end())).or_default();
            states.extend(party.code.as_ref().map(|c| state(c.dyad_side()).to_owned()));
        }
    }
    met.into_iter().map(|((start, end), states)| (Span::new(start, end), states)).collect()
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    told: usize,
    true_: usize,
}

impl Count {
    fn add<T: Ord>(&mut self, told: &BTreeSet<T>, truth: &BTreeSet<T>) -> bool {
        self.right += told.intersection(truth).count();
        self.told += told.len();
        self.true_ += truth.len();
        told == truth
    }

    fn figure(self) -> Figure {
        Figure::Prf(prf(self.right, self.told, self.true_))
    }
}

#[derive(Default)]
struct Tally {
    visit: Count,
    visitor: Count,
    country: Count,
    days: Count,
    place: Count,
    coded: (usize, usize),
    within: (usize, usize),
}

impl Tally {
    /// Counts the visits told of a row; whether all are right.
    fn add(&mut self, journey: &Journey, records: &[Record]) -> bool {
        let truth_days = BTreeSet::from([(journey.start, journey.end)]);
        let host = state(&journey.country).to_owned();
        let visitor: BTreeSet<String> = journey.who_country.iter().map(|c| state(c).to_owned()).collect();
        let (mut stays, mut visitors, mut hosts, mut days, mut places) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (contact, who, whom) in visits(records) {
            let when = contact.when.as_ref().map(|w| (w.first, w.last));
            let whom: BTreeSet<String> = whom.iter().filter_map(state_of).map(str::to_owned).collect();
            visitors.extend(who.iter().filter_map(state_of).map(str::to_owned));
            stays.extend(whom.iter().map(|host| (host.clone(), when)));
            hosts.extend(whom);
            days.extend(when);
            places.extend(contact.place.iter().filter(|p| !p.text.is_empty()).map(|p| p.text.clone()));
        }
        if !visitor.is_empty() {
            self.visitor.add(&visitors, &visitor);
        }
        self.days.add(&days, &truth_days);
        self.country.add(&hosts, &BTreeSet::from([host.clone()]));
        if let Some(named) = journey.place.as_ref().filter(|p| !p.is_empty()) {
            // One of the row's towns counts as its place.
            let right = places.iter().find(|p| named.contains(p.as_str())).cloned();
            self.place.add(&places, &BTreeSet::from([right.unwrap_or_else(|| named.clone())]));
        }
        let truth = BTreeSet::from([(host, Some((journey.start, journey.end)))]);
        self.visit.add(&stays, &truth)
    }

    /// Counts what a remark alone gives: whether a contact is told, and of the days read how many lie in the row's.
    fn add_alone(&mut self, journey: &Journey, records: &[Record]) {
        let contact = |r: &Record| matches!(r, Record::Event(e) if e.class == Class::Consult);
        let contacts = records.iter().filter(|r| contact(r) || matches!(r, Record::Contact(_)));
        self.coded.0 += usize::from(contacts.count() > 0);
        self.coded.1 += 1;
        for record in records {
            let Record::Contact(Contact { when: Some(when), .. }) = record else { continue };
            self.within.0 += usize::from(journey.start <= when.last && when.first <= journey.end);
            self.within.1 += 1;
        }
    }
}

/// Somebody whom a remark names as met: where, and of which states or organisations.
struct Met {
    span: Span,
    of: BTreeSet<String>,
}

/// What `eval/met.tsv` says of some rows of a list.
fn labels(list: &str) -> Result<BTreeMap<u64, Vec<Met>>, Failure> {
    let path = tree::root().join("eval/met.tsv");
    let text = fs::read_to_string(&path).map_err(|e| Failure(format!("cannot read {}: {e}", path.display())))?;
    let mut labels: BTreeMap<u64, Vec<Met>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let wrong = || Failure(format!("{}: \"{line}\" has not the columns of its first line", path.display()));
        let [of_list, id, from, to, _, of] = line.split('\t').collect::<Vec<_>>()[..] else { return Err(wrong()) };
        if of_list != list {
            continue;
        }
        let row = labels.entry(id.parse().map_err(|_| wrong())?).or_default();
        if from.is_empty() {
            continue;
        }
        let span = Span::new(from.parse().map_err(|_| wrong())?, to.parse().map_err(|_| wrong())?);
        let of = of.split('+').filter(|o| *o != "-").map(|o| state(o).to_owned()).collect();
        row.push(Met { span, of });
    }
    Ok(labels)
}

/// Whom the records tell as met, against whom the labels do: found, and of those the states right.
fn compare(truth: &[Met], told: &[(Span, BTreeSet<String>)], found: &mut Count, side: &mut (usize, usize)) -> bool {
    let mut free: Vec<&(Span, BTreeSet<String>)> = told.iter().collect();
    let mut right = 0;
    for one in truth {
        let overlaps =
            |(span, _): &&(Span, BTreeSet<String>)| span.start() < one.span.end() && one.span.start() < span.end();
        let Some(at) = free.iter().position(overlaps) else { continue };
        let (_, states) = free.remove(at);
        right += 1;
        if !one.of.is_empty() {
            side.0 += usize::from(*states == one.of);
            side.1 += 1;
        }
    }
    // A list of several that one label covers is no mistake.
    free.retain(|(span, _)| !truth.iter().any(|one| span.start() < one.span.end() && one.span.start() < span.end()));
    found.right += right;
    found.told += right + free.len();
    found.true_ += truth.len();
    right == truth.len() && free.is_empty()
}

/// Scores the set.
///
/// # Errors
/// When it or the labels cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let journeys: Vec<Journey> = bench.take(gold::lines(path)?);
    let labels = labels(set.rsplit('/').next().unwrap_or(set))?;
    let printed: Vec<Printed> = journeys.iter().map(Journey::printed).collect();
    let documents: Vec<Document> = printed.iter().map(|p| p.document.clone()).collect();
    let records = bench.code(&documents);
    let (mut all, mut recent) = (Tally::default(), Tally::default());
    let (mut whom, mut side) = (Count::default(), (0, 0));
    let mut mistakes = Vec::new();
    for ((journey, printed), records) in journeys.iter().zip(&printed).zip(&records) {
        if journey.start.year() >= RECENT {
            recent.add(journey, records);
        }
        let mut right = all.add(journey, records);
        let mut gold = format!("{}, {} to {}", journey.country, journey.start, journey.end);
        if let Some(labels) = labels.get(&journey.id) {
            let moved = |s: &Span| s.start() >= printed.remark;
            let told = met(records).into_iter().filter(|(s, _)| moved(s));
            let told: Vec<(Span, BTreeSet<String>)> =
                told.map(|(s, of)| (Span::new(s.start() - printed.remark, s.end() - printed.remark), of)).collect();
            right &= compare(labels, &told, &mut whom, &mut side);
            let of: Vec<String> =
                labels.iter().map(|l| format!("{:?} {:?}", l.span.text(&journey.text), l.of)).collect();
            gold = format!("{gold}; met {}", of.join(", "));
        }
        if !right {
            mistakes.push(Mistake {
                head: format!("{} {}", journey.src, journey.id),
                text: printed.document.text.clone(),
                pairs: vec![(gold, lines(records))],
                classes: BTreeSet::from([Class::Consult]),
            });
        }
    }
    let remarks: Vec<&Journey> = journeys.iter().filter(|j| !j.text.is_empty()).collect();
    let documents: Vec<Document> = remarks.iter().map(|j| j.alone()).collect();
    for (journey, records) in remarks.iter().zip(bench.code(&documents)) {
        all.add_alone(journey, &records);
        if journey.start.year() >= RECENT {
            recent.add_alone(journey, &records);
        }
    }
    let mut rows = Vec::new();
    for (class, tally) in [("all", &all), ("since 2000", &recent)] {
        let figures = [
            ("visit", tally.visit),
            ("visitor", tally.visitor),
            ("country", tally.country),
            ("days", tally.days),
            ("place", tally.place),
        ];
        let asked = figures.into_iter().filter(|(_, count)| count.true_ > 0);
        rows.extend(asked.map(|(measure, count)| row(set, measure, class, count.figure())));
        rows.push(row(set, "remark coded", class, share(tally.coded.0, tally.coded.1)));
        rows.push(row(set, "remark days", class, share(tally.within.0, tally.within.1)));
    }
    rows.push(row(set, "met", "all", whom.figure()));
    rows.push(row(set, "met of", "all", share(side.0, side.1)));
    Ok(Outcome { rows, mistakes })
}

/// The contacts of the records, for people.
fn lines(records: &[Record]) -> String {
    let name = |p: &Party| {
        let code = p.code.as_ref().map_or("?".to_owned(), ToString::to_string);
        if p.text.is_empty() { code } else { format!("{code} \"{}\"", p.text) }
    };
    let contacts = records.iter().filter_map(|record| match record {
        Record::Contact(c) => {
            let parties: Vec<String> = c.parties.iter().map(name).collect();
            let when = c.when.as_ref().map_or_else(String::new, |w| format!(" {} to {}", w.first, w.last));
            Some(format!("{} {}: {}{when}", c.what, c.status, parties.join(", ")))
        }
        _ => None,
    });
    contacts.collect::<Vec<_>>().join("; ")
}
