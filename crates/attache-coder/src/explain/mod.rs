//! Why words were coded as they were, and why not.

use crate::analysis::Analysis;
use crate::event::Outcome;
use crate::mention::Form;
use crate::{Coder, Proposal, quote, status};
use attache_record::{Code, Document, Doubt, EntryId, Evidence, Record, Span};

/// What the coder saw in each sentence of a document, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// One for each sentence.
    pub sentences: Vec<SentenceView>,
}

/// What the coder saw in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceView {
    /// The sentence.
    pub span: Span,
    /// Its words with their parts of speech (Penn tags).
    pub words: Vec<(Span, &'static str)>,
    /// Who is named.
    pub mentions: Vec<MentionView>,
    /// Words that say how far something is real, with their entry.
    pub cues: Vec<(Evidence, EntryId)>,
    /// Who says what.
    pub claims: Vec<ClaimView>,
    /// What was coded.
    pub records: Vec<Record>,
    /// Patterns whose words stand in the sentence and that gave no record.
    pub refused: Vec<RefusedView>,
}

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionView {
    /// The words.
    pub words: Evidence,
    /// How they name: "name", "noun" or "pronoun".
    pub form: &'static str,
    /// Whether they are the head of their phrase; otherwise they only belong to it ("Turkey's ban").
    pub head: bool,
    /// Codes of those whom they name; empty where the knowledge cannot place them.
    pub codes: Vec<Code>,
    /// Why the knowledge is not sure of them.
    pub doubt: Option<Doubt>,
    /// Ids of the knowledge's entries, where they name one.
    pub entries: Vec<EntryId>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// The words that attribute it.
    pub cue: Evidence,
    /// The entry.
    pub rule: EntryId,
    /// The words that name the speaker.
    pub speaker: Option<Evidence>,
    /// What is said.
    pub content: Vec<Evidence>,
}

/// A pattern that gave no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedView {
    /// The pattern.
    pub pattern: EntryId,
    /// Its words.
    pub words: Evidence,
    /// Why, as half a sentence.
    pub why: String,
}

impl Coder {
    /// Everything the coder saw in a document, coded and refused.
    #[must_use]
    pub fn explain(&self, document: &Document) -> Explanation {
        self.explain_with(document, &[])
    }

    /// The same, hearing what a model proposes, in the order of the text.
    #[must_use]
    pub fn explain_with(&self, document: &Document, proposals: &[Proposal]) -> Explanation {
        let mut sentences = Vec::new();
        let each = |analysis: &Analysis, outcome: &Outcome<'_>, records| {
            if let Some(span) = analysis.span {
                sentences.push(self.view(document, span, analysis, outcome, records));
            } else {
                // Readouts come at the end; each stands with the sentence that shows it.
                file(&mut sentences, records);
            }
        };
        self.walk_all(document, proposals, each, |_, _, _| ());
        Explanation { sentences }
    }

    fn view(
        &self,
        document: &Document,
        span: Span,
        analysis: &Analysis,
        outcome: &Outcome<'_>,
        records: Vec<Record>,
    ) -> SentenceView {
        let text = document.text.as_str();
        let day = document.published.map(|p| p.date);
        let actors = &self.knowledge().actors;
        let words_at = |start: usize, end: usize| Evidence::of(text, analysis.bytes(start, end));
        let clause = analysis.clause(self.knowledge());
        SentenceView {
            span,
            words: analysis.tokens.iter().zip(&analysis.tags).map(|(t, tag)| (t.span, tag.as_str())).collect(),
            mentions: analysis
                .mentions
                .iter()
                .map(|m| MentionView {
                    words: words_at(m.start, m.end),
                    form: match m.form {
                        Form::Name => "name",
                        Form::Noun => "noun",
                        Form::Pronoun => "pronoun",
                    },
                    head: m.head,
                    codes: m.who.iter().filter_map(|w| w.code(actors, day)).collect(),
                    doubt: m.doubt(actors, day),
                    entries: m.who.iter().filter_map(|w| w.entry(actors).0).collect(),
                })
                .collect(),
            cues: status::cues(&clause).iter().map(|c| (words_at(c.start, c.end), c.entry.id.clone())).collect(),
            claims: quote::attribute(&clause)
                .claims
                .iter()
                .map(|c| ClaimView {
                    cue: words_at(c.cue_start, c.cue_end),
                    rule: c.rule.clone(),
                    speaker: c.speaker.as_ref().map(|s| words_at(s.start, s.end)),
                    content: c.parts.iter().map(|(start, end)| words_at(*start, *end)).collect(),
                })
                .collect(),
            refused: outcome
                .refused
                .iter()
                .map(|r| RefusedView {
                    pattern: r.pattern.id.clone(),
                    words: words_at(r.start, r.end),
                    why: r.why.to_string(),
                })
                .collect(),
            records,
        }
    }
}

/// Puts records that come at the end to the sentences they belong to.
fn file(sentences: &mut [SentenceView], records: Vec<Record>) {
    for record in records {
        if let Some(sentence) = sentences.iter_mut().find(|s| Some(s.span) == record.sentence()) {
            sentence.records.push(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_knowledge::{Knowledge, SourceFile};

    fn coder() -> Coder {
        let file = |name: &str, text: &str| SourceFile::new(name, text);
        let files = [
            file(
                "actors/tur.toml",
                "[state]\ncode = \"TUR\"\nname = \"Turkey\"\nnames = [\"Turkey\"]\nsources = [\"x\"]\n",
            ),
            file(
                "actors/egy.toml",
                "[state]\ncode = \"EGY\"\nname = \"Egypt\"\nnames = [\"Egypt\"]\nsources = [\"x\"]\n",
            ),
            file(
                "events/accuse.toml",
                "class = \"ACCUSE\"\n[[pattern]]\nid = \"accuse.condemn\"\nwords = \"<condemn>\"\nneeds = \"both\"\n",
            ),
            file(
                "lexicon/words.tsv",
                "form\ttags\tlemma\ncondemned\tVBD:1\tcondemn\nattack\tNN:1\tattack\nthe\tDT:1\tthe\n",
            ),
        ];
        Coder::new(Knowledge::compile(&files).unwrap().knowledge, "test")
    }

    #[test]
    fn a_pattern_that_gives_nothing_says_what_it_lacks() {
        let explained = coder().explain(&Document::from_text("Turkey condemned the attack."));
        let refused = &explained.sentences[0].refused[0];
        assert_eq!(refused.pattern.as_str(), "accuse.condemn");
        assert_eq!(refused.why, "nobody was found for a role it needs");
    }

    #[test]
    fn a_record_stands_with_its_sentence() {
        let explained = coder().explain(&Document::from_text("The attack.\nTurkey condemned Egypt."));
        assert!(explained.sentences[0].records.is_empty());
        assert_eq!(explained.sentences[1].records.len(), 1);
    }
}
