//! The labels that a model knows, read from its header.

use crate::error::ModelError;
use crate::lemma::Script;
use crate::reading::{NameKind, Upos};
use crate::weights::{Header, WeightFile};
use std::ops::Range;

/// Label of a word in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameLabel {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
    End(NameKind),
    Single(NameKind),
}

impl NameLabel {
    fn parse(label: &str) -> Option<NameLabel> {
        if label == "O" {
            return Some(NameLabel::Outside);
        }
        let (place, kind) = label.split_once('-')?;
        let kind = NameKind::from_code(kind)?;
        match place {
            "B" => Some(NameLabel::Begin(kind)),
            "I" => Some(NameLabel::Inside(kind)),
            "E" => Some(NameLabel::End(kind)),
            "S" => Some(NameLabel::Single(kind)),
            _ => None,
        }
    }

    /// The name that goes on behind this word.
    fn open(self) -> Option<NameKind> {
        match self {
            NameLabel::Begin(kind) | NameLabel::Inside(kind) => Some(kind),
            _ => None,
        }
    }

    /// The name that has gone on from the word before.
    fn continues(self) -> Option<NameKind> {
        match self {
            NameLabel::Inside(kind) | NameLabel::End(kind) => Some(kind),
            _ => None,
        }
    }

    /// May `next` stand behind `before`? None is the border of the sentence.
    pub(crate) fn may_follow(before: Option<NameLabel>, next: Option<NameLabel>) -> bool {
        before.and_then(NameLabel::open) == next.and_then(NameLabel::continues)
    }
}

/// Labels by kind, and where the scores of each group stand among the tags.
pub(crate) struct Labels {
    pub(crate) upos: Vec<Upos>,
    pub(crate) feats: Vec<String>,
    pub(crate) lemmas: Vec<Script>,
    pub(crate) names: Vec<NameLabel>,
    pub(crate) classes: Vec<String>,
    pub(crate) statuses: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) root: usize,
    pub(crate) parataxis: usize,
    pub(crate) tags: Tags,
}

/// Where the scores of each group stand in a word's row of tags.
pub(crate) struct Tags {
    pub(crate) upos: Range<usize>,
    pub(crate) feats: Range<usize>,
    pub(crate) lemma: Range<usize>,
    pub(crate) name: Range<usize>,
    pub(crate) cue: Range<usize>,
    pub(crate) predicate: Range<usize>,
    pub(crate) trigger: Range<usize>,
    pub(crate) status: Range<usize>,
    pub(crate) inside: Range<usize>,
    pub(crate) total: usize,
}

/// Labels are numbered in 16 bits.
const MOST_LABELS: usize = 1 << 15;

impl Labels {
    pub(crate) fn new(file: &WeightFile<'_>) -> Result<Labels, ModelError> {
        let header = &file.header;
        let total = header.groups.iter().map(|group| group.labels.len()).sum();
        let tags = Tags {
            upos: group(file, "upos")?.0,
            feats: group(file, "feats")?.0,
            lemma: group(file, "lemma")?.0,
            name: group(file, "name")?.0,
            cue: yes_or_no(file, "cue")?,
            predicate: yes_or_no(file, "predicate")?,
            trigger: group(file, "trigger")?.0,
            status: group(file, "status")?.0,
            inside: yes_or_no(file, "inside")?,
            total,
        };
        let names = parsed(file, "name", NameLabel::parse)?;
        if !names.contains(&NameLabel::Outside) {
            return file.refuse("the labels of “name” lack “O”.".to_owned());
        }
        for (what, least, labels) in
            [("relations", 2, &header.relations), ("roles", 2, &header.roles), ("event_roles", 3, &header.event_roles)]
        {
            if labels.len() < least || labels.len() > MOST_LABELS {
                return file.refuse(format!("“{what}” has {} labels, and needs {least} or more.", labels.len()));
            }
        }
        if header.event_roles != ["none", "actor", "recipient"] {
            return file.refuse(format!("“event_roles” are {:?}, not none, actor, recipient.", header.event_roles));
        }
        Ok(Labels {
            upos: parsed(file, "upos", Upos::from_code)?,
            feats: group(file, "feats")?.1.to_vec(),
            lemmas: parsed(file, "lemma", Script::parse)?,
            names,
            classes: group(file, "trigger")?.1.to_vec(),
            statuses: group(file, "status")?.1.to_vec(),
            relations: header.relations.clone(),
            roles: header.roles.clone(),
            root: relation(file, header, "root")?,
            parataxis: relation(file, header, "parataxis")?,
            tags,
        })
    }
}

fn relation(file: &WeightFile<'_>, header: &Header, name: &str) -> Result<usize, ModelError> {
    match header.relations.iter().position(|relation| relation == name) {
        Some(place) => Ok(place),
        None => file.refuse(format!("“relations” lacks “{name}”.")),
    }
}

/// Where a group's scores stand, and its labels.
fn group<'a>(file: &'a WeightFile<'_>, name: &str) -> Result<(Range<usize>, &'a [String]), ModelError> {
    let mut start = 0;
    for group in &file.header.groups {
        let end = start + group.labels.len();
        if group.name == name {
            if group.labels.is_empty() || group.labels.len() > MOST_LABELS {
                return file.refuse(format!("the group “{name}” has {} labels.", group.labels.len()));
            }
            return Ok((start..end, &group.labels));
        }
        start = end;
    }
    file.refuse(format!("the group “{name}” is missing."))
}

fn yes_or_no(file: &WeightFile<'_>, name: &str) -> Result<Range<usize>, ModelError> {
    let (range, labels) = group(file, name)?;
    if labels == ["no", "yes"] {
        return Ok(range);
    }
    file.refuse(format!("the labels of “{name}” are {labels:?}, not no, yes."))
}

fn parsed<T>(file: &WeightFile<'_>, name: &str, parse: fn(&str) -> Option<T>) -> Result<Vec<T>, ModelError> {
    let mut labels = Vec::new();
    for label in group(file, name)?.1 {
        match parse(label) {
            Some(label) => labels.push(label),
            None => return file.refuse(format!("“{label}” is no label that “{name}” can have.")),
        }
    }
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_opened_before_it_goes_on_and_is_closed_before_another() {
        let label = |text: &str| (text != "|").then(|| NameLabel::parse(text).unwrap());
        let expected = [
            ("|", "O", true),
            ("|", "B-PER", true),
            ("|", "I-PER", false),
            ("|", "E-LOC", false),
            ("|", "S-ORG", true),
            ("B-PER", "E-PER", true),
            ("B-PER", "I-PER", true),
            ("B-PER", "E-LOC", false),
            ("B-PER", "O", false),
            ("B-PER", "|", false),
            ("E-PER", "|", true),
            ("S-PER", "B-ORG", true),
            ("O", "E-OTHER", false),
        ];
        for (before, next, allowed) in expected {
            assert_eq!(NameLabel::may_follow(label(before), label(next)), allowed, "{before} {next}");
        }
        assert_eq!(NameLabel::parse("B-STATE"), None);
    }
}
