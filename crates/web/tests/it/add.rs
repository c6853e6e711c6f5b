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
    let same = format!("{}?version=1", answer.header("location"));
    assert_eq!(again.header("location"), same);
    assert_eq!(articles(&site).await, 1);
}

#[actix_web::test]
async fn an_older_version_pasted_again_is_shown_as_that_version() {
    const OLD: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];
    let site = Site::empty().await;
    let newer = HARBOUR_TEXT.replace("any size", "most sizes");
    let paste = |text| [("text", text), ("url", "https://courier.example/pier")];
    send(&site, &OLD, &paste(HARBOUR_TEXT)).await;
    send(&site, &OLD, &paste(&newer)).await;
    let again = send(&site, &OLD, &paste(HARBOUR_TEXT)).await;
    let page = text(&site.page(again.header("location")).await);
    assert!(page.contains("ships of any size"), "{page}");
    assert!(page.contains("This is version 1"), "{page}");
}

#[actix_web::test]
async fn what_cannot_be_stored_comes_back_with_the_reason() {
    let site = Site::empty().await;
    site.engine.close().await.expect("closes");
    // The line break that begins it would be lost behind the tag if the form did not mind it.
    let text = format!("\n{HARBOUR_TEXT}");
    let fields = [("text", text.as_str()), ("outlet", "Halden Courier")];
    let answer = send(&site, &[("sec-fetch-site", "same-origin")], &fields).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    check_headers(&answer.headers);
    check_page("/articles", &answer.body);
    let page = unescape(&answer.body);
    assert!(page.contains("It was not stored"), "{page}");
    assert!(page.contains("could not be reached"), "{page}");
    assert!(
        page.contains(&format!("rows=\"12\">\n{text}</textarea>")),
        "{page}"
    );
    assert!(page.contains("value=\"Halden Courier\""), "{page}");
}

#[actix_web::test]
async fn a_text_too_long_to_come_back_is_said_to_be_in_the_browser() {
    let site = Site::empty().await;
    let text = "The pier is safe. ".repeat(640 << 10);
    let answer = send(
        &site,
        &[("sec-fetch-site", "same-origin")],
        &[("text", &text)],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = unescape(&answer.body);
    assert!(page.len() < 20_000, "{}", page.len());
    assert!(page.contains("your browser still has it"), "{page}");
    assert!(page.contains("What is wrong"), "{page}");
}

#[actix_web::test]
async fn nothing_of_a_form_is_read_before_its_head_is_right() {
    let site = Site::empty().await;
    // The body is none that could be read, so that what is answered shows what was looked at first.
    let request = |headers: &[(&'static str, &str)]| {
        let mut request = TestRequest::post()
            .uri("/articles")
            .insert_header((HOST, "127.0.0.1:7878"))
            .set_payload("text=\u{0}%ff&text=");
        for (name, value) in headers {
            request = request.insert_header((*name, value.to_string()));
        }
        request
    };
    let here = ("sec-fetch-site", "same-origin");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let long = ("content-length", "33554433");
    for (headers, status, reason) in [
        (
            vec![("sec-fetch-site", "cross-site"), form, long],
            403,
            "another site",
        ),
        (vec![here, long], 415, "not sent as the form sends it"),
        (
            vec![here, ("content-type", "multipart/form-data"), long],
            415,
            "not sent as the form sends it",
        ),
        (vec![here, form, long], 413, "32 MiB"),
        (vec![here, form], 400, "not UTF-8"),
    ] {
        let answer = site.answer(request(&headers)).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
        check_page("/articles", &answer.body);
        let page = unescape(&answer.body);
        assert!(page.contains(reason), "{headers:?}: {page}");
    }
    assert_eq!(articles(&site).await, 0);
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
