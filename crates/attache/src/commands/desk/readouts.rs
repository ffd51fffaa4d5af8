//! `attache desk readouts`: whose accounts of which contacts the desk has, and two accounts side by side.

use super::At;
use super::asked::Asked;
use super::called::called;
use crate::arguments::day;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::wrap::{Styled, harmless};
use crate::terminal::{count, width};
use attache_desk::readouts::{Account, Claim, Comparison, Encounter, Row, Verdict, compare, encounters};
use attache_desk::{Desk, Query};
use attache_record::Diagnostic;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::io::Write;

/// What is listed, and what the words of the output mean.
const AFTER: &str = "\
Lists the contacts of which the desk has an account by one of those who took
part: a ministry's own text, or a story that passes on what it said (\"in its
readout\"). A side of the pair of which there is none is named too.

  attache desk readouts diff WHO WHO     what both say, what only one says

Examples:
  attache desk readouts USA RUS
  attache desk readouts diff USA RUS --on 2021-12-07
  attache desk readouts diff USA China --contact 113dfb254c75620e21b6 --markdown";

/// List accounts of contacts, and compare both sides' accounts of one
#[derive(Debug, Args)]
#[command(after_help = AFTER, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Readouts {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare the accounts that both sides gave of a contact
    Diff(Diff),
}

/// What is compared, and how.
const AFTER_DIFF: &str = "\
Claims of the accounts are put side by side by their topics, words and what is
done; which are put together is a proposal, so the words of all stand there.
Without --contact and --on the latest contact of which both sides gave an
account. --json gives each claim with its document, place, speaker, event,
topics, share of the account's words, and the points of each match.

  ✓ both       more than one side says it
  only ...     one side alone says it
  ✗ disputed   both speak of it, and what they say cannot both be so

Examples:
  attache desk readouts diff USA RUS
  attache desk readouts diff USA RUS --on 2021-12-07 --json";

#[derive(Debug, Args)]
#[command(after_help = AFTER_DIFF)]
struct Diff {
    /// The contact, by the id of any record of it
    #[arg(long, value_name = "ID", conflicts_with = "on")]
    contact: Option<String>,
    /// A day on which the contact took place
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Date>,
    /// Markdown instead of text
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    #[command(flatten)]
    asked: Asked,
}

impl Readouts {
    /// Lists or compares.
    ///
    /// # Errors
    /// A desk that cannot be read, or a contact that it does not have.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        match &self.command {
            Some(Command::Diff(diff)) => diff.run(at),
            None => self.list(at),
        }
    }

    fn list(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let found = gathered(&desk, &query)?;
        if self.asked.horizon.json {
            print(&lines_of_json(&found)?)?;
        } else {
            let text: String = found.iter().map(listed).collect();
            print(&text)?;
        }
        Ok(if found.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

impl Diff {
    fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let mut found = gathered(&desk, &query)?;
        found.retain(|encounter| match (&self.contact, self.on) {
            (Some(id), _) => encounter.is(id),
            (None, Some(day)) => encounter.on(day),
            (None, None) => encounter.silent.is_empty(),
        });
        if self.on.is_some() && found.iter().any(|encounter| encounter.silent.is_empty()) {
            found.retain(|encounter| encounter.silent.is_empty());
        }
        let Some(latest) = found.last().cloned() else {
            let problem = Diagnostic::error("the desk has no such contact with an account of it");
            let who = self.asked.sides.join(" ");
            return Err(Failure::unusable(problem.hint(format!("attache desk readouts {who} lists those it has"))));
        };
        let wanted = if self.on.is_some() { found } else { vec![latest] };
        let mut compared = Vec::new();
        for mut encounter in wanted {
            for account in &mut encounter.accounts {
                let events = desk.events_of(&account.document, &query).map_err(Failure::unusable)?;
                let quotes = desk.quotes_of(&account.document, &query).map_err(Failure::unusable)?;
                account.fill(&events, &quotes);
            }
            compared.push(compare(encounter));
        }
        let text = if self.asked.horizon.json {
            lines_of_json(&compared)?
        } else if self.markdown {
            compared.iter().map(markdown).collect::<Vec<_>>().join("\n")
        } else {
            compared.iter().map(|comparison| shown(comparison, width())).collect::<Vec<_>>().join("\n")
        };
        print(&text)?;
        Ok(Exit::Done)
    }
}

fn gathered(desk: &Desk, query: &Query) -> Result<Vec<Encounter>, Failure> {
    let readouts = desk.readouts(query).map_err(Failure::unusable)?;
    let contacts = desk.contacts(query).map_err(Failure::unusable)?;
    Ok(encounters(&readouts, &contacts, &query.sides))
}

fn lines_of_json<T: serde::Serialize>(all: &[T]) -> Result<String, Failure> {
    let mut text = String::new();
    for one in all {
        let line =
            serde_json::to_string(one).map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))?;
        text += &line;
        text.push('\n');
    }
    Ok(text)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))
}

fn days(encounter: &Encounter) -> String {
    match encounter.days {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => "on a day that nobody names".to_owned(),
    }
}

/// "call between Russia and the United States, 2021-12-07".
fn heading(encounter: &Encounter) -> String {
    let what = encounter.what.map_or("contact", attache_record::ContactKind::as_str);
    let sides: Vec<String> = encounter.sides.iter().map(|side| called(side)).collect();
    format!("{} · {what} · {}", days(encounter), sides.join(" and "))
}

/// Whose account, published by whom, when.
fn of(account: &Account) -> String {
    let side = called(&account.side);
    let through = if account.passed_on { "as passed on by" } else { "in" };
    let publisher = account.publisher.as_deref().unwrap_or(account.document.as_str());
    let day = account.day.map(|day| format!(", {day}")).unwrap_or_default();
    format!("{side}, {through} {publisher}{day}")
}

