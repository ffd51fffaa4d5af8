//! Files of words in columns: CoNLL-U, the format of Universal Dependencies.
//!
//! Reading keeps what stands in the file: comments, multiword ranges, empty nodes, every column. What the words are
//! worth is for the caller: a scorer compares the columns, `attache analyse --conllu` fills them anew.

use attache_record::{Diagnostic, Location, Span};

/// Columns of a line.
const COLUMNS: usize = 10;

/// A word: a line whose id is a plain number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// The word as written.
    pub form: String,
    /// Lemma; `_` where there is none, as in all columns.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// The treebank's own part of speech.
    pub xpos: String,
    /// Morphological features.
    pub feats: String,
    /// Number of the head, counted from 1; 0 for the root, `None` for `_`.
    pub head: Option<u32>,
    /// Relation to the head.
    pub deprel: String,
    /// Enhanced dependencies.
    pub deps: String,
    /// Everything else.
    pub misc: String,
}

/// Words that are written as one: a line whose id is a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// First word, counted from 0.
    pub first: usize,
    /// One past the last word.
    pub end: usize,
    /// The words as written.
    pub form: String,
    /// Column MISC.
    pub misc: String,
}

/// A word that is not written: a line whose id has a decimal point. It has no part in the basic tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Empty {
    /// How many words stand before it.
    pub after: usize,
    /// The whole line.
    pub line: String,
}

/// A sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Comment lines, each with its `#`.
    pub comments: Vec<String>,
    /// Words.
    pub words: Vec<Word>,
    /// Multiword ranges, in order.
    pub ranges: Vec<Range>,
    /// Empty nodes, in order.
    pub empties: Vec<Empty>,
    /// Line of the file on which the sentence begins, from 1.
    pub line: u32,
}

impl Sentence {
    /// What a comment of the form `# key = value` says.
    #[must_use]
    pub fn comment(&self, key: &str) -> Option<&str> {
        self.comments.iter().find_map(|comment| {
            let (name, value) = comment.trim_start_matches('#').split_once('=')?;
            (name.trim() == key).then(|| value.trim())
        })
    }

