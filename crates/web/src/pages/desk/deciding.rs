//! What is decided in the queue. All its items are one form, so that whoever decides signs once; which button was
//! pressed says what is done to which of them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{DeskWish, EngineError, Expected, Wish, WishedLink};
use onrecord_model::{Action, ClaimId, Correction, CorrectionId, FlagSubject, StatementId};

use super::queue::{self, KNOWN, anchor};
use super::{Rejected, carry_out_at_desk};
use crate::fields::Fields;
use crate::pages::corrections::carry_out;
use crate::parameters::Parameters;
use crate::respond::{Failure, answer, failed, see_other_signed};
use crate::site::Site;

pub(crate) async fn decide(
    request: HttpRequest,
    site: web::Data<Site>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, payload).await {
        Ok(Taken::Made { address, by }) => see_other_signed(&address, &by),
        Ok(Taken::Returned(status, html)) => answer(status, html),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made {
        address: String,
        by: String,
    },
    /// The page again, with the reason.
    Returned(StatusCode, String),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let fields = Fields::receive(request, payload).await?;
    let by = fields.get("by").to_owned();
    let here = fields
        .get("here")
        .split_once('?')
        .map_or("", |(_, query)| query);
    let asked = Parameters::read(here, &KNOWN)?;
    let decision = Decision::read(&fields)?;
    // Where to go on has to be known before what is decided on has left the queue.
    let next = match decision.statement() {
        Some(statement) => next(&fields, statement),
        None => None,
    };
    match decision.carry_out(site, &fields, &by).await {
        Ok(done) => Ok(Taken::Made {
            address: onwards(&asked, &decision, done.as_ref(), next),
            by,
        }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let html = queue::build(site, &asked, by, Some(refused.words)).await?;
            Ok(Taken::Returned(refused.status, html))
        }
    }
}

/// The item behind this one on the page, or before it where it is the last.
fn next(fields: &Fields, statement: StatementId) -> Option<StatementId> {
    let items: Vec<StatementId> = fields
        .all("item")
        .filter_map(|item| item.parse().ok())
        .collect();
    let own = items.iter().position(|item| *item == statement)?;
    items
        .get(own + 1)
        .or_else(|| own.checked_sub(1).and_then(|before| items.get(before)))
        .copied()
}

fn onwards(
    asked: &Parameters,
    decision: &Decision,
    done: Option<&Correction>,
    next: Option<StatementId>,
) -> String {
    let place = match decision {
        // What is flagged, kept for oneself or told what it is not stays where it is.
        Decision::Flag(own) | Decision::Lock(own) | Decision::Reject(own, _) => Some(*own),
        Decision::Sign | Decision::Undo(_) | Decision::Dismiss(_) | Decision::Link(..) => next,
    };
    let page = queue::located(asked);
    let joined = if page.contains('?') { '&' } else { '?' };
    let done = match (decision, done) {
        (Decision::Undo(_), _) | (_, None) => String::new(),
        (_, Some(done)) => format!("{joined}done={}", done.id),
    };
    let place = place.map_or_else(String::new, |place| format!("#{}", anchor(place)));
    format!("{page}{done}{place}")
}

/// One thing that a button of the queue does.
enum Decision {
    /// Only remember the name.
    Sign,
    Dismiss(StatementId),
    Link(StatementId, ClaimId),
    Reject(StatementId, ClaimId),
    Flag(StatementId),
    Lock(StatementId),
    Undo(CorrectionId),
}

impl Decision {
    fn read(fields: &Fields) -> Result<Self, Failure> {
        let unclear = || Failure::Malformed("The form does not say what is decided.".to_owned());
        let mut parts = fields.get("do").split(' ');
        let what = parts.next().unwrap_or_default();
        let mut id = || parts.next().ok_or_else(unclear);
        let statement = |id: &str| id.parse::<StatementId>().map_err(|_| unclear());
        let claim = |id: &str| id.parse::<ClaimId>().map_err(|_| unclear());
        Ok(match what {
            "sign" => Self::Sign,
            "dismiss" => Self::Dismiss(statement(id()?)?),
            "link" => Self::Link(statement(id()?)?, claim(id()?)?),
            "reject" => Self::Reject(statement(id()?)?, claim(id()?)?),
            "flag" => Self::Flag(statement(id()?)?),
            "lock" => Self::Lock(statement(id()?)?),
            "undo" => Self::Undo(id()?.parse().map_err(|_| unclear())?),
            _ => return Err(unclear()),
        })
    }

    fn statement(&self) -> Option<StatementId> {
        match self {
            Self::Sign | Self::Undo(_) => None,
            Self::Dismiss(id)
            | Self::Link(id, _)
            | Self::Reject(id, _)
            | Self::Flag(id)
            | Self::Lock(id) => Some(*id),
        }
    }

    /// The entry of the log, where there is one.
    async fn carry_out(
        &self,
        site: &web::Data<Site>,
        fields: &Fields,
        by: &str,
    ) -> Result<Option<Correction>, Rejected> {
        let reason = |id: StatementId| fields.get(&format!("reason-{id}")).to_owned();
        let wish = match *self {
            Self::Sign => return Ok(None),
            Self::Lock(id) => {
                site.engine.lock(id.0, by).await?;
                return Ok(None);
            }
            Self::Undo(correction) => {
                is_of_desk(site, correction).await?;
                return Ok(Some(carry_out(site, by, Wish::Undo { correction }).await?));
            }
            Self::Dismiss(statement) => DeskWish::DismissStatement {
                statement,
                reason: reason(statement),
            },
            Self::Link(statement, claim) => DeskWish::LinkStatement {
                claim,
                statement: WishedLink {
                    statement,
                    part: None,
                    suggested: None,
                },
            },
            Self::Reject(statement, claim) => DeskWish::RejectLink { claim, statement },
            Self::Flag(statement) => DeskWish::Flag {
                subject: FlagSubject::Statement(statement),
                reason: reason(statement),
            },
        };
        let done = carry_out_at_desk(site, by, wish, Expected::Anything).await?;
        Ok(Some(done))
    }
}

/// Only what was done at the desk is taken back from there.
async fn is_of_desk(site: &Site, id: CorrectionId) -> Result<(), Rejected> {
    let missing = || Failure::NotFound("No entry of the log has this id.".to_owned());
    let entry = site
        .engine
        .correction(id)
        .await
        .map_err(|error: EngineError| Failure::Engine(error))?
        .ok_or_else(missing)?;
    match entry.action {
        Action::Desk(_) => Ok(()),
        _ => Err(missing().into()),
    }
}
