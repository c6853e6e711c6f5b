//! Queries, hits and walks.

use serde_json::{Value, json};

use super::{post, published, quotes, record, search, speaker};
use crate::harness::Record;

/// Checks that `query` finds what `fits`, and that a count says the same.
async fn check(record: &Record, query: Value, fits: impl Fn(&Value) -> bool) {
    let mut expected: Vec<String> = quotes(record)
        .await
        .iter()
        .filter(|quote| fits(quote))
        .map(|quote| quote["id"].as_str().expect("an id").to_owned())
        .collect();
    expected.sort_unstable();
    let found = search(record, json!({ "query": query, "size": 200 })).await;
    let mut ids: Vec<String> = found["hits"]["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| hit["_id"].as_str().expect("an id").to_owned())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, expected, "{query}");
    assert_eq!(found["hits"]["total"]["value"], expected.len(), "{query}");
    let counted = post(record, "/quotes/_count", &json!({ "query": query })).await;
    assert_eq!(counted.json()["count"], expected.len(), "{query}");
}

#[actix_web::test]
async fn queries_find_what_they_ask_for() {
    let record = record().await;
    let holds = |word: &'static str| {
        move |quote: &Value| {
            quote["text"]
                .as_str()
                .is_some_and(|text| text.to_lowercase().contains(word))
        }
    };
    check(&record, json!({ "match_all": {} }), |_| true).await;
    check(&record, json!({ "match_none": {} }), |_| false).await;
    check(
        &record,
        json!({ "term": { "speaker": "Odile Brandt" } }),
        |quote| speaker(quote) == Some("Odile Brandt"),
    )
    .await;
    check(
        &record,
        json!({ "terms": { "speaker.keyword": ["Ansel Roth", "Tove Aspen"] } }),
        |quote| matches!(speaker(quote), Some("Ansel Roth" | "Tove Aspen")),
    )
    .await;
    check(
        &record,
        json!({ "term": { "outlet": "vik post" } }),
        |quote| quote["article"]["outlet"] == "Vik Post",
    )
    .await;
    check(
        &record,
        json!({ "exists": { "field": "speaker" } }),
        |quote| speaker(quote).is_some(),
    )
    .await;
    check(
        &record,
        json!({ "bool": { "must_not": { "exists": { "field": "speaker" } } } }),
        |quote| speaker(quote).is_none(),
    )
    .await;
    check(
        &record,
        json!({ "match": { "text": "ferry" } }),
        holds("ferry"),
    )
    .await;
    check(
        &record,
        json!({ "match_phrase": { "text": "the harbour" } }),
        holds("the harbour"),
    )
    .await;
    check(
        &record,
        json!({ "query_string": { "query": "text:ferry OR text:budget" } }),
        |quote| holds("ferry")(quote) || holds("budget")(quote),
    )
    .await;
    check(
        &record,
        json!({ "query_string": { "query": "speaker:\"Odile Brandt\" AND NOT text:ferry" } }),
        |quote| speaker(quote) == Some("Odile Brandt") && !holds("ferry")(quote),
    )
    .await;
    check(
        &record,
        json!({ "query_string": { "query": "kind:(direct OR mixed)" } }),
        |quote| quote["kind"] != "indirect",
    )
    .await;
    check(
        &record,
        json!({ "bool": {
            "should": [{ "term": { "kind": "indirect" } }, { "term": { "speaker": "Ansel Roth" } }],
            "filter": [{ "range": { "published": { "gte": "2025-02" } } }],
            "minimum_should_match": 1,
        } }),
        |quote| {
            published(quote) >= "2025-02"
                && (quote["kind"] == "indirect" || speaker(quote) == Some("Ansel Roth"))
        },
    )
    .await;
    // The last millisecond of January is in it, the first of February is not.
    for range in [
        json!({ "gte": "2025-01", "lte": "2025-01" }),
        json!({ "gte": 1_735_689_600_000_i64, "lte": 1_738_367_999_999_i64, "format": "epoch_millis" }),
        json!({ "gt": "2024-12-31", "lt": "2025-02-01T00:00:00Z" }),
    ] {
        check(
            &record,
            json!({ "range": { "published": range } }),
            |quote| published(quote) < "2025-02",
        )
        .await;
    }
    check(
        &record,
        json!({ "bool": { "should": [
            { "range": { "@timestamp": { "lt": "2025-02-01" } } },
            { "range": { "published": { "gte": "2025-06-21||/d" } } },
        ] } }),
        |quote| published(quote) < "2025-02" || published(quote) >= "2025-06-21",
    )
    .await;
}

