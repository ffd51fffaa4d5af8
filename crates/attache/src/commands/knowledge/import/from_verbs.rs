//! Verbs of a dictionary as patterns of a knowledge folder.

use super::names::{Ids, slug};
use super::pattern::translate;
use super::report::Report;
use super::toml::{Entry, Files, file, quoted};
use super::verbs::{Block, Verb, Verbs};
use attache_knowledge::Knowledge;
use attache_knowledge::grammar::WordClass;
use attache_knowledge::inflect::Irregular;
use attache_knowledge::views::{Meant, ViewTable};
use attache_record::{Class, Status};
use std::collections::{BTreeMap, BTreeSet};

/// How sure imported patterns make us: less than our own do, which then win where both find the same event.
const SCORE: &str = "0.6";
/// Whom an imported pattern takes as its recipient: the object, else whoever a preposition names, as PETRARCH2 does.
const RECIPIENT: [&str; 8] = ["object", "to", "with", "against", "on", "for", "from", "in"];

/// Patterns, sets and irregular verbs, gathered over all dictionaries.
#[derive(Default)]
pub struct Gathered {
    ids: Ids,
    patterns: BTreeMap<Class, BTreeMap<String, String>>,
    sets: BTreeMap<String, String>,
    irregular: BTreeMap<String, String>,
}

/// What the patterns are made with.
pub struct Context<'c> {
    /// The knowledge that they are to join.
    pub knowledge: &'c Knowledge,
    /// Its irregular verbs.
    pub irregular: &'c Irregular,
    /// What their ids begin with.
    pub prefix: &'c str,
}

/// A pattern in our terms, without its code where that says "no event".
struct Ready {
    words: String,
    reciprocal: bool,
    passive: bool,
    /// Whether its words say "not": it then means what did happen.
    negated: bool,
    gives: Option<Meant>,
}

impl Gathered {
    /// Takes in a dictionary.
    pub fn verbs(&mut self, verbs: &Verbs, with: &Context<'_>, report: &mut Report) {
        let mut used = BTreeSet::new();
        for block in &verbs.blocks {
            for verb in &block.verbs {
                self.forms(verb, with.irregular);
            }
            self.block(block, verbs, with, &mut used, report);
        }
        for (name, set) in verbs.synsets.iter().filter(|(name, _)| used.contains(*name)) {
            let id = set_id(with.prefix, name);
            let mut entry = Entry::new("set", &id);
            entry.list("words", &set.words);
            self.sets.insert(id, entry.finish());
        }
    }

    /// Writes down a verb's forms where the knowledge would make others.
    fn forms(&mut self, verb: &Verb, irregular: &Irregular) {
        let lemma = verb.lemma.as_str();
        let ours = irregular.verb(lemma);
        let new = |form: &&String| !ours.contains(form);
        if !verb.forms.iter().any(|form| new(&form)) {
            return;
        }
        let (ing, rest): (Vec<&String>, Vec<&String>) =
            ours.iter().chain(verb.forms.iter().filter(new)).partition(|form| form.ends_with("ing"));
        let (s, past): (Vec<&String>, Vec<&String>) =
            rest.into_iter().filter(|form| *form != lemma).partition(|form| form.ends_with('s'));
        let mut entry = format!("[[verb]]\nlemma = {}\n", quoted(lemma));
        for (key, forms) in [("past", &past), ("part", &past), ("ing", &ing), ("s", &s)] {
            let forms: Vec<String> = forms.iter().map(|form| quoted(form)).collect();
            if !forms.is_empty() {
                entry.push_str(&format!("{key} = [{}]\n", forms.join(", ")));
            }
        }
        self.irregular.insert(lemma.to_owned(), entry);
    }

    fn block(
        &mut self,
        block: &Block,
        verbs: &Verbs,
        with: &Context<'_>,
        used: &mut BTreeSet<String>,
        report: &mut Report,
    ) {
        let every: Vec<&Verb> = block.verbs.iter().collect();
        let all = Verb::pattern(&every);
        let defined = |name: &str| {
            let name = name.trim_end_matches('_');
            let set = verbs.synsets.get(name).filter(|set| !set.words.is_empty());
            set.map(|_| set_id(with.prefix, name))
        };
        let mut ready = Vec::new();
        for pattern in &block.patterns {
            let made = translate(&pattern.text, &all, &defined).and_then(|found| {
                let (gives, paired) = match &pattern.code {
                    Some(code) => meant(code, &with.knowledge.views).map(|(meant, paired)| (Some(meant), paired))?,
                    None => (None, false),
                };
                used.extend(found.sets.iter().map(|name| name.trim_end_matches('_').to_owned()));
                let negated = negated(&found.words, with.knowledge);
                let reciprocal = found.reciprocal || paired;
                Ok(Ready { words: found.words, reciprocal, passive: found.passive, negated, gives })
            });
            match made {
                Ok(made) => ready.push(made),
                Err(why) => {
                    let code = pattern.code.as_deref().unwrap_or("---");
                    report.left_out(pattern.line, why, format!("{all}: {} [{code}]", pattern.text));
                }
            }
        }
        for (meant, reciprocal, verbs) in self.alone(block, with, report) {
            // A pattern that says something else of the same verbs takes its place.
            let unless = ready.iter().filter(|r| r.gives != Some(meant)).map(|r| r.words.clone()).collect();
            let (words, gives) = (Verb::pattern(&verbs), Some(meant));
            let made = Ready { words, reciprocal, passive: false, negated: false, gives };
            self.write(&made, meant, unless, &verbs, with.prefix);
        }
        let nothing: Vec<&Ready> = ready.iter().filter(|made| made.gives.is_none()).collect();
        for made in &ready {
            let Some(meant) = made.gives else { continue };
            if made.words == all && block.verbs.iter().any(|verb| verb.code.is_some()) {
                continue;
            }
            let unless = nothing.iter().filter(|n| n.words.starts_with(&made.words)).map(|n| n.words.clone()).collect();
            self.write(made, meant, unless, &every, with.prefix);
        }
    }

