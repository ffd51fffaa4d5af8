//! Full text: which documents have words, where in them, and what was read there.

use super::fault::{sql, unreadable};
use super::read::Horizon;
use super::revise::Revised;
use super::{Desk, Kept, Source};
use crate::side;
use attache_record::{Diagnostic, Record, Span};
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde::Serialize;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// An expression of FTS5, as [`expression`] makes it of what people write.
    pub words: String,
    /// States or bodies that take part together in something that the document tells; none for all documents.
    pub sides: Vec<String>,
    /// From when the file is looked at.
    pub horizon: Horizon,
    /// How many documents are given at most.
    pub limit: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many documents have the words.
    pub documents: u64,
    /// The best of them: those in which the words stand most often for their length, rare words counting more (BM25).
    pub hits: Vec<Hit>,
}

/// A document that has the words.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document.
    pub source: Rc<Source>,
    /// Where the words stand, in the order of the text.
    pub passages: Vec<Passage>,
}

/// A piece of a text that has the words: a sentence that gave records, else what stands around the words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Its place in the document's text.
    #[serde(flatten)]
    pub span: Span,
    /// Its text.
    pub text: String,
    /// The words that were searched for, as places in the document's text.
    pub marks: Vec<Span>,
    /// What was read in the sentence; where sides were asked for, only that in which they take part.
    pub records: Vec<Record>,
}

/// Characters that stand around a found word in a snippet at most, on each side.
const AROUND: usize = 140;

/// Marks that FTS5 puts around what it found; both are control characters that no text has any use for.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// Weights of title and body in the order of the hits: a headline names what a text is about.
const TITLE: f64 = 4.0;
const BODY: f64 = 1.0;

