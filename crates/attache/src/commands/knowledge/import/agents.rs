//! Agent dictionaries, of PETRARCH and of POLECAT's coder: common nouns that act, each with a sector.

use super::lines::{Line, brackets, lines};
use super::names::spaced;
use super::report::Report;
use std::collections::BTreeMap;

/// A common noun as the dictionary has it, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its line.
    pub line: usize,
    /// The noun.
    pub name: String,
    /// How its plural is made.
    pub plural: Plural,
    /// The code without `~`.
    pub code: String,
}

/// How the plural of a noun is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plural {
    /// By rule.
    Regular,
    /// It is written so.
    Given(String),
    /// There is none: the noun says one or many as it stands.
    None,
    /// It is listed beside it, as a noun of its own.
    Listed,
}

/// Reads a dictionary; what cannot be read is reported.
pub fn read(text: &str, report: &mut Report) -> Vec<Agent> {
    let lines = lines(text);
    let macros = macros(&lines, report);
    let mut agents = Vec::new();
    for Line { number, text, .. } in lines.into_iter().filter(|line| !is_macro(&line.text)) {
        let Some((rest, codes)) = brackets(&text) else {
            report.left_out(number, "a bracket is never closed", text);
            continue;
        };
        let (name, plural) = match rest.split_once('{') {
            Some((name, rest)) => match rest.split_once('}') {
                Some((plural, _)) if spaced(plural).is_empty() => (name, Plural::None),
                Some((plural, _)) => (name, Plural::Given(spaced(plural).to_lowercase())),
                None => {
                    report.left_out(number, "a brace is never closed", text);
                    continue;
                }
            },
            None => (rest.as_str(), Plural::Regular),
        };
        let code = match &codes[..] {
            [code] if code.starts_with('~') != code.ends_with('~') => code.trim_matches('~').to_owned(),
            _ => {
                report.left_out(number, "it has not one code with a ~ before or behind it", text);
                continue;
            }
        };
        if name.trim().contains(' ') {
            report.changed(
                number,
                "words that a blank parts may have others between them; here they stand together",
                name,
            );
        }
        match expanded(name.trim(), &macros) {
            Ok(names) => {
                // Whoever lists the forms of a word lists its plurals too.
                let plural = if names.len() > 1 && plural == Plural::Regular { Plural::Listed } else { plural };
                let names = names.into_iter().map(|name| spaced(&name).to_lowercase()).filter(|name| !name.is_empty());
                agents.extend(names.map(|name| Agent {
                    line: number,
                    name,
                    plural: plural.clone(),
                    code: code.clone(),
                }));
            }
            Err(why) => report.left_out(number, why, text),
        }
    }
    agents
}

fn is_macro(text: &str) -> bool {
    text.starts_with('!') && text.split_once('=').is_some_and(|(name, _)| name.trim().ends_with('!'))
}

/// The substitutions `!PERSON! = MAN, WOMAN`.
fn macros(lines: &[Line], report: &mut Report) -> BTreeMap<String, Vec<String>> {
    let mut macros = BTreeMap::new();
    for line in lines.iter().filter(|line| is_macro(&line.text)) {
        let Some((name, list)) = line.text.split_once('=') else { continue };
        let words: Vec<String> = list.split(',').map(|word| word.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            report.left_out(line.number, "the substitution stands for nothing", line.text.as_str());
        }
        macros.insert(name.trim().trim_matches('!').to_owned(), words);
    }
    macros
}

/// Every text that a name with substitutions stands for.
fn expanded(name: &str, macros: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let mut names = vec![String::new()];
    for (at, part) in name.split('!').enumerate() {
        // Every second part stands between two marks.
        let choices = match at % 2 {
            0 => std::slice::from_ref(&part.to_owned()).to_vec(),
            _ => macros.get(part).cloned().ok_or_else(|| format!("the substitution !{part}! is not defined"))?,
        };
        names = names.iter().flat_map(|lead| choices.iter().map(move |choice| format!("{lead}{choice}"))).collect();
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_come_with_plurals_substitutions_and_codes() {
        let text = "!PERSON! = MAN, WOMEN\nHARBOUR_MASTER [~GOV] # noted\nCHIEF_OF_STAFF {CHIEFS_OF_STAFF} [~GOVMIL]\n\
                    COAST_GUARD {} [~MIL]\nALDER!PERSON! [~LEG]\nAID_SOCIETY [NGO~]\n";
        let mut report = Report::default();
        let agents = read(text, &mut report);
        let shown: Vec<String> =
            agents.iter().map(|a| format!("{} {} {:?} {}", a.line, a.name, a.plural, a.code)).collect();
        let expected = [
            "2 harbour master Regular GOV",
            "3 chief of staff Given(\"chiefs of staff\") GOVMIL",
            "4 coast guard None MIL",
            "5 alderman Listed LEG",
            "5 alderwomen Listed LEG",
            "6 aid society Regular NGO",
        ];
        assert_eq!(shown, expected);
        assert!(report.findings.is_empty(), "{}", report.text());
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let mut report = Report::default();
        let agents = read("ONE [~GOV\nTWO {X [~GOV]\nTHREE [GOV]\nFOUR!WHO! [~GOV]\nFIVE\n", &mut report);
        assert!(agents.is_empty());
        let told: Vec<String> = report.findings.iter().map(|f| format!("{}: {}", f.line, f.reason)).collect();
        assert_eq!(
            told,
            [
                "1: a bracket is never closed",
                "2: a brace is never closed",
                "3: it has not one code with a ~ before or behind it",
                "4: the substitution !WHO! is not defined",
                "5: it has not one code with a ~ before or behind it",
            ]
        );
    }
}
