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

/// Three articles of two outlets in two years: what Orla Finch and Tove Brandt say of a pier and a theatre.
async fn mixed() -> Site {
    let (site, _) = Site::filled().await;
    for (outlet, number, words) in [
        ("Herald", 3, "The council will not sell the theatre"),
        ("Herald", 4, "The theatre stays open all winter"),
        ("Courier", 5, "The theatre stays open all winter"),
    ] {
        site.take_in(saying(outlet, number, words)).await;
    }
    site.engine.group().await.expect("put together");
    site.engine.catch_up().await.expect("indexed");
    site
}

fn links(page: &str) -> Vec<String> {
    values(page, "href").into_iter().map(unescape).collect()
}

#[actix_web::test]
async fn what_was_found_is_counted_beside_it() {
    let site = mixed().await;
    let page = site.page("/search?q=theatre").await;
    let words = text(&page);
    assert!(words.contains("3 quotes"), "{words}");
    let links = links(&page);
    for expected in [
        "/search?q=theatre+outlet%3A%22herald%22",
        "/search?q=theatre+-outlet%3A%22herald%22",
        "/search?q=theatre+kind%3Adirect",
        "/search?q=theatre+verdict%3Anone",
        "/search?q=theatre+date%3A2025",
        "/stats?q=theatre",
    ] {
        assert!(
            links.iter().any(|link| link == expected),
            "{expected} is not in {links:?}"
        );
    }
    assert!(page.contains("aria-label=\"Leave out Herald\""), "{page}");
    // Said twice in the same words: three quotes, two statements.
    let speakers = crate::markup::between(&page, "id=\"facet-speaker\"", "</section>");
    assert!(speakers.contains("Orla Finch"), "{speakers}");
    assert!(
        speakers.contains(">3<span class=\"visually-hidden\"> quotes</span>"),
        "{speakers}"
    );
    assert!(
        speakers.contains("</span>2<span class=\"visually-hidden\"> statements</span>"),
        "{speakers}"
    );
}

#[actix_web::test]
async fn conditions_in_the_query_can_be_taken_out_by_a_link() {
    let site = mixed().await;
    let page = site
        .page("/search?q=theatre+-outlet%3A%22courier%22+kind%3Adirect")
        .await;
    let words = text(&page);
    assert!(words.contains("2 quotes"), "{words}");
    assert!(words.contains("Not outlet: courier"), "{words}");
    let links = links(&page);
    for expected in [
        "/search?q=theatre+kind%3Adirect",
        "/search?q=theatre+-outlet%3A%22courier%22",
    ] {
        assert!(
            links.iter().any(|link| link == expected),
            "{expected} is not in {links:?}"
        );
    }
    let kinds = crate::markup::between(&page, "id=\"facet-kind\"", "</section>");
    assert!(kinds.contains("is-set"), "{kinds}");
}

#[actix_web::test]
async fn a_speaker_in_the_query_is_called_by_name() {
    let site = mixed().await;
    let id = site
        .engine
        .find_speakers("Orla Finch")
        .await
        .expect("answers")[0]
        .id;
    let page = site.page(&format!("/search?q=speaker%3A{id}")).await;
    assert!(
        text(&page).contains("Speaker: Orla Finch"),
        "{}",
        text(&page)
    );
}

#[actix_web::test]
async fn a_value_can_be_looked_for() {
    let site = Site::empty().await;
    for number in 0..14_usize {
        let outlet = format!("Paper{}", char::from(b'a' + number as u8));
        site.take_in(saying(&outlet, number, "The theatre stays open all winter"))
            .await;
    }
    let page = site.page("/search?q=theatre").await;
    let outlets = crate::markup::between(&page, "id=\"facet-outlet\"", "</section>");
    assert!(outlets.contains("and 4 more outlets"), "{outlets}");
    assert!(
        outlets.contains("name=\"q\" value=\"theatre\""),
        "{outlets}"
    );
    let page = site
        .page("/search?q=theatre&find_in=outlet&find=PERZ")
        .await;
    let outlets = crate::markup::between(&page, "id=\"facet-outlet\"", "</section>");
    assert!(outlets.contains("None has this in its name"), "{outlets}");
    let page = site
        .page("/search?q=theatre&find_in=outlet&find=PERM")
        .await;
    let outlets = crate::markup::between(&page, "id=\"facet-outlet\"", "</section>");
    assert!(
        outlets.contains("Paperm") && !outlets.contains("Papera"),
        "{outlets}"
    );
    // What is done next is done to the search, not to the list.
    assert!(
        links(&page)
            .iter()
            .all(|link| !link.contains("find=") || link.starts_with('#'))
    );
}

