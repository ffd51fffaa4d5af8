//! The words around a stop.

use attache_knowledge::lexicon::Tag;
use attache_knowledge::{Knowledge, WordId};

/// Longest word without a vowel that may be an abbreviation ("Pvts.").
const LONGEST_WITHOUT_VOWEL: usize = 5;

/// Most names between a quotation and its verb ("Li Wei Ming asked").
const MOST_NAMES: usize = 3;

/// Parts of speech that begin sentences but hardly ever a name.
const OPENERS: [Tag; 10] =
    [Tag::Dt, Tag::Pdt, Tag::Prp, Tag::PrpS, Tag::Cc, Tag::Ex, Tag::Rb, Tag::Wrb, Tag::Wp, Tag::Wdt];

/// Marks that close a quotation or a bracket.
pub fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '›' | ')' | ']' | '}' | '\'')
}

/// Marks that open a quotation or a bracket.
pub fn is_opener(c: char) -> bool {
    matches!(c, '“' | '„' | '‘' | '«' | '‹' | '(' | '[' | '{' | '"' | '\'' | '¿' | '¡')
}

/// What follows a stop.
pub struct Next<'t> {
    /// Bytes of white space before it.
    pub gap: usize,
    /// Whether an opening mark or a dash stands before its first word.
    opened: bool,
    /// The text from the first word on.
    rest: &'t str,
    knowledge: &'t Knowledge,
}

impl<'t> Next<'t> {
    /// What follows in `rest`; `None` where no word does.
    pub fn after(rest: &'t str, knowledge: &'t Knowledge) -> Option<Self> {
        let trimmed = rest.trim_start();
        let word = trimmed.trim_start_matches(|c: char| is_opener(c) || matches!(c, '-' | '–' | '—' | '*' | ' '));
        word.chars().next()?;
        Some(Self { gap: rest.len() - trimmed.len(), opened: word.len() < trimmed.len(), rest: word, knowledge })
    }

    fn word(&self) -> &'t str {
        first_word(self.rest)
    }

    fn id(&self, word: &str) -> WordId {
        self.knowledge.vocabulary.look_up(word)
    }

    fn is_capital(&self) -> bool {
        self.rest.starts_with(char::is_uppercase)
    }

    /// Whether it goes on with the same sentence: a small letter or a mark that begins none.
    pub fn continues(&self) -> bool {
        let Some(first) = self.rest.chars().next() else { return true };
        if first.is_lowercase() {
            // al-Shabaab, iPhone: a small letter before a capital.
            let head: String = self.rest.chars().take_while(|c| c.is_alphabetic() || *c == '-').collect();
            return !(head.chars().any(char::is_uppercase)
                && head.chars().take(4).any(|c| c == '-' || c.is_uppercase()));
        }
        // "(1965)": a year in brackets.
        let in_brackets = self.opened && self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(')');
        in_brackets || matches!(first, ',' | ';' | ':' | ')' | ']' | '.' | '%' | '&' | '/' | '=' | '|')
    }

    /// Whether its first word is one that stands with a capital only at the front of a sentence: an article, a
    /// pronoun, an adverb, a conjunction, or a preposition before a small letter ("Under pressure", not "Under
    /// Secretary").
    pub fn is_opener(&self) -> bool {
        let word = self.word();
        let shouted = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        if !self.is_capital() || shouted || self.rest[word.len()..].starts_with(['.', '-']) {
            return false;
        }
        match self.knowledge.lexicon.reading(self.id(word)).filter(|r| !r.proper).and_then(|r| r.tags.first()) {
            Some((Tag::In | Tag::To, _)) => !self.second_is_capital(),
            Some((tag, _)) => OPENERS.contains(tag),
            None => false,
        }
    }

    fn second_is_capital(&self) -> bool {
        self.rest[self.word().len()..].trim_start().starts_with(char::is_uppercase)
    }

    /// `Qin asked`, `Mr Li said`: names before a verb of speech, which a quoted question goes on with.
    pub fn is_named_speaker(&self) -> bool {
        let mut rest = self.rest;
        for _ in 0..=MOST_NAMES {
            let word = first_word(rest);
            if word.is_empty() {
                return false;
            }
            if word.starts_with(char::is_lowercase) {
                let speaks = self.knowledge.speech.beginning_with(self.id(word)).next().is_some();
                return speaks && rest.len() < self.rest.len();
            }
            rest = rest[word.len()..].strip_prefix('.').unwrap_or(&rest[word.len()..]).trim_start_matches(' ');
        }
        false
    }

    /// For what follows without a space: a capital and a small letter, a one-letter word, or an opening quotation.
    pub fn begins_like_a_sentence(&self) -> bool {
        let mut chars = self.rest.chars();
        let (first, second) = (chars.next(), chars.next());
        let letters = first.is_some_and(char::is_uppercase)
            && second.is_none_or(|c| c.is_lowercase() || c == ' ' || c == '’' || c == '\'');
        letters || (self.opened && first.is_some_and(char::is_uppercase))
    }

    /// `Node.Js`, `Wire.Example.org`: a name goes on behind the next point.
    pub fn looks_like_an_address(&self) -> bool {
        let word = self.word();
        let after = &self.rest[word.len()..];
        after.starts_with(['/', '@', '_', '(', '='])
            || (after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_lowercase()))
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').unwrap_or(text.len());
    &text[..end]
}

