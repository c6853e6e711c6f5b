//! What clients of Elasticsearch ask, held against the quotes as the API lists them.

use std::collections::BTreeMap;

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::harness::{Answer, Record};

/// Reports of two outlets by three speakers, from January to June.
const REPORTS: [(&str, &str, &str); 8] = [
    (
        "2025-01-10T08:00:00Z",
        "Halden Courier",
        "“The new ferry will sail in May,” said Odile Brandt, the mayor of Halden.",
    ),
    (
        "2025-01-31T23:59:59.999Z",
        "Halden Courier",
        "“Our harbour needs a deeper channel,” said Tove Aspen, the harbour master.",
    ),
    (
        "2025-02-01T00:00:00Z",
        "Vik Post",
        "“The ferry costs too much,” said Ansel Roth, a councillor of Vik.",
    ),
    (
        "2025-02-14T12:00:00Z",
        "Vik Post",
        "Odile Brandt denied that the ferry was late.",
    ),
    (
        "2025-04-02T09:30:00Z",
        "Halden Courier",
        "“The budget for the harbour is settled,” said Odile Brandt, the mayor of Halden.",
    ),
    (
        "2025-04-03T09:30:00Z",
        "Vik Post",
        "“The budget has a hole,” said Ansel Roth, a councillor of Vik.",
    ),
    (
        "2025-06-20T18:45:00Z",
        "Halden Courier",
        "Tove Aspen warned that the channel would silt up.",
    ),
    (
        "2025-06-21T06:00:00Z",
        "Vik Post",
        "“Nobody asked the fishermen,” a woman at the quay said.",
    ),
];

async fn record() -> Record {
    let record = Record::empty().await;
    for (number, (published, outlet, text)) in REPORTS.iter().enumerate() {
        let title = format!("Report {number} from the coast");
        let article =
            json!({ "title": title, "outlet": outlet, "published": published, "text": text });
        record.add(article).await;
    }
    record
}

async fn post(record: &Record, path: &str, body: &Value) -> Answer {
    let request = TestRequest::post()
        .uri(&format!("/_elastic{path}"))
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_string());
    record.send(request).await
}

async fn search(record: &Record, body: Value) -> Value {
    let answer = post(record, "/quotes/_search", &body).await;
    assert_eq!(answer.status, 200, "{body}: {}", answer.text());
    assert_eq!(answer.header("x-elastic-product"), "Elasticsearch");
    answer.json()
}

/// All quotes as the API lists them.
async fn quotes(record: &Record) -> Vec<Value> {
    let list = record.get("/v1/quotes?limit=200").await.json();
    let quotes = list["data"].as_array().expect("a list").clone();
    assert!(quotes.len() >= REPORTS.len(), "{list}");
    quotes
}

fn published(quote: &Value) -> &str {
    quote["article"]["published"].as_str().expect("a date")
}

fn speaker(quote: &Value) -> Option<&str> {
    quote["speaker"]["name"].as_str()
}

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

