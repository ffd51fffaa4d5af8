//! `attache explain`: why words were coded as they were, or why not.

use crate::arguments::Global;
use crate::coding;
use crate::commands::story::{Opened, Story};
use crate::corpus::items;
use crate::exit::{Exit, Failure};
use crate::terminal::page::Page;
use crate::terminal::wrap::{Styled, harmless};
use crate::terminal::{color, message};
use attache_coder::explain::Explanation;
use attache_record::{Diagnostic, Document, Doubt, EntryId, Evidence, Record};
use clap::Args;
use std::io::Write;

/// Columns of the labels.
const LABEL: usize = 10;

/// How to say which words are meant, and how to read the answer.
const AFTER: &str = "\
Examples:
  attache explain story.txt --at urged     the sentence with the first \"urged\"
  attache explain story.txt --at 512       the sentence around byte 512
  attache explain day.jsonl --event 3f2a   the record whose id begins so

Shown are the sentence and its records with the entries of the knowledge that
made them; patterns whose words stand there and that gave nothing, with the
reason; who is named and as what he acts; who says what; words that make an
event planned, possible or denied; and each word with its part of speech.";

/// Show why words were coded as they were, or why not
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Explain {
    /// Byte offset into the text, or words of it
    #[arg(long, value_name = "OFFSET|WORDS", required_unless_present = "event")]
    at: Option<String>,
    /// Id of a record, or its beginning
    #[arg(long, value_name = "ID", conflicts_with = "at")]
    event: Option<String>,
    #[command(flatten)]
    story: Story,
}

impl Explain {
    /// Explains the words.
    ///
    /// # Errors
    /// A file or knowledge that cannot be used, or words that are not in the file.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let Opened { inputs, reading, coder, witness, page } = self.story.open(global)?;
        let reader = coding::Reader::new(&coder, witness.as_ref());
        for item in items::items(inputs) {
            let read = reading.document(&item).and_then(|document| {
                let explanation = coding::explained(&reader, &document.value)?;
                Ok((document, explanation))
            });
            let (document, explanation) = match read {
                Ok(read) => read,
                Err(problem) => {
                    message::print(&problem);
                    continue;
                }
            };
            let Some(offset) = self.offset(&document.value, &explanation) else { continue };
            if !global.quiet {
                document.warnings.iter().for_each(message::print);
            }
            let text = explained(&page, &document.value, &explanation, offset);
            anstream::stdout().write_all(text.as_bytes()).map_err(|e| Failure::stdout(&e))?;
            return Ok(Exit::Done);
        }
        Err(Failure::unusable(self.not_found()))
    }

    /// The offset that the user means, if it is in this document.
    fn offset(&self, document: &Document, explanation: &Explanation) -> Option<u32> {
        if let Some(event) = &self.event {
            let mut records = explanation.sentences.iter().flat_map(|sentence| &sentence.records);
            let record = records.find(|r| r.id().is_some_and(|id| id.as_str().starts_with(event)))?;
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
            (Some(event), _) => {
                Diagnostic::error(format!("no record of \"{}\" has an id \"{event}\"", self.story.file))
            }
            (None, at) => {
                let at = at.as_deref().unwrap_or_default();
                Diagnostic::error(format!("\"{at}\" is not in the text of \"{}\"", self.story.file))
            }
        };
        diagnostic.hint(format!(
            "see text and records with: attache read {0}, or with ids: attache read {0} --format jsonl",
            self.story.file
        ))
    }
}

/// The sentence around `offset`: its records, and all that the coder saw in it.
fn explained(page: &Page, document: &Document, explanation: &Explanation, offset: u32) -> String {
    let Some(view) = explanation.sentences.iter().rfind(|view| view.span.start() <= offset) else {
        return "Nothing stands there but white space.\n".to_owned();
    };
    let mut records: Vec<&Record> = view.records.iter().collect();
    records.sort_by_key(|record| record.trigger());
    let mut out = page.sentence(&document.text, view.span, &records, &coding::reason(view));
    out.push('\n');
    for (number, record) in records.iter().enumerate() {
        let id = record.id().map(|id| id.as_str()).unwrap_or_default();
        let rules: Vec<_> = rules(record).iter().map(EntryId::as_str).collect();
        let line = Styled::default().with(color::PLAIN, rules.join(", ")).with(color::DIM, format!(" id {id}"));
        out.push_str(&labelled(page, &format!("record {}", number + 1), &line));
    }
    for refused in &view.refused {
        let line = quoted(&refused.words)
            .with(color::DIM, format!(" {}: ", refused.pattern))
            .with(color::PLAIN, refused.why.as_str());
        out.push_str(&labelled(page, "refused", &line));
    }
    for mention in &view.mentions {
        let codes: Vec<_> = mention.codes.iter().map(|code| code.as_str()).collect();
        let mut codes = codes.join(", ");
        if let Some(doubt) = mention.doubt {
            codes = [codes.as_str(), in_words(doubt)].join(if codes.is_empty() { "" } else { ", " });
        }
        let entries: Vec<_> = mention.entries.iter().map(EntryId::as_str).collect();
        let line = quoted(&mention.words)
            .with(color::CODE, format!(" {codes}"))
            .with(color::DIM, format!(" {} {}", mention.form, entries.join(", ")));
        out.push_str(&labelled(page, "mention", &line));
    }
    for claim in &view.claims {
        let mut line = quoted(&claim.cue).with(color::DIM, format!(" {}, by ", claim.rule));
        match &claim.speaker {
            Some(speaker) => line.extend(quoted(speaker)),
            None => line.push(color::DIM, "nobody named"),
        }
        for part in &claim.content {
            line.push(color::DIM, ": ");
            line.extend(quoted(part));
        }
        out.push_str(&labelled(page, "claim", &line));
    }
    for (words, cue) in &view.cues {
        let line = quoted(words).with(color::DIM, format!(" {cue}"));
        out.push_str(&labelled(page, "status", &line));
    }
    let mut words = Styled::default();
    for (span, tag) in &view.words {
        let word = harmless(span.text(&document.text).unwrap_or_default());
        words.push(color::PLAIN, format!(" {word}"));
        words.push(color::DIM, format!("/{tag}"));
    }
    out.push_str(&labelled(page, "words", &words));
    let bytes = format!("{} to {}", view.span.start(), view.span.end());
    out.push_str(&labelled(page, "bytes", &Styled::default().with(color::PLAIN, bytes)));
    out
}

/// Why the knowledge is not sure of somebody, for people.
fn in_words(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Ambiguous => "one of several of that name",
        Doubt::OutOfDate => "no office known for that day",
        Doubt::Unknown => "nobody the knowledge knows",
    }
}

/// A line with its label in front.
fn labelled(page: &Page, label: &str, line: &Styled) -> String {
    line.wrap(page.width, &format!("{label:<LABEL$}"), &" ".repeat(LABEL))
}

fn quoted(words: &Evidence) -> Styled {
    Styled::default().with(color::PLAIN, format!("“{}”", harmless(&words.text)))
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
