//! Compiles `[[person]]` entries and finds offices of one holder that two people hold on one day.

use super::actors::{BuiltActors, period, position};
use super::names::Names;
use super::raw::RawPerson;
use super::{Build, entry_id};
use crate::actors::{Meaning, OfficeIx, Owner, Period, Person, PersonIx, Tenure};
use crate::load::Entry;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

/// The tenures of an office with the person's id and where they stand.
pub(super) type Tenures = BTreeMap<OfficeIx, Vec<Spell>>;

/// One tenure, for the check of overlaps.
pub(super) struct Spell {
    period: Period,
    person: String,
    file: usize,
    range: Range<usize>,
}

impl<'s> Build<'s> {
    pub(super) fn people(
        &mut self,
        file: usize,
        owner: impl Fn(&str) -> Option<Owner>,
        table: &mut DeTable<'s>,
        built: &mut BuiltActors,
    ) {
        for entry in self.loader.entries::<RawPerson>(file, table, "person") {
            let raw = &entry.value;
            self.claim(&raw.id, &entry);
            let Some(owner) = self.owner_of(&entry, &raw.id, &owner) else { continue };
            let Some(name) = raw.names.first() else { continue };
            self.sourced(&entry, &raw.id, &raw.sources);
            let held = self.held(&entry, built);
            let at = PersonIx(position(built.actors.people.len()));
            let surname = raw
                .surname
                .clone()
                .or_else(|| name.split(' ').next_back().map(str::to_owned))
                .unwrap_or_else(|| name.clone());
            self.person_names(&mut built.names, at, raw, &surname);
            if raw.alone {
                built.alone.insert(raw.id.clone());
            }
            self.mention_tests(&entry, &raw.id, &raw.tests);
            built.actors.people.push(Person {
                id: entry_id(&raw.id),
                name: name.clone(),
                variants: raw.names.get(1..).unwrap_or_default().to_vec(),
                surname,
                owner,
                held,
            });
        }
    }

    fn person_names(&mut self, names: &mut Names, at: PersonIx, raw: &RawPerson, surname: &str) {
        for name in &raw.names {
            names.add(self, name, Meaning::Person(at));
        }
        let mut surnames = vec![surname.to_owned()];
        // Spellings of a surname that stands last: "Zelensky", "Zelenskyy".
        let last = raw.names.first().and_then(|n| n.split(' ').next_back());
        if last == Some(surname) {
            surnames.extend(raw.names.iter().filter_map(|n| n.split(' ').next_back()).map(str::to_owned));
        }
        surnames.sort();
        surnames.dedup();
        for surname in surnames {
            names.add(self, &surname, Meaning::Surname(at, raw.alone));
        }
    }

    /// The offices of a person, first held first.
    fn held(&mut self, entry: &Entry<RawPerson>, built: &mut BuiltActors) -> Vec<Tenure> {
        let mut held = Vec::new();
        let mut from = entry.range.clone();
        for tenure in &entry.value.held {
            let period = period(tenure.from, tenure.to);
            // Each tenure is looked for behind the one before, so that a second one of an office has its own place.
            let range = self.place_in(entry.file, from.clone(), &tenure.office).unwrap_or_else(|| entry.range.clone());
            from.start = range.end.min(from.end);
            let Some(&office) = built.offices.get(&tenure.office) else {
                let message = format!("there is no office \"{}\"", tenure.office);
                self.loader.error(entry.file, range, message, "add it as [[office]], or mend the id");
                continue;
            };
            if let (Some(from), Some(to)) = (period.from, period.to)
                && to < from
            {
                let message = format!("a tenure cannot end on {to} before it begins on {from}");
                self.loader.error(entry.file, range.clone(), message, "mend the dates");
            }
            let spell = Spell { period, person: entry.value.id.clone(), file: entry.file, range };
            built.tenures.entry(office).or_default().push(spell);
            held.push(Tenure { office, period });
        }
        held.sort_by_key(|t| t.period.from);
        held
    }

    fn place_in(&self, file: usize, within: Range<usize>, word: &str) -> Option<Range<usize>> {
        let at = within.start + self.loader.files[file].text.get(within)?.find(word)?;
        Some(at..at + word.len())
    }

