//! A sentence as the model reads it, with its labels in plain text: what the formats and the drawn tree show.

use attache_coder::analyse::conllu;
use attache_model::{Model, NameKind, Participant as Part, Reading, Upos};
use attache_record::Span;
use std::ops::Range;

/// A sentence before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its number in its document or file, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// Its words.
    pub words: Vec<GivenWord>,
    /// The lines of the file that it comes from, where the words were given.
    pub gold: Option<conllu::Sentence>,
}

/// A word before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenWord {
    /// The word as written.
    pub form: String,
    /// Where it stands in the document; of given words, in the sentence.
    pub span: Span,
    /// Whether the writer made one word of it and the word before.
    pub attached: bool,
    /// Whether a space follows.
    pub spaced: bool,
}

/// A sentence that was read. Words are counted from 0 throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence<'m> {
    /// What was given.
    pub given: Given,
    /// What each word is.
    pub words: Vec<Word<'m>>,
    /// Names, from left to right.
    pub names: Vec<Name>,
    /// Predicates with their arguments.
    pub predicates: Vec<Predicate<'m>>,
    /// Words that may be an event.
    pub proposals: Vec<Proposal<'m>>,
    /// In how many pieces it was read.
    pub segments: usize,
}

/// What a word is.
#[derive(Debug, Clone, PartialEq)]
pub struct Word<'m> {
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features; `_` for none.
    pub feats: &'m str,
    /// Dictionary form.
    pub lemma: String,
    /// The word that it depends on; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: &'m str,
    /// Score of the head.
    pub arc_score: f32,
    /// Score as a speech cue, where it is one.
    pub cue: Option<f32>,
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Its words.
    pub words: Range<usize>,
    /// Person, organisation, place or other.
    pub kind: NameKind,
    /// Score.
    pub score: f32,
}

/// A predicate with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicate<'m> {
    /// The word.
    pub word: usize,
    /// Score as a predicate.
    pub score: f32,
    /// Arguments, from left to right.
    pub arguments: Vec<Argument<'m>>,
}

/// Words with a part in something, around a head.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument<'m> {
    /// The part.
    pub role: &'m str,
    /// Head word.
    pub head: usize,
    /// Words.
    pub words: Range<usize>,
    /// Score.
    pub score: f32,
}

/// Words that may be an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'m> {
    /// The word that stands for it.
    pub trigger: usize,
    /// The trigger's words.
    pub words: Range<usize>,
    /// Class of event.
    pub class: &'m str,
    /// Score of the class.
    pub class_score: f32,
    /// Whether it happened.
    pub status: &'m str,
    /// Score of the status.
    pub status_score: f32,
    /// Who did it.
    pub actors: Vec<Argument<'static>>,
    /// Whom it was done to.
    pub recipients: Vec<Argument<'static>>,
}

fn at(word: u32) -> usize {
    word as usize
}

fn words(first: u32, end: u32) -> Range<usize> {
    at(first)..at(end)
}

