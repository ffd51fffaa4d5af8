//! Which record of one output is which of the other, within a document.

use super::item::{FIELDS, Item};
use std::collections::BTreeMap;

/// What became of a record.
#[derive(Debug, PartialEq)]
pub enum Change {
    /// Only the second output has it.
    Added(Item),
    /// Only the first has it.
    Dropped(Item),
    /// Both have it, and differ in these fields; the rules that only one of them has stand behind.
    Changed {
        /// As it was.
        old: Item,
        /// As it is.
        new: Item,
        /// The fields that differ.
        fields: Vec<&'static str>,
    },
}

/// What a document's records have become.
#[derive(Debug, Default, PartialEq)]
pub struct Compared {
    /// The differences, in the order of the text.
    pub changes: Vec<Change>,
    /// Those that are the same, by label; the second number are those that came by other rules.
    pub same: BTreeMap<String, (u64, u64)>,
}

/// Compares the records of one document. `ignored` are fields whose differences don't count.
///
/// Two records are one if they have the same name, which means the same words and class; else if they are of one kind
/// and have words in common, those of one class and with the most words in common first.
pub fn compare(old: Vec<Item>, new: Vec<Item>, ignored: &[String]) -> Compared {
    let mut out = Compared::default();
    let mut old: Vec<Option<Item>> = old.into_iter().map(Some).collect();
    let mut left: Vec<Option<Item>> = Vec::new();
    let mut pairs: Vec<(Item, Item)> = Vec::new();
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, item) in old.iter().enumerate().rev() {
        by_id.entry(item.as_ref().map(|item| item.id.clone()).unwrap_or_default()).or_default().push(at);
    }
    for item in new {
        match by_id.get_mut(&item.id).and_then(Vec::pop).and_then(|at| old[at].take()) {
            Some(before) => pairs.push((before, item)),
            None => left.push(Some(item)),
        }
    }
    // Of what is left, those that share words, the likest first.
    let mut likely: Vec<(bool, u32, usize, usize)> = Vec::new();
    for (a, before) in old.iter().enumerate() {
        for (b, after) in left.iter().enumerate() {
            let (Some(before), Some(after)) = (before, after) else { continue };
            let end = before.at.end().min(after.at.end());
            let shared = end.saturating_sub(before.at.start().max(after.at.start()));
            if before.kind == after.kind && shared > 0 {
                likely.push((before.label() == after.label(), shared, a, b));
            }
        }
    }
    likely.sort_by_key(|(same, shared, a, b)| (std::cmp::Reverse((*same, *shared)), *a, *b));
    for (_, _, a, b) in likely {
        if old[a].is_some() && left[b].is_some() {
            pairs.extend(old[a].take().zip(left[b].take()));
        }
    }
    for (before, after) in pairs {
        let differs =
            |name: &&'static str| !ignored.iter().any(|i| i == name) && before.field(name) != after.field(name);
        let fields: Vec<&'static str> = FIELDS.iter().copied().filter(differs).collect();
        if fields.is_empty() {
            let counts = out.same.entry(after.label().to_owned()).or_default();
            counts.0 += 1;
            counts.1 += u64::from(before.rules != after.rules);
        } else {
            out.changes.push(Change::Changed { old: before, new: after, fields });
        }
    }
    out.changes.extend(old.into_iter().flatten().map(Change::Dropped));
    out.changes.extend(left.into_iter().flatten().map(Change::Added));
    out.changes.sort_by(|one, other| one.place().cmp(&other.place()));
    out
}

impl Change {
    /// Where it stands in a list of differences.
    fn place(&self) -> (u32, u32, &str, &str) {
        let item = match self {
            Self::Added(item) | Self::Dropped(item) | Self::Changed { new: item, .. } => item,
        };
        (item.at.start(), item.at.end(), &item.kind, &item.id)
    }

    /// The word for what became of it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added(_) => "added",
            Self::Dropped(_) => "dropped",
            Self::Changed { .. } => "changed",
        }
    }
}

/// The rules that only one of two records has: those gone, those come.
pub fn rules<'i>(old: &'i Item, new: &'i Item) -> (Vec<&'i str>, Vec<&'i str>) {
    let only = |one: &'i Item, other: &Item| {
        one.rules.iter().filter(|rule| !other.rules.contains(rule)).map(String::as_str).collect()
    };
    (only(old, new), only(new, old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Row, sample};
    use attache_record::{Class, EntryId, Record, RecordId, Status};

    fn items(change: impl Fn(&mut Vec<Record>)) -> Vec<Item> {
        let (_, mut records) = sample::visit_and_demand();
        change(&mut records);
        records.iter().filter_map(Row::of).filter_map(Item::of).collect()
    }

    fn event(records: &mut [Record], at: usize) -> &mut attache_record::Event {
        match &mut records[at] {
            Record::Event(event) => event,
            other => panic!("{other:?} is no event"),
        }
    }

    /// The differences as `word label: fields`.
    fn found(old: Vec<Item>, new: Vec<Item>, ignored: &[&str]) -> Vec<String> {
        let ignored: Vec<String> = ignored.iter().map(|field| (*field).to_owned()).collect();
        let line = |change: &Change| match change {
            Change::Added(item) | Change::Dropped(item) => format!("{} {}", change.word(), item.label()),
            Change::Changed { new, fields, .. } => format!("changed {}: {}", new.label(), fields.join(" ")),
        };
        compare(old, new, &ignored).changes.iter().map(line).collect()
    }

    #[test]
    fn records_of_one_name_are_one_and_differ_field_by_field() {
        let new = items(|records| {
            event(records, 0).status = Status::Actual;
            event(records, 0).score = 0.9;
            event(records, 1).actors.clear();
        });
        let old = items(|_| ());
        assert_eq!(found(old.clone(), new.clone(), &[]), ["changed CONSULT: status score", "changed REQUEST: actors"]);
        assert_eq!(found(old, new, &["score", "actors"]), ["changed CONSULT: status"]);
    }

    #[test]
    fn a_record_of_another_class_in_the_same_words_is_the_same_record_changed() {
        let new = items(|records| {
            event(records, 1).id = RecordId::new("accusation");
            event(records, 1).class = Class::Accuse;
        });
        assert_eq!(found(items(|_| ()), new, &[]), ["changed ACCUSE: class"]);
    }

    #[test]
    fn what_only_one_output_has_is_added_or_dropped() {
        let fewer = items(|records| drop(records.remove(1)));
        assert_eq!(found(items(|_| ()), fewer.clone(), &[]), ["dropped REQUEST"]);
        assert_eq!(found(fewer, items(|_| ()), &[]), ["added REQUEST"]);
    }

    #[test]
    fn the_same_record_by_another_rule_is_no_difference_but_counted() {
        let new = items(|records| event(records, 1).rules = vec![EntryId::new("request.urge")]);
        let compared = compare(items(|_| ()), new.clone(), &[]);
        assert_eq!(compared.changes, []);
        assert_eq!(compared.same["REQUEST"], (1, 1));
        assert_eq!(compared.same["CONSULT"], (1, 0));
        let old = items(|_| ());
        assert_eq!(rules(&old[1], &new[1]), (vec!["request.demand"], vec!["request.urge"]));
    }
}
