//! `cargo xtask knowledge new KIND ID`: an entry to fill in, at its place in the right file.

use super::form::{formed, id};
use super::layout::{Entry, Layout};
use super::sources;
use crate::{Failure, tree};
use attache_knowledge::SourceFile;

/// Kinds of entries: how it is called, its header in the file, the files that it may stand in (a folder ends in `/`),
/// and what it is filled with. `NAME` stands for the id's last part as a name, `ID` for the id, `STATE` for the code of
/// the state that the id begins with.
const KINDS: [(&str, &str, &[&str], &str); 15] = [
    ("state", "state", &["actors/"], STATE),
    ("body", "body", &["actors/", "igo.toml", "armed-groups.toml", "organisations.toml", "companies.toml"], BODY),
    ("office", "office", &["actors/", "igo.toml", "organisations.toml"], OFFICE),
    ("person", "person", &["actors/", "igo.toml", "armed-groups.toml", "organisations.toml", "companies.toml"], PERSON),
    (
        "organisation",
        "organisation",
        &["igo.toml", "armed-groups.toml", "organisations.toml", "companies.toml"],
        ORGANISATION,
    ),
    ("agent", "agent", &["agents.toml"], AGENT),
    ("pattern", "pattern", &["events/", "contacts.toml", "presence.toml"], PATTERN),
    ("speech", "cue", &["speech.toml"], SPEECH),
    ("status", "cue", &["status.toml"], STATUS),
    ("topic", "topic", &["topics.toml"], TOPIC),
    ("publisher", "publisher", &["publishers.toml"], PUBLISHER),
    ("discard", "discard", &["discard.toml"], DISCARD),
    ("set", "set", &["sets.toml"], SET),
    ("region", "region", &["places/regions.toml"], REGION),
    ("source", "source", &["sources.toml"], SOURCE),
];

const STATE: &str = "code = \"STATE\"\nname = \"NAME\"\nnames = [\"NAME\"]\nadjectives = []\ndemonyms = []\n\
                     sources = [\"public record\"]\n";
const BODY: &str = "names = [\"NAME\"]\nkind = \"agency\"\nsector = \"GOV\"\nsources = [\"public record\"]\n\
                    tests = [{ text = \"[NAME] rejected the plan.\", acts_as = \"STATE:GOV\" }]\n";
const OFFICE: &str = "titles = [\"NAME\"]\nsector = \"GOV\"\nsingle = true\nsources = [\"public record\"]\n";
const PERSON: &str = "names = [\"NAME\"]\nsources = [\"public record\"]\nheld = []\n\
                      tests = [{ on = 2023-06-14, text = \"[NAME] left for Oslo.\", acts_as = \"STATE\" }]\n";
const ORGANISATION: &str = "code = \"IGO:CODE\"\nnames = [\"NAME\"]\nsources = [\"public record\"]\n\
                            tests = [{ text = \"[NAME] rejected the plan.\", acts_as = \"IGO:CODE\" }]\n";
const AGENT: &str = "names = [\"WORDS\"]\nsector = \"GOV\"\nkind = \"title\"\n\
                     tests = [{ text = \"The [Turkish WORDS] rejected the plan.\", acts_as = \"TUR:GOV\" }]\n";
const PATTERN: &str = "words = \"<WORDS>\"\nneeds = \"both\"\ntests = [\n\
                       { text = \"Peru WORDS Chile.\", gives = \"PER > CHL actual\" },\n\
                       { text = \"Something near it that is none.\", gives = \"nothing\" },\n]\n";
const SPEECH: &str = "words = \"<WORDS>\"\nspeaker = \"subject\"\nclaim = \"after\"\n\
                      tests = [{ text = \"Turkey WORDS Egypt had expelled its envoy.\", speaker = \"TUR\" }]\n";
const STATUS: &str = "words = \"<WORDS> to\"\nmakes = \"future\"\nover = \"after\"\n\
                      tests = [{ text = \"Turkey WORDS to expel the envoy.\", of = \"expel\", status = \"future\" }]\n";
const TOPIC: &str = "words = [\"WORDS\"]\ntests = [{ text = \"They discussed WORDS.\", given = true }]\n";
const PUBLISHER: &str = "names = [\"ID\", \"NAME\"]\n";
const DISCARD: &str = "words = [\"WORDS\"]\n";
const SET: &str = "words = [\"WORDS\"]\n";
const REGION: &str = "names = [\"NAME\"]\nmiddle = [0.0, 0.0]\nsources = [\"public record\"]\n";
const SOURCE: &str = "title = \"NAME\"\nlicence = \"facts only are carried\"\n";

