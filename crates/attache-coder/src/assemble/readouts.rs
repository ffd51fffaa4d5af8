//! Readouts: whose account of a contact a document or passage is, and what it says.

use super::Context;
use crate::event::Found;
use crate::mention::Who;
use attache_knowledge::events::Gives;
use attache_knowledge::pattern::Words;
use attache_record::{Claim, Code, Evidence, Party, Quad, Readout, Record, Sector, Span};

/// Sentences from the front among which a publisher's own contact makes its text a readout.
const FRONT: usize = 3;

/// Who speaks in a text of a government's own.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'v> {
    /// The government.
    pub who: Option<Who>,
    /// Usual name of the publisher.
    pub publisher: Option<&'v str>,
}

/// The readouts of a document as they are gathered, sentence by sentence.
#[derive(Debug, Default)]
pub struct Readouts {
    readouts: Vec<Readout>,
    /// Sides of the issuer of the last readout, to which the sentences after it may still belong.
    side: Option<String>,
    sentence: usize,
}

impl Readouts {
    /// Takes up a sentence: begins a readout, or adds what it claims to the one that is open.
    pub fn take(&mut self, context: &Context<'_>, found: &[Found<'_>], records: &[Record], voice: Voice<'_>) {
        self.sentence += 1;
        let begins = self.by_words(context, records) || self.by_publisher(context, records, voice);
        let Some(readout) = self.readouts.last_mut() else { return };
        let claims = claims(context, found);
        let same_side = |party: Option<&Party>| {
            party.and_then(|p| p.code.as_ref()).map(Code::dyad_side) == self.side.as_deref() && self.side.is_some()
        };
        let spoken = context
            .attribution
            .claims
            .iter()
            .any(|c| c.speaker.as_ref().is_some_and(|s| same_side(context.parties(s, false).first())));
        let acted = found.iter().any(|f| f.roles.actors.iter().any(|m| same_side(context.parties(m, false).first())));
        if begins || spoken || acted {
            readout.claims.extend(claims);
        } else {
            self.side = None;
        }
    }

    /// "In its readout of the call, China's foreign ministry said ..."
    fn by_words(&mut self, context: &Context<'_>, records: &[Record]) -> bool {
        let Some(claim) = context.attribution.claims.iter().find(|c| c.readout) else { return false };
        let speaker = claim
            .speaker
            .as_ref()
            .or_else(|| context.attribution.claims.iter().filter(|c| !c.readout).find_map(|c| c.speaker.as_ref()));
        let issuer = speaker.and_then(|s| context.parties(s, false).into_iter().next()).map(of_government);
        let trigger = context.evidence(claim.cue_start, claim.cue_end);
        let contact = records.iter().find_map(|r| match r {
            Record::Contact(c) => Some(c.id.clone()),
            _ => None,
        });
        self.begin(context, trigger, issuer, contact, vec![claim.rule.clone()]);
        true
    }

    /// A publisher that speaks for a government and tells of its own contact at the front of a text.
    fn by_publisher(&mut self, context: &Context<'_>, records: &[Record], voice: Voice<'_>) -> bool {
        if !self.readouts.is_empty() || self.sentence > FRONT {
            return false;
        }
        let actors = &context.clause.knowledge.actors;
        let Some(code) = voice.who.and_then(|v| v.code(actors, context.day)) else { return false };
        let contact = records.iter().find_map(|r| match r {
            Record::Contact(c) if c.status == attache_record::ContactStatus::Held => Some(c),
            _ => None,
        });
        let own = |p: &Party| p.code.as_ref().is_some_and(|c| c.dyad_side() == code.dyad_side());
        let Some(contact) = contact.filter(|c| c.parties.len() > 1 && c.parties.iter().any(own)) else { return false };
        let span = contact.trigger.span;
        let name = voice.publisher.map(str::to_owned);
        let issuer = Party {
            code: Some(code),
            id: None,
            name,
            doubt: None,
            text: String::new(),
            span: Span::new(span.start(), span.start()),
        };
        let rules = contact.rules.iter().take(1).cloned().collect();
        self.begin(context, contact.trigger.clone(), Some(issuer), Some(contact.id.clone()), rules);
        true
    }

    fn begin(
        &mut self,
        context: &Context<'_>,
        trigger: Evidence,
        issuer: Option<Party>,
        contact: Option<attache_record::RecordId>,
        rules: Vec<attache_record::EntryId>,
    ) {
        self.side = issuer.as_ref().and_then(|p| p.code.as_ref()).map(|c| c.dyad_side().to_owned());
        self.readouts.push(Readout {
            id: context.id("readout", trigger.span, ""),
            document: context.document.clone(),
            sentence: context.sentence(),
            trigger,
            issuer,
            contact,
            claims: Vec::new(),
            rules,
            run: context.run.clone(),
        });
    }

    /// The readouts, once the document is read.
    #[must_use]
    pub fn finish(self) -> Vec<Readout> {
        self.readouts
    }
}

/// "Brazil's readout" is its government's.
fn of_government(mut party: Party) -> Party {
    party.code = party.code.map(|c| if c.sector().is_none() { c.with_sector(Some(Sector::Gov)) } else { c });
    party
}

/// What a sentence claims: the words behind each demand, accusation, promise or statement in it.
fn claims(context: &Context<'_>, found: &[Found<'_>]) -> Vec<Claim> {
    // Where the cue begins, where what is claimed begins (an act with its verb, a statement behind its "said"), where
    // the cue ends, and who speaks.
    let mut starts: Vec<(usize, usize, usize, Option<Party>)> = Vec::new();
    for found in found {
        let verbal = matches!(found.pattern.gives, Gives::Event(class, _) if matches!(class.quad(), Some(Quad::VerbalCooperation | Quad::VerbalConflict)));
        if verbal {
            let speaker = found.roles.actors.first().and_then(|m| context.parties(m, false).into_iter().next());
            starts.push((found.trigger.start, found.trigger.start, found.trigger.end, speaker));
        }
    }
    for claim in context.attribution.claims.iter().filter(|c| !c.readout && c.holds(c.cue_end)) {
        let speaker = claim.speaker.as_ref().and_then(|m| context.parties(m, false).into_iter().next());
        starts.push((claim.cue_start, claim.cue_end, claim.cue_end, speaker));
    }
    starts.sort_by_key(|(start, _, end, _)| (*start, *end));
    starts.dedup_by_key(|(start, ..)| *start);
    let mut claims = Vec::new();
    for (at, (start, from, end, speaker)) in starts.iter().enumerate() {
        // A claim goes on to the next cue, or to the end of the sentence.
        let next = starts.get(at + 1).map_or(context.clause.len(), |(next, ..)| *next);
        // "the ministry said the minister | urged ...": what stands before the inner cue says nothing yet.
        let says_something = next == context.clause.len()
            || context.clause.chunks.verbs.iter().any(|v| *end <= v.start && v.end <= next);
        if *end >= next || !says_something {
            continue;
        }
        claims.push(Claim {
            content: context.evidence(*from, next),
            speaker: speaker.clone(),
            cue: context.evidence(*start, *end),
        });
    }
    claims
}
