//! The smaller bodies: links, relations, assignments, flags, scales, texts.

use onrecord_engine::{DeskWish, SearchRequest, WishedLink};
use onrecord_model::{
    ClaimId, ClaimRelation, ClaimState, FlagId, FlagSubject, Scale, ScaleRating, StatementId,
};
use serde_json::Value;

use super::claim::statement;
use crate::fields::Fields;
use crate::problem::Problem;

/// Most ratings of one scale.
const MOST_RATINGS: usize = 500;
/// Most texts of one request.
const MOST_TEXTS: usize = 1_000;
/// Most characters of one of them.
const LONGEST_TEXT: usize = 10_000;
/// Claims in an answer unless asked otherwise.
const USUAL_MATCHES: u16 = 10;

/// Reads a body in which somebody says what is to be done.
fn wish<T>(
    body: &[u8],
    read: impl FnOnce(&mut Fields) -> Option<T>,
) -> Result<(String, T), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let wish = read(&mut fields);
    fields.finish(by.zip(wish))
}

/// Who does something that needs no more to be said.
pub(crate) fn by(body: &[u8]) -> Result<String, Problem> {
    wish(body, |_| Some(())).map(|(by, ())| by)
}

pub(crate) fn link(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let statement: WishedLink = statement(fields)?;
        Some(DeskWish::LinkStatement { claim, statement })
    })
}

pub(crate) fn rejection(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let statement: StatementId = fields.id("statement")?;
        Some(DeskWish::RejectLink { claim, statement })
    })
}

pub(crate) fn merge(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let into: ClaimId = fields.id("into")?;
        Some(DeskWish::MergeClaims { claim, into })
    })
}

pub(crate) fn relation(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let to: Option<ClaimId> = fields.id("to");
        let relation: Option<Option<ClaimRelation>> = match fields.given.get("relation") {
            Some(Value::Null) => fields.take("relation").map(|_| None),
            _ => fields.word("relation").map(Some),
        };
        Some(DeskWish::RelateClaims {
            claim,
            to: to?,
            relation: relation?,
        })
    })
}

pub(crate) fn assignment(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let to: Option<String> = match fields.given.get("to") {
            Some(Value::Null) => fields.take("to").map(|_| None)?,
            _ => Some(fields.text("to")?),
        };
        Some(DeskWish::AssignClaim { claim, to })
    })
}

pub(crate) fn state(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let state: ClaimState = fields.word("state")?;
        Some(DeskWish::SetClaimState { claim, state })
    })
}

pub(crate) fn flag(body: &[u8]) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        fields.require("subject");
        let subject = fields.object_given("subject", subject);
        let reason = fields.text("reason");
        Some(DeskWish::Flag {
            subject: subject?,
            reason: reason?,
        })
    })
}

fn subject(fields: &mut Fields) -> Option<FlagSubject> {
    let kind = fields.text("type");
    let id: Option<StatementId> = fields.id("id");
    let subject = FlagSubject::new(&kind?, id?.0);
    if subject.is_none() {
        fields.invalid("type", "is none of claim, quote, statement");
    }
    subject
}

pub(crate) fn resolution(body: &[u8], flag: FlagId) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let note = fields.text_given("note").unwrap_or_default();
        Some(DeskWish::ResolveFlag { flag, note })
    })
}

pub(crate) fn dismissal(
    body: &[u8],
    statement: StatementId,
) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        let reason = fields.text_given("reason").unwrap_or_default();
        Some(DeskWish::DismissStatement { statement, reason })
    })
}

pub(crate) fn scale(body: &[u8], name: String) -> Result<(String, DeskWish), Problem> {
    wish(body, |fields| {
        fields.require("ratings");
        let ratings = fields.objects("ratings", MOST_RATINGS, |fields| {
            let (name, value) = (fields.text("name"), fields.share_given("value"));
            Some(ScaleRating { name: name?, value })
        });
        Some(DeskWish::DefineScale {
            scale: Scale { name, ratings },
        })
    })
}

/// A text that may make a claim.
pub(crate) struct Matched {
    pub(crate) text: String,
    /// Who says it.
    pub(crate) speaker: Option<String>,
    /// How many claims are asked for.
    pub(crate) limit: u16,
}

/// A text that may make a claim.
pub(crate) fn matching(body: &[u8]) -> Result<Matched, Problem> {
    let mut fields = Fields::read(body)?;
    let text = fields.text("text");
    if let Some(text) = &text {
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            fields.invalid(
                "text",
                format!("has {length} characters, more than {LONGEST_TEXT}"),
            );
        } else if !text.chars().any(char::is_alphanumeric) {
            fields.invalid("text", "has no word in it");
        }
    }
    let speaker = fields.text_given("speaker");
    let limit = fields.number_given("limit", 1, SearchRequest::LARGEST_PAGE as u16);
    fields.finish(text.map(|text| Matched {
        text,
        speaker,
        limit: limit.unwrap_or(USUAL_MATCHES),
    }))
}

/// Texts that may be worth checking.
pub(crate) fn checkworthy(body: &[u8]) -> Result<Vec<String>, Problem> {
    let mut fields = Fields::read(body)?;
    fields.require("texts");
    if let Some(Value::Array(list)) = fields.given.get("texts")
        && !(1..=MOST_TEXTS).contains(&list.len())
    {
        fields.invalid("texts", format!("has to be a list of 1 to {MOST_TEXTS}"));
    }
    let texts = fields.texts("texts");
    let is_long = |text: &&String| text.chars().count() > LONGEST_TEXT;
    if let Some(place) = texts.iter().position(|text| is_long(&text)) {
        fields.invalid(
            &format!("texts[{place}]"),
            format!("is longer than {LONGEST_TEXT} characters"),
        );
    }
    fields.finish(Some(texts))
}
