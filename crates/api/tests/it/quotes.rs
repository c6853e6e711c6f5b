use std::collections::BTreeSet;

use onrecord_api::ServeOptions;
use serde_json::{Value, json};

use crate::harness::{BRIDGE, Record, bridge, slice};

#[actix_web::test]
async fn a_quote_has_every_key_that_is_promised() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record.get("/v1/quotes?q=bridge&kind=direct").await.json();
    let quote = &list["data"][0];
    assert_eq!(
        quote["text"],
        "“We will reopen the bridge before the summer,”"
    );
    assert_eq!(quote["kind"], "direct");
    assert_eq!(quote["speaker"]["name"], "Ada Quill");
    assert_eq!(quote["speaker"]["kind"], "person");
    assert_eq!(quote["speaker"]["wikidata"], Value::Null);
    assert_eq!(quote["cue"], "said");
    assert_eq!(quote["article"]["title"], "Brackwater bridge to reopen");
    assert_eq!(quote["article"]["outlet"], "Brackwater Courier");
    assert_eq!(quote["article"]["published"], "2026-02-03T07:30:00Z");
    assert_eq!(quote["article"]["url"], "https://courier.example/bridge");
    assert_eq!(quote["version"], 1);
    let keys: BTreeSet<&str> = quote
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let promised = BTreeSet::from([
        "id",
        "text",
        "kind",
        "class",
        "colour",
        "polarity",
        "inside",
        "speaker",
        "mention",
        "cue",
        "article",
        "start",
        "end",
        "content",
        "source",
        "cue_spans",
        "version",
        "statement",
        "confidence",
        "rule",
        "extractor",
        "why",
        "decision",
        "primary",
        "highlights",
        "repeats",
    ]);
    assert_eq!(keys, promised);
    for key in ["rule", "confidence", "chain", "candidates"] {
        assert!(!quote["why"][key].is_null(), "{key}");
    }
}

#[actix_web::test]
async fn positions_are_code_points_of_the_article_text() {
    let record = Record::empty().await;
    let added = record.add(bridge()).await;
    let id = added["article"]["id"].as_str().expect("an id");
    let article = record.get(&format!("/v1/articles/{id}")).await.json();
    let text = article["text"].as_str().expect("text");
    assert_eq!(text, BRIDGE);
    let quotes = article["quotes"].as_array().expect("quotes");
    assert!(!quotes.is_empty());
    for quote in quotes {
        let pieces: Vec<String> = quote["content"]
            .as_array()
            .expect("pieces")
            .iter()
            .map(|span| slice(text, span))
            .collect();
        assert_eq!(quote["text"], pieces.join(" … "));
        if pieces.len() == 1 {
            assert_eq!(
                quote["text"],
                slice(text, &json!([quote["start"], quote["end"]]))
            );
        }
        let source = quote["source"].as_array().expect("spans");
        if let ([span], Some(mention)) = (source.as_slice(), quote["mention"].as_str()) {
            assert_eq!(slice(text, span), mention);
        }
        let cue = quote["cue_spans"].as_array().expect("spans");
        if let ([span], Some(words)) = (cue.as_slice(), quote["cue"].as_str()) {
            assert_eq!(slice(text, span), words);
        }
    }
    let blocks = article["blocks"].as_array().expect("blocks");
    let first = json!([blocks[0]["start"], blocks[0]["end"]]);
    assert!(slice(text, &first).starts_with("🌉🌉 The old bridge"));
}

#[actix_web::test]
async fn highlights_are_positions_in_the_words_of_the_quote() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record.get("/v1/quotes?q=reopen+summer").await.json();
    let quote = &list["data"][0];
    let text = quote["text"].as_str().expect("text");
    let words: Vec<String> = quote["highlights"]
        .as_array()
        .expect("highlights")
        .iter()
        .map(|span| slice(text, span))
        .collect();
    assert_eq!(words, ["reopen", "summer"]);
}

