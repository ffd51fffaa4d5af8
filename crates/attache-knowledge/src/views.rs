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

/// The table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ViewTable {
    pub(crate) rows: Vec<View>,
}

impl ViewTable {
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
