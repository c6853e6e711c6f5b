//! What a review shall say.

use onrecord_model::{Evidence, Publication, Rating, Review, Reviewer, Timestamp};

use crate::fields::Fields;
use crate::problem::Problem;

/// Most pieces of evidence of one review.
const MOST_EVIDENCE: usize = 500;

/// What was said of a review. The rest follows from who writes it down and when, or from what the review was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reviewed {
    rating: Rating,
    publication: Option<Publication>,
    author: Option<Reviewer>,
    date: Option<Timestamp>,
    title: Option<String>,
    rationale: Option<String>,
    evidence: Vec<Evidence>,
    language: Option<String>,
    url: Option<String>,
}

/// A review, or what one shall say instead, and who writes it down.
pub(crate) fn review(body: &[u8]) -> Result<(String, Reviewed), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let reviewed = content(&mut fields);
    fields.finish(by.zip(reviewed))
}

impl Reviewed {
    /// A review of its own.
    pub(crate) fn written_by(self, by: &str, now: Timestamp) -> Review {
        let author = self.author.unwrap_or_else(|| Reviewer {
            name: by.to_owned(),
            ..Reviewer::default()
        });
        Review {
            rating: self.rating,
            author,
            date: self.date.unwrap_or(now),
            title: self.title,
            rationale: self.rationale,
            evidence: self.evidence,
            language: self.language,
            url: self.url,
            publication: self.publication.unwrap_or(Publication::Draft),
            is_imported: false,
        }
    }

    /// What becomes of a review. Where it was made stays as it is, and a rating that was given elsewhere keeps its
    /// numbers and what they mean as long as it is called the same.
    pub(crate) fn instead_of(self, before: &Review) -> Review {
        let is_same = self.rating.name == before.rating.name && self.rating.scale.is_none();
        Review {
            rating: match is_same {
                true => before.rating.clone(),
                false => self.rating,
            },
            author: self.author.unwrap_or_else(|| before.author.clone()),
            date: self.date.unwrap_or(before.date),
            title: self.title,
            rationale: self.rationale,
            evidence: self.evidence,
            language: self.language,
            url: self.url,
            publication: self.publication.unwrap_or(before.publication),
            is_imported: before.is_imported,
        }
    }
}

pub(super) fn content(fields: &mut Fields) -> Option<Reviewed> {
    let name = fields.text("rating");
    let scale = fields.text_given("scale");
    let rest = Reviewed {
        rating: Rating::default(),
        publication: fields.word_given("publication"),
        author: fields.object_given("author", reviewer),
        date: fields.instant_given("date"),
        title: fields.text_given("title"),
        rationale: fields.text_given("rationale"),
        evidence: fields.objects("evidence", MOST_EVIDENCE, evidence),
        language: fields.text_given("language"),
        url: fields.text_given("url"),
    };
    let rating = Rating {
        name: name?,
        scale,
        ..Rating::default()
    };
    Some(Reviewed { rating, ..rest })
}

fn reviewer(fields: &mut Fields) -> Option<Reviewer> {
    let (name, url) = (fields.text("name"), fields.text_given("url"));
    let is_organisation = fields.truth_given("organisation").unwrap_or(false);
    Some(Reviewer {
        name: name?,
        url,
        is_organisation,
    })
}

fn evidence(fields: &mut Fields) -> Option<Evidence> {
    let stance = fields.word("stance");
    let (url, title) = (fields.text_given("url"), fields.text_given("title"));
    let (quotation, archived) = (
        fields.text_given("quotation"),
        fields.text_given("archived"),
    );
    let is_gone = fields.truth_given("gone").unwrap_or(false);
    Some(Evidence {
        url,
        title,
        quotation,
        archived,
        stance: stance?,
        is_gone,
    })
}
