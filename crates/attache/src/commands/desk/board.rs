//! `attache desk board`: the lines of communication of a pair.

use super::At;
use super::asked::Asked;
use super::ledger::who;
use super::roster::Known;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{CODE, DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::Styled;
use attache_desk::board::{Channel, Line, Use, board};
use attache_desk::ledger::{Engagement, ledger};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// What a board says.
const AFTER: &str = "\
Each line of communication of the two: open, degraded, suspended or unknown;
when it was last used and by whom, how many days ago; what is planned on it;
what was last refused, called off, put off or left without an answer; and the
present silence beside the gaps of the pair's own past. Days are counted to the
day of --as-of, else to today.

Examples:
  attache desk board USA CHN --as-of 2023-06-14
  attache desk board USA Russia --json | jq '.lines[] | select(.drought)'";

/// Show the lines of communication of a pair, and how long each has been silent
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Board {
    #[command(flatten)]
    asked: Asked,
}

/// A board as JSON.
#[derive(Serialize)]
struct Sheet<'b> {
    sides: &'b [String],
    on: Date,
    lines: &'b [Line],
}

impl Board {
    /// Prints the board.
    ///
    /// # Errors
    /// A desk that cannot be read, or no pair.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let query = self.asked.pair()?;
        let on = self.asked.horizon.day()?;
        let desk = at.open()?;
        let known = Known::own()?;
        let mentions = desk.contacts_beside(&query).map_err(Failure::unusable)?;
        let contacts = ledger(&mentions, &query.sides, &known);
        let missions = desk.presences(&query).map_err(Failure::unusable)?;
        // Topics of the events behind the mentions.
        let events = desk.events(&query).map_err(Failure::unusable)?;
        let of_event: BTreeMap<_, _> = events
            .iter()
            .map(|filed| (&filed.record.id, &filed.record.topics))
            .filter(|(_, topics)| !topics.is_empty())
            .collect();
        let topics = mentions.iter().filter_map(|filed| {
            let topics = of_event.get(filed.record.event.as_ref()?)?;
            Some((filed.record.id.clone(), topics.iter().map(ToString::to_string).collect()))
        });
        let channels = lines(&known);
        let lines = board(&contacts, &missions, &topics.collect(), (&channels, &query.sides), on);
        let text = if self.asked.horizon.json {
            serde_json::to_string(&Sheet { sides: &query.sides, on, lines: &lines }).unwrap_or_default() + "\n"
        } else {
            let names: Vec<&str> = query.sides.iter().map(|side| known.side(side)).collect();
            let head = format!("{} on {on}", names.join(" – "));
            let width = crate::terminal::width();
            let head = Styled::default().with(HEAD, head).wrap(width, "", "  ");
            lines.iter().fold(head, |text, line| text + &said(line, &contacts, &known, width))
        };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if contacts.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

/// The lines of the knowledge, those aside whose people only speak for others.
fn lines(known: &Known) -> Vec<Channel> {
    let lines = known.channels().iter().filter(|channel| !channel.voice);
    lines
        .map(|channel| Channel {
            id: channel.id.to_string(),
            name: channel.name.clone(),
            topics: channel.topics.iter().map(ToString::to_string).collect(),
            words: channel.words.clone(),
            missions: channel.missions,
        })
        .collect()
}

fn said(line: &Line, contacts: &[Engagement], known: &Known, width: usize) -> String {
    let mut head = Styled::default().with(HEAD, &line.name).with(PLAIN, " · ").with(CODE, line.stand.as_str());
    match (&line.last, line.days_since) {
        (Some(last), Some(days)) => {
            let ago = if days == 0 {
                "that day".to_owned()
            } else {
                format!("{} before", count::of(days.unsigned_abs().into(), "day"))
            };
            head.push(PLAIN, format!(" · last used {}, {ago}: {}", last.day, told(last, contacts, known)));
            head.push(DIM, format!(" · {}", last.contact));
        }
        _ => head.push(PLAIN, " · no contact in this file"),
    }
    let mut text = format!("\n{}", head.wrap(width, "", "    "));
    let mut add = |words: String, id: &str| {
        text += &Styled::default().with(PLAIN, words).with(DIM, format!(" {id}")).wrap(width, "  ", "    ");
    };
    if let Some(gaps) = &line.gaps {
        let drought = if line.drought { "drought: " } else { "" };
        let words = format!(
            "{drought}silent for {}, longer than {} of {} gaps before (middle {}, longest {})",
            count::of(gaps.present.unsigned_abs().into(), "day"),
            gaps.longer_than,
            gaps.count,
            count::of(gaps.median.unsigned_abs().into(), "day"),
            gaps.longest
        );
        add(words, "");
    }
    if let Some(next) = &line.next {
        add(format!("next {}: {}", next.day, told(next, contacts, known)), next.contact.as_str());
    }
    if let Some(off) = &line.unanswered {
        add(format!("last without success {}: {}", off.day, told(off, contacts, known)), off.contact.as_str());
    }
    if let Some(mission) = &line.mission {
        let whose = known.side(&mission.state);
        add(
            format!("last change of a mission {}: one of {whose} {}", mission.day, mission.change),
            mission.record.as_str(),
        );
    }
    text
}

/// A contact in short: what, what became of it, who.
fn told(of: &Use, contacts: &[Engagement], known: &Known) -> String {
    let Some(contact) = contacts.iter().find(|contact| contact.id == of.contact) else { return of.status.to_string() };
    format!("{} {}, {}", contact.what, of.status, who(contact, known))
}
