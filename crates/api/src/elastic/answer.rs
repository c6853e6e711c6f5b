//! Answers with the headers that clients of Elasticsearch look for.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde_json::Value;

use crate::answer;

/// Without it clients refuse to go on.
const PRODUCT: HeaderName = HeaderName::from_static("x-elastic-product");
pub(super) const JSON: &str = "application/json";
/// What clients of version 8 ask for, and want to see again.
const VERSIONED: &str = "application/vnd.elasticsearch+json;compatible-with=8";

/// Begins an answer that nobody may keep.
pub(super) fn begin(status: StatusCode, media: &'static str) -> HttpResponseBuilder {
    let mut response = HttpResponseBuilder::new(status);
    answer::secure(&mut response);
    response
        .insert_header((PRODUCT, "Elasticsearch"))
        .insert_header((header::CONTENT_TYPE, media))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

/// `value`, in the media type that `request` asks for.
pub(super) fn json(request: &HttpRequest, value: &Value, is_pretty: bool) -> HttpResponse {
    let asks_for_version = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/vnd.elasticsearch+"));
    let media = if asks_for_version { VERSIONED } else { JSON };
    let body = match is_pretty {
        true => format!("{value:#}\n"),
        false => value.to_string(),
    };
    begin(StatusCode::OK, media).body(body)
}
