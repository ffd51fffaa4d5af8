//! Lemma scripts: how the dictionary form is made from the word.

use crate::reading::Upos;

/// One script of the model's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Script {
    /// The word as it stands (`form`).
    Form,
    /// The word in lower case (`lower`).
    Lower,
    /// This lemma, whatever the word (`=be`).
    Fixed(Box<str>),
    /// Characters cut from the end, then a suffix (`-3+y`, or `keep-3+y` without lower-casing first).
    Cut { keep_case: bool, cut: usize, suffix: Box<str> },
}

impl Script {
    /// Reads a script; none if it is not one.
    pub(crate) fn parse(label: &str) -> Option<Script> {
        match label {
            "form" => return Some(Script::Form),
            "lower" => return Some(Script::Lower),
            _ => {}
        }
        if let Some(lemma) = label.strip_prefix('=') {
            return (!lemma.is_empty()).then(|| Script::Fixed(lemma.into()));
        }
        let (keep_case, rest) = match label.strip_prefix("keep-") {
            Some(rest) => (true, rest),
            None => (false, label.strip_prefix('-')?),
        };
        let (cut, suffix) = rest.split_once('+')?;
        Some(Script::Cut { keep_case, cut: cut.parse().ok()?, suffix: suffix.into() })
    }

    /// The lemma of a word. What would be empty is the word in lower case.
    pub(crate) fn apply(&self, word: &str) -> String {
        match self {
            Script::Form => word.to_owned(),
            Script::Lower => word.to_lowercase(),
            Script::Fixed(lemma) => lemma.as_ref().to_owned(),
            Script::Cut { keep_case, cut, suffix } => {
                let mut lemma = if *keep_case { word.to_owned() } else { word.to_lowercase() };
                let end = lemma.char_indices().rev().take(*cut).last().map_or(lemma.len(), |(at, _)| at);
                lemma.truncate(end);
                lemma.push_str(suffix);
                if lemma.is_empty() { word.to_lowercase() } else { lemma }
            }
        }
    }
}

/// Scripts that are tried, from the likeliest on, until one gives a word that is known.
const TRIED: usize = 6;

/// Whether a verb with these features is never its own lemma: participles and past forms in -ed, and forms in -ing.
/// Verbs whose past is like the lemma ("put", "shed") are shorter or end otherwise.
pub(crate) fn is_inflected(upos: Upos, feats: &str, word: &str) -> bool {
    const SHORTEST: usize = "acted".len();
    let ends = |end: &str| word.get(word.len().wrapping_sub(end.len())..).is_some_and(|e| e.eq_ignore_ascii_case(end));
    let is_past = feats.split('|').any(|feat| matches!(feat, "Tense=Past" | "VerbForm=Part" | "VerbForm=Ger"));
    upos == Upos::Verb && is_past && word.len() >= SHORTEST && (ends("ed") || ends("ing"))
}

/// Whether a script makes the lemma from the word's letters. One that names the lemma fits no other word.
fn is_for_any_word(script: &Script) -> bool {
    !matches!(script, Script::Fixed(_))
}

/// The lemma of a word, by the likeliest script. Where that cuts the word to something that is no known word ("urg"), one
/// of the next likely that gives a known word ("urge") is better; so it is where it leaves an inflected form whole.
pub(crate) fn likeliest(
    scripts: &[Script],
    scores: &[f32],
    (word, is_inflected): (&str, bool),
    is_known: impl Fn(&str) -> bool,
) -> String {
    let mut first: Option<String> = None;
    let mut tried = [usize::MAX; TRIED];
    for at in 0..TRIED.min(scripts.len()) {
        let is_left = |script: &usize| !tried.contains(script) && (at == 0 || is_for_any_word(&scripts[*script]));
        let others = (0..scripts.len()).filter(is_left);
        let best = others.reduce(|a, b| if scores[b] > scores[a] { b } else { a }).unwrap_or_default();
        tried[at] = best;
        let lemma = scripts[best].apply(word);
        let is_cut = matches!(scripts[best], Script::Cut { .. });
        let is_whole = lemma.eq_ignore_ascii_case(word);
        let is_fit = (first.is_none() && !is_cut) || is_known(&lemma);
        if is_fit && !(is_inflected && is_whole) {
            return lemma;
        }
        first.get_or_insert(lemma);
    }
    first.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_likely_script_that_gives_a_known_word_is_taken() {
        let scripts = ["-2+", "-1+", "lower", "-1+d"].map(|label| Script::parse(label).unwrap());
        let known = |word: &str| word == "urge" || word == "urged";
        assert_eq!(likeliest(&scripts, &[2.0, 1.0, 0.0, 0.0], ("urged", false), known), "urge", "urg is no word");
        assert_eq!(
            likeliest(&scripts, &[2.0, 1.0, 3.0, 0.0], ("urged", false), known),
            "urged",
            "the likeliest cuts nothing"
        );
        assert_eq!(likeliest(&scripts, &[2.0, 1.0, 3.0, 0.0], ("urged", true), known), "urge", "a past form is cut");
        assert_eq!(
            likeliest(&scripts, &[2.0, 1.0, 0.0, 1.5], ("urged", true), known),
            "urge",
            "nor is it put together again"
        );
        assert_eq!(
            likeliest(&scripts, &[2.0, 1.0, 0.0, 0.0], ("zorbed", true), known),
            "zorb",
            "none is known: the likeliest"
        );
    }

    #[test]
    fn past_forms_in_ed_are_inflected_and_base_forms_are_not() {
        let past = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin";
        for (feats, word, expected) in [
            (past, "Recalled", true),
            ("Tense=Pres|VerbForm=Part", "recalling", true),
            (past, "shed", false),
            (past, "put", false),
            ("VerbForm=Inf", "proceed", false),
            (past, "é", false),
        ] {
            assert_eq!(is_inflected(Upos::Verb, feats, word), expected, "{word}");
            assert!(!is_inflected(Upos::Adjective, feats, word), "{word} as an adjective");
        }
    }

    #[test]
    fn a_script_makes_the_lemma_from_the_word() {
        let expected = [
            ("form", "Malta", "Malta"),
            ("lower", "Talks", "talks"),
            ("=be", "were", "be"),
            ("-3+y", "Parties", "party"),
            ("-0+", "Talk", "talk"),
            ("keep-1+", "Americans", "American"),
            ("-2+", "is", "is"),
            ("-9+x", "é", "x"),
            ("-1+", "", ""),
        ];
        for (label, word, lemma) in expected {
            assert_eq!(Script::parse(label).unwrap().apply(word), lemma, "{label} of {word}");
        }
        for label in ["", "=", "-x+y", "-3", "upper", "keep-"] {
            assert_eq!(Script::parse(label), None, "{label}");
        }
    }
}
