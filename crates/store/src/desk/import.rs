//! Claims that come in by the thousand, with the reviews others have published of them.
//!
//! Those that are new are written together, each with an entry of its own in the log. Those that are known are held
//! against what the log says of them: content that a claim or a review has or had adds nothing, so that a file taken in
//! again brings nothing back that was corrected since.

use std::collections::HashMap;

use onrecord_model::{
    Action, ClaimId, ClaimText, Correction, DeskAction, Review, ReviewId, Timestamp,
};
use sea_orm::{DatabaseTransaction, TransactionTrait};
use uuid::Uuid;

use super::history::{actions, log_of, logs_of, united};
use super::known::Known;
use super::record::{ClaimRecord, ReviewRecord};
use super::rows::{self, ClaimRows};
use super::{DeskWish, valid};
use crate::correct::{Correcting, Expected, Wish, log, names};
use crate::error::Failed;
use crate::identifiers::Identifiers;
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
    /// The claim, new or known, as it is shown.
    pub claim: Option<ClaimId>,
    /// Whether it is new.
    pub is_new: bool,
    /// Reviews that were added to it.
    pub reviews: u64,
    /// Reviews, or the text, that read differently now.
    pub revised: u64,
    /// Why it was refused; nothing of it was written then.
    pub refused: Option<StoreError>,
}

impl ClaimImported {
    fn known(claim: ClaimId) -> Self {
        Self {
            claim: Some(claim),
            is_new: false,
            reviews: 0,
            revised: 0,
            refused: None,
        }
    }

    fn refused(error: StoreError) -> Self {
        Self {
            claim: None,
            is_new: false,
            reviews: 0,
            revised: 0,
            refused: Some(error),
        }
    }
}

impl Store {
    /// Takes claims in with their reviews, all that are not refused in one transaction. A claim is known by its
    /// reference, or by words and claimant where one of the two has no reference; it gets the reviews that it has not,
    /// and new text where the file calls it by the reference it has. A review is known by its address, else by author,
    /// date and rating; it is revised where the file has content that it never had.
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
        let claims: Vec<Result<Incoming, StoreError>> =
            claims.iter().map(Incoming::valid).collect();
        let texts = claims.iter().flatten().map(|claim| &claim.text);
        let known = Known::of(&transaction, texts).await?;
        let mut import = Import {
            transaction: &transaction,
            by,
            at,
            fingerprint,
            identifiers: Identifiers::new(at),
            end: log::end(&transaction).await?,
            logs: logs_of(&transaction, &known.claims()).await?,
            known,
            entries: Vec::new(),
            rows: Vec::new(),
        };
        let mut imported = Vec::with_capacity(claims.len());
        for claim in claims {
            imported.push(match claim {
                Ok(claim) => import.take(claim).await?,
                Err(error) => ClaimImported::refused(error),
            });
        }
        import.flush().await?;
        transaction.commit().await?;
        Ok(imported)
    }
}

/// A claim that may be kept.
struct Incoming {
    text: ClaimText,
    reviews: Vec<Review>,
}

impl Incoming {
    fn valid(new: &ClaimImport) -> Result<Self, StoreError> {
        let text = valid::claim(&new.text)?;
        valid::limited("reviews of the claim", new.reviews.len())?;
        let mut reviews: Vec<Review> = Vec::with_capacity(new.reviews.len());
        for review in &new.reviews {
            let mut review = valid::review_rated_before(review)?;
            review.is_imported = true;
            // Of what the file has of one review, the last counts.
            reviews.retain(|known| !is_same_review(known, &review));
            reviews.push(review);
        }
        Ok(Self { text, reviews })
    }
}

/// Claims on their way in.
struct Import<'import> {
    transaction: &'import DatabaseTransaction,
    by: &'import str,
    at: Timestamp,
    fingerprint: Fingerprint,
    /// One after the other for all that comes in, so that ids sort as the file does.
    identifiers: Identifiers,
    /// Number and hash of the last entry, whether it is written yet or not.
    end: (i64, String),
    known: Known,
    /// The logs of claims that were known before, until something is done to them.
    logs: HashMap<Uuid, Vec<Correction>>,
    /// What is not written yet.
    entries: Vec<log::Entry>,
    rows: Vec<ClaimRows>,
}

