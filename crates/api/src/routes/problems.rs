//! What the codes mean.

use actix_web::{HttpRequest, HttpResponse};

use super::no_parameters;
use crate::answer::{self, Body};
use crate::code::Code;
use crate::json::ProblemDescription;
use crate::parameters::shown;
use crate::problem::Problem;

/// Every code.
#[utoipa::path(
    get,
    path = "/problems",
    operation_id = "list_problems",
    tag = "problems",
    description = "Every code that a problem can have.",
    responses(
        (status = 200, description = "The codes, in the order of status.", body = Vec<ProblemDescription>),
        (status = "default", description = "Any problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(request: HttpRequest) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let descriptions = Code::ALL.map(ProblemDescription::from).to_vec();
    Ok(answer::kept(&request, Body::new(&descriptions), None))
}

/// One code.
#[utoipa::path(
    get,
    path = "/problems/{code}",
    operation_id = "get_problem",
    tag = "problems",
    description = "What a problem's code means and what to do about it; a problem's `type` leads here.",
    params(("code" = String, Path, description = "The code.")),
    responses(
        (status = 200, description = "What it means.", body = ProblemDescription),
        (status = 404, description = "not_found", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(request: HttpRequest) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let name = request.match_info().query("code");
    let code = Code::named(name).ok_or_else(|| {
        Problem::new(
            Code::NotFound,
            format!("no problem has the code {:?}", shown(name)),
        )
    })?;
    let description = ProblemDescription::from(code);
    Ok(answer::kept(&request, Body::new(&description), None))
}
