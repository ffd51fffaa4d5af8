//! Which mentions tell of one contact.
//!
//! Mentions that may be one are scored in pairs: kind, sides, persons, days, place. Pairs are joined from the best
//! down, as long as nothing in the two groups contradicts. Ties are broken by the mentions' order, which is that of
//! publication; so neither the order of filing nor the number of copies has a say.

use super::mention::{Family, Mention, Side, Tense};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Points that two mentions need to be one contact. With less, only kind and sides agree.
const ENOUGH: i32 = 40;
/// The same person on a side; the same office where one of them has no person.
const PERSON: i32 = 30;
const OFFICE: i32 = 20;
/// The same days; days inside a week, month or season that the other tells.
const SAME_DAYS: i32 = 40;
const INSIDE: i32 = 20;
/// The same town; the same document; the same direction of a visit.
const TOWN: i32 = 10;
const DOCUMENT: i32 = 10;
const DIRECTION: i32 = 10;
/// A third side that only one of the two names.
const STRANGER: i32 = -10;
/// What a document says further of the contact that it has told of.
const FURTHER: i32 = 100;
/// Mentions that lie further apart in publication are not compared, unless both tell days. A season and a half: visits
/// are announced months ahead.
const REACH: i32 = 150;
/// An account without a day is of the days before, or an older contact is recalled: so many days back.
const RECALLED: i32 = 45;

