//! The fact-checkers' desk.
//!
//! A write says in `If-Match` what was seen of the claim, answers the claim as it is then, and its tag. That tag is the
//! last entry of the log about the claim: what changes around a claim (what is told of it, what machines suggest) does
//! not change it, so that answers with it are never taken from a cache.

pub(crate) mod claims;
pub(crate) mod exports;
pub(crate) mod flags;
pub(crate) mod interchange;
pub(crate) mod locks;
mod pieces;
mod problems;
pub(crate) mod queue;
pub(crate) mod reviews;
pub(crate) mod scales;
pub(crate) mod statements;
pub(crate) mod work;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use onrecord_engine::{ClaimView, DeskWish, Engine, Expected, SearchRequest, Wish};
use onrecord_model::{Action, ClaimId, Correction, CorrectionId};

use super::{Endpoint, READ, none};
use crate::answer;
use crate::budget::{Budget, Share};
use crate::corrections::TakesCorrections;
use crate::desk::{Precondition, problem_of};
use crate::failure::internal;
use crate::json::ClaimDetail;
use crate::parameters::Parameters;
use crate::payload;
use crate::problem::Problem;

pub(crate) use problems::{ReadProblems, WriteProblems};

/// Largest body: the longest rationale and context, were every character of them escaped, with evidence by the hundred.
const LARGEST_BODY: usize = 2 << 20;

/// Largest body of claims that come in.
const LARGEST_FILE: usize = super::articles::LARGEST_BODY;

