//! Claims of several accounts side by side.

use super::{Account, Claim, Encounter};
use crate::wording::{Rarity, Wording};
use attache_record::{Class, Status};
use serde::Serialize;
use std::collections::BTreeMap;

// Weights and bound were chosen on the pairs of accounts that are named in eval/README.md, `desk/readouts`.

/// What the likeness of the words counts for.
const WORDS: f64 = 0.7;
/// What a common topic counts for, the rarer the more.
const TOPICS: f64 = 0.3;
/// What is added where both say that the same side said it, and taken off where it is another's.
const SPEAKER: f64 = 0.05;
/// Fewest points for two claims to say the same.
const ALIKE: f64 = 0.24;

/// A claim: which account, which of its claims, both from 0.
pub type Place = (usize, usize);

/// What the accounts make of one matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// More than one side says it.
    Both,
    /// One side alone says it.
    Only,
    /// Both speak of it, and what they say cannot both be so.
    Contradicted,
}

/// One matter, with the claims that are about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the accounts make of it.
    pub verdict: Verdict,
    /// Sides that speak of it.
    pub sides: Vec<String>,
    /// The claims, by account and place in it.
    pub claims: Vec<Place>,
    /// How alike the least alike claims of it are that were put together, 0 to 1; nothing for a claim that stands alone.
    pub score: Option<f64>,
    /// Why they are contradictory.
    pub why: Option<String>,
}

/// The accounts of an encounter, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Contact and accounts.
    pub encounter: Encounter,
    /// The matters, in the order of the first account; what only later ones say behind what they say before it.
    pub rows: Vec<Row>,
}

/// Aligns the claims of an encounter's accounts.
///
/// Every pair of claims of two sides gets points; the best are joined first, and a claim is joined to another only while
/// one of the two stands alone, so that one claim may answer to several but no chain grows from matter to matter.
#[must_use]
pub fn compare(encounter: Encounter) -> Comparison {
    let accounts = &encounter.accounts;
    let places: Vec<Place> = accounts
        .iter()
        .enumerate()
        .flat_map(|(a, account)| (0..account.claims.len()).map(move |c| (a, c)))
        .filter(|(a, c)| !accounts[*a].claims[*c].opening)
        .collect();
    let claim = |(a, c): Place| &accounts[a].claims[c];
    let wordings: BTreeMap<Place, Wording> =
        places.iter().map(|place| (*place, Wording::of(&claim(*place).text))).collect();
    let topics: BTreeMap<Place, Wording> = places.iter().map(|place| (*place, topics(claim(*place)))).collect();
    let (rare_words, rare_topics) = (Rarity::among(wordings.values()), Rarity::among(topics.values()));
    let mut links: Vec<(f64, Place, Place)> = Vec::new();
    for (at, a) in places.iter().enumerate() {
        for b in places[at + 1..].iter().filter(|b| accounts[b.0].side != accounts[a.0].side) {
            let words = rare_words.likeness(&wordings[a], &wordings[b]);
            let about = rare_topics.rarest_shared(&topics[a], &topics[b]);
            let speaker = SPEAKER * speaker(claim(*a), claim(*b));
            // A speaker alone is no matter.
            let points = if words + about > 0.0 { WORDS * words + TOPICS * about + speaker } else { 0.0 };
            if points >= ALIKE {
                links.push((points, *a, *b));
            }
        }
    }
    links.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    // Group of each claim; groups are stars round one claim.
    let mut group: BTreeMap<Place, usize> = BTreeMap::new();
    let mut groups: Vec<(Vec<Place>, f64, Place)> = Vec::new();
    for (points, a, b) in links {
        match (group.get(&a).copied(), group.get(&b).copied()) {
            (None, None) => {
                group.extend([(a, groups.len()), (b, groups.len())]);
                groups.push((vec![a, b], points, a));
            }
            (Some(at), None) => join(&mut groups, &mut group, at, (a, b), points),
            (None, Some(at)) => join(&mut groups, &mut group, at, (b, a), points),
            (Some(_), Some(_)) => {}
        }
    }
    let mut rows: Vec<Row> = groups.into_iter().map(|(claims, score, _)| row(accounts, claims, Some(score))).collect();
    rows.extend(places.iter().filter(|place| !group.contains_key(place)).map(|p| row(accounts, vec![*p], None)));
    Comparison { rows: in_order(rows), encounter }
}

