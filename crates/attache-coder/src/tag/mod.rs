//! Parts of speech, without a model: the lexicon's usual tag, a guess for unknown words, and the contextual rules of
//! `grammar.toml` (Brill 1995). Everything it does can be read in the knowledge files.

mod past;

use attache_knowledge::Knowledge;
use attache_knowledge::grammar::{TagRule, WordClass};
use attache_knowledge::lexicon::{Reading, Tag};
use attache_knowledge::token::{Shape, Token};

/// Share of words with a capital above which a sentence is a headline whose capitals say nothing; as in the reference
/// tagger `training/lexicon_check.py`.
const HEADLINE: f32 = 0.7;
/// Words of up to this many letters have no capital in a headline ("in", "with").
const SMALL_WORD: u32 = 3;

/// Gives each token of a sentence its tag. `tags` is emptied first.
pub fn tag(text: &str, tokens: &[Token], knowledge: &Knowledge, tags: &mut Vec<Tag>) {
    tags.clear();
    let case = Case::of(tokens);
    for at in 0..tokens.len() {
        tags.push(first_tag(text, tokens, at, case, knowledge));
    }
    let mut present = tags.iter().fold(0, |set, t| set | t.bit());
    for rule in &knowledge.grammar.rules {
        if rule.from & present != 0 && apply(rule, tokens, tags, knowledge) {
            present |= rule.to.bit();
        }
    }
    past::settle(tokens, tags, knowledge);
}

/// What capitals mean in a sentence.
#[derive(Clone, Copy)]
struct Case {
    /// Mostly capitals: "BLINKEN HEADS TO CHINA".
    shouted: bool,
    /// Mostly words with a capital: "Blinken Heads to China".
    titled: bool,
}

impl Case {
    fn of(tokens: &[Token]) -> Self {
        let (mut words, mut upper, mut long, mut capital) = (0_u32, 0_u32, 0_u32, 0_u32);
        for token in tokens {
            if matches!(token.shape, Shape::Mark | Shape::Number) {
                continue;
            }
            words += 1;
            upper += u32::from(token.shape == Shape::Upper);
            if token.span.len() > SMALL_WORD {
                long += 1;
                capital += u32::from(token.shape.is_capital());
            }
        }
        let most = |part: u32, all: u32| f64::from(part) > f64::from(HEADLINE) * f64::from(all);
        Self { shouted: words > 0 && most(upper, words), titled: words > 4 && most(capital, long) }
    }
}

fn first_tag(text: &str, tokens: &[Token], at: usize, case: Case, knowledge: &Knowledge) -> Tag {
    let token = tokens[at];
    let word = token.span.text(text).unwrap_or_default();
    match token.shape {
        Shape::Number => return number_tag(word),
        Shape::Mark if is_plural_possessive(text, tokens, at) => return Tag::Pos,
        Shape::Mark => return mark_tag(word),
        _ => {}
    }
    if knowledge.grammar.is(token.word, WordClass::NumberWord) {
        return Tag::Cd;
    }
    let capital = token.shape.is_capital();
    let reading = knowledge.lexicon.reading(token.word);
    if token.shape == Shape::Upper
        && word.len() > 1
        && !case.shouted
        && reading.is_none_or(|r| r.proper || word.len() <= 5)
    {
        return Tag::Nnp;
    }
    let Some(reading) = reading else {
        return if capital && !case.shouted { Tag::Nnp } else { guess(word, knowledge) };
    };
    let best = best_common(reading);
    let name = share(reading, Tag::Nnp) + share(reading, Tag::Nnps);
    let name_tag = if share(reading, Tag::Nnps) > share(reading, Tag::Nnp) { Tag::Nnps } else { Tag::Nnp };
    if !capital || word == "I" {
        return best;
    }
    if case.shouted || case.titled || begins(tokens, at) {
        return if name > 50 { name_tag } else { best };
    }
    let closed =
        !(best.is_noun() || best.is_verb() || matches!(best, Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Rb | Tag::Cd));
    if (closed && name < 50) || (reading.proper && name <= 50) {
        return best;
    }
    if name_tag == Tag::Nnps && name > 30 { Tag::Nnps } else { Tag::Nnp }
}

fn share(reading: &Reading, tag: Tag) -> u8 {
    reading.tags.iter().find(|(t, _)| *t == tag).map_or(0, |(_, s)| *s)
}

