//! Compiles the tables of `places/`: divisions, cities, smaller towns; joins the bodies that are places to their rows.

use super::Build;
use super::actors::{BuiltActors, position};
use crate::actors::{Actors, BodyIx, BodyKind, Meaning, Owner, Period, StateIx};
use crate::gazetteer::{BETWEEN, Doubt, Gazetteer, PlaceIx, Row};
use crate::lexicon::{Lexicon, Tag};
use crate::source::SourceFile;
use crate::token::fold;
use attache_record::PlaceKind;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Thousandths a degree.
const THOUSANDTHS: f64 = 1000.0;

/// Before a name: people have it too; it counts only behind a comma; only where its state is named.
const MARKS: [char; 3] = ['?', ',', '~'];

/// A place of so many people, or a capital, is meant before a person of its name: "London", "Houston".
const KNOWN_TO_ALL: u32 = 1_000_000;

/// Rows whose names are still to be added.
#[derive(Default)]
pub(super) struct BuiltGazetteer {
    pub gazetteer: Gazetteer,
    /// Divisions and states by code.
    pub divisions: BTreeMap<String, PlaceIx>,
    /// Towns by GeoNames' number.
    pub towns: BTreeMap<u32, PlaceIx>,
}

/// A line of one of the two files, cut at its tabs.
struct Line<'s> {
    file: usize,
    range: Range<usize>,
    columns: Vec<&'s str>,
}

/// What makes the names of places doubtful.
struct Rivals<'a> {
    lexicon: &'a Lexicon,
    /// Folded words of the names of people in the knowledge.
    people: BTreeSet<String>,
}

/// What a line says of a place, as it is written.
struct Written<'l> {
    id: &'l str,
    kind: PlaceKind,
    state: StateIx,
    division: Option<PlaceIx>,
    /// Latitude, longitude and people.
    numbers: [&'l str; 3],
    names: &'l str,
    /// What is doubtful of all its names.
    doubt: Doubt,
}

impl<'s> Build<'s> {
    /// The places of all files; their names join those of the actors.
    pub(super) fn gazetteer(
        &mut self,
        files: &'s [SourceFile],
        actors: &mut BuiltActors,
        lexicon: &Lexicon,
    ) -> BuiltGazetteer {
        let mut built = BuiltGazetteer::default();
        built.gazetteer.states = vec![None; actors.actors.states.len()];
        let words = actors.actors.people.iter().flat_map(|p| p.name.split([' ', '-']).chain([p.surname.as_str()]));
        let rivals = Rivals { lexicon, people: words.map(|w| fold(w).into_owned()).collect() };
        let doubt = Doubt::default();
        for line in lines(files, "places/divisions.tsv") {
            let [id, state, latitude, longitude, population, names] = line.columns[..] else {
                self.bad_line(&line, "this line has not six columns");
                continue;
            };
            let kind = if id == state { PlaceKind::State } else { PlaceKind::Division };
            let Some(state) = self.state_of(&line, state, actors) else { continue };
            let numbers = [latitude, longitude, population];
            let written = Written { id, kind, state, division: None, numbers, names, doubt };
            if let Some(ix) = self.row(&line, &written, &mut built.gazetteer, actors, &rivals) {
                built.divisions.insert(id.to_owned(), ix);
                if kind == PlaceKind::State {
                    built.gazetteer.states[state.index()] = Some(ix);
                }
            }
        }
        for line in lines(files, "places/places.tsv") {
            let [id, state, division, kind, latitude, longitude, population, names] = line.columns[..] else {
                self.bad_line(&line, "this line has not eight columns");
                continue;
            };
            let kind = if kind == "capital" { PlaceKind::Capital } else { PlaceKind::City };
            let Some(state) = self.state_of(&line, state, actors) else { continue };
            let division = built.divisions.get(division).copied();
            let numbers = [latitude, longitude, population];
            let written = Written { id, kind, state, division, numbers, names, doubt };
            self.town(&line, &written, &mut built, actors, &rivals);
        }
        for line in lines(files, "places/towns.tsv") {
            let [id, inside, latitude, longitude, population, names] = line.columns[..] else {
                self.bad_line(&line, "this line has not six columns");
                continue;
            };
            let outer =
                built.divisions.get(inside).and_then(|at| built.gazetteer.rows.get(at.0 as usize).zip(Some(*at)));
            let Some((outer, at)) = outer else {
                self.bad_line(&line, &format!("divisions.tsv has no {inside}"));
                continue;
            };
            let division = (outer.kind == PlaceKind::Division).then_some(at);
            let numbers = [latitude, longitude, population];
            let (kind, doubt) = (PlaceKind::City, Doubt::RARE);
            let written = Written { id, kind, state: outer.state, division, numbers, names, doubt };
            self.town(&line, &written, &mut built, actors, &rivals);
        }
        built.gazetteer.bodies = join_bodies(&built.gazetteer, &actors.actors, &actors.places);
        built
    }

