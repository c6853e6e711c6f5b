//! Whether the record holds together.

use std::collections::HashMap;

use onrecord_model::{BlockRole, CodePointSpan, CodePoints};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait,
    FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Statement,
};
use uuid::Uuid;

use crate::entity::{article, article_version, quote};
use crate::identity::{Content, article_identity};
use crate::put::words;
use crate::quotes::spans;
use crate::records::Problem;
use crate::{Store, StoreError, dialect};

mod passages;
mod rows;

use rows::WRONG;

/// How many versions, each with its text, are held at once.
const VERSIONS_PER_PAGE: u64 = 20;

impl Store {
    /// Looks through the whole record for what does not hold together, while others may write to it.
    ///
    /// The database's own checks come first (SQLite), then what one row says of another, then every text: that
    /// it is the one its hash was made of, and that its quotes stand where they say they do. What cannot be
    /// read is itself a problem and does not keep the rest from being looked at; an error is only what says
    /// nothing of the record, such as a server that went away.
    pub async fn check(&self) -> Result<Vec<Problem>, StoreError> {
        let mut check = Check {
            reader: self.patient_reader().await?,
            problems: Vec::new(),
        };
        for looked in dialect::own_check(&check.reader).await {
            let found = check.unless_damaged(DATABASE, looked)?;
            check.problems.extend(found.into_iter().flatten());
        }
        for (row, what, sql) in WRONG {
            let looked = check.ids(sql).await;
            let ids = check.unless_damaged(DATABASE, looked)?;
            let wrong = ids.into_iter().flatten().map(|id| Problem {
                row: format!("{row} {id}"),
                what: (*what).to_owned(),
            });
            check.problems.extend(wrong);
        }
        let looked = Self::check_log(&check.reader).await;
        let broken = check.unless_damaged(DATABASE, looked)?;
        check.problems.extend(broken.into_iter().flatten());
        let looked = crate::desk::check::desk(&check.reader).await;
        let wrong = check.unless_damaged(DATABASE, looked)?;
        check.problems.extend(wrong.into_iter().flatten());
        check.texts().await?;
        check.passages().await?;
        Ok(check.problems)
    }
}

/// The row that problems of no single row are put down to.
const DATABASE: &str = "database";

/// A version by its article and number.
type Key = (Uuid, i32);

/// A check that is under way.
struct Check {
    reader: DatabaseConnection,
    problems: Vec<Problem>,
}

