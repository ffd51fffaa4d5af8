//! One line of a ```records block: a record, as far as the case cares about it.
//!
//! What a line doesn't name is not checked. The grammar is explained in `cases/README.md`.

use attache_record::{Basis, Change, Class, Code, ContactKind, ContactStatus, Directness, MissionKind, Mode, Status};
use jiff::civil::Date;
use std::str::FromStr;

/// The kinds of record that a case can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Event,
    Quote,
    Contact,
    Presence,
    Readout,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Event, Self::Quote, Self::Contact, Self::Presence, Self::Readout];

    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Quote => "quote",
            Self::Contact => "contact",
            Self::Presence => "presence",
            Self::Readout => "readout",
        }
    }
}

/// Somebody, by code, by name, or by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub code: Option<Code>,
    pub name: Option<String>,
}

/// A place, by state, by name, or by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    pub country: Option<String>,
    pub name: Option<String>,
}

/// One thing that a line asks of a record. A `None` inside asks that the record leaves it empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    Class(Class),
    Mode(Option<Mode>),
    Status(Status),
    Actors(Vec<Who>),
    Recipients(Vec<Who>),
    Strict(Option<Class>),
    Cameo(Option<String>),
    Topics(Vec<String>),
    What(ContactKind),
    Stage(ContactStatus),
    Parties(Vec<Who>),
    Visitors(Vec<Who>),
    Hosts(Vec<Who>),
    Mission(MissionKind),
    Changes(Vec<Change>),
    AtLeast(u32),
    Speaker(Option<Who>),
    Content(String),
    Directness(Directness),
    Orphan,
    Of(ContactKind),
    Claim(String),
    When(Option<(Date, Date)>),
    Place(Vec<Where>),
    SaidBy(Option<Who>),
    Words(String),
    Sentence(String),
}

/// A record that must come.
#[derive(Debug, Clone)]
pub struct Expected {
    pub line: usize,
    pub source: String,
    pub kind: Kind,
    pub checks: Vec<Check>,
}

/// What a line asks of the document itself, as it is after reading.
#[derive(Debug, Clone)]
pub enum DocumentCheck {
    /// `published 2023-06-14 dateline`, `published -`: the day, and what it rests on.
    Published(Option<Date>, Option<Basis>),
    /// `keeps "words"`: they stand in the text.
    Keeps(String),
    /// `drops "words"`: they don't.
    Drops(String),
}

/// What one line says.
pub enum Line {
    /// Something about the document.
    Document(DocumentCheck),
    /// No record of any kind beyond those listed.
    Nothing,
    /// No record of this kind beyond those listed.
    No(Kind),
    One(Expected),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Paren(String),
    Arrow,
    Plus,
}

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '>' => out.push(Token::Arrow),
            '+' => out.push(Token::Plus),
            '"' => out.push(Token::Quoted(until(&mut chars, '"')?)),
            '(' => out.push(Token::Paren(until(&mut chars, ')')?)),
            c => {
                let mut word = String::from(c);
                while let Some(&next) = chars.peek() {
                    if next.is_whitespace() || matches!(next, '>' | '+' | '"' | '(') {
                        break;
                    }
                    word.push(next);
                    chars.next();
                }
                out.push(Token::Word(word));
            }
        }
    }
    Ok(out)
}

