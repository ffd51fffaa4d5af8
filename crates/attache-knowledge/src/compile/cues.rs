//! Compiles `speech.toml` and `status.toml`.

use super::actors::Day;
use super::{Build, entry_id};
use crate::cues::{ClaimSide, Cues, Makes, Over, SpeechCue, StatusCue};
use crate::source::SourceFile;
use crate::tests::{EntryTest, Expect, default_day};
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
        let Some((file, mut table)) = self.table(files, "speech.toml") else { return cues };
        for entry in self.loader.entries::<RawSpeech>(file, &mut table, "cue") {
            let id = format!("speech.{}", entry.value.id);
            self.claim(&id, &entry);
            let Some(pattern) = self.pattern(&entry.value.words, &entry) else { continue };
            let raw = &entry.value;
            let speaker = self.side(&[raw.speaker.clone().unwrap_or_else(|| "subject".to_owned())]);
            for test in &raw.tests {
                let range = self.range_of(&entry, &test.text);
                let code = match test.speaker.as_str() {
                    "nobody" | "nothing" | "none" => None,
                    code => match code.parse::<Code>() {
                        Ok(code) => Some(code),
                        Err(e) => {
                            self.loader.error(file, range, e.to_string(), "or write \"nobody\"");
                            continue;
                        }
                    },
                };
                self.tests.push(EntryTest {
                    id: entry_id(&id),
                    location: self.loader.files[file].location(range),
                    on: test.on.map_or_else(default_day, |d| d.0),
                    text: test.text.clone(),
                    expect: Expect::Speaker(code),
                    fails: test.fails.clone(),
                });
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
        cues
    }

    fn status(&mut self, files: &'s [SourceFile]) -> Cues<StatusCue> {
        let mut cues = Cues::default();
        let Some((file, mut table)) = self.table(files, "status.toml") else { return cues };
        for entry in self.loader.entries::<RawStatus>(file, &mut table, "cue") {
            let id = format!("status.{}", entry.value.id);
            self.claim(&id, &entry);
            let Some(pattern) = self.pattern(&entry.value.words, &entry) else { continue };
            let raw = &entry.value;
            for test in &raw.tests {
                let range = self.range_of(&entry, &test.text);
                let status = match test.status.as_str() {
                    "nothing" | "absorbed" => None,
                    text => match text.parse::<Status>() {
                        Ok(status) => Some(status),
                        Err(message) => {
                            self.loader.error(file, range, message, "or write \"nothing\"");
                            continue;
                        }
                    },
                };
                self.tests.push(EntryTest {
                    id: entry_id(&id),
                    location: self.loader.files[file].location(range),
                    on: test.on.map_or_else(default_day, |d| d.0),
                    text: test.text.clone(),
                    expect: Expect::StatusOf(test.of.clone(), status),
                    fails: test.fails.clone(),
                });
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
        cues
    }
}
