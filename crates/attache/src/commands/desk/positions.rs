//! `attache desk positions`: what each side of a pair demands, refuses, warns of and offers, and what became of it.

use super::At;
use super::asked::Asked;
use super::called::called;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::wrap::{Styled, harmless};
use crate::terminal::{count, width};
use attache_desk::positions::{Change, Move, Position, Saying, Stance, book};
use attache_record::{Diagnostic, EntryId};
use clap::Args;
use std::io::Write;

/// What the words of the output mean.
const AFTER: &str = "\
Positions of each side towards the other, those that were stated last first:
demands, red lines (what a side refuses), warnings, complaints, denials, offers,
commitments, concessions, support, and interests that both state together.
Sayings are one position where they have the same holder and kind and their
words and topics are alike; the same sentence in several documents counts once.

  hardened   said harder than ever before (asked, demanded, refused, threatened)
  softened   said softer than the time before
  dropped    said on two days or more, and not on the five later days or more on
             which the side stated something else
  answered   what the other side said on the same matter within a quarter

Examples:
  attache desk positions USA RUS
  attache desk positions USA China --as-of 2023-06-14 --stance demand
  attache desk positions USA RUS --topic arms-control --all --json";

/// Show what each side demands, refuses, warns of and offers, by topic
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Positions {
    #[command(flatten)]
    asked: Asked,
    /// Only positions of this kind: demand, red-line, warning, complaint, denial, offer, commitment, concession,
    /// support, shared-interest
    #[arg(long, value_name = "KIND", value_parser = stance)]
    stance: Option<Stance>,
    /// Only positions about this topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// All positions, not the eight of each kind that were stated last
    #[arg(long)]
    all: bool,
}

/// Positions of a kind that are shown unless all are asked for.
const SHOWN: usize = 8;
/// Sayings of a position that are shown with their words: the first and the last.
const ENDS: usize = 2;

impl Positions {
    /// Shows the book.
    ///
    /// # Errors
    /// Fewer or more than two sides, or a desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let query = self.asked.query()?;
        let [a, b] = query.sides.as_slice() else {
            let problem = Diagnostic::error(format!("positions are of two sides, and {} are given", query.sides.len()));
            return Err(Failure::unusable(problem.hint("name both: attache desk positions USA RUS")));
        };
        if a == b {
            let problem = Diagnostic::error(format!("both sides are {a}"));
            return Err(Failure::unusable(problem.hint("name two different sides")));
        }
        let desk = at.open()?;
        let events = desk.events(&query).map_err(Failure::unusable)?;
        let text = |filed: &attache_desk::Filed<attache_record::Event>| desk.text(&filed.source).ok().flatten();
        let mut book = book(&events, [a, b], &text);
        book.positions.retain(|position| {
            self.stance.is_none_or(|stance| position.stance == stance)
                && self.topic.as_ref().is_none_or(|topic| position.topics.iter().any(|t| t.as_str() == topic))
        });
        let mut out = anstream::stdout().lock();
        let mut print = |text: &str| out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error));
        if self.asked.horizon.json {
            for position in &book.positions {
                let line = serde_json::to_string(position);
                let line = line.map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))?;
                print(&(line + "\n"))?;
            }
        } else {
            print(&self.text(&book.positions))?;
        }
        Ok(if book.positions.is_empty() { Exit::LeftOut } else { Exit::Done })
    }

    fn text(&self, positions: &[Position]) -> String {
        let width = width();
        let mut text = String::new();
        let mut holders: Vec<&[String]> = positions.iter().map(|position| position.holders.as_slice()).collect();
        holders.dedup();
        for holder in holders {
            for stance in Stance::ALL {
                let mut of: Vec<&Position> =
                    positions.iter().filter(|p| p.holders == holder && p.stance == stance).collect();
                if of.is_empty() {
                    continue;
                }
                of.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.id.cmp(&b.id)));
                let number = of.len();
                if !text.is_empty() {
                    text.push('\n');
                }
                let head = heading(of[0], number);
                text += &Styled::default().with(HEAD, head).wrap(width, "", "  ");
                for position in of.iter().take(if self.all { number } else { SHOWN }) {
                    text += &shown(position, width);
                }
                if !self.all && number > SHOWN {
                    let rest = format!("and {} stated earlier; --all shows them", number - SHOWN);
                    text += &Styled::default().with(DIM, rest).wrap(width, "  ", "    ");
                }
            }
        }
        text
    }
}