fn until(chars: &mut impl Iterator<Item = char>, close: char) -> Result<String, String> {
    let mut out = String::new();
    while let Some(c) = chars.next() {
        if c == close {
            return Ok(out);
        }
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    Err(format!("a {close} is missing at the end"))
}

/// Words that begin a clause of a line, and so end a name.
const CLAUSES: [&str; 13] =
    ["on", "in", "said", "about", "sentence", "plover", "cameo", "at", "of", "says", "direct", "mixed", "indirect"];

struct Parser<'l> {
    tokens: Vec<Token>,
    at: usize,
    text: &'l str,
    checks: Vec<Check>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn next_word(&mut self, what: &str) -> Result<String, String> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => {
                self.at += 1;
                Ok(word.clone())
            }
            _ => Err(format!("{what} is missing")),
        }
    }

    fn next_quoted(&mut self, what: &str) -> Result<String, String> {
        match self.tokens.get(self.at) {
            Some(Token::Quoted(words)) => {
                self.at += 1;
                let words = words.clone();
                self.in_text(&words)?;
                Ok(words)
            }
            _ => Err(format!("{what} is missing, in \"quotation marks\"")),
        }
    }

    /// Words that a case quotes must stand in its text, else it would ask for what cannot be.
    fn in_text(&self, words: &str) -> Result<(), String> {
        match words.split(" ... ").find(|part| !self.text.contains(part.trim())) {
            Some(part) => Err(format!("\"{part}\" does not stand in the text")),
            None => Ok(()),
        }
    }

    fn spelled<T: FromStr<Err = String>>(&mut self, what: &str) -> Result<T, String> {
        self.next_word(what)?.parse()
    }

    fn skip(&mut self, token: &Token) -> bool {
        let here = self.peek() == Some(token);
        self.at += usize::from(here);
        here
    }

    /// `USA:GOV`, `USA:GOV (Antony Blinken)`, `Antony Blinken (USA:GOV)`, `Antony Blinken`; `-` is nobody.
    fn who(&mut self) -> Result<Option<Who>, String> {
        let mut words: Vec<String> = Vec::new();
        while let Some(word) = self.peek_word() {
            if CLAUSES.contains(&word) {
                break;
            }
            words.push(word.to_owned());
            self.at += 1;
        }
        let mut who = Who { code: None, name: None };
        let mut fill = |words: String| match words.parse::<Code>() {
            Ok(code) => who.code = Some(code),
            Err(_) => who.name = Some(words),
        };
        match words.join(" ").as_str() {
            "-" | "nobody" => return Ok(None),
            "" => return Err("a code or a name is missing".into()),
            words => fill(words.to_owned()),
        }
        if let Some(Token::Paren(inner)) = self.tokens.get(self.at) {
            self.at += 1;
            fill(inner.clone());
        }
        Ok(Some(who))
    }

    /// Parties joined by `+`; `-` gives the empty list.
    fn parties(&mut self) -> Result<Vec<Who>, String> {
        let mut out = Vec::new();
        loop {
            out.extend(self.who()?);
            if !self.skip(&Token::Plus) {
                return Ok(out);
            }
        }
    }

    fn places(&mut self) -> Result<Vec<Where>, String> {
        let parties = self.parties()?;
        Ok(parties
            .into_iter()
            .map(|who| Where { country: who.code.map(|code| code.as_str().to_owned()), name: who.name })
            .collect())
    }

    fn clauses(&mut self) -> Result<(), String> {
        while let Some(token) = self.peek().cloned() {
            let check = match token {
                Token::Quoted(_) => Check::Words(self.next_quoted("the trigger")?),
                Token::Word(word) => {
                    self.at += 1;
                    self.clause(&word)?
                }
                other => return Err(format!("{other:?} is not expected here")),
            };
            self.checks.push(check);
        }
        Ok(())
    }

    fn clause(&mut self, word: &str) -> Result<Check, String> {
        Ok(match word {
            "on" => Check::When(days(&self.next_word("a day")?)?),
            "in" => Check::Place(self.places()?),
            "said" => {
                self.keyword("by")?;
                Check::SaidBy(self.who()?)
            }
            "about" => Check::Topics(self.names("a topic")?),
            "sentence" => Check::Sentence(self.next_quoted("the sentence")?),
            "plover" => Check::Strict(dash(&self.next_word("a class")?).map(|w| w.parse()).transpose()?),
            "cameo" => Check::Cameo(dash(&self.next_word("a code")?).map(str::to_owned)),
            "at" => {
                self.keyword("least")?;
                let number = self.next_word("a number")?;
                Check::AtLeast(number.parse().map_err(|_| format!("\"{number}\" is no number"))?)
            }
            "of" => Check::Of(self.spelled("a kind of contact")?),
            "says" => Check::Claim(self.next_quoted("a claim")?),
            "orphan" => Check::Orphan,
            "direct" | "mixed" | "indirect" => Check::Directness(word.parse()?),
            other => {
                return Err(format!(
                    "\"{other}\" begins no clause; one of: {}, orphan, or \"words\"",
                    CLAUSES.join(", ")
                ));
            }
        })
    }

    fn keyword(&mut self, wanted: &str) -> Result<(), String> {
        match self.next_word(wanted)? {
            word if word == wanted => Ok(()),
            word => Err(format!("\"{word}\" stands where \"{wanted}\" is expected")),
        }
    }

    /// Words joined by `+`.
    fn names(&mut self, what: &str) -> Result<Vec<String>, String> {
        let mut out = vec![self.next_word(what)?];
        while self.skip(&Token::Plus) {
            out.push(self.next_word(what)?);
        }
        Ok(out)
    }

    fn event(&mut self, class: Class, mode: Option<&str>) -> Result<(), String> {
        self.checks.push(Check::Class(class));
        if let Some(mode) = mode {
            let mode = dash(mode).map(Mode::from_str).transpose()?;
            if let Some(mode) = mode.filter(|mode| !class.modes().contains(mode)) {
                return Err(format!("{class} has no mode {mode}"));
            }
            self.checks.push(Check::Mode(mode));
        }
        if let Some(status) = self.peek_word().and_then(|word| Status::from_str(word).ok()) {
            self.at += 1;
            self.checks.push(Check::Status(status));
        }
        let starts_clause = self.peek_word().is_none_or(|word| CLAUSES.contains(&word));
        if !starts_clause {
            let actors = self.parties()?;
            self.checks.push(Check::Actors(actors));
        }
        if self.skip(&Token::Arrow) {
            let recipients = self.parties()?;
            self.checks.push(Check::Recipients(recipients));
        }
        Ok(())
    }

    fn contact(&mut self) -> Result<(), String> {
        let what = self.spelled("what kind of contact it is")?;
        self.checks.push(Check::What(what));
        if let Some(stage) = self.peek_word().and_then(|word| ContactStatus::from_str(word).ok()) {
            self.at += 1;
            self.checks.push(Check::Stage(stage));
        }
        let unnamed = self.peek_word().is_none_or(|word| CLAUSES.contains(&word));
        let first = if unnamed { None } else { Some(self.parties()?) };
        if self.skip(&Token::Arrow) {
            let hosts = self.parties()?;
            self.checks.extend(first.map(Check::Visitors));
            self.checks.push(Check::Hosts(hosts));
        } else {
            self.checks.extend(first.map(Check::Parties));
        }
        Ok(())
    }

    fn presence(&mut self) -> Result<(), String> {
        let state = self.next_word("whose mission")?;
        let code = state.parse().map_err(|e: attache_record::CodeError| e.to_string())?;
        self.checks.push(Check::Actors(vec![Who { code: Some(code), name: None }]));
        let mission = self.spelled("the kind of mission")?;
        self.checks.push(Check::Mission(mission));
        let changes: Result<Vec<Change>, String> = self.names("a change")?.iter().map(|w| w.parse()).collect();
        self.checks.push(Check::Changes(changes?));
        Ok(())
    }

    fn quote(&mut self) -> Result<(), String> {
        let speaker = self.who()?;
        self.checks.push(Check::Speaker(speaker));
        let words = self.next_quoted("what was said")?;
        self.checks.push(Check::Content(words));
        Ok(())
    }

    fn readout(&mut self) -> Result<(), String> {
        let issuer = self.who()?;
        self.checks.push(Check::Speaker(issuer));
        Ok(())
    }
}

