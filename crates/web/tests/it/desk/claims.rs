//! One claim: from a statement to verdicts, and what can be done to it.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::{
    NOWHERE, PIER, WATER, claim, expected, has, lacks, quote, report, returned, review, send,
    send_with, statement, taken, undo, with,
};
use crate::hostile::BREAKOUTS;
use crate::markup::{text, unescape, values};

#[actix_web::test]
async fn a_statement_is_made_a_claim_reviewed_and_both_pages_say_so() {
    let site = with([report(1, WATER)]).await;
    let id = statement(&site, WATER).await;
    let own = format!("/statements/{id}");
    let page = site.page(&own).await;
    has(
        &page,
        &[
            "Nobody has said which claim it makes",
            "worth checking",
            "a statement of fact",
        ],
    );
    let new = values(&page, "href")
        .into_iter()
        .find(|link| link.starts_with("/claims/new"))
        .map(unescape)
        .expect("a way to make it a claim");
    let form = site.page(&new).await;
    // The words without the marks: a claim is nobody's words.
    assert!(form.contains(&format!(">{WATER}</textarea>")), "{form}");
    let fields = [
        ("statement", &*id),
        (
            "text",
            "Halden's waterworks lost 41 percent of its water in 2024.",
        ),
        ("part", "lost 41 percent of its water"),
        ("by", "Ines Roth"),
    ];
    let address = taken(&site, "/claims", &fields).await;
    let page = site.page(&address).await;
    has(
        &page,
        &[
            "Open",
            "written down by Ines Roth, 9 October 2025",
            "No review of it is published",
            "Orla Finch",
            "Confirmed by Ines Roth",
        ],
    );
    assert!(
        page.contains("<mark>lost 41 percent of its water</mark>"),
        "{page}"
    );
    let act = format!("{address}/act");
    assert_eq!(
        taken(&site, &act, &review("False", "Ines Roth")).await,
        format!("{address}#verdicts")
    );
    let page = site.page(&address).await;
    has(
        &page,
        &[
            "Reviewed",
            "False",
            "Ines Roth",
            "9 October 2025",
            "say otherwise",
            "Speaks against it",
            "Accounts of 2024",
            "Not said again",
        ],
    );
    assert!(
        page.contains("<script type=\"application/ld+json\">{\"@context\":"),
        "{page}"
    );
    // The statement's page and the quote's now bear the verdict, as the claim's.
    let quote = quote(&site, WATER).await;
    for address in [own, format!("/quotes/{}", quote.id)] {
        has(
            &site.page(&address).await,
            &[
                "Claims it makes",
                "False",
                "Ines Roth",
                "By these of its words",
            ],
        );
    }
    // A draft counts for nothing; a second published review that disagrees is said in words.
    let mut draft = review("True", "Tom Okafor");
    draft[8] = ("publication", "draft");
    taken(&site, &act, &draft).await;
    let page = site.page(&address).await;
    lacks(&page, &["The reviews disagree"]);
    has(&page, &["Draft", "Tom Okafor"]);
    taken(&site, &act, &review("True", "Mia Lund")).await;
    let page = site.page(&address).await;
    has(
        &page,
        &[
            "The reviews disagree: ",
            "Mia Lund says “True”",
            "Ines Roth says “False”",
            "Needs a second review",
        ],
    );
    // The log tells it, and what was done is taken back from the page.
    let log = site.page("/corrections").await;
    has(&log, &["Mia Lund rates it “True”"]);
    assert!(values(&log, "href").contains(&&*address), "{log}");
    taken(&site, &undo(&page), &[("by", "Mia Lund")]).await;
    lacks(&site.page(&address).await, &["The reviews disagree"]);
}

#[actix_web::test]
async fn a_suggested_match_never_shows_a_verdict_until_somebody_confirms_it() {
    let site = with([report(1, WATER)]).await;
    let address = claim(&site, WATER).await;
    taken(
        &site,
        &format!("{address}/act"),
        &review("Mostly false", "Ines Roth"),
    )
    .await;
    super::passes(&site).await;
    let id = statement(&site, WATER).await;
    let own = format!("/statements/{id}");
    let page = site.page(&own).await;
    has(
        &page,
        &["Perhaps it makes these", "Suggested", "Confirm", "Reject"],
    );
    lacks(&page, &["Mostly false"]);
    has(
        &site.page(&address).await,
        &["Perhaps these too", "Suggested by machine"],
    );
    has(
        &site
            .page(&format!("/claims?text={}", WATER.replace(' ', "+")))
            .await,
        &[
            "may be this claim",
            "Mostly false",
            "Nobody has said that this text makes it",
            "41",
        ],
    );
    let back = format!("{own}#claims");
    let fields = [
        ("what", "link"),
        ("statement", &*id),
        ("back", &*back),
        ("by", "Tom Okafor"),
    ];
    let act = format!("{address}/act");
    assert_eq!(taken(&site, &act, &fields).await, back);
    let page = site.page(&own).await;
    has(&page, &["Mostly false", "It does not make this claim"]);
    // Whoever rejects it takes the verdict away again, for good.
    let fields = [
        ("what", "reject"),
        ("statement", &*id),
        ("by", "Tom Okafor"),
    ];
    assert_eq!(
        taken(&site, &act, &fields).await,
        format!("{address}#statements")
    );
    super::passes(&site).await;
    lacks(
        &site.page(&own).await,
        &["Mostly false", "Perhaps it makes these"],
    );
    has(&site.page(&address).await, &["does not make it"]);
}

