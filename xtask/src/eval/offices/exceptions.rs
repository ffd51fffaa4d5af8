//! Differences that are the source's fault, each with the reason.

use crate::{Failure, tree};
use jiff::civil::Date;

/// The file, below the repository's root.
pub const FILE: &str = "eval/offices-exceptions.tsv";

/// A difference that was looked at and decided against the source.
pub struct Exception {
    source: String,
    state: String,
    measure: String,
    from: Date,
    to: Date,
    name: String,
    /// Whether a set has met it.
    pub met: bool,
    /// Its line, for messages.
    pub line: usize,
}

/// The exceptions of all sources.
///
/// # Errors
/// Names the line that cannot be read.
pub fn read() -> Result<Vec<Exception>, Failure> {
    let text = tree::read(&tree::root().join(FILE))?;
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [source, state, measure, from, to, name, _ours, reason] = fields[..] else {
            return Err(Failure(format!("{FILE}:{}: write 8 columns with tabs between them", at + 1)));
        };
        if reason.trim().is_empty() {
            return Err(Failure(format!("{FILE}:{}: the reason is missing", at + 1)));
        }
        out.push(Exception {
            source: source.to_owned(),
            state: state.to_owned(),
            measure: measure.to_owned(),
            from: from.parse()?,
            to: to.parse()?,
            name: name.to_owned(),
            met: false,
            line: at + 1,
        });
    }
    Ok(out)
}

impl Exception {
    /// Whether it speaks of this source.
    pub fn of(&self, source: &str) -> bool {
        self.source == source
    }

    /// Whether this is the difference.
    pub fn is(&self, source: &str, claim: &super::claims::Claim, day: Date) -> bool {
        self.of(source)
            && self.state == claim.state
            && self.measure == claim.measure
            && self.name == claim.name
            && self.from <= day
            && day <= self.to
    }
}
