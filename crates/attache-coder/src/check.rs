//! Runs the tests that knowledge entries carry.

use crate::Coder;
use crate::event::Outcome;
use attache_knowledge::events::Gives;
use attache_knowledge::tests::{EntryTest, Expect};
use attache_record::{Code, Diagnostic, Document, EntryId, Event, Party, Record, Status};

/// Runs every test, and gives one error for each that fails, in the order of the tests.
#[must_use]
pub fn run(coder: &Coder, tests: &[EntryTest]) -> Vec<Diagnostic> {
    tests.iter().filter_map(|test| failure(coder, test)).collect()
}

/// What is wrong with one test; `None` where it passes.
#[must_use]
pub fn failure(coder: &Coder, test: &EntryTest) -> Option<Diagnostic> {
    let hint = format!("the text is: {}", test.text);
    match (problem(coder, test), &test.fails) {
        (None, None) | (Some(_), Some(_)) => None,
        (Some(problem), None) => {
            let message = format!("{}: {problem}", test.id);
            Some(Diagnostic::error(message).at(test.location.clone()).hint(hint))
        }
        (None, Some(reason)) => {
            let message = format!("{}: this test is marked as failing ({reason}), and it holds now", test.id);
            Some(Diagnostic::error(message).at(test.location.clone()).hint("take the mark `fails` away"))
        }
    }
}

/// What is wrong with a test's text; `None` where it gives what it must.
fn problem(coder: &Coder, test: &EntryTest) -> Option<String> {
    let document = Document::from_text(test.text.clone()).published_on(test.on);
    match &test.expect {
        Expect::ActsAs { start, end, code } => acts_as(coder, &document, *start, *end, code.as_ref()),
        Expect::Gives { actors, recipients, status } => {
            gives(coder, &document, &test.id, actors, recipients, status.as_deref())
        }
        Expect::Nothing => gives_nothing(coder, &document, &test.id),
        Expect::Speaker(code) => speaker(coder, &document, &test.id, code.as_ref()),
        Expect::StatusOf(words, status) => status_of(coder, &document, words, *status),
        Expect::Topic(given) => topic(coder, &document, &test.id, *given),
    }
}

fn list(codes: &[Code]) -> String {
    if codes.is_empty() { "-".to_owned() } else { codes.iter().map(Code::as_str).collect::<Vec<_>>().join("+") }
}

fn codes(parties: &[Party]) -> Vec<Code> {
    let mut codes: Vec<Code> = Event::codes(parties).cloned().collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The records that an entry gave, as the tests write them. An event of a user's own class that is a kind of the
/// entry's class stands for the entry's: it is the narrower one, and covers its words.
fn given(coder: &Coder, document: &Document, id: &EntryId) -> Vec<(Vec<Code>, Vec<Code>, Option<Status>)> {
    let patterns = &coder.knowledge().events.patterns;
    let of = |id: &EntryId| patterns.iter().find(|pattern| pattern.id == *id);
    let class = of(id).filter(|pattern| pattern.own.is_none()).map(|pattern| pattern.gives);
    let is = |rule: &EntryId| {
        let kin = || match (of(rule).filter(|other| other.own.is_some()).map(|other| other.gives), class) {
            (Some(Gives::Event(narrower, _)), Some(Gives::Event(class, _))) => narrower == class,
            _ => false,
        };
        rule == id || kin()
    };
    let mut found = Vec::new();
    for record in coder.code(document).value {
        match record {
            Record::Event(e) if e.rules.first().is_some_and(is) => {
                found.push((codes(&e.actors), codes(&e.recipients), Some(e.status)));
            }
            Record::Contact(c) if c.event.is_none() && c.rules.first() == Some(id) => {
                let visitors = usize::try_from(c.visitors).unwrap_or(0).min(c.parties.len());
                let split = if visitors == 0 { c.parties.len() } else { visitors };
                found.push((codes(&c.parties[..split]), codes(&c.parties[split..]), None));
            }
            Record::Presence(p) if p.rules.contains(id) => {
                found.push((codes(p.state.as_slice()), codes(&p.hosts), None));
            }
            _ => {}
        }
    }
    found
}

fn gives(
    coder: &Coder,
    document: &Document,
    id: &EntryId,
    actors: &[Code],
    recipients: &[Code],
    status: Option<&str>,
) -> Option<String> {
    let found = given(coder, document, id);
    let fits = |(a, r, s): &(Vec<Code>, Vec<Code>, Option<Status>)| {
        let same_status = match (s, status) {
            (Some(s), Some(status)) => s.as_str() == status,
            _ => true,
        };
        a == actors && r == recipients && same_status
    };
    if found.iter().any(fits) {
        return None;
    }
    let wanted = format!("{} > {} {}", list(actors), list(recipients), status.unwrap_or_default());
    if found.is_empty() {
        return Some(format!("gave nothing ({}), expected {wanted}", reason(coder, document, id)));
    }
    let got: Vec<String> =
        found.iter().map(|(a, r, s)| format!("{} > {} {}", list(a), list(r), s.map_or("", Status::as_str))).collect();
    Some(format!("gave {}, expected {wanted}", got.join("; ")))
}

/// Why an entry gave nothing.
fn reason(coder: &Coder, document: &Document, id: &EntryId) -> String {
    let mut why = "its words do not stand in the text".to_owned();
    coder.walk(document, |_, outcome: &Outcome<'_>, _| {
        for refused in &outcome.refused {
            if refused.pattern.id == *id {
                why = refused.why.to_string();
            }
        }
    });
    why
}

