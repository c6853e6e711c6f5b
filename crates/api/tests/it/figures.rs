//! Facets, histograms and statistics over HTTP.

use std::collections::BTreeMap;

use actix_web::test::TestRequest;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::harness::{Answer, Record};

/// Articles of three outlets over three months, by three speakers.
async fn record() -> Record {
    let record = Record::empty().await;
    let outlets = ["Brackwater Courier", "=Valley Post", "Quay \"Daily\""];
    for number in 0..9 {
        let text = format!(
            "“The harbour will open on day {number},” said Ada Quill.\n\n\
             “No harbour has ever opened on day {number},” said Bruno Tarn.\n\n\
             Cora Venn said that the harbour would see about it in {number} days.\n"
        );
        let mut article = json!({
            "text": text,
            "title": format!("Harbour, part {number}"),
            "outlet": outlets[number % 3],
            "url": format!("https://outlet.example/{number}"),
        });
        if number % 4 != 3 {
            article["published"] = json!(format!("2026-{:02}-10", 1 + number / 3));
        }
        record.add(article).await;
    }
    record
}

async fn facet(record: &Record, path: &str) -> Vec<(String, u64)> {
    let answer = record.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let values = answer["facets"][0]["values"].as_array().expect("values");
    let one = |value: &Value| {
        let name = value["name"].as_str().expect("a name").to_owned();
        (name, value["quotes"].as_u64().expect("a number"))
    };
    values.iter().map(one).collect()
}

#[actix_web::test]
async fn facets_come_with_the_hits_and_lead_to_them() {
    let record = record().await;
    let list = record
        .get(
            "/v1/quotes?q=harbour&facets=speaker,outlet,kind&facet_limit=2&histogram=month&limit=1",
        )
        .await
        .json();
    assert_eq!(list["counts"]["quotes"], list["total"]["value"]);
    assert_eq!(list["is_complete"], true);
    let facets = list["facets"].as_array().expect("facets");
    let by: Vec<&Value> = facets.iter().map(|facet| &facet["by"]).collect();
    assert_eq!(by, ["speaker", "outlet", "kind"]);
    let speakers = &facets[0];
    assert_eq!(speakers["values"].as_array().map(Vec::len), Some(2));
    assert_eq!(speakers["values_in_all"], 3);
    assert_eq!(speakers["rest"]["quotes"], 9);
    for facet in facets {
        for value in facet["values"].as_array().expect("values") {
            let condition = value["query"].as_str().expect("a condition");
            for (sign, expected) in [("", 0), ("-", 27)] {
                let query = crate::harness::encode(&format!("harbour {sign}{condition}"));
                let path = format!("/v1/quotes?q={query}&limit=1");
                let total = record.get(&path).await.json()["total"]["value"].as_u64();
                let own = value["quotes"].as_u64().expect("a number");
                assert_eq!(total, Some(u64::abs_diff(expected, own)), "{path}");
            }
        }
    }
    let histogram = &list["histogram"];
    assert_eq!(histogram["bucket"], "month");
    let steps = histogram["steps"].as_array().expect("steps");
    let months: Vec<&Value> = steps.iter().map(|step| &step["from"]).collect();
    assert_eq!(months, ["2026-01-01", "2026-02-01", "2026-03-01"]);
    assert_eq!(histogram["undated"]["quotes"], 6);
}

#[actix_web::test]
async fn a_value_is_found_by_part_of_its_name() {
    let record = record().await;
    let found = facet(&record, "/v1/quotes?facets=speaker&find=QUI").await;
    assert_eq!(found, [("Ada Quill".to_owned(), 9)]);
    let found = facet(&record, "/v1/quotes?facets=outlet&find=post").await;
    assert_eq!(found, [("=Valley Post".to_owned(), 9)]);
    assert_eq!(facet(&record, "/v1/quotes?facets=outlet&find=x").await, []);
}