/// The groups, each the places of its mentions in `all`, in order.
pub fn groups(all: &[Mention]) -> Vec<Vec<usize>> {
    let mut pairs = Vec::new();
    further(all, &mut pairs);
    near(all, &mut pairs);
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut of: Vec<usize> = (0..all.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..all.len()).map(|at| vec![at]).collect();
    for (_, a, b) in pairs {
        let (a, b) = (of[a].min(of[b]), of[a].max(of[b]));
        if a == b || !groups[a].iter().all(|x| groups[b].iter().all(|y| agree(&all[*x], &all[*y]))) {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        for at in &moved {
            of[*at] = a;
        }
        groups[a].extend(moved);
        groups[a].sort_unstable();
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Pairs that may be one by who, when and where.
fn near(all: &[Mention], pairs: &mut Vec<(i32, usize, usize)>) {
    // By the first day that each tells or on which it was said, so that only what is near need be compared.
    let mut order: Vec<(Option<Date>, usize)> = all.iter().enumerate().map(|(at, m)| (m.about(), at)).collect();
    order.sort();
    for (at, (day, a)) in order.iter().enumerate() {
        for (other, b) in &order[at + 1..] {
            let (Some(day), Some(other)) = (day, other) else { break };
            if days(*day, *other) > REACH {
                break;
            }
            let (a, b) = (*a.min(b), *a.max(b));
            if let Some(score) = score(&all[a], &all[b]).filter(|score| *score >= ENOUGH) {
                pairs.push((score, a, b));
            }
        }
    }
}

/// What a document says of a contact after it has told of it, without a day or another name: "they discussed", "the
/// visit", "the two leaders". It goes to the nearest before it that it can be.
fn further(all: &[Mention], pairs: &mut Vec<(i32, usize, usize)>) {
    let mut start = 0;
    for end in 1..=all.len() {
        if end < all.len() && all[end].contact().document == all[start].contact().document {
            continue;
        }
        for b in start + 1..end {
            let mention = &all[b];
            if mention.days.is_some() {
                continue;
            }
            let known = (start..b).rev().find(|a| is_further(mention, &all[*a]));
            // A mention that leaves a side away may come before the one that says it.
            let known = known.or_else(|| (b + 1..end).find(|a| mention.partial && is_further(mention, &all[*a])));
            if let Some(a) = known {
                let far = i32::try_from(a.abs_diff(b)).unwrap_or(FURTHER).min(FURTHER / 2);
                pairs.push((FURTHER - far, a.min(b), a.max(b)));
            }
        }
        start = end;
    }
}

/// Whether `mention`, which tells no day, goes on about `known`, of the same document.
fn is_further(mention: &Mention, known: &Mention) -> bool {
    if known.partial || known.weak || !people_agree(mention, known) || !directions_agree(mention, known) {
        return false;
    }
    let over = |tense| matches!(tense, Tense::Past | Tense::Now);
    let tenses = mention.tense() == known.tense()
        || mention.tense() == Tense::Off
        || over(mention.tense()) && over(known.tense());
    // Talk of a contact is no visit, and a visit told by name no call; persons not named before make another meeting.
    let kinds = mention.family == known.family
        || (mention.family == Family::Meeting && known.family == Family::Call)
        || (mention.family == Family::Meeting && !names_more(mention, known));
    let same_sides = mention.sides.keys().all(|side| known.sides.contains_key(side));
    tenses && kinds && same_sides
}

/// Whether a mention names somebody on a side where the other has nobody.
fn names_more(mention: &Mention, known: &Mention) -> bool {
    mention
        .sides
        .iter()
        .any(|(side, here)| here.is_somebody() && known.sides.get(side).is_none_or(|there| !there.is_somebody()))
}

/// How much speaks for two mentions being one contact; `None` where something speaks against it.
fn score(a: &Mention, b: &Mention) -> Option<i32> {
    if a.partial || b.partial || !agree(a, b) {
        return None;
    }
    let mut score = when(a, b)?;
    if a.family != b.family {
        // A call by video is a meeting to some. Then persons and the day have to be the same.
        let alike = a.family != Family::Visit && b.family != Family::Visit && persons(a, b) >= 2 * PERSON;
        if !alike || score < INSIDE {
            return None;
        }
        score -= INSIDE;
    }
    score += persons(a, b);
    let strangers = a.sides.keys().filter(|side| !b.sides.contains_key(*side)).count()
        + b.sides.keys().filter(|side| !a.sides.contains_key(*side)).count();
    score += STRANGER * i32::try_from(strangers.min(4)).unwrap_or_default();
    if a.family == Family::Visit && b.family == Family::Visit {
        score += DIRECTION;
    }
    if a.town.is_some() && a.town == b.town {
        score += TOWN;
    }
    if a.contact().document == b.contact().document {
        score += DOCUMENT;
    }
    if a.weak || b.weak {
        score -= INSIDE;
    }
    Some(score)
}

fn persons(a: &Mention, b: &Mention) -> i32 {
    let mut points = 0;
    for (side, here) in &a.sides {
        let Some(there) = b.sides.get(side) else { continue };
        if meet(&here.people, &there.people) {
            points += PERSON;
        } else if meet(&here.channels, &there.channels) {
            points += OFFICE;
        }
    }
    points
}

/// Whether two mentions can be one contact at all.
fn agree(a: &Mention, b: &Mention) -> bool {
    let shared = a.sides.keys().filter(|side| b.sides.contains_key(*side)).count();
    let enough = if a.partial || b.partial { 1 } else { 2 };
    let further = a.contact().document == b.contact().document && (a.days.is_none() || b.days.is_none());
    (shared >= enough)
        && (a.family == b.family || further || (a.family != Family::Visit && b.family != Family::Visit))
        && directions_agree(a, b)
        && people_agree(a, b)
        && (further || when(a, b).is_some())
}

fn directions_agree(a: &Mention, b: &Mention) -> bool {
    if a.family != Family::Visit || b.family != Family::Visit {
        return true;
    }
    let towns = a.town.is_none() || b.town.is_none() || a.country.is_none() || a.country == b.country;
    (a.visitors.is_empty() || b.visitors.is_empty() || !a.visitors.is_disjoint(&b.visitors)) && towns
}

/// Whether on no side two different persons, offices or sectors are named.
fn people_agree(a: &Mention, b: &Mention) -> bool {
    a.sides.iter().all(|(side, here)| b.sides.get(side).is_none_or(|there| side_agrees(here, there)))
}

fn side_agrees(a: &Side, b: &Side) -> bool {
    if !a.people.is_empty() && !b.people.is_empty() {
        return meet(&a.people, &b.people);
    }
    if a.is_somebody() && b.is_somebody() {
        return meet(&a.channels, &b.channels);
    }
    // Nobody is named on one of them: officials go with whoever governs, and others only with their like.
    a.is_official() == b.is_official()
}

fn meet(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    !a.is_disjoint(b)
}

/// How well the days of two mentions fit; `None` where they exclude each other.
fn when(a: &Mention, b: &Mention) -> Option<i32> {
    match (a.days, b.days) {
        (Some(here), Some(there)) => {
            let overlap = here.0 <= there.1 && there.0 <= here.1;
            let points = if a.exact && b.exact { SAME_DAYS } else { INSIDE };
            overlap.then_some(points)
        }
        (Some(told), None) => around(b, told),
        (None, Some(told)) => around(a, told),
        (None, None) => apart(a, b),
    }
}

/// How well told days fit a mention that tells none.
fn around(mention: &Mention, (first, last): (Date, Date)) -> Option<i32> {
    let said = mention.said?;
    // Days since the last of the told ones, and to the first.
    let (since, until) = (days(last, said), days(said, first));
    let reach = match mention.tense() {
        // Told on the day of Washington, held on the day of Beijing.
        Tense::Past => since <= RECALLED && until <= 1,
        Tense::Now => since <= 2 && until <= 2,
        Tense::Ahead => since <= 0 && until <= REACH,
        Tense::Off => since <= RECALLED && until <= REACH,
    };
    let gap = since.max(until).max(0);
    reach.then_some(nearness(gap))
}

/// How well two mentions fit that tell no days.
fn apart(a: &Mention, b: &Mention) -> Option<i32> {
    let (early, late) = if a.said <= b.said { (a, b) } else { (b, a) };
    let gap = days(early.said?, late.said?);
    let fits = match (early.tense(), late.tense()) {
        (Tense::Past, Tense::Past | Tense::Now) => gap <= RECALLED,
        (Tense::Past, Tense::Ahead) => false,
        (Tense::Now, Tense::Ahead) => gap <= 1,
        (Tense::Now, _) => gap <= RECALLED,
        (Tense::Ahead | Tense::Off, _) | (Tense::Past, Tense::Off) => gap <= REACH,
    };
    fits.then_some(nearness(gap))
}

/// Points for mentions so many days apart.
fn nearness(gap: i32) -> i32 {
    match gap {
        ..=3 => INSIDE,
        4..=14 => INSIDE / 2,
        _ => 0,
    }
}

/// Days from one to the other.
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

impl Mention<'_> {
    /// The first day that it tells, else that of its publication.
    fn about(&self) -> Option<Date> {
        self.days.map(|(first, _)| first).or(self.said)
    }
}

/// Whether two mentions fit but for their days.
pub fn could_be(a: &Mention, b: &Mention) -> bool {
    let shared = a.sides.keys().filter(|side| b.sides.contains_key(*side)).count();
    let enough = if a.partial || b.partial { 1 } else { 2 };
    shared >= enough && directions_agree(a, b) && people_agree(a, b)
}