    fn state_of(&mut self, line: &Line<'s>, code: &str, actors: &BuiltActors) -> Option<StateIx> {
        let state = actors.actors.state(code);
        if state.is_none() {
            self.bad_line(line, &format!("no file of actors/ has the state {code}"));
        }
        state
    }

    fn town(
        &mut self,
        line: &Line<'s>,
        written: &Written<'_>,
        built: &mut BuiltGazetteer,
        actors: &mut BuiltActors,
        rivals: &Rivals<'_>,
    ) {
        let Some(ix) = self.row(line, written, &mut built.gazetteer, actors, rivals) else { return };
        if let Some(row) = built.gazetteer.rows.get(ix.0 as usize) {
            built.towns.insert(row.number, ix);
        }
    }

    fn row(
        &mut self,
        line: &Line<'s>,
        written: &Written<'_>,
        gazetteer: &mut Gazetteer,
        actors: &mut BuiltActors,
        rivals: &Rivals<'_>,
    ) -> Option<PlaceIx> {
        let &Written { id, kind, state, division, numbers: [latitude, longitude, population], names, doubt } = written;
        let town = !matches!(kind, PlaceKind::State | PlaceKind::Division);
        let number = if town { id.parse().ok() } else { Some(0) };
        let read = (number, thousandths(latitude), thousandths(longitude), population.parse().ok());
        let (Some(number), Some(latitude), Some(longitude), Some(population)) = read else {
            self.bad_line(line, "a number of this line cannot be read");
            return None;
        };
        let ix = PlaceIx(position(gazetteer.rows.len()));
        gazetteer.rows.push(Row { number, kind, state, division, latitude, longitude, population });
        if !town {
            gazetteer.codes.push(id);
        }
        let mut well_known = kind == PlaceKind::Capital || population >= KNOWN_TO_ALL;
        let mut plain_names = String::new();
        for (at, name) in (0..).zip(names.split(BETWEEN).filter(|n| !n.is_empty() && *n != "-")) {
            let (name, days) = name.split_once('=').unwrap_or((name, ""));
            if !days.is_empty() {
                match period_of(days) {
                    Some(period) => gazetteer.days.push((ix, at, period)),
                    None => self.bad_line(line, &format!("\"{days}\" are no days")),
                }
            }
            let plain = name.trim_start_matches(MARKS);
            let doubt = doubt.and(self.doubt(name, plain, well_known, rivals));
            actors.names.add(self, plain, Meaning::Place(ix, doubt));
            plain_names.extend((at > 0).then_some(BETWEEN));
            plain_names.push_str(plain);
            // Its other names are less so: "Amano" is somebody.
            well_known = false;
        }
        gazetteer.names.push(&plain_names);
        Some(ix)
    }

