//! Contacts that were put off and are held on another day: one contact still.
//!
//! Groups that [`super::join`] made hold one plan each. Here a plan that was put off is joined to the next that fits it,
//! a plan that was moved to the one it was moved to, and two accounts of one contact that differ by a day to each other.

use super::history::State;
use super::join::days;
use super::mention::{Family, Mention, Side, Tense};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What was put off comes back within a year, or it is another contact.
const COMES_BACK: i32 = 365;
/// A plan that is moved without a word is moved by days.
const MOVED: i32 = 14;
/// Two publishers' accounts of one contact may differ by a day.
const DIFFER: i32 = 1;

/// A group, looked at as one plan.
struct Plan {
    members: Vec<usize>,
    family: Family,
    /// Told in days.
    days: Option<(Date, Date)>,
    first_said: Option<Date>,
    last_said: Option<Date>,
    put_off: Option<Date>,
    called_off: Option<Date>,
    held: bool,
    whole: bool,
    /// All that it says is that something, told without a day, was put off, called off or refused.
    only_off: bool,
}

/// The groups, those joined that are one contact on several days.
pub fn chained(all: &[Mention], groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut plans: Vec<Plan> = groups.into_iter().map(|members| Plan::new(all, members)).collect();
    plans.sort_by(|a, b| (a.begins(), &a.members).cmp(&(b.begins(), &b.members)));
    // What was joined may follow what came before it, so once more, until nothing is joined.
    let mut joined = true;
    while joined {
        joined = false;
        for at in 0..plans.len() {
            joined |= join_next(all, &mut plans, at);
        }
    }
    plans.into_iter().map(|plan| plan.members).filter(|members| !members.is_empty()).collect()
}

/// Joins to the plan at `at` what became of it, and what became of that; whether anything did.
fn join_next(all: &[Mention], plans: &mut [Plan], at: usize) -> bool {
    let mut any = false;
    loop {
        let next = (0..plans.len()).filter(|next| *next != at && follows(all, &plans[at], &plans[*next]));
        // A plan told again by who is in it comes before one by anybody; then the nearest.
        let next =
            next.min_by_key(|next| (!same_somebody(all, &plans[at], &plans[*next]), plans[*next].begins(), *next));
        let Some(next) = next else { return any };
        let mut members = std::mem::take(&mut plans[at].members);
        members.append(&mut plans[next].members);
        members.sort_unstable();
        plans[at] = Plan::new(all, members);
        any = true;
    }
}

impl Plan {
    fn new(all: &[Mention], members: Vec<usize>) -> Self {
        let mentions: Vec<&Mention> = members.iter().map(|at| &all[*at]).collect();
        let said_of = |state: State| mentions.iter().filter(|m| m.state() == state).filter_map(|m| m.said).max();
        let told = |m: &&&Mention| m.exact && m.tense() != Tense::Off;
        let latest = mentions.iter().filter(told).max_by(|a, b| a.key().cmp(&b.key()));
        let latest = latest.or_else(|| mentions.iter().rfind(|m| m.exact)).and_then(|m| m.days);
        let firm = |m: &&Mention| matches!(m.tense(), Tense::Past | Tense::Now) && !m.partial;
        Self {
            family: mentions.first().map_or(Family::Meeting, |m| m.family),
            days: latest,
            first_said: mentions.iter().filter_map(|m| m.said).min(),
            last_said: mentions.iter().filter_map(|m| m.said).max(),
            put_off: said_of(State::Postponed),
            called_off: said_of(State::Cancelled).or_else(|| said_of(State::Refused)),
            held: mentions.iter().any(firm),
            whole: mentions.iter().any(|m| !m.partial && !m.weak),
            only_off: mentions.iter().all(|m| m.tense() == Tense::Off && m.days.is_none()),
            members,
        }
    }

    fn begins(&self) -> Option<Date> {
        self.days.map(|(first, _)| first).or(self.first_said)
    }
}

/// Whether `next` is what became of `plan`.
fn follows(all: &[Mention], plan: &Plan, next: &Plan) -> bool {
    let (Some(first), Some(said)) = (plan.first_said, next.first_said) else { return false };
    let told = (next.whole || next.only_off) && plan.whole;
    if plan.members.is_empty() || next.members.is_empty() || !told || plan.family != next.family {
        return false;
    }
    let gap = plan.begins().zip(next.begins()).map_or(i32::MAX, |(a, b)| days(a, b).abs());
    let put_off = plan.put_off.is_some() || next.put_off.is_some();
    if gap > if put_off { 2 * COMES_BACK } else { 2 * MOVED } || !can_be_one(all, plan, next) {
        return false;
    }
    if next.only_off {
        // "His visit was put off" is of the plan that was known.
        let known = plan.days.is_some_and(|(_, last)| said <= last) && !plan.only_off && !plan.held;
        return known && said >= first;
    }
    let later = plan.days.zip(next.days).is_none_or(|(a, b)| b.0 > a.1 || a.0 > b.1);
    if let Some(off) = plan.put_off {
        // The same people, or nobody named in either.
        let back = next.last_said >= Some(off) && next.begins().is_some_and(|day| day >= off);
        return !plan.held && back && later && days(off, said).abs() <= COMES_BACK && said >= first;
    }
    let (Some(here), Some(there)) = (plan.days, next.days) else { return false };
    if next.put_off.is_some() && !plan.held && plan.called_off.is_none() {
        // "Put off until July": the words of putting off tell the new day.
        return said >= first && there.0 > here.1 && days(here.1, there.0) <= COMES_BACK;
    }
    let gap = if there.0 > here.1 { days(here.1, there.0) } else { days(there.1, here.0) };
    if !same_somebody(all, plan, next) {
        return false;
    }
    if !plan.held && plan.called_off.is_none() && plan.family == Family::Visit {
        return said > first && gap <= MOVED && next.begins() >= plan.last_said;
    }
    plan.held && next.held && there > here && gap <= DIFFER && publishers(all, plan).is_disjoint(&publishers(all, next))
}

fn publishers<'m>(all: &[Mention<'m>], plan: &Plan) -> BTreeSet<Option<&'m str>> {
    plan.members.iter().map(|at| all[*at].filed().source.source.as_deref()).collect()
}

/// Whether sides, directions and persons of both fit.
fn can_be_one(all: &[Mention], a: &Plan, b: &Plan) -> bool {
    a.members.iter().all(|x| b.members.iter().all(|y| super::join::could_be(&all[*x], &all[*y])))
}

/// Whether both name the same person, or the same office, on some side.
fn same_somebody(all: &[Mention], a: &Plan, b: &Plan) -> bool {
    let same = |x: &Side, y: &Side| !x.people.is_disjoint(&y.people) || !x.channels.is_disjoint(&y.channels);
    a.members.iter().any(|x| {
        b.members.iter().any(|y| {
            let (x, y) = (&all[*x], &all[*y]);
            x.sides.iter().any(|(side, here)| y.sides.get(side).is_some_and(|there| same(here, there)))
        })
    })
}
