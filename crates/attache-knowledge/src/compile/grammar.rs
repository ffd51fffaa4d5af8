//! Compiles `grammar.toml`.

use super::{Build, OneOrMany, entry_id};
use crate::grammar::{Beside, Grammar, TagRule, WordClass};
use crate::inflect::VerbForms;
use crate::lexicon::Tag;
use crate::load::Entry;
use crate::pattern::cut;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    id: String,
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVerb {
    lemma: String,
    #[serde(default)]
    past: Vec<String>,
    #[serde(default)]
    part: Vec<String>,
    ing: Option<OneOrMany>,
    s: Option<OneOrMany>,
    #[serde(default)]
    doubles: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNoun {
    singular: String,
    plural: OneOrMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuffix {
    ends: String,
    tag: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    from: OneOrMany,
    to: String,
    previous: Option<OneOrMany>,
    previous2: Option<OneOrMany>,
    next: Option<OneOrMany>,
    next2: Option<OneOrMany>,
    #[serde(default)]
    word: Vec<String>,
    #[serde(default)]
    requires: bool,
}

impl Build<'_> {
    pub(super) fn grammar(&mut self, file: usize) -> Grammar {
        let mut grammar = Grammar::default();
        let mut table = self.loader.table(file);
        if self.loader.files[file].addition {
            for key in ["class", "suffix", "rule"].into_iter().filter(|key| table.contains_key(*key)) {
                let message = format!("[[{key}]] cannot stand in a folder that adds to the knowledge");
                self.loader.error(file, 0..0, message, "keep irregular verbs and nouns only: [[verb]], [[noun]]");
            }
        }
        for entry in self.loader.entries::<RawClass>(file, &mut table, "class") {
            self.word_class(&entry.value, &mut grammar);
        }
        for entry in self.loader.entries::<RawVerb>(file, &mut table, "verb") {
            let raw = entry.value;
            let forms = VerbForms {
                past: raw.past,
                participle: raw.part,
                ing: raw.ing.map(|v| v.list()).unwrap_or_default(),
                s: raw.s.map(|v| v.list()).unwrap_or_default(),
                doubles: raw.doubles,
            };
            self.irregular.verbs.insert(raw.lemma, forms);
        }
        for entry in self.loader.entries::<RawNoun>(file, &mut table, "noun") {
            self.irregular.nouns.insert(entry.value.singular.clone(), entry.value.plural.list());
        }
        for entry in self.loader.entries::<RawSuffix>(file, &mut table, "suffix") {
            if let Some(tag) = self.tag(&entry, &entry.value.tag) {
                grammar.suffixes.push((entry.value.ends.clone(), tag));
            }
        }
        grammar.suffixes.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        for entry in self.loader.entries::<RawRule>(file, &mut table, "rule") {
            if let Some(rule) = self.rule(&entry) {
                grammar.rules.push(rule);
            }
        }
        self.loader.refuse_rest(file, &table);
        grammar
    }

    fn word_class(&mut self, raw: &RawClass, grammar: &mut Grammar) {
        match raw.id.as_str() {
            "abbreviation-never" => grammar.abbreviations_never = abbreviations(&raw.words),
            "abbreviation-maybe" => grammar.abbreviations_maybe = abbreviations(&raw.words),
            id => {
                if let Some(class) = WordClass::ALL.iter().find(|c| c.id() == id) {
                    for word in &raw.words {
                        // Classes are made of single tokens; "'s" is one too.
                        let word = self.vocabulary.intern(word);
                        grammar.add(word, *class);
                    }
                }
                let phrases = match id {
                    "subordinator" => &mut grammar.subordinators,
                    "quantifier" => &mut grammar.quantifiers,
                    _ => return,
                };
                for phrase in &raw.phrases {
                    phrases.push(cut(phrase, &mut self.vocabulary));
                }
            }
        }
    }

    fn tag<T>(&mut self, entry: &Entry<T>, text: &str) -> Option<Tag> {
        let tag = Tag::from_text(text);
        if tag.is_none() {
            let range = self.range_of(entry, text);
            self.loader.error(entry.file, range, format!("\"{text}\" is no Penn tag"), "see Tag in attache-knowledge");
        }
        tag
    }

    fn rule(&mut self, entry: &Entry<RawRule>) -> Option<TagRule> {
        let raw = &entry.value;
        self.claim(&format!("tag.{}", raw.id), entry);
        let mut from = 0;
        for text in raw.from.list() {
            from |= self.tag(entry, &text)?.bit();
        }
        let to = self.tag(entry, &raw.to)?;
        let words = raw.word.iter().map(|w| self.vocabulary.intern(w)).collect();
        let mut beside = [None, None, None, None];
        for (slot, given) in beside.iter_mut().zip([&raw.previous2, &raw.previous, &raw.next, &raw.next2]) {
            if let Some(given) = given {
                *slot = Some(self.beside(entry, &given.list())?);
            }
        }
        Some(TagRule { id: entry_id(&format!("tag.{}", raw.id)), from, to, words, beside, requires: raw.requires })
    }

    fn beside(&mut self, entry: &Entry<RawRule>, items: &[String]) -> Option<Beside> {
        let mut beside = Beside::default();
        for item in items {
            let (barred, item) = item.strip_prefix('!').map_or((false, item.as_str()), |rest| (true, rest));
            match item.strip_prefix('=').filter(|w| !w.is_empty()) {
                Some(word) => {
                    let word = self.vocabulary.intern(word);
                    if barred { &mut beside.barred_words } else { &mut beside.words }.push(word);
                }
                None => {
                    // Tags that only hand-annotated text has (list items, fragments) never stand in ours.
                    if matches!(item, "NFP" | "LS" | "AFX" | "ADD" | "GW" | "XX" | "=") {
                        continue;
                    }
                    let bit = self.tag(entry, item)?.bit();
                    *if barred { &mut beside.barred_tags } else { &mut beside.tags } |= bit;
                }
            }
        }
        Some(beside)
    }
}

/// The words without their last point, sorted for look-up.
fn abbreviations(words: &[String]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|w| w.strip_suffix('.').unwrap_or(w).to_owned()).collect();
    words.sort();
    words.dedup();
    words
}
