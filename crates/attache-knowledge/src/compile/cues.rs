//! Compiles `speech.toml` and `status.toml`.

use super::raw::Day;
use super::{Build, RawTestOf, entry_id};
use crate::cues::{ClaimSide, Cues, Makes, Over, SpeechCue, StatusCue};
use crate::source::SourceFile;
use crate::tests::Expect;
use attache_record::{Code, ContactStatus, Status};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpeech {
    id: String,
    words: String,
    speaker: Option<String>,
    #[serde(default)]
    claim: ClaimSide,
    #[serde(default)]
    readout: bool,
    #[serde(default)]
    tests: Vec<RawSpeechTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpeechTest {
    fails: Option<String>,
    text: String,
    /// A code, or "nobody".
    speaker: String,
    on: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStatus {
    id: String,
    words: String,
    makes: Makes,
    #[serde(default)]
    over: Over,
    contact: Option<ContactStatus>,
    reported: Option<Makes>,
    #[serde(default)]
    tests: Vec<RawStatusTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStatusTest {
    fails: Option<String>,
    text: String,
    of: String,
    /// A status, or "nothing".
    status: String,
    on: Option<Day>,
}

impl<'s> Build<'s> {
    pub(super) fn cues(&mut self, files: &'s [SourceFile]) -> (Cues<SpeechCue>, Cues<StatusCue>) {
        (self.speech(files), self.status(files))
    }

    fn speech(&mut self, files: &'s [SourceFile]) -> Cues<SpeechCue> {
        let mut cues = Cues::default();
        for (file, mut table) in self.tables(files, "speech.toml") {
            for entry in self.loader.entries::<RawSpeech>(file, &mut table, "cue") {
                let id = format!("speech.{}", entry.value.id);
                self.claim(&id, &entry);
                let Some(pattern) = self.pattern(&entry.value.words, &entry) else { continue };
                let raw = &entry.value;
                let speaker = self.side(&[raw.speaker.clone().unwrap_or_else(|| "subject".to_owned())]);
                for test in &raw.tests {
                    let given =
                        RawTestOf { written: &test.text, text: &test.text, on: test.on, fails: test.fails.as_ref() };
                    let code = match test.speaker.as_str() {
                        "nobody" => Ok(None),
                        code => code.parse::<Code>().map(Some).map_err(|e| e.to_string()),
                    };
                    self.test(&entry, &id, &given, code.map(Expect::Speaker), "or write \"nobody\"");
                }
                cues.entries.push(SpeechCue {
                    id: entry_id(&id),
                    pattern,
                    speaker,
                    claim: raw.claim,
                    readout: raw.readout,
                });
            }
            self.loader.refuse_rest(file, &table);
        }
        cues
    }

    fn status(&mut self, files: &'s [SourceFile]) -> Cues<StatusCue> {
        let mut cues = Cues::default();
        for (file, mut table) in self.tables(files, "status.toml") {
            for entry in self.loader.entries::<RawStatus>(file, &mut table, "cue") {
                let id = format!("status.{}", entry.value.id);
                self.claim(&id, &entry);
                let Some(pattern) = self.pattern(&entry.value.words, &entry) else { continue };
                let raw = &entry.value;
                for test in &raw.tests {
                    let given =
                        RawTestOf { written: &test.text, text: &test.text, on: test.on, fails: test.fails.as_ref() };
                    let status = match test.status.as_str() {
                        "nothing" => Ok(None),
                        text => text.parse::<Status>().map(Some),
                    };
                    let expect = status.map(|s| Expect::StatusOf(test.of.clone(), s));
                    self.test(&entry, &id, &given, expect, "or write \"nothing\"");
                }
                cues.entries.push(StatusCue {
                    id: entry_id(&id),
                    pattern,
                    makes: raw.makes,
                    over: raw.over,
                    contact: raw.contact,
                    reported: raw.reported,
                });
            }
            self.loader.refuse_rest(file, &table);
        }
        cues
    }
}