#[actix_web::test]
async fn a_list_counts_and_says_how_far_it_reaches() {
    let record = Record::empty().await;
    let added = record.add(bridge()).await;
    let answer = record.get("/v1/quotes").await;
    let list = answer.json();
    let count = list["data"].as_array().expect("a list").len();
    assert_eq!(list["total"], json!({ "value": count, "relation": "eq" }));
    assert_eq!(list["next"], Value::Null);
    assert_eq!(list["links"], json!({ "next": null }));
    assert_eq!(list["notices"], json!([]));
    assert!(list["through"].as_i64() >= added["through"].as_i64());
    assert!(!answer.headers.contains_key("link"));
}

#[actix_web::test]
async fn filters_narrow() {
    async fn check(record: &Record, query: &str, expected: usize) {
        let list = record.get(&format!("/v1/quotes?{query}")).await.json();
        assert_eq!(list["total"]["value"], expected, "{query}: {list}");
    }
    let record = Record::empty().await;
    record.add(bridge()).await;
    let all = record.get("/v1/quotes").await.json()["total"]["value"]
        .as_u64()
        .expect("a number") as usize;
    assert!(all >= 2, "{all}");
    check(&record, "speaker=Ada+Quill", 1).await;
    check(&record, "speaker=quill", 1).await;
    check(&record, "kind=direct", 1).await;
    check(&record, "outlet=brackwater%20courier", all).await;
    check(&record, "outlet=Other", 0).await;
    check(&record, "from=2026-02-03&to=2026-02-03", all).await;
    check(&record, "from=2026-02-03T07:30:00Z", all).await;
    check(&record, "to=2026-02-03T07:30:00Z", 0).await;
    check(&record, "from=2026-02-04", 0).await;
    check(&record, "to=2026-02-02", 0).await;
    check(&record, "to=2026-02", all).await;
    check(&record, "q=&speaker=&kind=&limit=&from=", all).await;
    check(&record, "q=%22reopen+the+bridge%22&speaker=Ada+Quill", 1).await;
    check(&record, "q=-harbour", all).await;
    check(&record, "q=-bridge", 0).await;
    let deep = format!("q={}summer{}", "(".repeat(16), ")".repeat(16));
    check(&record, &deep, 1).await;
}

#[actix_web::test]
async fn an_unknown_speaker_is_no_error_and_is_said() {
    let record = Record::empty().await;
    record.add(bridge()).await;
    let list = record.get("/v1/quotes?speaker=Adah+Quill").await.json();
    assert_eq!(list["data"], json!([]));
    assert_eq!(list["notices"][0]["code"], "unknown_speaker");
    assert_eq!(list["notices"][0]["names"], json!(["Ada Quill"]));
}

/// Several articles of several outlets, most with a date.
async fn many(record: &Record) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for number in 0..12 {
        let text = format!(
            "“The harbour will open on day {number},” said Ada Quill.\n\n\
             “No harbour has ever opened on day {number},” said Bruno Tarn.\n\n\
             “We shall see about the harbour in {number} days,” said Cora Venn.\n"
        );
        let mut article = json!({
            "text": text,
            "title": format!("Harbour, part {number}"),
            "outlet": format!("Outlet {}", number % 3),
            "url": format!("https://outlet.example/{number}"),
        });
        if number % 4 != 3 {
            // Two articles a day, so that the order has ties.
            article["published"] = json!(format!("2026-01-{:02}", 1 + number / 2));
        }
        let added = record.add(article).await;
        for quote in added["quotes"].as_array().expect("quotes") {
            ids.insert(quote["id"].as_str().expect("an id").to_owned());
        }
    }
    assert_eq!(ids.len(), 36);
    ids
}

