//! ClaimReviews are read as what they were made of.

use std::io::Cursor;

use chrono::DateTime;
use onrecord_engine::intake::{ClaimRecord, Limits, Origin, claims};
use onrecord_engine::interchange::{Appearance, Feed, ReviewedClaim, claim_review, embedded};
use onrecord_model::{
    ClaimText, Claimant, Evidence, Publication, PublishedRating, Rating, Review, Reviewer, Share,
    Stance, Timestamp,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{quote, span, time};

fn read(text: String) -> Vec<ClaimRecord> {
    claims(
        Origin::named("export"),
        Cursor::new(text.into_bytes()),
        Limits::default(),
    )
    .map(|outcome| outcome.expect("what was written is read"))
    .collect()
}

/// The claim and the review that whoever reads it has.
fn imported(item: &ReviewedClaim<'_>) -> (ClaimText, Review) {
    let review = Review {
        url: item.url().map(str::to_owned),
        is_imported: true,
        ..item.review.clone()
    };
    (item.told(), review)
}

fn review() -> Review {
    Review {
        rating: Rating {
            name: "Mostly false".to_owned(),
            scale: Some("Halden".to_owned()),
            value: Some(Share::nearest(0.25)),
            published: None,
        },
        author: Reviewer {
            name: "Halden Checks".to_owned(),
            url: Some("https://checks.example/".to_owned()),
            is_organisation: true,
        },
        date: time("2025-08-18T00:00:00Z"),
        title: Some("Nine days?".to_owned()),
        rationale: Some("It took </script> nine weeks.".to_owned()),
        evidence: vec![Evidence {
            url: Some("https://port.example/log".to_owned()),
            title: Some("Log of the port".to_owned()),
            quotation: Some("63 days".to_owned()),
            archived: Some("00ff".to_owned()),
            stance: Stance::Refutes,
            is_gone: true,
        }],
        language: Some("en".to_owned()),
        url: None,
        publication: Publication::Withdrawn,
        is_imported: false,
    }
}

fn text() -> ClaimText {
    ClaimText {
        text: "The harbour was dredged in nine days.".to_owned(),
        title: Some("Nine days".to_owned()),
        reference: Some("h-1".to_owned()),
        ..ClaimText::default()
    }
}

#[test]
fn a_claim_review_as_it_is_written() {
    let quote = quote("It took nine days.", vec![span(0, 18)]);
    let later = Appearance {
        url: Some("https://gazette.example/1".to_owned()),
        ..Appearance::default()
    };
    let item = ReviewedClaim {
        text: &text(),
        review: &review(),
        page: Some("https://desk.example/claims/1"),
        appearances: &[later, Appearance::from(&quote)],
    };
    let expected = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "author": {"@type": "Organization", "name": "Halden Checks", "url": "https://checks.example/"},
        "citation": [{
            "@type": "CreativeWork", "creativeWorkStatus": "Gone",
            "encoding": {"@type": "MediaObject", "identifier": "00ff"},
            "keywords": "refutes", "name": "Log of the port", "text": "63 days", "url": "https://port.example/log"
        }],
        "claimReviewed": "The harbour was dredged in nine days.",
        "creativeWorkStatus": "Withdrawn",
        "datePublished": "2025-08-18",
        "headline": "Nine days?",
        "inLanguage": "en",
        "itemReviewed": {
            "@type": "Claim",
            "appearance": [{"@type": "CreativeWork", "url": "https://gazette.example/1"}],
            "author": {"@type": "Person", "name": "Odile Brandt", "sameAs": ["https://www.wikidata.org/wiki/Q1234567890"]},
            "datePublished": "2025-08-17T09:30:00Z",
            "firstAppearance": {"@type": "CreativeWork", "url": "https://courier.example/ferry_{1}"},
            "headline": "Nine days",
            "identifier": "h-1"
        },
        "reviewBody": "It took </script> nine weeks.",
        "reviewRating": {
            "@type": "Rating", "alternateName": "Mostly false", "bestRating": 1, "disambiguatingDescription": "Halden",
            "ratingValue": 0.25, "reviewAspect": "truth", "worstRating": 0
        },
        "url": "https://desk.example/claims/1"
    });
    assert_eq!(claim_review(&item), expected);
}

