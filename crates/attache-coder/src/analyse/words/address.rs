//! Addresses, file names, handles: what stays one word whatever marks are in it.

/// Beginnings of addresses.
const SCHEMES: [&str; 5] = ["http://", "https://", "ftp://", "mailto:", "www."];

/// Endings of names of computers and of files, in lower case.
const ENDINGS: [&str; 36] = [
    "aspx", "biz", "cn", "co", "com", "de", "doc", "docx", "edu", "eu", "exe", "fr", "gov", "htm", "html", "info",
    "int", "io", "jpg", "mil", "mp3", "net", "org", "pdf", "php", "png", "ppt", "ru", "tv", "txt", "ua", "uk", "url",
    "xls", "xlsx", "zip",
];

/// Longest address, in bytes.
const LONGEST: usize = 2048;

/// Longest name of a computer or file, or address of mail, in bytes.
const LONGEST_NAME: usize = 128;

/// Length of the address at the front of `text`; 0 where there is none.
pub fn length(text: &str) -> usize {
    let scheme = SCHEMES.iter().any(|scheme| starts_with(text, scheme));
    let end = run(text, if scheme { LONGEST } else { LONGEST_NAME });
    let word = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '-', '*']);
    let holds = if scheme {
        SCHEMES.iter().any(|scheme| word.len() > scheme.len() && starts_with(word, scheme))
    } else {
        is_handle(word) || is_mail(word) || is_name(word)
    };
    if holds { word.len() } else { 0 }
}

fn starts_with(text: &str, front: &str) -> bool {
    text.get(..front.len()).is_some_and(|head| head.eq_ignore_ascii_case(front))
}

/// Bytes up to what can be in no address, or `most` of them.
fn run(text: &str, most: usize) -> usize {
    let stops = |c: char| c.is_whitespace() || c.is_control() || "<>\"()[]{}“”‘|".contains(c);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if stops(c) || at + c.len_utf8() > most {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// `@ministry`, `#harbour`.
fn is_handle(word: &str) -> bool {
    let Some(name) = word.strip_prefix(['@', '#']) else { return false };
    let letters = name.starts_with(char::is_alphabetic) || (word.starts_with('@') && name.starts_with('_'));
    letters && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// `press@example.org`
fn is_mail(word: &str) -> bool {
    let Some((user, host)) = word.split_once('@') else { return false };
    let plain = |part: &str| part.chars().all(|c| c.is_alphanumeric() || "._-+%".contains(c));
    user.starts_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric) && plain(user) && plain(host)
}

/// `example.org/news`, `report.pdf`
fn is_name(word: &str) -> bool {
    let host = word.split('/').next().unwrap_or_default();
    let Some((front, ending)) = host.rsplit_once('.') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '#' | '~' | '%' | '!');
    let known = ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    let cased = ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        || ending.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    known && cased && front.len() > 1 && front.chars().all(plain) && !front.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("https://example.org/a,b?c=1. Then", "https://example.org/a,b?c=1"),
            ("www.example.org), he", "www.example.org"),
            ("press@example.org,", "press@example.org"),
            ("example.org/news said", "example.org/news"),
            ("report-2.pdf.", "report-2.pdf"),
            ("@ministry:", "@ministry"),
            ("#harbour", "#harbour"),
            ("www. is", ""),
            ("#1", ""),
            ("port.The", ""),
            ("9.30", ""),
        ] {
            assert_eq!(&text[..length(text)], expected, "{text}");
        }
    }
}
