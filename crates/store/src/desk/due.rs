//! Claims that have to be looked at again, and where they were made again.

use std::collections::{BTreeSet, HashMap, HashSet};

use onrecord_model::{ArticleId, ClaimId, ClaimState, QuoteId, StatementId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::lists::ClaimListing;
use super::rows::day;
use crate::dialect::rows_per_statement;
use crate::entity::claim;
use crate::{Store, StoreError};

/// A claim that has to be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The claim.
    pub claim: ClaimListing,
    /// When somebody last looked into it.
    pub settled_at: Option<Timestamp>,
    /// Whether a second review is asked for.
    pub is_asked_for: bool,
    /// Reviews with evidence that is gone.
    pub evidence_gone: u64,
    /// Whether its last review of this newsroom is older than was asked for.
    pub is_old: bool,
    /// Whether it may have been repeated since its last review, by the day of what is linked to it.
    pub is_repeated: bool,
}

/// That a claim was made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The quote or passage.
    pub quote: QuoteId,
    /// The article, where it is a copy that of which it is one; absent for a passage.
    pub report: Option<ArticleId>,
    /// The wording.
    pub statement: StatementId,
    /// Its words.
    pub words: String,
    /// When it was published or said.
    pub at: Timestamp,
    /// Whether it was taken in after the claim was last looked into.
    pub is_new: bool,
}

#[derive(FromQueryResult)]
struct RepeatRow {
    id: Uuid,
    article_id: Uuid,
    report: Uuid,
    statement_id: Uuid,
    text: String,
    published: Timestamp,
}

#[derive(FromQueryResult)]
struct SaidRow {
    id: Uuid,
    statement_id: Uuid,
    text: String,
    said: Option<i64>,
    published: Option<Timestamp>,
}

impl Store {
    /// At most `limit` claims that have to be looked at again, or may have to be, in order of id; `after` is the one
    /// behind which the page begins. Closed claims never have to.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a row cannot be read.
    pub async fn due_claims(
        &self,
        older_than: Timestamp,
        after: Option<ClaimId>,
        limit: u16,
    ) -> Result<(Vec<Due>, Option<ClaimId>), StoreError> {
        let old = || {
            Condition::all()
                .add(claim::Column::OwnReviewDay.lt(day(older_than)))
                .add(
                    Condition::any()
                        .add(claim::Column::SettledAt.is_null())
                        .add(claim::Column::SettledAt.lt(older_than)),
                )
        };
        let mut rows = claim::Entity::find()
            .filter(claim::Column::MergedInto.is_null())
            .filter(claim::Column::State.ne(ClaimState::Closed.as_str()))
            .filter(Expr::cust(TO_LOOK_AT))
            .filter(
                Condition::any()
                    .add(claim::Column::State.eq(ClaimState::NeedsSecondReview.as_str()))
                    .add(claim::Column::EvidenceGone.gt(0))
                    .add(old())
                    .add(Expr::cust(REPEATED)),
            )
            .apply_if(after, |find, after| {
                find.filter(claim::Column::Id.gt(after.0))
            })
            .order_by_asc(claim::Column::Id)
            .limit(u64::from(limit) + 1)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|row| ClaimId(row.id));
        let ids: Vec<ClaimId> = rows.iter().map(|row| ClaimId(row.id)).collect();
        let repeated: HashSet<Uuid> = claim::Entity::find()
            .select_only()
            .column(claim::Column::Id)
            .filter(claim::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Expr::cust(REPEATED))
            .into_tuple::<Uuid>()
            .all(self.reader())
            .await?
            .into_iter()
            .collect();
        let listings: HashMap<ClaimId, ClaimListing> = self
            .claim_listings(&ids)
            .await?
            .into_iter()
            .map(|listing| (listing.id, listing))
            .collect();
        let due = rows.into_iter().filter_map(|row| {
            let claim = listings.get(&ClaimId(row.id))?;
            let is_old = row.own_review_day.is_some_and(|own| own < day(older_than))
                && row.settled_at.is_none_or(|settled| settled < older_than);
            Some(Due {
                claim: claim.clone(),
                settled_at: row.settled_at,
                is_asked_for: claim.state == ClaimState::NeedsSecondReview,
                evidence_gone: u64::from(row.evidence_gone.unsigned_abs()),
                is_old,
                is_repeated: repeated.contains(&row.id),
            })
        });
        Ok((due.collect(), next))
    }

    /// Every time these statements, in whatever wording, were told after `since`, from the earliest on; `settled_at` is
    /// when the claim was last looked into.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn repeats(
        &self,
        statements: &[StatementId],
        since: Timestamp,
        settled_at: Option<Timestamp>,
    ) -> Result<Vec<Repeat>, StoreError> {
        let shown = self.shown_statements(statements).await?;
        let heads: BTreeSet<Uuid> = shown.into_iter().map(|(_, head)| head.0).collect();
        let heads: Vec<Uuid> = heads.into_iter().collect();
        let settled = settled_at.map_or(0, |at| at.timestamp_millis());
        let mut repeats = Vec::new();
        for heads in heads.chunks(rows_per_statement(1)) {
            let rows = RepeatRow::find_by_statement(self.of_heads(REPEATS, heads))
                .all(self.reader())
                .await?;
            repeats.extend(rows.into_iter().map(|row| Repeat {
                quote: QuoteId(row.id),
                report: Some(ArticleId(row.report)),
                statement: StatementId(row.statement_id),
                words: row.text,
                at: row.published,
                is_new: made_at(row.article_id) > settled,
            }));
            let rows = SaidRow::find_by_statement(self.of_heads(SAID, heads))
                .all(self.reader())
                .await?;
            for row in rows {
                let said = row.said.and_then(Timestamp::from_timestamp_micros);
                let Some(at) = said.or(row.published) else {
                    continue;
                };
                repeats.push(Repeat {
                    quote: QuoteId(row.id),
                    report: None,
                    statement: StatementId(row.statement_id),
                    words: row.text,
                    at,
                    is_new: made_at(row.id) > settled,
                });
            }
        }
        repeats.retain(|repeat| repeat.at > since);
        repeats.sort_by_key(|repeat| (repeat.at, repeat.quote));
        repeats.dedup_by_key(|repeat| repeat.quote);
        Ok(repeats)
    }
}

