//! Plain pages of HTML that stand alone: no scripts, no fetched fonts, styles of their own.

use crate::terminal::wrap::harmless;

/// Text as it stands in HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in harmless(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Text as it stands in Markdown.
pub fn markdown(text: &str) -> String {
    /// Letters that would be markup.
    const SPECIAL: [char; 10] = ['\\', '*', '_', '`', '[', ']', '<', '>', '#', '|'];
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if SPECIAL.contains(&letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A page that is being written.
pub struct Html {
    out: String,
    in_list: bool,
}

/// Readable on a screen and on paper, in light and dark.
const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin-bottom:.5rem}
h2{font-size:1.1rem;border-bottom:1px solid #8886;margin:1.6rem 0 .6rem}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.35rem 1rem;margin:0}
dt{font-weight:bold;text-align:right}
dd{margin:0}
.note{opacity:.65;font-size:.85em}
blockquote{margin:.25rem 0 .25rem 1rem;padding-left:.6rem;border-left:2px solid #8886;font-size:.9em;opacity:.85}
@media(max-width:34rem){dl{grid-template-columns:1fr}dt{text-align:left}}
@media print{body{max-width:none;font-size:11pt}}";

impl Html {
    /// A page with its title.
    pub fn new(title: &str) -> Self {
        let title = escaped(title);
        let out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        Self { out, in_list: false }
    }

    /// A heading of a part.
    pub fn heading(&mut self, text: &str) {
        self.end_list();
        self.out.push_str(&format!("<h2>{}</h2>\n", escaped(text)));
    }

    /// A paragraph of HTML.
    pub fn paragraph(&mut self, body: &str) {
        self.end_list();
        self.out.push_str(&format!("<p>{body}</p>\n"));
    }

    /// A row: its term in plain text, its body in HTML; `id` is its anchor.
    pub fn row(&mut self, id: &str, term: &str, body: &str) {
        if !self.in_list {
            self.out.push_str("<dl>\n");
            self.in_list = true;
        }
        self.out.push_str(&format!("<dt id=\"r{}\">{}</dt>\n<dd>{body}</dd>\n", escaped(id), escaped(term)));
    }

    /// The whole page.
    pub fn finish(mut self) -> String {
        self.end_list();
        self.out.push_str("</body>\n</html>\n");
        self.out
    }

    fn end_list(&mut self) {
        if self.in_list {
            self.out.push_str("</dl>\n");
            self.in_list = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escaped("<b>\"Peru\" & Chile"), "&lt;b&gt;&quot;Peru&quot; &amp; Chile");
    }

    #[test]
    fn rows_between_headings_stand_in_one_list() {
        let mut page = Html::new("File");
        page.heading("2023");
        page.row("a", "June 14", "one");
        page.row("b", "June 15", "two");
        page.heading("2024");
        let page = page.finish();
        assert_eq!(page.matches("<dl>").count(), 1);
        assert!(page.contains("<dt id=\"ra\">June 14</dt>\n<dd>one</dd>"), "{page}");
        assert!(page.ends_with("</dl>\n<h2>2024</h2>\n</body>\n</html>\n"), "{page}");
    }
}
