//! What can go wrong with what is asked of the desk, as the OpenAPI document has it.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::json;
use crate::problem::PROBLEM_JSON;

/// Problems of whoever reads.
pub(crate) struct ReadProblems;

/// Problems of whoever writes.
pub(crate) struct WriteProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            (
                "400",
                "invalid_id, invalid_parameter, unknown_parameter or invalid_cursor",
            ),
            ("404", "not_found"),
        ])
    }
}

impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            (
                "400",
                "invalid_id, invalid_header, malformed_json, unreadable_body or unknown_parameter",
            ),
            ("403", "corrections_not_allowed or cross_site"),
            ("404", "not_found"),
            ("409", "conflict"),
            ("412", "precondition_failed"),
            ("413", "too_large"),
            ("415", "unsupported_media_type"),
            ("422", "invalid_field"),
        ])
    }
}

fn problems(known: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    known
        .iter()
        .chain([&("default", "Any other problem")])
        .map(|(status, codes)| {
            let schema = Ref::from_schema_name(json::Problem::name());
            let content = ContentBuilder::new().schema(Some(schema)).build();
            let response = ResponseBuilder::new()
                .description(*codes)
                .content(PROBLEM_JSON, content)
                .build();
            ((*status).to_owned(), response.into())
        })
        .collect()
}
