//! Compiles `places/divisions.tsv` and `places/places.tsv`, and joins the bodies that are places to their rows.

use super::Build;
use super::actors::{BuiltActors, position};
use crate::actors::{Actors, BodyIx, BodyKind, Meaning, Owner, Period, StateIx};
use crate::gazetteer::{Doubt, Gazetteer, Name, PlaceIx, PlaceNameIx, Row};
use crate::lexicon::{Lexicon, Tag};
use crate::source::SourceFile;
use crate::token::fold;
use attache_record::PlaceKind;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Stands for no row.
const NONE: u32 = u32::MAX;

/// Thousandths a degree.
const THOUSANDTHS: f64 = 1000.0;

/// A place of so many people, or a capital, is meant before a person of its name: "London", "Houston".
const KNOWN_TO_ALL: u32 = 1_000_000;

/// Rows whose names are still to be added.
#[derive(Default)]
pub(super) struct BuiltGazetteer {
    pub gazetteer: Gazetteer,
    /// Divisions by GeoNames' code.
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

impl<'s> Build<'s> {
    /// The places of both files; their names join those of the actors.
    pub(super) fn gazetteer(
        &mut self,
        files: &'s [SourceFile],
        actors: &mut BuiltActors,
        lexicon: &Lexicon,
    ) -> BuiltGazetteer {
        let mut built = BuiltGazetteer::default();
        built.gazetteer.states = vec![NONE; actors.actors.states.len()];
        let words = actors.actors.people.iter().flat_map(|p| p.name.split([' ', '-']).chain([p.surname.as_str()]));
        let rivals = Rivals { lexicon, people: words.map(|w| fold(w).into_owned()).collect() };
        for line in lines(files, "places/divisions.tsv") {
            let [id, state, latitude, longitude, population, names] = line.columns[..] else {
                self.bad_line(&line, "this line has not six columns");
                continue;
            };
            let kind = if id == state { PlaceKind::State } else { PlaceKind::Division };
            let place = (kind, state, NONE, [latitude, longitude, population]);
            if let Some(ix) = self.row(&line, id, place, names, &mut built.gazetteer, actors, &rivals) {
                if kind == PlaceKind::Division {
                    built.divisions.insert(id.to_owned(), ix);
                } else if let Some(state) = actors.actors.state(state) {
                    built.gazetteer.states[state.index()] = ix.0;
                }
            }
        }
        for line in lines(files, "places/places.tsv") {
            let [id, state, division, kind, latitude, longitude, population, names] = line.columns[..] else {
                self.bad_line(&line, "this line has not eight columns");
                continue;
            };
            let kind = if kind == "capital" { PlaceKind::Capital } else { PlaceKind::City };
            let division = built.divisions.get(division).map_or(NONE, |ix| ix.0);
            let place = (kind, state, division, [latitude, longitude, population]);
            if let Some(ix) = self.row(&line, id, place, names, &mut built.gazetteer, actors, &rivals) {
                built.towns.insert(built.gazetteer.rows[ix.0 as usize].number, ix);
            }
        }
        built.gazetteer.bodies = join_bodies(&built.gazetteer, &actors.actors, &actors.places);
        built
    }

