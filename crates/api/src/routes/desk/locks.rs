//! Who has a claim or a statement open, for ten minutes at a time.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_model::{ClaimId, StatementId};
use uuid::Uuid;

use super::{Desk, WriteProblems};
use crate::answer;
use crate::desk::{self, Precondition};
use crate::json::{Lock, LockBody};
use crate::problem::Problem;
use crate::routes::{id, none};

/// Open a claim.
#[utoipa::path(
    put,
    path = "/v1/claims/{id}/lock",
    operation_id = "lock_claim",
    tag = "claims",
    description = "Opens a claim for somebody for ten minutes, or renews that: nobody else changes it meanwhile.",
    params(("id" = Uuid, Path, description = "The claim.")),
    request_body(content = LockBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It is open for them.", body = Lock),
        WriteProblems,
    )
)]
pub(crate) async fn claim(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let by = by(&desk, &request, payload).await?;
    let subject = shown_claim(&desk, &request).await?;
    lock(&desk, subject, &by).await
}

/// Give a claim back.
#[utoipa::path(
    delete,
    path = "/v1/claims/{id}/lock",
    operation_id = "unlock_claim",
    tag = "claims",
    description = "Gives back what somebody has open. Nothing happens where nobody has.",
    params(("id" = Uuid, Path, description = "The claim.")),
    request_body(content = LockBody, content_type = "application/json"),
    responses(
        (status = 204, description = "They do not have it open any more."),
        WriteProblems,
    )
)]
pub(crate) async fn free_claim(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let by = by(&desk, &request, payload).await?;
    let subject = shown_claim(&desk, &request).await?;
    unlock(&desk, subject, &by).await
}

/// Open a statement.
#[utoipa::path(
    put,
    path = "/v1/statements/{id}/lock",
    operation_id = "lock_statement",
    tag = "claims",
    description = "Opens a statement of the queue for somebody for ten minutes, or renews that, so that no two look into it at once.",
    params(("id" = Uuid, Path, description = "The statement, by any of its wordings.")),
    request_body(content = LockBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It is open for them.", body = Lock),
        WriteProblems,
    )
)]
pub(crate) async fn statement(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let by = by(&desk, &request, payload).await?;
    let subject = shown_statement(&desk, &request).await?;
    lock(&desk, subject, &by).await
}

/// Give a statement back.
#[utoipa::path(
    delete,
    path = "/v1/statements/{id}/lock",
    operation_id = "unlock_statement",
    tag = "claims",
    description = "Gives back what somebody has open. Nothing happens where nobody has.",
    params(("id" = Uuid, Path, description = "The statement, by any of its wordings.")),
    request_body(content = LockBody, content_type = "application/json"),
    responses(
        (status = 204, description = "They do not have it open any more."),
        WriteProblems,
    )
)]
pub(crate) async fn free_statement(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let by = by(&desk, &request, payload).await?;
    let subject = shown_statement(&desk, &request).await?;
    unlock(&desk, subject, &by).await
}

async fn by(desk: &Desk, request: &HttpRequest, payload: web::Payload) -> Result<String, Problem> {
    id::<ClaimId>(request)?;
    Precondition::read(request)?.or_refuse("a lock")?;
    let (body, _share) = desk.body(request, payload).await?;
    desk::by(&body)
}

async fn shown_claim(desk: &Desk, request: &HttpRequest) -> Result<Uuid, Problem> {
    let id: ClaimId = id(request)?;
    let view = desk.engine.claim(id, None).await?;
    Ok(view.ok_or_else(|| none("claim", id))?.record.id.0)
}

async fn shown_statement(desk: &Desk, request: &HttpRequest) -> Result<Uuid, Problem> {
    let id: StatementId = id(request)?;
    let view = desk.engine.statement(id).await?;
    Ok(view.ok_or_else(|| none("statement", id))?.id.0)
}

async fn lock(desk: &Desk, subject: Uuid, by: &str) -> Result<HttpResponse, Problem> {
    let lock = desk.engine.lock(subject, by).await?;
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&Lock::from(&lock))))
}

/// Only whoever has it open gives it back: to open it tells whether somebody else has.
async fn unlock(desk: &Desk, subject: Uuid, by: &str) -> Result<HttpResponse, Problem> {
    let lock = desk.engine.lock(subject, by).await?;
    desk.engine.unlock(subject, &lock.holder).await?;
    Ok(answer::unkept(StatusCode::NO_CONTENT).finish())
}
