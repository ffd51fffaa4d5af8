//! Closed word classes and the rules that choose between the parts of speech of a word, from `grammar.toml`.

use crate::lexicon::Tag;
use crate::vocabulary::WordId;
use attache_record::EntryId;
use serde::{Deserialize, Serialize};

macro_rules! classes {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// A closed word class. `grammar.toml` lists its words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "grammar.toml explains each class and lists its words")]
        pub enum WordClass { $($variant),+ }

        impl WordClass {
            /// Every class that the coder asks for.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its id in `grammar.toml`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

classes! {
    AlignedParticiple = "aligned-participle",
    AlignedPrefix = "aligned-prefix",
    GroupAdverb = "adverb-in-verb-group",
    Be = "be",
    CompanyNoun = "company-noun",
    CompanySuffix = "company-suffix",
    Coordinator = "coordinator",
    CountryNoun = "country-noun",
    Determiner = "determiner",
    DivisionNoun = "division-noun",
    DivisionOfficial = "division-official",
    DiaryNoun = "diary-noun",
    Do = "do",
    ForeignWord = "foreign-word",
    FormerWord = "former-word",
    Have = "have",
    Honorific = "honorific",
    IssuingPreposition = "issuing-preposition",
    JointWord = "joint-word",
    Modal = "modal",
    Month = "month",
    Negation = "negation",
    NumberWord = "number-word",
    OppositionWord = "opposition-word",
    OrderWord = "order-word",
    PairWord = "pair-word",
    PlaceNoun = "place-noun",
    PersonPronoun = "pronoun-person",
    PluralPronoun = "pronoun-plural",
    SpeakerPronoun = "pronoun-speaker",
    ThingPronoun = "pronoun-thing",
    PossessivePronoun = "possessive-pronoun",
    Preposition = "preposition",
    BelongingPreposition = "preposition-of-belonging",
    CompanyPreposition = "preposition-of-company",
    PlacePreposition = "preposition-of-place",
    PurposePreposition = "preposition-of-purpose",
    TopicPreposition = "preposition-of-topic",
    ObjectPronoun = "pronoun-object",
    SubjectPronoun = "pronoun-subject",
    QuantityNoun = "quantity-noun",
    CrowdNoun = "crowd-noun",
    SeatNoun = "seat-noun",
    UnionNoun = "union-noun",
    Relative = "relative",
    Subordinator = "subordinator",
    TitleAbbreviation = "title-abbreviation",
    Weekday = "weekday",
}

/// What must stand at a place beside a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beside {
    /// Tags that satisfy it, as a set of [`Tag::bit`]s.
    pub tags: u64,
    /// Words that satisfy it.
    pub words: Vec<WordId>,
    /// Tags that forbid it.
    pub barred_tags: u64,
    /// Words that forbid it.
    pub barred_words: Vec<WordId>,
}

impl Beside {
    /// Whether a word with this tag satisfies it.
    #[must_use]
    pub fn holds(&self, word: WordId, tag: Tag) -> bool {
        let asks = self.tags != 0 || !self.words.is_empty();
        let is = self.tags & tag.bit() != 0 || self.words.contains(&word);
        let barred = self.barred_tags & tag.bit() != 0 || self.barred_words.contains(&word);
        (!asks || is) && !barred
    }
}

/// A rule that changes a tag beside certain neighbours (Brill 1995, "Transformation-based error-driven learning").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRule {
    /// Id of the entry.
    pub id: EntryId,
    /// Tags it changes, as a set of [`Tag::bit`]s.
    pub from: u64,
    /// What it makes of them.
    pub to: Tag,
    /// Words it changes; empty: any.
    pub words: Vec<WordId>,
    /// What must stand two words before, one before, one after, two after.
    pub beside: [Option<Beside>; 4],
    /// Whether the lexicon must allow the new tag.
    pub requires: bool,
}

/// The grammar of the mode without a model.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Grammar {
    /// Classes of each word, by word number: bit *i* is [`WordClass::ALL`]\[i\].
    masks: Vec<u64>,
    /// Abbreviations whose full stop never ends a sentence, as written but without it; sorted.
    pub abbreviations_never: Vec<String>,
    /// Abbreviations whose full stop may end a sentence too; likewise.
    pub abbreviations_maybe: Vec<String>,
    /// Several words that begin a clause ("as soon as").
    pub subordinators: Vec<Vec<WordId>>,
    /// Several words that stand before a number in a noun phrase ("at least").
    pub quantifiers: Vec<Vec<WordId>>,
    /// Endings of unknown words with the tag they suggest, longest first.
    pub suffixes: Vec<(String, Tag)>,
    /// The rules, in the order in which they are applied.
    pub rules: Vec<TagRule>,
}

impl Grammar {
    /// Whether a word belongs to a class.
    #[must_use]
    pub fn is(&self, word: WordId, class: WordClass) -> bool {
        self.masks.get(word.index()).is_some_and(|m| m & (1 << class as u64) != 0)
    }

    pub(crate) fn add(&mut self, word: WordId, class: WordClass) {
        if self.masks.len() <= word.index() {
            self.masks.resize(word.index() + 1, 0);
        }
        self.masks[word.index()] |= 1 << class as u64;
    }
}
