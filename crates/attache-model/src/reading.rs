//! What the model says about a sentence.

use std::fmt;

/// Part of speech, of Universal Dependencies' 17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those of Universal Dependencies, written out")]
pub enum Upos {
    Adjective,
    Adposition,
    Adverb,
    Auxiliary,
    CoordinatingConjunction,
    Determiner,
    Interjection,
    Noun,
    Numeral,
    Particle,
    Pronoun,
    ProperNoun,
    Punctuation,
    SubordinatingConjunction,
    Symbol,
    Verb,
    Other,
}

/// Every part of speech with its code, in the codes' order.
const UPOS: [(Upos, &str); 17] = [
    (Upos::Adjective, "ADJ"),
    (Upos::Adposition, "ADP"),
    (Upos::Adverb, "ADV"),
    (Upos::Auxiliary, "AUX"),
    (Upos::CoordinatingConjunction, "CCONJ"),
    (Upos::Determiner, "DET"),
    (Upos::Interjection, "INTJ"),
    (Upos::Noun, "NOUN"),
    (Upos::Numeral, "NUM"),
    (Upos::Particle, "PART"),
    (Upos::Pronoun, "PRON"),
    (Upos::ProperNoun, "PROPN"),
    (Upos::Punctuation, "PUNCT"),
    (Upos::SubordinatingConjunction, "SCONJ"),
    (Upos::Symbol, "SYM"),
    (Upos::Verb, "VERB"),
    (Upos::Other, "X"),
];

impl Upos {
    /// The code of Universal Dependencies, such as `NOUN`.
    pub fn code(self) -> &'static str {
        UPOS[self as usize].1
    }

    /// The part of speech with this code.
    pub fn from_code(code: &str) -> Option<Upos> {
        UPOS.iter().find(|(_, known)| *known == code).map(|(upos, _)| *upos)
    }
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Coarse kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place, states among them.
    Place,
    /// Any other name.
    Other,
}

impl NameKind {
    /// The code in weight files, such as `PER`.
    pub fn code(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => "OTHER",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<NameKind> {
        [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// Place in the model's list of labels.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    )*};
}

ids! {
    /// A set of morphological features of one model; its text is [`Model::feats`](crate::Model::feats).
    FeatsId
    /// A dependency relation of one model; its text is [`Model::relation`](crate::Model::relation).
    RelationId
    /// A semantic role of one model; its text is [`Model::role`](crate::Model::role).
    RoleId
    /// A class of event of one model; its text is [`Model::class`](crate::Model::class).
    ClassId
    /// A status of an event of one model; its text is [`Model::status`](crate::Model::status).
    StatusId
}

/// All that one pass over a sentence gives. Words are counted from 0; scores are probabilities between 0 and 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// One for each word that was given, in the same order.
    pub words: Vec<Word>,
    /// Names, from left to right; none overlaps another.
    pub names: Vec<Name>,
    /// Predicates with their arguments, from left to right.
    pub predicates: Vec<Predicate>,
    /// Event proposals, from left to right by trigger.
    pub proposals: Vec<Proposal>,
    /// In how many pieces the sentence was read: more than 1 if it was too long for one pass, 0 if it was empty.
    pub segments: usize,
}

/// A word as the model reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: FeatsId,
    /// Dictionary form; empty only if the word itself is empty.
    pub lemma: String,
    /// The word that this one depends on; none for the root of the sentence.
    pub head: Option<u32>,
    /// Relation to the head; `root` exactly where there is no head.
    pub relation: RelationId,
    /// Share of the head that was chosen among all heads that could be.
    pub arc_score: f32,
    /// Score as a speech cue (“said”, “according”), where it is one.
    pub cue: Option<f32>,
}

/// A name: the words `first..end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Name {
    /// First word.
    pub first: u32,
    /// The word behind the last.
    pub end: u32,
    /// Person, organisation, place or other.
    pub kind: NameKind,
    /// Mean score of its words' labels.
    pub score: f32,
}

/// A predicate and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate {
    /// The word that is the predicate.
    pub word: u32,
    /// Score as a predicate.
    pub score: f32,
    /// Who, whom, to whom, when, where; from left to right by head.
    pub arguments: Vec<Argument>,
}

/// An argument of a predicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Argument {
    /// Its head word.
    pub head: u32,
    /// Its role.
    pub role: RoleId,
    /// First word of its span, which is what depends on the head, without the branch that holds the predicate.
    pub first: u32,
    /// The word behind the span's last.
    pub end: u32,
    /// Score of the role.
    pub score: f32,
}

/// What may be an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The word that stands for it.
    pub trigger: u32,
    /// First word of the trigger's words, which hold `trigger`.
    pub first: u32,
    /// The word behind the last of the trigger's words.
    pub end: u32,
    /// Class of event.
    pub class: ClassId,
    /// Score of the class among all classes and “none”.
    pub class_score: f32,
    /// Did it happen, will it, may it, did it not.
    pub status: StatusId,
    /// Score of the status.
    pub status_score: f32,
    /// Who did it, from left to right by head.
    pub actors: Vec<Participant>,
    /// Whom it was done to, from left to right by head.
    pub recipients: Vec<Participant>,
}

/// Actor or recipient of an event proposal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Participant {
    /// Its head word.
    pub head: u32,
    /// First word of its span, which is what depends on the head, without the branch that holds the trigger.
    pub first: u32,
    /// The word behind the span's last.
    pub end: u32,
    /// Score as actor or recipient.
    pub score: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_speech_has_its_own_code() {
        for (place, (upos, code)) in UPOS.iter().enumerate() {
            assert_eq!(*upos as usize, place, "{code} stands where its number says");
            assert_eq!(Upos::from_code(code), Some(*upos));
        }
        assert_eq!(Upos::from_code("VB"), None);
    }
}
