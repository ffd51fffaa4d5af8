//! The names of the views, from the knowledge that the program was built with.

use crate::exit::Failure;
use attache_desk::Names;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{PersonIx, Standing};
use attache_knowledge::grammar::WordClass;
use attache_record::EntryId;
use jiff::civil::Date;
use std::collections::HashMap;

/// What is known of names.
pub struct Known {
    knowledge: Knowledge,
    people: HashMap<EntryId, PersonIx>,
    /// Bodies without a state, by code.
    bodies: HashMap<String, String>,
}

impl Known {
    /// The program's own knowledge.
    ///
    /// # Errors
    /// The program is damaged.
    pub fn own() -> Result<Self, Failure> {
        let knowledge = crate::knowledge::own()?;
        let mut people = HashMap::new();
        for (at, person) in (0..).zip(&knowledge.actors.people) {
            people.insert(person.id.clone(), PersonIx(at));
        }
        let mut bodies: HashMap<String, String> = HashMap::new();
        for body in &knowledge.actors.organisations {
            for (code, _) in body.codes.iter().filter(|(code, _)| code.state().is_none()) {
                // Of several bodies of one code ("the Security Council" is the UN too) the one whose id is the code's.
                let own = body.id.as_str() == code.as_str().replace(':', ".").to_lowercase();
                if own || !bodies.contains_key(code.as_str()) {
                    bodies.insert(code.as_str().to_owned(), body.name.clone());
                }
            }
        }
        Ok(Self { knowledge, people, bodies })
    }
}

impl Names for Known {
    fn side(&self, side: &str) -> Option<String> {
        let actors = &self.knowledge.actors;
        match actors.state(side) {
            Some(at) => actors.states.get(at.index()).map(|state| with_article(&state.name)),
            None => self.bodies.get(side).map(|name| with_article(name)),
        }
    }

    fn is_person(&self, entry: &EntryId) -> bool {
        self.people.contains_key(entry)
    }

    fn office(&self, person: &EntryId, on: Option<Date>) -> Option<String> {
        let actors = &self.knowledge.actors;
        let Standing::Holds(office) = actors.standing(*self.people.get(person)?, on) else { return None };
        let office = actors.offices.get(office.index())?;
        Some(capitalised(&office.title))
    }

    fn only_points(&self, words: &str) -> bool {
        let mut parts = words.split(' ');
        let first = parts.next().unwrap_or_default();
        let grammar = &self.knowledge.grammar;
        let is = |word: &str, class| grammar.is(self.knowledge.vocabulary.look_up(word), class);
        let pronoun = [
            WordClass::PersonPronoun,
            WordClass::PluralPronoun,
            WordClass::SpeakerPronoun,
            WordClass::ThingPronoun,
            WordClass::ObjectPronoun,
            WordClass::SubjectPronoun,
            WordClass::Relative,
        ];
        match parts.next() {
            None => pronoun.iter().any(|class| is(first, *class)),
            // "the two sides", "both leaders"
            Some(second) => {
                let named = words.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase));
                !named && (is(second, WordClass::NumberWord) || is(first, WordClass::PairWord))
            }
        }
    }
}

/// A title as it stands before a name.
fn capitalised(title: &str) -> String {
    /// Words of titles that stay small.
    const SMALL: [&str; 6] = ["of", "and", "for", "the", "to", "in"];
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !SMALL.contains(&word) => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    title.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

/// A name as it stands in a sentence: unions, federations and groups of islands take an article, and so do bodies whose
/// name is several words.
fn with_article(name: &str) -> String {
    /// First words of names with an article.
    const FIRST: [&str; 4] = ["United", "European", "African", "Central"];
    /// Last words of such names.
    const LAST: [&str; 12] = [
        "Islands",
        "Republic",
        "Emirates",
        "Netherlands",
        "Philippines",
        "Maldives",
        "Bahamas",
        "Gambia",
        "Union",
        "Nations",
        "Comoros",
        "Congo",
    ];
    let first = name.split(' ').next().unwrap_or_default();
    let last = name.rsplit(' ').next().unwrap_or_default();
    let takes = FIRST.contains(&first) || LAST.contains(&last) && name != "Congo";
    if takes && !name.starts_with("the ") { format!("the {name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_an_article_where_english_gives_them_one() {
        assert_eq!(with_article("United States"), "the United States");
        assert_eq!(with_article("Netherlands"), "the Netherlands");
        assert_eq!(with_article("China"), "China");
        assert_eq!(with_article("NATO"), "NATO");
    }

    #[test]
    fn titles_are_capitalised_as_before_a_name() {
        assert_eq!(capitalised("minister of foreign affairs"), "Minister of Foreign Affairs");
    }

    #[test]
    fn pronouns_and_the_two_sides_only_point() {
        let known = Known::own().unwrap_or_else(|_| panic!("the program is whole"));
        assert!(known.only_points("She") && known.only_points("the two sides"));
        assert!(!known.only_points("two Peruvian envoys") && !known.only_points("Peru"));
    }
}
