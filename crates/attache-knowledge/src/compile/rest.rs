//! Compiles `topics.toml`, `publishers.toml`, `views.toml` and `times.toml`.

use super::actors::BuiltActors;
use super::{Build, RawTestOf, entry_id};
use crate::cues::{Cues, Topic};
use crate::load::Entry;
use crate::publishers::{Publisher, Publishers};
use crate::source::SourceFile;
use crate::tests::Expect;
use crate::times::Times;
use crate::views::{Beginning, View, ViewTable};
use attache_record::{Class, Code, Mode, Status};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: String,
    #[serde(default)]
    plover: bool,
    words: Vec<String>,
    #[serde(default)]
    tests: Vec<RawTopicTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopicTest {
    fails: Option<String>,
    text: String,
    given: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPublisher {
    id: String,
    names: Vec<String>,
    code: Option<Code>,
    country: Option<Code>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawView {
    class: Class,
    mode: Option<Mode>,
    status: Option<Status>,
    cameo: String,
    goldstein: f32,
    plover_score: f32,
    #[expect(dead_code, reason = "the figure as printed in the manual, kept for readers of the file")]
    printed: Option<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBeginning {
    code: String,
    class: Class,
    mode: Option<Mode>,
}

impl<'s> Build<'s> {
    pub(super) fn topics(&mut self, files: &'s [SourceFile]) -> Cues<Topic> {
        let mut topics = Cues::default();
        for (file, mut table) in self.tables(files, "topics.toml") {
            for entry in self.loader.entries::<RawTopic>(file, &mut table, "topic") {
                let raw = &entry.value;
                self.claim(&format!("topic.{}", raw.id.replace('_', "-")), &entry);
                let patterns = raw.words.iter().filter_map(|words| self.pattern(words, &entry)).collect();
                for test in &raw.tests {
                    let given =
                        RawTestOf { written: &test.text, text: &test.text, on: None, fails: test.fails.as_ref() };
                    self.test(&entry, &raw.id, &given, Ok(Expect::Topic(test.given)), "");
                }
                topics.entries.push(Topic { id: entry_id(&raw.id), plover: raw.plover, patterns });
            }
            self.loader.refuse_rest(file, &table);
        }
        topics
    }

    pub(super) fn publishers(&mut self, files: &'s [SourceFile], actors: &BuiltActors) -> Publishers {
        let mut publishers = Publishers::default();
        for (file, mut table) in self.tables(files, "publishers.toml") {
            for entry in self.loader.entries::<RawPublisher>(file, &mut table, "publisher") {
                let raw = &entry.value;
                self.claim(&format!("publisher.{}", raw.id), &entry);
                for code in raw.code.iter().chain(&raw.country) {
                    if let Some(state) = code.state()
                        && actors.actors.state(state).is_none()
                    {
                        let range = self.range_of(&entry, state);
                        let message = format!("no file of actors/ has the state {state}");
                        self.loader.error(file, range, message, "mend the code, or add the state's file");
                    }
                }
                let at = u32::try_from(publishers.entries.len()).unwrap_or(u32::MAX);
                for name in &raw.names {
                    publishers.names.entry(name.to_lowercase()).or_insert(at);
                }
                publishers.entries.push(Publisher {
                    id: entry_id(&raw.id),
                    name: raw.names.first().cloned().unwrap_or_default(),
                    code: raw.code.clone(),
                    country: raw.country.clone(),
                });
            }
            self.loader.refuse_rest(file, &table);
        }
        publishers
    }

    pub(super) fn views(&mut self, files: &'s [SourceFile]) -> ViewTable {
        let mut views = ViewTable::default();
        for (file, mut table) in self.tables(files, "views.toml") {
            for entry in self.loader.entries::<RawView>(file, &mut table, "view") {
                self.only_plover(&entry, entry.value.class, entry.value.mode);
                let raw = entry.value;
                views.rows.push(View {
                    class: raw.class,
                    mode: raw.mode,
                    status: raw.status,
                    cameo: raw.cameo,
                    goldstein: raw.goldstein,
                    plover_score: raw.plover_score,
                });
            }
            for entry in self.loader.entries::<RawBeginning>(file, &mut table, "cameo") {
                self.only_plover(&entry, entry.value.class, entry.value.mode);
                let RawBeginning { code, class, mode } = entry.value;
                views.beginnings.push(Beginning { code, class, mode });
            }
            self.loader.refuse_rest(file, &table);
        }
        views
    }

    /// Reports a class or mode that PLOVER lacks.
    fn only_plover<T>(&mut self, entry: &Entry<T>, class: Class, mode: Option<Mode>) {
        let unknown = class.as_str().parse::<Class>().err();
        let unknown = unknown.or_else(|| mode.and_then(|mode| mode.as_str().parse::<Mode>().err()));
        if let Some(message) = unknown {
            let hint = "views of a class of your own stand in its file of events/";
            self.loader.error(entry.file, entry.range.clone(), message, hint);
        }
    }

    pub(super) fn times(&mut self, files: &'s [SourceFile]) -> Times {
        match files.iter().position(|f| f.name == "times.toml") {
            Some(file) => crate::times::compile(file, &mut self.loader, &mut self.vocabulary),
            None => Times::default(),
        }
    }
}
