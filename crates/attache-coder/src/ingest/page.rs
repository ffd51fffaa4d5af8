//! Web pages: the article, its headline, its date, its publisher.

use super::markup::{self, Piece, attribute, depth_and_count, text_of};
use super::{Hints, calendar, charset, finish, published};
use attache_record::{Diagnostic, Document, Warned};
use dom_smoothie::{Config, Readability};
use html_escape::decode_html_entities;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Deepest page that is read as a tree. Browsers stop at 512; pages of news stay below 60.
const DEEPEST: usize = 512;

/// Longest page that is read as a tree, in bytes.
const LONGEST: usize = 8 << 20;

/// Most elements of a page that is read as a tree.
const MOST_ELEMENTS: usize = 100_000;

/// How many bytes at the front may declare a charset.
const DECLARED_WITHIN: usize = 4096;

/// The document of a web page: the article without menus and remarks, one paragraph a line.
///
/// # Errors
/// Bytes that are no text.
pub fn html(bytes: &[u8], hints: &Hints<'_>) -> Result<Warned<Document>, Diagnostic> {
    let declared = declared_charset(&bytes[..bytes.len().min(DECLARED_WITHIN)]);
    let Warned { value: page, mut warnings } = charset::decode(bytes, declared.as_deref())?;
    let metadata = Metadata::of(&page);
    let article = article(&page, &mut warnings);
    let (text, title) = article.unwrap_or_else(|| (text_of(&page), None));
    let uri = hints.uri.or(metadata.address.as_deref());
    let address = metadata.address.as_deref().or(hints.uri);
    let date = metadata.date.or_else(|| published::date_in_address(address.filter(|a| a.contains("://"))?));
    let found = published::publication(&text, &Hints { uri, date: hints.date }, date);
    warnings.extend(found.warnings);
    let title = metadata.headline.or(title).or(metadata.title);
    // "Peru recalls envoy | Andes Daily": the heading is the headline without the name of the site.
    let title = match (title, metadata.heading) {
        (Some(title), Some(heading)) if title.starts_with(&heading) => Some(heading),
        (title, heading) => title.or(heading),
    };
    let source = metadata.publisher.or_else(|| address.and_then(host).map(str::to_owned));
    Ok(Warned { value: finish(text, uri, source, title, found.value, &mut warnings)?, warnings })
}

/// The article of a page and its title; `None`, with a warning, where all its text has to do.
fn article(page: &str, warnings: &mut Vec<Diagnostic>) -> Option<(String, Option<String>)> {
    let (depth, elements) = depth_and_count(page);
    let fault = if page.len() > LONGEST {
        format!("the page has {} bytes, more than {LONGEST}", page.len())
    } else if depth > DEEPEST {
        format!("the page is nested {depth} elements deep, more than {DEEPEST}")
    } else if elements > MOST_ELEMENTS {
        format!("the page has {elements} elements, more than {MOST_ELEMENTS}")
    } else {
        // JSON-LD is read by this module.
        let config = Config { disable_json_ld: true, ..Config::default() };
        let article = Readability::new(page, None, Some(config)).ok().and_then(|mut r| r.parse().ok());
        let text = article.as_ref().map(|a| text_of(&a.content)).unwrap_or_default();
        if !text.is_empty() {
            let title = article.map(|a| a.title.trim().to_owned()).filter(|t| !t.is_empty());
            return Some((text, title));
        }
        "no article was found in the page".to_owned()
    };
    warnings.push(Diagnostic::warning(format!("{fault}, so all its text is taken, perhaps with menus and remarks")));
    None
}

/// What a page says of itself outside its text.
#[derive(Default)]
struct Metadata {
    date: Option<Date>,
    /// From JSON-LD or a meta tag.
    headline: Option<String>,
    /// The `title` element.
    title: Option<String>,
    /// The first `h1`.
    heading: Option<String>,
    publisher: Option<String>,
    address: Option<String>,
}

/// Names of meta tags with the publication date, the best first.
const DATE_NAMES: [&str; 14] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "citation_publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dc.date",
    "date",
];