#[actix_web::test]
async fn hits_are_documents() {
    let record = record().await;
    let found = search(
        &record,
        json!({
            "query": { "match": { "text": "channel" } },
            "sort": [{ "published": "asc" }],
            "_source": ["speaker", "pub*", "te*"],
            "fields": [{ "field": "@timestamp", "format": "epoch_millis" }],
            "highlight": { "fields": { "*": {} }, "pre_tags": ["<b>"], "post_tags": ["</b>"] },
        }),
    )
    .await;
    let hit = &found["hits"]["hits"][0];
    assert_eq!(hit["_index"], "quotes");
    assert_eq!(
        hit["_source"],
        json!({
            "speaker": "Tove Aspen",
            "published": "2025-01-31T23:59:59.999Z",
            "text": "“Our harbour needs a deeper channel,”",
        })
    );
    assert_eq!(hit["fields"], json!({ "@timestamp": ["1738367999999"] }));
    assert_eq!(
        hit["highlight"]["text"],
        json!(["“Our harbour needs a deeper <b>channel</b>,”"])
    );
    assert_eq!(hit["sort"][0], 1_738_367_999_999_i64);
    assert_eq!(hit["_score"], Value::Null);
    let scored = search(
        &record,
        json!({ "query": { "match": { "text": "ferry" } } }),
    )
    .await;
    let best = &scored["hits"]["hits"][0]["_score"];
    assert!(best.as_f64().is_some_and(|score| score > 0.0), "{scored}");
    assert_eq!(*best, scored["hits"]["max_score"]);
    let bare = search(
        &record,
        json!({ "_source": false, "size": 1, "track_total_hits": false }),
    )
    .await;
    assert_eq!(bare["hits"]["hits"][0]["_source"], Value::Null);
    assert_eq!(bare["hits"]["total"], Value::Null);
    // All fields of a document are in the mapping, with the sort of value that they have.
    let mapping = record.get("/_elastic/quotes/_mapping").await.json();
    let properties = &mapping["quotes"]["mappings"]["properties"];
    let all = search(&record, json!({ "size": 200 })).await;
    for hit in all["hits"]["hits"].as_array().expect("hits") {
        for (name, value) in hit["_source"].as_object().expect("an object") {
            let fits = match properties[name]["type"].as_str() {
                Some("text" | "keyword" | "date") => value.is_string() || value.is_null(),
                Some("integer") => value.is_u64() || value.is_null(),
                Some("float") => value.is_f64(),
                other => panic!("{name} is {other:?}"),
            };
            assert!(fits, "{name}: {value}");
        }
    }
}

#[actix_web::test]
async fn walks_meet_every_quote_once() {
    let record = record().await;
    let all = quotes(&record).await;
    for sort in [
        json!([{ "published": "desc" }]),
        json!(["published", "_doc"]),
        json!({ "published": { "order": "desc", "unmapped_type": "boolean" }, "_doc": { "order": "desc" } }),
        json!("_score"),
        json!(["_doc"]),
    ] {
        let mut ids = Vec::new();
        let mut body = json!({ "size": 3, "sort": sort, "query": { "match_all": {} } });
        loop {
            let found = search(&record, body.clone()).await;
            let hits = found["hits"]["hits"].as_array().expect("hits");
            let Some(last) = hits.last() else {
                break;
            };
            assert_eq!(found["hits"]["total"]["value"], all.len());
            ids.extend(hits.iter().map(|hit| hit["_id"].clone()));
            body["search_after"] = last["sort"].clone();
        }
        assert_eq!(ids.len(), all.len(), "{sort}");
        ids.sort_unstable_by_key(ToString::to_string);
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "{sort}");
    }
    // By number, too.
    let first = search(&record, json!({ "size": 5, "sort": ["published"] })).await;
    let second = search(
        &record,
        json!({ "from": 3, "size": 2, "sort": ["published"] }),
    )
    .await;
    assert_eq!(
        second["hits"]["hits"]
            .as_array()
            .map(|hits| hits.as_slice()),
        first["hits"]["hits"].as_array().map(|hits| &hits[3..5])
    );
}
