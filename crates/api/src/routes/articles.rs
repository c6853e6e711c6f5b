//! Articles: taken in, and one by one.

use actix_web::dev::{Decompress, Payload};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use onrecord_engine::intake::Limits;
use onrecord_engine::{self as engine, ArticleView, Engine, PutStatus};
use onrecord_model::ArticleId;

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::body;
use crate::budget::{Budget, Share};
use crate::code::Code;
use crate::failure::internal;
use crate::json::{Article, ArticleBody, ArticleSummary, Ingested, Notice, Quote};
use crate::parameters::{Parameters, shown};
use crate::problem::Problem;

/// Largest body, after decompression.
pub(crate) const LARGEST_BODY: usize = 10 << 20;

/// Take an article in.
#[utoipa::path(
    post,
    path = "/v1/articles",
    operation_id = "add_article",
    tag = "articles",
    description = "Takes one article in and answers with the quotes found in it. When the answer arrives they are durable and every search finds them. The same article again changes nothing; another text at a known URL is a new version.",
    request_body(content = ArticleBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It was there already, in `version`, which may be older than the current one.", body = Ingested),
        (status = 201, description = "It was added, or is a new version. `Location` leads to it.", body = Ingested),
        (status = 400, description = "malformed_json, unreadable_body or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 413, description = "too_large", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 415, description = "unsupported_media_type", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 422, description = "invalid_field or not_an_article", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "store_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 507, description = "storage_full", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    refuse_other_types(&request)?;
    let coding = coding(&request)?;
    let mut share = budget.share();
    let body = read(&request, payload.into_inner(), coding, &mut share).await?;
    let article = web::block(move || body::article(&body, &Limits::default()))
        .await
        .map_err(internal)??;
    // In a task of its own, so that what is begun is also ended when the caller goes away meanwhile.
    let engine = engine.into_inner();
    let ingested = actix_web::rt::spawn(async move {
        let ingested = engine.ingest(article).await?;
        let view = engine
            .article(ingested.article, Some(ingested.version))
            .await?;
        drop(share);
        Ok::<_, Problem>((ingested, view))
    });
    let (ingested, view) = ingested.await.map_err(internal)??;
    let view = view.ok_or_else(|| internal(format!("article {} is gone", ingested.article)))?;
    let location = format!("/v1/articles/{}", ingested.article);
    let status = match ingested.status {
        PutStatus::Added | PutStatus::NewVersion => StatusCode::CREATED,
        PutStatus::Unchanged => StatusCode::OK,
    };
    let answer = web::block(move || answer::bytes(&taken_in(&ingested, &view)))
        .await
        .map_err(internal)?;
    let mut response = answer::unkept(status);
    if status == StatusCode::CREATED {
        response.insert_header((header::LOCATION, location));
    }
    Ok(response.body(answer))
}

/// What became of an article, and the quotes of the version that has what was sent.
fn taken_in(ingested: &engine::Ingested, view: &ArticleView) -> Ingested {
    let language = &view.article.language;
    let notices = match language.is_english() {
        true => Vec::new(),
        false => vec![Notice::not_extracted(&language.0)],
    };
    let versions = view.article.versions.iter().map(|version| version.version);
    Ingested {
        status: ingested.status.into(),
        article: ArticleSummary::from(&view.article.summary),
        version: ingested.version,
        current_version: versions.max().unwrap_or(ingested.version),
        language: language.0.clone(),
        quotes: view.quotes.iter().map(Quote::from).collect(),
        notices,
        through: ingested.sequence.map(|sequence| sequence.0),
    }
}

/// Only `application/json` is taken, though the body alone would tell: a form on any web page can be posted to
/// this server by the reader's browser, but not as JSON without asking first, and nothing here consents.
fn refuse_other_types(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.content_type().trim();
    let is_one = request.headers().get_all(header::CONTENT_TYPE).count() == 1;
    if is_one && given.eq_ignore_ascii_case("application/json") {
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
    share: &mut Share,
) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = format!("the body has more than {LARGEST_BODY} bytes");
        Problem::new(Code::TooLarge, detail)
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.trim().parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST_BODY as u64) {
        return Err(too_large());
    }
    let mut payload = Decompress::new(payload, coding);
    let mut body = Vec::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| unreadable(&error, coding))?;
        let length = body.len() + piece.len();
        if length > LARGEST_BODY {
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

/// One article with its text and quotes.
#[utoipa::path(
    get,
    path = "/v1/articles/{id}",
    operation_id = "get_article",
    tag = "articles",
    description = "One article: its text, its versions and the quotes in it, in the order of the text. All positions are code points of `text`.",
    params(
        ("id" = uuid::Uuid, Path, description = "The article."),
        ("version" = Option<u32>, Query, minimum = 1, description = "Which version; the current one unless given."),
    ),
    responses(
        (status = 200, description = "The article.", body = Article),
        (status = 400, description = "invalid_id, invalid_parameter or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: ArticleId = id(&request)?;
    let mut given = Parameters::read(&request, &["version"])?;
    let version = given.number("version", 1, i32::MAX as u32);
    given.finish()?;
    let view = engine
        .article(id, version)
        .await?
        .ok_or_else(|| match version {
            Some(version) => none("article", format!("{id} with a version {version}")),
            None => none("article", id),
        })?;
    let body = Body::written(move || Article::from(&view)).await?;
    Ok(answer::kept(&request, body, None))
}
