//! Primary sources: what was said itself, with what was said around it.

use actix_web::http::StatusCode;
use onrecord_engine::intake::{Given, Limits, read_sources};
use onrecord_engine::{SearchRequest, VerifyRequest};
use onrecord_model::Quote;
use tokio_util::sync::CancellationToken;

use crate::hostile::BREAKOUTS;
use crate::markup::{text, values};
use crate::site::Site;

const HEARING: &str = "Council of Halden: the old theatre
3 July 2025
Source: Council of Halden
URL: https://council.example/2025-07-03

ADA QUILL: The meeting is open. We hear the director of the theatre on the winter season.

ORLA FINCH: The theatre stays open all winter, and nobody will pay more for a seat than they do today.

ADA QUILL: And who pays for the heating of the house, if the tickets do not?

ORLA FINCH: The city has promised to pay for the heating until the end of March.
";

impl Site {
    /// Takes a file of primary sources in.
    pub(crate) async fn import(&self, name: &str, content: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        let sources = read_sources(&[path], &Given::default(), &Limits::default());
        let stop = CancellationToken::new();
        let summary = self.engine.import(sources, 1, &stop, |_| {}).await;
        let summary = summary.expect("imported");
        assert_eq!((summary.rejected, summary.unnamed), (0, 0), "{summary:?}");
        assert!(summary.added > 0, "{summary:?}");
    }
}

async fn hearing() -> Site {
    let site = Site::empty().await;
    site.import("hearing.txt", HEARING).await;
    site
}

async fn passage(site: &Site, words: &str) -> Quote {
    let request = SearchRequest {
        query: Some(words.to_owned()),
        ..SearchRequest::default()
    };
    let mut page = site.engine.search(&request).await.expect("answers");
    assert_eq!(page.hits.len(), 1, "{words}");
    page.hits.remove(0).quote
}

#[actix_web::test]
async fn an_empty_list_says_how_sources_come_in() {
    let site = Site::empty().await;
    assert!(site.page("/sources").await.contains("onrecord import FILE"));
    let nowhere = "/sources/00000000-0000-7000-8000-000000000000";
    site.page_with(nowhere, StatusCode::NOT_FOUND).await;
    site.page_with("/sources/7", StatusCode::NOT_FOUND).await;
    site.page_with("/sources?cursor=x", StatusCode::BAD_REQUEST)
        .await;
}

#[actix_web::test]
async fn a_source_is_read_whole_and_each_passage_has_its_place() {
    let site = hearing().await;
    let list = site.page("/sources").await;
    assert!(text(&list).contains("Council of Halden: the old theatre"));
    let source = values(&list, "href")
        .into_iter()
        .find(|link| link.starts_with("/sources/"))
        .expect("a link to the source");
    let page = site.page(source).await;
    let shown = text(&page);
    for words in [
        "Transcript",
        "3 July 2025",
        "4 passages",
        "Ada Quill",
        "Read it at council.example",
        "stays open all winter",
        "until the end of March",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    let heating = passage(&site, "heating March").await;
    assert!(page.contains(&format!("<li id=\"quote-{}\">", heating.id)));
    let rest = text(&site.page(&format!("{source}?from=3")).await);
    assert!(rest.contains("until the end of March") && rest.contains("What comes before"));
    assert!(!rest.contains("The meeting is open"));
    let behind = text(&site.page(&format!("{source}?from=4000000000")).await);
    assert!(behind.contains("no passage from there on"), "{behind}");
    site.page_with(&format!("{source}?from=x"), StatusCode::BAD_REQUEST)
        .await;
}

#[actix_web::test]
async fn a_passage_shows_what_was_said_around_it_and_leads_to_no_article() {
    let site = hearing().await;
    let winter = passage(&site, "winter seat").await;
    let page = site.page(&format!("/quotes/{}", winter.id)).await;
    let shown = text(&page);
    for words in [
        "Primary source",
        "In the source",
        "Transcript, passage 2 of 4",
        "The meeting is open",
        "who pays for the heating",
        "The primary source says whose words these are.",
        "Verify these words",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert!(!page.contains("/articles/0"), "{page}");
    assert!(!shown.contains("Say who said it"), "{shown}");
    let place = format!("/sources/{}#quote-{}", winter.article.id, winter.id);
    assert!(values(&page, "href").contains(&place.as_str()), "{page}");
    // Lists tell it from what was reported, and lead to its place in the source.
    for address in ["/search?q=winter", "/"] {
        let list = site.page(address).await;
        assert!(text(&list).contains("Primary source"), "{address}");
        assert!(!list.contains("href=\"/articles/0"), "{address}");
    }
    let speaker = winter.speaker.expect("a speaker").id;
    let speaker = text(&site.page(&format!("/speakers/{speaker}")).await);
    assert!(
        speaker.contains("2 passages of primary sources"),
        "{speaker}"
    );
}

#[actix_web::test]
async fn what_was_said_outranks_what_was_reported_in_a_verification() {
    let site = hearing().await;
    let words = "The theatre stays open all winter";
    let request = VerifyRequest {
        quotation: words.to_owned(),
        speaker: None,
        limit: 1,
    };
    let found = site.engine.verify(&request).await.expect("answers");
    assert!(!found.matches.is_empty());
    let asking = onrecord_web::address::with_parameters("/verify", &[("q", Some(words))]);
    let page = site.page(&asking).await;
    let shown = text(&page);
    assert!(shown.contains("Partial"), "{shown}");
    assert!(
        shown.contains("A primary source has these words"),
        "{shown}"
    );
    assert!(shown.contains("Read it at council.example"), "{shown}");
    assert!(
        page.contains("<mark>The theatre stays open all winter"),
        "{page}"
    );
}

#[actix_web::test]
async fn what_a_primary_source_has_otherwise_is_said_beside_exact() {
    let site = hearing().await;
    let reported =
        "The theatre stays open all summer, and nobody will pay more for a seat than they do today";
    site.take_in(crate::site::saying("Courier", 3, reported))
        .await;
    let asking = onrecord_web::address::with_parameters("/verify", &[("q", Some(reported))]);
    let shown = text(&site.page(&asking).await);
    assert!(shown.contains("Exact"), "{shown}");
    assert!(
        shown.contains("A primary source among the matches has it otherwise"),
        "{shown}"
    );
}

#[actix_web::test]
async fn markup_in_a_source_is_text_on_every_page() {
    let site = Site::empty().await;
    let lines: Vec<String> = BREAKOUTS
        .iter()
        .enumerate()
        .map(|(number, words)| {
            let words = words.replace('\\', "\\\\").replace('"', "\\\"");
            format!(
                "{{\"id\":\"{words}{number}\",\"text\":\"The {words} bridge stays closed\",\"speaker\":\"Orla Finch\",\
                 \"outlet\":\"{words}\",\"title\":\"{words}\"}}"
            )
        })
        .collect();
    site.import("statements.jsonl", &lines.join("\n")).await;
    let list = site.page("/sources").await;
    let sources: Vec<String> = values(&list, "href")
        .into_iter()
        .filter(|link| link.starts_with("/sources/"))
        .map(str::to_owned)
        .collect();
    assert!(!sources.is_empty());
    let mut passages = 0;
    for source in sources {
        let page = site.page(&source).await;
        let quotes = values(&page, "href");
        for quote in quotes.iter().filter(|link| link.starts_with("/quotes/")) {
            passages += 1;
            let page = site.page(quote).await;
            assert!(!page.contains("href=\"javascript:"), "{page}");
        }
    }
    assert_eq!(passages, BREAKOUTS.len());
}
