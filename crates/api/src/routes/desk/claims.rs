//! Claims: listed, one by one, written down, changed, and looked for in texts.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{ClaimFilter, DeskWish, Engine, period};
use onrecord_model::{ClaimId, ClaimState, ClaimText, Timestamp};

use super::{Desk, ReadProblems, WriteProblems, limit, write_claim};
use crate::answer::{self, Body};
use crate::desk::{self, Precondition};
use crate::failure::internal;
use crate::json::{
    Claim, ClaimBody, ClaimDetail, ClaimEdit, ClaimList, ClaimMatch, ClaimMatches, Links, MatchBody,
};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::{id, next_link, none};

/// What `GET /v1/claims` knows.
pub(crate) const PARAMETERS: [&str; 6] = [
    "state",
    "assigned_to",
    "rating",
    "reference",
    "limit",
    "cursor",
];
/// What `GET /v1/claims/{id}` knows.
pub(crate) const ONE_PARAMETERS: [&str; 1] = ["as_of"];

/// List claims.
#[utoipa::path(
    get,
    path = "/v1/claims",
    operation_id = "list_claims",
    tag = "claims",
    description = "Claims, the newest first. Those that were merged into others are shown as these.",
    params(
        ("state" = Option<crate::json::ClaimState>, Query, description = "How far the work has come: open, in_review, reviewed, needs_second_review or closed."),
        ("assigned_to" = Option<String>, Query, description = "Who is to look into it."),
        ("rating" = Option<String>, Query, description = "A published review rates it so, word for word."),
        ("reference" = Option<String>, Query, description = "What the file it came in with calls it."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Claims on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = ClaimList),
        ReadProblems,
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let filter = ClaimFilter {
        state: given.value("state", str::parse::<ClaimState>),
        assigned_to: given.text("assigned_to"),
        rating: given.text("rating"),
        reference: given.text("reference"),
    };
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let page = engine.claims(&filter, after.as_deref(), limit).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || ClaimList {
        data: page.claims.iter().map(Claim::from).collect(),
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// One claim with everything around it.
#[utoipa::path(
    get,
    path = "/v1/claims/{id}",
    operation_id = "get_claim",
    tag = "claims",
    description = "A claim with the statements that make it, its reviews, and what was said again since it was rated. One that was merged into another answers with that one. `ETag` is its last entry in the log, for `If-Match`; the answer is sent in full each time.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("as_of" = Option<String>, Query, description = "As the log had it then: at an instant, or at the end of a day, a month or a year."),
    ),
    responses(
        (status = 200, description = "The claim.", body = ClaimDetail),
        ReadProblems,
    )
)]
pub(crate) async fn one(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: ClaimId = id(&request)?;
    let mut given = Parameters::read(&request, &ONE_PARAMETERS)?;
    let as_of = given.value("as_of", as_of);
    given.finish()?;
    let view = engine.claim(id, as_of).await?;
    let view = view.ok_or_else(|| match as_of {
        None => none("claim", id),
        Some(_) => none("claim as of then,", id),
    })?;
    write_claim(answer::unkept(StatusCode::OK), view).await
}

/// The last instant of what a date names; an instant is itself.
fn as_of(text: &str) -> Result<Timestamp, period::InvalidDate> {
    let (first, behind) = (period::beginning(text)?, period::end(text)?);
    match first == behind {
        true => Ok(first),
        false => Ok(behind - chrono::TimeDelta::microseconds(1)),
    }
}

/// Write a claim down.
#[utoipa::path(
    post,
    path = "/v1/claims",
    operation_id = "make_claim",
    tag = "claims",
    description = "Writes a claim down, with statements that make it and reviews. All of it is kept or nothing.",
    params(("If-Match" = Option<String>, Header, description = "`*` or nothing: there is nothing to match yet.")),
    request_body(content = ClaimBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It was written down. `Location` leads to it, `ETag` is its first version.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn make(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    Precondition::read(&request)?.or_refuse("a claim that is not there yet")?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = desk::claim(&body, desk.engine.now())?;
    let entry = desk.carry_out(by, wish, None).await?;
    let made = super::claims_of(&entry).into_iter().next();
    let claim = made.ok_or_else(|| internal("a claim was made and has no id"))?;
    let location = format!("/v1/claims/{claim}");
    desk.answer(claim, StatusCode::CREATED, Some(location))
        .await
}

/// Let a claim say something else.
#[utoipa::path(
    put,
    path = "/v1/claims/{id}",
    operation_id = "edit_claim",
    tag = "claims",
    description = "Lets a claim say something else, or tells more of it. What it said stays in the log.",
    params(
        ("id" = uuid::Uuid, Path, description = "The claim."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was seen, so that nobody overwrites what they did not see."),
    ),
    request_body(content = ClaimEdit, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim as it is now, with its new `ETag`.", body = ClaimDetail),
        WriteProblems,
    )
)]
pub(crate) async fn edit(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let claim: ClaimId = id(&request)?;
    let precondition = Precondition::read(&request)?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, text) = desk::edit(&body)?;
    let known = desk.engine.claim(claim, None).await?;
    let known = known.ok_or_else(|| none("claim", claim))?;
    let wish = DeskWish::EditClaim {
        claim,
        text: Box::new(ClaimText {
            reference: known.record.text.reference,
            ..text
        }),
    };
    let expected = precondition.expected(&desk.engine, claim).await?;
    desk.carry_out(by, wish, Some((claim, expected))).await?;
    desk.answer(claim, StatusCode::OK, None).await
}

/// Which claims does a text make?
#[utoipa::path(
    post,
    path = "/v1/claims/match",
    operation_id = "match_claims",
    tag = "claims",
    description = "Holds a text against all claims, so that nobody checks twice what was checked. The 64 rarest of its words count, and their order in the first 512: ask about the statements of an article one by one. Nothing is stored.",
    request_body(content = MatchBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The claims it may make, the likeliest first.", body = ClaimMatches),
        WriteProblems,
    )
)]
pub(crate) async fn matching(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (body, _share) = desk.asked(&request, payload).await?;
    let asked = desk::matching(&body)?;
    let found = desk
        .engine
        .match_claims(&asked.text, asked.speaker.as_deref(), asked.limit)
        .await?;
    let matches = ClaimMatches {
        data: found.iter().map(ClaimMatch::from).collect(),
    };
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&matches)))
}