#[actix_web::test]
async fn what_was_changed_meanwhile_is_shown_beside_what_was_typed() {
    let site = with([]).await;
    let address = claim(&site, WATER).await;
    let act = format!("{address}/act");
    let seen = expected(&site.page(&address).await);
    let mine = [
        ("what", "edit"),
        ("expected", &*seen),
        ("text", "Mine of it."),
        ("by", "Tom Okafor"),
    ];
    let theirs = [
        ("what", "edit"),
        ("expected", &*seen),
        ("text", "Theirs of it."),
        ("by", "Ines Roth"),
    ];
    taken(&site, &act, &theirs).await;
    let page = returned(&site, &act, &mine, 409).await;
    has(
        &page,
        &[
            "Somebody else came first",
            "Done to the claim since you opened it",
            "reads “Theirs of it.”",
            "Ines Roth",
            "On record by now",
            "Mine of it.",
        ],
    );
    let seen = expected(&page);
    let again = [
        ("what", "edit"),
        ("expected", &*seen),
        ("text", "Mine of it."),
        ("by", "Tom Okafor"),
    ];
    taken(&site, &act, &again).await;
    has(&site.page(&address).await, &["Mine of it."]);
}

#[actix_web::test]
async fn a_claim_is_assigned_related_merged_split_locked_and_seen_as_of_a_day() {
    let site = with([report(1, WATER), report(2, PIER)]).await;
    let (one, other) = (claim(&site, WATER).await, claim(&site, PIER).await);
    let act = format!("{one}/act");
    for fields in [
        vec![("what", "assign"), ("to", "Mia Lund")],
        vec![("what", "state"), ("state", "in_review")],
        vec![
            ("what", "relate"),
            ("other", &*other),
            ("relation", "contradicts"),
        ],
        vec![("what", "lock"), ("by", "Ines Roth")],
    ] {
        let mut fields = fields;
        fields.push(("by", "Ines Roth"));
        taken(&site, &act, &fields).await;
    }
    let page = site.page(&one).await;
    has(
        &page,
        &[
            "Mia Lund is to look into it",
            "In review",
            "Contradicts",
            PIER,
            "Open at Ines Roth until 09:03 UTC",
        ],
    );
    // Somebody else's lock holds.
    let fields = [
        ("what", "assign"),
        ("to", "Tom Okafor"),
        ("by", "Tom Okafor"),
    ];
    returned(&site, &act, &fields, 409).await;
    taken(&site, &act, &[("what", "unlock"), ("by", "Ines Roth")]).await;
    let id = statement(&site, PIER).await;
    for statement in [&*id, &format!("/statements/{id}?x#y")] {
        let fields = [
            ("what", "link"),
            ("statement", statement),
            ("by", "Ines Roth"),
        ];
        let answer = send(&site, &act, &fields).await;
        assert!(
            matches!(answer.status.as_u16(), 303 | 422),
            "{}",
            answer.body
        );
    }
    let fields = [
        ("what", "split"),
        ("text", "Another one."),
        ("statement", &*id),
        ("by", "Ines Roth"),
    ];
    taken(&site, &act, &fields).await;
    has(&site.page(&one).await, &["is a claim of its own"]);
    has(&site.page("/claims").await, &["Another one."]);
    let fields = [("what", "merge"), ("other", &*other), ("by", "Ines Roth")];
    taken(&site, &act, &fields).await;
    let answer = site.answer(TestRequest::get().uri(&one)).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, &*other)
    );
    // As of a day: what the log said then, and no forms.
    let page = site.page(&format!("{other}?as_of=2025-10-09")).await;
    has(&page, &["As it stood on 9 October 2025"]);
    lacks(&page, &["Word it otherwise", "Review it"]);
    site.page_with(&format!("{other}?as_of=2025-10-08"), StatusCode::NOT_FOUND)
        .await;
    site.page_with(&format!("{other}?as_of=soon"), StatusCode::BAD_REQUEST)
        .await;
}

