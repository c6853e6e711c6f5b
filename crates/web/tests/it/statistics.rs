//! Statistics: every chart has its numbers beside it, can be had by itself, and counts what the search finds.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use crate::hostile::BREAKOUTS;
use crate::markup::{between, text, unescape, values};
use crate::site::{Site, saying};

async fn filled() -> Site {
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

/// The names of the charts of a page, in their order.
fn charts(page: &str) -> Vec<&str> {
    values(page, "id")
        .into_iter()
        .filter_map(|id| id.strip_prefix("chart-"))
        .collect()
}

async fn csv(site: &Site, address: &str) -> String {
    let answer = site.answer(TestRequest::get().uri(address)).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"onrecord-")
    );
    answer.body
}

#[actix_web::test]
async fn every_chart_has_a_name_a_description_and_a_table() {
    let site = filled().await;
    let page = site.page("/stats").await;
    assert_eq!(
        charts(&page),
        [
            "over-time",
            "speakers",
            "outlets",
            "kinds",
            "verdicts",
            "claims"
        ]
    );
    for drawing in page.split("<svg class=\"drawing\"").skip(1) {
        let drawing = drawing.split("</svg>").next().unwrap_or_default();
        assert!(drawing.contains("role=\"img\""), "{drawing}");
        assert!(
            !between(drawing, "<desc", "</desc>").is_empty(),
            "{drawing}"
        );
        assert!(
            !between(drawing, "<title", "</title>").is_empty(),
            "{drawing}"
        );
        assert!(
            !drawing.contains("<a "),
            "an image holds no links: {drawing}"
        );
    }
    // A table for each chart but that of claims, of which there are none.
    assert_eq!(page.matches("<summary>As a table</summary>").count(), 5);
    let words = text(&page);
    assert!(
        words.contains("No claim is linked to anything that matches."),
        "{words}"
    );
    assert!(
        page.contains("<a href=\"/stats\" aria-current=\"page\">"),
        "{page}"
    );
}

#[actix_web::test]
async fn the_file_has_the_numbers_of_the_page() {
    let site = filled().await;
    let quotes = site
        .engine
        .overview()
        .await
        .expect("answers")
        .counts
        .quotes
        .total();
    let over_time = csv(&site, "/charts/over-time.csv?over=month").await;
    let months: Vec<Vec<&str>> = over_time
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(months[0][..3], ["2025-07-01", "2025-07-31", "3"]);
    assert_eq!(months[0][3], "2", "one statement was told twice");
    let sum: u64 = months
        .iter()
        .map(|month| month[2].parse::<u64>().expect("a number"))
        .sum();
    assert_eq!(sum, quotes);
    let speakers = csv(&site, "/charts/speakers.csv?q=theatre").await;
    let rows: Vec<&str> = speakers.lines().collect();
    assert_eq!(rows.len(), 2, "{speakers}");
    assert!(
        rows[1].starts_with("Orla Finch,") && rows[1].contains(",3,2,3,1,"),
        "{speakers}"
    );
    let page = site.page("/stats?q=theatre").await;
    assert!(page.contains(">3</td>"), "{page}");
}

#[actix_web::test]
async fn a_chart_of_ones_own_is_drawn_first() {
    let site = filled().await;
    let check = async |query: &str, drawn: &str| {
        let page = site.page(&format!("/stats?{query}")).await;
        assert_eq!(charts(&page)[0], "counts", "{query}");
        assert!(page.contains(drawn), "{query}: {drawn} is not in {page}");
    };
    check("by=outlet", "Quotes by outlet").await;
    check("by=outlet&over=month", "Quotes by outlet and month").await;
    check("by=outlet&and_by=kind", "class=\"part part-1\"").await;
    check(
        "by=outlet&and_by=verdict",
        "A quote can have several verdicts",
    )
    .await;
    check(
        "by=outlet&and_by=kind&measure=statements",
        "The table has the numbers",
    )
    .await;
    check("by=outlet&and_by=kind&over=year", "too much for a drawing").await;
    let counts = csv(&site, "/charts/counts.csv?by=outlet&and_by=kind").await;
    assert!(
        counts.starts_with("name,key,and_name,and_key,from,to,quotes,"),
        "{counts}"
    );
    assert!(
        counts.contains("Herald,herald,Direct,direct,,,2,2,2,"),
        "{counts}"
    );
}

#[actix_web::test]
async fn who_is_quoted_beside_somebody_is_told_where_somebody_is_chosen() {
    let site = filled().await;
    let page = site.page("/stats?speaker=Tove+Brandt").await;
    assert!(charts(&page).contains(&"co-quoted"), "{:?}", charts(&page));
    let id = site
        .engine
        .find_speakers("Orla Finch")
        .await
        .expect("answers")[0]
        .id;
    let page = site.page(&format!("/stats?q=theatre+speaker%3A{id}")).await;
    assert!(charts(&page).contains(&"co-quoted"), "{:?}", charts(&page));
    assert!(
        text(&page).contains("Speaker: Orla Finch"),
        "{}",
        text(&page)
    );
}

