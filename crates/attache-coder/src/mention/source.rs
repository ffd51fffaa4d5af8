//! Whose voice a source is by its own words, where the knowledge has no such publisher: "Ministry of Foreign Affairs,
//! Lima" speaks for Peru, "Kathmandu Ledger" is a paper of Nepal; and who speaks together, by a text's title.

use super::{Who, state_of};
use crate::analysis::Words;
use attache_knowledge::Knowledge;
use attache_knowledge::actors::{Actors, Meaning, StateIx};
use attache_knowledge::grammar::WordClass;
use attache_record::{Sector, Span};

/// Sectors of bodies that publish in their state's name.
const OFFICIAL: [Sector; 4] = [Sector::Gov, Sector::Mil, Sector::Leg, Sector::Jud];

/// The words of a line that belongs to no text.
fn words(line: &str, knowledge: &Knowledge) -> Words {
    Words::cut(line, Span::new(0, u32::try_from(line.len()).unwrap_or(u32::MAX)), 0, knowledge)
}

/// What the name of a source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct SourceName {
    /// In whose name it speaks; none for a newspaper.
    pub voice: Option<Who>,
    /// Where it is at home.
    pub country: Option<StateIx>,
}

/// Reads the name of a source.
pub(super) fn read(name: &str, knowledge: &Knowledge) -> SourceName {
    let hits = words(name, knowledge).hits;
    let actors = &knowledge.actors;
    let official = hits.iter().find_map(|h| h.meaning(|m| sector_of(*m, actors)));
    // A body's name that many states have ("Ministry of Defence") says not whose it is; the words beside it do.
    let common = |m: &Meaning| matches!(m, Meaning::Agent(_) | Meaning::Agents(_) | Meaning::Title(_));
    let named = hits.iter().filter(|h| !h.meanings.iter().any(common)).find_map(|h| state_of(h, actors));
    let country = named.or_else(|| hits.iter().find_map(|h| state_of(h, actors)));
    let voice = official.and_then(|sector| country.map(|state| Who::State(state, Some(sector))));
    SourceName { voice, country }
}

/// Who speaks in a text with this title, where several do: "Joint Statement by the Foreign Ministers of Peru and Chile
/// on Fisheries". Empty where it is no joint text, or names fewer than two.
pub(super) fn joint(title: &str, knowledge: &Knowledge) -> Vec<Who> {
    let Words { tokens, hits, .. } = words(title, knowledge);
    let is = |at: usize, class| tokens.get(at).is_some_and(|t| knowledge.grammar.is(t.word, class));
    let Some(joint) = (0..tokens.len()).find(|at| is(*at, WordClass::JointWord)) else { return Vec::new() };
    let issued = |at: &usize| is(*at, WordClass::IssuingPreposition);
    let Some(start) = (joint..tokens.len()).find(issued) else { return Vec::new() };
    let topic = |at: &usize| is(*at, WordClass::TopicPreposition) && !issued(at);
    let end = (start..tokens.len()).find(topic).unwrap_or(tokens.len());
    let mut who: Vec<Who> = Vec::new();
    for hit in hits.iter().filter(|h| start < h.start && h.end <= end) {
        let organisation = hit.meaning(|m| match m {
            Meaning::Organisation(at) => Some(Who::Organisation(*at)),
            _ => None,
        });
        let state = || state_of(hit, &knowledge.actors).map(|s| Who::State(s, Some(Sector::Gov)));
        who.extend(organisation.or_else(state).filter(|w| !who.contains(w)));
    }
    if who.len() > 1 { who } else { Vec::new() }
}

/// The sector of a body that speaks for its state.
fn sector_of(meaning: Meaning, actors: &Actors) -> Option<Sector> {
    let sector = match meaning {
        Meaning::Agent(at) => actors.agents.get(at.index())?.sector,
        Meaning::Title(at) => actors.titles.get(at.index())?.sector,
        Meaning::Body(at) => actors.bodies.get(at.index()).filter(|b| !b.kind.is_place())?.sector?,
        _ => return None,
    };
    OFFICIAL.contains(&sector).then_some(sector)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_knowledge::SourceFile;

    fn said_by(name: &str) -> (Option<String>, Option<String>) {
        let file = |name: &str, text: &str| SourceFile::new(name, text);
        let peru = "[state]\ncode = \"PER\"\nname = \"Peru\"\nnames = [\"Peru\"]\nsources = [\"x\"]\n\
                    [[body]]\nid = \"per.lima\"\nnames = [\"Lima\"]\nkind = \"capital\"\nsources = [\"x\"]\n";
        let ministry = "[[agent]]\nid = \"foreign-ministry\"\nnames = [\"ministry of foreign affairs\"]\n\
                        sector = \"GOV\"\nkind = \"body\"\n";
        let files = [file("actors/per.toml", peru), file("agents.toml", ministry)];
        let knowledge = Knowledge::compile(&files).unwrap().knowledge;
        let found = read(name, &knowledge);
        let actors = &knowledge.actors;
        let code = |who: Who| who.code(actors, None).map(|c| c.to_string());
        (found.voice.and_then(code), found.country.and_then(|s| code(Who::State(s, None))))
    }

    #[test]
    fn a_ministry_speaks_for_the_state_of_its_town() {
        assert_eq!(said_by("Ministry of Foreign Affairs, Lima"), (Some("PER:GOV".into()), Some("PER".into())));
        assert_eq!(said_by("Ministry of Foreign Affairs of Peru"), (Some("PER:GOV".into()), Some("PER".into())));
    }

    #[test]
    fn a_newspaper_is_at_home_in_its_town_and_speaks_for_nobody() {
        assert_eq!(said_by("Lima Evening Post"), (None, Some("PER".into())));
        assert_eq!(said_by("Continental News"), (None, None));
    }
}
