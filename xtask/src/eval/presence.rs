//! The desk's view of missions against a register of them: prose that tells of openings, closings and breaks of
//! relations goes in, and the moves of the view come out.

use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome, gold};
use crate::Failure;
use attache_desk::{Desk, Kept, Move, Query, Step, moves};
use attache_record::{Diagnostic, Document, DocumentId, Run, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A paragraph of the prose. `kind` and `date` are those of its heading.
#[derive(Deserialize)]
struct Paragraph {
    country: String,
    country_id: String,
    kind: String,
    date: Option<String>,
    text: String,
}

/// A row of the register: from that day on the mission has that rank.
#[derive(Deserialize)]
struct Row {
    country: String,
    date: String,
    new_status: String,
}

/// The register, beside the prose.
const REGISTER: &str = "us_mission_transitions.jsonl";

/// Whose missions the register has.
const STATE: &str = "USA";

/// Whose voice the prose is: the office that wrote it.
const SOURCE: &str = "Office of the Historian, U.S. Department of State";

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

/// What a move is, as far as the register can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// A mission begins, begins again, or is raised in rank.
    Opens,
    /// A mission ends or is lowered in rank, or relations are broken.
    Ends,
}

impl Turn {
    fn as_str(self) -> &'static str {
        match self {
            Self::Opens => "opened or raised",
            Self::Ends => "closed, lowered or broken",
        }
    }
}

/// Something that happened, with its days as finely as the register or the heading has them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fact {
    country: String,
    turn: Turn,
    first: Date,
    last: Date,
    date: String,
}

/// The days of "1962-09-29", "1815-07" or "1830".
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().and_then(|part| part.parse().ok());
    let day: Option<i8> = parts.next().and_then(|part| part.parse().ok());
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

/// The rank of a status; none where nobody resides.
fn rank(status: &str) -> u8 {
    match status {
        "Embassy" => 5,
        "Legation" => 4,
        "Liaison" => 3,
        "Interests" => 2,
        "Consulate" => 1,
        _ => 0,
    }
}

/// What the register says: each change of rank among those who reside.
fn facts(register: &[Row]) -> Vec<Fact> {
    let mut before: BTreeMap<&str, u8> = BTreeMap::new();
    let mut facts = Vec::new();
    for row in register {
        let now = rank(&row.new_status);
        let then = before.insert(&row.country, now).unwrap_or(0);
        let turn = match now.cmp(&then) {
            std::cmp::Ordering::Greater => Turn::Opens,
            std::cmp::Ordering::Less => Turn::Ends,
            std::cmp::Ordering::Equal => continue,
        };
        if let Some((first, last)) = days(&row.date) {
            facts.push(Fact { country: row.country.clone(), turn, first, last, date: row.date.clone() });
        }
    }
    facts
}

/// Words for a mission and for what becomes of it, of which a sentence needs one each to tell of a fact, besides the date:
/// most dates of the register are those on which somebody presented credentials, and are told as such.
const MISSIONS: [&str; 8] = [
    "mbass",
    "egation",
    "onsulate",
    "Interests Section",
    "Liaison Office",
    "diplomatic mission",
    "Mission",
    "relations",
];
const BECOMES: [[&str; 11]; 2] = [
    ["open", "establish", "elevat", "raise", "resum", "restor", "became", "revive", "changed", "upgrad", "set up"],
    ["close", "suspend", "sever", "broke", "interrupt", "reclassif", "withdr", "changed", "ceased", "evacuat", "ended"],
];

/// The register and the prose keep past states under the code of the one that follows.
fn today(side: &str) -> &str {
    match side {
        "YUG" | "SCG" => "SRB",
        "SUN" => "RUS",
        "CSK" => "CZE",
        other => other,
    }
}

