//! Lists of claims, of flags, and of what is linked to what.

use std::collections::HashMap;

use onrecord_model::{
    ClaimId, ClaimLink, ClaimState, ClaimText, CodePointSpan, FlagId, FlagSubject, LinkScore,
    Publication, Rating, Review, ReviewId, Share, StatementId, Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Statement,
};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::{claim, claim_link, claim_suggestion, flag, review};
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

/// A claim that a statement makes, by a person's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedClaim {
    /// The wording that is linked.
    pub statement: StatementId,
    /// The part of its words that makes the claim.
    pub part: Option<CodePointSpan>,
    /// The claim, as it is shown.
    pub claim: ClaimListing,
}

/// A claim that a statement may make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedClaim {
    /// The wording.
    pub statement: StatementId,
    /// How sure the machine is.
    pub suggested: LinkScore,
    /// The claim. Its verdicts are not to be shown with the statement before a person agrees.
    pub claim: ClaimListing,
}

/// A statement that may make a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedStatement {
    /// The wording.
    pub statement: StatementId,
    /// How sure the machine is.
    pub suggested: LinkScore,
    /// When it found it.
    pub at: Timestamp,
}

/// Which flags to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FlagFilter {
    /// Only those that nobody has settled.
    pub is_open: bool,
    /// Only those on this.
    pub subject: Option<FlagSubject>,
}

/// A flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRecord {
    /// The flag.
    pub id: FlagId,
    /// What is flagged.
    pub subject: FlagSubject,
    /// Its words then.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who flagged it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Who settled it, and when.
    pub settled: Option<(String, Timestamp)>,
    /// What came of it.
    pub note: Option<String>,
}

#[derive(FromQueryResult)]
struct CountRow {
    id: Uuid,
    confirmed: i64,
}

