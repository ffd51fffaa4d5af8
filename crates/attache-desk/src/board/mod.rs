//! The line board of a pair: on which lines of communication the two speak, since when they have not, and how long that
//! is beside their own past.
//!
//! It is made of the ledger's contacts and of changes of missions. Silence is a finding: a line without contacts is shown
//! too, and a gap is measured against the gaps before it, not against what would be usual elsewhere.

mod gaps;

pub use gaps::Gaps;

use crate::Filed;
use crate::ledger::{Engagement, State};
use attache_record::{Change, Code, Presence, RecordId};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A line of communication, as whoever asks for the board knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is dealt with on it, whoever deals with it.
    pub topics: Vec<String>,
    /// Lower-case words of a mention that name it.
    pub words: Vec<String>,
    /// Missions belong to it.
    pub missions: bool,
}

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Used, and not silent for longer than nine of ten times before.
    Open,
    /// A contact was refused, called off or put off since it was last used, or it is silent for longer than nine of ten
    /// times before.
    Degraded,
    /// Broken off, says the last word on it, or a mission closed.
    Suspended,
    /// Never used in this file, or so seldom and so long ago that nothing can be said.
    Unknown,
}

impl Stand {
    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Degraded => "degraded",
            Self::Suspended => "suspended",
            Self::Unknown => "unknown",
        }
    }
}

/// A contact on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The contact of the ledger.
    pub contact: RecordId,
    /// Its day: the last on which it was held, the first for which it is planned, or the day on which it was refused.
    pub day: Date,
    /// What became of it.
    pub status: State,
}

/// A change of a mission, where it bears on the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mission {
    /// The record.
    pub record: RecordId,
    /// The day on which it was or will be, else on which it was said.
    pub day: Date,
    /// Whose mission.
    pub state: String,
    /// What happened.
    pub change: Change,
}

/// One line of the board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The channel's id.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub stand: Stand,
    /// When it was last used.
    pub last: Option<Use>,
    /// Days from then to the day of the board.
    pub days_since: Option<i32>,
    /// What is planned on it.
    pub next: Option<Use>,
    /// What was last refused, called off, put off or left without an answer.
    pub unanswered: Option<Use>,
    /// The gaps between its uses.
    pub gaps: Option<Gaps>,
    /// It is silent for longer than nine of ten times before.
    pub drought: bool,
    /// The last change of a mission.
    pub mission: Option<Mission>,
    /// On how many days it was used.
    pub used: usize,
}

/// The lines of `channels`, in their order, as they stand on a day; a last one for contacts whose level nobody tells.
///
/// `contacts` are the ledger's of `sides`; `topics` are those of the events behind its records.
#[must_use]
pub fn board(
    contacts: &[Engagement],
    missions: &[Filed<Presence>],
    topics: &BTreeMap<RecordId, Vec<String>>,
    (channels, sides): (&[Channel], &[String]),
    on: Date,
) -> Vec<Line> {
    let mut of: BTreeMap<usize, Vec<&Engagement>> = BTreeMap::new();
    for contact in contacts.iter().filter(|contact| !contact.vague) {
        of.entry(channel(contact, topics, channels, sides)).or_default().push(contact);
    }
    let rest = Channel { id: "level-unknown".into(), name: "Level not told".into(), ..Channel::default() };
    let mut lines = Vec::new();
    for (at, channel) in channels.iter().chain(std::iter::once(&rest)).enumerate() {
        let contacts = of.remove(&at).unwrap_or_default();
        let mission = if channel.missions { last_mission(missions, sides, on) } else { None };
        if at < channels.len() || !contacts.is_empty() {
            lines.push(line(channel, &contacts, mission, on));
        }
    }
    lines
}

/// On which of `channels` a contact ran; their number where nothing tells.
///
/// What names the channel in the mention itself comes first (a hotline), then the offices of those who take part: the
/// highest line that both sides have, else the lower of the two (a president receives a foreign minister), then topics.
fn channel(
    contact: &Engagement,
    topics: &BTreeMap<RecordId, Vec<String>>,
    channels: &[Channel],
    sides: &[String],
) -> usize {
    let worded = channels.iter().position(|channel| {
        let named = |words: &str| channel.words.iter().any(|word| words.to_lowercase().contains(word));
        contact.reports.iter().any(|report| named(&report.words))
    });
    if let Some(at) = worded {
        return at;
    }
    let rank = |id: &String| channels.iter().position(|channel| channel.id == *id);
    let of_side = |side: &String| -> BTreeSet<usize> {
        let here = contact.participants.iter().filter(|who| who.side == *side);
        here.filter_map(|who| rank(who.channel.as_ref()?)).collect()
    };
    let sets: Vec<BTreeSet<usize>> = sides.iter().map(of_side).filter(|set| !set.is_empty()).collect();
    let shared = sets.iter().skip(1).fold(sets.first().cloned().unwrap_or_default(), |a, b| &a & b);
    if let Some(at) = shared.first() {
        return *at;
    }
    // Each side by its highest; of these the lower.
    if let Some(at) = sets.iter().filter_map(|set| set.first()).max() {
        return *at;
    }
    let told = |channel: &Channel| {
        let mut of = contact.reports.iter().filter_map(|report| topics.get(&report.record)).flatten();
        of.any(|topic| channel.topics.contains(topic))
    };
    channels.iter().position(told).unwrap_or(channels.len())
}

