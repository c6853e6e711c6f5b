//! What a page says of itself: JSON-LD first, then meta elements, then elements marked as such.

use dom_query::Document;
use onrecord_model::Timestamp;

use super::json_ld;
use crate::dates::parse_published;
use crate::urls::canonical_reference;
use crate::{Limits, names};

/// Names of meta elements, in order of how surely they say it.
const TITLE: &[&str] = &[
    "og:title",
    "parsely-title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "title",
];
const OUTLET: &[&str] = &[
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
    "twitter:app:name:iphone",
];
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "og:article:author",
    "article:author_name",
    "cxenseparse:author",
];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "datepublished",
    "article:published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "date",
];
const URL: &[&str] = &["og:url", "parsely-link", "twitter:url"];

/// What stands between a title and the name of the site.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " • "];

/// What was found; nothing that breaks a limit or cannot be read is among it.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The text of the article, where JSON-LD gives it.
    pub(super) body: Option<String>,
}

pub(super) fn read(document: &Document, supplied_url: Option<&str>, limits: &Limits) -> Metadata {
    let linked = json_ld::read(&texts(document, "script[type*='ld+json']"));
    let meta = MetaElements::read(document);
    let line = |value: &String| {
        names::clean(&without_entities(value))
            .filter(|line| line.chars().count() <= limits.field_characters)
    };

    let url_candidates: Vec<String> = linked
        .urls
        .iter()
        .cloned()
        .chain(attributes(document, "link[rel~='canonical' i]", "href"))
        .chain(meta.values(URL).map(str::to_owned))
        .collect();
    // Relative ones lead on from whichever is absolute.
    let base = supplied_url.map(str::to_owned).or_else(|| {
        url_candidates
            .iter()
            .find(|url| url.starts_with("http"))
            .cloned()
    });
    let url = url_candidates
        .iter()
        .filter(|url| url.chars().count() <= limits.field_characters)
        .find_map(|url| canonical_reference(url, base.as_deref()));

    let headings = texts(document, "h1");
    let only_heading = match headings.as_slice() {
        [heading] => Some(heading.clone()),
        _ => None,
    };
    let title = linked
        .headline
        .into_iter()
        .chain(meta.values(TITLE).map(str::to_owned))
        .chain(only_heading.clone())
        .find_map(|title| line(&title))
        .map(|title| without_site(title, only_heading.as_deref()));
    let outlet = linked
        .publisher
        .into_iter()
        .chain(meta.values(OUTLET).map(str::to_owned))
        .find_map(|outlet| line(&outlet));

    let authors_of = |bylines: Vec<String>| {
        names::each_once(
            bylines
                .iter()
                .filter_map(line)
                .flat_map(|byline| names::authors(&byline)),
        )
    };
    // Each meta name by itself: several elements of one name are several authors, several names are the same ones.
    let authors = std::iter::once(linked.authors)
        .chain(
            AUTHOR
                .iter()
                .map(|name| meta.values(&[name]).map(str::to_owned).collect()),
        )
        .chain([
            texts(document, "[itemprop~='author'] [itemprop~='name']"),
            texts(document, "a[rel~='author']"),
        ])
        .map(authors_of)
        .find(|authors| !authors.is_empty())
        .unwrap_or_default();

    let published = linked
        .published
        .into_iter()
        .chain(meta.values(PUBLISHED).map(str::to_owned))
        .chain(attributes(
            document,
            "time[itemprop~='datePublished'], time[pubdate]",
            "datetime",
        ))
        .chain(
            attributes(document, "article time[datetime]", "datetime")
                .into_iter()
                .take(1),
        )
        .find_map(|time| parse_published(&time));

    let language = attributes(document, "html[lang]", "lang")
        .into_iter()
        .chain(linked.language)
        .chain(
            meta.values(&["og:locale", "content-language"])
                .map(str::to_owned),
        )
        .find(|language| !language.trim().is_empty());

    Metadata {
        title,
        outlet,
        authors,
        published,
        url,
        language,
        body: linked.body.map(|body| without_entities(&body)),
    }
}

/// A title without " - The Courier" or " | The Courier" at its end, which the page of The Courier puts there.
pub(super) fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else {
        return title.to_owned();
    };
    for separator in SEPARATORS {
        if let Some((headline, name)) = title.rsplit_once(separator)
            && name.trim().eq_ignore_ascii_case(outlet)
            && !headline.trim().is_empty()
        {
            return headline.trim().to_owned();
        }
    }
    title.to_owned()
}

/// The page's heading, where the title says it and then something more, as in "Bridge Shut - News - The Courier".
pub(super) fn without_site(title: String, heading: Option<&str>) -> String {
    let heading = heading.and_then(names::clean);
    match heading {
        Some(heading) if title.strip_prefix(&heading).is_some_and(is_site) => heading,
        _ => title,
    }
}

/// Whether `rest` is a separator and what comes after it.
fn is_site(rest: &str) -> bool {
    SEPARATORS
        .iter()
        .any(|separator| rest.starts_with(separator))
}

struct MetaElements(Vec<(String, String)>);

impl MetaElements {
    fn read(document: &Document) -> Self {
        let mut elements = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let Some(content) = node
                .attr("content")
                .filter(|content| !content.trim().is_empty())
            else {
                continue;
            };
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                let Some(value) = node.attr(attribute) else {
                    continue;
                };
                for name in value.split_ascii_whitespace() {
                    elements.push((name.to_ascii_lowercase(), content.to_string()));
                }
            }
        }
        Self(elements)
    }

    /// The contents of all elements of these names, in the order of `names`.
    fn values<'value>(&'value self, names: &'value [&str]) -> impl Iterator<Item = &'value str> {
        names.iter().flat_map(|name| {
            self.0
                .iter()
                .filter(move |(other, _)| other == name)
                .map(|(_, content)| content.as_str())
        })
    }
}

fn texts(document: &Document, selector: &str) -> Vec<String> {
    document
        .select(selector)
        .nodes()
        .iter()
        .map(|node| node.text().to_string())
        .collect()
}

fn attributes(document: &Document, selector: &str, attribute: &str) -> Vec<String> {
    document
        .select(selector)
        .nodes()
        .iter()
        .filter_map(|node| node.attr(attribute))
        .map(|value| value.to_string())
        .collect()
}

/// Text that was escaped once too often ("Tom &amp; Ana"), which scripts with JSON-LD often are.
fn without_entities(text: &str) -> String {
    let has_entity = text
        .split_once('&')
        .is_some_and(|(_, rest)| rest.contains(';'));
    if !has_entity || text.contains('<') {
        return text.to_owned();
    }
    Document::fragment(text).text().to_string()
}
