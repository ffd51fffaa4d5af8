//! The crate reads what `training/reference.py` reads.

mod common;

use attache_model::{Argument, Kernel, Model, Participant, Reading};
use serde_json::{Value, json};

/// Distance that scores may have.
const NEAR: f64 = 1e-4;

fn participants(list: &[Participant]) -> Value {
    list.iter().map(|p| json!({"head": p.head, "first": p.first, "end": p.end, "score": p.score})).collect()
}

fn argument(model: &Model, a: &Argument) -> Value {
    json!({"role": model.role(a.role), "head": a.head, "first": a.first, "end": a.end, "score": a.score})
}

fn as_json(model: &Model, reading: &Reading) -> Value {
    let words: Vec<Value> = (reading.words.iter())
        .map(|w| {
            json!({"upos": w.upos.code(), "feats": model.feats(w.feats), "lemma": w.lemma, "head": w.head,
                "relation": model.relation(w.relation), "arc_score": w.arc_score, "cue": w.cue})
        })
        .collect();
    let names: Vec<Value> = (reading.names.iter())
        .map(|n| json!({"first": n.first, "end": n.end, "kind": n.kind.code(), "score": n.score}))
        .collect();
    let predicates: Vec<Value> = (reading.predicates.iter())
        .map(|p| {
            let arguments: Vec<Value> = p.arguments.iter().map(|a| argument(model, a)).collect();
            json!({"word": p.word, "score": p.score, "arguments": arguments})
        })
        .collect();
    let proposals: Vec<Value> = (reading.proposals.iter())
        .map(|p| {
            json!({"trigger": p.trigger, "first": p.first, "end": p.end, "class": model.class(p.class),
                "class_score": p.class_score, "status": model.status(p.status), "status_score": p.status_score,
                "actors": participants(&p.actors), "recipients": participants(&p.recipients)})
        })
        .collect();
    json!({"words": words, "names": names, "predicates": predicates, "proposals": proposals,
        "segments": reading.segments})
}

/// Where two values differ, if they do.
fn difference(found: &Value, expected: &Value, at: &str) -> Option<String> {
    match (found, expected) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(key, value)| difference(value, b.get(key)?, &format!("{at}.{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(n, (a, b))| difference(a, b, &format!("{at}[{n}]")))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            ((a - b).abs() > NEAR).then(|| format!("{at} is {a}, expected {b}"))
        }
        _ => (found != expected).then(|| format!("{at} is {found}, expected {expected}")),
    }
}

#[test]
fn readings_are_those_of_the_reference() {
    let expected: Value = serde_json::from_str(common::EXPECTED).unwrap();
    let sentences: Vec<Vec<String>> = serde_json::from_value(expected["sentences"].clone()).unwrap();
    for kernel in Kernel::all_available() {
        for model in common::models(kernel) {
            let readings = model.reader().read(&sentences);
            let wanted = expected["models"][model.name()]["readings"].as_array().unwrap();
            assert_eq!(readings.len(), wanted.len());
            for ((reading, wanted), sentence) in readings.iter().zip(wanted).zip(&sentences) {
                let found = as_json(&model, reading);
                if let Some(difference) = difference(&found, wanted, "reading") {
                    panic!("{} on {kernel}: in {sentence:?}, {difference}", model.name());
                }
            }
        }
    }
}

#[test]
fn the_comparison_finds_differences() {
    let expected = json!({"words": [{"upos": "NOUN", "arc_score": 0.5, "head": null}]});
    for (found, difference_at) in [
        (json!({"words": [{"upos": "VERB", "arc_score": 0.5, "head": null}]}), "upos"),
        (json!({"words": [{"upos": "NOUN", "arc_score": 0.5002, "head": null}]}), "arc_score"),
        (json!({"words": [{"upos": "NOUN", "arc_score": 0.5, "head": 1}]}), "head"),
        (json!({"words": []}), "words"),
    ] {
        assert!(difference(&found, &expected, "").unwrap().contains(difference_at), "{found}");
    }
    assert_eq!(difference(&expected, &expected, ""), None);
}
