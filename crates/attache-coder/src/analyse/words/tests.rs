//! How text is cut. The expected words stand with spaces between them.

use super::*;
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| attache_pack::knowledge().unwrap());

fn read(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let range = Span::new(0, u32::try_from(text.len()).unwrap());
    cut(text, range, &KNOWLEDGE, &mut words);
    words
}

#[track_caller]
fn cuts(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let words: Vec<&str> = read(text).iter().map(|word| word.span.text(text).unwrap()).collect();
        assert_eq!(words.join(" "), *expected, "{text}");
    }
}

#[test]
fn clitics_are_words() {
    cuts(&[
        ("Peru's envoy didn't say", "Peru 's envoy did n't say"),
        ("We’ll see, they’re here and I'm not", "We ’ll see , they ’re here and I 'm not"),
        ("the ministers' talks", "the ministers ' talks"),
        ("It cannot and won't close", "It can not and wo n't close"),
        ("They wanna know, dont they", "They wan na know , do nt they"),
        ("O'Brien met the Qa'ida man from Sana'a", "O'Brien met the Qa'ida man from Sana'a"),
        ("the '60s, the 1960's and '72", "the '60s , the 1960's and '72"),
    ]);
}

#[test]
fn hyphens_are_words_but_for_those_of_bound_prefixes() {
    cuts(&[
        ("a 15-year U.S.-based plan", "a 15 - year U.S. - based plan"),
        ("the al-Qaeda run-off", "the al - Qaeda run - off"),
        ("anti-war, non-lethal and pro-same-sex", "anti-war , non-lethal and pro-same - sex"),
        ("an e-mail -- mid-July", "an e-mail -- mid-July"),
    ]);
}

#[test]
fn a_stop_belongs_to_an_abbreviation_unless_it_ends_the_sentence() {
    cuts(&[
        ("Mr. J. Doe of the U.S. came at 5 p.m. today.", "Mr. J. Doe of the U.S. came at 5 p.m. today ."),
        ("He lives in the U.S.", "He lives in the U.S ."),
        ("He holds a Ph.D. from Lima.", "He holds a Ph.D. from Lima ."),
        ("No. 5 is No. 1", "No. 5 is No. 1"),
        ("They said no. Then they left.", "They said no . Then they left ."),
        ("It closed Sept. 3 (in St. Paul).", "It closed Sept. 3 ( in St. Paul ) ."),
        ("Wait... what?!", "Wait ... what ?!"),
    ]);
}

#[test]
fn a_number_leaves_its_currency_and_its_unit() {
    cuts(&[
        ("$5m, US$3,000 and €2.5bn", "$ 5 m , US$ 3,000 and € 2.5 bn"),
        ("50% of 10km at 5pm for 20mins", "50 % of 10 km at 5 pm for 20 mins"),
        ("the 20th, the 1970s, a 4G net", "the 20th , the 1970s , a 4G net"),
        ("on 9/11, or 06/14/2023, half (1/2)", "on 9/11 , or 06/14/2023 , half ( 1 / 2 )"),
        ("from 5:30-6:30 call 555-0143", "from 5:30 - 6:30 call 555-0143"),
    ]);
}

#[test]
fn addresses_and_faces_stay_whole() {
    cuts(&[
        (
            "See https://example.org/a-b?c=1, or (www.example.org).",
            "See https://example.org/a-b?c=1 , or ( www.example.org ) .",
        ),
        ("Write to <press@example.org>!", "Write to < press@example.org > !"),
        ("@ministry tweeted #harbour :-)", "@ministry tweeted #harbour :-)"),
    ]);
}

#[test]
fn marks_between_words_are_words() {
    cuts(&[
        ("“Peace,” she said; 'now'", "“ Peace , ” she said ; ' now '"),
        ("and/or Lima—Quito, AT&T w/o R&D", "and / or Lima — Quito , AT&T w/o R&D"),
        ("effort.The ministry,which", "effort . The ministry , which"),
        ("24°C [sic]", "24 ° C [ sic ]"),
    ]);
}

#[test]
fn what_the_writer_wrote_as_one_word_is_marked_as_attached() {
    let text = "Peru's men can't use the ministers' road-map";
    let attached: Vec<&str> =
        read(text).iter().filter(|word| word.attached).map(|word| word.span.text(text).unwrap()).collect();
    assert_eq!(attached, ["'s", "n't", "'"]);
}

#[test]
fn a_mark_that_closes_a_quotation_is_not_attached() {
    for text in ["He said ‘no talks’ again", "He said 'no talks' again"] {
        assert!(read(text).iter().all(|word| !word.attached), "{text}");
    }
}

#[test]
fn odd_characters_are_cut_without_loss() {
    cuts(&[
        ("Tom\u{301}as \u{1}met\u{7f} \u{200b}Ana", "Tom\u{301}as met Ana"),
        ("وزير الخارجية، قال", "وزير الخارجية ، قال"),
        ("well 👩‍🚀👍🏽 done ❤️", "well 👩‍🚀 👍🏽 done ❤️"),
        ("", ""),
        (" \t\u{a0}", ""),
    ]);
}

#[test]
fn every_visible_byte_is_in_exactly_one_word() {
    for text in
        ["'''", "n't", "'s", "a.b.c.d.", "--a--", "$$5$$", "@", "www.", "x&&y", "1.2.3,", "U.S.A", "é’é", "5p.m."]
    {
        let mut end = 0;
        for word in read(text) {
            assert_eq!(word.span.start(), end, "{text}");
            assert!(!word.span.is_empty());
            end = word.span.end();
        }
        assert_eq!(end as usize, text.len(), "{text}");
    }
}

#[test]
fn long_runs_without_a_space_take_no_more_than_their_time() {
    for part in ["a.", "x'", "s'", "www.", "-a", "1,", "@a", "👍", "é"] {
        let text = part.repeat(200_000 / part.len());
        assert!(!read(&text).is_empty());
    }
}
