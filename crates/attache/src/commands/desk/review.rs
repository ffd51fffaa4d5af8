//! `attache desk review`: records confirmed, rejected and corrected with one key each.

use super::asked::Asked;
use super::{At, Author};
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, PLAIN};
use crate::terminal::page::Page;
use crate::terminal::wrap::{Styled, harmless};
use crate::terminal::{count, message};
use attache_desk::{Act, Correction, Desk, Eyes, Filed, Query, Revision, Subject, agreement, fits, kind_of};
use attache_record::{Diagnostic, Record};
use clap::{Args, ValueEnum};
use console::Term;
use jiff::ToSpan;
use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};

/// What the keys do.
const AFTER: &str = "\
Each record is shown with its sentence and source, and waits for a key:
  c  right: confirm       e  a field is wrong: correct it (FIELD=VALUE)
  r  wrong: reject        u  take the last answer back
  s  skip                 q  stop; what was answered is kept
Records that you have judged are not shown again, and what others said of them is
not shown at all. Each answer is filed at once. From a pipe the same letters are read, one a line.

With --list the revisions are shown, with --agreement how far reviewers agree:
Krippendorff's alpha of each field over the records that two or more judged.

Examples:
  attache desk review USA CHN
  attache desk review --kind contact --unsure
  attache desk review --list
  attache desk review --agreement";

/// Confirm, reject and correct records with one key each
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Review {
    #[command(flatten)]
    asked: Asked,
    /// Only records of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// The least sure first, instead of the order of publication
    #[arg(long)]
    unsure: bool,
    /// Show the revisions instead
    #[arg(long, conflicts_with = "agreement")]
    list: bool,
    /// Show how far reviewers agree instead
    #[arg(long)]
    agreement: bool,
    #[command(flatten)]
    author: Author,
}

/// Kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Event,
    Contact,
    Presence,
    Readout,
    Quote,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Contact => "contact",
            Self::Presence => "presence",
            Self::Readout => "readout",
            Self::Quote => "quote",
        }
    }
}

impl Review {
    /// Asks about record after record.
    ///
    /// # Errors
    /// A desk that cannot be used.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let mut desk = at.open()?;
        if self.list {
            return list(&desk, self.asked.horizon.json);
        }
        if self.agreement {
            return agreed(&desk, self.asked.horizon.json);
        }
        let author = self.author.name()?;
        let waiting = self.waiting(&desk, &author)?;
        if waiting.is_empty() {
            message::say("nothing is left to review");
            return Ok(Exit::LeftOut);
        }
        let mut answers = Answers::new();
        let page = Page { width: crate::terminal::width(), colored: io::stdout().is_terminal() };
        let mut reviewer = Reviewer { author, filed: Vec::new(), page, judged: 0 };
        let mut next = 0;
        while let Some(filed) = waiting.get(next) {
            reviewer.show(&desk, filed, next + 1, waiting.len())?;
            match reviewer.answer(&mut desk, filed, &mut answers)? {
                Step::Next => next += 1,
                Step::Again => {}
                Step::Back => next = next.saturating_sub(1),
                Step::Stop => break,
            }
        }
        if !global.quiet {
            let left = count::of((waiting.len() - next) as u64, "record");
            message::say(&format!("{} judged, {left} left", count::of(reviewer.judged, "record")));
        }
        Ok(Exit::Done)
    }

    /// The records that the author has not judged.
    fn waiting(&self, desk: &Desk, author: &str) -> Result<Vec<Filed<Record>>, Failure> {
        let revisions = desk.revisions(None).map_err(Failure::unusable)?;
        let judged: BTreeSet<&str> = standing(&revisions)
            .filter(|r| r.author == author && matches!(r.act, Act::Confirm | Act::Reject | Act::Correct(_)))
            .map(|revision| revision.record.as_str())
            .collect();
        let query = Query { eyes: Eyes::Of(author.to_owned()), ..self.asked.query()? };
        let mut waiting = desk.all(&query).map_err(Failure::unusable)?;
        waiting.retain(|filed| {
            let of_kind = self.kind.is_none_or(|wanted| wanted.as_str() == kind_of(&filed.record));
            of_kind && filed.record.id().is_some_and(|id| !judged.contains(id.as_str()))
        });
        if self.unsure {
            waiting.sort_by(|a, b| score(&a.record).total_cmp(&score(&b.record)));
        }
        Ok(waiting)
    }
}

