//! Forms of English verbs and nouns.
//!
//! The rules give every spelling that may stand in a text, British and American; a form that nobody writes does no
//! harm, since it never matches.

use std::collections::BTreeMap;

/// Irregular words, by lemma, from `grammar.toml`.
#[derive(Debug, Clone, Default)]
pub struct Irregular {
    /// Past forms and participles: "go" → "went", "gone".
    pub verbs: BTreeMap<String, VerbForms>,
    /// Plurals: "man" → "men".
    pub nouns: BTreeMap<String, Vec<String>>,
}

/// Forms of an irregular verb; an empty list means the regular form.
#[derive(Debug, Clone, Default)]
pub struct VerbForms {
    /// Past tense.
    pub past: Vec<String>,
    /// Past participle.
    pub participle: Vec<String>,
    /// Present participle.
    pub ing: Vec<String>,
    /// Third person singular.
    pub s: Vec<String>,
    /// Whether the last consonant may be doubled before a vowel.
    pub doubles: bool,
}

impl Irregular {
    /// All forms of a verb, its lemma first, without repetition.
    #[must_use]
    pub fn verb(&self, lemma: &str) -> Vec<String> {
        let known = self.verbs.get(lemma).cloned().unwrap_or_default();
        let or_else = |given: &[String], regular: Vec<String>| if given.is_empty() { regular } else { given.to_vec() };
        let stems = stems(lemma, known.doubles);
        let regular_past: Vec<String> = stems.iter().map(|s| past(s)).collect();
        let mut forms = vec![lemma.to_owned()];
        forms.extend(or_else(&known.s, vec![with_s(lemma)]));
        let past_forms = or_else(&known.past, regular_past.clone());
        forms.extend(or_else(&known.participle, if known.past.is_empty() { regular_past } else { known.past.clone() }));
        forms.extend(past_forms);
        forms.extend(or_else(&known.ing, stems.iter().map(|s| present_participle(s)).collect()));
        dedup(forms)
    }

    /// Singular and plural of a noun; only the last word of several changes, as in "prime ministers".
    #[must_use]
    pub fn plurals(&self, noun: &str) -> Vec<String> {
        let (lead, last) = noun.rsplit_once([' ', '-']).map_or(("", noun), |(l, _)| (l, &noun[l.len() + 1..]));
        let joint = if lead.is_empty() { "" } else { &noun[lead.len()..=lead.len()] };
        let folded = last.to_lowercase();
        let plurals = match self.nouns.get(&folded) {
            Some(known) => known.clone(),
            None => vec![plural(last)],
        };
        plurals.into_iter().map(|p| format!("{lead}{joint}{p}")).collect()
    }
}

fn dedup(forms: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(forms.len());
    for form in forms {
        if !out.contains(&form) {
            out.push(form);
        }
    }
    out
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The stem, and the stem with its last consonant doubled where the spelling may do so.
fn stems(lemma: &str, doubles: bool) -> Vec<String> {
    let letters: Vec<char> = lemma.chars().collect();
    let mut out = vec![lemma.to_owned()];
    if let [.., before, vowel, last] = letters[..] {
        let short = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(vowel) && !is_vowel(before);
        let one_syllable = letters.iter().filter(|c| is_vowel(**c)).count() == 1;
        if short && one_syllable {
            out = vec![format!("{lemma}{last}")];
        } else if doubles {
            out.push(format!("{lemma}{last}"));
        }
    } else if doubles && let Some(last) = letters.last() {
        out.push(format!("{lemma}{last}"));
    }
    out
}

fn ends_consonant_y(word: &str) -> bool {
    let mut chars = word.chars().rev();
    chars.next() == Some('y') && chars.next().is_some_and(|c| !is_vowel(c))
}

fn with_s(word: &str) -> String {
    if ends_consonant_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if word.ends_with(['s', 'x', 'z', 'o']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn past(stem: &str) -> String {
    if ends_consonant_y(stem) {
        format!("{}ied", &stem[..stem.len() - 1])
    } else if stem.ends_with('e') {
        format!("{stem}d")
    } else {
        format!("{stem}ed")
    }
}

fn present_participle(stem: &str) -> String {
    if let Some(lead) = stem.strip_suffix("ie") {
        format!("{lead}ying")
    } else if stem.ends_with('e') && !stem.ends_with("ee") && !stem.ends_with("oe") && stem != "be" {
        format!("{}ing", &stem[..stem.len() - 1])
    } else {
        format!("{stem}ing")
    }
}

fn plural(word: &str) -> String {
    if ends_consonant_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_take_every_spelling_in_use() {
        let irregular = Irregular::default();
        for (lemma, forms) in [
            ("visit", "visit visits visited visiting"),
            ("agree", "agree agrees agreed agreeing"),
            ("deny", "deny denies denied denying"),
            ("ban", "ban bans banned banning"),
            ("discuss", "discuss discusses discussed discussing"),
            ("pledge", "pledge pledges pledged pledging"),
        ] {
            assert_eq!(irregular.verb(lemma).join(" "), forms);
        }
    }

    #[test]
    fn irregular_and_doubling_verbs_come_from_the_grammar_file() {
        let mut irregular = Irregular::default();
        let go = VerbForms { past: vec!["went".into()], participle: vec!["gone".into()], ..VerbForms::default() };
        irregular.verbs.insert("go".into(), go);
        irregular.verbs.insert("travel".into(), VerbForms { doubles: true, ..VerbForms::default() });
        assert_eq!(irregular.verb("go").join(" "), "go goes gone went going");
        assert_eq!(irregular.verb("travel").join(" "), "travel travels traveled travelled traveling travelling");
    }

    #[test]
    fn the_last_word_of_a_noun_phrase_takes_the_plural() {
        let mut irregular = Irregular::default();
        irregular.nouns.insert("man".into(), vec!["men".into()]);
        for (one, many) in [
            ("foreign ministry", "foreign ministries"),
            ("gas", "gases"),
            ("Gunman", "Gunmans"),
            ("top man", "top men"),
        ] {
            assert_eq!(irregular.plurals(one), [many]);
        }
    }
}
