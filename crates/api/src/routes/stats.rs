//! The record in figures.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::Engine;

use super::no_parameters;
use crate::answer::{self, Body};
use crate::json::Stats;
use crate::problem::Problem;

/// The record in figures.
#[utoipa::path(
    get,
    path = "/v1/stats",
    operation_id = "get_stats",
    tag = "stats",
    description = "What the record holds, in figures and examples.",
    responses(
        (status = 200, description = "The figures.", body = Stats),
        (status = 503, description = "store_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn stats(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let stats = Stats::from(&engine.overview().await?);
    Ok(answer::kept(&request, Body::new(&stats), None))
}
