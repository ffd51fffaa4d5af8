//! What the sieve of `attache_coder::sift` keeps and saves: gold events that stand in sentences it keeps, sentences
//! and words that it passes over.

use super::gold::{self, GoldDocument};
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::{Failure, tree};
use attache_coder::analysis::Words;
use attache_coder::sentence;
use attache_coder::sift::Sieve;
use attache_record::{Record, Span};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a set's file holds, and which of it is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// Gold documents.
    Gold,
    /// Texts without gold.
    Plain,
    /// Those of them whose title has a word of `eval/ordinary-titles.txt`.
    Ordinary,
}

#[derive(Deserialize)]
struct Article {
    title: Option<String>,
    text: String,
}

/// A sentence and whether the sieve keeps it.
struct Sifted {
    span: Span,
    kept: bool,
}

/// What was read, and how much of it was passed over.
#[derive(Default)]
struct Count {
    sentences: usize,
    passed: usize,
    words: usize,
    passed_words: usize,
    bytes: usize,
    time: Duration,
}

impl Count {
    fn sift(&mut self, text: &str, sieve: &Sieve<'_>, bench: &Bench) -> Vec<Sifted> {
        let spans = sentence::split(text, bench.coder.knowledge());
        self.bytes += text.len();
        let start = Instant::now();
        let mut out = Vec::with_capacity(spans.len());
        for span in spans {
            let words = Words::cut(text, span, 0, bench.coder.knowledge());
            let kept = sieve.may_hold_event(text, &words);
            self.sentences += 1;
            self.words += words.tokens.len();
            if !kept {
                self.passed += 1;
                self.passed_words += words.tokens.len();
            }
            out.push(Sifted { span, kept });
        }
        self.time += start.elapsed();
        out
    }
}

/// Of the events of a gold document, how many stand in a sentence that is kept. A gold sentence that the splitter cuts
/// in two stands where the trigger does.
fn gold_kept(document: &GoldDocument, text: &str, sifted: &[Sifted]) -> usize {
    let mut start = 0;
    let mut starts = Vec::new();
    for sentence in &document.sentences {
        starts.push(start..start + sentence.len());
        start += sentence.len() + 1;
    }
    let kept = |event: &&gold::GoldEvent| {
        let Some(place) = starts.get(event.s) else { return false };
        let inside = |s: &&Sifted| (s.span.start() as usize) < place.end && place.start < s.span.end() as usize;
        let has_trigger = |s: &&Sifted| s.span.text(text).is_some_and(|t| t.contains(&event.trigger));
        let all: Vec<&Sifted> = sifted.iter().filter(inside).collect();
        let holding = all.iter().copied().filter(has_trigger).collect::<Vec<_>>();
        let those = if holding.is_empty() { all } else { holding };
        those.iter().any(|s| s.kept)
    };
    document.events.iter().filter(kept).count()
}

/// Of the coder's own events, contacts and missions: how many stand in sentences that are kept, and how many there are.
fn coded_kept(records: &[Record], sifted: &[Sifted]) -> (usize, usize) {
    let found = records.iter().filter(|r| matches!(r, Record::Event(_) | Record::Contact(_) | Record::Presence(_)));
    let (mut kept, mut all) = (0, 0);
    for span in found.filter_map(Record::trigger) {
        all += 1;
        kept += usize::from(sifted.iter().any(|s| s.kept && s.span.overlaps(span)));
    }
    (kept, all)
}

/// Words of the lines of a file that are no comments.
pub fn listed(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let text = tree::read(path)?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines.flat_map(str::split_whitespace).map(str::to_owned).collect())
}

fn is_ordinary(article: &Article, words: &BTreeSet<String>) -> bool {
    let title = article.title.as_deref().unwrap_or_default().to_lowercase();
    title.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(word))
}

/// Scores the set.
///
/// # Errors
/// When it cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path, texts: Texts) -> Result<Outcome, Failure> {
    let sieve = Sieve::new(bench.coder.knowledge());
    let mut count = Count::default();
    let mut rows = Vec::new();
    if texts == Texts::Gold {
        let documents: Vec<GoldDocument> = bench.take(gold::read(path)?);
        let (mut kept, mut events, mut coded_in, mut coded) = (0, 0, 0, 0);
        for document in &documents {
            let text = document.document();
            let sifted = count.sift(&text.text, &sieve, bench);
            kept += gold_kept(document, &text.text, &sifted);
            events += document.events.len();
            let own = coded_kept(&bench.coder.code(&text).value, &sifted);
            coded_in += own.0;
            coded += own.1;
        }
        rows.push(row(set, "kept", "all", share(kept, events)));
        rows.push(row(set, "kept coded", "all", share(coded_in, coded)));
    } else {
        let mut articles: Vec<Article> = gold::lines(path)?;
        if texts == Texts::Ordinary {
            let words = listed(&tree::root().join("eval/ordinary-titles.txt"))?;
            articles.retain(|article| is_ordinary(article, &words));
        }
        for article in bench.take(articles) {
            count.sift(&article.text, &sieve, bench);
        }
    }
    rows.push(row(set, "saved", "all", share(count.passed, count.sentences)));
    rows.push(row(set, "saved words", "all", share(count.passed_words, count.words)));
    #[expect(clippy::cast_precision_loss, reason = "counts of bytes and sentences, for people")]
    let (megabytes, sentences) = (count.bytes as f64 / 1e6, count.sentences as f64);
    let seconds = count.time.as_secs_f64().max(f64::MIN_POSITIVE);
    println!(
        "{set}: {:.1} MB/s, {:.0} sentences a second on one thread, words cut and looked up included",
        megabytes / seconds,
        sentences / seconds
    );
    Ok(Outcome { rows, mistakes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_ordinary_by_a_whole_word_of_its_title() {
        let words = BTreeSet::from(["race".to_owned(), "film".to_owned()]);
        for (title, expected) in [
            (Some("Peru's rowers win a Race"), true),
            (Some("A racecourse is sold"), false),
            (Some("Prize for 'Film' of the year"), true),
            (None, false),
        ] {
            let article = Article { title: title.map(str::to_owned), text: String::new() };
            assert_eq!(is_ordinary(&article, &words), expected, "{title:?}");
        }
    }
}
