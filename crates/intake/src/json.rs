//! A JSON object to an article.

use onrecord_model::Article;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::layout::Source;
use crate::plain::from_text;
use crate::{Facts, Limits, Problem};

/// The fields that are read; any other is let be.
#[derive(Deserialize)]
struct Record {
    id: Option<Identifier>,
    text: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    author: Option<Names>,
    authors: Option<Names>,
    published: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Suppliers number their articles as often as they name them.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a whole number as id")]
pub(crate) enum Identifier {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a string or a list of strings as author"
)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl Names {
    fn into_list(self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name],
            Self::Several(names) => names,
        }
    }
}

/// The article in one line of JSON Lines: an object with `id` and `text`, and optionally `title`, `outlet`, `author`
/// (a string or a list), `published`, `url` and `language`. Other fields are ignored.
///
/// # Errors
///
/// When the line is not UTF-8, not JSON or not such an object, or a field cannot be used.
pub fn from_json_line(line: &[u8], limits: &Limits) -> Result<Article, Problem> {
    let line = std::str::from_utf8(line).map_err(|error| Problem::NotUtf8 {
        column: error.valid_up_to() + 1,
    })?;
    from_document_of_one(line, limits)
}

/// The articles in a document that is one object or a list of them; the outer error is for the document as a whole.
pub(crate) fn from_document(
    document: &str,
    limits: &Limits,
) -> Result<Vec<Result<Article, Problem>>, Problem> {
    if !document.trim_start().starts_with('[') {
        return Ok(vec![from_document_of_one(document, limits)]);
    }
    let records: Vec<serde_json::Value> = serde_json::from_str(document).map_err(problem_of)?;
    Ok(records
        .into_iter()
        .map(|record| {
            if !record.is_object() {
                return Err(no_object());
            }
            let record = serde_json::from_value(record).map_err(problem_of)?;
            article(record, limits)
        })
        .collect())
}

fn from_document_of_one(document: &str, limits: &Limits) -> Result<Article, Problem> {
    if !document.trim_start().starts_with('{') {
        // serde would take a list for the fields in order.
        serde_json::from_str::<IgnoredAny>(document).map_err(problem_of)?;
        return Err(no_object());
    }
    let record: Record = serde_json::from_str(document).map_err(problem_of)?;
    article(record, limits)
}

fn no_object() -> Problem {
    Problem::NotAnArticle {
        reason: "expected an object with id and text".to_owned(),
    }
}

fn article(record: Record, limits: &Limits) -> Result<Article, Problem> {
    let id = match record.id.ok_or(Problem::MissingField("id"))? {
        Identifier::Text(text) => text,
        Identifier::Number(number) => number.to_string(),
    };
    if id.trim().is_empty() {
        return Err(Problem::MissingField("id"));
    }
    let text = record.text.ok_or(Problem::MissingField("text"))?;
    if text.contains('\0') {
        return Err(Problem::NulCharacter);
    }
    let authors = record
        .author
        .into_iter()
        .chain(record.authors)
        .flat_map(Names::into_list)
        .collect();
    let facts = Facts {
        id: Some(id),
        title: record.title,
        outlet: record.outlet,
        authors,
        published: record.published,
        url: record.url,
        language: record.language,
    };
    from_text(text, facts, Source::Supplied, limits)
}

/// What is wrong with JSON, or with an object that should be an article.
fn problem_of(error: serde_json::Error) -> Problem {
    problem_in(error, |reason| Problem::NotAnArticle { reason })
}

/// serde's message without the place, which is told in words of ours; `misfit` is for JSON that is sound but not what
/// was expected.
pub(crate) fn problem_in(
    error: serde_json::Error,
    misfit: impl FnOnce(String) -> Problem,
) -> Problem {
    let message = error.to_string();
    let reason = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(reason, _)| reason)
        .to_owned();
    if error.is_data() {
        return misfit(reason);
    }
    // Lines of JSON Lines hold one line each; only a document has more.
    let reason = match error.line() {
        0 | 1 => reason,
        line => format!("{reason} (line {line} of the document)"),
    };
    Problem::MalformedJson {
        column: error.column(),
        reason,
    }
}
