//! Records, from what was found in a sentence.

mod claims;
mod contact;
pub mod entry;
mod place;
mod presence;
mod quotes;
mod readouts;
mod when;

pub use contact::Contacts;
pub use quotes::{LastSpeaker, quotes};
pub use readouts::{Readouts, Voice};
pub use when::Times;

use crate::analysis::Analysis;
use crate::chunk::Kind;
use crate::event::Found;
use crate::event::proposal::MODEL;
use crate::mention::{Form, Mention, Who};
use crate::quote::Attribution;
use crate::relation::Clause;
use attache_knowledge::actors::BodyKind;
use attache_knowledge::events::Gives;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::pattern::Words;
use attache_record::{
    Class, Code, DocumentId, EntryId, Event, Evidence, Mode, Party, Place, Record, RecordId, RunId, Span, Status, When,
    hash_hex,
};
use jiff::civil::Date;

/// Stands among the rules of an event one of whose parties the sentence leaves to the context.
const FROM_CONTEXT: &str = "context.other-side";

/// Begins what stands among the rules of an event one of whose sides the weights of `parties.tsv` chose.
const BY_WEIGHT: &str = "parties.";

/// What a sentence's records have in common.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The document's text.
    pub text: &'c str,
    /// The document.
    pub document: &'c DocumentId,
    /// The run.
    pub run: &'c RunId,
    /// Publication date; the day of the entry in a chronology.
    pub day: Option<Date>,
    /// Publication date of the whole.
    pub published: Option<Date>,
    /// The entry of a chronology in which it stands.
    pub entry: Option<&'c entry::Entry>,
    /// The sentence.
    pub analysis: &'c Analysis,
    /// The same, as relations see it.
    pub clause: Clause<'c>,
    /// Who says what.
    pub attribution: &'c Attribution,
    /// Times of the sentence.
    pub times: Times<'c>,
}

