//! Finds the phrases of `knowledge/` in news with our matcher, `fst`, `daachorse` and `aho-corasick`: the same phrases, the
//! same text, one thread, in turn, the median of the rounds.
//!
//! ```sh
//! cargo run --release --manifest-path bench/matcher/Cargo.toml -- ../shared/data/news > bench/matcher.csv
//! ```
//!
//! The text is folded and its words are set apart by one space, so that all can give the same hits: every phrase of a
//! line that begins and ends at a word's edge. Ours has to find the words by itself; `fst` is walked from each word's start; the
//! automata report all phrases, of which those inside words are dropped. A last row says what ours does with the text as
//! it was written. A second argument names another folder of knowledge.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use attache_knowledge::phrase::{Letters, PhraseBook, PhraseBookBuilder};
use attache_knowledge::token::{Token, fold, tokenize};
use attache_knowledge::{Knowledge, Vocabulary, WordId, read_folder};
use attache_record::Span;
use daachorse::DoubleArrayAhoCorasick;
use fst::raw::Fst;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Rounds of which the median counts.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let news = arguments.next().ok_or("name the folder of the news")?;
    let folder = arguments.next().unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge").to_owned());
    let files = read_folder(Path::new(&folder)).map_err(|e| format!("{e:?}"))?;
    let knowledge = Knowledge::compile(&files).map_err(|e| format!("{e:?}"))?.knowledge;
    let words = &knowledge.vocabulary;
    let phrases: BTreeSet<String> = knowledge
        .actors
        .names
        .phrases()
        .iter()
        .map(|phrase| phrase.iter().map(|id| words.word(*id)).collect::<Vec<_>>().join(" "))
        .filter(|phrase| phrase.split(' ').all(is_plain))
        .collect();
    let written = texts(Path::new(&news))?;
    let folded = plain(&written, words);
    eprintln!("{} phrases, {:.1} MB of text", phrases.len(), folded.len() as f64 / 1e6);

    let start = Instant::now();
    let ours = Ours::new(&phrases);
    eprintln!("ours: {:?}", start.elapsed());
    let start = Instant::now();
    let map = fst::Map::from_iter(phrases.iter().zip(0_u64..))?.into_fst();
    eprintln!("fst: {:?}, {} bytes", start.elapsed(), map.size());
    let start = Instant::now();
    let double = DoubleArrayAhoCorasick::<u32>::new(&phrases).map_err(|e| e.to_string())?;
    eprintln!("daachorse: {:?}, {} bytes", start.elapsed(), double.heap_bytes());
    let start = Instant::now();
    let aho = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&phrases)?;
    eprintln!("aho-corasick: {:?}, {} bytes", start.elapsed(), aho.memory_usage());

    type Run<'a> = Box<dyn Fn() -> usize + 'a>;
    let runs: [(&str, &str, Run<'_>); 5] = [
        ("attache", &folded, Box::new(|| ours.count(&folded))),
        ("fst", &folded, Box::new(|| walked(&map, &folded))),
        ("daachorse", &folded, Box::new(|| doubled(&double, &folded))),
        ("aho-corasick", &folded, Box::new(|| automaton(&aho, &folded))),
        ("attache, as written", &written, Box::new(|| ours.count(&written))),
    ];
    let mut seconds = vec![Vec::new(); runs.len()];
    let mut hits = vec![0; runs.len()];
    for _ in 0..ROUNDS {
        for (at, (_, _, run)) in runs.iter().enumerate() {
            let start = Instant::now();
            hits[at] = run();
            seconds[at].push(start.elapsed().as_secs_f64());
        }
    }
    println!("matcher,phrases,megabytes,hits,seconds,megabytes_a_second");
    for (at, (name, text, _)) in runs.iter().enumerate() {
        seconds[at].sort_by(f64::total_cmp);
        let (megabytes, median) = (text.len() as f64 / 1e6, seconds[at][ROUNDS / 2]);
        println!("{name},{},{megabytes:.1},{},{median:.3},{:.0}", phrases.len(), hits[at], megabytes / median);
    }
    if hits[..4].iter().any(|n| *n != hits[0]) {
        return Err("the matchers do not agree on the hits".into());
    }
    Ok(())
}

/// The texts of all documents of a folder's JSON Lines files.
fn texts(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "jsonl")) {
        for line in std::fs::read_to_string(path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            all.push_str(row["text"].as_str().unwrap_or_default());
            all.push('\n');
        }
    }
    Ok(all)
}

/// A text with folded words, one space behind each, in the same lines.
fn plain(text: &str, vocabulary: &Vocabulary) -> String {
    let mut tokens = Vec::new();
    let mut all = String::new();
    for line in text.lines() {
        tokens.clear();
        tokenize(line, whole(line), vocabulary, &mut tokens);
        for token in &tokens {
            let word = fold(token.span.text(line).unwrap_or_default());
            if is_plain(&word) {
                all.push_str(&word);
                all.push(' ');
            }
        }
        all.push('\n');
    }
    all
}

/// A word of letters and digits, or a hyphen: what all can tell apart by the bytes beside it.
fn is_plain(word: &str) -> bool {
    word == "-" || word.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len() as u32)
}

/// Our matcher.
struct Ours {
    vocabulary: Vocabulary,
    book: PhraseBook<u32>,
}

impl Ours {
    fn new(phrases: &BTreeSet<String>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut builder = PhraseBookBuilder::default();
        for (number, phrase) in (0..).zip(phrases) {
            let words: Vec<WordId> = phrase.split(' ').map(|word| vocabulary.intern(word)).collect();
            builder.add(words, Letters::default(), number, false);
        }
        vocabulary.fit();
        let book = builder.build(vocabulary.len());
        Self { vocabulary, book }
    }

    fn count(&self, text: &str) -> usize {
        let mut hits = 0;
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            tokens.clear();
            tokenize(text, Span::new(at, at + line.len() as u32), &self.vocabulary, &mut tokens);
            for first in 0..tokens.len() {
                self.book.each_at(&tokens[first..], |_| hits += 1);
            }
            at += line.len() as u32;
        }
        hits
    }
}

/// Whether a word ends before the byte at `at`.
fn is_edge(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

fn walked(fst: &Fst<Vec<u8>>, text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut hits = 0;
    let mut at = 0;
    while at < bytes.len() {
        let mut node = fst.root();
        let mut end = at;
        while let Some(step) = bytes.get(end).and_then(|byte| node.find_input(*byte)) {
            node = fst.node(node.transition_addr(step));
            end += 1;
            if node.is_final() && is_edge(bytes, end) {
                hits += 1;
            }
        }
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        at += 1;
    }
    hits
}

fn doubled(automaton: &DoubleArrayAhoCorasick<u32>, text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_whole = |start: usize, end: usize| (start == 0 || is_edge(bytes, start - 1)) && is_edge(bytes, end);
    automaton.find_overlapping_iter(text).filter(|hit| is_whole(hit.start(), hit.end())).count()
}

fn automaton(automaton: &AhoCorasick, text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_whole = |start: usize, end: usize| (start == 0 || is_edge(bytes, start - 1)) && is_edge(bytes, end);
    automaton.find_overlapping_iter(text).filter(|hit| is_whole(hit.start(), hit.end())).count()
}
