//! How good the coder is: codes the evaluation sets and writes `eval/scores.csv`.
//!
//! What each set is, and what each measure says: `eval/README.md`.

mod accounts;
mod actors;
mod cross;
mod desk;
mod dyads;
pub mod gold;
mod journeys;
mod model;
mod names;
mod offices;
mod presence;
mod roots;
pub mod score;
mod seed;
mod show;
mod sift;
mod table;
mod witness;

use crate::options::Options;
use crate::{Failure, knowledge, tree};
use attache_coder::Coder;
use attache_model::Size;
use attache_record::{Document, Record};
use model::{Models, Names, Task};
use offices::Source;
use roots::Told;
use show::Mistake;
use sift::Texts;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;
use table::{Row, Table};

/// How many rows of a set a smoke run codes.
const SMOKE: usize = 20;

/// The sets, in the order in which they are coded: name, file or folder below `data/`, and how it is scored.
const SETS: [(&str, &str, Kind); 60] = [
    ("actors/gold-dev", "gold/dev.jsonl", Kind::Actors),
    ("actors/gold-train", "gold/train.jsonl", Kind::Actors),
    ("actors/gold-written", "gold/written.jsonl", Kind::Actors),
    ("actors/gold-written_dev", "gold/written_dev.jsonl", Kind::Actors),
    ("gold/dev", "gold/dev.jsonl", Kind::Gold),
    ("gold/train", "gold/train.jsonl", Kind::Gold),
    ("gold/written", "gold/written.jsonl", Kind::Gold),
    ("gold/written_dev", "gold/written_dev.jsonl", Kind::Gold),
    ("desk/presence", "truth/rdcr_events.jsonl", Kind::Presence),
    ("desk/copies", "news", Kind::Copies),
    ("desk/readouts", "readouts/pairs.jsonl", Kind::Accounts),
    ("desk/occurrences", "news", Kind::Occurrences),
    ("events/petr2_gsr_validation", "events/petr2_gsr_validation.jsonl", Kind::Dyads),
    ("events/petr_unittest", "events/petr_unittest.jsonl", Kind::Dyads),
    ("events/plover_gsr_cameo", "events/plover_gsr_cameo.jsonl", Kind::Dyads),
    ("events/plv_train", "events/plv_train.jsonl", Kind::Roots(Told::Nothing)),
    ("model/best/ewt-dev gold tokens", "ud/en_ewt-ud-dev.conllu", Kind::Model(Size::Best, Task::Given)),
    ("model/best/ewt-dev own tokens", "ud/en_ewt-ud-dev.conllu", Kind::Model(Size::Best, Task::Own)),
    ("model/best/events gold-dev", "gold/dev.jsonl", Kind::Model(Size::Best, Task::Events)),
    ("model/best/events gold-written_dev", "gold/written_dev.jsonl", Kind::Model(Size::Best, Task::Events)),
    ("model/best/gum-dev gold tokens", "ud/en_gum-free-dev.conllu", Kind::Model(Size::Best, Task::Given)),
    ("model/best/gum-dev own tokens", "ud/en_gum-free-dev.conllu", Kind::Model(Size::Best, Task::Own)),
    ("model/best/names uner-ewt-dev", "ner/uner-ewt-dev.iob2", Kind::Model(Size::Best, Task::Names(Names::Universal))),
    ("model/best/names wikigold", "ner/wikigold.conll", Kind::Model(Size::Best, Task::Names(Names::Wikigold))),
    ("model/best/names re3d", "ner/re3d-free.conll", Kind::Model(Size::Best, Task::Names(Names::Re3d))),
    ("model/best/roles propbank-ewt-dev", "srl/propbank-ewt-dev.jsonl", Kind::Model(Size::Best, Task::Roles)),
    ("model/fast/ewt-dev gold tokens", "ud/en_ewt-ud-dev.conllu", Kind::Model(Size::Fast, Task::Given)),
    ("model/fast/ewt-dev own tokens", "ud/en_ewt-ud-dev.conllu", Kind::Model(Size::Fast, Task::Own)),
    ("model/fast/events gold-dev", "gold/dev.jsonl", Kind::Model(Size::Fast, Task::Events)),
    ("model/fast/events gold-written_dev", "gold/written_dev.jsonl", Kind::Model(Size::Fast, Task::Events)),
    ("model/fast/gum-dev gold tokens", "ud/en_gum-free-dev.conllu", Kind::Model(Size::Fast, Task::Given)),
    ("model/fast/gum-dev own tokens", "ud/en_gum-free-dev.conllu", Kind::Model(Size::Fast, Task::Own)),
    ("model/fast/names uner-ewt-dev", "ner/uner-ewt-dev.iob2", Kind::Model(Size::Fast, Task::Names(Names::Universal))),
    ("model/fast/names wikigold", "ner/wikigold.conll", Kind::Model(Size::Fast, Task::Names(Names::Wikigold))),
    ("model/fast/names re3d", "ner/re3d-free.conll", Kind::Model(Size::Fast, Task::Names(Names::Re3d))),
    ("model/fast/roles propbank-ewt-dev", "srl/propbank-ewt-dev.jsonl", Kind::Model(Size::Fast, Task::Roles)),
    ("names/news", "news", Kind::Names),
    ("offices/cia-2019", "truth/cia_cabinets_2019-06.jsonl", Kind::Offices(Source::Cabinets)),
    ("offices/factbook", "truth/factbook_offices.jsonl", Kind::Offices(Source::Factbook)),
    ("offices/reign", "truth/reign_leaders.jsonl", Kind::Offices(Source::Reign)),
    ("offices/wikidata-fm", "truth/foreign_ministers_wikidata_2023-01.jsonl", Kind::Offices(Source::Ministers)),
    ("offices/wikidata-un", "truth/un_officials_wikidata_2023-01.jsonl", Kind::Offices(Source::UnitedNations)),
    ("pairs/plv_train", "events/plv_train.jsonl", Kind::Roots(Told::Pair)),
    ("seed/story", "seed/story.txt", Kind::Seed),
    ("sift/gold-train", "gold/train.jsonl", Kind::Sift(Texts::Gold)),
    ("sift/gold-dev", "gold/dev.jsonl", Kind::Sift(Texts::Gold)),
    ("sift/gold-written", "gold/written.jsonl", Kind::Sift(Texts::Gold)),
    ("sift/gold-written_dev", "gold/written_dev.jsonl", Kind::Sift(Texts::Gold)),
    ("sift/kremlin-2012", "news/ru_kremlin_2012_2020.jsonl", Kind::Sift(Texts::Plain)),
    ("sift/kremlin-2021", "news/ru_kremlin_2021_2022.jsonl", Kind::Sift(Texts::Plain)),
    ("sift/state-department", "news/us_state_2021_2022.jsonl", Kind::Sift(Texts::Plain)),
    ("sift/white-house", "news/us_whitehouse_intl_2021_2026.jsonl", Kind::Sift(Texts::Plain)),
    ("sift/wikinews", "news/wikinews_ccby.jsonl", Kind::Sift(Texts::Plain)),
    ("sift/ordinary", "news/wikinews_ccby.jsonl", Kind::Sift(Texts::Ordinary)),
    ("with-best/gold-dev", "gold/dev.jsonl", Kind::Witness(Size::Best)),
    ("with-best/gold-written_dev", "gold/written_dev.jsonl", Kind::Witness(Size::Best)),
    ("with-fast/gold-dev", "gold/dev.jsonl", Kind::Witness(Size::Fast)),
    ("with-fast/gold-written_dev", "gold/written_dev.jsonl", Kind::Witness(Size::Fast)),
    ("truth/travels", "truth/travels.jsonl", Kind::Journeys),
    ("truth/visits", "truth/visits.jsonl", Kind::Journeys),
];

