//! A relationship on one page: what was, what is to come, what is asked, where the missions stand, what changed.

use crate::chronology::{Dated, Entry};
use crate::presence::Move;
use attache_record::{Class, ContactStatus, Quad, Status};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// A relationship on one page, as it stood on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// The sides, as they were asked for.
    pub sides: Vec<String>,
    /// The day to which "last" and "next" are counted.
    pub day: Date,
    /// Day of the last report, of those that gave a line.
    pub last_report: Option<Date>,
    /// Contacts that were held, the last one first.
    pub held: Vec<Entry>,
    /// Contacts that are planned or possible on the day or later, the next one first; without a day of their own those
    /// that were told in the last two months.
    pub ahead: Vec<Entry>,
    /// Demands and threats of the last three months, the last one first.
    pub demands: Vec<Entry>,
    /// What happened to missions, staff and relations, the last one first.
    pub missions: Vec<Move>,
    /// What the last month brought but contacts and demands: what most reports tell first.
    pub changed: Vec<Entry>,
    /// Lines of the last month and of the month before by quad class.
    pub tally: [Tally; 2],
}

/// Lines that happened, by quad class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Of verbal cooperation.
    pub verbal_cooperation: usize,
    /// Of material cooperation.
    pub material_cooperation: usize,
    /// Of verbal conflict.
    pub verbal_conflict: usize,
    /// Of material conflict.
    pub material_conflict: usize,
}

impl Tally {
    fn count(&mut self, quad: Quad) {
        match quad {
            Quad::VerbalCooperation => self.verbal_cooperation += 1,
            Quad::MaterialCooperation => self.material_cooperation += 1,
            Quad::VerbalConflict => self.verbal_conflict += 1,
            Quad::MaterialConflict => self.material_conflict += 1,
        }
    }
}

/// A page holds so many lines under a heading.
const LINES: usize = 6;

/// Days of the last month, of the months in which a demand is on the table, and of those in which a plan without a day
/// is news.
const MONTH: i64 = 30;
const QUARTER: i64 = 91;
const FRESH: i64 = 60;

/// The page of `sides` as of `day`, from their chronology and the moves of their missions.
#[must_use]
pub fn brief(entries: &[Entry], moves: &[Move], sides: &[String], day: Date) -> Brief {
    let since = |days: i64| day.checked_sub(days.days()).unwrap_or(day);
    let within = |entry: &Entry, days: i64| {
        entry.last.is_some_and(|last| last > since(days)) && entry.first.is_some_and(|first| first <= day)
    };
    let told = |entry: &Entry| entry.sources.iter().filter_map(|told| told.published).max();
    let mut held: Vec<Entry> = entries.iter().filter(|entry| took_place(entry, day)).cloned().collect();
    held.sort_by(|a, b| (b.last, b.first, &a.id).cmp(&(a.last, a.first, &b.id)));
    // One line a day and kind of contact is enough for a page: who met is in the chronology.
    held.dedup_by(|a, b| a.first == b.first && a.line == b.line);
    let mut ahead: Vec<Entry> = entries
        .iter()
        .filter(|entry| entry.class == Class::Consult && matches!(entry.status, Status::Future | Status::Hypothetical))
        .filter(|entry| match entry.dated {
            Dated::Text => entry.last.is_some_and(|last| last >= day),
            _ => told(entry).is_some_and(|told| told > since(FRESH)),
        })
        .cloned()
        .collect();
    ahead.sort_by_key(|entry| {
        (entry.dated != Dated::Text, entry.status != Status::Future, entry.first, entry.last, entry.id.clone())
    });
    let mut demands: Vec<Entry> = entries
        .iter()
        .filter(|entry| {
            matches!(entry.class, Class::Request | Class::Threaten)
                && entry.status == Status::Actual
                && within(entry, QUARTER)
                && between(entry, sides)
        })
        .cloned()
        .collect();
    demands.sort_by(|a, b| (b.last, b.reports, &a.id).cmp(&(a.last, a.reports, &b.id)));
    let mut missions: Vec<Move> =
        moves.iter().filter(|one| one.first.is_none_or(|first| first <= day)).cloned().collect();
    missions.sort_by(|a, b| (b.first, &a.id).cmp(&(a.first, &b.id)));
    let mut changed: Vec<Entry> = entries
        .iter()
        .filter(|entry| {
            !matches!(entry.class, Class::Consult | Class::Request | Class::Threaten)
                && entry.status == Status::Actual
                && within(entry, MONTH)
                && between(entry, sides)
        })
        .cloned()
        .collect();
    changed.sort_by(|a, b| {
        let score = |entry: &Entry| entry.score.map_or(1000, |score| (score * 1000.0) as i32);
        (b.reports, score(b), b.last, &a.id).cmp(&(a.reports, score(a), a.last, &b.id))
    });
    let mut tally = [Tally::default(); 2];
    for entry in entries.iter().filter(|entry| entry.status == Status::Actual) {
        let month = if within(entry, MONTH) {
            0
        } else if entry.last.is_some_and(|last| last > since(2 * MONTH) && last <= since(MONTH)) {
            1
        } else {
            continue;
        };
        tally[month].count(entry.quad);
    }
    for list in [&mut held, &mut ahead, &mut demands, &mut changed] {
        list.truncate(LINES);
    }
    missions.truncate(LINES);
    Brief {
        sides: sides.to_vec(),
        day,
        last_report: entries.iter().filter_map(told).max(),
        held,
        ahead,
        demands,
        missions,
        changed,
        tally,
    }
}

/// Whether a contact was held by the day.
fn took_place(entry: &Entry, day: Date) -> bool {
    matches!(entry.contact, Some(ContactStatus::Held | ContactStatus::UnderWay | ContactStatus::Resumed))
        && entry.first.is_some_and(|first| first <= day)
}

/// Whether the sides stand on both ends of it, rather than beside each other against others.
fn between(entry: &Entry, sides: &[String]) -> bool {
    let has = |list: &[String], side: &String| list.contains(side);
    match sides {
        [one, other] => has(&entry.by, one) && has(&entry.to, other) || has(&entry.by, other) && has(&entry.to, one),
        _ => true,
    }
}
