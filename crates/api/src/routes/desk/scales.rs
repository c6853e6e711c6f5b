//! The ratings of this newsroom.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::Engine;
use onrecord_model::{Action, DeskAction};

use super::{Desk, ReadProblems, WriteProblems};
use crate::answer::{self, Body};
use crate::desk::{self, Precondition};
use crate::failure::internal;
use crate::json::{Scale, ScaleBody, ScaleList};
use crate::problem::Problem;
use crate::routes::no_parameters;

/// List scales.
#[utoipa::path(
    get,
    path = "/v1/scales",
    operation_id = "list_scales",
    tag = "claims",
    description = "The scales that ratings of this newsroom are from.",
    responses(
        (status = 200, description = "All of them.", body = ScaleList),
        ReadProblems,
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let scales = engine.scales().await?;
    let list = ScaleList {
        data: scales.iter().map(|(_, scale)| Scale::from(scale)).collect(),
    };
    Ok(answer::kept(&request, Body::new(&list), None))
}

/// Define a scale.
#[utoipa::path(
    put,
    path = "/v1/scales/{name}",
    operation_id = "define_scale",
    tag = "claims",
    description = "Gives a scale its ratings, whether it is there or not. What was rated before keeps its words.",
    params(("name" = String, Path, description = "What it is called.")),
    request_body(content = ScaleBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The scale has these ratings instead.", body = Scale),
        (status = 201, description = "The scale is new.", body = Scale),
        WriteProblems,
    )
)]
pub(crate) async fn define(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    Precondition::read(&request)?.or_refuse("a scale")?;
    let (body, _share) = desk.body(&request, payload).await?;
    let name = request.match_info().query("name").to_owned();
    let (by, wish) = desk::scale(&body, name)?;
    let before = desk.engine.scales().await?;
    let entry = desk.carry_out(by, wish, None).await?;
    let Action::Desk(DeskAction::DefineScale { scale, content }) = &entry.action else {
        return Err(internal("the entry is about no scale"));
    };
    let is_new = before.iter().all(|(known, _)| known != scale);
    let mut response = answer::unkept(match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    });
    if is_new {
        response.insert_header((header::LOCATION, "/v1/scales"));
    }
    Ok(response.body(answer::bytes(&Scale::from(content))))
}
