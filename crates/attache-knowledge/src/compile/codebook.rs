//! Classes and modes of a user's own, which a file of `events/` declares at its head.

use super::Build;
use crate::views::OwnView;
use attache_record::{Class, Mode, Quad};
use serde::Deserialize;
use std::ops::Range;
use toml::de::DeTable;

/// The classes and modes that files add to PLOVER's.
#[derive(Debug, Default)]
pub(super) struct Codebook {
    /// What they come to: a row for each class, and for each mode.
    pub(super) views: Vec<OwnView>,
}

/// The class that a file names, and where.
pub(super) struct NamedClass {
    pub(super) class: Class,
    range: Range<usize>,
}

/// The keys at the head of a file.
const HEAD: [&str; 7] = ["cameo", "class", "goldstein", "is_a", "means", "plover_score", "quad"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHead {
    class: String,
    means: Option<String>,
    is_a: Option<Class>,
    quad: Option<Quad>,
    cameo: Option<String>,
    goldstein: Option<f32>,
    plover_score: Option<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMode {
    name: String,
    #[expect(dead_code, reason = "kept for readers of the file")]
    means: Option<String>,
    is_a: Option<Mode>,
    cameo: Option<String>,
    goldstein: Option<f32>,
    plover_score: Option<f32>,
}

impl Codebook {
    fn class(&self, class: Class) -> Option<&OwnView> {
        self.views.iter().find(|view| view.class == class && view.mode.is_none())
    }

    /// All modes of a class, PLOVER's and a user's own.
    pub(super) fn modes(&self, class: Class) -> Vec<Mode> {
        let own = self.views.iter().filter(|view| view.class == class).filter_map(|view| view.mode);
        class.modes().iter().copied().chain(own).collect()
    }

    /// The class and mode of PLOVER that a user's own is a kind of.
    pub(super) fn kin(&self, class: Class, mode: Option<Mode>) -> Option<(Class, Option<Mode>)> {
        let view = self.views.iter().find(|view| view.class == class && view.mode == mode)?;
        view.kin
    }
}

impl<'s> Build<'s> {
    /// The class that a file of `events/` names, with what the file adds to PLOVER's.
    pub(super) fn class(
        &mut self,
        file: usize,
        table: &mut DeTable<'s>,
        codebook: &mut Codebook,
    ) -> Option<NamedClass> {
        let Some(value) = table.get("class") else {
            self.loader.error(file, 0..0, "this file names no class", "begin it with class = \"CONSULT\"");
            return None;
        };
        let range = value.span();
        let head: RawHead = self.loader.head(file, table, &HEAD)?;
        let Some(class) = Class::named(&head.class) else {
            let message = head.class.parse::<Class>().err().unwrap_or_default();
            let hint = "write one of PLOVER's classes, or a name of your own in capitals, digits and hyphens";
            self.loader.error(file, range, message, hint);
            return None;
        };
        let named = NamedClass { class, range };
        self.declare(file, &named, head, codebook);
        for entry in self.loader.entries::<RawMode>(file, table, "mode") {
            let raw = entry.value;
            let mode = Mode::named(&raw.name).filter(|mode| !codebook.modes(class).contains(mode));
            let Some(mode) = mode else {
                let message = format!("\"{}\" is no new mode of {class}", raw.name);
                let hint = "a mode has a name of its own in small letters, digits and hyphens, once a class";
                self.loader.error(file, entry.range, message, hint);
                continue;
            };
            let of_class = codebook.class(class).and_then(|view| view.kin).map(|(kin, _)| kin);
            let kin = of_class.or(class.quad().map(|_| class));
            let fits = |mode: Mode| kin.is_some_and(|kin| kin.modes().contains(&mode));
            if let Some(is_a) = raw.is_a.filter(|is_a| !fits(*is_a)) {
                let whose = kin.map_or_else(|| format!("{class} is no kind of PLOVER's"), |kin| format!("{kin} is"));
                let message = format!("the mode \"{is_a}\" is none of PLOVER's class: {whose}");
                self.loader.error(file, entry.range, message, "name a mode of the class in `is_a`, or leave it out");
                continue;
            }
            let like = raw.is_a.or(fits(mode).then_some(mode));
            let of_class = codebook.class(class).cloned();
            let quad = of_class.as_ref().map(|view| view.quad).or(class.quad()).unwrap_or(Quad::VerbalCooperation);
            let own = |own: Option<f32>, class: fn(&OwnView) -> Option<f32>| own.or(of_class.as_ref().and_then(class));
            codebook.views.push(OwnView {
                class,
                mode: Some(mode),
                kin: kin.map(|kin| (kin, like)),
                quad,
                cameo: raw.cameo.or(of_class.as_ref().and_then(|view| view.cameo.clone())),
                goldstein: own(raw.goldstein, |view| view.goldstein),
                plover_score: own(raw.plover_score, |view| view.plover_score),
            });
        }
        Some(named)
    }

    /// Notes a class of a user's own that the head of a file declares.
    fn declare(&mut self, file: usize, named: &NamedClass, head: RawHead, codebook: &mut Codebook) {
        let NamedClass { class, range } = named;
        let more = head.means.is_some() || head.is_a.is_some() || head.quad.is_some();
        let more = more || head.cameo.is_some() || head.goldstein.is_some() || head.plover_score.is_some();
        let mut refuse = |message: String, hint| self.loader.error(file, range.clone(), message, hint);
        if !more {
            return;
        }
        if class.quad().is_some() {
            let message = format!("{class} is a class of PLOVER, which says what it is");
            return refuse(message, "leave `class` and the patterns alone, or give your class another name");
        }
        if head.means.as_deref().unwrap_or_default().trim().is_empty() {
            let message = format!("{class} does not say what it means");
            return refuse(message, "write means = \"...\", a line for readers of the file");
        }
        let plover = head.is_a.is_none_or(|is_a| is_a.quad().is_some());
        let Some(quad) = head.is_a.and_then(Class::quad).or(head.quad).filter(|_| plover) else {
            let message = format!("{class} has neither a class of PLOVER that it is a kind of nor a quad class");
            return refuse(message, "write is_a = \"COERCE\", or quad = \"material conflict\"");
        };
        if head.is_a.is_some() && head.quad.is_some() {
            let message = format!("{class} has the quad class of the class that it is a kind of");
            return refuse(message, "take `quad` or `is_a` away");
        }
        if codebook.class(*class).is_some() {
            let message = format!("{class} is declared in another file too");
            return refuse(message, "say what it means in one file; the others only name it");
        }
        codebook.views.push(OwnView {
            class: *class,
            mode: None,
            kin: head.is_a.map(|is_a| (is_a, None)),
            quad,
            cameo: head.cameo,
            goldstein: head.goldstein,
            plover_score: head.plover_score,
        });
    }

    /// Reports a class that neither PLOVER nor any file has.
    pub(super) fn known(&mut self, file: usize, named: &NamedClass, codebook: &Codebook) {
        if let Err(message) = named.class.as_str().parse::<Class>()
            && codebook.class(named.class).is_none()
        {
            let hint =
                "write one of PLOVER's classes; of a class of your own say what it means, and what it is_a kind of";
            self.loader.error(file, named.range.clone(), message, hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::events::Gives;
    use crate::{Knowledge, SourceFile};
    use attache_record::{Class, Mode, Status};

    fn problems(head: &str) -> Vec<String> {
        let text = format!("{head}\n[[pattern]]\nid = \"x.y\"\nwords = \"<sing>\"\n");
        let files = [SourceFile::new("events/x.toml", text.as_str())];
        let problems = Knowledge::compile(&files).err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_class_of_ones_own_says_what_it_means_and_what_it_is_a_kind_of() {
        for (head, message) in [
            ("class = \"SONG\"", "\"SONG\" is none of: AGREE, CONSULT"),
            ("class = \"Song\"\nmeans = \"x\"", "\"Song\" is none of"),
            ("class = \"SONG\"\nis_a = \"AGREE\"", "SONG does not say what it means"),
            ("class = \"SONG\"\nmeans = \"x\"", "SONG has neither a class of PLOVER"),
            ("class = \"SONG\"\nmeans = \"x\"\nis_a = \"DANCE\"", "SONG has neither a class of PLOVER"),
            ("class = \"SONG\"\nmeans = \"x\"\nis_a = \"AID\"\nquad = \"verbal conflict\"", "SONG has the quad class"),
            ("class = \"AID\"\nmeans = \"x\"", "AID is a class of PLOVER"),
            ("class = \"AID\"\n[[mode]]\nname = \"Grain\"", "\"Grain\" is no new mode of AID"),
            ("class = \"COERCE\"\n[[mode]]\nname = \"seize\"", "\"seize\" is no new mode of COERCE"),
            ("class = \"COERCE\"\n[[mode]]\nname = \"ban\"\nis_a = \"visit\"", "the mode \"visit\" is none"),
        ] {
            let found = problems(head);
            assert!(found.iter().any(|problem| problem.starts_with(message)), "{head}: {found:?}");
        }
        assert_eq!(problems("class = \"SONG\"\nmeans = \"x\"\nis_a = \"SUPPORT\""), Vec::<String>::new());
        assert_eq!(problems("class = \"SONG\"\nmeans = \"x\"\nquad = \"verbal cooperation\""), Vec::<String>::new());
    }

    #[test]
    fn a_mode_of_ones_own_may_be_added_to_a_class_of_plover_or_ones_own() {
        let file = |name: &str, text: &str| SourceFile::new(name, text);
        let files = [
            file("events/a.toml", "class = \"EXIT\"\n[[pattern]]\nid = \"a.b\"\nwords = \"<bar>\"\nmode = \"ban\"\n"),
            file(
                "events/exit.toml",
                "class = \"EXIT\"\nmeans = \"x\"\nis_a = \"COERCE\"\n[[mode]]\nname = \"ban\"\nis_a = \"restrict\"\n",
            ),
            file(
                "events/aid.toml",
                "class = \"AID\"\n[[mode]]\nname = \"grain\"\n[[pattern]]\nid = \"c.d\"\nwords = \"<feed>\"\nmode = \
                 \"grain\"\n[[pattern]]\nid = \"c.e\"\nwords = \"<help>\"\n",
            ),
        ];
        let knowledge = Knowledge::compile(&files).unwrap().knowledge;
        let found: Vec<_> = knowledge.events.patterns.iter().map(|p| (p.id.as_str(), p.gives, p.own)).collect();
        let (exit, ban, grain) = (Class::named("EXIT").unwrap(), Mode::named("ban"), Mode::named("grain"));
        let expected = [
            ("a.b", Gives::Event(Class::Coerce, Some(Mode::Restrict)), Some((exit, ban))),
            ("c.d", Gives::Event(Class::Aid, None), Some((Class::Aid, grain))),
            ("c.e", Gives::Event(Class::Aid, None), None),
        ];
        assert_eq!(found, expected);
        assert_eq!(knowledge.views.of(exit, ban, Status::Actual).plover, Some(Class::Coerce));
    }
}
