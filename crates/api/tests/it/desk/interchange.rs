//! In the forms of other programs: ClaimReviews in and out, annotations, citations, tables.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{done, entries, filled, id, made, statement, summer};
use crate::harness::{Answer, BRIDGE, Record, bridge};

async fn sent(record: &Record, media: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = TestRequest::default()
        .method(Method::POST)
        .uri("/v1/claim-reviews?by=Ida+Desk")
        .insert_header(("content-type", media))
        .set_payload(body.into());
    record.send(request).await
}

/// A ClaimReview of somewhere else.
fn foreign(number: u32) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": format!("https://checks.example/{number}"),
        "datePublished": "2025-11-03",
        "author": { "@type": "Organization", "name": "Kelmore Checks" },
        "claimReviewed": format!("Kelmore has {number} bridges."),
        "reviewRating": {
            "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
            "alternateName": "Falsch",
        },
    })
}

#[actix_web::test]
async fn what_goes_out_comes_in_again_and_goes_out_the_same() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let review = json!({
        "by": "Ida Desk", "rating": "Mostly false", "publication": "published",
        "rationale": "The tender was never let.", "language": "en",
        "evidence": [{ "stance": "refutes", "url": "https://brackwater.example/tenders" }],
    });
    done(&record, &claim, "reviews", review).await;
    let draft = json!({ "by": "Tom", "rating": "True", "rationale": "Not for others yet." });
    done(&record, &claim, "reviews", draft).await;
    let lines = format!("{}\n{}\n", foreign(1), foreign(2));
    let taken = sent(&record, "application/jsonl", lines).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    assert_eq!(taken.json()["added"], 2);

    let one = record
        .get(&format!("/v1/claims/{}/claim-review", id(&claim["id"])))
        .await;
    assert_eq!(one.header("content-type"), "application/ld+json");
    let one = one.json();
    assert_eq!(one["@type"], "ClaimReview");
    assert_eq!(one["claimReviewed"], claim["text"]);
    assert_eq!(one["reviewRating"]["alternateName"], "Mostly false");

    let feed = record.get("/v1/claim-reviews").await;
    assert_eq!(feed.header("content-type"), "application/ld+json");
    assert!(
        !feed.text().contains("Not for others"),
        "a draft is nobody's business"
    );
    let elements = feed.json()["dataFeedElement"].as_array().map(Vec::len);
    assert_eq!(elements, Some(3));
    let lines = record.get("/v1/claim-reviews?format=jsonl").await;
    assert_eq!(lines.text().lines().count(), 3);
    let other = Record::empty().await;
    for (media, body) in [
        ("application/ld+json", &feed.body),
        ("application/x-ndjson", &lines.body),
    ] {
        let taken = sent(&other, media, body.clone()).await.json();
        assert_eq!(taken["refused"], json!([]));
        assert_eq!(taken["warnings"], json!([]));
    }
    let log = other.get("/v1/corrections?limit=200").await.json();
    assert_eq!(
        log["data"].as_array().map(Vec::len),
        Some(3),
        "the second time nothing is new"
    );
    assert_eq!(other.get("/v1/claim-reviews").await.text(), feed.text());
    let again = other.get("/v1/claim-reviews?format=jsonl").await;
    assert_eq!(again.text(), lines.text());
}

#[actix_web::test]
async fn a_row_that_cannot_be_used_is_named_and_the_rest_is_taken_in() {
    let record = Record::empty().await;
    let mut nameless = foreign(2);
    nameless["claimReviewed"] = Value::Null;
    let lines = format!("{}\n{}\n{{broken\n{}\n", foreign(1), nameless, foreign(3));
    let taken = sent(&record, "application/jsonl", lines).await.json();
    assert_eq!((&taken["added"], &taken["reviews"]), (&json!(2), &json!(2)));
    let refused: Vec<&Value> = taken["refused"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| &row["line"])
        .collect();
    assert_eq!(refused, [2, 3], "{taken}");
    let list = record.get("/v1/claims").await.json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(2));
    assert_eq!(list["data"][0]["verdicts"][0]["rating"]["name"], "Falsch");
    let length = entries(&record).await;
    for (media, body, status, code) in [
        (
            "text/plain",
            foreign(9).to_string().into_bytes(),
            415,
            "unsupported_media_type",
        ),
        (
            "application/x-www-form-urlencoded",
            Vec::new(),
            415,
            "unsupported_media_type",
        ),
        (
            "application/json",
            vec![0x1f, 0x8b, 8, 0],
            415,
            "unsupported_media_type",
        ),
    ] {
        sent(&record, media, body).await.is_problem(status, code);
    }
    let nobody = TestRequest::post()
        .uri("/v1/claim-reviews")
        .insert_header(("content-type", "application/json"))
        .set_payload(foreign(9).to_string());
    record
        .send(nobody)
        .await
        .names(400, "invalid_parameter", &["by"]);
    assert_eq!(entries(&record).await, length);
}

