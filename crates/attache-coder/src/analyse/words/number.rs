//! Numbers: which marks belong into them, and what behind them is a unit.

/// Units that are written to a number and are words of their own.
const UNITS: [&str; 42] = [
    "AM", "B", "F", "GB", "Hz", "K", "KG", "KM", "M", "MB", "MM", "MW", "PM", "TB", "am", "b", "bn", "cm", "dth", "ft",
    "g", "hh", "hr", "hrs", "k", "kb", "kg", "kHz", "km", "kW", "lb", "lbs", "m", "mi", "min", "ml", "mm", "mn", "mph",
    "pm", "t", "tn",
];

/// Denominators of fractions that look like a day of a month.
const DENOMINATORS: [u32; 6] = [2, 3, 4, 5, 8, 10];

/// Longest number with marks in it, in bytes; of a longer one the rest is a word of its own.
const LONGEST: usize = 64;

/// Length of the number at the front of `text`, which begins with a digit, or with a point or plus before one.
pub fn length(text: &str) -> usize {
    let front = usize::from(text.starts_with(['.', '+']));
    let body = &text[front..];
    let part = |b: &u8| b.is_ascii_digit() || matches!(b, b',' | b'.' | b':' | b'/' | b'-');
    let run = body.bytes().take(LONGEST).take_while(part).count();
    let run = body[..run].trim_end_matches([',', '.', ':', '/', '-']);
    let run = run.split_once("--").map_or(run, |(run, _)| run);
    // Letters behind the last part make it something else: "10-year", "5/6th".
    let letters = body[run.len()..].starts_with(char::is_alphabetic);
    let whole = run.len() > 1 && !letters && (is_telephone(run) || is_date(run));
    let length = if whole { run.len() } else { plain(run) };
    front + length
}

fn groups(run: &str, mark: char) -> Vec<usize> {
    run.split(mark).map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { part.len() } else { 0 }).collect()
}

/// `555-0143`, `1-800-555-0143`, `77030-2707`, `555/555-0143`, `2023-06-14`: digits with hyphens that are no range.
fn is_telephone(run: &str) -> bool {
    let (area, rest) = run.split_once('/').unwrap_or(("", run));
    let groups = groups(rest, '-');
    let area = area.is_empty() || area.len() == 3 && area.bytes().all(|b| b.is_ascii_digit());
    let fits = match groups[..] {
        [3, 4] | [5, 4] => true,
        [_, _, _, ..] => groups.iter().all(|g| *g > 0) && groups.iter().any(|g| *g > 1),
        _ => false,
    };
    area && fits
}

/// `06/14/2023`, `9/11`: days, not fractions.
fn is_date(run: &str) -> bool {
    let parts: Vec<u32> = run.split('/').map(|part| part.parse().unwrap_or(0)).collect();
    match (groups(run, '/').as_slice(), parts.as_slice()) {
        ([1..=2, 1..=2, 2 | 4], _) => true,
        ([1..=2, 1..=2], [a, b]) => {
            let fraction = a < b && DENOMINATORS.contains(b) && !run.starts_with('0');
            (1..=12).contains(a) && (1..=31).contains(b) && !fraction
        }
        _ => false,
    }
}

/// Length of digits with points, with commas before three digits, and with colons before two.
fn plain(run: &str) -> usize {
    let bytes = run.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let digits = bytes[end..].iter().take_while(|b| b.is_ascii_digit()).count();
        end += digits;
        let Some(mark) = bytes.get(end) else { break };
        let next = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let inside = match mark {
            b'.' => next > 0,
            b',' => next == 3,
            b':' => next == 2,
            _ => false,
        };
        if !inside {
            break;
        }
        end += 1;
    }
    end
}

/// Shortest word in small letters that is taken off a number whatever it is: "20mins", "300percent".
const SHORTEST_WORD: usize = 3;

/// Whether letters behind a number are its unit.
pub fn is_unit(letters: &str) -> bool {
    let word = letters.len() >= SHORTEST_WORD && letters.bytes().all(|b| b.is_ascii_lowercase());
    word || UNITS.contains(&letters)
}

/// `60`, `1990`: years that `'s` makes a decade of.
pub fn is_decade(digits: &str) -> bool {
    matches!(digits.len(), 2 | 4) && digits.ends_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_belong_to_a_number_where_it_goes_on_as_one() {
        for (text, expected) in [
            ("3,000,", "3,000"),
            ("13,14", "13"),
            ("3.5 per", "3.5"),
            ("5:30-6:30", "5:30"),
            ("10-12", "10"),
            ("1504-06", "1504"),
            ("555-0143.", "555-0143"),
            ("2023-06-14", "2023-06-14"),
            ("06/14/2023", "06/14/2023"),
            ("9/11", "9/11"),
            ("1/2", "1"),
            ("20/20", "20"),
            ("15-year", "15"),
            ("+44", "+44"),
            (".04", ".04"),
        ] {
            assert_eq!(&text[..length(text)], expected, "{text}");
        }
    }
}
