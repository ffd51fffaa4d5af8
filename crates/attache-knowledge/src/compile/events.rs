//! Compiles `events/*.toml`, `contacts.toml` and `presence.toml`.

use super::codebook::Codebook;
use super::raw::Day;
use super::{Build, OneOrMany, RawTestOf, entry_id};
use crate::events::{Called, EventPattern, EventPatterns, Gives, Needs};
use crate::load::Entry;
use crate::pattern::{Pattern, Slot, Step, cut};
use crate::relation::{Relation, Side};
use crate::source::SourceFile;
use crate::tests::read_gives;
use attache_record::{Change, Class, ContactKind, MissionKind, Mode, Status};
use serde::Deserialize;
use toml::de::DeTable;

/// How sure the words of a pattern make us unless it says otherwise; see knowledge/README.md.
const USUAL_SCORE: f32 = 0.7;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    id: String,
    words: String,
    mode: Option<Mode>,
    what: Option<String>,
    change: Option<Change>,
    status: Option<Status>,
    actor: Option<OneOrMany>,
    recipient: Option<OneOrMany>,
    place: Option<OneOrMany>,
    #[serde(default)]
    reciprocal: bool,
    needs: Option<Needs>,
    #[serde(default)]
    unless: Vec<String>,
    score: Option<f32>,
    #[serde(default)]
    tests: Vec<RawTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    fails: Option<String>,
    text: String,
    gives: String,
    on: Option<Day>,
}

impl<'s> Build<'s> {
    /// The patterns, and the classes and modes that the files add to PLOVER's.
    pub(super) fn events(&mut self, files: &'s [SourceFile]) -> (EventPatterns, Codebook) {
        let mut all = EventPatterns::default();
        // Classes first: a file may use one that a later file adds.
        let mut codebook = Codebook::default();
        let mut tables = Vec::new();
        for (file, source) in files.iter().enumerate() {
            let name = source.name.as_str();
            if name.starts_with("events/") && name.ends_with(".toml") {
                let mut table = self.loader.table(file);
                let class = self.class(file, &mut table, &mut codebook);
                tables.push((file, table, class));
            } else if name == "contacts.toml" || name == "presence.toml" {
                tables.push((file, self.loader.table(file), None));
            }
        }
        for (file, mut table, class) in tables {
            let of_events = files[file].name.starts_with("events/");
            if let Some(named) = &class {
                self.known(file, named, &codebook);
            }
            if class.is_some() || !of_events {
                let class = class.map(|named| named.class);
                self.patterns(file, &mut table, class, &codebook, &mut all);
            }
            self.loader.refuse_rest(file, &table);
        }
        (all, codebook)
    }

    fn patterns(
        &mut self,
        file: usize,
        table: &mut DeTable<'s>,
        class: Option<Class>,
        codebook: &Codebook,
        all: &mut EventPatterns,
    ) {
        let presence = self.loader.files[file].name == "presence.toml";
        for entry in self.loader.entries::<RawPattern>(file, table, "pattern") {
            self.claim(&entry.value.id, &entry);
            let Some((gives, own)) = self.gives(&entry, class, codebook, presence) else { continue };
            let Some(pattern) = self.pattern(&entry.value.words, &entry) else { continue };
            let unless: Vec<Pattern> =
                entry.value.unless.iter().filter_map(|words| self.pattern(words, &entry)).collect();
            let raw = &entry.value;
            let (actor, recipient) = self.sides(raw, &pattern);
            let place = raw.place.as_ref().map(|r| self.side(&r.list())).unwrap_or_default();
            let score = raw.score.unwrap_or(USUAL_SCORE);
            if !(0.0..=1.0).contains(&score) {
                let range = self.range_of(&entry, "score");
                self.loader.error(file, range, format!("the score {score} is not between 0 and 1"), "write 0.0 to 1.0");
            }
            if raw.tests.is_empty() && !self.loader.files[file].addition {
                let range = self.range_of(&entry, &raw.id);
                let hint = "add a text that must fire and one that must give \"nothing\"";
                self.loader.warn(file, range, format!("the pattern \"{}\" has no test", raw.id), hint);
            }
            self.event_tests(&entry);
            all.patterns.push(EventPattern {
                id: entry_id(&raw.id),
                pattern,
                gives,
                own,
                status: raw.status,
                actor,
                recipient,
                place,
                reciprocal: raw.reciprocal,
                needs: raw.needs.unwrap_or(if presence { Needs::None } else { Needs::Either }),
                unless,
                score,
                contact: class.and(raw.what.as_deref()).and_then(|w| w.parse().ok()),
            });
        }
    }

