//! Reviews: added, read, changed.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{ClaimView, DeskWish, Engine, ReviewRecord};
use onrecord_model::{Action, ClaimId, DeskAction, ReviewId};

use super::{Desk, ReadProblems, WriteProblems, tag};
use crate::answer;
use crate::desk::{self, Precondition};
use crate::json::{ClaimDetail, Review, ReviewBody};
use crate::problem::Problem;
use crate::routes::{id, no_parameters, none};

/// Review a claim.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/reviews",
    operation_id = "add_review",
    tag = "claims",
    description = "Reviews a claim. Several reviews stand side by side; where published ones disagree, that is shown and a second look is asked for.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the claim that was seen."),
    ),
    request_body(content = ReviewBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The claim as it is now, with its new `ETag`. `Location` leads to the review.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn add(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let claim: ClaimId = id(&request)?;
    let precondition = Precondition::read(&request)?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, reviewed) = desk::review(&body)?;
    let review = Box::new(reviewed.written_by(&by, desk.engine.now()));
    let wish = DeskWish::AddReview { claim, review };
    let expected = precondition.expected(&desk.engine, claim).await?;
    let entry = desk.carry_out(by, wish, Some((claim, expected))).await?;
    let location = match entry.action {
        Action::Desk(DeskAction::AddReview { review, .. }) => Some(format!("/v1/reviews/{review}")),
        _ => None,
    };
    desk.answer(claim, StatusCode::CREATED, location).await
}

/// One review.
#[utoipa::path(
    get,
    path = "/v1/reviews/{id}",
    operation_id = "get_review",
    tag = "claims",
    description = "One review. `ETag` is that of its claim.",
    params(("id" = uuid::Uuid, Path, description = "The review.")),
    responses(
        (status = 200, description = "The review.", body = Review),
        ReadProblems,
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let id: ReviewId = id(&request)?;
    let (view, review) = known(&engine, id).await?;
    let review = Review::of(view.record.id, &review);
    let mut response = answer::unkept(StatusCode::OK);
    response.insert_header((header::ETAG, tag(view.record.last.entry)));
    Ok(response.body(answer::bytes(&review)))
}

/// Change a review.
#[utoipa::path(
    put,
    path = "/v1/reviews/{id}",
    operation_id = "revise_review",
    tag = "claims",
    description = "Finishes, publishes, corrects or withdraws a review, or says that its evidence is gone. What it said stays in the log.",
    params(
        ("id" = uuid::Uuid, Path, description = "The review."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of its claim that was seen."),
    ),
    request_body(content = ReviewBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn revise(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let review: ReviewId = id(&request)?;
    let precondition = Precondition::read(&request)?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, reviewed) = desk::review(&body)?;
    let (view, before) = known(&desk.engine, review).await?;
    let content = Box::new(reviewed.instead_of(&before.content));
    let wish = DeskWish::ReviseReview { review, content };
    let claim = view.record.id;
    let expected = precondition.expected(&desk.engine, claim).await?;
    desk.carry_out(by, wish, Some((claim, expected))).await?;
    desk.answer(claim, StatusCode::OK, None).await
}

/// A review, with the claim it is shown with.
async fn known(engine: &Engine, id: ReviewId) -> Result<(ClaimView, ReviewRecord), Problem> {
    let unknown = || none("review", id);
    let claim = engine.claim_of_review(id).await?.ok_or_else(unknown)?;
    let view = engine.claim(claim, None).await?.ok_or_else(unknown)?;
    let mut reviews = view.record.reviews.iter();
    let review = reviews.find(|review| review.id == id).cloned();
    Ok((view, review.ok_or_else(unknown)?))
}
