//! Sentences with two marked parties: `<s>Peru</s> thanked <t>Chile</t>.`

use attache_record::Span;
use std::fmt;

/// A text without its marks, and where the two parties stand in it. A party may be marked wherever it is named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The text.
    pub text: String,
    /// Who acts; empty where that is not marked.
    pub source: Vec<Span>,
    /// On whom; empty where that is not marked.
    pub target: Vec<Span>,
}

/// The reason why a text's marks say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkError(&'static str);

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for MarkError {}

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Open(Party),
    Close(Party),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Party {
    Source,
    Target,
}

/// The four tags.
const TAGS: [(&str, Tag); 4] = [
    ("<s>", Tag::Open(Party::Source)),
    ("</s>", Tag::Close(Party::Source)),
    ("<t>", Tag::Open(Party::Target)),
    ("</t>", Tag::Close(Party::Target)),
];

impl Marks {
    /// Reads a marked text. One of the two parties may be missing; other `<` stand for themselves.
    ///
    /// # Errors
    /// Where no party is marked, a mark is not closed, stands in another or holds no words.
    pub fn read(marked: &str) -> Result<Self, MarkError> {
        let mut marks = Self { text: String::with_capacity(marked.len()), ..Self::default() };
        let mut open: Option<(Party, u32)> = None;
        let mut rest = marked;
        while let Some(at) = rest.find('<') {
            marks.text.push_str(&rest[..at]);
            rest = &rest[at..];
            let here = u32::try_from(marks.text.len()).map_err(|_| MarkError("the text is too long"))?;
            let Some((text, tag)) = TAGS.iter().find(|(text, _)| rest.starts_with(text)) else {
                marks.text.push('<');
                rest = &rest[1..];
                continue;
            };
            rest = &rest[text.len()..];
            open = match (open, tag) {
                (None, Tag::Open(party)) => Some((*party, here)),
                (Some((party, start)), Tag::Close(closed)) if party == *closed && start < here => {
                    let spans = if party == Party::Source { &mut marks.source } else { &mut marks.target };
                    spans.push(Span::new(start, here));
                    None
                }
                (Some((party, _)), Tag::Close(closed)) if party == *closed => {
                    return Err(MarkError("a mark holds no words"));
                }
                (Some(_), Tag::Open(_)) => return Err(MarkError("a mark is opened inside another")),
                (_, Tag::Close(_)) => return Err(MarkError("a mark is closed that was not opened")),
            };
        }
        marks.text.push_str(rest);
        match open {
            Some(_) => Err(MarkError("a mark is never closed")),
            None if marks.source.is_empty() && marks.target.is_empty() => {
                Err(MarkError("neither <s>...</s> nor <t>...</t> stands in the text"))
            }
            None => Ok(marks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_and_leave_their_places() {
        let marks = Marks::read("<s>Peru</s> thanked <t>Chile</t> (1 < 2), <t>Chile</t> said.").unwrap();
        assert_eq!(marks.text, "Peru thanked Chile (1 < 2), Chile said.");
        let words = |spans: &[Span]| {
            spans.iter().map(|span| format!("{}:{}", span.start(), span.text(&marks.text).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(
            (words(&marks.source), words(&marks.target)),
            (vec!["0:Peru".to_owned()], vec!["13:Chile".to_owned(), "28:Chile".to_owned()])
        );
        assert!(Marks::read("<s>Peru</s> rested.").unwrap().target.is_empty());
    }

    #[test]
    fn marks_that_say_nothing_are_told() {
        let cases = [
            ("Peru thanked Chile.", "neither <s>...</s> nor <t>...</t> stands in the text"),
            ("<s>Peru thanked <t>Chile</t>.", "a mark is opened inside another"),
            ("<s>Peru thanked Chile.", "a mark is never closed"),
            ("<s></s>Peru", "a mark holds no words"),
            ("</s>Peru<s>", "a mark is closed that was not opened"),
        ];
        for (text, why) in cases {
            assert_eq!(Marks::read(text).unwrap_err().to_string(), why, "{text}");
        }
    }
}