#[actix_web::test]
async fn what_cannot_be_asked_for_is_named() {
    let record = record().await;
    for (path, field) in [
        ("/v1/quotes?facets=shoe", "facets"),
        ("/v1/quotes?facets=kind,kind", "facets"),
        ("/v1/quotes?facets=", ""),
        ("/v1/quotes?facets=kind&facet_limit=0", "facet_limit"),
        ("/v1/quotes?facets=kind&facet_limit=1001", "facet_limit"),
        ("/v1/quotes?find=x", "find"),
        ("/v1/quotes?histogram=hour", "histogram"),
        ("/v1/quotes?copies=some", "copies"),
        ("/v1/quotes?origin=both", "origin"),
        ("/v1/quotes?spelling=loose", "spelling"),
        ("/v1/quotes?sort=loudest", "sort"),
        ("/v1/quotes?as_of=soon", "as_of"),
        ("/v1/stats/counts?by=shoe", "by"),
        ("/v1/stats/counts?by=kind,kind", "by"),
        ("/v1/stats/counts?by=kind,class,year", "by"),
        ("/v1/stats/counts?over=hour", "over"),
        ("/v1/stats/counts?limit=0", "limit"),
        ("/v1/stats/counts?limit=1001", "limit"),
        ("/v1/stats/counts?format=xml", "format"),
        ("/v1/stats/mix?kind=loud", "kind"),
        ("/v1/stats/speakers?from=then", "from"),
        ("/v1/stats/speakers?from=2026-02&to=2026-01", "to"),
        ("/v1/stats/co-quoted", "speaker"),
        ("/v1/stats/claims?limit=x", "limit"),
    ] {
        let answer = record.get(path).await;
        match field {
            "" => assert_eq!(answer.status, 200, "{path}"),
            field => answer.names(400, "invalid_parameter", &[field]),
        }
    }
}

#[actix_web::test]
async fn a_query_that_is_not_understood_is_told_with_its_place() {
    let record = record().await;
    for path in ["/v1/quotes", "/v1/stats/counts", "/v1/stats/mix"] {
        let answer = record.get(&format!("{path}?q=harbour+knd:direct")).await;
        let problem = answer.is_problem(400, "invalid_query");
        assert_eq!(problem["position"], 8);
        assert_eq!(problem["caret"], "harbour knd:direct\n        ^");
    }
    let answer = record.get("/v1/quotes?limit=0").await;
    let problem = answer.is_problem(400, "invalid_parameter");
    assert_eq!(problem["position"], Value::Null);
}

#[actix_web::test]
async fn words_that_are_spelled_wrongly_are_forgiven_and_told() {
    let record = record().await;
    let list = record.get("/v1/quotes?q=harbuor").await.json();
    assert_eq!(list["total"]["value"], 27);
    assert_eq!(list["notices"][0]["code"], "similar_words");
    assert_eq!(list["spelling"]["words"][0]["typed"], "harbuor");
    assert_eq!(list["spelling"]["did_you_mean"], "harbour");
    let next = list["links"]["next"].as_str().expect("a next page");
    let page = record.get(next).await.json();
    assert_eq!(page["data"].as_array().map(Vec::len), Some(7));
    let exact = record
        .get("/v1/quotes?q=harbuor&spelling=exact")
        .await
        .json();
    assert_eq!(exact["total"]["value"], 0);
    assert_eq!(exact["spelling"], Value::Null);
}

#[actix_web::test]
async fn counts_come_with_shares_and_rates() {
    let record = record().await;
    let counts = record
        .get("/v1/stats/counts?q=open&by=speaker,outlet&over=quarter")
        .await
        .json();
    assert_eq!(counts["by"], json!(["speaker", "outlet"]));
    assert_eq!(counts["total"]["quotes"], 18);
    assert_eq!(counts["articles_ingested"], 9);
    assert_eq!(counts["steps"].as_array().map(Vec::len), Some(1));
    assert_eq!(counts["steps"][0]["to"], "2026-03-31");
    for row in counts["rows"].as_array().expect("rows") {
        let [quotes, part] = [&row["quotes"], &row["share"]["part"]];
        assert_eq!(quotes, part, "{row}");
        let [low, value, high] =
            ["low", "value", "high"].map(|key| row["share"][key].as_f64().expect("a number"));
        assert!(
            0.0 <= low && low <= value && value <= high && high <= 1.0,
            "{row}"
        );
        // Each speaker says it once in each article.
        assert_eq!(row["per_thousand_articles"], 1_000.0, "{row}");
        assert_eq!(row["of_articles"]["whole"], row["articles_ingested"]);
    }
}

