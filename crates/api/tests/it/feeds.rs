//! Feeds of searches.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::harness::{Record, bridge};

/// What stands between the first `<name>` and its end, behind `from`.
fn element<'a>(xml: &'a str, name: &str, from: usize) -> &'a str {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let begin = from + xml[from..].find(&open).expect("the tag is there") + open.len();
    let length = xml[begin..].find(&close).expect("it is closed");
    &xml[begin..begin + length]
}

#[actix_web::test]
async fn a_search_is_a_feed() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record
        .get("/v1/quotes?sort=newest&speaker=Quill")
        .await
        .json();
    let quotes = list["data"].as_array().expect("a list");
    let first = &quotes[0];
    let id = first["id"].as_str().expect("an id");
    let path = "/v1/quotes/feed.json?speaker=Quill&limit=7";
    let answer = record.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        "application/feed+json; charset=utf-8"
    );
    let feed = answer.json();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["title"], "Quotes: speaker Quill");
    assert_eq!(
        feed["home_page_url"],
        "http://localhost:7878/search?speaker=Quill"
    );
    assert_eq!(
        feed["feed_url"],
        "http://localhost:7878/v1/quotes/feed.json?limit=7&speaker=Quill"
    );
    assert_eq!(feed["items"].as_array().map(Vec::len), Some(quotes.len()));
    let item = &feed["items"][0];
    assert_eq!(item["id"], format!("urn:uuid:{id}"));
    assert_eq!(item["url"], format!("http://localhost:7878/quotes/{id}"));
    assert_eq!(item["external_url"], first["article"]["url"]);
    assert_eq!(item["content_text"], first["text"]);
    assert_eq!(item["date_published"], first["article"]["published"]);
    assert_eq!(item["authors"], json!([{ "name": "Ada Quill" }]));
    // The record's clock stands still at noon.
    assert_eq!(item["date_modified"], "2026-03-01T12:00:00Z");
    assert_eq!(
        answer.header("last-modified"),
        "Sun, 01 Mar 2026 12:00:00 GMT"
    );

    let answer = record.get("/v1/quotes/feed.atom?speaker=Quill").await;
    assert_eq!(
        answer.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    let xml = answer.text();
    assert_eq!(xml.matches("<entry>").count(), quotes.len());
    let entry = xml.find("<entry>").expect("an entry");
    assert_eq!(
        element(&xml, "id", 0),
        "http://localhost:7878/v1/quotes/feed.atom?speaker=Quill"
    );
    assert_eq!(element(&xml, "updated", 0), "2026-03-01T12:00:00Z");
    assert_eq!(element(&xml, "id", entry), format!("urn:uuid:{id}"));
    assert_eq!(element(&xml, "name", entry), "Ada Quill");
    assert_eq!(
        element(&xml, "published", entry),
        first["article"]["published"]
    );
    assert!(xml.contains(&format!(
        "<link rel=\"alternate\" type=\"text/html\" href=\"http://localhost:7878/quotes/{id}\"/>"
    )));

    // Who has it already is told so.
    let request = TestRequest::get()
        .uri("/v1/quotes/feed.atom?speaker=Quill")
        .insert_header(("if-none-match", answer.header("etag")));
    let again = record.send(request).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[actix_web::test]
async fn nothing_in_a_feed_is_taken_for_a_tag() {
    let record = Record::empty().await;
    record
        .add(json!({
            "title": "Signs & <wonders>",
            "outlet": "R&D \"Weekly\"",
            "published": "2026-02-03",
            "text": "“Profits <rose> & fell \u{1}in “Q1” of it all,” said Ada Quill, the treasurer.",
        }))
        .await;
    let answer = record.get("/v1/quotes/feed.atom?q=profits").await;
    let xml = answer.text();
    assert_eq!(xml.matches("<entry>").count(), 1, "{xml}");
    assert!(xml.contains("Profits &lt;rose&gt; &amp; fell in"), "{xml}");
    assert!(
        xml.contains("<category term=\"R&amp;D &quot;Weekly&quot;\"/>"),
        "{xml}"
    );
    assert!(!xml.contains('\u{1}'));
}

#[actix_web::test]
async fn titles_say_what_was_not_said() {
    let record = Record::empty().await;
    record
        .add(json!({
            "title": "Harbour",
            "published": "2026-02-03",
            "text": "Ada Quill denied that the harbour would close. Ada Quill did not say that the ferry was late.",
        }))
        .await;
    let quotes = record.get("/v1/quotes?limit=200").await.json();
    let feed = record.get("/v1/quotes/feed.json").await.json();
    let items = feed["items"].as_array().expect("items");
    let mut signs = 0;
    for quote in quotes["data"].as_array().expect("quotes") {
        let id = format!("urn:uuid:{}", quote["id"].as_str().expect("an id"));
        let item = items
            .iter()
            .find(|item| item["id"] == id)
            .expect("it is in the feed");
        let title = item["title"].as_str().expect("a title");
        let sign = match (quote["polarity"].as_str(), quote["class"].as_str()) {
            (Some("negated"), _) => "(reported as not said)",
            (Some("hypothetical"), _) => "(hypothetical)",
            (_, Some("denial")) => "(denied or refused)",
            _ => continue,
        };
        signs += 1;
        assert!(title.contains(sign), "{title}");
    }
    assert!(signs > 0, "{quotes}");
}

#[actix_web::test]
async fn an_empty_feed_is_one() {
    let record = Record::empty().await;
    let feed = record.get("/v1/quotes/feed.json").await.json();
    assert_eq!(feed["title"], "All quotes");
    assert_eq!(feed["items"], Value::Array(Vec::new()));
    let xml = record.get("/v1/quotes/feed.atom").await.text();
    assert_eq!(element(&xml, "updated", 0), "1970-01-01T00:00:00Z");
    record
        .get("/v1/quotes/feed.atom?sort=oldest")
        .await
        .names(400, "unknown_parameter", &["sort"]);
    record
        .get("/v1/quotes/feed.json?limit=0")
        .await
        .names(400, "invalid_parameter", &["limit"]);
}
