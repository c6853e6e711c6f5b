//! Speakers: listed, and one by one.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, SearchRequest, SpeakerQuery};
use onrecord_model::SpeakerId;

use super::{id, no_parameters, none};
use crate::answer::{self, Body};
use crate::json::{Links, Listing, Speaker, SpeakerList};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What `GET /v1/speakers` knows.
pub(crate) const PARAMETERS: [&str; 3] = ["name", "limit", "cursor"];

/// List speakers.
#[utoipa::path(
    get,
    path = "/v1/speakers",
    operation_id = "list_speakers",
    tag = "speakers",
    description = "Speakers with a quote in the current version of an article, most quoted first.",
    params(
        ("name" = Option<String>, Query, description = "Part of a name, whatever its case."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Speakers on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = SpeakerList),
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
    let query = SpeakerQuery {
        name: given.text("name"),
        limit: given
            .number("limit", 1, SearchRequest::LARGEST_PAGE as u16)
            .unwrap_or(SearchRequest::USUAL_PAGE as u16),
        after: given.text("cursor"),
    };
    given.finish()?;
    let page = engine.speakers(&query).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| super::next_link(&request, cursor));
    let list = SpeakerList {
        data: page.speakers.iter().map(Listing::from).collect(),
        next: page.next,
        links: Links { next: link.clone() },
    };
    Ok(answer::kept(&request, Body::new(&list), link.as_deref()))
}

/// One speaker.
#[utoipa::path(
    get,
    path = "/v1/speakers/{id}",
    operation_id = "get_speaker",
    tag = "speakers",
    description = "What is known about one speaker. Their quotes are at `/v1/quotes?speaker={id}`.",
    params(("id" = uuid::Uuid, Path, description = "The speaker.")),
    responses(
        (status = 200, description = "The speaker.", body = Speaker),
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
    let id: SpeakerId = id(&request)?;
    let record = engine
        .speaker(id)
        .await?
        .ok_or_else(|| none("speaker", id))?;
    let detail = Speaker::from(&record);
    Ok(answer::kept(&request, Body::new(&detail), None))
}
