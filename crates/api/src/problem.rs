//! What the API answers when it cannot do what it was asked: RFC 9457 problem details.
//!
//! [`Code`] is the one table of everything that can go wrong, with its status and a line of documentation;
//! `docs/api.md` and `/problems/{code}` show it. [`Problem`] is one occurrence. Its detail is for the caller:
//! it never holds SQL, a path of this machine or the text of an internal error. Those go to the log, once,
//! under the request's id.

use std::error::Error;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};

use crate::answer;
use crate::json;

/// Names one request in answers and in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The media type of problem details.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Everything that can go wrong, as a caller can tell it apart. Codes are stable: none is renamed or given
/// another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The body cannot be read as JSON.
    MalformedJson,
    /// The body did not arrive as announced.
    UnreadableBody,
    /// A query parameter has a value that cannot be understood.
    InvalidParameter,
    /// A query parameter that the endpoint does not know.
    UnknownParameter,
    /// The words searched for cannot be understood.
    InvalidQuery,
    /// A cursor that was not given out, or for another list.
    InvalidCursor,
    /// An id that is not a UUID.
    InvalidId,
    /// Addressed by a name this server does not go by.
    ForbiddenHost,
    /// There is no such thing.
    NotFound,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The body is larger than is taken.
    TooLarge,
    /// The address is longer than is taken.
    AddressTooLong,
    /// The body is not of a type that is taken.
    UnsupportedMediaType,
    /// A field of the body is missing, unknown or unusable.
    InvalidField,
    /// The text is not an article.
    NotAnArticle,
    /// A bug, or damage.
    Internal,
    /// The index is being built.
    NotReady,
    /// The database does not answer.
    StoreUnavailable,
    /// The index cannot be read or written.
    IndexUnavailable,
    /// It took longer than is allowed.
    TimedOut,
    /// The disk is full.
    StorageFull,
}

/// What the table says about one code.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The stable name.
    pub name: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// A few words, the same every time.
    pub title: &'static str,
    /// What it means and what to do about it, in one line.
    pub documentation: &'static str,
}

impl Code {
    /// Every code, in the order of status.
    pub const ALL: [Self; 21] = [
        Self::MalformedJson,
        Self::UnreadableBody,
        Self::InvalidParameter,
        Self::UnknownParameter,
        Self::InvalidQuery,
        Self::InvalidCursor,
        Self::InvalidId,
        Self::ForbiddenHost,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooLarge,
        Self::AddressTooLong,
        Self::UnsupportedMediaType,
        Self::InvalidField,
        Self::NotAnArticle,
        Self::Internal,
        Self::NotReady,
        Self::StoreUnavailable,
        Self::IndexUnavailable,
        Self::TimedOut,
        Self::StorageFull,
    ];

