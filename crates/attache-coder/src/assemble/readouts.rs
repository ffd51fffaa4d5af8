//! Readouts: whose account of a contact a document or passage is, and what it says.

use super::Context;
use super::claims::{in_passage, of_account};
use crate::event::Found;
use crate::mention::Who;
use attache_record::{Code, Evidence, Party, Readout, Record, Sector, Span};

/// Sentences from the front among which a publisher's own contact makes its text a readout.
const FRONT: usize = 3;

/// Who speaks in a text of a government's own.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'v> {
    /// The government.
    pub who: Option<Who>,
    /// Usual name of the publisher.
    pub publisher: Option<&'v str>,
    /// Whether the text gives what somebody said, word by word ("QUESTION: ...").
    pub transcript: bool,
}

/// The readouts of a document as they are gathered, sentence by sentence.
#[derive(Debug, Default)]
pub struct Readouts {
    readouts: Vec<Readout>,
    /// Sides of the issuer of the last readout, to which the sentences after it may still belong.
    side: Option<String>,
    /// Whether the last readout is the document itself, from the sentence in which it began.
    whole: bool,
    /// Whether a name with a colon stood before it ("attributable to the spokesman:").
    introduced: bool,
    sentence: usize,
}

impl Readouts {
    /// Takes up a sentence: begins a readout, or adds what it claims to the one that is open.
    pub fn take(&mut self, context: &Context<'_>, found: &[Found<'_>], records: &[Record], voice: Voice<'_>) {
        self.sentence += 1;
        if self.by_words(context, records) {
            self.whole = false;
        } else if self.by_publisher(context, records, voice) {
            (self.whole, self.introduced) = (true, voice.transcript);
        } else if self.whole {
            // What is said word by word after an account is no part of it.
            self.whole = self.introduced || !voice.transcript;
            self.side = self.side.take().filter(|_| self.whole);
        } else if !self.goes_on(context, found) {
            self.side = None;
        }
        if self.side.is_none() && !self.whole {
            return;
        }
        let Some(readout) = self.readouts.last_mut() else { return };
        readout.claims.extend(if self.whole { of_account(context, found) } else { in_passage(context, found) });
    }

    /// Whether the side whose account a passage gives still acts or speaks.
    fn goes_on(&self, context: &Context<'_>, found: &[Found<'_>]) -> bool {
        let same_side = |party: Option<&Party>| {
            party.and_then(|p| p.code.as_ref()).map(Code::dyad_side) == self.side.as_deref() && self.side.is_some()
        };
        let claims = &context.attribution.claims;
        claims.iter().filter_map(|c| c.speaker.as_ref()).any(|s| same_side(context.parties(s, false).first()))
            || found.iter().any(|f| f.roles.actors.iter().any(|m| same_side(context.parties(m, false).first())))
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
        let sides: Vec<&str> =
            contact.iter().flat_map(|c| &c.parties).filter_map(|p| p.code.as_ref()).map(Code::dyad_side).collect();
        let (own, abroad) = (sides.contains(&code.dyad_side()), sides.iter().any(|side| *side != code.dyad_side()));
        let Some(contact) = contact.filter(|_| own && abroad) else { return false };
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
