//! Who may take part in an event, and what speaks for each of them, where no relation of its pattern finds a recipient.
//!
//! Every mention of the sentence is a candidate, and so is whom the context offers. What speaks for or against one
//! (where it stands, in which relation, who it is) is a list of features; their weights are in `knowledge/parties.tsv`,
//! learnt by `training/parties.py` from the gold events (a logistic regression). See DESIGN.md, "How is a recipient found
//! that no relation gives?"

use super::roles;
use crate::mention::{Form, Mention, Who};
use crate::relation::Clause;
use crate::status::Trigger;
use attache_knowledge::actors::Actors;
use attache_record::{Class, Code, Sector};
use jiff::civil::Date;

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The words, or an empty mention at the event's own for whom only the context names.
    pub mention: Mention,
    /// What speaks for or against him: positions in the table of weights.
    pub features: Vec<u16>,
}

/// An event whose recipient is looked for.
#[derive(Clone, Copy)]
pub struct Open<'o> {
    /// Its class.
    pub class: Class,
    /// Its words.
    pub trigger: Trigger,
    /// Who does it.
    pub actors: &'o [Mention],
    /// Whom the context offers: on whom this actor acted before in the sentence, and with whom he dealt last in the
    /// document.
    pub context: [Option<Who>; 2],
    /// Who says it.
    pub speaker: Option<&'o Mention>,
}

/// Families of features with the number of values of each; a feature is a family and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    ClassRelation,
    SideDistance,
    MentionsBetween,
    VerbsBetween,
    ClassWho,
    ClassSameSide,
    FormHead,
    TriggerPreposition,
    ClassPreposition,
    ClassSpeaker,
    ClassContext,
    Rank,
}

const CLASSES: usize = Class::ALL.len();
/// In which relation a mention stands to the event's words.
const RELATIONS: [&str; 7] = ["none", "object", "subject", "possessor", "controller", "inside", "modifier"];
/// On which side of the event's words.
const SIDES: [&str; 3] = ["behind", "before", "inside"];
/// How many words lie between.
const DISTANCES: [&str; 6] = ["0", "1", "2", "3-5", "6-10", "more"];
/// What kind of actor.
const KINDS: [&str; 8] = ["unknown", "state", "government", "armed", "people", "other", "igo", "body"];
/// How many mentions or verbs lie between; which mention on its side it is.
const COUNTS: [&str; 4] = ["0", "1", "2", "more"];
const FORMS: [&str; 3] = ["name", "noun", "pronoun"];
const HEADS: [&str; 2] = ["part", "head"];
const TRIGGERS: [&str; 2] = ["verb", "noun"];
const NO_YES: [&str; 2] = ["no", "yes"];
/// On whom the same actor acted before in the sentence; with whom he dealt last in the document.
const CONTEXTS: [&str; 2] = ["sentence", "document"];
/// The word before a candidate; the last stands for any other.
const PREPOSITIONS: [&str; 16] = [
    "to", "with", "against", "on", "in", "of", "for", "from", "by", "at", "over", "about", "between", "and", ",",
    "other",
];

/// The families with their names, and the names of the two things that a value joins. The order is that of the table.
const FAMILIES: [(Family, &str, &[&str]); 12] = [
    (Family::ClassRelation, "class relation", &RELATIONS),
    (Family::SideDistance, "side distance", &DISTANCES),
    (Family::MentionsBetween, "side mentions-between", &COUNTS),
    (Family::VerbsBetween, "side verbs-between", &COUNTS),
    (Family::ClassWho, "class who", &KINDS),
    (Family::ClassSameSide, "class same-side", &NO_YES),
    (Family::FormHead, "form", &HEADS),
    (Family::TriggerPreposition, "trigger before", &PREPOSITIONS),
    (Family::ClassPreposition, "class before", &PREPOSITIONS),
    (Family::ClassSpeaker, "class speaks", &NO_YES),
    (Family::ClassContext, "class context", &CONTEXTS),
    (Family::Rank, "side rank", &COUNTS),
];

impl Family {
    /// How many values the first thing has that a feature joins.
    const fn firsts(self) -> usize {
        match self {
            Self::ClassRelation
            | Self::ClassWho
            | Self::ClassSameSide
            | Self::ClassPreposition
            | Self::ClassSpeaker
            | Self::ClassContext => CLASSES,
            Self::SideDistance | Self::MentionsBetween | Self::VerbsBetween | Self::Rank => SIDES.len(),
            Self::FormHead => FORMS.len(),
            Self::TriggerPreposition => TRIGGERS.len(),
        }
    }

    fn first(self, value: usize) -> &'static str {
        match self {
            Self::SideDistance | Self::MentionsBetween | Self::VerbsBetween | Self::Rank => SIDES[value],
            Self::FormHead => FORMS[value],
            Self::TriggerPreposition => TRIGGERS[value],
            _ => Class::ALL.get(value).map_or("", |class| class.as_str()),
        }
    }
}

/// How many weights there are.
pub const FEATURES: usize = {
    let mut sum = 0;
    let mut at = 0;
    while at < FAMILIES.len() {
        sum += FAMILIES[at].0.firsts() * FAMILIES[at].2.len();
        at += 1;
    }
    sum
};

