//! What to look at next: statements that nobody has checked.

use std::collections::HashMap;

use onrecord_model::{AssertionClass, FlagId, StatementId, Timestamp};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::{Store, StoreError};

const WORTH: &str = "SELECT worth.statement_id, worth.score, worth.class, worth.last_day";

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

/// Statements that a person has not decided on, in whatever wording. `$1` is the class.
const CANDIDATES: &str = "FROM worth \
     JOIN statement ON statement.id = worth.statement_id \
     WHERE worth.class = $1 AND statement.joined_to IS NULL \
        AND (statement.quotes > 0 OR statement.passages > 0) \
        AND NOT EXISTS (SELECT 1 FROM dismissal WHERE dismissal.statement_id = worth.statement_id) \
        AND NOT EXISTS (SELECT 1 FROM claim_link WHERE claim_link.statement_id = worth.statement_id \
            AND claim_link.is_confirmed) \
        AND NOT EXISTS (SELECT 1 FROM statement AS wording \
            JOIN dismissal ON dismissal.statement_id = wording.id \
            WHERE wording.joined_to = worth.statement_id) \
        AND NOT EXISTS (SELECT 1 FROM statement AS wording \
            JOIN claim_link ON claim_link.statement_id = wording.id AND claim_link.is_confirmed \
            WHERE wording.joined_to = worth.statement_id)";

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

const REACH: &str = "SELECT wording.head, count(quote.id) AS occurrences, \
        count(DISTINCT coalesce(article.copy_of, article.id)) AS reports, \
        count(DISTINCT article_version.outlet) AS outlets, \
        min(article_version.published) AS first \
     FROM wording JOIN quote ON quote.statement_id = wording.id AND quote.is_current \
     JOIN article ON article.id = quote.article_id \
     JOIN article_version ON article_version.article_id = article.id \
        AND article_version.version = article.current_version \
     GROUP BY wording.head";

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

impl Store {
    /// The `limit` statements most worth checking that no person has linked to a claim or dismissed, and behind them those
    /// among the flagged that pass the filter but for their score; and how many of both there are in all.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a class cannot be read.
    pub async fn queue_candidates(
        &self,
        filter: &QueueFilter,
        limit: u16,
    ) -> Result<(Vec<QueueCandidate>, u64), StoreError> {
        let (condition, values) = asked_for(filter);
        let mut scored = values.clone();
        scored.push(filter.at_least.into());
        let at_least = format!("{condition} AND worth.score >= ${}", scored.len());
        let count = self.sql(format!("SELECT count(*) {at_least}"), scored.clone());
        let count: i64 = match self.reader().query_one_raw(count).await? {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        let order = format!("ORDER BY worth.score DESC, worth.statement_id LIMIT {limit}");
        let best = self.sql(format!("{WORTH} {at_least} {order}"), scored);
        let mut rows = WorthRow::find_by_statement(best).all(self.reader()).await?;
        // What is flagged is in the queue whatever the machine thinks of it.
        let flags = self.flagged().await?;
        let mut left: Vec<Uuid> = flags.iter().map(|(head, _)| *head).collect();
        left.sort();
        left.dedup();
        left.retain(|head| !rows.iter().any(|row| row.statement_id == *head));
        let mut count = count.unsigned_abs();
        for heads in left.chunks(rows_per_statement(1)) {
            let mut values = values.clone();
            let places: Vec<String> = (1..=heads.len())
                .map(|at| format!("${}", values.len() + at))
                .collect();
            values.extend(heads.iter().map(|head| Value::from(*head)));
            let sql = format!(
                "{WORTH} {condition} AND worth.statement_id IN ({}) \
                 ORDER BY worth.score DESC, worth.statement_id",
                places.join(", ")
            );
            let flagged = WorthRow::find_by_statement(self.sql(sql, values))
                .all(self.reader())
                .await?;
            count += flagged
                .iter()
                .filter(|row| row.score < filter.at_least)
                .count() as u64;
            rows.extend(flagged);
        }
        let ids: Vec<Uuid> = rows.iter().map(|row| row.statement_id).collect();
        let reach: HashMap<Uuid, ReachRow> = self
            .reach(&ids)
            .await?
            .into_iter()
            .map(|row| (row.head, row))
            .collect();
        let mut flags_of: HashMap<Uuid, Vec<FlagId>> = HashMap::new();
        for (head, flag) in flags {
            flags_of.entry(head).or_default().push(flag);
        }
        let candidates: Result<Vec<QueueCandidate>, StoreError> = rows
            .into_iter()
            .map(|row| {
                let flags = flags_of.remove(&row.statement_id).unwrap_or_default();
                candidate(&row, reach.get(&row.statement_id), flags)
            })
            .collect();
        Ok((candidates?, count))
    }

    fn sql(&self, sql: String, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.reader().get_database_backend(), sql, values)
    }

    /// A query of `wording`, all wordings (`id`) of the statements that these stand for (`head`).
    pub(super) fn of_heads(&self, query: &str, heads: &[Uuid]) -> Statement {
        let places: Vec<String> = (1..=heads.len()).map(|at| format!("${at}")).collect();
        let places = places.join(", ");
        let values = heads.iter().map(|id| (*id).into()).collect();
        let sql = format!(
            "WITH wording AS (\
                SELECT id, id AS head FROM statement WHERE id IN ({places}) \
                UNION ALL SELECT id, joined_to AS head FROM statement WHERE joined_to IN ({places})\
             ) {query}"
        );
        self.sql(sql, values)
    }

    async fn flagged(&self) -> Result<Vec<(Uuid, FlagId)>, StoreError> {
        let sql = Statement::from_string(self.reader().get_database_backend(), FLAGS);
        let rows = FlagRow::find_by_statement(sql).all(self.reader()).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.head, FlagId(row.id)))
            .collect())
    }

    async fn reach(&self, ids: &[Uuid]) -> Result<Vec<ReachRow>, StoreError> {
        let mut reach = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let sql = self.of_heads(REACH, ids);
            reach.extend(ReachRow::find_by_statement(sql).all(self.reader()).await?);
        }
        Ok(reach)
    }
}

/// What the filter asks for but for the score, and its values.
fn asked_for(filter: &QueueFilter) -> (String, Vec<Value>) {
    let mut condition = CANDIDATES.to_owned();
    let mut values: Vec<Value> = vec![filter.class.as_str().into()];
    for (comparison, day) in [(">=", filter.from_day), ("<=", filter.to_day)] {
        if let Some(day) = day {
            values.push(day.into());
            condition.push_str(&format!(
                " AND worth.last_day {comparison} ${}",
                values.len()
            ));
        }
    }
    (condition, values)
}

fn candidate(
    row: &WorthRow,
    reach: Option<&ReachRow>,
    flags: Vec<FlagId>,
) -> Result<QueueCandidate, StoreError> {
    let class = row
        .class
        .parse()
        .map_err(|_| StoreError::damaged(format!("a statement is of the class {:?}", row.class)))?;
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
        flags,
    })
}
