//! What a supplier says about an article, and how it is checked.

use onrecord_model::Timestamp;

use crate::dates::parse_published;
use crate::names;
use crate::{FieldProblem, Limits, Problem, canonical_url};

/// What is known about an article besides its text, as it was supplied and not yet checked. What is given here wins
/// over what the page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The supplier's id, or the name of the file.
    pub id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it; one entry may name several ("Ana Reyes and Tom Hollis").
    pub authors: Vec<String>,
    /// When it was published, in any form [`parse_published`](crate::parse_published) reads.
    pub published: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// Language, as an ISO 639 code or a tag such as `en-GB`.
    pub language: Option<String>,
}

/// Facts that have passed.
#[derive(Debug, Clone, Default)]
pub(crate) struct CheckedFacts {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Timestamp>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

impl Facts {
    /// Empty fields count as not given; a field that cannot be used is an error, for the supplier meant something
    /// by it.
    pub(crate) fn check(self, limits: &Limits) -> Result<CheckedFacts, Problem> {
        let mut bylines = Vec::new();
        for byline in &self.authors {
            bylines.extend(line("author", Some(byline), limits)?);
        }
        let authors = names::each_once(bylines.iter().flat_map(|byline| names::authors(byline)));
        Ok(CheckedFacts {
            id: line("id", self.id.as_deref(), limits)?,
            title: line("title", self.title.as_deref(), limits)?,
            outlet: line("outlet", self.outlet.as_deref(), limits)?,
            authors,
            published: published(self.published.as_deref())?,
            url: url(self.url.as_deref(), limits)?,
            language: self.language,
        })
    }
}

pub(crate) fn line(
    field: &'static str,
    value: Option<&str>,
    limits: &Limits,
) -> Result<Option<String>, Problem> {
    let Some(line) = value.and_then(names::clean) else {
        return Ok(None);
    };
    check_length(field, &line, limits)?;
    Ok(Some(line))
}

fn published(value: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let time = parse_published(value).ok_or_else(|| Problem::Field {
        field: "published",
        problem: FieldProblem::NotATime(value.chars().take(80).collect()),
    })?;
    Ok(Some(time))
}

pub(crate) fn url(value: Option<&str>, limits: &Limits) -> Result<Option<String>, Problem> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let url = canonical_url(value).map_err(|problem| Problem::Field {
        field: "url",
        problem,
    })?;
    check_length("url", &url, limits)?;
    Ok(Some(url))
}

fn check_length(field: &'static str, value: &str, limits: &Limits) -> Result<(), Problem> {
    let characters = value.chars().count();
    if characters > limits.field_characters {
        return Err(Problem::Field {
            field,
            problem: FieldProblem::TooLong {
                characters,
                limit: limits.field_characters,
            },
        });
    }
    Ok(())
}