fn listed(encounter: &Encounter) -> String {
    let width = width();
    let mut text = Styled::default().with(HEAD, heading(encounter)).wrap(width, "", "  ");
    for account in &encounter.accounts {
        let claims = count::of(account.claims.len() as u64, "claim");
        let line = Styled::default().with(PLAIN, format!("{}: {claims}", of(account)));
        let line = line.with(DIM, format!(" · {} {}", account.document, account.readout));
        text += &line.wrap(width, "  ", "    ");
    }
    for side in &encounter.silent {
        text +=
            &Styled::default().with(PLAIN, format!("no account by {} here", called(side))).wrap(width, "  ", "    ");
    }
    text
}

/// What stands before the claims of a row; `alone` says that there is one side's account alone.
fn mark(row: &Row, alone: bool) -> String {
    match row.verdict {
        Verdict::Both => "✓ both".to_owned(),
        Verdict::Only if alone => row.sides.iter().map(|side| called(side)).collect::<Vec<_>>().join(", "),
        Verdict::Only => format!("only {}", row.sides.iter().map(|side| called(side)).collect::<Vec<_>>().join(", ")),
        Verdict::Contradicted => "✗ disputed".to_owned(),
    }
}

fn percent(share: f64) -> f64 {
    (share * 100.0).round()
}

/// Place in the account, speaker where it is another side's, the words, how much space they take.
fn said(account: &Account, number: usize, claim: &Claim) -> Styled {
    let place = format!("{} {}: ", called(&account.side), number + 1);
    let text = harmless(&claim.text);
    let mut notes = Vec::new();
    let others: Vec<String> = claim.by.iter().filter(|side| **side != account.side).map(|side| called(side)).collect();
    if !others.is_empty() {
        let together = claim.by.len() > others.len();
        notes.push(if together { "said together".to_owned() } else { format!("said of {}", others.join(", ")) });
    }
    if claim.quoted {
        notes.push("in quotation marks".to_owned());
    }
    notes.push(format!("{} % of the account", percent(claim.share)));
    Styled::default().with(DIM, place).with(PLAIN, text).with(DIM, format!(" ({})", notes.join("; ")))
}

fn shown(comparison: &Comparison, width: usize) -> String {
    let encounter = &comparison.encounter;
    let mut text = Styled::default().with(HEAD, heading(encounter)).wrap(width, "", "  ");
    for account in &encounter.accounts {
        let words = count::of(account.words as u64, "word");
        let line = format!("{} ({words}, {})", of(account), account.document);
        text += &Styled::default().with(PLAIN, line).wrap(width, "  ", "    ");
    }
    for side in &encounter.silent {
        text +=
            &Styled::default().with(PLAIN, format!("no account by {} here", called(side))).wrap(width, "  ", "    ");
    }
    let alone = encounter.accounts.windows(2).all(|two| two[0].side == two[1].side);
    for row in &comparison.rows {
        text.push('\n');
        let mut head = Styled::default().with(HEAD, mark(row, alone));
        if let Some(why) = &row.why {
            head.push(PLAIN, format!(" {why}"));
        }
        let topics = topics(comparison, row);
        if !topics.is_empty() {
            head.push(DIM, format!(" · {topics}"));
        }
        text += &head.wrap(width, "", "  ");
        for (a, c) in &row.claims {
            let claim = encounter.accounts.get(*a).and_then(|account| Some((account, account.claims.get(*c)?)));
            if let Some((account, claim)) = claim {
                text += &said(account, *c, claim).wrap(width, "    ", "      ");
            }
        }
    }
    text
}

/// Topics that the claims of a row have, the common ones alone where there are some.
fn topics(comparison: &Comparison, row: &Row) -> String {
    let claims = row.claims.iter().filter_map(|(a, c)| comparison.encounter.accounts.get(*a)?.claims.get(*c));
    let lists: Vec<Vec<&str>> = claims.map(|claim| claim.topics.iter().map(|topic| topic.as_str()).collect()).collect();
    let mut all: Vec<&str> = lists.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let common: Vec<&str> = all.iter().copied().filter(|topic| lists.iter().all(|list| list.contains(topic))).collect();
    if common.is_empty() { all.join(", ") } else { common.join(", ") }
}

/// A table with a column for each account.
fn markdown(comparison: &Comparison) -> String {
    let encounter = &comparison.encounter;
    let cell = |text: &str| harmless(text).replace('|', "\\|").replace('\n', " ");
    let mut text = format!("## {}\n\n", cell(&heading(encounter)));
    for side in &encounter.silent {
        text += &format!("No account by {} here.\n\n", called(side));
    }
    let heads: Vec<String> = encounter.accounts.iter().map(|account| cell(&of(account))).collect();
    text += &format!("| | {} |\n|---{}|\n", heads.join(" | "), "|---".repeat(heads.len()));
    let alone = encounter.accounts.windows(2).all(|two| two[0].side == two[1].side);
    for row in &comparison.rows {
        let columns: Vec<String> = encounter
            .accounts
            .iter()
            .enumerate()
            .map(|(at, account)| {
                let own = row.claims.iter().filter(|(a, _)| *a == at).filter_map(|(_, c)| account.claims.get(*c));
                own.map(|claim| cell(&claim.text)).collect::<Vec<_>>().join("<br>")
            })
            .collect();
        let why = row.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        text += &format!("| {}{why} | {} |\n", mark(row, alone), columns.join(" | "));
    }
    text
}
