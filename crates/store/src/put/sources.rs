//! Storing primary sources: many passages at once, and none that is known.

use std::collections::{HashMap, HashSet};

use onrecord_model::{Entity, Sequence, SourceId, SpeakerIdentity, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use uuid::Uuid;

use super::people::count_passages;
use super::rows;
use super::speakers::{Named, Speakers};
use crate::dialect::{self, rows_per_statement};
use crate::entity::{passage, source};
use crate::error::Failed;
use crate::identifiers::Identifiers;
use crate::identity::{PassagesHash, digest, stored_time};
use crate::records::{NewSource, PutSource, SourceKind, SourceStatus};
use crate::{Store, StoreError};

mod known;
mod statements;
mod valid;

use known::MarkedPassages;
use statements::Statements;

impl Store {
    /// Stores primary sources in one transaction: all are durable when it returns, or none is. The answers are in
    /// the order of the sources.
    ///
    /// A source whose identity is there changes nothing. Of a [`SourceKind::Corpus`] only passages are stored that
    /// are not known from anywhere: one with the same words, speaker, time, outlet, URL and reference.
    ///
    /// # Errors
    /// [`StoreError::Refused`], where one of them cannot be kept as it is: a passage that is blank or longer than
    /// [`NewPassage::LONGEST`](crate::NewPassage::LONGEST), a NUL character, a year of more than four digits, more than
    /// [`NewSource::MOST_PASSAGES`] passages or none. Nothing is written then.
    pub async fn put_sources(&self, new: &[NewSource]) -> Result<Vec<PutSource>, StoreError> {
        for new in new {
            new.check()?;
        }
        let mut attempt = 1;
        loop {
            match self.put_sources_once(new).await {
                Ok(puts) => return Ok(puts),
                Err(failed) => failed.unless_worth_another(&mut attempt)?,
            }
        }
    }

    async fn put_sources_once(&self, new: &[NewSource]) -> Result<Vec<PutSource>, Failed> {
        let transaction = dialect::begin_write(self.writer()).await?;
        dialect::keep_out_corrections(&transaction).await?;
        dialect::lock_sources(&transaction).await?;
        let mut putting = Putting::begin(&transaction, new).await?;
        let speakers = match putting.fresh.first() {
            Some(first) => putting.write(first.new.taken_in, self.merged()).await?,
            None => Speakers::default(),
        };
        let written: Vec<(Uuid, Timestamp)> = putting
            .fresh
            .iter()
            .filter_map(|fresh| Some((fresh.id?, fresh.new.taken_in)))
            .collect();
        if written.is_empty() {
            let puts = putting.answer(HashMap::new()).await?;
            transaction.rollback().await?;
            return Ok(puts);
        }
        let sequences = rows::insert_changes(&transaction, Entity::Source, &written).await?;
        let sequences = sequences
            .into_iter()
            .filter_map(|(id, sequences)| Some((id, *sequences.back()?)))
            .collect();
        let puts = putting.answer(sequences).await?;
        transaction.commit().await?;
        // Only now may later puts rely on what this one wrote.
        speakers.remember(self.merged());
        Ok(puts)
    }
}

/// The columns of a passage, in the order in which they are written.
const PASSAGE: [&str; 10] = [
    "id",
    "source_id",
    "position",
    "speaker_id",
    "statement_id",
    "said",
    "outlet",
    "url",
    "reference",
    "text",
];

/// Sources on their way into the store.
struct Putting<'new, 'transaction> {
    transaction: &'transaction DatabaseTransaction,
    new: &'new [NewSource],
    /// By identity.
    places: Vec<Place>,
    fresh: Vec<Fresh<'new>>,
}

/// What is to be done with a source.
enum Place {
    /// It is stored.
    Known(Uuid),
    /// It is in `fresh` at this place.
    Fresh(usize),
    /// It is the same as the one in `fresh` at this place, and came later.
    Repeated(usize),
}

/// A source that is not stored yet.
struct Fresh<'new> {
    new: &'new NewSource,
    identity: String,
    /// Set when it turned out to have something to be stored.
    id: Option<Uuid>,
    /// Places of the passages that are stored.
    added: usize,
}

