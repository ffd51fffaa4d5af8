//! What people see: colour, wrapping, messages, progress, and the page that shows a text with its records.

pub mod color;
pub mod count;
pub mod message;
pub mod page;
pub mod progress;
pub mod record;
pub mod sentence;
pub mod tree;
pub mod wrap;

use std::io;
use terminal_size::{Height, Width};

/// Columns of the terminal behind standard output; [`PIPED`] where there is none.
pub fn width() -> usize {
    columns(terminal_size::terminal_size_of(io::stdout()))
}

/// The same of standard error.
pub fn width_of_stderr() -> usize {
    columns(terminal_size::terminal_size_of(io::stderr()))
}

fn columns(size: Option<(Width, Height)>) -> usize {
    size.map_or(PIPED, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// Columns used when the output goes into a file or a pipe.
const PIPED: usize = 100;

/// Below this many columns wrapping does more harm than good.
const NARROWEST: usize = 30;
