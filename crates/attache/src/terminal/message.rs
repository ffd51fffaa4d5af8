//! Messages on standard error.

use super::color;
use attache_record::Diagnostic;
use std::io::Write;

/// Prints a message to standard error. A standard error that cannot be written is no reason to stop.
pub fn print(diagnostic: &Diagnostic) {
    let mut stream = anstream::stderr().lock();
    let _ = writeln!(stream, "{}", styled(diagnostic));
}

/// Prints a line to standard error, which need not be there any more.
pub fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// The message with its first word coloured.
pub fn styled(diagnostic: &Diagnostic) -> String {
    let text = diagnostic.to_string();
    let style = color::of_severity(diagnostic.severity);
    match text.split_once(':') {
        Some((label, rest)) => format!("{style}{label}:{style:#}{rest}"),
        None => text,
    }
}
