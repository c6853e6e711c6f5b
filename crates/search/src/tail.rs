//! What the store has acknowledged and the index does not hold yet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use onrecord_model::{ArticleId, Quote, Sequence};
use tantivy::directory::RamDirectory;
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocSet, ReloadPolicy, Searcher, SegmentReader, TERMINATED};

use crate::SearchError;
use crate::columns::Columns;
use crate::generation::Fault;
use crate::index::SnapshotNumber;
use crate::numbers::Numbers;
use crate::predicate::Part;
use crate::schema::{Fields, schema, tokenizers};

/// For each segment the documents that a tail stands in for, where there are any.
pub(crate) type Hidden = Arc<Vec<Option<Arc<BitSet>>>>;

/// An index in memory over the articles that changed behind the end of the index on disk. Searched together
/// with it, it stands in for what the index holds of these articles: changed quotes are found as they are now,
/// and an article without quotes here has none any more.
///
/// It is built for one state of the store, in time linear to its quotes, and meant to be kept and shared until
/// the store or the index moves on.
pub struct Tail {
    after: Sequence,
    through: Sequence,
    articles: Vec<ArticleId>,
    searcher: Option<Searcher>,
    quotes: u64,
    /// What it hides of the snapshot it was last searched with.
    hidden: Mutex<Option<(SnapshotNumber, Hidden)>>,
    /// Its columns, in the numbers of the index it was last searched with.
    parts: Mutex<Option<(Arc<Numbers>, Vec<Part>)>>,
}

/// Tantivy sizes its first table by the memory it is promised, and takes more where it needs more. A full-sized
/// one costs some milliseconds, which would be most of the time for the few quotes of a usual tail.
fn memory(quotes: usize) -> usize {
    quotes.saturating_mul(2_000).clamp(100_000, 15_000_000)
}

impl Tail {
    /// Builds it from every article that changed behind `after`, the position of the index it will be searched
    /// with, up to `through`; each with all its quotes as they are now, with none where it is gone. Where an
    /// article comes twice, the later counts.
    ///
    /// # Errors
    ///
    /// Where Tantivy fails, which it has no reason to.
    pub fn build(
        after: Sequence,
        articles: &[(ArticleId, Vec<Quote>)],
        through: Sequence,
    ) -> Result<Self, SearchError> {
        let latest: HashMap<ArticleId, &[Quote]> = articles
            .iter()
            .map(|(article, quotes)| (*article, quotes.as_slice()))
            .collect();
        Ok(Self {
            after,
            through,
            searcher: searcher(&latest)?,
            quotes: latest.values().map(|quotes| quotes.len() as u64).sum(),
            articles: latest.into_keys().collect(),
            hidden: Mutex::new(None),
            parts: Mutex::new(None),
        })
    }

    /// The position of the index that it follows.
    #[must_use]
    pub fn after(&self) -> Sequence {
        self.after
    }

    /// The last change it holds.
    #[must_use]
    pub fn through(&self) -> Sequence {
        self.through
    }

    /// Number of quotes it holds.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.quotes
    }

    pub(crate) fn searcher(&self) -> Option<&Searcher> {
        self.searcher.as_ref()
    }

    /// Its segments, with their columns in `numbers`.
    pub(crate) fn parts(
        &self,
        fields: &Fields,
        numbers: &Arc<Numbers>,
    ) -> Result<Vec<Part>, Fault> {
        let mut kept = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, parts)) = kept.as_ref()
            && Arc::ptr_eq(of, numbers)
        {
            return Ok(parts.clone());
        }
        let segments = self.searcher.iter().flat_map(Searcher::segment_readers);
        let parts = segments
            .map(|segment| {
                Ok(Part {
                    segment: segment.clone(),
                    columns: Arc::new(Columns::of(segment, fields, numbers)?),
                    hidden: None,
                })
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        *kept = Some((Arc::clone(numbers), parts.clone()));
        Ok(parts)
    }

    /// The documents of each segment that this stands in for.
    pub(crate) fn hidden(
        &self,
        number: SnapshotNumber,
        searcher: &Searcher,
        fields: &Fields,
    ) -> Result<Hidden, SearchError> {
        let mut kept = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, sets)) = kept.as_ref()
            && *of == number
        {
            return Ok(Arc::clone(sets));
        }
        let sets = searcher
            .segment_readers()
            .iter()
            .map(|segment| self.hidden_in(segment, fields))
            .collect::<Result<Vec<_>, _>>()?;
        let sets = Arc::new(sets);
        *kept = Some((number, Arc::clone(&sets)));
        Ok(sets)
    }

    fn hidden_in(
        &self,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> Result<Option<Arc<BitSet>>, SearchError> {
        let mut hidden = BitSet::with_max_value(segment.max_doc());
        let articles = segment.inverted_index(fields.article)?;
        for article in &self.articles {
            let postings = articles
                .read_postings(&fields.article_term(*article), IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    hidden.insert(postings.doc());
                }
                postings.advance();
            }
        }
        Ok((hidden.len() > 0).then(|| Arc::new(hidden)))
    }
}

fn searcher(articles: &HashMap<ArticleId, &[Quote]>) -> Result<Option<Searcher>, SearchError> {
    let count: usize = articles.values().map(|quotes| quotes.len()).sum();
    if count == 0 {
        return Ok(None);
    }
    let (schema, fields) = schema();
    let mut writer = tantivy::Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .single_segment_index_writer(RamDirectory::create(), memory(count))?;
    for (article, quotes) in articles {
        for quote in *quotes {
            writer.add_document(fields.document(*article, quote))?;
        }
    }
    let reader = writer
        .finalize()?
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(0)
        .try_into()?;
    Ok(Some(reader.searcher()))
}
