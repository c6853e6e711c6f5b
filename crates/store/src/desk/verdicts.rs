//! What was found of the claims that statements make, as counts of statements need it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{ClaimId, Entity, Sequence, StatementId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::history::{Until, united};
use super::lists::content;
use super::record::{ClaimRecord, verdicts};
use crate::dialect::rows_per_statement;
use crate::entity::{change, claim, claim_link, correction, review};
use crate::{Store, StoreError};

/// The statements that make a claim, and how it was rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimVerdicts {
    /// The claim, one that is shown as itself. Claims that were merged into it count for it.
    pub claim: ClaimId,
    /// The reference it has elsewhere.
    pub reference: Option<String>,
    /// What it says.
    pub text: String,
    /// The statements that a person has linked to it, each by the wording that stands for it, once, in order of id.
    pub statements: Vec<StatementId>,
    /// The ratings of its published reviews, of each reviewer the last, the newest first, each name once.
    pub verdicts: Vec<String>,
}

impl Store {
    /// The claims that some statement makes by a person's word, in order of id.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row or an entry of the log cannot be read.
    pub async fn claim_verdicts(&self) -> Result<Vec<ClaimVerdicts>, StoreError> {
        let mut all = self.linked_claims().await?;
        self.lead_to_heads(&mut all).await?;
        Ok(all)
    }

    /// The claims that these are shown as, each once, in order of id, also where no statement makes them.
    ///
    /// # Errors
    /// As [`Store::claim_verdicts`].
    pub async fn claim_verdicts_of(
        &self,
        ids: &[ClaimId],
    ) -> Result<Vec<ClaimVerdicts>, StoreError> {
        let mut found = self.verdicts_of(ids).await?;
        self.lead_to_heads(&mut found).await?;
        Ok(found)
    }

    /// Those that some statement makes; statements as they are linked.
    async fn linked_claims(&self) -> Result<Vec<ClaimVerdicts>, StoreError> {
        let linked: Vec<Uuid> = claim_link::Entity::find()
            .select_only()
            .column(claim_link::Column::ClaimId)
            .distinct()
            .filter(claim_link::Column::IsConfirmed.eq(true))
            .into_tuple()
            .all(self.reader())
            .await?;
        let linked: Vec<ClaimId> = linked.into_iter().map(ClaimId).collect();
        let mut all = self.verdicts_of(&linked).await?;
        all.retain(|claim| !claim.statements.is_empty());
        Ok(all)
    }

    /// Those that these are shown as; statements as they are linked.
    async fn verdicts_of(&self, ids: &[ClaimId]) -> Result<Vec<ClaimVerdicts>, StoreError> {
        let shown: BTreeSet<ClaimId> = self.shown_claims(ids).await?.into_values().collect();
        let shown: Vec<Uuid> = shown.into_iter().map(|claim| claim.0).collect();
        let mut found = Vec::with_capacity(shown.len());
        for ids in shown.chunks(rows_per_statement(1)) {
            let united_ones: Vec<Uuid> = claim::Entity::find()
                .select_only()
                .column(claim::Column::MergedInto)
                .distinct()
                .filter(claim::Column::MergedInto.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.reader())
                .await?;
            let single = ids.iter().filter(|id| !united_ones.contains(id));
            found.extend(self.verdicts_of_single(single.copied().collect()).await?);
            // What counts for a claim that others were merged into is told by the log alone.
            for id in united_ones {
                let record = united(self.reader(), ClaimId(id), None).await?;
                found.extend(record.as_ref().map(ClaimVerdicts::of));
            }
        }
        found.sort_by_key(|found| found.claim);
        Ok(found)
    }

    /// The claims that some statement made then by a person's word, in order of id.
    ///
    /// # Errors
    /// [`StoreError::Refused`] as [`Store::sequence_at`]; [`StoreError::Damaged`] as [`Store::claim_verdicts`].
    pub async fn claim_verdicts_as_of(
        &self,
        sequence: Sequence,
    ) -> Result<Vec<ClaimVerdicts>, StoreError> {
        self.unless_before_history(sequence).await?;
        let changed = self.claims_changed_since(sequence).await?;
        let shown = self.shown_claims(&changed).await?;
        let changed: BTreeSet<ClaimId> = changed.into_iter().chain(shown.into_values()).collect();
        let mut found = self.linked_claims().await?;
        found.retain(|claim| !changed.contains(&claim.claim));
        // The log tells what the others were, and as which they were shown.
        let until = Until::Entry(self.entries_until(sequence).await?);
        let mut told: BTreeSet<ClaimId> = BTreeSet::new();
        for id in changed {
            let record = united(self.reader(), id, until).await?;
            if let Some(record) = record.filter(|record| told.insert(record.id)) {
                found.push(ClaimVerdicts::of(&record));
            }
        }
        let heads = self.joined_wordings_as_of(sequence).await?;
        let heads: HashMap<StatementId, StatementId> = heads.into_iter().collect();
        for claim in &mut found {
            claim.follow(&heads);
        }
        found.retain(|claim| !claim.statements.is_empty());
        found.sort_by_key(|found| found.claim);
        Ok(found)
    }

