//! Verb dictionaries: blocks of verbs that mean the same, patterns around them, and named sets of words.

use super::lines::{Line, brackets, lines};
use super::names::spaced;
use super::report::Report;
use std::collections::BTreeMap;

/// The code that says "no event".
const NOTHING: &str = "---";

/// Verbs that mean the same, and the patterns around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The verbs.
    pub verbs: Vec<Verb>,
    /// The patterns.
    pub patterns: Vec<Pattern>,
}

/// A verb as the dictionary has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// Its line.
    pub line: usize,
    /// Its base form in small letters.
    pub lemma: String,
    /// Words before it: "wire" of "wire tap".
    pub lead: String,
    /// Words behind it: "up" of "clear up".
    pub particle: String,
    /// Forms of the one verb that the dictionary gives.
    pub forms: Vec<String>,
    /// The code of the verb alone; `None` where it is no event by itself.
    pub code: Option<String>,
}

/// A pattern as the dictionary has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its line.
    pub line: usize,
    /// Its words and signs.
    pub text: String,
    /// Its code; `None` where it says that there is no event.
    pub code: Option<String>,
}

/// A named set of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synset {
    /// The line of its name.
    pub line: usize,
    /// Its words in small letters, plurals among them.
    pub words: Vec<String>,
}

/// A dictionary.
#[derive(Debug, Default)]
pub struct Verbs {
    /// The blocks, in the order of the file.
    pub blocks: Vec<Block>,
    /// The sets by name, without `&` and `_`.
    pub synsets: BTreeMap<String, Synset>,
}

/// What a line with `+` belongs to.
enum Open {
    Nothing,
    Block,
    /// The name of a set, and whether its words have plurals.
    Synset(String, bool),
}

/// Reads a dictionary; what cannot be read is reported.
pub fn read(text: &str, report: &mut Report) -> Verbs {
    let mut out = Verbs::default();
    let mut open = Open::Nothing;
    // The code that the head of the block gives to its verbs.
    let mut of_block: Option<String> = None;
    for Line { number, text, .. } in lines(text) {
        if text.starts_with(NOTHING) {
            of_block = brackets(text.trim_matches('-')).and_then(|(_, codes)| code(codes.first()?));
            out.blocks.push(Block::default());
            open = Open::Block;
        } else if let Some(name) = text.strip_prefix('&') {
            let plurals = !name.ends_with('_');
            let name = name.trim_matches('_').trim().to_owned();
            out.synsets.insert(name.clone(), Synset { line: number, words: Vec::new() });
            open = Open::Synset(name, plurals);
        } else if text.starts_with('~') {
            report.left_out(
                number,
                "events made of other events have no form here; status and speech cues do that",
                text,
            );
        } else if let Some(word) = text.strip_prefix('+') {
            match &open {
                Open::Synset(name, plurals) => match out.synsets.get_mut(name) {
                    Some(_) if word.trim_start_matches('&').contains(['&', '$', '%', '^', '*']) => {
                        report.left_out(number, "a set of words can hold words only", text.as_str());
                    }
                    Some(set) => set.words.extend(with_plural(word, *plurals)),
                    None => {}
                },
                Open::Block => match (verb(number, word, of_block.as_ref()), out.blocks.last_mut()) {
                    (Ok(verb), Some(block)) => block.verbs.push(verb),
                    (Ok(_), None) => {}
                    (Err(why), _) => report.left_out(number, why, text.as_str()),
                },
                Open::Nothing => report.left_out(number, "a line with + stands before any set or verb", text.as_str()),
            }
        } else if let Some(pattern) = text.strip_prefix('-') {
            open = if out.blocks.is_empty() { Open::Nothing } else { Open::Block };
            match (pattern_of(number, pattern), out.blocks.last_mut()) {
                (Ok(pattern), Some(block)) if !block.verbs.is_empty() => block.patterns.push(pattern),
                (Ok(_), _) => report.left_out(number, "a pattern stands before any verb", text.as_str()),
                (Err(why), _) => report.left_out(number, why, text.as_str()),
            }
        } else {
            // Without a head line a verb behind patterns begins a block of its own.
            if out.blocks.last().is_none_or(|block| !block.patterns.is_empty()) {
                of_block = None;
                out.blocks.push(Block::default());
            }
            open = Open::Block;
            match (verb(number, &text, of_block.as_ref()), out.blocks.last_mut()) {
                (Ok(verb), Some(block)) => {
                    // The first verb's code is the block's, where no head line gave one.
                    of_block = of_block.or_else(|| verb.code.clone());
                    block.verbs.push(verb);
                }
                (Ok(_), None) => {}
                (Err(why), _) => report.left_out(number, why, text.as_str()),
            }
        }
    }
    let sets = out.synsets.clone();
    for (name, set) in &mut out.synsets {
        set.words = set.words.iter().flat_map(|word| members(word, &sets, &[name])).collect();
    }
    out
}