/// The feature that joins two things.
fn feature(family: Family, first: usize, second: usize) -> u16 {
    let mut base = 0;
    for (f, _, seconds) in FAMILIES {
        if f == family {
            base += first * seconds.len() + second;
            break;
        }
        base += f.firsts() * seconds.len();
    }
    u16::try_from(base).unwrap_or(u16::MAX)
}

/// The name of a feature, as in `knowledge/parties.tsv`: "class relation ACCUSE object".
#[must_use]
pub fn name(feature: u16) -> String {
    let mut rest = usize::from(feature);
    for (family, name, seconds) in FAMILIES {
        let size = family.firsts() * seconds.len();
        if rest < size {
            return format!("{name} {} {}", family.first(rest / seconds.len()), seconds[rest % seconds.len()]);
        }
        rest -= size;
    }
    String::new()
}

/// In which relation to the event's words a mention stands.
fn relation(mention: &Mention, open: &Open<'_>, clause: &Clause<'_>, related: &Related<'_>) -> usize {
    let holds = |list: &[&Mention]| list.iter().any(|m| (m.start, m.end) == (mention.start, mention.end));
    if holds(&related.object) {
        1
    } else if holds(&related.subject) {
        2
    } else if holds(&related.possessors) {
        3
    } else if holds(&related.controller) {
        4
    } else if mention.start >= open.trigger.start && mention.end <= open.trigger.end {
        5
    } else if !mention.head && clause.chunks.noun_at(mention.start) == clause.chunks.noun_at(open.trigger.head) {
        6
    } else {
        0
    }
}

/// Whom the grammar relates to the event's words.
struct Related<'c> {
    subject: Vec<&'c Mention>,
    object: Vec<&'c Mention>,
    possessors: Vec<&'c Mention>,
    controller: Vec<&'c Mention>,
}

impl<'c> Related<'c> {
    fn of(trigger: Trigger, clause: &'c Clause<'_>) -> Self {
        let verb = clause.chunks.verb_at(trigger.head).filter(|_| !clause.tags[trigger.head].is_noun());
        let people = |phrases: Vec<usize>| clause.people_of(&phrases);
        Self {
            subject: verb.map_or_else(Vec::new, |v| people(clause.doer(v, trigger.end))),
            object: verb
                .map_or_else(|| people(clause.object(trigger.end)), |v| people(clause.undergoer(v, trigger.end))),
            possessors: clause.possessors(trigger.head),
            controller: verb.map_or_else(Vec::new, |v| people(clause.controller(v))),
        }
    }
}

/// What kind of actor it is.
fn kind(who: &[Who], actors: &Actors, day: Option<Date>) -> usize {
    let [one, ..] = who else { return 0 };
    match one.code(actors, day) {
        None => 0,
        Some(code) => match (code.state().is_some(), code.sector()) {
            (true, None) => 1,
            (true, Some(Sector::Gov | Sector::Leg | Sector::Jud)) => 2,
            (true, Some(Sector::Mil | Sector::Reb | Sector::Par)) => 3,
            (true, Some(Sector::Cvl | Sector::Ref | Sector::Lab | Sector::Edu)) => 4,
            (true, Some(_)) => 5,
            (false, _) if code.as_str().starts_with("IGO") => 6,
            (false, _) => 7,
        },
    }
}

fn sides(list: &[Mention], actors: &Actors, day: Option<Date>) -> Vec<String> {
    let codes = list.iter().flat_map(|m| &m.who).filter_map(|w| w.code(actors, day));
    codes.map(|c: Code| c.dyad_side().to_owned()).collect()
}