/// Revisions that no later one of their author undid.
fn standing(revisions: &[Revision]) -> impl Iterator<Item = &Revision> {
    let undone: BTreeSet<&str> = revisions
        .iter()
        .filter_map(|revision| match &revision.act {
            Act::Undo { revision } => Some(revision.as_str()),
            _ => None,
        })
        .collect();
    revisions.iter().filter(move |revision| !undone.contains(revision.id.as_str()))
}

/// How sure the coder is; kinds of records that it gives no score are as sure as can be.
fn score(record: &Record) -> f32 {
    match record {
        Record::Event(event) => event.score,
        Record::Contact(contact) => contact.score,
        _ => 1.0,
    }
}

/// Where answers come from.
enum Answers {
    /// A terminal: single keys.
    Keys(Term),
    /// Anything else: the first letter of each line.
    Lines(io::Lines<io::StdinLock<'static>>),
}

impl Answers {
    fn new() -> Self {
        if io::stdin().is_terminal() { Self::Keys(Term::stdout()) } else { Self::Lines(io::stdin().lock().lines()) }
    }

    /// The next key; `None` at the end.
    fn key(&mut self) -> Option<char> {
        match self {
            Self::Keys(term) => term.read_char().ok(),
            Self::Lines(lines) => lines.next()?.ok().map(|line| line.chars().next().unwrap_or('s')),
        }
    }

    /// The next whole line.
    fn line(&mut self) -> Option<String> {
        match self {
            Self::Keys(term) => term.read_line().ok(),
            Self::Lines(lines) => lines.next()?.ok(),
        }
    }
}

/// What comes after an answer.
enum Step {
    Next,
    Again,
    Back,
    Stop,
}

/// One reviewer at work.
struct Reviewer {
    author: String,
    /// What was filed in this sitting, the last one last; an empty list for a record that was skipped.
    filed: Vec<Vec<(Subject, String)>>,
    page: Page,
    judged: u64,
}

impl Reviewer {
    fn show(&self, desk: &Desk, filed: &Filed<Record>, number: usize, of: usize) -> Result<(), Failure> {
        let source = &filed.source;
        let day = source.published.map(|day| day.to_string());
        let parts = [day.as_deref(), source.source.as_deref(), source.title.as_deref(), Some(source.document.as_str())];
        let parts: Vec<_> = parts.into_iter().flatten().map(harmless).collect();
        let head = Styled::default().with(DIM, format!("{number} of {of} · {}", parts.join(" · ")));
        let mut text = format!("\n{}", head.wrap(self.page.width, "", "  "));
        // Where only the hash is kept, the record's own words stand for the sentence.
        let body = desk.text(source).map_err(Failure::unusable)?;
        match (body, filed.record.sentence()) {
            (Some(body), Some(sentence)) => text += &self.page.sentence(&body, sentence, &[&filed.record], ""),
            _ => {
                let words: Vec<_> = filed.record.evidence().iter().map(|(_, words)| harmless(words)).collect();
                text += &Styled::default().with(PLAIN, words.join(" … ")).wrap(self.page.width, "", "");
            }
        }
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.write_all(b"[c]onfirm [r]eject [e]dit [s]kip [u]ndo [q]uit "))
            .and_then(|()| out.flush())
            .map_err(|error| Failure::stdout(&error))
    }

    fn answer(&mut self, desk: &mut Desk, filed: &Filed<Record>, answers: &mut Answers) -> Result<Step, Failure> {
        let key = answers.key();
        say("")?;
        match key.map(|key| key.to_ascii_lowercase()) {
            None | Some('q' | '\u{3}') => Ok(Step::Stop),
            Some('c' | '\n' | '\r') => self.file(desk, &filed.record, vec![Act::Confirm]),
            Some('r') => self.file(desk, &filed.record, vec![Act::Reject]),
            Some('s') => {
                self.filed.push(Vec::new());
                Ok(Step::Next)
            }
            Some('e') => self.edit(desk, &filed.record, answers),
            Some('u') => self.undo(desk),
            Some(_) => Ok(Step::Again),
        }
    }

