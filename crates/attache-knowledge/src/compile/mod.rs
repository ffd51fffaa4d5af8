//! The compiler: from the files of a knowledge folder to [`Knowledge`], with all problems of all files at once.

mod actors;
#[cfg(test)]
mod addition;
mod channels;
mod codebook;
mod cues;
mod doubts;
mod events;
mod gazetteer;
mod grammar;
mod members;
mod names;
mod people;
mod raw;
mod regions;
mod rest;
mod states;

use crate::grammar::Grammar;
use crate::inflect::Irregular;
use crate::lexicon::{self, Lexicon, Reading, Tag};
use crate::load::{Entry, Loader};
use crate::pattern::{Compiler, Pattern};
use crate::source::SourceFile;
use crate::tests::{EntryTest, Expect, default_day};
use crate::vocabulary::Vocabulary;
use crate::{Compiled, Knowledge};
use attache_record::{Diagnostic, EntryId, Severity, hash_hex};
use raw::Day;
use std::collections::BTreeMap;
use toml::de::DeTable;

impl Irregular {
    /// The irregular verbs and nouns of the files of a knowledge folder. Problems of the files are not told; compiling
    /// them tells them.
    #[must_use]
    pub fn of(files: &[SourceFile]) -> Self {
        let mut build = Build::new(files);
        for file in (0..files.len()).filter(|file| files[*file].name == "grammar.toml") {
            build.grammar(file);
        }
        build.irregular
    }
}

/// Everything under construction.
struct Build<'s> {
    loader: Loader<'s>,
    vocabulary: Vocabulary,
    irregular: Irregular,
    sets: BTreeMap<String, Vec<String>>,
    /// Where each id stands, to find those that are used twice.
    ids: BTreeMap<String, (usize, std::ops::Range<usize>)>,
    tests: Vec<EntryTest>,
}

impl Knowledge {
    /// Compiles the files of a knowledge folder, and gathers the tests that its entries carry.
    ///
    /// # Errors
    /// All problems of all files at once, warnings among them where there is an error too.
    pub fn compile(files: &[SourceFile]) -> Result<Compiled, Vec<Diagnostic>> {
        let mut build = Build::new(files);
        let knowledge = build.all(files);
        if build.loader.problems.iter().any(|p| p.severity == Severity::Error) {
            return Err(build.loader.problems);
        }
        Ok(Compiled { knowledge, warnings: build.loader.problems, tests: build.tests })
    }
}

impl<'s> Build<'s> {
    fn new(files: &'s [SourceFile]) -> Self {
        Self {
            loader: Loader::new(files),
            vocabulary: Vocabulary::default(),
            irregular: Irregular::default(),
            sets: BTreeMap::new(),
            ids: BTreeMap::new(),
            tests: Vec::new(),
        }
    }

    fn all(&mut self, files: &'s [SourceFile]) -> Knowledge {
        let hash = hash_hex(files.iter().flat_map(|f| [f.name.as_bytes(), f.text.as_bytes()]));
        // Irregular forms and sets first: names and patterns are built from them.
        let (mut grammar, mut lexicon) = (Grammar::default(), Lexicon::default());
        let mut parties = crate::parties::Rows::new();
        for (file, source) in files.iter().enumerate() {
            if source.name == "grammar.toml" {
                let read = self.grammar(file);
                if !source.addition {
                    grammar = read;
                }
            } else if source.name.starts_with("sets") && is_top_toml(&source.name) {
                self.read_sets(file);
            } else if source.name == "lexicon/words.tsv" {
                lexicon = lexicon::read(file, source, &mut self.vocabulary, &mut self.loader);
            } else if source.name == "parties.tsv" {
                parties = crate::parties::read(file, source, &mut self.loader);
            }
        }
        self.irregular_readings(&mut lexicon);
        // Words of patterns before those of names: an index of patterns by word then ends with the patterns' words.
        let (events, codebook) = self.events(files);
        let (speech, status) = self.cues(files);
        let topics = self.topics(files);
        let times = self.times(files);
        let mut actors = self.actors(files);
        let mut places = self.gazetteer(files, &mut actors, &lexicon);
        self.regions(files, &mut actors, &mut places);
        self.doubts(&actors, &lexicon);
        self.never_heard(&actors);
        let publishers = self.publishers(files, &actors);
        let mut views = self.views(files);
        views.own = codebook.views;
        let channels = self.channels(files, &actors);
        self.refuse_unknown_files(files);
        let mut knowledge = Knowledge {
            hash,
            vocabulary: std::mem::take(&mut self.vocabulary),
            lexicon,
            grammar,
            actors: actors.actors,
            events,
            speech,
            status,
            topics,
            publishers,
            channels,
            parties,
            views,
            times,
        };
        knowledge.actors.gazetteer = places.gazetteer;
        knowledge.actors.names = actors.names.build(knowledge.vocabulary.len());
        knowledge.finish();
        knowledge
    }