    /// What a pattern gives, and what records call it where its class or mode is a user's own.
    fn gives(
        &mut self,
        entry: &Entry<RawPattern>,
        class: Option<Class>,
        codebook: &Codebook,
        presence: bool,
    ) -> Option<(Gives, Option<Called>)> {
        let raw = &entry.value;
        if let Some(class) = class {
            let modes = codebook.modes(class);
            if let Some(mode) = raw.mode
                && !modes.contains(&mode)
            {
                let range = self.range_of(entry, mode.as_str());
                let modes: Vec<&str> = modes.iter().map(Mode::as_str).collect();
                let modes = if modes.is_empty() { "none".to_owned() } else { modes.join(", ") };
                let message = format!("{class} has no mode \"{mode}\"; its modes are: {modes}");
                let hint = "leave the mode out, choose another, or add one with [[mode]]";
                self.loader.error(entry.file, range, message, hint);
            }
            return Some(match codebook.kin(class, raw.mode) {
                Some((kin, mode)) => (Gives::Event(kin, mode), Some((class, raw.mode))),
                None => (Gives::Event(class, raw.mode), None),
            });
        }
        let what = raw.what.as_deref().unwrap_or_default();
        let read = if presence {
            what.parse::<MissionKind>().map(|kind| Gives::Presence(kind, raw.change))
        } else {
            what.parse::<ContactKind>().map(Gives::Contact)
        };
        match read {
            Ok(gives) => Some((gives, None)),
            Err(message) => {
                let range = self.range_of(entry, if what.is_empty() { &raw.id } else { what });
                self.loader.error(entry.file, range, message, "say what = \"...\"");
                None
            }
        }
    }

    /// Who fills the two roles. A slot of a role comes before any relation; see knowledge/README.md for the rest.
    fn sides(&mut self, raw: &RawPattern, pattern: &Pattern) -> (Side, Side) {
        let (has_actor, has_recipient) =
            (has_slot(&pattern.steps, Slot::Actor), has_slot(&pattern.steps, Slot::Recipient));
        let usual_actor = if raw.reciprocal {
            vec!["subject+with+between".to_owned()]
        } else if has_actor {
            Vec::new()
        } else {
            vec!["subject".to_owned()]
        };
        let usual_recipient = if raw.reciprocal || has_recipient { Vec::new() } else { vec!["object".to_owned()] };
        let mut actor = self.side(&raw.actor.as_ref().map_or(usual_actor, OneOrMany::list));
        let mut recipient = self.side(&raw.recipient.as_ref().map_or(usual_recipient, OneOrMany::list));
        if has_actor {
            add_slot(&mut actor, raw.reciprocal);
        }
        if has_recipient {
            add_slot(if raw.reciprocal { &mut actor } else { &mut recipient }, raw.reciprocal);
        }
        (actor, recipient)
    }

    pub(super) fn side(&mut self, relations: &[String]) -> Side {
        let mut side = Side::default();
        for alternative in relations {
            let mut sum = Vec::new();
            for name in alternative.split('+').map(str::trim) {
                match name {
                    "subject" => sum.push(Relation::Subject),
                    "object" => sum.push(Relation::Object),
                    "possessor" => sum.push(Relation::Possessor),
                    "controller" => sum.push(Relation::Controller),
                    "slot" => sum.push(Relation::Slot),
                    "none" | "" => {}
                    preposition => {
                        sum.extend(cut(preposition, &mut self.vocabulary).first().copied().map(Relation::After));
                    }
                }
            }
            if !sum.is_empty() {
                side.alternatives.push(sum);
            }
        }
        side
    }

    fn event_tests(&mut self, entry: &Entry<RawPattern>) {
        for test in &entry.value.tests {
            let raw = RawTestOf { written: &test.text, text: &test.text, on: test.on, fails: test.fails.as_ref() };
            let hint = "write for example \"TUR:GOV > EGY actual\", \"A+B > - future\" or \"nothing\"";
            self.test(entry, &entry.value.id, &raw, read_gives(&test.gives), hint);
        }
    }
}

fn has_slot(steps: &[Step], slot: Slot) -> bool {
    steps.iter().any(|step| match step {
        Step::Slot(s) => *s == slot,
        Step::Choice(choices) => choices.iter().any(|c| has_slot(c, slot)),
        Step::Maybe(inner) => has_slot(inner, slot),
        _ => false,
    })
}

/// A slot is the first alternative; in a reciprocal event it joins each sum.
fn add_slot(side: &mut Side, joined: bool) {
    if joined && !side.alternatives.is_empty() {
        for sum in &mut side.alternatives {
            sum.push(Relation::Slot);
        }
    } else {
        side.alternatives.insert(0, vec![Relation::Slot]);
    }
}
