//! From a wish to an entry of the log and to the rows that follow from it.

use std::collections::BTreeSet;

use onrecord_model::{
    Action, ClaimId, ClaimLink, Correction, CorrectionId, DeskAction, FlagId, FlagSubject,
    LinkScore, Review, ReviewId, Scale, ScaleId, Share, StatementId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::record::ClaimRecord;
use super::rows::{self, ClaimRows};
use super::{DeskWish, WishedLink, log_of, valid};
use crate::StoreError;
use crate::correct::{Correcting, Expected};
use crate::entity::{claim_lock, claim_suggestion, correction, quote, review, scale, statement};
use crate::error::Failed;

/// Most statements that one entry links.
const MOST_LINKS: usize = 1_000;

impl Correcting<'_> {
    /// Carries a wish out as far as rows go, and gives what the log is to say.
    pub(crate) async fn at_desk(
        &mut self,
        by: &str,
        wish: &DeskWish,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let action = self.action(wish).await?;
        if let Some(claim) = action.claims().first()
            && !matches!(action, DeskAction::MakeClaim { .. })
        {
            let record = self.claim(*claim).await?;
            self.expect_claim(&record, expected).await?;
            self.unless_locked(claim.0, by).await?;
        }
        self.unfold(by, &action).await?;
        self.subjects.extend(action.subjects());
        Ok(Action::Desk(action))
    }

    /// Writes the rows of all that an entry is about, as they are with it.
    async fn unfold(&mut self, by: &str, action: &DeskAction) -> Result<(), Failed> {
        let entry = Correction {
            id: CorrectionId(self.id),
            number: self.number.unsigned_abs(),
            at: self.at,
            by: by.to_owned(),
            action: Action::Desk(action.clone()),
            undone_by: None,
            hash: String::new(),
        };
        for claim in action.claims() {
            let mut entries = log_of(self.transaction, claim.0).await?;
            entries.push(entry.clone());
            let record = ClaimRecord::of(claim, &entries)
                .map_err(|misfit| refused(misfit.what))?
                .ok_or_else(|| refused(format!("the claim {claim} would not be there")))?;
            self.write_claim(&record).await?;
        }
        match action {
            DeskAction::Flag { flag, .. } | DeskAction::ResolveFlag { flag, .. } => {
                let mut entries = log_of(self.transaction, flag.0).await?;
                entries.push(entry);
                self.write_flag(*flag, &entries).await?;
            }
            DeskAction::DefineScale { scale, .. } => {
                let mut entries = log_of(self.transaction, scale.0).await?;
                entries.push(entry);
                self.write_scale(*scale, &entries).await?;
            }
            DeskAction::DismissStatement { statement, .. } => {
                let mut entries = log_of(self.transaction, statement.0).await?;
                entries.push(entry);
                self.write_dismissal(*statement, &entries).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the rows back that an entry has led to.
    pub(crate) async fn undo_at_desk(
        &mut self,
        row: &correction::Model,
        action: &DeskAction,
    ) -> Result<(), Failed> {
        let id = CorrectionId(row.id);
        for claim in action.claims() {
            let entries = log_of(self.transaction, claim.0).await?;
            let without = ClaimRecord::without(claim, &entries, Some(id)).map_err(|misfit| {
                Failed::Store(StoreError::Conflict {
                    what: format!(
                        "the entry {} was made since and rests on it ({}); take that back first",
                        misfit.number, misfit.what
                    ),
                    correction: Some(misfit.entry),
                })
            })?;
            match without {
                Some(record) => self.write_claim(&record).await?,
                None => {
                    rows::delete(self.transaction, claim.0).await?;
                    self.claims.insert(claim.0);
                }
            }
        }
        let without = |entries: Vec<Correction>| -> Vec<Correction> {
            entries.into_iter().filter(|entry| entry.id != id).collect()
        };
        match action {
            DeskAction::Flag { flag, .. } | DeskAction::ResolveFlag { flag, .. } => {
                let entries = log_of(self.transaction, flag.0).await?;
                self.write_flag(*flag, &without(entries)).await?;
            }
            DeskAction::DefineScale { scale, .. } => {
                let entries = log_of(self.transaction, scale.0).await?;
                self.write_scale(*scale, &without(entries)).await?;
            }
            DeskAction::DismissStatement { statement, .. } => {
                let entries = log_of(self.transaction, statement.0).await?;
                self.write_dismissal(*statement, &without(entries)).await?;
            }
            _ => {}
        }
        self.subjects.extend(action.subjects());
        Ok(())
    }

    async fn write_claim(&mut self, record: &ClaimRecord) -> Result<(), Failed> {
        let rows = ClaimRows::of(record, self.fingerprint)?;
        rows.write(self.transaction).await?;
        self.claims.insert(record.id.0);
        Ok(())
    }

    async fn action(&mut self, wish: &DeskWish) -> Result<DeskAction, Failed> {
        Ok(match wish {
            DeskWish::MakeClaim {
                text,
                statements,
                reviews,
            } => {
                let text = Box::new(valid::claim(text)?);
                self.refuse_known_reference(text.reference.as_deref(), None)
                    .await?;
                let mut kept = Vec::with_capacity(reviews.len());
                for review in reviews {
                    kept.push((self.new_review(), self.valid_review(review).await?));
                }
                DeskAction::MakeClaim {
                    claim: ClaimId(self.identifiers.next()),
                    text,
                    links: self.links(statements).await?,
                    reviews: kept,
                }
            }
            DeskWish::EditClaim { claim, text } => {
                let before = self.claim(*claim).await?.text;
                let after = valid::claim(text)?;
                if before == after {
                    return Err(refused("the claim says so already"));
                }
                self.refuse_known_reference(after.reference.as_deref(), Some(*claim))
                    .await?;
                DeskAction::EditClaim {
                    claim: *claim,
                    before: Box::new(before),
                    after: Box::new(after),
                }
            }
            DeskWish::LinkStatement { claim, statement } => self.link(*claim, statement).await?,
            DeskWish::RejectLink { claim, statement } => {
                let record = self.claim(*claim).await?;
                let (statement, words) = self.words_of(*statement).await?;
                if record
                    .rejected
                    .iter()
                    .any(|known| known.statement == statement)
                {
                    return Err(refused("a person has said so already"));
                }
                DeskAction::RejectLink {
                    claim: *claim,
                    statement,
                    words,
                }
            }
            DeskWish::MergeClaims { claim, into } => {
                let record = self.claim(*claim).await?;
                self.claim(*into).await?;
                if claim == into {
                    return Err(refused("a claim cannot be merged into itself"));
                }
                DeskAction::MergeClaims {
                    claim: *claim,
                    text: record.text.text,
                    into: *into,
                }
            }
            DeskWish::SplitClaim {
                claim,
                text,
                statements,
                reviews,
            } => self.split_claim(*claim, text, statements, reviews).await?,
            DeskWish::RelateClaims {
                claim,
                to,
                relation,
            } => {
                let record = self.claim(*claim).await?;
                self.claim(*to).await?;
                if claim == to {
                    return Err(refused("a claim has no relation to itself"));
                }
                let known = record.relations.iter().find(|(other, _)| other == to);
                if known.map(|(_, relation)| *relation) == *relation {
                    return Err(refused("a person has said so already"));
                }
                DeskAction::RelateClaims {
                    claim: *claim,
                    to: *to,
                    relation: *relation,
                }
            }
            DeskWish::AssignClaim { claim, to } => {
                let record = self.claim(*claim).await?;
                let to = match to.as_deref().map(str::trim) {
                    None | Some("") => None,
                    Some(to) => Some(crate::correct::names::valid(
                        "name of who is to look into it",
                        to,
                    )?),
                };
                if record.assigned_to == to {
                    return Err(refused("it is so already"));
                }
                DeskAction::AssignClaim { claim: *claim, to }
            }
            DeskWish::SetClaimState { claim, state } => {
                let record = self.claim(*claim).await?;
                if record.state == *state {
                    return Err(refused(format!("the claim is {} already", state.words())));
                }
                DeskAction::SetClaimState {
                    claim: *claim,
                    before: record.state,
                    after: *state,
                }
            }
            DeskWish::AddReview { claim, review } => {
                self.claim(*claim).await?;
                DeskAction::AddReview {
                    claim: *claim,
                    review: self.new_review(),
                    content: Box::new(self.valid_review(review).await?),
                }
            }
            DeskWish::ReviseReview { review, content } => self.revise(*review, content).await?,
            DeskWish::Flag { subject, reason } => DeskAction::Flag {
                flag: FlagId(self.identifiers.next()),
                subject: *subject,
                words: self.words_of_subject(*subject).await?,
                reason: valid::reason("reason of the flag", reason)?,
            },
            DeskWish::ResolveFlag { flag, note } => self.resolve_flag(*flag, note).await?,
            DeskWish::DefineScale { scale } => self.define_scale(scale).await?,
            DeskWish::DismissStatement { statement, reason } => {
                let (statement, words) = self.words_of(*statement).await?;
                DeskAction::DismissStatement {
                    statement,
                    words,
                    reason: valid::note("reason of the dismissal", reason)?,
                }
            }
        })
    }

    async fn link(&mut self, claim: ClaimId, wished: &WishedLink) -> Result<DeskAction, Failed> {
        let record = self.claim(claim).await?;
        let mut link = self
            .links(std::slice::from_ref(wished))
            .await?
            .pop()
            .ok_or_else(|| refused("there is no statement to link"))?;
        if link.suggested.is_none() {
            link.suggested = self.suggested(claim, link.statement).await?;
        }
        let is_known = record
            .links
            .iter()
            .any(|known| known.link.statement == link.statement && known.link.part == link.part);
        match is_known {
            true => Err(refused("the statement is linked to the claim already")),
            false => Ok(DeskAction::LinkStatement { claim, link }),
        }
    }

    async fn split_claim(
        &mut self,
        claim: ClaimId,
        text: &onrecord_model::ClaimText,
        statements: &[StatementId],
        reviews: &[ReviewId],
    ) -> Result<DeskAction, Failed> {
        let record = self.claim(claim).await?;
        let text = Box::new(valid::claim(text)?);
        if text.text == record.text.text {
            return Err(refused("the new claim says what the old one says"));
        }
        self.refuse_known_reference(text.reference.as_deref(), None)
            .await?;
        let mut links = Vec::new();
        for asked in statements {
            let head = self.head(*asked).await?;
            let link = record
                .links
                .iter()
                .find(|known| known.link.statement == *asked || known.link.statement == head)
                .ok_or_else(|| {
                    StoreError::unknown(format!("statement {asked} linked to the claim {claim}"))
                })?;
            links.push(link.link.clone());
        }
        let mut moved = Vec::new();
        for id in reviews {
            let review = record
                .reviews
                .iter()
                .find(|known| known.id == *id)
                .ok_or_else(|| StoreError::unknown(format!("review {id} of the claim {claim}")))?;
            moved.push((*id, review.content.clone()));
        }
        Ok(DeskAction::SplitClaim {
            claim,
            to: ClaimId(self.identifiers.next()),
            text,
            links,
            reviews: moved,
        })
    }

    async fn revise(&mut self, id: ReviewId, content: &Review) -> Result<DeskAction, Failed> {
        let claim: Option<Uuid> = review::Entity::find_by_id(id.0)
            .select_only()
            .column(review::Column::ClaimId)
            .into_tuple()
            .one(self.transaction)
            .await?;
        let claim = ClaimId(claim.ok_or_else(|| StoreError::unknown(format!("review {id}")))?);
        let record = self.claim(claim).await?;
        let known = record.reviews.into_iter().find(|review| review.id == id);
        let before = known
            .ok_or_else(|| StoreError::unknown(format!("review {id}")))?
            .content;
        let after = self.valid_review(content).await?;
        match before == after {
            true => Err(refused("the review says so already")),
            false => Ok(DeskAction::ReviseReview {
                claim,
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
        let scales = super::read::scales(self.transaction).await?;
        let scales: Vec<Scale> = scales.into_iter().map(|(_, scale)| scale).collect();
        Ok(valid::review(review, &scales)?)
    }

    /// The claim as it is; it must be one that is shown as itself.
    pub(super) async fn claim(&self, id: ClaimId) -> Result<ClaimRecord, Failed> {
        let entries = log_of(self.transaction, id.0).await?;
        let record = ClaimRecord::of(id, &entries)
            .map_err(|misfit| StoreError::damaged(format!("claim {id}: {}", misfit.what)))?
            .ok_or_else(|| StoreError::unknown(format!("claim {id}")))?;
        match record.merged_into {
            None => Ok(record),
            Some(into) => Err(Failed::Store(StoreError::Conflict {
                what: format!("the claim {id} was merged into {into}"),
                correction: Some(record.last.entry),
            })),
        }
    }

    async fn expect_claim(&self, record: &ClaimRecord, expected: Expected) -> Result<(), Failed> {
        match expected {
            Expected::Anything => Ok(()),
            Expected::Last(last) if last == Some(record.last.entry) => Ok(()),
            Expected::Last(_) => Err(Failed::Store(StoreError::Conflict {
                what: format!(
                    "the claim {} was changed by {} ({}) since it was looked at",
                    record.id, record.last.by, record.last.at
                ),
                correction: Some(record.last.entry),
            })),
        }
    }

    /// Refuses to change what somebody else has open.
    async fn unless_locked(&self, subject: Uuid, by: &str) -> Result<(), Failed> {
        let lock = claim_lock::Entity::find_by_id(subject)
            .one(self.transaction)
            .await?;
        match lock {
            Some(lock) if lock.holder != by && lock.until > self.at => {
                Err(Failed::Store(StoreError::Conflict {
                    what: format!("{} has it open until {}", lock.holder, lock.until),
                    correction: None,
                }))
            }
            _ => Ok(()),
        }
    }

    /// Statements to be linked, each by the wording that stands for it.
    async fn links(&self, wished: &[WishedLink]) -> Result<Vec<ClaimLink>, Failed> {
        if wished.len() > MOST_LINKS {
            return Err(refused(format!(
                "{} statements would be linked at once; one entry links at most {MOST_LINKS}",
                wished.len()
            )));
        }
        let mut links: Vec<ClaimLink> = Vec::with_capacity(wished.len());
        let mut known = BTreeSet::new();
        for wish in wished {
            let (statement, words) = self.words_of(wish.statement).await?;
            if let Some(part) = wish.part
                && (part.start >= part.end || part.end as usize > words.chars().count())
            {
                return Err(refused(format!(
                    "the part {} to {} is not in the words of the statement {statement}",
                    part.start, part.end
                )));
            }
            if known.insert(statement) {
                links.push(ClaimLink {
                    statement,
                    words,
                    part: wish.part,
                    suggested: wish.suggested.clone(),
                });
            }
        }
        Ok(links)
    }

    async fn suggested(
        &self,
        claim: ClaimId,
        statement: StatementId,
    ) -> Result<Option<LinkScore>, Failed> {
        let row = claim_suggestion::Entity::find_by_id((statement.0, claim.0))
            .one(self.transaction)
            .await?;
        Ok(row.map(|row| LinkScore {
            score: Share::nearest(row.score),
            method: row.method,
        }))
    }

    async fn head(&self, id: StatementId) -> Result<StatementId, Failed> {
        let row = statement::Entity::find_by_id(id.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("statement {id}")))?;
        Ok(StatementId(row.joined_to.unwrap_or(row.id)))
    }

    /// The wording that stands for a statement, and its words.
    async fn words_of(&self, id: StatementId) -> Result<(StatementId, String), Failed> {
        let head = self.head(id).await?;
        let row = statement::Entity::find_by_id(head.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("statement {id}")))?;
        let remembered = self.remember(std::slice::from_ref(&row)).await?;
        let words = remembered.into_iter().next().map(|held| held.text);
        Ok((head, words.unwrap_or_default()))
    }

    async fn words_of_subject(&self, subject: FlagSubject) -> Result<String, Failed> {
        match subject {
            FlagSubject::Claim(id) => Ok(self.claim(id).await?.text.text),
            FlagSubject::Statement(id) => Ok(self.words_of(id).await?.1),
            FlagSubject::Quote(id) => {
                let text: Option<String> = quote::Entity::find_by_id(id.0)
                    .select_only()
                    .column(quote::Column::Text)
                    .into_tuple()
                    .one(self.transaction)
                    .await?;
                match text {
                    Some(text) => Ok(text),
                    None => self.words_of_passage(id.0).await,
                }
            }
        }
    }

    async fn words_of_passage(&self, id: Uuid) -> Result<String, Failed> {
        use crate::entity::passage;
        let text: Option<String> = passage::Entity::find_by_id(id)
            .select_only()
            .column(passage::Column::Text)
            .into_tuple()
            .one(self.transaction)
            .await?;
        Ok(text.ok_or_else(|| StoreError::unknown(format!("quote {id}")))?)
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

    async fn refuse_known_reference(
        &self,
        reference: Option<&str>,
        own: Option<ClaimId>,
    ) -> Result<(), Failed> {
        use crate::entity::claim;
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
            Some(known) if Some(ClaimId(known)) != own => Err(refused(format!(
                "the reference {reference:?} is that of the claim {known}"
            ))),
            _ => Ok(()),
        }
    }
}

pub(super) fn refused(what: impl Into<String>) -> Failed {
    Failed::Store(StoreError::refused(what))
}
