//! Who held which office on a day: the compiled knowledge against what the sources say.

mod by_name;
mod claims;
mod exceptions;
mod names;

use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::Failure;
use attache_knowledge::actors::{Actors, OfficeIx, Owner, Period, PersonIx};
use attache_record::Code;
use by_name::{Asker, in_print};
use claims::Claim;
use exceptions::Exception;
use jiff::civil::Date;
use names::Bag;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Whose word is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Heads of state and government, vice presidents, ambassadors, October 2015 to January 2026.
    Factbook,
    /// Foreign and defence ministers of June 2019.
    Cabinets,
    /// Foreign ministers of January 2023.
    Ministers,
    /// Leaders from 1990 to March 2021.
    Reign,
    /// Officials of the United Nations.
    UnitedNations,
}

/// Those that no register of states counts and that have heads of their own.
const SELF_GOVERNING: [&str; 4] = ["HKG", "MAC", "PSE", "VAT"];

/// What stands before the title of somebody who only acts as its holder.
const PASSING: [&str; 4] = ["acting", "interim", "transitional", "transition"];

/// The people of the knowledge by office, and the names under which it knows them.
struct Holders<'a> {
    actors: &'a Actors,
    offices: HashMap<Owner, Vec<(&'a str, OfficeIx)>>,
    holders: BTreeMap<OfficeIx, Vec<(PersonIx, Period)>>,
    names: HashMap<PersonIx, Vec<Bag>>,
}

fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

impl<'a> Holders<'a> {
    fn of(actors: &'a Actors) -> Self {
        let mut offices: HashMap<Owner, Vec<(&str, OfficeIx)>> = HashMap::new();
        for title in &actors.titles {
            for &at in &title.offices {
                if let Some(office) = actors.offices.get(at.index()) {
                    offices.entry(office.owner).or_default().push((&title.name, at));
                }
            }
        }
        let mut holders: BTreeMap<OfficeIx, Vec<(PersonIx, Period)>> = BTreeMap::new();
        let mut names = HashMap::new();
        for (at, person) in actors.people.iter().enumerate() {
            let at = PersonIx(index(at));
            for tenure in &person.held {
                holders.entry(tenure.office).or_default().push((at, tenure.period));
            }
            let all = std::iter::once(&person.name).chain(&person.variants);
            names.insert(at, all.map(|name| Bag::of(name)).collect());
        }
        Self { actors, offices, holders, names }
    }

    /// A state that the registers count, or that governs itself; the heads of other territories are those of the state
    /// to which they belong.
    fn owner(&self, text: &str) -> Option<Owner> {
        if let Some(at) = self.actors.state(text) {
            let state = self.actors.states.get(at.index())?;
            return (!state.cow.is_empty() || SELF_GOVERNING.contains(&text)).then_some(Owner::State(at));
        }
        let at = self.actors.organisations.iter().position(|o| o.id.as_str() == text)?;
        Some(Owner::Organisation(attache_knowledge::actors::OrganisationIx(index(at))))
    }

    /// The offices that a claim asks for: those with the first of its titles that its owner has. Who only acts as
    /// president is asked for as the president.
    fn asked(&self, claim: &Claim, owner: Owner) -> BTreeSet<OfficeIx> {
        let own = self.offices.get(&owner).map(Vec::as_slice).unwrap_or_default();
        let with = |title: &str| -> BTreeSet<OfficeIx> {
            own.iter().filter(|(name, _)| *name == title).map(|(_, at)| *at).collect()
        };
        if claim.measure == "leader" {
            return claim.titles.iter().flat_map(|title| with(title)).collect();
        }
        let passing = |title: &str| PASSING.iter().flat_map(|p| with(&format!("{p} {title}"))).collect::<BTreeSet<_>>();
        let mut found = claim.titles.iter().map(|title| with(title).into_iter().chain(passing(title)).collect());
        found.find(|found: &BTreeSet<OfficeIx>| !found.is_empty()).unwrap_or_default()
    }

    fn on(&self, offices: &BTreeSet<OfficeIx>, day: Date) -> Vec<PersonIx> {
        let held = offices.iter().filter_map(|office| self.holders.get(office)).flatten();
        held.filter(|(_, period)| period.holds(day)).map(|(person, _)| *person).collect()
    }

    fn is_named(&self, person: PersonIx, name: &Bag) -> bool {
        self.names.get(&person).is_some_and(|names| names.iter().any(|own| own.fits(name)))
    }

    /// The codes under which a holder of one of these offices acts.
    fn codes(&self, offices: &BTreeSet<OfficeIx>, day: Date) -> BTreeSet<Code> {
        let offices = offices.iter().filter_map(|at| self.actors.offices.get(at.index()));
        offices.filter_map(|o| self.actors.owner_code(o.owner, Some(o.sector), Some(day))).collect()
    }

    fn name(&self, person: PersonIx) -> &str {
        self.actors.people.get(person.index()).map_or("?", |p| &p.name)
    }
}