/// The rows of a table by its header; a formula's apostrophe taken away.
fn rows(answer: &Answer) -> Vec<BTreeMap<String, String>> {
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = answer.text();
    let mut lines = text.split("\r\n").filter(|line| !line.is_empty());
    let cells = |line: &str| -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut is_quoted = false;
        for character in line.chars() {
            match character {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                other => cells.last_mut().expect("a cell").push(other),
            }
        }
        let plain = |cell: String| cell.strip_prefix('\'').map_or(cell.clone(), str::to_owned);
        cells.into_iter().map(plain).collect()
    };
    let header = cells(lines.next().expect("a header"));
    lines
        .map(|line| header.iter().cloned().zip(cells(line)).collect())
        .collect()
}

/// A whole number or text of an answer as a cell has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace('"', ""),
        other => other.to_string(),
    }
}

/// Whether a cell has a value of an answer. What is read as a fraction may be off by a last bit.
fn is_same(of_table: &str, value: &Value) -> bool {
    let fraction = value.as_f64().filter(|_| value.is_f64());
    match (fraction, of_table.parse::<f64>()) {
        (Some(one), Ok(other)) => (one - other).abs() < 1e-12,
        _ => *of_table == cell(value),
    }
}

#[actix_web::test]
async fn tables_hold_what_the_objects_hold() {
    let record = record().await;
    for (path, list) in [
        ("/v1/stats/counts?by=outlet&over=month", "rows"),
        ("/v1/stats/speakers?from=2026-02&to=2026-02", "speakers"),
        ("/v1/stats/co-quoted?speaker=Quill", "speakers"),
        ("/v1/stats/claims?q=harbour", "claims"),
    ] {
        let object = record.get(path).await.json();
        let table = rows(&record.get(&format!("{path}&format=csv")).await);
        let asked = TestRequest::get()
            .uri(path)
            .insert_header(("accept", "text/csv, application/json;q=0.5"));
        let negotiated = record.send(asked).await;
        assert_eq!(rows(&negotiated), table);
        assert_eq!(negotiated.header("vary"), "accept");
        let objects = object[list].as_array().expect("a list");
        assert_eq!(table.len(), objects.len(), "{path}");
        for (row, object) in table.iter().zip(objects) {
            let label = object.get("values").map_or(object, |values| &values[0]);
            for (column, value) in [
                ("key", &label["key"]),
                ("name", &label["name"]),
                ("from", &object["from"]),
                ("quotes", &object["quotes"]),
                ("statements", &object["statements"]),
                ("articles", &object["articles"]),
                ("share", &object["share"]["value"]),
                ("share_low", &object["share"]["low"]),
                ("share_high", &object["share"]["high"]),
                ("share_of", &object["share"]["whole"]),
                ("change", &object["change"]),
                ("quotes_before", &object["before"]["quotes"]),
                ("articles_ingested", &object["articles_ingested"]),
                ("per_thousand_articles", &object["per_thousand_articles"]),
            ] {
                if let Some(cell_of_row) = row.get(column) {
                    assert!(is_same(cell_of_row, value), "{column} of {path}: {value}");
                }
            }
        }
    }
    let mix = record.get("/v1/stats/mix").await.json();
    let table = rows(&record.get("/v1/stats/mix?format=csv").await);
    let direct = table
        .iter()
        .find(|row| row["what"] == "direct")
        .expect("a row");
    assert_eq!(direct["part"], cell(&mix["direct"]["part"]));
    assert!(is_same(&direct["share_high"], &mix["direct"]["high"]));
}