    #[expect(clippy::too_many_arguments, reason = "a row of eight columns, and where it goes")]
    fn row(
        &mut self,
        line: &Line<'s>,
        id: &str,
        place: (PlaceKind, &str, u32, [&str; 3]),
        names: &str,
        gazetteer: &mut Gazetteer,
        actors: &mut BuiltActors,
        rivals: &Rivals<'_>,
    ) -> Option<PlaceIx> {
        let (kind, state, division, [latitude, longitude, population]) = place;
        let Some(state) = actors.actors.state(state) else {
            self.bad_line(line, &format!("no file of actors/ has the state {state}"));
            return None;
        };
        let town = !matches!(kind, PlaceKind::State | PlaceKind::Division);
        let number = if town { id.parse().ok() } else { Some(0) };
        let read = (number, thousandths(latitude), thousandths(longitude), population.parse().ok());
        let (Some(number), Some(latitude), Some(longitude), Some(population)) = read else {
            self.bad_line(line, "a number of this line cannot be read");
            return None;
        };
        let ix = PlaceIx(position(gazetteer.rows.len()));
        let code = position(gazetteer.text.len());
        if !town {
            gazetteer.text.push_str(id);
        }
        let first = position(gazetteer.names.len());
        gazetteer.rows.push(Row { number, kind, state, division, latitude, longitude, population, names: first, code });
        let mut well_known = kind == PlaceKind::Capital || population >= KNOWN_TO_ALL;
        for name in names.split('|').filter(|n| !n.is_empty() && *n != "-") {
            self.place_name(line, name, ix, well_known, gazetteer, actors, rivals);
            // Its other names are less so: "Amano" is somebody.
            well_known = false;
        }
        Some(ix)
    }

    /// Adds a name of a row: `?` before it says that people have it too, `,` that it stands only behind a comma; the
    /// days on which it was in use follow `=`.
    #[expect(clippy::too_many_arguments, reason = "a name with its row, and where it goes")]
    fn place_name(
        &mut self,
        line: &Line<'s>,
        written: &str,
        place: PlaceIx,
        well_known: bool,
        gazetteer: &mut Gazetteer,
        actors: &mut BuiltActors,
        rivals: &Rivals<'_>,
    ) {
        let (name, days) = written.split_once('=').unwrap_or((written, ""));
        let at = PlaceNameIx(position(gazetteer.names.len()));
        if !days.is_empty() {
            let Some(period) = period_of(days) else {
                self.bad_line(line, &format!("\"{days}\" are no days"));
                return;
            };
            gazetteer.days.push((at, period));
        }
        let plain = name.trim_start_matches(['?', ',']);
        let mut doubt = Doubt::default();
        if name.starts_with(',') {
            doubt = doubt.and(Doubt::BEHIND_COMMA);
        }
        let folded = fold(plain);
        if !well_known && (name.starts_with('?') || rivals.people.contains(&*folded)) {
            doubt = doubt.and(Doubt::NAMESAKE);
        }
        let reading = rivals.lexicon.reading(self.vocabulary.look_up_folded(&folded));
        if reading.is_some_and(|r| !r.proper || r.tags.iter().any(|(tag, _)| *tag == Tag::Jj)) {
            doubt = doubt.and(Doubt::WORD);
        }
        let start = position(gazetteer.text.len());
        gazetteer.text.push_str(plain);
        gazetteer.names.push(Name { place, start, end: position(gazetteer.text.len()), doubt });
        actors.names.add(self, plain, Meaning::Place(at));
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
    let mut by_name: BTreeMap<(StateIx, String), Vec<PlaceIx>> = BTreeMap::new();
    for name in &gazetteer.names {
        let row = gazetteer.rows[name.place.0 as usize];
        let text = gazetteer.text.get(name.start as usize..name.end as usize).unwrap_or_default();
        by_name.entry((row.state, fold(text).into_owned())).or_default().push(name.place);
    }
    let mut joined: BTreeMap<BodyIx, PlaceIx> = BTreeMap::new();
    for (ix, name) in names {
        let Some(body) = actors.bodies.get(ix.index()) else { continue };
        let Owner::State(state) = body.owner else { continue };
        let province = body.kind == BodyKind::Province;
        let rank = |place: &PlaceIx| {
            let row = gazetteer.rows[place.0 as usize];
            ((row.kind == PlaceKind::Division) == province, row.population)
        };
        let best = by_name.get(&(state, fold(name).into_owned())).and_then(|all| all.iter().copied().max_by_key(rank));
        if let Some(place) = best {
            let entry = joined.entry(*ix).or_insert(place);
            if rank(&place) > rank(entry) {
                *entry = place;
            }
        }
    }
    joined.into_iter().collect()
}
