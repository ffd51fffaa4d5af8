//! Entries of chronologies: who is where on which days, by an entry's heading.

use super::{Context, place};
use crate::analysis::{Analysis, Words};
use crate::event::implied;
use crate::mention::{Diary, Geography, Mention, Stay, Who, state_of};
use crate::status::Trigger;
use crate::time::{self, Tense};
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{Meaning, StateIx};
use attache_record::{Contact, ContactKind, ContactStatus, EntryId, Place, PlaceKind, Span, When};
use jiff::civil::Date;

/// Stands among the rules of a visit that an entry's heading tells.
const HEADING: &str = "chronology.heading";

/// How sure a heading makes us: its words are plain, but no verb says that he was there.
const SCORE: f32 = 0.8;

/// What an entry's heading says.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The heading.
    pub heading: Span,
    /// Whether the heading fills its line, so that it holds for the lines below.
    pub above: bool,
    /// Who is where.
    pub stay: Stay,
    /// On which days.
    pub when: Option<When>,
    /// In which town, or only in which state.
    pub place: Option<Place>,
}

/// The words of a heading; a month that is a town's name too is none.
#[must_use]
pub fn words(text: &str, heading: Span, knowledge: &Knowledge, geography: &Geography) -> Words {
    let mut words = Words::cut_in(text, heading, 0, knowledge, geography);
    let times = time::find(text, &words.tokens, knowledge);
    words.hits.retain(|h| !times.iter().any(|t| h.start < t.end && t.start < h.end));
    words
}

/// The state that a heading names first, before any town of it.
#[must_use]
pub fn state(text: &str, words: &Words, knowledge: &Knowledge) -> Option<StateIx> {
    let named = words.hits.iter().find_map(|h| {
        h.meaning(|m| match m {
            Meaning::State(s) => Some((*s, h)),
            _ => None,
        })
    });
    let turned = named.and_then(|(_, hit)| turned_round(text, words, hit.start, hit.end, knowledge));
    let any = || words.hits.iter().find_map(|h| state_of(h, &knowledge.actors));
    turned.or(named.map(|(state, _)| state)).or_else(any)
}

/// "Korea, Republic of": the state whose name was turned round for the sake of the alphabet.
fn turned_round(text: &str, words: &Words, start: usize, end: usize, knowledge: &Knowledge) -> Option<StateIx> {
    let word = |at: usize| words.tokens.get(at).and_then(|t| t.span.text(text));
    if word(end) != Some(",") {
        return None;
    }
    let of = (end + 1..(end + 6).min(words.tokens.len())).find(|at| {
        let next = words.tokens.get(at + 1);
        let ends = next.is_none_or(|t| t.shape == attache_knowledge::token::Shape::Mark);
        ends && words.tokens[*at].shape == attache_knowledge::token::Shape::Lower
    })?;
    let front = words.tokens[end + 1].span.cover(words.tokens[of].span).text(text)?;
    let back = words.tokens[start].span.cover(words.tokens[end - 1].span).text(text)?;
    let name = format!("{front} {back}");
    let whole = Span::new(0, u32::try_from(name.len()).ok()?);
    let turned = Words::cut(&name, whole, 0, knowledge);
    let hit = turned.hits.iter().find(|h| h.start == 0 && h.end == turned.tokens.len())?;
    hit.meaning(|m| match m {
        Meaning::State(s) => Some(*s),
        _ => None,
    })
}

/// The days of a heading.
#[must_use]
pub fn days(text: &str, words: &Words, knowledge: &Knowledge, published: Option<Date>) -> Option<When> {
    let mentions = time::find(text, &words.tokens, knowledge);
    let times = super::Times { mentions: &mentions, published };
    mentions.iter().find_map(|m| times.days(m, Tense::Past, &knowledge.times))
}

