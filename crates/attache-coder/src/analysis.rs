//! One sentence with all that was read in it before anything is coded.

use crate::chunk::Chunks;
use crate::mention::{self, Discourse, Hit, Mention};
use crate::relation::Clause;
use crate::tag;
use crate::time::{self, TimeMention};
use attache_knowledge::Knowledge;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Shape, Token, tokenize};
use attache_record::Span;

/// A sentence's tokens, tags, phrases and mentions. Kept from sentence to sentence, so that memory is used again.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Where the sentence stands.
    pub span: Option<Span>,
    /// Tokens.
    pub tokens: Vec<Token>,
    /// Parts of speech.
    pub tags: Vec<Tag>,
    /// Known phrases.
    pub hits: Vec<Hit>,
    /// Noun phrases and verb groups.
    pub chunks: Chunks,
    /// Words of time.
    pub times: Vec<TimeMention>,
    /// Who is named.
    pub mentions: Vec<Mention>,
}

/// A sentence's tokens and the known phrases among them.
#[derive(Debug)]
pub struct Words {
    /// Where the sentence stands.
    pub span: Span,
    /// Tokens; those of a dateline are left out.
    pub tokens: Vec<Token>,
    /// Known phrases.
    pub hits: Vec<Hit>,
}

impl Words {
    /// Cuts a sentence. `skip` leading bytes (a dateline) are left out.
    #[must_use]
    pub fn cut(text: &str, span: Span, skip: u32, knowledge: &Knowledge) -> Self {
        let mut words = Self { span, tokens: Vec::new(), hits: Vec::new() };
        tokenize(text, Span::new(span.start() + skip, span.end()), &knowledge.vocabulary, &mut words.tokens);
        mention::find(&words.tokens, knowledge, &mut words.hits);
        words
    }
}

/// Most tokens that are read as one sentence. Real sentences stay far below (the longest of 4.5 million words of
/// official releases, a list, has about 1,400); the work grows with the square of the length.
const MOST_TOKENS: usize = 512;

impl Words {
    /// Adds the sentence to `all`; one beyond all measure in pieces, cut behind commas where it can be.
    pub fn pieces(mut self, all: &mut Vec<Self>) {
        while self.tokens.len() > MOST_TOKENS {
            let is_comma = |t: &Token| t.shape == Shape::Mark;
            let cut = self.tokens[MOST_TOKENS / 2..MOST_TOKENS].iter().rposition(is_comma);
            let cut = cut.map_or(MOST_TOKENS, |at| MOST_TOKENS / 2 + at + 1);
            let rest = self.tokens.split_off(cut);
            let hits = self.hits.iter().position(|h| h.end > cut).unwrap_or(self.hits.len());
            let mut hits = self.hits.split_off(hits);
            hits.retain(|h| h.start >= cut);
            for hit in &mut hits {
                hit.start -= cut;
                hit.end -= cut;
            }
            let boundary = rest.first().map_or(self.span.end(), |t| t.span.start());
            let tail = Self { span: Span::new(boundary, self.span.end()), tokens: rest, hits };
            let end = self.tokens.last().map_or(boundary, |t| t.span.end());
            self.span = Span::new(self.span.start(), end);
            all.push(std::mem::replace(&mut self, tail));
        }
        all.push(self);
    }
}

impl Analysis {
    /// Reads one sentence.
    pub fn read(&mut self, text: &str, words: Words, knowledge: &Knowledge, discourse: &mut Discourse<'_>) {
        self.span = Some(words.span);
        self.tokens = words.tokens;
        self.hits = words.hits;
        tag::tag(text, &self.tokens, knowledge, &mut self.tags);
        self.times = time::find(text, &self.tokens, knowledge);
        // "May" in "Theresa May" is no modal, and no month.
        for hit in self.hits.iter().filter(|h| h.end - h.start > 1 && h.is_name()) {
            for at in hit.start..hit.end {
                if self.tokens[at].shape.is_capital() && !self.tags[at].is_noun() {
                    self.tags[at] = Tag::Nnp;
                }
            }
        }
        let hits = &self.hits;
        self.times
            .retain(|t| !hits.iter().any(|h| h.end - h.start > 1 && h.start < t.end && t.start < h.end && h.is_name()));
        self.chunks.cut(&self.tokens, &self.tags, &self.hits, &self.times, knowledge);
        let sentence =
            mention::Sentence { text, tokens: &self.tokens, tags: &self.tags, hits: &self.hits, chunks: &self.chunks };
        self.mentions = mention::compose(&sentence, knowledge, discourse);
    }

    /// The sentence as the stages after this one see it.
    #[must_use]
    pub fn clause<'a>(&'a self, knowledge: &'a Knowledge) -> Clause<'a> {
        Clause { knowledge, tokens: &self.tokens, tags: &self.tags, chunks: &self.chunks, mentions: &self.mentions }
    }

    /// The bytes from the first to the last of some tokens.
    #[must_use]
    pub fn bytes(&self, start: usize, end: usize) -> Span {
        match (self.tokens.get(start), self.tokens.get(end.max(start + 1) - 1)) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => self.span.unwrap_or_else(|| Span::new(0, 0)),
        }
    }
}