impl Check {
    /// What was read; damage that kept it from being read is noted down as a problem of `row`.
    fn unless_damaged<Read, Error: Into<StoreError>>(
        &mut self,
        row: impl Into<String>,
        read: Result<Read, Error>,
    ) -> Result<Option<Read>, StoreError> {
        match read.map_err(Into::into) {
            Ok(read) => Ok(Some(read)),
            Err(StoreError::Damaged { what, .. }) => {
                let problem = Problem {
                    row: row.into(),
                    what: format!("cannot be read: {what}"),
                };
                // Many statements may meet the same broken page.
                if !self.problems.contains(&problem) {
                    self.problems.push(problem);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn ids(&self, sql: &str) -> Result<Vec<Uuid>, DbErr> {
        let statement = Statement::from_string(self.reader.get_database_backend(), sql);
        let rows = self.reader.query_all_raw(statement).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect()
    }

    /// Looks at every text, some versions at a time, and where these cannot be read, at each alone.
    async fn texts(&mut self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let looked = self.keys_after(after).await;
            let Some(keys) = self.unless_damaged(DATABASE, looked)? else {
                return Ok(());
            };
            let Some(last) = keys.last() else {
                return Ok(());
            };
            after = Some(*last);
            match self.contents(&keys).await.map_err(StoreError::from) {
                Ok((versions, quotes)) => self.compare(&versions, &quotes),
                Err(StoreError::Damaged { .. }) => {
                    for (article, version) in keys {
                        let row = format!("article {article} version {version}");
                        let looked = self.contents(&[(article, version)]).await;
                        if let Some((versions, quotes)) = self.unless_damaged(row, looked)? {
                            self.compare(&versions, &quotes);
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The next versions. They are read from the index of the primary key, which holds nothing else, so that
    /// a broken page of texts does not hide those on the next.
    async fn keys_after(&self, after: Option<Key>) -> Result<Vec<Key>, StoreError> {
        let mut find = article_version::Entity::find()
            .select_only()
            .column(article_version::Column::ArticleId)
            .column(article_version::Column::Version)
            .cursor_by((
                article_version::Column::ArticleId,
                article_version::Column::Version,
            ));
        if let Some(after) = after {
            find.after(after);
        }
        find.first(VERSIONS_PER_PAGE);
        let rows = find.into_model::<KeyRow>().all(&self.reader).await?;
        let keys: Vec<Key> = rows
            .into_iter()
            .map(|row| (row.article_id, row.version))
            .collect();
        // A broken index may lead in a circle.
        if after.into_iter().chain(keys.iter().copied()).is_sorted() {
            Ok(keys)
        } else {
            Err(StoreError::damaged("the versions do not come in order"))
        }
    }

    async fn contents(
        &self,
        keys: &[Key],
    ) -> Result<(Vec<VersionRow>, HashMap<Key, Vec<QuoteRow>>), DbErr> {
        let article: RelationDef = article_version::Entity::belongs_to(article::Entity)
            .from(article_version::Column::ArticleId)
            .to(article::Column::Id)
            .into();
        let versions = article_version::Entity::find()
            .join(JoinType::InnerJoin, article)
            .column(article::Column::Identity)
            .column(article::Column::Url)
            .filter(any_of(
                keys,
                article_version::Column::ArticleId,
                article_version::Column::Version,
            ))
            .order_by_asc(article_version::Column::ArticleId)
            .order_by_asc(article_version::Column::Version)
            .into_model::<VersionRow>()
            .all(&self.reader)
            .await?;
        let rows = quote::Entity::find()
            .filter(any_of(
                keys,
                quote::Column::ArticleId,
                quote::Column::Version,
            ))
            .order_by_asc(quote::Column::Id)
            .into_model::<QuoteRow>()
            .all(&self.reader)
            .await?;
        let mut quotes: HashMap<Key, Vec<QuoteRow>> = HashMap::new();
        for row in rows {
            let key = (row.article_id, row.version);
            quotes.entry(key).or_default().push(row);
        }
        Ok((versions, quotes))
    }

    fn compare(&mut self, versions: &[VersionRow], quotes: &HashMap<Key, Vec<QuoteRow>>) {
        for version in versions {
            version.check(&mut self.problems);
            let points = CodePoints::new(&version.text);
            let key = (version.article_id, version.version);
            for quote in quotes.get(&key).into_iter().flatten() {
                quote.check(&version.text, &points, &mut self.problems);
            }
        }
    }
}

/// Whether a row is of one of these versions.
fn any_of(keys: &[Key], article: impl ColumnTrait, version: impl ColumnTrait) -> Condition {
    keys.iter().fold(Condition::any(), |any, key| {
        any.add(
            Condition::all()
                .add(article.eq(key.0))
                .add(version.eq(key.1)),
        )
    })
}

#[derive(FromQueryResult)]
struct KeyRow {
    article_id: Uuid,
    version: i32,
}

#[derive(FromQueryResult)]
struct VersionRow {
    article_id: Uuid,
    version: i32,
    identity: String,
    url: Option<String>,
    content_hash: String,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<onrecord_model::Timestamp>,
    language: String,
    authors: String,
    blocks: String,
    text: String,
}

impl VersionRow {
    fn check(&self, problems: &mut Vec<Problem>) {
        let mut wrong = |what: &str| {
            problems.push(Problem {
                row: format!("article {} version {}", self.article_id, self.version),
                what: what.to_owned(),
            });
        };
        let identity = article_identity(self.url.as_deref(), self.outlet.as_deref(), &self.text);
        if identity != self.identity {
            wrong("is not the article its identity was made of");
        }
        let authors = serde_json::from_str::<Vec<String>>(&self.authors);
        let blocks = serde_json::from_str::<Vec<(CodePointSpan, BlockRole)>>(&self.blocks);
        let (Ok(authors), Ok(blocks)) = (authors, blocks) else {
            wrong("holds authors or blocks that cannot be read");
            return;
        };
        let content = Content {
            text: &self.text,
            title: self.title.as_deref(),
            outlet: self.outlet.as_deref(),
            authors: &authors,
            published: self.published,
            language: &self.language,
            blocks: &blocks,
        };
        if content.hash() != self.content_hash {
            wrong("is not the content its hash was made of");
        }
    }
}

#[derive(FromQueryResult)]
struct QuoteRow {
    id: Uuid,
    article_id: Uuid,
    version: i32,
    source: String,
    cue: String,
    content: String,
    text: String,
    kind: String,
    why: String,
}

impl QuoteRow {
    fn check(&self, text: &str, points: &CodePoints<'_>, problems: &mut Vec<Problem>) {
        let mut wrong = |what: &str| {
            problems.push(Problem {
                row: format!("quote {}", self.id),
                what: what.to_owned(),
            });
        };
        let fit = |json: &str| {
            spans(json).is_some_and(|spans| spans.iter().all(|span| points.bytes(*span).is_some()))
        };
        if !fit(&self.source) || !fit(&self.cue) {
            wrong("has a source or cue that does not fit the text");
        }
        let content = spans(&self.content).and_then(|content| words(&content, text, points));
        if content.as_deref() != Some(self.text.as_str()) {
            wrong("does not have the words its spans stand for");
        }
        if self.kind.parse::<onrecord_model::Kind>().is_err()
            || serde_json::from_str::<onrecord_model::Why>(&self.why).is_err()
        {
            wrong("has a kind or a reason that cannot be read");
        }
    }
}