impl Context<'_> {
    /// The sentence's place in the text.
    fn sentence(&self) -> Span {
        self.analysis.span.unwrap_or_else(|| Span::new(0, 0))
    }

    fn evidence(&self, start: usize, end: usize) -> Evidence {
        Evidence::of(self.text, self.analysis.bytes(start, end))
    }

    /// The name of a record: the document, the words, and what is claimed of them.
    fn id(&self, kind: &str, span: Span, claim: &str) -> RecordId {
        let place = format!("{}-{}", span.start(), span.end());
        RecordId::new(hash_hex([
            self.document.as_str().as_bytes(),
            kind.as_bytes(),
            place.as_bytes(),
            claim.as_bytes(),
        ]))
    }

    /// The parties of a mention, one for each whom it names. `host` says that a capital is only a place.
    fn parties(&self, mention: &Mention, host: bool) -> Vec<Party> {
        let host = host || mention.start > 0 && self.is_place_after(mention.start - 1);
        let actors = &self.clause.knowledge.actors;
        let mut span = self.analysis.bytes(mention.start, mention.end);
        if mention.start == mention.end {
            // Whom the words leave to the context has no words.
            span = Span::new(span.start(), span.start());
        }
        let text = span.text(self.text).unwrap_or_default().to_owned();
        if mention.who.is_empty() {
            let doubt = mention.doubt(actors, self.day);
            return vec![Party { code: None, id: None, name: None, doubt, text, span }];
        }
        let mut parties: Vec<Party> = Vec::new();
        for who in &mention.who {
            let mut code = who.code(actors, self.day);
            if host && is_town(*who, self) {
                code = code.map(|c| c.with_sector(None));
            }
            if code.is_some() && parties.iter().any(|p| p.code == code) {
                continue;
            }
            let (id, name) = who.entry(actors);
            let doubt = who.doubt(actors, self.day);
            parties.push(Party { code, id, name, doubt, text: text.clone(), span });
        }
        parties
    }

    /// Whether a preposition of place stands at a token: "recalled its ambassador from Caracas".
    fn is_place_after(&self, at: usize) -> bool {
        let word = self.clause.tokens[at].word;
        self.clause.knowledge.grammar.is(word, WordClass::PlacePreposition)
    }

    /// The parties of several mentions; those without a code only where none has one, so that "officials" beside
    /// "Turkey" adds nobody.
    fn all_parties(&self, mentions: &[Mention], host: bool) -> Vec<Party> {
        self.together(mentions, host, |_, _| true)
    }

    /// The same, but people of one code who are named by different words stay apart: who met the president and the
    /// foreign minister met two.
    fn everyone(&self, mentions: &[Mention], host: bool) -> Vec<Party> {
        let one = |a: &Party, b: &Party| a.id.is_some() || a.text == b.text || a.text.is_empty() || b.text.is_empty();
        let mut all: Vec<Mention> = Vec::with_capacity(mentions.len());
        for mention in mentions {
            all.push(mention.clone());
            all.extend(self.listed_with(mention).cloned());
        }
        self.together(&all, host, one)
    }

    /// Those of one code whom a list names behind somebody: "Prime Minister Salah and senior officials" act as one, and
    /// are two who are met.
    fn listed_with<'a>(&'a self, mention: &'a Mention) -> impl Iterator<Item = &'a Mention> {
        let nameless = mention.start < mention.end && matches!(mention.who[..], [Who::State(_, Some(_))]);
        let noun = self.clause.chunks.noun_at(mention.start).filter(|_| nameless);
        let list = noun.map(|noun| self.clause.joined_right(noun)).unwrap_or_default();
        let others = self.clause.people_of(&list).into_iter();
        others.filter(|other| other.start >= mention.end && other.form != Form::Pronoun && other.who == mention.who)
    }

    /// The parties of several mentions; `one` says whether two of one code and entry are one.
    fn together(&self, mentions: &[Mention], host: bool, one: impl Fn(&Party, &Party) -> bool) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        let mut last: Option<&Mention> = None;
        // "Atlanta, Georgia": the second name only says where the first one is.
        let named = mentions.iter().filter(|m| {
            let says_where = last.is_some_and(|l| self.says_where(l, m));
            last = Some(m);
            !says_where
        });
        for party in named.flat_map(|m| self.parties(m, host)) {
            let repeated =
                parties.iter().any(|p| p.code.is_some() && p.code == party.code && p.id == party.id && one(p, &party));
            if !repeated {
                parties.push(party);
            }
        }
        if parties.iter().any(|p| p.code.is_some()) {
            parties.retain(|p| p.code.is_some());
        }
        parties
    }

    /// Whether a town or division stands between commas behind another that lies in the same state.
    fn says_where(&self, town: &Mention, behind: &Mention) -> bool {
        let comma = behind.start == town.end + 1 && self.clause.chunks.kind(town.end) == Kind::Comma;
        let actors = &self.clause.knowledge.actors;
        match (&town.who[..], &behind.who[..]) {
            ([first], [second]) => {
                comma && is_town(*first, self) && first.state(actors) == second.state(actors) && is_bare(*second, self)
            }
            _ => false,
        }
    }

    /// When it happened.
    fn when(&self, found: &Found<'_>, status: Status) -> Option<When> {
        let told = matches!(status, Status::Actual | Status::Future);
        let of_entry = || self.entry.filter(|_| told).and_then(|entry| entry.when.clone());
        self.times.of_event(found, status, &self.clause, self.attribution).or_else(of_entry)
    }

    /// Where it happened; in a chronology's entry else there.
    fn place(&self, found: &Found<'_>, visit: bool) -> Option<Place> {
        let of_entry = || self.entry.and_then(|entry| entry.place.clone());
        place::of_event(self, found, visit).or_else(of_entry)
    }

    /// Whom the sentence gives as the source of the words at a token.
    fn said_by(&self, at: usize) -> Option<Party> {
        let speaker = self.attribution.speaker_at(at)?;
        self.parties(speaker, false).into_iter().next()
    }
}

/// Whether it is a town, a division or a state by name.
fn is_bare(who: Who, context: &Context<'_>) -> bool {
    matches!(who, Who::State(_, None)) || is_town(who, context)
}

fn is_town(who: Who, context: &Context<'_>) -> bool {
    if matches!(who, Who::Place(_)) {
        return true;
    }
    let Who::Body(at) = who else { return false };
    let body = context.clause.knowledge.actors.bodies.get(at.index());
    body.is_some_and(|b| matches!(b.kind, BodyKind::Capital | BodyKind::City | BodyKind::Province))
}

/// The records of what was found in a sentence: events with the contacts they are, contacts mentioned, missions.
pub fn records(context: &Context<'_>, found: &[Found<'_>]) -> Vec<Record> {
    let topics = topics(&context.clause);
    let mut records = Vec::new();
    for found in found {
        match found.pattern.gives {
            Gives::Event(class, mode) => {
                let event = event(context, found, class, mode, &topics);
                let contact = (class == Class::Consult).then(|| contact::of_event(context, found, &event));
                records.push(Record::Event(event));
                records.extend(contact.map(Record::Contact));
            }
            Gives::Contact(what) => records.extend(contact::mentioned(context, found, what).map(Record::Contact)),
            Gives::Presence(what, change) => records.push(Record::Presence(presence::of(context, found, what, change))),
        }
    }
    presence::join(&mut records, context.text);
    records
}