    async fn claims_changed_since(&self, since: Sequence) -> Result<Vec<ClaimId>, StoreError> {
        let ids: Vec<Uuid> = change::Entity::find()
            .select_only()
            .column(change::Column::EntityId)
            .distinct()
            .filter(change::Column::Sequence.gt(since.0))
            .filter(change::Column::Entity.eq(Entity::Claim.as_str()))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(ClaimId).collect())
    }

    /// The number of the last entry that was in the log.
    async fn entries_until(&self, sequence: Sequence) -> Result<u64, StoreError> {
        let last: Option<Uuid> = change::Entity::find()
            .select_only()
            .column(change::Column::EntityId)
            .filter(change::Column::Sequence.lte(sequence.0))
            .filter(change::Column::Entity.eq(Entity::Correction.as_str()))
            .order_by_desc(change::Column::Sequence)
            .limit(1)
            .into_tuple()
            .one(self.reader())
            .await?;
        let Some(last) = last else {
            return Ok(0);
        };
        let number: Option<i64> = correction::Entity::find()
            .select_only()
            .column(correction::Column::Number)
            .filter(correction::Column::Id.eq(last))
            .into_tuple()
            .one(self.reader())
            .await?;
        let number = number
            .ok_or_else(|| StoreError::damaged(format!("correction {last} is not in the log")))?;
        Ok(number.unsigned_abs())
    }

    /// Of claims that no other was merged into: their rows say it all. Statements as they are linked.
    async fn verdicts_of_single(&self, ids: Vec<Uuid>) -> Result<Vec<ClaimVerdicts>, StoreError> {
        let ids = || ids.iter().copied();
        let rows: Vec<(Uuid, Option<String>, String)> = claim::Entity::find()
            .select_only()
            .columns([
                claim::Column::Id,
                claim::Column::Reference,
                claim::Column::Text,
            ])
            .filter(claim::Column::Id.is_in(ids()))
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut found: BTreeMap<Uuid, ClaimVerdicts> = BTreeMap::new();
        for (id, reference, text) in rows {
            let claim = ClaimVerdicts {
                claim: ClaimId(id),
                reference,
                text,
                statements: Vec::new(),
                verdicts: Vec::new(),
            };
            found.insert(id, claim);
        }
        let links: Vec<(Uuid, Uuid)> = claim_link::Entity::find()
            .select_only()
            .columns([claim_link::Column::ClaimId, claim_link::Column::StatementId])
            .filter(claim_link::Column::ClaimId.is_in(ids()))
            .filter(claim_link::Column::IsConfirmed.eq(true))
            .into_tuple()
            .all(self.reader())
            .await?;
        for (claim, statement) in links {
            if let Some(claim) = found.get_mut(&claim) {
                claim.statements.push(StatementId(statement));
            }
        }
        let published = onrecord_model::Publication::Published.as_str();
        let reviews = review::Entity::find()
            .filter(review::Column::ClaimId.is_in(ids()))
            .filter(review::Column::Publication.eq(published))
            .order_by_desc(review::Column::Date)
            .order_by_desc(review::Column::Id)
            .all(self.reader())
            .await?;
        let mut reviewers: HashMap<Uuid, Vec<(String, Option<String>)>> = HashMap::new();
        for row in reviews {
            let review = content(&row)?;
            let reviewer = (review.author.name, review.author.url);
            let known = reviewers.entry(row.claim_id).or_default();
            if known.contains(&reviewer) {
                continue;
            }
            known.push(reviewer);
            if let Some(claim) = found.get_mut(&row.claim_id) {
                claim.add_verdict(&review.rating.name);
            }
        }
        Ok(found.into_values().collect())
    }

    /// Puts the wordings that stand for statements in the place of those that are linked.
    async fn lead_to_heads(&self, claims: &mut [ClaimVerdicts]) -> Result<(), StoreError> {
        let linked: BTreeSet<StatementId> = claims
            .iter()
            .flat_map(|claim| claim.statements.iter().copied())
            .collect();
        let linked: Vec<StatementId> = linked.into_iter().collect();
        let heads: HashMap<StatementId, StatementId> = self
            .joined_wordings_of(&linked)
            .await?
            .into_iter()
            .collect();
        for claim in claims {
            claim.follow(&heads);
        }
        Ok(())
    }
}

impl ClaimVerdicts {
    /// What a record comes to; statements as they are linked.
    pub(super) fn of(record: &ClaimRecord) -> Self {
        let mut claim = Self {
            claim: record.id,
            reference: record.text.reference.clone(),
            text: record.text.text.clone(),
            statements: record
                .links
                .iter()
                .map(|link| link.link.statement)
                .collect(),
            verdicts: Vec::new(),
        };
        for verdict in verdicts(&record.reviews) {
            claim.add_verdict(&verdict.content.rating.name);
        }
        claim
    }

    /// Leads statements on to the wordings that stand for them.
    pub(super) fn follow(&mut self, heads: &HashMap<StatementId, StatementId>) {
        for statement in &mut self.statements {
            *statement = heads.get(statement).copied().unwrap_or(*statement);
        }
        self.statements.sort();
        self.statements.dedup();
    }

    fn add_verdict(&mut self, rating: &str) {
        if !self.verdicts.iter().any(|known| known == rating) {
            self.verdicts.push(rating.to_owned());
        }
    }
}
