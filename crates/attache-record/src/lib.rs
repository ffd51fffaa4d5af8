//! The types that every part of Attaché shares: spans of text, documents, and the records that coding them gives.
//!
//! Nothing here reads a file, a clock or the environment, and nothing here knows how a record is found.
//! One record is one line of JSON; [`Record`] is that line, and `schema/record.schema.json` describes it.

mod class;
mod code;
mod contact;
mod diagnostic;
mod document;
mod event;
mod id;
mod own_name;
mod party;
mod place;
mod presence;
mod quote;
mod readout;
mod record;
mod run;
mod span;
mod when;

pub use class::{Class, Mode, Quad, Status};
pub use code::{Code, CodeError, Sector};
pub use contact::{Contact, ContactKind, ContactStatus};
pub use diagnostic::{Diagnostic, Location, Severity, Warned};
pub use document::{Basis, Document, Published};
pub use event::{Event, Views};
pub use id::{DocumentId, EntryId, RecordId, RunId, hash_hex};
pub use own_name::{Case, OwnName};
pub use party::{Doubt, Party};
pub use place::{Degrees, Place, PlaceKind};
pub use presence::{Change, MissionKind, Presence};
pub use quote::{Directness, Quote};
pub use readout::{Claim, Readout};
pub use record::Record;
#[cfg(feature = "schema")]
pub use record::record_schema;
pub use run::Run;
pub use span::{Evidence, Span, SpanError};
pub use when::{Grain, When};