    fn edit(&mut self, desk: &mut Desk, record: &Record, answers: &mut Answers) -> Result<Step, Failure> {
        say("FIELD=VALUE, several with ; between (status=negated; when=2023-06-17); nothing to go back")?;
        let Some(line) = answers.line().filter(|line| !line.trim().is_empty()) else { return Ok(Step::Again) };
        let read = |text: &str| {
            let correction = Correction::read(text)?;
            fits(kind_of(record), &correction).map_err(|problem| problem.to_string())?;
            Ok(Act::Correct(correction))
        };
        match line
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(read)
            .collect::<Result<Vec<_>, String>>()
        {
            Ok(acts) => self.file(desk, record, acts),
            Err(problem) => {
                say(&problem)?;
                Ok(Step::Again)
            }
        }
    }

    fn file(&mut self, desk: &mut Desk, record: &Record, acts: Vec<Act>) -> Result<Step, Failure> {
        let Some(subject) = Subject::of(record) else { return Ok(Step::Next) };
        let moment = super::now()?;
        let mut filing = desk.filing(moment, "review").map_err(Failure::output)?;
        let mut filed = Vec::new();
        for act in acts {
            // The same answer to the same record, taken back and given again, is another one: a second later if need be.
            let mut at = moment;
            let mut revision = Revision::new(&subject, at, &self.author, act, None);
            while !filing.revise(&revision).map_err(Failure::output)? {
                at = at.saturating_add(1.second()).unwrap_or(at);
                revision = Revision::new(&subject, at, &self.author, revision.act, None);
            }
            filed.push((subject.clone(), revision.id));
        }
        filing.commit().map_err(Failure::output)?;
        self.filed.push(filed);
        self.judged += 1;
        Ok(Step::Next)
    }

    fn undo(&mut self, desk: &mut Desk) -> Result<Step, Failure> {
        let Some(last) = self.filed.pop() else {
            say("nothing was answered in this sitting")?;
            return Ok(Step::Again);
        };
        if !last.is_empty() {
            let moment = super::now()?;
            let mut filing = desk.filing(moment, "review").map_err(Failure::output)?;
            for (subject, id) in last {
                let revision = Revision::new(&subject, moment, &self.author, Act::Undo { revision: id }, None);
                filing.revise(&revision).map_err(Failure::output)?;
            }
            filing.commit().map_err(Failure::output)?;
            self.judged = self.judged.saturating_sub(1);
        }
        Ok(Step::Back)
    }
}

fn say(line: &str) -> Result<(), Failure> {
    writeln!(anstream::stdout().lock(), "{line}").map_err(|error| Failure::stdout(&error))
}

/// The revisions, one a line.
fn list(desk: &Desk, json: bool) -> Result<Exit, Failure> {
    let revisions = desk.revisions(None).map_err(Failure::unusable)?;
    for revision in &revisions {
        if json {
            say(&serde_json::to_string(revision).unwrap_or_default())?;
            continue;
        }
        let note = revision.note.as_ref().map(|note| format!(" ({})", harmless(note))).unwrap_or_default();
        let Revision { id, record, at, author, act, .. } = revision;
        say(&format!("{id}  {at}  {}  {record}  {act}{note}", harmless(author)))?;
    }
    Ok(if revisions.is_empty() { Exit::LeftOut } else { Exit::Done })
}

/// How far reviewers agree, field by field.
fn agreed(desk: &Desk, json: bool) -> Result<Exit, Failure> {
    let revisions = desk.revisions(None).map_err(Failure::unusable)?;
    let standing: Vec<Revision> = standing(&revisions).cloned().collect();
    let found = agreement(&standing, |id| desk.record(id.as_str()).ok().flatten());
    if found.is_empty() {
        let problem = Diagnostic::warning("no record was judged by two reviewers");
        message::print(&problem.hint("exchange exports, or review with another --by"));
        return Ok(Exit::LeftOut);
    }
    if !json {
        say("field        records  agreed  Krippendorff's alpha")?;
    }
    for of_field in &found {
        if json {
            say(&serde_json::to_string(of_field).unwrap_or_default())?;
            continue;
        }
        let alpha = of_field.alpha.map_or_else(|| "all the same".to_owned(), |alpha| format!("{alpha:.3}"));
        say(&format!("{:<12} {:>7} {:>7}  {alpha}", of_field.field, of_field.units, of_field.agreed))?;
    }
    Ok(Exit::Done)
}