    /// The text that the words make, and where each stands in it. A range's words share its bytes out where they are
    /// spelt as it is; otherwise each has all of them.
    #[must_use]
    pub fn located(&self) -> (String, Vec<Span>) {
        let mut text = String::new();
        let mut spans = Vec::with_capacity(self.words.len());
        let mut ranges = self.ranges.iter().peekable();
        let mut at = 0;
        while at < self.words.len() {
            let range = ranges.next_if(|range| range.first == at);
            let (end, form, misc) = match range {
                Some(range) => (range.end, &range.form, &range.misc),
                None => (at + 1, &self.words[at].form, &self.words[at].misc),
            };
            let start = text.len();
            text.push_str(form);
            let words = &self.words[at..end];
            let spelt: usize = words.iter().map(|word| word.form.len()).sum();
            let joined =
                spelt == form.len() && words.iter().map(|word| word.form.as_str()).collect::<String>() == *form;
            let mut from = start;
            for word in words {
                let to = if joined { from + word.form.len() } else { text.len() };
                spans.push(Span::new(offset(from), offset(to)));
                from = if joined { to } else { start };
            }
            at = end;
            if at < self.words.len() && space_after(misc) {
                text.push(' ');
            }
        }
        (text, spans)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a space follows what has this MISC column.
#[must_use]
pub fn space_after(misc: &str) -> bool {
    misc.split('|').all(|part| part != "SpaceAfter=No")
}

/// The sentences of a file's text; `file` is its name for messages.
///
/// After a fault the rest of that sentence is passed over and the next one is read.
pub fn sentences<'t>(text: &'t str, file: &'t str) -> impl Iterator<Item = Result<Sentence, Diagnostic>> + 't {
    let mut lines = (1_u32..).zip(text.lines());
    std::iter::from_fn(move || {
        let mut sentence = Sentence::default();
        let mut fault = None;
        for (number, line) in lines.by_ref() {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() {
                if sentence.line > 0 {
                    break;
                }
                continue;
            }
            if sentence.line == 0 {
                sentence.line = number;
            }
            if fault.is_none()
                && let Err(diagnostic) = sentence.take(line)
            {
                let source = if line.len() <= LONGEST_SHOWN { line.to_owned() } else { String::new() };
                fault =
                    Some(diagnostic.at(Location { file: file.to_owned(), line: number, column: 0, width: 0, source }));
            }
        }
        if sentence.line == 0 {
            return None;
        }
        Some(match fault {
            Some(fault) => Err(fault),
            None => sentence.checked(file),
        })
    })
}

/// Longest line that a message repeats, in bytes.
const LONGEST_SHOWN: usize = 160;

/// What to do about a line that is none of CoNLL-U.
const SHAPE: &str = "a line is a comment (#), or ten columns with tabs between them: ID FORM LEMMA UPOS XPOS FEATS HEAD \
                     DEPREL DEPS MISC";

impl Sentence {
    /// Takes in a line that is not empty.
    fn take(&mut self, line: &str) -> Result<(), Diagnostic> {
        if line.starts_with('#') {
            self.comments.push(line.to_owned());
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, feats, head, deprel, deps, misc] = columns[..] else {
            let number = columns.len();
            let message = format!("the line has {number} columns where CoNLL-U has {COLUMNS}");
            return Err(Diagnostic::error(message).hint(SHAPE));
        };
        if form.trim().is_empty() {
            let message = format!("the word with the id \"{id}\" has no form");
            return Err(Diagnostic::error(message).hint("write the word into the second column, `_` for an underscore"));
        }
        if let Some((first, last)) = id.split_once('-') {
            return self.range(id, first.parse().ok(), last.parse().ok(), form, misc);
        }
        if let Some((after, rank)) = id.split_once('.') {
            if after.parse::<usize>().ok() != Some(self.words.len()) || rank.parse::<u32>().is_err() {
                return Err(out_of_order(id, self.words.len()));
            }
            self.empties.push(Empty { after: self.words.len(), line: line.to_owned() });
            return Ok(());
        }
        if id.parse::<usize>().ok() != Some(self.words.len() + 1) {
            return Err(out_of_order(id, self.words.len()));
        }
        let head = match head {
            "_" => None,
            number => Some(number.parse().map_err(|_| {
                Diagnostic::error(format!("the head \"{number}\" of word {id} is no number"))
                    .hint("write the id of the word that it depends on, 0 for the root, `_` for none")
            })?),
        };
        let owned = str::to_owned;
        self.words.push(Word {
            form: owned(form),
            lemma: owned(lemma),
            upos: owned(upos),
            xpos: owned(xpos),
            feats: owned(feats),
            head,
            deprel: owned(deprel),
            deps: owned(deps),
            misc: owned(misc),
        });
        Ok(())
    }

    fn range(
        &mut self,
        id: &str,
        first: Option<usize>,
        last: Option<usize>,
        form: &str,
        misc: &str,
    ) -> Result<(), Diagnostic> {
        let covered = self.ranges.last().map_or(0, |range| range.end);
        match (first, last) {
            (Some(first), Some(last)) if first == self.words.len() + 1 && first < last && first > covered => {
                let (form, misc) = (form.to_owned(), misc.to_owned());
                self.ranges.push(Range { first: first - 1, end: last, form, misc });
                Ok(())
            }
            _ => Err(out_of_order(id, self.words.len())),
        }
    }

    /// Checks what only the whole sentence shows.
    fn checked(self, file: &str) -> Result<Self, Diagnostic> {
        let number = self.words.len();
        let fault = if number == 0 {
            Some("the sentence has no words".to_owned())
        } else if let Some(range) = self.ranges.iter().find(|range| range.end > number) {
            Some(format!("the range {}-{} goes beyond the last word, {number}", range.first + 1, range.end))
        } else {
            let beyond = |word: &Word| word.head.is_some_and(|head| head as usize > number);
            let at = self.words.iter().position(beyond);
            at.map(|at| format!("the head of word {} is beyond the last word, {number}", at + 1))
        };
        match fault {
            None => Ok(self),
            Some(message) => {
                let line = self.line;
                let at = Location { file: file.to_owned(), line, column: 0, width: 0, source: String::new() };
                Err(Diagnostic::error(message).at(at).hint("ids count the words of a sentence from 1"))
            }
        }
    }
}

fn out_of_order(id: &str, words: usize) -> Diagnostic {
    Diagnostic::error(format!("the id \"{id}\" cannot stand here; the next word is {}", words + 1))
        .hint("ids are 1, 2, 3 ..., ranges such as 3-4 before their first word, empty nodes such as 3.1 behind word 3")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines with columns separated by spaces; those left out are `_`.
    fn lines(short: &str) -> String {
        let line = |line: &str| {
            if line.trim().is_empty() || line.starts_with('#') {
                return format!("{line}\n");
            }
            let mut columns: Vec<&str> = line.split(' ').collect();
            columns.resize(COLUMNS, "_");
            format!("{}\n", columns.join("\t"))
        };
        short.lines().map(line).collect()
    }

    fn read(short: &str) -> Vec<Result<Sentence, String>> {
        sentences(&lines(short), "a.conllu").map(|read| read.map_err(|fault| fault.to_string())).collect()
    }

    const PORT: &str = "\
# sent_id = port-1
# text = It didn't close, she said.
1 It
2-3 didn't
2 did
3 n't
4 close _ VERB _ _ 0 root _ SpaceAfter=No
5 , _ _ _ _ 4 punct _ _
5.1 who
6 she
7 said _ _ _ _ _ _ _ SpaceAfter=No
8 .";

    #[test]
    fn words_ranges_and_empty_nodes_are_kept_apart() {
        let sentence = read(PORT).remove(0).unwrap();
        let forms: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
        assert_eq!(forms, ["It", "did", "n't", "close", ",", "she", "said", "."]);
        assert_eq!((sentence.ranges[0].first, sentence.ranges[0].end), (1, 3));
        assert_eq!(sentence.empties[0].after, 5);
        assert_eq!(sentence.comment("sent_id"), Some("port-1"));
        assert_eq!((sentence.words[3].head, sentence.words[4].head, sentence.words[5].head), (Some(0), Some(4), None));
    }

    #[test]
    fn the_text_is_made_of_the_words_and_each_stands_in_it() {
        let sentence = read(PORT).remove(0).unwrap();
        let (text, spans) = sentence.located();
        assert_eq!(Some(text.as_str()), sentence.comment("text"));
        let words: Vec<&str> = spans.iter().map(|span| span.text(&text).unwrap()).collect();
        assert_eq!(words, ["It", "did", "n't", "close", ",", "she", "said", "."]);
    }

    #[test]
    fn words_spelt_otherwise_than_their_range_have_all_of_it() {
        let sentence = read("1-2 au\n1 à\n2 le\n3 port").remove(0).unwrap();
        let (text, spans) = sentence.located();
        assert_eq!((text.as_str(), spans), ("au port", vec![Span::new(0, 2), Span::new(0, 2), Span::new(3, 7)]));
    }

    #[test]
    fn a_fault_names_file_and_line_and_the_next_sentence_is_read() {
        for (short, line, message) in [
            ("1 Envoys\n3 met", 2, "the id \"3\" cannot stand here; the next word is 2"),
            ("1 Envoys _ _ _ _ two", 1, "the head \"two\" of word 1 is no number"),
            ("# text = Envoys\n1 Envoys _ _ _ _ 5", 1, "the head of word 1 is beyond the last word, 1"),
            ("2-3 won't\n1 wo", 1, "the id \"2-3\" cannot stand here"),
            ("1-2 won't\n1 wo", 1, "the range 1-2 goes beyond the last word, 1"),
            ("# only a comment", 1, "the sentence has no words"),
            ("1 ", 1, "the word with the id \"1\" has no form"),
        ] {
            let both = read(&format!("{short}\n\n1 Here"));
            let fault = both[0].as_ref().unwrap_err();
            assert!(fault.contains(message) && fault.contains(&format!("a.conllu:{line}")), "{short}: {fault}");
            assert_eq!(both[1].as_ref().unwrap().words[0].form, "Here");
        }
        let short = sentences("1\tEnvoys\n", "a.conllu").next().unwrap().unwrap_err();
        assert_eq!(short.message, "the line has 2 columns where CoNLL-U has 10");
    }
}
