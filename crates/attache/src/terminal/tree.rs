//! A sentence's dependency tree, drawn: a word a line, arcs to its left, what else was found beneath.
//!
//! A line comes from the word's head on the left and points at the word. The words that depend on a word hang on one
//! line of strokes, which meets the word's own line; the root's line begins at the edge.

use super::color::{CODE, DIM, HEAD, PLAIN};
use super::wrap::{Styled, harmless};
use crate::analysis::{Argument, Sentence};
use anstyle::Style;
use std::fmt::Write;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a tree looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether to use no signs beyond ASCII.
    pub ascii: bool,
}

/// Columns that a word has at least.
const NARROWEST_WORD: usize = 8;

/// Columns of what points at a word.
const ARROW: usize = 2;

/// Columns of the labels beneath.
const LABEL: usize = 10;

/// The signs of a drawing.
struct Signs {
    across: char,
    down: char,
    first: char,
    middle: char,
    last: char,
    up: char,
    below: char,
    both: char,
    arrow: char,
    cut: char,
}

const DRAWN: Signs = Signs {
    across: '─',
    down: '│',
    first: '╭',
    middle: '├',
    last: '╰',
    up: '┴',
    below: '┬',
    both: '┼',
    arrow: '▸',
    cut: '…',
};

const ASCII: Signs = Signs {
    across: '-',
    down: '|',
    first: '.',
    middle: '|',
    last: '`',
    up: '+',
    below: '+',
    both: '+',
    arrow: '>',
    cut: '~',
};

impl Look {
    /// The sentence: its text, its tree, its names, roles, cues and event proposals.
    pub fn sentence(&self, sentence: &Sentence<'_>) -> String {
        let text = Styled::default().with(HEAD, harmless(&sentence.given.text));
        let mut out = if text.is_empty() { String::new() } else { text.wrap(self.width, "", "") };
        self.tree(sentence, &mut out);
        self.beneath(sentence, &mut out);
        out
    }

    fn tree(&self, sentence: &Sentence<'_>, out: &mut String) {
        let signs = if self.ascii { &ASCII } else { &DRAWN };
        let heads: Vec<Option<usize>> = sentence.words.iter().map(|word| word.head).collect();
        // Arcs take half of the width at most; a tree deeper than that is told by the ids of the heads.
        let arcs = [2, 1].into_iter().map(|step| Arcs::new(&heads, step)).find(|arcs| 2 * arcs.columns <= self.width);
        let drawn = arcs.map(|arcs| arcs.draw(&heads, signs));
        let numbered = sentence.words.len().to_string().len();
        let left = |at: usize| match &drawn {
            Some(rows) => rows[at].clone(),
            None => format!("{:>numbered$}", at + 1),
        };
        let widest = |of: &dyn Fn(usize) -> usize| (0..heads.len()).map(of).max().unwrap_or(0);
        let relation = |at: usize| match (&drawn, heads[at]) {
            (None, Some(head)) => format!("{} {}", sentence.words[at].relation, head + 1),
            _ => sentence.words[at].relation.to_owned(),
        };
        let forms: Vec<String> = sentence.given.words.iter().map(|word| visible(&word.form)).collect();
        let relations = widest(&|at| relation(at).width());
        let fixed = widest(&|at| left(at).width()) + relations + "  ADPOS  ".len();
        let room = self.width.saturating_sub(fixed).max(NARROWEST_WORD);
        let column = widest(&|at| forms[at].width()).min(room);
        let lemmas = widest(&|at| sentence.words[at].lemma.width());
        let with_lemma = self.width >= fixed + column + 2 + lemmas;
        for (at, word) in sentence.words.iter().enumerate() {
            let form = shortened(&forms[at], column, signs.cut);
            let pad = " ".repeat(column - form.width().min(column));
            let style = if word.head.is_none() { HEAD } else { PLAIN };
            let _ = write!(out, "{DIM}{}{DIM:#} {style}{form}{style:#}{pad}  {:5}  ", left(at), word.upos.code());
            if with_lemma {
                let relation = relation(at);
                let pad = " ".repeat(relations.saturating_sub(relation.width()));
                let lemma = visible(&word.lemma);
                let _ = writeln!(out, "{CODE}{relation}{CODE:#}{pad}  {DIM}{lemma}{DIM:#}");
            } else {
                let _ = writeln!(out, "{CODE}{}{CODE:#}", relation(at));
            }
        }
    }

