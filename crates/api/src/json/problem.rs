//! Problem details.

use serde::Serialize;
use utoipa::ToSchema;

use crate::code::Code;

/// RFC 9457 problem details.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// Where the code is described, on this host.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    pub kind: String,
    /// A few words, the same for every occurrence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here.
    pub detail: String,
    /// The path that was asked for.
    pub instance: Option<String>,
    /// Stable name.
    #[schema(example = "not_found")]
    pub code: String,
    /// The request, as the server's log names it; also in the `x-request-id` header.
    pub request_id: Option<String>,
    /// Which parameters or fields are wrong, and how; empty where it is none in particular.
    pub errors: Vec<FieldError>,
    /// Where a query cannot be understood, in code points from its beginning; `null` elsewhere.
    pub position: Option<usize>,
    /// What was typed around that place, and below it a line that points there, to be shown in letters of one width.
    pub caret: Option<String>,
}

/// One parameter or field that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its name.
    pub field: String,
    /// `unknown`, `missing`, `repeated` or `invalid`.
    pub code: String,
    /// What is wrong with it.
    pub detail: String,
}

impl FieldError {
    pub(crate) fn new(field: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }

    pub(crate) fn invalid(field: &str, detail: impl Into<String>) -> Self {
        Self::new(field, "invalid", detail)
    }
}

/// What a problem's `type` leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemDescription {
    /// Stable name.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// A few words.
    pub title: String,
    /// What it means and what to do about it.
    pub documentation: String,
}

impl From<Code> for ProblemDescription {
    fn from(code: Code) -> Self {
        let entry = code.entry();
        Self {
            code: entry.name.to_owned(),
            status: entry.status.as_u16(),
            title: entry.title.to_owned(),
            documentation: entry.documentation.to_owned(),
        }
    }
}