fn stance(text: &str) -> Result<Stance, String> {
    let named = |stance: &&Stance| name(**stance) == text;
    Stance::ALL.iter().find(named).copied().ok_or_else(|| {
        let names: Vec<&str> = Stance::ALL.iter().map(|stance| name(*stance)).collect();
        format!("there are: {}", names.join(", "))
    })
}

fn name(stance: Stance) -> &'static str {
    match stance {
        Stance::Demand => "demand",
        Stance::RedLine => "red-line",
        Stance::Warning => "warning",
        Stance::Complaint => "complaint",
        Stance::Denial => "denial",
        Stance::Offer => "offer",
        Stance::Commitment => "commitment",
        Stance::Concession => "concession",
        Stance::Support => "support",
        Stance::SharedInterest => "shared-interest",
    }
}

/// "Demands of China on the United States (12)".
fn heading(position: &Position, number: usize) -> String {
    let holders: Vec<String> = position.holders.iter().map(|side| called(side)).collect();
    let (holder, other) = (holders.join(" and "), position.toward.as_deref().map(called).unwrap_or_default());
    let head = match position.stance {
        Stance::Demand => format!("What {holder} asks of {other}"),
        Stance::RedLine => format!("What {holder} refuses {other}"),
        Stance::Warning => format!("What {holder} warns {other} of"),
        Stance::Complaint => format!("What {holder} blames {other} for"),
        Stance::Denial => format!("What {holder} denies towards {other}"),
        Stance::Offer => format!("What {holder} offers {other}"),
        Stance::Commitment => format!("What {holder} commits itself to towards {other}"),
        Stance::Concession => format!("What {holder} concedes to {other}"),
        Stance::Support => format!("What {holder} praises or supports of {other}"),
        Stance::SharedInterest => format!("What {holder} state together"),
    };
    format!("{head} ({number})")
}

fn shown(position: &Position, width: usize) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    let times = count::of(position.sayings.len() as u64, "time");
    let days = match (position.first, position.last) {
        (first, last) if first == last => day(first),
        (first, last) => format!("{} to {}", day(first), day(last)),
    };
    let topics: Vec<&str> = position.topics.iter().map(EntryId::as_str).collect();
    let topics = if topics.is_empty() { "no topic".to_owned() } else { topics.join(", ") };
    let moves: Vec<String> = position.moves.iter().rev().take(ENDS).rev().map(moved).collect();
    let mut head = Styled::default().with(PLAIN, format!("{topics}: {times}, {days}"));
    if !moves.is_empty() {
        head.push(HEAD, format!(" · {}", moves.join(", ")));
    }
    let mut text = head.wrap(width, "  ", "    ");
    let ends = match position.sayings.as_slice() {
        [first, .., last] => vec![first, last],
        all => all.iter().collect(),
    };
    for saying in ends {
        text += &said(saying).wrap(width, "    ", "      ");
    }
    for answer in &position.answers {
        let line = Styled::default()
            .with(DIM, format!("answered {} ({}): ", day(answer.day), name(answer.stance)))
            .with(PLAIN, format!("“{}”", harmless(&answer.words)))
            .with(DIM, format!(" {}", answer.document));
        text += &line.wrap(width, "    ", "      ");
    }
    text
}

fn moved(step: &Move) -> String {
    let day = step.day.map(|day| format!(" {day}")).unwrap_or_default();
    match step.change {
        Change::Hardened => format!("hardened{day}"),
        Change::Softened => format!("softened{day}"),
        Change::Dropped => format!("dropped after{day}"),
    }
}

fn said(saying: &Saying) -> Styled {
    let day = saying.day.map_or_else(String::new, |day| format!("{day} "));
    let by = saying.by.as_ref().map(|by| format!("{}: ", harmless(by))).unwrap_or_default();
    let mut notes = vec![saying.document.to_string()];
    if let Some(said_by) = &saying.said_by {
        notes.push(format!("says {}", called(said_by)));
    }
    if !saying.copies.is_empty() {
        notes.push(format!("and {}", count::of(saying.copies.len() as u64, "copy").replace("copys", "copies")));
    }
    Styled::default()
        .with(PLAIN, format!("{day}{by}“{}”", harmless(&saying.words)))
        .with(DIM, format!(" {}", notes.join("; ")))
}
