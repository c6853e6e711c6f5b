//! ClaimReviews inside of a page: the one thing that a template does not escape, since inside a script element nothing is
//! unescaped. It is escaped here, and nothing else can be put in its place.

use std::fmt;

use onrecord_engine::interchange::{Appearance, ReviewedClaim, claim_review, embedded};
use onrecord_engine::{ClaimRecord, ClaimView};

/// JSON in which nothing ends a script element or begins a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Embedded(String);

impl Embedded {
    /// The verdicts on a claim; `page` is where readers find it.
    pub(crate) fn verdicts(view: &ClaimView, page: &str) -> Vec<Self> {
        let record: &ClaimRecord = &view.record;
        let appearances: Vec<Appearance> = view
            .statements
            .iter()
            .filter_map(|statement| statement.quote.as_ref())
            .map(Appearance::from)
            .collect();
        record
            .verdicts()
            .into_iter()
            .map(|review| {
                let item = ReviewedClaim {
                    text: &record.text,
                    review: &review.content,
                    page: Some(page),
                    appearances: &appearances,
                };
                Self(embedded(&claim_review(&item)))
            })
            .collect()
    }
}

impl fmt::Display for Embedded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Embedded {}
