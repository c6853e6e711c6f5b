//! Reviews, scales, and claims that have to be looked at again.

use serde_json::{Value, json};

use super::{done, filled, id, made, post, put, statement, summer};

#[actix_web::test]
async fn reviews_stand_side_by_side_and_disagree() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let draft = json!({
        "by": "Ida Desk",
        "rating": "mostly false",
        "rationale": "The tender was never let.",
        "language": "en",
        "evidence": [
            { "stance": "refutes", "url": "https://brackwater.example/tenders", "title": "Tenders" },
            { "stance": "context", "quotation": "No bids were received." },
        ],
    });
    let drafted = done(&record, &claim, "reviews", draft.clone()).await;
    assert_eq!(drafted["state"], "in_review");
    assert_eq!(drafted["verdicts"], json!([]));
    let review = &drafted["reviews"][0];
    assert_eq!(
        review["rating"]["name"], "Mostly false",
        "as the scale has it"
    );
    assert_eq!(review["rating"]["value"], 0.25);
    assert_eq!(review["author"]["name"], "Ida Desk");
    assert_eq!(review["date"], "2026-03-01T12:00:00Z");
    assert_eq!(review["evidence"][0]["gone"], false);
    let path = format!("/v1/reviews/{}", id(&review["id"]));
    let read = record.get(&path).await;
    assert_eq!(read.json(), *review);
    let mut published = draft;
    published["publication"] = json!("published");
    let answer = put(&record, &path, published.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let published_claim = answer.json();
    assert_eq!(published_claim["state"], "reviewed");
    assert_eq!(
        published_claim["verdicts"][0]["rating"]["name"],
        "Mostly false"
    );
    assert_eq!(published_claim["repeats"]["occurrences"], 0);
    assert_eq!(published_claim["reviews"][0]["revised"]["by"], "Ida Desk");
    let listed = record.get("/v1/claims?rating=Mostly+false").await.json();
    assert_eq!(listed["data"][0]["id"], claim["id"]);
    // The verdict is shown with the statement, for a person has linked it.
    let of_statement = format!("/v1/statements/{told}/claims");
    let linked = record.get(&of_statement).await.json();
    let verdicts = &linked["linked"][0]["claim"]["verdicts"];
    assert_eq!(verdicts[0]["rating"]["name"], "Mostly false");
    let other = json!({ "by": "Tom", "rating": "True", "publication": "published" });
    let disputed = done(&record, &claim, "reviews", other).await;
    assert_eq!(disputed["state"], "needs_second_review");
    assert_eq!(disputed["disputed"], true);
    assert_eq!(disputed["verdicts"].as_array().map(Vec::len), Some(2));
    let due = record.get("/v1/re-reviews").await.json();
    assert_eq!(due["data"][0]["claim"]["id"], claim["id"]);
    assert_eq!(due["data"][0]["reasons"][0]["kind"], "disagreement");
    published["evidence"][0]["gone"] = json!(true);
    published["publication"] = Value::Null;
    let answer = put(&record, &path, published).await;
    assert_eq!(
        answer.json()["reviews"][0]["publication"],
        "published",
        "as it was"
    );
    let due = record.get("/v1/re-reviews").await.json();
    let reasons = &due["data"][0]["reasons"];
    assert_eq!(reasons[1]["kind"], "evidence_gone", "{due}");
    assert_eq!(reasons[1]["count"], 1);
}

#[actix_web::test]
async fn a_newsroom_has_scales_of_its_own() {
    let record = filled().await;
    let usual = record.get("/v1/scales").await.json();
    assert_eq!(usual["data"][0]["name"], "Truth");
    let stars = json!({
        "by": "Ida",
        "ratings": [{ "name": "Five stars", "value": 1 }, { "name": "No stars", "value": 0.0 },
            { "name": "Cloudy", "value": null }],
    });
    let answer = put(&record, "/v1/scales/Star%20gazers", stars.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["name"], "Star gazers");
    assert_eq!(
        answer.json()["ratings"][2],
        json!({ "name": "Cloudy", "value": null })
    );
    let mut fewer = stars;
    fewer["ratings"].as_array_mut().expect("a list").pop();
    assert_eq!(
        put(&record, "/v1/scales/Star%20gazers", fewer).await.status,
        200
    );
    let listed = record.get("/v1/scales").await.json();
    let names: Vec<&Value> = listed["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|scale| &scale["name"])
        .collect();
    assert!(names.contains(&&json!("Star gazers")), "{names:?}");
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let body = json!({ "by": "Ida", "rating": "no stars", "scale": "Star gazers" });
    let reviewed = done(&record, &claim, "reviews", body).await;
    let rating = &reviewed["reviews"][0]["rating"];
    assert_eq!(
        (&rating["scale"], &rating["value"]),
        (&json!("Star gazers"), &json!(0.0))
    );
}

#[actix_web::test]
async fn texts_are_judged_in_the_order_in_which_they_were_sent() {
    let record = filled().await;
    let texts = json!([
        "Unemployment in Kelmore fell from 9 to 4 percent between 2019 and 2024.",
        "Good morning, everybody!",
        "",
    ]);
    let judged = post(&record, "/v1/checkworthy", json!({ "texts": texts })).await;
    assert_eq!(judged.status, 200, "{}", judged.text());
    let judged = judged.json();
    let scores: Vec<f64> = judged["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|worth| worth["score"].as_f64().expect("a number"))
        .collect();
    assert_eq!(scores.len(), 3);
    assert!(scores[0] > 0.5 && scores[1] < scores[0], "{scores:?}");
    assert_eq!(judged["data"][0]["class"], "fact");
    assert!(judged["data"][0]["words"][0]["span"].is_array(), "{judged}");
}
