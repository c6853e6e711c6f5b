//! Storing articles with all that was found in them.

use std::collections::{HashMap, HashSet, VecDeque};

use onrecord_model::{
    Article, ArticleId, BlockRole, CodePointSpan, CodePoints, Entity, Sequence, Timestamp,
};
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use crate::dialect;
use crate::error::Failed;
use crate::identifiers::Identifiers;
use crate::identity::{Content, article_identity, stored_blocks, stored_time};
use crate::records::{Known, NewArticle, Put, PutStatus};
use crate::{Store, StoreError};

mod again;
mod attributed;
mod carry;
mod given;
mod people;
mod place;
mod rows;
mod sources;
mod speakers;
mod valid;

use attributed::Attributed;
pub(crate) use carry::numbers_of_names;
use given::GivenNames;
use people::People;
pub(crate) use people::{add_to_statements, count_speakers, count_statements, shown};
use place::{Current, Place};
pub(crate) use rows::{insert_all, json};
pub(crate) use valid::words;

impl Store {
    /// The version that has this very content, be it the article's current one or an older one; a cheap look
    /// before extraction.
    ///
    /// What this says may be outdated when it returns; [`Store::put_article`] looks again.
    pub async fn find_unchanged(&self, article: &Article) -> Result<Option<Known>, StoreError> {
        let described = Described::new(article);
        let current = Current::find(self.reader(), &described).await?;
        let Some((id, version)) = current.and_then(|current| Some((current.id, current.same?)))
        else {
            return Ok(None);
        };
        Ok(Some(Known {
            article: ArticleId(id),
            version: version as u32,
            quotes: rows::count_quotes(self.reader(), id, version).await?,
        }))
    }

    /// Stores an article with its quotes in one transaction, and returns when it is durable.
    ///
    /// The same content again changes nothing, whatever was found in it; other content under the same identity
    /// is a new version beside the old. What does not hold together is [`StoreError::Refused`], and so are NUL
    /// characters, which PostgreSQL cannot keep.
    pub async fn put_article(&self, new: &NewArticle) -> Result<Put, StoreError> {
        let mut puts = self.put_articles(std::slice::from_ref(new)).await?;
        puts.pop()
            .unwrap_or_else(|| Err(StoreError::refused("nothing to put")))
    }

    /// Stores several articles in one transaction: all that are not refused are durable when it returns, or
    /// none is. The answers are in the order of the articles.
    ///
    /// What costs most of a small write, waiting for the disk, is paid once for all of them.
    pub async fn put_articles(
        &self,
        new: &[NewArticle],
    ) -> Result<Vec<Result<Put, StoreError>>, StoreError> {
        let mut answers = Vec::with_capacity(new.len());
        let mut accepted = Vec::with_capacity(new.len());
        for new in new {
            let valid = valid::check(new);
            if valid.is_ok() {
                accepted.push(Incoming {
                    new,
                    described: Described::new(&new.article),
                });
            }
            answers.push(valid);
        }
        let mut puts = VecDeque::from(self.put_accepted(&accepted).await?);
        let answers = answers.into_iter().map(|valid| {
            valid?;
            puts.pop_front()
                .ok_or_else(|| StoreError::refused("an article was left out"))
        });
        Ok(answers.collect())
    }

