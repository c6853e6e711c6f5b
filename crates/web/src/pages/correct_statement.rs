//! Saying which wordings are one statement, and which are not.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::Wish;
use onrecord_model::{QuoteId, StatementId};

use super::corrections::{Refused, carry_out};
use super::statement::{self, Built, Typed};
use crate::address;
use crate::fields::Fields;
use crate::respond::{Failure, answer, failed, see_other};
use crate::site::Site;

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, &id, payload).await {
        Ok(Taken::Made(statement)) => see_other(&address::statement(statement)),
        Ok(Taken::Returned(status, html)) => answer(status, html),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made(StatementId),
    /// The page again, with the reason.
    Returned(StatusCode, String),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let statement = statement::read_id(id)?;
    let fields = Fields::receive(request, payload).await?;
    let mut typed = Typed {
        other: fields.get("other").to_owned(),
        by: fields.get("by").to_owned(),
        notice: None,
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match wish(site, statement, &fields).await? {
        Wanted::IsNot(why) => typed.notice = Some(why),
        Wanted::Is(wish) => match carry_out(site, &typed.by, wish).await.map_err(Refused::of) {
            Ok(_) => return Ok(Taken::Made(statement)),
            Err(refused) => {
                let refused = refused?;
                status = refused.status;
                typed.notice = Some(refused.words);
            }
        },
    }
    match statement::build(site, statement, typed).await? {
        Built::Page(html) => Ok(Taken::Returned(status, html)),
        // It was joined to another meanwhile; that is where to look.
        Built::Elsewhere(head) => Ok(Taken::Made(head)),
    }
}

/// What a form asks for, or what it lacks.
enum Wanted {
    Is(Wish),
    IsNot(String),
}

async fn wish(site: &Site, statement: StatementId, fields: &Fields) -> Result<Wanted, Failure> {
    let named = |field: &str| -> Result<StatementId, Failure> {
        fields
            .get(field)
            .parse()
            .map_err(|_| Failure::Malformed("The form names a wording that is none.".to_owned()))
    };
    Ok(match fields.get("what") {
        "join" => match other(site, fields.get("other")).await? {
            Some(other) => Wanted::Is(Wish::JoinStatements {
                one: statement,
                other,
            }),
            None => Wanted::IsNot(
                "No quote and no statement on record has this address. Copy it from the page of the other one."
                    .to_owned(),
            ),
        },
        "agree" => Wanted::Is(Wish::JoinStatements {
            one: statement,
            other: named("other_wording")?,
        }),
        "reject" => Wanted::Is(Wish::RejectSuggestion {
            wording: named("wording")?,
            of: named("of")?,
        }),
        "part" => Wanted::Is(Wish::SeparateWording {
            wording: named("wording")?,
        }),
        _ => {
            let what = "The form does not say what is to be corrected.".to_owned();
            return Err(Failure::Malformed(what));
        }
    })
}

/// The wording that an address of this site or an id stands for: a quote's own, or a statement.
async fn other(site: &Site, given: &str) -> Result<Option<StatementId>, Failure> {
    let path = given.split(['#', '?']).next().unwrap_or_default();
    let id = path.trim_end_matches('/').rsplit('/').next();
    let Some(id) = id.and_then(|id| id.parse::<QuoteId>().ok()) else {
        return Ok(None);
    };
    if let Some(view) = site.engine.quote(id).await? {
        return Ok(view.quote.wording);
    }
    let statement = StatementId(id.0);
    Ok(site.engine.statement(statement).await?.map(|_| statement))
}