/// Every address of the desk.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/claims",
        allow: "GET, HEAD, POST",
        register: |resource| {
            resource
                .get(claims::list)
                .head(claims::list)
                .post(claims::make)
        },
    },
    // Before the address that takes it for an id.
    Endpoint {
        path: "/v1/claims/match",
        allow: "POST",
        register: |resource| resource.post(claims::matching),
    },
    Endpoint {
        path: "/v1/claims/{id}",
        allow: "GET, HEAD, PUT",
        register: |resource| {
            resource
                .get(claims::one)
                .head(claims::one)
                .put(claims::edit)
        },
    },
    Endpoint {
        path: "/v1/claims/{id}/links",
        allow: "POST",
        register: |resource| resource.post(work::link),
    },
    Endpoint {
        path: "/v1/claims/{id}/rejections",
        allow: "POST",
        register: |resource| resource.post(work::reject),
    },
    Endpoint {
        path: "/v1/claims/{id}/merge",
        allow: "POST",
        register: |resource| resource.post(work::merge),
    },
    Endpoint {
        path: "/v1/claims/{id}/split",
        allow: "POST",
        register: |resource| resource.post(work::split),
    },
    Endpoint {
        path: "/v1/claims/{id}/relations",
        allow: "POST",
        register: |resource| resource.post(work::relate),
    },
    Endpoint {
        path: "/v1/claims/{id}/assignment",
        allow: "POST",
        register: |resource| resource.post(work::assign),
    },
    Endpoint {
        path: "/v1/claims/{id}/state",
        allow: "POST",
        register: |resource| resource.post(work::state),
    },
    Endpoint {
        path: "/v1/claims/{id}/reviews",
        allow: "POST",
        register: |resource| resource.post(reviews::add),
    },
    Endpoint {
        path: "/v1/claims/{id}/lock",
        allow: "DELETE, PUT",
        register: |resource| resource.put(locks::claim).delete(locks::free_claim),
    },
    Endpoint {
        path: "/v1/claims/{id}/claim-review",
        allow: READ,
        register: |resource| {
            resource
                .get(interchange::of_claim)
                .head(interchange::of_claim)
        },
    },
    Endpoint {
        path: "/v1/claims/{id}/citation",
        allow: READ,
        register: |resource| {
            resource
                .get(interchange::cite_claim)
                .head(interchange::cite_claim)
        },
    },
    Endpoint {
        path: "/v1/claim-reviews",
        allow: "GET, HEAD, POST",
        register: |resource| {
            resource
                .get(interchange::feed)
                .head(interchange::feed)
                .post(interchange::import)
        },
    },
    Endpoint {
        path: "/v1/quotes/{id}/anchor",
        allow: READ,
        register: |resource| resource.get(interchange::anchor).head(interchange::anchor),
    },
    Endpoint {
        path: "/v1/quotes/{id}/annotation",
        allow: READ,
        register: |resource| {
            resource
                .get(interchange::annotated)
                .head(interchange::annotated)
        },
    },
    Endpoint {
        path: "/v1/quotes/{id}/citation",
        allow: READ,
        register: |resource| {
            resource
                .get(interchange::cite_quote)
                .head(interchange::cite_quote)
        },
    },
    Endpoint {
        path: "/v1/export/quotes",
        allow: READ,
        register: |resource| resource.get(exports::quotes).head(exports::quotes),
    },
    Endpoint {
        path: "/v1/export/claims",
        allow: READ,
        register: |resource| resource.get(exports::claims).head(exports::claims),
    },
    Endpoint {
        path: "/v1/export/reviews",
        allow: READ,
        register: |resource| resource.get(exports::reviews).head(exports::reviews),
    },
    Endpoint {
        path: "/v1/reviews/{id}",
        allow: "GET, HEAD, PUT",
        register: |resource| {
            resource
                .get(reviews::one)
                .head(reviews::one)
                .put(reviews::revise)
        },
    },
    Endpoint {
        path: "/v1/statements/{id}/claims",
        allow: READ,
        register: |resource| resource.get(statements::claims).head(statements::claims),
    },
    Endpoint {
        path: "/v1/statements/{id}/dismissal",
        allow: "POST",
        register: |resource| resource.post(statements::dismiss),
    },
    Endpoint {
        path: "/v1/statements/{id}/lock",
        allow: "DELETE, PUT",
        register: |resource| resource.put(locks::statement).delete(locks::free_statement),
    },
    Endpoint {
        path: "/v1/flags",
        allow: "GET, HEAD, POST",
        register: |resource| {
            resource
                .get(flags::list)
                .head(flags::list)
                .post(flags::make)
        },
    },
    Endpoint {
        path: "/v1/flags/{id}/resolution",
        allow: "POST",
        register: |resource| resource.post(flags::resolve),
    },
    Endpoint {
        path: "/v1/scales",
        allow: READ,
        register: |resource| resource.get(scales::list).head(scales::list),
    },
    Endpoint {
        path: "/v1/scales/{name}",
        allow: "PUT",
        register: |resource| resource.put(scales::define),
    },
    Endpoint {
        path: "/v1/queue",
        allow: READ,
        register: |resource| resource.get(queue::list).head(queue::list),
    },
    Endpoint {
        path: "/v1/re-reviews",
        allow: READ,
        register: |resource| resource.get(queue::re_reviews).head(queue::re_reviews),
    },
    Endpoint {
        path: "/v1/checkworthy",
        allow: "POST",
        register: |resource| resource.post(queue::checkworthy),
    },
];

/// What writing at the desk takes.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(super) engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    allowed: web::Data<TakesCorrections>,
}

impl FromRequest for Desk {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let desk = || {
            Some(Self {
                engine: request.app_data::<web::Data<Engine>>()?.clone(),
                budget: request.app_data::<web::Data<Budget>>()?.clone(),
                allowed: request.app_data::<web::Data<TakesCorrections>>()?.clone(),
            })
        };
        ready(desk().ok_or_else(|| internal("the application is not complete")))
    }
}

impl Desk {
    /// The body of a write, where this server takes any, and its share of the room for bodies.
    pub(super) async fn body(
        &self,
        request: &HttpRequest,
        payload: web::Payload,
    ) -> Result<(Vec<u8>, Share), Problem> {
        self.allowed.or_refuse()?;
        self.asked(request, payload).await
    }

    /// Whether this server takes writes.
    pub(super) fn allowed(&self) -> Result<(), Problem> {
        self.allowed.or_refuse()
    }

