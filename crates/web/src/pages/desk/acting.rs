//! What forms do to a claim.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{DeskWish, Expected, WishedLink};
use onrecord_model::{ClaimId, ClaimText, QuoteId, ReviewId, StatementId};

use super::claim::{self, Built};
use super::{
    Rejected, Typed, back, carry_out_at_desk, expected, no_claim, other_claim, part_of, read_claim,
    reviewing, words_of,
};
use crate::address;
use crate::fields::Fields;
use crate::pages::quote::here;
use crate::respond::{Failure, answer, failed, see_other, see_other_signed};
use crate::site::Site;

/// The routes of `/claims/{id}/act`.
pub(crate) async fn act(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, &id, payload).await {
        Ok(Taken::Made { address, by }) => see_other_signed(&address, &by),
        Ok(Taken::Returned(status, Built::Page(html))) => answer(status, html),
        Ok(Taken::Returned(_, Built::Elsewhere(shown))) => see_other(&shown),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made {
        address: String,
        by: String,
    },
    /// The page again, with the reason.
    Returned(StatusCode, Built),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let claim = read_claim(id)?;
    let fields = Fields::receive(request, payload).await?;
    match done(site, claim, &fields).await {
        Ok(address) => Ok(Taken::Made {
            address,
            by: fields.get("by").to_owned(),
        }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let typed = Typed::refused(fields, refused.words);
            let built = claim::build(site, claim, None, &here(request), typed).await?;
            Ok(Taken::Returned(refused.status, built))
        }
    }
}

/// Does what a form asks for, and says where to go on.
async fn done(site: &web::Data<Site>, claim: ClaimId, fields: &Fields) -> Result<String, Rejected> {
    let by = fields.get("by");
    let own = address::claim(claim);
    match fields.get("what") {
        "lock" => {
            site.engine.lock(claim.0, by).await?;
            return Ok(back(fields, own));
        }
        "unlock" => {
            site.engine.unlock(claim.0, by).await?;
            return Ok(back(fields, own));
        }
        _ => {}
    }
    let (wish, place) = wish(site, claim, fields).await?;
    // A statement is linked or not whatever else happens to the claim, and a review is one's own.
    let expected = match wish {
        DeskWish::LinkStatement { .. }
        | DeskWish::RejectLink { .. }
        | DeskWish::AddReview { .. }
        | DeskWish::RelateClaims { .. } => Expected::Anything,
        _ => expected(fields)?,
    };
    carry_out_at_desk(site, by, wish, expected).await?;
    Ok(back(fields, format!("{own}{place}")))
}

/// What a form asks for, and the place of the page where it is seen.
async fn wish(
    site: &Site,
    claim: ClaimId,
    fields: &Fields,
) -> Result<(DeskWish, &'static str), Rejected> {
    let text = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    Ok(match fields.get("what") {
        "edit" => {
            let text = ClaimText {
                text: fields.get("text").to_owned(),
                title: text("title"),
                context: text("context"),
                language: text("language"),
                ..now(site, claim).await?.text
            };
            (
                DeskWish::EditClaim {
                    claim,
                    text: Box::new(text),
                },
                "",
            )
        }
        "link" => {
            let statement = statement(site, fields.get("statement")).await?;
            let words = words_of(site, statement).await?.unwrap_or_default();
            let statement = WishedLink {
                statement,
                part: part_of(&words, fields.get("part"))?,
                suggested: None,
            };
            (DeskWish::LinkStatement { claim, statement }, "#statements")
        }
        "reject" => {
            let statement = statement(site, fields.get("statement")).await?;
            (DeskWish::RejectLink { claim, statement }, "#statements")
        }
        "merge" => {
            let into = other_claim(site, fields.get("other")).await?;
            (DeskWish::MergeClaims { claim, into }, "")
        }
        "split" => (split(claim, fields)?, "#history"),
        "relate" => {
            let to = other_claim(site, fields.get("other")).await?;
            let relation = match fields.get("relation") {
                "none" => None,
                relation => Some(relation.parse().map_err(|_| unclear())?),
            };
            (
                DeskWish::RelateClaims {
                    claim,
                    to,
                    relation,
                },
                "#related",
            )
        }
        "assign" => (
            DeskWish::AssignClaim {
                claim,
                to: text("to"),
            },
            "",
        ),
        "state" => {
            let state = fields.get("state").parse().map_err(|_| unclear())?;
            (DeskWish::SetClaimState { claim, state }, "")
        }
        "review" => {
            let review = reviewing::read(fields, fields.get("by"), site.engine.now(), None)?;
            let review = Box::new(review);
            (DeskWish::AddReview { claim, review }, "#verdicts")
        }
        "revise" => {
            let review: ReviewId = fields.get("review").parse().map_err(|_| unclear())?;
            let record = now(site, claim).await?;
            let before = record.reviews.iter().find(|known| known.id == review);
            let before = before
                .ok_or_else(|| Failure::NotFound("The claim has no such review.".to_owned()))?;
            let by = fields.get("by");
            let content = reviewing::read(fields, by, site.engine.now(), Some(&before.content))?;
            let content = Box::new(content);
            (DeskWish::ReviseReview { review, content }, "#verdicts")
        }
        _ => return Err(unclear().into()),
    })
}

fn unclear() -> Failure {
    Failure::Malformed("The form does not say what is to be done.".to_owned())
}

fn split(claim: ClaimId, fields: &Fields) -> Result<DeskWish, Rejected> {
    let ids = |name: &str| {
        fields
            .all(name)
            .map(|id| id.parse::<QuoteId>().map(|id| id.0).map_err(|_| unclear()))
            .collect::<Result<Vec<_>, Failure>>()
    };
    let statements = ids("statement")?.into_iter().map(StatementId).collect();
    let reviews = ids("review")?.into_iter().map(ReviewId).collect();
    Ok(DeskWish::SplitClaim {
        claim,
        text: Box::new(ClaimText {
            text: fields.get("text").to_owned(),
            ..ClaimText::default()
        }),
        statements,
        reviews,
    })
}

/// The claim as it is.
async fn now(site: &Site, claim: ClaimId) -> Result<onrecord_engine::ClaimRecord, Rejected> {
    let view = site.engine.claim(claim, None).await?;
    Ok(view.ok_or_else(no_claim)?.record)
}

/// The statement that an address of this site or an id stands for, be it that of a quote.
pub(super) async fn statement(site: &Site, given: &str) -> Result<StatementId, Rejected> {
    let path = given.split(['#', '?']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next();
    let found = match last.and_then(|id| id.parse::<QuoteId>().ok()) {
        None => None,
        Some(id) => match site.engine.quote(id).await? {
            Some(view) => view.quote.wording,
            None => Some(StatementId(id.0)),
        },
    };
    found.ok_or_else(|| {
        Rejected::because(
            "What is wrong: no quote and no statement on record has this address. Copy it from its page.",
        )
    })
}