/// Checks that `body` is refused in the shape of Elasticsearch, with `part` among the words.
async fn refuses(record: &Record, body: Value, status: u16, part: &str) {
    let answer = post(record, "/quotes/_search", &body).await;
    let error = answer.json();
    assert_eq!(answer.status, status, "{body}: {error}");
    assert_eq!(answer.header("x-elastic-product"), "Elasticsearch");
    assert_eq!(error["status"], status);
    let reason = error["error"]["reason"].as_str().expect("a reason");
    assert!(reason.contains(part), "{body}: {reason}");
    assert_eq!(error["error"]["root_cause"][0]["reason"], reason);
    assert!(error["error"]["type"].is_string());
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

#[actix_web::test]
async fn the_server_says_what_it_is() {
    let record = record().await;
    let info = record.get("/_elastic/").await;
    assert_eq!(info.header("x-elastic-product"), "Elasticsearch");
    assert_eq!(
        info.json()["version"]["number"]
            .as_str()
            .map(|number| &number[..2]),
        Some("8.")
    );
    assert_eq!(record.get("/_elastic").await.json(), info.json());
    let health = record
        .get("/_elastic/_cluster/health?wait_for_status=yellow")
        .await
        .json();
    assert_eq!(health["status"], "green");
    let fields = record
        .get("/_elastic/quotes/_field_caps?fields=sp*,@timestamp")
        .await
        .json();
    let names: Vec<&String> = fields["fields"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    assert_eq!(names, ["@timestamp", "speaker", "speaker_id"]);
    assert_eq!(fields["fields"]["speaker"]["keyword"]["aggregatable"], true);
    let indices = record
        .get("/_elastic/_cat/indices?format=json")
        .await
        .json();
    assert_eq!(indices[0]["index"], "quotes");
    assert_eq!(
        indices[0]["docs.count"],
        quotes(&record).await.len().to_string()
    );
    let found = record
        .get("/_elastic/quotes/_search?q=text:ferry&size=1&sort=published:desc&pretty")
        .await;
    assert!(found.text().contains("\n  \"hits\""), "{}", found.text());
    // The type that clients of version 8 send is taken, and given back.
    let versioned = "application/vnd.elasticsearch+json; compatible-with=8";
    let request = TestRequest::post()
        .uri("/_elastic/quotes/_search")
        .insert_header(("content-type", versioned))
        .insert_header(("accept", versioned))
        .set_payload("{}");
    let answer = record.send(request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "application/vnd.elasticsearch+json;compatible-with=8"
    );
}

#[actix_web::test]
async fn what_is_not_there_is_refused_by_name() {
    let record = record().await;
    for (body, part) in [
        (json!({ "size": 10_001 }), "Result window is too large"),
        (
            json!({ "from": 9_999, "size": 10 }),
            "Result window is too large",
        ),
        (json!({ "size": -1 }), "[size]"),
        (json!({ "collapse": { "field": "speaker" } }), "[collapse]"),
        (json!({ "suggest": {} }), "[suggest]"),
        (json!({ "pit": { "id": "x" } }), "[pit]"),
        (json!({ "sort": ["confidence"] }), "[sort] by [confidence]"),
        (
            json!({ "search_after": [1], "sort": ["published"] }),
            "search_after",
        ),
        (json!({ "search_after": ["00"] }), "search_after"),
        (json!({ "query": { "script": {} } }), "[script] query"),
        (
            json!({ "query": { "query_string": { "query": "(" } } }),
            "Failed to parse query",
        ),
        (
            json!({ "highlight": { "fields": { "title": {} } } }),
            "[highlight] of [title]",
        ),
        (
            json!({ "aggs": { "a": { "avg": { "field": "confidence" } } } }),
            "[avg] aggregation",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "url" } } } }),
            "[terms] aggregation of [url]",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "kind", "include": "d.*" } } } }),
            "[include]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "fixed_interval": "1h" } } } }),
            "whole days",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "calendar_interval": "1h" } } } }),
            "calendar_interval",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published" } } } }),
            "needs [calendar_interval]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": { "field": "published", "calendar_interval": "1d", "time_zone": "Europe/Oslo" } } } }),
            "[time_zone]",
        ),
        (
            json!({ "aggs": { "a": { "date_histogram": {
                "field": "published", "calendar_interval": "1d",
                "extended_bounds": { "min": 0, "max": 250_000_000_000_000_i64 },
            } } } }),
            "buckets",
        ),
        (
            json!({ "aggs": { "a": { "terms": { "field": "speaker" }, "aggs": { "b": { "terms": { "field": "speaker_id" } } } } } }),
            "inside itself",
        ),
        (json!([]), "has to be an object"),
    ] {
        refuses(&record, body, 400, part).await;
    }
    let answer = post(&record, "/articles/_search", &json!({})).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["error"]["type"], "index_not_found_exception");
    let answer = record.get("/_elastic/quotes/_search?scroll=1m").await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("[scroll]"), "{}", answer.text());
    let answer = record.get("/_elastic/_nodes").await;
    assert_eq!(answer.status, 400);
    assert!(
        answer.text().contains("no handler found"),
        "{}",
        answer.text()
    );
    assert_eq!(
        post(&record, "/quotes/_mapping", &json!({})).await.status,
        405
    );
    let request = TestRequest::post()
        .uri("/_elastic/quotes/_search")
        .set_payload("{}");
    assert_eq!(record.send(request).await.status, 415);
}

#[actix_web::test]
async fn hostile_requests_are_answered() {
    let record = record().await;
    let deep = "[".repeat(100_000);
    let mut nested = json!({ "match_all": {} });
    for _ in 0..60 {
        nested = json!({ "bool": { "filter": [nested] } });
    }
    let mut chain = json!({ "terms": { "field": "kind" } });
    for _ in 0..20 {
        chain = json!({ "terms": { "field": "kind" }, "aggs": { "a": chain } });
    }
    let many: Vec<String> = (0..5_000).map(|number| format!("word{number}")).collect();
    for body in [
        deep.clone(),
        format!("{{\"query\":{deep}"),
        "{\"query\":".to_owned(),
        "nul".to_owned(),
        json!({ "query": nested }).to_string(),
        json!({ "aggs": { "a": chain } }).to_string(),
        json!({ "query": { "terms": { "speaker": many } } }).to_string(),
        json!({ "query": { "query_string": { "query": many.join(" ") } } }).to_string(),
        json!({ "query": { "query_string": { "query": "((((".repeat(10_000) } } }).to_string(),
        json!({ "query": { "query_string": { "query": "\\".repeat(9_999) } } }).to_string(),
        json!({ "query": { "query_string": { "query": "\u{202e}\u{0}:\u{fffd}*~^[" } } })
            .to_string(),
        json!({ "query": { "range": { "published": { "gte": "now-999999999y" } } } }).to_string(),
        json!({ "_source": "*".repeat(200_000) }).to_string(),
    ] {
        let request = TestRequest::post()
            .uri("/_elastic/quotes/_search")
            .insert_header(("content-type", "application/json"))
            .set_payload(body.clone());
        let answer = record.send(request).await;
        let shown: String = body.chars().take(60).collect();
        assert!(answer.status < 500, "{shown}: {}", answer.text());
    }
}
