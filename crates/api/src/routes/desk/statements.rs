//! The claims of a statement, and statements that are not worth checking.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::Engine;
use onrecord_model::StatementId;

use super::{Desk, ReadProblems, WriteProblems};
use crate::answer::{self, Body};
use crate::desk::{self, Precondition};
use crate::json::{Correction, DismissalBody, LinkedClaim, StatementClaims, SuggestedClaim, Worth};
use crate::problem::Problem;
use crate::routes::{id, no_parameters, none};

/// The claims of a statement.
#[utoipa::path(
    get,
    path = "/v1/statements/{id}/claims",
    operation_id = "list_claims_of_statement",
    tag = "claims",
    description = "The claims that a statement makes, by a person's word, with their verdicts; those it may make, as a machine thinks, without; and how much it is worth checking.",
    params(("id" = uuid::Uuid, Path, description = "The statement, by any of its wordings.")),
    responses(
        (status = 200, description = "The claims.", body = StatementClaims),
        ReadProblems,
    )
)]
pub(crate) async fn claims(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: StatementId = id(&request)?;
    let statement = engine.statement(id).await?;
    let statement = statement.ok_or_else(|| none("statement", id))?;
    let words = statement.canonical.text;
    let found = engine.claims_of_statement(id, &words).await?;
    let body = Body::written(move || StatementClaims {
        statement: statement.id.0,
        words,
        worth: Worth::from(&found.worth),
        linked: found.linked.iter().map(LinkedClaim::from).collect(),
        suggested: found.suggested.iter().map(SuggestedClaim::from).collect(),
    })
    .await?;
    Ok(answer::kept(&request, body, None))
}

/// Take a statement from the queue.
#[utoipa::path(
    post,
    path = "/v1/statements/{id}/dismissal",
    operation_id = "dismiss_statement",
    tag = "claims",
    description = "Says that a statement is not worth checking; it leaves the queue. Taking back the entry of the log puts it there again.",
    params(("id" = uuid::Uuid, Path, description = "The statement, by any of its wordings.")),
    request_body(content = DismissalBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It left the queue; `Location` leads to the entry of the log.", body = Correction),
        WriteProblems,
    )
)]
pub(crate) async fn dismiss(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let statement: StatementId = id(&request)?;
    Precondition::read(&request)?.or_refuse("a dismissal")?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = desk::dismissal(&body, statement)?;
    let entry = desk.carry_out(by, wish, None).await?;
    let mut response = answer::unkept(StatusCode::CREATED);
    response.insert_header((header::LOCATION, format!("/v1/corrections/{}", entry.id)));
    Ok(response.body(answer::bytes(&Correction::from(&entry))))
}
