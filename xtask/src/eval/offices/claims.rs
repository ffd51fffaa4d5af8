//! What the sources say: who held which office of which state on which days.

use super::super::gold;
use crate::Failure;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Somebody in an office, as a source says.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Name of the measure: `head of state`, `foreign minister`.
    pub measure: &'static str,
    /// ISO code of the state of which the source speaks, or id of the organisation.
    pub state: String,
    /// The same of the one whose office it is.
    pub owner: String,
    /// What the office is called, in lower case; the first that the knowledge has is asked.
    pub titles: Vec<String>,
    /// The name as printed.
    pub name: String,
    /// The days on which the source says so.
    pub days: Vec<Date>,
}

/// From this year on offices are known.
const FIRST_YEAR: i16 = 1990;

#[derive(Deserialize)]
struct Country {
    fips: String,
    iso3: Option<String>,
}

#[derive(Deserialize)]
struct Snapshot {
    fips: String,
    field: String,
    text: String,
    seen_from: Date,
    seen_to: Option<Date>,
}

/// The factbook: on every day on which it was read, whom it names first as head of state and of government. Ambassadors
/// and whoever else it dates go under `others`.
pub fn factbook(path: &Path) -> Result<Vec<Claim>, Failure> {
    let countries: Vec<Country> = gold::lines(&path.with_file_name("factbook_countries.jsonl"))?;
    let codes: BTreeMap<String, String> =
        countries.into_iter().filter_map(|c| Some((c.fips, c.iso3.filter(|i| !i.is_empty())?))).collect();
    let rows: Vec<Snapshot> = gold::lines(path)?;
    let read: BTreeSet<Date> = rows.iter().map(|r| r.seen_from).collect();
    let mut claims = Vec::new();
    for row in &rows {
        let Some(owner) = codes.get(&row.fips) else { continue };
        let days: Vec<Date> =
            read.iter().copied().filter(|d| row.seen_from <= *d && row.seen_to.is_none_or(|to| *d < to)).collect();
        let main = match row.field.as_str() {
            "cos" => "head of state",
            "hog" => "head of government",
            "amb_in_us" => "ambassador",
            _ => continue,
        };
        for (place, titles, name) in segments(&row.text) {
            let titles = match main {
                "ambassador" if titles == ["ambassador"] => vec!["ambassador to the united states".to_owned()],
                "ambassador" => continue,
                _ => titles,
            };
            let measure = if place == 0 { main } else { "others" };
            let home = at_home(owner, titles.first().map_or("", String::as_str), &name);
            claims.push(Claim { measure, state: owner.clone(), owner: home, titles, name, days: days.clone() });
        }
    }
    Ok(claims)
}

/// Words that titles are made of; a name begins after them.
const TITLE_WORDS: &str = "acting interim transition transitional caretaker first second third executive deputy vice \
    co-vice co- crown prince princess state chief prime grand governor supreme captain captains high chairperson \
    chairman chair president minister premier king queen emir amir sultan emperor duke pope leader regent counsellor \
    governor-general chancellor taoiseach head of or the council sovereign presidential leadership presidency \
    commissioner administrator speaker military government and national assembly cabinet ministers councillor for \
    affairs foreign interior defense confederation swiss committee people's parliament city - republic ambassador \
    vice-president authority pa gnu co-chiefs co-prince co-princes archbishop overall taliban political bureau \
    commission presidents premiers tuanku general commander-in-chief armed forces sudanese sovereignty transitional,";

/// Ranks and forms of address before a name.
const FORMS: &str = "capt. gen. lt. col. sr. maj. brig. dr. mr. mrs. ms. sir dame field marshal sheikh rear adm. \
    maj.gen. brig.gen. lt.gen. colonel rtd. doctor ret. ratu archbishop";

/// Ends of a title that say only how its holder stands.
const PASSING: [&str; 7] = ["acting", "interim", "transition", "transitional", "caretaker", "gnu", "pa"];

/// What begins a remark after a name.
const REMARKS: [&str; 7] = [" - ", ", also", ", aka", " is the", " serves", ", jr", ", dr"];

/// Words that say that somebody named is not in office.
const NOT_IN_OFFICE: [&str; 6] = ["-elect", "-designate", " designate", " resigned", " departed", "vacant"];

/// Words of the longest name; more are a sentence.
const LONGEST_NAME: usize = 9;

/// The people of an entry, each with his or her place in it and the titles to ask by: "President X (since 1 May 2020);
/// Vice President Y (since ...)".
fn segments(text: &str) -> Vec<(usize, Vec<String>, String)> {
    let text = text.replace("(Ret.) ", "").replace("(ret.) ", "").replace("(Retd.) ", "");
    let mut out = Vec::new();
    for (place, segment) in text.split(';').enumerate() {
        let segment = segment.trim();
        if segment.starts_with("note") {
            break;
        }
        let segment = segment.strip_prefix("represented by ").unwrap_or(segment);
        let head = segment.split(['(', '[']).next().unwrap_or_default().trim();
        if NOT_IN_OFFICE.iter().any(|words| head.to_lowercase().contains(words)) {
            continue;
        }
        if let Some((titles, name)) = title_and_name(head) {
            out.push((place, titles, name));
        }
    }
    out
}

