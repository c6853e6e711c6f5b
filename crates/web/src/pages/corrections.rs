//! The log of corrections, and taking one back.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{CorrectionFilter, EngineError, SearchRequest, StoreError, Wish};
use onrecord_model::{ClaimId, Correction, CorrectionId, QuoteId, SpeakerId};

use crate::address;
use crate::entry::{Entry, about, makes_claim};
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, failed, page, page_with, see_other_signed};
use crate::signed;
use crate::site::Site;

#[derive(Template)]
#[template(path = "corrections.html")]
struct Corrections {
    frame: Frame,
    notice: Option<String>,
    entries: Vec<Entry>,
    next: Option<String>,
    takes_corrections: bool,
    /// What was typed before.
    by: String,
}

pub(crate) async fn corrections(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(
        request.query_string(),
        &["speaker", "quote", "claim", "cursor"],
    ) {
        Ok(asked) => build(&site, &asked).await.map(|page| Corrections {
            by: signed::remembered(&request),
            ..page
        }),
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters) -> Result<Corrections, Failure> {
    let malformed = || Failure::Malformed("It names something that is no id.".to_owned());
    let speaker: Option<SpeakerId> = match asked.get("speaker") {
        Some(id) => Some(id.parse().map_err(|_| malformed())?),
        None => None,
    };
    let quote: Option<QuoteId> = match asked.get("quote") {
        Some(id) => Some(id.parse().map_err(|_| malformed())?),
        None => None,
    };
    let claim: Option<ClaimId> = match asked.get("claim") {
        Some(id) => Some(id.parse().map_err(|_| malformed())?),
        None => None,
    };
    let filter = CorrectionFilter {
        speaker,
        quote,
        claim,
    };
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .corrections(filter, asked.get("cursor"), limit)
        .await
        .map_err(|error| match error {
            EngineError::Cursor(_) => Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            ),
            error => Failure::Engine(error),
        })?;
    let next = found.next.as_deref().map(|cursor| {
        let parameters = [
            ("speaker", asked.get("speaker")),
            ("quote", asked.get("quote")),
            ("claim", asked.get("claim")),
            ("cursor", Some(cursor)),
        ];
        address::with_parameters("/corrections", &parameters)
    });
    let mut frame = Frame::new("Corrections", Section::Other).with_json("/v1/corrections");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Corrections {
        frame,
        notice: None,
        entries: entries(site, &found.corrections),
        next,
        takes_corrections: site.takes_corrections,
        by: String::new(),
    })
}

/// Corrections as lists show them.
pub(crate) fn entries(site: &Site, corrections: &[Correction]) -> Vec<Entry> {
    corrections
        .iter()
        .map(|correction| Entry::new(correction, site.takes_corrections))
        .collect()
}

pub(crate) async fn undo(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match take_back(&request, &site, &id, payload).await {
        Ok((address, by)) => see_other_signed(&address, &by),
        Err(TakingBack::Failed(failure)) => failed(&request, failure),
        Err(TakingBack::Refused { by, error }) => {
            let refused = match Refused::of(error) {
                Ok(refused) => refused,
                Err(failure) => return failed(&request, failure),
            };
            let built = build(&site, &Parameters::default()).await.map(|page| {
                let page = Corrections {
                    notice: Some(refused.words),
                    by,
                    ..page
                };
                (refused.status, page)
            });
            page_with(&request, built)
        }
    }
}

enum TakingBack {
    Failed(Failure),
    Refused { by: String, error: EngineError },
}

async fn take_back(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<(String, String), TakingBack> {
    site.refuse_corrections().map_err(TakingBack::Failed)?;
    let missing = || Failure::NotFound("No correction on record has this address.".to_owned());
    let id: CorrectionId = id.parse().map_err(|_| TakingBack::Failed(missing()))?;
    let fields = Fields::receive(request, payload)
        .await
        .map_err(TakingBack::Failed)?;
    let engine = |error| TakingBack::Failed(Failure::Engine(error));
    let taken_back = site.engine.correction(id).await.map_err(engine)?;
    let taken_back = taken_back.ok_or_else(|| TakingBack::Failed(missing()))?;
    let by = fields.get("by").to_owned();
    match carry_out(site, &by, Wish::Undo { correction: id }).await {
        Ok(_) => {
            let about = about(&taken_back.action).filter(|_| !makes_claim(&taken_back.action));
            Ok((about.unwrap_or_else(|| "/corrections".to_owned()), by))
        }
        Err(error) => Err(TakingBack::Refused { by, error }),
    }
}

/// Makes a correction, in a task of its own, so that what is begun is also ended when the reader goes away.
pub(crate) async fn carry_out(
    site: &web::Data<Site>,
    by: &str,
    wish: Wish,
) -> Result<Correction, EngineError> {
    let (site, by) = (site.clone(), by.to_owned());
    let made = actix_web::rt::spawn(async move {
        let made = site.engine.correct(&by, wish).await;
        site.forget_overview().await;
        made
    });
    made.await
        .unwrap_or(Err(EngineError::Panicked("making a correction")))
}

/// A correction that was not made, for a reason that whoever wanted it can do something about.
pub(crate) struct Refused {
    pub(crate) status: actix_web::http::StatusCode,
    pub(crate) words: String,
}

impl Refused {
    /// What the reader is told; all else is a page of its own.
    pub(crate) fn of(error: EngineError) -> Result<Self, Failure> {
        use actix_web::http::StatusCode;
        match error {
            EngineError::Store(StoreError::Refused { what }) => Ok(Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                words: format!("What is wrong: {what}."),
            }),
            EngineError::Store(StoreError::Conflict { what, .. }) => Ok(Self {
                status: StatusCode::CONFLICT,
                words: format!(
                    "Somebody else came first: {what}. What you see here is how it is now."
                ),
            }),
            EngineError::Store(StoreError::Unknown { what }) => {
                Err(Failure::NotFound(format!("There is no {what}.")))
            }
            error => Err(Failure::Engine(error)),
        }
    }
}
