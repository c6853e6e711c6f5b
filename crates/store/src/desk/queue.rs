//! What to look at next: statements that nobody has checked, and claims that have to be looked at again.

use onrecord_model::{
    ArticleId, AssertionClass, ClaimId, ClaimState, FlagId, QuoteId, StatementId, Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement, Value,
};
use uuid::Uuid;

use super::lists::ClaimListing;
use super::rows::day;
use crate::entity::claim;
use crate::{Store, StoreError};

/// Which statements to queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueFilter {
    /// Told on this day or later, counted from 1970.
    pub from_day: Option<i32>,
    /// Told last on this day or before.
    pub to_day: Option<i32>,
    /// Only assertions of this sort.
    pub class: AssertionClass,
    /// Worth at least this.
    pub at_least: f64,
}

/// A statement in the queue, by the wording that stands for it.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueCandidate {
    /// The statement.
    pub statement: StatementId,
    /// How much it is worth checking.
    pub worth: f64,
    /// What sort of assertion it is.
    pub class: AssertionClass,
    /// The day of its last occurrence.
    pub last_day: Option<i32>,
    /// Quotes of all its wordings in current versions.
    pub occurrences: u64,
    /// Articles they stand in, copies of one report counted once.
    pub reports: u64,
    /// Outlets of those.
    pub outlets: u64,
    /// When it was first reported.
    pub first: Option<Timestamp>,
    /// Open flags on it or on its quotes.
    pub flags: Vec<FlagId>,
}

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

/// Statements that a person has not decided on. `$1` is the least score, `$2` the class.
const CANDIDATES: &str = "FROM worth \
     JOIN statement ON statement.id = worth.statement_id \
     WHERE statement.joined_to IS NULL AND (statement.quotes > 0 OR statement.passages > 0) \
        AND worth.score >= $1 AND worth.class = $2 \
        AND NOT EXISTS (SELECT 1 FROM dismissal WHERE dismissal.statement_id = worth.statement_id) \
        AND NOT EXISTS (SELECT 1 FROM claim_link WHERE claim_link.statement_id = worth.statement_id \
            AND claim_link.is_confirmed)";

#[derive(FromQueryResult)]
struct WorthRow {
    statement_id: Uuid,
    score: f64,
    class: String,
    last_day: Option<i32>,
}

#[derive(FromQueryResult)]
struct ReachRow {
    head: Uuid,
    occurrences: i64,
    reports: i64,
    outlets: i64,
    first: Option<Timestamp>,
}

const REACH: &str = "SELECT coalesce(statement.joined_to, statement.id) AS head, \
        count(quote.id) AS occurrences, \
        count(DISTINCT coalesce(article.copy_of, article.id)) AS reports, \
        count(DISTINCT article_version.outlet) AS outlets, \
        min(article_version.published) AS first \
     FROM statement JOIN quote ON quote.statement_id = statement.id AND quote.is_current \
     JOIN article ON article.id = quote.article_id \
     JOIN article_version ON article_version.article_id = article.id \
        AND article_version.version = article.current_version \
     WHERE coalesce(statement.joined_to, statement.id) IN ";

#[derive(FromQueryResult)]
struct FlagRow {
    head: Uuid,
    id: Uuid,
}

