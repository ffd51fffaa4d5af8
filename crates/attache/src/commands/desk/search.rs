//! `attache desk search`: full text, with what was read where the words stand.

use super::At;
use super::asked::{From, side};
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, HEAD, PLAIN};
use crate::terminal::count;
use crate::terminal::record;
use crate::terminal::wrap::{Styled, harmless};
use anstyle::Style;
use attache_desk::{Found, Hit, Passage, Search as Sought, expression};
use attache_record::Record;
use clap::Args;
use serde::Serialize;
use std::io::Write;

/// How words are written.
const AFTER: &str = "\
Several words in quotation marks of the shell are a phrase; several arguments
all stand somewhere in the text. AND, OR, NOT in capitals, a star behind the
beginning of a word, brackets, NEAR(a b, 10) and title: mean what SQLite's FTS5
takes them for. Upper and lower case, and accents, don't matter.

Examples:
  attache desk search \"core interests\"
  attache desk search \"core interests\" --who USA --who CHN
  attache desk search sanction* NOT Iran --as-of 2021-12-31
  attache desk search 'hotline OR \"lines of communication\"' --json";

/// Search the texts, and show what was read where the words stand
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Search {
    /// Words, phrases, or an expression
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Only documents in which these take part together; may be given several times
    #[arg(long = "who", value_name = "WHO")]
    who: Vec<String>,
    /// At most so many documents
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    #[command(flatten)]
    horizon: From,
}

/// A hit as a line of JSON.
#[derive(Serialize)]
struct Line<'h> {
    document: &'h str,
    publisher: Option<&'h str>,
    title: Option<&'h str>,
    published: Option<String>,
    uri: Option<&'h str>,
    passages: &'h [Passage],
}

impl Search {
    /// Searches and prints.
    ///
    /// # Errors
    /// A desk that cannot be read, or words that are no expression.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let sides = self.who.iter().map(|name| side(name)).collect::<Result<_, _>>()?;
        let words = expression(&self.words);
        let sought = Sought { words: words.clone(), sides, horizon: self.horizon.horizon(), limit: self.limit };
        let found = desk.search(&sought).map_err(Failure::unusable)?;
        let text = if self.horizon.json { lines(&found) } else { said(&found, &words, crate::terminal::width()) };
        anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        Ok(if found.hits.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}

fn lines(found: &Found) -> String {
    let mut out = String::new();
    for hit in &found.hits {
        let line = Line {
            document: hit.source.document.as_str(),
            publisher: hit.source.source.as_deref(),
            title: hit.source.title.as_deref(),
            published: hit.source.published.map(|day| day.to_string()),
            uri: hit.source.uri.as_deref(),
            passages: &hit.passages,
        };
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// Found words in a passage.
const MARK: Style = Style::new().bold().underline();

fn said(found: &Found, words: &str, width: usize) -> String {
    let shown = found.hits.len() as u64;
    let all = count::of(found.documents, "document");
    let heading = match found.documents {
        0 => format!("nothing has {words}"),
        all_of if all_of > shown => format!("{all} with {words}; the best {shown} of them:"),
        _ => format!("{all} with {words}"),
    };
    let mut out = Styled::default().with(PLAIN, heading).wrap(width, "", "");
    for hit in &found.hits {
        out.push('\n');
        out.push_str(&one(hit, width));
    }
    out
}

fn one(hit: &Hit, width: usize) -> String {
    /// Passages of one document that are shown; `--json` has all.
    const SHOWN: usize = 3;
    let source = &hit.source;
    let mut heading = Styled::default();
    if let Some(title) = &source.title {
        heading.push(HEAD, harmless(title));
        heading.push(PLAIN, " ");
    }
    let day = source.published.map_or_else(|| "no date".to_owned(), |day| day.to_string());
    let publisher = source.source.as_deref().unwrap_or("");
    let parts: Vec<&str> = [publisher, &day, source.document.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    heading.push(DIM, harmless(&parts.join(" · ")));
    let mut out = heading.wrap(width, "", "  ");
    // Passages in which something was read say more than those without.
    let mut order: Vec<(bool, usize)> =
        hit.passages.iter().enumerate().map(|(at, passage)| (passage.records.is_empty(), at)).collect();
    order.sort_unstable();
    order.truncate(SHOWN);
    order.sort_unstable_by_key(|(_, at)| *at);
    for passage in order.iter().filter_map(|(_, at)| hit.passages.get(*at)) {
        out.push_str(&marked(passage).wrap(width, "    ", "    "));
        for record in passage.records.iter().filter(|record| !matches!(record, Record::Run(_))) {
            let lines = record::lines(record);
            out.push_str(&lines.head.wrap(width, "      - ", "        "));
        }
    }
    if hit.passages.len() > SHOWN {
        let more = format!("{} more", count::of((hit.passages.len() - SHOWN) as u64, "passage"));
        out.push_str(&Styled::default().with(DIM, more).wrap(width, "    ", "    "));
    }
    out
}

/// A passage with the found words marked: by colour, or by stars where there is none.
fn marked(passage: &Passage) -> Styled {
    let stars = if crate::terminal::color::on_stdout() { "" } else { "*" };
    let mut line = Styled::default();
    let mut at = 0;
    for mark in &passage.marks {
        let (start, end) =
            (mark.start().saturating_sub(passage.span.start()), mark.end().saturating_sub(passage.span.start()));
        let (start, end) = (start as usize, end as usize);
        line.push(PLAIN, harmless(passage.text.get(at..start).unwrap_or_default()));
        line.push(MARK, format!("{stars}{}{stars}", harmless(passage.text.get(start..end).unwrap_or_default())));
        at = end;
    }
    line.push(PLAIN, harmless(passage.text.get(at..).unwrap_or_default()));
    line
}
