//! What the API answers when it cannot do what it was asked: RFC 9457 problem details.
//!
//! A [`Problem`] is one occurrence of a [`Code`]. Its detail is for the caller: it never holds SQL, a path of
//! this machine or the text of an internal error. Those go to the log, once, under the request's id.

use std::error::Error;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use onrecord_engine::QueryError;
use tracing::Level;

use crate::answer;
use crate::code::Code;
use crate::json;

/// Names one request in answers and in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// One occurrence of a [`Code`]; every handler's error.
#[derive(Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: String,
    errors: Vec<json::FieldError>,
    /// Where a query cannot be understood, and a picture of it.
    place: Option<Box<(usize, String)>>,
    allow: Option<&'static str>,
    source: Option<Box<dyn Error + Send + Sync>>,
    request: Option<Box<Request>>,
}

/// The request that a problem is part of.
#[derive(Debug)]
struct Request {
    id: String,
    path: String,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            place: None,
            allow: None,
            source: None,
            request: None,
        }
    }

    /// Several things wrong with what was sent, each with its place.
    pub(crate) fn fields(code: Code, errors: Vec<json::FieldError>) -> Self {
        let detail = errors
            .iter()
            .map(|error| format!("{}: {}", error.field, error.detail))
            .collect::<Vec<_>>()
            .join("; ");
        Self {
            errors,
            ..Self::new(code, detail)
        }
    }

    /// The words searched for cannot be understood.
    pub(crate) fn query(error: &QueryError) -> Self {
        let wrong = json::FieldError::invalid("q", error.to_string());
        Self {
            place: error.position().zip(error.caret()).map(Box::new),
            ..Self::fields(Code::InvalidQuery, vec![wrong])
        }
    }

    /// The method is not one of `allow`.
    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(
                Code::MethodNotAllowed,
                format!("this address takes {allow}"),
            )
        }
    }

    /// The same, with the cause, which goes to the log and not to the caller.
    pub(crate) fn caused_by(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }

    /// The same, as part of one request.
    pub(crate) fn in_request(self, request_id: &str, path: &str) -> Self {
        Self {
            request: Some(Box::new(Request {
                id: request_id.to_owned(),
                path: path.to_owned(),
            })),
            ..self
        }
    }

    /// The code.
    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// Writes it to the log, if it is the server's fault. Callers' mistakes are counted by status alone, and that
    /// the index is still being built is how every new record begins.
    pub(crate) fn log(&self, request_id: &str) {
        let code = self.code.entry().name;
        match self.level() {
            Some(Level::ERROR) => tracing::error!(
                code,
                request_id,
                cause = self.source.as_deref().map(chain),
                "a request could not be answered: {}",
                self.detail
            ),
            Some(_) => tracing::info!(
                code,
                request_id,
                "a request cannot be answered yet: {}",
                self.detail
            ),
            None => {}
        }
    }

    /// How it is logged, if at all.
    fn level(&self) -> Option<Level> {
        match self.code {
            Code::NotReady => Some(Level::INFO),
            code if code.entry().status.is_server_error() => Some(Level::ERROR),
            _ => None,
        }
    }

    /// The answer, for the request with this id and path.
    pub(crate) fn render(&self, request_id: Option<&str>, path: Option<&str>) -> HttpResponse {
        let entry = self.code.entry();
        let mut response = HttpResponseBuilder::new(entry.status);
        answer::secure(&mut response);
        response
            .insert_header((header::CONTENT_TYPE, PROBLEM_JSON))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(allow) = self.allow {
            response.insert_header((header::ALLOW, allow));
        }
        if let Some(seconds) = self.code.retry_after() {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(id) = request_id.and_then(|id| HeaderValue::from_str(id).ok()) {
            response.insert_header((REQUEST_ID, id));
        }
        let body = json::Problem {
            kind: format!("/problems/{}", entry.name),
            title: entry.title.to_owned(),
            status: entry.status.as_u16(),
            detail: self.detail.clone(),
            instance: path.map(str::to_owned),
            code: entry.name.to_owned(),
            request_id: request_id.map(str::to_owned),
            errors: self.errors.clone(),
            position: self.place.as_ref().map(|place| place.0),
            caret: self.place.as_ref().map(|place| place.1.clone()),
        };
        response.body(answer::bytes(&body))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.entry().name, self.detail)
    }
}

impl Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.entry().status
    }

    fn error_response(&self) -> HttpResponse {
        let request = self.request.as_deref();
        self.render(
            request.map(|request| request.id.as_str()),
            request.map(|request| request.path.as_str()),
        )
    }
}

/// An error with everything behind it, outermost first.
fn chain(error: &(dyn Error + Send + Sync + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::Problem;
    use crate::code::Code;

    #[test]
    fn only_what_is_the_servers_fault_is_logged_as_an_error() {
        for code in Code::ALL {
            let expected = match code {
                Code::NotReady => Some(Level::INFO),
                Code::Internal
                | Code::StoreUnavailable
                | Code::IndexUnavailable
                | Code::TimedOut
                | Code::StorageFull => Some(Level::ERROR),
                _ => None,
            };
            assert_eq!(Problem::new(code, "").level(), expected, "{code:?}");
        }
    }
}
