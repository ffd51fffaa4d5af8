//! One value, and every phrasing that must give it; and what is no time.

use super::{Tense, find, resolve};
use attache_knowledge::times::ExampleTense;
use attache_knowledge::token::tokenize;
use attache_knowledge::{Knowledge, SourceFile};
use attache_record::Span;
use jiff::civil::{Date, date};

fn knowledge() -> Knowledge {
    let text = include_str!("../../../../knowledge/times.toml").to_owned();
    match Knowledge::compile(&[SourceFile { name: "times.toml".to_owned(), text }]) {
        Ok(compiled) => compiled.knowledge,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// The words of each time in `text` and its days: `2023-06-14`, `first/last`, or `none`.
fn times(text: &str, knowledge: &Knowledge, published: Date, tense: Tense) -> Vec<(String, String)> {
    let mut tokens = Vec::new();
    let whole = Span::new(0, u32::try_from(text.len()).unwrap());
    tokenize(text, whole, &knowledge.vocabulary, &mut tokens);
    let found = find(text, &tokens, knowledge);
    let days = |m| match resolve(m, &knowledge.times, published, None, tense) {
        Some(when) if when.first == when.last => when.first.to_string(),
        Some(when) => format!("{}/{}", when.first, when.last),
        None => "none".to_owned(),
    };
    found.iter().map(|m| (m.text.clone(), days(m))).collect()
}

#[test]
fn the_examples_of_every_rule_hold() {
    let knowledge = knowledge();
    let mut faults = Vec::new();
    for test in &knowledge.times.tests {
        let tense = match test.tense {
            ExampleTense::Past => Tense::Past,
            ExampleTense::Present => Tense::Present,
            ExampleTense::Future => Tense::Future,
        };
        let found = times(&test.text, &knowledge, test.on, tense);
        let wanted: Vec<(String, String)> = test
            .span
            .map(|(start, end)| (test.text[start as usize..end as usize].to_owned(), test.gives.clone()))
            .into_iter()
            .collect();
        if found != wanted {
            faults.push(format!("{}: {}\n  found {found:?}\n  wanted {wanted:?}", test.id, test.text));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
