//! Everybody who may fill a side of an event.

use super::{Ask, Choice, How, Role, describe};
use crate::event::roles;
use crate::mention::{Form, Mention, Who};
use crate::relation::Clause;
use attache_knowledge::actors::Actors;
use attache_record::Code;
use jiff::civil::Date;

/// The sides of those whom mentions name, sorted.
pub(super) fn sides<'m>(
    list: impl IntoIterator<Item = &'m Mention>,
    actors: &Actors,
    day: Option<Date>,
) -> Vec<String> {
    let codes = list.into_iter().flat_map(|m| &m.who).filter_map(|w| w.code(actors, day));
    let mut sides: Vec<String> = codes.map(|c| c.dyad_side().to_owned()).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

pub(super) fn codes(list: &[Mention], actors: &Actors, day: Option<Date>) -> Vec<Code> {
    list.iter().flat_map(|m| &m.who).filter_map(|w| w.code(actors, day)).collect()
}

/// The choices: whom relations gave, nobody, every mention of the sentence with those joined to it, whom the context offers.
#[must_use]
pub fn options(ask: &Ask<'_>, clause: &Clause<'_>, day: Option<Date>) -> Vec<Choice> {
    let actors = &clause.knowledge.actors;
    let mut out: Vec<Choice> = Vec::new();
    let new = |mentions: Vec<Mention>, how| {
        let sides = sides(&mentions, actors, day);
        Choice { mentions, sides, how, features: Vec::new() }
    };
    if !ask.given.is_empty() {
        out.push(new(ask.given.to_vec(), How::Relation));
    }
    // Where relations gave nobody, that is their choice.
    out.push(new(Vec::new(), if ask.given.is_empty() { How::Relation } else { How::Nobody }));
    let taken = |m: &Mention| ask.other.iter().any(|o| o.start < m.end && m.start < o.end);
    let given = |m: &Mention| ask.given.iter().any(|o| o.start < m.end && m.start < o.end);
    let own = codes(ask.other, actors, day);
    for mention in clause.mentions {
        if mention.who.is_empty() || taken(mention) || given(mention) {
            continue;
        }
        // Nobody acts on himself.
        let here = codes(std::slice::from_ref(mention), actors, day);
        if here.is_empty() || here.iter().all(|c| own.contains(c)) && mention.form == Form::Pronoun {
            continue;
        }
        // Nor does a government tell what its own side did to it: "the ministry denied that its navy had opened fire".
        let speaks = ask.speaker.is_some_and(|s| s.start < mention.end && mention.start < s.end);
        let own_side = here.iter().all(|c| own.iter().any(|o| o.dyad_side() == c.dyad_side()));
        if ask.role == Role::Recipient && speaks && own_side {
            continue;
        }
        let joined = joined(mention, clause, taken);
        for list in [vec![mention.clone()], joined] {
            if list.is_empty() {
                continue;
            }
            if !ask.given.is_empty() && ask.role != Role::Recipient {
                let mut more = ask.given.to_vec();
                more.extend(list.iter().cloned());
                out.push(new(more, How::More));
            }
            out.push(new(list, How::Near));
        }
    }
    if ask.given.len() > 1 || ask.given.iter().any(|m| m.who.len() > 1) {
        for at in 0..ask.given.len() {
            let mut fewer = ask.given.to_vec();
            fewer.remove(at);
            out.push(new(fewer, How::Fewer));
        }
    }
    for (_, who) in &ask.context {
        let one = new(vec![roles::implied(ask.trigger, who.clone())], How::Context);
        if one.sides.is_empty() || out.iter().any(|c| c.how == How::Context && c.sides == one.sides) {
            continue;
        }
        out.push(one);
    }
    describe::all(ask, &mut out, clause, day);
    out
}

/// A mention with those joined to it behind by commas and "and"; nothing where there are none.
fn joined(mention: &Mention, clause: &Clause<'_>, taken: impl Fn(&Mention) -> bool) -> Vec<Mention> {
    let Some(noun) = clause.chunks.noun_at(mention.start).filter(|_| mention.head) else { return Vec::new() };
    let phrases = clause.joined_right(noun);
    if phrases.len() < 2 {
        return Vec::new();
    }
    let mut list: Vec<Mention> = Vec::new();
    for one in clause.people_of(&phrases) {
        if !one.who.is_empty() && !taken(one) && !list.iter().any(|m: &Mention| m.who == one.who) {
            list.push(one.clone());
        }
    }
    if list.len() > 1 { list } else { Vec::new() }
}

/// A state as a party without a sector.
pub(in crate::event) fn state_of(mention: &Mention, actors: &Actors) -> Option<Who> {
    mention.who.iter().find_map(|w| w.state(actors)).map(|s| Who::State(s, None))
}