impl<'new, 'transaction> Putting<'new, 'transaction> {
    async fn begin(
        transaction: &'transaction DatabaseTransaction,
        new: &'new [NewSource],
    ) -> Result<Self, Failed> {
        let identities: Vec<String> = new
            .iter()
            .map(|new| digest(&[Some(&new.identity)]))
            .collect();
        let mut stored = HashMap::new();
        for identities in identities.chunks(rows_per_statement(1)) {
            let rows = source::Entity::find()
                .filter(source::Column::Identity.is_in(identities.iter().map(String::as_str)))
                .all(transaction)
                .await?;
            stored.extend(rows.into_iter().map(|row| (row.identity, row.id)));
        }
        let mut fresh: Vec<Fresh<'new>> = Vec::new();
        let mut places = Vec::with_capacity(new.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (new, identity) in new.iter().zip(identities) {
            let place = match (stored.get(&identity), seen.get(&identity)) {
                (Some(id), _) => Place::Known(*id),
                (None, Some(place)) => Place::Repeated(*place),
                (None, None) => {
                    seen.insert(identity.clone(), fresh.len());
                    fresh.push(Fresh {
                        new,
                        identity,
                        id: None,
                        added: 0,
                    });
                    Place::Fresh(fresh.len() - 1)
                }
            };
            places.push(place);
        }
        Ok(Self {
            transaction,
            new,
            places,
            fresh,
        })
    }

    /// Writes everything but the change rows. All writers lock rows in one order: speakers by identity, then their
    /// names and roles, then statements by key.
    async fn write(
        &mut self,
        taken_in: Timestamp,
        merged: &std::sync::Mutex<HashSet<[u8; 32]>>,
    ) -> Result<Speakers, Failed> {
        let transaction = self.transaction;
        let mut identifiers = Identifiers::new(taken_in);
        let named = Named::gather(self.speakers().into_iter().map(|speaker| (speaker, 0)));
        let speakers = Speakers::upsert(transaction, &named, &mut identifiers, merged).await?;

        let mut marked = MarkedPassages::default();
        for (source, fresh) in self.fresh.iter().enumerate() {
            marked.add(source, fresh.new, &speakers)?;
        }
        let statements = Statements::upsert(transaction, &marked, &mut identifiers).await?;
        let known = statements.known_passages(transaction, &marked).await?;
        marked.leave_out(&known, |source| self.fresh[source].new.kind);
        statements.count(transaction, &marked).await?;
        count_passages(transaction, &marked.of_speakers()).await?;

        // Ids of a source and of its passages follow upon each other, with none of another source between: see the
        // migration. The puts of one import may all name the same time.
        let last: Option<Uuid> = passage::Entity::find()
            .select_only()
            .column(passage::Column::Id)
            .order_by_desc(passage::Column::Id)
            .limit(1)
            .into_tuple()
            .one(transaction)
            .await?;
        let mut identifiers = Identifiers::behind(taken_in, last);
        let mut sources = Vec::new();
        let mut passages: Vec<[Value; PASSAGE.len()]> = Vec::with_capacity(marked.passages.len());
        for of_source in marked
            .passages
            .chunk_by(|one, next| one.source == next.source)
        {
            let fresh = &mut self.fresh[of_source[0].source];
            let id = identifiers.next();
            fresh.id = Some(id);
            fresh.added = of_source.len();
            let mut last_passage = id;
            let mut hash = PassagesHash::default();
            for marked in of_source {
                last_passage = identifiers.next();
                let own = Own::of(fresh.new, marked.position);
                hash.add(
                    marked.position as i32,
                    own.said,
                    [own.outlet, own.url, own.reference],
                    marked.text,
                );
                passages.push([
                    last_passage.into(),
                    id.into(),
                    (marked.position as i32).into(),
                    marked.speaker.into(),
                    statements.id(marked).into(),
                    own.said.into(),
                    own.outlet.into(),
                    own.url.into(),
                    own.reference.into(),
                    marked.text.into(),
                ]);
            }
            sources.push(source::ActiveModel {
                id: Set(id),
                last_passage: Set(last_passage),
                content_hash: Set(hash.hash()),
                ..source_row(fresh)
            });
        }
        rows::insert_all(transaction, sources, None).await?;
        rows::insert_many(transaction, "passage", PASSAGE, passages.into_iter(), "").await?;
        Ok(speakers)
    }

    /// Every speaker, once for each way in which they are described.
    fn speakers(&self) -> Vec<&'new SpeakerIdentity> {
        let mut seen: HashMap<&str, Vec<&SpeakerIdentity>> = HashMap::new();
        let passages = self.fresh.iter().flat_map(|fresh| &fresh.new.passages);
        for passage in passages {
            let speaker: &SpeakerIdentity = &passage.speaker;
            let ways = seen.entry(&speaker.key).or_default();
            let is_known = |way: &&SpeakerIdentity| std::ptr::eq(*way, speaker) || *way == speaker;
            if !ways.iter().any(is_known) {
                ways.push(speaker);
            }
        }
        seen.into_values().flatten().collect()
    }

