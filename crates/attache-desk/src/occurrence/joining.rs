//! Which reports are of one occurrence.

use super::report::Report;
use super::{Pair, pair};
use attache_record::{Class, Code, Mode, RecordId, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reports whose likeness reaches this are joined. Set with the weights below on the labelled reports of `eval/`.
const ENOUGH: f64 = 2.0;

/// What speaks for two reports being of one occurrence, in points; set by hand on half of the labelled reports.
mod points {
    /// Copies of one text at the same place of it say the same.
    pub const COPY: f64 = 5.0;
    /// Both name the very same day.
    pub const SAME_DAY: f64 = 1.6;
    /// Their days overlap.
    pub const NEAR: f64 = 0.6;
    /// All their codes are alike on both sides.
    pub const SAME_CODES: f64 = 0.4;
    /// The same person or body is named on a side.
    pub const NAMED: f64 = 0.6;
    /// The same place.
    pub const PLACE: f64 = 0.5;
    /// The same mode.
    pub const MODE: f64 = 0.3;
    /// As large a share of the words of triggers and parties is common.
    pub const WORDS: f64 = 1.2;
    /// A topic is common; none of several is.
    pub const TOPIC: f64 = 0.4;
    /// Topics are named on both sides and none is common.
    pub const OTHER_TOPICS: f64 = -0.5;
    /// Two sentences of one document more often tell two things.
    pub const SAME_DOCUMENT: f64 = -0.4;
    /// One says that it happened and the other that it will.
    pub const OTHER_STATUS: f64 = -0.3;
}

/// Groups of reports of one occurrence.
pub(super) fn groups(reports: &[Report], joined: &BTreeSet<Pair>, parted: &BTreeSet<Pair>) -> Vec<Vec<Report>> {
    let mut groups = Groups::new(reports, parted);
    let place: HashMap<&RecordId, usize> = reports.iter().enumerate().map(|(at, r)| (&r.record, at)).collect();
    for (a, b) in joined {
        if let (Some(a), Some(b)) = (place.get(a), place.get(b)) {
            groups.join(*a, *b);
        }
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for block in blocks(reports).values() {
        near(reports, block, |a, b| {
            let likeness = likeness(&reports[a], &reports[b]);
            if likeness >= ENOUGH {
                pairs.push((likeness, a, b));
            }
        });
    }
    let names = |(_, a, b): &(f64, usize, usize)| pair(&reports[*a].record, &reports[*b].record);
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| names(x).cmp(&names(y))));
    for (_, a, b) in pairs {
        if groups.may_join(a, b) {
            groups.join(a, b);
        }
    }
    groups.into_reports()
}

/// What two reports of one occurrence must have in common: class, and the sides of the dyad.
type Block<'r> = (Class, BTreeSet<&'r str>);

/// Reports by class and by all sides together, sorted by their first day.
fn blocks(reports: &[Report]) -> BTreeMap<Block<'_>, Vec<usize>> {
    let mut blocks: BTreeMap<Block<'_>, Vec<usize>> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        let (actors, recipients) = report.sides();
        let sides = actors.union(&recipients).copied().collect();
        blocks.entry((report.class, sides)).or_default().push(at);
    }
    for block in blocks.values_mut() {
        block.sort_by_key(|at| (reports[*at].days, &reports[*at].record));
    }
    blocks
}

/// Hands over all pairs of a block whose days overlap; reports without days meet all others of the block that were
/// published within a week of them.
fn near(reports: &[Report], block: &[usize], mut take: impl FnMut(usize, usize)) {
    /// Announcements are repeated for about so long.
    const WEEK: i32 = 7;
    let (dated, undated): (Vec<usize>, Vec<usize>) = block.iter().partition(|at| reports[**at].days.is_some());
    for (n, a) in dated.iter().enumerate() {
        let Some((_, last)) = reports[*a].days else { continue };
        for b in &dated[n + 1..] {
            if reports[*b].days.is_some_and(|(first, _)| first > last) {
                break;
            }
            take(*a, *b);
        }
    }
    let mut by_day: Vec<usize> = undated.iter().chain(&dated).copied().collect();
    by_day.sort_by_key(|at| (reports[*at].published, &reports[*at].record));
    for (n, a) in by_day.iter().enumerate() {
        let Some(day) = reports[*a].published else { continue };
        for b in &by_day[n + 1..] {
            let Some(other) = reports[*b].published else { continue };
            if day.until(other).map_or(i32::MAX, |span| span.get_days()) > WEEK {
                break;
            }
            if reports[*a].days.is_none() || reports[*b].days.is_none() {
                take(*a, *b);
            }
        }
    }
}

