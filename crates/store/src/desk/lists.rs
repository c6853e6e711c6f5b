//! Lists of claims.

use std::collections::HashMap;

use onrecord_model::{
    ClaimId, ClaimState, ClaimText, Publication, Rating, Review, ReviewId, Timestamp,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{claim, claim_link, review};
use crate::records::Page;
use crate::{Store, StoreError};

/// Which claims to list. Those that were merged into others are never among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Only those of which the work has come this far.
    pub state: Option<ClaimState>,
    /// Only those that this one is to look into.
    pub assigned_to: Option<String>,
    /// Only those that have a published review with this rating, word for word.
    pub rating: Option<String>,
    /// Only the one that a file called so.
    pub reference: Option<String>,
}

/// A claim as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimListing {
    /// The claim.
    pub id: ClaimId,
    /// What it says.
    pub text: ClaimText,
    /// How far the work on it has come.
    pub state: ClaimState,
    /// Who is to look into it.
    pub assigned_to: Option<String>,
    /// When something was last done to it.
    pub changed_at: Timestamp,
    /// Its published reviews, the newest first; those of claims merged into it are not among them.
    pub verdicts: Vec<Verdict>,
    /// Statements linked to it by a person.
    pub statements: u64,
    /// Statements a machine has suggested, without those that a person has linked or rejected.
    pub suggestions: u64,
}

/// What a reader has to know of a published review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The review.
    pub review: ReviewId,
    /// The rating.
    pub rating: Rating,
    /// Who gave it.
    pub author: String,
    /// When.
    pub date: Timestamp,
    /// Where it was published.
    pub url: Option<String>,
}

#[derive(FromQueryResult)]
struct CountRow {
    id: Uuid,
    suggestions: i64,
}

/// Suggestions of statements of which no person has said anything in any wording, by claim.
const OPEN_SUGGESTIONS: &str = "SELECT claim_suggestion.claim_id AS id, count(*) AS suggestions \
     FROM claim_suggestion JOIN statement ON statement.id = claim_suggestion.statement_id \
     WHERE NOT EXISTS (SELECT 1 FROM claim_link \
            JOIN statement AS linked ON linked.id = claim_link.statement_id \
            WHERE claim_link.claim_id = claim_suggestion.claim_id \
            AND coalesce(linked.joined_to, linked.id) = coalesce(statement.joined_to, statement.id)) \
        AND claim_suggestion.claim_id IN ";