fn line(channel: &Channel, contacts: &[&Engagement], mission: Option<Mission>, on: Date) -> Line {
    let mut uses: Vec<Use> = Vec::new();
    let (mut next, mut unanswered): (Option<Use>, Option<Use>) = (None, None);
    let mut broken_off: Option<Date> = None;
    for contact in contacts {
        let id = contact.id.clone();
        let (first, last) = contact.days.as_ref().map_or((None, None), |days| (Some(days.first), Some(days.last)));
        let said = contact.history.last().and_then(|step| step.said);
        let status = contact.status;
        match status {
            State::Held | State::UnderWay | State::Resumed | State::Suspended => {
                // What goes on is used today.
                let Some(day) = last.map(|day| day.min(on)).or(said) else { continue };
                if status == State::Suspended {
                    broken_off = broken_off.max(said);
                }
                uses.push(Use { contact: id, day, status });
            }
            State::Planned | State::Confirmed | State::Rescheduled | State::Proposed => {
                let ahead = last.is_some_and(|day| day >= on) && status != State::Proposed;
                if let Some(day) = first.filter(|_| ahead) {
                    if next.as_ref().is_none_or(|known| day < known.day) {
                        next = Some(Use { contact: id, day, status });
                    }
                } else if let Some(day) = said {
                    // Proposed or planned, and nothing heard of it since.
                    later(&mut unanswered, Use { contact: id, day, status });
                }
            }
            State::Postponed | State::Refused | State::Cancelled => {
                if let Some(day) = said {
                    later(&mut unanswered, Use { contact: id, day, status });
                }
            }
        }
    }
    uses.sort_by(|a, b| (a.day, &a.contact).cmp(&(b.day, &b.contact)));
    let days: Vec<Date> = uses.iter().map(|used| used.day).collect::<BTreeSet<_>>().into_iter().collect();
    let gaps = Gaps::of(&days, on);
    let last = uses.last().cloned();
    let days_since = last.as_ref().map(|last| gaps::between(last.day, on));
    let drought = gaps.as_ref().is_some_and(Gaps::is_drought);
    let since = last.as_ref().map(|last| last.day);
    let refused = |off: &Use| matches!(off.status, State::Postponed | State::Refused | State::Cancelled);
    let off = unanswered.as_ref().is_some_and(|off| refused(off) && Some(off.day) > since);
    let closed = mission.as_ref().is_some_and(|m| matches!(m.change, Change::Closed | Change::Suspended));
    let works =
        mission.as_ref().is_some_and(|m| matches!(m.change, Change::Opened | Change::Reopened | Change::Upgraded));
    let stand = if closed || broken_off.is_some_and(|day| Some(day) >= since) {
        Stand::Suspended
    } else if off || drought {
        Stand::Degraded
    } else if works || gaps.as_ref().map_or(days_since.is_some_and(|days| days <= gaps::YEAR), |gaps| !gaps.is_stale())
    {
        Stand::Open
    } else {
        Stand::Unknown
    };
    let (id, name) = (channel.id.clone(), channel.name.clone());
    Line { channel: id, name, stand, last, days_since, next, unanswered, gaps, drought, mission, used: days.len() }
}

fn later(known: &mut Option<Use>, other: Use) {
    if known.as_ref().is_none_or(|known| (known.day, &known.contact) < (other.day, &other.contact)) {
        *known = Some(other);
    }
}

/// The last change of a mission of one of `sides` in another.
fn last_mission(missions: &[Filed<Presence>], sides: &[String], on: Date) -> Option<Mission> {
    let mut last: Option<Mission> = None;
    for filed in missions {
        let presence = &filed.record;
        let state = presence.state.as_ref().and_then(|party| party.code.as_ref()).map(Code::dyad_side);
        let Some(state) = state.filter(|state| sides.iter().any(|side| side == state)) else { continue };
        let host = |side: &str| side != state && sides.iter().any(|other| other == side);
        let hosts = presence.hosts.iter().filter_map(|party| party.code.as_ref()).map(Code::dyad_side);
        let places = presence.places.iter().filter_map(|place| place.country.as_deref());
        let at_hosts = hosts.chain(places).any(host);
        let day = presence.when.as_ref().map(|when| when.last).or_else(|| filed.source.day());
        let change = presence.changes.iter().rfind(|change| **change != Change::Planned);
        let (Some(day), Some(change), true) = (day.filter(|day| *day <= on), change, at_hosts) else { continue };
        if last.as_ref().is_none_or(|known| day >= known.day) {
            last = Some(Mission { record: presence.id.clone(), day, state: state.to_owned(), change: *change });
        }
    }
    last
}