/// Adds `new`, which is like `known`, to the group of `known`: only where all of the group answer to `known`.
fn join(
    groups: &mut [(Vec<Place>, f64, Place)],
    group: &mut BTreeMap<Place, usize>,
    at: usize,
    (known, new): (Place, Place),
    points: f64,
) {
    let Some((claims, score, centre)) = groups.get_mut(at) else { return };
    if claims.len() > 2 && *centre != known {
        return;
    }
    *centre = known;
    claims.push(new);
    *score = score.min(points);
    group.insert(new, at);
}

fn topics(claim: &Claim) -> Wording {
    Wording::of_words(claim.topics.iter().map(|topic| topic.as_str()))
}

/// 1 where one side says both, -1 where they are said by different sides, 0 where it is open.
fn speaker(a: &Claim, b: &Claim) -> f64 {
    match (&a.by, &b.by) {
        (a, b) if a.is_empty() || b.is_empty() => 0.0,
        (a, b) if a == b => 1.0,
        (a, b) if a.iter().any(|side| b.contains(side)) => 0.0,
        _ => -1.0,
    }
}

fn row(accounts: &[Account], mut claims: Vec<Place>, score: Option<f64>) -> Row {
    claims.sort_unstable();
    let mut sides: Vec<String> = claims.iter().map(|(a, _)| accounts[*a].side.clone()).collect();
    sides.sort();
    sides.dedup();
    let claim = |(a, c): &Place| &accounts[*a].claims[*c];
    let pairs = claims.iter().flat_map(|a| claims.iter().map(move |b| (a, b))).filter(|(a, b)| a.0 < b.0);
    let why = pairs.filter_map(|(a, b)| opposed(claim(a), claim(b))).next();
    let verdict = match (&why, sides.len()) {
        (Some(_), _) => Verdict::Contradicted,
        (None, 0 | 1) => Verdict::Only,
        (None, _) => Verdict::Both,
    };
    Row { verdict, sides, claims, score, why }
}

/// Why two claims about one matter cannot both be so.
fn opposed(a: &Claim, b: &Claim) -> Option<String> {
    let (class, other) = (a.class?, b.class?);
    let denied = |claim: &Claim| claim.status == Some(Status::Negated);
    if class == other && denied(a) != denied(b) {
        return Some("one says so, the other denies it".to_owned());
    }
    // "Rome asked Paris" and "Paris asked Rome".
    let turned = !a.by.is_empty() && !a.to.is_empty() && a.by == b.to && a.to == b.by;
    if class == Class::Request && other == Class::Request && turned {
        return Some("each says that the other asked".to_owned());
    }
    let yes = |class: Class| matches!(class, Class::Agree | Class::Concede | Class::Support);
    let both = |claim: &Claim| claim.by.len() > 1;
    let agreed_and_refused = |x: &Claim, y: &Claim| {
        x.class.is_some_and(yes) && !denied(x) && both(x) && y.class == Some(Class::Reject) && !denied(y)
    };
    (agreed_and_refused(a, b) || agreed_and_refused(b, a))
        .then(|| "one says that it was agreed, the other that it was refused".to_owned())
}

/// Rows in the order in which a reader of all accounts meets them: the first account's order, and what it does not say
/// before that with which the other account goes on.
fn in_order(rows: Vec<Row>) -> Vec<Row> {
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let accounts: usize = rows.iter().flatten().flat_map(|row| &row.claims).map(|(a, _)| a + 1).max().unwrap_or(0);
    let mut lines: Vec<Vec<(Place, usize)>> = vec![Vec::new(); accounts];
    for (at, row) in rows.iter().enumerate() {
        for place in row.iter().flat_map(|row| &row.claims) {
            lines[place.0].push((*place, at));
        }
    }
    for line in &mut lines {
        line.sort_unstable();
    }
    let mut out = Vec::new();
    let mut next = vec![0; accounts];
    for first in 0..accounts {
        while let Some((_, at)) = lines[first].get(next[first]).copied() {
            next[first] += 1;
            // What the other accounts alone say before they come to this.
            let others: Vec<Place> =
                rows[at].iter().flat_map(|row| row.claims.clone()).filter(|p| p.0 > first).collect();
            for other in others {
                while let Some((place, alone)) = lines[other.0].get(next[other.0]).copied() {
                    if place > other {
                        break;
                    }
                    next[other.0] += 1;
                    let single = rows[alone].as_ref().is_some_and(|row| row.sides.len() == 1);
                    if alone != at && single {
                        out.extend(rows[alone].take());
                    }
                }
            }
            out.extend(rows[at].take());
        }
    }
    out
}