impl Store {
    /// At most `limit` claims, the newest first; `before` is the one behind which the page begins.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn claims(
        &self,
        filter: &ClaimFilter,
        before: Option<ClaimId>,
        limit: u16,
    ) -> Result<Page<ClaimListing, ClaimId>, StoreError> {
        let rated = filter.rating.as_deref().map(|rating| {
            review::Entity::find()
                .select_only()
                .column(review::Column::ClaimId)
                .filter(review::Column::Rating.eq(rating))
                .filter(review::Column::Publication.eq(Publication::Published.as_str()))
                .into_query()
        });
        let mut rows = claim::Entity::find()
            .filter(claim::Column::MergedInto.is_null())
            .apply_if(filter.state, |find, state| {
                find.filter(claim::Column::State.eq(state.as_str()))
            })
            .apply_if(filter.assigned_to.as_deref(), |find, name| {
                find.filter(claim::Column::AssignedTo.eq(name))
            })
            .apply_if(filter.reference.as_deref(), |find, reference| {
                find.filter(claim::Column::Reference.eq(reference))
            })
            .apply_if(rated, |find, rated| {
                find.filter(claim::Column::Id.in_subquery(rated))
            })
            .apply_if(before, |find, before| {
                find.filter(claim::Column::Id.lt(before.0))
            })
            .order_by_desc(claim::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|row| ClaimId(row.id));
        Ok(Page {
            items: self.listings(rows).await?,
            next,
        })
    }

    /// These claims as lists show them, each as the one it is shown as, in no order; those that are not there are left
    /// out.
    ///
    /// # Errors
    /// As [`Store::claims`].
    pub async fn claim_listings(&self, ids: &[ClaimId]) -> Result<Vec<ClaimListing>, StoreError> {
        let mut rows = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            rows.extend(
                claim::Entity::find()
                    .filter(claim::Column::Id.is_in(ids.iter().map(|id| id.0)))
                    .all(self.reader())
                    .await?,
            );
        }
        self.listings(rows).await
    }

    /// How many claims there are, without those that were merged into others, by how far the work has come.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a state cannot be read.
    pub async fn claim_counts(&self) -> Result<Vec<(ClaimState, u64)>, StoreError> {
        let rows: Vec<(String, i64)> = claim::Entity::find()
            .select_only()
            .column(claim::Column::State)
            .column_as(claim::Column::Id.count(), "claims")
            .filter(claim::Column::MergedInto.is_null())
            .group_by(claim::Column::State)
            .order_by(claim::Column::State, Order::Asc)
            .into_tuple()
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|(word, claims)| Ok((state(&word)?, claims.unsigned_abs())))
            .collect()
    }

    /// For each of these, the claim it is shown as.
    pub(super) async fn shown_listings(
        &self,
        ids: Vec<ClaimId>,
    ) -> Result<HashMap<ClaimId, ClaimListing>, StoreError> {
        let shown = self.shown_claims(&ids).await?;
        let mut heads: Vec<ClaimId> = shown.values().copied().collect();
        heads.sort();
        heads.dedup();
        let listings: HashMap<ClaimId, ClaimListing> = self
            .claim_listings(&heads)
            .await?
            .into_iter()
            .map(|listing| (listing.id, listing))
            .collect();
        Ok(shown
            .into_iter()
            .filter_map(|(id, head)| Some((id, listings.get(&head)?.clone())))
            .collect())
    }

    /// The claims that these are shown as; those that are not there are left out. Asks once for all, and once more for
    /// each merge that followed upon another.
    pub(super) async fn shown_claims(
        &self,
        ids: &[ClaimId],
    ) -> Result<HashMap<ClaimId, ClaimId>, StoreError> {
        let mut into: HashMap<Uuid, Option<Uuid>> = HashMap::new();
        let mut asked: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        while !asked.is_empty() {
            asked.sort();
            asked.dedup();
            let mut next = Vec::new();
            for asked in asked.chunks(rows_per_statement(1)) {
                let rows: Vec<(Uuid, Option<Uuid>)> = claim::Entity::find()
                    .select_only()
                    .column(claim::Column::Id)
                    .column(claim::Column::MergedInto)
                    .filter(claim::Column::Id.is_in(asked.iter().copied()))
                    .into_tuple()
                    .all(self.reader())
                    .await?;
                next.extend(rows.iter().filter_map(|(_, into)| *into));
                into.extend(rows);
            }
            next.retain(|id| !into.contains_key(id));
            asked = next;
        }
        let shown = ids.iter().filter_map(|id| {
            let mut shown = id.0;
            while let Some(into) = *into.get(&shown)? {
                shown = into;
            }
            Some((*id, ClaimId(shown)))
        });
        Ok(shown.collect())
    }

    async fn listings(&self, rows: Vec<claim::Model>) -> Result<Vec<ClaimListing>, StoreError> {
        let mut listings = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let some = rows.by_ref().take(rows_per_statement(1)).collect();
            listings.extend(self.some_listings(some).await?);
        }
        Ok(listings)
    }

    async fn some_listings(
        &self,
        rows: Vec<claim::Model>,
    ) -> Result<Vec<ClaimListing>, StoreError> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let reviews = review::Entity::find()
            .filter(review::Column::ClaimId.is_in(ids.iter().copied()))
            .filter(review::Column::Publication.eq(Publication::Published.as_str()))
            .order_by_desc(review::Column::Date)
            .order_by_desc(review::Column::Id)
            .all(self.reader())
            .await?;
        let mut verdicts: HashMap<Uuid, Vec<Verdict>> = HashMap::new();
        for row in reviews {
            let content = content(&row)?;
            verdicts.entry(row.claim_id).or_default().push(Verdict {
                review: ReviewId(row.id),
                rating: content.rating,
                author: content.author.name,
                date: content.date,
                url: content.url,
            });
        }
        let linked: Vec<(Uuid, i64)> = claim_link::Entity::find()
            .select_only()
            .column(claim_link::Column::ClaimId)
            .column_as(claim_link::Column::StatementId.count(), "statements")
            .filter(claim_link::Column::ClaimId.is_in(ids.iter().copied()))
            .filter(claim_link::Column::IsConfirmed.eq(true))
            .group_by(claim_link::Column::ClaimId)
            .into_tuple()
            .all(self.reader())
            .await?;
        let linked: HashMap<Uuid, i64> = linked.into_iter().collect();
        let suggested = self.open_suggestions(&ids).await?;
        rows.into_iter()
            .map(|row| {
                Ok(ClaimListing {
                    text: text(&row)?,
                    state: state(&row.state)?,
                    verdicts: verdicts.remove(&row.id).unwrap_or_default(),
                    statements: linked
                        .get(&row.id)
                        .copied()
                        .unwrap_or_default()
                        .unsigned_abs(),
                    suggestions: suggested
                        .get(&row.id)
                        .copied()
                        .unwrap_or_default()
                        .unsigned_abs(),
                    id: ClaimId(row.id),
                    assigned_to: row.assigned_to,
                    changed_at: row.changed_at,
                })
            })
            .collect()
    }

    async fn open_suggestions(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, StoreError> {
        let end = " GROUP BY claim_suggestion.claim_id";
        let rows = CountRow::find_by_statement(self.in_list(OPEN_SUGGESTIONS, ids, end))
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id, row.suggestions))
            .collect())
    }
}

pub(super) fn unreadable(what: &str, id: Uuid) -> StoreError {
    StoreError::damaged(format!("{what} {id} cannot be read"))
}

pub(super) fn text(row: &claim::Model) -> Result<ClaimText, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("claim", row.id))
}

pub(super) fn content(row: &review::Model) -> Result<Review, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("review", row.id))
}

pub(super) fn state(word: &str) -> Result<ClaimState, StoreError> {
    word.parse()
        .map_err(|_| StoreError::damaged(format!("a claim is in the state {word:?}")))
}
