//! Names as dictionaries write them, in capitals and with underscores, and as texts do.

use attache_knowledge::Knowledge;
use attache_knowledge::actors::{Actors, Meaning};
use attache_knowledge::gazetteer::Doubt;
use attache_knowledge::token::tokenize;
use attache_record::Span;
use std::collections::BTreeSet;

/// Words of up to so many letters inside a name may be written small: "bin", "of", "the", "al".
const SHORT: usize = 3;

/// A phrase with blanks between its words: `ABU_SAYYAF_` is `ABU SAYYAF`.
pub fn spaced(phrase: &str) -> String {
    phrase.split([' ', '\t', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How a name may be written in a text: with capitals first, and where it has short words also with these small. A name
/// that has small letters in the dictionary stays as it is.
pub fn written(phrase: &str) -> Vec<String> {
    let phrase = spaced(phrase);
    if phrase.chars().any(char::is_lowercase) {
        return vec![phrase];
    }
    let capital = by_part(&phrase, &capitalised);
    let has_long = phrase.split([' ', '-']).any(|word| word.chars().count() > SHORT);
    let short = |word: &str| {
        if has_long && (2..=SHORT).contains(&word.chars().count()) { word.to_lowercase() } else { capitalised(word) }
    };
    let small = by_part(&phrase, &short);
    if small == capital { vec![capital] } else { vec![capital, small] }
}

/// The words of a phrase, cut at blanks and hyphens, each changed.
fn by_part(phrase: &str, change: &impl Fn(&str) -> String) -> String {
    phrase.split_inclusive([' ', '-']).fold(String::new(), |mut out, word| {
        let bare = word.trim_end_matches([' ', '-']);
        out.push_str(&change(bare));
        out.push_str(&word[bare.len()..]);
        out
    })
}

/// "O'NEILL" is "O'Neill", "MEN'S" is "Men's".
fn capitalised(word: &str) -> String {
    let mut out = String::new();
    let mut first = true;
    for (at, c) in word.char_indices() {
        let begins = first || (word[..at].ends_with('\'') && word[at..].chars().count() > 1);
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        first = false;
    }
    out
}

/// A phrase as part of an id: lower-case letters, digits and hyphens.
pub fn slug(phrase: &str) -> String {
    let mut out = String::new();
    for c in spaced(phrase).to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "x".to_owned() } else { out.to_owned() }
}

/// Gives each entry an id of its own.
#[derive(Debug, Default)]
pub struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// The wanted id, or with a number where it is taken.
    pub fn free(&mut self, wanted: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
        let id = std::iter::once(wanted.to_owned()).chain(numbered).find(|id| !self.taken.contains(id));
        let id = id.unwrap_or_default();
        self.taken.insert(id.clone());
        id
    }
}

/// What is looked for in the knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought<'c> {
    /// A name; a place counts only if it lies in this state.
    Name(Option<&'c str>),
    /// A common noun.
    Noun,
}

/// The id of the entry that the knowledge has under a phrase, if that acts.
pub fn known(knowledge: &Knowledge, phrase: &str, sought: Sought<'_>) -> Option<String> {
    // A name in capitals is found however the knowledge writes it.
    let phrase = match sought {
        Sought::Noun => spaced(phrase).to_lowercase(),
        Sought::Name(_) => spaced(phrase).to_uppercase(),
    };
    let mut tokens = Vec::new();
    let all = Span::new(0, u32::try_from(phrase.len()).ok()?);
    tokenize(&phrase, all, &knowledge.vocabulary, &mut tokens);
    let mut found = None;
    knowledge.actors.names.each_at(&tokens, |hit| {
        if hit.length == tokens.len() && found.is_none() {
            found = entry(&knowledge.actors, hit.value, sought);
        }
    });
    found
}

fn entry(actors: &Actors, meaning: Meaning, sought: Sought<'_>) -> Option<String> {
    let id = match (meaning, sought) {
        (Meaning::Agent(at) | Meaning::Agents(at), Sought::Noun) => {
            format!("agent.{}", actors.agents.get(at.index())?.id)
        }
        (Meaning::Title(at), Sought::Noun) => {
            let office = actors.titles.get(at.index())?.offices.first()?;
            actors.offices.get(office.index())?.id.to_string()
        }
        (Meaning::State(at) | Meaning::Adjective(at) | Meaning::Demonym(at), Sought::Name(_)) => {
            actors.states.get(at.index())?.code.to_string()
        }
        (Meaning::Body(at), Sought::Name(_)) => actors.bodies.get(at.index())?.id.to_string(),
        (Meaning::Person(at), Sought::Name(_)) => actors.people.get(at.index())?.id.to_string(),
        (Meaning::Organisation(at) | Meaning::OrganisationAdjective(at), Sought::Name(_)) => {
            actors.organisations.get(at.index())?.id.to_string()
        }
        // A small town's name is not known well enough: whoever lists it means it wherever it stands.
        (Meaning::Place(place, doubt), Sought::Name(Some(state))) if !doubt.has(Doubt::RARE) => {
            let place = actors.gazetteer.place(place)?;
            let own = actors.states.get(place.state().index())?;
            (own.code.as_str() == state).then(|| place.code().to_owned())?
        }
        _ => return None,
    };
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_what_a_text_writes() {
        let cases = [
            ("HAMID_KARZAI_", &["Hamid Karzai"][..]),
            ("OSAMA_BIN_LADEN", &["Osama Bin Laden", "Osama bin Laden"]),
            ("BANK OF MALTA_", &["Bank Of Malta", "Bank of Malta"]),
            ("AL-QAEDA", &["Al-Qaeda", "al-Qaeda"]),
            ("TONY_O'NEILL", &["Tony O'Neill"]),
            ("UNO", &["Uno"]),
            ("G_VELIN_", &["G Velin"]),
            ("Bundestag", &["Bundestag"]),
        ];
        for (given, expected) in cases {
            assert_eq!(written(given), expected, "{given}");
        }
    }

    #[test]
    fn ids_are_made_of_letters_digits_and_hyphens_and_never_shared() {
        let mut ids = Ids::default();
        let found: Vec<String> = ["ABU_SAYYAF_", "Abu Sayyaf", "\u{c9}"].iter().map(|n| ids.free(&slug(n))).collect();
        assert_eq!(found, ["abu-sayyaf", "abu-sayyaf-2", "x"]);
    }
}
