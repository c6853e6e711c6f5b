//! Flags: what readers ask to be looked at.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{DeskWish, Expected, FlagFilter, FlagRecord, SearchRequest};
use onrecord_model::{FlagId, FlagSubject, QuoteId};

use super::{Rejected, back, carry_out_at_desk, no_claim, placed};
use crate::address;
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, failed, page, page_with, see_other_signed};
use crate::signed;
use crate::site::Site;
use crate::typeset::typographic;
use crate::wording::Day;

#[derive(Template)]
#[template(path = "flags.html")]
struct Flags {
    frame: Frame,
    is_all: bool,
    flags: Vec<FlagView>,
    next: Option<String>,
    notice: Option<String>,
    takes_corrections: bool,
    note: String,
    by: String,
}

/// A flag, as lists show it.
pub(crate) struct FlagView {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) address: String,
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) at: Day,
    /// "Ines Roth, 3 May 2026"
    pub(crate) settled: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) action: String,
}

impl FlagView {
    pub(crate) fn new(flag: &FlagRecord) -> Self {
        Self {
            id: flag.id.to_string(),
            kind: match flag.subject {
                FlagSubject::Claim(_) => "Claim",
                FlagSubject::Quote(_) => "Quote",
                FlagSubject::Statement(_) => "Statement",
            },
            words: typographic(&flag.words),
            address: address::flagged(flag.subject),
            reason: flag.reason.clone(),
            by: flag.by.clone(),
            at: Day::of(flag.at),
            settled: flag
                .settled
                .as_ref()
                .map(|(by, at)| format!("{by}, {}", Day::of(*at).long)),
            note: flag.note.clone(),
            action: address::settle_flag(flag.id),
        }
    }
}

pub(crate) async fn flags(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["all", "cursor"]) {
        Ok(asked) => build(&site, &asked, signed::remembered(&request)).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters, by: String) -> Result<Flags, Failure> {
    let is_all = asked.get("all").is_some();
    let filter = FlagFilter {
        is_open: !is_all,
        subject: None,
    };
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .flags(filter, asked.get("cursor"), limit)
        .await
        .map_err(placed)?;
    let mut frame = Frame::new("Flags", Section::Other).with_json("/v1/flags");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Flags {
        frame,
        is_all,
        flags: found.flags.iter().map(FlagView::new).collect(),
        next: found.next.map(|cursor| {
            let all = asked.get("all");
            address::with_parameters("/flags", &[("all", all), ("cursor", Some(&cursor))])
        }),
        notice: None,
        takes_corrections: site.takes_corrections,
        note: String::new(),
        by,
    })
}

pub(crate) async fn settle(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match settled(&request, &site, &id, payload).await {
        Ok(Settled::Made { address, by }) => see_other_signed(&address, &by),
        Ok(Settled::Returned(status, built)) => page_with(&request, Ok((status, *built))),
        Err(failure) => failed(&request, failure),
    }
}

enum Settled {
    Made { address: String, by: String },
    Returned(StatusCode, Box<Flags>),
}

async fn settled(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Settled, Failure> {
    site.refuse_corrections()?;
    let missing = || Failure::NotFound("No flag on record has this address.".to_owned());
    let flag: FlagId = id.parse().map_err(|_| missing())?;
    let fields = Fields::receive(request, payload).await?;
    let (note, by) = (fields.get("note").to_owned(), fields.get("by").to_owned());
    let wish = DeskWish::ResolveFlag {
        flag,
        note: note.clone(),
    };
    let done = carry_out_at_desk(site, &by, wish, Expected::Anything).await;
    match done.map_err(Rejected::from) {
        Ok(_) => Ok(Settled::Made {
            address: back(&fields, "/flags".to_owned()),
            by,
        }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let built = Flags {
                notice: Some(refused.words),
                note,
                ..build(site, &Parameters::default(), by).await?
            };
            Ok(Settled::Returned(refused.status, Box::new(built)))
        }
    }
}

#[derive(Template)]
#[template(path = "flag.html")]
struct NewFlag {
    frame: Frame,
    kind: &'static str,
    id: String,
    words: String,
    address: String,
    notice: Option<String>,
    takes_corrections: bool,
    reason: String,
    by: String,
}

pub(crate) async fn form(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let known = ["claim", "quote", "statement"];
    let built = match Parameters::read(request.query_string(), &known) {
        Ok(asked) => {
            let given = known
                .into_iter()
                .find_map(|kind| Some((kind, asked.get(kind)?)));
            let by = signed::remembered(&request);
            match given {
                Some((kind, id)) => new_flag(&site, kind, id, by).await,
                None => Err(Failure::Malformed(
                    "It does not say what is to be flagged.".to_owned(),
                )),
            }
        }
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

fn subject(kind: &str, id: &str) -> Result<FlagSubject, Failure> {
    let id: Result<QuoteId, _> = id.parse();
    id.ok()
        .and_then(|id| FlagSubject::new(kind, id.0))
        .ok_or_else(|| Failure::Malformed("It names nothing that could be flagged.".to_owned()))
}

async fn new_flag(site: &Site, kind: &str, id: &str, by: String) -> Result<NewFlag, Failure> {
    let missing = |what: &str| Failure::NotFound(format!("No {what} on record has this address."));
    let subject = subject(kind, id)?;
    let words = match subject {
        FlagSubject::Claim(id) => {
            let view = site.engine.claim(id, None).await?.ok_or_else(no_claim)?;
            view.record.text.text
        }
        FlagSubject::Quote(id) => {
            let view = site.engine.quote(id).await?;
            view.ok_or_else(|| missing("quote"))?.quote.text
        }
        FlagSubject::Statement(id) => {
            let view = site.engine.statement(id).await?;
            view.ok_or_else(|| missing("statement"))?.canonical.text
        }
    };
    let mut frame = Frame::new(format!("Flag this {}", subject.kind()), Section::Other);
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(NewFlag {
        frame,
        kind: subject.kind(),
        id: subject.id().to_string(),
        words: typographic(&words),
        address: address::flagged(subject),
        notice: None,
        takes_corrections: site.takes_corrections,
        reason: String::new(),
        by,
    })
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    payload: web::Payload,
) -> HttpResponse {
    match flagged(&request, &site, payload).await {
        Ok(Flagged::Made { address, by }) => see_other_signed(&address, &by),
        Ok(Flagged::Returned(status, built)) => page_with(&request, Ok((status, *built))),
        Err(failure) => failed(&request, failure),
    }
}

enum Flagged {
    Made { address: String, by: String },
    Returned(StatusCode, Box<NewFlag>),
}

async fn flagged(
    request: &HttpRequest,
    site: &web::Data<Site>,
    payload: web::Payload,
) -> Result<Flagged, Failure> {
    site.refuse_corrections()?;
    let fields = Fields::receive(request, payload).await?;
    let subject = subject(fields.get("kind"), fields.get("id"))?;
    let (reason, by) = (fields.get("reason").to_owned(), fields.get("by").to_owned());
    let wish = DeskWish::Flag {
        subject,
        reason: reason.clone(),
    };
    let done = carry_out_at_desk(site, &by, wish, Expected::Anything).await;
    match done.map_err(Rejected::from) {
        Ok(_) => Ok(Flagged::Made {
            address: "/flags".to_owned(),
            by,
        }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let id = subject.id().to_string();
            let built = NewFlag {
                notice: Some(refused.words),
                reason,
                ..new_flag(site, subject.kind(), &id, by).await?
            };
            Ok(Flagged::Returned(refused.status, Box::new(built)))
        }
    }
}