    /// "spoke" is no participle and "spoken" no past tense, whatever the counts say; and a form that the counts lack is
    /// what the grammar says it is.
    fn irregular_readings(&mut self, lexicon: &mut Lexicon) {
        for (lemma, forms) in &self.irregular.verbs {
            let lemma = self.vocabulary.intern(lemma);
            let lists =
                [(&forms.past, Tag::Vbd), (&forms.participle, Tag::Vbn), (&forms.ing, Tag::Vbg), (&forms.s, Tag::Vbz)];
            let mut missing: BTreeMap<&String, Vec<Tag>> = BTreeMap::new();
            for (form, tag) in lists.iter().flat_map(|(forms, tag)| forms.iter().map(move |form| (form, *tag))) {
                missing.entry(form).or_default().push(tag);
            }
            for (form, tags) in missing {
                let word = self.vocabulary.intern(form);
                if lexicon.reading(word).is_none() {
                    let share = u8::try_from(100 / tags.len()).unwrap_or(1);
                    let tags = tags.into_iter().map(|tag| (tag, share)).collect();
                    lexicon.set(word, Reading { tags, lemma: Some(lemma), proper: false });
                }
            }
        }
        for forms in self.irregular.verbs.values() {
            for (own, other, wrong) in
                [(&forms.past, &forms.participle, Tag::Vbn), (&forms.participle, &forms.past, Tag::Vbd)]
            {
                for form in own.iter().filter(|f| !other.contains(f) && !other.is_empty()) {
                    lexicon.forbid(self.vocabulary.look_up(form), wrong);
                }
            }
        }
    }

    /// The tables of all files of a name: the knowledge's own, and those of the folders that add to it.
    fn tables(&mut self, files: &'s [SourceFile], name: &str) -> Vec<(usize, DeTable<'s>)> {
        let named: Vec<usize> = (0..files.len()).filter(|file| files[*file].name == name).collect();
        named.into_iter().map(|file| (file, self.loader.table(file))).collect()
    }