/// Adds the entry and says where it stands.
///
/// # Errors
/// A kind that there is none of, an id that is taken or that no file fits.
pub fn run(kind: &str, id: &str) -> Result<(), Failure> {
    let files = sources()?;
    let added = added(kind, id, &files).map_err(Failure)?;
    tree::write(&tree::root().join("knowledge").join(&added.name), &added.text)?;
    println!(
        "knowledge/{}:{}: fill it in, then: cargo xtask knowledge check {id}",
        added.name,
        line_of(&added.text, id) + 1
    );
    Ok(())
}

/// The file with the entry in it.
fn added(kind: &str, wanted: &str, files: &[SourceFile]) -> Result<SourceFile, String> {
    let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
    let found = KINDS.iter().find(|(name, ..)| *name == kind);
    let Some((_, header, homes, template)) = found else {
        return Err(format!("\"{kind}\" is no kind of entry; write one of: {}", names.join(", ")));
    };
    let fits = wanted.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'));
    if !fits || wanted.is_empty() {
        return Err(format!("the id \"{wanted}\" is not made of lower-case letters, digits, - and ."));
    }
    let home = |file: &&SourceFile| homes.iter().any(|home| fits_home(&file.name, home));
    let candidates: Vec<&SourceFile> = files.iter().filter(home).collect();
    let taken = candidates.iter().find(|file| {
        let layout = Layout::of(&file.text);
        layout.entries.iter().any(|entry| entry.kind() == *header && id(entry) == wanted)
    });
    if let Some(file) = taken {
        return Err(format!("the id \"{wanted}\" stands in knowledge/{} already", file.name));
    }
    let (name, text) = match *header {
        "state" => {
            let name = format!("actors/{wanted}.toml");
            if files.iter().any(|file| file.name == name) {
                return Err(format!("knowledge/{name} is there already"));
            }
            (name, String::new())
        }
        _ => {
            let file = of_id(wanted, header, &candidates).ok_or_else(|| {
                format!("no file has entries whose ids begin as \"{wanted}\" does; begin it like those beside it")
            })?;
            (file.name.clone(), file.text.clone())
        }
    };
    // Outside the events a pattern has no class but says what it is about.
    let about = match name.as_str() {
        "contacts.toml" => "what = \"visit\"\n",
        "presence.toml" => "what = \"embassy\"\nchange = \"opened\"\n",
        _ => "",
    };
    let entry = filled(header, wanted, template) + about;
    let text = formed(&name, &format!("{text}\n{entry}"))?;
    Ok(SourceFile::new(name, text))
}

fn fits_home(file: &str, home: &str) -> bool {
    if home.ends_with('/') { file.starts_with(home) } else { file == home }
}

/// The file for an id: the one whose entries share most of its parts; the only one there is for short ids.
fn of_id<'f>(wanted: &str, header: &str, files: &[&'f SourceFile]) -> Option<&'f SourceFile> {
    if let [only] = files {
        return Some(only);
    }
    let shared = |file: &&&SourceFile| {
        let entries = Layout::of(&file.text).entries;
        let common = |entry: &Entry| {
            let own = if entry.kind() == "state" {
                entry.text("code").unwrap_or_default().to_lowercase()
            } else {
                id(entry).to_owned()
            };
            own.split('.').zip(wanted.split('.')).take_while(|(a, b)| a == b).count()
        };
        let longest = entries.iter().map(common).max().unwrap_or(0);
        let same_kind = entries.iter().any(|entry| entry.kind() == header);
        (longest, same_kind)
    };
    files.iter().max_by_key(shared).filter(|file| shared(file).0 > 0).copied()
}