    async fn put_accepted(&self, articles: &[Incoming<'_>]) -> Result<Vec<Put>, StoreError> {
        let mut attempt = 1;
        loop {
            match self.put_once(articles).await {
                Ok(puts) => return Ok(puts),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn put_once(&self, articles: &[Incoming<'_>]) -> Result<Vec<Put>, Failed> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::keep_out_corrections(&transaction).await?;
        let mut stages = Vec::new();
        let mut places = Vec::with_capacity(articles.len());
        for articles in without_repetition(articles) {
            let stage = self.put_stage(&transaction, articles, &mut places).await?;
            stages.push(stage);
        }
        let written: Vec<(Uuid, Timestamp)> = places
            .iter()
            .zip(articles)
            .filter(|(place, _)| place.status != PutStatus::Unchanged)
            .map(|(place, article)| (place.article, article.new.taken_in))
            .collect();
        if written.is_empty() {
            let puts = answer(&transaction, articles, &places, HashMap::new()).await?;
            transaction.rollback().await?;
            return Ok(puts);
        }
        let sequences = rows::insert_changes(&transaction, Entity::Article, &written).await?;
        let puts = answer(&transaction, articles, &places, sequences).await?;
        transaction.commit().await?;
        // Only now may later puts rely on what this one wrote.
        for people in stages {
            people.remember(self.merged());
        }
        Ok(puts)
    }

    /// Writes everything but the change rows, of articles that are different ones. All writers lock rows in one
    /// order: articles by identity, then speakers, their names and roles, statements; within each, by key.
    async fn put_stage(
        &self,
        transaction: &DatabaseTransaction,
        articles: &[Incoming<'_>],
        places: &mut Vec<Place>,
    ) -> Result<People, Failed> {
        let mut identifiers: Vec<Identifiers> = articles
            .iter()
            .map(|article| Identifiers::new(article.new.taken_in))
            .collect();
        let mut in_order: Vec<usize> = (0..articles.len()).collect();
        in_order.sort_by_key(|index| &articles[*index].described.identity);
        let mut taken = HashMap::with_capacity(articles.len());
        for index in in_order {
            let place = Place::take(transaction, &articles[index], &mut identifiers[index]).await?;
            taken.insert(index, place);
        }
        let stage_start = places.len();
        places.extend((0..articles.len()).filter_map(|index| taken.remove(&index)));

        let placed: Vec<(&Place, &Incoming<'_>)> = places[stage_start..]
            .iter()
            .zip(articles)
            .filter(|(place, _)| place.status != PutStatus::Unchanged)
            .collect();
        self.put_quotes(transaction, &placed).await
    }

    /// Writes the quotes of versions that are there, with the speakers and statements they belong to.
    async fn put_quotes(
        &self,
        transaction: &DatabaseTransaction,
        placed: &[(&Place, &Incoming<'_>)],
    ) -> Result<People, Failed> {
        // Ids of speakers and statements date from the first article that is written.
        let Some(first) = placed.first().map(|(_, article)| article.new.taken_in) else {
            return Ok(People::default());
        };
        let mut of_people = Identifiers::new(first);
        let found = placed.iter().flat_map(|(_, article)| &article.new.quotes);
        let names = GivenNames::look_up(transaction, found).await?;
        let mut attributed = Vec::with_capacity(placed.len());
        for (place, article) in placed {
            attributed.push(Attributed::of(transaction, place, article, &names).await?);
        }
        let all = || attributed.iter().flatten();
        let people = People::upsert(transaction, all, &mut of_people, self.merged()).await?;
        let mut rows = rows::QuoteRows::default();
        for ((place, article), attributed) in placed.iter().zip(&attributed) {
            rows.add(place, article.new, attributed, &people)?;
        }
        rows.insert(transaction).await?;
        Ok(people)
    }
}

/// An article to be put, with what is derived of it once, however often its transaction is tried.
struct Incoming<'new> {
    new: &'new NewArticle,
    described: Described,
}

/// The articles in parts that hold each identity once. Nearly always that is one part.
fn without_repetition<'all, 'new>(
    mut articles: &'all [Incoming<'new>],
) -> Vec<&'all [Incoming<'new>]> {
    let mut parts = Vec::new();
    while !articles.is_empty() {
        let mut seen = HashSet::new();
        let repeated = articles
            .iter()
            .position(|article| !seen.insert(article.described.identity.as_str()));
        let (part, rest) = articles.split_at(repeated.unwrap_or(articles.len()));
        parts.push(part);
        articles = rest;
    }
    parts
}

/// What is said of each article once all rows are written.
async fn answer(
    transaction: &DatabaseTransaction,
    articles: &[Incoming<'_>],
    places: &[Place],
    mut sequences: HashMap<Uuid, VecDeque<Sequence>>,
) -> Result<Vec<Put>, DbErr> {
    let mut puts = Vec::with_capacity(places.len());
    for (place, article) in places.iter().zip(articles) {
        let (quotes, sequence) = match place.status {
            PutStatus::Unchanged => (
                rows::count_quotes(transaction, place.article, place.version).await?,
                rows::last_change(transaction, place.article).await?,
            ),
            PutStatus::Added | PutStatus::NewVersion => (
                article.new.quotes.len(),
                sequences
                    .get_mut(&place.article)
                    .and_then(VecDeque::pop_front)
                    .unwrap_or_default(),
            ),
        };
        puts.push(Put {
            article: ArticleId(place.article),
            version: place.version as u32,
            status: place.status,
            quotes,
            sequence,
        });
    }
    Ok(puts)
}

/// What an article is known by.
struct Described {
    identity: String,
    content_hash: String,
    published: Option<Timestamp>,
    blocks: Vec<(CodePointSpan, BlockRole)>,
}

impl Described {
    fn new(article: &Article) -> Self {
        let blocks = stored_blocks(article, &CodePoints::new(&article.text));
        let published = article.published.map(stored_time);
        let content = Content {
            text: &article.text,
            title: article.title.as_deref(),
            outlet: article.outlet.as_deref(),
            authors: &article.authors,
            published,
            language: &article.language.0,
            blocks: &blocks,
        };
        Self {
            identity: article_identity(
                article.url.as_deref(),
                article.outlet.as_deref(),
                &article.text,
            ),
            content_hash: content.hash(),
            published,
            blocks,
        }
    }
}
