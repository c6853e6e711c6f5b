//! What is known of the documents of a segment, by their place in it.
//!
//! A column is read out of the segment when a search first needs it, and kept in memory as long as the segment is
//! searched: a document then costs a look into an array, where the packed columns on the disk cost some ten
//! nanoseconds each. Memory: 38 bytes for each document whose columns are all in use, 38 MB for a million.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use onrecord_model::SpeakerId;
use tantivy::columnar::{Column, Dictionary};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader, TantivyError};
use uuid::Uuid;

use crate::error::RebuildReason;
use crate::generation::Fault;
use crate::numbers::{NONE, Numbers};
use crate::schema::{
    ARTICLE_SHORT, Fields, LANGUAGE, OUTLET, PUBLISHED, QUOTE_HIGH, QUOTE_LOW, SPEAKER, TRAITS,
    WORDING,
};
use crate::statements::Occurring;

/// Documents that are read at once.
const BLOCK: usize = 1_024;

/// Stands for no date.
pub(crate) const UNDATED: i64 = i64::MIN;

const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;

/// The columns of one segment.
pub(crate) struct Columns {
    segment: SegmentReader,
    numbers: Arc<Numbers>,
    pub(crate) published: Option<Column<i64>>,
    quote_high: Column<u64>,
    quote_low: Column<u64>,
    pub(crate) lengths: FieldNormReader,
    dates: Kept<i64>,
    speakers: Kept<u32>,
    outlets: Kept<u32>,
    languages: Kept<u32>,
    wordings: Kept<u32>,
    traits: Kept<u16>,
    articles: Kept<u64>,
    /// Which statements occur here, by the version of the facts that tell which these are.
    occurring: Mutex<Option<(u64, Arc<Occurring>)>>,
}

type Kept<T> = OnceLock<Arc<[T]>>;

impl Columns {
    pub(crate) fn of(
        segment: &SegmentReader,
        fields: &Fields,
        numbers: &Arc<Numbers>,
    ) -> Result<Self, Fault> {
        let columns = segment.fast_fields();
        Ok(Self {
            segment: segment.clone(),
            numbers: Arc::clone(numbers),
            // A segment in which no article has a date has no such column.
            published: columns.column_opt::<i64>(PUBLISHED)?,
            quote_high: columns.u64(QUOTE_HIGH)?,
            quote_low: columns.u64(QUOTE_LOW)?,
            lengths: segment.get_fieldnorms_reader(fields.text)?,
            dates: Kept::new(),
            speakers: Kept::new(),
            outlets: Kept::new(),
            languages: Kept::new(),
            wordings: Kept::new(),
            traits: Kept::new(),
            articles: Kept::new(),
            occurring: Mutex::new(None),
        })
    }

    pub(crate) fn id(&self) -> SegmentId {
        self.segment.segment_id()
    }

    /// Number of documents, deleted ones among them.
    pub(crate) fn documents(&self) -> usize {
        self.segment.max_doc() as usize
    }

    pub(crate) fn quote(&self, document: DocId) -> u128 {
        let high = self.quote_high.first(document).unwrap_or(0);
        let low = self.quote_low.first(document).unwrap_or(0);
        u128::from(high) << 64 | u128::from(low)
    }

    /// Publication in microseconds since 1970, or [`UNDATED`].
    pub(crate) fn dates(&self) -> Result<Arc<[i64]>, Fault> {
        kept(&self.dates, || {
            let mut dates = vec![UNDATED; self.documents()];
            if let Some(published) = &self.published {
                each(published, &mut dates, |date| date);
            }
            Ok(dates)
        })
    }

    /// Numbers of the speakers under whom quotes are filed.
    pub(crate) fn speakers(&self) -> Result<Arc<[u32]>, Fault> {
        kept(&self.speakers, || {
            let Some(column) = self.segment.fast_fields().bytes(SPEAKER)? else {
                return Ok(vec![NONE; self.documents()]);
            };
            let mut lists = self.numbers.write();
            let numbers = dictionary(column.dictionary(), |bytes| {
                let id = Uuid::from_slice(bytes).map_err(|_| torn("a speaker's id"))?;
                Ok(lists.speakers.give(&SpeakerId(id)))
            })?;
            drop(lists);
            Ok(self.numbered(column.ords(), &numbers))
        })
    }

    /// Numbers of the outlets.
    pub(crate) fn outlets(&self) -> Result<Arc<[u32]>, Fault> {
        kept(&self.outlets, || {
            let Some(column) = self.segment.fast_fields().str(OUTLET)? else {
                return Ok(vec![NONE; self.documents()]);
            };
            let mut lists = self.numbers.write();
            let numbers = dictionary(column.dictionary(), |bytes| {
                let key = std::str::from_utf8(bytes).map_err(|_| torn("an outlet"))?;
                Ok(lists.outlets.give(key))
            })?;
            drop(lists);
            Ok(self.numbered(column.ords(), &numbers))
        })
    }

    /// Numbers of the languages.
    pub(crate) fn languages(&self) -> Result<Arc<[u32]>, Fault> {
        kept(&self.languages, || {
            let Some(column) = self.segment.fast_fields().str(LANGUAGE)? else {
                return Ok(vec![NONE; self.documents()]);
            };
            let mut lists = self.numbers.write();
            let numbers = dictionary(column.dictionary(), |bytes| {
                let language = std::str::from_utf8(bytes).map_err(|_| torn("a language"))?;
                Ok(lists.languages.give(language))
            })?;
            drop(lists);
            Ok(self.numbered(column.ords(), &numbers))
        })
    }

