//! `attache knowledge who`: who held the offices on a day.

use super::entry::{owner, period, tenures};
use crate::arguments::{Global, day};
use crate::corpus::document::Reading;
use crate::exit::{Exit, Failure};
use crate::knowledge::Choice;
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::wrap::Styled;
use attache_knowledge::actors::{Actors, Office, OfficeIx, OrganisationIx, Owner, PersonIx};
use attache_record::Diagnostic;
use clap::Args;
use jiff::civil::Date;
use std::io::Write;

/// Whom one can ask for.
const AFTER: &str = "\
Examples:
  attache knowledge who CHN --on 2023-06-14       all offices of a state
  attache knowledge who Germany                   today's
  attache knowledge who NATO --on 2019-01-01      an organisation's
  attache knowledge who \"foreign minister\"        one office, in all states
  attache knowledge who Blinken --on 2023-06-14   what a person was that day";

/// Show who held the offices of a state or organisation on a day
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Who {
    /// A state or organisation (code or name), the title of an office, or a person
    whom: String,
    /// The day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Date>,
    #[command(flatten)]
    knowledge: Choice,
}

impl Who {
    /// Looks up and prints.
    ///
    /// # Errors
    /// Knowledge that cannot be used, or nobody of that name in it.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let knowledge = self.knowledge.load(global.quiet)?;
        let on = self.on.unwrap_or_else(Reading::today);
        let Some(lines) = answer(&knowledge.actors, &self.whom, on) else {
            let diagnostic = Diagnostic::error(format!("the knowledge has no \"{}\"", self.whom));
            return Err(Failure::unusable(
                diagnostic.hint(format!("look for other names: attache knowledge find \"{}\"", self.whom)),
            ));
        };
        let width = crate::terminal::width();
        let text: String = lines.iter().map(|line| line.wrap(width, "", "    ")).collect();
        anstream::stdout().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(Exit::Done)
    }
}

/// The lines of the answer; `None` where the knowledge has nobody of that name.
fn answer(actors: &Actors, whom: &str, on: Date) -> Option<Vec<Styled>> {
    if let Some(body) = owner_named(actors, whom) {
        let title = format!("{} on {on}", owner(actors, body));
        return Some(with_title(title, of_owner(actors, body, on)));
    }
    let offices = offices_titled(actors, whom);
    if !offices.is_empty() {
        return Some(with_title(format!("{whom} on {on}"), holders(actors, &offices, on)));
    }
    let people = people_named(actors, whom);
    (!people.is_empty()).then(|| people.into_iter().flat_map(|person| of_person(actors, person, on)).collect())
}

fn with_title(title: String, lines: Vec<Styled>) -> Vec<Styled> {
    let mut out = vec![Styled::default().with(HEAD, title)];
    if lines.is_empty() {
        out.push(Styled::default().with(DIM, "no holder of that day is known"));
    }
    out.extend(lines);
    out
}

fn owner_named(actors: &Actors, whom: &str) -> Option<Owner> {
    let same = |name: &str| name.eq_ignore_ascii_case(whom);
    if let Some(state) = actors.states.iter().position(|s| same(s.code.as_str()) || same(&s.name)) {
        return Some(Owner::State(attache_knowledge::actors::StateIx(u32::try_from(state).ok()?)));
    }
    let fits = |code: &str| same(code) || code.split_once(':').is_some_and(|(_, name)| same(name));
    let body = actors.organisations.iter().position(|body| {
        same(&body.name)
            || same(body.id.as_str())
            || body.codes.iter().any(|(code, _)| code.state().is_none() && fits(code.as_str()))
    })?;
    Some(Owner::Organisation(OrganisationIx(u32::try_from(body).ok()?)))
}

/// The offices of a state or organisation with their holders; those of one holder also where nobody is known.
fn of_owner(actors: &Actors, body: Owner, on: Date) -> Vec<Styled> {
    let mut out = Vec::new();
    for (at, office) in actors.offices.iter().enumerate().filter(|(_, office)| office.owner == body) {
        let holders = holders_of(actors, at, on);
        if holders.is_empty() && office.single {
            let line = Styled::default().with(PLAIN, format!("{}: ", titled(actors, office)));
            out.push(line.with(DIM, "no holder of that day is known"));
        }
        for (person, held) in holders {
            out.push(holder(&titled(actors, office), person, &held));
        }
    }
    out
}

/// An office by its title, and by its id too where its owner has several of that title: ambassadors.
fn titled(actors: &Actors, office: &Office) -> String {
    let twin = |o: &Office| o.owner == office.owner && o.title == office.title && o.id != office.id;
    if actors.offices.iter().any(twin) { format!("{} ({})", office.title, office.id) } else { office.title.clone() }
}

fn holder(office: &str, person: &str, held: &str) -> Styled {
    Styled::default().with(PLAIN, format!("{office}: ")).with(HEAD, person).with(DIM, format!(" {held}"))
}