impl Metadata {
    fn of(page: &str) -> Self {
        let mut found = Self::default();
        // Rank of the best date so far: JSON-LD, then the meta tags in their order, then <time>.
        let mut rank = usize::MAX;
        let mut take = |found: &mut Self, r: usize, words: &str| {
            if let Some(date) = calendar::any(words).filter(|_| r < rank) {
                (found.date, rank) = (Some(date), r);
            }
        };
        let (mut is_ld, mut in_heading, mut heading) = (false, false, String::new());
        for piece in markup::Pieces::new(page) {
            match piece {
                Piece::Open { name, attributes } if name.eq_ignore_ascii_case("meta") => {
                    let key = ["property", "name", "itemprop"].iter().find_map(|a| attribute(attributes, a));
                    let Some((key, content)) = key.zip(attribute(attributes, "content")) else { continue };
                    let key = key.to_ascii_lowercase();
                    if let Some(at) = DATE_NAMES.iter().position(|n| *n == key) {
                        take(&mut found, at + 1, &content);
                    }
                    match key.as_str() {
                        "og:title" | "twitter:title" => keep(&mut found.headline, &content),
                        "og:site_name" => keep(&mut found.publisher, &content),
                        "og:url" => keep(&mut found.address, &content),
                        _ => {}
                    }
                }
                Piece::Open { name, attributes } if name.eq_ignore_ascii_case("time") => {
                    if let Some(words) = attribute(attributes, "datetime") {
                        take(&mut found, DATE_NAMES.len() + 1, &words);
                    }
                }
                Piece::Open { name, attributes } if name.eq_ignore_ascii_case("link") => {
                    if attribute(attributes, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
                        && let Some(address) = attribute(attributes, "href")
                    {
                        keep(&mut found.address, &address);
                    }
                }
                Piece::Open { name, attributes } if name.eq_ignore_ascii_case("script") => {
                    is_ld =
                        attribute(attributes, "type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"));
                }
                Piece::Raw { name, content } if is_ld && name.eq_ignore_ascii_case("script") => {
                    let mut ld = Collected::default();
                    if let Ok(linked) = serde_json::from_str::<Linked>(content.trim()) {
                        ld.collect(&linked);
                    }
                    if let Some(words) = ld.date {
                        take(&mut found, 0, &words);
                    }
                    found.headline = ld.headline.or(found.headline.take());
                    found.publisher = ld.publisher.or(found.publisher.take());
                }
                Piece::Raw { name, content } if name.eq_ignore_ascii_case("title") => {
                    keep(&mut found.title, &decode_html_entities(content));
                }
                Piece::Open { name, .. } if name.eq_ignore_ascii_case("h1") => in_heading = true,
                Piece::Close { name } if name.eq_ignore_ascii_case("h1") => {
                    in_heading = false;
                    keep(&mut found.heading, &std::mem::take(&mut heading));
                }
                Piece::Text(text) if in_heading => heading.push_str(&decode_html_entities(text)),
                Piece::Open { .. } | Piece::Close { .. } => {}
                Piece::Text(_) | Piece::Raw { .. } => {}
            }
        }
        found
    }
}

/// Keeps the first words that are there, with runs of white space as one space.
fn keep(slot: &mut Option<String>, words: &str) {
    if slot.is_none() {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        *slot = Some(words).filter(|w| !w.is_empty());
    }
}

/// JSON-LD: one thing, a list of things, or whatever else.
#[derive(Deserialize)]
#[serde(untagged)]
enum Linked {
    Many(Vec<Linked>),
    Thing(Box<Thing>),
    Words(String),
    Other(IgnoredAny),
}

/// The properties of schema.org that are read.
#[derive(Deserialize)]
struct Thing {
    #[serde(rename = "@graph")]
    graph: Option<Linked>,
    #[serde(rename = "datePublished")]
    date: Option<Linked>,
    headline: Option<Linked>,
    publisher: Option<Linked>,
    name: Option<Linked>,
}

/// What the things of one JSON-LD script say of the article.
#[derive(Default)]
struct Collected {
    date: Option<String>,
    headline: Option<String>,
    publisher: Option<String>,
}

impl Collected {
    fn collect(&mut self, linked: &Linked) {
        match linked {
            Linked::Many(items) => items.iter().for_each(|item| self.collect(item)),
            Linked::Thing(thing) => {
                for (slot, value) in [(&mut self.date, &thing.date), (&mut self.headline, &thing.headline)] {
                    if let Some(Linked::Words(words)) = value {
                        keep(slot, &decode_html_entities(words));
                    }
                }
                if let (Some(_), Some(Linked::Thing(publisher))) = (&thing.date, &thing.publisher)
                    && let Some(Linked::Words(name)) = &publisher.name
                {
                    keep(&mut self.publisher, &decode_html_entities(name));
                }
                if let Some(graph) = &thing.graph {
                    self.collect(graph);
                }
            }
            Linked::Words(_) | Linked::Other(_) => {}
        }
    }
}

/// The charset of `<meta charset=...>`, of the older `http-equiv`, or of an XML declaration.
fn declared_charset(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|key| {
        let value = head.split(key).nth(1)?.trim_start_matches(['"', '\'', ' ']);
        let end =
            value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).unwrap_or(value.len());
        Some(value[..end].to_owned()).filter(|v| !v.is_empty())
    })
}