#[actix_web::test]
async fn paging_to_the_end_gives_every_quote_once() {
    let record = Record::empty().await;
    let all = many(&record).await;
    for order in [
        "",
        "&sort=newest",
        "&sort=oldest",
        "&q=harbour",
        "&q=harbour&sort=oldest",
    ] {
        let mut path = format!("/v1/quotes?limit=7{order}");
        let mut seen = Vec::new();
        loop {
            let answer = record.get(&path).await;
            let page = answer.json();
            assert_eq!(page["total"]["value"], 36, "{page}");
            for quote in page["data"].as_array().expect("a list") {
                seen.push(quote["id"].as_str().expect("an id").to_owned());
            }
            let Some(next) = page["links"]["next"].as_str() else {
                assert_eq!(page["next"], Value::Null);
                break;
            };
            assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""));
            assert!(next.contains(page["next"].as_str().expect("a cursor")));
            next.clone_into(&mut path);
        }
        assert_eq!(seen.len(), 36, "{order}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), all, "{order}");
    }
}

#[actix_web::test]
async fn the_next_page_keeps_the_filters() {
    let record = Record::empty().await;
    many(&record).await;
    let path = "/v1/quotes?q=%22will+open%22+OR+%E2%80%9Cx%E2%80%9D&outlet=Outlet+1&limit=1&kind=";
    let page = record.get(path).await.json();
    assert_eq!(page["total"]["value"], 4);
    let next = page["links"]["next"].as_str().expect("a next page");
    assert!(
        next.starts_with(
            "/v1/quotes?q=%22will%20open%22%20OR%20%E2%80%9Cx%E2%80%9D&outlet=Outlet%201&limit=1&cursor="
        ),
        "{next}"
    );
    assert_eq!(record.get(next).await.json()["total"]["value"], 4);
}

#[actix_web::test]
async fn one_quote_comes_with_its_surroundings_and_its_other_wordings() {
    let record = Record::empty().await;
    let added = record.add(bridge()).await;
    record
        .add(json!({
            "title": "Mayor makes a promise",
            "outlet": "Valley Post",
            "published": "2026-02-04",
            "url": "https://post.example/promise",
            "text": "Mayor Ada Quill spoke on Monday.\n\n“We will reopen the bridge before summer,” Ada Quill said.\n",
        }))
        .await;
    let quotes = added["quotes"].as_array().expect("quotes");
    let promise = quotes
        .iter()
        .find(|quote| quote["kind"] == "direct")
        .expect("the direct quotation");
    let id = promise["id"].as_str().expect("an id");
    let quote = record.get(&format!("/v1/quotes/{id}")).await.json();
    assert_eq!(quote["id"], id);
    assert!(
        quote["before"]
            .as_str()
            .expect("words")
            .contains("since the flood")
    );
    assert!(
        quote["after"]
            .as_str()
            .expect("words")
            .contains("said Mayor Ada Quill")
    );
    let elsewhere = quote["elsewhere"].as_array().expect("a list");
    assert_eq!(elsewhere.len(), 1, "{quote}");
    assert_eq!(elsewhere[0]["article"]["outlet"], "Valley Post");
    assert!(elsewhere[0]["difference"].is_string());
    assert_eq!(quote["elsewhere_compared"], true);
    assert_eq!(quote["elsewhere_more"], false);
}

#[actix_web::test]
async fn what_nobody_looked_for_is_not_told_as_missing() {
    async fn check(record: &Record, quote: &Value, compared: bool) {
        let id = quote["id"].as_str().expect("an id");
        let quote = record.get(&format!("/v1/quotes/{id}")).await.json();
        assert_eq!(quote["elsewhere"], json!([]), "{quote}");
        assert_eq!(quote["elsewhere_compared"], compared, "{quote}");
        assert_eq!(quote["elsewhere_more"], false, "{quote}");
    }
    let record = Record::without_index(ServeOptions::default()).await;
    let text =
        "“The ferry is late again,” said Cora Venn.\n\n“It was never on time,” a passenger said.\n";
    let added = record.add(json!({ "text": text })).await;
    let quotes = added["quotes"].as_array().expect("quotes");
    let named = quotes.iter().find(|quote| !quote["speaker"].is_null());
    let unnamed = quotes.iter().find(|quote| quote["speaker"].is_null());
    let (named, unnamed) = (named.expect("one"), unnamed.expect("another"));
    check(&record, named, false).await;
    record.engine.catch_up().await.expect("the index comes up");
    check(&record, named, true).await;
    check(&record, unnamed, false).await;
}

