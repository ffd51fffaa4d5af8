//! Actor dictionaries: names, other names of them, and codes with the days on which they hold.

use super::lines::{Line, brackets, lines};
use super::report::Report;
use clap::ValueEnum;
use jiff::civil::Date;

/// How dates of six digits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// Year, month, day: 030102 is 2 January 2003
    Ymd,
    /// Day, month, year: 030102 is 3 January 2002
    Dmy,
}

/// An actor as the dictionary has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Line of its first name.
    pub line: usize,
    /// Its names with their lines, the main one first.
    pub names: Vec<(usize, String)>,
    /// Its codes.
    pub codes: Vec<Spell>,
}

/// A code and when it holds; without days on all that no other spell has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// Its line.
    pub line: usize,
    /// The code: `USAGOV`, `---` for none, `###` for a phrase that is no actor.
    pub code: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// Reads a dictionary; what cannot be read is reported.
pub fn read(text: &str, order: DateOrder, report: &mut Report) -> Vec<Actor> {
    let mut actors: Vec<Actor> = Vec::new();
    for Line { number, indented, text } in lines(text) {
        let Some((name, codes)) = brackets(&text) else {
            report.left_out(number, "a bracket is never closed", text);
            continue;
        };
        if let Some(other) = name.strip_prefix('+') {
            match actors.last_mut() {
                Some(actor) if !other.trim().is_empty() => actor.names.push((number, other.trim().to_owned())),
                _ => report.left_out(number, "another name stands before any name", text.as_str()),
            }
        } else if !name.is_empty() {
            if indented && codes.is_empty() {
                report.left_out(number, "an indented line holds no code", text);
                continue;
            }
            actors.push(Actor { line: number, names: vec![(number, name)], codes: Vec::new() });
        }
        for code in codes.iter().flat_map(|code| code.split(';')).map(str::trim).filter(|code| !code.is_empty()) {
            match (spell(number, code, order), actors.last_mut()) {
                (Ok(spell), Some(actor)) => actor.codes.push(spell),
                (Ok(_), None) => report.left_out(number, "a code stands before any name", code),
                (Err(why), _) => report.left_out(number, why, code),
            }
        }
    }
    actors.retain(|actor| {
        let coded = !actor.codes.is_empty();
        if !coded {
            let name = actor.names.first().map_or("", |(_, name)| name.as_str());
            report.left_out(actor.line, "the name has no code that can be read", name);
        }
        coded
    });
    actors
}

/// Reads what stands in a bracket: `USAGOV 090120-130120`.
fn spell(line: usize, text: &str, order: DateOrder) -> Result<Spell, String> {
    let (code, days) = match text.find(|c: char| c.is_whitespace() || c == '<' || c == '>') {
        Some(at) => (text[..at].trim(), text[at..].replace([' ', '\t'], "")),
        None => (text, String::new()),
    };
    let day = |text: &str| {
        day(text, order).ok_or_else(|| format!("\"{text}\" is no day of the calendar; see --dates for the order"))
    };
    let (from, to) = if days.is_empty() {
        (None, None)
    } else if let Some(to) = days.strip_prefix('<') {
        (None, Some(day(to)?))
    } else if let Some(from) = days.strip_prefix('>') {
        (Some(day(from)?), None)
    } else if let Some((from, to)) = days.split_once('-') {
        (Some(day(from)?), Some(day(to)?))
    } else {
        return Err("the days are written neither as <DAY, >DAY nor as DAY-DAY".to_owned());
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err("the days end before they begin".to_owned());
    }
    Ok(Spell { line, code: code.to_owned(), from, to })
}

/// A day of six digits or eight (year, month, day).
fn day(text: &str, order: DateOrder) -> Option<Date> {
    /// Of years of two digits those below are of this century: PETRARCH's dictionaries begin with the 1930s.
    const THIS_CENTURY: i16 = 30;
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |at: usize, length: usize| text.get(at..at + length)?.parse::<i16>().ok();
    let (year, month, day) = match (text.len(), order) {
        (8, _) => (number(0, 4)?, number(4, 2)?, number(6, 2)?),
        (6, DateOrder::Ymd) => (number(0, 2)?, number(2, 2)?, number(4, 2)?),
        (6, DateOrder::Dmy) => (number(4, 2)?, number(2, 2)?, number(0, 2)?),
        _ => return None,
    };
    let year = match (text.len(), year < THIS_CENTURY) {
        (8, _) => year,
        (_, true) => year + 2000,
        (_, false) => year + 1900,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read_with_report(text: &str) -> (Vec<Actor>, Vec<String>) {
        let mut report = Report::default();
        let actors = read(text, DateOrder::Ymd, &mut report);
        (actors, report.findings.iter().map(|f| format!("{}: {}", f.line, f.reason)).collect())
    }

    #[test]
    fn names_other_names_and_dated_codes_belong_together() {
        let text = "GORAN_VELIN_  [MLT]; a person\n+G_VELIN_\n\t[MLTELI <980101]\n\t[MLTGOV 980101-20030203]\n\
                    \t[MLTOPP >030203]\nSALT_GUILD_ [MLTBUS]\n";
        let (actors, problems) = read_with_report(text);
        assert_eq!(problems, Vec::<String>::new());
        let names = |at: usize| actors[at].names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
        assert_eq!((names(0), names(1)), (vec!["GORAN_VELIN_", "G_VELIN_"], vec!["SALT_GUILD_"]));
        let codes: Vec<_> = actors[0].codes.iter().map(|c| (c.code.as_str(), c.from, c.to)).collect();
        let (first, last) = (date(1998, 1, 1), date(2003, 2, 3));
        let expected = [
            ("MLT", None, None),
            ("MLTELI", None, Some(first)),
            ("MLTGOV", Some(first), Some(last)),
            ("MLTOPP", Some(last), None),
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_line_may_hold_several_codes() {
        let (actors, _) = read_with_report("ANN_BORG_ [MLTGOV <990101; MLTELI >990101]");
        assert_eq!(actors[0].codes.len(), 2);
    }

    #[test]
    fn dates_of_six_digits_are_read_in_the_order_asked_for() {
        assert_eq!(day("010599", DateOrder::Ymd), None);
        assert_eq!(day("010599", DateOrder::Dmy), Some(date(1999, 5, 1)));
        assert_eq!(day("320101", DateOrder::Ymd), Some(date(1932, 1, 1)));
        assert_eq!(day("070723", DateOrder::Ymd), Some(date(2007, 7, 23)));
        assert_eq!(day("20070723", DateOrder::Dmy), Some(date(2007, 7, 23)));
        assert_eq!(day("1999", DateOrder::Ymd), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let text = "+LOST_\nONE_ [MLT\nTWO_ [MLTGOV 991301-990101]\nTHREE_ [MLTGOV 1999]\nFOUR_\n\t[MLTGOV >990101]\n";
        let (actors, problems) = read_with_report(text);
        assert_eq!(actors.len(), 1);
        assert_eq!(
            problems,
            [
                "1: another name stands before any name",
                "2: a bracket is never closed",
                "3: \"991301\" is no day of the calendar; see --dates for the order",
                "4: the days are written neither as <DAY, >DAY nor as DAY-DAY",
                "3: the name has no code that can be read",
                "4: the name has no code that can be read",
            ]
        );
    }
}