/// The host of an address, without `www.`.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|h| !h.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use attache_record::Basis;

    /// A page with a menu, an article of three paragraphs and a footer; `head` is put into its head.
    fn page(head: &str) -> String {
        let filler =
            "The ministers spoke for two hours about fishing rights, patrol boats and the court, officials said. ";
        format!(
            "<!doctype html><html><head><title>Peru recalls envoy | Andes Daily</title>{head}</head><body>\
             <nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>\
             <article><h1>Peru recalls envoy</h1><p>LIMA, Jan 14 (Wire) - Peru recalled its envoy to Chile. {f}</p>\
             <p>Chile’s foreign ministry voiced regret. {f}</p><p>{f}{f}</p></article>\
             <aside>Most read: <a href='/x'>Cats</a></aside><footer>Copyright Andes Daily</footer></body></html>",
            f = filler
        )
    }

    fn read(page: &str) -> Warned<Document> {
        html(page.as_bytes(), &Hints::default()).unwrap()
    }

    #[test]
    fn the_article_is_kept_and_the_menu_is_not() {
        let document = read(&page("")).value;
        assert!(
            document.text.starts_with("LIMA, Jan 14 (Wire) - Peru recalled its envoy to Chile."),
            "{}",
            document.text
        );
        assert_eq!(document.text.lines().count(), 3);
        for word in ["Home", "Most read", "Copyright"] {
            assert!(!document.text.contains(word), "{word}");
        }
        assert_eq!(document.title.as_deref(), Some("Peru recalls envoy"));
    }

    #[test]
    fn the_date_comes_from_the_best_metadata() {
        let time = "<time datetime='2020-01-17T08:00Z'>";
        let meta = "<meta content='2020-01-16T08:00:00-05:00' property='article:published_time'>";
        let weak = "<meta name=date content='2020-01-18'>";
        let linked = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},
            {"@type":["NewsArticle"],"headline":"Peru calls its envoy home","datePublished":"2020-01-15T09:00:00Z",
             "publisher":{"name":"Andes Daily","logo":{"url":1}}}]}</script>"#;
        for (head, expected) in [
            (time.to_owned(), "2020-01-17"),
            (format!("{time}{weak}"), "2020-01-18"),
            (format!("{weak}{time}{meta}"), "2020-01-16"),
            (format!("{meta}{linked}{weak}"), "2020-01-15"),
        ] {
            let published = read(&page(&head)).value.published.unwrap();
            assert_eq!((published.date.to_string().as_str(), published.basis), (expected, Basis::Metadata));
        }
        let document = read(&page(linked)).value;
        assert_eq!(document.title.as_deref(), Some("Peru calls its envoy home"));
        assert_eq!(document.source.as_deref(), Some("Andes Daily"));
    }

    #[test]
    fn the_address_gives_a_date_and_a_source_where_nothing_else_does() {
        let document = read(&page("<link rel=canonical href='https://www.andes.example/2020/01/15/envoy'>")).value;
        assert_eq!(document.published.map(|p| p.date.to_string()).as_deref(), Some("2020-01-15"));
        assert_eq!(document.source.as_deref(), Some("andes.example"));
    }

    #[test]
    fn a_page_nested_too_deeply_is_stripped_of_its_tags_instead() {
        let deep = format!("<html><body>{}<p>Peru recalled its envoy.</p>", "<div>".repeat(100_000));
        let read = read(&deep);
        assert_eq!(read.value.text, "Peru recalled its envoy.\n");
        assert!(read.warnings[0].message.starts_with("the page is nested 100002 elements deep"), "{:?}", read.warnings);
    }

    #[test]
    fn a_page_too_large_is_stripped_of_its_tags_instead() {
        let large = "<p>Peru recalled its envoy.</p>".repeat(400_000);
        let read = read(&large);
        assert_eq!(read.value.text.lines().count(), 400_000);
        assert!(read.warnings[0].message.contains("bytes, more than"), "{:?}", read.warnings);
    }

    #[test]
    fn a_page_in_a_legacy_charset_is_read_in_the_one_it_declares() {
        let mut bytes = page("<meta charset='windows-1252'>").replace('’', "'").into_bytes();
        bytes.extend_from_slice(b"<p>\xc9lys\xe9e");
        let read = html(&bytes, &Hints::default()).unwrap();
        assert!(
            read.warnings[0].message.contains("windows-1252 because of its own declaration"),
            "{:?}",
            read.warnings
        );
    }

    #[test]
    fn a_short_or_empty_page_is_no_error() {
        assert_eq!(read("<p>Peru recalled its envoy.</p>").value.text.trim(), "Peru recalled its envoy.");
        assert_eq!(read("").value.text, "");
        assert_eq!(read("<html><body></body></html>").value.text, "");
    }
}