/// Suggestions that no person has said anything of, by claim.
const OPEN_SUGGESTIONS: &str = "SELECT claim_suggestion.claim_id AS id, count(*) AS confirmed \
     FROM claim_suggestion LEFT JOIN claim_link \
        ON claim_link.claim_id = claim_suggestion.claim_id \
        AND claim_link.statement_id = claim_suggestion.statement_id \
     WHERE claim_link.claim_id IS NULL AND claim_suggestion.claim_id IN ";

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

    /// The claims that these wordings make, by a person's word, each as the one it is shown as.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn claims_of_statements(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<LinkedClaim>, StoreError> {
        let rows = claim_link::Entity::find()
            .filter(claim_link::Column::StatementId.is_in(wordings.iter().map(|id| id.0)))
            .filter(claim_link::Column::IsConfirmed.eq(true))
            .order_by_asc(claim_link::Column::Number)
            .all(self.reader())
            .await?;
        let mut linked: Vec<LinkedClaim> = Vec::with_capacity(rows.len());
        let shown = self
            .shown_listings(rows.iter().map(|row| ClaimId(row.claim_id)).collect())
            .await?;
        for row in rows {
            let link = link(&row)?;
            if let Some(claim) = shown.get(&ClaimId(row.claim_id))
                && !linked.iter().any(|known| known.claim.id == claim.id)
            {
                linked.push(LinkedClaim {
                    statement: link.statement,
                    part: link.part,
                    claim: claim.clone(),
                });
            }
        }
        Ok(linked)
    }

    /// The claims that these wordings may make, the likeliest first, without those that a person has linked or
    /// rejected.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn suggested_claims(
        &self,
        wordings: &[StatementId],
    ) -> Result<Vec<SuggestedClaim>, StoreError> {
        let ids: Vec<Uuid> = wordings.iter().map(|id| id.0).collect();
        let mut rows = Vec::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            rows.extend(
                claim_suggestion::Entity::find()
                    .filter(claim_suggestion::Column::StatementId.is_in(ids.iter().copied()))
                    .all(self.reader())
                    .await?,
            );
        }
        let decided: Vec<(Uuid, Uuid)> = claim_link::Entity::find()
            .select_only()
            .column(claim_link::Column::ClaimId)
            .column(claim_link::Column::StatementId)
            .filter(claim_link::Column::StatementId.is_in(ids))
            .into_tuple()
            .all(self.reader())
            .await?;
        let decided: Vec<Uuid> = decided.into_iter().map(|(claim, _)| claim).collect();
        rows.retain(|row| !decided.contains(&row.claim_id));
        rows.sort_by(|one, other| {
            let ids = (one.claim_id, one.statement_id).cmp(&(other.claim_id, other.statement_id));
            other.score.total_cmp(&one.score).then(ids)
        });
        let shown = self
            .shown_listings(rows.iter().map(|row| ClaimId(row.claim_id)).collect())
            .await?;
        let mut suggested: Vec<SuggestedClaim> = Vec::new();
        for row in rows {
            if let Some(claim) = shown.get(&ClaimId(row.claim_id))
                && !decided.contains(&claim.id.0)
                && !suggested.iter().any(|known| {
                    known.claim.id == claim.id && known.statement.0 == row.statement_id
                })
            {
                suggested.push(SuggestedClaim {
                    statement: StatementId(row.statement_id),
                    suggested: score(&row),
                    claim: claim.clone(),
                });
            }
        }
        Ok(suggested)
    }

    /// At most `limit` statements that may make one of these claims, the likeliest first, without those that a person
    /// has said something of, and how many there are.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn suggested_statements(
        &self,
        claims: &[ClaimId],
        limit: u16,
    ) -> Result<(Vec<SuggestedStatement>, u64), StoreError> {
        let ids = || claims.iter().map(|id| id.0);
        let decided = claim_link::Entity::find()
            .select_only()
            .column(claim_link::Column::StatementId)
            .filter(claim_link::Column::ClaimId.is_in(ids()))
            .into_query();
        let find = claim_suggestion::Entity::find().filter(
            Condition::all()
                .add(claim_suggestion::Column::ClaimId.is_in(ids()))
                .add(claim_suggestion::Column::StatementId.not_in_subquery(decided)),
        );
        let count = find.clone().count(self.reader()).await?;
        let rows = find
            .order_by_desc(claim_suggestion::Column::Score)
            .order_by_asc(claim_suggestion::Column::StatementId)
            .limit(u64::from(limit))
            .all(self.reader())
            .await?;
        let suggested = rows.into_iter().map(|row| SuggestedStatement {
            statement: StatementId(row.statement_id),
            suggested: score(&row),
            at: row.at,
        });
        Ok((suggested.collect(), count))
    }

    /// At most `limit` flags, the newest first; `before` is the one behind which the page begins.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn flags(
        &self,
        filter: FlagFilter,
        before: Option<FlagId>,
        limit: u16,
    ) -> Result<Page<FlagRecord, FlagId>, StoreError> {
        let mut rows = flag::Entity::find()
            .apply_if(filter.is_open.then_some(()), |find, ()| {
                find.filter(flag::Column::SettledAt.is_null())
            })
            .apply_if(filter.subject, |find, subject| {
                find.filter(flag::Column::SubjectId.eq(subject.id()))
                    .filter(flag::Column::SubjectKind.eq(subject.kind()))
            })
            .apply_if(before, |find, before| {
                find.filter(flag::Column::Id.lt(before.0))
            })
            .order_by_desc(flag::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|row| FlagId(row.id));
        let items: Result<Vec<FlagRecord>, StoreError> =
            rows.into_iter().map(flag_record).collect();
        Ok(Page {
            items: items?,
            next,
        })
    }

    /// One flag; `None` where there is none of this id.
    ///
    /// # Errors
    /// As [`Store::flags`].
    pub async fn flag(&self, id: FlagId) -> Result<Option<FlagRecord>, StoreError> {
        let row = flag::Entity::find_by_id(id.0).one(self.reader()).await?;
        row.map(flag_record).transpose()
    }

    /// For each of these, the claim it is shown as.
    async fn shown_listings(
        &self,
        mut ids: Vec<ClaimId>,
    ) -> Result<HashMap<ClaimId, ClaimListing>, StoreError> {
        ids.sort();
        ids.dedup();
        let mut shown = HashMap::with_capacity(ids.len());
        for id in ids {
            if let Some(other) = self.shown_claim(id).await? {
                shown.insert(id, other);
            }
        }
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

    async fn listings(&self, rows: Vec<claim::Model>) -> Result<Vec<ClaimListing>, StoreError> {
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
        let mut counts = HashMap::new();
        for ids in ids.chunks(rows_per_statement(1)) {
            let places: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
            let sql = format!(
                "{OPEN_SUGGESTIONS}({}) GROUP BY claim_suggestion.claim_id",
                places.join(", ")
            );
            let values: Vec<sea_orm::Value> = ids.iter().map(|id| (*id).into()).collect();
            let statement =
                Statement::from_sql_and_values(self.reader().get_database_backend(), sql, values);
            let rows = CountRow::find_by_statement(statement)
                .all(self.reader())
                .await?;
            counts.extend(rows.into_iter().map(|row| (row.id, row.confirmed)));
        }
        Ok(counts)
    }
}

fn score(row: &claim_suggestion::Model) -> LinkScore {
    LinkScore {
        score: Share::nearest(row.score),
        method: row.method.clone(),
    }
}

fn unreadable(what: &str, id: Uuid) -> StoreError {
    StoreError::damaged(format!("{what} {id} cannot be read"))
}

pub(super) fn text(row: &claim::Model) -> Result<ClaimText, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("claim", row.id))
}

pub(super) fn content(row: &review::Model) -> Result<Review, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("review", row.id))
}

fn link(row: &claim_link::Model) -> Result<ClaimLink, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| unreadable("link of the claim", row.claim_id))
}

pub(super) fn state(word: &str) -> Result<ClaimState, StoreError> {
    word.parse()
        .map_err(|_| StoreError::damaged(format!("a claim is in the state {word:?}")))
}

fn flag_record(row: flag::Model) -> Result<FlagRecord, StoreError> {
    let subject = FlagSubject::new(&row.subject_kind, row.subject_id)
        .ok_or_else(|| unreadable("flag", row.id))?;
    Ok(FlagRecord {
        id: FlagId(row.id),
        subject,
        words: row.words,
        reason: row.reason,
        by: row.author,
        at: row.at,
        settled: row.settled_by.zip(row.settled_at),
        note: row.note,
    })
}
