//! Claims and reviews in all the forms they come in.

mod hostile;
mod truth;

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_intake::{ClaimRecord, IntakeError, Limits, Origin, claims};
use onrecord_model::{Publication, PublishedRating, Review, Stance};
use serde_json::{Value, json};

fn read(bytes: impl Into<Vec<u8>>) -> Vec<Result<ClaimRecord, IntakeError>> {
    read_within(Limits::default(), bytes)
}

fn read_within(limits: Limits, bytes: impl Into<Vec<u8>>) -> Vec<Result<ClaimRecord, IntakeError>> {
    claims(Origin::named("list"), Cursor::new(bytes.into()), limits).collect()
}

/// Each claim as its line, text and ratings; each error as it is told.
#[track_caller]
fn check(bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    check_within(Limits::default(), bytes, expected);
}

#[track_caller]
fn check_within(limits: Limits, bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    let found: Vec<String> = read_within(limits, bytes)
        .into_iter()
        .flat_map(|outcome| match outcome {
            Ok(record) => {
                let ratings: Vec<&str> = record
                    .reviews
                    .iter()
                    .map(|review| review.rating.name.as_str())
                    .collect();
                let told = format!("{} {} {ratings:?}", record.line, record.text.text);
                let warnings = record.warnings.iter().map(|warning| format!("- {warning}"));
                std::iter::once(told).chain(warnings).collect()
            }
            Err(error) => vec![format!("{error} ({})", error.code())],
        })
        .collect();
    assert_eq!(found, expected);
}

fn only(bytes: impl Into<Vec<u8>>) -> ClaimRecord {
    let mut records = read(bytes);
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0).expect("taken")
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("packed");
    encoder.finish().expect("packed")
}

const ROWS: &str = "{\"id\":7,\"claim\":\"The ferry runs at night.\",\"title\":\"Night ferry\",\"rating\":\"False\",\"url\":\"https://www.halden-checks.example/7#top\",\"date\":\"2025-08-17\",\"claimant\":\"Odile Brandt\",\"language\":\"en\"}

