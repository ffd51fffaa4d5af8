//! Whether the records of a text are those that the case expects.

use crate::describe;
use crate::expected::{Check, DocumentCheck, Expected, Where, Who};
use crate::markdown::Sample;
use attache_record::{Code, Document, Event, Party, Place, Record, When};

/// What is wrong, each as lines to be printed; empty where the text gives its records.
pub fn mismatches(sample: &Sample, records: &[Record]) -> Vec<String> {
    let coded: Vec<&Record> = records.iter().filter(|r| describe::kind(r).is_some()).collect();
    let failed: Vec<Vec<Vec<String>>> =
        sample.expected.iter().map(|e| coded.iter().map(|r| failed_checks(e, r, sample, records)).collect()).collect();
    let matched = best_match(&failed, coded.len());
    let mut free: Vec<bool> = (0..coded.len()).map(|j| !matched.contains(&Some(j))).collect();
    let mut out: Vec<String> = sample
        .of_document
        .iter()
        .filter_map(|(line, check)| document_failure(*line, check, &sample.document))
        .collect();
    for (i, expected) in sample.expected.iter().enumerate().filter(|(i, _)| matched[*i].is_none()) {
        let mut lines = format!("  expected  {}   (line {})", expected.source, expected.line);
        match nearest(expected, &failed[i], &coded, &free) {
            Some(j) => {
                free[j] = false;
                lines.push_str(&format!("\n  coded     {}", describe::record(coded[j])));
                for difference in &failed[i][j] {
                    lines.push_str(&format!("\n            {difference}"));
                }
            }
            None => lines.push_str("\n  coded     nothing like it"),
        }
        out.push(lines);
    }
    for (j, record) in coded.iter().enumerate().filter(|(j, _)| free[*j]) {
        if describe::kind(record).is_some_and(|kind| sample.complete.contains(&kind)) {
            out.push(format!("  expected  nothing more of this kind\n  coded     {}", describe::record(coded[j])));
        }
    }
    out
}

fn document_failure(line: usize, check: &DocumentCheck, document: &Document) -> Option<String> {
    let (wanted, coded) = match check {
        DocumentCheck::Published(date, basis) => {
            let found = document.published;
            let same = found.map(|p| p.date) == *date && basis.is_none_or(|b| found.map(|p| p.basis) == Some(b));
            if same {
                return None;
            }
            (format!("published {date:?} {basis:?}"), format!("published {found:?}"))
        }
        DocumentCheck::Keeps(words) if !document.text.contains(words) => {
            (format!("keeps \"{words}\""), "not in the text".into())
        }
        DocumentCheck::Drops(words) if document.text.contains(words) => {
            (format!("drops \"{words}\""), "in the text".into())
        }
        DocumentCheck::Keeps(_) | DocumentCheck::Drops(_) => return None,
    };
    Some(format!("  expected  {wanted}   (line {line})\n  document  {coded}"))
}

/// For each expected line the record that it got, as many as can be had (augmenting paths).
fn best_match(failed: &[Vec<Vec<String>>], records: usize) -> Vec<Option<usize>> {
    let mut owner: Vec<Option<usize>> = vec![None; records];
    for i in 0..failed.len() {
        let mut seen = vec![false; records];
        claim(i, failed, &mut owner, &mut seen);
    }
    let mut out = vec![None; failed.len()];
    for (j, i) in owner.iter().enumerate() {
        if let Some(i) = i {
            out[*i] = Some(j);
        }
    }
    out
}