fn event(context: &Context<'_>, found: &Found<'_>, class: Class, mode: Option<Mode>, topics: &[EntryId]) -> Event {
    let trigger = context.evidence(found.trigger.start, found.trigger.end);
    let status = found.verdict.status.unwrap_or(Status::Actual);
    let visit = class == Class::Consult && mode == Some(Mode::Visit);
    let actors = context.all_parties(&found.roles.actors, false);
    let recipients = context.all_parties(&found.roles.recipients, visit);
    let mode = settle_mode(class, mode, &actors);
    let kin = class;
    let (class, mode) = found.pattern.own.unwrap_or((class, mode));
    let when = context.when(found, status);
    let status = settle_status(status, when.as_ref(), context, found);
    let said_by = context.said_by(found.trigger.start);
    let mut rules = vec![found.pattern.id.clone()];
    rules.extend(found.verdict.rules.iter().cloned());
    if let Some(claim) = context.attribution.claim_at(found.trigger.start) {
        rules.push(claim.rule.clone());
    }
    if found.witness.is_some() && !found.is_proposed() {
        rules.push(EntryId::new(format!("{MODEL}{}", kin.as_str().to_lowercase())));
    }
    let implied = found.roles.actors.iter().chain(&found.roles.recipients).any(|m| m.start == m.end);
    if implied {
        rules.push(EntryId::new(FROM_CONTEXT));
    }
    for role in &found.roles.weighed {
        rules.push(EntryId::new(format!("{BY_WEIGHT}{}", role.as_str())));
    }
    let score = score(found, &actors, &recipients);
    Event {
        id: context.id("event", trigger.span, class.as_str()),
        document: context.document.clone(),
        sentence: context.sentence(),
        views: context.clause.knowledge.views.of(class, mode, status),
        place: context.place(found, visit),
        trigger,
        class,
        mode,
        status,
        actors,
        recipients,
        when,
        said_by,
        topics: topics.to_vec(),
        rules,
        score,
        run: context.run.clone(),
    }
}

/// Talks of three or more sides are multilateral where the words give no other mode.
fn settle_mode(class: Class, mode: Option<Mode>, actors: &[Party]) -> Option<Mode> {
    if class != Class::Consult || mode.is_some() {
        return mode;
    }
    let mut sides: Vec<&str> = actors.iter().filter_map(|p| p.code.as_ref()).map(Code::dyad_side).collect();
    sides.sort_unstable();
    sides.dedup();
    (sides.len() >= 3).then_some(Mode::Multilateral)
}

/// A verb in the present tense with a day to come tells of the future: "Biden travels to Delhi on Friday".
fn settle_status(status: Status, when: Option<&When>, context: &Context<'_>, found: &Found<'_>) -> Status {
    let Some((when, day)) = when.zip(context.day) else { return status };
    if status != Status::Actual || when.first <= day {
        return status;
    }
    let present =
        context.clause.chunks.verb_at(found.trigger.head).is_none_or(|v| !context.clause.chunks.verbs[v].past);
    if present { Status::Future } else { status }
}

/// The pattern's score, less where a role is empty: figures chosen by hand, to be fitted when the model weighs in.
fn score(found: &Found<'_>, actors: &[Party], recipients: &[Party]) -> f32 {
    const ONE_ROLE: f32 = 0.85;
    const UNPLACED: f32 = 0.8;
    // Of a proposal that no pattern supports the model's score counts.
    let mut score = found.witness.filter(|_| found.is_proposed()).unwrap_or(found.pattern.score);
    if !found.pattern.reciprocal && (actors.is_empty() || recipients.is_empty()) {
        score *= ONE_ROLE;
    }
    if !found.roles.weighed.is_empty() || actors.iter().chain(recipients).any(|p| p.code.is_none() || p.text.is_empty())
    {
        score *= UNPLACED;
    }
    (score * 1000.0).round() / 1000.0
}

/// Topics of a sentence, sorted.
pub fn topics(clause: &Clause<'_>) -> Vec<EntryId> {
    topics_within(clause, 0, clause.len())
}

/// Topics of the words between two tokens, sorted.
fn topics_within(clause: &Clause<'_>, from: usize, to: usize) -> Vec<EntryId> {
    let mut topics: Vec<EntryId> = Vec::new();
    for at in from..to {
        for (topic, pattern) in clause.knowledge.topics.beginning_with(clause.word(at)) {
            if !topics.contains(&topic.id) && pattern.match_at(clause, at).is_some_and(|m| m.end <= to) {
                topics.push(topic.id.clone());
            }
        }
    }
    topics.sort();
    topics
}
