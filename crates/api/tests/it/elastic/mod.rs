//! What clients of Elasticsearch ask, held against the quotes as the API lists them.

mod aggregations;
mod queries;
mod refusals;

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