#[test]
fn nothing_in_a_page_ends_the_script() {
    let item = ReviewedClaim {
        text: &text(),
        review: &review(),
        page: None,
        appearances: &[],
    };
    let value = claim_review(&item);
    let embedded = embedded(&value);
    assert!(
        !embedded.contains(['<', '>', '&', '\u{2028}', '\u{2029}']),
        "{embedded}"
    );
    assert!(embedded.contains("\\u003c/script\\u003e"));
    assert_eq!(
        serde_json::from_str::<Value>(&embedded).expect("JSON"),
        value
    );
}

/// Numbers of ratings stay what they are, and are told from those that were never published.
#[test]
fn ratings_survive_whatever_their_numbers_say() {
    let names = ["Mostly false", "Überwiegend falsch", "Satire"];
    let published = [
        None,
        Some(("0.25", "1", "0")),
        Some(("2", "5", "1")),
        Some(("1.50", "5", "1")),
        Some(("-1", "5", "1")),
        Some(("viele", "", "")),
    ];
    let values = [None, Some(0.0), Some(0.25), Some(1.0)];
    for name in names {
        for published in published {
            for value in values {
                let rating = Rating {
                    name: name.to_owned(),
                    scale: None,
                    value: value.map(Share::nearest),
                    published: published.map(|(value, best, worst)| PublishedRating {
                        value: value.to_owned(),
                        best: (!best.is_empty()).then(|| best.to_owned()),
                        worst: (!worst.is_empty()).then(|| worst.to_owned()),
                    }),
                };
                let review = Review {
                    rating: rating.clone(),
                    ..review()
                };
                let item = ReviewedClaim {
                    text: &text(),
                    review: &review,
                    page: None,
                    appearances: &[],
                };
                let mut found = read(claim_review(&item).to_string());
                assert_eq!(found.remove(0).reviews.remove(0).rating, rating);
            }
        }
    }
}

/// Any text that is kept: without white space around it, without NUL, not empty.
fn words() -> impl Strategy<Value = String> {
    let any_text = prop_oneof![
        3 => "[a-zA-Z<>&\"'\\\\é\u{2028}\u{200f}\u{1f600} \n]{1,30}",
        1 => any::<String>(),
    ];
    any_text.prop_map(|text| {
        let text = text.replace('\0', "0").trim().to_owned();
        if text.is_empty() {
            "x".to_owned()
        } else {
            text
        }
    })
}

fn some_words() -> impl Strategy<Value = Option<String>> {
    prop::option::of(words())
}

fn url() -> impl Strategy<Value = String> {
    "https?://[a-z]{1,8}\\.example/[!-~é]{0,20}"
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let first = time("0001-01-01T00:00:00Z").timestamp();
    let last = time("9999-12-31T00:00:00Z").timestamp();
    let nanoseconds = prop_oneof![Just(0_u32), Just(5_000_000), 0_u32..1_000_000_000];
    (first..last, nanoseconds, any::<bool>()).prop_map(|(seconds, nanoseconds, is_day)| {
        let (seconds, nanoseconds) = if is_day {
            (seconds - seconds.rem_euclid(86_400), 0)
        } else {
            (seconds, nanoseconds)
        };
        DateTime::from_timestamp(seconds, nanoseconds).expect("within range")
    })
}

fn language() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        prop::sample::select(vec!["en", "pt-BR", "zh-Hant-TW"]).prop_map(str::to_owned),
    )
}

prop_compose! {
    fn claimant()(
        name in words(), role in some_words(), same_as in prop::collection::vec(url(), 0..3),
        is_organisation in any::<Option<bool>>(),
    ) -> Claimant {
        Claimant { name, role, same_as, is_organisation }
    }
}

prop_compose! {
    fn claim_text()(
        text in words(), title in some_words(), context in some_words(), language in language(),
        claimant in prop::option::of(claimant()), made in prop::option::of(instant()), url in prop::option::of(url()),
        appearances in prop::collection::vec(self::url(), 0..4), reference in some_words(),
    ) -> ClaimText {
        ClaimText { text, title, context, language, claimant, made, url, appearances, reference }
    }
}

fn share() -> impl Strategy<Value = Option<Share>> {
    prop::option::of((0_u16..=10_000).prop_map(|steps| Share::nearest(f64::from(steps) / 10_000.0)))
}

