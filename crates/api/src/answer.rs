//! Answers: JSON with the headers that every answer of the API carries.

use std::time::SystemTime;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue, HttpDate};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use onrecord_model::Timestamp;
use serde::Serialize;

use crate::failure::internal;
use crate::problem::Problem;

const JSON: &str = "application/json";

/// Puts on what keeps a browser from doing anything with an answer but reading it.
pub(crate) fn secure(response: &mut HttpResponseBuilder) {
    response
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"));
}

/// `value` as JSON.
pub(crate) fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value)
        .expect("the JSON shapes have string keys and cannot fail to serialise")
}

/// What may be kept, with its tag.
pub(crate) struct Body {
    bytes: Vec<u8>,
    tag: String,
}

impl Body {
    /// `value` as JSON.
    pub(crate) fn new(value: &impl Serialize) -> Self {
        Self::from(bytes(value))
    }

    /// What `make` makes as JSON, written where that may block: for answers that can hold long texts or hundreds
    /// of quotes, which take longer to write than an async thread should be held.
    pub(crate) async fn written<T: Serialize>(
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Self, Problem> {
        web::block(move || Self::new(&make()))
            .await
            .map_err(internal)
    }

    /// The same, of bytes of any sort.
    pub(crate) async fn made(
        make: impl FnOnce() -> Vec<u8> + Send + 'static,
    ) -> Result<Self, Problem> {
        web::block(move || Self::from(make()))
            .await
            .map_err(internal)
    }

    /// What `make` makes of so many bytes of text as JSON: at once where these are few, else as [`Body::written`].
    pub(crate) async fn written_of<T: Serialize>(
        length: usize,
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Self, Problem> {
        match length <= SHORT {
            true => Ok(Self::new(&make())),
            false => Self::written(make).await,
        }
    }
}

/// Answers to which so many bytes of text come are written in a tenth of a millisecond, at once.
const SHORT: usize = 8_000;

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        // Weak, as compression makes other bytes of the same answer.
        let tag = format!("W/\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
        Self { bytes, tag }
    }
}

/// Begins an answer that nobody may keep: of a write, or about the server itself.
pub(crate) fn unkept(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponseBuilder::new(status);
    secure(&mut response);
    response
        .insert_header((header::CONTENT_TYPE, JSON))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

/// An answer that may be kept and has to be asked after each time: `body` with its tag, or 304 where the caller
/// has these bytes already. `next` is the address of the next page, for the `Link` header.
pub(crate) fn kept(request: &HttpRequest, body: Body, next: Option<&str>) -> HttpResponse {
    kept_as(JSON, request, body, next)
}

/// The same of another type than JSON.
pub(crate) fn kept_as(
    media: &'static str,
    request: &HttpRequest,
    body: Body,
    next: Option<&str>,
) -> HttpResponse {
    let Body { bytes, tag } = body;
    let is_known = request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .any(|tags| holds(tags, &tag));
    let status = if is_known {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let mut response = HttpResponseBuilder::new(status);
    secure(&mut response);
    response
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::ETAG, tag));
    if let Some(next) = next {
        response.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
    if is_known {
        return response.finish();
    }
    response
        .insert_header((header::CONTENT_TYPE, media))
        .body(bytes)
}

/// The same of another type, with the time of its last change. That time is told and not asked after: what has left an
/// answer changes it, and no time of what is in it.
pub(crate) fn fed(
    request: &HttpRequest,
    body: Body,
    media: &'static str,
    updated: Timestamp,
) -> HttpResponse {
    let mut response = kept(request, body, None);
    let updated = HttpDate::from(SystemTime::from(updated)).to_string();
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    }
    if let Ok(updated) = HeaderValue::from_str(&updated) {
        headers.insert(header::LAST_MODIFIED, updated);
    }
    response
}

/// Whether the list of an `If-None-Match` holds `tag`, compared weakly as RFC 9110 has it for this header.
fn holds(tags: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.trim() == "*" || tags.split(',').any(|given| opaque(given) == opaque(tag))
}
