//! What is to be done: the queue, and claims that have to be looked at again; and how much a text is worth checking.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, QueueRequest, period, worth_of};
use onrecord_model::AssertionClass;

use super::{Desk, ReadProblems, WriteProblems, limit};
use crate::answer::{self, Body};
use crate::desk;
use crate::failure::internal;
use crate::json::{
    Checkworthy, CheckworthyBody, Links, Queue, QueueItem, ReReview, ReReviewList, Worth,
};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::next_link;

/// What `GET /v1/queue` knows.
pub(crate) const PARAMETERS: [&str; 5] = ["from", "to", "class", "limit", "cursor"];
/// What `GET /v1/re-reviews` knows.
pub(crate) const DUE_PARAMETERS: [&str; 3] = ["older_than_days", "limit", "cursor"];
/// How old the last review of a claim may be, in days, unless asked otherwise.
const USUAL_AGE: u32 = 365;
/// The oldest that can be asked for: a century.
const OLDEST_AGE: u32 = 36_525;

/// What is worth checking?
#[utoipa::path(
    get,
    path = "/v1/queue",
    operation_id = "list_queue",
    tag = "claims",
    description = "Statements that nobody has linked to a claim or dismissed, ordered by how much they are worth checking, how far they reached, how new they are and whether somebody flagged them, each with the reasons why it is here. What may have been checked already comes later.",
    params(
        ("from" = Option<String>, Query, description = "Told on this day or later: a year, a month, a day or an RFC 3339 instant, in UTC."),
        ("to" = Option<String>, Query, description = "Told last on this day or before: a year, month or day is included."),
        ("class" = Option<crate::json::AssertionClass>, Query, description = "Assertions of this sort, fact unless given: fact, opinion, prediction, promise, question or other."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Statements on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = Queue),
        ReadProblems,
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let asked = QueueRequest {
        from: given.value("from", period::beginning),
        to: given.value("to", period::end),
        class: given
            .value("class", str::parse::<AssertionClass>)
            .unwrap_or(AssertionClass::Fact),
        limit: limit(&mut given),
        after: given.text("cursor"),
    };
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && from >= to
    {
        given.refuse("to", "ends before \"from\" begins");
    }
    given.finish()?;
    let page = engine.queue(&asked).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || Queue {
        data: page.items.iter().map(QueueItem::from).collect(),
        total: page.total,
        ranked: page.ranked,
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// What has to be looked at again?
#[utoipa::path(
    get,
    path = "/v1/re-reviews",
    operation_id = "list_re_reviews",
    tag = "claims",
    description = "Claims that have to be looked at again, and why: their published reviews disagree, somebody asked for a second one, their evidence is gone, their last review of this newsroom is old, or they were said again with other numbers.",
    params(
        ("older_than_days" = Option<u32>, Query, minimum = 0, maximum = 36525, description = "How old the last review of this newsroom may be, in days; 365 unless given."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Claims on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = ReReviewList),
        ReadProblems,
    )
)]
pub(crate) async fn re_reviews(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &DUE_PARAMETERS)?;
    let days = given
        .number("older_than_days", 0, OLDEST_AGE)
        .unwrap_or(USUAL_AGE);
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let older_than = chrono::TimeDelta::days(days.into());
    let page = engine
        .due_claims(older_than, after.as_deref(), limit)
        .await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| next_link(&request, cursor));
    let links = Links { next: link.clone() };
    let body = Body::written(move || ReReviewList {
        data: page.claims.iter().map(ReReview::from).collect(),
        next: page.next,
        links,
    })
    .await?;
    Ok(answer::kept(&request, body, link.as_deref()))
}

/// How much are these texts worth checking?
#[utoipa::path(
    post,
    path = "/v1/checkworthy",
    operation_id = "judge_texts",
    tag = "claims",
    description = "How much each of several texts is worth checking, what sort of assertion it makes, and which of its words say so. Nothing is stored.",
    request_body(content = CheckworthyBody, content_type = "application/json"),
    responses(
        (status = 200, description = "In the order in which they were sent.", body = Checkworthy),
        WriteProblems,
    )
)]
pub(crate) async fn checkworthy(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (body, _share) = desk.asked(&request, payload).await?;
    let texts = desk::checkworthy(&body)?;
    let body = web::block(move || {
        let judged = texts.iter().map(|text| Worth::from(&worth_of(text)));
        answer::bytes(&Checkworthy {
            data: judged.collect(),
        })
    })
    .await
    .map_err(internal)?;
    Ok(answer::unkept(StatusCode::OK).body(body))
}
