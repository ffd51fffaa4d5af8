//! `attache desk copies`: which documents are one text.

use super::At;
use super::asked::From;
use crate::exit::{Exit, Failure};
use crate::terminal::color::{DIM, PLAIN};
use crate::terminal::wrap::{Styled, harmless};
use attache_desk::{Copies as Found, Query};
use clap::Args;
use std::io::{BufWriter, Write};

/// What counts as a copy.
const AFTER: &str = "\
Two documents that came out within two weeks are copies when two in five of the
shorter one's sequences of four words stand in the other one too: wire copies
that were cut, given another headline, or edited here and there. Each group is shown under the
document that was published first, with the share that each copy has in common
with it.

Examples:
  attache desk copies
  attache desk copies --as-of 2023-06-14 --json";

/// Show which documents are copies of one text
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Copies {
    #[command(flatten)]
    horizon: From,
}

impl Copies {
    /// Prints the groups by the names of their originals.
    ///
    /// # Errors
    /// A desk that cannot be read.
    pub fn run(&self, at: &At) -> Result<Exit, Failure> {
        let desk = at.open()?;
        let query = Query { horizon: self.horizon.horizon(), ..Query::default() };
        let documents = desk.all_sketches(&query).map_err(Failure::unusable)?;
        let lineages = Found::among(&documents).lineages(&documents);
        let width = crate::terminal::width();
        let mut out = BufWriter::new(anstream::stdout().lock());
        for lineage in &lineages {
            let text = if self.horizon.json {
                serde_json::to_string(lineage).unwrap_or_default() + "\n"
            } else {
                let head = Styled::default().with(PLAIN, harmless(lineage.original.as_str())).wrap(width, "", "  ");
                let copy = |(copy, share): &(attache_record::DocumentId, f64)| {
                    let line = Styled::default().with(PLAIN, harmless(copy.as_str()));
                    line.with(DIM, format!("  {:.0} % in common", share * 100.0)).wrap(width, "  ", "    ")
                };
                head + &lineage.copies.iter().map(copy).collect::<String>()
            };
            out.write_all(text.as_bytes()).map_err(|error| Failure::stdout(&error))?;
        }
        out.flush().map_err(|error| Failure::stdout(&error))?;
        Ok(if lineages.is_empty() { Exit::LeftOut } else { Exit::Done })
    }
}