#[actix_web::test]
async fn bad_forms_come_back_with_the_reason_and_change_nothing() {
    let site = with([report(1, WATER)]).await;
    let address = claim(&site, PIER).await;
    let act = format!("{address}/act");
    let statement = statement(&site, WATER).await;
    let mut nameless = review("False", "");
    let mut unknown = review("Purple", "Ines Roth");
    let mut unrated = review("False", "Ines Roth");
    unrated[1] = ("rating", "");
    let mut dated = review("False", "Ines Roth");
    dated.push(("date", "soon"));
    let mut empty = review("False", "Ines Roth");
    empty[4] = ("evidence-0-url", "javascript:alert(1)");
    for (what, fields) in [
        ("by nobody", &mut nameless),
        ("unknown rating", &mut unknown),
        ("no rating", &mut unrated),
        ("no date", &mut dated),
        ("no address", &mut empty),
    ] {
        let page = returned(&site, &act, fields, 422).await;
        has(&page, &["It was not put on record", "What is wrong"]);
        assert!(
            page.contains("The accounts of the waterworks say otherwise."),
            "{what}"
        );
    }
    for fields in [
        vec![
            ("what", "link"),
            ("statement", &*statement),
            ("part", "not in it"),
        ],
        vec![("what", "link"), ("statement", "somewhere")],
        vec![("what", "merge"), ("other", "somewhere")],
        vec![("what", "merge"), ("other", &*address)],
        vec![("what", "edit"), ("text", "")],
    ] {
        let mut fields = fields;
        fields.push(("by", "Ines Roth"));
        returned(&site, &act, &fields, 422).await;
    }
    for fields in [
        vec![("what", "dance")],
        vec![("what", "state"), ("state", "tired")],
        vec![
            ("what", "review"),
            ("rating", "False"),
            ("publication", "loud"),
        ],
        vec![
            ("what", "review"),
            ("rating", "False"),
            ("publication", "draft"),
            ("rows", "9999"),
        ],
    ] {
        let mut fields = fields;
        fields.push(("by", "Ines Roth"));
        returned(&site, &act, &fields, 400).await;
    }
    returned(
        &site,
        &format!("/claims/{NOWHERE}/act"),
        &[("what", "assign"), ("by", "Ines Roth")],
        404,
    )
    .await;
    returned(&site, "/claims", &[("text", ""), ("by", "Ines Roth")], 422).await;
    returned(
        &site,
        "/claims",
        &[("text", "A."), ("made", "soon"), ("by", "Ines Roth")],
        422,
    )
    .await;
    for headers in [&[][..], &[("sec-fetch-site", "cross-site")]] {
        let fields = [("what", "assign"), ("to", "x"), ("by", "Ines Roth")];
        let answer = send_with(&site, &act, headers, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let page = site.page(&address).await;
    has(
        &page,
        &[
            "No review of it is published",
            "Nobody has said yet which statements",
        ],
    );
    assert_eq!(
        page.matches("class=\"told\"").count(),
        1,
        "only its making is in the log"
    );
}

#[actix_web::test]
async fn where_no_corrections_are_taken_there_are_no_forms() {
    let mut site = with([report(1, WATER)]).await;
    let address = claim(&site, WATER).await;
    site.takes_corrections = false;
    for page in [
        &*address,
        "/claims",
        "/claims/new",
        "/queue",
        "/flags",
        "/scales",
    ] {
        let shown = site.page(page).await;
        assert!(
            !shown.contains("method=\"post\"") || page == "/queue",
            "{page}"
        );
        assert!(!shown.contains("name=\"by\""), "{page}");
        assert!(text(&shown).contains("takes no corrections"), "{page}");
    }
    for path in [
        "/claims",
        "/queue",
        "/flags",
        "/scales",
        &format!("{address}/act"),
    ] {
        let answer = send(&site, path, &[("text", "A."), ("by", "Ines Roth")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[actix_web::test]
async fn markup_in_claims_and_reviews_is_text_and_json_is_escaped() {
    let site = with([report(1, WATER)]).await;
    for words in BREAKOUTS {
        let fields = [
            ("text", words),
            ("title", words),
            ("context", words),
            ("claimant", words),
            ("by", words),
        ];
        let address = taken(&site, "/claims", &fields).await;
        let mut fields = review("False", words);
        fields[2] = ("rationale", words);
        fields[5] = ("evidence-0-title", words);
        fields.push(("title", words));
        fields.push(("evidence-0-quotation", words));
        taken(&site, &format!("{address}/act"), &fields).await;
        let flag = [
            ("kind", "claim"),
            ("id", &address["/claims/".len()..]),
            ("reason", words),
            ("by", words),
        ];
        taken(&site, "/flags", &flag).await;
        // `page` checks that there is no handler, no foreign tag and no script but JSON that nothing ends early.
        let page = site.page(&address).await;
        assert!(text(&page).contains(words), "{words} is shown as it is");
    }
    for page in ["/claims", "/flags", "/corrections", "/", "/re-review"] {
        site.page(page).await;
    }
    for words in BREAKOUTS {
        let address = onrecord_web::address::with_parameters(
            "/claims",
            &[
                ("text", Some(words)),
                ("rating", Some(words)),
                ("assigned_to", Some(words)),
            ],
        );
        site.page(&address).await;
        let address = onrecord_web::address::with_parameters(
            "/claims/new",
            &[("text", Some(words)), ("back", Some(words))],
        );
        site.page(&address).await;
    }
}
