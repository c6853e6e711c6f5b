//! What a claim shall say.

use onrecord_engine::{DeskWish, WishedLink};
use onrecord_model::{ClaimId, ClaimText, Claimant, ReviewId, StatementId, Timestamp};

use super::review::content;
use crate::fields::Fields;
use crate::problem::Problem;

/// Most statements that a new claim is linked to.
const MOST_STATEMENTS: usize = 1_000;
/// Most reviews that a new claim comes with.
const MOST_REVIEWS: usize = 100;

/// A claim to be written down, and by whom; `now` is the date of reviews that have none.
pub(crate) fn claim(body: &[u8], now: Timestamp) -> Result<(String, DeskWish), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let text = text(&mut fields);
    let reference = fields.text_given("reference");
    let statements = fields.objects("statements", MOST_STATEMENTS, statement);
    let author = by.clone().unwrap_or_default();
    let reviews = fields.objects("reviews", MOST_REVIEWS, |fields| {
        content(fields).map(|review| review.written_by(&author, now))
    });
    let wish = text.map(|text| DeskWish::MakeClaim {
        text: Box::new(ClaimText { reference, ..text }),
        statements,
        reviews,
    });
    fields.finish(by.zip(wish))
}

/// What a claim shall say instead, and by whom. The reference is not among it.
pub(crate) fn edit(body: &[u8]) -> Result<(String, ClaimText), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let text = text(&mut fields);
    fields.finish(by.zip(text))
}

/// What is taken out of a claim, and by whom.
pub(crate) fn split(body: &[u8], claim: ClaimId) -> Result<(String, DeskWish), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let text = text(&mut fields);
    let reference = fields.text_given("reference");
    let statements: Vec<StatementId> = fields.ids("statements");
    let reviews: Vec<ReviewId> = fields.ids("reviews");
    let wish = text.map(|text| DeskWish::SplitClaim {
        claim,
        text: Box::new(ClaimText { reference, ..text }),
        statements,
        reviews,
    });
    fields.finish(by.zip(wish))
}

/// A statement that makes a claim.
pub(super) fn statement(fields: &mut Fields) -> Option<WishedLink> {
    let (statement, part) = (fields.id("statement"), fields.span_given("part"));
    Some(WishedLink {
        statement: statement?,
        part,
        suggested: None,
    })
}

fn text(fields: &mut Fields) -> Option<ClaimText> {
    let text = fields.text("text");
    let rest = ClaimText {
        text: String::new(),
        title: fields.text_given("title"),
        context: fields.text_given("context"),
        language: fields.text_given("language"),
        claimant: fields.object_given("claimant", claimant),
        made: fields.instant_given("made"),
        url: fields.text_given("url"),
        appearances: fields.texts("appearances"),
        reference: None,
    };
    Some(ClaimText {
        text: text?,
        ..rest
    })
}

fn claimant(fields: &mut Fields) -> Option<Claimant> {
    let name = fields.text("name");
    let (role, same_as) = (fields.text_given("role"), fields.texts("same_as"));
    let is_organisation = fields.truth_given("organisation");
    Some(Claimant {
        name: name?,
        role,
        same_as,
        is_organisation,
    })
}
