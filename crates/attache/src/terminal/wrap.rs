//! Styled text broken into lines of a given width.

use anstyle::Style;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The style.
    pub style: Style,
    /// The text.
    pub text: String,
}

/// Text in several styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Styled(Vec<Piece>);

impl Styled {
    /// Adds text in a style.
    pub fn push(&mut self, style: Style, text: impl Into<String>) {
        self.0.push(Piece { style, text: text.into() });
    }

    /// Adds text in a style; for building in one go.
    #[must_use]
    pub fn with(mut self, style: Style, text: impl Into<String>) -> Self {
        self.push(style, text);
        self
    }

    /// Adds all of another text.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| piece.text.trim().is_empty())
    }

    /// The words: stretches without white space, each of one or more styles. All white space counts as one space.
    fn words(&self) -> Vec<Vec<Piece>> {
        let mut words = Vec::new();
        let mut word: Vec<Piece> = Vec::new();
        for piece in &self.0 {
            for (at, part) in piece.text.split(char::is_whitespace).enumerate() {
                if at > 0 && !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if !part.is_empty() {
                    word.push(Piece { style: piece.style, text: part.to_owned() });
                }
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        words
    }

    /// The text in lines of at most `width` columns, each ending with a line break. The first line begins with
    /// `first`, the others with `rest`. A word wider than a line stands alone and runs over.
    pub fn wrap(&self, width: usize, first: &str, rest: &str) -> String {
        let mut out = Pen { text: String::from(first), style: Style::new() };
        let mut column = first.width();
        let mut fresh = true;
        for word in self.words() {
            let wide: usize = word.iter().map(|piece| piece.text.width()).sum();
            if !fresh && column + 1 + wide > width {
                out.put(Style::new(), "\n");
                out.put(Style::new(), rest);
                column = rest.width();
            } else if !fresh {
                // The space between two words of one style has that style too, so that underlines run through.
                let same = word.first().is_some_and(|piece| piece.style == out.style);
                out.put(if same { out.style } else { Style::new() }, " ");
                column += 1;
            }
            for Piece { style, text } in word {
                out.put(style, &text);
            }
            column += wide;
            fresh = false;
        }
        out.put(Style::new(), "\n");
        out.text
    }
}

/// Writes styled text and changes the style only where it changes.
struct Pen {
    text: String,
    style: Style,
}

impl Pen {
    fn put(&mut self, style: Style, text: &str) {
        if style != self.style {
            let _ = write!(self.text, "{:#}{style}", self.style);
            self.style = style;
        }
        self.text.push_str(text);
    }
}

/// Text without what could command the terminal: control characters become U+FFFD. News text comes from strangers.
pub fn harmless(text: &str) -> String {
    let hidden = |c: char| c.is_control() && !c.is_whitespace();
    if text.contains(hidden) { text.replace(hidden, "\u{fffd}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::color::{HEAD, PLAIN};

    #[test]
    fn lines_are_at_most_as_wide_as_asked_and_indented() {
        let text = Styled::default().with(PLAIN, "Peru recalled its envoy\nfrom Quito on Monday.");
        assert_eq!(text.wrap(20, "  ", "    "), "  Peru recalled its\n    envoy from Quito\n    on Monday.\n");
    }

    #[test]
    fn a_word_of_two_styles_is_not_broken() {
        let text = Styled::default().with(PLAIN, "Peru [").with(HEAD, "recalled its").with(PLAIN, "] envoy");
        let plain = anstream::adapter::strip_str(&text.wrap(16, "", "")).to_string();
        assert_eq!(plain, "Peru [recalled\nits] envoy\n");
    }

    #[test]
    fn the_space_between_words_of_one_style_has_that_style() {
        let text = Styled::default().with(HEAD, "will visit").with(PLAIN, " Quito on Friday");
        let (on, off) = (HEAD.render(), HEAD.render_reset());
        assert_eq!(text.wrap(80, "", ""), format!("{on}will visit{off} Quito on Friday\n"));
    }

    #[test]
    fn a_word_wider_than_the_line_stands_alone() {
        let text = Styled::default().with(PLAIN, "see https://example.org/a/long/address now");
        assert_eq!(text.wrap(12, "", ""), "see\nhttps://example.org/a/long/address\nnow\n");
    }

    #[test]
    fn wide_characters_count_as_two_columns() {
        let text = Styled::default().with(PLAIN, "北京 北京 北京");
        assert_eq!(text.wrap(9, "", ""), "北京 北京\n北京\n");
    }

    #[test]
    fn a_text_cannot_command_the_terminal() {
        assert_eq!(harmless("envoy\u{1b}[2J left\n"), "envoy\u{fffd}[2J left\n");
    }
}
