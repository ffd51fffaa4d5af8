//! A case file: a heading that is a claim, prose, texts with their dates, and the records they must give.

use crate::expected::{self, DocumentCheck, Expected, Kind};
use attache_coder::ingest::{self, Hints};
use attache_record::Document;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One file.
pub struct Case {
    pub claim: String,
    pub samples: Vec<Sample>,
}

/// One text and what it must give.
pub struct Sample {
    /// Line of the text's fence.
    pub line: usize,
    pub document: Document,
    pub known_to_fail: Option<Known>,
    pub expected: Vec<Expected>,
    /// What the document itself must be, with the line that says so.
    pub of_document: Vec<(usize, DocumentCheck)>,
    /// Kinds whose list is complete: events always, others where the block names them.
    pub complete: BTreeSet<Kind>,
}

/// The mark of a text that the coder cannot read yet.
#[derive(Clone)]
pub struct Known {
    pub line: usize,
    pub reason: String,
}

/// What cannot be read in a case file.
#[derive(Debug)]
pub struct CaseError {
    pub line: usize,
    pub message: String,
}

const PUBLISHED: &str = "Published ";
const UNDATED: &str = "Published without a date";
const KNOWN: &str = "Known to fail: ";

/// Date, source and title that hold for the texts that follow.
#[derive(Clone, Default)]
struct Header {
    seen: bool,
    date: Option<Date>,
    source: Option<String>,
    title: Option<String>,
}

/// Reads `Published 2023-06-14 by SOURCE, under "TITLE".`, of which all but the date may be missing.
fn header(line: &str) -> Result<Header, String> {
    let mut header = Header { seen: true, ..Header::default() };
    let rest = if let Some(rest) = line.strip_prefix(UNDATED) {
        rest
    } else {
        let rest = line.strip_prefix(PUBLISHED).unwrap_or_default();
        let end = rest.find([' ', '.', ',']).unwrap_or(rest.len());
        let (day, rest) = rest.split_at(end);
        let problem = |_| format!("\"{day}\" is no day: write \"Published 2023-06-14 by SOURCE.\"");
        header.date = Some(day.parse::<Date>().map_err(problem)?);
        rest
    };
    let rest = rest.trim().trim_end_matches('.');
    let (source, title) = match rest.split_once("under \"") {
        Some((before, title)) => (before, Some(title.trim_end_matches('"').to_owned())),
        None => (rest, None),
    };
    let source = source.trim().trim_end_matches(',').trim();
    header.title = title;
    header.source = source.strip_prefix("by ").map(|s| s.trim().to_owned());
    if header.source.is_none() && !source.is_empty() {
        return Err(format!(
            "\"{source}\" is not understood: write \"Published 2023-06-14 by SOURCE, under \\\"TITLE\\\".\""
        ));
    }
    Ok(header)
}

/// A fence that has been opened.
struct Fence {
    line: usize,
    kind: String,
    lines: Vec<(usize, String)>,
}

/// The reader's state between lines.
#[derive(Default)]
struct Reader {
    claim: Option<String>,
    header: Header,
    known: Option<Known>,
    /// A text whose records have not come yet.
    waiting: Option<(usize, Document, Option<Known>)>,
    samples: Vec<Sample>,
    errors: Vec<CaseError>,
}

impl Reader {
    fn error(&mut self, line: usize, message: impl Into<String>) {
        self.errors.push(CaseError { line, message: message.into() });
    }

    fn prose(&mut self, number: usize, line: &str) {
        if let Some(claim) = line.strip_prefix("# ") {
            if self.claim.is_some() {
                self.error(
                    number,
                    "a case has one heading, its claim: put the second behaviour into a file of its own",
                );
            }
            self.claim = Some(claim.trim().to_owned());
        } else if let Some(reason) = line.strip_prefix(KNOWN) {
            self.known = Some(Known { line: number, reason: reason.trim().to_owned() });
        } else if line.starts_with(PUBLISHED) {
            match header(line) {
                Ok(header) => self.header = header,
                Err(message) => self.error(number, message),
            }
        } else if self.claim.is_none() && !line.trim().is_empty() {
            self.error(number, "the first line is the claim: \"# A visit that is announced is a future visit\"");
            self.claim = Some(String::new());
        }
    }