    /// The table.
    #[must_use]
    pub fn entry(self) -> Entry {
        let (name, status, title, documentation) = match self {
            Self::MalformedJson => (
                "malformed_json",
                StatusCode::BAD_REQUEST,
                "The body is not JSON",
                "The body cannot be read as one JSON object in UTF-8; the detail says where it breaks.",
            ),
            Self::UnreadableBody => (
                "unreadable_body",
                StatusCode::BAD_REQUEST,
                "The body could not be read",
                "The body ended early, or is not compressed as its Content-Encoding says. Send it again.",
            ),
            Self::InvalidParameter => (
                "invalid_parameter",
                StatusCode::BAD_REQUEST,
                "A query parameter cannot be understood",
                "`errors` names the parameters and says what is wrong with each.",
            ),
            Self::UnknownParameter => (
                "unknown_parameter",
                StatusCode::BAD_REQUEST,
                "A query parameter is not known here",
                "Unknown parameters are refused, as a mistyped filter would otherwise widen the answer unseen.",
            ),
            Self::InvalidQuery => (
                "invalid_query",
                StatusCode::BAD_REQUEST,
                "The search query cannot be understood",
                "The detail says what is wrong with `q`: an unclosed quotation mark, only exclusions, too many words.",
            ),
            Self::InvalidCursor => (
                "invalid_cursor",
                StatusCode::BAD_REQUEST,
                "The cursor does not fit",
                "A cursor works only with the filters and the order it was given out for. Follow `next`, or start again without one.",
            ),
            Self::InvalidId => (
                "invalid_id",
                StatusCode::BAD_REQUEST,
                "The id is not an id",
                "Ids are UUIDs, as the API gives them out.",
            ),
            Self::ForbiddenHost => (
                "forbidden_host",
                StatusCode::FORBIDDEN,
                "This server does not go by that name",
                "A server bound to a loopback address answers only to loopback names, so that no web page can reach it under a name of its own. Behind a proxy, pass the server its public name as an allowed host.",
            ),
            Self::NotFound => (
                "not_found",
                StatusCode::NOT_FOUND,
                "Not found",
                "There is nothing at this address, or nothing with this id or version.",
            ),
            Self::MethodNotAllowed => (
                "method_not_allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "Method not allowed",
                "The `Allow` header lists the methods of this address.",
            ),
            Self::TooLarge => (
                "too_large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "The body is too large",
                "A body may hold 10 MiB, counted after decompression.",
            ),
            Self::AddressTooLong => (
                "address_too_long",
                StatusCode::URI_TOO_LONG,
                "The address is too long",
                "The query string may hold 8 KiB.",
            ),
            Self::UnsupportedMediaType => (
                "unsupported_media_type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body has to be JSON",
                "Send `Content-Type: application/json`.",
            ),
            Self::InvalidField => (
                "invalid_field",
                StatusCode::UNPROCESSABLE_ENTITY,
                "A field of the body cannot be used",
                "`errors` names the fields and says what is wrong with each; nothing was stored.",
            ),
            Self::NotAnArticle => (
                "not_an_article",
                StatusCode::UNPROCESSABLE_ENTITY,
                "No article could be read from the body",
                "The text is empty, is not text, or no article text could be found in the HTML; nothing was stored.",
            ),
            Self::Internal => (
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something is broken here",
                "A bug, or damage; the server's log has the cause under the request id.",
            ),
            Self::NotReady => (
                "not_ready",
                StatusCode::SERVICE_UNAVAILABLE,
                "Not ready yet",
                "The search index is being built from the store. Ask again after the seconds in `Retry-After`.",
            ),
            Self::StoreUnavailable => (
                "store_unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The store does not answer",
                "The database cannot be reached, is locked or is read-only. Ask again after the seconds in `Retry-After`.",
            ),
            Self::IndexUnavailable => (
                "index_unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The search index does not answer",
                "The index cannot be read or written; articles and quotes can still be read by id.",
            ),
            Self::TimedOut => (
                "timed_out",
                StatusCode::SERVICE_UNAVAILABLE,
                "It took too long",
                "The answer was not ready before the deadline. An article sent may have been stored nevertheless; sending it again is safe.",
            ),
            Self::StorageFull => (
                "storage_full",
                StatusCode::INSUFFICIENT_STORAGE,
                "No space left",
                "The disk is full; nothing was stored. Reading goes on.",
            ),
        };
        Entry {
            name,
            status,
            title,
            documentation,
        }
    }

    /// The code that goes by `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.entry().name == name)
    }

    /// Seconds after which asking again makes sense, where it does.
    fn retry_after(self) -> Option<u32> {
        match self {
            Self::NotReady | Self::StoreUnavailable => Some(2),
            Self::IndexUnavailable | Self::TimedOut => Some(5),
            _ => None,
        }
    }
}

/// One occurrence of a [`Code`]; every handler's error.
#[derive(Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: String,
    errors: Vec<json::FieldError>,
    allow: Option<&'static str>,
    source: Option<Box<dyn Error + Send + Sync>>,
    request_id: Option<String>,
    instance: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            allow: None,
            source: None,
            request_id: None,
            instance: None,
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
            request_id: Some(request_id.to_owned()),
            instance: Some(path.to_owned()),
            ..self
        }
    }

    /// The code.
    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// Writes it to the log, if it is the server's fault. Callers' mistakes are counted by status alone.
    pub(crate) fn log(&self, request_id: &str) {
        if !self.code.entry().status.is_server_error() {
            return;
        }
        let cause = self.source.as_deref().map(chain).unwrap_or_default();
        tracing::error!(
            code = self.code.entry().name,
            request_id,
            cause,
            "a request could not be answered: {}",
            self.detail
        );
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
        self.render(self.request_id.as_deref(), self.instance.as_deref())
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
