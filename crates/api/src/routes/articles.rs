//! Articles: taken in, and one by one.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::intake::Limits;
use onrecord_engine::{self as engine, ArticleView, Engine, PutStatus};
use onrecord_model::ArticleId;

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::body;
use crate::budget::Budget;
use crate::failure::internal;
use crate::json::{Article, ArticleBody, ArticleSummary, Ingested, Notice, Quote};
use crate::metrics::Metrics;
use crate::parameters::Parameters;
use crate::payload;
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
    metrics: web::Data<Metrics>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let mut share = budget.share();
    let body = payload::json(&request, payload, LARGEST_BODY, &mut share).await?;
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
    metrics.taken_in(ingested.status, ingested.quotes);
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
