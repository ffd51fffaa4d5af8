//! A reader of HTML that needs no tree: tags, text and attributes in one pass, linear in the length of the page
//! whatever is wrong with it.

use html_escape::decode_html_entities;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// One piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'h> {
    /// Text between tags, with its entities.
    Text(&'h str),
    /// `<name attributes>`
    Open { name: &'h str, attributes: &'h str },
    /// `</name>`
    Close { name: &'h str },
    /// What stands between `<script>` or another raw element and its end.
    Raw { name: &'h str, content: &'h str },
}

/// Elements whose content is not markup.
const RAW: [&str; 7] = ["script", "style", "title", "textarea", "iframe", "noembed", "xmp"];

/// Reads a page piece by piece.
pub struct Pieces<'h> {
    html: &'h str,
    at: usize,
    /// The raw element that was opened last.
    raw: Option<&'h str>,
    /// A quotation mark inside a tag was never closed: from there on marks no longer count.
    quotes_broken: bool,
}

impl<'h> Pieces<'h> {
    pub fn new(html: &'h str) -> Self {
        Self { html, at: 0, raw: None, quotes_broken: false }
    }

    fn rest(&self) -> &'h str {
        &self.html[self.at..]
    }

    /// Everything up to the end tag of the raw element, or to the end of the page.
    fn raw_content(&mut self, name: &'h str) -> Piece<'h> {
        let rest = self.rest();
        let end = memmem::find_iter(rest.as_bytes(), b"</")
            .find(|at| rest[at + 2..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)))
            .unwrap_or(rest.len());
        self.at += end;
        Piece::Raw { name, content: &rest[..end] }
    }

    /// The length of the tag at the front of `rest`, with both angle brackets.
    fn tag_length(&mut self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let mut at = 1;
        if !self.quotes_broken {
            loop {
                let step = bytes[at..].iter().position(|b| matches!(b, b'>' | b'"' | b'\''))?;
                at += step;
                if bytes[at] == b'>' {
                    return Some(at + 1);
                }
                match memchr(bytes[at], &bytes[at + 1..]) {
                    Some(step) => at += step + 2,
                    None => break,
                }
            }
            self.quotes_broken = true;
        }
        memchr(b'>', bytes).map(|at| at + 1)
    }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_content(name));
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let Some(body) = rest.strip_prefix('<') else {
                let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                self.at += end;
                return Some(Piece::Text(&rest[..end]));
            };
            if let Some(comment) = body.strip_prefix("!--") {
                self.at += memmem::find(comment.as_bytes(), b"-->").map_or(rest.len(), |end| end + 7);
                continue;
            }
            let closing = body.starts_with('/');
            let name = &body[usize::from(closing)..];
            if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
                let end = memchr(b'<', body.as_bytes()).map_or(rest.len(), |at| at + 1);
                self.at += end;
                return Some(Piece::Text(&rest[..end]));
            }
            let Some(length) = self.tag_length(rest) else {
                self.at = self.html.len();
                return None;
            };
            self.at += length;
            let inside = &name[..length - 2 - usize::from(closing)];
            let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
            let (name, attributes) = inside.split_at(end);
            if name.starts_with(['!', '?']) {
                continue;
            }
            if closing {
                return Some(Piece::Close { name });
            }
            self.raw = RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)).then_some(name);
            return Some(Piece::Open { name, attributes });
        }
    }
}

/// The value of an attribute, with its entities decoded.
pub fn attribute<'h>(attributes: &'h str, wanted: &str) -> Option<Cow<'h, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let after = after.trim_start();
        let (value, left) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(mark) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode_html_entities(value));
        }
        // A lone "=" moves on too.
        rest = if left.len() < rest.len() { left } else { "" };
    }
}

/// Elements that stand inside a line; every other one begins and ends a line.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "wbr",
];

/// Elements whose content is no text of the page.
const UNSEEN: [&str; 9] = ["noscript", "template", "svg", "math", "object", "select", "button", "head", "canvas"];

/// Elements around the text of a page: menus, forms, remarks.
const FURNITURE: [&str; 5] = ["nav", "footer", "aside", "form", "dialog"];

/// The text of a page, one block a line, without menus where the page marks them.
pub fn text_of(html: &str) -> String {
    visible(html, &[UNSEEN.as_slice(), FURNITURE.as_slice()].concat())
        .or_else(|| visible(html, &UNSEEN))
        .or_else(|| visible(html, &[]))
        .unwrap_or_default()
}

