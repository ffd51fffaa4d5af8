//! What went wrong or is doubtful, said so that the reader can act on it.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The work goes on; the message says what is missing from it.
    Warning,
    /// What the message is about could not be used.
    Error,
}

/// A place in an input file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 where the line as a whole is meant.
    pub column: u32,
    /// How many characters the caret underlines; 0 for none.
    pub width: u32,
    /// The line's own text, for the caret; empty where it is not at hand or of no help.
    pub source: String,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A sentence with the values in it.
    pub message: String,
    /// Where, if in a file.
    pub location: Option<Location>,
    /// What to do next.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A warning without place or hint.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, message: message.into(), location: None, hint: None }
    }

    /// An error without place or hint.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), location: None, hint: None }
    }

    /// This message at a place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// This message with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// `error: message`, then ` --> file:line:column`, the line with a caret, and the hint, as compilers print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{label}: {}", self.message)?;
        if let Some(at) = &self.location {
            write!(f, "\n --> {}", at.file)?;
            if at.line > 0 {
                write!(f, ":{}", at.line)?;
            }
            if at.column > 0 {
                write!(f, ":{}", at.column)?;
            }
            if !at.source.is_empty() {
                let number = at.line.to_string();
                let pad = " ".repeat(number.len());
                write!(f, "\n {pad} |\n {number} | {}", at.source)?;
                if at.column > 0 && at.width > 0 {
                    let lead = " ".repeat(at.column as usize - 1);
                    write!(f, "\n {pad} | {lead}{}", "^".repeat(at.width as usize))?;
                }
            }
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  = help: {hint}")?;
        }
        Ok(())
    }
}

/// A result that came with warnings.
#[derive(Debug, Clone, PartialEq)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What to know about it.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A result without warnings.
    pub fn quiet(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }

    /// Another result with the same warnings.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), warnings: self.warnings }
    }
}