/// How a set is scored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Accounts,
    Actors,
    Copies,
    Occurrences,
    Witness(Size),
    Gold,
    Dyads,
    Roots(Told),
    Journeys,
    Presence,
    Seed,
    Names,
    Offices(Source),
    Sift(Texts),
    Model(Size, Task),
}

/// What a set is scored with.
pub struct Bench<'b> {
    coder: &'b Coder,
    shared: &'b Path,
    smoke: bool,
    cross_check: bool,
}

impl Bench<'_> {
    /// The records of each document, in order, coded with all cores.
    pub fn code(&self, documents: &[Document]) -> Vec<Vec<Record>> {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let chunk = documents.len().div_ceil(workers).max(1);
        thread::scope(|scope| {
            let parts: Vec<_> = documents
                .chunks(chunk)
                .map(|part| scope.spawn(|| part.iter().map(|d| self.coder.code(d).value).collect::<Vec<_>>()))
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    /// The rows that are scored: all, or a few in a smoke run.
    pub fn take<T>(&self, mut rows: Vec<T>) -> Vec<T> {
        if self.smoke {
            rows.truncate(SMOKE);
        }
        rows
    }
}

/// A set's figures and mistakes.
pub struct Outcome {
    rows: Vec<Row>,
    mistakes: Vec<Mistake>,
}

fn wanted(name: &str, names: &[String]) -> bool {
    names.is_empty() || names.iter().any(|wanted| name == wanted || name.split('/').any(|part| part == wanted))
}

/// `cargo xtask eval`.
///
/// # Errors
/// When a set cannot be read, or the two scorers disagree.
pub fn run(options: &Options) -> Result<(), Failure> {
    let Some(shared) = tree::shared(options) else {
        println!("eval: {}", tree::SKIPPED);
        return Ok(());
    };
    if let Some(unknown) =
        options.names.iter().find(|name| !SETS.iter().any(|(set, ..)| wanted(set, &[(*name).clone()])))
    {
        let names: Vec<&str> = SETS.iter().map(|(set, ..)| *set).collect();
        return Err(Failure(format!("\"{unknown}\" is no set; there are: {}", names.join(", "))));
    }
    let coder = Coder::new(knowledge::compiled()?.knowledge, "attache eval");
    let bench = Bench { coder: &coder, shared: &shared, smoke: options.smoke, cross_check: options.cross_check };
    let models = Models::default();
    let mut table = Table::default();
    for (name, file, kind) in SETS.into_iter().filter(|(name, ..)| wanted(name, &options.names)) {
        let path = shared.join("data").join(file);
        if !path.exists() {
            println!("{name}: skipped, the shared data lack {file}");
            continue;
        }
        let outcome = match kind {
            Kind::Witness(size) => witness::score(&bench, &models, name, &path, size)?,
            Kind::Accounts => accounts::score(&bench, name, &path)?,
            Kind::Actors => actors::score(&bench, name, &path)?,
            Kind::Copies => desk::copies::score(&bench, name, &path)?,
            Kind::Occurrences => desk::occurrences::score(&bench, name, &path)?,
            Kind::Gold => show::gold(&bench, name, &path)?,
            Kind::Dyads => dyads::score(&bench, name, &path)?,
            Kind::Roots(told) => roots::score(&bench, name, &path, told)?,
            Kind::Offices(source) => offices::score(&bench, name, &path, source)?,
            Kind::Names => names::score(&bench, name, &path)?,
            Kind::Seed => seed::score(&bench, name, &path)?,
            Kind::Journeys => journeys::score(&bench, name, &path)?,
            Kind::Presence => presence::score(&bench, name, &path)?,
            Kind::Model(size, task) => model::score(&bench, &models, name, &path, (size, task))?,
            Kind::Sift(texts) => sift::score(&bench, name, &path, texts)?,
        };
        if let Some(most) = options.errors {
            show::print(name, &outcome.mistakes, most, options.class);
        } else {
            table::print(name, &outcome.rows);
        }
        table.extend(outcome.rows);
    }
    if options.smoke || options.errors.is_some() {
        return Ok(());
    }
    let kept = tree::root().join("eval/scores.csv");
    let sets: Vec<&str> = SETS.iter().map(|(set, ..)| *set).filter(|set| wanted(set, &options.names)).collect();
    table.merge(&kept, &sets)?;
    tree::write(&kept, &table.csv())?;
    println!("wrote eval/scores.csv");
    Ok(())
}
