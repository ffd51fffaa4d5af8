//! CoNLL-U: a word a line, as Universal Dependencies' tools read it.
//!
//! What the ten columns have no place for stands in MISC and in comments:
//!
//! | where | what |
//! | --- | --- |
//! | `Name=B-PER`, `Name=I-PER` in MISC | first and further words of a name: `PER`, `ORG`, `LOC`, `OTHER` |
//! | `Cue=Yes` | the word makes what is near it a quotation or a claim ("said") |
//! | `Predicate=Yes` | the word is a predicate |
//! | `Role=6:ARG1` | the word is the head of ARG1 of the predicate with the id 6; several with commas |
//! | `# event_proposal = CLASS status trigger=6 actor=8 recipient=1-3 score=0.62` | words that may be an event |
//!
//! Words that were written as one have a range ("2-3 didn't"). Given words keep their comments, ranges, XPOS and MISC;
//! enhanced dependencies and empty nodes, which belong to the tree that stood there before, are left out.

use crate::analysis::{Argument, Sentence};
use attache_coder::analyse::conllu::space_after;
use std::fmt::Write;
use std::ops::Range;

/// Begins the comment of an event proposal.
const PROPOSAL: &str = "# event_proposal = ";

/// Entries of MISC that are written anew.
const OWN: [&str; 5] = ["Name=", "Cue=", "Predicate=", "Role=", "SpaceAfter="];

/// The comments before a document's first sentence.
pub fn head(document: &str, model: &str, out: &mut String) {
    let _ = writeln!(out, "# newdoc id = {}", id(document));
    let _ = writeln!(out, "# attache_model = {}", plain(model));
}

/// The lines of a sentence with the empty line behind it. `document` begins its id.
pub fn sentence(sentence: &Sentence<'_>, document: &str, out: &mut String) {
    comments(sentence, document, out);
    let misc = misc(sentence);
    let given = &sentence.given.words;
    let mut at = 0;
    while at < given.len() {
        let range = range_at(sentence, at);
        if range.len() > 1 {
            let (form, rest) = written(sentence, &range);
            let spaced = given[range.end - 1].spaced || range.end == given.len();
            let id = format!("{}-{}", range.start + 1, range.end);
            let _ = writeln!(out, "{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", ending(&rest, spaced));
        }
        for at in range.clone() {
            let spaced = range.len() > 1 || given[at].spaced || at + 1 == given.len();
            line(sentence, at, &ending(&misc[at], spaced), out);
        }
        at = range.end;
    }
    out.push('\n');
}

fn line(sentence: &Sentence<'_>, at: usize, misc: &str, out: &mut String) {
    let word = &sentence.words[at];
    let gold = sentence.given.gold.as_ref().and_then(|gold| gold.words.get(at));
    let xpos = gold.map_or("_", |word| word.xpos.as_str());
    let form = plain(&sentence.given.words[at].form);
    let lemma = plain(&word.lemma);
    let head = word.head.map_or(0, |head| head + 1);
    let (upos, feats, relation) = (word.upos, word.feats, word.relation);
    let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{relation}\t_\t{misc}", at + 1);
}

fn comments(sentence: &Sentence<'_>, document: &str, out: &mut String) {
    match &sentence.given.gold {
        Some(gold) => {
            for comment in gold.comments.iter().filter(|comment| !comment.starts_with(PROPOSAL)) {
                let _ = writeln!(out, "{comment}");
            }
        }
        None => {
            let _ = writeln!(out, "# sent_id = {}-{}", id(document), sentence.given.number);
            let _ = writeln!(out, "# text = {}", text(sentence));
        }
    }
    for proposal in &sentence.proposals {
        let _ = write!(out, "{PROPOSAL}{} {} trigger={}", proposal.class, proposal.status, ids(&proposal.words));
        for (name, parts) in [("actor", &proposal.actors), ("recipient", &proposal.recipients)] {
            for part in parts {
                let _ = write!(out, " {name}={}", ids(&part.words));
            }
        }
        let _ = writeln!(out, " score={:.2}", proposal.class_score);
    }
}