/// A word of a set, or the words of the set that it names; of sets that hold each other nothing.
fn members(word: &str, sets: &BTreeMap<String, Synset>, open: &[&str]) -> Vec<String> {
    let Some(name) = word.strip_prefix('&') else { return vec![word.to_owned()] };
    let set = sets.get_key_value(name).filter(|(name, _)| !open.contains(&name.as_str()));
    let Some((name, set)) = set else { return Vec::new() };
    let open = [open, &[name.as_str()]].concat();
    set.words.iter().flat_map(|word| members(word, sets, &open)).collect()
}

/// A code, or `None` for the one that says "no event".
fn code(text: &str) -> Option<String> {
    let text = text.trim();
    (text != NOTHING && !text.is_empty()).then(|| text.to_owned())
}

fn verb(line: usize, text: &str, of_block: Option<&String>) -> Result<Verb, String> {
    let (rest, codes) = brackets(text).ok_or("a bracket is never closed")?;
    let (lemma, forms) = match rest.split_once('{') {
        Some((lemma, forms)) => (lemma, forms.split_once('}').ok_or("a brace is never closed")?.0),
        None => (rest.as_str(), ""),
    };
    let Words { lead, verb: lemma, particle } = words(lemma);
    let only_letters = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | ' '));
    if lemma.is_empty() || ![&lead, &lemma, &particle].iter().all(|word| only_letters(word)) {
        return Err("this is no verb".to_owned());
    }
    let forms = forms.split([' ', ',', '\t']).map(|form| words(form).verb);
    let forms: Vec<String> = forms.filter(|form| !form.is_empty() && only_letters(form)).collect();
    let code = match codes.first() {
        Some(own) => code(own),
        None => of_block.cloned(),
    };
    Ok(Verb { line, lemma, lead, particle, forms, code })
}

/// A verb with the words around it.
struct Words {
    lead: String,
    verb: String,
    particle: String,
}

/// The parts of `CLEAR_UP` and of `WIRE_+TAP`, where `+` marks the verb; without a mark it is the first word.
fn words(text: &str) -> Words {
    let text = spaced(text).to_lowercase();
    let (lead, rest) = text.split_once('+').unwrap_or(("", &text));
    let (verb, particle) = rest.split_once(' ').unwrap_or((rest, ""));
    Words { lead: lead.trim().to_owned(), verb: verb.to_owned(), particle: particle.to_owned() }
}

impl Verb {
    /// The verb with the words around it, as a message shows it.
    pub fn shown(&self) -> String {
        spaced(&format!("{} {} {}", self.lead, self.lemma, self.particle))
    }

    /// Verbs as a pattern writes them: `(<grant|clear up>|wire <tap>)`.
    pub fn pattern(verbs: &[&Self]) -> String {
        let lemma = |verb: &&Self| spaced(&format!("{} {}", verb.lemma, verb.particle));
        let (simple, others): (Vec<&Self>, Vec<&Self>) = verbs.iter().partition(|verb| verb.lead.is_empty());
        let simple: Vec<String> = simple.iter().map(lemma).collect();
        let mut all = Vec::new();
        if !simple.is_empty() {
            all.push(format!("<{}>", simple.join("|")));
        }
        all.extend(others.iter().map(|verb| format!("{} <{}>", verb.lead, lemma(verb))));
        match &all[..] {
            [one] => one.clone(),
            _ => format!("({})", all.join("|")),
        }
    }
}

fn pattern_of(line: usize, text: &str) -> Result<Pattern, String> {
    let (text, codes) = brackets(text).ok_or("a bracket is never closed")?;
    match &codes[..] {
        [one] => Ok(Pattern { line, text, code: code(one) }),
        [] => Err("the pattern has no code".to_owned()),
        _ => Err("the pattern has several codes".to_owned()),
    }
}

