//! Aggregations, and what a dashboard asks for.

use std::collections::BTreeMap;

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{REPORTS, published, quotes, record, search, speaker};

/// Counts by key, as the quotes themselves have it.
fn counted<'a>(
    quotes: impl Iterator<Item = &'a Value>,
    key: impl Fn(&Value) -> Option<String>,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for key in quotes.filter_map(key) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Counts by key, as an aggregation tells them; empty ones left out.
fn told(aggregation: &Value, key: &str) -> BTreeMap<String, u64> {
    let buckets = aggregation["buckets"].as_array().expect("buckets");
    let entry = |bucket: &Value| {
        let name = bucket[key]
            .as_str()
            .map_or_else(|| bucket[key].to_string(), str::to_owned);
        (name, bucket["doc_count"].as_u64().expect("a count"))
    };
    buckets
        .iter()
        .map(entry)
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn month(quote: &Value) -> Option<String> {
    Some(format!("{}-01T00:00:00.000Z", &published(quote)[..7]))
}

#[actix_web::test]
async fn aggregations_count_what_there_is() {
    let record = record().await;
    let all = quotes(&record).await;
    let name = |quote: &Value| speaker(quote).map(str::to_owned);
    let kind = |quote: &Value| quote["kind"].as_str().map(str::to_owned);
    let found = search(
        &record,
        json!({
            "size": 0,
            "aggs": {
                "speakers": { "terms": { "field": "speaker", "size": 100, "missing": "nobody" } },
                "ids": { "terms": { "field": "speaker_id" } },
                "kinds": { "terms": { "field": "kind", "order": { "_key": "desc" } } },
                "months": {
                    "date_histogram": { "field": "published", "calendar_interval": "month" },
                    "aggs": { "who": { "terms": { "field": "speaker" } } },
                },
                "who": {
                    "terms": { "field": "speaker", "size": 2 },
                    "aggs": {
                        "when": {
                            "date_histogram": { "field": "published", "calendar_interval": "1M", "min_doc_count": 1 },
                            "aggs": { "how": { "terms": { "field": "kind" } } },
                        },
                        "statements": { "cardinality": { "field": "statement_id" } },
                    },
                },
                "statements": { "cardinality": { "field": "statement_id" } },
                "articles": { "cardinality": { "field": "article_id" } },
                "people": { "cardinality": { "field": "speaker" } },
                "quotes": { "value_count": { "field": "id" } },
                "ferry": { "filters": { "filters": {
                    "with": { "query_string": { "query": "text:ferry" } },
                    "without": { "bool": { "must_not": { "match": { "text": "ferry" } } } },
                } }, "aggs": { "kinds": { "terms": { "field": "kind" } } } },
            },
        }),
    )
    .await;
    let answers = &found["aggregations"];
    assert_eq!(found["hits"]["hits"], json!([]));
    assert_eq!(found["hits"]["total"]["value"], all.len());
    let mut speakers = counted(all.iter(), name);
    assert_eq!(
        told(&answers["ids"], "doc_count").len(),
        told(&answers["ids"], "doc_count").len()
    );
    let unnamed = all.iter().filter(|quote| speaker(quote).is_none()).count() as u64;
    assert!(
        unnamed > 0 && speakers.len() >= 3,
        "the reports are as they were meant"
    );
    speakers.insert("nobody".to_owned(), unnamed);
    assert_eq!(told(&answers["speakers"], "key"), speakers);
    let ids = counted(all.iter(), |quote| {
        quote["speaker"]["id"].as_str().map(str::to_owned)
    });
    assert_eq!(told(&answers["ids"], "key"), ids);
    assert_eq!(told(&answers["kinds"], "key"), counted(all.iter(), kind));
    let keys: Vec<&str> = answers["kinds"]["buckets"]
        .as_array()
        .expect("buckets")
        .iter()
        .filter_map(|bucket| bucket["key"].as_str())
        .collect();
    assert!(keys.is_sorted_by(|one, other| one > other), "{keys:?}");
    // March and May have nothing, and are there.
    let months = &answers["months"];
    assert_eq!(months["buckets"].as_array().map(Vec::len), Some(6));
    assert_eq!(
        months["buckets"][2],
        json!({
            "key": 1_740_787_200_000_i64,
            "key_as_string": "2025-03-01T00:00:00.000Z",
            "doc_count": 0,
            "who": { "doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": [] },
        })
    );
    assert_eq!(told(months, "key_as_string"), counted(all.iter(), month));
    for bucket in months["buckets"].as_array().expect("buckets") {
        let within = all
            .iter()
            .filter(|quote| month(quote).as_deref() == bucket["key_as_string"].as_str());
        assert_eq!(told(&bucket["who"], "key"), counted(within, name));
    }
    let who = &answers["who"];
    assert_eq!(who["buckets"].as_array().map(Vec::len), Some(2));
    let mut shown = 0;
    for bucket in who["buckets"].as_array().expect("buckets") {
        shown += bucket["doc_count"].as_u64().expect("a count");
        let own = || {
            all.iter()
                .filter(|quote| speaker(quote) == bucket["key"].as_str())
        };
        assert_eq!(
            told(&bucket["when"], "key_as_string"),
            counted(own(), month)
        );
        for step in bucket["when"]["buckets"].as_array().expect("buckets") {
            let within =
                own().filter(|quote| month(quote).as_deref() == step["key_as_string"].as_str());
            assert_eq!(told(&step["how"], "key"), counted(within, kind));
        }
        let statements = counted(own(), |quote| {
            quote["statement"].as_str().map(str::to_owned)
        });
        assert_eq!(bucket["statements"]["value"], statements.len());
    }
    let named: u64 = all.len() as u64 - unnamed;
    assert_eq!(who["sum_other_doc_count"], named - shown);
    let statements = counted(all.iter(), |quote| {
        quote["statement"].as_str().map(str::to_owned)
    });
    assert_eq!(answers["statements"]["value"], statements.len());
    assert_eq!(answers["articles"]["value"], REPORTS.len());
    assert_eq!(answers["people"]["value"], speakers.len() - 1);
    assert_eq!(answers["quotes"]["value"], all.len());
    let ferry = |quote: &&Value| {
        quote["text"]
            .as_str()
            .is_some_and(|text| text.contains("ferry"))
    };
    let with = &answers["ferry"]["buckets"]["with"];
    assert_eq!(with["doc_count"], all.iter().filter(ferry).count());
    assert_eq!(
        told(&with["kinds"], "key"),
        counted(all.iter().filter(ferry), kind)
    );
    let without = &answers["ferry"]["buckets"]["without"]["doc_count"];
    assert_eq!(*without, all.iter().filter(|quote| !ferry(quote)).count());
}

#[actix_web::test]
async fn intervals_of_days_begin_in_1970() {
    let record = record().await;
    let all = quotes(&record).await;
    let day = 86_400_000_i64;
    for (interval, days) in [("7d", 7), ("48h", 2), ("86400000ms", 1), ("24h0m0s", 1)] {
        let found = search(
            &record,
            json!({ "size": 0, "aggs": { "when": { "date_histogram": {
                "field": "published", "fixed_interval": interval, "min_doc_count": 1, "format": "epoch_millis",
            } } } }),
        )
        .await;
        let expected = counted(all.iter(), |quote| {
            let instant: chrono::DateTime<chrono::Utc> = published(quote).parse().ok()?;
            Some((instant.timestamp_millis() / (days * day) * days * day).to_string())
        });
        assert_eq!(
            told(&found["aggregations"]["when"], "key_as_string"),
            expected,
            "{interval}"
        );
    }
}

/// What Grafana sends for a panel with a date histogram inside terms, for logs, and for the values of a variable.
#[actix_web::test]
async fn a_dashboard_gets_what_it_asks_for() {
    let record = record().await;
    let all = quotes(&record).await;
    let head =
        json!({ "ignore_unavailable": true, "index": "quotes", "search_type": "query_then_fetch" });
    let range = json!({ "range": { "published": {
        "format": "epoch_millis", "gte": 1_735_689_600_000_i64, "lte": 1_751_327_999_999_i64,
    } } });
    let filter =
        json!([range, { "query_string": { "analyze_wildcard": true, "query": "kind:direct" } }]);
    let panel = json!({
        "aggs": { "3": {
            "aggs": { "2": { "date_histogram": {
                "calendar_interval": "1M", "field": "published", "min_doc_count": 0,
                "extended_bounds": { "max": 1_751_327_999_999_i64, "min": 1_735_689_600_000_i64 },
                "format": "epoch_millis",
            } } },
            "terms": { "field": "speaker", "min_doc_count": 1, "order": { "_key": "desc" }, "size": 10 },
        } },
        "query": { "bool": { "filter": filter } },
        "size": 0,
    });
    let logs = json!({
        "docvalue_fields": ["published"],
        "fields": [{ "field": "published", "format": "strict_date_optional_time_nanos" }],
        "highlight": {
            "fields": { "*": {} }, "fragment_size": 2_147_483_647, "post_tags": ["@/HIGHLIGHT@"], "pre_tags": ["@HIGHLIGHT@"],
        },
        "query": { "bool": { "filter": range } },
        "script_fields": {},
        "size": 500,
        "sort": { "_doc": { "order": "desc" }, "published": { "order": "desc", "unmapped_type": "boolean" } },
    });
    let variable = json!({
        "aggs": { "1": { "terms": { "field": "outlet", "order": { "_key": "asc" }, "size": 500 } } },
        "query": { "bool": { "filter": [range] } },
        "size": 0,
    });
    let broken = json!({ "query": { "fuzzy": {} } });
    let lines: Vec<String> = [&panel, &logs, &variable, &broken]
        .iter()
        .flat_map(|body| [head.to_string(), body.to_string()])
        .collect();
    let request = TestRequest::post()
        .uri("/_elastic/_msearch?max_concurrent_shard_requests=5")
        .insert_header(("content-type", "application/x-ndjson"))
        .set_payload(lines.join("\n") + "\n");
    let answer = record.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answers = answer.json();
    let direct = || all.iter().filter(|quote| quote["kind"] == "direct");
    let panel = &answers["responses"][0];
    assert_eq!(panel["status"], 200, "{panel}");
    let name = |quote: &Value| speaker(quote).map(str::to_owned);
    assert_eq!(
        told(&panel["aggregations"]["3"], "key"),
        counted(direct(), name)
    );
    for bucket in panel["aggregations"]["3"]["buckets"]
        .as_array()
        .expect("buckets")
    {
        assert_eq!(
            bucket["2"]["buckets"].as_array().map(Vec::len),
            Some(6),
            "{bucket}"
        );
    }
    let logs = &answers["responses"][1];
    assert_eq!(logs["hits"]["total"]["value"], all.len());
    let dates: Vec<i64> = logs["hits"]["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .filter_map(|hit| hit["sort"][0].as_i64())
        .collect();
    assert_eq!(dates.len(), all.len());
    assert!(dates.is_sorted_by(|one, other| one >= other), "{dates:?}");
    let outlets = counted(all.iter(), |quote| {
        quote["article"]["outlet"].as_str().map(str::to_owned)
    });
    assert_eq!(
        told(&answers["responses"][2]["aggregations"]["1"], "key"),
        outlets
    );
    assert_eq!(answers["responses"][3]["status"], 400);
    assert!(
        answers["responses"][3]["error"]["reason"]
            .as_str()
            .is_some_and(|why| why.contains("[fuzzy]"))
    );
}