/// Reads a heading, of which the context has the words and the day, and gives the visit that it tells.
pub fn entry(
    context: &Context<'_>,
    state: Option<StateIx>,
    when: Option<When>,
    diary: Option<Diary>,
) -> (Entry, Option<Contact>) {
    let analysis = context.analysis;
    let actors = &context.clause.knowledge.actors;
    let mention = analysis.mentions.iter().find(|m| m.head && m.person && m.who.len() == 1);
    let of = diary.and_then(|d| d.of);
    let guest = mention.filter(|_| of.is_none());
    let to = diary.and_then(|d| d.host).filter(|_| of.is_none());
    let host = to.or(state);
    let town = if to.is_none() { town(context, state) } else { None };
    let place = town.or_else(|| place::of_state(context, host?));
    let stay = Stay { who: guest.map(|m| m.who[0]), host };
    let entry = Entry { heading: context.sentence(), above: false, stay, when, place };
    let visitor = guest.cloned().or_else(|| of.map(|of| implied(Trigger { start: 0, end: 1, head: 0 }, vec![of])));
    let visit = diary.and(visitor).zip(host).filter(|(m, host)| m.who[0].state(actors) != Some(*host));
    let contact = visit.map(|(visitor, host)| contact(context, &entry, &visitor, host));
    (entry, contact)
}

/// The first town of the heading that lies in its state, else the state by its name.
fn town(context: &Context<'_>, state: Option<StateIx>) -> Option<Place> {
    let places = context.analysis.hits.iter().filter_map(|h| place::in_tokens(context, h.start, h.end));
    let places: Vec<Place> = places.filter(|p| fits(context, p, state)).collect();
    let fine = places.iter().position(|p| p.kind != PlaceKind::State);
    places.into_iter().nth(fine.unwrap_or(0))
}

/// Whether a place lies in the state that the heading names.
fn fits(context: &Context<'_>, place: &Place, state: Option<StateIx>) -> bool {
    let code = state.and_then(|s| context.clause.knowledge.actors.states.get(s.index())).map(|s| s.code.as_str());
    code.is_none() || place.country.as_deref() == code
}

fn contact(context: &Context<'_>, entry: &Entry, visitor: &Mention, host: StateIx) -> Contact {
    let trigger = context.evidence(0, context.analysis.tokens.len());
    let mut parties = context.parties(visitor, false);
    parties.truncate(1);
    let visitors = u32::try_from(parties.len()).unwrap_or(0);
    parties.extend(host_party(context, host));
    Contact {
        id: context.id("contact", trigger.span, ContactKind::Visit.as_str()),
        document: context.document.clone(),
        sentence: context.sentence(),
        trigger,
        what: ContactKind::Visit,
        status: status(entry, context.published),
        parties,
        visitors,
        when: entry.when.clone(),
        place: entry.place.clone(),
        said_by: None,
        event: None,
        rules: vec![EntryId::new(HEADING)],
        score: SCORE,
        run: context.run.clone(),
    }
}

/// The host, by the words of the heading where they name the state, else without words.
fn host_party(context: &Context<'_>, host: StateIx) -> Vec<attache_record::Party> {
    let names = |h: &&crate::mention::Hit| state_of(h, &context.clause.knowledge.actors) == Some(host);
    let hit = context.analysis.hits.iter().find(names);
    let mut mention = implied(Trigger { start: 0, end: 1, head: 0 }, vec![Who::State(host, None)]);
    if let Some(hit) = hit {
        (mention.start, mention.end) = (hit.start, hit.end);
    }
    context.parties(&mention, true)
}

/// A visit of days to come is planned.
fn status(entry: &Entry, published: Option<Date>) -> ContactStatus {
    match (&entry.when, published) {
        (Some(when), Some(day)) if when.first > day => ContactStatus::Planned,
        _ => ContactStatus::Held,
    }
}

/// The analysis of a heading, read for itself: what the text said before doesn't tell whose ministers it names, the
/// heading's own state does.
#[must_use]
pub fn analysis(
    text: &str,
    words: Words,
    knowledge: &Knowledge,
    day: Option<Date>,
    state: Option<StateIx>,
) -> Analysis {
    let mut alone = crate::mention::Discourse::new(knowledge, day, None, None);
    alone.country = state;
    let mut analysis = Analysis::default();
    analysis.read(text, words, knowledge, &mut alone);
    analysis
}
