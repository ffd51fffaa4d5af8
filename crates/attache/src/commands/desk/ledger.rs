//! `attache desk ledger`: the contacts of a pair, each with its life.

use super::At;
use super::asked::Asked;
use super::roster::Known;
use crate::arguments::day;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{CODE, DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::Desk;
use attache_desk::ledger::{Contradiction, Days, Engagement, Report, Step, ledger};
use attache_record::{ContactKind, Diagnostic, Grain, RecordId};
use clap::Args;
use jiff::civil::Date;
use std::fmt::Write as _;
use std::io::Write;

/// What a ledger says.
const AFTER: &str = "\
Visits, calls, meetings, talks and summits in which all of WHO take part, each
once, however many reports tell it: where it stands, and each step with the day
on which it was said, who says it, and the words. What reports say against each
other is shown. Days in brackets are those of the first report: no words give
them. Talk of contacts without a day or a name is left out but with --all.

Examples:
  attache desk ledger USA CHN --from 2023-01-01
  attache desk ledger USA CHN --as-of 2023-06-14
  attache desk ledger USA CHN --show 2175390ac77b33854aa9
  attache desk ledger USA CHN --kind visit --traveller 'Secretary of State' --count";

/// Show the contacts of a pair: visits, calls, meetings, each with its history
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Ledger {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    wanted: Wanted,
    /// Only how many there are
    #[arg(long)]
    count: bool,
    /// One contact with all its reports, by its id or that of one of its records
    #[arg(long, value_name = "ID")]
    show: Option<String>,
}

/// Which contacts are wanted.
#[derive(Debug, Args)]
pub struct Wanted {
    /// Only contacts from this day on
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Date>,
    /// Only contacts up to this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<Date>,
    /// Only visits, calls, meetings, talks or summits
    #[arg(long, value_name = "KIND")]
    kind: Option<ContactKind>,
    /// Only visits by somebody with this in his name, office or id
    #[arg(long, value_name = "WORDS")]
    traveller: Option<String>,
    /// Only contacts with somebody with this in his name, office or id
    #[arg(long, value_name = "WORDS")]
    with: Option<String>,
    /// Only contacts that took place
    #[arg(long)]
    held: bool,
    /// Talk of contacts without a day or a name too
    #[arg(long)]
    all: bool,
}

impl Wanted {
    /// Whether a contact is wanted.
    pub fn wants(&self, contact: &Engagement) -> bool {
        let day = contact.day();
        let named = |words: &str, visitors_only: bool| {
            let words = words.to_lowercase();
            let has = |text: &str| text.to_lowercase().contains(&words);
            contact.participants.iter().any(|who| {
                (!visitors_only || contact.visitors.contains(&who.side))
                    && (has(&who.name)
                        || who.office.as_deref().is_some_and(has)
                        || who.id.as_deref().is_some_and(|id| id == words))
            })
        };
        (self.all || !contact.vague)
            && self.from.is_none_or(|from| day >= Some(from))
            && self.to.is_none_or(|to| day.is_some_and(|day| day <= to))
            && self.kind.is_none_or(|kind| contact.what == kind)
            && (!self.held || contact.took_place())
            && self.traveller.as_deref().is_none_or(|words| named(words, true))
            && self.with.as_deref().is_none_or(|words| named(words, false))
    }
}

impl Ledger {
    /// Prints the contacts.
    ///
    /// # Errors
    /// A desk that cannot be read, or a contact that it does not have.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = self.asked.query()?;
        let known = Known::own()?;
        let mentions = desk.contacts_beside(&query).map_err(Failure::unusable)?;
        let mut found = ledger(&mentions, &query.sides, &known);
        if let Some(id) = &self.show {
            found.retain(|contact| contact.is(id));
            if found.is_empty() {
                let problem = Diagnostic::error(format!("no contact has the id {id}"));
                return Err(Failure::unusable(problem.hint("attache desk ledger names those of a pair")));
            }
        } else {
            found.retain(|contact| self.wanted.wants(contact));
        }
        let mut text = if self.count {
            format!("{}\n", found.len())
        } else if self.asked.horizon.json {
            String::new()
        } else {
            heading(&found, &query.sides, &known)
        };
        if !self.count {
            let sources: std::collections::HashMap<_, _> =
                mentions.iter().map(|filed| (filed.record.id.clone(), std::rc::Rc::clone(&filed.source))).collect();
            let mut texts = Texts { desk: &desk, last: None };
            for contact in &mut found {
                let whole = self.asked.horizon.json || self.show.is_some();
                let shown: Vec<RecordId> = contact.history.iter().map(|step| step.record.clone()).collect();
                for report in contact.reports.iter_mut().filter(|report| whole || shown.contains(&report.record)) {
                    if let Some(source) = sources.get(&report.record) {
                        report.text = texts.sentence(source, report)?;
                    }
                }
                if self.asked.horizon.json {
                    text += &serde_json::to_string(&contact).unwrap_or_default();
                    text.push('\n');
                } else {
                    text += &said(contact, &known, self.show.is_some(), crate::terminal::width());
                }
            }
        }
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if found.is_empty() && !self.count { Exit::LeftOut } else { Exit::Done })
    }
}

