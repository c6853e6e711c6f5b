//! Primary sources: listed, one by one, and what was said around a passage.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, SearchRequest};
use onrecord_model::{QuoteId, SourceId};

use super::{id, none};
use crate::answer::{self, Body};
use crate::json::{Context, Links, Quote, Source, SourceDetail, SourceList};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What `GET /v1/sources` and `GET /v1/sources/{id}` know.
pub(crate) const PARAMETERS: [&str; 2] = ["limit", "cursor"];
/// What `GET /v1/quotes/{id}/context` knows.
pub(crate) const CONTEXT_PARAMETERS: [&str; 2] = ["before", "after"];
/// Most passages on one side of another.
const MOST_AROUND: u16 = 50;
/// Passages on either side unless asked otherwise.
const USUAL_AROUND: u16 = 2;

/// List primary sources.
#[utoipa::path(
    get,
    path = "/v1/sources",
    operation_id = "list_sources",
    tag = "sources",
    description = "Primary sources: transcripts, speeches, posts, and lists of statements by the hundred; those taken in last first.",
    params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Sources on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = SourceList),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "store_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let page = engine.sources(after.as_deref(), limit).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let list = SourceList {
        data: page.sources.iter().map(Source::from).collect(),
        next: page.next,
        links: Links { next: link.clone() },
    };
    Ok(answer::kept(&request, Body::new(&list), link.as_deref()))
}

fn limit(given: &mut Parameters) -> u16 {
    given
        .number("limit", 1, SearchRequest::LARGEST_PAGE as u16)
        .unwrap_or(SearchRequest::USUAL_PAGE as u16)
}

/// One primary source.
#[utoipa::path(
    get,
    path = "/v1/sources/{id}",
    operation_id = "get_source",
    tag = "sources",
    description = "One primary source with its passages, in the order in which they were said, a page at a time.",
    params(
        ("id" = uuid::Uuid, Path, description = "The source."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Passages on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`. The place of a passage (`primary.position`) begins a page with it."),
    ),
    responses(
        (status = 200, description = "The source. The header `Link` with `rel=\"next\"` leads to the next page of passages.", body = SourceDetail),
        (status = 400, description = "invalid_id, invalid_parameter, unknown_parameter or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: SourceId = id(&request)?;
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let limit = limit(&mut given);
    let from: u32 = super::cursor(&mut given)?.unwrap_or(0);
    given.finish()?;
    let view = engine
        .source(id, from, limit)
        .await?
        .ok_or_else(|| none("source", id))?;
    let next = view.next.map(|position| position.to_string());
    let link = next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || SourceDetail {
        source: Source::from(&view.source),
        data: view.passages.iter().map(Quote::from).collect(),
        next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// What was said around a passage.
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}/context",
    operation_id = "get_context",
    tag = "sources",
    description = "A passage of a primary source with what was said before it and after it. What an article reports has its surroundings at `/v1/quotes/{id}`, and is not found here.",
    params(
        ("id" = uuid::Uuid, Path, description = "The passage."),
        ("before" = Option<u32>, Query, minimum = 0, maximum = 50, description = "Most passages before it, 2 unless given."),
        ("after" = Option<u32>, Query, minimum = 0, maximum = 50, description = "Most passages after it, 2 unless given."),
    ),
    responses(
        (status = 200, description = "The passages.", body = Context),
        (status = 400, description = "invalid_id, invalid_parameter or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn context(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: QuoteId = id(&request)?;
    let mut given = Parameters::read(&request, &CONTEXT_PARAMETERS)?;
    let before = given.number("before", 0, MOST_AROUND);
    let after = given.number("after", 0, MOST_AROUND);
    given.finish()?;
    let (before, after) = (
        before.unwrap_or(USUAL_AROUND),
        after.unwrap_or(USUAL_AROUND),
    );
    let passages = engine.passages_around(id, before, after).await?;
    let place = passages
        .iter()
        .position(|passage| passage.id == id)
        .ok_or_else(|| none("passage of a primary source", id))?;
    let body = Body::written(move || Context {
        data: passages.iter().map(Quote::from).collect(),
        place: place as u32,
    })
    .await?;
    Ok(answer::kept(&request, body, None))
}
