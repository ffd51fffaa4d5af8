//! `attache desk brief`: a relationship on one page.

use super::At;
use super::asked::Asked;
use super::names::Known;
use super::page::{Html, escaped};
use crate::corpus::document::Reading;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::{
    Brief as Page, Entry, Material, Move, Names, Tally, Wanted, brief, chronology, line_of_move, moves,
};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::Write;

/// What stands on the page.
const AFTER: &str = "\
Last contacts, next ones, demands of the last three months, missions, and what
the last thirty days brought, each with its source. Days are counted back from
--as-of, else from today.

Examples:
  attache desk brief USA CHN --as-of 2023-06-14
  attache desk brief USA RUS --as-of 2022-02-01 --format markdown > brief.md";

/// Print the state of a relationship on one page
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Brief {
    #[command(flatten)]
    asked: Asked,
    /// Nothing of which the coder is less sure, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.5)]
    min_score: f32,
    /// The form
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

/// The forms of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Markdown,
    Html,
    Json,
}

/// A part of the page: its heading and its lines, each a term, what it says, and who says so.
struct Part {
    heading: &'static str,
    lines: Vec<[String; 3]>,
}

impl Brief {
    /// Prints the page.
    ///
    /// # Errors
    /// A desk that cannot be read, or sides that are no pair.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.pair()?;
        let names = Known::own()?;
        let events = desk.events(&query).map_err(Failure::unusable)?;
        let contacts = desk.contacts(&query).map_err(Failure::unusable)?;
        let presences = desk.presences(&query).map_err(Failure::unusable)?;
        let material = Material { events: &events, contacts: &contacts, presences: &presences };
        let wanted = Wanted { sides: query.sides.clone(), min_score: self.min_score, ..Wanted::default() };
        let entries = chronology(material, &wanted, &names);
        let day = query.horizon.as_of.unwrap_or_else(Reading::today);
        let page = brief(&entries, &moves(&presences, &events), &query.sides, day);
        let form = if self.asked.horizon.json { Form::Json } else { self.format };
        let text = match form {
            Form::Json => serde_json::to_string_pretty(&page).unwrap_or_default() + "\n",
            Form::Text => text(&page, &names, crate::terminal::width()),
            Form::Markdown => markdown(&page, &names),
            Form::Html => html(&page, &names),
        };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if entries.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

fn title(page: &Page, names: &Known) -> String {
    let name = |side: &String| names.side(side).unwrap_or_else(|| side.clone());
    let named: Vec<String> = page.sides.iter().map(name).collect();
    let named: Vec<&str> = named.iter().map(|name| name.strip_prefix("the ").unwrap_or(name)).collect();
    format!("{} on {}", named.join(" – "), page.day)
}

/// What the last month was against the one before, in a sentence.
fn state(page: &Page) -> String {
    let [now, before] = page.tally;
    let side = |tally: Tally| {
        let good = tally.verbal_cooperation + tally.material_cooperation;
        let bad = tally.verbal_conflict + tally.material_conflict;
        (good, bad)
    };
    let ((good, bad), (good_before, bad_before)) = (side(now), side(before));
    let last = page.last_report.map(|day| format!(" The last report is of {day}.")).unwrap_or_default();
    if good + bad + good_before + bad_before == 0 {
        return format!("Nothing was read of the last sixty days.{last}");
    }
    format!(
        "In the last 30 days {} of cooperation ({} in deed) and {bad} of conflict ({} in deed); in the 30 days before, \
         {good_before} and {bad_before}.{last}",
        crate::terminal::count::of(good as u64, "line"),
        now.material_cooperation,
        now.material_conflict
    )
}

fn parts(page: &Page, names: &Known) -> Vec<Part> {
    let entries = |list: &[Entry]| list.iter().map(told).collect();
    let missions = |list: &[Move]| list.iter().map(|one| moved(one, names)).collect();
    vec![
        Part { heading: "Last contacts", lines: entries(&page.held) },
        Part { heading: "Ahead", lines: entries(&page.ahead) },
        Part { heading: "Demands and threats of the last three months", lines: entries(&page.demands) },
        Part { heading: "Missions and relations", lines: missions(&page.missions) },
        Part { heading: "What else the last 30 days brought", lines: entries(&page.changed) },
    ]
}

/// Days in one column: one day, or the first and last.
fn days(first: Option<Date>, last: Option<Date>, dated: bool) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) if dated => first.to_string(),
        (Some(first), _) => format!("[{first}]"),
        _ => "no day".to_owned(),
    }
}

fn told(entry: &Entry) -> [String; 3] {
    let dated = entry.dated == attache_desk::Dated::Text;
    let source = entry.sources.first().map(|told| source(told.publisher.as_deref(), &told.document, told.published));
    [days(entry.first, entry.last, dated), entry.line.clone(), several(entry.reports, &source.unwrap_or_default())]
}

fn moved(one: &Move, names: &Known) -> [String; 3] {
    let line = line_of_move(one, names);
    let mut letters = line.chars();
    let line: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    let source = one.sources.first().map(|rest| source(rest.publisher.as_deref(), &rest.document, rest.published));
    [days(one.first, one.last, one.dated), format!("{line}."), several(one.reports, &source.unwrap_or_default())]
}

fn source(publisher: Option<&str>, document: &str, published: Option<Date>) -> String {
    let day = published.map(|day| format!(" {day}")).unwrap_or_default();
    harmless(&format!("{}{day}", publisher.unwrap_or(document)))
}

fn several(reports: usize, first: &str) -> String {
    if reports > 1 { format!("{reports} reports, {first} first") } else { first.to_owned() }
}

/// What stands under a heading without lines.
const NONE: &str = "nothing was read";

fn text(page: &Page, names: &Known, width: usize) -> String {
    let mut out = Styled::default().with(HEAD, title(page, names)).wrap(width, "", "");
    out.push_str(&Styled::default().with(PLAIN, state(page)).wrap(width, "", ""));
    for part in parts(page, names) {
        out.push('\n');
        out.push_str(&Styled::default().with(HEAD, part.heading).wrap(width, "", ""));
        if part.lines.is_empty() {
            out.push_str(&Styled::default().with(DIM, NONE).wrap(width, "  ", "  "));
        }
        for [days, line, source] in &part.lines {
            let line = Styled::default()
                .with(HEAD, days.as_str())
                .with(PLAIN, format!(" {line} "))
                .with(DIM, format!("[{source}]"));
            out.push_str(&line.wrap(width, "  ", "      "));
        }
    }
    out
}

fn markdown(page: &Page, names: &Known) -> String {
    let mut out = format!("# {}\n\n{}\n", title(page, names), state(page));
    for part in parts(page, names) {
        out.push_str(&format!("\n## {}\n\n", part.heading));
        if part.lines.is_empty() {
            out.push_str(&format!("{NONE}\n"));
        }
        for [days, line, source] in &part.lines {
            out.push_str(&format!(
                "- **{days}** {} ({})\n",
                super::page::markdown(line),
                super::page::markdown(source)
            ));
        }
    }
    out
}

fn html(page: &Page, names: &Known) -> String {
    let mut out = Html::new(&title(page, names));
    out.paragraph(&escaped(&state(page)));
    for (number, part) in parts(page, names).iter().enumerate() {
        out.heading(part.heading);
        if part.lines.is_empty() {
            out.paragraph(NONE);
        }
        for (at, [days, line, source]) in part.lines.iter().enumerate() {
            let body = format!("{} <span class=\"note\">[{}]</span>", escaped(line), escaped(source));
            out.row(&format!("{number}-{at}"), days, &body);
        }
    }
    out.finish()
}
