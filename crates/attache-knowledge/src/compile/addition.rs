//! Tests of folders that add to the knowledge of another.

use crate::actors::Meaning;
use crate::phrase::Hit;
use crate::source::SourceFile;
use crate::token::tokenize;
use crate::{Compiled, Knowledge};
use attache_record::{Diagnostic, Span};
use std::path::Path;

const MALTA: &str = "[state]\ncode = \"MLT\"\nname = \"Malta\"\nnames = [\"Malta\"]\nsources = [\"ours\"]\n";

/// A knowledge of Malta and one company, with files of the folder `mine/` added.
fn compiled(added: &[(&str, &str)]) -> Result<Compiled, Vec<Diagnostic>> {
    let company =
        "[[organisation]]\nid = \"bus.salt\"\ncode = \"BUS:SALT\"\nnames = [\"Salt Works\"]\nsources = [\"ours\"]\n";
    let own = [SourceFile::new("actors/mlt.toml", MALTA), SourceFile::new("organisations.toml", company)];
    let added = added.iter().map(|(name, text)| SourceFile::new(*name, *text).added(Path::new("mine/")));
    Knowledge::compile(&own.into_iter().chain(added).collect::<Vec<_>>())
}

fn problems(added: &[(&str, &str)]) -> Vec<String> {
    let shown = |p: &Diagnostic| {
        let place = p.location.as_ref().map_or_else(String::new, |l| format!("{}:{}", l.file, l.line));
        format!("{place}: {}", p.message)
    };
    compiled(added).err().unwrap_or_default().iter().map(shown).collect()
}

/// The first meaning of a name.
fn first_meaning(knowledge: &Knowledge, name: &str) -> Option<Meaning> {
    let mut tokens = Vec::new();
    tokenize(name, Span::new(0, u32::try_from(name.len()).unwrap()), &knowledge.vocabulary, &mut tokens);
    let mut first = None;
    knowledge.actors.names.each_at(&tokens, |hit: Hit<Meaning>| {
        if hit.length == tokens.len() {
            first = first.or(Some(hit.value));
        }
    });
    first
}

#[test]
fn entries_are_added_to_files_of_the_same_name() {
    let state = "[state]\ncode = \"MLT\"\nvariants = [\"Malteez\"]\nsources = [\"mine\"]\n[[person]]\nid = \"mine.ann\"\n\
                 names = [\"Ann Borg\"]\nsources = [\"mine\"]\n";
    let company =
        "[[organisation]]\nid = \"mine.tide\"\ncode = \"MLT:NGO\"\nnames = [\"Tide Watch\"]\nsources = [\"mine\"]\n";
    let knowledge = compiled(&[("actors/mlt.toml", state), ("organisations.toml", company)]).unwrap().knowledge;
    assert_eq!(knowledge.actors.states.len(), 1);
    assert_eq!(first_meaning(&knowledge, "Malteez"), first_meaning(&knowledge, "Malta"));
    for name in ["Ann Borg", "Tide Watch", "Salt Works"] {
        assert!(first_meaning(&knowledge, name).is_some(), "{name}");
    }
}

#[test]
fn a_name_that_is_added_outweighs_what_the_knowledge_says_of_it() {
    let mine =
        "[[organisation]]\nid = \"mine.salt\"\ncode = \"MLT:BUS\"\nnames = [\"Salt Works\"]\nsources = [\"ours\"]\n";
    let knowledge = compiled(&[("organisations.toml", mine)]).unwrap().knowledge;
    let Some(Meaning::Organisation(at)) = first_meaning(&knowledge, "Salt Works") else { panic!("no organisation") };
    assert_eq!(knowledge.actors.organisations[at.index()].id.as_str(), "mine.salt");
}

#[test]
fn problems_name_the_folder_as_the_user_does() {
    let cases = [
        (
            ("actors/mlt.toml", "[state]\ncode = \"MLT\"\nname = \"Malta\"\n"),
            "mine/actors/mlt.toml:2: MLT is in the knowledge; a folder that adds to it cannot say this of the state",
        ),
        (
            ("actors/gzo.toml", "[state]\ncode = \"GZO\"\nsources = [\"mine\"]\n"),
            "mine/actors/gzo.toml:2: the state GZO has no name",
        ),
        (
            ("actors/mlt.toml", "[state]\ncode = \"MLT\"\nvariants = [\"Malteez\"]\n"),
            "mine/actors/mlt.toml:2: \"MLT\" names no source",
        ),
        (
            ("times.toml", ""),
            "mine/times.toml:1: the file times.toml cannot stand in a folder that adds to the knowledge",
        ),
        (
            ("grammar.toml", "[[suffix]]\nends = \"ling\"\ntag = \"NN\"\n"),
            "mine/grammar.toml:1: [[suffix]] cannot stand in a folder that adds to the knowledge",
        ),
    ];
    for (file, problem) in cases {
        assert_eq!(problems(&[file]), [problem]);
    }
}

#[test]
fn patterns_that_are_added_need_no_tests() {
    let mine = "class = \"AID\"\n[[pattern]]\nid = \"mine.aid\"\nwords = \"<provision>\"\n";
    assert!(compiled(&[("events/mine.toml", mine)]).unwrap().warnings.is_empty());
}
