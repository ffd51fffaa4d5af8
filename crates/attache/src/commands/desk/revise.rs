//! `attache desk revise`: one record confirmed, rejected or corrected, without a terminal.

use super::At;
use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::terminal::message;
use attache_desk::{Act, Correction, Revision, Subject, fits, kind_of};
use attache_record::{Diagnostic, Record, RecordId};
use clap::{ArgGroup, Args};

/// What can be said, and what becomes of it.
const AFTER: &str = "\
A revision never changes a record: it is kept beside it, with its author and its
moment, and views show the record as it is under all revisions. It outlives new
codings: it finds the record again by its words. Of two that say different
things the later one counts; `attache desk review --list` shows all.

Fields: class, mode, status, actors, recipients, when, place, said-by of events;
stands, actors (visitors), recipients (hosts), when, place, said-by of contacts;
actors, recipients (hosts), when, said-by of missions; actors (the speaker),
said-by of quotations; actors (the issuer) of readouts. `none` empties a field.

Examples:
  attache desk revise db6b668c408d532f74c8 --confirm
  attache desk revise db6b668c408d532f74c8 --set stands=cancelled --note 'called off on 3 June'
  attache desk revise db6b668c408d532f74c8 --set when=2023-06-17/2023-06-18
  attache desk revise db6b668c408d532f74c8 --same-as ec377665aa5751b3b3fe";

/// Confirm, reject or correct a record
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
#[command(group = ArgGroup::new("act").required(true).args(["confirm", "reject", "set", "same_as", "not_as", "undo"]))]
pub struct Revise {
    /// The record's id
    #[arg(value_name = "RECORD")]
    record: String,
    /// It is right
    #[arg(long)]
    confirm: bool,
    /// It is wrong altogether
    #[arg(long)]
    reject: bool,
    /// A field is another; may be given several times
    #[arg(long, value_name = "FIELD=VALUE", value_parser = Correction::read)]
    set: Vec<Correction>,
    /// It is of the same occurrence or contact as another record
    #[arg(long, value_name = "RECORD")]
    same_as: Option<String>,
    /// It is not of the same occurrence or contact as another record
    #[arg(long, value_name = "RECORD")]
    not_as: Option<String>,
    /// An earlier revision of yours counts no more
    #[arg(long, value_name = "REVISION")]
    undo: Option<String>,
    /// Why
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    author: super::Author,
}

impl Revise {
    /// Files the revision.
    ///
    /// # Errors
    /// No such record, a field that it does not have, a desk that cannot be written.
    pub fn run(&self, at: &At, global: &Global) -> Result<Exit, Failure> {
        let moment = super::now()?;
        let author = self.author.name()?;
        let mut desk = at.open()?;
        let find = |name: &str| {
            desk.record(name).map_err(Failure::unusable)?.ok_or_else(|| {
                let problem = Diagnostic::error(format!("the desk has no record \"{name}\""));
                Failure::unusable(problem.hint("attache desk records shows the records of a pair with their ids"))
            })
        };
        let record = find(&self.record)?;
        for other in self.same_as.iter().chain(&self.not_as) {
            find(other)?;
        }
        let acts = self.acts(&record)?;
        let Some(subject) = Subject::of(&record) else { return Ok(Exit::LeftOut) };
        if let Some(earlier) = &self.undo {
            let known = desk.revisions(None).map_err(Failure::unusable)?;
            if !known.iter().any(|revision| revision.id == *earlier && revision.author == author) {
                let problem = Diagnostic::error(format!("{author} made no revision \"{earlier}\""));
                return Err(Failure::unusable(problem.hint("attache desk review --list shows the revisions")));
            }
        }
        let mut filing = desk.filing(moment, "revise").map_err(Failure::output)?;
        for act in acts {
            let revision = Revision::new(&subject, moment, &author, act, self.note.clone());
            filing.revise(&revision).map_err(Failure::output)?;
            if !global.quiet {
                message::say(&format!("{}  {}", revision.id, revision.act));
            }
        }
        filing.commit().map_err(Failure::output)?;
        Ok(Exit::Done)
    }

    fn acts(&self, record: &Record) -> Result<Vec<Act>, Failure> {
        let kind = kind_of(record);
        for correction in &self.set {
            fits(kind, correction).map_err(Failure::unusable)?;
        }
        let mut acts: Vec<Act> = self.set.iter().cloned().map(Act::Correct).collect();
        acts.extend(self.confirm.then_some(Act::Confirm));
        acts.extend(self.reject.then_some(Act::Reject));
        acts.extend(self.same_as.as_ref().map(|with| Act::Join { with: RecordId::new(with) }));
        acts.extend(self.not_as.as_ref().map(|from| Act::Part { from: RecordId::new(from) }));
        acts.extend(self.undo.as_ref().map(|revision| Act::Undo { revision: revision.clone() }));
        Ok(acts)
    }
}
