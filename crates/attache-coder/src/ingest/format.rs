//! Which of the three formats a file has.

/// How a file's bytes are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One text.
    Plain,
    /// One web page.
    Html,
    /// One document a line, as a JSON object.
    JsonLines,
}

/// How many bytes at the front are looked at.
const LOOK: usize = 4096;

/// The format of a file, from its content where that is plain to see, else from its name.
#[must_use]
pub fn detect(name: &str, bytes: &[u8]) -> Format {
    let head = &bytes[..bytes.len().min(LOOK)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts = |tag: &str| head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag.as_bytes()));
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if starts("<!doctype html") || starts("<html") {
        return Format::Html;
    }
    match extension.as_str() {
        "jsonl" | "ndjson" | "json" => Format::JsonLines,
        "html" | "htm" | "xhtml" => Format::Html,
        "txt" | "text" => Format::Plain,
        _ if looks_like_an_object(head) => Format::JsonLines,
        _ if starts("<head") || starts("<body") || (starts("<?xml") && contains(head, b"<html")) => Format::Html,
        _ => Format::Plain,
    }
}

/// `{"key"` or `{}` at the front.
fn looks_like_an_object(head: &[u8]) -> bool {
    head.strip_prefix(b"{").is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_before_the_name() {
        for (name, bytes, format) in [
            ("story.txt", "Envoys meet in Quito", Format::Plain),
            ("saved.txt", "\u{feff}\n<!DOCTYPE html><p>Envoys", Format::Html),
            ("page.htm", "<p>Envoys meet", Format::Html),
            ("feed.jsonl", "", Format::JsonLines),
            ("-", "{\"text\":\"Envoys meet\"}", Format::JsonLines),
            ("-", "{ \"id\": 1,", Format::JsonLines),
            ("-", "{sic} Envoys meet", Format::Plain),
            ("-", "<?xml version=\"1.0\"?><html xmlns=\"\">", Format::Html),
            ("-", "<HTML>", Format::Html),
            ("wire", "GUSAU, Nigeria - Envoys", Format::Plain),
        ] {
            assert_eq!(detect(name, bytes.as_bytes()), format, "{name} {bytes}");
        }
    }
}