fn title_and_name(head: &str) -> Option<(Vec<String>, String)> {
    let lower = head.to_lowercase();
    let end = REMARKS.iter().filter_map(|r| lower.find(r)).min().filter(|end| head.is_char_boundary(*end));
    let words: Vec<&str> = head.get(..end.unwrap_or(head.len()))?.split_whitespace().collect();
    let is_title = |word: &&&str| {
        let word = word.trim_end_matches(',').to_lowercase();
        TITLE_WORDS.split_whitespace().chain(FORMS.split_whitespace()).any(|t| t == word)
    };
    let first = words.iter().take_while(is_title).count();
    let (title, mut name) = words.split_at_checked(first)?;
    // "President of the Islamic Republic of Somewhere Jane DOE": the state's name goes, of the person's the surname stays.
    if title.last().is_some_and(|w| *w == "of" || *w == "the") {
        let surname = name.iter().position(|w| is_surname(w))?;
        name = name.get(surname..)?;
    }
    // "Captain Regent A and Captain Regent B": either answers for both.
    let name = name.split(|w| *w == "and").next()?;
    let fits = !title.is_empty() && name.iter().any(|w| is_surname(w)) && name.len() <= LONGEST_NAME;
    fits.then(|| (titles(&title.join(" ").to_lowercase()), name.join(" ").trim_end_matches(',').to_owned()))
}

