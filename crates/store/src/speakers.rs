//! Reading speakers. Whoever was merged into another is shown as them, by whatever id or name they are asked for.

use std::collections::HashSet;

use onrecord_model::{Role, SpeakerId, SpeakerSummary, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, LikeExpr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationDef, Select, Statement,
};
use uuid::Uuid;

use crate::correct::names::REMOVED;
use crate::dialect::rows_per_statement;
use crate::entity::{speaker, speaker_name, speaker_role};
use crate::fold::fold;
use crate::passages::time;
use crate::quotes::speaker_kind;
use crate::records::{Page, SpeakerCursor, SpeakerFilter, SpeakerListing, SpeakerRecord};
use crate::{Store, StoreError};

impl Store {
    /// A page of the speakers that pass the filter and have a quote in a current version or a passage in a primary
    /// source: the most quoted first, among equals by full name, case and accents aside.
    ///
    /// A name to filter by that folds to nothing, such as "…", is in no name. A cursor with a NUL in its name was
    /// not given out here, and is refused: PostgreSQL could not even be asked for it.
    pub async fn speakers(
        &self,
        filter: &SpeakerFilter,
        after: Option<&SpeakerCursor>,
        limit: u16,
    ) -> Result<Page<SpeakerListing, SpeakerCursor>, StoreError> {
        if after.is_some_and(|after| after.name.contains('\0')) {
            return Err(StoreError::refused("the cursor names nobody"));
        }
        let Some(find) = filtered(filter) else {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        };
        let mut rows = find
            .apply_if(after, |find, after| find.filter(behind(after)))
            // One more than asked for tells whether anything follows.
            .limit(u64::from(limit) + 1)
            .order_by_desc(speaker::Column::Quotes)
            .order_by_asc(speaker::Column::Folded)
            .order_by_asc(speaker::Column::Id)
            .all(self.reader())
            .await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|last| SpeakerCursor {
            quotes: last.quotes as u64,
            name: last.folded.clone(),
            id: SpeakerId(last.id),
        });
        let items: Result<Vec<SpeakerListing>, StoreError> =
            rows.into_iter().map(listing).collect();
        Ok(Page {
            items: items?,
            next,
        })
    }

    /// The most quoted speakers.
    pub async fn top_speakers(&self, limit: u16) -> Result<Vec<SpeakerListing>, StoreError> {
        let page = self
            .speakers(&SpeakerFilter::default(), None, limit)
            .await?;
        Ok(page.items)
    }

    /// The speakers somebody may mean by `name`, case, accents and punctuation aside: first those with just
    /// that name or alias, then, where `name` is a single word, those with that last name; each the most quoted
    /// first. Several words never stand for a last name: "Mary Roe" is not John Roe.
    pub async fn find_speakers(&self, name: &str) -> Result<Vec<SpeakerSummary>, StoreError> {
        let folded = fold(name);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self
            .named(speaker_name::Column::Folded.eq(folded.as_str()))
            .await?;
        if !folded.contains(' ') {
            let by_last_name = self
                .named(speaker_name::Column::LastName.eq(folded.as_str()))
                .await?;
            for speaker in by_last_name {
                if !found.contains(&speaker) {
                    found.push(speaker);
                }
            }
        }
        Ok(found)
    }

    /// What a list needs to know about these speakers, in no order; ids that are nobody's are left out.
    pub async fn speaker_summaries(
        &self,
        ids: &[SpeakerId],
    ) -> Result<Vec<SpeakerSummary>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(rows_per_statement(1)) {
            let rows = speaker::Entity::find()
                .filter(speaker::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .all(self.reader())
                .await?;
            for row in rows {
                found.push(listing(row)?.speaker);
            }
        }
        Ok(found)
    }

    /// Everything known about one speaker.
    pub async fn speaker(&self, id: SpeakerId) -> Result<Option<SpeakerRecord>, StoreError> {
        let group: Vec<Uuid> = self
            .speaker_group(&[id])
            .await?
            .into_iter()
            .map(|id| id.0)
            .collect();
        let rows = speaker::Entity::find()
            .filter(speaker::Column::Id.is_in(group.iter().copied()))
            .order_by_asc(speaker::Column::Folded)
            .order_by_asc(speaker::Column::Id)
            .all(self.reader())
            .await?;
        let (merged, shown): (Vec<speaker::Model>, Vec<speaker::Model>) =
            rows.into_iter().partition(|row| row.merged_into.is_some());
        let first_said = shown.iter().chain(&merged).filter_map(|row| row.first_said);
        let first_said = first_said.min().and_then(time);
        let last_said = shown.iter().chain(&merged).filter_map(|row| row.last_said);
        let last_said = last_said.max().and_then(time);
        let Some(row) = shown.into_iter().next() else {
            return Ok(None);
        };
        let mut aliases: Vec<speaker_name::Model> = speaker_name::Entity::find()
            .filter(speaker_name::Column::SpeakerId.is_in(group.iter().copied()))
            .filter(speaker_name::Column::Folded.ne(row.folded.as_str()))
            .filter(not_removed())
            .order_by_asc(speaker_name::Column::Name)
            .all(self.reader())
            .await?;
        let mut seen = HashSet::new();
        aliases.retain(|alias| seen.insert(alias.folded.clone()));
        let roles = speaker_role::Entity::find()
            .filter(speaker_role::Column::SpeakerId.is_in(group.iter().copied()))
            .all(self.reader())
            .await?;
        let mut roles = latest_first(roles);
        roles.dedup();
        let id = SpeakerId(row.id);
        let appearances = self.appearances(id).await?;
        let correction = self.correction_numbered(row.changed_by).await?;
        let listing = listing(row)?;
        let merged: Result<Vec<SpeakerSummary>, StoreError> = merged
            .into_iter()
            .map(|row| Ok(self::listing(row)?.speaker))
            .collect();
        Ok(Some(SpeakerRecord {
            summary: listing.speaker,
            merged: merged?,
            correction,
            aliases: aliases.into_iter().map(|row| row.name).collect(),
            roles,
            quotes: listing.quotes,
            statements: appearances.statements as u64,
            articles: appearances.articles as u64,
            outlets: self.outlets_quoting(id).await?,
            first_quoted: appearances.first_quoted,
            last_quoted: appearances.last_quoted,
            passages: listing.passages,
            first_said,
            last_said,
        }))
    }

    async fn named(
        &self,
        name: sea_orm::sea_query::SimpleExpr,
    ) -> Result<Vec<SpeakerSummary>, StoreError> {
        let who = shown_of(name.into_condition());
        let rows = speaker::Entity::find()
            .filter(speaker::Column::Id.in_subquery(who))
            .filter(said_something())
            .order_by_desc(speaker::Column::Quotes)
            .order_by_asc(speaker::Column::Folded)
            .order_by_asc(speaker::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|row| listing(row).map(|listing| listing.speaker))
            .collect()
    }

    async fn appearances(&self, id: SpeakerId) -> Result<Appearances, StoreError> {
        let statement = Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            "SELECT count(DISTINCT head.key) AS statements, \
                    count(DISTINCT quote.article_id) AS articles, \
                    min(article.published) AS first_quoted, \
                    max(article.published) AS last_quoted \
             FROM quote JOIN article ON article.id = quote.article_id \
             LEFT JOIN statement ON statement.id = quote.statement_id \
             LEFT JOIN statement AS head \
                ON head.id = coalesce(statement.joined_to, statement.id) \
             WHERE quote.speaker_id IN \
                (SELECT id FROM speaker WHERE id = $1 OR merged_into = $1) \
                AND quote.is_current",
            [id.0.into()],
        );
        let row = Appearances::find_by_statement(statement)
            .one(self.reader())
            .await?;
        row.ok_or_else(|| StoreError::damaged("the database does not count"))
    }

    async fn outlets_quoting(
        &self,
        id: SpeakerId,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        let statement = Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            "SELECT article.outlet AS outlet, count(*) AS quotes \
             FROM quote JOIN article ON article.id = quote.article_id \
             WHERE quote.speaker_id IN \
                (SELECT id FROM speaker WHERE id = $1 OR merged_into = $1) \
                AND quote.is_current \
             GROUP BY article.outlet \
             ORDER BY count(*) DESC, CASE WHEN article.outlet IS NULL THEN 1 ELSE 0 END, article.outlet",
            [id.0.into()],
        );
        let rows = OutletRow::find_by_statement(statement)
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.outlet, row.quotes as u64))
            .collect())
    }
}