impl Import<'_> {
    async fn take(&mut self, new: Incoming) -> Result<ClaimImported, Failed> {
        let Some(known) = self.known.find(&new.text) else {
            return self.make(new);
        };
        let own = match self.logs.remove(&known) {
            Some(entries) => entries,
            None => {
                self.flush().await?;
                log_of(self.transaction, known).await?
            }
        };
        let known = ClaimId(known);
        let Some(record) = ClaimRecord::of(known, &own).map_err(|misfit| {
            StoreError::damaged(format!(
                "the claim {known} is not in its log: {}",
                misfit.what
            ))
        })?
        else {
            return Err(Failed::Store(StoreError::damaged(format!(
                "the claim {known} is in no entry of the log"
            ))));
        };
        let shown = match record.merged_into.is_none() && record.merged.is_empty() {
            true => None,
            false => united(self.transaction, known, None).await?,
        };
        let wishes = self.wishes(&record, &own, shown.as_ref(), &new).await?;
        let mut imported = ClaimImported::known(shown.as_ref().map_or(known, |shown| shown.id));
        if wishes.is_empty() {
            self.logs.insert(known.0, own);
            return Ok(imported);
        }
        for changed in shown
            .iter()
            .flat_map(|shown| shown.merged.iter().chain([&shown.id]))
        {
            self.logs.remove(&changed.0);
        }
        self.flush().await?;
        match self.carry_out(&wishes).await {
            Ok(()) => {}
            Err(Failed::Store(
                error @ (StoreError::Refused { .. }
                | StoreError::Conflict { .. }
                | StoreError::Unknown { .. }),
            )) => {
                imported.refused = Some(error);
                return Ok(imported);
            }
            Err(failed) => return Err(failed),
        }
        if wishes
            .iter()
            .any(|wish| matches!(wish, DeskWish::EditClaim { .. }))
        {
            self.known.add(known, &new.text);
        }
        let is_added = |wish: &&DeskWish| matches!(wish, DeskWish::AddReview { .. });
        imported.reviews = wishes.iter().filter(is_added).count() as u64;
        imported.revised = wishes.len() as u64 - imported.reviews;
        Ok(imported)
    }

    fn make(&mut self, new: Incoming) -> Result<ClaimImported, Failed> {
        let mut making = Correcting::following(
            self.transaction,
            self.end.clone(),
            self.at,
            self.fingerprint,
        )
        .continuing(self.identifiers.clone());
        let claim = ClaimId(making.identifiers.next());
        let reviews: Vec<(ReviewId, Review)> = new
            .reviews
            .into_iter()
            .map(|review| (ReviewId(making.identifiers.next()), review))
            .collect();
        let mut imported = ClaimImported::known(claim);
        imported.is_new = true;
        imported.reviews = reviews.len() as u64;
        let action = DeskAction::MakeClaim {
            claim,
            text: Box::new(new.text),
            links: Vec::new(),
            reviews,
        };
        making.subjects.extend(action.subjects());
        making.claims.insert(claim.0);
        let entry = making.entry_of(self.by, Action::Desk(action));
        let record = ClaimRecord::of(claim, std::slice::from_ref(&entry))
            .map_err(|misfit| StoreError::refused(misfit.what))?
            .ok_or_else(|| StoreError::refused("the claim would not be there"))?;
        self.known.add(claim, &record.text);
        self.rows.push(ClaimRows::of(&record)?);
        self.identifiers = making.identifiers.clone();
        let entry = making.entry(self.by, &entry.action)?;
        self.end = (entry.row.number, entry.row.hash.clone());
        self.entries.push(entry);
        Ok(imported)
    }

    /// Writes what has gathered.
    async fn flush(&mut self) -> Result<(), Failed> {
        rows::insert_new(self.transaction, std::mem::take(&mut self.rows)).await?;
        log::append(self.transaction, std::mem::take(&mut self.entries)).await
    }

    /// What of a file is news of a claim that is known. What people have merged it into keeps its own text.
    async fn wishes(
        &self,
        record: &ClaimRecord,
        own: &[Correction],
        shown: Option<&ClaimRecord>,
        new: &Incoming,
    ) -> Result<Vec<DeskWish>, Failed> {
        let mut wishes = Vec::new();
        let is_its_own = new.text.reference.is_some()
            && new.text.reference == record.text.reference
            && record.merged_into.is_none();
        if is_its_own && !texts(record.id, own).any(|text| *text == new.text) {
            wishes.push(DeskWish::EditClaim {
                claim: record.id,
                text: Box::new(new.text.clone()),
            });
        }
        let shown = shown.unwrap_or(record);
        for review in &new.reviews {
            let Some(known) = known_review(&shown.reviews, review) else {
                wishes.push(DeskWish::AddReview {
                    claim: shown.id,
                    review: Box::new(review.clone()),
                });
                continue;
            };
            // What this newsroom said itself, a file does not say otherwise.
            if known.content.is_imported && !self.has_been(known, own, review).await? {
                wishes.push(DeskWish::ReviseReview {
                    review: known.id,
                    content: Box::new(review.clone()),
                });
            }
        }
        Ok(wishes)
    }

    /// Whether a review has this content, or ever had it.
    async fn has_been(
        &self,
        known: &ReviewRecord,
        own: &[Correction],
        new: &Review,
    ) -> Result<bool, Failed> {
        if known.content == *new || contents(known.id, own).any(|content| content == new) {
            return Ok(true);
        }
        let entries = log_of(self.transaction, known.id.0).await?;
        Ok(contents(known.id, &entries).any(|content| content == new))
    }

    /// All of it or nothing.
    async fn carry_out(&mut self, wishes: &[DeskWish]) -> Result<(), Failed> {
        let all = self.transaction.begin().await?;
        for wish in wishes {
            let wish = Wish::Desk {
                wish: wish.clone(),
                expected: Expected::Anything,
            };
            let mut correcting = Correcting::begin(&all, self.at, self.fingerprint)
                .await?
                .continuing(self.identifiers.clone());
            match correcting.carry_out(self.by, &wish).await {
                Ok(action) => {
                    self.identifiers = correcting.identifiers.clone();
                    correcting.write(self.by, action).await?
                }
                Err(failed) => {
                    all.rollback().await?;
                    return Err(failed);
                }
            };
        }
        all.commit().await?;
        self.end = log::end(self.transaction).await?;
        Ok(())
    }
}

