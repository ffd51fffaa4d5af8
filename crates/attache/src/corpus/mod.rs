//! Corpora: finding the files, reading their documents one by one, coding them on several threads in a fixed order,
//! and writing the result so that it can be stopped and gone on with.

pub mod document;
pub mod inputs;
pub mod items;
pub mod output;
pub mod parallel;
pub mod stop;
pub mod tally;
pub mod warnings;
