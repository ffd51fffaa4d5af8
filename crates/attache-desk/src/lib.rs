//! The desk: what is kept of a relationship across documents.
//!
//! [`Desk`] is the store, one SQLite file. It takes documents with the records that a coder made of them and gives them
//! back as a pair of states has them, as of any day. What is made of them, the ledger of contacts and all other views,
//! are functions of what was read: nothing that can be computed is stored, so a view cannot contradict its records, and
//! the order in which documents were added leaves no trace.
//!
//! No clock is read here: whoever files says what time it is.

mod agreement;
pub mod board;
mod brief;
mod chronology;
mod copies;
pub mod ledger;
mod names;
mod occurrence;
pub mod positions;
mod presence;
pub mod readouts;
mod revision;
mod side;
mod store;
mod told;
mod wording;

pub use agreement::{Agreement, agreement};
pub use brief::{Brief, Tally, brief};
pub use chronology::{Dated, Entry, Material, Wanted, chronology};
pub use copies::{Copies, Likeness, Lineage, Sketch, is_copy};
pub use names::{Names, bare as without_article, side as name_of};
pub use occurrence::{Disagreement, Occurrence, Report, occurrences};
pub use presence::{Move, Step, line as line_of_move, moves};
pub use revision::{Act, Correction, Revision, Subject, fits};
pub use side::kind as kind_of;
pub use store::{
    Change, Desk, Eyes, Filed, Filing, Found, Hit, Horizon, Kept, Merged, Passage, Query, Search, Source, Stand,
    Status, Verdict, expression,
};
pub use told::Told;
