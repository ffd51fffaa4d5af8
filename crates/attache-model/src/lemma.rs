//! Lemma scripts: how the dictionary form is made from the word.

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
const TRIED: usize = 3;

/// The lemma of a word, by the likeliest script. Where that cuts the word to something that is no known word ("urg"), one
/// of the next likely that gives a known word ("urge") is better.
pub(crate) fn likeliest(scripts: &[Script], scores: &[f32], word: &str, is_known: impl Fn(&str) -> bool) -> String {
    let mut first: Option<String> = None;
    let mut tried = [usize::MAX; TRIED];
    for at in 0..TRIED.min(scripts.len()) {
        let others = (0..scripts.len()).filter(|script| !tried.contains(script));
        let best = others.reduce(|a, b| if scores[b] > scores[a] { b } else { a }).unwrap_or_default();
        tried[at] = best;
        let lemma = scripts[best].apply(word);
        let cut = matches!(scripts[best], Script::Cut { .. });
        if (first.is_none() && !cut) || is_known(&lemma) {
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
        let scripts = ["-2+", "-1+", "lower"].map(|label| Script::parse(label).unwrap());
        let known = |word: &str| word == "urge" || word == "urged";
        assert_eq!(likeliest(&scripts, &[2.0, 1.0, 0.0], "urged", known), "urge", "urg is no word");
        assert_eq!(likeliest(&scripts, &[2.0, 1.0, 3.0], "urged", known), "urged", "the likeliest cuts nothing");
        assert_eq!(likeliest(&scripts, &[2.0, 1.0, 0.0], "zorbed", known), "zorb", "none is known: the likeliest");
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
