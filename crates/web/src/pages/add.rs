//! Pasting an article: the form, and taking it in.
//!
//! What was pasted is somebody's work: where it cannot be stored, it comes back in the form with the reason.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::intake::{Facts, Limits, Problem, from_plain_text};
use onrecord_engine::{EngineError, PutStatus, StoreError};

use crate::address;
use crate::form::{Paste, Received, Refusal, receive};
use crate::frame::{Frame, Section};
use crate::respond::{Failure, answer, failed, page, render, request_id, see_other};
use crate::site::Site;

/// Most bytes that are sent back with the form. A page can be six times as long as what it shows, and is
/// held until the last slow reader has it; a browser that goes back still has the text.
const LONGEST_RETURNED: usize = 2 << 20;

const NOT_TAKEN: &str = "It was not taken in";
const NOT_STORED: &str = "It was not stored";
/// Where the database did not say what became of it.
const NOT_KNOWN: &str = "It was not stored, as far as is known";

#[derive(Template)]
#[template(path = "add.html")]
struct Add {
    frame: Frame,
    paste: Paste,
    refused: Option<Refused>,
}

/// Why an article is not on record, in words for the reader.
struct Refused {
    heading: &'static str,
    reason: String,
    /// The request's number, where the server's log says more.
    request: Option<String>,
}

impl Refused {
    fn new(heading: &'static str, reason: impl Into<String>) -> Self {
        Self {
            heading,
            reason: reason.into(),
            request: None,
        }
    }
}

impl Add {
    fn new(paste: Paste, refused: Option<Refused>) -> Self {
        Self {
            frame: Frame::new("Add an article", Section::Adding),
            paste,
            refused,
        }
    }
}

pub(crate) async fn form(request: HttpRequest) -> HttpResponse {
    page(&request, Ok(Add::new(Paste::default(), None)))
}

/// The address the form is sent to, opened by itself, as after a form that was refused.
pub(crate) async fn move_to_form() -> HttpResponse {
    see_other("/articles/new")
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    payload: web::Payload,
) -> HttpResponse {
    let Received { paste, place } = match receive(&request, payload, &site.room).await {
        Ok(received) => received,
        Err(Refusal::Elsewhere(why)) => return failed(&request, Failure::Refused(why.to_owned())),
        Err(Refusal::Busy) => return failed(&request, Failure::Busy),
        Err(Refusal::Unreadable(status, problem)) => {
            let reason = format!(
                "The form could not be read. {problem} Your browser still has it: go back one page."
            );
            let refused = Refused::new(NOT_TAKEN, reason);
            return returned(&request, status, Paste::default(), refused).await;
        }
    };
    let paste = Arc::new(paste);
    // In a task of its own, so that what is begun is also ended when the reader goes away meanwhile.
    let taken_in = actix_web::rt::spawn(take_in(site, Arc::clone(&paste)))
        .await
        .unwrap_or(Err(Untaken::Engine(EngineError::Panicked(
            "taking in what was pasted",
        ))));
    let (status, refused) = match taken_in {
        Ok(address) => return see_other(&address),
        Err(Untaken::Article(problem)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Refused::new(NOT_TAKEN, no_article(&problem)),
        ),
        Err(Untaken::Engine(error)) => {
            let (status, mut refused) = not_stored(&error);
            if status.is_server_error() {
                refused.request = request_id(&request).map(str::to_owned);
                tracing::error!(
                    request_id = refused.request,
                    error = &error as &dyn std::error::Error,
                    "what was pasted could not be stored"
                );
            }
            (status, refused)
        }
    };
    let response = returned(&request, status, Arc::unwrap_or_clone(paste), refused).await;
    drop(place);
    response
}

/// Why an article is not on record.
enum Untaken {
    /// What was pasted is no article.
    Article(Problem),
    /// It could not be stored.
    Engine(EngineError),
}

