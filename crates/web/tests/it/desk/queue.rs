//! The queue: what is decided there, and how to go on.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::{
    PIER, WATER, claim, has, lacks, passes, report, returned, send, statement, taken, with,
};
use crate::markup::{text, unescape, values};
use crate::site::Site;

/// The statements of the queue in order.
fn items(page: &str) -> Vec<&str> {
    values(page, "id")
        .into_iter()
        .filter_map(|id| id.strip_prefix("item-"))
        .collect()
}

async fn decide(site: &Site, page: &str, what: &str) -> String {
    let mut fields = vec![("here", "/queue"), ("by", "Ines Roth"), ("do", what)];
    let items = items(page);
    fields.extend(items.iter().map(|item| ("item", *item)));
    taken(site, "/queue", &fields).await
}

#[actix_web::test]
async fn what_is_worth_checking_is_decided_on_one_after_the_other_and_taken_back() {
    let site = with([report(1, WATER), report(2, PIER)]).await;
    let page = site.page("/queue").await;
    has(
        &page,
        &[
            "reads like a checkable fact",
            "The hall was full. Everybody listened.",
            "Nobody asked anything. Then they left.",
            "Orla Finch",
            "c",
            "x",
            "Not worth checking",
        ],
    );
    assert!(page.contains("<script src=\"/assets/keys-"), "{page}");
    let all = items(&page);
    assert_eq!(all.len(), 2, "{page}");
    let (first, second) = (all[0], all[1]);
    // Dismissed: the next one is shown, with what was done and the way to take it back.
    let location = decide(&site, &page, &format!("dismiss {first}")).await;
    assert!(location.ends_with(&format!("#item-{second}")), "{location}");
    let after = site.page(location.split('#').next().expect("a page")).await;
    assert_eq!(items(&after), [second]);
    has(&after, &["Done:", "is not worth checking", "Take it back"]);
    let button = values(&after, "value")
        .into_iter()
        .find(|value| value.starts_with("undo "))
        .map(unescape)
        .expect("a way to take it back");
    let location = decide(&site, &after, &button).await;
    assert_eq!(location, "/queue");
    assert_eq!(items(&site.page("/queue").await).len(), 2);
    // A name is remembered by the browser, and only there.
    let answer = send(
        &site,
        "/queue",
        &[("here", "/queue"), ("by", "Ines Roth"), ("do", "sign")],
    )
    .await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let pair = cookie.split(';').next().expect("a pair").to_owned();
    let answer = site
        .answer(
            TestRequest::get()
                .uri("/queue")
                .insert_header(("cookie", pair)),
        )
        .await;
    assert!(
        answer.body.contains("name=\"by\" value=\"Ines Roth\""),
        "{}",
        answer.body
    );
    // Flagged: it stays, first of all now, and says so.
    let reason = format!("reason-{second}");
    let fields = [
        ("here", "/queue"),
        ("do", &*format!("flag {second}")),
        (&*reason, "Heard otherwise"),
        ("by", "Mia Lund"),
    ];
    assert!(
        taken(&site, "/queue", &fields)
            .await
            .ends_with(&format!("#item-{second}"))
    );
    let page = site.page("/queue").await;
    assert_eq!(items(&page)[0], second);
    has(&page, &["flagged by 1 reader"]);
    // Kept for oneself: others see it.
    decide(&site, &page, &format!("lock {second}")).await;
    has(&site.page("/queue").await, &["Open at Ines Roth until"]);
    let fields = [
        ("here", "/queue"),
        ("do", &*format!("lock {second}")),
        ("by", "Mia Lund"),
    ];
    has(
        &returned(&site, "/queue", &fields, 409).await,
        &["It was not put on record", "Ines Roth"],
    );
}

#[actix_web::test]
async fn what_may_make_a_claim_is_linked_or_not_and_made_claims_lead_back() {
    let site = with([report(1, WATER), report(2, PIER)]).await;
    let address = claim(&site, WATER).await;
    passes(&site).await;
    let page = site.page("/queue").await;
    has(
        &page,
        &[
            "Perhaps it makes a claim that is there",
            "It makes this claim",
        ],
    );
    let button = values(&page, "value")
        .into_iter()
        .find(|value| value.starts_with("link "))
        .expect("a claim to link")
        .to_owned();
    let location = decide(&site, &page, &button).await;
    let after = site.page(location.split('#').next().expect("a page")).await;
    has(&after, &["Done:", "makes it"]);
    lacks(&after, &["Perhaps it makes a claim"]);
    has(&site.page(&address).await, &["Confirmed by Ines Roth"]);
    // Made a claim from the queue: back to it, with the way to take it back.
    let new = values(&after, "href")
        .into_iter()
        .find(|link| link.starts_with("/claims/new"))
        .map(unescape)
        .expect("a way to make a claim");
    let form = site.page(&new).await;
    let id = statement(&site, PIER).await;
    assert!(form.contains("name=\"back\" value=\"/queue"), "{form}");
    let fields = [
        ("text", PIER),
        ("statement", &*id),
        ("back", "/queue?from=2025-07-01"),
        ("by", "Ines Roth"),
    ];
    let location = taken(&site, "/claims", &fields).await;
    assert!(
        location.starts_with("/queue?from=2025-07-01&done="),
        "{location}"
    );
    let page = site.page(&location).await;
    has(&page, &["is a claim", "Nothing is left here"]);
    // Nobody is led away from this site.
    for back in [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/claims//x",
        "/\\elsewhere",
    ] {
        let fields = [
            ("text", "One more claim."),
            ("back", back),
            ("by", "Ines Roth"),
        ];
        assert!(
            taken(&site, "/claims", &fields)
                .await
                .starts_with("/claims/"),
            "{back}"
        );
    }
}

#[actix_web::test]
async fn the_queue_is_narrowed_by_its_address_and_bad_ones_are_said_to_be_bad() {
    let site = with([report(1, WATER), report(20, PIER)]).await;
    let page = site.page("/queue?from=2025-07-10&to=2025-07-31").await;
    assert_eq!(items(&page).len(), 1, "{}", text(&page));
    assert!(site.page("/queue?to=2025-07-20").await.contains("item-"));
    assert_eq!(items(&site.page("/queue?class=question").await).len(), 0);
    for bad in ["/queue?from=soon", "/queue?class=rumour", "/queue?cursor=x"] {
        site.page_with(bad, StatusCode::BAD_REQUEST).await;
    }
    for what in ["", "dance", "dismiss", "dismiss x", "undo x", "link x y"] {
        let fields = [("here", "/queue"), ("do", what), ("by", "Ines Roth")];
        returned(&site, "/queue", &fields, 400).await;
    }
    let script = values(&page, "src")[0].to_owned();
    let answer = site.answer(TestRequest::get().uri(&script)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert!(!answer.body.contains("innerHTML") && !answer.body.contains("eval("));
}
