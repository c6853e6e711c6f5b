//! Claims that come in by the thousand, with the reviews others have published of them.

use onrecord_model::{Action, ClaimId, ClaimText, DeskAction, Review, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::record::{ClaimRecord, ReviewRecord};
use super::{DeskWish, rows};
use crate::correct::{Correcting, Expected, Wish, names};
use crate::entity::claim;
use crate::error::Failed;
use crate::{Fingerprint, Store, StoreError, dialect};

/// A claim as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimImport {
    /// What it says.
    pub text: ClaimText,
    /// The reviews it came with.
    pub reviews: Vec<Review>,
}

/// What became of a claim that came in.
#[derive(Debug)]
pub struct ClaimImported {
    /// The claim, new or known.
    pub claim: Option<ClaimId>,
    /// Whether it is new.
    pub is_new: bool,
    /// Reviews that were added to it.
    pub reviews: u64,
    /// Reviews, or the text, that read differently now.
    pub revised: u64,
    /// Why it was refused.
    pub refused: Option<StoreError>,
}

impl Store {
    /// Takes claims in with their reviews, all that are not refused in one transaction. A claim that is known, by its
    /// reference or by words and claimant, gets the reviews that it has not; a review is known by its address, else by
    /// author, date and rating.
    ///
    /// # Errors
    /// What keeps the store from writing, and a name that is none; nothing is written then.
    pub async fn import_claims(
        &self,
        by: &str,
        at: Timestamp,
        claims: &[ClaimImport],
        fingerprint: Fingerprint,
    ) -> Result<Vec<ClaimImported>, StoreError> {
        let by = names::valid("name of who imports", by)?;
        let mut attempt = 1;
        loop {
            match self.import_claims_once(&by, at, claims, fingerprint).await {
                Ok(imported) => return Ok(imported),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn import_claims_once(
        &self,
        by: &str,
        at: Timestamp,
        claims: &[ClaimImport],
        fingerprint: Fingerprint,
    ) -> Result<Vec<ClaimImported>, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::lock_corrections(&transaction).await?;
        let mut imported = Vec::with_capacity(claims.len());
        for claim in claims {
            let mut one = ClaimImported {
                claim: None,
                is_new: false,
                reviews: 0,
                revised: 0,
                refused: None,
            };
            let mut importing = Importing {
                transaction: &transaction,
                by,
                at,
                fingerprint,
                imported: &mut one,
            };
            match importing.take(claim).await {
                Ok(()) => {}
                Err(Failed::Store(
                    error @ (StoreError::Refused { .. }
                    | StoreError::Conflict { .. }
                    | StoreError::Unknown { .. }),
                )) => one.refused = Some(error),
                Err(failed) => return Err(failed),
            }
            imported.push(one);
        }
        transaction.commit().await?;
        Ok(imported)
    }
}

/// One claim on its way in.
struct Importing<'import> {
    transaction: &'import sea_orm::DatabaseTransaction,
    by: &'import str,
    at: Timestamp,
    fingerprint: Fingerprint,
    imported: &'import mut ClaimImported,
}

impl Importing<'_> {
    async fn take(&mut self, new: &ClaimImport) -> Result<(), Failed> {
        // All of it is looked at before any of it is written.
        super::valid::claim(&new.text)?;
        let mut reviews: Vec<Review> = Vec::with_capacity(new.reviews.len());
        for review in &new.reviews {
            let mut review = review.clone();
            review.is_imported = true;
            let review = super::valid::review(&review, &[])?;
            if !reviews.contains(&review) {
                reviews.push(review);
            }
        }
        let Some(known) = self.known(&new.text).await? else {
            let wish = DeskWish::MakeClaim {
                text: Box::new(new.text.clone()),
                statements: Vec::new(),
                reviews: reviews.clone(),
            };
            if let Action::Desk(DeskAction::MakeClaim { claim, .. }) = self.carry_out(wish).await? {
                self.imported.claim = Some(claim);
            }
            self.imported.is_new = true;
            self.imported.reviews = reviews.len() as u64;
            return Ok(());
        };
        self.imported.claim = Some(known);
        let record = Correcting::begin(self.transaction, self.at, self.fingerprint)
            .await?
            .claim(known)
            .await?;
        self.revise_text(&record, &new.text).await?;
        for review in &reviews {
            self.revise_review(&record, review).await?;
        }
        Ok(())
    }

    /// What a file that gives a claim a reference says of it is what it says from then on; without one a claim keeps
    /// its text.
    async fn revise_text(&mut self, record: &ClaimRecord, text: &ClaimText) -> Result<(), Failed> {
        if text.reference.is_none() || record.text == super::valid::claim(text)? {
            return Ok(());
        }
        let wish = DeskWish::EditClaim {
            claim: record.id,
            text: Box::new(text.clone()),
        };
        self.carry_out(wish).await?;
        self.imported.revised += 1;
        Ok(())
    }

    async fn revise_review(&mut self, record: &ClaimRecord, review: &Review) -> Result<(), Failed> {
        let Some(known) = known_review(&record.reviews, review) else {
            let wish = DeskWish::AddReview {
                claim: record.id,
                review: Box::new(review.clone()),
            };
            self.carry_out(wish).await?;
            self.imported.reviews += 1;
            return Ok(());
        };
        if known.content == *review {
            return Ok(());
        }
        let wish = DeskWish::ReviseReview {
            review: known.id,
            content: Box::new(review.clone()),
        };
        self.carry_out(wish).await?;
        self.imported.revised += 1;
        Ok(())
    }

    async fn carry_out(&mut self, wish: DeskWish) -> Result<Action, Failed> {
        let wish = Wish::Desk {
            wish,
            expected: Expected::Anything,
        };
        let mut correcting = Correcting::begin(self.transaction, self.at, self.fingerprint).await?;
        let action = correcting.carry_out(self.by, &wish).await?;
        Ok(correcting.write(self.by, action).await?.action)
    }

    async fn known(&self, text: &ClaimText) -> Result<Option<ClaimId>, Failed> {
        if let Some(reference) = text.reference.as_deref().map(str::trim) {
            let known = self.first(claim::Column::Reference.eq(reference)).await?;
            return Ok(known.map(ClaimId));
        }
        let key = rows::key(text.text.trim(), text.claimant.as_ref(), self.fingerprint);
        let known = self.first(claim::Column::Key.eq(key)).await?;
        Ok(known.map(ClaimId))
    }

    async fn first(
        &self,
        condition: sea_orm::sea_query::SimpleExpr,
    ) -> Result<Option<Uuid>, Failed> {
        let row: Option<(Uuid, Option<Uuid>)> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .column(claim::Column::MergedInto)
            .filter(condition)
            .order_by_asc(claim::Column::Id)
            .limit(1)
            .into_tuple()
            .one(self.transaction)
            .await?;
        let Some((mut id, mut next)) = row else {
            return Ok(None);
        };
        while let Some(into) = next {
            id = into;
            next = claim::Entity::find_by_id(id)
                .select_only()
                .column(claim::Column::MergedInto)
                .into_tuple()
                .one(self.transaction)
                .await?
                .flatten();
        }
        Ok(Some(id))
    }
}

fn known_review<'record>(
    reviews: &'record [ReviewRecord],
    new: &Review,
) -> Option<&'record ReviewRecord> {
    reviews.iter().find(|known| {
        let known = &known.content;
        match (&known.url, &new.url) {
            (Some(url), Some(other)) => url == other,
            (None, None) => {
                known.author.name == new.author.name
                    && known.date == new.date
                    && known.rating.name == new.rating.name
            }
            _ => false,
        }
    })
}
