//! `attache desk chronology`: dated lines of a relationship.

use super::At;
use super::asked::Asked;
use super::names::Known;
use super::page::{Html, escaped, markdown as in_markdown};
use crate::arguments::day;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::{Dated, Desk, Entry, Material, Names, Told, Wanted, chronology};
use attache_record::{Class, Grain};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

/// What the lines say and rest on.
const AFTER: &str = "\
One line for each occurrence, however many reports and sentences tell it: made
from what was read, with what is only planned, possible or denied said so. Of
what the text gives no day the day of the report stands, marked \"reported\".
Old events that a report only recalls stand under their own day, with the day
on which they were told.

Examples:
  attache desk chronology USA CHN --from 2021-03-01 --to 2021-03-31
  attache desk chronology USA RUS --class SANCTION --class THREATEN
  attache desk chronology USA CHN --words --format html > usa-chn.html";

/// Print dated lines of what happened between states, each with its sources
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Chronology {
    #[command(flatten)]
    asked: Asked,
    /// Nothing that ended before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Date>,
    /// Nothing that began after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<Date>,
    /// Only this class (CONSULT, SANCTION, ...); may be given several times
    #[arg(long = "class", value_name = "CLASS", value_parser = class, ignore_case = true)]
    classes: Vec<Class>,
    /// Nothing of which the coder is less sure, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.5)]
    min_score: f32,
    /// Show the sentences that each line rests on
    #[arg(long)]
    words: bool,
    /// The form
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

/// The forms of a chronology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Markdown,
    Html,
    Csv,
    Json,
}

fn class(text: &str) -> Result<Class, String> {
    let name = text.to_uppercase();
    Class::named(&name).ok_or_else(|| name.parse::<Class>().err().unwrap_or_default())
}

/// An entry with the sentences that it rests on.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    entry: Entry,
    /// The sentences of its sources, in their order; empty where the desk has no texts or they were not asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<String>,
}

