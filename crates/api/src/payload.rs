//! Bodies, as they arrive: of one type, packed in one of two ways, up to a size.

use actix_web::dev::{Decompress, Payload};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::StreamExt;

use crate::budget::Share;
use crate::code::Code;
use crate::parameters::shown;
use crate::problem::Problem;

/// Types of JSON in the forms that other programs write. No form of a web page can be posted as any of them.
const TYPES_OF_JSON: [&str; 5] = [
    "application/json",
    "application/ld+json",
    "application/jsonl",
    "application/x-ndjson",
    "application/x-jsonlines",
];
/// Types of what clients of Elasticsearch send. Likewise.
const TYPES_OF_ELASTIC: [&str; 4] = [
    "application/json",
    "application/x-ndjson",
    "application/vnd.elasticsearch+json",
    "application/vnd.elasticsearch+x-ndjson",
];

/// A body of JSON of at most `most` bytes, in full; what is in it is not looked at.
pub(crate) async fn json(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
    share: &mut Share,
) -> Result<Vec<u8>, Problem> {
    refuse_other_types(request, &TYPES_OF_JSON[..1])?;
    let coding = coding(request)?;
    read(request, payload.into_inner(), coding, most, share).await
}

/// The same, of JSON in any of the forms that other programs write.
pub(crate) async fn any_json(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
    share: &mut Share,
) -> Result<Vec<u8>, Problem> {
    refuse_other_types(request, &TYPES_OF_JSON)?;
    let coding = coding(request)?;
    read(request, payload.into_inner(), coding, most, share).await
}

/// The same, of what clients of Elasticsearch send; nothing where the request has neither a type nor a body.
pub(crate) async fn elastic(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
    share: &mut Share,
) -> Result<Vec<u8>, Problem> {
    let mut payload = payload.into_inner();
    if !request.headers().contains_key(header::CONTENT_TYPE) {
        return match payload.next().await {
            None => Ok(Vec::new()),
            Some(_) => refuse_other_types(request, &TYPES_OF_ELASTIC).map(|()| Vec::new()),
        };
    }
    refuse_other_types(request, &TYPES_OF_ELASTIC)?;
    let coding = coding(request)?;
    read(request, payload, coding, most, share).await
}

/// Only these types are taken, though the body alone would tell: a form on any web page can be posted to
/// this server by the reader's browser, but not as JSON without asking first, and nothing here consents.
fn refuse_other_types(request: &HttpRequest, taken: &[&str]) -> Result<(), Problem> {
    let given = request.content_type().trim();
    let is_one = request.headers().get_all(header::CONTENT_TYPE).count() == 1;
    let is_taken = taken.iter().any(|taken| given.eq_ignore_ascii_case(taken));
    if is_one && is_taken {
        return Ok(());
    }
    let detail = match given {
        "" => "the request has no Content-Type".to_owned(),
        given => format!("the Content-Type is {:?}", shown(given)),
    };
    Err(Problem::new(Code::UnsupportedMediaType, detail))
}

/// How the body is packed. What cannot be undone here is refused: it would be
/// read as if it were JSON.
fn coding(request: &HttpRequest) -> Result<ContentEncoding, Problem> {
    let mut given = request.headers().get_all(header::CONTENT_ENCODING);
    let (first, another) = (given.next(), given.next());
    let Some(first) = first else {
        return Ok(ContentEncoding::Identity);
    };
    let name = String::from_utf8_lossy(first.as_bytes());
    match name.trim().to_ascii_lowercase().as_str() {
        "gzip" if another.is_none() => Ok(ContentEncoding::Gzip),
        "identity" if another.is_none() => Ok(ContentEncoding::Identity),
        _ => {
            let detail = match another {
                None => format!("the Content-Encoding is {:?}", shown(&name)),
                Some(_) => "the request has several Content-Encoding headers".to_owned(),
            };
            Err(Problem::new(Code::UnsupportedMediaType, detail))
        }
    }
}

/// The body, decompressed, in full. It takes its share of the budget as it arrives.
async fn read(
    request: &HttpRequest,
    payload: Payload,
    coding: ContentEncoding,
    most: usize,
    share: &mut Share,
) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = format!("the body has more than {most} bytes");
        Problem::new(Code::TooLarge, detail)
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.trim().parse::<u64>().ok());
    if announced.is_some_and(|length| length > most as u64) {
        return Err(too_large());
    }
    let mut payload = Decompress::new(payload, coding);
    let mut body = Vec::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| unreadable(&error, coding))?;
        let length = body.len() + piece.len();
        if length > most {
            return Err(too_large());
        }
        share.grow(length).await?;
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn unreadable(error: &PayloadError, coding: ContentEncoding) -> Problem {
    let detail = match (error, coding) {
        (PayloadError::Io(_), ContentEncoding::Gzip) => {
            "the body is not compressed as its Content-Encoding says"
        }
        (PayloadError::EncodingCorrupted, _) => "the body is not cut into chunks as it says",
        _ => "the body ended early",
    };
    Problem::new(Code::UnreadableBody, detail).caused_by(error.to_string())
}
