//! Who does what to whom, sentence by sentence, with the release's knowledge.

use crate::analysis::{Analysis, Words};
use crate::mention::Discourse;
use attache_knowledge::Knowledge;
use attache_record::Span;
use std::fmt::Write as _;

/// `doer > undergoer` of the verb `verb` of a sentence, several joined by `+`.
fn relation(knowledge: &Knowledge, text: &str, verb: &str) -> String {
    let mut discourse = Discourse::new(knowledge, None, None, None);
    let mut analysis = Analysis::default();
    let span = Span::new(0, u32::try_from(text.len()).unwrap());
    analysis.read(text, Words::cut(text, span, 0, knowledge), knowledge, &mut discourse);
    let clause = analysis.clause(knowledge);
    let at = analysis.chunks.verbs.iter().position(|v| analysis.tokens[v.main].span.text(text) == Some(verb));
    let Some(at) = at else { return format!("no verb {verb}") };
    let end = analysis.chunks.verbs[at].end;
    let words = |phrases: Vec<usize>| {
        let mut out = String::new();
        for (i, noun) in phrases.into_iter().enumerate() {
            let phrase = analysis.chunks.nouns[noun];
            let words = analysis.bytes(phrase.start, phrase.end).text(text).unwrap();
            let _ = write!(out, "{}{words}", if i > 0 { " + " } else { "" });
        }
        if out.is_empty() { "-".to_owned() } else { out }
    };
    format!("{} > {}", words(clause.doer(at, end)), words(clause.undergoer(at, end)))
}

#[test]
fn subjects_are_followed_back_to_whoever_acts() {
    let knowledge = attache_pack::knowledge().unwrap();
    let mut wrong = String::new();
    for (text, verb, expected) in [
        ("Turkey condemned Egypt.", "condemned", "Turkey > Egypt"),
        ("Egypt was condemned by Turkey on Monday.", "condemned", "Turkey > Egypt"),
        ("Sanctions were imposed on Mali by Togo.", "imposed", "Togo > Sanctions"),
        ("Turkey, Egypt and Libya signed a pact.", "signed", "Turkey + Egypt + Libya > a pact"),
        ("The president of Chad met lawmakers.", "met", "The president > lawmakers"),
        ("Talks between Iran, Iraq and Oman ended.", "ended", "Talks > -"),
        ("In a call with Turkey, Egypt praised Libya.", "praised", "Egypt > Libya"),
        ("Ghana, which borders Togo, closed the road.", "closed", "Ghana > the road"),
        ("Ghana met Togo and signed a treaty.", "signed", "Ghana > a treaty"),
        ("Ghana urged Togo to withdraw its troops.", "withdraw", "Togo > its troops"),
        ("Ghana agreed to send soldiers.", "send", "Ghana > soldiers"),
        ("Ankara asked Athens to free a pilot and threatened Cairo.", "threatened", "Ankara > Cairo"),
        ("Mali left the talks, accusing Niger of deceit.", "accusing", "Mali > Niger"),
        ("Chile thanked Kenya for taking in refugees.", "taking", "Kenya > -"),
        ("The ministry said Japan had recalled its envoy.", "recalled", "Japan > its envoy"),
        ("Turkey to expel Egyptian envoy", "expel", "Turkey > Egyptian envoy"),
    ] {
        let found = relation(&knowledge, text, verb);
        if found != expected {
            let _ = writeln!(wrong, "{text} ({verb})\n  expected {expected}\n  found    {found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
