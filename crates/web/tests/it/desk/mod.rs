//! The fact-checkers' desk on the pages: everything a form, with or without scripts.

mod claims;
mod lists;
mod queue;

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HOST};
use actix_web::test::TestRequest;
use onrecord_engine::SearchRequest;
use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_model::{Article, Quote};

use crate::markup::{check_headers, check_page, text, unescape, values};
use crate::site::{Answer, Site};

pub(super) const WATER: &str =
    "The waterworks of Halden lost 41 percent of its water to leaks in 2024";
pub(super) const PIER: &str = "The council spent 12 million crowns on the new pier last year";
pub(super) const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";

/// An article in which Orla Finch says something between two other sentences.
pub(super) fn report(number: usize, words: &str) -> Article {
    let facts = Facts {
        url: Some(format!("https://gazette.example/{number}")),
        outlet: Some("Gazette".to_owned()),
        published: Some(format!("2025-07-{number:02}")),
        ..Facts::default()
    };
    let text = format!(
        "Report of the day, number {number}\n\nThe hall was full. Everybody listened. “{words},” Orla Finch said on Monday. Nobody asked anything. Then they left."
    );
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}

/// The same article with some of its words changed.
pub(super) fn reworded(article: Article, (from, to): (&str, &str)) -> Article {
    let facts = Facts {
        url: article.url,
        outlet: article.outlet,
        published: Some("2025-07-01".to_owned()),
        ..Facts::default()
    };
    let text = article.text.replacen(from, to, 1);
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}

pub(super) async fn with(articles: impl IntoIterator<Item = Article>) -> Site {
    let site = Site::empty().await;
    for article in articles {
        site.take_in(article).await;
    }
    passes(&site).await;
    site
}

/// What goes on behind the pages.
pub(super) async fn passes(site: &Site) {
    site.engine.group().await.expect("put together");
    site.engine.catch_up().await.expect("indexed");
    site.engine.judge().await.expect("judged");
}

pub(super) async fn quote(site: &Site, words: &str) -> Quote {
    let request = SearchRequest {
        query: Some(format!("\"{words}\"")),
        ..SearchRequest::default()
    };
    let mut page = site.engine.search(&request).await.expect("answers");
    assert_eq!(page.hits.len(), 1, "{words}");
    page.hits.remove(0).quote
}

pub(super) async fn statement(site: &Site, words: &str) -> String {
    let quote = quote(site, words).await;
    quote.statement.expect("a statement").to_string()
}

pub(super) async fn send_with(
    site: &Site,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Answer {
    let fields: Vec<(&str, Option<&str>)> = fields
        .iter()
        .map(|(name, value)| (*name, Some(*value)))
        .collect();
    let body = onrecord_web::address::with_parameters("", &fields);
    let mut request = TestRequest::post()
        .uri(path)
        .insert_header((HOST, "127.0.0.1:7878"))
        .insert_header(ContentType::form_url_encoded())
        .set_payload(body.trim_start_matches('?').to_owned());
    for header in headers {
        request = request.insert_header(*header);
    }
    site.answer(request).await
}

/// As a browser sends a form of this site.
pub(super) async fn send(site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
    send_with(site, path, &[("sec-fetch-site", "same-origin")], fields).await
}

/// Where a form that was taken leads.
pub(super) async fn taken(site: &Site, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = send(site, path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

/// The page that comes back where a form was not taken.
pub(super) async fn returned(
    site: &Site,
    path: &str,
    fields: &[(&str, &str)],
    status: u16,
) -> String {
    let answer = send(site, path, fields).await;
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    check_headers(&answer.headers);
    check_page(path, &answer.body);
    answer.body
}

/// A claim that is written down by itself, by the address of its page.
pub(super) async fn claim(site: &Site, words: &str) -> String {
    taken(site, "/claims", &[("text", words), ("by", "Ines Roth")]).await
}

/// The form of a review as its page has it, filled in.
pub(super) fn review<'a>(rating: &'a str, by: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("what", "review"),
        ("rating", rating),
        ("rationale", "The accounts of the waterworks say otherwise."),
        ("rows", "2"),
        ("evidence-0-url", "https://waterworks.example/accounts"),
        ("evidence-0-title", "Accounts of 2024"),
        ("evidence-0-stance", "refutes"),
        ("evidence-1-stance", "refutes"),
        ("publication", "published"),
        ("by", by),
    ]
}

/// What the form of a page says was last done to the claim.
pub(super) fn expected(page: &str) -> String {
    let tag = page
        .split('<')
        .find(|tag| tag.contains("name=\"expected\""))
        .expect("the form says what was seen");
    values(&format!("<{tag}"), "value")[0].to_owned()
}

pub(super) fn has(page: &str, words: &[&str]) {
    let shown = text(page);
    for words in words {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
}

pub(super) fn lacks(page: &str, words: &[&str]) {
    let shown = text(page);
    for words in words {
        assert!(!shown.contains(words), "{words} is in {shown}");
    }
}

/// The address of an undo form of a page.
pub(super) fn undo(page: &str) -> String {
    values(page, "action")
        .into_iter()
        .find(|action| action.ends_with("/undo"))
        .map(unescape)
        .expect("a way to take it back")
}