/// Everybody who may be the recipient of an event, in the order of the sentence, those of the context last.
#[must_use]
pub fn candidates(open: &Open<'_>, clause: &Clause<'_>, day: Option<Date>) -> Vec<Candidate> {
    let actors = &clause.knowledge.actors;
    let class = Class::ALL.iter().position(|c| *c == open.class).unwrap_or(0);
    let own = sides(open.actors, actors, day);
    let acting: Vec<Code> = open.actors.iter().flat_map(|m| &m.who).filter_map(|w| w.code(actors, day)).collect();
    let related = Related::of(open.trigger, clause);
    let acts = |m: &Mention| open.actors.iter().any(|a| a.start < m.end && m.start < a.end);
    let mut out = Vec::new();
    let noun_trigger = usize::from(clause.tags[open.trigger.head].is_noun());
    let behind: Vec<usize> =
        (0..clause.mentions.len()).filter(|i| clause.mentions[*i].start >= open.trigger.end).collect();
    let prepositions = PREPOSITIONS.map(|text| clause.knowledge.vocabulary.look_up_folded(text));
    for (at, mention) in clause.mentions.iter().enumerate() {
        if acts(mention) || mention.who.is_empty() {
            continue;
        }
        let same = sides(std::slice::from_ref(mention), actors, day).iter().all(|s| own.contains(s));
        let codes: Vec<Code> = mention.who.iter().filter_map(|w| w.code(actors, day)).collect();
        // Nobody acts on himself, nor does a government speak to its own state.
        let himself = codes.iter().all(|c| acting.contains(c));
        let own_state = codes.iter().all(|c| matches!(c.sector(), None | Some(Sector::Gov)));
        if same && (himself || own_state || mention.form == Form::Pronoun) {
            continue;
        }
        let (side, distance) = if mention.start >= open.trigger.end {
            (0, mention.start - open.trigger.end)
        } else if mention.end <= open.trigger.start {
            (1, open.trigger.start - mention.end)
        } else {
            (2, 0)
        };
        let span = if side == 0 { open.trigger.end..mention.start } else { mention.end..open.trigger.start };
        let between = clause.mentions.iter().filter(|m| m.head && span.start <= m.start && m.end <= span.end).count();
        let verbs = clause.chunks.verbs.iter().filter(|v| span.start <= v.start && v.end <= span.end).count();
        let preposition = mention.start.checked_sub(1).map_or(PREPOSITIONS.len() - 1, |before| {
            prepositions.iter().position(|w| *w == clause.tokens[before].word).unwrap_or(PREPOSITIONS.len() - 1)
        });
        let rank = match side {
            0 => behind.iter().position(|i| *i == at).unwrap_or(0),
            _ => clause.mentions[at..].iter().take_while(|m| m.start < open.trigger.start).count(),
        };
        let speaks = open.speaker.is_some_and(|s| (s.start, s.end) == (mention.start, mention.end));
        let form = match mention.form {
            Form::Name => 0,
            Form::Noun => 1,
            Form::Pronoun => 2,
        };
        let features = vec![
            feature(Family::ClassRelation, class, relation(mention, open, clause, &related)),
            feature(Family::SideDistance, side, bucket(distance)),
            feature(Family::MentionsBetween, side, between.min(COUNTS.len() - 1)),
            feature(Family::VerbsBetween, side, verbs.min(COUNTS.len() - 1)),
            feature(Family::ClassWho, class, kind(&mention.who, actors, day)),
            feature(Family::ClassSameSide, class, usize::from(same)),
            feature(Family::FormHead, form, usize::from(mention.head)),
            feature(Family::TriggerPreposition, noun_trigger, preposition),
            feature(Family::ClassPreposition, class, preposition),
            feature(Family::ClassSpeaker, class, usize::from(speaks)),
            feature(Family::Rank, side, rank.min(COUNTS.len() - 1)),
        ];
        out.push(Candidate { mention: mention.clone(), features });
    }
    for (at, who) in open.context.iter().enumerate() {
        let Some(who) = *who else { continue };
        let same = who.code(actors, day).is_some_and(|c| own.iter().any(|s| s == c.dyad_side()));
        let features = vec![
            feature(Family::ClassContext, class, at),
            feature(Family::ClassWho, class, kind(&[who], actors, day)),
            feature(Family::ClassSameSide, class, usize::from(same)),
        ];
        out.push(Candidate { mention: roles::implied(open.trigger, vec![who]), features });
    }
    out
}

/// Words between, in steps.
fn bucket(distance: usize) -> usize {
    match distance {
        0 => 0,
        1 => 1,
        2 => 2,
        3..=5 => 3,
        6..=10 => 4,
        _ => DISTANCES.len() - 1,
    }
}

/// What each feature weighs, in thousandths of log odds, and how much a recipient must weigh.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    features: Vec<i32>,
    /// By class; none for classes in which nobody is chosen.
    least: Vec<Option<i32>>,
}

impl Weights {
    /// The weights of a table: rows by the names of features, "intercept", and "least CLASS".
    #[must_use]
    pub fn of(rows: &[(String, i32)]) -> Self {
        let row = |name: &str| rows.iter().find(|(n, _)| n == name).map(|(_, weight)| *weight);
        let features =
            (0..FEATURES).filter_map(|f| u16::try_from(f).ok()).map(|f| row(&name(f)).unwrap_or(0)).collect();
        let intercept = row("intercept").unwrap_or(0);
        let least = |class: &Class| row(&format!("least {class}")).map(|least| least - intercept);
        Self { features, least: Class::ALL.iter().map(least).collect() }
    }

    /// Whether recipients are chosen in events of a class.
    #[must_use]
    pub fn choose_in(&self, class: Class) -> bool {
        self.least(class).is_some()
    }

    fn least(&self, class: Class) -> Option<i32> {
        let at = Class::ALL.iter().position(|c| *c == class)?;
        self.least.get(at).copied().flatten()
    }

    /// The candidate who weighs most, the first of equals, if he weighs enough.
    #[must_use]
    pub fn choose<'c>(&self, class: Class, candidates: &'c [Candidate]) -> Option<&'c Mention> {
        let points = |c: &Candidate| c.features.iter().filter_map(|f| self.features.get(usize::from(*f))).sum::<i32>();
        let mut best: Option<(i32, &Candidate)> = None;
        for candidate in candidates {
            let now = points(candidate);
            if best.is_none_or(|(most, _)| now > most) {
                best = Some((now, candidate));
            }
        }
        best.filter(|(most, _)| self.least(class).is_some_and(|least| *most >= least)).map(|(_, c)| &c.mention)
    }
}
