//! Who takes part, as the program's knowledge has it.

use crate::exit::Failure;
use attache_desk::ledger::{Role, Roster};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Person;
use attache_knowledge::channels::Channel;
use attache_record::{Code, Party};
use jiff::civil::Date;
use std::collections::HashMap;

/// The program's knowledge, asked by the views.
pub struct Known {
    knowledge: Knowledge,
    /// Places of persons by id.
    people: HashMap<String, usize>,
}

impl Known {
    /// The program's own knowledge.
    ///
    /// # Errors
    /// When the program is damaged.
    pub fn own() -> Result<Self, Failure> {
        let knowledge = crate::knowledge::own()?;
        let people = knowledge.actors.people.iter().enumerate();
        let people = people.map(|(at, person)| (person.id.to_string(), at)).collect();
        Ok(Self { knowledge, people })
    }

    /// A side of a dyad as people name it: the state's usual name, else the code.
    pub fn side<'k>(&'k self, side: &'k str) -> &'k str {
        let actors = &self.knowledge.actors;
        let state = actors.state(side).and_then(|at| actors.states.get(at.index()));
        state.map_or(side, |state| state.name.as_str())
    }

    /// The lines of communication, in the order of a board.
    pub fn channels(&self) -> &[Channel] {
        &self.knowledge.channels.0
    }

    fn of_person(&self, person: &Person, on: Option<Date>) -> Role {
        let actors = &self.knowledge.actors;
        let holds = |tenure: &&attache_knowledge::actors::Tenure| on.is_none_or(|day| tenure.period.holds(day));
        let held = person.held.iter().filter(holds).filter_map(|tenure| {
            let channel = self.knowledge.channels.of_office(tenure.office);
            Some((channel, actors.offices.get(tenure.office.index())?))
        });
        let rank = |channel: &Option<&Channel>| {
            let at = self.channels().iter().position(|c| channel.is_some_and(|channel| channel.id == c.id));
            at.unwrap_or(usize::MAX)
        };
        // Of several offices the one that speaks on the highest line, of equals the last taken up.
        let best = held.rev().min_by_key(|(channel, _)| rank(channel));
        let (channel, office) = best.map_or((None, None), |(channel, office)| (channel, Some(office)));
        Role {
            person: Some(person.id.to_string()),
            office: office.map(|office| office.title.clone()),
            channel: channel.map(|channel| channel.id.to_string()),
            voice: channel.is_some_and(|channel| channel.voice),
        }
    }
}

impl Roster for Known {
    fn role(&self, party: &Party, on: Option<Date>) -> Role {
        let person = party.id.as_ref().and_then(|id| self.people.get(id.as_str()));
        if let Some(person) = person.and_then(|at| self.knowledge.actors.people.get(*at)) {
            return self.of_person(person, on);
        }
        let channels = &self.knowledge.channels;
        if let Some((channel, title)) = channels.of_title(&party.text) {
            return Role {
                person: unknown(&party.text, title),
                office: Some(title.to_owned()),
                channel: Some(channel.id.to_string()),
                voice: channel.voice,
            };
        }
        let sector = party.code.as_ref().and_then(Code::sector);
        let channel = sector.and_then(|sector| channels.of_sector(sector));
        Role { channel: channel.map(|channel| channel.id.to_string()), ..Role::default() }
    }
}

/// What tells somebody apart whom the knowledge does not have: the last word of a name that follows a title.
fn unknown(text: &str, title: &str) -> Option<String> {
    let at = text.to_lowercase().find(title)?;
    let rest = text.get(at + title.len()..)?;
    let mut words = rest.split_whitespace();
    let named = words.next().is_some_and(capital) && rest.split_whitespace().all(capital);
    named.then(|| rest.split_whitespace().next_back().map(str::to_lowercase)).flatten()
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
