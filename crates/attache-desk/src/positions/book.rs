//! Positions from what was said, who answered them, and how they moved.

use super::stance::{Stance, level};
use crate::Filed;
use crate::wording::{Alike, Wording};
use attache_record::{Code, DocumentId, EntryId, Event, Party, RecordId, Status};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Likeness of words from which two sayings are one position, where they have a topic in common.
const SAME: f64 = 0.3;
/// The same, where they have none.
const SAME_WITHOUT_TOPIC: f64 = 0.45;
/// Likeness from which what the other side says is an answer.
const ANSWER: f64 = 0.18;
/// Days within which an answer is given: a quarter.
const ANSWERED_WITHIN: i32 = 92;
/// Answers that are listed.
const ANSWERS: usize = 3;
/// Days on which a side must have stated other positions for one to count as dropped.
const OTHER_DAYS: usize = 5;
/// Words of a sentence from the trigger on that say what is asked.
const ASKED: usize = 40;
/// Days within which the same sentence again is a copy; later it is said again.
const COPIED_WITHIN: i32 = 3;

/// Somebody said it once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Saying {
    /// The event.
    pub event: RecordId,
    /// The document.
    pub document: DocumentId,
    /// Its publisher, as given.
    pub publisher: Option<String>,
    /// When it was said; else when it could be known.
    pub day: Option<Date>,
    /// The usual name of who said it, or the words for him.
    pub by: Option<String>,
    /// Whom the text gives as the source, where that is another side.
    pub said_by: Option<String>,
    /// What was said: the words from the trigger on.
    pub words: String,
    /// How hard it is, 0 to 9.
    pub level: u8,
    /// Further documents with the very same sentence: wire copies count once.
    pub copies: Vec<DocumentId>,
}

/// What the other side said to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The event.
    pub event: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// The day.
    pub day: Option<Date>,
    /// What kind of answer it is.
    pub stance: Stance,
    /// Its words.
    pub words: String,
}

/// How a position changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Said harder than ever before.
    Hardened,
    /// Said softer than the time before.
    Softened,
    /// Not repeated since, while the side went on to state other positions.
    Dropped,
}

/// A change with the day and what shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// What changed.
    pub change: Change,
    /// The day of the saying that shows it; of a dropped position the day on which it was last stated.
    pub day: Option<Date>,
    /// The saying that shows it; of a dropped position the last one.
    pub event: RecordId,
}

/// One position of a side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// Name: the event in which it was first stated.
    pub id: RecordId,
    /// Whose it is; both sides for what they say together.
    pub holders: Vec<String>,
    /// Towards whom.
    pub toward: Option<String>,
    /// What kind of position it is.
    pub stance: Stance,
    /// What it is about: topics that at least half of its sayings have.
    pub topics: Vec<EntryId>,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// Each time that it was said, by day.
    pub sayings: Vec<Saying>,
    /// How it moved.
    pub moves: Vec<Move>,
    /// What the other side said to it.
    pub answers: Vec<Answer>,
}

impl Position {
    /// Whether a record belongs to it.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id.as_str() == id || self.sayings.iter().any(|saying| saying.event.as_str() == id)
    }
}

/// The positions of a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Book {
    /// Both sides, as asked.
    pub pair: [String; 2],
    /// By holder, stance, and first day.
    pub positions: Vec<Position>,
}

/// A saying on its way into the book.
struct Said<'e> {
    event: &'e Event,
    saying: Saying,
    holders: Vec<String>,
    toward: Option<String>,
    stance: Stance,
    wording: Wording,
}

/// The book of a pair from its events. `text` gives the text of a document; where it gives none, the words of a saying are
/// those of its event alone.
#[must_use]
pub fn book(events: &[Filed<Event>], pair: [&str; 2], text: &dyn Fn(&Filed<Event>) -> Option<String>) -> Book {
    let mut said = said(events, pair, text);
    said.sort_by(|a, b| {
        let key = |s: &Said<'_>| (s.saying.day, s.saying.document.clone(), s.event.trigger.span, s.event.id.clone());
        key(a).cmp(&key(b))
    });
    let (groups, answers) = grouped(&said);
    // Days on which each side stated anything.
    let mut spoke: BTreeMap<&[String], BTreeSet<Date>> = BTreeMap::new();
    for said in &said {
        spoke.entry(&said.holders).or_default().extend(said.saying.day);
    }
    let mut positions: Vec<Position> = groups
        .iter()
        .filter_map(|group| {
            let members: Vec<&Said<'_>> = group.iter().filter_map(|at| said.get(*at)).collect();
            let first = members.first()?;
            let sayings: Vec<Saying> = members.iter().map(|said| said.saying.clone()).collect();
            let days = || sayings.iter().filter_map(|saying| saying.day);
            Some(Position {
                id: first.event.id.clone(),
                holders: first.holders.clone(),
                toward: first.toward.clone(),
                stance: first.stance,
                topics: topics(&members),
                first: days().min(),
                last: days().max(),
                moves: moves(&sayings, spoke.get(first.holders.as_slice())),
                answers: given(group, &answers, &said),
                sayings,
            })
        })
        .collect();
    positions.sort_by(|a, b| (&a.holders, a.stance, a.first, &a.id).cmp(&(&b.holders, b.stance, b.first, &b.id)));
    Book { pair: pair.map(str::to_owned), positions }
}