    /// The verbs that are an event by themselves, by what they mean.
    fn alone<'b>(
        &self,
        block: &'b Block,
        with: &Context<'_>,
        report: &mut Report,
    ) -> Vec<(Meant, bool, Vec<&'b Verb>)> {
        let mut out: Vec<(Meant, bool, Vec<&Verb>)> = Vec::new();
        for verb in &block.verbs {
            let Some(code) = &verb.code else { continue };
            match meant(code, &with.knowledge.views) {
                Ok((meant, paired)) => match out.iter_mut().find(|(m, p, _)| (*m, *p) == (meant, paired)) {
                    Some((_, _, verbs)) => verbs.push(verb),
                    None => out.push((meant, paired, vec![verb])),
                },
                Err(why) => report.left_out(verb.line, why, format!("{} [{code}]", verb.shown())),
            }
        }
        out
    }

    fn write(&mut self, made: &Ready, meant: Meant, unless: Vec<String>, verbs: &[&Verb], prefix: &str) {
        let class = meant.class.as_str().to_lowercase();
        let verb = verbs.first().map_or_else(String::new, |verb| slug(&verb.shown()));
        let id = self.ids.free(&format!("{prefix}.{class}.{verb}"));
        let mut entry = Entry::new("pattern", &id);
        entry.text("words", &made.words);
        if let Some(mode) = meant.mode {
            entry.text("mode", mode.as_str());
        }
        if let Some(status) = meant.status.or(made.negated.then_some(Status::Actual)) {
            entry.text("status", status.as_str());
        }
        if made.reciprocal {
            entry.bare("reciprocal", "true");
        } else {
            entry.text("needs", "both");
            if made.passive {
                entry.text("recipient", "object");
            } else if !made.words.contains("{recipient}") {
                entry.list("recipient", &RECIPIENT.map(str::to_owned));
            }
        }
        entry.list("unless", &unless);
        entry.bare("score", SCORE);
        self.patterns.entry(meant.class).or_default().insert(id, entry.finish());
    }

    /// The files.
    pub fn files(self, prefix: &str, head: &str, out: &mut Files) {
        for (class, patterns) in self.patterns {
            let head = format!("{head}class = \"{class}\"\n");
            let name = format!("events/{prefix}-{}.toml", class.as_str().to_lowercase());
            out.insert(name, file(&head, patterns.into_values()));
        }
        if !self.sets.is_empty() {
            out.insert(format!("sets-{prefix}.toml"), file(head, self.sets.into_values()));
        }
        if !self.irregular.is_empty() {
            out.insert("grammar.toml".to_owned(), file(head, self.irregular.into_values()));
        }
    }
}

fn set_id(prefix: &str, name: &str) -> String {
    format!("{prefix}-{}", slug(name))
}

/// Whether words of a pattern before its verb deny it.
fn negated(words: &str, knowledge: &Knowledge) -> bool {
    let before = words.split('<').next().unwrap_or_default();
    let number = |word| knowledge.vocabulary.look_up(word);
    before.split(' ').any(|word| knowledge.grammar.is(number(word), WordClass::Negation))
}

/// What a code means, and whether it is one for both sides: `050:050`.
fn meant(code: &str, views: &ViewTable) -> Result<(Meant, bool), String> {
    let (own, paired) = match code.split_once(':') {
        Some((one, other)) if one == other => (one, true),
        Some(_) => return Err("source and target have two different codes".to_owned()),
        None => (code, false),
    };
    let found = views.of_cameo(own).ok_or_else(|| match own.get(..2) {
        Some("01" | "02") => "statements and appeals (01, 02) are no events here".to_owned(),
        _ => format!("there is no class for the code {own}"),
    });
    found.map(|meant| (meant, paired))
}