/// Counts of one measure.
#[derive(Default)]
struct Tally {
    right: usize,
    excepted: usize,
    asked: usize,
    /// Answers to names on the first and the last day of a claim, and how many of them are right.
    named: usize,
    named_right: usize,
}

/// A run of days on which a claim and the knowledge differ in the same way.
struct Difference {
    claim: usize,
    first: Date,
    last: Date,
    ours: String,
}

/// Scores the set.
///
/// # Errors
/// When it or the exceptions cannot be read, or an exception no longer occurs.
pub fn score(bench: &Bench, set: &str, path: &Path, source: Source) -> Result<Outcome, Failure> {
    let claims = match source {
        Source::Factbook => claims::factbook(path)?,
        Source::Cabinets => claims::cabinets(path)?,
        Source::Ministers => claims::ministers(path)?,
        Source::Reign => claims::reign(path)?,
        Source::UnitedNations => claims::united_nations(path)?,
    };
    let holders = Holders::of(&bench.coder.knowledge().actors);
    let key = set.rsplit('/').next().unwrap_or(set);
    let mut exceptions = exceptions::read()?;
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut differences: Vec<Difference> = Vec::new();
    let mut asker = Asker::new(bench.coder);
    let mut unknown: BTreeSet<(String, String, String)> = BTreeSet::new();
    for (at, claim) in claims.iter().enumerate() {
        let (Some(_), Some(owner)) = (holders.owner(&claim.state), holders.owner(&claim.owner)) else { continue };
        let offices = holders.asked(claim, owner);
        let name = Bag::of(&claim.name);
        let tally = tallies.entry(claim.measure).or_default();
        for &day in &claim.days {
            tally.asked += 1;
            let held = holders.on(&offices, day);
            if let Some(&person) = held.iter().find(|&&person| holders.is_named(person, &name)) {
                tally.right += 1;
                if claim.days.first() == Some(&day) || claim.days.last() == Some(&day) {
                    // A surname alone says too little to ask by; the source of the leaders prints little more.
                    let known = holders.name(person);
                    let surname = name.is_one_word() || claim.measure == "leader";
                    let printed = if surname { known.to_owned() } else { in_print(&claim.name) };
                    tally.named += 1;
                    if asker.acts_as(&printed, day, &holders.codes(&offices, day)) {
                        tally.named_right += 1;
                    } else {
                        unknown.insert((claim.state.clone(), printed, known.to_owned()));
                    }
                }
            } else if let Some(exception) = exceptions.iter_mut().find(|e| e.is(key, claim, day)) {
                exception.met = true;
                tally.excepted += 1;
            } else {
                let ours: Vec<&str> = held.iter().map(|&person| holders.name(person)).collect();
                let ours = if offices.is_empty() { "no such office".into() } else { ours.join(", ") };
                match differences.last_mut().filter(|d| d.claim == at && d.ours == ours) {
                    Some(run) => run.last = day,
                    None => differences.push(Difference { claim: at, first: day, last: day, ours }),
                }
            }
        }
    }
    stale(key, &exceptions, bench.smoke)?;
    let mut rows = Vec::new();
    for (measure, tally) in &tallies {
        rows.push(row(set, "as printed", measure, share(tally.right, tally.asked)));
        rows.push(row(set, "as decided", measure, share(tally.right, tally.asked - tally.excepted)));
        rows.push(row(set, "by name", measure, share(tally.named_right, tally.named)));
    }
    let mistakes = differences.iter().map(|d| mistake(&claims, d)).chain(unknown.into_iter().map(by_name)).collect();
    Ok(Outcome { rows, mistakes })
}

/// Refuses exceptions that no longer occur, so that the list stays true.
fn stale(source: &str, exceptions: &[Exception], smoke: bool) -> Result<(), Failure> {
    let lines: Vec<String> = exceptions.iter().filter(|e| e.of(source) && !e.met).map(|e| e.line.to_string()).collect();
    if lines.is_empty() || smoke {
        return Ok(());
    }
    let lines = lines.join(", ");
    Err(Failure(format!("{}: these lines no longer occur, take them away: {lines}", exceptions::FILE)))
}

/// A name that does not act as its bearer's office does, beside the name that we know.
fn by_name((state, printed, known): (String, String, String)) -> Mistake {
    Mistake {
        head: format!("{state} by name"),
        text: "acts as the office".to_owned(),
        pairs: vec![(printed, known)],
        classes: BTreeSet::new(),
    }
}

fn mistake(claims: &[Claim], difference: &Difference) -> Mistake {
    let claim = &claims[difference.claim];
    let Difference { first, last, .. } = difference;
    Mistake {
        head: format!("{} {} {first} to {last}", claim.state, claim.measure),
        text: claim.titles.join(" / "),
        pairs: vec![(claim.name.clone(), difference.ours.clone())],
        classes: BTreeSet::new(),
    }
}
