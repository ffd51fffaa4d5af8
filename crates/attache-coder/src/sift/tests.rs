use super::*;
use crate::{Coder, sentence};
use attache_record::{Document, Record};
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| attache_pack::knowledge().unwrap());
static SIEVE: LazyLock<Sieve<'static>> = LazyLock::new(|| Sieve::new(&KNOWLEDGE));

fn whole(text: &str) -> Span {
    Span::new(0, u32::try_from(text.len()).unwrap())
}

fn why(text: &str) -> Option<Why> {
    SIEVE.why(text, &Words::cut(text, whole(text), 0, &KNOWLEDGE))
}

#[test]
fn a_sentence_is_kept_for_a_pattern_a_name_or_a_pronoun_and_else_passed_over() {
    for (text, expected) in [
        // Words of a pattern are enough; who did it may stand in another sentence.
        ("Fisheries were also discussed.", Some(Why::Pattern)),
        ("Kenya walked out.", Some(Why::Pattern)),
        ("The talks begin on Friday.", Some(Why::Pattern)),
        // No pattern has "made short work of", but states are named beside three words of events.
        ("Chad made short work of the offer that Sudan had sent.", Some(Why::Name)),
        // A pronoun counts for less than a name.
        ("They made short work of the offer, left early and told everyone why they had met.", Some(Why::Pronoun)),
        // Names alone are no event, and verbs alone neither.
        ("Norway has many fjords.", None),
        ("The comet was last seen in 1986.", None),
        ("She plays the cello rather well.", None),
        ("Rain fell on the wheat fields all week.", None),
        ("Photo: the harbour of Valletta at night", None),
    ] {
        assert_eq!(why(text), expected, "{text}");
    }
}

#[test]
fn strange_text_is_passed_over_without_a_fault() {
    for text in ["", " \n", "🙂🙂 🙂", "\u{0}\u{7}\u{1b}[0m", "السلام عليكم", "-- - ‑ ’’ ''", "…"]
    {
        assert_eq!(why(text), None, "{text:?}");
    }
}

#[test]
fn a_sentence_beyond_all_measure_is_kept_unread() {
    let plain = "the comet and ".repeat(160);
    assert_eq!(why(&plain), None);
    assert_eq!(why(&format!("{plain} fisheries were also discussed")), Some(Why::Pattern));
    assert_eq!(why(&plain.repeat(20)), Some(Why::Length));
}

#[test]
fn a_sentence_in_which_the_coder_finds_an_event_is_never_passed_over() {
    let coder = Coder::new(KNOWLEDGE.clone(), "test");
    let mut found = 0;
    for story in [
        include_str!("../../../../examples/border-paper.txt"),
        include_str!("../../../../examples/cut-story.txt"),
        include_str!("../../../../examples/diary.txt"),
        include_str!("../../../../examples/harbour-talks.txt"),
        include_str!("../../../../examples/readout-malta.txt"),
        include_str!("../../../../examples/readout-tunisia.txt"),
        include_str!("../../../../examples/sanctions-note.txt"),
        include_str!("../../../../examples/white-house-call.txt"),
    ] {
        let document = Document::from_text(story.to_owned());
        let records = coder.code(&document).value;
        for span in sentence::split(story, &KNOWLEDGE) {
            let here = |r: &&Record| {
                let sifted = matches!(r, Record::Event(_) | Record::Contact(_) | Record::Presence(_));
                sifted && r.trigger().is_some_and(|trigger| span.contains(trigger))
            };
            let all = records.iter().filter(here).count();
            found += all;
            assert!(all == 0 || SIEVE.span_may_hold_event(story, span), "{:?}", span.text(story));
        }
    }
    assert!(found > 20, "the stories gave only {found} records");
}
