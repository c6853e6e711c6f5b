//! What holds of every page, read from its markup.

use std::collections::HashSet;

use actix_web::http::header::HeaderMap;

/// One tag of a page, as written between `<` and `>`.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

/// The values of an attribute, over all tags.
pub(crate) fn values<'page>(page: &'page str, attribute: &str) -> Vec<&'page str> {
    let begins = format!(" {attribute}=\"");
    tags(page)
        .filter_map(|tag| {
            let (_, rest) = tag.split_once(&begins)?;
            rest.split_once('"').map(|(value, _)| value)
        })
        .collect()
}

/// A page's words without its tags, as a reader would select them: what cannot be selected is left out.
pub(crate) fn text(page: &str) -> String {
    let main = between(page, "<main", "</main>");
    let mut text = String::new();
    let mut rest = main;
    while let Some((words, tail)) = rest.split_once('<') {
        text.push_str(words);
        let (tag, tail) = tail.split_once('>').expect("every tag ends");
        rest = if tag.starts_with("a class=\"ref\"") {
            tail.split_once("</a>").expect("every link ends").1
        } else {
            tail
        };
    }
    text.push_str(rest);
    unescape(&text)
}

pub(crate) fn between<'page>(page: &'page str, begin: &str, end: &str) -> &'page str {
    let (_, rest) = page
        .split_once(begin)
        .unwrap_or_else(|| panic!("no {begin} in {page}"));
    rest.split_once(end)
        .unwrap_or_else(|| panic!("no {end} behind {begin}"))
        .0
}

pub(crate) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

pub(crate) fn check_headers(headers: &HeaderMap) {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let policy = header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{rule} is not in {policy:?}");
    }
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "same-origin");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
}

pub(crate) fn check_page(address: &str, page: &str) {
    let count = |tag: &str| {
        tags(page)
            .filter(|found| found.split([' ', '>']).next() == Some(tag))
            .count()
    };
    assert_eq!(count("h1"), 1, "{address}: one heading of the first order");
    assert_eq!(count("main"), 1, "{address}");
    assert_eq!(count("nav"), 1, "{address}");
    assert_eq!(count("footer"), 1, "{address}");
    assert!(page.contains("<html lang=\"en\">"), "{address}");
    assert!(page.contains("name=\"viewport\""), "{address}");
    assert!(
        !between(page, "<title>", " · onrecord</title>")
            .trim()
            .is_empty(),
        "{address}"
    );
    assert!(
        page.contains("<a class=\"skip\" href=\"#main\">"),
        "{address}"
    );
    check_scripts(address, page);
    for forbidden in ["style", "iframe", "img", "object", "base", "embed"] {
        assert_eq!(count(forbidden), 0, "{address} has <{forbidden}>");
    }
    for tag in tags(page) {
        for attribute in attributes(tag) {
            let is_handler = attribute.starts_with("on");
            assert!(!is_handler && attribute != "style", "{address}: <{tag}>");
        }
    }
    check_ids(address, page);
    check_links(address, page);
}

/// No script but the one file of ours, and JSON that nothing runs.
fn check_scripts(address: &str, page: &str) {
    let scripts = tags(page).filter(|tag| tag.split([' ', '>']).next() == Some("script"));
    for tag in scripts {
        let is_ours = tag.starts_with("script src=\"/assets/keys-") && tag.ends_with(" defer");
        let is_data = tag == "script type=\"application/ld+json\"";
        assert!(is_ours || is_data, "{address} has <{tag}>");
    }
}

/// Names of a tag's attributes; values in quotation marks are passed over.
fn attributes(tag: &str) -> Vec<&str> {
    tag.split('"')
        .step_by(2)
        .flat_map(str::split_whitespace)
        .filter_map(|word| word.split_once('='))
        .map(|(name, _)| name)
        .collect()
}

fn check_ids(address: &str, page: &str) {
    let mut ids = HashSet::new();
    for id in values(page, "id") {
        assert!(ids.insert(id), "{address} has two places called {id}");
    }
    let inside = values(page, "href")
        .into_iter()
        .filter_map(|link| link.strip_prefix('#'));
    for name in inside
        .chain(values(page, "aria-labelledby"))
        .chain(values(page, "for"))
    {
        assert!(
            ids.contains(name),
            "{address} leads to #{name}, which is not there"
        );
    }
}

/// Nothing leads out but addresses of articles, reviews and evidence, and a speaker's item in Wikidata.
fn check_links(address: &str, page: &str) {
    for tag in tags(page) {
        let Some(link) = values(&format!("<{tag}>"), "href")
            .first()
            .map(|link| (*link).to_owned())
        else {
            continue;
        };
        if link.starts_with(['/', '#']) && !link.starts_with("//") {
            continue;
        }
        let is_source = link.starts_with("https://") || link.starts_with("http://");
        assert!(
            is_source && tag.starts_with("a "),
            "{address} loads or runs {link}"
        );
        assert!(tag.contains("noopener noreferrer"), "{address}: <{tag}>");
    }
    for source in values(page, "src") {
        assert!(
            source.starts_with("/assets/keys-"),
            "{address} loads {source}"
        );
    }
    for action in values(page, "action") {
        assert!(
            action.starts_with('/') && !action.starts_with("//"),
            "{address} sends to {action}"
        );
    }
}
