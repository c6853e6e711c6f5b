//! What goes wrong, in the shape that clients of Elasticsearch know.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use onrecord_engine::EngineError;
use serde_json::{Value, json};

use super::answer;
use crate::problem::Problem;

/// Why a request is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    kind: &'static str,
    reason: String,
    /// What the log is told.
    problem: Option<Box<Problem>>,
}

impl Refusal {
    fn new(status: StatusCode, kind: &'static str, reason: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            reason: reason.into(),
            problem: None,
        }
    }

    /// What was sent is not what Elasticsearch would understand.
    pub(super) fn parsing(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parsing_exception", reason)
    }

    /// Elasticsearch would understand it, and has limits or values that it does not fit.
    pub(super) fn argument(reason: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "illegal_argument_exception",
            reason,
        )
    }

    /// A query that cannot be answered over what is indexed.
    pub(super) fn query(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "query_shard_exception", reason)
    }

    /// Elasticsearch has it, and this server has not.
    pub(super) fn unsupported(what: impl fmt::Display) -> Self {
        Self::argument(format!(
            "{what} is not supported here; docs/elasticsearch.md says what is"
        ))
    }

    /// The time was up before everything was looked through.
    pub(super) fn timed_out() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timeout_exception",
            "the time was up before everything was counted",
        )
    }

    /// More buckets than an answer may have.
    pub(super) fn too_many_buckets(reason: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "too_many_buckets_exception",
            reason,
        )
    }

    /// An index that is not here.
    pub(super) fn no_index(index: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "index_not_found_exception",
            format!("no such index [{index}]; the only one is [quotes]"),
        )
    }

    /// An address that is not here.
    pub(super) fn no_handler(reason: impl Into<String>, status: StatusCode) -> Self {
        Self::new(status, "illegal_argument_exception", reason)
    }

    /// As it stands in an answer, alone or among others.
    pub(super) fn json(&self) -> Value {
        let cause = json!({ "type": self.kind, "reason": self.reason });
        json!({
            "error": { "root_cause": [cause], "type": self.kind, "reason": self.reason },
            "status": self.status.as_u16(),
        })
    }

    /// Writes it to the log, if it is the server's fault.
    pub(super) fn log(&self, request_id: &str) {
        if let Some(problem) = &self.problem {
            problem.log(request_id);
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let status = problem.code().entry().status;
        let kind = match status.as_u16() {
            400 | 415 => "illegal_argument_exception",
            404 => "resource_not_found_exception",
            413 => "content_too_long_exception",
            408 | 504 => "timeout_exception",
            503 => "search_phase_execution_exception",
            _ => "exception",
        };
        Self {
            problem: Some(Box::new(problem)),
            ..Self::new(status, kind, String::new())
        }
        .with_reason_of_problem()
    }
}

impl Refusal {
    fn with_reason_of_problem(self) -> Self {
        let reason = self
            .problem
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        Self { reason, ..self }
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self::from(Problem::from(error))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.kind, self.reason)
    }
}

impl std::error::Error for Refusal {}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = answer::begin(self.status, answer::JSON);
        if let Some(seconds) = self
            .problem
            .as_ref()
            .and_then(|problem| problem.code().retry_after())
            && let Ok(seconds) = HeaderValue::from_str(&seconds.to_string())
        {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.body(self.json().to_string())
    }
}