/// What every claim is that may be due; word for word what the index `claim_to_look_at` is of, so that it is used.
const TO_LOOK_AT: &str =
    "\"state\" = 'needs_second_review' OR \"evidence_gone\" > 0 OR \"own_review_day\" IS NOT NULL";

/// Whether anything that a person linked to a claim, or a machine suggested, was told in any wording on the day of its
/// last review here or later. The last day there is stands for none.
const REPEATED: &str = "claim.own_review_day IS NOT NULL AND ( \
     EXISTS (SELECT 1 FROM claim_link JOIN statement AS linked ON linked.id = claim_link.statement_id \
        JOIN statement AS head ON head.id = coalesce(linked.joined_to, linked.id) \
        WHERE claim_link.claim_id = claim.id AND claim_link.is_confirmed \
        AND head.last_day >= claim.own_review_day AND head.last_day < 2147483647) \
     OR EXISTS (SELECT 1 FROM claim_link JOIN statement AS linked ON linked.id = claim_link.statement_id \
        JOIN statement AS told ON told.joined_to = coalesce(linked.joined_to, linked.id) \
        WHERE claim_link.claim_id = claim.id AND claim_link.is_confirmed \
        AND told.last_day >= claim.own_review_day AND told.last_day < 2147483647) \
     OR EXISTS (SELECT 1 FROM claim_suggestion \
        JOIN statement AS told ON told.id = claim_suggestion.statement_id \
        WHERE claim_suggestion.claim_id = claim.id \
        AND told.last_day >= claim.own_review_day AND told.last_day < 2147483647))";

const REPEATS: &str = "SELECT quote.id, article.id AS article_id, \
        coalesce(article.copy_of, article.id) AS report, quote.statement_id, quote.text, \
        article_version.published \
     FROM wording JOIN quote ON quote.statement_id = wording.id AND quote.is_current \
     JOIN article ON article.id = quote.article_id \
     JOIN article_version ON article_version.article_id = article.id \
        AND article_version.version = article.current_version \
     WHERE article_version.published IS NOT NULL";

const SAID: &str = "SELECT passage.id, passage.statement_id, passage.text, passage.said, source.published \
     FROM wording JOIN passage ON passage.statement_id = wording.id \
     JOIN source ON source.id = passage.source_id";

/// When an id was made, in milliseconds since 1970 (RFC 9562, 5.7).
fn made_at(id: Uuid) -> i64 {
    (id.as_u128() >> 80) as i64
}
