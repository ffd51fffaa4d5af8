//! Whether the actors and recipients that gold names by words are seen by the coder, and as whom: gold's codes against
//! those of the coder's mention at the same words, whether or not an event was coded there.

use super::gold::{self, GoldDocument};
use super::score::side;
use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::Failure;
use attache_coder::explain::MentionView;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// Words of a sentence that gold takes for a party, and its codes for them: several for "the two sides".
struct Party<'g> {
    sentence: usize,
    words: &'g str,
    codes: BTreeSet<&'g str>,
}

/// The parties of a document that stand in a sentence, each once.
fn parties(document: &GoldDocument) -> Vec<Party<'_>> {
    let mut out: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    for event in &document.events {
        let sides = [(&event.actors, &event.actor_text), (&event.recipients, &event.recipient_text)];
        for (code, words) in sides.into_iter().flat_map(|(codes, words)| codes.iter().zip(words)) {
            let stands = document.sentences.get(event.s).is_some_and(|s| s.contains(words.as_str()));
            if stands && !words.is_empty() {
                out.entry((event.s, words)).or_default().insert(code);
            }
        }
    }
    out.into_iter().map(|((sentence, words), codes)| Party { sentence, words, codes }).collect()
}

/// How many bytes two ranges share.
fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The mentions at some words, wherever in the sentence they stand: the first that heads a phrase, or else the first; all
/// that do where gold sees several parties in the words ("French and German ministers").
fn mentions_at<'m>(mentions: &'m [MentionView], places: &[Range<usize>], several: bool) -> Vec<&'m MentionView> {
    for place in places {
        let at = |m: &&MentionView| shared(&(m.words.span.start() as usize..m.words.span.end() as usize), place) > 0;
        let here: Vec<&MentionView> = mentions.iter().filter(at).collect();
        let heads: Vec<&MentionView> = here.iter().copied().filter(|m| m.head).collect();
        let mut found = if heads.is_empty() { here } else { heads };
        found.truncate(if several { found.len() } else { 1 });
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What the coder made of a kind of words.
#[derive(Default)]
struct Count {
    of: usize,
    state: usize,
    whole: usize,
}

/// Scores the parties of a gold set.
///
/// # Errors
/// When the set cannot be read.
pub fn score(bench: &Bench, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let gold = bench.take(gold::read(path)?);
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for document in &gold {
        let mentions: Vec<MentionView> =
            bench.coder.explain(&document.document()).sentences.into_iter().flat_map(|s| s.mentions).collect();
        let starts = document.starts();
        for party in parties(document) {
            let start = starts[party.sentence];
            let sentence = &document.sentences[party.sentence];
            let places: Vec<_> =
                sentence.match_indices(party.words).map(|(at, w)| start + at..start + at + w.len()).collect();
            let found = mentions_at(&mentions, &places, party.codes.len() > 1);
            let codes: BTreeSet<String> = found.iter().flat_map(|m| &m.codes).map(ToString::to_string).collect();
            let coded: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
            let sides =
                |codes: &BTreeSet<&str>| codes.iter().map(|code| side(code).to_owned()).collect::<BTreeSet<_>>();
            // One mention may name several ("the governments of France and Italy") of whom gold's words are a part.
            let part = found.first().is_some_and(|m| m.codes.len() > 1 && m.words.text.len() > party.words.len());
            let same =
                |coded: BTreeSet<String>, gold: BTreeSet<String>| coded == gold || part && gold.is_subset(&coded);
            let owned = |codes: &BTreeSet<&str>| codes.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
            let state = same(sides(&coded), sides(&party.codes));
            let whole = same(owned(&coded), owned(&party.codes));
            for kind in ["all", found.first().map_or("unseen", |m| m.form)] {
                let count = counts.entry(kind).or_default();
                count.of += 1;
                count.state += usize::from(state);
                count.whole += usize::from(whole);
            }
            if !whole {
                let list = |codes: &BTreeSet<&str>| codes.iter().copied().collect::<Vec<_>>().join("+");
                let seen = found.first().map_or("nobody seen", |m| m.words.text.as_str());
                mistakes.push(Mistake {
                    head: format!("{} sentence {}", document.doc, party.sentence),
                    text: sentence.clone(),
                    pairs: vec![(
                        format!("{}  \"{}\"", list(&party.codes), party.words),
                        format!("{}  \"{seen}\"", list(&coded)),
                    )],
                    classes: document.events.iter().filter(|e| e.s == party.sentence).map(|e| e.class).collect(),
                });
            }
        }
    }
    let rows = counts.iter().flat_map(|(kind, c)| {
        [row(set, "state", kind, share(c.state, c.of)), row(set, "state and sector", kind, share(c.whole, c.of))]
    });
    Ok(Outcome { rows: rows.collect(), mistakes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_the_bytes_that_lie_in_both() {
        assert_eq!(shared(&(4..10), &(8..20)), 2);
        assert_eq!(shared(&(4..10), &(10..20)), 0);
    }
}
