//! `attache desk who-met-whom`: pairs of people, and how often they met.

use super::At;
use super::asked::Asked;
use super::ledger::Wanted;
use super::roster::Known;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::Styled;
use attache_desk::ledger::{Meetings, ledger, who_met_whom};
use clap::Args;
use std::io::Write;

/// What is counted.
const AFTER: &str = "\
Of the contacts that took place (see attache desk ledger): which two people of
different sides took part, how often, in visits, calls, meetings, and when last.
Only people who are named count.

Examples:
  attache desk who-met-whom USA CHN
  attache desk who-met-whom USA --with 'Secretary of State' --from 2021-01-26";

/// Show who met or called whom, how often, and when last
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct WhoMetWhom {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    wanted: Wanted,
}

impl WhoMetWhom {
    /// Prints the pairs.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let query = self.asked.query()?;
        let desk = at.open()?;
        let known = Known::own()?;
        let mentions = desk.contacts_beside(&query).map_err(Failure::unusable)?;
        // With one side asked for, the other may be any.
        let sides = if query.sides.len() > 1 { &query.sides[..] } else { &[] };
        let mut contacts = ledger(&mentions, sides, &known);
        contacts.retain(|contact| {
            self.wanted.wants(contact) && query.sides.iter().all(|side| contact.sides.contains(side))
        });
        let found = who_met_whom(&contacts);
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        for met in &found {
            let line = if self.asked.horizon.json {
                serde_json::to_string(met).unwrap_or_default() + "\n"
            } else {
                said(met, &known, crate::terminal::width())
            };
            out.write_all(line.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        }
        out.flush().map_err(|error| Failure::stdout(&error))?;
        Ok(if found.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

fn said(met: &Meetings, known: &Known, width: usize) -> String {
    let [one, other] = &met.people;
    let kinds: Vec<String> = met
        .kinds
        .iter()
        .map(
            |(kind, n)| {
                if kind.as_str() == "talks" { format!("talks {n}") } else { count::of(*n as u64, kind.as_str()) }
            },
        )
        .collect();
    let days = if met.first == met.last { met.last.to_string() } else { format!("{} to {}", met.first, met.last) };
    let people = format!("{} [{}] – {} [{}]", one.name, known.side(&one.side), other.name, known.side(&other.side));
    Styled::default()
        .with(HEAD, people)
        .with(PLAIN, format!(" · {} · {days}", kinds.join(", ")))
        .wrap(width, "", "    ")
}