impl Desk {
    /// Searches the texts.
    ///
    /// # Errors
    /// The desk keeps no texts, the expression is none, or the store cannot be read.
    pub fn search(&self, search: &Search) -> Result<Found, Diagnostic> {
        if self.kept == Kept::Hash {
            let problem =
                Diagnostic::error("this desk keeps hashes of texts, not the texts: there is nothing to search");
            return Err(problem.hint("attache desk init without --without-text makes one that can be searched"));
        }
        let failed = |error: rusqlite::Error| fault(&error, &search.words);
        let (condition, mut values) = condition(search);
        let from = "FROM words JOIN coding c ON c.id = words.rowid JOIN filing f ON f.id = c.filed \
                    LEFT JOIN filing e ON e.id = c.ended";
        let count = format!("SELECT count(*) {from} WHERE words MATCH ?1 AND {condition}");
        let documents: i64 = self
            .connection
            .prepare_cached(&count)
            .and_then(|mut statement| statement.query_row(params_from_iter(&values), |row| row.get(0)))
            .map_err(failed)?;
        values.push(search.limit.to_string());
        let best = format!(
            "SELECT c.id {from} WHERE words MATCH ?1 AND {condition} \
             ORDER BY bm25(words, {TITLE}, {BODY}), coalesce(c.published, substr(f.at, 1, 10)) DESC, c.document \
             LIMIT CAST(?{} AS INTEGER)",
            values.len()
        );
        let mut statement = self.connection.prepare_cached(&best).map_err(failed)?;
        let codings: Vec<i64> = statement
            .query_map(params_from_iter(&values), |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(failed)?;
        let revised = Revised::new(self.revisions(search.horizon.as_filed)?);
        let mut hits = Vec::with_capacity(codings.len());
        for coding in codings {
            let source = Rc::new(self.source(coding)?);
            let passages = self.passages(coding, &source, search, &revised)?;
            hits.push(Hit { source, passages });
        }
        Ok(Found { documents: u64::try_from(documents).unwrap_or_default(), hits })
    }

    fn passages(
        &self,
        coding: i64,
        source: &Source,
        search: &Search,
        revised: &Revised,
    ) -> Result<Vec<Passage>, Diagnostic> {
        let text = self.text(source)?.unwrap_or_default();
        let marks = self.marks(source.title.as_deref(), &text, &search.words)?;
        let records = self.records_of(coding, source, revised)?;
        let sentences: BTreeSet<Span> = records.iter().filter_map(Record::sentence).collect();
        let mut passages: Vec<Passage> = Vec::new();
        for mark in marks {
            if let Some(last) = passages.last_mut().filter(|last| last.span.contains(mark)) {
                last.marks.push(mark);
                continue;
            }
            let sentence = sentences.iter().find(|sentence| sentence.contains(mark)).copied();
            let before = passages.last().map_or(0, |last| last.span.end());
            let span = sentence.unwrap_or_else(|| around(&text, mark, before));
            let told = |record: &&Record| {
                record.sentence().is_some_and(|at| at.overlaps(span)) && takes_part(record, &records, &search.sides)
            };
            passages.push(Passage {
                span,
                text: span.text(&text).unwrap_or_default().to_owned(),
                marks: vec![mark],
                records: records.iter().filter(told).cloned().collect(),
            });
        }
        Ok(passages)
    }

    /// Where the words stand in a text: what FTS5 itself marks, when the text is put into a table of its own.
    fn marks(&self, title: Option<&str>, text: &str, words: &str) -> Result<Vec<Span>, Diagnostic> {
        let failed = |error: rusqlite::Error| fault(&error, words);
        let tokens = "tokenize = 'unicode61 remove_diacritics 2'";
        self.connection
            .execute_batch(&format!(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.shown USING fts5(title, body, {tokens}); DELETE FROM temp.shown"
            ))
            .map_err(failed)?;
        self.connection
            .prepare_cached("INSERT INTO temp.shown (title, body) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![title, text]))
            .map_err(failed)?;
        let marked: Option<String> = self
            .connection
            .prepare_cached("SELECT highlight(shown, 1, char(2), char(3)) FROM temp.shown WHERE shown MATCH ?1")
            .and_then(|mut statement| statement.query_row([words], |row| row.get(0)).optional())
            .map_err(failed)?;
        Ok(marked.map(|marked| spans(&marked, text)).unwrap_or_default())
    }

    /// The records of a coding, in the order of the text.
    fn records_of(&self, coding: i64, source: &Source, revised: &Revised) -> Result<Vec<Record>, Diagnostic> {
        let failed = |error: rusqlite::Error| sql(&error, None);
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM record WHERE coding = ?1").map_err(failed)?;
        let bodies = statement.query_map([coding], |row| row.get::<_, String>(0)).map_err(failed)?;
        let mut records = Vec::new();
        for body in bodies {
            let body = body.map_err(failed)?;
            let mut record: Record = serde_json::from_str(&body).map_err(|error| unreadable("a record", &error))?;
            if stands(&mut record, source, revised) {
                records.push(record);
            }
        }
        records.sort_by(|a, b| (a.trigger(), a.id()).cmp(&(b.trigger(), b.id())));
        Ok(records)
    }
}

/// Corrects a record as people did. False where they rejected it.
fn stands(record: &mut Record, source: &Source, revised: &Revised) -> bool {
    let (Some(id), Some(span)) = (record.id().cloned(), record.trigger()) else { return true };
    let document = &source.document;
    match record {
        Record::Event(record) => revised.apply(record, &id, document, span),
        Record::Contact(record) => revised.apply(record, &id, document, span),
        Record::Presence(record) => revised.apply(record, &id, document, span),
        Record::Quote(record) => revised.apply(record, &id, document, span),
        Record::Readout(record) => revised.apply(record, &id, document, span),
        Record::Run(_) => true,
    }
}

/// Whether all sides take part in a record.
fn takes_part(record: &Record, all: &[Record], sides: &[String]) -> bool {
    let taking = side::sides(record, all);
    sides.iter().all(|side| taking.contains(side.as_str()))
}

/// What has to hold of `c` (coding), `f` and `e` (its first and last filing), with the values of the question marks; the
/// first is the expression.
fn condition(search: &Search) -> (String, Vec<String>) {
    let mut values = vec![search.words.clone()];
    let mut value = |text: String| {
        values.push(text);
        format!("?{}", values.len())
    };
    let mut parts = search.horizon.conditions(&mut value);
    if !search.sides.is_empty() {
        let sides: Vec<String> = search
            .sides
            .iter()
            .map(|side| {
                let side = value(side.clone());
                format!("EXISTS (SELECT 1 FROM side s WHERE s.side = {side} AND s.kind = r.kind AND s.record = r.id)")
            })
            .collect();
        parts.push(format!("EXISTS (SELECT 1 FROM record r WHERE r.coding = c.id AND {})", sides.join(" AND ")));
    }
    (parts.join(" AND "), values)
}

/// The places between the marks, in the text without marks.
fn spans(marked: &str, text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0_usize;
    let mut start = 0_u32;
    for letter in marked.chars() {
        let here = u32::try_from(at).unwrap_or(u32::MAX);
        // A text may have such a character itself; then it stands there and is no mark.
        match letter {
            OPEN if !text[at..].starts_with(OPEN) => start = here,
            CLOSE if !text[at..].starts_with(CLOSE) => spans.push(Span::new(start, here)),
            _ => at += letter.len_utf8(),
        }
        if at > text.len() {
            break;
        }
    }
    spans
}

/// The words around a place: as far as the sentence goes, and no further than [`AROUND`] characters or `before`.
fn around(text: &str, mark: Span, before: u32) -> Span {
    let (start, end) = (mark.start() as usize, mark.end() as usize);
    let head = text.get(before as usize..start).unwrap_or_default();
    let ends = |before: char, after: char| matches!(before, '.' | '!' | '?' | '\n') && after.is_whitespace();
    let mut from = start;
    let mut after = ' ';
    for (at, letter) in head.char_indices().rev().take(AROUND) {
        if from < start && (ends(letter, after) || letter == '\n') {
            break;
        }
        after = letter;
        from = before as usize + at;
    }
    let mut to = end;
    let mut last = ' ';
    for (at, letter) in text.get(end..).unwrap_or_default().char_indices().take(AROUND) {
        if ends(last, letter) || letter == '\n' {
            break;
        }
        last = letter;
        to = end + at + letter.len_utf8();
    }
    // Not in the middle of a word.
    let cut = |at: usize| !text[..at].ends_with(char::is_whitespace) && !text[at..].starts_with(char::is_whitespace);
    if from > before as usize && cut(from) {
        from += text[from..start].find(char::is_whitespace).unwrap_or(0);
    }
    if to < text.len() && cut(to) && !matches!(last, '.' | '!' | '?') {
        to = end + text[end..to].rfind(char::is_whitespace).unwrap_or(to - end);
    }
    let piece = &text[from..to];
    let from = from + (piece.len() - piece.trim_start().len());
    let to = from + piece.trim().len();
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(place(from.min(start)), place(to.max(end)))
}

/// The fault of an expression said so that whoever wrote it can mend it; other faults as they are.
fn fault(error: &rusqlite::Error, words: &str) -> Diagnostic {
    let text = error.to_string();
    let of_words = ["fts5", "unterminated string", "no such column", "unknown special query", "syntax error"];
    if !of_words.iter().any(|part| text.contains(part)) {
        return sql(error, None);
    }
    let reason = text.split(" in SELECT").next().unwrap_or(&text).trim_start_matches("fts5: ");
    let problem = Diagnostic::error(format!("{words} cannot be searched for: {reason}"));
    problem.hint(
        "write words that all stand in the text; \"a phrase\" in quotation marks; the beginning of a word as sanction*; \
         AND, OR, NOT in capitals; NEAR(a b, 10)",
    )
}

/// The expression of FTS5 for words as people write them on a command line: several words in one argument are a phrase,
/// unless they hold quotation marks, brackets, a star or AND, OR, NOT; marks inside of a word ("U.S.") do no harm.
#[must_use]
pub fn expression(arguments: &[String]) -> String {
    let mut out = String::new();
    let mut joined = true;
    for argument in arguments {
        let operator = matches!(argument.as_str(), "AND" | "OR" | "NOT");
        if !operator && !joined {
            out.push_str(" AND");
        }
        if !out.is_empty() {
            out.push(' ');
        }
        if operator {
            out.push_str(argument);
        } else {
            out.push_str(&term(argument, arguments.len() > 1));
        }
        joined = operator;
    }
    out
}

fn term(argument: &str, among_others: bool) -> String {
    let operators = ["AND", "OR", "NOT"];
    let written = argument.contains(['"', '(', ')', '*', '^', ':'])
        || argument.split_whitespace().any(|word| operators.contains(&word));
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || !letter.is_ascii();
    if written {
        let several = argument.contains(char::is_whitespace);
        return if among_others && several { format!("({argument})") } else { argument.to_owned() };
    }
    if argument.chars().all(bare) && !argument.is_empty() { argument.to_owned() } else { format!("\"{argument}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> String {
        expression(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn several_words_in_one_argument_are_a_phrase_and_several_arguments_stand_anywhere() {
        assert_eq!(of(&["core interests"]), "\"core interests\"");
        assert_eq!(of(&["core", "interests"]), "core AND interests");
        assert_eq!(of(&["U.S.", "Russia's navy"]), "\"U.S.\" AND \"Russia's navy\"");
    }

    #[test]
    fn what_is_an_expression_already_stays_one() {
        assert_eq!(of(&["taiwan NOT strait"]), "taiwan NOT strait");
        assert_eq!(of(&["taiwan", "OR", "tibet"]), "taiwan OR tibet");
        assert_eq!(of(&["sanction*", "a OR b"]), "sanction* AND (a OR b)");
    }

    #[test]
    fn a_snippet_is_the_sentence_around_the_word() {
        let text = "Snow fell. The envoy of Peru left Quito early. Nobody knew.";
        let at = u32::try_from(text.find("Peru").unwrap()).unwrap();
        let span = around(text, Span::new(at, at + 4), 0);
        assert_eq!(span.text(text), Some("The envoy of Peru left Quito early."));
    }

    #[test]
    fn marks_are_counted_in_the_text_without_marks() {
        assert_eq!(
            spans("é \u{2}Peru\u{3} and \u{2}Peru\u{3}", "é Peru and Peru"),
            [Span::new(3, 7), Span::new(12, 16)]
        );
    }
}
