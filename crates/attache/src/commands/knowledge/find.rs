//! `attache knowledge find`: the entries whose name or id holds a text.

use super::entry::{acts_as, line, owner, period, tenures};
use super::map;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::knowledge::Choice;
use crate::terminal::wrap::Styled;
use crate::terminal::{color, message};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Meaning;
use attache_knowledge::events::Gives;
use attache_knowledge::gazetteer::PlaceIx;
use attache_knowledge::token::tokenize;
use attache_record::{Diagnostic, Span};
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;

/// What is searched.
const AFTER: &str = "\
Capitals do not matter. Names of states, bodies, offices, people,
organisations, agent nouns, regions, divisions and towns are searched, and the
ids of these and of event patterns. Another name of an entry is found when
given whole (\"Peking\"). Of towns and divisions the 20 most populous are shown.

Examples:
  attache knowledge find blinken
  attache knowledge find \"foreign minister\"
  attache knowledge find luhansk
  attache knowledge find consult.visit";

/// Show the entries whose name or id holds a text
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Find {
    /// Part of a name or id, or another name as a whole
    text: String,
    #[command(flatten)]
    knowledge: Choice,
}

/// An entry with what is to be said about it.
struct Found {
    line: Styled,
    more: Vec<Styled>,
}

impl Find {
    /// Searches and prints.
    ///
    /// # Errors
    /// Knowledge that cannot be used.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let knowledge = self.knowledge.load(global.quiet)?;
        let found = find(&knowledge, &self.text);
        if found.is_empty() {
            message::print(
                &Diagnostic::warning(format!("no name or id holds \"{}\"", self.text))
                    .hint("try a part of the name, such as the surname alone"),
            );
            return Ok(Exit::LeftOut);
        }
        let width = crate::terminal::width();
        let mut out = anstream::stdout().lock();
        for entry in found {
            let mut text = entry.line.wrap(width, "", "  ");
            for more in &entry.more {
                text.push_str(&more.wrap(width, "    ", "      "));
            }
            out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        }
        Ok(Exit::Done)
    }
}

fn find(knowledge: &Knowledge, text: &str) -> Vec<Found> {
    let wanted = text.trim().to_lowercase();
    let holds = |name: &str| name.to_lowercase().contains(&wanted);
    let whole = whole_names(knowledge, text.trim());
    let actors = &knowledge.actors;
    let mut out = Vec::new();
    for (at, state) in actors.states.iter().enumerate() {
        if holds(&state.name) || state.code.as_str().eq_ignore_ascii_case(&wanted) || whole.contains(&Key::State(at)) {
            out.push(Found { line: line("state", &state.name, state.code.as_str()), more: Vec::new() });
        }
    }
    for (at, body) in actors.bodies.iter().enumerate() {
        if holds(&body.name) || holds(body.id.as_str()) || whole.contains(&Key::Body(at)) {
            let code = actors.owner_code(body.owner, body.sector_on(None), None);
            let mut about = Styled::default().with(color::PLAIN, format!("of {} ", owner(actors, body.owner)));
            about.extend(acts_as(code.as_ref().map_or("?", |code| code.as_str())));
            about.push(color::DIM, format!(" {}", period(body.period)));
            out.push(Found { line: line("body", &body.name, body.id.as_str()), more: vec![about] });
        }
    }
    for office in &actors.offices {
        if holds(&office.title) || holds(office.id.as_str()) {
            let about = Styled::default().with(color::PLAIN, format!("of {}", owner(actors, office.owner)));
            out.push(Found { line: line("office", &office.title, office.id.as_str()), more: vec![about] });
        }
    }
    for (at, person) in actors.people.iter().enumerate() {
        if holds(&person.name) || holds(person.id.as_str()) || whole.contains(&Key::Person(at)) {
            let more = tenures(actors, person);
            out.push(Found { line: line("person", &person.name, person.id.as_str()), more });
        }
    }
    for (at, body) in actors.organisations.iter().enumerate() {
        if holds(&body.name) || holds(body.id.as_str()) || whole.contains(&Key::Organisation(at)) {
            let more = body.codes.iter().map(|(code, held)| {
                let mut about = acts_as(code.as_str());
                about.push(color::DIM, format!(" {}", period(*held)));
                about
            });
            out.push(Found { line: line("organisation", &body.name, body.id.as_str()), more: more.collect() });
        }
    }
    for (at, agent) in actors.agents.iter().enumerate() {
        if holds(&agent.name) || holds(agent.id.as_str()) || whole.contains(&Key::Agent(at)) {
            let about = acts_as(&format!("STATE:{}", agent.sector.as_str()));
            out.push(Found { line: line("agent", &agent.name, agent.id.as_str()), more: vec![about] });
        }
    }
    for (at, region) in actors.regions.iter().enumerate() {
        if holds(&region.name) || holds(region.id.as_str()) || whole.contains(&Key::Region(at)) {
            let (line, more) = map::region(actors, region);
            out.push(Found { line, more });
        }
    }
    out.extend(places(knowledge, &wanted, &whole));
    for pattern in &knowledge.events.patterns {
        if holds(pattern.id.as_str()) {
            let gives = match pattern.gives {
                Gives::Event(class, mode) => {
                    let (class, mode) = pattern.own.unwrap_or((class, mode));
                    format!("{class}{}", mode.map(|m| format!("/{m}")).unwrap_or_default())
                }
                Gives::Contact(kind) => format!("contact: {kind}"),
                Gives::Presence(kind, change) => {
                    format!("presence: {kind} {}", change.map(|c| c.to_string()).unwrap_or_default())
                }
            };
            out.push(Found { line: line("pattern", pattern.id.as_str(), &gives), more: Vec::new() });
        }
    }
    out
}

