//! What has to be known to correct: siblings of a quote, mentions of a speaker, who is shown for whom.

use onrecord_model::{ArticleId, Quote, QuoteId, SpeakerId, Why};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::correct::log::action;
use crate::correct::undo::is_of_name;
use crate::entity::{correction, decision, quote, speaker};
use crate::fold::fold;
use crate::quotes::rows;
use crate::{Store, StoreError};

impl Store {
    /// The quotes of the same article whose speaker was found in the same way as this one's: the same mention, led
    /// by the same rule to the same name. What is wrong with one is wrong with all. Quotes that a person has
    /// decided on themselves are not among them. In the order of the text; `None` where
    /// there is no such quote.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a reason cannot be read.
    pub async fn siblings(&self, id: QuoteId) -> Result<Option<Vec<Quote>>, StoreError> {
        let Some(row) = quote::Entity::find_by_id(id.0).one(self.reader()).await? else {
            return Ok(None);
        };
        let siblings = siblings(self.reader(), &row).await?;
        let ids: Vec<QuoteId> = siblings.iter().map(|row| QuoteId(row.id)).collect();
        Ok(Some(self.quotes(&ids).await?))
    }

    /// The mentions by which a speaker is quoted, with the number of their quotes in current versions; most first,
    /// at most `limit`.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn mentions_of_speaker(
        &self,
        id: SpeakerId,
        limit: u16,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let group = self.speaker_group(&[id]).await?;
        let quotes = quote::Column::Id.count();
        let rows: Vec<(String, i64)> = quote::Entity::find()
            .select_only()
            .column(quote::Column::Mention)
            .column_as(quotes.clone(), "quotes")
            .filter(quote::Column::SpeakerId.is_in(group.iter().map(|id| id.0)))
            .filter(quote::Column::IsCurrent.eq(true))
            .filter(quote::Column::Mention.is_not_null())
            .group_by(quote::Column::Mention)
            .order_by(quotes, Order::Desc)
            .order_by_asc(quote::Column::Mention)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows
            .into_iter()
            .map(|(mention, quotes)| (mention, quotes.unsigned_abs()))
            .collect())
    }

    /// Everybody whose quotes are shown as those of these speakers, by whatever id they are asked for: who is
    /// shown for them, and all who were merged into those. Ids that are nobody's stay as they are.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn speaker_group(&self, ids: &[SpeakerId]) -> Result<Vec<SpeakerId>, StoreError> {
        let asked = ids.iter().map(|id| id.0);
        let rows: Vec<(Uuid, Option<Uuid>)> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .column(speaker::Column::MergedInto)
            .filter(speaker::Column::Id.is_in(asked))
            .into_tuple()
            .all(self.reader())
            .await?;
        let shown: Vec<Uuid> = rows
            .into_iter()
            .map(|(id, merged_into)| merged_into.unwrap_or(id))
            .collect();
        let merged: Vec<Uuid> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .filter(speaker::Column::MergedInto.is_in(shown.iter().copied()))
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut group: Vec<SpeakerId> = ids.to_vec();
        group.extend(shown.into_iter().chain(merged).map(SpeakerId));
        group.sort();
        group.dedup();
        Ok(group)
    }

    /// At most `limit` of the articles that have a quote filed under this very speaker in their current version, in
    /// order of id. An id takes sixteen bytes, so that a million articles are no burden.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn articles_quoting(
        &self,
        id: SpeakerId,
        limit: Option<u64>,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let ids: Vec<Uuid> = quote::Entity::find()
            .select_only()
            .column(quote::Column::ArticleId)
            .distinct()
            .filter(quote::Column::SpeakerId.eq(id.0))
            .filter(quote::Column::IsCurrent.eq(true))
            .order_by_asc(quote::Column::ArticleId)
            .apply_if(limit, |find, limit| find.limit(limit))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(ArticleId).collect())
    }

    /// The last quotes of a speaker that stand in current versions, the newest first; by whatever id they go.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn quotes_of_speaker(
        &self,
        id: SpeakerId,
        limit: u16,
    ) -> Result<Vec<Quote>, StoreError> {
        let group = self.speaker_group(&[id]).await?;
        self.read(
            rows()
                .filter(
                    Condition::all()
                        .add(quote::Column::SpeakerId.is_in(group.iter().map(|id| id.0)))
                        .add(quote::Column::IsCurrent.eq(true)),
                )
                .order_by_desc(quote::Column::Id)
                .limit(u64::from(limit)),
        )
        .await
    }
}

/// See [`Store::siblings`].
pub(crate) async fn siblings(
    connection: &impl ConnectionTrait,
    of: &quote::Model,
) -> Result<Vec<quote::Model>, StoreError> {
    let Some(mention) = of.mention.as_deref().map(fold) else {
        return Ok(Vec::new());
    };
    let found = found_speaker(connection, of).await?;
    let by_name = decided_by_name(connection, of).await?;
    let rows = quote::Entity::find()
        .filter(quote::Column::ArticleId.eq(of.article_id))
        .filter(quote::Column::Version.eq(of.version))
        .filter(quote::Column::Id.ne(of.id))
        .filter(
            Condition::any()
                .add(quote::Column::DecidedBy.is_null())
                .add_option(by_name.map(|number| quote::Column::DecidedBy.eq(number))),
        )
        .order_by_asc(quote::Column::Position)
        .all(connection)
        .await?;
    let way = way(of)?;
    let mut siblings = Vec::new();
    for row in rows {
        let same_mention = row.mention.as_deref().map(fold).as_deref() == Some(mention.as_str());
        let same_speaker = match row.decided_by {
            None => row.speaker_id == found,
            Some(_) => row.speaker_id == of.speaker_id,
        };
        if same_mention && same_speaker && self::way(&row)? == way {
            siblings.push(row);
        }
    }
    Ok(siblings)
}

/// The correction that decided on the quote, where it is one of a name: it has decided on its siblings too.
async fn decided_by_name(
    connection: &impl ConnectionTrait,
    of: &quote::Model,
) -> Result<Option<i64>, StoreError> {
    let Some(number) = of.decided_by else {
        return Ok(None);
    };
    let row = correction::Entity::find_by_id(number)
        .one(connection)
        .await?
        .ok_or_else(|| StoreError::damaged(format!("correction {number} is gone")))?;
    Ok(is_of_name(&action(&row)?).then_some(number))
}

/// Whom the machine found, whatever people decided since.
async fn found_speaker(
    connection: &impl ConnectionTrait,
    of: &quote::Model,
) -> Result<Option<Uuid>, StoreError> {
    if of.decided_by.is_none() {
        return Ok(of.speaker_id);
    }
    let first = decision::Entity::find()
        .filter(decision::Column::QuoteId.eq(of.id))
        .filter(decision::Column::PreviousNumber.is_null())
        .one(connection)
        .await?;
    Ok(first.and_then(|first| first.previous_speaker))
}

/// How the machine came from the mention to its speaker: by which rule, and by which name.
fn way(row: &quote::Model) -> Result<(onrecord_model::ResolutionRule, Option<String>), StoreError> {
    let why: Why = serde_json::from_str(&row.why).map_err(|_| {
        StoreError::damaged(format!(
            "quote {} holds a reason that cannot be read",
            row.id
        ))
    })?;
    Ok((why.rule, why.chain.last().map(|name| fold(name))))
}
