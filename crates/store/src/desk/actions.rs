//! From a wish to what the log is to say: what is asked for is looked up, checked and put into the words that are kept.

use onrecord_model::{ClaimId, DeskAction, FlagId, Review, ReviewId, Scale, ScaleId, StatementId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::doing::refused;
use super::record::ClaimRecord;
use super::{DeskWish, WishedLink, valid};
use crate::StoreError;
use crate::correct::{Correcting, names};
use crate::entity::{claim, dismissal, scale};
use crate::error::Failed;

impl Correcting<'_> {
    /// What is to be done to no claim, or makes one.
    pub(super) async fn action(&mut self, wish: &DeskWish) -> Result<DeskAction, Failed> {
        match wish {
            DeskWish::MakeClaim {
                text,
                statements,
                reviews,
            } => self.make_claim(text, statements, reviews).await,
            DeskWish::Flag { subject, reason } => Ok(DeskAction::Flag {
                flag: FlagId(self.identifiers.next()),
                subject: *subject,
                words: self.words_of_subject(*subject).await?,
                reason: valid::reason("reason of the flag", reason)?,
            }),
            DeskWish::ResolveFlag { flag, note } => self.resolve_flag(*flag, note).await,
            DeskWish::DefineScale { scale } => self.define_scale(scale).await,
            DeskWish::DismissStatement { statement, reason } => {
                self.dismiss(*statement, reason).await
            }
            _ => Err(refused("that is done to a claim")),
        }
    }

    /// What is to be done to a claim.
    pub(super) async fn action_on(
        &mut self,
        record: &ClaimRecord,
        wish: &DeskWish,
    ) -> Result<DeskAction, Failed> {
        let claim = record.id;
        match wish {
            DeskWish::EditClaim { text, .. } => {
                let mut after = valid::claim(text)?;
                after.reference.clone_from(&record.text.reference);
                if record.text == after {
                    return Err(refused("the claim says so already"));
                }
                Ok(DeskAction::EditClaim {
                    claim,
                    before: Box::new(record.text.clone()),
                    after: Box::new(after),
                })
            }
            DeskWish::LinkStatement { statement, .. } => self.link(record, statement).await,
            DeskWish::RejectLink { statement, .. } => self.reject_link(record, *statement).await,
            DeskWish::MergeClaims { into, .. } => {
                if claim == *into {
                    return Err(refused("a claim cannot be merged into itself"));
                }
                self.claim(*into).await?;
                Ok(DeskAction::MergeClaims {
                    claim,
                    text: record.text.text.clone(),
                    into: *into,
                })
            }
            DeskWish::SplitClaim {
                text,
                statements,
                reviews,
                ..
            } => self.split_claim(record, text, statements, reviews).await,
            DeskWish::RelateClaims { to, relation, .. } => {
                if claim == *to {
                    return Err(refused("a claim has no relation to itself"));
                }
                self.claim(*to).await?;
                let known = record.relations.iter().find(|(other, _)| other == to);
                if known.map(|(_, relation)| *relation) == *relation {
                    return Err(refused("a person has said so already"));
                }
                Ok(DeskAction::RelateClaims {
                    claim,
                    to: *to,
                    relation: *relation,
                })
            }
            DeskWish::AssignClaim { to, .. } => {
                let to = match to.as_deref().map(str::trim) {
                    None | Some("") => None,
                    Some(to) => Some(names::valid("name of who is to look into it", to)?),
                };
                if record.assigned_to == to {
                    return Err(refused("it is so already"));
                }
                Ok(DeskAction::AssignClaim { claim, to })
            }
            DeskWish::SetClaimState { state, .. } => {
                if record.state == *state {
                    return Err(refused(format!("the claim is {} already", state.words())));
                }
                Ok(DeskAction::SetClaimState {
                    claim,
                    before: record.state,
                    after: *state,
                })
            }
            DeskWish::AddReview { review, .. } => Ok(DeskAction::AddReview {
                claim,
                review: self.new_review(),
                content: Box::new(self.valid_review(review).await?),
            }),
            DeskWish::ReviseReview { review, content } => {
                self.revise(record, *review, content).await
            }
            DeskWish::MakeClaim { .. }
            | DeskWish::Flag { .. }
            | DeskWish::ResolveFlag { .. }
            | DeskWish::DefineScale { .. }
            | DeskWish::DismissStatement { .. } => self.action(wish).await,
        }
    }

    async fn make_claim(
        &mut self,
        text: &onrecord_model::ClaimText,
        statements: &[WishedLink],
        reviews: &[Review],
    ) -> Result<DeskAction, Failed> {
        let text = Box::new(valid::claim(text)?);
        self.refuse_known_reference(text.reference.as_deref())
            .await?;
        valid::limited("reviews of the claim", reviews.len())?;
        let mut kept = Vec::with_capacity(reviews.len());
        for review in reviews {
            kept.push((self.new_review(), self.valid_review(review).await?));
        }
        Ok(DeskAction::MakeClaim {
            claim: ClaimId(self.identifiers.next()),
            text,
            links: self.links(statements).await?,
            reviews: kept,
        })
    }

    async fn split_claim(
        &mut self,
        record: &ClaimRecord,
        text: &onrecord_model::ClaimText,
        statements: &[StatementId],
        reviews: &[ReviewId],
    ) -> Result<DeskAction, Failed> {
        let claim = record.id;
        let text = Box::new(valid::claim(text)?);
        if text.text == record.text.text {
            return Err(refused("the new claim says what the old one says"));
        }
        self.refuse_known_reference(text.reference.as_deref())
            .await?;
        let mut links: Vec<onrecord_model::ClaimLink> = Vec::with_capacity(statements.len());
        for asked in statements {
            let head = self.head(*asked).await?;
            let link = record
                .links
                .iter()
                .map(|known| &known.link)
                .find(|known| known.statement == *asked || known.statement == head)
                .ok_or_else(|| {
                    StoreError::unknown(format!("statement {asked} linked to the claim {claim}"))
                })?;
            if !links.contains(link) {
                links.push(link.clone());
            }
        }
        let mut moved: Vec<(ReviewId, Review)> = Vec::with_capacity(reviews.len());
        for id in reviews {
            let review = record
                .reviews
                .iter()
                .find(|known| known.id == *id)
                .ok_or_else(|| StoreError::unknown(format!("review {id} of the claim {claim}")))?;
            if !moved.iter().any(|(known, _)| known == id) {
                moved.push((*id, review.content.clone()));
            }
        }
        Ok(DeskAction::SplitClaim {
            claim,
            to: ClaimId(self.identifiers.next()),
            text,
            links,
            reviews: moved,
        })
    }

    async fn revise(
        &mut self,
        record: &ClaimRecord,
        id: ReviewId,
        content: &Review,
    ) -> Result<DeskAction, Failed> {
        let known = record.reviews.iter().find(|review| review.id == id);
        let before = known
            .ok_or_else(|| StoreError::unknown(format!("review {id}")))?
            .content
            .clone();
        // Where it was made does not change with what it says.
        let content = Review {
            is_imported: before.is_imported,
            ..content.clone()
        };
        let after = match before.rating == content.rating {
            // Its scale may have other ratings by now, or none of this name: the words it was given in stay.
            true => valid::review_rated_before(&content)?,
            false => self.valid_review(&content).await?,
        };
        match before == after {
            true => Err(refused("the review says so already")),
            false => Ok(DeskAction::ReviseReview {
                claim: record.id,
                review: id,
                before: Box::new(before),
                after: Box::new(after),
            }),
        }
    }

    fn new_review(&mut self) -> ReviewId {
        ReviewId(self.identifiers.next())
    }

    async fn valid_review(&self, review: &Review) -> Result<Review, Failed> {
        if review.is_imported {
            return Ok(valid::review(review, &[])?);
        }
        let scales = super::scales::all(self.transaction).await?;
        let scales: Vec<Scale> = scales.into_iter().map(|(_, scale)| scale).collect();
        Ok(valid::review(review, &scales)?)
    }

    async fn define_scale(&mut self, content: &Scale) -> Result<DeskAction, Failed> {
        let content = valid::scale(content)?;
        let known = scale::Entity::find()
            .filter(scale::Column::Name.eq(content.name.as_str()))
            .one(self.transaction)
            .await?;
        let scale = match known {
            None => ScaleId(self.identifiers.next()),
            Some(known) if known.body == crate::put::json(&content)? => {
                return Err(refused("the scale has these ratings already"));
            }
            Some(known) => ScaleId(known.id),
        };
        Ok(DeskAction::DefineScale { scale, content })
    }

    async fn dismiss(
        &mut self,
        statement: StatementId,
        reason: &str,
    ) -> Result<DeskAction, Failed> {
        let (statement, words) = self.words_of(statement).await?;
        let known = dismissal::Entity::find_by_id(statement.0)
            .one(self.transaction)
            .await?;
        match known {
            Some(_) => Err(refused("the statement was taken from the queue already")),
            None => Ok(DeskAction::DismissStatement {
                statement,
                words,
                reason: valid::note("reason of the dismissal", reason)?,
            }),
        }
    }

    async fn refuse_known_reference(&self, reference: Option<&str>) -> Result<(), Failed> {
        let Some(reference) = reference else {
            return Ok(());
        };
        let known: Option<Uuid> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .filter(claim::Column::Reference.eq(reference))
            .into_tuple()
            .one(self.transaction)
            .await?;
        match known {
            None => Ok(()),
            Some(known) => Err(refused(format!(
                "the reference {reference:?} is that of the claim {known}"
            ))),
        }
    }
}
