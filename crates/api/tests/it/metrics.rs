//! What `/metrics` tells.

use std::collections::BTreeSet;

use crate::harness::{Record, bridge};

/// The value of `series`, a name with its labels.
fn value(metrics: &str, series: &str) -> f64 {
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in {metrics}"))
        .parse()
        .expect("a number")
}

#[actix_web::test]
async fn requests_and_rows_are_told() {
    let record = Record::empty().await;
    let added = record.add(bridge()).await;
    let quotes = added["quotes"].as_array().expect("quotes").len() as f64;
    record.get("/v1/quotes?q=bridge").await;
    record.get("/v1/quotes?q=bridge").await;
    record.get("/v1/quotes?limit=0").await;
    record
        .get("/v1/quotes/00000000-0000-7000-8000-000000000000")
        .await;
    record.get("/nowhere/at/all").await;
    let answer = record.get("/metrics").await;
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let told = answer.text();
    let requests = "onrecord_http_requests_total";
    for (labels, count) in [
        ("route=\"/v1/articles\",method=\"POST\",status=\"2xx\"", 1.0),
        ("route=\"/v1/quotes\",method=\"GET\",status=\"2xx\"", 2.0),
        ("route=\"/v1/quotes\",method=\"GET\",status=\"4xx\"", 1.0),
        (
            "route=\"/v1/quotes/{id}\",method=\"GET\",status=\"4xx\"",
            1.0,
        ),
        ("route=\"none\",method=\"GET\",status=\"4xx\"", 1.0),
    ] {
        assert_eq!(
            value(&told, &format!("{requests}{{{labels}}}")),
            count,
            "{labels}"
        );
    }
    let duration = "onrecord_http_request_duration_seconds";
    let labels = "route=\"/v1/quotes\",method=\"GET\"";
    assert_eq!(value(&told, &format!("{duration}_count{{{labels}}}")), 3.0);
    assert_eq!(
        value(&told, &format!("{duration}_bucket{{{labels},le=\"+Inf\"}}")),
        3.0
    );
    assert!(value(&told, &format!("{duration}_sum{{{labels}}}")) > 0.0);
    assert_eq!(value(&told, "onrecord_up"), 1.0);
    assert_eq!(value(&told, "onrecord_store_rows{kind=\"article\"}"), 1.0);
    assert_eq!(value(&told, "onrecord_store_rows{kind=\"quote\"}"), quotes);
    assert_eq!(
        value(&told, "onrecord_ingested_articles_total{outcome=\"added\"}"),
        1.0
    );
    assert_eq!(value(&told, "onrecord_ingested_quotes_total"), quotes);
    assert_eq!(value(&told, "onrecord_index_ready"), 1.0);
    // Nobody runs the indexer here, nor the passes.
    assert!(value(&told, "onrecord_index_lag_changes") > 0.0);
    assert!(value(&told, "onrecord_pass_backlog_changes{pass=\"desk\"}") > 0.0);
    assert!(value(&told, "process_start_time_seconds") > 1.0e9);
}

#[actix_web::test]
async fn the_format_is_that_of_prometheus() {
    let record = Record::empty().await;
    record.get("/v1/quotes?q=a%22b%0Ac").await;
    let told = record.get("/metrics").await.text();
    let mut families = BTreeSet::new();
    let mut current = "";
    for line in told.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            current = rest.split(' ').next().expect("a name");
            assert!(
                families.insert(current.to_owned()),
                "{current} is told twice"
            );
            continue;
        }
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert!(rest.starts_with(current), "{line}");
            continue;
        }
        let (series, number) = line.rsplit_once(' ').expect("a series and a number");
        assert!(series.starts_with(current), "{line} stands under {current}");
        number.parse::<f64>().expect("a number");
        if let Some((_, labels)) = series.split_once('{') {
            assert!(labels.ends_with("\"}"), "{line}");
        }
    }
    assert!(families.len() > 10, "{told}");
    // Steps hold those before them.
    let buckets: Vec<f64> = told
        .lines()
        .filter(|line| {
            line.starts_with("onrecord_http_request_duration_seconds_bucket{route=\"/v1/quotes\"")
        })
        .filter_map(|line| line.rsplit_once(' ')?.1.parse().ok())
        .collect();
    assert_eq!(buckets.len(), 14);
    assert!(buckets.is_sorted());
}
