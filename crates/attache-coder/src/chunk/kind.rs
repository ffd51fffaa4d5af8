//! What each word is to the shallow grammar.

use crate::mention::Hit;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::Meaning;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::{Shape, Token};

/// What a word is to the shallow grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Stands before a noun: article, number, adjective.
    Modifier,
    /// A noun or a word of a name.
    Noun,
    /// Stands for a noun phrase by itself.
    Pronoun,
    /// `'s`
    Possessive,
    /// Adverb, negation among them.
    Adverb,
    /// A verb, its form in the tag.
    Verb,
    /// `will`, `may`
    Modal,
    /// `to` before a verb.
    To,
    /// A preposition.
    Preposition,
    /// `and`, `or`
    Coordinator,
    /// Begins a subordinate clause: `because`, `who`, `that`.
    Subordinator,
    /// `,`
    Comma,
    /// `-`
    Hyphen,
    /// A quotation mark.
    Quote,
    /// Ends a clause: `;`, `:`, a dash, a bracket, the end.
    Boundary,
    /// Anything else.
    Other,
}

pub(super) fn classify(tokens: &[Token], tags: &[Tag], hits: &[Hit], knowledge: &Knowledge, kinds: &mut Vec<Kind>) {
    for at in 0..tokens.len() {
        kinds.push(by_tag(at, tokens, tags, knowledge));
    }
    acronyms_aside(tokens, tags, kinds);
    verbs_with_hyphen(tags, kinds);
    quantifiers(tokens, tags, knowledge, kinds);
    for hit in hits {
        name(hit, tags, kinds);
    }
}

/// What a word is by its part of speech.
fn by_tag(at: usize, tokens: &[Token], tags: &[Tag], knowledge: &Knowledge) -> Kind {
    let subordinator = knowledge.grammar.is(tokens[at].word, WordClass::Subordinator);
    match tags[at] {
        Tag::Dt | Tag::Pdt | Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd | Tag::PrpS | Tag::WpS | Tag::Money => {
            Kind::Modifier
        }
        Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Fw => Kind::Noun,
        Tag::Prp | Tag::Ex => Kind::Pronoun,
        Tag::Pos => Kind::Possessive,
        Tag::Rb | Tag::Rbr | Tag::Rbs | Tag::Rp => Kind::Adverb,
        Tag::Md => Kind::Modal,
        Tag::To if next_is_verb(at, tags) => Kind::To,
        Tag::To => Kind::Preposition,
        Tag::In if subordinator && begins_clause(at, tokens[at], tags, knowledge) => Kind::Subordinator,
        Tag::In => Kind::Preposition,
        Tag::Wdt | Tag::Wp | Tag::Wrb => Kind::Subordinator,
        Tag::Cc => Kind::Coordinator,
        Tag::Comma => Kind::Comma,
        Tag::Hyphen => Kind::Hyphen,
        Tag::OpenQuote | Tag::CloseQuote => Kind::Quote,
        Tag::Stop | Tag::Colon | Tag::OpenBracket | Tag::CloseBracket => Kind::Boundary,
        tag if tag.is_verb() => Kind::Verb,
        _ => Kind::Other,
    }
}

/// "the African Union (AU) convened": an acronym in brackets is passed over like an adverb.
fn acronyms_aside(tokens: &[Token], tags: &[Tag], kinds: &mut [Kind]) {
    for at in 1..tokens.len().saturating_sub(1) {
        let bracketed = tags[at - 1] == Tag::OpenBracket && tags[at + 1] == Tag::CloseBracket;
        if bracketed && tokens[at].shape == Shape::Upper {
            kinds[at - 1..=at + 1].fill(Kind::Adverb);
        }
    }
}

/// "test-fired two missiles": what a hyphen joins to a verb goes with the verb.
fn verbs_with_hyphen(tags: &[Tag], kinds: &mut [Kind]) {
    for at in 2..kinds.len() {
        let verb = kinds[at] == Kind::Verb && matches!(tags[at], Tag::Vbn | Tag::Vbd);
        let takes = tags.get(at + 1).is_some_and(|t| matches!(t, Tag::Dt | Tag::Cd | Tag::PrpS));
        if verb && takes && kinds[at - 1] == Kind::Hyphen && tags[at - 2] == Tag::Nn {
            kinds[at - 2..at].fill(Kind::Adverb);
        }
    }
}

/// "at least five": the words before a number belong to its phrase.
fn quantifiers(tokens: &[Token], tags: &[Tag], knowledge: &Knowledge, kinds: &mut [Kind]) {
    for at in 0..tokens.len() {
        for phrase in &knowledge.grammar.quantifiers {
            let end = at + phrase.len();
            let stands = end < tokens.len() && tokens[at..end].iter().zip(phrase).all(|(t, w)| t.word == *w);
            if stands && tags[end] == Tag::Cd {
                kinds[at..end].fill(Kind::Modifier);
            }
        }
    }
}

/// The words of a known name are nouns whatever they are elsewhere ("Secretary of State", "the Black Sea Fleet"); a
/// nationality before a noun is none.
fn name(hit: &Hit, tags: &[Tag], kinds: &mut [Kind]) {
    let is_adjective = |m: &Meaning| matches!(m, Meaning::Adjective(_) | Meaning::OrganisationAdjective(_));
    let or_people = |m: &Meaning| is_adjective(m) || matches!(m, Meaning::Demonym(_));
    let adjective = hit.meanings.iter().any(is_adjective) && hit.meanings.iter().all(or_people);
    let several = hit.end - hit.start > 1;
    for (at, kind) in kinds.iter_mut().enumerate().take(hit.end).skip(hit.start) {
        if several || matches!(kind, Kind::Verb | Kind::Other | Kind::Preposition) && hit.is_name() {
            *kind = if adjective { Kind::Modifier } else { Kind::Noun };
        } else if adjective && *kind == Kind::Noun && qualifies(at, tags) {
            *kind = Kind::Modifier;
        }
    }
}

/// Whether a noun follows, or "and" with another word before one: "the *Omani* and Iranian ministers".
fn qualifies(at: usize, tags: &[Tag]) -> bool {
    let nominal = |at: usize| tags.get(at).is_some_and(|t| is_nominal(*t));
    nominal(at + 1) || tags.get(at + 1) == Some(&Tag::Cc) && nominal(at + 2) && nominal(at + 3)
}

fn is_nominal(tag: Tag) -> bool {
    tag.is_noun() || matches!(tag, Tag::Jj | Tag::Cd | Tag::Hyphen)
}

fn next_is_verb(at: usize, tags: &[Tag]) -> bool {
    tags[at + 1..].iter().take(3).find(|t| !matches!(t, Tag::Rb | Tag::Rbr)).is_some_and(|t| *t == Tag::Vb)
}

/// Whether a word that may be preposition or subordinator ("after", "before", "as") begins a clause: a finite verb
/// follows before the clause could end.
fn begins_clause(at: usize, token: Token, tags: &[Tag], knowledge: &Knowledge) -> bool {
    if !knowledge.grammar.is(token.word, WordClass::Preposition) {
        return true;
    }
    for tag in tags[at + 1..].iter().take(12) {
        match tag {
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => return true,
            Tag::Comma | Tag::Stop | Tag::Colon | Tag::In | Tag::Wdt | Tag::Wp => return false,
            _ => {}
        }
    }
    false
}