/// The most frequent tag that is no name's, else the most frequent.
fn best_common(reading: &Reading) -> Tag {
    let common = reading.tags.iter().find(|(t, _)| !matches!(t, Tag::Nnp | Tag::Nnps));
    common.or_else(|| reading.tags.first()).map_or(Tag::Nn, |(t, _)| *t)
}

/// Whether a capital is due here whatever the word: only marks stand before it, or a quotation opens.
fn begins(tokens: &[Token], at: usize) -> bool {
    at == 0
        || tokens[at - 1].shape == Shape::Mark && {
            let before = tokens[..at].iter().all(|t| t.shape == Shape::Mark);
            let length = tokens[at - 1].span.len();
            // Typographic quotation marks are three bytes long; commas, hyphens and slashes are one.
            before || length > 1
        }
}

/// The apostrophe of "Hamas' attack", "the ministers' talks": right behind an s, and a space follows.
fn is_plural_possessive(text: &str, tokens: &[Token], at: usize) -> bool {
    let mark = tokens[at].span;
    let Some(before) = at.checked_sub(1).map(|b| tokens[b].span) else { return false };
    matches!(mark.text(text), Some("'" | "’"))
        && before.end() == mark.start()
        && before.text(text).is_some_and(|w| w.ends_with(['s', 'S']))
        && tokens.get(at + 1).is_some_and(|next| next.span.start() == mark.end() + 1 && next.shape != Shape::Mark)
}

fn number_tag(word: &str) -> Tag {
    if ["st", "nd", "rd", "th"].iter().any(|e| word.ends_with(e)) {
        Tag::Jj
    } else if word.ends_with('s') {
        Tag::Nns
    } else {
        Tag::Cd
    }
}

fn mark_tag(mark: &str) -> Tag {
    match mark {
        "." | "!" | "?" => Tag::Stop,
        "," | "/" | "…" => Tag::Comma,
        ";" | ":" | "–" | "—" | "―" => Tag::Colon,
        "-" | "‐" | "‑" => Tag::Hyphen,
        "(" | "[" | "{" => Tag::OpenBracket,
        ")" | "]" | "}" => Tag::CloseBracket,
        "“" | "„" | "«" => Tag::OpenQuote,
        "”" | "»" | "\"" | "'" | "’" | "‘" | "`" => Tag::CloseQuote,
        "$" | "€" | "£" | "¥" => Tag::Money,
        "%" => Tag::Nn,
        "&" => Tag::Cc,
        _ => Tag::Symbol,
    }
}

fn guess(word: &str, knowledge: &Knowledge) -> Tag {
    let low = word.to_lowercase();
    let found =
        knowledge.grammar.suffixes.iter().find(|(end, _)| low.len() > end.len() + 1 && low.ends_with(end.as_str()));
    found.map_or(Tag::Nn, |(_, tag)| *tag)
}

/// Applies one rule from left to right; says whether it changed anything.
fn apply(rule: &TagRule, tokens: &[Token], tags: &mut [Tag], knowledge: &Knowledge) -> bool {
    const STEPS: [isize; 4] = [-2, -1, 1, 2];
    let mut changed = false;
    for at in 0..tokens.len() {
        if rule.from & tags[at].bit() == 0 || tags[at] == rule.to {
            continue;
        }
        if !rule.words.is_empty() && !rule.words.contains(&tokens[at].word) {
            continue;
        }
        let fits = rule.beside.iter().zip(STEPS).all(|(beside, step)| {
            let Some(beside) = beside else { return true };
            match at.checked_add_signed(step).filter(|p| *p < tokens.len()) {
                Some(place) => beside.holds(tokens[place].word, tags[place]),
                None => beside.holds(attache_knowledge::WordId::UNKNOWN, Tag::Edge),
            }
        });
        if !fits {
            continue;
        }
        if rule.requires {
            let reading = knowledge.lexicon.reading(tokens[at].word);
            if reading.is_some_and(|r| !may_be(r, rule.to, knowledge)) {
                continue;
            }
        }
        tags[at] = rule.to;
        changed = true;
    }
    changed
}

/// Whether the lexicon allows a tag: by the form itself, or, for "arrests" and the like, by a verb it can be made of.
fn may_be(reading: &Reading, tag: Tag, knowledge: &Knowledge) -> bool {
    let verb = |lemma| knowledge.lexicon.allows(lemma, Tag::Vb) || knowledge.lexicon.allows(lemma, Tag::Vbp);
    reading.tags.iter().any(|(t, _)| *t == tag) || tag == Tag::Vbz && reading.lemma.is_some_and(verb)
}