/// Whether the full stop behind `word` may end a sentence before `next`, which begins with no small letter.
pub fn stop_may_end(word: &str, next: &Next<'_>, knowledge: &Knowledge) -> bool {
    match abbreviation(word, knowledge) {
        Abbreviation::No => true,
        Abbreviation::Never => false,
        Abbreviation::Maybe => next.is_opener(),
    }
}

/// Whether `word` is neither a known abbreviation nor looks like one.
pub fn is_no_abbreviation(word: &str, knowledge: &Knowledge) -> bool {
    abbreviation(word, knowledge) == Abbreviation::No
}

#[derive(PartialEq, Eq)]
enum Abbreviation {
    /// No abbreviation.
    No,
    /// Its stop never ends a sentence.
    Never,
    /// Its stop may end one.
    Maybe,
}

/// What `word`, which stands before a full stop, is. It is looked up as written, and "GEN" of a headline as "Gen".
fn abbreviation(word: &str, knowledge: &Knowledge) -> Abbreviation {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return Abbreviation::No;
    }
    let grammar = &knowledge.grammar;
    let listed = |list: &[String], word: &str| list.binary_search_by(|known| known.as_str().cmp(word)).is_ok();
    let of_kind = |word: &str| {
        if listed(&grammar.abbreviations_never, word) {
            Some(Abbreviation::Never)
        } else if listed(&grammar.abbreviations_maybe, word) {
            Some(Abbreviation::Maybe)
        } else {
            None
        }
    };
    // "Mekong-U.S": the part after a hyphen.
    let last = word.rsplit_once('-').map_or(word, |(_, last)| last);
    if let Some(kind) = of_kind(word).or_else(|| of_kind(last)) {
        return kind;
    }
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    let shouted = letters > 1 && !word.chars().any(char::is_lowercase);
    if shouted && !word.contains('.') {
        let title: String = std::iter::once(first).chain(chars.flat_map(char::to_lowercase)).collect();
        return of_kind(&title).filter(|k| *k == Abbreviation::Never).unwrap_or(Abbreviation::No);
    }
    // An initial, "p." for a page, or letters with stops between them.
    let single = letters == 1 && word.len() == first.len_utf8();
    let dotted = word.split(['.', '-']).all(|part| part.chars().count() <= 2) && word.contains('.');
    if single || dotted {
        return Abbreviation::Maybe;
    }
    let vowel = word.chars().any(|c| "aeiouyAEIOUY".contains(c) || !c.is_ascii_alphabetic());
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if !vowel && capitals <= 1 && (2..=LONGEST_WITHOUT_VOWEL).contains(&letters) {
        Abbreviation::Maybe
    } else {
        Abbreviation::No
    }
}