/// The text outside of `hidden` elements; `None` where one of them never ends or nothing is left.
fn visible(html: &str, hidden: &[&str]) -> Option<String> {
    let is = |list: &[&str], name: &str| list.iter().any(|n| n.eq_ignore_ascii_case(name));
    let mut out = Lines::default();
    let mut inside: Option<(&str, u32)> = None;
    for piece in Pieces::new(html) {
        match (piece, &mut inside) {
            (Piece::Open { name, attributes }, Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => {
                *depth += u32::from(!attributes.ends_with('/'));
            }
            (Piece::Close { name }, Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => {
                *depth -= 1;
                if *depth == 0 {
                    inside = None;
                }
            }
            (_, Some(_)) | (Piece::Raw { .. }, None) => {}
            (Piece::Open { name, attributes }, None) if is(hidden, name) && !attributes.ends_with('/') => {
                inside = Some((name, 1));
                out.end_line();
            }
            (Piece::Open { name, .. } | Piece::Close { name }, None) => {
                if !is(&INLINE, name) {
                    out.end_line();
                }
            }
            (Piece::Text(text), None) => out.push(&decode_html_entities(text)),
        }
    }
    out.end_line();
    (inside.is_none() && !out.text.is_empty()).then_some(out.text)
}

/// Text with runs of white space as one space and no empty lines.
#[derive(Default)]
struct Lines {
    text: String,
    space: bool,
}

impl Lines {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(c);
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// Elements that never hold others, or whose end may be left out; they do not count towards the depth of a page.
const SHALLOW: [&str; 31] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
    "p", "param", "rb", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "colgroup",
    "path",
];

/// How deeply elements are nested, at most, with every unclosed one counted; and how many there are.
pub fn depth_and_count(html: &str) -> (usize, usize) {
    let (mut depth, mut deepest, mut count) = (0usize, 0, 0);
    let counts = |name: &str| !SHALLOW.iter().any(|n| n.eq_ignore_ascii_case(name));
    for piece in Pieces::new(html) {
        match piece {
            Piece::Open { name, attributes } => {
                count += 1;
                if counts(name) && !attributes.ends_with('/') {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            Piece::Close { name } if counts(name) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (deepest, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_a_line_and_white_space_is_one_space() {
        for (html, text) in [
            ("<p>Peru  recalled\n<b>its</b> envoy.</p><p>Chile did not.", "Peru recalled its envoy.\nChile did not.\n"),
            ("Envoys<br>met <!-- not <p> this --> &amp; left", "Envoys\nmet & left\n"),
            ("<script>if (a < b) { '</p>' }</script>Talks", "Talks\n"),
            ("<nav>Home<nav>News</nav></nav><p>Talks", "Talks\n"),
            ("<nav>Home <p>Talks go on", "Home\nTalks go on\n"),
            ("5 < 6 and 7 > 3 <3", "5 < 6 and 7 > 3 <3\n"),
            ("<p title='a > b'>Talks</p", "Talks\n"),
            ("<p title=\"a>Talks</p><p>go on</p>", "Talks\ngo on\n"),
            ("l&#8217;&Eacute;lys&eacute;e&nbsp;said", "l’Élysée said\n"),
            ("", ""),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let attributes = r#" name=author CONTENT="A &quot;B&quot;" data-x='1 2' hidden = checked"#;
        for (name, value) in [
            ("name", Some("author")),
            ("content", Some("A \"B\"")),
            ("data-x", Some("1 2")),
            ("hidden", Some("checked")),
            ("value", None),
        ] {
            assert_eq!(attribute(attributes, name).as_deref(), value, "{name}");
        }
    }

    #[test]
    fn broken_pages_take_time_in_proportion_to_their_length() {
        for piece in ["<a \"", "<script>", "<!--", "<", "</", "<p title='", "<svg>", "<nav>", "&#", "<a =", "<![CDATA["]
        {
            let html = piece.repeat(200_000);
            let _ = (text_of(&html), depth_and_count(&html), attribute(&html, "b"));
        }
    }

    #[test]
    fn depth_counts_what_is_never_closed() {
        assert_eq!(depth_and_count("<div><p>a<p>b<br></div><div/>"), (1, 5));
        assert_eq!(depth_and_count(&"<font>".repeat(3000)), (3000, 3000));
    }
}
