//! The verdicts of `eval/names.tsv`.

use super::super::score::side;
use super::findings::{Finding, NameKind};
use crate::{Failure, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The file, below the repository's root.
const FILE: &str = "eval/names.tsv";
/// The right code of words that name no actor.
const NOBODY: &str = "none";

/// The codes that words stand for, sorted: several for "French and German ministers".
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Codes(BTreeSet<String>);

impl From<&str> for Codes {
    /// Codes joined by `+`; none for `none`.
    fn from(text: &str) -> Self {
        Self(text.split('+').filter(|code| *code != NOBODY && !code.is_empty()).map(str::to_owned).collect())
    }
}

impl FromIterator<String> for Codes {
    fn from_iter<T: IntoIterator<Item = String>>(codes: T) -> Self {
        Self(codes.into_iter().collect())
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nobody() {
            return out.write_str(NOBODY);
        }
        out.write_str(&self.0.iter().map(String::as_str).collect::<Vec<_>>().join("+"))
    }
}

impl Codes {
    /// Whether they name nobody.
    pub fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether both have the same states, and bodies of no state.
    pub fn same_states(&self, other: &Self) -> bool {
        let sides = |codes: &Self| codes.0.iter().map(|code| side(code).to_owned()).collect::<BTreeSet<_>>();
        sides(self) == sides(other)
    }
}

/// What a reader says of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// What would be right.
    Wrong(Codes),
    /// Nobody has judged it.
    Unread,
}

/// All verdicts.
#[derive(Debug, Default)]
pub struct Labels {
    /// By document, words and the codes given.
    exact: BTreeMap<(String, String, Codes), Verdict>,
    /// What the words are rightly, by document and words.
    right: BTreeMap<(String, String), BTreeSet<Codes>>,
    /// The names that there are, with the codes that they should have.
    known: BTreeSet<Finding>,
}

/// The labels.
///
/// # Errors
/// Names the line that cannot be read.
pub fn read() -> Result<Labels, Failure> {
    parse(&tree::read(&tree::root().join(FILE))?)
}

/// The labels of a file's text.
///
/// # Errors
/// Names the line that cannot be read.
pub fn parse(text: &str) -> Result<Labels, Failure> {
    let mut labels = Labels::default();
    for (at, line) in text.lines().enumerate().skip(1) {
        let wrong = |why: &str| Failure(format!("{FILE}:{}: {why}", at + 1));
        let fields: Vec<&str> = line.split('\t').collect();
        let [document, kind, words, code, verdict, right, reason] = fields[..] else {
            return Err(wrong("write 7 columns with tabs between them"));
        };
        let kind: NameKind = kind.parse().map_err(|why: String| wrong(&why))?;
        if verdict != "right" && (right.is_empty() || reason.is_empty()) {
            return Err(wrong("the right code or the reason is missing"));
        }
        let (document, words, codes) = (document.to_owned(), words.to_owned(), Codes::from(code));
        let fitting = if verdict == "right" { codes.clone() } else { Codes::from(right) };
        if !fitting.is_nobody() {
            let (document, words, codes) = (document.clone(), words.clone(), fitting.clone());
            labels.known.insert(Finding { document, kind, words, codes });
        }
        let verdict = match verdict {
            "right" => Verdict::Right,
            "wrong" => Verdict::Wrong(fitting.clone()),
            "missed" => continue,
            other => return Err(wrong(&format!("\"{other}\" is none of right, wrong, missed"))),
        };
        labels.right.entry((document.clone(), words.clone())).or_default().insert(fitting);
        labels.exact.insert((document, words, codes), verdict);
    }
    Ok(labels)
}

impl Labels {
    /// What is said of a finding: of these words with these codes, else whether others of this document were said to
    /// be right or wrong in a way that settles it.
    pub fn verdict(&self, finding: &Finding) -> Verdict {
        let key = (finding.document.clone(), finding.words.clone(), finding.codes.clone());
        if let Some(verdict) = self.exact.get(&key) {
            return verdict.clone();
        }
        let Some(right) = self.right.get(&(key.0, key.1)) else { return Verdict::Unread };
        if right.contains(&finding.codes) {
            return Verdict::Right;
        }
        match right.iter().next() {
            Some(only) if right.len() == 1 => Verdict::Wrong(only.clone()),
            _ => Verdict::Unread,
        }
    }

    /// The names that there are, those among them that were missed when the documents were read, with the codes that
    /// they should have.
    pub fn known(&self) -> impl Iterator<Item = &Finding> {
        self.known.iter()
    }

    /// # Errors
    /// Names a label whose document was not drawn.
    pub fn check(&self, drawn: &BTreeSet<&str>) -> Result<(), Failure> {
        let labelled = self.exact.keys().map(|(document, ..)| document).chain(self.known.iter().map(|m| &m.document));
        match labelled.into_iter().find(|document| !drawn.contains(document.as_str())) {
            Some(other) => Err(Failure(format!("{FILE} speaks of {other}, which is not among the documents drawn"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_also_settles_the_same_words_with_other_codes() {
        let labels = parse("head\nd\tnoun\tminister\tTUR:MIL\twrong\tTUR:GOV\ta civilian\n").unwrap();
        for (codes, expected) in [
            ("TUR:MIL", Verdict::Wrong(Codes::from("TUR:GOV"))),
            ("TUR:GOV", Verdict::Right),
            ("EGY:GOV", Verdict::Wrong(Codes::from("TUR:GOV"))),
        ] {
            let finding = Finding {
                document: "d".into(),
                kind: NameKind::Noun,
                words: "minister".into(),
                codes: Codes::from(codes),
            };
            assert_eq!(labels.verdict(&finding), expected, "{codes}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (line, why) in [
            ("d\tnoun\tminister\tTUR:MIL\twrong\t\t", "reason is missing"),
            ("d\tthing\tminister\tTUR:MIL\tright\t\t", "thing"),
            ("d\tnoun\tminister", "7 columns"),
        ] {
            let Failure(message) = parse(&format!("head\n{line}\n")).unwrap_err();
            assert!(message.contains("eval/names.tsv:2:") && message.contains(why), "{message}");
        }
    }
}
