//! One sentence with all that was read in it before anything is coded.

use crate::chunk::Chunks;
use crate::mention::{self, Discourse, Geography, Hit, Mention};
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
        Self::cut_in(text, span, skip, knowledge, &Geography::default())
    }

    /// Cuts a sentence of a document of which it is known where it plays.
    #[must_use]
    pub fn cut_in(text: &str, span: Span, skip: u32, knowledge: &Knowledge, geography: &Geography) -> Self {
        let mut words = Self::tokens(text, span, skip, knowledge);
        mention::find(text, &words.tokens, knowledge, geography, &mut words.hits);
        words
    }

    /// Cuts a sentence, and learns from it where the document plays.
    #[must_use]
    pub fn survey(text: &str, span: Span, skip: u32, knowledge: &Knowledge, geography: &mut Geography) -> Self {
        let mut words = Self::tokens(text, span, skip, knowledge);
        mention::survey(text, &words.tokens, knowledge, geography, &mut words.hits);
        words
    }

    fn tokens(text: &str, span: Span, skip: u32, knowledge: &Knowledge) -> Self {
        let mut words = Self { span, tokens: Vec::new(), hits: Vec::new() };
        tokenize(text, Span::new(span.start() + skip, span.end()), &knowledge.vocabulary, &mut words.tokens);
        words
    }
}

/// Most tokens that are read as one sentence. Real sentences stay far below (the longest of 4.5 million words of
/// official releases, a list, has about 1,400); the work grows with the square of the length.
pub(crate) const MOST_TOKENS: usize = 512;

impl Words {
    /// The sentence; one beyond all measure in pieces, cut behind marks where it can be.
    #[must_use]
    pub fn pieces(self) -> Vec<Self> {
        if self.tokens.len() <= MOST_TOKENS {
            return vec![self];
        }
        let mut pieces = Vec::new();
        let (mut from, mut start) = (0, self.span.start());
        while from < self.tokens.len() {
            let limit = self.tokens.len().min(from + MOST_TOKENS);
            let mark = self.tokens[from + (limit - from) / 2..limit].iter().rposition(|t| t.shape == Shape::Mark);
            let to = if limit == self.tokens.len() {
                limit
            } else {
                mark.map_or(limit, |at| from + (limit - from) / 2 + at + 1)
            };
            let tokens = self.tokens[from..to].to_vec();
            let inside = |h: &&Hit| from <= h.start && h.end <= to;
            let moved = |h: &Hit| Hit { start: h.start - from, end: h.end - from, meanings: h.meanings.clone() };
            let hits = self.hits.iter().filter(inside).map(moved).collect();
            let end = if to == self.tokens.len() { self.span.end() } else { self.tokens[to - 1].span.end() };
            pieces.push(Self { span: Span::new(start, end), tokens, hits });
            start = self.tokens.get(to).map_or(end, |t| t.span.start());
            from = to;
        }
        pieces
    }
}

impl Analysis {
    /// Reads one sentence.
    pub fn read(&mut self, text: &str, words: Words, knowledge: &Knowledge, discourse: &mut Discourse<'_>) {
        self.span = Some(words.span);
        self.tokens = words.tokens;
        self.hits = words.hits;
        tag::tag(text, &self.tokens, knowledge, &mut self.tags);
        if discourse.is_terse()
            && let [first @ Tag::Vbn, second, ..] = &mut self.tags[..]
            && *second != Tag::In
        {
            // "Accompanied the President to Lima", in a list of what somebody did.
            *first = Tag::Vbd;
        }
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
