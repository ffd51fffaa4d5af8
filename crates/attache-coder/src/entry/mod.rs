//! Entries of chronologies: `July 9–11, 1971 · Egypt, Cairo · Met with ...`.
//!
//! A heading stands at the front of a line: a day or days, and names of states, places and people, set apart by points,
//! bars, tabs, dashes or a colon. What follows it in its line, or in the lines below, happened there and then.

use crate::analysis::Words;
use crate::mention::{Geography, Hit, state_of};
use crate::tag;
use crate::time::{self, TimeMention};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Meaning;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::times::Means;
use attache_knowledge::token::Shape;
use attache_record::Span;

/// Most bytes of a heading.
const LONGEST: usize = 240;
/// Most parts of a heading: days, state, towns, person.
const MOST_PARTS: usize = 5;
/// Most words of a part that names a place nobody knows ("La Sapiniere").
const MOST_WORDS: usize = 6;

/// The heading at the front of a sentence, where one stands there: from the sentence's first byte to the first of what
/// follows the heading, or to the sentence's end where nothing follows.
#[must_use]
pub fn heading(text: &str, sentence: Span, knowledge: &Knowledge, geography: &Geography) -> Option<Span> {
    let start = sentence.start() as usize;
    let line = text.get(..start)?.trim_end_matches(|c: char| c != '\n' && !c.is_alphanumeric());
    if !(line.is_empty() || line.ends_with('\n')) {
        return None;
    }
    let mut end = (sentence.end() as usize).min(start + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let front = text.get(start..end)?;
    if !front.bytes().any(|b| b.is_ascii_digit()) || !front.contains(is_separator) {
        return None;
    }
    let span = Span::new(sentence.start(), u32::try_from(end).ok()?);
    let words = Words::cut_in(text, span, 0, knowledge, geography);
    let times = time::find(text, &words.tokens, knowledge);
    let mut tags = Vec::new();
    tag::tag(text, &words.tokens, knowledge, &mut tags);
    Reader { text, words: &words, times: &times, tags: &tags, knowledge }.read(end == sentence.end() as usize)
}

fn is_separator(c: char) -> bool {
    matches!(c, '·' | '|' | '\t' | '–' | '—' | ':' | '-')
}

struct Reader<'r> {
    text: &'r str,
    words: &'r Words,
    times: &'r [TimeMention],
    tags: &'r [Tag],
    knowledge: &'r Knowledge,
}

/// What a part of a heading says.
struct Part {
    dated: bool,
    named: bool,
}

