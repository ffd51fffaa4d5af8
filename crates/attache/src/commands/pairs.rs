//! `attache code --pairs`: what one marked party does to another, sentence by sentence.

use crate::arguments::Global;
use crate::coding;
use crate::corpus::inputs::Found;
use crate::corpus::items::{Item, items};
use crate::corpus::output::{Opening, Output};
use crate::corpus::parallel::in_order;
use crate::corpus::tally::Tally;
use crate::corpus::warnings::Messages;
use crate::exit::{Exit, Failure};
use crate::terminal::progress::Progress;
use crate::terminal::{count, message};
use attache_coder::Coder;
use attache_coder::pair::{Marks, Relation, Sides};
use attache_record::{Class, Diagnostic, EntryId, Evidence, Mode, Quad, Status};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

/// A line of the input.
#[derive(Debug, Deserialize)]
struct Question {
    id: Option<Id>,
    /// The text with `<s>...</s>` around who acts and `<t>...</t>` around whom it concerns.
    marked: String,
    /// When it was published.
    date: Option<Date>,
}

/// A name as text or number.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

/// A line of the output: the keys are always the same; where nothing was found `class` is empty and the rest null.
#[derive(Debug, Serialize)]
struct Answer {
    id: Id,
    class: String,
    mode: Option<Mode>,
    status: Option<Status>,
    plover: Option<Class>,
    quad: Option<Quad>,
    cameo: Option<String>,
    score: f32,
    sides: Option<Sides>,
    evidence: Option<Evidence>,
    rules: Vec<EntryId>,
}

impl Answer {
    fn of(id: Id, found: Option<Relation>) -> Self {
        match found {
            Some(found) => Self {
                id,
                class: found.class.to_string(),
                mode: found.mode,
                status: Some(found.status),
                plover: found.plover,
                quad: Some(found.quad),
                cameo: found.cameo,
                score: found.score,
                sides: Some(found.sides),
                evidence: Some(found.evidence),
                rules: found.rules,
            },
            None => Self {
                id,
                class: String::new(),
                mode: None,
                status: None,
                plover: None,
                quad: None,
                cameo: None,
                score: 0.0,
                sides: None,
                evidence: None,
                rules: Vec::new(),
            },
        }
    }
}

/// What the user asked for.
pub struct Pairs<'p> {
    /// The files of marked sentences.
    pub found: Found,
    /// Where the answers go.
    pub output: &'p str,
    /// Whether what is there may be replaced.
    pub force: bool,
    /// The day all texts were published; outweighs what they say.
    pub date: Option<Date>,
    /// Whether the first line that cannot be read ends it.
    pub strict: bool,
}

impl Pairs<'_> {
    /// Answers every line, in order.
    ///
    /// # Errors
    /// An output that cannot be written; with `strict` a line that cannot be read; no line that can.
    pub fn run(self, coder: &Coder, global: &Global) -> Result<Exit, Failure> {
        let (mut output, _) = Output::open(self.output, Opening { fingerprint: None, force: self.force })?;
        coding::keep_faults_quiet();
        let progress = Progress::new(self.found.bytes(), global.quiet);
        let mut messages = Messages::new(global.quiet);
        let (mut read, mut answered, mut left_out) = (0_u64, 0_u64, 0_u64);
        let mut failure = None;
        let date = self.date;
        let work = |item: Item| line(coder, &item, date);
        in_order(items(self.found.inputs), global.threads(), &AtomicBool::new(false), work, |answer| {
            let written = match answer {
                Ok((line, found)) => {
                    read += 1;
                    answered += u64::from(found);
                    output.write(&line)
                }
                Err(problem) if self.strict => Err(Failure::unusable(problem)),
                Err(problem) => {
                    left_out += 1;
                    messages.show(&problem, &progress);
                    Ok(())
                }
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(problem) => {
                    failure = Some(problem);
                    ControlFlow::Break(())
                }
            }
        });
        progress.finish();
        let nothing = || {
            let problem = Diagnostic::error("no line could be read, so nothing was written");
            Failure::unusable(problem.hint("write {\"id\": \"1\", \"marked\": \"<s>Peru</s> thanked <t>Chile</t>.\"}"))
        };
        if let Some(failure) = failure.or_else(|| (read == 0).then(nothing)) {
            if let Output::File(file) = output {
                file.discard();
            }
            return Err(failure);
        }
        output.save(&Tally::default())?;
        if let Output::File(file) = output {
            file.finish(None)?;
        }
        if !global.quiet {
            let pairs = count::of(read, "pair");
            let without = read - answered;
            message::say(&format!(
                "{pairs}, {answered} answered, {without} without words of an event, {left_out} left out"
            ));
        }
        Ok(if left_out > 0 { Exit::LeftOut } else { Exit::Done })
    }
}

/// The answer to a line, and whether something was found.
fn line(coder: &Coder, item: &Item, date: Option<Date>) -> Result<(Vec<u8>, bool), Diagnostic> {
    let placed = |message: String| Diagnostic::error(message).at(item.location());
    let bytes = item.bytes.as_ref().map_err(Clone::clone)?;
    let question: Question =
        serde_json::from_slice(bytes).map_err(|error| placed(format!("this line holds no pair: {error}")))?;
    let marks = Marks::read(&question.marked).map_err(|error| placed(error.to_string()))?;
    let id = question.id.unwrap_or_else(|| Id::Text(format!("{}:{}", item.file, item.line)));
    let name = match &id {
        Id::Number(number) => number.to_string(),
        Id::Text(text) => text.clone(),
    };
    let found = coding::guarded(&name, || coder.relate(&marks, date.or(question.date)))?;
    let answered = found.is_some();
    let mut out = serde_json::to_vec(&Answer::of(id, found))
        .map_err(|error| placed(format!("the answer cannot be written: {error}")))?;
    out.push(b'\n');
    Ok((out, answered))
}
