//! Strange words and broken files: never a panic.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use attache_model::{Kernel, Model, Reading};
use common::Random;

/// What must hold for any reading of so many words.
fn check(reading: &Reading, words: usize) {
    assert_eq!(reading.words.len(), words);
    assert_eq!(reading.segments > 0, words > 0);
    assert_eq!(reading.words.iter().filter(|word| word.head.is_none()).count(), usize::from(words > 0), "roots");
    let count = words as u32;
    for start in 0..words {
        let (mut word, mut steps) = (start, 0);
        while let Some(head) = reading.words[word].head {
            word = head as usize;
            steps += 1;
            assert!(word < words && steps <= words, "word {start} hangs below the root");
        }
    }
    assert!(reading.names.iter().all(|name| name.first < name.end && name.end <= count), "names have words");
    assert!(reading.names.windows(2).all(|pair| pair[0].end <= pair[1].first), "names don't overlap");
    for predicate in &reading.predicates {
        for argument in &predicate.arguments {
            assert!(argument.first <= argument.head && argument.head < argument.end && argument.end <= count);
            assert!(!(argument.first..argument.end).contains(&predicate.word) || argument.head == predicate.word);
        }
    }
    for proposal in &reading.proposals {
        assert!(proposal.first <= proposal.trigger && proposal.trigger < proposal.end && proposal.end <= count);
    }
    let scores = (reading.words.iter().map(|word| word.arc_score)).chain(reading.names.iter().map(|name| name.score));
    assert!(scores.into_iter().all(|score| (0.0..=1.0001).contains(&score)), "scores are shares");
}

#[test]
fn any_words_give_a_tree_over_all_of_them() {
    let mut random = Random(7);
    let sentences: Vec<Vec<String>> = (0..1000).map(|_| random.sentence(60)).collect();
    for model in common::models(Kernel::fastest()) {
        for (reading, sentence) in model.reader().read(&sentences).iter().zip(&sentences) {
            check(reading, sentence.len());
        }
    }
}

#[test]
fn a_sentence_of_ten_thousand_words_is_read_in_segments() {
    let mut words: Vec<String> = "the envoy of Malta said , ".repeat(1700).split(' ').map(str::to_owned).collect();
    words.truncate(10_000);
    for model in common::models(Kernel::fastest()) {
        let parataxis = model.relation_id("parataxis").unwrap();
        let readings = model.reader().read(&[words.clone()]);
        check(&readings[0], 10_000);
        assert!(readings[0].segments >= 250, "{} segments of at most 40 rows", readings[0].segments);
        let hung = readings[0].words.iter().filter(|word| word.relation == parataxis).count();
        assert!(hung + 1 >= readings[0].segments, "later roots are parataxis");
    }
}

#[test]
fn a_long_sentence_is_cut_behind_punctuation_where_there_is_some() {
    // 40 rows: a comma in the last quarter is the place to cut, one before it is not.
    for (comma, first_segment) in [(35, 36), (20, 40)] {
        let mut words = vec!["the"; 60];
        words[comma] = ",";
        let model = Model::from_bytes("tiny-words.attw", common::WORDS).unwrap();
        let whole = model.reader().read(&[words.clone()]).remove(0);
        let alone = model.reader().read(&[words[..first_segment].to_vec()]).remove(0);
        assert_eq!(whole.segments, 2);
        assert_eq!(whole.words[..first_segment], alone.words[..], "a comma at {comma}");
    }
}

#[test]
fn a_word_of_a_million_characters_is_one_word() {
    let words = vec!["x".repeat(1_000_000), "!".repeat(1_000_000), "é".repeat(1_000_000)];
    for model in common::models(Kernel::fastest()) {
        check(&model.reader().read(std::slice::from_ref(&words))[0], 3);
    }
}

fn error(bytes: &[u8]) -> String {
    Model::from_bytes("weights/tiny.attw", bytes).unwrap_err().to_string()
}