/// Whether a sentence of the prose tells the fact with its date; only then can it be read from it. Relations that are
/// taken up tell of no mission.
fn is_told(fact: &Fact, prose: &str) -> bool {
    let becomes = &BECOMES[usize::from(fact.turn == Turn::Ends)];
    let missions = if fact.turn == Turn::Ends { &MISSIONS[..] } else { &MISSIONS[..MISSIONS.len() - 1] };
    prose.lines().flat_map(sentences).any(|sentence| {
        has_date(fact, sentence)
            && missions.iter().any(|word| sentence.contains(word))
            && becomes.iter().any(|word| sentence.contains(word))
    })
}

/// A paragraph cut behind full stops that a small letter stands before, as far as finding a date needs it.
fn sentences(prose: &str) -> impl Iterator<Item = &str> {
    let ends = |(at, _): &(usize, &str)| prose[..*at].ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let mut from = 0;
    let cuts: Vec<usize> = prose.match_indices(". ").filter(ends).map(|(at, _)| at + 1).collect();
    cuts.into_iter().chain([prose.len()]).map(move |to| {
        let piece = &prose[from..to];
        from = to;
        piece
    })
}

/// Whether a sentence has the fact's date in words.
fn has_date(fact: &Fact, prose: &str) -> bool {
    let month = MONTHS[usize::try_from(fact.first.month() - 1).unwrap_or(0)];
    match fact.date.len() {
        4 => prose.contains(&fact.date),
        7 => {
            prose.contains(&format!("{month} of {}", fact.first.year()))
                || prose.contains(&format!("{month} {}", fact.first.year()))
        }
        _ => prose.contains(&format!("{month} {}, {}", fact.first.day(), fact.first.year())),
    }
}

/// The moves of the view that the register could have: of this state's missions with others, and breaks with it.
fn turn(one: &Move) -> Option<Turn> {
    if one.status != Status::Actual || !one.dated {
        return None;
    }
    let own = one.state.as_deref() == Some(STATE);
    let with = one.hosts.iter().any(|host| host == STATE);
    match one.steps.first()? {
        Step::Opened | Step::Reopened | Step::Upgraded if own => Some(Turn::Opens),
        Step::Closed | Step::Suspended if own => Some(Turn::Ends),
        Step::Broken if own || with => Some(Turn::Ends),
        _ => None,
    }
}

