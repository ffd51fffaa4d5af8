//! Places in a document's text.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A half-open range of bytes in a document's frozen text.
///
/// Invariant: `start <= end`. That both fall on character boundaries is checked where the text is at hand
/// ([`Span::text`]). Offsets are bytes of UTF-8; characters and UTF-16 units are views made at the edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSpan", into = "RawSpan")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    start: u32,
    end: u32,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RawSpan {
    start: u32,
    end: u32,
}

/// The reason why two offsets make no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanError {
    start: u32,
    end: u32,
}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a span cannot end at byte {} before it starts at byte {}", self.end, self.start)
    }
}

impl std::error::Error for SpanError {}

impl TryFrom<RawSpan> for Span {
    type Error = SpanError;
    fn try_from(raw: RawSpan) -> Result<Self, SpanError> {
        if raw.start <= raw.end {
            Ok(Self { start: raw.start, end: raw.end })
        } else {
            Err(SpanError { start: raw.start, end: raw.end })
        }
    }
}

impl From<Span> for RawSpan {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

impl Span {
    /// The span from `start` to `end`; where they are the wrong way round, the empty span at `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words of the span, or `None` where `text` is too short or a bound splits a character.
    #[must_use]
    pub fn text(self, text: &str) -> Option<&str> {
        text.get(self.start as usize..self.end as usize)
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// The words that a record rests on, with their place, so that anyone who has the document can check them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Where the words stand in the document's text.
    #[serde(flatten)]
    pub span: Span,
    /// The words themselves.
    pub text: String,
}

impl Evidence {
    /// The evidence at `span` of `text`; empty words where the span does not fit the text.
    #[must_use]
    pub fn of(text: &str, span: Span) -> Self {
        Self { span, text: span.text(text).unwrap_or_default().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_ends_before_it_starts_is_refused_when_read_back() {
        let read: Result<Span, _> = serde_json::from_str(r#"{"start":9,"end":4}"#);
        let message = read.unwrap_err().to_string();
        assert!(message.contains("end at byte 4 before it starts at byte 9"), "{message}");
    }

    #[test]
    fn a_span_that_splits_a_character_has_no_words() {
        assert_eq!(Span::new(0, 1).text("É"), None);
        assert_eq!(Span::new(0, 2).text("É"), Some("É"));
    }
}