/// A word of a set and its plural, made as PETRARCH makes it.
fn with_plural(word: &str, plurals: bool) -> Vec<String> {
    if let Some(set) = word.trim().strip_prefix('&') {
        return vec![format!("&{}", set.trim_end_matches('_').trim())];
    }
    let plurals = plurals && !word.trim_end().ends_with('_');
    let word = spaced(word).to_lowercase();
    if word.is_empty() {
        return Vec::new();
    }
    let plural = match (word.strip_suffix('y'), word.ends_with("ss")) {
        (Some(stem), _) => format!("{stem}ies"),
        (None, true) => format!("{word}es"),
        (None, false) => format!("{word}s"),
    };
    if plurals { vec![word, plural] } else { vec![word] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with_report(text: &str) -> (Verbs, Vec<String>) {
        let mut report = Report::default();
        let verbs = read(text, &mut report);
        (verbs, report.findings.iter().map(|f| format!("{}: {}", f.line, f.reason)).collect())
    }

    #[test]
    fn a_block_has_verbs_with_forms_and_codes_and_patterns() {
        let text = "--- GRANT [070] ---\nGRANT\nGIVE {GAVE GIVEN}\nCLEAR_UP [040]\nWAIVE [---]\n\n- * &COIN [071]\n\
                    - * UP [---]\n\n--- NEXT [050] ---\nHAIL\n";
        let (verbs, problems) = read_with_report(text);
        assert_eq!(problems, Vec::<String>::new());
        let shown: Vec<String> = verbs.blocks[0]
            .verbs
            .iter()
            .map(|v| format!("{} {:?} {:?}", v.shown(), v.forms, v.code.as_deref()))
            .collect();
        let expected = [
            "grant [] Some(\"070\")",
            "give [\"gave\", \"given\"] Some(\"070\")",
            "clear up [] Some(\"040\")",
            "waive [] None",
        ];
        assert_eq!(shown, expected);
        let patterns: Vec<_> = verbs.blocks[0].patterns.iter().map(|p| (p.text.as_str(), p.code.as_deref())).collect();
        assert_eq!(patterns, [("* &COIN", Some("071")), ("* UP", None)]);
        assert_eq!(verbs.blocks[1].verbs[0].lemma, "hail");
    }

    #[test]
    fn without_head_lines_a_verb_behind_patterns_begins_a_block() {
        let (verbs, _) = read_with_report("VOW [170]\nSWEAR\n- * WAR [173]\nPRAISE [051]\n+LAUD\n");
        let lemmas = |at: usize| verbs.blocks[at].verbs.iter().map(|v| v.lemma.as_str()).collect::<Vec<_>>();
        assert_eq!((lemmas(0), lemmas(1)), (vec!["vow", "swear"], vec!["praise", "laud"]));
        assert_eq!(verbs.blocks[0].verbs[1].code.as_deref(), Some("170"));
        assert_eq!(verbs.blocks[1].verbs[1].code.as_deref(), Some("051"));
    }

    #[test]
    fn sets_hold_words_with_plurals_and_other_sets() {
        let text = "&COIN\n+PENNY\n+KRONER_\n+PIRATE GOLD_\n+&AUX\n+$\n\n&AUX_\n+HAVE\n+&COIN\n";
        let (verbs, problems) = read_with_report(text);
        assert_eq!(verbs.synsets["COIN"].words, ["penny", "pennies", "kroner", "pirate gold", "have"]);
        assert_eq!(verbs.synsets["AUX"].words, ["have", "penny", "pennies", "kroner", "pirate gold"]);
        assert_eq!(problems, ["6: a set of words can hold words only"]);
    }

    #[test]
    fn verbs_of_several_words_say_which_is_the_verb() {
        let (verbs, _) = read_with_report("GRANT\nCLEAR_UP\nWIRE_+TAP {WIRE_+TAPPED}\n+LASH_OUT {+LASHED_OUT}\n");
        let verbs: Vec<&Verb> = verbs.blocks[0].verbs.iter().collect();
        assert_eq!(Verb::pattern(&verbs), "(<grant|clear up|lash out>|wire <tap>)");
        assert_eq!(Verb::pattern(&verbs[..2]), "<grant|clear up>");
        assert_eq!((verbs[2].forms.join(" "), verbs[3].forms.join(" ")), ("tapped".to_owned(), "lashed".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let (_, problems) =
            read_with_report("- * X [070]\n+Y\nASK [070\n12 [070]\nASK\n- * Z\n~ a (a b HIT) SAY = a b 1\n");
        assert_eq!(
            problems,
            [
                "1: a pattern stands before any verb",
                "2: a line with + stands before any set or verb",
                "3: a bracket is never closed",
                "4: this is no verb",
                "6: the pattern has no code",
                "7: events made of other events have no form here; status and speech cues do that",
            ]
        );
    }
}
