//! What all views are asked with: of whom, and as of when.

use crate::arguments::day;
use crate::exit::Failure;
use attache_desk::{Horizon, Query};
use attache_record::{Code, Diagnostic};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

/// Of whom, and as of when.
#[derive(Debug, Args)]
pub struct Asked {
    /// States by code or name (USA, China), or bodies (IGO:EU), that all take part
    #[arg(value_name = "WHO")]
    pub sides: Vec<String>,
    #[command(flatten)]
    pub horizon: From,
}

/// As of when.
#[derive(Debug, Args)]
pub struct From {
    /// Only what was published by the end of this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// Only what the desk held at this moment (a day means its end), as it was coded then
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    as_filed: Option<Timestamp>,
    /// JSON instead of text
    #[arg(long)]
    pub json: bool,
}

impl From {
    /// The day that was asked for, else today (UTC).
    ///
    /// # Errors
    /// A clock that cannot be used.
    pub fn day(&self) -> Result<Date, Failure> {
        if let Some(day) = self.as_of {
            return Ok(day);
        }
        let moment = super::now()?.to_string();
        let day = moment.get(.."2023-06-14".len()).and_then(|day| day.parse().ok());
        day.ok_or_else(|| Failure::unusable(Diagnostic::error(format!("the clock says {moment}, which is no day"))))
    }

    /// The horizon that was asked for.
    pub fn horizon(&self) -> Horizon {
        Horizon { as_of: self.as_of, as_filed: self.as_filed }
    }
}

impl Asked {
    /// The question for the desk.
    ///
    /// # Errors
    /// A name that is no state or body, or several.
    pub fn query(&self) -> Result<Query, Failure> {
        let sides = self.sides.iter().map(|name| side(name)).collect::<Result<_, _>>()?;
        Ok(Query { sides, horizon: self.horizon.horizon(), ..Query::default() })
    }
}

impl Asked {
    /// The question for the desk about a pair.
    ///
    /// # Errors
    /// Not two different sides.
    pub fn pair(&self) -> Result<Query, Failure> {
        let query = self.query()?;
        match &query.sides[..] {
            [one, other] if one != other => Ok(query),
            _ => {
                let problem = Diagnostic::error(format!("{} named, but two are needed that differ", self.sides.len()));
                Err(Failure::unusable(problem.hint("name two sides, such as: USA CHN")))
            }
        }
    }
}

/// A side of a dyad by its code, or a state by its usual name or another that means it alone.
///
/// # Errors
/// A name that is neither.
pub fn side(name: &str) -> Result<String, Failure> {
    let upper = name.to_uppercase();
    if let Ok(code) = upper.parse::<Code>().or_else(|_| name.parse()) {
        return Ok(code.dyad_side().to_owned());
    }
    let knowledge = crate::knowledge::own()?;
    let wanted = name.to_lowercase();
    let states = &knowledge.actors.states;
    match states.iter().find(|state| state.name.to_lowercase() == wanted) {
        Some(state) => Ok(state.code.as_str().to_owned()),
        None => {
            let problem = Diagnostic::error(format!("\"{name}\" is no code and no state's usual name"));
            Err(Failure::unusable(problem.hint(format!("attache knowledge find \"{name}\" shows what is known of it"))))
        }
    }
}

/// A moment as ISO 8601 has it; of a day its last second (UTC).
fn moment(text: &str) -> Result<Timestamp, String> {
    let full = if text.len() == "2023-06-14".len() { format!("{text}T23:59:59Z") } else { text.to_owned() };
    full.parse().map_err(|_| "write a day, or a moment such as 2023-06-14T08:30:00Z".to_owned())
}
