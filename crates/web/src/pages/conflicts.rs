//! The same words given to two speakers, and settling that.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{Conflict, EngineError, SearchRequest, Wish};
use onrecord_model::ConflictId;

use super::corrections::{Refused, carry_out};
use crate::address;
use crate::card::{Card, Who, quotation};
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, failed, page, page_with, see_other};
use crate::site::Site;
use crate::wording::counted;

/// Characters of the words that a conflict is headed by; both quotes are shown in full.
const WORDS: usize = 200;

#[derive(Template)]
#[template(path = "conflicts.html")]
struct Conflicts {
    frame: Frame,
    conflicts: Vec<ConflictView>,
    notice: Option<String>,
    next: Option<String>,
    takes_corrections: bool,
    /// What was typed before.
    note: String,
    by: String,
}

struct ConflictView {
    anchor: String,
    /// The words that both are said to have said.
    words: String,
    note: String,
    sides: [Card; 2],
    /// Where the form that settles it is sent.
    action: String,
}

pub(crate) async fn conflicts(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["cursor"]) {
        Ok(asked) => build(&site, asked.get("cursor")).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, cursor: Option<&str>) -> Result<Conflicts, Failure> {
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .conflicts(Some(false), cursor, limit)
        .await
        .map_err(|error| match error {
            EngineError::Cursor(_) => Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            ),
            error => error.into(),
        })?;
    let mut frame = Frame::new("Given to two speakers", Section::Other).with_json("/v1/conflicts");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Conflicts {
        frame,
        conflicts: found.conflicts.iter().map(ConflictView::new).collect(),
        next: found
            .next
            .map(|cursor| address::with_parameters("/conflicts", &[("cursor", Some(&cursor))])),
        takes_corrections: site.takes_corrections,
        notice: None,
        note: String::new(),
        by: String::new(),
    })
}

pub(crate) async fn settle(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, &id, payload).await {
        Ok(None) => see_other("/conflicts"),
        Ok(Some((status, built))) => page_with(&request, Ok((status, *built))),
        Err(failure) => failed(&request, failure),
    }
}

/// The page again, with the reason, where it was not put on record.
async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Option<(StatusCode, Box<Conflicts>)>, Failure> {
    site.refuse_corrections()?;
    let missing = || Failure::NotFound("No conflict on record has this address.".to_owned());
    let conflict: ConflictId = id.parse().map_err(|_| missing())?;
    let fields = Fields::receive(request, payload).await?;
    let (note, by) = (fields.get("note").to_owned(), fields.get("by").to_owned());
    let wish = Wish::SettleConflict {
        conflict,
        note: note.clone(),
    };
    let Err(error) = carry_out(site, &by, wish).await else {
        return Ok(None);
    };
    let refused = Refused::of(error)?;
    let built = Conflicts {
        notice: Some(refused.words),
        note,
        by,
        ..build(site, None).await?
    };
    Ok(Some((refused.status, Box::new(built))))
}

impl ConflictView {
    fn new(conflict: &Conflict) -> Self {
        let sides = [&conflict.one, &conflict.other].map(|quote| Card::new(quote, &[]));
        Self {
            anchor: format!("conflict-{}", conflict.id),
            action: address::settle(conflict.id),
            words: quotation(&conflict.words, WORDS),
            note: apart(conflict),
            sides,
        }
    }
}

/// How far apart in time the two are.
fn apart(conflict: &Conflict) -> String {
    let days = conflict
        .one
        .article
        .published
        .zip(conflict.other.article.published)
        .map(|(one, other)| (one - other).num_days().unsigned_abs());
    match days {
        None => "At least one of them without a date".to_owned(),
        Some(0) => "Within a day of each other".to_owned(),
        Some(days) => format!("{} apart", counted(days, "day", "days")),
    }
}
