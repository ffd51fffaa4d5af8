//! Parts of speech, lemmas, features and dependency trees against CoNLL-U.

use super::super::score::prf;
use super::super::table::{Figure, Row, row, share};
use super::{Bench, read};
use crate::{Failure, tree};
use attache_coder::analyse::{conllu, words};
use attache_model::{Model, Reading};
use attache_record::Span;
use std::collections::BTreeMap;
use std::path::Path;

/// The sentences of a CoNLL-U file.
pub fn sentences(path: &Path) -> Result<Vec<conllu::Sentence>, Failure> {
    let text = tree::read(path)?;
    let file = path.display().to_string();
    conllu::sentences(&text, &file).collect::<Result<_, _>>().map_err(|fault| Failure(fault.to_string()))
}

/// The measures of a word, in the order of [`Right`].
const MEASURES: [&str; 6] = ["upos", "lemma", "feats", "uas", "las", "las without subtypes"];

/// Which measures a word passes.
type Right = [bool; MEASURES.len()];

/// How many words pass each measure.
#[derive(Default)]
struct Count([usize; MEASURES.len()]);

impl Count {
    fn add(&mut self, right: Right) {
        for (count, right) in self.0.iter_mut().zip(right) {
            *count += usize::from(right);
        }
    }
}

/// Compares a word with what was read; `head` says whether the heads are the same.
fn compare(model: &Model, gold: &conllu::Word, read: &attache_model::Word, head: bool) -> Right {
    let relation = model.relation(read.relation);
    let plain = |relation: &str| relation.split(':').next().unwrap_or_default().to_owned();
    [
        gold.upos == read.upos.code(),
        gold.lemma == "_" || gold.lemma == read.lemma,
        gold.feats == model.feats(read.feats),
        head,
        head && gold.deprel == relation,
        head && plain(&gold.deprel) == plain(relation),
    ]
}

/// With the words of the file: shares of them.
pub fn given(bench: &Bench, model: &Model, name: &str, path: &Path) -> Result<Vec<Row>, Failure> {
    let gold = bench.take(sentences(path)?);
    let forms: Vec<Vec<&str>> =
        gold.iter().map(|sentence| sentence.words.iter().map(|word| word.form.as_str()).collect()).collect();
    let readings = read(model, &forms);
    let (mut count, mut of) = (Count::default(), 0);
    for (sentence, reading) in gold.iter().zip(&readings) {
        for (word, read) in sentence.words.iter().zip(&reading.words) {
            let head = word.head == Some(read.head.map_or(0, |head| head + 1));
            count.add(compare(model, word, read, head));
            of += 1;
        }
    }
    let figure = |(measure, right): (&str, usize)| row(name, measure, "all", share(right, of));
    Ok(MEASURES.into_iter().zip(count.0).map(figure).collect())
}

/// With words of our own, cut from the text of each sentence: precision and recall over words that stand in the same
/// place, a head being right where it is the same word.
pub fn own(bench: &Bench, model: &Model, name: &str, path: &Path) -> Result<Vec<Row>, Failure> {
    let gold = bench.take(sentences(path)?);
    let located: Vec<(String, Vec<Span>)> = gold.iter().map(conllu::Sentence::located).collect();
    let cut = |text: &str| {
        let mut own = Vec::new();
        let whole = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        words::cut(text, whole, bench.coder.knowledge(), &mut own);
        own.into_iter().map(|word| word.span).collect::<Vec<_>>()
    };
    let own: Vec<Vec<Span>> = located.iter().map(|(text, _)| cut(text)).collect();
    let form = |text: &'_ str, span: &Span| span.text(text).unwrap_or_default().to_owned();
    let forms: Vec<Vec<String>> =
        located.iter().zip(&own).map(|((text, _), own)| own.iter().map(|span| form(text, span)).collect()).collect();
    let lent: Vec<Vec<&str>> = forms.iter().map(|words| words.iter().map(String::as_str).collect()).collect();
    let readings = read(model, &lent);
    let (mut count, mut same, mut coded, mut of) = (Count::default(), 0, 0, 0);
    for (((sentence, (_, spans)), own), reading) in gold.iter().zip(&located).zip(&own).zip(&readings) {
        let rights = aligned(model, sentence, spans, own, reading);
        same += rights.len();
        coded += own.len();
        of += spans.len();
        rights.into_iter().for_each(|right| count.add(right));
    }
    let figure = |(measure, right): (&str, usize)| row(name, measure, "all", Figure::Prf(prf(right, coded, of)));
    Ok([("words", same)].into_iter().chain(MEASURES.into_iter().zip(count.0)).map(figure).collect())
}

/// What is right of each word that both sides have in the same place.
fn aligned(model: &Model, sentence: &conllu::Sentence, spans: &[Span], own: &[Span], reading: &Reading) -> Vec<Right> {
    let places: BTreeMap<Span, usize> = own.iter().enumerate().map(|(at, span)| (*span, at)).collect();
    let place = |gold: usize| spans.get(gold).and_then(|span| places.get(span)).copied();
    let mut out = Vec::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let Some(read) = place(at).and_then(|own| reading.words.get(own)) else { continue };
        let head = match (word.head, read.head) {
            (Some(0), None) => true,
            (Some(head), Some(own)) if head > 0 => place(head as usize - 1) == Some(own as usize),
            _ => false,
        };
        out.push(compare(model, word, read, head));
    }
    out
}
