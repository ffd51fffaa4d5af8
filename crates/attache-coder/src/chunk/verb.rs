//! Verb groups: auxiliaries, adverbs between them, and the verb.

use super::Kind;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::lexicon::Tag;
use attache_knowledge::token::Token;
use attache_knowledge::{Knowledge, WordId};

/// How many adverbs may stand between an auxiliary and its verb ("has not yet formally said").
const ADVERBS: usize = 3;

/// A verb with its auxiliaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a grammatical feature of its own")]
pub struct VerbGroup {
    /// First token: auxiliary, `to` or the verb.
    pub start: usize,
    /// One past the verb.
    pub end: usize,
    /// The verb itself.
    pub main: usize,
    /// `will`, `may`, `could` ...
    pub modal: Option<WordId>,
    /// A form of `to be` and an infinitive: "is to visit".
    pub due: bool,
    /// `not`, `never`, `n't`.
    pub negated: bool,
    /// Passive: "was visited".
    pub passive: bool,
    /// With `have`: "has visited".
    pub perfect: bool,
    /// With `be` and an -ing form: "is visiting".
    pub progressive: bool,
    /// After `to`.
    pub infinitive: bool,
    /// An -ing form or participle without auxiliary: "accusing Egypt", "a truce declared by".
    pub participle: bool,
    /// Whether the verb or its first auxiliary is in the past tense.
    pub past: bool,
}

impl VerbGroup {
    /// Whether it can be the verb of a sentence.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        !self.infinitive && !self.participle
    }
}

pub(super) fn group_at(
    start: usize,
    tokens: &[Token],
    tags: &[Tag],
    kinds: &[Kind],
    knowledge: &Knowledge,
) -> Option<VerbGroup> {
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(Kind::Boundary);
    if !matches!(kind(start), Kind::Verb | Kind::Modal | Kind::To) {
        return None;
    }
    let is = |at: usize, class| tokens.get(at).is_some_and(|t| knowledge.grammar.is(t.word, class));
    let mut group = VerbGroup {
        start,
        end: start + 1,
        main: start,
        modal: None,
        due: false,
        negated: start > 0 && is(start - 1, WordClass::Negation) && kind(start - 1) == Kind::Adverb,
        passive: false,
        perfect: false,
        progressive: false,
        infinitive: false,
        participle: false,
        past: false,
    };
    let mut at = start;
    let mut main: Option<usize> = None;
    loop {
        match kind(at) {
            Kind::To if at == start => group.infinitive = true,
            Kind::To if main.is_some_and(|m| is(m, WordClass::Be)) && tags.get(at + 1) == Some(&Tag::Vb) => {
                group.due = true
            }
            Kind::Modal if main.is_none() => group.modal = Some(tokens[at].word),
            Kind::Verb if main.is_none_or(|m| chains(m, at, tags, &is)) => {
                if let Some(before) = main {
                    combine(&mut group, before, at, tags, &is);
                } else if group.modal.is_none() && !group.infinitive {
                    group.past = matches!(tags[at], Tag::Vbd | Tag::Vbn);
                }
                main = Some(at);
            }
            Kind::Adverb => {
                let next = (at..at + ADVERBS + 1).find(|i| kind(*i) != Kind::Adverb)?;
                let open = main.is_none_or(|m| is(m, WordClass::Be) || is(m, WordClass::Have) || is(m, WordClass::Do));
                let goes_on = open && (kind(next) == Kind::Verb || kind(next) == Kind::To && main.is_some());
                if !goes_on {
                    group.negated |= open && (at..next).any(|i| is(i, WordClass::Negation));
                    break;
                }
                group.negated |= (at..next).any(|i| is(i, WordClass::Negation));
                at = next;
                continue;
            }
            // The subject of a question or of "nor has Egypt ..." is not looked for here.
            _ => break,
        }
        at += 1;
    }
    let main = main.or(group.modal.map(|_| start))?;
    group.main = main;
    group.end = main + 1;
    let bare = main == start && group.modal.is_none();
    group.participle = bare && matches!(tags[main], Tag::Vbg | Tag::Vbn);
    if bare && tags[main] == Tag::Vbn {
        group.passive = true;
    }
    Some(group)
}

/// Whether the verb at `at` goes on with the group whose last verb is `before`.
fn chains(before: usize, at: usize, tags: &[Tag], is: &impl Fn(usize, WordClass) -> bool) -> bool {
    match tags[at] {
        Tag::Vbn | Tag::Vbd => is(before, WordClass::Be) || is(before, WordClass::Have),
        Tag::Vbg => is(before, WordClass::Be),
        Tag::Vb | Tag::Vbp => is(before, WordClass::Do) || is(before, WordClass::Be),
        _ => false,
    }
}

/// What two verbs of a group say together.
fn combine(group: &mut VerbGroup, before: usize, at: usize, tags: &[Tag], is: &impl Fn(usize, WordClass) -> bool) {
    let be = is(before, WordClass::Be);
    match tags[at] {
        Tag::Vbg => group.progressive |= be,
        Tag::Vbn | Tag::Vbd if be => group.passive = true,
        Tag::Vbn | Tag::Vbd => group.perfect = true,
        _ => {}
    }
}