impl Chronology {
    /// Prints the lines.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let names = Known::own()?;
        let (events, contacts, presences) = (desk.events(&query), desk.contacts(&query), desk.presences(&query));
        let events = events.map_err(Failure::unusable)?;
        let contacts = contacts.map_err(Failure::unusable)?;
        let presences = presences.map_err(Failure::unusable)?;
        let material = Material { events: &events, contacts: &contacts, presences: &presences };
        let wanted = Wanted {
            sides: query.sides.clone(),
            from: self.from,
            to: self.to,
            classes: self.classes.clone(),
            min_score: self.min_score,
        };
        let shown: Vec<Shown> = chronology(material, &wanted, &names)
            .into_iter()
            .map(|entry| {
                let sentences = if self.words { sentences(&desk, &entry)? } else { Vec::new() };
                Ok(Shown { entry, sentences })
            })
            .collect::<Result<_, Failure>>()?;
        let title = title(&query.sides, &names);
        let form = if self.asked.horizon.json { Form::Json } else { self.format };
        let text = match form {
            Form::Text => text(&title, &shown, crate::terminal::width()),
            Form::Markdown => markdown(&title, &shown),
            Form::Html => html(&title, &shown),
            Form::Csv => csv(&shown),
            Form::Json => serde_json::to_string_pretty(&shown).unwrap_or_default() + "\n",
        };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if shown.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

/// The sentences of an entry's sources.
fn sentences(desk: &Desk, entry: &Entry) -> Result<Vec<String>, Failure> {
    let mut sentences = Vec::new();
    for told in &entry.sources {
        let text = desk.text(&told.source).map_err(Failure::unusable)?;
        let sentence = text.as_deref().and_then(|text| told.sentence.text(text)).unwrap_or(&told.words);
        let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        sentences.push(harmless(&line));
    }
    Ok(sentences)
}

fn title(sides: &[String], names: &Known) -> String {
    let named: Vec<String> = sides.iter().map(|side| names.side(side).unwrap_or_else(|| side.clone())).collect();
    let named: Vec<&str> = named.iter().map(|name| name.strip_prefix("the ").unwrap_or(name)).collect();
    if named.is_empty() { "Chronology".to_owned() } else { format!("{}: chronology", named.join(" – ")) }
}

/// Under which heading an entry stands.
fn year(entry: &Entry) -> String {
    entry.first.map_or_else(|| "Without a date".to_owned(), |first| first.year().to_string())
}

/// The days of an entry under its year: "June 17-18", "June", "In 2019" as the words of the text are fine.
fn days(entry: &Entry) -> String {
    let (Some(first), Some(last)) = (entry.first, entry.last) else { return "No date".to_owned() };
    let month = |day: Date| day.strftime("%B").to_string();
    let full = |day: Date| format!("{} {}", month(day), day.day());
    match entry.grain {
        Some(Grain::Year) => "In the year".to_owned(),
        Some(Grain::Month) => month(first),
        _ if first == last => full(first),
        Some(Grain::Season | Grain::Quarter) => format!("{}-{}", month(first), month(last)),
        _ if first.year() != last.year() => format!("{}-{}, {}", full(first), full(last), last.year()),
        _ if first.month() == last.month() => format!("{}-{}", full(first), last.day()),
        _ => format!("{}-{}", full(first), full(last)),
    }
}

/// What stands behind a line: how it is dated, what goes against it, how many tell it, and who.
fn notes(entry: &Entry) -> String {
    let mut notes = Vec::new();
    match entry.dated {
        Dated::Text => {}
        Dated::Report => notes.push("reported".to_owned()),
        Dated::Nothing => notes.push("neither text nor report has a day".to_owned()),
    }
    if entry.background {
        notes.push("recalled".to_owned());
    }
    for (status, number) in &entry.against {
        notes.push(format!(
            "{} {status}",
            count::of(*number as u64, "report says").replace("reports says", "reports say")
        ));
    }
    notes.push(sources(&entry.sources, entry.reports));
    notes.join("; ")
}

/// Who tells it: publishers with the day, of many the first ones.
fn sources(sources: &[Told], reports: usize) -> String {
    /// More than these are counted.
    const NAMED: usize = 2;
    let mut said: Vec<String> = Vec::new();
    for told in sources {
        let publisher = told.publisher.as_deref().unwrap_or(&told.document);
        let day = told.published.map(|day| format!(" {day}")).unwrap_or_default();
        let words = format!("{}{day}", harmless(publisher));
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.truncate(NAMED);
    let all = said.join(", ");
    if reports > 1 {
        format!("{}: {all}{}", count::of(reports as u64, "report"), if reports > NAMED { ", …" } else { "" })
    } else {
        all
    }
}

fn text(title: &str, shown: &[Shown], width: usize) -> String {
    let mut out = Styled::default().with(HEAD, title).wrap(width, "", "");
    let mut heading = String::new();
    for Shown { entry, sentences } in shown {
        let year = year(entry);
        if year != heading {
            out.push('\n');
            out.push_str(&Styled::default().with(HEAD, year.as_str()).wrap(width, "", ""));
            heading = year;
        }
        let line = Styled::default()
            .with(HEAD, format!("{}.", days(entry)))
            .with(PLAIN, format!(" {} ", entry.line))
            .with(DIM, format!("[{}]", notes(entry)));
        out.push_str(&line.wrap(width, "", "    "));
        for sentence in told_once(sentences) {
            out.push_str(&Styled::default().with(DIM, format!("“{sentence}”")).wrap(width, "      ", "      "));
        }
    }
    if shown.is_empty() {
        out.push_str("nothing was read of them\n");
    }
    out
}

/// The sentences without repetition.
fn told_once(sentences: &[String]) -> Vec<&String> {
    let mut once: Vec<&String> = Vec::new();
    for sentence in sentences {
        if !once.contains(&sentence) {
            once.push(sentence);
        }
    }
    once
}

fn markdown(title: &str, shown: &[Shown]) -> String {
    let mut out = format!("# {}\n", in_markdown(title));
    let mut heading = String::new();
    for Shown { entry, sentences } in shown {
        let year = year(entry);
        if year != heading {
            out.push_str(&format!("\n## {year}\n\n"));
            heading = year;
        }
        out.push_str(&format!(
            "- **{}.** {} ({})\n",
            days(entry),
            in_markdown(&entry.line),
            in_markdown(&notes(entry))
        ));
        for sentence in told_once(sentences) {
            out.push_str(&format!("  > {}\n\n", in_markdown(sentence)));
        }
    }
    out
}

fn html(title: &str, shown: &[Shown]) -> String {
    let mut page = Html::new(title);
    page.paragraph(
        "<span class=\"note\">reported: the text gives no day, that of its report stands; recalled: told long after; the \
         day behind a publisher is that of its report.</span>",
    );
    let mut heading = String::new();
    for Shown { entry, sentences } in shown {
        let year = year(entry);
        if year != heading {
            page.heading(&year);
            heading = year;
        }
        let mut body = format!("{} <span class=\"note\">[{}]</span>", escaped(&entry.line), escaped(&notes(entry)));
        for sentence in told_once(sentences) {
            body.push_str(&format!("<blockquote>{}</blockquote>", escaped(sentence)));
        }
        page.row(entry.id.as_str(), &days(entry), &body);
    }
    page.finish()
}

fn csv(shown: &[Shown]) -> String {
    let cell = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = String::from("id,first,last,dated,class,mode,status,background,line,reports,score,documents,words\n");
    for Shown { entry, sentences } in shown {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut documents: Vec<&str> = entry.sources.iter().map(|told| told.document.as_str()).collect();
        documents.dedup();
        let words: Vec<&str> = if sentences.is_empty() {
            entry.sources.iter().map(|told| told.words.as_str()).collect()
        } else {
            sentences.iter().map(String::as_str).collect()
        };
        let dated = match entry.dated {
            Dated::Text => "text",
            Dated::Report => "report",
            Dated::Nothing => "nothing",
        };
        let row = [
            entry.id.to_string(),
            day(entry.first),
            day(entry.last),
            dated.to_owned(),
            entry.class.to_string(),
            entry.mode.map(|mode| mode.to_string()).unwrap_or_default(),
            entry.status.to_string(),
            entry.background.to_string(),
            entry.line.clone(),
            entry.reports.to_string(),
            entry.score.map(|score| score.to_string()).unwrap_or_default(),
            documents.join(" "),
            words.join(" | "),
        ];
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}
