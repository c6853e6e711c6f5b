//! Search: what is found, what is said where nothing is, and addresses that hold the whole state.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use crate::markup::{text, unescape, values};
use crate::site::{Site, saying};

#[actix_web::test]
async fn found_words_are_marked_and_lead_into_the_article() {
    let (site, ingested) = Site::filled().await;
    let page = site.page("/search?q=beam").await;
    assert!(page.contains("<mark>beam</mark>"), "{page}");
    assert!(page.contains(&format!("href=\"/articles/{}#quote-", ingested.article)));
    assert!(text(&page).contains("1 quote"));
    assert!(page.contains("href=\"/v1/quotes?q=beam\""));
    assert!(page.contains("value=\"beam\""));
}

#[actix_web::test]
async fn filters_narrow_down_and_can_be_taken_off() {
    let (site, _) = Site::filled().await;
    site.take_in(saying("Herald", 3, "The council will not sell the theatre"))
        .await;
    let page = site
        .page("/search?speaker=Orla+Finch&outlet=herald&kind=direct&from=2025-07&to=2025-07-31")
        .await;
    let words = text(&page);
    assert!(
        words.contains("1 quote") && words.contains("will not sell"),
        "{words}"
    );
    assert!(!words.contains("beam"));
    let links: Vec<String> = values(&page, "href").into_iter().map(unescape).collect();
    for without in [
        "/search?outlet=herald&kind=direct&from=2025-07&to=2025-07-31",
        "/search?speaker=Orla+Finch&kind=direct&from=2025-07&to=2025-07-31",
        "/search?speaker=Orla+Finch&outlet=herald&from=2025-07&to=2025-07-31",
        "/search?speaker=Orla+Finch&outlet=herald&kind=direct&to=2025-07-31",
        "/search?speaker=Orla+Finch&outlet=herald&kind=direct&from=2025-07",
    ] {
        assert!(
            links.iter().any(|link| link == without),
            "{without} is not in {links:?}"
        );
    }
}

#[actix_web::test]
async fn empty_fields_do_not_stay_in_the_address() {
    let site = Site::empty().await;
    let answer = site
        .answer(TestRequest::get().uri("/search?q=old+pier&speaker=&kind=&sort="))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/search?q=old+pier");
}

#[actix_web::test]
async fn nothing_found_says_which_condition_to_give_up() {
    let (site, _) = Site::filled().await;
    let page = site.page("/search?q=beam&outlet=Nowhere+Times").await;
    let words = text(&page);
    assert!(words.contains("Nothing on record matches"), "{words}");
    assert!(
        words.contains("1 quote without Outlet: Nowhere Times"),
        "{words}"
    );
    assert!(
        !words.contains("without Words: beam"),
        "there is nothing in that outlet: {words}"
    );
}

#[actix_web::test]
async fn a_speaker_nobody_knows_is_told_with_names_that_come_close() {
    let (site, _) = Site::filled().await;
    let page = site.page("/search?speaker=Tova+Brandt&q=pier").await;
    assert!(text(&page).contains("No speaker on record goes by the name “Tova Brandt”"));
    assert!(
        page.contains("href=\"/search?q=pier&#38;speaker=Tove+Brandt\""),
        "{page}"
    );
}

#[actix_web::test]
async fn a_speaker_asked_for_by_id_is_shown_by_name() {
    let (site, _) = Site::filled().await;
    let speaker = &site
        .engine
        .find_speakers("Tove Brandt")
        .await
        .expect("answers")[0];
    let page = site.page(&format!("/search?speaker={}", speaker.id)).await;
    assert!(
        page.contains("name=\"speaker\" form=\"search\" list=\"speakers\" value=\"Tove Brandt\""),
        "{page}"
    );
    assert!(text(&page).contains("Speaker: Tove Brandt"));
}

#[actix_web::test]
async fn what_cannot_be_read_is_said_and_the_words_stay() {
    let (site, _) = Site::filled().await;
    for (address, problem) in [
        ("/search?q=beam&kind=loud", "“loud” is no kind of quote"),
        ("/search?q=beam&from=yesterday", "“yesterday” is no day"),
        ("/search?q=beam&sort=best", "“best” is no order"),
        ("/search?q=beam&cursor=12", "never given out"),
    ] {
        let page = site.page_with(address, StatusCode::BAD_REQUEST).await;
        assert!(text(&page).contains(problem), "{address}: {}", text(&page));
        assert!(page.contains("value=\"beam\""), "{address}");
    }
    let page = site
        .page_with("/search?q=%22%21%22", StatusCode::BAD_REQUEST)
        .await;
    assert!(text(&page).contains("no word in it"), "{}", text(&page));
    site.page_with("/search?q=a&q=b", StatusCode::BAD_REQUEST)
        .await;
    site.page_with("/search?q=%00", StatusCode::BAD_REQUEST)
        .await;
    site.page("/search?q=beam&utm_source=elsewhere").await;
}

#[actix_web::test]
async fn pages_follow_each_other_without_a_gap() {
    let site = Site::empty().await;
    for number in 0..45 {
        site.take_in(saying(
            "Courier",
            number,
            &format!("The theatre has {number} seats too few for us"),
        ))
        .await;
    }
    let mut address = "/search?q=theatre&sort=oldest".to_owned();
    let mut seen = BTreeSet::new();
    let mut sizes = Vec::new();
    loop {
        let page = site.page(&address).await;
        assert!(text(&page).contains("45 quotes"));
        let quotes: BTreeSet<String> = values(&page, "href")
            .into_iter()
            .filter_map(|link| link.strip_prefix("/quotes/"))
            // The same page's "why" is a place in it.
            .filter(|link| !link.contains('#'))
            .map(str::to_owned)
            .collect();
        sizes.push(quotes.len());
        for quote in quotes {
            assert!(seen.insert(quote.clone()), "{quote} twice");
        }
        let next = values(&page, "href")
            .into_iter()
            .map(unescape)
            .find(|link| link.starts_with("/search") && link.contains("cursor="));
        let Some(next) = next else { break };
        address = next;
    }
    assert_eq!(sizes, [20, 20, 5]);
}
