//! Statements, conflicts and stealth edits.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, SearchRequest};
use onrecord_model::{ConflictId, StatementId};

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::json::{Conflict, ConflictList, Links, Statement, StealthEdit, StealthEditList};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What `GET /v1/conflicts` knows.
pub(crate) const CONFLICT_PARAMETERS: [&str; 3] = ["settled", "limit", "cursor"];
/// What `GET /v1/stealth-edits` knows.
pub(crate) const EDIT_PARAMETERS: [&str; 3] = ["article", "limit", "cursor"];

/// One statement in all its wordings.
#[utoipa::path(
    get,
    path = "/v1/statements/{id}",
    operation_id = "get_statement",
    tag = "statements",
    description = "What somebody said: the wording to hold the others against, how each differs from it, where it is told and how often, copies of one report counted once besides. Wordings taken in last are put together a moment later.",
    params(("id" = uuid::Uuid, Path, description = "The statement, as the `statement` of any of its quotes names it.")),
    responses(
        (status = 200, description = "The statement.", body = Statement),
        (status = 400, description = "invalid_id", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: StatementId = id(&request)?;
    let view = engine
        .statement(id)
        .await?
        .ok_or_else(|| none("statement", id))?;
    let body = Body::written(move || Statement::from(&view)).await?;
    Ok(answer::kept(&request, body, None))
}

/// List conflicts.
#[utoipa::path(
    get,
    path = "/v1/conflicts",
    operation_id = "list_conflicts",
    tag = "statements",
    description = "The same words, given to two speakers: one of them may be wrongly named. The newest first.",
    params(
        ("settled" = Option<bool>, Query, description = "Only those that a person has settled, or only those that nobody has."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Conflicts on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = ConflictList),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn conflicts(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &CONFLICT_PARAMETERS)?;
    let settled = given.value("settled", |word| match word {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("{word:?} is neither true nor false")),
    });
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let page = engine.conflicts(settled, after.as_deref(), limit).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || ConflictList {
        data: page.conflicts.iter().map(Conflict::from).collect(),
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// One conflict.
#[utoipa::path(
    get,
    path = "/v1/conflicts/{id}",
    operation_id = "get_conflict",
    tag = "statements",
    description = "The same words, given to two speakers.",
    params(("id" = uuid::Uuid, Path, description = "The conflict.")),
    responses(
        (status = 200, description = "The conflict.", body = Conflict),
        (status = 400, description = "invalid_id", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn conflict(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: ConflictId = id(&request)?;
    let conflict = engine
        .conflict(id)
        .await?
        .ok_or_else(|| none("conflict", id))?;
    let body = Body::written(move || Conflict::from(&conflict)).await?;
    Ok(answer::kept(&request, body, None))
}

/// List stealth edits.
#[utoipa::path(
    get,
    path = "/v1/stealth-edits",
    operation_id = "list_stealth_edits",
    tag = "statements",
    description = "Quotations that vanished from a later version of their article, changed in it, or were given to somebody else. The newest first.",
    params(
        ("article" = Option<uuid::Uuid>, Query, description = "Only those of this article."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Edits on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = StealthEditList),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn stealth_edits(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &EDIT_PARAMETERS)?;
    let article = given.value("article", str::parse);
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let page = engine
        .stealth_edits(article, after.as_deref(), limit)
        .await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || StealthEditList {
        data: page.edits.iter().map(StealthEdit::from).collect(),
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

fn limit(given: &mut Parameters) -> u16 {
    given
        .number("limit", 1, SearchRequest::LARGEST_PAGE as u16)
        .unwrap_or(SearchRequest::USUAL_PAGE as u16)
}
