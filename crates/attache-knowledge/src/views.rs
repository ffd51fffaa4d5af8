//! What other schemes make of a class and mode, from `views.toml`.

use attache_record::{Class, Mode, Quad, Status, Views};
use serde::{Deserialize, Serialize};

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// PLOVER class.
    pub class: Class,
    /// PLOVER mode; `None` serves the class itself.
    pub mode: Option<Mode>,
    /// `future` rows serve what is announced and not done.
    pub status: Option<Status>,
    /// CAMEO code.
    pub cameo: String,
    /// Goldstein value of the CAMEO code.
    pub goldstein: f32,
    /// PLOVER score.
    pub plover_score: f32,
}

/// What a class or mode of a user's own comes to in the terms of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnView {
    /// The class: a user's own, or PLOVER's where only the mode is the user's.
    pub class: Class,
    /// The mode; `None` serves the class itself.
    pub mode: Option<Mode>,
    /// The class and mode of PLOVER that it is a kind of, if it is one.
    pub kin: Option<(Class, Option<Mode>)>,
    /// Its quad class; that of its kin, where it has one.
    pub quad: Quad,
    /// Its own CAMEO code, where that is not its kin's.
    pub cameo: Option<String>,
    /// Its own Goldstein value.
    pub goldstein: Option<f32>,
    /// Its own score.
    pub plover_score: Option<f32>,
}

/// What CAMEO codes that begin so mean, where no row has the code itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// The first digits of the codes.
    pub code: String,
    /// PLOVER class.
    pub class: Class,
    /// PLOVER mode.
    pub mode: Option<Mode>,
}

/// What a CAMEO code says in the project's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Meant {
    /// PLOVER class.
    pub class: Class,
    /// PLOVER mode, where the code means one mode alone.
    pub mode: Option<Mode>,
    /// `future` where the code says that the act is announced.
    pub status: Option<Status>,
}

/// The table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ViewTable {
    pub(crate) rows: Vec<View>,
    pub(crate) beginnings: Vec<Beginning>,
    pub(crate) own: Vec<OwnView>,
}

impl ViewTable {
    /// What a CAMEO code means; `None` where it has no class here (statements, appeals) or is no code.
    #[must_use]
    pub fn of_cameo(&self, code: &str) -> Option<Meant> {
        /// Digits of a root code; no beginning is shorter.
        const ROOT: usize = 2;
        if !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        (ROOT..=code.len()).rev().find_map(|length| {
            let code = code.get(..length)?;
            self.of_row(code).or_else(|| {
                let found = self.beginnings.iter().find(|beginning| beginning.code == code)?;
                Some(Meant { class: found.class, mode: found.mode, status: None })
            })
        })
    }

    /// What the rows with a CAMEO code have in common.
    fn of_row(&self, code: &str) -> Option<Meant> {
        let mut rows = self.rows.iter().filter(|row| row.cameo == code);
        let first = rows.next()?;
        let mut meant = Meant { class: first.class, mode: first.mode, status: first.status };
        for row in rows {
            if row.class != meant.class {
                return None;
            }
            meant.mode = meant.mode.filter(|mode| row.mode == Some(*mode));
            meant.status = meant.status.filter(|status| row.status == Some(*status));
        }
        Some(meant)
    }

    /// The quad class of a class, PLOVER's or a user's own.
    #[must_use]
    pub fn quad(&self, class: Class) -> Quad {
        let own = || self.own.iter().find(|own| own.class == class).map(|own| own.quad);
        // The compiler sees to it that each class of a user's own has a row.
        class.quad().or_else(own).unwrap_or(Quad::VerbalCooperation)
    }

    /// The views of an event, of PLOVER's classes or a user's own.
    #[must_use]
    pub fn of(&self, class: Class, mode: Option<Mode>, status: Status) -> Views {
        let found = |mode: Option<Mode>| self.own.iter().find(|own| own.class == class && own.mode == mode);
        let own = mode.and_then(|mode| found(Some(mode))).or_else(|| found(None));
        let Some(own) = own else { return self.of_plover(class, mode, status) };
        let none = Views { plover: None, quad: own.quad, cameo: None, goldstein: None, plover_score: None };
        let kin = own.kin.map(|(class, mode)| self.of_plover(class, mode, status));
        // What a class of one's own scores holds for what was done: a planned visit is still PLOVER's AGREE.
        let done = match (own.kin, &kin) {
            (Some((class, _)), Some(views)) => views.plover == Some(class),
            _ => matches!(status, Status::Actual | Status::Future),
        };
        let mut views = kin.unwrap_or(none);
        if done {
            views.cameo = own.cameo.clone().or(views.cameo);
            views.goldstein = own.goldstein.or(views.goldstein);
            views.plover_score = own.plover_score.or(views.plover_score);
        }
        views
    }

