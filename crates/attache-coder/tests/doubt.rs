//! The coder says where it isn't sure whom some words name. The knowledge is the project's own with three people more.

#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use attache_coder::Coder;
use attache_knowledge::{Knowledge, read_folder};
use attache_record::{Basis, Document, Doubt, Published};
use jiff::civil::date;
use std::path::Path;

/// Added to the file of a state: nobody of these ever lived.
const ADDED: [(&str, &str); 3] = [
    ("nzl", "id = \"nzl.zorrel\"\nnames = [\"Ann Zorrel\"]\nheld = [{ office = \"nzl.zither\", from = 2024-03-01 }]\n"),
    (
        "nzl",
        "id = \"nzl.quamm\"\nnames = [\"Luke Quamm\"]\nheld = [{ office = \"nzl.zither\", from = 2001-03-01, to = 2002-03-01 }]\n",
    ),
    ("per", "id = \"per.quamm\"\nnames = [\"Ivo Quamm\"]\nheld = []\n"),
];

/// The first mention of a text of 14 June 2023: its words, codes, and why it isn't sure.
fn first(text: &str) -> (String, Vec<String>, Option<Doubt>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut files = read_folder(&folder).unwrap();
    let office =
        "\n[[office]]\nid = \"nzl.zither\"\ntitles = [\"Zither Commissioner\"]\nsector = \"GOV\"\nsingle = true\n";
    for file in &mut files {
        if file.name == "actors/nzl.toml" {
            file.text.push_str(office);
        }
        for (state, person) in ADDED {
            if file.name == format!("actors/{state}.toml") {
                file.text.push_str(&format!("\n[[person]]\n{person}alone = true\nsources = [\"public record\"]\n"));
            }
        }
    }
    let coder = Coder::new(Knowledge::compile(&files).unwrap().knowledge, "test");
    let mut document = Document::from_text(text);
    document.published = Some(Published { date: date(2023, 6, 14), basis: Basis::Metadata });
    let mention = coder.explain(&document).sentences.remove(0).mentions.remove(0);
    (mention.words.text, mention.codes.iter().map(ToString::to_string).collect(), mention.doubt)
}

fn is(words: &str, codes: &[&str], doubt: Option<Doubt>) -> (String, Vec<String>, Option<Doubt>) {
    (words.to_owned(), codes.iter().map(|c| (*c).to_owned()).collect(), doubt)
}

#[test]
fn of_two_with_one_surname_none_is_taken() {
    assert_eq!(first("Quamm spoke in public."), is("Quamm", &[], Some(Doubt::Ambiguous)));
    assert_eq!(first("Luke Quamm spoke in public."), is("Luke Quamm", &["NZL:ELI"], None));
}

#[test]
fn an_office_that_the_text_gives_and_the_knowledge_has_nobody_in_is_believed_and_said() {
    let out_of_date = Some(Doubt::OutOfDate);
    let titled = "Zither Commissioner Ann Zorrel";
    assert_eq!(first("Zither Commissioner Ann Zorrel spoke in public."), is(titled, &["NZL:GOV"], out_of_date));
    assert_eq!(first("Ann Zorrel spoke in public."), is("Ann Zorrel", &["NZL"], out_of_date));
}

#[test]
fn a_stranger_is_coded_as_the_text_explains_him() {
    let of = "Deputy Foreign Minister Oleg Vrubin of Russia";
    assert_eq!(first("Deputy Foreign Minister Oleg Vrubin of Russia spoke in public."), is(of, &["RUS:GOV"], None));
    let before = "Russian Deputy Foreign Minister Oleg Vrubin";
    assert_eq!(first("Russian Deputy Foreign Minister Oleg Vrubin spoke in public."), is(before, &["RUS:GOV"], None));
    let stranger = first("Deputy Foreign Minister Oleg Vrubin spoke in public.");
    assert_eq!(stranger, is("Deputy Foreign Minister Oleg Vrubin", &[], Some(Doubt::Unknown)));
}
