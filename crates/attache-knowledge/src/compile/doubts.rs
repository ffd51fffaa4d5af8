//! Names that could be taken for something else: found here, decided in the file.

use super::Build;
use super::actors::BuiltActors;
use crate::actors::AgentIx;
use crate::lexicon::{Lexicon, Reading, Tag};
use crate::token::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A word that is read as a name less often than this, in percent, is a common word.
const MOSTLY_NAME: u32 = 50;

/// A name with the entry that has it.
struct Named<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether the name alone, without its entry's full name before it, calls the entry.
    alone: bool,
}

impl Build<'_> {
    /// Warns of full names that two entries of different files share, and of names that are common words. An entry whose
    /// tests hold the name has decided the matter.
    pub(super) fn doubts(&mut self, built: &BuiltActors, lexicon: &Lexicon) {
        let actors = &built.actors;
        let mut names = Vec::new();
        for person in &actors.people {
            let all = std::iter::once(&person.name).chain(&person.variants);
            names.extend(all.map(|name| Named { id: person.id.as_str(), name, alone: !name.contains(" ") }));
            if built.alone.contains(person.id.as_str()) {
                names.push(Named { id: person.id.as_str(), name: &person.surname, alone: true });
            }
        }
        let organisations = actors.organisations.iter().map(|o| (o.id.as_str(), o.name.as_str()));
        let bodies = actors.bodies.iter().filter(|b| !b.kind.is_place()).map(|b| (b.id.as_str(), b.name.as_str()));
        let others = built.other_names.iter().map(|(id, name)| (id.as_str(), name.as_str()));
        names.extend(organisations.chain(bodies).chain(others).map(|(id, name)| Named { id, name, alone: true }));
        let tested = self.tested();
        let decided = |named: &Named<'_>| {
            tested.get(named.id).is_some_and(|texts| texts.iter().any(|text| text.contains(named.name)))
        };
        names.retain(|named| !decided(named));
        let shadows = self.shadows(actors.people.iter().map(|p| p.id.as_str()).collect(), &names);
        let common: Vec<_> = names.iter().filter(|n| n.alone && self.is_common(n.name, lexicon)).collect();
        let common: Vec<_> = common
            .into_iter()
            .filter_map(|n| {
                Some((self.place_of(n.id, n.name)?, format!("\"{}\" of {} is also a common word", n.name, n.id)))
            })
            .collect();
        let hint =
            "write it as news does (\"Fiat Automobiles\"), leave it out, or add a test that shows it in a sentence";
        for ((file, range), message) in common {
            self.loader.warn(file, range, message, hint);
        }
        for ((file, range), message) in shadows {
            let hint = "join the two entries if they are one; if they are two, add a test with the name to either";
            self.loader.warn(file, range, message, hint);
        }
    }

    /// Warns of names that a phrase of `discard.toml` takes away, and of nouns that two entries have with two sectors, of
    /// which the first alone is ever heard.
    pub(super) fn never_heard(&mut self, built: &BuiltActors) {
        let actors = &built.actors;
        let people = actors.people.iter().map(|p| (&p.name, p.id.as_str()));
        let organisations = actors.organisations.iter().map(|o| (&o.name, o.id.as_str()));
        let bodies = actors.bodies.iter().map(|b| (&b.name, b.id.as_str()));
        let others = built.other_names.iter().map(|(id, name)| (name, id.as_str()));
        let named: BTreeMap<&String, &str> = people.chain(organisations).chain(bodies).chain(others).collect();
        let mut found = Vec::new();
        for (id, words) in &built.discards {
            let message =
                named.get(words).map(|other| format!("\"{words}\" is no actor by {id}, but a name of {other}"));
            found.extend(message.and_then(|message| Some((self.place_of(id, words)?, message))));
        }
        let mut nouns: BTreeMap<&String, (&String, AgentIx)> = BTreeMap::new();
        for (id, noun, at) in &built.nouns {
            let (first, first_at) = *nouns.entry(noun).or_insert((id, *at));
            let sector = |at: AgentIx| actors.agents.get(at.index()).map(|agent| agent.sector);
            if sector(first_at) != sector(*at) {
                let message = format!("\"{noun}\" is a noun of {first} and of {id}, in two sectors");
                found.extend(self.place_of(id, noun).map(|place| (place, message)));
            }
        }
        for ((file, range), message) in found {
            self.loader.warn(file, range, message, "keep it in one of the two");
        }
    }

    /// The texts of the tests of each entry.
    fn tested(&self) -> BTreeMap<String, Vec<String>> {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for test in &self.tests {
            out.entry(test.id.as_str().to_owned()).or_default().push(test.text.clone());
        }
        out
    }

    /// Full names of people that another entry of another file has too.
    fn shadows(&self, people: BTreeSet<&str>, names: &[Named<'_>]) -> Vec<((usize, Range<usize>), String)> {
        let mut by_name: BTreeMap<String, Vec<&Named<'_>>> = BTreeMap::new();
        for named in names.iter().filter(|n| n.name.contains(' ')) {
            by_name.entry(fold(&named.name.replace('-', " ")).into_owned()).or_default().push(named);
        }
        let mut out = Vec::new();
        for shared in by_name.values() {
            let [first, rest @ ..] = &shared[..] else { continue };
            let other = rest.iter().find(|n| self.file_of(n.id) != self.file_of(first.id));
            let Some(other) = other.filter(|other| people.contains(first.id) || people.contains(other.id)) else {
                continue;
            };
            let message = format!("\"{}\" is a name of {} and of {}", first.name, first.id, other.id);
            out.extend(self.place_of(other.id, other.name).map(|place| (place, message)));
        }
        out
    }

    fn file_of(&self, id: &str) -> Option<usize> {
        self.ids.get(id).map(|(file, _)| *file)
    }

    /// Where a name stands in its entry.
    fn place_of(&self, id: &str, name: &str) -> Option<(usize, Range<usize>)> {
        let (file, entry) = self.ids.get(id)?;
        let at = self.loader.files[*file].text.get(entry.clone())?.find(name);
        Some((*file, at.map_or_else(|| entry.clone(), |at| entry.start + at..entry.start + at + name.len())))
    }

    /// Whether the lexicon reads a single word as something else than a name, most of the time. What is written in
    /// capitals throughout is never mistaken.
    fn is_common(&self, name: &str, lexicon: &Lexicon) -> bool {
        let single = name.chars().all(char::is_alphabetic) && name.chars().any(char::is_lowercase);
        let reading = lexicon.reading(self.vocabulary.look_up(&fold(name)));
        single && reading.is_some_and(|reading| !reading.proper && share_as_name(reading) < MOSTLY_NAME)
    }
}