    fn fence(&mut self, fence: &Fence) {
        match fence.kind.as_str() {
            "text" | "html" => self.text(fence),
            "records" => self.records(fence),
            other => self.error(fence.line, format!("a fence is ```text, ```html or ```records, not \"{other}\"")),
        }
    }

    fn text(&mut self, fence: &Fence) {
        if let Some((line, ..)) = self.waiting.take() {
            self.error(line, "this text has no ```records block");
        }
        if !self.header.seen {
            self.error(fence.line, "say before the text when it was published: \"Published 2023-06-14 by SOURCE.\"");
        }
        let text: Vec<&str> = fence.lines.iter().map(|(_, line)| line.as_str()).collect();
        let text = text.join("\n");
        let hints = Hints { uri: None, date: self.header.date };
        let read = if fence.kind == "html" { ingest::html } else { ingest::plain };
        let mut document = match read(text.as_bytes(), &hints) {
            Ok(read) => read.value,
            Err(problem) => return self.error(fence.line, problem.to_string()),
        };
        document.source = self.header.source.clone().or(document.source);
        document.title = self.header.title.clone().or(document.title);
        self.waiting = Some((fence.line, document, self.known.take()));
    }

    fn records(&mut self, fence: &Fence) {
        let Some((line, document, known_to_fail)) = self.waiting.take() else {
            self.error(fence.line, "these records follow no ```text block");
            return;
        };
        let mut sample = Sample {
            line,
            document,
            known_to_fail,
            expected: Vec::new(),
            of_document: Vec::new(),
            complete: BTreeSet::from([Kind::Event]),
        };
        let mut said = false;
        for (number, line) in fence.lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
            said = true;
            match expected::read(*number, line.trim(), &sample.document.text) {
                Ok(expected::Line::Nothing) => sample.complete.extend(Kind::ALL),
                Ok(expected::Line::Document(check)) => sample.of_document.push((*number, check)),
                Ok(expected::Line::No(kind)) => {
                    sample.complete.insert(kind);
                }
                Ok(expected::Line::One(one)) => {
                    sample.complete.insert(one.kind);
                    sample.expected.push(one);
                }
                Err(message) => self.error(*number, format!("{message}\n  in: {}", line.trim())),
            }
        }
        if !said {
            self.error(fence.line, "an empty block says nothing: write \"nothing\" where no record may come");
        }
        self.samples.push(sample);
    }
}

/// Reads a case file.
pub fn parse(text: &str) -> Result<Case, Vec<CaseError>> {
    let mut reader = Reader::default();
    let mut open: Option<Fence> = None;
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => {
                if let Some(fence) = open.take() {
                    reader.fence(&fence);
                }
            }
            (Some(fence), _) => fence.lines.push((number, line.to_owned())),
            (None, Some(kind)) => open = Some(Fence { line: number, kind: kind.to_owned(), lines: Vec::new() }),
            (None, None) => reader.prose(number, line),
        }
    }
    if let Some(fence) = open {
        reader.error(fence.line, "this fence is never closed");
    }
    if let Some((line, ..)) = reader.waiting.take() {
        reader.error(line, "this text has no ```records block");
    }
    if let Some(known) = reader.known.take() {
        reader.error(known.line, "\"Known to fail\" stands before the text it is about, and none follows");
    }
    if reader.samples.is_empty() && reader.errors.is_empty() {
        reader.error(1, "a case has at least one ```text block and its ```records block");
    }
    if reader.errors.is_empty() {
        Ok(Case { claim: reader.claim.unwrap_or_default(), samples: reader.samples })
    } else {
        Err(reader.errors)
    }
}

#[test]
fn a_case_with_three_slips_names_all_three_with_their_lines() {
    let text = "# A claim\n\nPublished on Monday.\n\n```text\nTurkey expelled an envoy.\n```\n\n```records\n\
                SANCTION/kick actual TUR\nEXPEL TUR > EGY\n```\n";
    let errors = parse(text).err().expect("three slips");
    let seen: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.line, e.message)).collect();
    let seen = seen.join("\n");
    for wanted in ["3: \"on\" is no day", "10: \"kick\" is none of", "11: \"EXPEL\" is no kind of record"] {
        assert!(seen.contains(wanted), "wanted {wanted}\nseen {seen}");
    }
}