    /// Notes an id, and reports one that was used before.
    fn claim<T>(&mut self, id: &str, entry: &Entry<T>) {
        let fits = !id.is_empty()
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '+'));
        if !fits {
            self.loader.error(
                entry.file,
                entry.range.clone(),
                format!("the id \"{id}\" is not made of lower-case letters, digits, - and ."),
                "write for example consult.visit.travel-to",
            );
        }
        if let Some((file, range)) = self.ids.get(id) {
            let first = self.loader.files[*file].location(range.clone());
            self.loader.error(
                entry.file,
                entry.range.clone(),
                format!("the id \"{id}\" is used before, in {}:{}", first.file, first.line),
                "an id names one entry; give this one another",
            );
        } else {
            self.ids.insert(id.to_owned(), (entry.file, entry.range.clone()));
        }
    }

    /// Compiles a pattern of an entry; a problem is shown at the pattern's own text.
    fn pattern<T>(&mut self, words: &str, entry: &Entry<T>) -> Option<Pattern> {
        let compiler = Compiler { irregular: &self.irregular, sets: &self.sets };
        match compiler.compile(words, &mut self.vocabulary) {
            Ok(pattern) => Some(pattern),
            Err(problem) => {
                let text = &self.loader.files[entry.file].text;
                let inside = text.get(entry.range.clone()).and_then(|t| t.find(words)).map(|at| entry.range.start + at);
                let range = match inside {
                    Some(start) => start + problem.at..start + words.len().max(problem.at + 1),
                    None => entry.range.clone(),
                };
                self.loader.error(entry.file, range, problem.message, problem.hint);
                None
            }
        }
    }

    /// Where a word of an entry stands, for messages; the whole entry where it is not found.
    fn range_of<T>(&self, entry: &Entry<T>, word: &str) -> std::ops::Range<usize> {
        let text = &self.loader.files[entry.file].text;
        match text.get(entry.range.clone()).and_then(|t| t.find(word)) {
            Some(at) => entry.range.start + at..entry.range.start + at + word.len(),
            None => entry.range.clone(),
        }
    }

    /// Notes a test of an entry. One that does not say what it expects is reported, with `hint`.
    fn test<T>(&mut self, entry: &Entry<T>, id: &str, raw: &RawTestOf<'_>, expect: Result<Expect, String>, hint: &str) {
        let range = self.range_of(entry, raw.written);
        match expect {
            Ok(expect) => self.tests.push(EntryTest {
                id: entry_id(id),
                location: self.loader.files[entry.file].location(range),
                on: raw.on.map_or_else(default_day, |d| d.0),
                text: raw.text.to_owned(),
                expect,
                fails: raw.fails.cloned(),
            }),
            Err(message) => self.loader.error(entry.file, range, message, hint),
        }
    }

    fn read_sets(&mut self, file: usize) {
        let mut table = self.loader.table(file);
        for entry in self.loader.entries::<RawSet>(file, &mut table, "set") {
            if let Some(old) = self.sets.insert(entry.value.id.clone(), entry.value.words.clone()) {
                let range = self.range_of(&entry, &entry.value.id);
                let message = format!("the set \"{}\" stands here again ({} words before)", entry.value.id, old.len());
                self.loader.error(file, range, message, "join the two, or name one of them otherwise");
            }
        }
        self.loader.refuse_rest(file, &table);
    }

    fn refuse_unknown_files(&mut self, files: &'s [SourceFile]) {
        /// What only a whole knowledge has, not a folder that adds to one.
        const WHOLE: [&str; 6] = [
            "lexicon/words.tsv",
            "parties.tsv",
            "places/divisions.tsv",
            "places/places.tsv",
            "times.toml",
            "views.toml",
        ];
        const KNOWN: [&str; 12] = [
            "agents.toml",
            "channels.toml",
            "contacts.toml",
            "discard.toml",
            "grammar.toml",
            "presence.toml",
            "publishers.toml",
            "sources.toml",
            "speech.toml",
            "status.toml",
            "times.toml",
            "topics.toml",
        ];
        for (file, source) in files.iter().enumerate() {
            let name = source.name.as_str();
            let known = KNOWN.contains(&name)
                || actors::ORGANISATIONS.contains(&name)
                || name == "views.toml"
                || matches!(name, "lexicon/words.tsv" | "parties.tsv")
                || matches!(
                    name,
                    "places/regions.toml" | "places/divisions.tsv" | "places/places.tsv" | "places/towns.tsv"
                )
                || name.starts_with("actors/")
                || name.starts_with("events/")
                || (name.starts_with("sets") && is_top_toml(name));
            if source.addition && WHOLE.contains(&name) {
                let message = format!("the file {name} cannot stand in a folder that adds to the knowledge");
                self.loader.error(file, 0..0, message, "take it away, or give a whole folder with --knowledge");
            }
            if !known {
                self.loader.error(
                    file,
                    0..0,
                    format!("the file {name} is none that the coder reads"),
                    "knowledge/README.md lists the files; rename it or take it away",
                );
            }
        }
    }
}

fn is_top_toml(name: &str) -> bool {
    !name.contains('/') && name.ends_with(".toml")
}

fn entry_id(id: &str) -> EntryId {
    EntryId::new(id)
}

/// One text or several.
#[derive(serde::Deserialize, Clone)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn list(&self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one.clone()],
            Self::Many(many) => many.clone(),
        }
    }
}

/// What the tests of all kinds of entries have in common.
struct RawTestOf<'t> {
    /// The text as it stands in the file, for messages.
    written: &'t str,
    text: &'t str,
    on: Option<Day>,
    fails: Option<&'t String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSet {
    id: String,
    words: Vec<String>,
}
