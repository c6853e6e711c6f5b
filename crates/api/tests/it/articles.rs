use serde_json::{Value, json};

use crate::harness::{BRIDGE, Record, bridge, slice};

#[actix_web::test]
async fn a_new_article_is_answered_with_its_quotes_and_its_address() {
    let record = Record::empty().await;
    let answer = record.post(bridge().to_string()).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let added = answer.json();
    assert_eq!(added["status"], "added");
    assert_eq!(added["version"], 1);
    assert_eq!(added["language"], "eng");
    assert_eq!(added["notices"], json!([]));
    assert!(added["through"].is_i64());
    assert!(
        added["quotes"]
            .as_array()
            .is_some_and(|quotes| quotes.len() >= 2)
    );
    let article = record.get(answer.header("location")).await.json();
    assert_eq!(article["id"], added["article"]["id"]);
    assert_eq!(article["external_id"], "bridge-1");
    assert_eq!(article["authors"], json!(["Ana Reyes", "Tom Hollis"]));
    assert_eq!(article["text"], BRIDGE);
    assert_eq!(article["quotes"], added["quotes"]);
    assert_eq!(article["versions"][0]["version"], 1);
    assert_eq!(article["versions"][0]["taken_in"], "2026-03-01T12:00:00Z");
    let roles: Vec<&Value> = article["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .map(|block| &block["role"])
        .collect();
    assert!(roles.contains(&&json!("body")), "{roles:?}");
}

#[actix_web::test]
async fn the_same_article_again_changes_nothing() {
    let record = Record::empty().await;
    let first = record.add(bridge()).await;
    let again = record.post(bridge().to_string()).await;
    assert_eq!(again.status, 200);
    assert!(!again.headers.contains_key("location"));
    let again = again.json();
    assert_eq!(again["status"], "unchanged");
    assert_eq!(again["article"], first["article"]);
    assert_eq!(again["quotes"], first["quotes"]);
    let stats = record.get("/v1/stats").await.json();
    assert_eq!(stats["articles"], 1);
    assert_eq!(stats["versions"], 1);
}

#[actix_web::test]
async fn another_text_at_a_known_url_is_a_new_version() {
    let record = Record::empty().await;
    let first = record.add(bridge()).await;
    let mut changed = bridge();
    changed["text"] = json!(BRIDGE.replace("before the summer", "after the summer"));
    let second = record.post(changed.to_string()).await;
    assert_eq!(second.status, 201);
    let second = second.json();
    assert_eq!(second["status"], "new_version");
    assert_eq!(second["version"], 2);
    assert_eq!(second["article"]["id"], first["article"]["id"]);
    let id = first["article"]["id"].as_str().expect("an id");
    let current = record.get(&format!("/v1/articles/{id}")).await.json();
    assert_eq!(current["version"], 2);
    assert_eq!(current["versions"].as_array().map(Vec::len), Some(2));
    let old = record
        .get(&format!("/v1/articles/{id}?version=1"))
        .await
        .json();
    assert_eq!(old["text"], BRIDGE);
    assert_eq!(old["quotes"], first["quotes"]);
    record
        .get(&format!("/v1/articles/{id}?version=3"))
        .await
        .is_problem(404, "not_found");
    let found = record
        .get("/v1/quotes?q=%22before+the+summer%22")
        .await
        .json();
    assert_eq!(found["total"]["value"], 0, "old versions are not searched");
}

#[actix_web::test]
async fn an_older_version_sent_again_is_answered_with_its_own_quotes() {
    let record = Record::empty().await;
    let first = record.add(bridge()).await;
    assert_eq!(first["current_version"], 1);
    // The words in front move everything that is quoted.
    let newer = format!(
        "Corrected on Tuesday.\n\n{}",
        BRIDGE.replace("summer", "autumn")
    );
    let mut changed = bridge();
    changed["text"] = json!(newer);
    let second = record.post(changed.to_string()).await.json();
    assert_eq!(
        (&second["version"], &second["current_version"]),
        (&json!(2), &json!(2))
    );
    let again = record.post(bridge().to_string()).await;
    assert_eq!(again.status, 200);
    let again = again.json();
    assert_eq!(again["status"], "unchanged");
    assert_eq!(again["article"]["id"], first["article"]["id"]);
    assert_eq!(
        (&again["version"], &again["current_version"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(again["quotes"], first["quotes"]);
    for quote in again["quotes"].as_array().expect("quotes") {
        assert_eq!(quote["version"], 1);
        let pieces: Vec<String> = quote["content"]
            .as_array()
            .expect("pieces")
            .iter()
            .map(|span| slice(BRIDGE, span))
            .collect();
        assert_eq!(quote["text"], pieces.join(" … "));
    }
    let stats = record.get("/v1/stats").await.json();
    assert_eq!(stats["versions"], 2, "nothing was written");
    let found = record
        .get("/v1/quotes?q=%22before+the+summer%22")
        .await
        .json();
    assert_eq!(
        found["total"]["value"], 0,
        "the newer version stays the current one"
    );
}

#[actix_web::test]
async fn html_is_read_for_its_text_and_its_facts() {
    let record = Record::empty().await;
    let html = "<!doctype html><html lang=en><head><title>Ferry runs again</title>\
        <meta property='og:title' content='Ferry runs again'>\
        <meta property='og:site_name' content='Valley Post'>\
        <meta property='article:published_time' content='2026-01-05T09:00:00Z'>\
        <link rel=canonical href='https://post.example/ferry'></head><body><article><h1>Ferry runs again</h1>\
        <p>The ferry across the Brack has been out of service for several weeks because of low water.</p>\
        <p>“The ferry will run from tomorrow,” said harbour master Cora Venn on Sunday in the town hall.</p>\
        <p>Passengers had waited for this day and were glad to hear it from the harbour master herself.</p>\
        </article></body></html>";
    let added = record.add(json!({ "html": html })).await;
    assert_eq!(added["article"]["title"], "Ferry runs again");
    assert_eq!(added["article"]["outlet"], "Valley Post");
    assert_eq!(added["article"]["published"], "2026-01-05T09:00:00Z");
    assert_eq!(added["article"]["url"], "https://post.example/ferry");
    assert_eq!(added["quotes"][0]["speaker"]["name"], "Cora Venn");
}

#[actix_web::test]
async fn an_article_in_another_language_is_stored_and_marked() {
    let record = Record::empty().await;
    let text = "Die Brücke ist seit dem Hochwasser im Herbst gesperrt.\n\n\
        „Wir werden die Brücke vor dem Sommer wieder öffnen“, sagte die Bürgermeisterin am Montag im Rathaus.\n";
    let added = record.add(json!({ "text": text })).await;
    assert_eq!(added["language"], "deu");
    assert_eq!(added["quotes"], json!([]));
    assert_eq!(added["notices"][0]["code"], "not_extracted");
}

#[actix_web::test]
async fn what_was_acknowledged_is_found_at_once() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record.get("/v1/quotes?q=pillars").await.json();
    assert_eq!(list["total"]["value"], 1);
}

#[actix_web::test]
async fn a_number_is_an_id_and_one_name_is_an_author() {
    let record = Record::empty().await;
    let mut article = bridge();
    article["id"] = json!(17);
    article["author"] = json!("By Ana Reyes");
    article["title"] = Value::Null;
    let added = record.add(article).await;
    let id = added["article"]["id"].as_str().expect("an id");
    let article = record.get(&format!("/v1/articles/{id}")).await.json();
    assert_eq!(article["external_id"], "17");
    assert_eq!(article["authors"], json!(["Ana Reyes"]));
}

#[actix_web::test]
async fn a_body_that_cannot_be_used_is_refused_field_by_field() {
    async fn check(record: &Record, body: Value, code: &str, fields: &[&str]) {
        record.post(body.to_string()).await.names(422, code, fields);
    }
    let record = Record::empty().await;
    let r = &record;
    check(r, json!({}), "invalid_field", &["text"]).await;
    check(r, json!({ "text": null }), "invalid_field", &["text"]).await;
    check(
        r,
        json!({ "text": "a", "html": "b" }),
        "invalid_field",
        &["html"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "titel": "b", "body": {} }),
        "invalid_field",
        &["body", "titel"],
    )
    .await;
    check(
        r,
        json!({ "text": 1, "title": ["x"], "id": 1.5 }),
        "invalid_field",
        &["id", "text", "title"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "author": ["x", 1] }),
        "invalid_field",
        &["author"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "author": vec!["x"; 101] }),
        "invalid_field",
        &["author"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "published": "soon" }),
        "invalid_field",
        &["published"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "url": "not a url" }),
        "invalid_field",
        &["url"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "url": "javascript:alert(1)" }),
        "invalid_field",
        &["url"],
    )
    .await;
    check(
        r,
        json!({ "text": "a", "title": "x".repeat(2_000) }),
        "invalid_field",
        &["title"],
    )
    .await;
    check(r, json!({ "text": " \n" }), "not_an_article", &["text"]).await;
    check(r, json!({ "text": "a\0b" }), "not_an_article", &["text"]).await;
    check(r, json!({ "html": "<p></p>" }), "not_an_article", &["html"]).await;
    let repeated = r#"{"text": "a", "text": "b"}"#;
    record
        .post(repeated)
        .await
        .names(422, "invalid_field", &["text"]);
    assert_eq!(record.get("/v1/stats").await.json()["articles"], 0);
}