#[actix_web::test]
async fn a_quote_is_annotated_cited_and_found_in_other_versions() {
    let record = filled().await;
    let quote = record.get("/v1/quotes?q=summer").await.json()["data"][0].clone();
    let path = format!("/v1/quotes/{}", id(&quote["id"]));
    let annotation = record.get(&format!("{path}/annotation")).await;
    assert!(
        annotation
            .header("content-type")
            .starts_with("application/ld+json")
    );
    assert!(annotation.text().contains("TextQuoteSelector"));
    for (format, media, part) in [
        ("bibtex", "application/x-bibtex", "@article"),
        ("ris", "application/x-research-info-systems", "TY  - "),
        (
            "csl",
            "application/vnd.citationstyles.csl+json",
            "Brackwater Courier",
        ),
    ] {
        let cited = record
            .get(&format!("{path}/citation?format={format}"))
            .await;
        assert!(cited.header("content-type").starts_with(media));
        assert!(cited.text().contains(part), "{}", cited.text());
    }
    let strange = record.get(&format!("{path}/citation?format=odt")).await;
    strange.names(400, "invalid_parameter", &["format"]);
    let told = id(&quote["statement"]);
    let claim = made(&record, summer(&told)).await;
    let cited = record
        .get(&format!("/v1/claims/{}/citation", id(&claim["id"])))
        .await;
    assert!(cited.text().contains(&id(&claim["id"])), "{}", cited.text());
    let unrated = format!("/v1/claims/{}/claim-review", id(&claim["id"]));
    record.get(&unrated).await.is_problem(404, "not_found");
    let mut later = bridge();
    later["text"] = json!(format!("Corrected on Tuesday.\n\n{BRIDGE}"));
    record.add(later).await;
    let anchored = record.get(&format!("{path}/anchor")).await.json();
    assert_eq!(
        (&anchored["version"], &anchored["other"]),
        (&json!(1), &json!(2))
    );
    let part = &anchored["parts"][0];
    assert_eq!(part["found"], "moved");
    let moved = |span: &Value| span[0].as_u64().expect("a number");
    assert_eq!(moved(&part["to"]) - moved(&part["part"]), 23);
    let own = record.get(&format!("{path}/anchor?version=1")).await.json();
    assert_eq!(own["parts"][0]["found"], "exact");
    let none = record.get(&format!("{path}/anchor?version=9")).await;
    none.is_problem(404, "not_found");
}

#[actix_web::test]
async fn exports_are_complete_and_say_so() {
    async fn check(record: &Record, path: &str, rows: usize, columns: usize) {
        let separator = if path.contains('?') { '&' } else { '?' };
        let csv = record.get(&format!("{path}{separator}format=csv")).await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        let text = csv.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), rows + 2, "{path}: {text}");
        let end = format!("#rows,{rows}{}", ",".repeat(columns - 2));
        assert_eq!(lines[rows + 1], end);
        assert_eq!(lines[0].split(',').count(), columns);
        let jsonl = record.get(&format!("{path}{separator}format=jsonl")).await;
        let text = jsonl.text();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines.len(), rows + 1, "{path}");
        assert_eq!(lines[rows], json!({ "rows": rows }));
    }
    let record = filled().await;
    // More than one page.
    for number in 0..120 {
        let text = format!(
            "“We have counted {number} boats in the harbour,” said Cora Venn.\n\n\
             “We have mended {number} nets this winter,” said Dario Minch.\n"
        );
        record
            .add(json!({ "id": format!("harbour-{number}"), "text": text }))
            .await;
    }
    let total = record.get("/v1/quotes?limit=1").await.json()["total"]["value"].clone();
    let total = usize::try_from(total.as_u64().expect("a number")).expect("fits");
    assert!(total > 200, "{total}");
    check(&record, "/v1/export/quotes", total, 27).await;
    let boats = record.get("/v1/quotes?q=boats").await.json()["total"]["value"].clone();
    let boats = usize::try_from(boats.as_u64().expect("a number")).expect("fits");
    check(&record, "/v1/export/quotes?q=boats&speaker=Venn", boats, 27).await;
    check(&record, "/v1/export/claims", 0, 11).await;
    let lines: String = (0..205)
        .map(|number| format!("{}\n", foreign(number)))
        .collect();
    let taken = sent(&record, "application/jsonl", lines).await.json();
    assert_eq!(taken["added"], 205);
    check(&record, "/v1/export/claims", 205, 11).await;
    check(&record, "/v1/export/reviews", 205, 15).await;
    let wrong = record.get("/v1/export/claims?format=xml").await;
    wrong.names(400, "invalid_parameter", &["format"]);
    let page = record.get("/v1/export/quotes?limit=5").await;
    page.names(400, "unknown_parameter", &["limit"]);
    let words = record.get("/v1/export/quotes?q=%22%22").await;
    words.names(400, "invalid_query", &["q"]);
}
