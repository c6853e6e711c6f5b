//! Answers: pages with the headers that every page carries, and what is shown where there is no page.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;
use onrecord_engine::{EngineError, StoreError};

use crate::frame::{Frame, Section};
use crate::signed;

/// Nothing but our own style sheets, icon, forms and the script that adds keys; no frame, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that other sites may show in a frame: it has no form, and nothing in it can be run.
const EMBEDDED_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
                               base-uri 'none'; frame-ancestors *";

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) address: String,
    pub(crate) label: String,
}

impl Way {
    pub(crate) fn new(address: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            label: label.into(),
        }
    }
}

/// Why there is no page to show, in words for the reader.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such thing on record.
    NotFound(String),
    /// The request cannot be read.
    Malformed(String),
    /// The request is not allowed from where it came.
    Refused(String),
    /// So much is being taken in that there is no room for more.
    Busy,
    /// This address is not for that method, but for these.
    WrongMethod(&'static str),
    /// The engine failed.
    Engine(EngineError),
    /// A template failed: a bug.
    Template(askama::Error),
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    frame: Frame,
    status: u16,
    heading: &'static str,
    explanation: String,
    ways: Vec<Way>,
    request: Option<String>,
}

/// A page with status 200, or what is shown in its place.
pub(crate) fn page(request: &HttpRequest, built: Result<impl Template, Failure>) -> HttpResponse {
    page_with(request, built.map(|page| (StatusCode::OK, page)))
}

/// A page with a status of its own, or what is shown in its place.
pub(crate) fn page_with(
    request: &HttpRequest,
    built: Result<(StatusCode, impl Template), Failure>,
) -> HttpResponse {
    let rendered = built.and_then(|(status, page)| Ok((status, render(&page)?)));
    match rendered {
        Ok((status, html)) => answer(status, html),
        Err(failure) => failed(request, failure),
    }
}

/// A page that other sites may show in a frame, or what is shown in its place, which they may not.
pub(crate) fn embedded(
    request: &HttpRequest,
    built: Result<impl Template, Failure>,
) -> HttpResponse {
    match built.and_then(|page| render(&page)) {
        Ok(html) => begin(StatusCode::OK)
            .insert_header((header::CONTENT_SECURITY_POLICY, EMBEDDED_POLICY))
            .body(html),
        Err(failure) => failed(request, failure),
    }
}

/// A page that was rendered elsewhere, or what is shown in its place.
pub(crate) fn rendered(request: &HttpRequest, html: Result<String, Failure>) -> HttpResponse {
    match html {
        Ok(html) => answer(StatusCode::OK, html),
        Err(failure) => failed(request, failure),
    }
}

/// A page as HTML.
pub(crate) fn render(page: &impl Template) -> Result<String, Failure> {
    page.render().map_err(Failure::Template)
}

/// Sends the reader on to another page of this site.
pub(crate) fn see_other(address: &str) -> HttpResponse {
    begin(StatusCode::SEE_OTHER)
        .insert_header((header::LOCATION, address))
        .finish()
}

/// Sends on whoever signed something, and has their browser remember the name.
pub(crate) fn see_other_signed(address: &str, by: &str) -> HttpResponse {
    let mut response = begin(StatusCode::SEE_OTHER);
    response.insert_header((header::LOCATION, address));
    if let Some(cookie) = signed::remember(by) {
        response.insert_header((header::SET_COOKIE, cookie));
    }
    response.finish()
}

/// The page that stands in for one that cannot be shown. A failure of the server is logged here, once.
pub(crate) fn failed(request: &HttpRequest, failure: Failure) -> HttpResponse {
    let id = request_id(request);
    let allow = match failure {
        Failure::WrongMethod(allow) => Some(allow),
        _ => None,
    };
    let home = || Way::new("/", "To the front page");
    let search = || Way::new("/search", "Search the record");
    let again = || Way::new(request.uri().to_string(), "Try again");
    let (status, heading, explanation, ways) = match failure {
        Failure::NotFound(what) => (
            StatusCode::NOT_FOUND,
            "There is no such page",
            what,
            vec![search(), home()],
        ),
        Failure::Malformed(what) => (
            StatusCode::BAD_REQUEST,
            "This address cannot be read",
            what,
            vec![search(), home()],
        ),
        Failure::Refused(why) => (
            StatusCode::FORBIDDEN,
            "This was not accepted",
            why,
            vec![Way::new("/articles/new", "Add an article"), home()],
        ),
        Failure::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Too much is being taken in at the moment",
            "What you pasted was not read and not stored. Your browser still has it: go back one page and \
             send it again in a moment."
                .to_owned(),
            vec![home()],
        ),
        Failure::WrongMethod(_) => (
            StatusCode::METHOD_NOT_ALLOWED,
            "Nothing happens here",
            "This address exists, but not for what was asked of it.".to_owned(),
            vec![home()],
        ),
        Failure::Engine(EngineError::IndexNotReady) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The index is being brought up to date",
            "Search is back as soon as the articles on record have been read into it. Articles and \
             quotes you have the address of can be opened meanwhile."
                .to_owned(),
            vec![again(), home()],
        ),
        Failure::Engine(EngineError::Store(
            error @ (StoreError::Busy(_)
            | StoreError::Full(_)
            | StoreError::ReadOnly(_)
            | StoreError::Unavailable(_)
            | StoreError::Missing(_)
            | StoreError::NewerSchema { .. }),
        )) => {
            tracing::error!(
                request_id = id,
                error = &error as &dyn std::error::Error,
                "the store could not be read for a page"
            );
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "The record cannot be read at the moment",
                "Try again in a moment; if it stays so, whoever runs this server finds the reason in its \
                 log."
                    .to_owned(),
                vec![again()],
            )
        }
        Failure::Engine(error) => {
            tracing::error!(
                request_id = id,
                error = &error as &dyn std::error::Error,
                "a page could not be made"
            );
            broken()
        }
        Failure::Template(error) => {
            tracing::error!(request_id = id, error = %error, "a template could not be filled");
            broken()
        }
    };
    let message = Message {
        frame: Frame::new(heading, Section::Other),
        status: status.as_u16(),
        heading,
        explanation,
        ways,
        request: id.map(str::to_owned),
    };
    match message.render() {
        Ok(html) => {
            let mut response = begin(status);
            if let Some(allow) = allow {
                response.insert_header((header::ALLOW, allow));
            }
            if status == StatusCode::SERVICE_UNAVAILABLE {
                response.insert_header((header::RETRY_AFTER, "5"));
            }
            response.body(html)
        }
        Err(error) => {
            tracing::error!(error = %error, "the page for errors could not be filled");
            begin(StatusCode::INTERNAL_SERVER_ERROR).body(heading)
        }
    }
}

fn broken() -> (StatusCode, &'static str, String, Vec<Way>) {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong here",
        "This is a fault of the server, not of what you asked. It has been written to its log."
            .to_owned(),
        vec![Way::new("/", "To the front page")],
    )
}

pub(crate) fn answer(status: StatusCode, html: String) -> HttpResponse {
    begin(status).body(html)
}

fn begin(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponseBuilder::new(status);
    response
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "same-origin"));
    response
}

/// The number the server gave this request, if it gives any: it puts it on the request for all to see.
pub(crate) fn request_id(request: &HttpRequest) -> Option<&str> {
    request.headers().get("x-request-id")?.to_str().ok()
}
