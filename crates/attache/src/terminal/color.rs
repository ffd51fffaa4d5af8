//! Colour: whether to use it, and what means what.

use crate::arguments::Color;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use attache_record::{Quad, Record, Severity};

/// Decides for the whole program whether colour is used. `auto` asks the stream and the environment
/// (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`).
pub fn choose(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Whether standard output will show colour.
pub fn on_stdout() -> bool {
    AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
}

/// What stands back: uncoded sentences, offsets, rule names.
pub const DIM: Style = Style::new().dimmed();
/// Why a sentence gave nothing.
pub const REASON: Style = Style::new().dimmed().italic();
/// Headings.
pub const HEAD: Style = Style::new().bold();
/// Codes of actors.
pub const CODE: Style = Style::new().bold();
/// Plain text.
pub const PLAIN: Style = Style::new();

/// The colour of a record and of the words that it rests on.
///
/// Cooperation is green and conflict red, material ones bold; contacts are cyan, quotes magenta, the rest yellow.
pub fn of(record: &Record) -> Style {
    match record {
        Record::Event(event) => match event.views.quad {
            Quad::VerbalCooperation => AnsiColor::Green.on_default(),
            Quad::MaterialCooperation => AnsiColor::Green.on_default().bold(),
            Quad::VerbalConflict => AnsiColor::Red.on_default(),
            Quad::MaterialConflict => AnsiColor::Red.on_default().bold(),
        },
        Record::Contact(_) => AnsiColor::Cyan.on_default(),
        Record::Quote(_) => AnsiColor::Magenta.on_default(),
        Record::Readout(_) | Record::Presence(_) | Record::Run(_) => AnsiColor::Yellow.on_default(),
    }
}

/// The colour of a message's first word.
pub fn of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Error => AnsiColor::Red.on_default().bold(),
    }
}