/// Sentences of documents, the last document kept.
struct Texts<'d> {
    desk: &'d Desk,
    last: Option<(String, Option<String>)>,
}

impl Texts<'_> {
    fn sentence(&mut self, source: &attache_desk::Source, report: &Report) -> Result<Option<String>, Failure> {
        let document = report.document.as_str();
        if self.last.as_ref().is_none_or(|(name, _)| name != document) {
            let text = self.desk.text(source).map_err(Failure::unusable)?;
            self.last = Some((document.to_owned(), text));
        }
        let text = self.last.as_ref().and_then(|(_, text)| text.as_deref());
        Ok(text.and_then(|text| report.sentence.text(text)).map(str::to_owned))
    }
}

fn heading(found: &[Engagement], sides: &[String], known: &Known) -> String {
    let names: Vec<&str> = sides.iter().map(|side| known.side(side)).collect();
    let names = if names.is_empty() { "All".to_owned() } else { names.join(" – ") };
    let span = match (found.first().and_then(Engagement::day), found.last().and_then(Engagement::day)) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let line = format!("{}{span}", count::of(found.len() as u64, "contact"));
    Styled::default().with(HEAD, names).with(PLAIN, format!(" · {line}")).wrap(crate::terminal::width(), "", "  ")
}

/// One contact: a line of what it is, a line for each step with the words, and what contradicts.
fn said(contact: &Engagement, known: &Known, whole: bool, width: usize) -> String {
    let mut head = Styled::default();
    head.push(HEAD, contact.days.as_ref().map_or_else(|| "no day".to_owned(), days));
    head.push(PLAIN, "  ");
    head.push(CODE, format!("{} {}", contact.what, contact.status));
    head.push(PLAIN, format!(" · {}", who(contact, known)));
    if let Some(place) = &contact.place {
        let country = place.country.as_deref().map(|country| known.side(country)).filter(|name| *name != place.name);
        let country = country.map(|name| format!(", {name}")).unwrap_or_default();
        head.push(PLAIN, format!(" · in {}{country}", place.name));
    }
    head.push(DIM, format!(" · {}", contact.id));
    let mut text = format!("\n{}", head.wrap(width, "", "    "));
    if let Some(visit) = &contact.during {
        text += &Styled::default().with(PLAIN, format!("in the course of visit {visit}")).wrap(width, "  ", "    ");
    }
    if let Some(main) = &contact.prepares {
        let line = format!("prepares contact {}", main.contact);
        text += &Styled::default().with(PLAIN, line).wrap(width, "  ", "    ");
    }
    for step in &contact.history {
        text += &stepped(step, contact, width);
    }
    for contradiction in &contact.contradictions {
        text += &Styled::default().with(HEAD, against(contradiction, contact)).wrap(width, "  ! ", "    ");
    }
    if whole {
        text += "  all reports:\n";
        for report in &contact.reports {
            let head = format!("{} {} · {} · {}", day_of(report.said), report.state, by(report), report.document);
            let line = Styled::default().with(PLAIN, head).with(DIM, format!(" · {}", report.record));
            text += &line.wrap(width, "  ", "      ");
            text += &quoted(report, width);
        }
    }
    text
}

fn stepped(step: &Step, contact: &Engagement, width: usize) -> String {
    let mut line = Styled::default();
    line.push(PLAIN, format!("{} ", day_of(step.said)));
    line.push(CODE, step.state.to_string());
    if let Some(told) = &step.days {
        line.push(PLAIN, format!(" for {}", days(told)));
    }
    let report = contact.reports.iter().find(|report| report.record == step.record);
    if let Some(report) = report {
        line.push(PLAIN, format!(" · {}", by(report)));
    }
    line.push(DIM, format!(" · {}", step.document));
    if !step.also.is_empty() {
        line.push(DIM, format!(" · and {}", count::of(step.also.len() as u64, "other report")));
    }
    let mut text = line.wrap(width, "  ", "      ");
    if let Some(report) = report {
        text += &quoted(report, width);
    }
    text
}