impl From<EngineError> for Untaken {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

fn no_article(problem: &Problem) -> String {
    match problem {
        Problem::Empty => "There is no text in it.".to_owned(),
        problem => format!("What is wrong: {problem}."),
    }
}

/// What keeps an article from being stored. What goes wrong inside is said in general words; the log has it.
fn not_stored(error: &EngineError) -> (StatusCode, Refused) {
    const UNAVAILABLE: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
    match error {
        EngineError::Store(StoreError::Refused { what }) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Refused::new(NOT_TAKEN, format!("What is wrong: {what}.")),
        ),
        EngineError::TooManyQuotes { .. } => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Refused::new(NOT_TAKEN, format!("What is wrong: {error}.")),
        ),
        EngineError::Store(StoreError::Full(_)) => (
            StatusCode::INSUFFICIENT_STORAGE,
            Refused::new(
                NOT_STORED,
                "The server has no space left. Keep a copy of what you pasted, and send it again when \
                 there is space.",
            ),
        ),
        EngineError::Store(StoreError::Busy(_)) => (
            UNAVAILABLE,
            Refused::new(
                NOT_STORED,
                "Others kept the record locked for too long. Send it again in a moment.",
            ),
        ),
        EngineError::Store(StoreError::ReadOnly(_)) => (
            UNAVAILABLE,
            Refused::new(
                NOT_STORED,
                "The server may read its record but not write to it. Keep a copy of what you pasted until \
                 this is mended.",
            ),
        ),
        EngineError::Store(
            StoreError::Unavailable(_) | StoreError::Missing(_) | StoreError::NewerSchema { .. },
        ) => (
            UNAVAILABLE,
            Refused::new(
                NOT_KNOWN,
                "The record could not be reached. Send it again in a moment; that is safe: what is on \
                 record already is not stored twice.",
            ),
        ),
        EngineError::Store(
            StoreError::Damaged { .. }
            | StoreError::Database(_)
            | StoreError::Unknown { .. }
            | StoreError::Conflict { .. },
        )
        | EngineError::Search(_)
        | EngineError::Gazetteer(_)
        | EngineError::Model(_)
        | EngineError::IndexNotReady
        | EngineError::PageSize { .. }
        | EngineError::QuotationLength { .. }
        | EngineError::Cursor(_)
        | EngineError::Request { .. }
        | EngineError::TooManySteps { .. }
        | EngineError::Panicked(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            Refused::new(
                NOT_KNOWN,
                "This is a fault of the server, not of what you pasted; keep a copy of it. Sending it \
                 again is safe: what is on record already is not stored twice.",
            ),
        ),
    }
}

/// The form again, with what was typed in. Long texts take longer to write than an async thread should be held.
async fn returned(
    request: &HttpRequest,
    status: StatusCode,
    mut paste: Paste,
    mut refused: Refused,
) -> HttpResponse {
    if paste.bytes() > LONGEST_RETURNED {
        paste = Paste::default();
        refused.reason.push_str(
            " It is too long to be sent back with this page, but your browser still has it: go back one page.",
        );
    }
    let rendered = web::block(move || render(&Add::new(paste, Some(refused))))
        .await
        .unwrap_or(Err(Failure::Engine(EngineError::Panicked(
            "writing a form",
        ))));
    match rendered {
        Ok(html) => answer(status, html),
        Err(failure) => failed(request, failure),
    }
}

/// The address of the article, once it is on record.
async fn take_in(site: web::Data<Site>, paste: Arc<Paste>) -> Result<String, Untaken> {
    let article = web::block(move || {
        let given = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let facts = Facts {
            title: given(&paste.title),
            outlet: given(&paste.outlet),
            published: given(&paste.published),
            url: given(&paste.url),
            ..Facts::default()
        };
        // Forms send every line end as two characters, whatever was pasted.
        let text = paste.text.replace("\r\n", "\n");
        from_plain_text(text, facts, &Limits::default())
    })
    .await
    .map_err(|_| EngineError::Panicked("reading what was pasted"))?
    .map_err(Untaken::Article)?;
    let ingested = site.engine.ingest(article).await?;
    site.forget_overview().await;
    Ok(match ingested.status {
        PutStatus::Added | PutStatus::NewVersion => address::article(ingested.article),
        // What was pasted may be an older version of the article than the current one.
        PutStatus::Unchanged => address::article_version(ingested.article, ingested.version),
    })
}
