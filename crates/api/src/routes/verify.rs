//! Did they really say that?

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Engine, VerifyRequest};
use serde_json::Value;

use super::no_parameters;
use crate::answer;
use crate::budget::Budget;
use crate::failure::internal;
use crate::fields::Fields;
use crate::json::{Verification, VerifyBody};
use crate::payload;
use crate::problem::Problem;

/// Largest body: the longest quotation, were every character of it escaped, and a name.
const LARGEST_BODY: usize = 160 << 10;

/// Check a quotation.
#[utoipa::path(
    post,
    path = "/v1/verify",
    operation_id = "verify_quotation",
    tag = "quotes",
    description = "Holds a quotation against everything on record, primary sources and reports: is it exact, trimmed, partial, altered, spliced, somebody else's, or not found? Nothing is stored. `not found` is no verdict on what was said: `searched` tells what was looked through.",
    request_body(content = VerifyBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The verdict, with what comes nearest.", body = Verification),
        (status = 400, description = "malformed_json, unreadable_body or unknown_parameter", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 413, description = "too_large", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 415, description = "unsupported_media_type", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 422, description = "invalid_field", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = 503, description = "not_ready, store_unavailable, index_unavailable or timed_out", body = crate::json::Problem, content_type = "application/problem+json"),
        (status = "default", description = "Any other problem", body = crate::json::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn verify(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_parameters(&request)?;
    let mut share = budget.share();
    let body = payload::json(&request, payload, LARGEST_BODY, &mut share).await?;
    let asked = asked(&body)?;
    let found = engine.verify(&asked).await?;
    let body = web::block(move || answer::bytes(&Verification::from(&found)))
        .await
        .map_err(internal)?;
    Ok(answer::unkept(StatusCode::OK).body(body))
}

fn asked(body: &[u8]) -> Result<VerifyRequest, Problem> {
    let mut fields = Fields::read(body)?;
    let quotation = quotation(&mut fields);
    let speaker = match fields.given.get("speaker") {
        None | Some(Value::Null) => {
            fields.given.remove("speaker");
            None
        }
        Some(_) => fields.text("speaker"),
    };
    let limit = limit(&mut fields);
    fields.finish(quotation.map(|quotation| VerifyRequest {
        quotation,
        speaker,
        limit,
    }))
}

fn quotation(fields: &mut Fields) -> Option<String> {
    let quotation = fields.text("quotation")?;
    let characters = quotation.chars().count();
    if quotation.trim().is_empty() {
        fields.invalid("quotation", "holds no words");
    }
    if characters > VerifyRequest::LONGEST {
        let longest = VerifyRequest::LONGEST;
        fields.invalid(
            "quotation",
            format!("has {characters} characters, more than {longest}"),
        );
    }
    Some(quotation)
}

fn limit(fields: &mut Fields) -> usize {
    let most = VerifyRequest::MOST_MATCHES;
    let number = match fields.given.remove("limit") {
        None | Some(Value::Null) => return VerifyRequest::USUAL_MATCHES,
        Some(value) => value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok()),
    };
    match number.filter(|number| (1..=most).contains(number)) {
        Some(number) => number,
        None => {
            fields.invalid(
                "limit",
                format!("has to be a whole number from 1 to {most}"),
            );
            VerifyRequest::USUAL_MATCHES
        }
    }
}
