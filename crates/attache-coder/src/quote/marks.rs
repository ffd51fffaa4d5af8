//! Words between quotation marks.

use attache_record::Span;

/// Words between marks, or with one of the two missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// The words, without the marks.
    pub content: Span,
    /// Whether the opening mark stands there.
    pub opened: bool,
    /// Whether the closing mark stands there, or the quotation goes on in the next paragraph.
    pub closed: bool,
}

/// Every quotation of `text`, in order; `sentences` are its sentences. Marks are paired within a line; a closing mark
/// that nothing opened ends a quotation that began, as far as the text says, with its sentence.
#[must_use]
pub fn marked(text: &str, sentences: &[Span]) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let rest = &text[line_start + line.len()..];
        let goes_on = rest.trim_start().starts_with(['“', '"', '«', '„']);
        in_line(line, line_start, goes_on, sentences, &mut found);
        line_start += line.len();
    }
    found.retain(|m| m.content.text(text).is_some_and(|t| t.chars().any(char::is_alphanumeric)));
    found
}

fn in_line(line: &str, base: usize, goes_on: bool, sentences: &[Span], found: &mut Vec<Marked>) {
    let mut open: Option<usize> = None;
    // The single marks of British papers: an opening one after a space, a closing one after a stop or comma.
    let mut single: Option<usize> = None;
    let mut before = ' ';
    let mut spaced = true;
    for (i, c) in line.char_indices() {
        let after = line[i + c.len_utf8()..].chars().next().unwrap_or(' ');
        let opens = match c {
            '“' | '„' | '«' => true,
            '"' => open.is_none() && !after.is_whitespace(),
            _ => false,
        };
        let closes = match c {
            '”' | '»' => true,
            '"' => !opens,
            _ => false,
        };
        let is_single = matches!(c, '‘' | '’' | '\'');
        if is_single && open.is_none() {
            if spaced && after.is_alphanumeric() {
                single = Some(i + c.len_utf8());
            } else if matches!(before, ',' | '.' | '?' | '!')
                && !after.is_alphanumeric()
                && let Some(start) = single.take()
            {
                push(found, base + start, base + i, true, true);
            }
        }
        if opens {
            if let Some(start) = open {
                push(found, base + start, base + i, true, false);
            }
            open = Some(i + c.len_utf8());
        } else if closes {
            match open.take() {
                Some(start) => push(found, base + start, base + i, true, true),
                // Inches and stray marks follow a digit or stand alone.
                None if before.is_ascii_digit() && c == '"' => {}
                None => {
                    let at = offset(base + i);
                    let sentence = sentences.partition_point(|s| s.start() < at).checked_sub(1).map(|i| sentences[i]);
                    let start = sentence.map_or(base, |s| s.start() as usize).max(base);
                    let after_last = found.last().map_or(start, |m| m.content.end() as usize + 1);
                    push(found, start.max(after_last.min(base + i)), base + i, false, true);
                }
            }
        }
        spaced = c.is_whitespace() || matches!(c, '(' | '—' | '–');
        if !c.is_whitespace() {
            before = c;
        }
    }
    if let Some(start) = open {
        // One that goes on in the next paragraph takes the rest of this one; one that is never closed its sentence.
        let line_end = base + line.trim_end().len();
        let at = offset(base + start);
        let sentence =
            sentences.partition_point(|s| s.start() <= at).checked_sub(1).map(|i| sentences[i].end() as usize);
        let end = if goes_on { line_end } else { sentence.unwrap_or(line_end).clamp(base + start, line_end) };
        push(found, base + start, end, true, goes_on);
    }
}

fn push(found: &mut Vec<Marked>, start: usize, end: usize, opened: bool, closed: bool) {
    found.push(Marked { content: Span::new(offset(start), offset(end)), opened, closed });
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(text: &str) -> Vec<(&str, bool)> {
        let whole = [Span::new(0, u32::try_from(text.len()).unwrap())];
        let found = marked(text, &whole);
        found.iter().map(|m| (m.content.text(text).unwrap(), m.opened && m.closed)).collect()
    }

    #[test]
    fn marks_are_paired_whatever_their_kind() {
        assert_eq!(quotes("He said “no” and \"yes, perhaps\"."), [("no", true), ("yes, perhaps", true)]);
        assert_eq!(quotes("«Non», dit-il."), [("Non", true)]);
    }

    #[test]
    fn a_quotation_whose_opening_mark_was_cut_away_is_kept_and_marked() {
        assert_eq!(quotes("Only talks can help.” Nothing more."), [("Only talks can help.", false)]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = "“We wait.\n“We hope,” she said.";
        assert_eq!(quotes(text), [("We wait.", true), ("We hope,", true)]);
    }

    #[test]
    fn single_marks_quote_and_apostrophes_do_not() {
        assert_eq!(quotes("'Nobody was hurt,' she said of the ministers' talks."), [("Nobody was hurt,", true)]);
        assert_eq!(quotes("‘We wait.’ It’s Turkey’s move, the envoys’ aides said."), [("We wait.", true)]);
    }

    #[test]
    fn inches_are_no_quotation() {
        assert_eq!(quotes("a 12\" gun"), []);
    }
}