fn gives_nothing(coder: &Coder, document: &Document, id: &EntryId) -> Option<String> {
    let found = given(coder, document, id);
    let (a, r, s) = found.first()?;
    Some(format!("gave {} > {} {}, expected nothing", list(a), list(r), s.map_or("", Status::as_str)))
}

fn acts_as(coder: &Coder, document: &Document, start: u32, end: u32, code: Option<&Code>) -> Option<String> {
    let actors = &coder.knowledge().actors;
    let day = document.published.map(|p| p.date);
    let mut got: Vec<Code> = Vec::new();
    let mut seen = false;
    coder.walk(document, |analysis, _, _| {
        for mention in &analysis.mentions {
            let span = analysis.bytes(mention.start, mention.end);
            if span.start() < end && start < span.end() && !seen {
                // The mention that holds the marked words, else the first that touches them.
                let holds = span.start() <= start && end <= span.end();
                let codes = mention.who.iter().filter_map(|w| w.code(actors, day)).collect();
                if holds || got.is_empty() {
                    got = codes;
                    seen = holds;
                }
            }
        }
    });
    let got = got.first();
    if got == code {
        return None;
    }
    let name = |c: Option<&Code>| c.map_or_else(|| "nobody".to_owned(), ToString::to_string);
    Some(format!("the marked words act as {}, expected {}", name(got), name(code)))
}

fn speaker(coder: &Coder, document: &Document, id: &EntryId, code: Option<&Code>) -> Option<String> {
    let actors = &coder.knowledge().actors;
    let day = document.published.map(|p| p.date);
    let mut got: Vec<Option<Code>> = Vec::new();
    coder.walk_attributed(document, |attribution| {
        for claim in attribution.claims.iter().filter(|c| c.rule == *id) {
            let who = claim.speaker.as_ref().and_then(|m| m.who.first());
            got.push(who.and_then(|w| w.code(actors, day)));
        }
    });
    let fits = match code {
        Some(code) => got.iter().any(|g| g.as_ref() == Some(code)),
        None => got.iter().all(Option::is_none),
    };
    if fits {
        return None;
    }
    let name = |c: &Option<Code>| c.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
    let got = if got.is_empty() { "no claim".to_owned() } else { got.iter().map(name).collect::<Vec<_>>().join(", ") };
    Some(format!("gave {got} as speaker, expected {}", code.map_or_else(|| "nobody".to_owned(), ToString::to_string)))
}

fn status_of(coder: &Coder, document: &Document, words: &str, status: Option<Status>) -> Option<String> {
    let wanted = words.to_lowercase();
    let mut got = None;
    let mut others = Vec::new();
    for record in coder.code(document).value {
        if let Record::Event(event) = record {
            if event.trigger.text.to_lowercase().contains(&wanted) {
                got = Some(event.status);
            }
            others.push(format!("{} \"{}\"", event.class, event.trigger.text));
        }
    }
    if got == status {
        return None;
    }
    let name = |s: Option<Status>| s.map_or("no event", Status::as_str);
    Some(format!("\"{words}\" gave {}, expected {} (coded: {})", name(got), name(status), others.join(", ")))
}

fn topic(coder: &Coder, document: &Document, id: &EntryId, given: bool) -> Option<String> {
    let got = coder.topics(document).contains(id);
    if got == given {
        return None;
    }
    Some(if given { "the topic is not given".to_owned() } else { "the topic is given, expected not".to_owned() })
}