fn dash(word: &str) -> Option<&str> {
    (word != "-").then_some(word)
}

/// `2023-06-17`, `2023-06-17/2023-06-18`, `2023-06`, `2023`; `-` for none.
fn days(word: &str) -> Result<Option<(Date, Date)>, String> {
    if word == "-" {
        return Ok(None);
    }
    let day = |text: &str| text.parse::<Date>().map_err(|_| format!("\"{text}\" is no day, month or year"));
    let month = |text: &str| day(&format!("{text}-01"));
    if let Some((first, last)) = word.split_once('/') {
        return Ok(Some((day(first)?, day(last)?)));
    }
    Ok(Some(match word.len() {
        4 => (day(&format!("{word}-01-01"))?, day(&format!("{word}-12-31"))?),
        7 => (month(word)?, month(word)?.last_of_month()),
        _ => (day(word)?, day(word)?),
    }))
}

/// Reads a line about the document, if it is one.
fn document_check(line: &str) -> Result<Option<DocumentCheck>, String> {
    let words = |rest: &str| match tokens(rest)?.as_slice() {
        [Token::Quoted(words)] => Ok(words.clone()),
        _ => Err("the words stand in \"quotation marks\"".to_owned()),
    };
    Ok(match line.split_once(' ') {
        Some(("keeps", rest)) => Some(DocumentCheck::Keeps(words(rest)?)),
        Some(("drops", rest)) => Some(DocumentCheck::Drops(words(rest)?)),
        Some(("published", rest)) => {
            let mut words = rest.split_whitespace();
            let day = days(words.next().unwrap_or_default())?.map(|(first, _)| first);
            Some(DocumentCheck::Published(day, words.next().map(str::parse).transpose()?))
        }
        _ => None,
    })
}

/// Reads line `number` of a ```records block about `text`.
pub fn read(number: usize, line: &str, text: &str) -> Result<Line, String> {
    if line == "nothing" {
        return Ok(Line::Nothing);
    }
    if let Some(check) = document_check(line)? {
        return Ok(Line::Document(check));
    }
    if let Some(rest) = line.strip_prefix("no ") {
        let kind =
            Kind::ALL.into_iter().find(|kind| rest == kind.name() || rest.strip_prefix("other ") == Some(kind.name()));
        return kind.map(Line::No).ok_or_else(|| format!("\"{rest}\" is no kind of record"));
    }
    let mut parser = Parser { tokens: tokens(line)?, at: 0, text, checks: Vec::new() };
    let head = parser.next_word("the kind of record")?;
    let (name, mode) = head.split_once('/').map_or((head.as_str(), None), |(name, mode)| (name, Some(mode)));
    let kind = if let Ok(class) = Class::from_str(name) {
        parser.event(class, mode)?;
        Kind::Event
    } else {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == head && *kind != Kind::Event);
        match kind {
            Some(Kind::Contact) => parser.contact()?,
            Some(Kind::Presence) => parser.presence()?,
            Some(Kind::Quote) => parser.quote()?,
            Some(Kind::Readout) => parser.readout()?,
            Some(Kind::Event) | None => {
                return Err(format!(
                    "\"{head}\" is no kind of record: write a class (CONSULT/visit), contact, quote, presence, readout, \
                     \"no event\" or \"nothing\""
                ));
            }
        }
        kind.unwrap_or(Kind::Event)
    };
    parser.clauses()?;
    Ok(Line::One(Expected { line: number, source: line.to_owned(), kind, checks: parser.checks }))
}