    fn beneath(&self, sentence: &Sentence<'_>, out: &mut String) {
        let dot = if self.ascii { " | " } else { " · " };
        let words = |words: &Range<usize>| harmless(&sentence.text(words));
        let names = sentence.names.iter().map(|name| {
            Styled::default()
                .with(PLAIN, words(&name.words))
                .with(CODE, format!(" {}", name.kind))
                .with(DIM, score(name.score))
        });
        self.line("names", &joined(names, dot), out);
        for predicate in sentence.predicates.iter().filter(|predicate| !predicate.arguments.is_empty()) {
            let word = words(&(predicate.word..predicate.word + 1));
            let arguments = predicate.arguments.iter().map(|argument| {
                Styled::default().with(CODE, format!("{} ", argument.role)).with(PLAIN, words(&argument.words))
            });
            let mut line = Styled::default().with(HEAD, word).with(PLAIN, ": ");
            line.extend(joined(arguments, dot));
            self.line("roles", &line, out);
        }
        let cues = sentence.words.iter().enumerate().filter_map(|(at, word)| {
            let text = words(&(at..at + 1));
            word.cue.map(|cue| Styled::default().with(PLAIN, text).with(DIM, score(cue)))
        });
        self.line("cues", &joined(cues, dot), out);
        for proposal in &sentence.proposals {
            let class = format!("{} {}", proposal.class, proposal.status);
            let mut line = Styled::default().with(CODE, class).with(DIM, score(proposal.class_score));
            line.push(PLAIN, "  ");
            line.extend(parts(sentence, &proposal.actors));
            line.push(HEAD, format!(" {} ", words(&proposal.words)));
            line.extend(parts(sentence, &proposal.recipients));
            self.line("event", &line, out);
        }
        if sentence.segments > 1 {
            let note = format!("longer than one pass of the model; read in {} parts", sentence.segments);
            self.line("note", &Styled::default().with(DIM, note), out);
        }
    }

    fn line(&self, label: &str, text: &Styled, out: &mut String) {
        if !text.is_empty() {
            out.push_str(&text.wrap(self.width, &format!("  {label:LABEL$}"), &" ".repeat(LABEL + 4)));
        }
    }
}

fn score(value: f32) -> String {
    format!(" {value:.2}")
}

fn joined(parts: impl Iterator<Item = Styled>, between: &str) -> Styled {
    let mut out = Styled::default();
    for (at, part) in parts.enumerate() {
        if at > 0 {
            out.push(DIM, between);
        }
        out.extend(part);
    }
    out
}

fn parts(sentence: &Sentence<'_>, arguments: &[Argument<'_>]) -> Styled {
    if arguments.is_empty() {
        return Styled::default().with(DIM, "?");
    }
    let part = |argument: &Argument<'_>| Styled::default().with(PLAIN, harmless(&sentence.text(&argument.words)));
    joined(arguments.iter().map(part), " + ")
}

/// A word on one line: nothing that commands the terminal or has no width of its own; a mark where nothing is left.
fn visible(word: &str) -> String {
    let kept: String = word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if kept.width() == 0 { "\u{fffd}".to_owned() } else { kept }
}

/// The word in at most `columns` columns, with `sign` where it is cut.
fn shortened(word: &str, columns: usize, sign: char) -> String {
    if word.width() <= columns {
        return word.to_owned();
    }
    let mut out = String::new();
    let mut wide = 1;
    for c in word.chars() {
        wide += c.width().unwrap_or(0);
        if wide > columns {
            break;
        }
        out.push(c);
    }
    out.push(sign);
    out
}

/// Where the arcs of a tree run.
struct Arcs {
    /// Of each word, how many lines of strokes lie between it and the farthest word below it in the tree: 0 for words
    /// on which none depends.
    heights: Vec<usize>,
    /// First and last line of the words that depend on each word, itself among them.
    extents: Vec<Range<usize>>,
    /// The greatest of the heights.
    most: usize,
    /// Columns for a line of strokes.
    step: usize,
    /// Columns of the whole.
    columns: usize,
}

impl Arcs {
    fn new(heads: &[Option<usize>], step: usize) -> Self {
        let mut extents: Vec<Range<usize>> = (0..heads.len()).map(|at| at..at).collect();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); heads.len()];
        for (at, head) in heads.iter().enumerate() {
            if let Some(head) = head.filter(|head| *head < heads.len()) {
                extents[head] = extents[head].start.min(at)..extents[head].end.max(at);
                below[head].push(at);
            }
        }
        // Roots first, then what depends on them; backwards, each word comes behind all that depend on it.
        let mut order: Vec<usize> = (0..heads.len()).filter(|at| heads[*at].is_none()).collect();
        let mut next = 0;
        while let Some(at) = order.get(next).copied() {
            order.extend(&below[at]);
            next += 1;
        }
        let mut heights = vec![0; heads.len()];
        for at in order.into_iter().rev() {
            heights[at] = below[at].iter().map(|below| heights[*below] + 1).max().unwrap_or(0);
        }
        let most = heights.iter().max().copied().unwrap_or(0);
        Self { heights, extents, most, step, columns: most * step + ARROW }
    }

    /// The column of the line of strokes on which the words hang that depend on `word`.
    fn column(&self, word: usize) -> usize {
        (self.most - self.heights[word]) * self.step + self.step - 1
    }

    /// The arcs, a row a word.
    fn draw(&self, heads: &[Option<usize>], signs: &Signs) -> Vec<String> {
        let mut rows = vec![vec![' '; self.columns]; heads.len()];
        for (at, head) in heads.iter().enumerate() {
            let from = head.map_or(0, |head| self.column(head) + 1);
            rows[at][from..].fill(signs.across);
            if head.is_some() {
                rows[at][self.columns - 1] = signs.arrow;
            }
        }
        for (word, extent) in self.extents.iter().enumerate().filter(|(_, extent)| !extent.is_empty()) {
            let column = self.column(word);
            for row in &mut rows[extent.start + 1..extent.end] {
                row[column] = signs.down;
            }
        }
        for (at, head) in heads.iter().enumerate() {
            let own = &self.extents[at];
            if !own.is_empty() {
                rows[at][self.column(at)] = match (own.start < at, at < own.end) {
                    (true, true) => signs.both,
                    (true, false) => signs.up,
                    _ => signs.below,
                };
            }
            if let Some(head) = head {
                let extent = &self.extents[*head];
                rows[at][self.column(*head)] = match at {
                    _ if at == extent.start => signs.first,
                    _ if at == extent.end => signs.last,
                    _ => signs.middle,
                };
            }
        }
        rows.into_iter().map(|row| row.into_iter().collect()).collect()
    }
}