/// Everything a claim ever said.
fn texts(claim: ClaimId, entries: &[Correction]) -> impl Iterator<Item = &ClaimText> {
    actions(entries).filter_map(move |action| match action {
        DeskAction::MakeClaim {
            claim: made, text, ..
        }
        | DeskAction::SplitClaim { to: made, text, .. }
        | DeskAction::EditClaim {
            claim: made,
            after: text,
            ..
        } if *made == claim => Some(&**text),
        _ => None,
    })
}

/// Everything a review ever said.
fn contents(review: ReviewId, entries: &[Correction]) -> impl Iterator<Item = &Review> {
    actions(entries).flat_map(move |action| -> Vec<&Review> {
        match action {
            DeskAction::MakeClaim { reviews, .. } => reviews
                .iter()
                .filter(|(id, _)| *id == review)
                .map(|(_, content)| content)
                .collect(),
            DeskAction::AddReview {
                review: id,
                content,
                ..
            }
            | DeskAction::ReviseReview {
                review: id,
                after: content,
                ..
            } if *id == review => vec![&**content],
            _ => Vec::new(),
        }
    })
}

fn known_review<'record>(
    reviews: &'record [ReviewRecord],
    new: &Review,
) -> Option<&'record ReviewRecord> {
    reviews
        .iter()
        .find(|known| is_same_review(&known.content, new))
}

fn is_same_review(one: &Review, other: &Review) -> bool {
    match (&one.url, &other.url) {
        (Some(url), Some(other)) => url == other,
        (None, None) => {
            one.author.name == other.author.name
                && one.date == other.date
                && one.rating.name == other.rating.name
        }
        _ => false,
    }
}
