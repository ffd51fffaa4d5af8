//! Phrases of sentences, with the release's knowledge: `[noun phrases]` and `<verb groups>`.

use crate::analysis::{Analysis, Words};
use crate::mention::Discourse;
use attache_knowledge::Knowledge;
use attache_record::Span;
use std::fmt::Write as _;

/// The sentence with its phrases marked; words of time stand in `{}`.
fn marked(knowledge: &Knowledge, text: &str) -> String {
    let mut discourse = Discourse::new(knowledge, None, None, None);
    let mut analysis = Analysis::default();
    let span = Span::new(0, u32::try_from(text.len()).unwrap());
    analysis.read(text, Words::cut(text, span, 0, knowledge), knowledge, &mut discourse);
    let chunks = &analysis.chunks;
    let mut phrases: Vec<(usize, usize, [char; 2])> = Vec::new();
    for noun in &chunks.nouns {
        phrases.push((noun.start, noun.end, if noun.temporal { ['{', '}'] } else { ['[', ']'] }));
    }
    phrases.extend(chunks.verbs.iter().map(|v| (v.start, v.end, ['<', '>'])));
    phrases.sort_unstable();
    let mut out = String::new();
    for (start, end, [open, close]) in phrases {
        let words = analysis.bytes(start, end).text(text).unwrap();
        let _ = write!(out, "{open}{words}{close} ");
    }
    out.trim_end().to_owned()
}

#[test]
fn phrases_end_where_a_reader_would_end_them() {
    let knowledge = attache_pack::knowledge().unwrap();
    let mut wrong = String::new();
    for (text, expected) in [
        (
            "Turkey's foreign minister will visit Malta next week.",
            "[Turkey's foreign minister] <will visit> [Malta] {next week}",
        ),
        ("The Omani and Iranian ministers met.", "[The Omani and Iranian ministers] <met>"),
        ("Romania promised Ukraine two boats.", "[Romania] <promised> [Ukraine] [two boats]"),
        ("The bank lent Ghana $300 million.", "[The bank] <lent> [Ghana] [$300 million]"),
        ("Egypt has not yet formally recognised Kosovo.", "[Egypt] <has not yet formally recognised> [Kosovo]"),
        ("North Korea test-fired two missiles.", "[North Korea] <fired> [two missiles]"),
        ("It will open at least five new embassies.", "[It] <will open> [at least five new embassies]"),
        ("The African Union (AU) convened a summit.", "[The African Union] <convened> [a summit]"),
        ("A Tunisian stabbed a policeman.", "[A Tunisian] <stabbed> [a policeman]"),
        ("Theresa May met Angela Merkel in May.", "[Theresa May] <met> [Angela Merkel] {May}"),
    ] {
        let found = marked(&knowledge, text);
        if found != expected {
            let _ = writeln!(wrong, "{text}\n  expected {expected}\n  found    {found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
