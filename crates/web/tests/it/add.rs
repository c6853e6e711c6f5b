//! Pasting an article: only a page of this site may send the form.

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HOST, ORIGIN};
use actix_web::test::TestRequest;

use crate::markup::{check_headers, check_page, text, unescape};
use crate::site::{Answer, HARBOUR_TEXT, Site};

async fn send(site: &Site, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
    let mut request = TestRequest::post()
        .uri("/articles")
        .insert_header((HOST, "127.0.0.1:7878"))
        .insert_header(ContentType::form_url_encoded())
        .set_payload(
            onrecord_web::address::with_parameters(
                "",
                &fields
                    .iter()
                    .map(|(name, value)| (*name, Some(*value)))
                    .collect::<Vec<_>>(),
            )
            .trim_start_matches('?')
            .to_owned(),
        );
    for header in headers {
        request = request.insert_header(*header);
    }
    site.answer(request).await
}

async fn articles(site: &Site) -> u64 {
    site.engine
        .overview()
        .await
        .expect("answers")
        .counts
        .articles
}

#[actix_web::test]
async fn what_is_pasted_is_on_record_and_shown() {
    let site = Site::empty().await;
    let fields = [
        ("text", &*HARBOUR_TEXT.replace('\n', "\r\n")),
        ("title", ""),
        ("outlet", "Halden Courier"),
        ("published", "2025-08-17"),
        ("url", "https://courier.example/pier"),
    ];
    let answer = send(&site, &[("sec-fetch-site", "same-origin")], &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = site.page(answer.header("location")).await;
    assert!(text(&page).contains("We have tested every single beam of it"));
    let home = site.page("/").await;
    assert!(home.contains("1 article on record"), "the count is fresh");
    let again = send(&site, &[("sec-fetch-site", "same-origin")], &fields).await;
    assert_eq!(again.header("location"), answer.header("location"));
    assert_eq!(articles(&site).await, 1);
}

#[actix_web::test]
async fn another_site_cannot_send_the_form() {
    let site = Site::empty().await;
    let fields = [("text", HARBOUR_TEXT)];
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "none")],
        vec![
            ("sec-fetch-site", "cross-site"),
            (ORIGIN.as_str(), "http://127.0.0.1:7878"),
        ],
        vec![(ORIGIN.as_str(), "https://evil.example")],
        vec![(ORIGIN.as_str(), "http://127.0.0.1:7879")],
        vec![(ORIGIN.as_str(), "null")],
        vec![],
    ] {
        let answer = send(&site, &headers, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        check_headers(&answer.headers);
        check_page("/articles", &answer.body);
    }
    assert_eq!(articles(&site).await, 0);
    let answer = send(
        &site,
        &[(ORIGIN.as_str(), "http://127.0.0.1:7878")],
        &fields,
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(articles(&site).await, 1);
}

#[actix_web::test]
async fn what_is_no_article_comes_back_with_the_reason() {
    let site = Site::empty().await;
    for (fields, status, reason) in [
        (vec![("text", " \n ")], 422, "There is no text in it."),
        (
            vec![("text", HARBOUR_TEXT), ("url", "javascript:alert(1)")],
            422,
            "only http and https",
        ),
        (
            vec![("text", HARBOUR_TEXT), ("published", "someday")],
            422,
            "no date or time",
        ),
        (vec![("text", "\u{0}\u{1}\u{2}")], 422, "What is wrong"),
        (vec![("text", "a"), ("text", "b")], 400, "could not be read"),
    ] {
        let answer = send(&site, &[("sec-fetch-site", "same-origin")], &fields).await;
        assert_eq!(answer.status.as_u16(), status, "{fields:?}");
        check_page("/articles", &answer.body);
        let page = unescape(&answer.body);
        assert!(page.contains(reason), "{fields:?}: {page}");
        if status == 422 && fields[0].1 == HARBOUR_TEXT {
            assert!(
                page.contains(HARBOUR_TEXT),
                "what was pasted is still there"
            );
        }
    }
    assert_eq!(articles(&site).await, 0);
}