#[derive(FromQueryResult)]
struct Appearances {
    statements: i64,
    articles: i64,
    first_quoted: Option<Timestamp>,
    last_quoted: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct OutletRow {
    outlet: Option<String>,
    quotes: i64,
}

/// Whether a speaker is shown at all.
fn said_something() -> Condition {
    Condition::any()
        .add(speaker::Column::Quotes.gt(0))
        .add(speaker::Column::Passages.gt(0))
}

/// `None` where nobody can pass.
fn filtered(filter: &SpeakerFilter) -> Option<Select<speaker::Entity>> {
    let find = speaker::Entity::find().filter(said_something());
    let Some(name) = &filter.name_contains else {
        return Some(find);
    };
    let folded = fold(name);
    if folded.is_empty() {
        return None;
    }
    // Nothing that means something in a pattern survives folding.
    let pattern = LikeExpr::new(format!("%{folded}%"));
    // The full name is among the names.
    let holds = Expr::col((speaker_name::Entity, speaker_name::Column::Folded)).like(pattern);
    let who = shown_of(holds.into_condition());
    Some(find.filter(speaker::Column::Id.in_subquery(who)))
}

/// Who is shown for those who go by a name like this.
fn shown_of(name: Condition) -> SelectStatement {
    let speaker: RelationDef = speaker_name::Entity::belongs_to(speaker::Entity)
        .from(speaker_name::Column::SpeakerId)
        .to(speaker::Column::Id)
        .into();
    let shown = Expr::col((speaker::Entity, speaker::Column::MergedInto))
        .if_null(Expr::col((speaker::Entity, speaker::Column::Id)));
    speaker_name::Entity::find()
        .select_only()
        .column_as(shown, "shown")
        .join(JoinType::InnerJoin, speaker)
        .filter(name)
        .filter(not_removed())
        .into_query()
}

/// Whether a name is one that nobody took away.
fn not_removed() -> Condition {
    Condition::any()
        .add(speaker_name::Column::Standing.is_null())
        .add(speaker_name::Column::Standing.ne(REMOVED))
}

/// Whether a speaker comes behind the cursor. Written out, because a comparison of whole rows has one
/// direction, and here the count falls while the name rises.
fn behind(after: &SpeakerCursor) -> Condition {
    let quotes = i64::try_from(after.quotes).unwrap_or(i64::MAX);
    let by_name = Condition::any()
        .add(speaker::Column::Folded.gt(after.name.as_str()))
        .add(
            Condition::all()
                .add(speaker::Column::Folded.eq(after.name.as_str()))
                .add(speaker::Column::Id.gt(after.id.0)),
        );
    Condition::any()
        .add(speaker::Column::Quotes.lt(quotes))
        .add(
            Condition::all()
                .add(speaker::Column::Quotes.eq(quotes))
                .add(by_name),
        )
}

fn listing(row: speaker::Model) -> Result<SpeakerListing, StoreError> {
    let kind = speaker_kind(&row.kind).ok_or_else(|| {
        StoreError::damaged(format!(
            "speaker {} is of the kind {:?}, which is not known",
            row.id, row.kind
        ))
    })?;
    Ok(SpeakerListing {
        quotes: u64::try_from(row.quotes).unwrap_or_default(),
        passages: u64::try_from(row.passages).unwrap_or_default(),
        speaker: SpeakerSummary {
            id: SpeakerId(row.id),
            name: row.name,
            kind,
            wikidata: row.wikidata,
        },
    })
}

fn latest_first(rows: Vec<speaker_role::Model>) -> Vec<Role> {
    let mut roles: Vec<Role> = rows
        .into_iter()
        .map(|row| Role {
            title: row.title,
            organisation: row.organisation,
            start: row.start_date,
            end: row.end_date,
        })
        .collect();
    roles.sort_by(|one, other| {
        (&other.start, &one.title, &one.organisation).cmp(&(
            &one.start,
            &other.title,
            &other.organisation,
        ))
    });
    roles
}
