//! What is done to a claim: statements linked and rejected, claims made one and two, related, assigned, moved on.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_model::ClaimId;

use super::{Desk, WriteProblems, change};
use crate::desk::{self, Precondition};
use crate::json::{
    AssignmentBody, ClaimDetail, LinkBody, MergeBody, RejectionBody, RelationBody, SplitBody,
    StateBody,
};
use crate::problem::Problem;
use crate::routes::id;

/// Say that a statement makes a claim.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/links",
    operation_id = "link_statement",
    tag = "claims",
    description = "Says that a statement makes a claim, all of its words or a part of them. From then on the verdicts of the claim are shown with it. One that is linked already points at the other part from then on.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen."),
    ),
    request_body(content = LinkBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn link(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::link).await
}

/// Say that a statement does not make a claim.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/rejections",
    operation_id = "reject_link",
    tag = "claims",
    description = "Says that a statement does not make a claim, whether it was linked or suggested. It is not suggested again.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen."),
    ),
    request_body(content = RejectionBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn reject(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::rejection).await
}

/// Make two claims one.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/merge",
    operation_id = "merge_claims",
    tag = "claims",
    description = "Makes two claims one. The one in the path is shown as the other from then on, and what was done to both stands.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim that is to be shown as the other."),
        ("If-Match" = Option<String>, Header, description = "Its `ETag` that was seen."),
    ),
    request_body(content = MergeBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim that stays, as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn merge(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::merge).await
}

/// Make one claim two.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/split",
    operation_id = "split_claim",
    tag = "claims",
    description = "Takes a claim of its own out of another, with statements and reviews that are of the new one.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim that stays."),
        ("If-Match" = Option<String>, Header, description = "Its `ETag` that was seen."),
    ),
    request_body(content = SplitBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The claim that stays, as it is now, with its new `ETag`. `Location` leads to the new one.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn split(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let claim: ClaimId = id(&request)?;
    let precondition = Precondition::read(&request)?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = desk::split(&body, claim)?;
    let expected = precondition.expected(&desk.engine, claim).await?;
    let entry = desk.carry_out(by, wish, Some((claim, expected))).await?;
    let new = super::claims_of(&entry).into_iter().nth(1);
    let location = new.map(|new| format!("/v1/claims/{new}"));
    desk.answer(claim, StatusCode::CREATED, location).await
}

/// Say what a claim is to another.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/relations",
    operation_id = "relate_claims",
    tag = "claims",
    description = "Says what a claim is to another: it contradicts, narrows or repeats it, or has nothing to do with it any more.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen."),
    ),
    request_body(content = RelationBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn relate(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::relation).await
}

/// Give a claim to somebody to look into.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/assignment",
    operation_id = "assign_claim",
    tag = "claims",
    description = "Says who is to look into a claim.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen."),
    ),
    request_body(content = AssignmentBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn assign(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::assignment).await
}

/// Say how far the work on a claim has come.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/state",
    operation_id = "set_claim_state",
    tag = "claims",
    description = "Says how far the work on a claim has come. Reviews move it too: a published one makes it reviewed, published ones that disagree ask for a second review.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen."),
    ),
    request_body(content = StateBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn state(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    change(desk, request, payload, desk::state).await
}