fn parts(parts: &[Part], role: &'static str) -> Vec<Argument<'static>> {
    let part = |p: &Part| Argument { role, head: at(p.head), words: words(p.first, p.end), score: p.score };
    parts.iter().map(part).collect()
}

impl<'m> Sentence<'m> {
    /// What `model` read in `given`.
    pub fn new(model: &'m Model, given: Given, reading: Reading) -> Self {
        let words_read = reading.words.into_iter().map(|word| Word {
            upos: word.upos,
            feats: model.feats(word.feats),
            lemma: word.lemma,
            head: word.head.map(at),
            relation: model.relation(word.relation),
            arc_score: word.arc_score,
            cue: word.cue,
        });
        let name = |n: &attache_model::Name| Name { words: words(n.first, n.end), kind: n.kind, score: n.score };
        let argument = |a: &attache_model::Argument| Argument {
            role: model.role(a.role),
            head: at(a.head),
            words: words(a.first, a.end),
            score: a.score,
        };
        let predicate = |p: &attache_model::Predicate| Predicate {
            word: at(p.word),
            score: p.score,
            arguments: p.arguments.iter().map(argument).collect(),
        };
        let proposal = |p: &attache_model::Proposal| Proposal {
            trigger: at(p.trigger),
            words: words(p.first, p.end),
            class: model.class(p.class),
            class_score: p.class_score,
            status: model.status(p.status),
            status_score: p.status_score,
            actors: parts(&p.actors, "actor"),
            recipients: parts(&p.recipients, "recipient"),
        };
        Self {
            words: words_read.collect(),
            names: reading.names.iter().map(name).collect(),
            predicates: reading.predicates.iter().map(predicate).collect(),
            proposals: reading.proposals.iter().map(proposal).collect(),
            segments: reading.segments,
            given,
        }
    }

    /// The words of a range as the text has them.
    pub fn text(&self, words: &Range<usize>) -> String {
        let mut out = String::new();
        let words = self.given.words.get(words.clone()).unwrap_or_default();
        for (at, word) in words.iter().enumerate() {
            out.push_str(&word.form);
            if word.spaced && at + 1 < words.len() {
                out.push(' ');
            }
        }
        out
    }
}

/// Sentences for the tests of the formats, made by hand.
#[cfg(test)]
pub mod sample {
    use super::*;

    fn given(text: &str, forms: &str, attached: &[&str]) -> Given {
        let mut at = 0;
        let words = forms.split(' ').map(|form| {
            let start = at + text[at..].find(form).unwrap();
            at = start + form.len();
            let span = Span::new(u32::try_from(start).unwrap(), u32::try_from(at).unwrap());
            let spaced = text[at..].starts_with(' ');
            GivenWord { form: form.to_owned(), span, attached: attached.contains(&form), spaced }
        });
        let words = words.collect();
        Given { number: 1, text: text.to_owned(), words, gold: None }
    }

    /// A word: part of speech, lemma, number of the head from 1 (0 for the root), relation.
    fn word(line: &str) -> Word<'_> {
        let [upos, lemma, head, relation] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let head = head.parse::<usize>().unwrap().checked_sub(1);
        let upos = Upos::from_code(upos).unwrap();
        Word { upos, feats: "_", lemma: lemma.to_owned(), head, relation, arc_score: 0.5, cue: None }
    }

    /// A sentence with a name, a predicate, a cue and a proposal.
    pub fn recall() -> Sentence<'static> {
        let text = "Malta's envoys weren't recalled, Tunis said.";
        let forms = "Malta 's envoys were n't recalled , Tunis said .";
        let mut words: Vec<Word<'_>> = [
            "PROPN Malta 3 nmod:poss",
            "PART 's 1 case",
            "NOUN envoy 6 nsubj:pass",
            "AUX be 6 aux:pass",
            "PART not 6 advmod",
            "VERB recall 0 root",
            "PUNCT , 6 punct",
            "PROPN Tunis 9 nsubj",
            "VERB say 6 parataxis",
            "PUNCT . 6 punct",
        ]
        .map(word)
        .to_vec();
        words[2].feats = "Number=Plur";
        words[8].cue = Some(0.96875);
        let part = |role, head, words| Argument { role, head, words, score: 0.75 };
        Sentence {
            given: given(text, forms, &["'s", "n't"]),
            words,
            names: vec![
                Name { words: 0..1, kind: NameKind::Place, score: 0.875 },
                Name { words: 7..8, kind: NameKind::Place, score: 0.75 },
            ],
            predicates: vec![
                Predicate { word: 5, score: 0.875, arguments: vec![part("ARG1", 2, 0..3), part("ARGM-NEG", 4, 4..5)] },
                Predicate { word: 8, score: 0.875, arguments: vec![part("ARG0", 7, 7..8)] },
            ],
            proposals: vec![Proposal {
                trigger: 5,
                words: 5..6,
                class: "SANCTION",
                class_score: 0.625,
                status: "negated",
                status_score: 0.9375,
                actors: vec![part("actor", 7, 7..8)],
                recipients: vec![part("recipient", 2, 0..3)],
            }],
            segments: 1,
        }
    }
}
