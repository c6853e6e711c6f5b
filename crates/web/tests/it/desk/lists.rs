//! Lists of the desk: claims, flags, scales, what is due, and what the front page tells of it.

use actix_web::http::StatusCode;

use super::{
    NOWHERE, PIER, WATER, claim, has, lacks, quote, report, returned, review, reworded, taken, with,
};
use crate::markup::{text, values};

#[actix_web::test]
async fn claims_are_listed_by_state_rating_and_who_is_on_them() {
    let site = with([report(1, "The hall has a new roof")]).await;
    has(
        &site.page("/claims").await,
        &["No claim has been written down yet"],
    );
    let water = claim(&site, WATER).await;
    claim(&site, PIER).await;
    let act = format!("{water}/act");
    taken(&site, &act, &review("False", "Ines Roth")).await;
    taken(
        &site,
        &act,
        &[("what", "assign"), ("to", "Mia Lund"), ("by", "Ines Roth")],
    )
    .await;
    let page = site.page("/claims").await;
    has(
        &page,
        &[WATER, PIER, "False", "All 2", "Reviewed 1", "Open 1"],
    );
    for narrowed in ["state=reviewed", "rating=False", "assigned_to=Mia+Lund"] {
        let page = site.page(&format!("/claims?{narrowed}")).await;
        has(&page, &[WATER]);
        lacks(&page, &[PIER]);
    }
    has(
        &site.page("/claims?rating=True").await,
        &["No claim is like that"],
    );
    for bad in [
        "/claims?state=tired",
        "/claims?cursor=x",
        "/claims/x",
        &format!("/claims/{NOWHERE}"),
    ] {
        let status = if bad.contains('?') {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::NOT_FOUND
        };
        site.page_with(bad, status).await;
    }
    has(
        &site.page("/claims?text=%3F").await,
        &["It has no words that could be compared"],
    );
    has(
        &site.page("/").await,
        &["At the desk", "1 reviewed", WATER, "False"],
    );
}

#[actix_web::test]
async fn what_a_reader_flags_is_listed_until_somebody_settles_it() {
    let site = with([report(1, WATER)]).await;
    let quote = quote(&site, WATER).await;
    let page = site.page(&format!("/quotes/{}", quote.id)).await;
    let link = format!("/flags/new?quote={}", quote.id);
    assert!(values(&page, "href").contains(&&*link), "{page}");
    has(&site.page(&link).await, &["Flag this quote", WATER]);
    let id = quote.id.to_string();
    let fields = [
        ("kind", "quote"),
        ("id", &*id),
        ("reason", ""),
        ("by", "Mia Lund"),
    ];
    returned(&site, "/flags", &fields, 422).await;
    let fields = [
        ("kind", "quote"),
        ("id", &*id),
        ("reason", "The figure is of 2023"),
        ("by", "Mia Lund"),
    ];
    taken(&site, "/flags", &fields).await;
    let page = site.page("/flags").await;
    has(&page, &["The figure is of 2023", "Mia Lund", WATER]);
    let settle = values(&page, "action")
        .into_iter()
        .find(|action| action.ends_with("/settle"))
        .expect("a way to settle it")
        .to_owned();
    taken(
        &site,
        &settle,
        &[("note", "It is of 2024"), ("by", "Ines Roth")],
    )
    .await;
    has(&site.page("/flags").await, &["No flag is open"]);
    has(
        &site.page("/flags?all=yes").await,
        &["settled by Ines Roth", "It is of 2024"],
    );
    returned(&site, &settle, &[("by", "Ines Roth")], 422).await;
    for bad in ["/flags/new", "/flags/new?quote=x", "/flags?cursor=x"] {
        site.page_with(bad, StatusCode::BAD_REQUEST).await;
    }
    site.page_with(
        &format!("/flags/new?claim={NOWHERE}"),
        StatusCode::NOT_FOUND,
    )
    .await;
}

#[actix_web::test]
async fn a_newsroom_has_its_own_words_for_ratings() {
    let site = with([]).await;
    has(
        &site.page("/scales").await,
        &["False", "True", "says nothing of how true it is"],
    );
    let fields = [
        ("name", "Halden"),
        ("ratings", "Leaky = 0.2\n\nSound = 1\nNot a matter of fact"),
        ("by", "Ines Roth"),
    ];
    assert_eq!(taken(&site, "/scales", &fields).await, "/scales");
    let page = site.page("/scales").await;
    has(
        &page,
        &["Halden", "Leaky", "0.2, where 0 is false and 1 is true"],
    );
    assert!(
        page.contains("Leaky = 0.2\nSound = 1\nNot a matter of fact</textarea>"),
        "{page}"
    );
    for ratings in ["Leaky = 2", "Leaky = much", "", "Leaky\nleaky"] {
        let fields = [
            ("name", "Halden"),
            ("ratings", ratings),
            ("by", "Ines Roth"),
        ];
        has(
            &returned(&site, "/scales", &fields, 422).await,
            &["It was not put on record"],
        );
    }
    let address = claim(&site, WATER).await;
    let page = site.page(&address).await;
    let value = values(&page, "value")
        .into_iter()
        .find(|value| value.starts_with("Halden") && value.ends_with("Leaky"))
        .expect("a choice")
        .to_owned();
    taken(
        &site,
        &format!("{address}/act"),
        &review(&value, "Ines Roth"),
    )
    .await;
    has(&site.page(&address).await, &["Leaky", "scale “Halden”"]);
}

#[actix_web::test]
async fn claims_that_are_due_say_why() {
    let site = with([]).await;
    has(
        &site.page("/re-review").await,
        &["No claim has to be looked at again"],
    );
    let address = claim(&site, WATER).await;
    let act = format!("{address}/act");
    taken(&site, &act, &review("False", "Ines Roth")).await;
    let mut old = review("True", "Tom Okafor");
    old.push(("date", "2020-02-29"));
    taken(&site, &act, &old).await;
    let page = site.page("/re-review").await;
    has(
        &page,
        &[
            "Its published reviews disagree",
            WATER,
            "False",
            "True",
            "29 February 2020",
        ],
    );
    assert!(text(&site.page("/re-review?older_than_days=10").await).contains(WATER));
    for bad in [
        "/re-review?older_than_days=-1",
        "/re-review?older_than_days=many",
        "/re-review?cursor=x",
    ] {
        site.page_with(bad, StatusCode::BAD_REQUEST).await;
    }
}

#[actix_web::test]
async fn a_quote_of_an_older_version_says_where_its_words_are_now() {
    const SHUT: &str = "The old theatre by the harbour will stay shut all winter for everybody";
    let open = SHUT.replace("shut", "open");
    for (change, says) in [
        (("Then they left", "Then they went home"), "Still there."),
        (("The hall was full", "The old hall was full"), "Moved."),
        (("stay open", "stay shut"), "Changed."),
        ((open.as_str(), "Nobody knows what is next"), "Gone."),
    ] {
        let site = with([]).await;
        let older = site.take_in(report(1, &open)).await;
        let view = site.engine.article(older.article, Some(1)).await;
        let view = view.expect("answers").expect("is there");
        let address = format!("/quotes/{}", view.quotes[0].id);
        lacks(&site.page(&address).await, &["In the article as it is now"]);
        site.take_in(reworded(report(1, &open), change)).await;
        let page = site.page(&address).await;
        has(&page, &["In the article as it is now", "version 2", says]);
        assert_eq!(
            page.contains("<ins>shut</ins>"),
            says == "Changed.",
            "{page}"
        );
    }
}
