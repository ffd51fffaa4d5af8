//! Whom the coder found in a document.

use super::labels::Codes;
use attache_coder::Coder;
use attache_coder::analysis::Words;
use attache_coder::explain::MentionView;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Meaning;
use attache_knowledge::gazetteer::Doubt;
use attache_record::{Code, Document, Span};
use std::collections::BTreeSet;
use std::str::FromStr;

/// Of a long document the sentences that begin in its first so many bytes are read.
pub const READ: u32 = 6_000;

/// What names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A state's name or adjective.
    State,
    /// A town, a division, a region.
    Place,
    /// A ministry, a parliament, a party by name.
    Body,
    Organisation,
    /// A known person.
    Person,
    /// A common noun whose words say whose it is: "the Turkish foreign minister", "Turks".
    Noun,
    /// A common noun, or a name that the knowledge lacks, of which only the document says whose: "the minister".
    Bare,
}

impl NameKind {
    const ALL: [Self; 7] =
        [Self::State, Self::Place, Self::Body, Self::Organisation, Self::Person, Self::Noun, Self::Bare];

    /// The word in the labels and the scores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Place => "place",
            Self::Body => "body",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Noun => "noun",
            Self::Bare => "bare",
        }
    }
}

impl FromStr for NameKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| format!("\"{text}\" is no kind of name"))
    }
}

/// Words of a document and whom they stand for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub document: String,
    pub kind: NameKind,
    /// The words, without an article in front.
    pub words: String,
    pub codes: Codes,
}

impl Finding {
    /// Kind and codes, for people.
    pub fn line(&self) -> String {
        format!("{} {}", self.kind.as_str(), self.codes)
    }
}

/// The names of a document that the coder resolved, each once; pronouns are left out.
pub fn of(document: &Document, coder: &Coder) -> BTreeSet<Finding> {
    let knowledge = coder.knowledge();
    let sentences = coder.explain(document).sentences;
    let read = sentences.iter().filter(|sentence| sentence.span.start() < READ);
    let mentions = read.flat_map(|sentence| &sentence.mentions);
    mentions
        .filter(|mention| mention.form != "pronoun" && !mention.codes.is_empty())
        .map(|mention| {
            let kind = kind_of(mention, knowledge);
            Finding {
                document: document.id.as_str().to_owned(),
                kind,
                words: plain(&mention.words.text),
                codes: mention.codes.iter().map(|code| shown(code, kind)).collect(),
            }
        })
        .collect()
}

/// The code as it is judged: a place only tells the state.
fn shown(code: &Code, kind: NameKind) -> String {
    let whole = code.to_string();
    if kind == NameKind::Place { code.state().map_or(whole, str::to_owned) } else { whole }
}

/// The words on one line, without an article in front.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let rest = match words[..] {
        [article, ref rest @ ..] if !rest.is_empty() && is_article(article) => rest,
        ref all => all,
    };
    rest.join(" ")
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

fn kind_of(mention: &MentionView, knowledge: &Knowledge) -> NameKind {
    let actors = &knowledge.actors;
    let noun = || if says_whose(&mention.words.text, knowledge) { NameKind::Noun } else { NameKind::Bare };
    if mention.form == "noun" {
        return noun();
    }
    let Some(entry) = mention.entries.first() else {
        let people = mention.codes.first().and_then(Code::sector).is_some();
        return if people { noun() } else { NameKind::State };
    };
    if actors.people.iter().any(|p| p.id == *entry) {
        return NameKind::Person;
    }
    if actors.organisations.iter().any(|o| o.id == *entry) {
        return NameKind::Organisation;
    }
    match actors.bodies.iter().find(|b| b.id == *entry) {
        Some(body) if !body.kind.is_place() => NameKind::Body,
        _ => NameKind::Place,
    }
}

/// Whether a known name, an adjective or a title that has one owner stands in the words.
fn says_whose(words: &str, knowledge: &Knowledge) -> bool {
    let actors = &knowledge.actors;
    let span = Span::new(0, u32::try_from(words.len()).unwrap_or(u32::MAX));
    let tokens = Words::cut(words, span, 0, knowledge).tokens;
    let mut found = false;
    for at in 0..tokens.len() {
        actors.names.each_at(&tokens[at..], |hit| {
            found |= match hit.value {
                Meaning::Title(title) => actors.titles.get(title.index()).is_some_and(|t| t.owner.is_some()),
                Meaning::Agent(_) | Meaning::Agents(_) | Meaning::Nothing | Meaning::Region(_) => false,
                Meaning::Place(_, doubt) => !doubt.has(Doubt::RARE),
                _ => true,
            };
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_one_line_without_an_article() {
        for (words, expected) in [("the\nTurkish  army", "Turkish army"), ("The Hague", "Hague"), ("A", "A")] {
            assert_eq!(plain(words), expected);
        }
    }
}