/// Words by their ids: `3`, `3-5`.
fn ids(words: &Range<usize>) -> String {
    if words.len() == 1 { (words.start + 1).to_string() } else { format!("{}-{}", words.start + 1, words.end) }
}

/// The text as the words make it, which is what readers of the format compare.
fn text(sentence: &Sentence<'_>) -> String {
    plain(&sentence.text(&(0..sentence.given.words.len())))
}

/// The words that were written as one with the word at `at`, which is the first of them.
fn range_at(sentence: &Sentence<'_>, at: usize) -> Range<usize> {
    if let Some(gold) = &sentence.given.gold {
        let range = gold.ranges.iter().find(|range| range.first == at);
        return range.map_or(at..at + 1, |range| range.first..range.end);
    }
    let words = &sentence.given.words;
    let attached = words[at + 1..].iter().take_while(|word| word.attached).count();
    at..at + 1 + attached
}

/// How the words of a range were written, and the entries that their line had.
fn written(sentence: &Sentence<'_>, words: &Range<usize>) -> (String, Vec<String>) {
    let gold = sentence.given.gold.as_ref();
    match gold.and_then(|gold| gold.ranges.iter().find(|range| range.first == words.start)) {
        Some(range) => (range.form.clone(), kept(&range.misc)),
        None => (plain(&sentence.text(words)), Vec::new()),
    }
}

/// Entries of a MISC column that are not written anew.
fn kept(misc: &str) -> Vec<String> {
    let own = |entry: &str| OWN.iter().any(|own| entry.starts_with(own));
    misc.split('|').filter(|entry| *entry != "_" && !entry.is_empty() && !own(entry)).map(str::to_owned).collect()
}

/// The MISC column of these entries.
fn ending(entries: &[String], spaced: bool) -> String {
    let mut all: Vec<&str> = entries.iter().map(String::as_str).collect();
    if !spaced {
        all.push("SpaceAfter=No");
    }
    if all.is_empty() { "_".to_owned() } else { all.join("|") }
}

/// The entries of each word.
fn misc(sentence: &Sentence<'_>) -> Vec<Vec<String>> {
    let gold = sentence.given.gold.as_ref();
    let before = |at: usize| gold.and_then(|gold| gold.words.get(at)).map_or(Vec::new(), |word| kept(&word.misc));
    let mut misc: Vec<Vec<String>> = (0..sentence.words.len()).map(before).collect();
    for name in &sentence.names {
        for (at, word) in name.words.clone().enumerate() {
            let begins = if at == 0 { 'B' } else { 'I' };
            misc[word].push(format!("Name={begins}-{}", name.kind));
        }
    }
    for (at, word) in sentence.words.iter().enumerate() {
        if word.cue.is_some() {
            misc[at].push("Cue=Yes".to_owned());
        }
    }
    let mut roles: Vec<Vec<String>> = vec![Vec::new(); sentence.words.len()];
    for predicate in &sentence.predicates {
        misc[predicate.word].push("Predicate=Yes".to_owned());
        for Argument { role, head, .. } in &predicate.arguments {
            roles[*head].push(format!("{}:{role}", predicate.word + 1));
        }
    }
    for (at, roles) in roles.iter().enumerate().filter(|(_, roles)| !roles.is_empty()) {
        misc[at].push(format!("Role={}", roles.join(",")));
    }
    misc
}

/// A name as an id, which has no spaces in it.
fn id(name: &str) -> String {
    plain(name).replace(char::is_whitespace, "_")
}

