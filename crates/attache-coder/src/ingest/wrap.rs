//! Line ends, and lines that were broken to a fixed width.

/// Widths at which mail programs, terminals and archives break lines, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// Of the line ends inside paragraphs, at least this many in a hundred must look forced.
const FORCED_PERCENT: usize = 60;

/// `\r\n` and lone `\r` as `\n`.
pub fn normalize_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// The text with lines of a paragraph joined, where its lines were broken to a fixed width; else the text as it is.
///
/// A line end counts as forced when the next line's first word would not have fitted and the line does not end a
/// sentence. One sentence a line is therefore never joined.
pub fn unwrap_lines(text: &str) -> String {
    let lines: Vec<Line<'_>> = text.split('\n').map(Line::new).collect();
    let width = lines.iter().filter(|l| l.has_space).map(|l| l.width).max().unwrap_or(0);
    if !WIDTHS.contains(&width) {
        return text.to_owned();
    }
    let pairs = || lines.windows(2).filter(|p| p[1].continues(&p[0]));
    let forced = pairs().filter(|p| p[1].did_not_fit(&p[0], width) && !p[0].ends_sentence()).count();
    let all = pairs().count();
    if all < 2 || forced * 100 < all * FORCED_PERCENT {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let joined = at > 0 && {
            let before = &lines[at - 1];
            line.continues(before) && (line.did_not_fit(before, width) || line.starts_lower())
        };
        if joined {
            out.truncate(out.trim_end().len());
            if !breaks_at_hyphen(&out) {
                out.push(' ');
            }
            out.push_str(line.text.trim_start());
        } else {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(line.text);
        }
    }
    out
}

/// `well-` at a line's end goes on without a space; a dash does not.
fn breaks_at_hyphen(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic))
}

struct Line<'t> {
    text: &'t str,
    width: usize,
    has_space: bool,
}

impl<'t> Line<'t> {
    fn new(text: &'t str) -> Self {
        let trimmed = text.trim_end();
        Self { text, width: trimmed.chars().count(), has_space: trimmed.trim_start().contains(' ') }
    }

    fn is_blank(&self) -> bool {
        self.width == 0
    }

    /// Whether this line may belong to the paragraph of the line before: no blank, indent or bullet between them.
    fn continues(&self, before: &Self) -> bool {
        let indent = |line: &Self| line.text.len() - line.text.trim_start().len();
        !self.is_blank() && !before.is_blank() && indent(self) <= indent(before) && !self.starts_item()
    }

    /// A bullet, or a number with a point or bracket.
    fn starts_item(&self) -> bool {
        let text = self.text.trim_start();
        let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        text.starts_with(['•', '*', '·', '–', '—', '●', '▪'])
            || text.starts_with("- ")
            || (after_number.len() < text.len() && (after_number.starts_with(". ") || after_number.starts_with(") ")))
    }

    fn starts_lower(&self) -> bool {
        self.text.trim_start().starts_with(char::is_lowercase)
    }

    fn ends_sentence(&self) -> bool {
        self.text.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':'])
    }

    /// Whether the first word of this line would have made the line before longer than `width`.
    fn did_not_fit(&self, before: &Self, width: usize) -> bool {
        let word = self.text.split_whitespace().next().map_or(0, |w| w.chars().count());
        before.width + 1 + word > width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(normalize_line_ends("a\r\nb\rc\n\r\nd\r".to_owned()), "a\nb\nc\n\nd\n");
    }

    #[test]
    fn lines_broken_to_a_fixed_width_are_joined_into_paragraphs() {
        let wrapped = "\
Envoys of Peru and Chile meet in Lima

LIMA, Jan 14 - The deputy foreign ministers of Peru and
Chile met in Lima on Tuesday to settle a quarrel over
fishing rights, a spokesman said. They will meet again in
March.
  Neither side expects a quick agreement, and the well-
known dispute is now before the court.";
        assert_eq!(
            unwrap_lines(wrapped),
            "\
Envoys of Peru and Chile meet in Lima

LIMA, Jan 14 - The deputy foreign ministers of Peru and Chile met in Lima on Tuesday to settle a quarrel over \
fishing rights, a spokesman said. They will meet again in March.
  Neither side expects a quick agreement, and the well-known dispute is now before the court."
        );
    }

    #[test]
    fn a_line_that_ends_where_its_sentence_ends_is_left_alone() {
        for text in [
            "The two envoys met in Lima on Tuesday for talks.\nThey will meet again in the month of March.\n\
             No agreement is expected by either government.\nThe court has yet to hear the parties.",
            "Ana Ruiz, Deputy Foreign Minister of Peru\nPedro Soto, Envoy of Chile\nLima\nTorre Tagle Palace\nTuesday",
            "A headline\n\nOne long paragraph that was never broken to any width at all, because whoever sent it had a \
             program that leaves that to the reader.\nAnd a short one.",
            "First line\nsecond line\nthird line",
        ] {
            assert_eq!(unwrap_lines(text), text);
        }
    }

    #[test]
    fn bullets_stay_on_lines_of_their_own() {
        let wrapped = "\
The ministers agreed on the following points at the end
of their talks in the capital of Peru on Tuesday after-
noon and will put them before their governments:
- the fishing fleets keep to the old line until a court
has drawn a new one;
- patrol boats carry observers of the other side.";
        assert_eq!(unwrap_lines(wrapped).lines().count(), 3);
        assert!(unwrap_lines(wrapped).contains("until a court has drawn"));
    }
}