/// The towns and divisions, and how many of them are not shown.
fn places(knowledge: &Knowledge, wanted: &str, whole: &BTreeSet<Key>) -> Vec<Found> {
    let actors = &knowledge.actors;
    let whole: BTreeSet<PlaceIx> =
        whole.iter().filter_map(|key| if let Key::Place(at) = key { Some(*at) } else { None }).collect();
    let all = map::places(actors, wanted, &whole);
    let shown = all.iter().take(map::MOST).map(|place| map::place(actors, *place));
    let mut out: Vec<Found> = shown.map(|(line, more)| Found { line, more }).collect();
    if all.len() > map::MOST {
        out.push(Found { line: map::left_out(all.len() - map::MOST), more: Vec::new() });
    }
    out
}

/// Which entry a name is of, by its position in its list.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    State(usize),
    Body(usize),
    Person(usize),
    Organisation(usize),
    Agent(usize),
    Region(usize),
    Place(PlaceIx),
}

/// The entries that have `text`, as a whole, among their names.
fn whole_names(knowledge: &Knowledge, text: &str) -> BTreeSet<Key> {
    let mut tokens = Vec::new();
    let all = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    tokenize(text, all, &knowledge.vocabulary, &mut tokens);
    let mut out = BTreeSet::new();
    knowledge.actors.names.each_at(&tokens, |hit| {
        if hit.length != tokens.len() {
            return;
        }
        out.extend(match hit.value {
            Meaning::State(at) | Meaning::Adjective(at) | Meaning::Demonym(at) => Some(Key::State(at.index())),
            Meaning::Body(at) => Some(Key::Body(at.index())),
            Meaning::Person(at) | Meaning::Surname(at, _) => Some(Key::Person(at.index())),
            Meaning::Organisation(at) | Meaning::OrganisationAdjective(at) => Some(Key::Organisation(at.index())),
            Meaning::Agent(at) | Meaning::Agents(at) => Some(Key::Agent(at.index())),
            Meaning::Region(at) => Some(Key::Region(at.index())),
            Meaning::Place(at, _) => Some(Key::Place(at)),
            Meaning::Title(_) | Meaning::Nothing => None,
        });
    });
    out
}
