//! The tests that entries carry. Whoever has the coder can run them.

use attache_record::{Code, EntryId, Location, Status};
use jiff::civil::Date;

/// The day on which a test's text is published unless it says otherwise: a Wednesday.
#[must_use]
pub fn default_day() -> Date {
    jiff::civil::date(2023, 6, 14)
}

/// One test of one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryTest {
    /// The entry.
    pub id: EntryId,
    /// Where the entry stands.
    pub location: Location,
    /// Publication date.
    pub on: Date,
    /// The text, as the coder gets it.
    pub text: String,
    /// What must come of it.
    pub expect: Expect,
    /// Why it is known to fail; then it must fail, so that the mark goes when the fault does.
    pub fails: Option<String>,
}

/// What a test's text must give.
#[derive(Debug, Clone, PartialEq)]
pub enum Expect {
    /// The words from `start` to `end` (bytes of the text) are a mention that acts as `code`; `None`: as nobody.
    ActsAs {
        /// First byte of the mention.
        start: u32,
        /// One past its last byte.
        end: u32,
        /// Its code.
        code: Option<Code>,
    },
    /// The entry gives an event, contact or presence record with these codes on either side.
    Gives {
        /// Codes of the actors, sorted.
        actors: Vec<Code>,
        /// Codes of the recipients, sorted.
        recipients: Vec<Code>,
        /// Status; `None` where the record has none.
        status: Option<String>,
    },
    /// The entry gives nothing.
    Nothing,
    /// The entry attributes a claim to a speaker with this code; `None`: it must not fire.
    Speaker(Option<Code>),
    /// An event whose trigger holds these words has this status; `None`: there is no such event.
    StatusOf(String, Option<Status>),
    /// The topic is given, or not.
    Topic(bool),
}

/// Reads `A+B > C actual`.
pub(crate) fn read_gives(text: &str) -> Result<Expect, String> {
    let text = text.trim();
    if text == "nothing" {
        return Ok(Expect::Nothing);
    }
    let problem = || format!("\"{text}\" is not of the form ACTORS > RECIPIENTS STATUS, nor \"nothing\"");
    let (actors, rest) = text.split_once('>').ok_or_else(problem)?;
    let mut rest = rest.split_whitespace();
    let recipients = rest.next().ok_or_else(problem)?;
    let status = rest.next().map(str::to_owned);
    if rest.next().is_some() {
        return Err(problem());
    }
    Ok(Expect::Gives { actors: read_side(actors)?, recipients: read_side(recipients)?, status })
}

fn read_side(text: &str) -> Result<Vec<Code>, String> {
    let mut codes = Vec::new();
    for part in text.split('+').map(str::trim).filter(|p| !p.is_empty() && *p != "-") {
        codes.push(part.parse::<Code>().map_err(|e| e.to_string())?);
    }
    codes.sort();
    codes.dedup();
    Ok(codes)
}

/// The text of a mention's test without its brackets, and where the brackets stood.
pub(crate) fn read_brackets(text: &str) -> Option<(String, u32, u32)> {
    let start = text.find('[')?;
    let end = text[start..].find(']')? + start;
    let plain = format!("{}{}{}", &text[..start], &text[start + 1..end], &text[end + 1..]);
    Some((plain, u32::try_from(start).ok()?, u32::try_from(end - 1).ok()?))
}