    /// What is doubtful of a name, by the marks before it and by what else has it.
    fn doubt(&self, written: &str, plain: &str, well_known: bool, rivals: &Rivals<'_>) -> Doubt {
        let marks = &written[..written.len() - plain.len()];
        let folded = fold(plain);
        let reading = rivals.lexicon.reading(self.vocabulary.look_up_folded(&folded));
        let word = reading.is_some_and(|r| !r.proper || r.tags.iter().any(|(tag, _)| *tag == Tag::Jj));
        let namesake = !well_known && (marks.contains('?') || rivals.people.contains(&*folded));
        let doubts = [
            (marks.contains(','), Doubt::BEHIND_COMMA),
            (marks.contains('~'), Doubt::RARE),
            (namesake, Doubt::NAMESAKE),
            (word, Doubt::WORD),
        ];
        doubts.into_iter().filter(|(holds, _)| *holds).fold(Doubt::default(), |all, (_, doubt)| all.and(doubt))
    }

    fn bad_line(&mut self, line: &Line<'s>, message: &str) {
        let hint = "write the file again with training/places.py, or mend the line";
        self.loader.error(line.file, line.range.clone(), message.to_owned(), hint);
    }
}

/// The lines of a file, without comments and the names of its columns.
fn lines<'s>(files: &'s [SourceFile], name: &str) -> Vec<Line<'s>> {
    let Some(file) = files.iter().position(|f| f.name == name) else { return Vec::new() };
    let mut at = 0;
    let mut out = Vec::new();
    for line in files[file].text.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        if !text.is_empty() && !text.starts_with('#') && !text.starts_with("id\t") {
            out.push(Line { file, range: at..at + text.len(), columns: text.split('\t').collect() });
        }
        at += line.len();
    }
    out
}

fn thousandths(degrees: &str) -> Option<i32> {
    let degrees: f64 = degrees.parse().ok()?;
    if !(-180.0..=180.0).contains(&degrees) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 180,000 thousandths")]
    let thousandths = (degrees * THOUSANDTHS).round() as i32;
    Some(thousandths)
}

/// `1924-01-26/1991-09-05`, either day open.
fn period_of(days: &str) -> Option<Period> {
    let (from, to) = days.split_once('/')?;
    let day =
        |text: &str| -> Option<Option<Date>> { if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) } };
    Some(Period { from: day(from)?, to: day(to)? })
}

/// Which row each body that is a place is: the largest of its state that has one of its names; a division where the body
/// is a province.
fn join_bodies(gazetteer: &Gazetteer, actors: &Actors, names: &[(BodyIx, String)]) -> Vec<(BodyIx, PlaceIx)> {
    let wanted: BTreeSet<String> = names.iter().map(|(_, name)| fold(name).into_owned()).collect();
    let mut by_name: BTreeMap<(StateIx, String), Vec<(PlaceIx, Row)>> = BTreeMap::new();
    for (at, row) in (0..).zip(gazetteer.rows.iter()) {
        for name in gazetteer.names.get(at).split(BETWEEN).map(fold).filter(|name| wanted.contains(&**name)) {
            by_name.entry((row.state, name.into_owned())).or_default().push((PlaceIx(position(at)), row));
        }
    }
    let mut joined: BTreeMap<BodyIx, (PlaceIx, Row)> = BTreeMap::new();
    for (ix, name) in names {
        let Some(body) = actors.bodies.get(ix.index()) else { continue };
        let Owner::State(state) = body.owner else { continue };
        let province = body.kind == BodyKind::Province;
        let rank = |(_, row): &(PlaceIx, Row)| ((row.kind == PlaceKind::Division) == province, row.population);
        let best = by_name.get(&(state, fold(name).into_owned())).and_then(|all| all.iter().copied().max_by_key(rank));
        if let Some(place) = best {
            let entry = joined.entry(*ix).or_insert(place);
            if rank(&place) > rank(entry) {
                *entry = place;
            }
        }
    }
    joined.into_iter().map(|(body, (place, _))| (body, place)).collect()
}