/// Names of the holders of the office at position `at`, with their days.
fn holders_of(actors: &Actors, at: usize, on: Date) -> Vec<(&str, String)> {
    let mut out = Vec::new();
    for person in &actors.people {
        for held in &person.held {
            if held.office.index() == at && held.period.holds(on) {
                out.push((person.name.as_str(), period(held.period)));
            }
        }
    }
    out
}

fn offices_titled(actors: &Actors, title: &str) -> Vec<OfficeIx> {
    let title = title.to_lowercase();
    actors.titles.iter().filter(|found| found.name == title).flat_map(|found| found.offices.clone()).collect()
}

fn holders(actors: &Actors, offices: &[OfficeIx], on: Date) -> Vec<Styled> {
    let mut out = Vec::new();
    for at in offices {
        let Some(office) = actors.offices.get(at.index()) else { continue };
        let Office { owner: body, title, .. } = office;
        for (person, held) in holders_of(actors, at.index(), on) {
            out.push(holder(&format!("{}, {title}", owner(actors, *body)), person, &held));
        }
    }
    out
}

fn people_named(actors: &Actors, name: &str) -> Vec<PersonIx> {
    let fits = |candidate: &str| candidate.eq_ignore_ascii_case(name);
    let people = actors.people.iter().enumerate();
    let found = people.filter(|(_, p)| fits(&p.name) || fits(&p.surname) || fits(p.id.as_str()));
    found.filter_map(|(at, _)| u32::try_from(at).ok().map(PersonIx)).collect()
}

/// What a person was on a day, and all that he held.
fn of_person(actors: &Actors, at: PersonIx, on: Date) -> Vec<Styled> {
    let Some(person) = actors.people.get(at.index()) else { return Vec::new() };
    let code = actors.person_code(at, Some(on));
    let code = code.as_ref().map_or("?", |code| code.as_str());
    let mut out = vec![
        Styled::default()
            .with(HEAD, person.name.as_str())
            .with(PLAIN, format!(" on {on}: {code}"))
            .with(DIM, format!(" ({})", person.id)),
    ];
    for line in tenures(actors, person) {
        let mut indented = Styled::default().with(DIM, "- ");
        indented.extend(line);
        out.push(indented);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_knowledge::actors::{Period, Person, State, StateIx, Tenure};
    use attache_record::{EntryId, Sector};
    use jiff::civil::date;

    fn peru() -> Actors {
        let owner = Owner::State(StateIx(0));
        let office = |id: &str, title: &str| Office {
            id: EntryId::new(id),
            title: title.to_owned(),
            owner,
            sector: Sector::Gov,
            single: true,
        };
        let period = Period { from: Some(date(2022, 12, 10)), to: Some(date(2023, 11, 6)) };
        let person = Person {
            id: EntryId::new("per.gervasi-ana"),
            name: "Ana Gervasi".to_owned(),
            variants: Vec::new(),
            surname: "Gervasi".to_owned(),
            owner,
            held: vec![Tenure { office: OfficeIx(0), period }],
        };
        Actors {
            states: vec![State {
                code: "PER".parse().unwrap(),
                name: "Peru".to_owned(),
                long: None,
                period: Period::default(),
                cow: Vec::new(),
                gw: Vec::new(),
            }],
            offices: vec![office("per.fm", "Foreign Minister"), office("per.president", "President")],
            people: vec![person],
            ..Actors::default()
        }
    }

    fn shown(whom: &str, on: Date) -> String {
        let lines = answer(&peru(), whom, on).unwrap_or_default();
        let text: String = lines.iter().map(|line| line.wrap(100, "", "")).collect();
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn a_state_is_asked_by_code_or_name_and_shows_offices_without_known_holder() {
        let expected = "\
Peru on 2023-06-14
Foreign Minister: Ana Gervasi 2022-12-10 to 2023-11-06
President: no holder of that day is known
";
        assert_eq!(shown("PER", date(2023, 6, 14)), expected);
        assert_eq!(shown("peru", date(2023, 6, 14)), expected);
    }

    #[test]
    fn offices_of_one_title_are_told_apart_by_their_ids() {
        let mut actors = peru();
        let mut other = actors.offices[0].clone();
        other.id = EntryId::new("per.fm-abroad");
        actors.offices.push(other);
        let lines = answer(&actors, "PER", date(2023, 6, 14)).unwrap();
        let text: String = lines.iter().map(|line| line.wrap(100, "", "")).collect();
        assert!(text.contains("Foreign Minister (per.fm): "), "{text}");
        assert!(text.contains("Foreign Minister (per.fm-abroad): "), "{text}");
    }

    #[test]
    fn a_person_is_what_the_office_of_the_day_makes_of_him() {
        assert!(shown("Gervasi", date(2023, 6, 14)).starts_with("Ana Gervasi on 2023-06-14: PER:GOV"));
        assert!(shown("Ana Gervasi", date(2024, 6, 14)).starts_with("Ana Gervasi on 2024-06-14: PER:ELI"));
    }

    #[test]
    fn a_name_that_is_not_there_has_no_answer() {
        assert!(answer(&peru(), "Atlantis", date(2023, 6, 14)).is_none());
    }
}