    /// A body that holds what other programs write, of whichever type of JSON.
    pub(super) async fn file(
        &self,
        request: &HttpRequest,
        payload: web::Payload,
    ) -> Result<(Vec<u8>, Share), Problem> {
        let mut share = self.budget.share();
        let body = payload::any_json(request, payload, LARGEST_FILE, &mut share).await?;
        Ok((body, share))
    }

    /// The body of a question.
    pub(super) async fn asked(
        &self,
        request: &HttpRequest,
        payload: web::Payload,
    ) -> Result<(Vec<u8>, Share), Problem> {
        super::no_parameters(request)?;
        let mut share = self.budget.share();
        let body = payload::json(request, payload, LARGEST_BODY, &mut share).await?;
        Ok((body, share))
    }

    /// Carries a wish out, in a task of its own, so that what is begun is also ended when the caller goes away
    /// meanwhile. `claim` is the one it is done to, and what is expected of it.
    pub(super) async fn carry_out(
        &self,
        by: String,
        wish: DeskWish,
        claim: Option<(ClaimId, Expected)>,
    ) -> Result<Correction, Problem> {
        let engine = self.engine.clone().into_inner();
        let expected = claim.map_or(Expected::Anything, |(_, expected)| expected);
        let wish = Wish::Desk { wish, expected };
        let done = actix_web::rt::spawn(async move {
            match (engine.correct(&by, wish).await, claim) {
                (Ok(entry), _) => Ok(entry),
                (Err(error), Some((claim, expected))) => {
                    Err(problem_of(&engine, claim, expected, error).await)
                }
                (Err(error), None) => Err(error.into()),
            }
        });
        done.await.map_err(internal)?
    }

    /// The claim as it is now, as the answer to a write.
    pub(super) async fn answer(
        &self,
        claim: ClaimId,
        status: StatusCode,
        location: Option<String>,
    ) -> Result<HttpResponse, Problem> {
        let view = self.engine.claim(claim, None).await?;
        let view = view.ok_or_else(|| none("claim", claim))?;
        let mut response = answer::unkept(status);
        if let Some(location) = location {
            response.insert_header((header::LOCATION, location));
        }
        write_claim(response, view).await
    }
}

/// A claim with its tag.
async fn write_claim(
    mut response: HttpResponseBuilder,
    view: ClaimView,
) -> Result<HttpResponse, Problem> {
    response.insert_header((header::ETAG, tag(view.record.last.entry)));
    let body = web::block(move || answer::bytes(&ClaimDetail::from(&view)))
        .await
        .map_err(internal)?;
    Ok(response.body(body))
}

/// The tag of a claim.
fn tag(last: CorrectionId) -> String {
    format!("\"{last}\"")
}

/// Does something to the claim in the path, as `read` has it from the body, and answers the claim.
async fn change(
    desk: Desk,
    request: HttpRequest,
    payload: web::Payload,
    read: impl FnOnce(&[u8], ClaimId) -> Result<(String, DeskWish), Problem>,
) -> Result<HttpResponse, Problem> {
    let claim: ClaimId = super::id(&request)?;
    let precondition = Precondition::read(&request)?;
    let (body, _share) = desk.body(&request, payload).await?;
    let (by, wish) = read(&body, claim)?;
    let expected = precondition.expected(&desk.engine, claim).await?;
    desk.carry_out(by, wish, Some((claim, expected))).await?;
    desk.answer(claim, StatusCode::OK, None).await
}

/// The claims that an entry is about, the one it was done to first.
fn claims_of(entry: &Correction) -> Vec<ClaimId> {
    match &entry.action {
        Action::Desk(action) => action.claims(),
        _ => Vec::new(),
    }
}

fn limit(given: &mut Parameters) -> u16 {
    given
        .number("limit", 1, SearchRequest::LARGEST_PAGE as u16)
        .unwrap_or(SearchRequest::USUAL_PAGE as u16)
}
