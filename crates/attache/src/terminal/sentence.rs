//! A sentence with the words marked that its records rest on.

use super::color::DIM;
use super::wrap::{Styled, harmless};
use anstyle::Style;
use attache_record::Span;

/// Words to be marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Where they stand in the document.
    pub span: Span,
    /// The number of the record beneath the sentence.
    pub number: usize,
    /// The record's colour.
    pub style: Style,
    /// Whether brackets show the words where there is no colour; a quotation has marks of its own.
    pub bracketed: bool,
}

/// The sentence at `sentence` of `text` with marks: in colour where `colored`, else in brackets; either way the number
/// of the record follows the words, raised.
pub fn marked(text: &str, sentence: Span, marks: &[Mark], colored: bool) -> Styled {
    let base = if marks.is_empty() { DIM } else { Style::new() };
    let mut cuts: Vec<u32> = vec![sentence.start(), sentence.end()];
    for mark in marks {
        cuts.extend([mark.span.start(), mark.span.end()].map(|at| at.clamp(sentence.start(), sentence.end())));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Styled::default();
    for (at, cut) in cuts.iter().enumerate() {
        close(*cut, sentence, marks, colored, &mut out);
        let Some(next) = cuts.get(at + 1) else { break };
        if !colored {
            let opened = distinct(marks.iter().filter(|mark| mark.bracketed && mark.span.start() == *cut));
            out.push(base, "[".repeat(opened));
        }
        let part = Span::new(*cut, *next);
        let innermost = marks.iter().filter(|mark| mark.span.contains(part)).min_by_key(|mark| mark.span.len());
        let style = innermost.map_or(base, |mark| mark.style.underline());
        out.push(style, harmless(part.text(text).unwrap_or_default()));
    }
    out
}

/// The closing brackets and numbers of the marks that end at `cut`. What runs on beyond the sentence ends with it.
fn close(cut: u32, sentence: Span, marks: &[Mark], colored: bool, out: &mut Styled) {
    let ends = |mark: &&Mark| mark.span.end().min(sentence.end()) == cut && cut > mark.span.start();
    if !colored {
        let closed = distinct(marks.iter().filter(ends).filter(|mark| mark.bracketed));
        out.push(Style::new(), "]".repeat(closed));
    }
    let numbers: Vec<String> = marks.iter().filter(ends).map(|mark| raised(mark.number)).collect();
    if let Some(mark) = marks.iter().find(ends) {
        out.push(mark.style, numbers.join(","));
    }
}

/// How many different places the marks have: two records on the same words share their brackets.
fn distinct<'m>(marks: impl Iterator<Item = &'m Mark>) -> usize {
    let mut spans: Vec<Span> = marks.map(|mark| mark.span).collect();
    spans.sort_unstable();
    spans.dedup();
    spans.len()
}

/// A number in raised digits.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[(&str, usize, bool)], colored: bool) -> String {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|(words, number, bracketed)| Mark {
                span: crate::formats::sample::span(text, words),
                number: *number,
                style: Style::new().bold(),
                bracketed: *bracketed,
            })
            .collect();
        let whole = Span::new(0, u32::try_from(text.len()).unwrap());
        let styled = marked(text, whole, &marks, colored).wrap(200, "", "");
        if colored { styled } else { anstream::adapter::strip_str(&styled).to_string() }
    }

    #[test]
    fn without_colour_brackets_and_raised_numbers_show_the_words() {
        let text = "Peru recalled its envoy and demanded an apology.";
        assert_eq!(
            shown(text, &[("recalled", 1, true), ("demanded", 12, true)], false),
            "Peru [recalled]¹ its envoy and [demanded]¹² an apology.\n"
        );
    }

    #[test]
    fn two_records_on_the_same_words_share_their_brackets_and_a_quotation_has_none() {
        let text = "He “will visit soon”.";
        let marks = [("will visit", 1, true), ("will visit", 2, true), ("will visit soon", 3, false)];
        assert_eq!(shown(text, &marks, false), "He “[will visit]¹,² soon³”.\n");
    }

    #[test]
    fn with_colour_there_are_no_brackets() {
        let shown = shown("Peru recalled its envoy.", &[("recalled", 1, true)], true);
        assert!(!shown.contains("[recalled"), "{shown:?}");
        assert_eq!(anstream::adapter::strip_str(&shown).to_string(), "Peru recalled¹ its envoy.\n");
    }

    #[test]
    fn a_quotation_that_runs_beyond_the_sentence_is_numbered_at_its_end() {
        let text = "“We left. We will not return.”";
        let mark = Mark { span: Span::new(3, 32), number: 1, style: Style::new(), bracketed: false };
        let styled = marked(text, Span::new(0, 11), &[mark], false).wrap(80, "", "");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), "“We left.¹\n");
    }
}
