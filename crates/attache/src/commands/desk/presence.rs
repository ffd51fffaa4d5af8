//! `attache desk presence`: where states stand with each other, and what became of it.

use super::At;
use super::asked::Asked;
use super::names::Known;
use super::page::{Html, escaped};
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::{Move, line_of_move, moves, name_of, without_article};
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::io::Write;

/// What is shown.
const AFTER: &str = "\
Embassies, consulates, missions, offices and bases that were opened, planned,
raised in rank, moved, suspended, closed and reopened; staff expelled,
ambassadors called home, relations broken and taken up. By state and host, in
the order of days, with the words that say so; a day in brackets is that of the
report, where the text gives none.

Examples:
  attache desk presence USA
  attache desk presence USA CHN --as-of 2023-06-14
  attache desk presence USA RUS --format html > usa-rus-missions.html";

/// Show embassies and other missions by state and host, and what became of them
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Presence {
    #[command(flatten)]
    asked: Asked,
    /// The form
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

/// The forms of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Html,
    Json,
}

impl Presence {
    /// Prints the moves.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let presences = desk.presences(&query).map_err(Failure::unusable)?;
        let events = desk.events(&query).map_err(Failure::unusable)?;
        let all = moves(&presences, &events);
        let form = if self.asked.horizon.json { Form::Json } else { self.format };
        let text = match form {
            Form::Json => serde_json::to_string_pretty(&all).unwrap_or_default() + "\n",
            Form::Text => text(&all, &Known::own()?, crate::terminal::width()),
            Form::Html => html(&all, &Known::own()?),
        };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if all.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

/// Whose and where, what nobody says after what is said.
type Key<'m> = (bool, Option<&'m str>, bool, &'m [String]);

/// The moves by state and hosts, under headings; those of whom nobody says whose they are come last.
fn grouped<'m>(all: &'m [Move], names: &Known) -> Vec<(String, Vec<&'m Move>)> {
    let mut groups: BTreeMap<Key<'m>, Vec<&Move>> = BTreeMap::new();
    for one in all {
        let key = (one.state.is_none(), one.state.as_deref(), one.hosts.is_empty(), one.hosts.as_slice());
        groups.entry(key).or_default().push(one);
    }
    let heading = |state: Option<&str>, hosts: &[String]| {
        let bare = |side: &str| without_article(&name_of(names, side)).to_owned();
        let state = state.map_or_else(|| "Not said whose".to_owned(), bare);
        let hosts: Vec<String> = hosts.iter().map(|side| bare(side)).collect();
        if hosts.is_empty() { format!("{state}, not said where") } else { format!("{state} in {}", hosts.join(", ")) }
    };
    groups.into_iter().map(|((_, state, _, hosts), moves)| (heading(state, hosts), moves)).collect()
}

/// The days of a move: those of the text, or in brackets the day of its report.
fn days(one: &Move) -> String {
    match (one.first, one.last) {
        (Some(first), Some(last)) if one.dated && first != last => format!("{first} to {last}"),
        (Some(first), _) if one.dated => first.to_string(),
        (Some(first), _) => format!("[{first}]"),
        (None, _) => "no day".to_owned(),
    }
}

/// Who tells it, with the words.
fn sources(one: &Move) -> String {
    /// More than these are counted.
    const NAMED: usize = 3;
    let mut said: Vec<String> = Vec::new();
    for rest in &one.sources {
        let publisher = rest.publisher.as_deref().unwrap_or(&rest.document);
        let day = rest.published.map(|day| format!(" {day}")).unwrap_or_default();
        let by = rest.said_by.as_ref().map(|who| format!(", said by {who}")).unwrap_or_default();
        let words = rest.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = harmless(&format!("“{words}”{by}, {publisher}{day}"));
        if !said.contains(&line) {
            said.push(line);
        }
    }
    let more = said.len().saturating_sub(NAMED);
    said.truncate(NAMED);
    let more = if more > 0 { format!("; {}", count::of(more as u64, "more")) } else { String::new() };
    let reports =
        if one.reports > 1 { format!("{}: ", count::of(one.reports as u64, "report")) } else { String::new() };
    format!("{reports}{}{more}", said.join("; "))
}

fn capitalised(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn text(all: &[Move], names: &Known, width: usize) -> String {
    if all.is_empty() {
        return "nothing was read of their missions\n".to_owned();
    }
    let mut out = String::new();
    for (heading, moves) in grouped(all, names) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&Styled::default().with(HEAD, heading).wrap(width, "", ""));
        for one in moves {
            let line = Styled::default()
                .with(HEAD, days(one))
                .with(PLAIN, format!(" {}. ", capitalised(&line_of_move(one, names))))
                .with(DIM, format!("({})", sources(one)));
            out.push_str(&line.wrap(width, "  ", "      "));
        }
    }
    out
}

fn html(all: &[Move], names: &Known) -> String {
    let mut page = Html::new("Missions and relations");
    page.paragraph("<span class=\"note\">A day in brackets is that of the report, where the text gives none.</span>");
    for (heading, moves) in grouped(all, names) {
        page.heading(&heading);
        for one in moves {
            let line = capitalised(&line_of_move(one, names));
            let body = format!("{}. <span class=\"note\">{}</span>", escaped(&line), escaped(&sources(one)));
            page.row(one.id.as_str(), &days(one), &body);
        }
    }
    page.finish()
}
