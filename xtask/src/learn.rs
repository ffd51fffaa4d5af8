//! What the scripts of `training/` learn from, made by the coder from the gold sets and the tests of the knowledge.

use crate::eval::gold::{self, GoldDocument, GoldEvent};
use crate::options::Options;
use crate::{Failure, knowledge, tree};
use attache_coder::event::parties::{Choice, How, Role};
use attache_coder::{Asked, Coder};
use attache_knowledge::tests::{EntryTest, Expect};
use attache_record::{Class, Code, Document, Mode};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// The gold sets that are trained on.
const SETS: [&str; 2] = ["train", "written"];

/// A side of an event, with everybody who may fill it.
#[derive(Serialize)]
struct Example<'d> {
    /// The document; of the knowledge's tests the entry.
    doc: &'d str,
    set: &'d str,
    class: &'d str,
    role: &'static str,
    /// First byte of the event's words.
    at: u32,
    /// Whether the pattern refused, since nobody fills this side.
    needed: bool,
    /// States and bodies on this side; none where there is no such event.
    gold: Option<BTreeSet<String>>,
    choices: Vec<Line<'d>>,
}

#[derive(Serialize)]
struct Line<'d> {
    sides: &'d [String],
    how: &'static str,
    features: Vec<String>,
}

/// `cargo xtask learn parties`: prints an example a line.
///
/// # Errors
/// When the gold sets or the knowledge cannot be read.
pub fn run(options: &Options) -> Result<(), Failure> {
    if options.names.first().map(String::as_str) != Some("parties") {
        return Err(Failure("write: cargo xtask learn parties".into()));
    }
    let Some(shared) = tree::shared(options) else {
        println!("learn: {}", tree::SKIPPED);
        return Ok(());
    };
    let compiled = knowledge::compiled()?;
    let mut knowledge = compiled.knowledge;
    // What was learnt before must not show in what is learnt from.
    knowledge.parties.clear();
    let coder = Coder::new(knowledge, "attache learn");
    for set in SETS {
        for document in gold::read(&shared.join(format!("data/gold/{set}.jsonl")))? {
            let asked = coder.choices(&document.document());
            for one in &asked {
                if let Some(gold) = matching(&document, one, &asked) {
                    print(&example(&document.doc, set, one, gold.map(|event| wanted(one, event))))?;
                }
            }
        }
    }
    for test in &compiled.tests {
        of_test(&coder, test)?;
    }
    Ok(())
}

fn print(example: &Example<'_>) -> Result<(), Failure> {
    println!("{}", serde_json::to_string(example)?);
    Ok(())
}

fn example<'d>(doc: &'d str, set: &'d str, asked: &'d Asked, gold: Option<BTreeSet<String>>) -> Example<'d> {
    let line = |c: &'d Choice| Line {
        sides: &c.sides,
        how: if c.how == How::Relation { "relation" } else { "other" },
        features: c.features.iter().map(ToString::to_string).collect(),
    };
    Example {
        doc,
        set,
        class: asked.class.as_str(),
        role: asked.role.as_str(),
        at: asked.trigger.start(),
        needed: asked.needed,
        gold,
        choices: asked.choices.iter().map(line).collect(),
    }
}

/// The gold event that has a side's words: of its class, in the same words, or else the only one of its class in the
/// sentence. `Some(None)` where gold has none and the pattern refused; an event that gold lacks says nothing of its parties.
fn matching<'d>(document: &'d GoldDocument, asked: &Asked, all: &[Asked]) -> Option<Option<&'d GoldEvent>> {
    let starts = document.starts();
    let meets = |range: &Range<usize>| {
        (asked.trigger.start() as usize) < range.end && range.start < asked.trigger.end() as usize
    };
    let words = |event: &GoldEvent| {
        let at = document.sentences[event.s].find(&event.trigger)?;
        let start = starts[event.s] + at;
        Some(start..start + event.trigger.len())
    };
    let of_class = || document.events.iter().filter(|e| e.class == asked.class);
    if let Some(event) = of_class().find(|e| words(e).is_some_and(|w| meets(&w))) {
        return Some(Some(event));
    }
    let sentence = starts.partition_point(|&s| s <= asked.trigger.start() as usize).saturating_sub(1);
    let here: Vec<&GoldEvent> = of_class().filter(|e| e.s == sentence).collect();
    let from = starts[sentence];
    let to = from + document.sentences[sentence].len();
    let rivals = all.iter().filter(|a| {
        a.class == asked.class && a.role == asked.role && (from..to).contains(&(a.trigger.start() as usize))
    });
    match here[..] {
        [only] if rivals.count() == 1 => Some(Some(only)),
        _ if asked.needed => Some(None),
        _ => None,
    }
}

/// The sides that gold gives.
fn wanted(asked: &Asked, event: &GoldEvent) -> BTreeSet<String> {
    let side = |code: &String| crate::eval::score::side(code).to_owned();
    let talks = event.class == Class::Consult && event.mode != Some(Mode::Visit);
    match asked.role {
        Role::Company if talks => event.actors.iter().chain(&event.recipients).map(side).collect(),
        Role::Actor | Role::Company => event.actors.iter().map(side).collect(),
        Role::Recipient => event.recipients.iter().map(side).collect(),
    }
}

/// The examples of a test of the knowledge: who takes part is right where the entry's event stands, and where a text must
/// give nothing nobody fills what its pattern lacks.
fn of_test(coder: &Coder, test: &EntryTest) -> Result<(), Failure> {
    let gold = match &test.expect {
        Expect::Gives { actors, recipients, .. } => Some([sides(actors), sides(recipients)]),
        Expect::Nothing => None,
        _ => return Ok(()),
    };
    if test.fails.is_some() {
        return Ok(());
    }
    let document = Document::from_text(test.text.clone()).published_on(test.on);
    for one in coder.choices(&document).iter().filter(|a| a.pattern == test.id) {
        let side = gold.as_ref().map(|[actors, recipients]| match one.role {
            Role::Actor => actors.clone(),
            Role::Recipient => recipients.clone(),
            Role::Company => actors.union(recipients).cloned().collect(),
        });
        if side.is_some() || one.needed {
            print(&example(test.id.as_str(), "tests", one, side))?;
        }
    }
    Ok(())
}

fn sides(codes: &[Code]) -> BTreeSet<String> {
    codes.iter().map(|code| code.dyad_side().to_owned()).collect()
}
