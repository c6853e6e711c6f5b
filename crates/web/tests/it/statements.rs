//! Statements in all their wordings, the same words given to two, and what later versions did.

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HOST};
use actix_web::test::TestRequest;
use onrecord_engine::SearchRequest;
use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_model::{Article, Quote};

use crate::hostile::BREAKOUTS;
use crate::markup::{check_page, text, values};
use crate::site::{Answer, Site, saying};

const OPEN: &str = "The old theatre by the harbour will stay open all winter for everybody";
const SHUT: &str = "The old theatre by the harbour will stay shut all winter for everybody";
const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";

/// An article in which somebody says something.
fn said_by(name: &str, number: usize, words: &str) -> Article {
    let facts = Facts {
        url: Some(format!("https://gazette.example/{number}")),
        outlet: Some("Gazette".to_owned()),
        published: Some(format!("2025-07-{number:02}")),
        ..Facts::default()
    };
    let text = format!("Report of the day, number {number}\n\n“{words},” {name} said on Monday.");
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}

async fn with(articles: impl IntoIterator<Item = Article>) -> Site {
    let site = Site::empty().await;
    for article in articles {
        site.take_in(article).await;
    }
    site.engine.group().await.expect("put together");
    site
}

async fn quotes(site: &Site) -> Vec<Quote> {
    let page = site.engine.search(&SearchRequest::default()).await;
    page.expect("answers")
        .hits
        .into_iter()
        .map(|hit| hit.quote)
        .collect()
}