/// A heading for a document's sentences.
pub fn heading(document: &str) -> String {
    let style: Style = DIM;
    format!("{style}{}{style:#}\n", harmless(document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample;

    fn drawn(look: Look) -> String {
        anstream::adapter::strip_str(&look.sentence(&sample::recall())).to_string()
    }

    #[test]
    fn a_tree_shows_arcs_words_labels_and_what_was_found() {
        let expected = "\
Malta's envoys weren't recalled, Tunis said.
   ╭─┬─▸ Malta     PROPN  nmod:poss   Malta
   │ ╰─▸ 's        PART   case        's
 ╭─┴───▸ envoys    NOUN   nsubj:pass  envoy
 ├─────▸ were      AUX    aux:pass    be
 ├─────▸ n't       PART   advmod      not
─┼────── recalled  VERB   root        recall
 ├─────▸ ,         PUNCT  punct       ,
 │   ╭─▸ Tunis     PROPN  nsubj       Tunis
 ├───┴─▸ said      VERB   parataxis   say
 ╰─────▸ .         PUNCT  punct       .
  names     Malta LOC 0.88 · Tunis LOC 0.75
  roles     recalled: ARG1 Malta's envoys · ARGM-NEG n't
  roles     said: ARG0 Tunis
  cues      said 0.97
  event     SANCTION negated 0.62 Tunis recalled Malta's envoys
";
        assert_eq!(drawn(Look { width: 72, ascii: false }), expected);
    }

    #[test]
    fn without_other_signs_than_ascii_a_tree_is_drawn_too() {
        let out = drawn(Look { width: 72, ascii: true });
        assert!(out.is_ascii(), "{out}");
        assert!(out.contains("\n   .-+-> Malta "), "{out}");
        assert!(out.contains("\n-+------ recalled "), "{out}");
    }

    #[test]
    fn where_arcs_would_take_more_than_half_of_the_width_they_stand_closer_and_then_give_way_to_numbers() {
        let closer = drawn(Look { width: 11, ascii: false });
        assert!(closer.contains("\n ╭┬─▸ Malta "), "{closer}");
        let numbers = drawn(Look { width: 9, ascii: false });
        assert!(numbers.contains("\n 1 Malta     PROPN  nmod:poss 3\n"), "{numbers}");
    }

    #[test]
    fn a_wide_word_is_cut_where_the_line_ends() {
        assert_eq!(shortened("harbour-masters", 8, '…'), "harbour…");
        assert_eq!(shortened("外交部长", 5, '…'), "外交…");
        assert_eq!(shortened("port", 4, '…'), "port");
    }

    #[test]
    fn arcs_that_cross_are_drawn() {
        // 1 hangs on 3, 2 on 4, 3 is the root, 4 on 3.
        let heads = [Some(2), Some(3), None, Some(2)];
        let rows = Arcs::new(&heads, 2).draw(&heads, &DRAWN);
        assert_eq!(rows, [" ╭───▸", " │ ╭─▸", "─┼─│──", " ╰─┴─▸"]);
    }

    #[test]
    fn a_chain_of_ten_thousand_words_is_told_by_numbers() {
        let mut read = sample::recall();
        let (word, given) = (read.words[0].clone(), read.given.words[0].clone());
        let heads = (0..10_000).map(|at: usize| at.checked_sub(1));
        read.words = heads.map(|head| crate::analysis::Word { head, ..word.clone() }).collect();
        read.given.words = vec![given; 10_000];
        let out = Look { width: 100, ascii: false }.sentence(&read);
        assert!(out.contains("nmod:poss 9999"));
    }
}