/// Longest quotation of a sentence in characters; the rest is cut away.
const QUOTED: usize = 300;

fn quoted(report: &Report, width: usize) -> String {
    let words = report.text.as_deref().unwrap_or(&report.words);
    let mut shown: String = harmless(words).split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.chars().count() > QUOTED {
        shown = around(&shown, &report.words);
    }
    Styled::default().with(DIM, format!("“{shown}”")).wrap(width, "      ", "      ")
}

/// As much of a sentence as fits, with `words` in it.
fn around(sentence: &str, words: &str) -> String {
    let characters: Vec<char> = sentence.chars().collect();
    let at = sentence.find(words).map_or(0, |at| sentence[..at].chars().count());
    let start = at.saturating_sub(QUOTED / 2).min(characters.len().saturating_sub(QUOTED));
    let end = (start + QUOTED).min(characters.len());
    let cut: String = characters[start..end].iter().collect();
    format!("{}{}{}", if start > 0 { "…" } else { "" }, cut.trim(), if end < characters.len() { "…" } else { "" })
}

fn by(report: &Report) -> String {
    let publisher = report.by.publisher.as_deref().unwrap_or("publisher unknown");
    match &report.by.said_by {
        Some(said_by) => format!("{publisher}, citing {said_by}"),
        None => publisher.to_owned(),
    }
}

/// Who takes part: side by side, of a visit with its direction.
pub fn who(contact: &Engagement, known: &Known) -> String {
    let of = |side: &String| {
        let mut text = String::new();
        for (at, who) in contact.participants.iter().filter(|who| who.side == *side).enumerate() {
            let _ = write!(text, "{}{}", if at > 0 { ", " } else { "" }, who.name);
            if let Some(office) = who.office.as_ref().filter(|_| who.person && who.id.is_some()) {
                let _ = write!(text, " ({office})");
            }
        }
        if text.is_empty() { known.side(side).to_owned() } else { format!("{text} [{}]", known.side(side)) }
    };
    let (visitors, others): (Vec<&String>, Vec<&String>) =
        contact.sides.iter().partition(|side| contact.visitors.contains(side));
    let list = |sides: &[&String]| sides.iter().map(|side| of(side)).collect::<Vec<_>>().join(" – ");
    if visitors.is_empty() || others.is_empty() {
        list(&contact.sides.iter().collect::<Vec<_>>())
    } else {
        format!("{} to {}", list(&visitors), list(&others))
    }
}

fn against(contradiction: &Contradiction, contact: &Engagement) -> String {
    let voices = |ids: &[RecordId]| {
        let mut said: Vec<String> = Vec::new();
        for report in contact.reports.iter().filter(|report| ids.contains(&report.record)) {
            let one = format!("{} on {} ({})", by(report), day_of(report.said), report.document);
            if !said.contains(&one) {
                said.push(one);
            }
        }
        said.join("; ")
    };
    match contradiction {
        Contradiction::Outcome { held, not_held } => {
            format!("contradicting reports: it took place, say {}; it did not, say {}", voices(held), voices(not_held))
        }
        Contradiction::Days { told } => {
            let parts: Vec<String> = told
                .iter()
                .map(|(first, last, ids)| {
                    let day = if first == last { first.to_string() } else { format!("{first} to {last}") };
                    format!("{day}, say {}", voices(ids))
                })
                .collect();
            format!("contradicting days: {}", parts.join("; "))
        }
    }
}

fn day_of(day: Option<Date>) -> String {
    day.map_or_else(|| "undated".to_owned(), |day| day.to_string())
}

/// Days as people write them; those that no words give in brackets.
pub fn days(days: &Days) -> String {
    let text = match days.grain {
        Grain::Month => days.first.strftime("%Y-%m").to_string(),
        Grain::Year => days.first.strftime("%Y").to_string(),
        _ if days.first == days.last => days.first.to_string(),
        _ => format!("{} to {}", days.first, days.last),
    };
    if days.told { text } else { format!("[by {text}]") }
}
