//! A claim in an answer of the Google Fact Check Tools.

use onrecord_model::{ClaimText, Claimant, Publication, Rating, Review, Reviewer};

use super::ClaimRecord;
use super::claim_review::site;
use super::node::{Node, not_a_claim};
use super::rating::truth;
use super::reading::Reading;
use crate::{Limits, Problem};

/// The claim with its reviews, and what is wrong with those that cannot be taken. A claim all of whose reviews cannot
/// be is not taken itself.
pub(super) fn read(node: Node<'_>, limits: &Limits, found: &mut Vec<Result<ClaimRecord, Problem>>) {
    let mut refused = Vec::new();
    match claim(node, limits, &mut refused) {
        Ok(record) if record.reviews.is_empty() && !refused.is_empty() => {}
        outcome => found.push(outcome),
    }
    found.extend(refused.into_iter().map(Err));
}

fn claim(
    node: Node<'_>,
    limits: &Limits,
    refused: &mut Vec<Problem>,
) -> Result<ClaimRecord, Problem> {
    if !node.is_object() {
        let reason = "expected an object with text and claimReview".to_owned();
        return Err(not_a_claim(reason));
    }
    let members = node.members()?;
    let mut reading = Reading::new(limits);
    let text = reading.claim("text", members.get("text"))?;
    let claimant = reading.name("claimant", members.get("claimant"));
    let made = reading.said("claimDate", members.get("claimDate"));
    let items = members.get("claimReview").map(Node::items);
    let mut reviews = Vec::new();
    for item in items.unwrap_or_default() {
        match review(item, &mut reading) {
            Ok(review) => reviews.push(review),
            Err(problem) => refused.push(problem),
        }
    }
    Ok(ClaimRecord {
        line: 0,
        text: ClaimText {
            text,
            claimant: claimant.map(|name| Claimant {
                name,
                ..Claimant::default()
            }),
            made,
            ..ClaimText::default()
        },
        reviews,
        warnings: reading.warnings,
    })
}

fn review(node: Node<'_>, reading: &mut Reading<'_>) -> Result<Review, Problem> {
    let members = node.members()?;
    let url = reading.url("claimReview.url", members.get("url"));
    let name = reading
        .name("claimReview.textualRating", members.get("textualRating"))
        .ok_or(Problem::MissingField("claimReview.textualRating"))?;
    let publisher = members.get("publisher");
    let publisher = publisher.map(|node| reading.members("claimReview.publisher", node));
    let publisher = publisher.unwrap_or_default();
    let author = ["name", "site"]
        .iter()
        .find_map(|known| reading.name("claimReview.publisher", publisher.get(known)))
        .map(|name| Reviewer {
            name,
            url: None,
            is_organisation: true,
        })
        .or_else(|| site(url.as_deref()))
        .ok_or(Problem::MissingField("claimReview.publisher"))?;
    Ok(Review {
        rating: Rating {
            value: truth(&name, None),
            name,
            ..Rating::default()
        },
        author,
        date: reading.published(&[("claimReview.reviewDate", members.get("reviewDate"))])?,
        title: reading.name("claimReview.title", members.get("title")),
        rationale: None,
        evidence: Vec::new(),
        language: reading.language("claimReview.languageCode", members.get("languageCode")),
        url,
        publication: Publication::Published,
        is_imported: true,
    })
}
