//! Nobody can take for said what an article reports as not said.

use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Ingested, SearchRequest};
use onrecord_model::{Polarity, Quote};

use crate::markup::{between, text};
use crate::site::Site;

const TEXT: &str = "Council split over the old pier\n\n\
    Tove Brandt claimed on Monday that the old pier was safe. Tove Brandt did not say when the ferry would leave.\n\n\
    “Nils Aker told me that the pier would sink within a year,” said Tove Brandt. Nils Aker denied that the pier \
    had been inspected in winter.";

async fn site() -> (Site, Ingested) {
    with(TEXT).await
}

async fn with(text: &str) -> (Site, Ingested) {
    let site = Site::empty().await;
    let facts = Facts {
        url: Some("https://www.courier.example/pier".to_owned()),
        outlet: Some("Halden Courier".to_owned()),
        ..Facts::default()
    };
    let article = from_plain_text(text.to_owned(), facts, &Limits::default());
    let ingested = site.take_in(article.expect("an article")).await;
    (site, ingested)
}

async fn quote(site: &Site, words: &str) -> Quote {
    let page = site.engine.search(&SearchRequest::default()).await;
    let hits = page.expect("answers").hits.into_iter();
    let mut quotes: Vec<Quote> = hits.map(|hit| hit.quote).collect();
    quotes.retain(|quote| quote.text.starts_with(words));
    assert_eq!(quotes.len(), 1, "{words}: {quotes:#?}");
    quotes.remove(0)
}

#[actix_web::test]
async fn what_was_not_said_is_stamped_wherever_it_is_shown() {
    let (site, ingested) = site().await;
    let silent = quote(&site, "when the ferry").await;
    assert_eq!(silent.manner.polarity, Polarity::Negated);
    let page = site.page(&format!("/quotes/{}", silent.id)).await;
    let exhibit = between(&page, "<article class=\"exhibit", "</article>");
    let stamp = exhibit.find("Not said").expect("a stamp");
    let words = exhibit.find("when the ferry").expect("the words");
    assert!(stamp < words, "the stamp comes first");
    assert!(page.contains("<title>Tove Brandt (not said): "), "{page}");
    let citation = between(&page, "<pre class=\"cite\">", "</pre>");
    assert!(citation.contains("Tove Brandt (not said), "), "{citation}");

    for address in [
        "/search?q=ferry".to_owned(),
        format!("/articles/{}", ingested.article),
        format!("/speakers/{}", silent.speaker.expect("a speaker").id),
    ] {
        let page = site.page(&address).await;
        assert_eq!(page.matches("<b>Not said</b>").count(), 1, "{address}");
    }
}

#[actix_web::test]
async fn the_home_page_stamps_it_too() {
    let (site, _) = with("Ferry\n\nTove Brandt did not say when the ferry would leave.").await;
    let page = site.page("/").await;
    assert_eq!(page.matches("<b>Not said</b>").count(), 1, "{page}");
}

#[actix_web::test]
async fn denials_and_doubt_are_told() {
    let (site, _) = site().await;
    let denied = quote(&site, "that the pier had been inspected").await;
    let page = site.page(&format!("/quotes/{}", denied.id)).await;
    assert!(page.contains("<b>Denied or refused</b>"));
    assert!(page.contains("<dt>Reported as</dt><dd>denial, told neutrally</dd>"));
    let doubted = quote(&site, "that the old pier").await;
    let page = site.page(&format!("/quotes/{}", doubted.id)).await;
    assert!(!page.contains("class=\"stamp"));
    assert!(page.contains("<span class=\"told\">told with doubt</span>"));
}

#[actix_web::test]
async fn a_quote_inside_another_names_who_tells_it() {
    let (site, ingested) = site().await;
    let inner = quote(&site, "that the pier would sink").await;
    let outer = inner.inside.expect("it is inside another");
    let page = site.page(&format!("/quotes/{}", inner.id)).await;
    let teller = format!("as told by <a href=\"/quotes/{outer}\">Tove Brandt</a>");
    assert!(page.contains(&teller), "{page}");
    assert!(page.contains("(as told by Tove Brandt)"), "the citation");
    let page = site.page(&format!("/articles/{}", ingested.article)).await;
    assert!(page.contains(&teller));
    let page = site.page("/search?q=sink").await;
    assert!(page.contains(&teller));
    let page = site.page(&format!("/quotes/{outer}")).await;
    let inside = between(&page, "<h2 id=\"inside\">", "</section>");
    assert!(inside.contains("Nils Aker"), "{inside}");
    assert!(inside.contains(&format!("/quotes/{}", inner.id)));
}

#[actix_web::test]
async fn searches_can_be_narrowed_by_it() {
    let (site, _) = site().await;
    let page = site.page("/search?polarity=negated").await;
    assert!(text(&page).contains("1 quote"));
    assert!(page.contains("Reported as: <b>negated</b>"));
    let page = site.page("/search?class=denial&colour=neutral").await;
    assert!(text(&page).contains("1 quote"));
    let page = site.answer(actix_web::test::TestRequest::get().uri("/search?class=shout"));
    let page = page.await;
    assert_eq!(page.status, actix_web::http::StatusCode::BAD_REQUEST);
    assert!(text(&page.body).contains("\"shout\" is not a class of cue"));
}