#[actix_web::test]
async fn a_speakers_page_shows_when_they_were_quoted() {
    let site = filled().await;
    let id = site
        .engine
        .find_speakers("Orla Finch")
        .await
        .expect("answers")[0]
        .id;
    let page = site.page(&format!("/speakers/{id}")).await;
    assert_eq!(charts(&page), ["over-time", "co-quoted", "verdicts"]);
    assert!(page.contains("July 2025: 3 quotes"), "{page}");
    let links: Vec<String> = values(&page, "href").into_iter().map(unescape).collect();
    assert!(
        links
            .iter()
            .any(|link| *link == format!("/stats?speaker={id}"))
    );
    assert!(
        links
            .iter()
            .any(|link| *link == format!("/charts/over-time.csv?speaker={id}"))
    );
}

#[actix_web::test]
async fn a_drawing_stands_by_itself() {
    let site = filled().await;
    let answer = site
        .answer(TestRequest::get().uri("/charts/speakers.svg?q=theatre"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    );
    assert!(answer.body.contains("Orla Finch"));
    assert!(
        answer.body.contains("onrecord, /stats?q=theatre"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("<a "), "no link leads on from a file");
}

#[actix_web::test]
async fn other_sites_may_show_one_chart_and_nothing_else() {
    let site = filled().await;
    let answer = site
        .answer(TestRequest::get().uri("/embed/outlets?q=theatre"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("form-action 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"), "{policy}");
    for forbidden in ["<script", "<form", "<nav", "style=\"", " onload"] {
        assert!(!answer.body.contains(forbidden), "{forbidden}");
    }
    assert!(
        answer
            .body
            .contains("href=\"/stats?q=theatre\" target=\"_blank\""),
        "{}",
        answer.body
    );
    // What else there is may not be shown in a frame, least of all where a chart could not be.
    for (address, status) in [
        ("/embed/nothing", StatusCode::NOT_FOUND),
        ("/embed/co-quoted", StatusCode::BAD_REQUEST),
        ("/charts/speakers.gif", StatusCode::NOT_FOUND),
        ("/charts/speakers", StatusCode::NOT_FOUND),
        ("/charts/counts.csv", StatusCode::BAD_REQUEST),
    ] {
        site.page_with(address, status).await;
    }
    let page = site.page("/stats?q=theatre").await;
    assert!(unescape(&page).contains("<iframe src=\""), "{page}");
}

#[actix_web::test]
async fn what_cannot_be_counted_is_said() {
    let site = filled().await;
    for (address, problem) in [
        ("/stats?by=weather", "“weather” is nothing to count by"),
        ("/stats?over=hour", "“hour” is no step of time"),
        ("/stats?measure=words", "“words” is nothing to count"),
        ("/stats?limit=0", "“0” is no number of values"),
        ("/stats?from=yesterday", "“yesterday” is no day"),
        (
            "/stats?copies=some",
            "“some” is nothing to be done with copies",
        ),
        ("/stats?q=(theatre", "This parenthesis is never closed"),
    ] {
        let page = site.page_with(address, StatusCode::BAD_REQUEST).await;
        assert!(text(&page).contains(problem), "{address}: {}", text(&page));
        // What was typed is still there to be put right.
        assert!(page.contains("id=\"search\""), "{address}");
    }
    let page = site
        .page_with("/stats?q=(theatre", StatusCode::BAD_REQUEST)
        .await;
    assert!(page.contains("value=\"(theatre\""), "{page}");
}

#[actix_web::test]
async fn an_empty_record_has_nothing_to_count() {
    let site = Site::empty().await;
    let words = text(&site.page("/stats").await);
    assert!(
        words.contains("Nothing that matches has a date."),
        "{words}"
    );
    assert!(
        words.contains("There is nothing to have a share of."),
        "{words}"
    );
}

#[actix_web::test]
async fn markup_in_an_address_is_text_in_a_chart() {
    let site = filled().await;
    for words in BREAKOUTS {
        let address = |path: &str, name: &str| {
            onrecord_web::address::with_parameters(path, &[(name, Some(words))])
        };
        for name in ["outlet", "speaker"] {
            // `page` checks that there is no script, no handler and no foreign tag.
            site.page(&address("/stats", name)).await;
        }
        let answer = site
            .answer(TestRequest::get().uri(&address("/charts/over-time.svg", "outlet")))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(
            !answer.body.contains("<script") && !answer.body.contains("<img"),
            "{}",
            answer.body
        );
    }
}
