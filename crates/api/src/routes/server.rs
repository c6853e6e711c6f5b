//! The server about itself.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::Engine;

use super::no_parameters;
use crate::answer::{self, Body};
use crate::code::Code;
use crate::json::{Health, IndexStatus, Ready};
use crate::metrics::{MEDIA_TYPE, Metrics};
use crate::openapi;
use crate::problem::Problem;

/// Whether the process is up.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "health",
    tag = "server",
    description = "The process is up and answers. It looks at neither store nor index: a server that is not ready must not be restarted for it.",
    responses(
        (status = 200, description = "It is.", body = Health),
        (status = "default", description = "Any problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn health(request: HttpRequest) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let health = Health {
        status: "ok".to_owned(),
    };
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&health)))
}

/// Whether everything can be answered.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "ready",
    tag = "server",
    description = "The store answers and searches are answered: there is an index, and it is not too far behind the store.",
    responses(
        (status = 200, description = "It is, and this is how far the index is.", body = Ready),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ready(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let state = engine.index_state().await?;
    if !state.is_ready() {
        let detail = match state.position {
            None => format!(
                "the search index is being built from the store, which is at change {}",
                state.last
            ),
            Some(position) => format!(
                "the search index is at change {position} and the store at {}, which is too far ahead to be searched",
                state.last
            ),
        };
        return Err(Problem::new(Code::NotReady, detail));
    }
    let ready = Ready {
        status: "ready".to_owned(),
        index: IndexStatus::from(state),
    };
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&ready)))
}

/// Figures for those who watch the server.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "metrics",
    tag = "server",
    description = "Requests and how long they took, what was taken in, how far the index and the passes in the background are, and what the record holds, in the text format of Prometheus.",
    responses(
        (status = 200, description = "The figures.", body = String, content_type = "text/plain"),
        (status = "default", description = "Any problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn metrics(
    engine: web::Data<Engine>,
    metrics: web::Data<Metrics>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let told = metrics.told(&engine).await;
    let mut response = answer::unkept(StatusCode::OK);
    response.insert_header((header::CONTENT_TYPE, MEDIA_TYPE));
    Ok(response.body(told))
}

/// The description of this API.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "openapi",
    tag = "server",
    description = "This document.",
    responses(
        (status = 200, description = "OpenAPI 3.1.", body = serde_json::Value),
        (status = "default", description = "Any problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn openapi(request: HttpRequest) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    Ok(answer::kept(
        &request,
        Body::from(openapi::document().as_bytes().to_vec()),
        None,
    ))
}