/// Open flags, by the statement they are on, directly or by way of a quote.
const FLAGS: &str = "SELECT coalesce(statement.joined_to, statement.id) AS head, flag.id \
     FROM flag LEFT JOIN quote ON quote.id = flag.subject_id AND flag.subject_kind = 'quote' \
     LEFT JOIN passage ON passage.id = flag.subject_id AND flag.subject_kind = 'quote' \
     JOIN statement ON statement.id = coalesce(quote.statement_id, passage.statement_id, flag.subject_id) \
     WHERE flag.settled_at IS NULL ORDER BY flag.id";

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
    /// The `limit` statements most worth checking that no person has linked to a claim or dismissed, and those among
    /// the flagged that pass the filter but for their score; and how many there are in all.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a class cannot be read.
    pub async fn queue_candidates(
        &self,
        filter: &QueueFilter,
        limit: u16,
    ) -> Result<(Vec<QueueCandidate>, u64), StoreError> {
        let mut condition = CANDIDATES.to_owned();
        let mut values: Vec<Value> = vec![filter.at_least.into(), filter.class.as_str().into()];
        for (comparison, day) in [(">=", filter.from_day), ("<=", filter.to_day)] {
            if let Some(day) = day {
                values.push(day.into());
                condition.push_str(&format!(
                    " AND worth.last_day {comparison} ${}",
                    values.len()
                ));
            }
        }
        let backend = self.reader().get_database_backend();
        use sea_orm::ConnectionTrait;
        let count = Statement::from_sql_and_values(
            backend,
            format!("SELECT count(*) {condition}"),
            values.clone(),
        );
        let count: i64 = match self.reader().query_one_raw(count).await? {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        let flags = self.flagged().await?;
        let columns = "SELECT worth.statement_id, worth.score, worth.class, worth.last_day";
        let best = Statement::from_sql_and_values(
            backend,
            format!(
                "{columns} {condition} ORDER BY worth.score DESC, worth.statement_id LIMIT {limit}"
            ),
            values.clone(),
        );
        let mut rows = WorthRow::find_by_statement(best).all(self.reader()).await?;
        // What is flagged is in the queue whatever the machine thinks of it.
        values[0] = 0.0.into();
        for (head, _) in &flags {
            if rows.iter().any(|row| row.statement_id == *head) {
                continue;
            }
            let mut values = values.clone();
            values.push((*head).into());
            let one = Statement::from_sql_and_values(
                backend,
                format!(
                    "{columns} {condition} AND worth.statement_id = ${}",
                    values.len()
                ),
                values,
            );
            rows.extend(WorthRow::find_by_statement(one).one(self.reader()).await?);
        }
        let ids: Vec<StatementId> = rows
            .iter()
            .map(|row| StatementId(row.statement_id))
            .collect();
        let reach = self.reach(&ids).await?;
        let candidates: Result<Vec<QueueCandidate>, StoreError> = rows
            .into_iter()
            .map(|row| candidate(row, &reach, &flags))
            .collect();
        Ok((candidates?, count.unsigned_abs()))
    }

    async fn flagged(&self) -> Result<Vec<(Uuid, FlagId)>, StoreError> {
        let sql = Statement::from_string(self.reader().get_database_backend(), FLAGS);
        let rows = FlagRow::find_by_statement(sql).all(self.reader()).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.head, FlagId(row.id)))
            .collect())
    }

    async fn reach(&self, ids: &[StatementId]) -> Result<Vec<ReachRow>, StoreError> {
        let mut reach = Vec::with_capacity(ids.len());
        for ids in ids.chunks(crate::dialect::rows_per_statement(1)) {
            let sql = self.in_list(REACH, ids, " GROUP BY 1");
            reach.extend(ReachRow::find_by_statement(sql).all(self.reader()).await?);
        }
        Ok(reach)
    }

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
        let repeated = sea_orm::sea_query::Expr::cust(REPEATED);
        let mut rows = claim::Entity::find()
            .filter(claim::Column::MergedInto.is_null())
            .filter(claim::Column::State.ne(ClaimState::Closed.as_str()))
            .filter(
                Condition::any()
                    .add(claim::Column::State.eq(ClaimState::NeedsSecondReview.as_str()))
                    .add(claim::Column::EvidenceGone.gt(0))
                    .add(old())
                    .add(repeated),
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
        let listings = self.claim_listings(&ids).await?;
        let due = rows.into_iter().filter_map(|row| {
            let claim = listings.iter().find(|listing| listing.id.0 == row.id)?;
            let is_old = row.own_review_day.is_some_and(|own| own < day(older_than))
                && row.settled_at.is_none_or(|settled| settled < older_than);
            Some(Due {
                claim: claim.clone(),
                settled_at: row.settled_at,
                is_asked_for: claim.state == ClaimState::NeedsSecondReview,
                evidence_gone: u64::from(row.evidence_gone.unsigned_abs()),
                is_old,
                is_repeated: row.own_review_day.is_some(),
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
        let heads: Vec<StatementId> = self
            .shown_statements(statements)
            .await?
            .into_iter()
            .map(|(_, head)| head)
            .collect();
        let settled = settled_at.map_or(0, |at| at.timestamp_millis());
        let mut repeats = Vec::new();
        for heads in heads.chunks(crate::dialect::rows_per_statement(1)) {
            let rows = RepeatRow::find_by_statement(self.in_list(REPEATS, heads, ""))
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
            let rows = SaidRow::find_by_statement(self.in_list(SAID, heads, ""))
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

/// Whether anything that a person linked to a claim, or a machine suggested, was told on the day of its last review
/// here or later.
const REPEATED: &str = "own_review_day IS NOT NULL AND EXISTS ( \
     SELECT 1 FROM statement WHERE statement.last_day >= claim.own_review_day \
        AND statement.last_day < 2147483647 \
        AND (statement.id IN (SELECT statement_id FROM claim_link WHERE claim_link.claim_id = claim.id AND is_confirmed) \
          OR statement.joined_to IN (SELECT statement_id FROM claim_link WHERE claim_link.claim_id = claim.id AND is_confirmed) \
          OR statement.id IN (SELECT statement_id FROM claim_suggestion WHERE claim_suggestion.claim_id = claim.id)))";

const REPEATS: &str = "SELECT quote.id, article.id AS article_id, \
        coalesce(article.copy_of, article.id) AS report, quote.statement_id, quote.text, \
        article_version.published \
     FROM statement JOIN quote ON quote.statement_id = statement.id AND quote.is_current \
     JOIN article ON article.id = quote.article_id \
     JOIN article_version ON article_version.article_id = article.id \
        AND article_version.version = article.current_version \
     WHERE article_version.published IS NOT NULL \
        AND coalesce(statement.joined_to, statement.id) IN ";

const SAID: &str = "SELECT passage.id, passage.statement_id, passage.text, passage.said, source.published \
     FROM statement JOIN passage ON passage.statement_id = statement.id \
     JOIN source ON source.id = passage.source_id \
     WHERE coalesce(statement.joined_to, statement.id) IN ";

/// When an id was made, in milliseconds since 1970 (RFC 9562, 5.7).
fn made_at(id: Uuid) -> i64 {
    (id.as_u128() >> 80) as i64
}

fn candidate(
    row: WorthRow,
    reach: &[ReachRow],
    flags: &[(Uuid, FlagId)],
) -> Result<QueueCandidate, StoreError> {
    let class = row
        .class
        .parse()
        .map_err(|_| StoreError::damaged(format!("a statement is of the class {:?}", row.class)))?;
    let reach = reach.iter().find(|reach| reach.head == row.statement_id);
    let count = |count: fn(&ReachRow) -> i64| reach.map_or(0, |row| count(row).unsigned_abs());
    Ok(QueueCandidate {
        statement: StatementId(row.statement_id),
        worth: row.score,
        class,
        last_day: row.last_day,
        occurrences: count(|row| row.occurrences),
        reports: count(|row| row.reports),
        outlets: count(|row| row.outlets),
        first: reach.and_then(|row| row.first),
        flags: flags
            .iter()
            .filter(|(head, _)| *head == row.statement_id)
            .map(|(_, flag)| *flag)
            .collect(),
    })
}