/// The template with the id and what follows from it.
fn filled(header: &str, wanted: &str, template: &str) -> String {
    let last = wanted.rsplit('.').next().unwrap_or(wanted);
    let words = last.replace('-', " ");
    let name: Vec<String> = words.split(' ').map(capitalised).collect();
    let state = wanted.split('.').next().unwrap_or_default().to_uppercase();
    let body = template
        .replace("STATE", &state)
        .replace("NAME", &name.join(" "))
        .replace("WORDS", &words)
        .replace("ID", wanted);
    match header {
        "state" => format!("[state]\n{body}"),
        "source" => format!("[[source]]\nkey = \"{wanted}\"\n{body}"),
        _ => format!("[[{header}]]\nid = \"{wanted}\"\n{body}"),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The line, counted from 0, on which an id stands.
fn line_of(text: &str, id: &str) -> usize {
    let quoted = format!("\"{id}\"");
    text.lines().position(|line| line.ends_with(&quoted)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_knowledge::Knowledge;

    fn files() -> Vec<SourceFile> {
        let malta = "[state]\ncode = \"MLT\"\nname = \"Malta\"\nnames = [\"Malta\"]\nsources = [\"ours\"]\n\n[[body]]\n\
                     id = \"mlt.valletta\"\nnames = [\"Valletta\"]\nkind = \"capital\"\nsources = [\"ours\"]\n";
        let chile = "[state]\ncode = \"CHL\"\nname = \"Chile\"\nnames = [\"Chile\"]\nsources = [\"ours\"]\n";
        let un = "[[organisation]]\nid = \"igo.un\"\ncode = \"IGO:UN\"\nnames = [\"UN\"]\nsources = [\"ours\"]\n";
        let salt = "[[organisation]]\nid = \"company.salt\"\ncode = \"BUS:SALT\"\nnames = [\"Salt Works\"]\nsources = [\"ours\"]\n";
        let aid = "class = \"AID\"\n\n[[pattern]]\nid = \"aid.give\"\nwords = \"<give>\"\n";
        let list = [
            ("actors/chl.toml", chile),
            ("actors/mlt.toml", malta),
            ("igo.toml", un),
            ("companies.toml", salt),
            ("events/aid.toml", aid),
            ("contacts.toml", "[[pattern]]\nid = \"contact.call\"\nwords = \"~call\"\nwhat = \"call\"\n"),
            ("agents.toml", "[[agent]]\nid = \"envoy\"\nnames = [\"envoy\"]\nsector = \"GOV\"\nkind = \"title\"\n"),
            ("sets.toml", ""),
            ("topics.toml", ""),
            ("speech.toml", ""),
            ("status.toml", ""),
            ("publishers.toml", ""),
            ("discard.toml", ""),
            ("places/regions.toml", ""),
            ("sources.toml", ""),
        ];
        list.map(|(name, text)| SourceFile::new(name, text)).into()
    }

    #[test]
    fn an_entry_stands_at_its_place_in_the_right_file() {
        let cases = [
            ("body", "mlt.auberge-de-castille", "actors/mlt.toml"),
            ("person", "chl.ann-borg", "actors/chl.toml"),
            ("office", "igo.un.envoy", "igo.toml"),
            ("organisation", "company.sugar", "companies.toml"),
            ("pattern", "aid.feed", "events/aid.toml"),
            ("pattern", "contact.tea", "contacts.toml"),
            ("agent", "harbour-master", "agents.toml"),
            ("state", "gzo", "actors/gzo.toml"),
        ];
        for (kind, id, file) in cases {
            assert_eq!(added(kind, id, &files()).unwrap().name, file, "{kind} {id}");
        }
        let text = added("body", "mlt.auberge-de-castille", &files()).unwrap().text;
        assert!(text.find("mlt.auberge").unwrap() < text.find("mlt.valletta").unwrap(), "{text}");
        assert!(text.contains("tests = [{ text = \"[Auberge De Castille] rejected"), "{text}");
    }

    #[test]
    fn an_entry_of_every_kind_compiles() {
        let id = |kind| match kind {
            "state" => "gzo",
            "body" | "office" | "person" => "mlt.harbour-board",
            "organisation" => "igo.harbour-board",
            "pattern" => "aid.feed",
            _ => "harbour-board",
        };
        for (kind, id) in KINDS.map(|(kind, ..)| (kind, id(kind))).into_iter().chain([("pattern", "contact.tea")]) {
            let mut files = files();
            let added = added(kind, id, &files).unwrap();
            files.retain(|file| file.name != added.name);
            files.push(added);
            let problems = Knowledge::compile(&files).err();
            assert!(problems.is_none(), "{kind}: {problems:?}");
        }
    }

    #[test]
    fn what_cannot_be_added_says_why() {
        let cases = [
            ("nation", "mlt.x", "\"nation\" is no kind of entry"),
            ("body", "Mlt.x", "is not made of lower-case letters"),
            ("body", "xyz.x", "no file has entries whose ids begin"),
            ("body", "mlt.valletta", "stands in knowledge/actors/mlt.toml already"),
            ("state", "mlt", "is there already"),
        ];
        for (kind, id, why) in cases {
            assert!(added(kind, id, &files()).unwrap_err().contains(why), "{kind} {id}");
        }
    }
}