    /// Numbers of the wordings.
    pub(crate) fn wordings(&self) -> Result<Arc<[u32]>, Fault> {
        kept(&self.wordings, || {
            let mut wordings = vec![NONE; self.documents()];
            if let Some(column) = self.segment.fast_fields().column_opt::<u64>(WORDING)? {
                let mut lists = self.numbers.write();
                each(&column, &mut wordings, |low| lists.wordings.give(low));
            }
            Ok(wordings)
        })
    }

    /// The bits of [`crate::traits::Traits`].
    pub(crate) fn traits(&self) -> Result<Arc<[u16]>, Fault> {
        kept(&self.traits, || {
            let mut traits = vec![0; self.documents()];
            let column = self.segment.fast_fields().u64(TRAITS)?;
            each(&column, &mut traits, |bits| bits as u16);
            Ok(traits)
        })
    }

    /// Low halves of the ids of the articles. The documents of an article are neighbours: it is written in one go,
    /// and merges keep the order.
    pub(crate) fn articles(&self) -> Result<Arc<[u64]>, Fault> {
        kept(&self.articles, || {
            let mut articles = vec![0; self.documents()];
            let column = self.segment.fast_fields().u64(ARTICLE_SHORT)?;
            each(&column, &mut articles, |low| low);
            Ok(articles)
        })
    }

    /// Which statements occur here, once for each version of the facts.
    pub(crate) fn occurring(
        &self,
        version: u64,
        work_out: impl FnOnce() -> Result<Occurring, Fault>,
    ) -> Result<Arc<Occurring>, Fault> {
        let mut kept = self
            .occurring
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((of, occurring)) = kept.as_ref()
            && *of == version
        {
            return Ok(Arc::clone(occurring));
        }
        let occurring = Arc::new(work_out()?);
        *kept = Some((version, Arc::clone(&occurring)));
        Ok(occurring)
    }

    fn numbered(&self, places: &Column<u64>, numbers: &[u32]) -> Vec<u32> {
        let mut numbered = vec![NONE; self.documents()];
        each(places, &mut numbered, |place| {
            numbers.get(place as usize).copied().unwrap_or(NONE)
        });
        numbered
    }
}

/// Day since 1970, in UTC, of what has a date.
pub(crate) fn day(date: i64) -> i32 {
    // Even the furthest microsecond is 107 million days away.
    date.div_euclid(MICROSECONDS_OF_A_DAY) as i32
}

/// The columns of every segment; those of segments that `before` had already are taken over.
pub(crate) fn of_segments(
    segments: &[SegmentReader],
    fields: &Fields,
    numbers: &Arc<Numbers>,
    before: &[Arc<Columns>],
) -> Result<Vec<Arc<Columns>>, Fault> {
    let known: HashMap<SegmentId, &Arc<Columns>> = before
        .iter()
        .map(|columns| (columns.id(), columns))
        .collect();
    segments
        .iter()
        .map(|segment| match known.get(&segment.segment_id()) {
            Some(columns) if Arc::ptr_eq(&columns.numbers, numbers) => Ok(Arc::clone(columns)),
            _ => Ok(Arc::new(Columns::of(segment, fields, numbers)?)),
        })
        .collect()
}

fn kept<T>(
    kept: &Kept<T>,
    read: impl FnOnce() -> Result<Vec<T>, Fault>,
) -> Result<Arc<[T]>, Fault> {
    if let Some(values) = kept.get() {
        return Ok(Arc::clone(values));
    }
    // Two searches may read it at once; both read the same.
    let values: Arc<[T]> = read()?.into();
    Ok(Arc::clone(kept.get_or_init(|| values)))
}

/// Writes what becomes of the values of `column` to the places of the documents that have one.
fn each<T, U>(column: &Column<T>, values: &mut [U], mut become_of: impl FnMut(T) -> U)
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
{
    let mut documents = [0; BLOCK];
    let mut block = [None; BLOCK];
    for (number, values) in values.chunks_mut(BLOCK).enumerate() {
        let documents = &mut documents[..values.len()];
        for (offset, document) in documents.iter_mut().enumerate() {
            *document = (number * BLOCK + offset) as DocId;
        }
        let block = &mut block[..values.len()];
        block.fill(None);
        column.first_vals(documents, block);
        for (value, read) in values.iter_mut().zip(block) {
            if let Some(read) = read.take() {
                *value = become_of(read);
            }
        }
    }
}

/// What becomes of each entry of a dictionary, by its place.
fn dictionary(
    dictionary: &Dictionary,
    mut number: impl FnMut(&[u8]) -> Result<u32, Fault>,
) -> Result<Vec<u32>, Fault> {
    let mut numbers = Vec::with_capacity(dictionary.num_terms());
    let mut stream = dictionary.stream().map_err(TantivyError::from)?;
    while stream.advance() {
        numbers.push(number(stream.key())?);
    }
    Ok(numbers)
}

fn torn(what: &str) -> Fault {
    Fault::Rebuild(RebuildReason::Damaged(format!("{what} cannot be read")))
}