/// Of each saying the numbers of those that may answer it, with their likeness.
type Answers = BTreeMap<usize, Vec<(usize, f64)>>;

/// Sayings put together to positions, each by its number in `said`; and of each saying the numbers of those that may answer
/// it, with their likeness.
fn grouped(said: &[Said<'_>]) -> (Vec<Vec<usize>>, Answers) {
    let mut alike = Alike::new(&said.iter().map(|said| &said.wording).collect::<Vec<_>>());
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<usize> = Vec::new();
    let mut answers: Answers = BTreeMap::new();
    for (at, new) in said.iter().enumerate() {
        let mut best: Option<(usize, f64)> = None;
        for (before, likeness) in alike.like(at) {
            let old = &said[before];
            let topic = new.event.topics.iter().any(|topic| old.event.topics.contains(topic));
            if old.holders == new.holders && old.stance == new.stance {
                let enough = likeness >= if topic { SAME } else { SAME_WITHOUT_TOPIC };
                if enough && best.is_none_or(|(_, most)| likeness > most) {
                    best = Some((before, likeness));
                }
            } else if old.holders.len() == 1 && new.holders.len() == 1 && old.holders != new.holders {
                let days = old.saying.day.zip(new.saying.day).map(|(old, new)| (new - old).get_days());
                if likeness >= ANSWER && topic && days.is_some_and(|days| (0..=ANSWERED_WITHIN).contains(&days)) {
                    answers.entry(before).or_default().push((at, likeness));
                }
            }
        }
        match best {
            Some((before, _)) => {
                let group = group_of[before];
                groups[group].push(at);
                group_of.push(group);
            }
            None => {
                group_of.push(groups.len());
                groups.push(vec![at]);
            }
        }
        alike.add(at);
    }
    (groups, answers)
}

/// The likeliest answers to any saying of a group, by day.
fn given(group: &[usize], answers: &Answers, said: &[Said<'_>]) -> Vec<Answer> {
    let mut all: Vec<(usize, f64)> = group.iter().filter_map(|at| answers.get(at)).flatten().copied().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut seen = BTreeSet::new();
    all.retain(|(at, _)| seen.insert(*at));
    all.truncate(ANSWERS);
    all.sort_by_key(|(at, _)| *at);
    let answer = |(at, _): &(usize, f64)| {
        let said = said.get(*at)?;
        Some(Answer {
            event: said.event.id.clone(),
            document: said.saying.document.clone(),
            day: said.saying.day,
            stance: said.stance,
            words: said.saying.words.clone(),
        })
    };
    all.iter().filter_map(answer).collect()
}

/// Topics that at least half of the sayings have, sorted.
fn topics(members: &[&Said<'_>]) -> Vec<EntryId> {
    let mut counts: BTreeMap<&EntryId, usize> = BTreeMap::new();
    for topic in members.iter().flat_map(|said| &said.event.topics) {
        *counts.entry(topic).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| 2 * count >= members.len()).map(|(topic, _)| topic.clone()).collect()
}

/// Harder than ever before, softer than the time before, or not repeated while the side, which spoke on the days `spoke`,
/// stated other things.
fn moves(sayings: &[Saying], spoke: Option<&BTreeSet<Date>>) -> Vec<Move> {
    let mut moves = Vec::new();
    for (at, saying) in sayings.iter().enumerate().skip(1) {
        let before = &sayings[..at];
        let change = |change| Move { change, day: saying.day, event: saying.event.clone() };
        let most = before.iter().map(|saying| saying.level).max().unwrap_or(0);
        if saying.level > most {
            moves.push(change(Change::Hardened));
        } else if before.last().is_some_and(|last| saying.level < last.level) {
            moves.push(change(Change::Softened));
        }
    }
    // Said once, it was hardly a position that could be dropped.
    let days: BTreeSet<Date> = sayings.iter().filter_map(|saying| saying.day).collect();
    if let (Some(last), Some(end), true) = (sayings.last(), days.last(), days.len() > 1) {
        let later = spoke.map_or(0, |spoke| spoke.range(*end..).filter(|day| *day > end).count());
        if later >= OTHER_DAYS {
            moves.push(Move { change: Change::Dropped, day: Some(*end), event: last.event.clone() });
        }
    }
    moves
}

fn sides(parties: &[Party]) -> BTreeSet<&str> {
    Event::codes(parties).map(Code::dyad_side).collect()
}

/// Whose position an event states, towards whom, and of what kind.
fn held(event: &Event, pair: [&str; 2]) -> Option<(Vec<String>, Option<String>, Stance)> {
    let (actors, recipients) = (sides(&event.actors), sides(&event.recipients));
    let together = pair.iter().all(|side| actors.contains(side));
    let holder = pair.into_iter().find(|side| actors.contains(side))?;
    let other = pair.into_iter().find(|side| *side != holder && recipients.contains(side));
    let said_by = event.said_by.as_ref().and_then(|party| party.code.as_ref()).map(Code::dyad_side);
    let denied = event.status == Status::Negated && said_by.is_some_and(|side| actors.contains(side));
    let stance = Stance::of(event, together, denied)?;
    match (together, other) {
        (true, _) => Some((pair.map(str::to_owned).to_vec(), None, stance)),
        (false, Some(other)) => Some((vec![holder.to_owned()], Some(other.to_owned()), stance)),
        (false, None) => None,
    }
}

/// What each event says, the same sentence once.
fn said<'e>(
    events: &'e [Filed<Event>],
    pair: [&str; 2],
    text: &dyn Fn(&Filed<Event>) -> Option<String>,
) -> Vec<Said<'e>> {
    let mut all: Vec<Said<'e>> = Vec::new();
    let mut known: BTreeMap<(String, Stance), usize> = BTreeMap::new();
    let mut last: Option<(&DocumentId, Option<String>)> = None;
    for filed in events {
        let event = &filed.record;
        let Some((holders, toward, stance)) = held(event, pair) else { continue };
        let text = match &last {
            Some((document, text)) if **document == event.document => text.clone(),
            _ => text(filed),
        };
        last = Some((&event.document, text.clone()));
        let sentence = text.as_deref().and_then(|text| event.sentence.text(text));
        let day = stated(filed);
        if let Some(sentence) = sentence {
            let plain = sentence.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let near = |at: &&usize| {
                let days = all[**at].saying.day.zip(day).map(|(a, b)| (b - a).get_days().abs());
                days.is_some_and(|days| days <= COPIED_WITHIN)
            };
            let key = (plain, stance);
            if let Some(at) = known.get(&key).filter(near).copied() {
                let first = &mut all[at].saying;
                if first.document != event.document && !first.copies.contains(&event.document) {
                    first.copies.push(event.document.clone());
                }
                continue;
            }
            known.insert(key, all.len());
        }
        let words = text.as_deref().and_then(|text| asked(event, text));
        let words = words.unwrap_or_else(|| event.trigger.text.clone());
        let holds = |party: &&Party| {
            party.code.as_ref().is_some_and(|code| holders.iter().any(|side| side == code.dyad_side()))
        };
        let named = |party: &Party| party.name.clone().or_else(|| (!party.text.is_empty()).then(|| party.text.clone()));
        let source = event.said_by.as_ref().and_then(|party| party.code.as_ref()).map(Code::dyad_side);
        let saying = Saying {
            event: event.id.clone(),
            document: event.document.clone(),
            publisher: filed.source.source.clone(),
            day,
            by: event.actors.iter().find(holds).and_then(named),
            said_by: source.filter(|side| !holders.iter().any(|holder| holder == side)).map(str::to_owned),
            level: level(stance, event.mode),
            copies: Vec::new(),
            words,
        };
        let wording = Wording::of(&saying.words);
        all.push(Said { event, saying, holders, toward, stance, wording });
    }
    all
}

/// The day on which it was said: the sentence's own where it names one, else that on which it could be known.
fn stated(filed: &Filed<Event>) -> Option<Date> {
    let known = filed.source.day();
    let when = filed.record.when.as_ref().filter(|when| when.first == when.last);
    when.map(|when| when.first).filter(|day| known.is_none_or(|known| *day <= known)).or(known)
}

/// The words from the trigger on, to the end of the sentence or of the clause that a semicolon ends.
fn asked(event: &Event, text: &str) -> Option<String> {
    let (from, to) = (event.trigger.span.start() as usize, event.sentence.end() as usize);
    let words = text.get(from..to)?;
    let clause = words.split(';').next().unwrap_or(words);
    let words: Vec<&str> = clause.split_whitespace().collect();
    let cut = words.len() > ASKED;
    let shown = words.get(..ASKED.min(words.len()))?.join(" ");
    Some(if cut { shown + " …" } else { shown })
}