    async fn answer(&self, sequences: HashMap<Uuid, Sequence>) -> Result<Vec<PutSource>, Failed> {
        let mut puts = Vec::with_capacity(self.places.len());
        for (place, new) in self.places.iter().zip(self.new) {
            let (id, added) = match place {
                Place::Known(id) => (Some(*id), 0),
                Place::Fresh(place) => (self.fresh[*place].id, self.fresh[*place].added),
                Place::Repeated(place) => (self.fresh[*place].id, 0),
            };
            let sequence = match id {
                None => Sequence::default(),
                Some(id) => match sequences.get(&id) {
                    Some(sequence) => *sequence,
                    None => rows::last_change(self.transaction, id).await?,
                },
            };
            puts.push(PutSource {
                source: id.map(SourceId),
                status: match added {
                    0 => SourceStatus::Known,
                    _ => SourceStatus::Added,
                },
                added,
                known: new.passages.len() - added,
                sequence,
            });
        }
        Ok(puts)
    }
}

/// A source, but for its ids and the hash of its passages.
fn source_row(fresh: &Fresh<'_>) -> source::ActiveModel {
    let new = fresh.new;
    source::ActiveModel {
        identity: Set(fresh.identity.clone()),
        kind: Set(new.kind.as_str().to_owned()),
        name: Set(new.name.clone()),
        title: Set(new.title.clone()),
        url: Set(new.url.clone()),
        outlet: Set(new.outlet.clone()),
        published: Set(new.published.map(stored_time)),
        taken_in: Set(stored_time(new.taken_in)),
        passages: Set(fresh.added as i64),
        ..Default::default()
    }
}

/// What a passage has that is not as in its source.
struct Own<'new> {
    said: Option<i64>,
    outlet: Option<&'new str>,
    url: Option<&'new str>,
    reference: Option<&'new str>,
}

impl<'new> Own<'new> {
    fn of(source: &'new NewSource, position: usize) -> Self {
        let passage = &source.passages[position];
        let published = source.published.map(microseconds);
        let said = passage.said.map(microseconds);
        let text = |own: &'new Option<String>, of_source: &Option<String>| {
            own.as_deref()
                .filter(|own| Some(*own) != of_source.as_deref())
        };
        Self {
            said: said.filter(|_| said != published),
            outlet: text(&passage.outlet, &source.outlet),
            url: text(&passage.url, &source.url),
            reference: passage.reference.as_deref(),
        }
    }
}

/// The instant as passages keep it.
pub(crate) fn microseconds(time: Timestamp) -> i64 {
    time.timestamp_micros()
}
