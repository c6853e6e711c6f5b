//! Corrections by people: made, taken back, listed.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{CorrectionFilter, Engine, SearchRequest, Wish};
use onrecord_model::{self as model, CorrectionId, QuoteId};

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::budget::Budget;
use crate::corrections::{self, TakesCorrections};
use crate::failure::internal;
use crate::json::{Correction, CorrectionBody, CorrectionList, Links, Quote, Siblings, UndoBody};
use crate::parameters::Parameters;
use crate::payload;
use crate::problem::Problem;

/// What `GET /v1/corrections` knows.
pub(crate) const PARAMETERS: [&str; 5] = ["speaker", "quote", "claim", "limit", "cursor"];
/// Largest body: room for the ids of as many quotes as one correction may move.
const LARGEST_BODY: usize = 512 << 10;

/// Correct something.
#[utoipa::path(
    post,
    path = "/v1/corrections",
    operation_id = "correct",
    tag = "corrections",
    description = "Makes one correction: a speaker's name, an alias, a merge, a split, or whose words a quote is. When the answer arrives it is durable, and every search finds what it changed. `expected` says what was seen, so that nobody overwrites what they did not see. A server that can be reached from other machines takes none unless it was told to.",
    request_body(content = CorrectionBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It was made. `Location` leads to it.", body = Correction),
        (status = 400, description = "malformed_json, unreadable_body or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 403, description = "corrections_not_allowed or cross_site", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 409, description = "conflict", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 413, description = "too_large", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 415, description = "unsupported_media_type", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 422, description = "invalid_field", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn make(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    allowed: web::Data<TakesCorrections>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    allowed.or_refuse()?;
    no_parameters(&request)?;
    let mut share = budget.share();
    let body = payload::json(&request, payload, LARGEST_BODY, &mut share).await?;
    let (by, wish) = corrections::wish(&body)?;
    carry_out(engine, by, wish).await
}

/// Take a correction back.
#[utoipa::path(
    post,
    path = "/v1/corrections/{id}/undo",
    operation_id = "undo_correction",
    tag = "corrections",
    description = "Takes one correction back, which is a correction too. Where a later one stands upon it, that has to be taken back first: `conflict` names it.",
    params(("id" = uuid::Uuid, Path, description = "The correction.")),
    request_body(content = UndoBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It was taken back; this is the entry that says so.", body = Correction),
        (status = 400, description = "invalid_id, malformed_json, unreadable_body or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 403, description = "corrections_not_allowed or cross_site", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 409, description = "conflict", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 413, description = "too_large", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 415, description = "unsupported_media_type", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 422, description = "invalid_field", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn undo(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    allowed: web::Data<TakesCorrections>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    allowed.or_refuse()?;
    no_parameters(&request)?;
    let correction: CorrectionId = id(&request)?;
    let mut share = budget.share();
    let body = payload::json(&request, payload, LARGEST_BODY, &mut share).await?;
    let by = corrections::by(&body)?;
    carry_out(engine, by, Wish::Undo { correction }).await
}

async fn carry_out(
    engine: web::Data<Engine>,
    by: String,
    wish: Wish,
) -> Result<HttpResponse, Problem> {
    // In a task of its own, so that what is begun is also ended when the caller goes away meanwhile.
    let engine = engine.into_inner();
    let made = actix_web::rt::spawn(async move { engine.correct(&by, wish).await });
    let made: model::Correction = made.await.map_err(internal)??;
    let location = format!("/v1/corrections/{}", made.id);
    let mut response = answer::unkept(StatusCode::CREATED);
    response.insert_header((header::LOCATION, location));
    Ok(response.body(answer::bytes(&Correction::from(&made))))
}

/// List corrections.
#[utoipa::path(
    get,
    path = "/v1/corrections",
    operation_id = "list_corrections",
    tag = "corrections",
    description = "What people corrected and did at the fact-checkers' desk, the last first. Nothing is ever taken out of this list.",
    params(
        ("speaker" = Option<uuid::Uuid>, Query, description = "Only those about this speaker, and about whoever was merged into them."),
        ("quote" = Option<uuid::Uuid>, Query, description = "Only those about this quote."),
        ("claim" = Option<uuid::Uuid>, Query, description = "Only those about this very claim: what was done to it at the desk."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Corrections on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = CorrectionList),
        (status = 400, description = "invalid_parameter, unknown_parameter or invalid_cursor", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let filter = CorrectionFilter {
        speaker: given.value("speaker", str::parse),
        quote: given.value("quote", str::parse),
        claim: given.value("claim", str::parse),
    };
    let limit = given
        .number("limit", 1, SearchRequest::LARGEST_PAGE as u16)
        .unwrap_or(SearchRequest::USUAL_PAGE as u16);
    let after = given.text("cursor");
    given.finish()?;
    let page = engine.corrections(filter, after.as_deref(), limit).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || CorrectionList {
        data: page.corrections.iter().map(Correction::in_list).collect(),
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// One correction.
#[utoipa::path(
    get,
    path = "/v1/corrections/{id}",
    operation_id = "get_correction",
    tag = "corrections",
    description = "One entry of the log of corrections, with all quotes that changed hands.",
    params(("id" = uuid::Uuid, Path, description = "The correction.")),
    responses(
        (status = 200, description = "The correction.", body = Correction),
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
    let id: CorrectionId = id(&request)?;
    let correction = engine
        .correction(id)
        .await?
        .ok_or_else(|| none("correction", id))?;
    let body = Body::written(move || Correction::from(&correction)).await?;
    Ok(answer::kept(&request, body, None))
}

/// The siblings of a quote.
#[utoipa::path(
    get,
    path = "/v1/quotes/{id}/siblings",
    operation_id = "list_siblings",
    tag = "corrections",
    description = "The quotes of the same article whose speaker was found in the same way, by the same mention: what is wrong with one is wrong with all, and `siblings` of a correction corrects them with it. Those that a person decided on are not among them.",
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The siblings, in the order of the text.", body = Siblings),
        (status = 400, description = "invalid_id", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn siblings(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: QuoteId = id(&request)?;
    let siblings = engine
        .siblings(id)
        .await?
        .ok_or_else(|| none("quote", id))?;
    let body = Body::written(move || Siblings {
        data: siblings.iter().map(Quote::from).collect(),
    })
    .await?;
    Ok(answer::kept(&request, body, None))
}