#[actix_web::test]
async fn a_bar_of_the_histogram_narrows_the_days() {
    let site = Site::empty().await;
    site.take_in(saying("Herald", 3, "The theatre stays open all winter"))
        .await;
    site.take_in(dated("2025-09-30", "The theatre is closed"))
        .await;
    let page = site.page("/search?q=theatre").await;
    let expected = "/search?q=theatre&from=2025-07-01&to=2025-07-31";
    assert!(
        links(&page).iter().any(|link| link == expected),
        "{:?}",
        links(&page)
    );
    assert!(
        page.contains("<title>August 2025: 0 quotes</title>"),
        "{page}"
    );
    // Days that were asked for stay asked for.
    let page = site.page("/search?q=theatre&from=2025-07-03").await;
    let expected = "/search?q=theatre&from=2025-07-03&to=2025-07-31";
    assert!(
        links(&page).iter().any(|link| link == expected),
        "{:?}",
        links(&page)
    );
    let page = site.page(expected).await;
    assert!(text(&page).contains("1 quote"), "{}", text(&page));
    assert!(
        page.contains("type=\"date\" form=\"search\" value=\"2025-07-03\""),
        "{page}"
    );
}

#[actix_web::test]
async fn months_in_the_address_are_days_in_the_fields() {
    let site = Site::empty().await;
    let page = site.page("/search?from=2024&to=2024-02").await;
    assert!(
        page.contains("name=\"from\" type=\"date\" form=\"search\" value=\"2024-01-01\""),
        "{page}"
    );
    assert!(
        page.contains("name=\"to\" type=\"date\" form=\"search\" value=\"2024-02-29\""),
        "{page}"
    );
}

fn dated(day: &str, words: &str) -> onrecord_model::Article {
    use onrecord_engine::intake::{Facts, Limits, from_plain_text};
    let facts = Facts {
        url: Some(format!("https://herald.example/{day}")),
        outlet: Some("Herald".to_owned()),
        published: Some(day.to_owned()),
        ..Facts::default()
    };
    let text = format!("Council meets on {day}\n\n“{words},” Orla Finch said on Monday.");
    from_plain_text(text, facts, &Limits::default()).expect("an article")
}

#[actix_web::test]
async fn a_query_that_cannot_be_read_is_searched_for_its_words() {
    let site = mixed().await;
    for (typed, problem) in [
        ("(theatre", "("),
        ("theatre OR", "OR"),
        ("colour:mauve theatre", "mauve"),
        ("\"theatre", "\""),
        ("colour:<script>alert(1)</script> theatre", "<script>"),
    ] {
        let address = onrecord_web::address::with_parameters("/search", &[("q", Some(typed))]);
        let page = site.page(&address).await;
        let words = text(&page);
        assert!(
            words.contains("could not be read, so its words were searched for plainly"),
            "{typed}: {words}"
        );
        let caret = crate::markup::between(&page, "<pre class=\"caret\"", "</pre>");
        assert!(
            unescape(caret).contains(problem) && caret.contains('^'),
            "{typed}: {caret}"
        );
        // Nothing that a program would be refused is offered to programs.
        assert!(
            !links(&page).iter().any(|link| link.starts_with("/v1/")),
            "{typed}: {:?}",
            links(&page)
        );
    }
    let page = site.page("/search?q=(theatre").await;
    assert!(text(&page).contains("3 quotes"), "{}", text(&page));
}

#[actix_web::test]
async fn words_that_are_spelt_alike_are_told_apart() {
    let site = mixed().await;
    let page = site.page("/search?q=theatrr").await;
    let words = text(&page);
    assert!(words.contains("Did you mean theatre?"), "{words}");
    assert!(links(&page).iter().any(|link| link == "/search?q=theatre"));
    assert!(words.contains("“theatrr”: theatre"), "{words}");
    assert!(page.contains("<mark>theatre</mark>"), "{page}");
}

#[actix_web::test]
async fn what_was_repeated_most_comes_first_once() {
    let site = mixed().await;
    let page = site.page("/search?q=theatre&sort=most_repeated").await;
    let words = text(&page);
    assert!(words.contains("most repeated first"), "{words}");
    assert_eq!(
        words.matches("The theatre stays open all winter").count(),
        1,
        "{words}"
    );
    assert!(
        words.contains("2 quotes of this statement match"),
        "{words}"
    );
    let repeated = words.find("stays open").expect("is there");
    assert!(repeated < words.find("will not sell").expect("is there"));
}

#[actix_web::test]
async fn a_search_can_be_taken_elsewhere() {
    let site = mixed().await;
    let page = site
        .page("/search?q=theatre&outlet=Herald&sort=oldest")
        .await;
    let links = links(&page);
    for expected in [
        "/v1/export/quotes?q=theatre&outlet=Herald&sort=oldest&format=csv",
        "/v1/export/quotes?q=theatre&outlet=Herald&sort=oldest&format=jsonl",
        "/v1/export/quotes?q=theatre&outlet=Herald&sort=oldest&format=parquet",
        "/v1/quotes/feed.atom?q=theatre&outlet=Herald",
        "/v1/quotes/feed.json?q=theatre&outlet=Herald",
        "/v1/quotes?q=theatre&outlet=Herald&sort=oldest",
        "/stats?q=theatre&outlet=Herald",
    ] {
        assert!(
            links.iter().any(|link| link == expected),
            "{expected} is not in {links:?}"
        );
    }
    assert!(
        page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""),
        "{page}"
    );
}
