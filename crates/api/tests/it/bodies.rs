//! Bodies that are refused, and why.

use actix_web::test::TestRequest;

use crate::harness::{Record, bridge};

#[actix_web::test]
async fn only_json_is_taken() {
    let record = Record::empty().await;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "text/json",
        "",
    ] {
        let request = TestRequest::post()
            .uri("/v1/articles")
            .insert_header(("content-type", content_type))
            .set_payload(bridge().to_string());
        record
            .send(request)
            .await
            .is_problem(415, "unsupported_media_type");
    }
    let none = TestRequest::post()
        .uri("/v1/articles")
        .set_payload(bridge().to_string());
    record
        .send(none)
        .await
        .is_problem(415, "unsupported_media_type");
    let both = TestRequest::post()
        .uri("/v1/articles")
        .append_header(("content-type", "application/json"))
        .append_header(("content-type", "text/plain"))
        .set_payload(bridge().to_string());
    record
        .send(both)
        .await
        .is_problem(415, "unsupported_media_type");
    let with_charset = TestRequest::post()
        .uri("/v1/articles")
        .insert_header(("content-type", "Application/JSON; charset=utf-8"))
        .set_payload(bridge().to_string());
    assert_eq!(record.send(with_charset).await.status, 201);
}

/// The bridge report, padded to this many bytes.
fn padded(length: usize) -> String {
    let body = bridge().to_string();
    format!("{body}{}", " ".repeat(length - body.len()))
}

#[actix_web::test]
async fn a_body_over_the_limit_is_refused() {
    let record = Record::empty().await;
    let over = padded((10 << 20) + 1);
    record.post(over).await.is_problem(413, "too_large");
    assert_eq!(record.post(padded(10 << 20)).await.status, 201);
}

#[actix_web::test]
async fn a_compressed_body_counts_as_what_it_unpacks_to() {
    let record = Record::empty().await;
    let request = |packed: Vec<u8>| {
        TestRequest::post()
            .uri("/v1/articles")
            .insert_header(("content-type", "application/json"))
            .insert_header(("content-encoding", "gzip"))
            .set_payload(packed)
    };
    let packed = gzip(bridge().to_string()).await;
    assert_eq!(record.send(request(packed)).await.status, 201);
    let bomb = gzip(padded(12 << 20)).await;
    assert!(bomb.len() < 1 << 16, "{} bytes", bomb.len());
    record
        .send(request(bomb))
        .await
        .is_problem(413, "too_large");
    let damaged = b"\x1f\x8bno gzip at all".to_vec();
    record
        .send(request(damaged))
        .await
        .is_problem(400, "unreadable_body");
}

#[actix_web::test]
async fn a_coding_that_cannot_be_undone_is_refused() {
    let record = Record::empty().await;
    let request = |codings: &[&str]| {
        let plain = TestRequest::post()
            .uri("/v1/articles")
            .insert_header(("content-type", "application/json"))
            .set_payload(bridge().to_string());
        codings.iter().fold(plain, |request, coding| {
            request.append_header(("content-encoding", *coding))
        })
    };
    for codings in [
        ["br"].as_slice(),
        &["zstd"],
        &["deflate"],
        &["x-unheard-of"],
        &["gzip, br"],
        &[""],
        &["identity", "br"],
    ] {
        record
            .send(request(codings))
            .await
            .is_problem(415, "unsupported_media_type");
    }
    assert_eq!(record.send(request(&["Identity"])).await.status, 201);
    // And none that can be undone is passed over.
    record
        .send(request(&["GZIP"]))
        .await
        .is_problem(400, "unreadable_body");
}

/// `body` as the server's own compression packs it.
async fn gzip(body: String) -> Vec<u8> {
    use actix_web::{App, middleware::Compress, test, web};
    let app = test::init_service(
        App::new()
            .wrap(Compress::default())
            .default_service(web::to(move || {
                let body = body.clone();
                async move { body }
            })),
    )
    .await;
    let request = TestRequest::get().insert_header(("accept-encoding", "gzip"));
    test::call_and_read_body(&app, request.to_request())
        .await
        .to_vec()
}

#[actix_web::test]
async fn an_address_over_the_limit_is_refused() {
    let record = Record::empty().await;
    let path = format!("/v1/quotes?q={}", "a".repeat(9_000));
    record.get(&path).await.is_problem(414, "address_too_long");
}
