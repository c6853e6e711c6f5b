//! The OpenAPI document, made from the JSON shapes and the handlers.

use std::sync::LazyLock;

use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::json::REQUIRED;
use crate::routes::desk::{
    claims, exports, flags, interchange, locks, queue, reviews, scales, statements as desk, work,
};
use crate::routes::{
    articles, corrections, feeds, figures, problems, quotes, server, sources, speakers, statements,
    stats, verify,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "onrecord",
        description = "Who said what: quotes with their speakers, and where they were reported. \
            Keys are added to answers, never removed, renamed or given another type. Positions are \
            `[start, end]` in Unicode code points, end exclusive. Times are RFC 3339 in UTC. Unknown query \
            parameters and unknown fields of a body are refused. Errors are RFC 9457 problem details; \
            `/problems` lists the codes.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    paths(
        quotes::list,
        quotes::one,
        feeds::atom,
        feeds::json,
        articles::add,
        articles::one,
        speakers::list,
        speakers::one,
        corrections::siblings,
        corrections::list,
        corrections::make,
        corrections::one,
        corrections::undo,
        sources::list,
        sources::one,
        sources::context,
        statements::one,
        statements::conflicts,
        statements::conflict,
        statements::stealth_edits,
        verify::verify,
        claims::list,
        claims::make,
        claims::one,
        claims::edit,
        claims::matching,
        work::link,
        work::reject,
        work::merge,
        work::split,
        work::relate,
        work::assign,
        work::state,
        reviews::add,
        reviews::one,
        reviews::revise,
        locks::claim,
        locks::free_claim,
        locks::statement,
        locks::free_statement,
        desk::claims,
        desk::dismiss,
        flags::list,
        flags::make,
        flags::resolve,
        scales::list,
        scales::define,
        queue::list,
        queue::re_reviews,
        queue::checkworthy,
        interchange::of_claim,
        interchange::feed,
        interchange::import,
        interchange::anchor,
        interchange::annotated,
        interchange::cite_quote,
        interchange::cite_claim,
        exports::quotes,
        exports::claims,
        exports::reviews,
        stats::stats,
        figures::counts,
        figures::mix,
        figures::speakers,
        figures::co_quoted,
        figures::claims,
        server::health,
        server::ready,
        server::metrics,
        server::openapi,
        problems::list,
        problems::one,
    ),
    // Only a parameter refers to it, and those are not followed.
    components(schemas(crate::json::Sort, crate::json::Bucket)),
    tags(
        (name = "quotes", description = "What was said."),
        (name = "articles", description = "Where it was reported."),
        (name = "statements", description = "What was said, in all its wordings."),
        (name = "sources", description = "What was said, word for word."),
        (name = "speakers", description = "Who said it."),
        (name = "corrections", description = "What people overruled."),
        (name = "claims", description = "The fact-checkers' desk: what is claimed, whether it is so, and what has to be checked."),
        (name = "interchange", description = "The same in the forms of other programs."),
        (name = "stats", description = "The record in figures."),
        (name = "server", description = "The server about itself."),
        (name = "problems", description = "What the codes of problems mean."),
    )
)]
struct Document;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Document::openapi())
        .expect("the document has string keys and cannot fail to serialise");
    complete(&mut document["components"]["schemas"]);
    format!("{document:#}\n")
});

/// Says what the derived schemas cannot: every key of an answer is there, be it as `null`, and the body of an
/// article has a text under exactly one of two keys.
fn complete(schemas: &mut Value) {
    for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
        if name == "ArticleBody" {
            schema["oneOf"] = json!([only("text"), only("html")]);
            continue;
        }
        if name == "CorrectionBody" {
            schema["required"] = json!(["kind", "by"]);
            continue;
        }
        if name == "VerifyBody" {
            schema["required"] = json!(["quotation"]);
            continue;
        }
        if name == "NewSpeaker" {
            continue;
        }
        if let Some((_, required)) = REQUIRED.iter().find(|(body, _)| body == name) {
            require(schema, required);
            continue;
        }
        require_all(schema);
        // Not by indexing, which puts a `null` where there is nothing.
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten() {
            require_all(part);
        }
    }
}

/// That `field` holds a text. The other one may be there as `null`, which counts as not given.
fn only(field: &str) -> Value {
    json!({ "required": [field], "properties": { field: { "type": "string" } } })
}

/// Says which fields of a body have to be given: of what is put into it from elsewhere, that says so itself, and knows
/// nothing of the fields beside it. So it is the whole that has no others.
fn require(schema: &mut Value, required: &[&str]) {
    let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) else {
        schema["required"] = json!(required);
        return;
    };
    let is_own = |part: &&mut Value| part.get("properties").is_some();
    if let Some(own) = parts.iter_mut().find(is_own) {
        own["required"] = json!(required);
    }
    schema["unevaluatedProperties"] = json!(false);
}

fn require_all(schema: &mut Value) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    schema["required"] = properties.keys().cloned().collect();
}

/// The OpenAPI 3.1 document of this API, as `docs/openapi.json` holds it and `/openapi.json` serves it.
#[must_use]
pub fn document() -> &'static str {
    &DOCUMENT
}
