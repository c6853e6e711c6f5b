//! The fact-checkers' desk: claims, what was said of them, and what is to be done.

pub(crate) mod acting;
pub(crate) mod claim;
pub(crate) mod claims;
pub(crate) mod deciding;
pub(crate) mod due;
pub(crate) mod flags;
pub(crate) mod listing;
pub(crate) mod made;
pub(crate) mod making;
mod parts;
pub(crate) mod queue;
mod reviewing;
pub(crate) mod scales;

use actix_web::web;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use onrecord_engine::{DeskWish, EngineError, Expected, Wish};
use onrecord_model::{ClaimId, CodePointSpan, Correction, StatementId, Timestamp};

use super::corrections::{Refused, carry_out};
use crate::address;
use crate::fields::Fields;
use crate::respond::Failure;
use crate::site::Site;

/// What somebody sent with a form that was not taken, and why it was not.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub(crate) by: String,
    pub(crate) notice: Option<String>,
    fields: Fields,
}

impl Typed {
    /// Nothing was sent; the name is that which was signed with last.
    pub(crate) fn nothing(by: String) -> Self {
        Self {
            by,
            ..Self::default()
        }
    }

    /// What was sent, and why it was not taken.
    pub(crate) fn refused(fields: Fields, notice: String) -> Self {
        Self {
            by: fields.get("by").to_owned(),
            notice: Some(notice),
            fields,
        }
    }

    /// What was sent with the form that is called `form`.
    pub(crate) fn of(&self, form: &str) -> Option<&Fields> {
        (self.notice.is_some() && self.fields.get("what") == form).then_some(&self.fields)
    }
}

/// Something that cannot be taken as it was sent, for a reason that whoever sent it can do something about.
pub(crate) enum Rejected {
    /// Shown with the form.
    Told(Refused),
    /// A page of its own.
    Failed(Failure),
}

impl From<Failure> for Rejected {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<EngineError> for Rejected {
    fn from(error: EngineError) -> Self {
        match Refused::of(error) {
            Ok(refused) => Self::Told(refused),
            Err(failure) => Self::Failed(failure),
        }
    }
}

impl Rejected {
    fn because(words: impl Into<String>) -> Self {
        Self::Told(Refused {
            status: actix_web::http::StatusCode::UNPROCESSABLE_ENTITY,
            words: words.into(),
        })
    }
}

/// Does something at the desk.
async fn carry_out_at_desk(
    site: &web::Data<Site>,
    by: &str,
    wish: DeskWish,
    expected: Expected,
) -> Result<Correction, EngineError> {
    carry_out(site, by, Wish::Desk { wish, expected }).await
}

fn no_claim() -> Failure {
    Failure::NotFound("No claim on record has this address.".to_owned())
}

fn read_claim(id: &str) -> Result<ClaimId, Failure> {
    id.parse().map_err(|_| no_claim())
}

/// The address to go to once a form is taken: what the form says, where that is a page of this site.
fn back(fields: &Fields, otherwise: String) -> String {
    let given = fields.get("back");
    match address::is_own(given) {
        true => given.to_owned(),
        false => otherwise,
    }
}

/// What the form shows was last done to the claim when it was made.
fn expected(fields: &Fields) -> Result<Expected, Failure> {
    match fields.get("expected") {
        "" => Ok(Expected::Anything),
        id => id.parse().map(|id| Expected::Last(Some(id))).map_err(|_| {
            Failure::Malformed("The form does not say what it was made for.".to_owned())
        }),
    }
}

/// The claim that an address of this site, an id or the name in the file it came in with stands for.
async fn other_claim(site: &Site, given: &str) -> Result<ClaimId, Rejected> {
    let path = given.split(['#', '?']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next();
    if let Some(id) = last.and_then(|id| id.parse().ok()) {
        return Ok(id);
    }
    let called = site.engine.claim_called(given).await?;
    called.ok_or_else(|| {
        Rejected::because(
            "What is wrong: no claim on record has this address or name. Copy it from the page of the other one.",
        )
    })
}

/// Where `part` stands in `words`, in code points; none where nothing is given. The first place is meant where there
/// are several.
fn part_of(words: &str, part: &str) -> Result<Option<CodePointSpan>, Rejected> {
    if part.is_empty() {
        return Ok(None);
    }
    // Pages show words with typographic marks, code point by code point.
    let shown = crate::typeset::typographic(words);
    let found = words
        .find(part)
        .map(|at| words[..at].chars().count())
        .or_else(|| shown.find(part).map(|at| shown[..at].chars().count()));
    let start = found.ok_or_else(|| {
        Rejected::because(
            "What is wrong: the part is not in the words of the statement. Copy it from them.",
        )
    })?;
    let span = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let whole = words.chars().count();
    let end = start + part.chars().count();
    Ok((end - start < whole).then_some(CodePointSpan {
        start: span(start),
        end: span(end),
    }))
}

/// The words of a statement, as its first occurrence has them.
async fn words_of(site: &Site, id: StatementId) -> Result<Option<String>, EngineError> {
    let view = site.engine.statement(id).await?;
    Ok(view.map(|view| {
        let wording = view.variants.iter().find(|variant| variant.wording == id);
        wording.map_or_else(
            || view.canonical.text.clone(),
            |variant| variant.text.clone(),
        )
    }))
}

/// A day as a form has it, at its first instant; none where it is left out.
fn day(text: &str) -> Result<Option<Timestamp>, Rejected> {
    if text.is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = text.parse().map_err(|_| {
        Rejected::because(format!(
            "What is wrong: “{text}” is no date such as 2026-05-03."
        ))
    })?;
    Ok(Some(day.and_time(NaiveTime::MIN).and_utc()))
}

/// An instant, or the last one of a day.
fn instant(text: &str) -> Result<Timestamp, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    let day: Option<NaiveDate> = text.parse().ok();
    day.and_then(|day| day.succ_opt())
        .map(|next| next.and_time(NaiveTime::MIN).and_utc() - TimeDelta::microseconds(1))
        .ok_or_else(|| {
            Failure::Malformed(format!(
                "“{text}” is neither a day such as 2026-05-03 nor an instant such as 2026-05-03T12:00:00Z."
            ))
        })
}

/// That an answer of the engine to a place in a list is a malformed address.
fn placed(error: EngineError) -> Failure {
    match error {
        EngineError::Cursor(_) => Failure::Malformed(
            "The place in the list that it names is not one that was given out.".to_owned(),
        ),
        error => Failure::Engine(error),
    }
}