fn share_as_name(reading: &Reading) -> u32 {
    reading.tags.iter().filter(|(tag, _)| matches!(tag, Tag::Nnp | Tag::Nnps)).map(|(_, share)| u32::from(*share)).sum()
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;
    use crate::source::SourceFile;

    fn state(code: &str, rest: &str) -> SourceFile {
        let head =
            format!("[state]\ncode = \"{code}\"\nname = \"{code}\"\nnames = [\"{code}\"]\nsources = [\"ours\"]\n");
        SourceFile::new(format!("actors/{}.toml", code.to_lowercase()), head + rest)
    }

    fn warnings(files: &[SourceFile]) -> Vec<String> {
        Knowledge::compile(files).unwrap().warnings.iter().map(|w| w.message.clone()).collect()
    }

    const DEFENCE: &str = "[[person]]\nid = \"aus.john-low\"\nnames = [\"John Low\"]\nsources = [\"ours\"]\n";
    const GOVERNOR: &str = "[[person]]\nid = \"can.john-low\"\nnames = [\"John Low\"]\nsources = [\"ours\"]\n";

    #[test]
    fn a_full_name_of_two_files_is_a_doubt_until_a_test_shows_whose_it_is() {
        let files = [state("AUS", DEFENCE), state("CAN", GOVERNOR)];
        assert_eq!(warnings(&files), ["\"John Low\" is a name of aus.john-low and of can.john-low"]);
        let test = "tests = [{ text = \"[John Low] of Canada left.\", acts_as = \"CAN\" }]\n";
        let files = [state("AUS", DEFENCE), state("CAN", &format!("{GOVERNOR}{test}"))];
        assert_eq!(warnings(&files), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_is_discarded_and_a_noun_in_two_sectors_are_doubts() {
        let discard = "[[discard]]\nid = \"low\"\nwords = [\"John Low\", \"Low Tide\"]\n";
        let agent = |id: &str, sector: &str| {
            format!("[[agent]]\nid = \"{id}\"\nnames = [\"pilot\"]\nsector = \"{sector}\"\nkind = \"title\"\n")
        };
        let agents = agent("pilot", "MIL") + &agent("harbour-pilot", "BUS") + &agent("test-pilot", "MIL");
        let files =
            [state("AUS", DEFENCE), SourceFile::new("discard.toml", discard), SourceFile::new("agents.toml", agents)];
        let expected = [
            "\"John Low\" is no actor by discard.low, but a name of aus.john-low",
            "\"pilot\" is a noun of agent.pilot and of agent.harbour-pilot, in two sectors",
        ];
        assert_eq!(warnings(&files), expected);
    }

    #[test]
    fn a_body_and_an_organisation_name_their_sources() {
        let body = "[[body]]\nid = \"jpn.diet\"\nnames = [\"Kokkai\"]\nkind = \"parliament\"\n";
        let organisation = "[[organisation]]\nid = \"igo.tea\"\ncode = \"IGO:TEA\"\nnames = [\"Tea Union\"]\n";
        let files = [state("JPN", body), SourceFile::new("igo.toml", organisation)];
        let problems = Knowledge::compile(&files).err().unwrap();
        let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(messages, ["\"igo.tea\" names no source", "\"jpn.diet\" names no source"]);
    }

    #[test]
    fn a_name_that_is_a_common_word_is_a_doubt() {
        let body = "[[body]]\nid = \"jpn.diet\"\nnames = [\"Diet\"]\nkind = \"parliament\"\nsector = \"LEG\"\n\
                    sources = [\"ours\"]\n";
        let text = "form\ttags\tlemma\ndiet\tNN:0.90,NNP:0.10\tdiet\n".to_owned();
        let files = [state("JPN", body), SourceFile::new("lexicon/words.tsv", text)];
        assert_eq!(warnings(&files), ["\"Diet\" of jpn.diet is also a common word"]);
    }
}