    /// Two people in one single office on one day, or one person twice: found here, decided in the file. Offices of
    /// organisations are held by people of many files, so this waits for the last of them.
    pub(super) fn overlapping_tenures(&mut self, built: &mut BuiltActors) {
        for (office, mut list) in std::mem::take(&mut built.tenures) {
            let Some(found) = built.actors.offices.get(office.index()) else { continue };
            list.sort_by(|a, b| (a.period.from, &a.person).cmp(&(b.period.from, &b.person)));
            // Of all that began before, the one that lasts longest is compared: it may outlast its successors.
            let mut longest: Option<&Spell> = None;
            for spell in &list {
                if let Some(before) = longest.filter(|b| overlap(b.period, spell.period)) {
                    let same = before.person == spell.person;
                    if found.single || same {
                        let who = if same { "has twice" } else { "and its successor both hold" };
                        let message = format!(
                            "{} {who} {} at one time: {} and {}",
                            before.person,
                            found.id,
                            days(before),
                            days(spell)
                        );
                        let hint = if same {
                            "join the two tenures, or mend their dates"
                        } else {
                            "end the first tenure on the day on which the second begins, or say single = false"
                        };
                        self.loader.warn(spell.file, spell.range.clone(), message, hint);
                    }
                }
                if longest.is_none_or(|l| l.period.to.is_some_and(|to| spell.period.to.is_none_or(|t| t > to))) {
                    longest = Some(spell);
                }
            }
        }
    }
}

/// Whether two tenures, the second of which begins later, share more than the day on which one ends and the other begins.
fn overlap(first: Period, second: Period) -> bool {
    match (first.to, second.from) {
        (Some(to), Some(from)) => from < to,
        (None, _) | (_, None) => true,
    }
}

fn days(spell: &Spell) -> String {
    let day = |d: Option<jiff::civil::Date>, open: &str| d.map_or_else(|| open.to_owned(), |d| d.to_string());
    format!("{} {} to {}", spell.person, day(spell.period.from, "ever"), day(spell.period.to, "now"))
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;
    use crate::source::SourceFile;

    /// What is said of a state's offices and people.
    fn warnings(rest: &str) -> Vec<String> {
        let state = "[state]\ncode = \"MLT\"\nname = \"Malta\"\nnames = [\"Malta\"]\nsources = [\"ours\"]\n";
        let office = "[[office]]\nid = \"mlt.premier\"\ntitles = [\"Premier\"]\nsector = \"GOV\"\nsingle = true\n";
        let files = [SourceFile::new("actors/mlt.toml", format!("{state}{office}{rest}"))];
        let compiled = Knowledge::compile(&files).unwrap();
        compiled.warnings.iter().map(|w| w.message.clone()).collect()
    }

    fn person(id: &str, held: &str) -> String {
        format!("[[person]]\nid = \"mlt.{id}\"\nnames = [\"Ann {id}\"]\nsources = [\"ours\"]\nheld = [{held}]\n")
    }

    fn held(from: &str, to: &str) -> String {
        let to = if to.is_empty() { String::new() } else { format!(", to = {to}") };
        format!("{{ office = \"mlt.premier\", from = {from}{to} }}")
    }

    #[test]
    fn a_successor_may_begin_on_the_day_on_which_the_predecessor_ends() {
        let rest = person("abela", &held("2010-01-01", "2015-06-01")) + &person("borg", &held("2015-06-01", ""));
        assert_eq!(warnings(&rest), Vec::<String>::new());
    }

    #[test]
    fn a_holder_who_outlasts_two_successors_is_reported_with_both() {
        let rest = person("abela", &held("2010-01-01", ""))
            + &person("borg", &held("2015-06-01", "2016-01-01"))
            + &person("camilleri", &held("2017-06-01", ""));
        assert_eq!(
            warnings(&rest),
            [
                "mlt.abela and its successor both hold mlt.premier at one time: mlt.abela 2010-01-01 to now and \
                 mlt.borg 2015-06-01 to 2016-01-01",
                "mlt.abela and its successor both hold mlt.premier at one time: mlt.abela 2010-01-01 to now and \
                 mlt.camilleri 2017-06-01 to now",
            ]
        );
    }

    #[test]
    fn nobody_holds_an_office_twice_at_one_time() {
        let twice = format!("{}, {}", held("2010-01-01", "2015-06-01"), held("2014-01-01", "2016-01-01"));
        assert_eq!(
            warnings(&person("abela", &twice)),
            [
                "mlt.abela has twice mlt.premier at one time: mlt.abela 2010-01-01 to 2015-06-01 and mlt.abela 2014-01-01 \
              to 2016-01-01"
            ]
        );
    }
}