/// Scores the set.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let paragraphs: Vec<Paragraph> = bench.take(gold::lines(path)?);
    let register: Vec<Row> = gold::lines(&path.with_file_name(REGISTER))?;
    let mut pages: BTreeMap<(&str, &str), Vec<&Paragraph>> = BTreeMap::new();
    for paragraph in &paragraphs {
        pages.entry((&paragraph.country, &paragraph.country_id)).or_default().push(paragraph);
    }
    let mut prose: BTreeMap<&str, String> = BTreeMap::new();
    let mut documents = Vec::new();
    let mut headed: BTreeSet<(String, Turn, Date)> = BTreeSet::new();
    for ((country, id), page) in &pages {
        let text = page.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n\n");
        let all = prose.entry(country).or_default();
        all.push_str(&text);
        all.push('\n');
        documents.push(Document {
            id: DocumentId::new(*id),
            source: Some(SOURCE.to_owned()),
            ..Document::from_text(text)
        });
        for paragraph in page {
            let turn = match paragraph.kind.as_str() {
                "mission_opened" | "mission_reopened" | "mission_elevated" | "consulate_opened" => Turn::Opens,
                "mission_closed_or_suspended" | "relations_severed_or_interrupted" => Turn::Ends,
                _ => continue,
            };
            if let Some((day, _)) = paragraph.date.as_deref().and_then(days) {
                headed.insert(((*country).to_owned(), turn, day));
            }
        }
    }
    let countries: Vec<&str> = pages.keys().map(|(country, _)| *country).collect();
    let moves = view(bench, &documents).map_err(|problem| Failure(problem.to_string()))?;
    let facts: Vec<Fact> = facts(&register).into_iter().filter(|f| countries.contains(&f.country.as_str())).collect();
    let told = |fact: &Fact| prose.get(fact.country.as_str()).is_some_and(|text| is_told(fact, text));
    let mut figures = Vec::new();
    let mut mistakes = Vec::new();
    let mut all = [0; 4];
    for kind in [Turn::Opens, Turn::Ends] {
        let mut coded = 0;
        let mut right = 0;
        let mut found: BTreeSet<&Fact> = BTreeSet::new();
        for (document, one) in moves.iter().filter(|(_, one)| turn(one) == Some(kind)) {
            let (Some(first), Some(last)) = (one.first, one.last) else { continue };
            let country = pages.keys().find(|(_, id)| id == document).map_or("", |(country, _)| *country);
            let with = one.hosts.iter().chain(&one.state).any(|side| today(side) == today(country));
            coded += 1;
            // The days of the one lie in those of the other: "in 2006" is told of November 23, 2006.
            let days = |f: &Fact| f.first <= first && last <= f.last || first <= f.first && f.last <= last;
            let fits = |f: &&Fact| f.country == country && f.turn == kind && days(f);
            let matched: Vec<&Fact> = facts.iter().filter(fits).filter(|_| with).collect();
            let by_heading = with && first == last && headed.contains(&(country.to_owned(), kind, first));
            if matched.is_empty() && !by_heading {
                mistakes.push(mistake(document, one, kind));
            } else {
                right += 1;
            }
            found.extend(matched);
        }
        let gold: Vec<&Fact> = facts.iter().filter(|f| f.turn == kind && told(f)).collect();
        let hit = gold.iter().filter(|f| found.contains(**f)).count();
        for fact in gold.iter().filter(|f| !found.contains(**f)) {
            mistakes.push(Mistake {
                head: format!("{} {}", fact.country, fact.date),
                text: String::new(),
                pairs: vec![(format!("{} {}", kind.as_str(), fact.date), String::new())],
                classes: BTreeSet::new(),
            });
        }
        figures.push(row(set, "precision", kind.as_str(), share(right, coded)));
        figures.push(row(set, "recall", kind.as_str(), share(hit, gold.len())));
        for (sum, part) in all.iter_mut().zip([right, coded, hit, gold.len()]) {
            *sum += part;
        }
    }
    let [right, coded, hit, gold] = all;
    figures.push(row(set, "precision", "all", share(right, coded)));
    figures.push(row(set, "recall", "all", share(hit, gold)));
    figures.push(row(set, "told", "all", share(gold, facts.len())));
    Ok(Outcome { rows: figures, mistakes })
}

/// The moves of each document, with its name.
fn view(bench: &Bench, documents: &[Document]) -> Result<Vec<(String, Move)>, Diagnostic> {
    let mut desk = Desk::in_memory(Kept::Text)?;
    let run = Run::new("attache eval", "", None);
    let records = bench.code(documents);
    let mut filing = desk.filing(Timestamp::UNIX_EPOCH, "add")?;
    for (document, records) in documents.iter().zip(&records) {
        filing.put(document, records, &run)?;
    }
    filing.commit()?;
    let all = Query::default();
    let moves = moves(&desk.presences(&all)?, &desk.events(&all)?);
    let named = |one: Move| one.sources.first().map(|rest| rest.document.clone()).map(|document| (document, one));
    Ok(moves.into_iter().filter_map(named).collect())
}

fn mistake(document: &str, one: &Move, kind: Turn) -> Mistake {
    let text = one.sources.first().map(|rest| rest.words.clone()).unwrap_or_default();
    let said = format!(
        "{} {:?} {} > {} {}",
        kind.as_str(),
        one.steps,
        one.state.as_deref().unwrap_or("-"),
        one.hosts.join("+"),
        one.first.map(|day| day.to_string()).unwrap_or_default()
    );
    Mistake { head: document.to_owned(), text, pairs: vec![(String::new(), said)], classes: BTreeSet::new() }
}