    fn of_plover(&self, class: Class, mode: Option<Mode>, status: Status) -> Views {
        let plover = class.strict(status);
        let quad = self.quad(plover.unwrap_or(class));
        let row = plover.and_then(|_| {
            let fits = |mode: Option<Mode>, status: Option<Status>| {
                self.rows.iter().find(|v| v.class == class && v.mode == mode && v.status == status)
            };
            let future = (status == Status::Future).then_some(Status::Future);
            future
                .and_then(|s| fits(mode, Some(s)).or_else(|| fits(None, Some(s))))
                .or_else(|| fits(mode, None))
                .or_else(|| fits(None, None))
        });
        Views {
            plover,
            quad,
            cameo: row.map(|r| r.cameo.clone()),
            goldstein: row.map(|r| r.goldstein),
            plover_score: row.map(|r| r.plover_score),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_a_users_own_has_the_views_of_its_kin_but_for_its_own_scores() {
        let named = |name| Class::named(name).unwrap();
        let view = |class, mode, cameo: &str, goldstein| View {
            class,
            mode,
            status: None,
            cameo: cameo.to_owned(),
            goldstein,
            plover_score: -5.0,
        };
        let own = |class, mode, kin, quad, goldstein| OwnView {
            class,
            mode,
            kin,
            quad,
            cameo: None,
            goldstein,
            plover_score: None,
        };
        let (hostage, song, ban) = (named("HOSTAGE-DIPLOMACY"), named("SONG"), Mode::named("exit-ban"));
        let coerce = |mode| Some((Class::Coerce, mode));
        let conflict = Quad::MaterialConflict;
        let table = ViewTable {
            rows: vec![view(Class::Coerce, None, "170", -7.0), view(Class::Coerce, Some(Mode::Arrest), "173", -5.0)],
            beginnings: Vec::new(),
            own: vec![
                own(hostage, None, coerce(Some(Mode::Arrest)), conflict, Some(-8.5)),
                own(hostage, ban, coerce(None), conflict, None),
                own(song, None, None, Quad::VerbalCooperation, Some(1.0)),
            ],
        };
        let views = |class, mode, status| {
            let views = table.of(class, mode, status);
            (views.plover, views.quad, views.cameo, views.goldstein)
        };
        let coerce = Some(Class::Coerce);
        assert_eq!(views(hostage, None, Status::Actual), (coerce, conflict, Some("173".to_owned()), Some(-8.5)));
        assert_eq!(views(hostage, ban, Status::Actual), (coerce, conflict, Some("170".to_owned()), Some(-7.0)));
        assert_eq!(views(hostage, None, Status::Negated), (None, conflict, None, None));
        assert_eq!(views(song, None, Status::Actual), (None, Quad::VerbalCooperation, None, Some(1.0)));
        assert_eq!(views(song, None, Status::Hypothetical), (None, Quad::VerbalCooperation, None, None));
    }

    #[test]
    fn a_cameo_code_means_its_row_and_otherwise_what_its_longest_beginning_says() {
        let row = |class, mode, status, cameo: &str| View {
            class,
            mode,
            status,
            cameo: cameo.to_owned(),
            goldstein: 0.0,
            plover_score: 0.0,
        };
        let beginning = |code: &str, class| Beginning { code: code.to_owned(), class, mode: None };
        let table = ViewTable {
            rows: vec![
                row(Class::Consult, Some(Mode::Visit), None, "042"),
                row(Class::Consult, None, Some(Status::Future), "036"),
                row(Class::Protest, Some(Mode::Strike), None, "143"),
                row(Class::Protest, Some(Mode::Boycott), None, "143"),
                row(Class::Coerce, Some(Mode::Seize), None, "171"),
            ],
            beginnings: vec![beginning("19", Class::Assault), beginning("192", Class::Coerce)],
            own: Vec::new(),
        };
        let cases = [
            ("042", Some((Class::Consult, Some(Mode::Visit), None))),
            ("036", Some((Class::Consult, None, Some(Status::Future)))),
            ("143", Some((Class::Protest, None, None))),
            ("1711", Some((Class::Coerce, Some(Mode::Seize), None))),
            ("1921", Some((Class::Coerce, None, None))),
            ("190", Some((Class::Assault, None, None))),
            ("010", None),
            ("1", None),
            ("", None),
            ("---", None),
        ];
        for (code, expected) in cases {
            let found = table.of_cameo(code).map(|meant| (meant.class, meant.mode, meant.status));
            assert_eq!(found, expected, "{code}");
        }
    }
}