{\"id\":\"b\",\"claim\":\" The bridge is older than the school. \",\"more\":[[1e400]]}
";

#[test]
fn every_field_of_a_row_is_read() {
    let records: Vec<ClaimRecord> = read(ROWS)
        .into_iter()
        .map(|one| one.expect("taken"))
        .collect();
    let [first, second] = records.as_slice() else {
        panic!("{records:?}");
    };
    assert_eq!((first.line, second.line), (1, 3));
    assert_eq!(first.text.reference.as_deref(), Some("7"));
    assert_eq!(first.text.title.as_deref(), Some("Night ferry"));
    assert_eq!(first.text.language.as_deref(), Some("en"));
    let claimant = first.text.claimant.as_ref().expect("a claimant");
    assert_eq!(claimant.name, "Odile Brandt");
    let review = &first.reviews[0];
    assert_eq!(review.rating.name, "False");
    assert_eq!(review.rating.value.map(f64::from), Some(0.0));
    assert_eq!(review.author.name, "halden-checks.example");
    assert!(review.author.is_organisation && review.is_imported);
    assert_eq!(
        review.url.as_deref(),
        Some("https://www.halden-checks.example/7#top")
    );
    assert_eq!(review.date.to_rfc3339(), "2025-08-17T00:00:00+00:00");
    assert_eq!(review.publication, Publication::Published);
    assert_eq!(second.text.text, "The bridge is older than the school.");
    assert!(second.reviews.is_empty() && second.warnings.is_empty());
}

#[test]
fn packed_lists_are_told_by_their_bytes() {
    let expected = [
        "1 The ferry runs at night. [\"False\"]",
        "3 The bridge is older than the school. []",
    ];
    check(ROWS, &expected);
    check(gzip(ROWS.as_bytes()), &expected);
    check([b"\xef\xbb\xbf", ROWS.as_bytes()].concat(), &expected);
}

#[test]
fn a_rating_is_somebodys_and_of_some_day() {
    check(
        "{\"claim\":\"A\",\"rating\":\"False\",\"date\":\"2025-08-17\"}
{\"claim\":\"B\",\"rating\":\"False\",\"publisher\":\"Halden Checks\"}
{\"claim\":\"C\",\"rating\":\"False\",\"publisher\":\"Halden Checks\",\"date\":\"soon\"}
{\"claim\":\"D\",\"rating\":3,\"author\":\"Ines Okoro\",\"date\":\"2025-08-17\"}
{\"claim\":\"E\",\"url\":\"https://halden.example/e\"}
{\"rating\":\"False\",\"claim\":\"\"}
{\"claim\":[]}",
        &[
            "list:1: the field \"publisher\" is missing (missing_field)",
            "list:2: the field \"date\" is missing (missing_field)",
            "list:3: the field \"date\" is \"soon\", which is no date or time (such as 2025-08-17 or 2025-08-17T09:30:00Z) (bad_field)",
            "4 D [\"3\"]",
            "5 E []",
            "- the field \"url\" says nothing without a rating; it is left out",
            "list:6: the field \"claim\" is missing (missing_field)",
            "list:7: the field \"claim\" is no text that can be read: a list (bad_field)",
        ],
    );
}

fn full_review() -> Value {
    json!({
        "@context": "http://schema.org",
        "@type": ["http://schema.org/ClaimReview"],
        "url": "https://checks.example/reviews/12",
        "claimReviewed": "The harbour of Halden was dredged in nine days.",
        "datePublished": "2024-05-02T08:00:00+02:00",
        "headline": "Did it take nine days?",
        "reviewBody": "It took\n\nnine weeks.",
        "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
        "author": {"@type": "Organization", "name": "Halden Checks", "url": "https://checks.example/"},
        "reviewRating": {
            "@type": "Rating", "ratingValue": "2", "bestRating": 5, "worstRating": 1.0,
            "alternateName": "Überwiegend falsch"
        },
        "citation": [
            "https://port.example/log",
            "The log of the harbour master",
            {"@type": "CreativeWork", "name": "Log", "text": "63 days", "keywords": "refutes", "creativeWorkStatus": "Gone",
             "encoding": {"@type": "MediaObject", "sha256": "00ff"}}
        ],
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Milo Teague", "jobTitle": "mayor", "sameAs": ["https://people.example/teague", "none"]},
            "datePublished": "2024-04",
            "firstAppearance": {"@type": "OpinionNewsArticle", "url": "https://courier.example/a"},
            "appearance": [{"@type": "CreativeWork", "url": "https://gazette.example/b"}, "javascript:alert(1)"]
        }
    })
}

#[test]
fn every_field_of_a_claim_review_is_read() {
    let record = only(full_review().to_string());
    let text = &record.text;
    assert_eq!(text.text, "The harbour of Halden was dredged in nine days.");
    let claimant = text.claimant.as_ref().expect("a claimant");
    assert_eq!(
        (claimant.name.as_str(), claimant.role.as_deref()),
        ("Milo Teague", Some("mayor"))
    );
    assert_eq!(claimant.same_as, ["https://people.example/teague"]);
    assert_eq!(claimant.is_organisation, Some(false));
    assert_eq!(
        text.made.map(|made| made.to_rfc3339()).as_deref(),
        Some("2024-04-01T00:00:00+00:00")
    );
    assert_eq!(text.url.as_deref(), Some("https://courier.example/a"));
    assert_eq!(text.appearances, ["https://gazette.example/b"]);
    let review = &record.reviews[0];
    assert_eq!(review.rating.name, "Überwiegend falsch");
    assert_eq!(review.rating.value.map(f64::from), Some(0.25));
    let published = PublishedRating {
        value: "2".to_owned(),
        best: Some("5".to_owned()),
        worst: Some("1.0".to_owned()),
    };
    assert_eq!(review.rating.published, Some(published));
    assert_eq!(review.author.name, "Halden Checks");
    assert_eq!(
        review.author.url.as_deref(),
        Some("https://checks.example/")
    );
    assert_eq!(review.date.to_rfc3339(), "2024-05-02T06:00:00+00:00");
    assert_eq!(review.title.as_deref(), Some("Did it take nine days?"));
    assert_eq!(review.rationale.as_deref(), Some("It took\n\nnine weeks."));
    assert_eq!(review.language.as_deref(), Some("en"));
    assert_eq!(
        review.url.as_deref(),
        Some("https://checks.example/reviews/12")
    );
    let [link, words, log] = review.evidence.as_slice() else {
        panic!("{:?}", review.evidence);
    };
    assert_eq!(link.url.as_deref(), Some("https://port.example/log"));
    assert_eq!(
        words.title.as_deref(),
        Some("The log of the harbour master")
    );
    assert_eq!(
        (log.title.as_deref(), log.quotation.as_deref()),
        (Some("Log"), Some("63 days"))
    );
    assert_eq!(
        (log.archived.as_deref(), log.stance, log.is_gone),
        (Some("00ff"), Stance::Refutes, true)
    );
    let warnings: Vec<String> = record.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "the field \"itemReviewed.author.sameAs\" is \"none\", which is no URL: relative URL without a base; it is left out",
            "the field \"itemReviewed.appearance\" is \"javascript:alert(1)\", but only http and https URLs are taken; it is left out",
        ]
    );
}

/// A ClaimReview with as little as there can be, and `fields` changed or, where null, taken away.
fn review_with(fields: Value) -> Value {
    let mut review = json!({
        "@type": "ClaimReview", "claimReviewed": "A", "datePublished": "2024-05-02", "author": "Halden Checks",
        "reviewRating": {"alternateName": "Falso"}
    });
    let (Value::Object(all), Value::Object(fields)) = (&mut review, fields) else {
        panic!("objects");
    };
    for (name, value) in fields {
        if value.is_null() {
            all.remove(&name);
        } else {
            all.insert(name, value);
        }
    }
    review
}

#[track_caller]
fn review_of(fields: Value) -> Review {
    only(review_with(fields).to_string()).reviews.remove(0)
}

#[test]
fn what_the_field_writes_is_understood() {
    let author = |value: Value| review_of(json!({"author": value})).author;
    assert!(author(json!("Halden Checks")).is_organisation);
    assert_eq!(
        author(json!([{"@type": "Person", "name": "Ines Okoro"}])).name,
        "Ines Okoro"
    );
    assert!(
        !author(json!({"@type": "https://schema.org/Person", "name": "Ines Okoro"}))
            .is_organisation
    );
    assert_eq!(
        author(json!({"url": "https://www.checks.example/x"})).name,
        "checks.example"
    );
    let publisher = json!({"author": null, "publisher": {"name": "Halden Checks"}});
    assert_eq!(review_of(publisher).author.name, "Halden Checks");
    let site = json!({"author": "", "url": "https://checks.example/1"});
    assert_eq!(review_of(site).author.name, "checks.example");

    let date = |fields: Value| review_of(fields).date.format("%F").to_string();
    assert_eq!(date(json!({"datePublished": "May 2, 2024"})), "2024-05-02");
    assert_eq!(
        date(json!({"datePublished": "?", "dateModified": "2024-06-01"})),
        "2024-06-01"
    );

    let rating = |value: Value| review_of(json!({"reviewRating": value})).rating;
    assert_eq!(rating(json!("Fake")).value.map(f64::from), Some(0.0));
    assert_eq!(rating(json!([{"name": "Faux"}])).name, "Faux");
    assert_eq!(rating(json!({"ratingValue": 1.50})).name, "1.5");
    let raw = "{\"claimReviewed\":\"A\",\"datePublished\":\"2024-05-02\",\"author\":\"H\",\"reviewRating\":{\"ratingValue\":1.50,\"bestRating\":1e400,\"alternateName\":{\"@value\":\"Vrai\",\"@language\":\"fr\"}}}";
    let written = only(raw).reviews.remove(0).rating;
    let published = written.published.expect("numbers");
    assert_eq!(
        (written.name.as_str(), published.value.as_str()),
        ("Vrai", "1.50")
    );
    assert_eq!(
        (published.best.as_deref(), written.value),
        (Some("1e400"), None)
    );

    let explained =
        json!({"reviewRating": {"alternateName": "Falso", "ratingExplanation": "No log says so."}});
    assert_eq!(
        review_of(explained).rationale.as_deref(),
        Some("No log says so.")
    );
    assert_eq!(
        review_of(json!({"creativeWorkStatus": "Withdrawn"})).publication,
        Publication::Withdrawn
    );

    let old = json!({"claimReviewed": null, "itemReviewed": [{"@type": "CreativeWork", "name": "B", "sameAs": "https://courier.example/b"}]});
    let old = only(review_with(old).to_string()).text;
    assert_eq!(
        (old.text.as_str(), old.url.as_deref()),
        ("B", Some("https://courier.example/b"))
    );
    let organisation = json!({"itemReviewed": {"author": {"@type": "GovernmentOrganization", "name": "Council of Halden"}}});
    let organisation = only(review_with(organisation).to_string()).text.claimant;
    assert_eq!(
        organisation.and_then(|claimant| claimant.is_organisation),
        Some(true)
    );
}

#[test]
fn a_review_needs_a_claim_a_rating_a_day_and_an_author() {
    let refused = |fields: Value, expected: &str| {
        let expected = format!("list:1: the field \"{expected}\" is missing (missing_field)");
        check(review_with(fields).to_string(), &[&expected]);
    };
    refused(json!({"claimReviewed": null}), "claimReviewed");
    refused(json!({"reviewRating": null}), "reviewRating");
    refused(json!({"reviewRating": {"bestRating": 5}}), "reviewRating");
    refused(json!({"datePublished": null}), "datePublished");
    refused(json!({"author": {"@type": "Organization"}}), "author");
}

#[test]
fn feeds_are_gone_through_element_by_element() {
    let item = |claim: &str| review_with(json!({"claimReviewed": claim, "datePublished": null}));
    let feed = json!({
        "@context": "http://schema.org", "@type": "DataFeed",
        "dataFeedElement": [
            {"@type": "DataFeedItem", "dateCreated": "2024-05-02T00:00:00Z", "item": [item("A"), item("B")], "url": "https://checks.example/1"},
            {"@type": "DataFeedItem", "dateCreated": "2024-05-02T00:00:00Z", "item": [{"@type": "MediaReview"}]},
            {"@type": "DataFeedItem", "item": null},
            {"@type": "DataFeedItem", "item": item("C")},
            17,
            {"@type": "DataFeedItem", "item": review_with(json!({"claimReviewed": "D"}))},
        ],
        "dateModified": "2024-05-03"
    });
    let expected = [
        "1 A [\"Falso\"]",
        "1 B [\"Falso\"]",
        "list, element 2: not a claim: it is a MediaReview, not a ClaimReview (not_a_claim)",
        "list, element 3: the field \"item\" is missing (missing_field)",
        "list, element 4: the field \"datePublished\" is missing (missing_field)",
        "list, element 5: not a claim: expected an object (not_a_claim)",
        "6 D [\"Falso\"]",
    ];
    check(feed.to_string(), &expected);
    check(format!("{feed:#}"), &expected);
    check(gzip(format!("\n\n{feed:#}\n").as_bytes()), &expected);
}

#[test]
fn a_feed_may_be_longer_than_anything_that_is_held() {
    let review = review_with(json!({"claimReviewed": "A claim of some length."})).to_string();
    let limits = Limits {
        line_bytes: 4 << 10,
        ..Limits::default()
    };
    for separator in ["", "\n"] {
        let elements =
            vec![format!("{{\"item\":[{review}]}}"); 5_000].join(&format!(",{separator}"));
        let feed = format!("{{\"dataFeedElement\":[{separator}{elements}]}}");
        assert!(feed.len() > 100 * limits.line_bytes);
        let found = read_within(limits.clone(), feed);
        assert_eq!(found.len(), 5_000);
        assert!(found.iter().all(Result::is_ok));
    }
    let long = review_with(json!({"reviewBody": "x".repeat(5_000)})).to_string();
    let list = format!("[{review},{long},{review}]");
    check_within(
        limits.clone(),
        list,
        &[
            "1 A claim of some length. [\"Falso\"]",
            &format!(
                "list, element 2: it has {} bytes, more than the 4096 that an element may have (element_too_long)",
                long.len()
            ),
            "3 A claim of some length. [\"Falso\"]",
        ],
    );
    let length = long.len();
    check_within(
        limits.clone(),
        format!("{review}\n{long}\n{review}"),
        &[
            "1 A claim of some length. [\"Falso\"]",
            &format!(
                "list:2: the line has {length} bytes, more than the 4096 a line may have (line_too_long)"
            ),
            "3 A claim of some length. [\"Falso\"]",
        ],
    );
    check_within(
        limits,
        long,
        &[&format!(
            "list: it has {length} bytes, more than the 4096 that an element may have (element_too_long)"
        )],
    );
}

#[test]
fn a_graph_is_looked_through_for_reviews() {
    let mut review = review_with(json!({"author": {"@id": "#publisher"}}));
    review["itemReviewed"] = json!({"author": {"@id": "#claimant"}});
    let graph = json!({"@context": "https://schema.org", "@graph": [
        {"@type": "WebPage", "name": "Night ferry"},
        review,
        {"@type": "Organization", "@id": "#publisher", "name": "Halden Checks"},
        {"@type": "Person", "@id": "#claimant", "name": "Milo Teague"},
    ]});
    let record = only(format!("{graph:#}"));
    assert_eq!(record.reviews[0].author.name, "Halden Checks");
    assert_eq!(
        record
            .text
            .claimant
            .map(|claimant| claimant.name)
            .as_deref(),
        Some("Milo Teague")
    );
    check(
        json!({"@graph": [{"@type": "WebPage"}]}).to_string(),
        &["list:1: not a claim: there is no ClaimReview in the graph (not_a_claim)"],
    );
}

#[test]
fn answers_of_the_fact_check_tools_are_read() {
    let answer = json!({
        "claims": [
            {"text": "The ferry is free.", "claimant": "Milo Teague", "claimDate": "2024-04-30T00:00:00Z", "claimReview": [
                {"publisher": {"name": "Halden Checks", "site": "checks.example"}, "url": "https://checks.example/1", "title": "Free?",
                 "reviewDate": "2024-05-02T10:00:00Z", "textualRating": "Mostly False", "languageCode": "en"},
                {"publisher": {"site": "other.example"}, "reviewDate": "2024-05-03", "textualRating": "Das ist so nicht richtig"},
                {"publisher": {"site": "other.example"}, "textualRating": "False"},
            ]},
            {"text": "", "claimReview": []},
            {"text": "Nobody said so.", "claimReview": [{"textualRating": "False"}]},
        ],
        "nextPageToken": "CAo"
    });
    let found = read(answer.to_string());
    let first = found[0].as_ref().expect("taken");
    assert_eq!(
        first
            .text
            .claimant
            .as_ref()
            .map(|claimant| claimant.name.as_str()),
        Some("Milo Teague")
    );
    let [one, other] = first.reviews.as_slice() else {
        panic!("{first:?}");
    };
    assert_eq!(one.rating.value.map(f64::from), Some(0.25));
    assert_eq!(
        (one.title.as_deref(), one.language.as_deref()),
        (Some("Free?"), Some("en"))
    );
    assert_eq!(
        (other.author.name.as_str(), other.rating.value),
        ("other.example", None)
    );
    let errors = [
        "1 The ferry is free. [\"Mostly False\", \"Das ist so nicht richtig\"]",
        "list, element 1: the field \"claimReview.reviewDate\" is missing (missing_field)",
        "list, element 2: the field \"text\" is missing (missing_field)",
        "list, element 3: the field \"claimReview.publisher\" is missing (missing_field)",
    ];
    check(format!("{answer:#}"), &errors);
    // Pages of an answer, one a line.
    let line = json!({"claims": [{"text": "A", "claimReview": []}]}).to_string();
    check(format!("{line}\n{line}\n"), &["1 A []", "2 A []"]);
    check("{\"claims\":[]}", &["list: it is empty (empty)"]);
}
