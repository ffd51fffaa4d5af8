//! `attache explain`: why words were coded as they were, or why not.

use crate::arguments::{Global, day};
use crate::coding::{self, Coding};
use crate::corpus::document::Reading;
use crate::corpus::{inputs, items};
use crate::exit::{Exit, Failure};
use crate::knowledge::Choice;
use crate::terminal::page::{Page, in_sentence};
use crate::terminal::wrap::Styled;
use crate::terminal::{self, color, message};
use attache_record::{Diagnostic, Document, EntryId, Record, Span};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;

/// How to say which words are meant.
const AFTER: &str = "\
Examples:
  attache explain story.txt --at urged     the sentence with the first \"urged\"
  attache explain story.txt --at 512       the sentence around byte 512
  attache explain day.jsonl --event 3f2a   the record whose id begins so";

/// Show why words were coded as they were, or why not
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Explain {
    /// A text, HTML or JSON Lines file; `-` reads standard input
    file: String,
    /// Byte offset into the text, or words of it
    #[arg(long, value_name = "OFFSET|WORDS", required_unless_present = "event")]
    at: Option<String>,
    /// Id of a record, or its beginning
    #[arg(long, value_name = "ID", conflicts_with = "at")]
    event: Option<String>,
    /// The day the story was published; outweighs what the file says
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    #[command(flatten)]
    knowledge: Choice,
}

impl Explain {
    /// Explains the words.
    ///
    /// # Errors
    /// A file or knowledge that cannot be used, or words that are not in the file.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let found = inputs::find(std::slice::from_ref(&self.file))?;
        let coder = self.knowledge.coder(global.quiet)?;
        coding::keep_faults_quiet();
        let reading = Reading::new(self.date);
        let page = Page { width: terminal::width(), colored: color::on_stdout() };
        for item in items::items(found.inputs) {
            let read = reading.document(&item).and_then(|document| {
                let coding = Coding::of(&coder, &document.value, true)?;
                Ok((document, coding))
            });
            let (document, coding) = match read {
                Ok(read) => read,
                Err(problem) => {
                    message::print(&problem);
                    continue;
                }
            };
            let Some(offset) = self.offset(&document.value, &coding) else { continue };
            if !global.quiet {
                document.warnings.iter().chain(&coding.warnings).for_each(message::print);
            }
            let text = explained(&page, &document.value, &coding, offset);
            anstream::stdout().write_all(text.as_bytes()).map_err(|e| Failure::stdout(&e))?;
            return Ok(Exit::Done);
        }
        Err(Failure::unusable(self.not_found()))
    }

    /// The offset that the user means, if it is in this document.
    fn offset(&self, document: &Document, coding: &Coding) -> Option<u32> {
        if let Some(event) = &self.event {
            let record = coding.records.iter().find(|r| r.id().is_some_and(|id| id.as_str().starts_with(event)))?;
            return record.trigger().map(|span| span.start());
        }
        let at = self.at.as_deref()?;
        let offset = match at.parse::<usize>() {
            Ok(offset) => (offset < document.text.len()).then_some(offset)?,
            Err(_) => document.text.find(at)?,
        };
        u32::try_from(offset).ok()
    }

    fn not_found(&self) -> Diagnostic {
        let diagnostic = match (&self.event, &self.at) {
            (Some(event), _) => Diagnostic::error(format!("no record of \"{}\" has an id \"{event}\"", self.file)),
            (None, at) => {
                let at = at.as_deref().unwrap_or_default();
                Diagnostic::error(format!("\"{at}\" is not in the text of \"{}\"", self.file))
            }
        };
        diagnostic.hint(format!(
            "see text and records with: attache read {0}, or with ids: attache read {0} --format jsonl",
            self.file
        ))
    }
}

/// The sentence around `offset` with its records, and the entries that fired for each.
fn explained(page: &Page, document: &Document, coding: &Coding, offset: u32) -> String {
    let coded = coding.coded(document);
    let Some(at) = coding.sentences.iter().rposition(|sentence| sentence.start() <= offset) else {
        return "Nothing stands there but white space.\n".to_owned();
    };
    let records = in_sentence(coded, at);
    let mut out = page.sentence(&document.text, coding.sentences[at], &records, "");
    out.push('\n');
    if records.is_empty() {
        out.push_str("No record rests on this sentence.\n");
    }
    for (number, record) in records.iter().enumerate() {
        let ids: Vec<_> = rules(record).iter().map(EntryId::as_str).collect();
        let fired = if ids.is_empty() { "none named".to_owned() } else { ids.join(", ") };
        let id = record.id().map(|id| id.as_str()).unwrap_or_default();
        let span = record.trigger().unwrap_or_else(|| Span::new(0, 0));
        let line = Styled::default().with(color::HEAD, format!("{} ", number + 1)).with(
            color::PLAIN,
            format!("record {id}, words at bytes {} to {}; entries: {fired}", span.start(), span.end()),
        );
        out.push_str(&line.wrap(page.width, "", "    "));
    }
    out
}

/// The entries that fired for a record.
fn rules(record: &Record) -> &[EntryId] {
    match record {
        Record::Event(r) => &r.rules,
        Record::Contact(r) => &r.rules,
        Record::Quote(r) => &r.rules,
        Record::Readout(r) => &r.rules,
        Record::Presence(r) => &r.rules,
        Record::Run(_) => &[],
    }
}