#[actix_web::test]
async fn a_quote_leads_to_its_statement_with_every_wording_compared() {
    let site = with([
        said_by("Orla Finch", 1, OPEN),
        said_by("Orla Finch", 2, SHUT),
        saying("Courier", 2, OPEN),
    ])
    .await;
    let quote = quotes(&site).await.remove(0);
    let page = site.page(&format!("/quotes/{}", quote.id)).await;
    let statement = values(&page, "href")
        .into_iter()
        .find(|link| link.starts_with("/statements/"))
        .expect("a link to the statement");
    let page = site.page(statement).await;
    let shown = text(&page);
    for words in [
        "First on record",
        "1 Jul 2025",
        "How it was worded",
        "Word for word",
        "Reworded",
        "Courier",
        "Gazette",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert!(
        page.contains("<ins>shut</ins>") || page.contains("<del>shut</del>"),
        "{page}"
    );
    assert!(page.contains("<dt>Wordings</dt><dd>2</dd>"), "{page}");
    // Any of its wordings leads to it.
    for quote in quotes(&site).await {
        let wording = quote.wording.expect("a wording");
        let answer = site
            .answer(TestRequest::get().uri(&format!("/statements/{wording}")))
            .await;
        match answer.status {
            StatusCode::OK => assert_eq!(statement, format!("/statements/{wording}")),
            StatusCode::SEE_OTHER => assert_eq!(answer.header("location"), statement),
            status => panic!("{status}: {}", answer.body),
        }
    }
    for missing in [format!("/statements/{NOWHERE}"), "/statements/x".to_owned()] {
        site.page_with(&missing, StatusCode::NOT_FOUND).await;
    }
}

#[actix_web::test]
async fn words_given_to_two_stand_side_by_side_and_on_the_front_page() {
    let site = with([]).await;
    assert!(text(&site.page("/conflicts").await).contains("No words on record are given to two"));
    site.take_in(said_by("Orla Finch", 1, OPEN)).await;
    site.take_in(said_by("Nils Harbury", 2, OPEN)).await;
    site.engine.group().await.expect("put together");
    let page = site.page("/conflicts").await;
    let shown = text(&page);
    for words in [
        "Orla Finch",
        "Nils Harbury",
        "1 day apart",
        "Somebody else said it",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    let home = site.page("/").await;
    assert!(text(&home).contains("Given to two speakers"), "{home}");
    let place = values(&home, "href")
        .into_iter()
        .find_map(|link| link.strip_prefix("/conflicts#"))
        .expect("a link to the conflict");
    assert!(values(&page, "id").contains(&place), "{page}");
    site.page_with("/conflicts?cursor=x", StatusCode::BAD_REQUEST)
        .await;
}

#[actix_web::test]
async fn what_a_later_version_changed_is_shown_with_both_versions() {
    let site = with([]).await;
    assert!(text(&site.page("/stealth-edits").await).contains("No article on record has lost"));
    for words in [OPEN, SHUT] {
        site.take_in(said_by("Orla Finch", 1, words)).await;
        site.engine.group().await.expect("put together");
    }
    let page = site.page("/stealth-edits").await;
    let shown = text(&page);
    for words in ["Worded differently", "Version 1", "Version 2", "Gazette"] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert!(page.contains("<ins>shut</ins>"), "{page}");
    assert!(text(&site.page("/").await).contains("Worded differently"));
    site.take_in(said_by(
        "Orla Finch",
        1,
        "Nothing more will be said about it",
    ))
    .await;
    site.engine.group().await.expect("put together");
    let shown = text(&site.page("/stealth-edits").await);
    assert!(shown.contains("Left out"), "{shown}");
    assert!(shown.contains("do not stand in it any more"), "{shown}");
    site.page_with("/stealth-edits?cursor=x", StatusCode::BAD_REQUEST)
        .await;
}

/// The form of `action` sent as a browser sends a form of this site.
async fn send(site: &Site, action: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, Option<&str>)> = fields
        .iter()
        .map(|(name, value)| (*name, Some(*value)))
        .collect();
    let body = onrecord_web::address::with_parameters("", &fields);
    let request = TestRequest::post()
        .uri(action)
        .insert_header((HOST, "127.0.0.1:7878"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(ContentType::form_url_encoded())
        .set_payload(body.trim_start_matches('?').to_owned());
    site.answer(request).await
}

#[actix_web::test]
async fn people_part_wordings_and_put_them_together_again() {
    let site = with([
        said_by("Orla Finch", 1, OPEN),
        said_by("Orla Finch", 2, SHUT),
    ])
    .await;
    let quotes = quotes(&site).await;
    let statement = quotes[0].statement.expect("a statement");
    let other = quotes
        .iter()
        .find(|quote| quote.wording != Some(statement))
        .expect("another wording");
    let wording = other.wording.expect("a wording").to_string();
    let page = format!("/statements/{statement}");
    let action = format!("{page}/correct");
    assert!(
        site.page(&page)
            .await
            .contains(&format!("action=\"{action}\""))
    );

    let fields = [("what", "part"), ("wording", &*wording), ("by", "Ida Desk")];
    let answer = send(&site, &action, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(
        site.page(&page)
            .await
            .contains("<dt>Wordings</dt><dd>1</dd>")
    );

    let address = format!("http://127.0.0.1:7878/quotes/{}#why", other.id);
    for (given, by, reason) in [
        (
            "http://127.0.0.1:7878/nothing",
            "Ida Desk",
            "No quote and no statement",
        ),
        (&*address, " ", "who corrects"),
    ] {
        let fields = [("what", "join"), ("other", given), ("by", by)];
        let answer = send(&site, &action, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        check_page(&action, &answer.body);
        assert!(
            text(&answer.body).contains(reason),
            "{reason}: {}",
            answer.body
        );
        assert!(answer.body.contains(&format!("value=\"{given}\"")));
    }
    let fields = [("what", "join"), ("other", &*address), ("by", "Ida Desk")];
    let answer = send(&site, &action, &fields).await;
    assert_eq!(answer.header("location"), page);
    let shown = site.page(&page).await;
    assert!(shown.contains("<dt>Wordings</dt><dd>2</dd>"), "{shown}");
    assert!(text(&shown).contains("put here by a person"), "{shown}");
    assert!(text(&site.page("/corrections").await).contains("are one statement"));
    let foreign = TestRequest::post()
        .uri(&action)
        .insert_header(("sec-fetch-site", "cross-site"))
        .insert_header(ContentType::form_url_encoded());
    assert_eq!(site.answer(foreign).await.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_suggestion_is_marked_as_one_until_a_person_decides() {
    let site = Site::empty().await;
    let text_of_two = "Theatre\n\n“The old theatre by the harbour will stay open all winter,” Orla Finch said.\n\n\
                       Orla Finch said that the theatre by the harbour would remain open in winter.";
    let facts = Facts::default();
    let article = from_plain_text(text_of_two.to_owned(), facts, &Limits::default());
    site.take_in(article.expect("an article")).await;
    site.engine.group().await.expect("put together");
    let quotes = quotes(&site).await;
    let direct = quotes
        .iter()
        .find(|quote| quote.kind == onrecord_model::Kind::Direct)
        .expect("a direct quote");
    let page = format!("/statements/{}", direct.statement.expect("a statement"));
    let shown = site.page(&page).await;
    assert!(text(&shown).contains("Perhaps the same"), "{shown}");
    assert!(text(&shown).contains("Not the same"), "{shown}");
    let hidden = |name: &str| {
        let tag = shown
            .split('<')
            .find(|tag| tag.contains(&format!("name=\"{name}\"")))
            .expect("a hidden field");
        values(&format!("<{tag}"), "value")[0].to_owned()
    };
    let (of, other) = (hidden("of"), hidden("other_wording"));
    let fields = [
        ("what", "agree"),
        ("other_wording", &*other),
        ("by", "Ida Desk"),
    ];
    let answer = send(&site, &format!("{page}/correct"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let shown = site.page(&page).await;
    assert!(!text(&shown).contains("Perhaps the same"), "{shown}");
    assert!(shown.contains("<dt>Wordings</dt><dd>2</dd>"), "{shown}");
    let fields = [
        ("what", "reject"),
        ("wording", &*other),
        ("of", &*of),
        ("by", "Ida Desk"),
    ];
    let answer = send(&site, &format!("{page}/correct"), &fields).await;
    assert_ne!(answer.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_conflict_that_was_looked_into_leaves_the_list() {
    let site = with([
        said_by("Orla Finch", 1, OPEN),
        said_by("Nils Harbury", 2, OPEN),
    ])
    .await;
    let page = site.page("/conflicts").await;
    let action = values(&page, "action")
        .into_iter()
        .find(|action| action.ends_with("/settle"))
        .expect("a form");
    let answer = send(&site, action, &[("note", "both said it"), ("by", " ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_page(action, &answer.body);
    let fields = [("note", "both said it"), ("by", "Ida Desk")];
    let answer = send(&site, action, &fields).await;
    assert_eq!(answer.header("location"), "/conflicts");
    assert!(text(&site.page("/conflicts").await).contains("No words on record are given to two"));
    let log = text(&site.page("/corrections").await);
    assert!(log.contains("both said it"), "{log}");
}

#[actix_web::test]
async fn markup_in_wordings_is_text_on_every_page() {
    for words in BREAKOUTS {
        let altered = format!("The {words} old theatre by the harbour stays open all winter");
        let site = with([
            said_by("Orla Finch", 1, OPEN),
            said_by("Orla Finch", 2, &altered),
            said_by("Nils Harbury", 3, &altered),
        ])
        .await;
        site.take_in(said_by("Orla Finch", 2, OPEN)).await;
        site.engine.group().await.expect("put together");
        for quote in quotes(&site).await {
            site.page(&format!("/quotes/{}", quote.id)).await;
            let Some(statement) = quote.statement else {
                continue;
            };
            site.page(&format!("/statements/{statement}")).await;
        }
        for address in ["/conflicts", "/stealth-edits", "/"] {
            site.page(address).await;
        }
    }
}
