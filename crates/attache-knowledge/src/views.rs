//! What other schemes make of a class and mode, from `views.toml`.

use attache_record::{Class, Mode, Status, Views};
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

    /// The views of an event.
    #[must_use]
    pub fn of(&self, class: Class, mode: Option<Mode>, status: Status) -> Views {
        let plover = class.strict(status);
        let quad = plover.unwrap_or(class).quad();
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
