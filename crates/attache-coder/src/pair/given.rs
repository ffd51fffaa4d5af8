//! Marked parties as mentions of a sentence, whoever they are.

use crate::analysis::Analysis;
use crate::chunk::{Chunks, Kind, NounPhrase};
use crate::mention::{Form, Given, Mention, Who};
use attache_knowledge::Knowledge;
use attache_knowledge::grammar::WordClass;
use attache_record::Span;

/// Puts a marked party into a sentence: its words are one phrase that names it, and pronouns that stood for whom the
/// coder saw there stand for it.
pub fn give(analysis: &mut Analysis, span: Span, given: Given, knowledge: &Knowledge) {
    let tokens = &analysis.tokens;
    let Some(start) = tokens.iter().position(|token| token.span.end() > span.start()) else { return };
    let end = tokens.iter().rposition(|token| token.span.start() < span.end()).map_or(start, |last| last + 1);
    if end <= start {
        return;
    }
    let phrase = analysis.chunks.join(start, end);
    let head = start <= phrase.head && phrase.head < end;
    let inside = |m: &Mention| m.start < end && start < m.end;
    // The head counts: "Peru's president" is the president.
    let was = analysis.mentions.iter().filter(|m| inside(m) && !m.who.is_empty()).max_by_key(|m| (m.head, m.end));
    let was = was.map(|m| m.who.clone());
    let person = analysis.mentions.iter().any(|m| inside(m) && m.person);
    let replaced = |m: &Mention| head && m.head && m.start < phrase.end && phrase.start < m.end;
    analysis.mentions.retain(|m| !inside(m) && !replaced(m));
    let who = vec![Who::Given(given)];
    for mention in analysis.mentions.iter_mut().filter(|m| m.form == Form::Pronoun && m.start >= end) {
        if was.as_ref() == Some(&mention.who) {
            mention.who.clone_from(&who);
        }
    }
    if given == Given::Source {
        let pronouns = open_pronouns(analysis, end, knowledge);
        let mention = |(start, head)| Mention {
            start,
            end: start + 1,
            form: Form::Pronoun,
            who: who.clone(),
            head,
            person: false,
            ambiguous: false,
        };
        analysis.mentions.extend(pronouns.into_iter().map(mention));
    }
    analysis.mentions.push(Mention { start, end, form: Form::Name, who, head, person, ambiguous: false });
    analysis.mentions.sort_by_key(|m| (m.start, m.end));
}

/// Pronouns behind a token for which the coder found nobody, each with whether it is a phrase of its own: whoever acts is
/// the one most likely meant ("The weavers said *they* would strike").
fn open_pronouns(analysis: &Analysis, from: usize, knowledge: &Knowledge) -> Vec<(usize, bool)> {
    let pronoun = |at: usize| {
        [WordClass::PersonPronoun, WordClass::ThingPronoun, WordClass::PluralPronoun]
            .into_iter()
            .any(|class| analysis.tokens.get(at).is_some_and(|token| knowledge.grammar.is(token.word, class)))
    };
    let named = |at: usize| analysis.mentions.iter().any(|m| m.start <= at && at < m.end);
    let phrases = analysis.chunks.nouns.iter().filter(|phrase| phrase.start >= from && !phrase.temporal);
    let open = phrases.filter(|phrase| pronoun(phrase.start) && !named(phrase.start));
    open.map(|phrase| (phrase.start, phrase.end == phrase.start + 1)).collect()
}

impl Chunks {
    /// Makes the tokens from `start` to `end` one noun phrase, or part of one that holds them all.
    fn join(&mut self, start: usize, end: usize) -> NounPhrase {
        let touched: Vec<NounPhrase> = self.nouns.iter().filter(|n| n.start < end && start < n.end).copied().collect();
        if let [only] = touched[..]
            && only.start <= start
            && end <= only.end
            && !only.temporal
        {
            return only;
        }
        let from = touched.first().map_or(start, |first| first.start.min(start));
        let last = touched.last().filter(|last| last.end > end).copied();
        // The head of a name with an "of" phrase is the noun before it.
        let head = touched.first().map_or(end - 1, |first| first.head.min(end - 1));
        let phrase = NounPhrase { start: from, end, head, negated: false, temporal: false };
        self.nouns.retain(|n| n.end <= from || end <= n.start);
        self.nouns.push(phrase);
        if let Some(last) = last {
            self.nouns.push(NounPhrase { start: end, ..last });
        }
        self.nouns.sort_by_key(|n| n.start);
        self.verbs.retain(|v| v.end <= from || end <= v.start);
        if let Some(kinds) = self.kinds.get_mut(from..end) {
            kinds.fill(Kind::Modifier);
        }
        if let Some(kind) = self.kinds.get_mut(head) {
            *kind = Kind::Noun;
        }
        self.index();
        phrase
    }
}
