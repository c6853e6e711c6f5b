//! Claims that have to be looked at again, and why.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;
use onrecord_engine::{DueClaim, DueReason, SearchRequest};

use super::listing::ClaimCard;
use super::placed;
use crate::address;
use crate::card::quotation;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::{Day, counted};

/// Days after which a review is old unless the reader says otherwise.
const OLD: u32 = 365;
/// Characters of what was said again that are shown.
const WORDS: usize = 160;

#[derive(Template)]
#[template(path = "re_review.html")]
struct Due {
    frame: Frame,
    days: u32,
    claims: Vec<DueView>,
    next: Option<String>,
}

struct DueView {
    claim: ClaimCard,
    reasons: Vec<Reason>,
}

struct Reason {
    words: String,
    /// What was said, and where it is.
    said: Option<Said>,
}

struct Said {
    words: String,
    by: String,
    address: String,
}

pub(crate) async fn due(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["older_than_days", "cursor"]) {
        Ok(asked) => build(&site, &asked).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters) -> Result<Due, Failure> {
    let given = asked.get("older_than_days");
    let days: u32 = match given {
        None => OLD,
        Some(days) => days.parse().map_err(|_| {
            Failure::Malformed(format!("“{days}” is no number of days, such as 365."))
        })?,
    };
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .due_claims(TimeDelta::days(i64::from(days)), asked.get("cursor"), limit)
        .await
        .map_err(placed)?;
    let mut frame =
        Frame::new("To be looked at again", Section::Claims).with_json("/v1/re-reviews");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Due {
        frame,
        days,
        claims: found.claims.iter().map(DueView::new).collect(),
        next: found.next.map(|cursor| {
            let parameters = [
                ("older_than_days", given),
                ("cursor", Some(cursor.as_str())),
            ];
            address::with_parameters("/re-review", &parameters)
        }),
    })
}

impl DueView {
    fn new(due: &DueClaim) -> Self {
        Self {
            claim: ClaimCard::from(&due.claim),
            reasons: due.reasons.iter().map(Reason::new).collect(),
        }
    }
}

impl Reason {
    fn new(reason: &DueReason) -> Self {
        let plain = |words: String| Self { words, said: None };
        match reason {
            DueReason::Disagreement => plain("Its published reviews disagree".to_owned()),
            DueReason::SecondReview => plain("Somebody asked for a second review".to_owned()),
            DueReason::EvidenceGone(reviews) => plain(format!(
                "Evidence of {} is gone from where it was",
                counted(*reviews, "review", "reviews")
            )),
            DueReason::Old(last) => plain(format!(
                "Last reviewed here on {}, longer ago than asked for",
                Day::of(*last).long
            )),
            DueReason::OtherNumbers {
                quote,
                times,
                is_suggested,
            } => {
                let times = counted(*times, "time", "times");
                let doubt = match is_suggested {
                    true => ", as far as a machine can tell that it is the same claim",
                    false => "",
                };
                let by = quote.speaker.as_ref().map(|speaker| speaker.name.clone());
                Self {
                    words: format!("Said again {times} with other numbers{doubt}"),
                    said: Some(Said {
                        words: quotation(&quote.text, WORDS),
                        by: by.unwrap_or_else(|| "nobody known".to_owned()),
                        address: address::quote(quote.id),
                    }),
                }
            }
        }
    }
}