#[actix_web::test]
async fn figures_are_not_sent_twice() {
    let record = record().await;
    for path in [
        "/v1/stats/counts?by=speaker",
        "/v1/stats/counts?by=speaker&format=csv",
        "/v1/stats/mix",
        "/v1/quotes?facets=speaker&histogram=day",
    ] {
        let first = record.get(path).await;
        let tag = first.header("etag").to_owned();
        let again = TestRequest::get()
            .uri(path)
            .insert_header(("if-none-match", tag.as_str()));
        let again = record.send(again).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}

#[actix_web::test]
async fn the_record_is_told_as_it_was() {
    let record = record().await;
    let now = record.get("/v1/stats/counts?by=speaker").await.json();
    let path = "/v1/stats/counts?by=speaker&as_of=2026-03-01";
    let then = record.get(path).await.json();
    assert_eq!(then["as_of"], "2026-03-02T00:00:00Z");
    assert_eq!(then["rows"], now["rows"]);
    let before = record.get("/v1/stats/counts?as_of=2026-02").await.json();
    assert_eq!(before["total"]["quotes"], 0);
    let hits = record.get("/v1/quotes?as_of=2026-02").await.json();
    assert_eq!(hits["data"], json!([]));
}

/// Whatever is typed is answered, or refused as the mistake of who typed it; nothing takes as long as a search may.
#[actix_web::test]
async fn ten_thousand_queries_are_answered_or_refused() {
    let record = record().await;
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "harbour", "open", "Ada", "day", "OR", "AND", "NOT", "-", "(", ")", "\"", "~1", "~2", "~9", "*", ":",
            "[", "]", "{", "}", " TO ", "speaker:", "speaker:none", "outlet:", "kind:direct", "class:", "date:",
            "date:[2026 TO *]", "date:2026-01", "verdict:", "claim:", "lang:", "said:", "title:", "cue:said", "h*",
            "harbuor", "\\", "''", "“", "”", "\u{202e}", "😀", "ﬁ", "é", "0", "../", "<b>", "%00",
        ])
        .prop_map(str::to_owned),
        2 => "[a-z]{1,8}[~*]?[0-9]?",
        2 => "\\PC{0,6}",
    ];
    let query = proptest::collection::vec((piece, any::<bool>()), 0..9).prop_map(|pieces| {
        let mut query = String::new();
        for (piece, is_apart) in pieces {
            query.push_str(&piece);
            if is_apart {
                query.push(' ');
            }
        }
        query
    });
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let mut answered = 0;
    for number in 0..10_000 {
        let query = query.new_tree(&mut runner).expect("a query").current();
        answered += u32::from(ask(&record, number, &query).await);
    }
    assert!(answered > 1_000, "{answered}");
    let long = [
        "(".repeat(3_000),
        format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000)),
        "a* ".repeat(300),
        "harbour~2 ".repeat(200),
        "-".repeat(4_000),
        "\"".repeat(3_999),
        "a OR ".repeat(600),
        "speaker:a ".repeat(65),
    ];
    for (number, query) in long.iter().enumerate() {
        ask(&record, number, query).await;
    }
    // The server takes addresses of 64 KiB, and what is longer does not come this far.
    let longer = format!("/v1/quotes?q={}", "a".repeat(60_000));
    let refused = record.get(&longer).await;
    refused.is_problem(414, "address_too_long");
}

/// Whether a query is answered.
async fn ask(record: &Record, number: usize, query: &str) -> bool {
    let rest = [
        "",
        "&facets=speaker,outlet,verdict,year&histogram=month",
        "&sort=most_repeated",
        "&sort=newest&copies=collapsed",
    ][number % 4];
    let path = match number % 5 {
        0 => "/v1/stats/counts?by=speaker&q=",
        _ => "/v1/quotes?limit=3&q=",
    };
    let rest = match number % 5 {
        0 => "",
        _ => rest,
    };
    let path = format!("{path}{}{rest}", crate::harness::encode(query));
    if path.len() > 8_000 {
        return false;
    }
    let answer = record.get(&path).await;
    if answer.status == 200 {
        assert_eq!(answer.json()["is_complete"], true, "{query:?}");
        return true;
    }
    assert_eq!(answer.status, 400, "{query:?}: {}", answer.text());
    let problem = answer.json();
    assert!(
        problem["code"] == "invalid_query" || problem["code"] == "invalid_parameter",
        "{query:?}: {problem}"
    );
    false
}
