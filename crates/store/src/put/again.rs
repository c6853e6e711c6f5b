//! The text of a current version, read again by another extractor.
//!
//! What is found this time becomes a version of its own, with the same text. So a version is still never changed, the
//! record can be read as it was, what people decided is carried over by place as it is for every version, and the
//! address of a quote of the version before stays good.

use std::slice;

use onrecord_model::{ArticleId, Entity, Sequence};

use super::place::{Current, Place};
use super::{Described, Incoming, rows, valid};
use crate::correct::log;
use crate::error::Failed;
use crate::reading::ReadingPosition;
use crate::records::{NewArticle, Put, PutStatus};
use crate::{Store, StoreError, dialect};

impl Store {
    /// Stores what another extractor found in the text that was read at `position`, as the next version of its article.
    /// `None`: the article has another version by now, or people have done something since; nothing was written, and it
    /// has to be read anew.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where `new` is not what that version has, but for the quotes, or does not hold together.
    pub async fn put_reading(
        &self,
        position: ReadingPosition,
        new: &NewArticle,
    ) -> Result<Option<Put>, StoreError> {
        valid::check(new)?;
        let incoming = Incoming {
            new,
            described: Described::new(&new.article),
        };
        let mut attempt = 1;
        loop {
            match self.put_reading_once(position, &incoming).await {
                Ok(put) => return Ok(put),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn put_reading_once(
        &self,
        position: ReadingPosition,
        incoming: &Incoming<'_>,
    ) -> Result<Option<Put>, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::keep_out_corrections(&transaction).await?;
        let current = Current::lock(&transaction, &incoming.described)
            .await?
            .filter(|current| current.id == position.article.0)
            .ok_or_else(|| refused(position))?;
        let (log_end, _) = log::end(&transaction).await?;
        if (current.version, log_end) != (position.version, position.log_end) {
            transaction.rollback().await?;
            return Ok(None);
        }
        if current.same != Some(current.version) {
            return Err(refused(position).into());
        }
        let place = Place::next(&transaction, &current, incoming).await?;
        let people = self.put_quotes(&transaction, &[(&place, incoming)]).await?;
        let written = (place.article, incoming.new.taken_in);
        let sequences =
            rows::insert_changes(&transaction, Entity::Article, slice::from_ref(&written)).await?;
        transaction.commit().await?;
        people.remember(self.merged());
        let of_article = sequences.get(&place.article);
        Ok(Some(Put {
            article: ArticleId(place.article),
            version: place.version as u32,
            status: PutStatus::NewVersion,
            quotes: incoming.new.quotes.len(),
            sequence: of_article
                .and_then(|sequences| sequences.back().copied())
                .unwrap_or(Sequence(0)),
        }))
    }
}

fn refused(position: ReadingPosition) -> StoreError {
    StoreError::refused(format!(
        "what was read again is not version {} of article {}",
        position.version, position.article
    ))
}