/// How much speaks for two reports of a block being of one occurrence.
fn likeness(a: &Report, b: &Report) -> f64 {
    if excludes(a, b) {
        return f64::MIN;
    }
    let mut sum = 0.0;
    let mut add = |holds: bool, points: f64| sum += if holds { points } else { 0.0 };
    let same_document = a.document == b.document;
    add(!same_document && a.original == b.original && a.trigger == b.trigger, points::COPY);
    add(same_document, points::SAME_DOCUMENT);
    let exact = |report: &Report| report.days.is_some_and(|(first, last)| first == last);
    let same_day = a.days == b.days && a.dated && b.dated && exact(a);
    add(same_day, points::SAME_DAY);
    add(!same_day && a.days.is_some() && b.days.is_some(), points::NEAR);
    add(a.actors == b.actors && a.recipients == b.recipients, points::SAME_CODES);
    add(a.named.intersection(&b.named).next().is_some(), points::NAMED);
    add(a.place.is_some() && a.place == b.place, points::PLACE);
    add(a.mode.is_some() && a.mode == b.mode, points::MODE);
    let common = a.words.intersection(&b.words).count();
    let fewer = a.words.len().min(b.words.len()).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
    let share = common as f64 / fewer as f64;
    add(true, points::WORDS * share);
    let topic = a.topics.intersection(&b.topics).next().is_some();
    add(topic, points::TOPIC);
    add(!topic && !a.topics.is_empty() && !b.topics.is_empty(), points::OTHER_TOPICS);
    add(a.status != b.status, points::OTHER_STATUS);
    sum
}

/// Whether two reports cannot be of one occurrence.
fn excludes(a: &Report, b: &Report) -> bool {
    let days = match (a.days, b.days) {
        (Some((first, last)), Some((other, end))) => first > end || other > last,
        _ => false,
    };
    let place = a.place.is_some() && b.place.is_some() && a.place != b.place;
    days || place || modes(a.mode, b.mode) || statuses(a.status, b.status) || direction(a, b) || people(a, b)
}

/// Two modes exclude each other, unless one is the general case of the other: a visit holds meetings.
fn modes(a: Option<Mode>, b: Option<Mode>) -> bool {
    let general = |mode: Mode| matches!(mode, Mode::Multilateral | Mode::ThirdParty);
    matches!((a, b), (Some(a), Some(b)) if a != b && !general(a) && !general(b))
}

/// What is only possible is no report of what happened.
fn statuses(a: Status, b: Status) -> bool {
    (a == Status::Hypothetical) != (b == Status::Hypothetical)
}

/// One does to the other what the other does to him: two things, unless both do it together.
fn direction(a: &Report, b: &Report) -> bool {
    let ((from, to), (other_from, other_to)) = (a.sides(), b.sides());
    let together = to.is_empty() || other_to.is_empty();
    !together && from.is_disjoint(&other_from) && to.is_disjoint(&other_to)
}

/// Persons are named on a side of both reports, and not one of them is the same.
fn people(a: &Report, b: &Report) -> bool {
    let named_of = |report: &Report, side: &str| -> BTreeSet<String> {
        let prefix = format!("{}.", side.to_lowercase());
        report.named.iter().map(ToString::to_string).filter(|id| id.starts_with(&prefix)).collect()
    };
    let sides: BTreeSet<&str> = a.actors.iter().chain(&a.recipients).map(Code::dyad_side).collect();
    sides.into_iter().any(|side| {
        let (ours, theirs) = (named_of(a, side), named_of(b, side));
        !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    })
}

/// Groups that grow.
struct Groups<'r> {
    reports: &'r [Report],
    parted: &'r BTreeSet<Pair>,
    /// The group of each report.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl<'r> Groups<'r> {
    fn new(reports: &'r [Report], parted: &'r BTreeSet<Pair>) -> Self {
        let each = 0..reports.len();
        Self { reports, parted, of: each.clone().collect(), members: each.map(|at| vec![at]).collect() }
    }

    /// Whether nothing in the groups of the two excludes anything in the other.
    fn may_join(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of[a], self.of[b]);
        a != b
            && self.members[a].iter().all(|x| {
                self.members[b].iter().all(|y| {
                    let (x, y) = (&self.reports[*x], &self.reports[*y]);
                    !excludes(x, y) && !self.parted.contains(&pair(&x.record, &y.record))
                })
            })
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if a == b {
            return;
        }
        let moved = std::mem::take(&mut self.members[b]);
        for member in &moved {
            self.of[*member] = a;
        }
        self.members[a].extend(moved);
    }

    fn into_reports(self) -> Vec<Vec<Report>> {
        let groups = self.members.into_iter().filter(|members| !members.is_empty());
        groups.map(|members| members.into_iter().map(|at| self.reports[at].clone()).collect()).collect()
    }
}