fn figure() -> impl Strategy<Value = String> {
    let figures = prop::sample::select(vec![
        "-1", "0", "1", "5", "0.25", "1.0", "1.50", "1e400", "٣",
    ]);
    prop_oneof![figures.prop_map(str::to_owned), words()]
}

prop_compose! {
    fn rating()(
        name in prop_oneof![words(), prop::sample::select(vec!["False", "Satire", "Half true"]).prop_map(str::to_owned)],
        scale in some_words(), value in share(),
        published in prop::option::of((figure(), prop::option::of(figure()), prop::option::of(figure()))),
    ) -> Rating {
        let published = published.map(|(value, best, worst)| PublishedRating { value, best, worst });
        Rating { name, scale, value, published }
    }
}

prop_compose! {
    fn evidence()(
        url in prop::option::of(url()), title in some_words(), quotation in some_words(),
        archived in prop::option::of("[0-9a-f]{64}"), stance in prop::sample::select(Stance::ALL), is_gone in any::<bool>(),
    ) -> Evidence {
        Evidence { url, title, quotation, archived, stance, is_gone }
    }
}

prop_compose! {
    fn any_review()(
        rating in rating(), author in (words(), prop::option::of(url()), any::<bool>()), date in instant(),
        title in some_words(), rationale in some_words(), evidence in prop::collection::vec(evidence(), 0..4),
        language in language(), url in prop::option::of(url()), publication in prop::sample::select(Publication::ALL),
        is_imported in any::<bool>(),
    ) -> Review {
        let (name, page, is_organisation) = author;
        let author = Reviewer { name, url: page, is_organisation };
        Review { rating, author, date, title, rationale, evidence, language, url, publication, is_imported }
    }
}

prop_compose! {
    fn appearance()(
        url in prop::option::of(url()), published in prop::option::of(instant()), speaker in some_words(),
        wikidata in prop::option::of("Q[1-9][0-9]{0,6}"), is_organisation in any::<Option<bool>>(),
    ) -> Appearance {
        Appearance { url, published, speaker, wikidata, is_organisation }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_written_again(
        reviewed in prop::collection::vec(
            (claim_text(), any_review(), prop::option::of(url()), prop::collection::vec(appearance(), 0..3)), 1..4),
    ) {
        let items: Vec<ReviewedClaim<'_>> = reviewed
            .iter()
            .map(|(text, review, page, appearances)| ReviewedClaim { text, review, page: page.as_deref(), appearances })
            .collect();
        for feed in [Feed::document(), Feed::json_lines()] {
            let (first, found) = exported(feed.clone(), &items);
            prop_assert_eq!(found.len(), items.len());
            for (item, record) in items.iter().zip(&found) {
                let (text, review) = imported(item);
                prop_assert_eq!(&record.text, &text);
                prop_assert_eq!(&record.reviews, &vec![review]);
                prop_assert_eq!(&record.warnings, &vec![]);
            }
            // Another newsroom has other pages, and none of the statements.
            let again: Vec<ReviewedClaim<'_>> = found
                .iter()
                .map(|record| ReviewedClaim {
                    text: &record.text,
                    review: &record.reviews[0],
                    page: None,
                    appearances: &[],
                })
                .collect();
            prop_assert_eq!(exported(feed, &again).0, first);
        }
        let value = claim_review(&items[0]);
        let embedded = embedded(&value);
        let is_harmless = !embedded.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(is_harmless, "{}", embedded);
        prop_assert_eq!(serde_json::from_str::<Value>(&embedded).expect("JSON"), value);
    }
}

fn exported(mut feed: Feed, items: &[ReviewedClaim<'_>]) -> (String, Vec<ClaimRecord>) {
    let mut text = feed.begin();
    for item in items {
        text.push_str(&feed.item(item));
    }
    let (end, count) = feed.end();
    assert_eq!(count, items.len() as u64);
    text.push_str(&end);
    (text.clone(), read(text))
}

#[test]
fn an_empty_feed_is_a_feed() {
    let feed = Feed::document();
    let text = feed.begin() + &feed.end().0;
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["dataFeedElement"], json!([]));
    assert_eq!(value["@type"], json!("DataFeed"));
}
