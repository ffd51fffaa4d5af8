//! Many messages of one kind: the first ones are shown, all are counted.

use crate::terminal::{message, progress::Progress};
use attache_record::Diagnostic;
use std::collections::BTreeMap;

/// How many messages of one kind are shown.
const SHOWN: u64 = 3;

/// What a message says without its values: quoted words and numbers are taken out, so that messages which differ only
/// in these are of one kind.
pub fn kind(diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    let mut quoted = false;
    for c in diagnostic.message.chars() {
        match c {
            '"' => {
                if !quoted {
                    out.push('…');
                }
                quoted = !quoted;
            }
            _ if quoted => {}
            c if c.is_ascii_digit() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Shows messages until there are too many of their kind.
#[derive(Debug, Default)]
pub struct Messages {
    quiet: bool,
    seen: BTreeMap<String, u64>,
}

impl Messages {
    /// `quiet` shows errors only.
    pub fn new(quiet: bool) -> Self {
        Self { quiet, seen: BTreeMap::new() }
    }

    /// Shows the message, above the progress bar.
    pub fn show(&mut self, diagnostic: &Diagnostic, progress: &Progress) {
        if self.quiet && diagnostic.severity == attache_record::Severity::Warning {
            return;
        }
        let seen = self.seen.entry(kind(diagnostic)).or_default();
        *seen += 1;
        if *seen > SHOWN {
            return;
        }
        progress.aside(|| {
            message::print(diagnostic);
            if *seen == SHOWN {
                message::say("  (further messages of this kind are only counted)");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_differ_only_in_their_values_are_of_one_kind() {
        let message = |text: &str| kind(&Diagnostic::warning(text));
        assert_eq!(message("a document named \"a-7\" is dated 2031-01-02"), "a document named … is dated #-#-#");
        assert_eq!(message("line 7 lacks \"text\""), message("line 81 lacks \"text\""));
        assert_ne!(message("no date"), message("no text"));
    }
}
