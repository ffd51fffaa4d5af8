//! Names as people read them: what the views ask of whoever has the knowledge.

use attache_record::{Code, EntryId, Party, Sector};
use jiff::civil::Date;

/// What is known of names. The command line has it from the knowledge; tests bring their own.
pub trait Names {
    /// The usual name of a state or body, as it stands in a sentence ("the United States"); `None` where it is unknown.
    fn side(&self, side: &str) -> Option<String>;

    /// Whether the entry is a person.
    fn is_person(&self, entry: &EntryId) -> bool;

    /// The title of the office that a person held on a day, as it stands before a name ("Secretary of State").
    fn office(&self, person: &EntryId, on: Option<Date>) -> Option<String>;

    /// Whether the words only point at somebody: "she", "the two sides".
    fn only_points(&self, words: &str) -> bool;
}

/// The name of a side, or its code where no name is known.
pub fn side(names: &dyn Names, side: &str) -> String {
    names.side(side).unwrap_or_else(|| side.to_owned())
}

/// Words of a party longer than this are cut; they are whole in the record.
const LONGEST: usize = 70;

/// A party as it stands in a sentence: a person with office and state, a state or body by its usual name, anybody else by
/// the words of the text, or by sector where these only point at somebody.
///
/// Of a person with an office the state is left away where it is one of `asked`, the sides that the view is about.
pub fn party(names: &dyn Names, party: &Party, asked: &[String], on: Option<Date>) -> String {
    let words = short(&party.text);
    let Some(code) = &party.code else {
        return if words.is_empty() { "somebody not named".to_owned() } else { words };
    };
    let state = || side(names, code.dyad_side());
    if let Some(entry) = &party.id
        && names.is_person(entry)
    {
        let name = party.name.clone().unwrap_or(words);
        let known = asked.iter().any(|side| side == code.dyad_side());
        return match names.office(entry, on) {
            Some(office) if known => format!("{office} {name}"),
            Some(office) => format!("{office} {name} ({})", bare(&state())),
            None => format!("{name} ({})", bare(&state())),
        };
    }
    let named = party.name.as_deref().filter(|_| party.id.is_some());
    match (named, code.sector()) {
        // "Kiev" and "the ministry" stand for their government.
        (Some(name), _) if code.state().is_none() || party.doubt.is_some() => name.to_owned(),
        (Some(name), sector) => of_state(name, &state(), sector),
        (None, None) => state(),
        (None, Some(Sector::Gov)) if plain(&words) || names.only_points(&words) => state(),
        (None, Some(sector)) if words.is_empty() || names.only_points(&words) => {
            format!("{} ({})", noun(sector), bare(&state()))
        }
        (None, sector) => of_state(&words, &state(), sector),
    }
}

/// A name with its state, unless it says that itself.
fn of_state(name: &str, state: &str, sector: Option<Sector>) -> String {
    let known = bare(state);
    let government = sector == Some(Sector::Gov) && name.split(' ').skip(1).any(capital);
    if name.contains(known) || government { name.to_owned() } else { format!("{name} ({known})") }
}

/// Whether none of the words but the first is a name.
fn plain(words: &str) -> bool {
    !words.split(' ').skip(1).any(capital)
}

fn capital(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
}

/// A name without its article.
pub fn bare(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

/// Words on one line, without what could command a terminal, cut where they are long.
pub fn short(words: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line: String = line.join(" ").chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

/// Who acts in a sector, where the words say no more.
fn noun(sector: Sector) -> &'static str {
    match sector {
        Sector::Gov => "government",
        Sector::Mil => "armed forces",
        Sector::Leg => "parliament",
        Sector::Jud => "courts",
        Sector::Spy => "intelligence services",
        Sector::Pty => "governing party",
        Sector::Opp => "opposition",
        Sector::Reb => "rebels",
        Sector::Par => "paramilitaries",
        Sector::Crm => "criminals",
        Sector::Cvl => "citizens",
        Sector::Med => "media",
        Sector::Bus => "companies",
        Sector::Edu => "schools",
        Sector::Ngo => "non-governmental bodies",
        Sector::Rel => "religious bodies",
        Sector::Lab => "workers",
        Sector::Ref => "refugees",
        Sector::Igo => "office of an international body",
        Sector::Eli => "former office-holders",
    }
}

/// Several parties in one phrase, the sides of `first` before others; of many the rest is counted.
pub fn parties(names: &dyn Names, all: &[&Party], first: &[String], on: Option<Date>) -> String {
    /// More than these are counted: a line names who matters to whoever asks.
    const NAMED: usize = 4;
    let asked = |party: &&&Party| {
        let side = party.code.as_ref().map(Code::dyad_side);
        !first.iter().any(|wanted| Some(wanted.as_str()) == side)
    };
    let mut sorted: Vec<&&Party> = all.iter().filter(|party| !is_said(names, party, all)).collect();
    sorted.sort_by_key(asked);
    let mut said: Vec<String> = Vec::new();
    for one in sorted {
        let words = party(names, one, first, on);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    let left = said.len().saturating_sub(NAMED);
    if left > 1 {
        said.truncate(NAMED);
        said.push(format!("{left} others"));
    }
    listed(&said)
}

/// Whether a state or body need not be named, since a person of its side is, or the state itself.
fn is_said(names: &dyn Names, one: &Party, all: &[&Party]) -> bool {
    let side = |party: &Party| party.code.as_ref().map(|code| code.dyad_side().to_owned());
    let person = |party: &Party| party.id.as_ref().is_some_and(|id| names.is_person(id));
    let state = |party: &Party| party.id.is_none() && party.name.is_some();
    let general = one.id.is_some() && !person(one) || state(one) || (one.id.is_none() && plain(&short(&one.text)));
    let own = side(one);
    let other = |party: &&&Party| side(party) == own && own.is_some() && !std::ptr::eq::<Party>(**party, one);
    general && all.iter().filter(other).any(|party| person(party) || state(party) && !state(one))
}

/// "a", "a and b", "a, b and c".
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
