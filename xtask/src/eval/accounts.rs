//! Two accounts of one contact side by side: which of their claims are about the same matter.

use super::show::Mistake;
use super::table::{row, share};
use super::{Bench, Outcome};
use crate::{Failure, tree};
use attache_desk::readouts::{Claim, compare, encounters};
use attache_desk::{Desk, Kept, Query};
use attache_record::{Basis, Class, Document, DocumentId, Published};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
struct Pair {
    a: Text,
    b: Text,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    source: String,
    date: Date,
    title: String,
    url: String,
    text: String,
}

/// One line of `eval/readouts.tsv`: a byte of each of two documents at which they are about the same.
struct Label<'l> {
    first: &'l str,
    at: u32,
    second: &'l str,
    other: u32,
    /// A reader could go either way.
    may: bool,
    matter: &'l str,
}

impl<'l> Label<'l> {
    fn read(line: &'l str) -> Result<Self, Failure> {
        let wrong = || Failure(format!("eval/readouts.tsv: \"{line}\" is no label"));
        let fields: Vec<&str> = line.split('\t').collect();
        let [first, at, second, other, judged, matter] = fields[..] else { return Err(wrong()) };
        let (at, other) = at.parse().ok().zip(other.parse().ok()).ok_or_else(wrong)?;
        Ok(Self { first, at, second, other, may: judged == "may", matter })
    }

    fn is(&self, first: (&str, &Claim), second: (&str, &Claim)) -> bool {
        let holds = |claim: &Claim, at: u32| claim.span.start() <= at && at < claim.span.end();
        self.first == first.0 && self.second == second.0 && holds(first.1, self.at) && holds(second.1, self.other)
    }
}

/// Codes each pair, files it, and compares what was put side by side with the labels.
pub fn score(bench: &Bench<'_>, set: &str, path: &Path) -> Result<Outcome, Failure> {
    let problem = |problem: attache_record::Diagnostic| Failure(problem.to_string());
    let table = tree::read(&tree::root().join("eval/readouts.tsv"))?;
    let labels: Vec<Label<'_>> =
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(Label::read).collect::<Result<_, _>>()?;
    let (mut pairs, mut joined, mut made, mut right) = (0, 0, 0, 0);
    let mut found = BTreeSet::new();
    let mut mistakes = Vec::new();
    let mut mistake = |head: &str, text: &str, gold: &str, coded: &str| {
        let pairs = vec![(gold.to_owned(), coded.to_owned())];
        let classes = Class::ALL.iter().copied().collect();
        mistakes.push(Mistake { head: format!("{set} {head}"), text: text.to_owned(), pairs, classes });
    };
    for line in tree::read(path)?.lines() {
        let pair: Pair = serde_json::from_str(line)?;
        let documents = [document(pair.a), document(pair.b)];
        let [first, second] = &documents;
        let mut desk = Desk::in_memory(Kept::Text).map_err(problem)?;
        let coded = bench.code(&documents);
        let mut filing = desk.filing(Timestamp::UNIX_EPOCH, "eval").map_err(problem)?;
        for (document, records) in documents.iter().zip(&coded) {
            filing.put(document, records, bench.coder.run()).map_err(problem)?;
        }
        filing.commit().map_err(problem)?;
        pairs += 1;
        let query = Query::default();
        let readouts = desk.readouts(&query).map_err(problem)?;
        let met = encounters(&readouts, &desk.contacts(&query).map_err(problem)?, &[]);
        let of_both = met.into_iter().find(|met| {
            documents.iter().all(|document| met.accounts.iter().any(|account| account.document == document.id))
        });
        let Some(mut met) = of_both else {
            mistake(first.id.as_str(), first.title.as_deref().unwrap_or_default(), "one contact", "");
            continue;
        };
        joined += 1;
        for account in &mut met.accounts {
            let events = desk.events_of(&account.document, &query).map_err(problem)?;
            account.fill(&events, &desk.quotes_of(&account.document, &query).map_err(problem)?);
        }
        let comparison = compare(met);
        let accounts = &comparison.encounter.accounts;
        let claims = |document: &DocumentId, of: &[(usize, usize)]| -> Vec<Claim> {
            let own = of.iter().filter(|(account, _)| accounts[*account].document == *document);
            own.map(|(account, claim)| accounts[*account].claims[*claim].clone()).collect()
        };
        for row in &comparison.rows {
            for a in &claims(&first.id, &row.claims) {
                for b in &claims(&second.id, &row.claims) {
                    let (a_name, b_name) = (first.id.as_str(), second.id.as_str());
                    let of = |label: &&(usize, &Label<'_>)| label.1.is((a_name, a), (b_name, b));
                    let of: Vec<(usize, &Label<'_>)> = labels.iter().enumerate().filter(|l| of(&l)).collect();
                    if !of.is_empty() && of.iter().all(|(_, label)| label.may) {
                        continue;
                    }
                    made += 1;
                    if of.is_empty() {
                        mistake(first.id.as_str(), &a.text, "", &b.text);
                    } else {
                        right += 1;
                        found.extend(of.iter().filter(|(_, label)| !label.may).map(|(at, _)| *at));
                    }
                }
            }
        }
    }
    let wanted = labels.iter().enumerate().filter(|(_, label)| !label.may);
    for (_, label) in wanted.clone().filter(|(at, _)| !found.contains(at)) {
        mistake(label.first, &format!("bytes {} and {}", label.at, label.other), label.matter, "");
    }
    let rows = vec![
        row(set, "one contact", "all", share(joined, pairs)),
        row(set, "matches right", "all", share(right, made)),
        row(set, "matters found", "all", share(found.len(), wanted.count())),
    ];
    Ok(Outcome { rows, mistakes })
}

fn document(text: Text) -> Document {
    Document {
        id: DocumentId::new(text.id),
        source: Some(text.source),
        title: Some(text.title),
        uri: Some(text.url),
        published: Some(Published { date: text.date, basis: Basis::Given }),
        ..Document::from_text(&text.text)
    }
}
