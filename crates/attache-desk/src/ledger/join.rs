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
/// The same direction of a visit: with the same office enough, whenever it is within reach.
const DIRECTION: i32 = 20;
/// The same town; the same document.
const TOWN: i32 = 10;
const DOCUMENT: i32 = 10;
/// A third side that only one of the two names.
const STRANGER: i32 = -10;
/// Mentions that lie further apart in publication are not compared, unless both tell days. A season and a half: visits
/// are announced months ahead.
const REACH: i32 = 150;
/// An account without a day is of the days before, or an older contact is recalled: so many days back.
const RECALLED: i32 = 45;
/// What lies further back is recalled, and a document goes on about what is news in it.
const NEWS: i32 = 7;

/// The groups, each the places of its mentions in `all`, in order.
pub fn groups(all: &mut [Mention]) -> Vec<Vec<usize>> {
    further(all);
    let all = &*all;
    let mut pairs = Vec::new();
    let known = all.iter().enumerate().filter_map(|(at, mention)| Some((at, mention.further?)));
    // Before all others: whoever is joined later has to agree with these too.
    pairs.extend(known.map(|(at, known)| (i32::MAX, at.min(known), at.max(known))));
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
fn further(all: &mut [Mention]) {
    let mut start = 0;
    for end in 1..=all.len() {
        if end < all.len() && all[end].contact().document == all[start].contact().document {
            continue;
        }
        for at in start..end {
            let mention = &all[at];
            if mention.days.is_some() {
                continue;
            }
            let known = (start..at).rev().find(|known| is_further(mention, &all[*known]));
            // A mention that leaves a side away may come before the one that says it.
            let known =
                known.or_else(|| (at + 1..end).find(|known| mention.partial && is_further(mention, &all[*known])));
            all[at].further = known;
        }
        start = end;
    }
}

/// Whether `mention`, which tells no day, goes on about `known`, of the same document.
fn is_further(mention: &Mention, known: &Mention) -> bool {
    if known.partial || known.weak || known.further.is_some() {
        return false;
    }
    let recalled = known.days.zip(known.said).is_some_and(|((_, last), said)| days(last, said) > NEWS);
    if recalled || !people_agree(mention, known) || !directions_agree(mention, known) {
        return false;
    }
    if !mention.sides.keys().all(|side| known.sides.contains_key(side)) {
        return false;
    }
    let over = |tense| matches!(tense, Tense::Past | Tense::Now);
    let tenses = mention.tense() == known.tense()
        || (mention.tense() == Tense::Off && !over(known.tense()))
        || over(mention.tense()) && over(known.tense());
    if mention.partial {
        // "The trip", "her visit": who leaves a side away names the kind, and nobody else.
        let same = mention
            .sides
            .iter()
            .any(|(side, here)| known.sides.get(side).is_some_and(|there| meet(&here.people, &there.people)));
        return mention.family == known.family && mention.contact().event.is_none() && same;
    }
    // Talk of a contact is no visit; persons not named before make another meeting.
    let kinds = mention.family == known.family
        || (mention.family == Family::Meeting && known.family == Family::Call)
        || (mention.family == Family::Meeting && mention.weak && !names_more(mention, known));
    // A mention that could stand alone and names others than before is another contact.
    let another = !mention.weak && names_more(mention, known);
    tenses && kinds && !another
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
    let alone = |m: &Mention| m.partial || m.further.is_some() || (m.weak && m.days.is_none());
    if alone(a) || alone(b) || !agree(a, b) {
        return None;
    }
    let mut score = when(a, b)?;
    if a.family != b.family {
        // A call by video is a meeting to some. Then persons and the day have to be the same.
        let alike = a.family != Family::Visit && b.family != Family::Visit && persons(a, b) >= 2 * PERSON;
        let over = |m: &Mention| matches!(m.tense(), Tense::Past | Tense::Now);
        if !alike || score < INSIDE || over(a) != over(b) && score < SAME_DAYS {
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

/// Whether two mentions can be one contact at all. What only goes on about another mention has no day of its own.
fn agree(a: &Mention, b: &Mention) -> bool {
    let goes_on = a.further.is_some() || b.further.is_some();
    let families = a.family == b.family || goes_on || (a.family != Family::Visit && b.family != Family::Visit);
    families && could_be(a, b) && (goes_on || when(a, b).is_some())
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
        (Some(told), None) => around(b, told).filter(|_| !gainsays(b, a)),
        (None, Some(told)) => around(a, told).filter(|_| !gainsays(a, b)),
        (None, None) => apart(a, b),
    }
}

/// Whether one, which tells no day, is of something put off, and the other of something over, told days later or before:
/// then it is not the same, but another plan.
fn gainsays(off: &Mention, over: &Mention) -> bool {
    let gap = off.said.zip(over.about()).map_or(i32::MAX, |(said, day)| days(said, day).abs());
    off.tense() == Tense::Off && over.tense() == Tense::Past && gap > 3
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
        (Tense::Off, Tense::Past | Tense::Now) | (Tense::Past, Tense::Off) => gap <= 3,
        (Tense::Ahead | Tense::Off, _) => gap <= REACH,
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