/// Text without what would break a line or a column; an empty column is `_`.
fn plain(text: &str) -> String {
    if text.is_empty() {
        return "_".to_owned();
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether a space follows each word of a sentence that was read from a file.
pub fn spaced(sentence: &attache_coder::analyse::conllu::Sentence) -> Vec<bool> {
    let mut spaced: Vec<bool> = sentence.words.iter().map(|word| space_after(&word.misc)).collect();
    for range in &sentence.ranges {
        spaced[range.first..range.end].fill(false);
        spaced[range.end - 1] = space_after(&range.misc);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample;
    use attache_coder::analyse::conllu;

    fn written_out(read: &Sentence<'_>) -> String {
        let mut out = String::new();
        sentence(read, "wire-7", &mut out);
        out
    }

    #[test]
    fn a_sentence_is_written_with_ranges_names_roles_cues_and_proposals() {
        let expected = "\
# sent_id = wire-7-1
# text = Malta's envoys weren't recalled, Tunis said.
# event_proposal = SANCTION negated trigger=6 actor=8 recipient=1-3 score=0.62
1-2|Malta's|_|_|_|_|_|_|_|_
1|Malta|Malta|PROPN|_|_|3|nmod:poss|_|Name=B-LOC
2|'s|'s|PART|_|_|1|case|_|_
3|envoys|envoy|NOUN|_|Number=Plur|6|nsubj:pass|_|Role=6:ARG1
4-5|weren't|_|_|_|_|_|_|_|_
4|were|be|AUX|_|_|6|aux:pass|_|_
5|n't|not|PART|_|_|6|advmod|_|Role=6:ARGM-NEG
6|recalled|recall|VERB|_|_|0|root|_|Predicate=Yes;SpaceAfter=No
7|,|,|PUNCT|_|_|6|punct|_|_
8|Tunis|Tunis|PROPN|_|_|9|nsubj|_|Name=B-LOC;Role=9:ARG0
9|said|say|VERB|_|_|6|parataxis|_|Cue=Yes;Predicate=Yes;SpaceAfter=No
10|.|.|PUNCT|_|_|6|punct|_|_

";
        let shown = written_out(&sample::recall()).replace('|', ";").replace('\t', "|");
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_words_in_the_same_text() {
        let read = sample::recall();
        let out = written_out(&read);
        let back = conllu::sentences(&out, "out").next().unwrap().unwrap();
        let (text, spans) = back.located();
        assert_eq!(text, read.given.text);
        assert_eq!(spans, read.given.words.iter().map(|word| word.span).collect::<Vec<_>>());
    }

    #[test]
    fn given_lines_keep_their_comments_ranges_and_other_columns() {
        let file = "# sent_id = a\n# event_proposal = old\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tTypo=Yes\n\
                    1\tdo\tdo\tAUX\tVBP\t_\t0\troot\t0:root\tName=B-PER|Gloss=tun\n2\tn't\t_\t_\tRB\t_\t1\t_\t_\t_\n\
                    2.1\tgo\t_\t_\t_\t_\t_\t_\t1:dep\t_\n\n";
        let gold = conllu::sentences(file, "a").next().unwrap().unwrap();
        let mut read = sample::recall();
        read.words.truncate(2);
        (read.words[0].head, read.words[1].head) = (None, Some(0));
        read.names.clear();
        read.predicates.clear();
        read.proposals.clear();
        read.given.words.truncate(2);
        read.given.words[0].form = "do".to_owned();
        read.given.words[1].form = "n't".to_owned();
        read.given.gold = Some(gold);
        let expected = "# sent_id = a\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tTypo=Yes\n\
                        1\tdo\tMalta\tPROPN\tVBP\t_\t0\tnmod:poss\t_\tGloss=tun\n\
                        2\tn't\t's\tPART\tRB\t_\t1\tcase\t_\t_\n\n";
        assert_eq!(written_out(&read), expected);
    }

    #[test]
    fn control_characters_break_no_column() {
        let mut read = sample::recall();
        read.given.words[0].form = "Mal\tta".to_owned();
        read.words[0].lemma = String::new();
        let mut out = String::new();
        sentence(&read, "wire 7\n", &mut out);
        assert!(out.contains("1\tMal ta\t_\tPROPN\t"), "{out}");
        assert!(out.starts_with("# sent_id = wire_7_-1\n"), "{out}");
    }
}