#[actix_web::test]
async fn more_wordings_than_are_compared_are_told_of() {
    let record = Record::empty().await;
    let text: String = (0..210)
        .map(|number| {
            format!("“We will reopen ferry {number} before the summer,” said Cora Venn.\n\n")
        })
        .collect();
    let added = record.add(json!({ "text": text })).await;
    let id = added["quotes"][0]["id"].as_str().expect("an id");
    let quote = record.get(&format!("/v1/quotes/{id}")).await.json();
    assert_eq!(quote["elsewhere_more"], true);
    assert_eq!(quote["elsewhere_compared"], true);
}

/// What an article of one mayor says, reported in every way.
fn reported() -> Value {
    json!({
        "url": "https://courier.example/pier",
        "text": "Pier notes\n\nAda Quill claimed that the old pier was safe. Ada Quill did not say when the ferry \
                 would leave. \"Milo Tarn told me that the pier would sink within a year,\" said Ada Quill."
    })
}

#[actix_web::test]
async fn quotes_are_told_apart_by_how_they_are_reported() {
    let record = Record::empty().await;
    record.add(reported()).await;
    let texts = async |query: &str| -> Vec<String> {
        let list = record.get(&format!("/v1/quotes?{query}")).await.json();
        let quotes = list["data"].as_array().expect("quotes");
        let text = |quote: &Value| quote["text"].as_str().expect("text").to_owned();
        quotes.iter().map(text).collect()
    };
    assert_eq!(
        texts("polarity=negated").await,
        ["when the ferry would leave"]
    );
    assert_eq!(
        texts("colour=doubting").await,
        ["that the old pier was safe"]
    );
    assert_eq!(texts("class=statement").await.len(), 4);
    assert_eq!(texts("class=promise").await.len(), 0);
    let list = record.get("/v1/quotes?polarity=negated").await.json();
    let quote = &list["data"][0];
    assert_eq!(quote["class"], "statement");
    assert_eq!(quote["colour"], "neutral");
    assert_eq!(quote["polarity"], "negated");
    assert_eq!(quote["inside"], Value::Null);
    assert_eq!(quote["statement"], Value::Null);
    for query in ["class=shout", "colour=red", "polarity=no"] {
        let answer = record.get(&format!("/v1/quotes?{query}")).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["code"], "invalid_parameter");
    }
}

#[actix_web::test]
async fn a_quote_tells_who_tells_it_and_what_is_told_in_it() {
    let record = Record::empty().await;
    record.add(reported()).await;
    let list = record.get("/v1/quotes?q=sink").await.json();
    let quotes = list["data"].as_array().expect("quotes");
    let inner = quotes.iter().find(|quote| !quote["inside"].is_null());
    let inner = inner.expect("one stands in the other");
    assert_eq!(inner["speaker"]["name"], "Milo Tarn");
    let get = async |id: &Value| {
        let id = id.as_str().expect("an id");
        record.get(&format!("/v1/quotes/{id}")).await.json()
    };
    let detail = get(&inner["id"]).await;
    assert_eq!(detail["outer"]["id"], inner["inside"]);
    assert_eq!(detail["outer"]["speaker"]["name"], "Ada Quill");
    assert_eq!(detail["inner"], json!([]));
    let outer = get(&inner["inside"]).await;
    assert_eq!(outer["outer"], Value::Null);
    assert_eq!(outer["inner"][0]["id"], inner["id"]);
}