impl Reader<'_> {
    /// `whole` says that the words are all of the sentence.
    fn read(&self, whole: bool) -> Option<Span> {
        let tokens = &self.words.tokens;
        let (mut from, mut dated, mut named, mut parts) = (0, false, false, 0);
        let mut end = None;
        for _ in 0..MOST_PARTS {
            let Some(to) = self.part_end(from) else { break };
            let last = to == tokens.len();
            // Without a mark behind it the part is a heading's only where nothing else stands in the line.
            if last && (!whole || parts == 0) {
                break;
            }
            let Some(part) = self.part(from, to, dated || named, last) else { break };
            if part.dated && dated {
                break;
            }
            dated |= part.dated;
            named |= part.named;
            parts += 1;
            let colon = tokens.get(to).and_then(|t| t.span.text(self.text)) == Some(":");
            from = self.behind(to);
            end = tokens.get(from).map(|t| t.span.start()).or(Some(self.words.span.end()));
            if last {
                break;
            }
            // "9 July 1979: Lima, Peru.": behind a colon only what fills the sentence.
            if colon && !(whole && self.part_end(from) == Some(tokens.len())) {
                break;
            }
        }
        let end = end.filter(|_| dated)?;
        // "June 14: talks": days alone need a mark that no sentence has inside.
        Some(Span::new(self.words.span.start(), end))
    }

    /// Where the part that begins at a token ends: at the next mark that sets apart, or at the end.
    fn part_end(&self, from: usize) -> Option<usize> {
        let tokens = &self.words.tokens;
        (from < tokens.len()).then(|| (from..tokens.len()).find(|at| self.sets_apart(*at)).unwrap_or(tokens.len()))
    }

    /// The first token behind the marks that set apart.
    fn behind(&self, mut at: usize) -> usize {
        while at < self.words.tokens.len() && self.is_mark_of_separation(at) {
            at += 1;
        }
        at
    }

    fn is_mark_of_separation(&self, at: usize) -> bool {
        let word = self.words.tokens[at].span.text(self.text).unwrap_or_default();
        word.chars().all(is_separator)
    }

    fn sets_apart(&self, at: usize) -> bool {
        let tokens = &self.words.tokens;
        if self.times.iter().any(|t| t.start <= at && at < t.end) {
            return false;
        }
        let token = tokens[at].span;
        let gap = |from: u32, to: u32| Span::new(from, to.max(from)).text(self.text).unwrap_or_default();
        let before = at.checked_sub(1).map(|b| gap(tokens[b].span.end(), token.start()));
        if before.is_some_and(|g| g.contains('\t')) {
            return true;
        }
        let after = tokens.get(at + 1).map_or("", |t| gap(token.end(), t.span.start()));
        match token.text(self.text).unwrap_or_default() {
            "·" | "|" => true,
            ":" => !after.is_empty(),
            "–" | "—" | "-" | "--" => !after.is_empty() && before.is_some_and(|g| !g.is_empty()),
            _ => false,
        }
    }

    /// Reads a part; `None` where it is none of a heading. `behind` says that another part stands before it, `last` that
    /// nothing sets it apart from what follows.
    fn part(&self, from: usize, to: usize, behind: bool, last: bool) -> Option<Part> {
        let timed = |at: usize| self.times.iter().find(|t| t.start <= at && at < t.end);
        let hit = |at: usize| self.words.hits.iter().find(|h| h.start <= at && at < h.end);
        let mut part = Part { dated: false, named: false };
        let mut known = false;
        for at in from..to {
            if let Some(time) = timed(at) {
                let days = matches!(time.reading.means, Means::Date | Means::Dates | Means::Range | Means::Same);
                if !days || time.end > to || part.dated && time.start == at {
                    return None;
                }
                part.dated = true;
                continue;
            }
            part.named |= self.words.tokens[at].shape.is_capital();
            if let Some(hit) = hit(at) {
                if last && !self.is_place(hit) {
                    return None;
                }
                known |= self.names(hit);
                continue;
            }
            let token = &self.words.tokens[at];
            let is = |class| self.knowledge.grammar.is(token.word, class);
            let small = is(WordClass::BelongingPreposition) || is(WordClass::Determiner) || is(WordClass::Coordinator);
            // "Prime Minister R. D. Smith"
            let initial = at > from && self.words.tokens[at - 1].span.len() == 1;
            let stop = token.span.text(self.text) == Some(".") && !initial && !(last && at + 1 == to);
            let mark = token.shape == Shape::Mark && !stop;
            if !(small || mark || token.shape.is_capital())
                || (self.tags[at].is_verb() && !behind || last && !small && !mark)
            {
                return None;
            }
        }
        let short = to - from <= MOST_WORDS && part.named && behind && !last;
        (known || short || part.dated && !part.named).then_some(part)
    }

    /// Whether a phrase names a state or a place.
    fn is_place(&self, hit: &Hit) -> bool {
        let body = |m: &Meaning| match m {
            Meaning::State(_) | Meaning::Place(..) => true,
            Meaning::Body(at) => self.knowledge.actors.bodies.get(at.index()).is_some_and(|body| body.kind.is_place()),
            _ => false,
        };
        hit.meanings.iter().any(body)
    }

    /// Whether a phrase names a state, a place, a person or an office.
    fn names(&self, hit: &Hit) -> bool {
        let who = |m: &Meaning| {
            matches!(m, Meaning::Person(_) | Meaning::Surname(..) | Meaning::Title(_) | Meaning::Agent(_))
        };
        state_of(hit, &self.knowledge.actors).is_some() || hit.meanings.iter().any(who)
    }
}
