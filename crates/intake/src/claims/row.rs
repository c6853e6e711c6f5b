//! A row of a plain list of claims.

use onrecord_model::{ClaimText, Publication, Review, Reviewer};

use super::ClaimRecord;
use super::claim_review::{Around, claimant, site};
use super::node::Members;
use super::reading::Reading;
use crate::{FieldProblem, Limits, Problem};

/// The claim, with a review where the row has a rating.
///
/// # Errors
///
/// When there is no claim, or a rating without a date or anybody to put it down to.
pub(super) fn read<'json>(
    members: &Members<'json>,
    limits: &Limits,
) -> Result<ClaimRecord, Problem> {
    let mut reading = Reading::new(limits);
    let who = reading.first("claimant", members.get("claimant"));
    let around = Around::default();
    let text = ClaimText {
        text: reading.claim("claim", members.get("claim"))?,
        title: reading.name("title", members.get("title")),
        context: reading.words("context", members.get("context")),
        language: reading.language("language", members.get("language")),
        claimant: who.and_then(|who| claimant(who, &around, &mut reading)),
        made: reading.said("claim_date", members.get("claim_date")),
        url: reading.url("claim_url", members.get("claim_url")),
        appearances: Vec::new(),
        reference: reading.name("id", members.get("id")),
    };
    let mut reviews = Vec::new();
    if members.has("rating") {
        reviews.push(review(members, &mut reading)?);
    } else {
        for field in ["url", "date", "publisher", "author"] {
            if members.has(field) {
                reading.left_out(field, FieldProblem::WithoutRating);
            }
        }
    }
    Ok(ClaimRecord {
        line: 0,
        text,
        reviews,
        warnings: reading.warnings,
    })
}

fn review(members: &Members<'_>, reading: &mut Reading<'_>) -> Result<Review, Problem> {
    let rating = reading.rating("rating", members.get("rating"))?;
    let url = reading.url("url", members.get("url"));
    let named = [("publisher", true), ("author", false)]
        .into_iter()
        .find_map(|(field, is_organisation)| {
            let node = reading.first(field, members.get(field))?;
            Some(Reviewer {
                name: reading.name_of(field, node)?,
                url: None,
                is_organisation,
            })
        });
    Ok(Review {
        rating,
        author: named
            .or_else(|| site(url.as_deref()))
            .ok_or(Problem::MissingField("publisher"))?,
        date: reading.published(&[("date", members.get("date"))])?,
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url,
        publication: Publication::Published,
        is_imported: true,
    })
}
