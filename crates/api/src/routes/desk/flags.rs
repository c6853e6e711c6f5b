//! Flags: stuck to claims, quotes and statements, and settled.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, FlagFilter, FlagRecord, SearchRequest};
use onrecord_model::{Action, Correction, DeskAction, FlagId, FlagSubject};

use super::{Desk, ReadProblems, WriteProblems, limit};
use crate::answer::{self, Body};
use crate::desk::{self, Precondition};
use crate::failure::internal;
use crate::json::{Flag, FlagBody, FlagList, Links, ResolutionBody};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::{id, next_link};

/// What `GET /v1/flags` knows.
pub(crate) const PARAMETERS: [&str; 6] = ["open", "claim", "quote", "statement", "limit", "cursor"];

/// List flags.
#[utoipa::path(
    get,
    path = "/v1/flags",
    operation_id = "list_flags",
    tag = "claims",
    description = "What readers and reporters ask to be looked at, the newest first. At most one of `claim`, `quote` and `statement` can be given.",
    params(
        ("open" = Option<bool>, Query, description = "`true`: only those that nobody has settled."),
        ("claim" = Option<uuid::Uuid>, Query, description = "Only those on this claim."),
        ("quote" = Option<uuid::Uuid>, Query, description = "Only those on this quote."),
        ("statement" = Option<uuid::Uuid>, Query, description = "Only those on this statement."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Flags on one page, 20 unless given."),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `next`."),
    ),
    responses(
        (status = 200, description = "One page. The header `Link` with `rel=\"next\"` leads to the next one.", body = FlagList),
        ReadProblems,
    )
)]
pub(crate) async fn list(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &PARAMETERS)?;
    let is_open = given.value("open", |word| match word {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("{word:?} is neither true nor false")),
    });
    let subjects = [
        given.value("claim", str::parse).map(FlagSubject::Claim),
        given.value("quote", str::parse).map(FlagSubject::Quote),
        given
            .value("statement", str::parse)
            .map(FlagSubject::Statement),
    ];
    let mut subjects = subjects.into_iter().flatten();
    let subject = subjects.next();
    if let Some(other) = subjects.next() {
        given.refuse(
            other.kind(),
            "cannot be given together with another subject",
        );
    }
    let limit = limit(&mut given);
    let after = given.text("cursor");
    given.finish()?;
    let filter = FlagFilter {
        is_open: is_open.unwrap_or(false),
        subject,
    };
    let page = engine.flags(filter, after.as_deref(), limit).await?;
    let link = page
        .next
        .as_deref()
        .map(|cursor| next_link(&request, cursor));
    let list = FlagList {
        data: page.flags.iter().map(Flag::from).collect(),
        next: page.next,
        links: Links { next: link.clone() },
    };
    Ok(answer::kept(&request, Body::new(&list), link.as_deref()))
}

/// Flag something.
#[utoipa::path(
    post,
    path = "/v1/flags",
    operation_id = "flag",
    tag = "claims",
    description = "Asks for a claim, a quote or a statement to be looked at. What is flagged comes first in the queue.",
    request_body(content = FlagBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It was flagged; `Location` leads to the entry of the log.", body = Flag),
        WriteProblems,
    )
)]
pub(crate) async fn make(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    Precondition::read(&request)?.or_refuse("a flag that is not there yet")?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = desk::flag(&body)?;
    let entry = desk.carry_out(by, wish, None).await?;
    let flag = of_entry(&desk.engine, &entry).await?;
    let mut response = answer::unkept(StatusCode::CREATED);
    response.insert_header((header::LOCATION, format!("/v1/corrections/{}", entry.id)));
    Ok(response.body(answer::bytes(&Flag::from(&flag))))
}

/// Settle a flag.
#[utoipa::path(
    post,
    path = "/v1/flags/{id}/resolution",
    operation_id = "resolve_flag",
    tag = "claims",
    description = "Says that a flag was looked into, and what came of it.",
    params(("id" = uuid::Uuid, Path, description = "The flag.")),
    request_body(content = ResolutionBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The flag as it is now.", body = Flag),
        WriteProblems,
    )
)]
pub(crate) async fn resolve(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let flag: FlagId = id(&request)?;
    Precondition::read(&request)?.or_refuse("a flag")?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = desk::resolution(&body, flag)?;
    let entry = desk.carry_out(by, wish, None).await?;
    let flag = of_entry(&desk.engine, &entry).await?;
    Ok(answer::unkept(StatusCode::OK).body(answer::bytes(&Flag::from(&flag))))
}

/// The flag that an entry is about, as it is now: one of those on the same thing.
async fn of_entry(engine: &Engine, entry: &Correction) -> Result<FlagRecord, Problem> {
    let (Action::Desk(DeskAction::Flag { flag, subject, .. })
    | Action::Desk(DeskAction::ResolveFlag { flag, subject, .. })) = &entry.action
    else {
        return Err(internal("the entry is about no flag"));
    };
    let filter = FlagFilter {
        is_open: false,
        subject: Some(*subject),
    };
    let mut after: Option<String> = None;
    loop {
        let page = engine
            .flags(filter, after.as_deref(), SearchRequest::LARGEST_PAGE as u16)
            .await?;
        if let Some(known) = page.flags.into_iter().find(|known| known.id == *flag) {
            return Ok(known);
        }
        after = Some(page.next.ok_or_else(|| internal("the flag is gone"))?);
    }
}
