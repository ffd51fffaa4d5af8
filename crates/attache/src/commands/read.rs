//! `attache read`: a story with its records beneath each sentence.

use crate::arguments::Global;
use crate::coding::{self, Coding};
use crate::commands::story::{Opened, Story};
use crate::corpus::items;
use crate::exit::{Exit, Failure};
use crate::formats::{Format, Writer};
use crate::terminal::message;
use attache_coder::explain::Explanation;
use attache_record::{Diagnostic, Span};
use clap::{Args, ValueEnum};
use std::io::Write;

/// How to read the page.
const AFTER: &str = "\
Beneath each sentence stand its records. The raised number behind the marked
words is the record's:

  Peru's envoy will [visit]¹,² Quito on Friday, the ministry said.
    1 CONSULT/visit future PER:GOV “Peru's envoy” > ECU Quito
      2023-06-16 “on Friday” · in Quito (ECU) · said by PER:GOV “the ministry”
    2 contact: visit planned, as 1

CLASS/mode and status say what the event is and whether it happened; actors
stand before `>`, recipients after it; a `?` is somebody who has no code. A
sentence that gave no record says why in brackets. Without a date, words such
as \"Friday\" stay unresolved.

Examples:
  attache read story.txt --date 2023-06-14
  attache read page.html --color always | less -R
  curl -s https://example.org/news.html | attache read -
  attache read story.txt --format jsonl | jq 'select(.kind == \"event\")'";

/// Longest text, in bytes, of which every sentence says why it gave nothing: two hundred times a long story. What is
/// kept for saying it takes a hundred times the text's room.
const LONGEST_EXPLAINED: usize = 1 << 20;

/// Show a story with its records beneath each sentence
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Read {
    /// How to show the records
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Shown,
    #[command(flatten)]
    story: Story,
}

/// How records are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// For people: sentences with their records
    Text,
    /// For programs: one JSON record a line
    Jsonl,
}

impl Read {
    /// Reads and shows the story.
    ///
    /// # Errors
    /// A file, knowledge or output that cannot be used.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let Opened { inputs, reading, coder, witness, page } = self.story.open(global)?;
        let reader = coding::Reader::new(&coder, witness.as_ref());
        let writer = Writer::new(Format::Jsonl, false, &coder);
        let mut out = anstream::stdout().lock();
        let mut failed = Vec::new();
        let mut shown = 0_u64;
        if self.format == Shown::Jsonl {
            out.write_all(&writer.head()).map_err(|e| Failure::stdout(&e))?;
        }
        for item in items::items(inputs) {
            let read = reading.document(&item).and_then(|document| {
                let coding = Coding::of(&reader, &document.value, true)?;
                let mut reasons = Vec::new();
                if self.format == Shown::Text && document.value.text.len() <= LONGEST_EXPLAINED {
                    reasons = why(&coding, &coding::explained(&reader, &document.value)?);
                }
                Ok((document, coding, reasons))
            });
            let (document, coding, reasons) = match read {
                Ok(read) => read,
                Err(problem) => {
                    message::print(&problem);
                    failed.push(problem);
                    continue;
                }
            };
            if !global.quiet {
                document.warnings.iter().chain(&coding.warnings).for_each(message::print);
            }
            let coded = coding.coded(&document.value);
            let written = match self.format {
                Shown::Text => {
                    let gap = if shown > 0 { "\n\n" } else { "" };
                    out.write_all(gap.as_bytes()).and_then(|()| page.document(coded, &reasons, &mut out))
                }
                Shown::Jsonl => {
                    let mut lines = Vec::new();
                    writer.document(coded, &mut lines);
                    out.write_all(&lines)
                }
            };
            written.map_err(|e| Failure::stdout(&e))?;
            shown += 1;
        }
        out.flush().map_err(|e| Failure::stdout(&e))?;
        match (shown, failed.is_empty()) {
            (0, true) => {
                let diagnostic = Diagnostic::warning(format!("there is nothing to read in \"{}\"", self.story.file));
                message::print(&diagnostic);
                Ok(Exit::Done)
            }
            (0, false) => Ok(Exit::Unusable),
            (_, false) => Ok(Exit::LeftOut),
            (_, true) => Ok(Exit::Done),
        }
    }
}

/// For each sentence why it gave no record; empty where it gave one.
fn why(coding: &Coding, explanation: &Explanation) -> Vec<String> {
    let views = &explanation.sentences;
    let seen = |sentence: &Span| {
        let at = views.binary_search_by_key(&sentence.start(), |view| view.span.start()).ok()?;
        views.get(at)
    };
    coding.sentences.iter().map(|sentence| seen(sentence).map(coding::reason).unwrap_or_default()).collect()
}
