//! `attache analyse`: its formats, given words, other languages, odd input. The model is the tiny one of the model's
//! own tests, whose labels mean nothing: what is tested is that every word comes out in its place.

mod common;

use common::{Ran, attache, command, folder, folder_with, stories};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../attache-model/tests/fixtures/tiny-pieces.attw");

fn analyse(folder: &Path, arguments: &[&str]) -> Ran {
    attache(folder, &[&["analyse", "--weights", WEIGHTS], arguments].concat())
}

/// The forms of the words, with ranges, as `1-2:didn't`, `1:did`.
fn forms(conllu: &str) -> Vec<String> {
    let columns = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let lines = conllu.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(columns);
    lines.map(|columns| format!("{}:{}", columns[0], columns[1])).collect()
}

#[test]
fn a_text_comes_out_as_conllu_with_ranges_for_what_was_written_as_one_word() {
    let here = folder_with("analyse-text", &[("story.txt", "Peru didn't recall its envoy. It waits.")]);
    let ran = analyse(&here, &["story.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let expected =
        ["1:Peru", "2-3:didn't", "2:did", "3:n't", "4:recall", "5:its", "6:envoy", "7:.", "1:It", "2:waits", "3:."];
    assert_eq!(forms(&ran.out), expected);
    assert!(ran.out.starts_with("# newdoc id = story.txt\n# attache_model = tiny-pieces "), "{}", ran.out);
    assert!(ran.out.contains("# sent_id = story.txt-1\n# text = Peru didn't recall its envoy.\n"), "{}", ran.out);
    assert!(ran.err.is_empty(), "no date is asked for: {}", ran.err);
}

#[test]
fn given_words_come_back_with_their_comments_and_own_columns() {
    let gold = "# sent_id = port-1\n# note = kept\n1-2\tcannot\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
                1\tcan\tcan\tAUX\tMD\t_\t0\troot\t_\t_\n2\tnot\tnot\tPART\tRB\t_\t1\tadvmod\t_\tGloss=ma\n\n";
    let here = folder_with("analyse-gold", &[("gold.conllu", gold)]);
    let ran = analyse(&here, &["--conllu", "gold.conllu"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(forms(&ran.out), ["1-2:cannot", "1:can", "2:not"]);
    assert!(ran.out.starts_with("# sent_id = port-1\n# note = kept\n"), "{}", ran.out);
    assert!(ran.out.contains("\tMD\t") && ran.out.contains("Gloss=ma"), "{}", ran.out);
}

#[test]
fn a_broken_line_of_given_words_is_named_and_the_other_sentences_are_read() {
    let rest = "\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let gold = format!("1\tHere{rest}\n1\tThere{rest}3\tgone{rest}\n1\t{rest}\n1\tAgain{rest}");
    let here = folder_with("analyse-broken", &[("gold.conllu", &gold)]);
    let ran = analyse(&here, &["--conllu", "gold.conllu"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(forms(&ran.out), ["1:Here", "1:Again"]);
    assert!(ran.err.contains("the id \"3\" cannot stand here") && ran.err.contains("gold.conllu:4"), "{}", ran.err);
    assert!(ran.err.contains("has no form") && ran.err.contains("gold.conllu:6"), "{}", ran.err);
}

#[test]
fn json_has_a_sentence_a_line_with_places_in_the_text() {
    let text = "Perú recalled its envoy. It waits.";
    let here = folder_with("analyse-json", &[("story.txt", text)]);
    let ran = analyse(&here, &["story.txt", "--format", "json"]);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let word = &lines[1]["words"][1];
    let place = |key: &str| usize::try_from(word[key].as_u64().unwrap()).unwrap();
    assert_eq!((word["form"].as_str(), &text[place("start")..place("end")]), (Some("waits"), "waits"));
}

#[test]
fn a_tree_has_a_line_for_every_word_and_no_colour_in_a_pipe() {
    let here = folder_with("analyse-tree", &[("story.txt", "Peru recalled its envoy.")]);
    let ran = analyse(&here, &["story.txt", "--format", "tree"]);
    for word in ["Peru", "recalled", "its", "envoy"] {
        let line = |line: &&str| line.contains(&format!(" {word} "));
        assert!(ran.out.lines().skip(3).any(|l| line(&l)), "{word}: {}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'));
    let ascii = analyse(&here, &["story.txt", "--format", "tree", "--ascii"]);
    assert!(ascii.out.is_ascii(), "{}", ascii.out);
}

#[test]
fn a_text_in_another_language_is_said_and_left_out() {
    let french = "Le ministre des affaires étrangères du Pérou est arrivé lundi à Quito pour parler de la frontière et \
                  du commerce avec son homologue, a dit un porte-parole.";
    let here = folder_with("analyse-french", &[("un.txt", french), ("one.txt", "Peru recalled its envoy.")]);
    let ran = analyse(&here, &["un.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("not in English") && ran.err.contains("un.txt"), "{}", ran.err);
    assert!(ran.err.contains("--any-language"), "{}", ran.err);
    assert_eq!(analyse(&here, &["un.txt", "one.txt"]).code, 1);
    let forced = analyse(&here, &["un.txt", "--any-language"]);
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(forced.out.contains("\tministre\t"), "{}", forced.out);
}

#[test]
fn weights_that_cannot_be_used_are_an_error_with_their_name() {
    let here = folder_with("analyse-weights", &[("story.txt", "Peru spoke."), ("other.attw", "no weights")]);
    let whole = fs::read(WEIGHTS).unwrap();
    fs::write(here.join("cut.attw"), &whole[..whole.len() / 2]).unwrap();
    for file in ["other.attw", "cut.attw", "gone.attw"] {
        let ran = attache(&here, &["analyse", "story.txt", "--weights", file]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{file}");
        assert!(ran.err.contains("error:") && ran.err.contains(file), "{}", ran.err);
    }
}

#[test]
fn odd_words_come_out_as_many_as_went_in() {
    let line = |(at, form): (usize, &str)| format!("{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n", at + 1);
    let long = "x".repeat(5000);
    let odd = ["👩‍🚀", "مرحبا", "\u{200f}", "\u{1}", "北京", "e\u{301}", &long, "\u{fffd}", "_"];
    let many: String = vec!["word"; 10_000].into_iter().enumerate().map(line).collect();
    let gold = format!("{}\n{many}\n", odd.into_iter().enumerate().map(line).collect::<String>());
    let here = folder_with("analyse-odd", &[("odd.conllu", &gold)]);
    for format in ["conllu", "json", "tree"] {
        let ran = analyse(&here, &["--conllu", "odd.conllu", "--any-language", "--format", format]);
        assert_eq!(ran.code, 0, "{format}: {}", ran.err);
        assert!(!ran.out.contains('\u{1}'), "{format}");
        if format == "conllu" {
            assert_eq!(forms(&ran.out).len(), odd.len() + 10_000);
        }
    }
}

#[test]
fn the_output_is_the_same_with_any_number_of_threads() {
    let here = folder_with("analyse-threads", &[("day.jsonl", &stories(120))]);
    let one = analyse(&here, &["day.jsonl", "--threads", "1"]);
    let three = analyse(&here, &["day.jsonl", "--threads", "3"]);
    assert!(one.out.matches("# newdoc").count() == 120, "{}", one.err);
    assert!(one.out == three.out);
}

#[test]
fn nothing_to_read_is_a_warning_and_no_input_wrong_usage() {
    let here = folder_with("analyse-nothing", &[("empty.txt", ""), ("empty.conllu", "\n")]);
    for arguments in [&["empty.txt"][..], &["--conllu", "empty.conllu"]] {
        let ran = analyse(&here, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert!(ran.err.contains("there is no sentence to read"), "{}", ran.err);
    }
    assert_eq!(analyse(&here, &[]).code, 2);
    assert_eq!(analyse(&here, &["empty.txt", "--conllu", "empty.conllu"]).code, 2);
}

#[test]
fn standard_input_is_read_by_the_models_of_the_program() {
    let here = folder("analyse-stdin");
    for model in ["fast", "best"] {
        let mut running = command(&here, &["analyse", "-", "--model", model]).stdin(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(b"Peru recalled its envoy from Quito.").unwrap();
        let output = running.wait_with_output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{model}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(out.contains("\trecalled\trecall\tVERB\t_\t") && out.contains("\t0\troot\t"), "{model}: {out}");
    }
}
