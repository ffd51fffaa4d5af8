//! Analysed sentences as JSON Lines: one sentence a line. Ids of words count from 1, a head of 0 is the root; `start`
//! and `end` are bytes of the document's text (of given words, of the sentence's).

use crate::analysis::{Argument, Sentence};
use serde_json::{Value, json};
use std::ops::Range;

/// Digits that scores are rounded to.
const DIGITS: f64 = 1e4;

/// The line of a sentence. `document` names what it comes from, `model` what read it.
pub fn sentence(sentence: &Sentence<'_>, document: &str, model: &str, out: &mut String) {
    let words = sentence.words.iter().zip(&sentence.given.words).enumerate().map(|(at, (word, given))| {
        let mut value = json!({
            "id": at + 1,
            "form": given.form,
            "start": given.span.start(),
            "end": given.span.end(),
            "lemma": word.lemma,
            "upos": word.upos.code(),
            "feats": word.feats,
            "head": word.head.map_or(0, |head| head + 1),
            "deprel": word.relation,
            "score": score(word.arc_score),
        });
        if let Some(cue) = word.cue {
            value["cue"] = score(cue);
        }
        value
    });
    let names = sentence.names.iter().map(|name| {
        let mut value = part(sentence, &name.words, name.score);
        value["kind"] = name.kind.code().into();
        value
    });
    let predicates = sentence.predicates.iter().map(|predicate| {
        let mut value = part(sentence, &(predicate.word..predicate.word + 1), predicate.score);
        value["arguments"] = arguments(sentence, &predicate.arguments);
        value
    });
    let proposals = sentence.proposals.iter().map(|proposal| {
        let mut value = part(sentence, &proposal.words, proposal.class_score);
        value["trigger"] = (proposal.trigger + 1).into();
        value["class"] = proposal.class.into();
        value["status"] = proposal.status.into();
        value["status_score"] = score(proposal.status_score);
        value["actors"] = arguments(sentence, &proposal.actors);
        value["recipients"] = arguments(sentence, &proposal.recipients);
        value
    });
    let line = json!({
        "document": document,
        "sentence": sentence.given.number,
        "model": model,
        "text": sentence.given.text,
        "words": words.collect::<Vec<_>>(),
        "names": names.collect::<Vec<_>>(),
        "predicates": predicates.collect::<Vec<_>>(),
        "proposals": proposals.collect::<Vec<_>>(),
        "segments": sentence.segments,
    });
    out.push_str(&line.to_string());
    out.push('\n');
}

fn arguments(sentence: &Sentence<'_>, arguments: &[Argument<'_>]) -> Value {
    let argument = |argument: &Argument<'_>| {
        let mut value = part(sentence, &argument.words, argument.score);
        value["role"] = argument.role.into();
        value["head"] = (argument.head + 1).into();
        value
    };
    arguments.iter().map(argument).collect()
}

/// Words with a score: ids of the first and the last, bytes, text.
fn part(sentence: &Sentence<'_>, words: &Range<usize>, value: f32) -> Value {
    let given = &sentence.given.words;
    let start = given.get(words.start).map_or(0, |word| word.span.start());
    let end = given.get(words.end.saturating_sub(1)).map_or(start, |word| word.span.end());
    json!({
        "first": words.start + 1,
        "last": words.end,
        "start": start,
        "end": end,
        "text": sentence.text(words),
        "score": score(value),
    })
}

/// A score rounded, so that lines stay short.
fn score(value: f32) -> Value {
    ((f64::from(value) * DIGITS).round() / DIGITS).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample;

    #[test]
    fn a_line_holds_words_names_predicates_and_proposals_with_their_places() {
        let mut out = String::new();
        sentence(&sample::recall(), "wire-7", "best 1 (00000000)", &mut out);
        let line: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(line["words"][2]["lemma"], "envoy");
        assert_eq!(line["words"][5]["head"], 0);
        assert_eq!(line["words"][8]["cue"], 0.9688);
        assert_eq!(line["names"][1]["text"], "Tunis");
        assert_eq!((&line["names"][1]["start"], &line["names"][1]["end"]), (&json!(33), &json!(38)));
        assert_eq!(line["predicates"][0]["arguments"][0]["text"], "Malta's envoys");
        assert_eq!(line["proposals"][0]["recipients"][0]["head"], 3);
        assert_eq!(line["proposals"][0]["status"], "negated");
    }
}