fn claim(i: usize, failed: &[Vec<Vec<String>>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for j in 0..owner.len() {
        if failed[i][j].is_empty() && !seen[j] {
            seen[j] = true;
            let taken = owner[j];
            if taken.is_none_or(|other| claim(other, failed, owner, seen)) {
                owner[j] = Some(i);
                return true;
            }
        }
    }
    false
}

/// The free record of the same kind with the fewest differences.
fn nearest(expected: &Expected, failed: &[Vec<String>], coded: &[&Record], free: &[bool]) -> Option<usize> {
    (0..coded.len())
        .filter(|&j| free[j] && describe::kind(coded[j]) == Some(expected.kind))
        .min_by_key(|&j| (failed[j].len(), j))
}

/// One sentence for each check that `record` fails.
fn failed_checks(expected: &Expected, record: &Record, sample: &Sample, all: &[Record]) -> Vec<String> {
    if describe::kind(record) != Some(expected.kind) {
        return vec!["another kind of record".into()];
    }
    let text = &sample.document.text;
    expected.checks.iter().filter_map(|check| failure(check, record, text, all)).collect()
}

fn differ(what: &str, wanted: impl std::fmt::Display, coded: impl std::fmt::Display, same: bool) -> Option<String> {
    (!same).then(|| format!("{what}: {wanted} expected, {coded} coded"))
}

fn failure(check: &Check, record: &Record, text: &str, all: &[Record]) -> Option<String> {
    match check {
        Check::When(days) => {
            let coded = when_of(record);
            let same = coded.map(|w| (w.first, w.last)) == *days;
            let wanted = days.map_or("-".into(), |(a, b)| if a == b { a.to_string() } else { format!("{a}/{b}") });
            differ("date", wanted, describe::when(coded), same)
        }
        Check::Place(wanted) => {
            let places = places_of(record);
            let mut shown: Vec<String> = places.iter().map(|p| describe::place(p)).collect();
            let hosts: &[Party] = if let Record::Presence(p) = record { &p.hosts } else { &[] };
            shown.extend(hosts.iter().map(describe::party));
            let same = if wanted.is_empty() {
                shown.is_empty()
            } else {
                wanted.iter().all(|w| places.iter().any(|p| is_place(w, p)) || hosts.iter().any(|h| is_host(w, h)))
            };
            differ("place", format!("{wanted:?}"), shown.join(" + "), same)
        }
        Check::SaidBy(wanted) => {
            let coded = said_by_of(record);
            let same = match (wanted, coded) {
                (None, None) => true,
                (Some(who), Some(party)) => is(who, party),
                _ => false,
            };
            differ("said by", format!("{wanted:?}"), coded.map_or("nobody".into(), describe::party), same)
        }
        Check::Words(words) => {
            let span = describe::words(record)?;
            let overlaps = text
                .match_indices(words.as_str())
                .any(|(at, found)| at < span.end() as usize && (span.start() as usize) < at + found.len());
            differ("words", words, span.text(text).unwrap_or("?"), overlaps)
        }
        Check::Sentence(words) => {
            let sentence = record.sentence().and_then(|s| s.text(text)).unwrap_or("?");
            differ("sentence", words, sentence, elided(words, sentence.trim()))
        }
        check => match record {
            Record::Event(e) => event_failure(check, e),
            Record::Contact(_) => contact_failure(check, record),
            Record::Presence(_) => presence_failure(check, record),
            Record::Quote(_) | Record::Readout(_) => speech_failure(check, record, all),
            Record::Run(_) => None,
        },
    }
}

fn event_failure(check: &Check, e: &Event) -> Option<String> {
    match check {
        Check::Class(class) => differ("class", class, e.class, e.class == *class),
        Check::Mode(mode) => differ("mode", format!("{mode:?}"), format!("{:?}", e.mode), e.mode == *mode),
        Check::Status(status) => differ("status", status, e.status, e.status == *status),
        Check::Actors(who) => parties_differ("actors", who, &e.actors),
        Check::Recipients(who) => parties_differ("recipients", who, &e.recipients),
        Check::Strict(class) => {
            differ("plover", format!("{class:?}"), format!("{:?}", e.views.plover), e.views.plover == *class)
        }
        Check::Cameo(code) => {
            differ("cameo", format!("{code:?}"), format!("{:?}", e.views.cameo), e.views.cameo == *code)
        }
        Check::Topics(topics) => {
            let coded: Vec<&str> = e.topics.iter().map(|t| t.as_str()).collect();
            differ("topics", topics.join("+"), coded.join("+"), topics.iter().all(|t| coded.contains(&t.as_str())))
        }
        _ => Some("an event has no such field".into()),
    }
}

fn contact_failure(check: &Check, record: &Record) -> Option<String> {
    let Record::Contact(c) = record else { return None };
    let (visitors, hosts) = c.parties.split_at((c.visitors as usize).min(c.parties.len()));
    match check {
        Check::What(what) => differ("contact", what, c.what, c.what == *what),
        Check::Stage(stage) => differ("status", stage, c.status, c.status == *stage),
        Check::Parties(who) => parties_differ("parties", who, &c.parties),
        Check::Visitors(who) => parties_differ("visitors", who, visitors),
        Check::Hosts(who) => parties_differ("hosts", who, hosts),
        _ => Some("a contact has no such field".into()),
    }
}

fn presence_failure(check: &Check, record: &Record) -> Option<String> {
    let Record::Presence(p) = record else { return None };
    match check {
        Check::Actors(who) => parties_differ("state", who, p.state.as_slice()),
        Check::Mission(what) => differ("mission", what, p.what, p.what == *what),
        Check::Changes(changes) => {
            let mut coded = p.changes.clone();
            let mut wanted = changes.clone();
            coded.sort_unstable();
            wanted.sort_unstable();
            differ("changes", format!("{wanted:?}"), format!("{coded:?}"), coded == wanted)
        }
        Check::AtLeast(number) => differ("at least", number, format!("{:?}", p.at_least), p.at_least == Some(*number)),
        _ => Some("a presence has no such field".into()),
    }
}

fn speech_failure(check: &Check, record: &Record, all: &[Record]) -> Option<String> {
    let speaker = match record {
        Record::Quote(q) => q.speaker.as_ref(),
        Record::Readout(r) => r.issuer.as_ref(),
        _ => None,
    };
    match (check, record) {
        (Check::Speaker(wanted), _) => {
            let same = match (wanted, speaker) {
                (None, None) => true,
                (Some(who), Some(party)) => is(who, party),
                _ => false,
            };
            differ("speaker", format!("{wanted:?}"), speaker.map_or("nobody".into(), describe::party), same)
        }
        (Check::Content(words), Record::Quote(q)) => {
            differ("words", words, &q.content.text, elided(bare(words), bare(&q.content.text)))
        }
        (Check::Directness(d), Record::Quote(q)) => differ("quotation", d, q.directness, q.directness == *d),
        (Check::Orphan, Record::Quote(q)) => differ("orphan", "yes", "no", q.orphan),
        (Check::Of(what), Record::Readout(r)) => {
            let of = all.iter().find_map(|other| match other {
                Record::Contact(c) if Some(&c.id) == r.contact.as_ref() => Some(c.what),
                _ => None,
            });
            differ("contact", what, format!("{of:?}"), of == Some(*what))
        }
        (Check::Claim(words), Record::Readout(r)) => {
            let held = r.claims.iter().any(|c| c.content.text.contains(bare(words)) || elided(words, &c.content.text));
            let coded: Vec<&str> = r.claims.iter().map(|c| c.content.text.as_str()).collect();
            differ("claim", words, coded.join(" | "), held)
        }
        _ => Some("a quote or readout has no such field".into()),
    }
}

/// Words without the stop or comma at their end and without quotation marks around them.
fn bare(words: &str) -> &str {
    words.trim().trim_matches(['"', '“', '”', '‘', '’', ',', '.', ' '])
}

/// Whether `words` is `whole`, where " ... " stands for any words.
fn elided(words: &str, whole: &str) -> bool {
    match words.split_once(" ... ") {
        Some((start, end)) => whole.starts_with(start.trim()) && whole.ends_with(end.trim()),
        None => words == whole,
    }
}

fn when_of(record: &Record) -> Option<&When> {
    match record {
        Record::Event(r) => r.when.as_ref(),
        Record::Contact(r) => r.when.as_ref(),
        Record::Presence(r) => r.when.as_ref(),
        _ => None,
    }
}

fn places_of(record: &Record) -> Vec<&Place> {
    match record {
        Record::Event(r) => r.place.iter().collect(),
        Record::Contact(r) => r.place.iter().collect(),
        Record::Presence(r) => r.places.iter().collect(),
        _ => Vec::new(),
    }
}

fn said_by_of(record: &Record) -> Option<&Party> {
    match record {
        Record::Event(r) => r.said_by.as_ref(),
        Record::Contact(r) => r.said_by.as_ref(),
        Record::Presence(r) => r.said_by.as_ref(),
        Record::Quote(r) => r.said_by.as_ref(),
        _ => None,
    }
}

fn is(who: &Who, party: &Party) -> bool {
    let named = |name: &String| {
        party.name.as_ref() == Some(name) || party.text == *name || party.text.strip_prefix("the ") == Some(name)
    };
    who.code.as_ref().is_none_or(|code| party.code.as_ref() == Some(code)) && who.name.as_ref().is_none_or(named)
}

fn is_place(wanted: &Where, place: &Place) -> bool {
    let named = |name: &String| place.name == *name || place.text == *name;
    wanted.country.as_ref().is_none_or(|c| place.country.as_ref() == Some(c)) && wanted.name.as_ref().is_none_or(named)
}

fn is_host(wanted: &Where, host: &Party) -> bool {
    wanted.country.as_deref().is_some_and(|c| host.code.as_ref().and_then(Code::state) == Some(c))
}

/// Everyone wanted is there once, and nobody else who has a code.
fn parties_differ(what: &str, wanted: &[Who], coded: &[Party]) -> Option<String> {
    let mut left: Vec<&Party> = coded.iter().collect();
    let mut missing = false;
    for who in wanted {
        match left.iter().position(|party| is(who, party)) {
            Some(at) => {
                left.remove(at);
            }
            None => missing = true,
        }
    }
    let same = !missing && left.iter().all(|party| party.code.is_none());
    let names: Vec<String> = wanted
        .iter()
        .map(|w| match (&w.code, &w.name) {
            (Some(code), Some(name)) => format!("{code} ({name})"),
            (Some(code), None) => code.to_string(),
            (None, name) => name.clone().unwrap_or_default(),
        })
        .collect();
    differ(what, if names.is_empty() { "-".into() } else { names.join(" + ") }, describe::parties(coded), same)
}
