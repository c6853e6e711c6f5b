//! What an error of the engine is to a caller: the one place where the inner errors become a [`Code`].
//!
//! A caller's mistake is told in the words of the error. A failure of this side is told in general words, and
//! the error itself goes to the log: it can hold SQL and paths.

use onrecord_engine::intake::Problem as IntakeProblem;
use onrecord_engine::{EngineError, SearchError, StoreError};

use crate::code::Code;
use crate::json::FieldError;
use crate::problem::Problem;

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::TooManyQuotes { .. } => Self::new(Code::InvalidField, error.to_string()),
            EngineError::Store(error) => of_store(error),
            EngineError::Search(SearchError::Query(error)) => Self::query(&error),
            EngineError::Search(SearchError::Cursor(error)) => invalid_cursor(error.to_string()),
            EngineError::Search(error) => Self::new(
                Code::IndexUnavailable,
                "the search index cannot be used at the moment",
            )
            .caused_by(error),
            EngineError::IndexNotReady => Self::new(Code::NotReady, error.to_string()),
            EngineError::PageSize { .. } => {
                let wrong = FieldError::invalid("limit", error.to_string());
                Self::fields(Code::InvalidParameter, vec![wrong])
            }
            EngineError::Request { field, .. } => {
                let wrong = FieldError::invalid(field, error.to_string());
                Self::fields(Code::InvalidParameter, vec![wrong])
            }
            EngineError::TooManySteps { field, .. } => {
                let wrong = FieldError::invalid(field, error.to_string());
                Self::fields(Code::InvalidParameter, vec![wrong])
            }
            EngineError::QuotationLength { .. } => {
                let wrong = FieldError::invalid("quotation", error.to_string());
                Self::fields(Code::InvalidField, vec![wrong])
            }
            EngineError::Cursor(_) => invalid_cursor(error.to_string()),
            EngineError::Gazetteer(_) | EngineError::Model(_) | EngineError::Panicked(_) => {
                internal(error)
            }
        }
    }
}

fn of_store(error: StoreError) -> Problem {
    match error {
        StoreError::Refused { what } => Problem::new(Code::InvalidField, what),
        StoreError::Unknown { .. } => Problem::new(Code::NotFound, error.to_string()),
        StoreError::Conflict { what, .. } => Problem::new(Code::Conflict, what),
        StoreError::Full(_) => Problem::new(
            Code::StorageFull,
            "no space is left for the database; nothing was stored",
        )
        .caused_by(error),
        StoreError::Busy(_) => Problem::new(
            Code::StoreUnavailable,
            "the database is busy or cannot be reached",
        )
        .caused_by(error),
        StoreError::ReadOnly(_) => Problem::new(
            Code::StoreUnavailable,
            "the database cannot be written to; nothing was stored",
        )
        .caused_by(error),
        StoreError::Unavailable(_) | StoreError::Missing(_) | StoreError::NewerSchema { .. } => {
            Problem::new(Code::StoreUnavailable, "the database cannot be reached").caused_by(error)
        }
        StoreError::Damaged { .. } | StoreError::Database(_) => internal(error),
    }
}

/// What intake has against what stood in `field`.
pub(crate) fn of_intake(problem: &IntakeProblem, field: &'static str) -> Problem {
    let wrong = |field: &str, detail: String| {
        Problem::fields(Code::InvalidField, vec![FieldError::invalid(field, detail)])
    };
    match problem {
        IntakeProblem::Field { field, problem } => wrong(field, problem.to_string()),
        IntakeProblem::MissingField(field) => Problem::fields(
            Code::InvalidField,
            vec![FieldError::new(field, "missing", "has to be given")],
        ),
        IntakeProblem::ArticleTooLarge { .. } => Problem::new(Code::TooLarge, problem.to_string()),
        IntakeProblem::NotFound
        | IntakeProblem::PermissionDenied
        | IntakeProblem::Read(_)
        | IntakeProblem::Archive { .. }
        | IntakeProblem::Hidden
        | IntakeProblem::LinkedFolder
        | IntakeProblem::SpecialFile => internal(format!("intake touched a file: {problem}")),
        IntakeProblem::MalformedJson { .. }
        | IntakeProblem::NotAnArticle { .. }
        | IntakeProblem::NotAStatement { .. }
        | IntakeProblem::NotAClaim { .. }
        | IntakeProblem::ElementTooLong { .. }
        | IntakeProblem::NoTurns
        | IntakeProblem::NotUtf8 { .. }
        | IntakeProblem::LineTooLong { .. }
        | IntakeProblem::DocumentTooLarge { .. }
        | IntakeProblem::NulCharacter => wrong(field, problem.to_string()),
        IntakeProblem::Empty
        | IntakeProblem::Binary(_)
        | IntakeProblem::Unsupported(_)
        | IntakeProblem::NoArticleText
        | IntakeProblem::HtmlTooManyNodes { .. }
        | IntakeProblem::HtmlTooDeep { .. }
        | IntakeProblem::HtmlTooSlow { .. } => Problem::fields(
            Code::NotAnArticle,
            vec![FieldError::invalid(field, problem.to_string())],
        ),
    }
}

/// A bug or damage, with what is known of it.
pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Problem {
    Problem::new(Code::Internal, "the cause is in the server's log").caused_by(cause)
}

fn invalid_cursor(detail: String) -> Problem {
    Problem::fields(
        Code::InvalidCursor,
        vec![FieldError::invalid("cursor", detail)],
    )
}

#[cfg(test)]
mod tests {
    use onrecord_engine::{EngineError, StoreError};

    use crate::code::Code;
    use crate::problem::Problem;

    #[test]
    fn what_goes_wrong_inside_is_not_told() {
        let secret = "SELECT * FROM quote at /srv/record.sqlite";
        let damaged = StoreError::Damaged {
            what: secret.to_owned(),
            source: None,
        };
        let problem = Problem::from(EngineError::Store(damaged));
        assert_eq!(problem.code(), Code::Internal);
        assert!(!problem.to_string().contains(secret), "{problem}");
        let panicked = Problem::from(EngineError::Panicked("extracting"));
        assert_eq!(panicked.code(), Code::Internal);
    }

    #[test]
    fn what_the_store_refuses_is_the_callers_to_mend() {
        let refused = StoreError::Refused {
            what: "the title holds a NUL character".to_owned(),
        };
        let problem = Problem::from(EngineError::Store(refused));
        assert_eq!(problem.code(), Code::InvalidField);
        assert!(problem.to_string().contains("title"), "{problem}");
    }
}
