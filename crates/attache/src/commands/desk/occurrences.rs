//! `attache desk occurrences`: what happened once, with all who report it.

use super::At;
use super::asked::Asked;
use crate::arguments::day;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::{Occurrence, Report, occurrences};
use attache_record::{Class, Code};
use clap::Args;
use jiff::civil::Date;
use std::io::{BufWriter, Write};

/// What is joined, and what is shown.
const AFTER: &str = "\
Reports of one occurrence, over documents and days, are one entry: class, days,
how many documents tell it in a text of their own (copies of one text count
once), each report with its words, and what the reports disagree about.
`attache desk revise RECORD --same-as OTHER` and `--not-as` join and part by
hand.

Examples:
  attache desk occurrences USA CHN --from 2023-06-01
  attache desk occurrences RUS UKR --class ASSAULT --least 2
  attache desk occurrences USA CHN --json | jq 'select(.disagreements != [])'";

/// Show what happened once, with all who report it
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Occurrences {
    #[command(flatten)]
    asked: Asked,
    /// Only of this class
    #[arg(long)]
    class: Option<Class>,
    /// Only what lies on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Date>,
    /// Only what lies on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<Date>,
    /// Only what so many documents tell in texts of their own
    #[arg(long, value_name = "N", default_value = "1")]
    least: usize,
}

impl Occurrences {
    /// Prints them, the earliest first.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let events = desk.events(&query).map_err(Failure::unusable)?;
        let copies = desk.copies(&events).map_err(Failure::unusable)?;
        let revisions = desk.revisions(query.horizon.as_filed).map_err(Failure::unusable)?;
        let mut found = occurrences(&events, &copies, &revisions);
        found.retain(|occurrence| self.wants(occurrence));
        let width = crate::terminal::width();
        let mut out = BufWriter::new(anstream::stdout().lock());
        for occurrence in &found {
            let text = if self.asked.horizon.json {
                serde_json::to_string(occurrence).unwrap_or_default() + "\n"
            } else {
                said(occurrence, width)
            };
            out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        }
        out.flush().map_err(|error| Failure::stdout(&error))?;
        Ok(if found.is_empty() { Exit::LeftOut } else { Exit::Done })
    }

    fn wants(&self, occurrence: &Occurrence) -> bool {
        let days = occurrence.days;
        let late = self.from.is_none_or(|from| days.is_some_and(|(_, last)| last >= from));
        let early = self.to.is_none_or(|to| days.is_some_and(|(first, _)| first <= to));
        let class = self.class.is_none_or(|class| class == occurrence.class);
        late && early && class && occurrence.originators >= self.least
    }
}

fn said(occurrence: &Occurrence, width: usize) -> String {
    let days = match occurrence.days {
        None => "no day".to_owned(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
    };
    let mode = occurrence.mode.map(|mode| format!("/{mode}")).unwrap_or_default();
    let reports = count::of(occurrence.reports.len() as u64, "report");
    let of = count::of(occurrence.originators as u64, "originator");
    let head = Styled::default()
        .with(HEAD, format!("{days}  {}{mode}", occurrence.class))
        .with(PLAIN, format!("  {reports}, {of}"))
        .with(DIM, format!("  {}", occurrence.id));
    let mut text = head.wrap(width, "", "  ");
    for report in &occurrence.reports {
        text += &line(report).wrap(width, "  ", "    ");
    }
    for disagreement in &occurrence.disagreements {
        let values: Vec<_> =
            disagreement.values.iter().map(|(value, by)| format!("{} ({})", harmless(value), by.len())).collect();
        let said = format!("{}: {}", disagreement.field, values.join(", "));
        text += &Styled::default().with(DIM, "disagree about ").with(PLAIN, said).wrap(width, "  ", "    ");
    }
    text
}

fn line(report: &Report) -> Styled {
    let codes = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" + ");
    let day = report.published.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    let source = report.source.as_deref().map(harmless).unwrap_or_default();
    let mut line = Styled::default().with(DIM, format!("{day} {source}: "));
    line.push(PLAIN, format!("{} {}", report.status, codes(&report.actors)));
    if !report.recipients.is_empty() {
        line.push(PLAIN, format!(" > {}", codes(&report.recipients)));
    }
    line.push(PLAIN, format!(" “{}”", harmless(&report.trigger)));
    if let Some(code) = &report.said_by {
        line.push(PLAIN, format!(", says {code}"));
    }
    line.push(DIM, format!("  {}", harmless(report.document.as_str())));
    if report.original != report.document {
        line.push(DIM, format!(", a copy of {}", harmless(report.original.as_str())));
    }
    line
}
