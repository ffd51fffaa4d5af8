//! Quotations with their speakers.

use super::Context;
use crate::chunk::Kind;
use crate::event::Found;
use crate::mention::Mention;
use crate::quote::Marked;
use attache_knowledge::events::Gives;
use attache_record::{Class, Directness, EntryId, Evidence, Party, Quote, Record, Span};

/// Fewer words between marks are a name or a term ("Belt and Road"), kept only where somebody is given as speaker.
const FEW_WORDS: usize = 5;

/// Who spoke the last quotation of a paragraph, for the one that goes on after "X said".
#[derive(Debug, Default)]
pub struct LastSpeaker {
    speaker: Option<Party>,
    rule: Option<EntryId>,
    end: u32,
}

/// The quotations that begin in a sentence.
pub fn quotes(context: &Context<'_>, found: &[Found<'_>], marked: &[Marked], last: &mut LastSpeaker) -> Vec<Record> {
    let sentence = context.sentence();
    let mut records = Vec::new();
    let from = marked.partition_point(|m| m.content.start() < sentence.start());
    for mark in marked[from..].iter().take_while(|m| m.content.start() < sentence.end()) {
        let first = context.analysis.tokens.iter().position(|t| t.span.start() >= mark.content.start());
        let Some(first) = first else { continue };
        let (speaker, said_by, mut rules) = speaker(context, found, first);
        let mut speaker = if mark.opened { speaker } else { None };
        // "... ,” X said. “It goes on”: the same speaker, where nothing but the mark stands between.
        let follows = mark.opened
            && mark.content.start() >= last.end
            && context.text.get(last.end as usize..mark.content.start() as usize).is_some_and(only_marks_and_space);
        if speaker.is_none() && follows {
            speaker.clone_from(&last.speaker);
            rules.extend(last.rule.clone());
        }
        let content = Evidence::of(context.text, trimmed(context.text, mark.content));
        let words = content.text.split_whitespace().count();
        if speaker.is_none() && words < FEW_WORDS {
            continue;
        }
        last.speaker.clone_from(&speaker);
        last.rule = rules.first().cloned();
        last.end = sentence.end().max(mark.content.end());
        // A few words inside a sentence are the reporter's sentence in the speaker's words.
        let mixed = first > 0
            && (content.text.starts_with(char::is_lowercase)
                || words < FEW_WORDS && !content.text.ends_with([',', '.', '!', '?']));
        records.push(Record::Quote(Quote {
            id: context.id("quote", content.span, ""),
            document: context.document.clone(),
            sentence,
            content,
            orphan: speaker.is_none() || !mark.opened || !mark.closed,
            speaker,
            addressee: None,
            said_by,
            directness: if mixed { Directness::Mixed } else { Directness::Direct },
            rules,
            run: context.run.clone(),
        }));
    }
    records
}

/// Whether a stretch holds nothing but marks and space.
fn only_marks_and_space(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric())
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.text(text).unwrap_or_default();
    let front = words.len() - words.trim_start().len();
    let length = words.trim().len();
    let start = span.start() + u32::try_from(front).unwrap_or(0);
    Span::new(start, start + u32::try_from(length).unwrap_or(0))
}

/// Who speaks the words at a token, who reports that, and the rules that say so. The innermost counts: the actor of a
/// demand or accusation before the words ("Qin urged ... to respect “...”"), else the speaker of the claim.
fn speaker(context: &Context<'_>, found: &[Found<'_>], at: usize) -> (Option<Party>, Option<Party>, Vec<EntryId>) {
    let claim = context.attribution.claim_at(at);
    let outer = claim.and_then(|c| c.speaker.as_ref());
    let cue = claim.map_or(0, |c| c.cue_start);
    let verbal = |f: &&Found<'_>| matches!(f.pattern.gives, Gives::Event(c, _) if matches!(c, Class::Request | Class::Accuse | Class::Threaten | Class::Agree | Class::Reject | Class::Support | Class::Concede));
    let inner = found
        .iter()
        .filter(verbal)
        .filter(|f| f.trigger.end <= at && f.trigger.start >= cue)
        .max_by_key(|f| f.trigger.start);
    let party = |m: &Mention| context.parties(m, false).into_iter().next();
    if let Some(event) = inner
        && let Some(actor) = event.roles.actors.first()
    {
        let speaker = party(actor);
        let said_by = outer.and_then(party).filter(|o| Some(o) != speaker.as_ref());
        return (speaker, said_by, vec![event.pattern.id.clone()]);
    }
    let rules: Vec<EntryId> = claim.map(|c| c.rule.clone()).into_iter().collect();
    // "the ministry said Qin called it “absurd”": whoever does the verb before the words speaks them.
    let clause = &context.clause;
    let verb = clause
        .chunks
        .verbs
        .iter()
        .rposition(|v| v.end <= at && v.is_finite() && v.start >= claim.map_or(0, |c| c.cue_end));
    if let Some(verb) = verb.filter(|_| claim.is_some()) {
        let subject = clause.people_of(&clause.subject(verb)).into_iter().find(|m| m.person && m.head);
        let near = !(clause.chunks.verbs[verb].end..at)
            .any(|i| matches!(clause.chunks.kind(i), Kind::Boundary | Kind::Subordinator));
        if let Some(subject) = subject.filter(|_| near) {
            let speaker = party(subject);
            let said_by = outer.and_then(party).filter(|o| Some(o) != speaker.as_ref());
            return (speaker, said_by, rules);
        }
    }
    // "the ministry said Qin noted ... “...”": the nested claim has its own speaker, the one around it reports.
    let around = claim.and_then(|inner| {
        context
            .attribution
            .claims
            .iter()
            .filter(|c| c.cue_start != inner.cue_start && c.holds(inner.cue_start))
            .max_by_key(|c| c.cue_start)
    });
    let said_by = around.and_then(|c| c.speaker.as_ref()).and_then(party);
    (outer.and_then(party), said_by, rules)
}