/// The source prints surnames in capitals, so that words without them are no name.
fn is_surname(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// What an office may be asked by, the fullest first: "acting president" by "president"; "sultan and prime minister" by
/// either; "chairman, presidential council" also by "presidential council chairman"; and each by its first words.
fn titles(text: &str) -> Vec<String> {
    let text = text.replace("co-chiefs of state captain", "captain").replace("captains", "captain");
    let text = text.replace("presidents", "president").replace("premiers", "premier");
    let text = text.replace("prime ministers", "prime minister");
    let parts: Vec<String> = text
        .split(',')
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(|part| {
            let mut words: Vec<&str> = part.split_whitespace().collect();
            words.retain(|w| !PASSING.contains(w) && FORMS.split_whitespace().all(|f| f != *w));
            words.join(" ")
        })
        .collect();
    let mut out = Vec::new();
    if let [one, other, ..] = &parts[..] {
        out.push(format!("{other} {one}"));
    }
    for part in parts {
        let words: Vec<&str> = part.split_whitespace().collect();
        out.extend((1..=words.len()).rev().map(|n| words[..n].join(" ")));
    }
    out
}

/// Realms of the British crown, regions of China, and Andorra: their head is asked for where he is one.
fn at_home(owner: &str, title: &str, name: &str) -> String {
    let crown = name == "ELIZABETH II" || name == "CHARLES III";
    match owner {
        _ if crown => "GBR".to_owned(),
        "AND" if !name.contains("VIVES") && !name.contains("SERRANO") && title == "co-prince" => "FRA".to_owned(),
        "HKG" | "MAC" if name.contains("JINPING") || name.contains("Jinping") => "CHN".to_owned(),
        _ => owner.to_owned(),
    }
}

#[derive(Deserialize)]
struct Minister {
    country: Option<String>,
    office: String,
    name: String,
    as_of: String,
}

impl Minister {
    fn claim(self, measure: &'static str, titles: &[&str]) -> Option<Claim> {
        let day = if self.as_of.len() == "2019-06".len() { format!("{}-15", self.as_of) } else { self.as_of };
        let days = vec![day.parse().ok()?];
        let owner = self.country?;
        Some(Claim {
            measure,
            state: owner.clone(),
            owner,
            titles: titles.iter().map(|&t| t.to_owned()).collect(),
            name: self.name,
            days,
        })
    }
}

/// How foreign ministers are asked for.
const FOREIGN: [&str; 3] = ["foreign minister", "foreign secretary", "secretary of state"];

/// How defence ministers are asked for.
const DEFENCE: [&str; 3] = ["defense minister", "defence secretary", "secretary of defense"];

/// The cabinets of June 2019: foreign and defence ministers of every state.
pub fn cabinets(path: &Path) -> Result<Vec<Claim>, Failure> {
    let rows: Vec<Minister> = gold::lines(path)?;
    let claims = rows.into_iter().filter_map(|row| {
        let office = row.office.to_lowercase();
        let leads = ["minister of ", "minister for ", "secretary of ", "secretary of state for "]
            .iter()
            .find_map(|lead| office.strip_prefix(lead))?;
        let ours = |words: &[&str]| words.iter().any(|w| leads.starts_with(w));
        let foreign = ours(&["foreign affairs", "foreign relations", "external relations", "external affairs"])
            || ours(&["foreign & european affairs", "europe & foreign affairs", "foreign & religious affairs"])
            || ours(&["foreign & caricom affairs", "foreign & commonwealth affairs"]);
        if foreign {
            return row.claim("foreign minister", &FOREIGN);
        }
        let other = ["defense production", "defense industry", "defense affairs"];
        (ours(&["defense", "national defense"]) && !ours(&other))
            .then(|| row.claim("defence minister", &DEFENCE))
            .flatten()
    });
    Ok(claims.filter(|c| !c.name.trim().is_empty()).collect())
}

/// Foreign ministers of January 2023.
pub fn ministers(path: &Path) -> Result<Vec<Claim>, Failure> {
    let rows: Vec<Minister> = gold::lines(path)?;
    Ok(rows.into_iter().filter_map(|row| row.claim("foreign minister", &FOREIGN)).collect())
}

#[derive(Deserialize)]
struct Spell {
    country: Option<String>,
    office: Option<String>,
    name: String,
    start: String,
    end: Option<String>,
}

/// The first day of a day, month or year that a source gives.
fn first_day(text: &str) -> Option<Date> {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.parse().ok()
}

/// The first days of the months that lie wholly inside a spell, from [`FIRST_YEAR`] on.
fn months(start: &str, end: Date) -> Vec<Date> {
    let Some(start) = first_day(start) else { return Vec::new() };
    let mut day = Date::constant(start.year().max(FIRST_YEAR), start.month(), 1);
    if start.year() < FIRST_YEAR {
        day = Date::constant(FIRST_YEAR, 1, 1);
    }
    let mut out = Vec::new();
    while day < end {
        if day > start {
            out.push(day);
        }
        let Ok(next) = day.checked_add(1.month()) else { break };
        day = next;
    }
    out
}

/// Titles under which a leader may stand.
const LEADERS: [&str; 27] = [
    "president",
    "acting president",
    "interim president",
    "transitional president",
    "state president",
    "prime minister",
    "king",
    "queen",
    "emir",
    "sultan",
    "prince",
    "pope",
    "chancellor",
    "taoiseach",
    "supreme leader",
    "paramount leader",
    "general secretary",
    "first secretary",
    "chairman of the presidency",
    "captain regent",
    "chief executive",
    "chief adviser",
    "head of state",
    "de facto leader",
    "military ruler",
    "military leader",
    "sovereign council chairman",
];

/// The source counts the Soviet Union as Russia.
fn in_its_time(owner: String, end: Date) -> String {
    const END_OF_THE_UNION: Date = Date::constant(1991, 12, 25);
    if owner == "RUS" && end <= END_OF_THE_UNION { "SUN".to_owned() } else { owner }
}

/// REIGN: the leader of each state, month by month.
pub fn reign(path: &Path) -> Result<Vec<Claim>, Failure> {
    const LAST: Date = Date::constant(2021, 3, 1);
    let rows: Vec<Spell> = gold::lines(path)?;
    let claims = rows.into_iter().filter_map(|row| {
        let end = row.end.as_deref().and_then(first_day).unwrap_or(LAST);
        let days = months(&row.start, end);
        let titles = LEADERS.iter().map(|&t| t.to_owned()).collect();
        let owner = in_its_time(row.country?, end);
        // Two captains regent share a row: either answers for both.
        let name = row.name.split(" and ").next().unwrap_or_default().trim().to_owned();
        Some(Claim { measure: "leader", state: owner.clone(), owner, titles, name, days })
    });
    Ok(claims.filter(|c| !c.days.is_empty()).collect())
}

/// Offices of the UN that the set asks for: the source's words, owner and title.
const UN_OFFICES: [(&str, &str, &str); 5] = [
    ("Secretary-General of the United Nations", "igo.un", "secretary-general"),
    ("Deputy Secretary-General of the United Nations", "igo.un", "deputy secretary-general"),
    ("President of the United Nations General Assembly", "igo.un-general-assembly", "general assembly president"),
    ("Director-General of the World Trade Organization", "igo.wto", "wto director-general"),
    ("OSCE High Commissioner on National Minorities", "igo.osce", "high commissioner on national minorities"),
];

/// Officials of the United Nations and its like, month by month.
pub fn united_nations(path: &Path) -> Result<Vec<Claim>, Failure> {
    const LAST: Date = Date::constant(2023, 1, 10);
    let rows: Vec<Spell> = gold::lines(path)?;
    let claims = rows.into_iter().filter_map(|row| {
        let (_, owner, title) = UN_OFFICES.iter().find(|(office, ..)| row.office.as_deref() == Some(office))?;
        let end = row.end.as_deref().filter(|e| !e.is_empty()).and_then(first_day).unwrap_or(LAST);
        let days = months(&row.start, end);
        Some(Claim {
            measure: "official",
            state: (*owner).to_owned(),
            owner: (*owner).to_owned(),
            titles: vec![(*title).to_owned()],
            name: row.name,
            days,
        })
    });
    Ok(claims.filter(|c| !c.days.is_empty()).collect())
}
