use std::net::{IpAddr, Ipv4Addr};

use actix_web::test::TestRequest;
use onrecord_api::ServeOptions;

use crate::harness::{Record, bridge};

/// The status that a request under this `Host` gets.
async fn status(record: &Record, host: &str) -> u16 {
    let request = TestRequest::get()
        .uri("/healthz")
        .insert_header(("host", host));
    record.send(request).await.status
}

#[actix_web::test]
async fn a_name_that_is_not_a_loopback_name_is_refused() {
    let record = Record::empty().await;
    for host in [
        "localhost",
        "localhost:7878",
        "127.0.0.1:7878",
        "[::1]:7878",
    ] {
        assert_eq!(status(&record, host).await, 200, "{host}");
    }
    for host in [
        "rebound.example",
        "rebound.example:7878",
        "localhost.example",
        "192.0.2.1",
        "",
    ] {
        assert_eq!(status(&record, host).await, 403, "{host}");
    }
}

#[actix_web::test]
async fn a_refused_name_writes_nothing() {
    let record = Record::empty().await;
    let request = TestRequest::post()
        .uri("/v1/articles")
        .insert_header(("host", "rebound.example:7878"))
        .insert_header(("content-type", "application/json"))
        .set_payload(bridge().to_string());
    record.send(request).await.is_problem(403, "forbidden_host");
    assert_eq!(record.get("/v1/stats").await.json()["articles"], 0);
}

#[actix_web::test]
async fn two_names_are_refused() {
    let record = Record::empty().await;
    let request = TestRequest::get()
        .uri("/healthz")
        .append_header(("host", "localhost"))
        .append_header(("host", "rebound.example"));
    record.send(request).await.is_problem(403, "forbidden_host");
}

#[actix_web::test]
async fn the_name_in_the_request_line_counts_too() {
    let record = Record::empty().await;
    let request = TestRequest::get().uri("http://rebound.example/healthz");
    record.send(request).await.is_problem(403, "forbidden_host");
    let request = TestRequest::get().uri("http://localhost:7878/healthz");
    assert_eq!(record.send(request).await.status, 200);
}

#[actix_web::test]
async fn names_that_were_allowed_are_answered() {
    let options = ServeOptions {
        allowed_hosts: vec!["onrecord.example".to_owned()],
        ..ServeOptions::default()
    };
    let record = Record::with(options).await;
    assert_eq!(status(&record, "OnRecord.example:443").await, 200);
    assert_eq!(status(&record, "localhost").await, 200);
    assert_eq!(status(&record, "rebound.example").await, 403);
}

#[actix_web::test]
async fn on_a_public_address_any_name_will_do_unless_names_are_given() {
    let public = ServeOptions {
        bind: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        ..ServeOptions::default()
    };
    let open = Record::with(public.clone()).await;
    assert_eq!(status(&open, "anything.example").await, 200);
    let named = Record::with(ServeOptions {
        allowed_hosts: vec!["onrecord.example".to_owned()],
        ..public
    })
    .await;
    assert_eq!(status(&named, "onrecord.example").await, 200);
    assert_eq!(status(&named, "anything.example").await, 403);
}