#[test]
fn a_broken_file_is_refused_with_its_name_and_what_is_wrong() {
    let whole = common::PIECES;
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.to_vec();
        bytes[at] = byte;
        bytes
    };
    let mut longer = whole.to_vec();
    longer.push(0);
    let size = whole.len();
    let cases: Vec<(&str, Vec<u8>, Vec<String>)> = vec![
        (
            "another kind of file",
            b"PK\x03\x04 some archive, long enough for a head".to_vec(),
            vec!["not a weight file".into()],
        ),
        ("short foreign", b"hi".to_vec(), vec!["not a weight file".into()]),
        ("empty", vec![], vec!["cut short".into(), "28 bytes".into(), "0 were found".into()]),
        ("only a head", whole[..20].to_vec(), vec!["cut short".into(), "20 were found".into()]),
        ("half", whole[..size / 2].to_vec(), vec![format!("{size} bytes"), format!("{} were found", size / 2)]),
        ("longer", longer, vec!["goes on behind its end".into(), format!("{} were found", size + 1)]),
        ("another version", with(8, 9), vec!["version 9".into(), "reads version 1".into()]),
        ("a flipped byte", with(size - 100, whole[size - 100] ^ 4), vec!["damaged".into(), "checksum".into()]),
        ("a flipped byte of the header", with(40, whole[40] ^ 1), vec!["damaged".into()]),
        ("length of the header", with(15, 0x7f), vec!["header".into()]),
    ];
    for (what, bytes, parts) in cases {
        let message = error(&bytes);
        assert!(message.contains("weights/tiny.attw"), "{what}: the file is named in: {message}");
        for part in parts {
            assert!(message.contains(&part), "{what}: “{part}” is in: {message}");
        }
        assert!(message.ends_with('.'), "{what}: a sentence: {message}");
    }
}

/// The tiny file with a part of its header changed to one as long, and the checksum made right again.
fn with_header(from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = common::PIECES.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    let sum = crc32fast::hash(&bytes[28..]);
    bytes[24..28].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn a_header_that_does_not_fit_is_refused_with_what_was_wanted() {
    let cases = [
        ("\"layer.1.norm2.beta\":", "\"layer.1.norm2.bets\":", vec!["layer.1.norm2.beta", "no tensor"]),
        (
            "\"arc_root\":{\"dtype\":\"f32\",\"shape\":[32]",
            "\"arc_root\":{\"dtype\":\"f32\",\"shape\":[31]",
            vec!["arc_root", "[31]", "[32]"],
        ),
        ("\"heads\":2", "\"heads\":7", vec!["7 heads", "32"]),
        ("\"width\":32", "\"width\":40", vec!["“width” is 40", "multiple of 16"]),
        ("\"max_rows\":40", "\"max_rows\":10", vec!["“max_rows” is 10"]),
        ("\"input\":\"pieces\"", "\"input\":\"pixels\"", vec!["pixels"]),
        ("\"PUNCT\"", "\"PUNKT\"", vec!["PUNKT", "upos"]),
        ("\"B-PER\"", "\"B-PET\"", vec!["B-PET", "name"]),
        ("\"-3+y\"", "\"-3=y\"", vec!["-3=y", "lemma"]),
        ("\"parataxis\"", "\"paratakis\"", vec!["parataxis", "relations"]),
        ("\"name\":\"cue\"", "\"name\":\"cua\"", vec!["cue", "missing"]),
        ("\"eps\":1e-12", "\"eps\":\"ab12", vec!["header"]),
        ("\nmonday\n", "\nmonda\n\n", vec!["tok", "pieces"]),
    ];
    for (from, to, parts) in cases {
        let message = error(&with_header(from, to));
        for part in parts {
            assert!(message.contains(part), "{to}: “{part}” is in: {message}");
        }
        assert!(message.contains("weights/tiny.attw") && message.ends_with('.'), "{message}");
    }
}

#[test]
fn a_cut_file_is_refused_wherever_it_is_cut() {
    for size in (0..common::WORDS.len()).step_by(97) {
        let message = error(&common::WORDS[..size]);
        assert!(message.contains("cut short"), "{size} bytes: {message}");
    }
}

#[test]
fn a_header_with_any_byte_changed_gives_a_model_or_an_error() {
    let mut random = Random(11);
    for _ in 0..2000 {
        let mut bytes = common::WORDS.to_vec();
        for _ in 0..=random.below(3) {
            let at = 28 + random.below(3500);
            bytes[at] = b" 0123456789\"{}[]:,ae-"[random.below(21)];
        }
        let sum = crc32fast::hash(&bytes[28..]);
        bytes[24..28].copy_from_slice(&sum.to_le_bytes());
        if let Ok(model) = Model::from_bytes("changed.attw", &bytes) {
            check(&model.reader().read(&[vec!["Malta", "recalled", "its", "envoy", "."]])[0], 5);
        }
    }
}
