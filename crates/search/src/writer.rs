//! The writing side: one process at a time.

use std::fs::File;
use std::path::Path;

use onrecord_model::{ArticleId, DatabaseId, Quote, Sequence};
use tantivy::IndexWriter;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};

use crate::error::{RebuildReason, SearchError};
use crate::generation::{Folder, Name, Payload};
use crate::index::{guarded, reader};
use crate::schema::{Fields, SCHEMA_VERSION, schema};

/// Memory in which documents are gathered before they become a segment on the disk.
const HEAP: usize = 40_000_000;

/// A segment is merged anew when this share of its documents was replaced. Tantivy's own setting never does so
/// for that reason alone, and articles that are taken in again would leave their old quotes behind for ever.
const REPLACED_BEFORE_MERGE: f32 = 0.3;

/// The one writer of an index. It holds the lock of the index's folder until it is dropped.
///
/// What is put becomes durable, and visible to readers that reload, with [`Writer::commit`] only: a commit costs
/// some hundred milliseconds, so put many articles between two. Until then a crash forgets it, and whoever
/// writes begins again behind [`Writer::position`]; putting an article again does no harm.
pub struct Writer {
    folder: Folder,
    database: DatabaseId,
    fields: Fields,
    generation: Result<Generation, RebuildReason>,
    /// Where everything goes that is put while there is one.
    rebuild: Option<Rebuild>,
    /// Something was put and lost; what is put now would be committed without it.
    lost: bool,
    /// Dropped last.
    _lock: File,
}

struct Generation {
    name: Name,
    index: tantivy::Index,
    position: Sequence,
    /// Started with the first article: it costs threads and memory.
    writer: Option<IndexWriter>,
}

/// A new generation on its way. Dropped before it is the one that is searched, it leaves nothing.
struct Rebuild {
    folder: Folder,
    name: Name,
    index: tantivy::Index,
    /// `None` once nothing more can be put.
    writer: Option<IndexWriter>,
}

impl Writer {
    /// Becomes the writer of the index in `folder`, which is made where it is missing; `None` where another
    /// process, or another writer of this one, is. Removes what a rebuild that did not come to its end left.
    ///
    /// # Errors
    ///
    /// Where the folder or a file in it cannot be used for a reason outside of the index.
    pub fn acquire(folder: &Path, database: DatabaseId) -> Result<Option<Self>, SearchError> {
        let folder = Folder::new(folder);
        let Some(lock) = folder.lock()? else {
            return Ok(None);
        };
        if let Ok(current) = folder.current() {
            folder.remove_others(current)?;
        }
        Ok(Some(Self {
            generation: Generation::current(&folder, database)?,
            folder,
            database,
            fields: schema().1,
            rebuild: None,
            lost: false,
            _lock: lock,
        }))
    }

    /// Why nothing can be put before the index is rebuilt; `None` where something can.
    #[must_use]
    pub fn needs_rebuild(&self) -> Option<&RebuildReason> {
        self.generation.as_ref().err()
    }

    /// The last change that is committed; `None` where the index needs a rebuild.
    #[must_use]
    pub fn position(&self) -> Option<Sequence> {
        self.generation
            .as_ref()
            .ok()
            .map(|generation| generation.position)
    }

    /// Replaces whatever the index holds of `article` by `quotes`; no quotes remove it. While a rebuild is under
    /// way, this goes to the new generation, to which each article must be put once: nothing is replaced there,
    /// as hundreds of thousands of deletions would have to be kept until the end.
    ///
    /// # Errors
    ///
    /// [`SearchError::NeedsRebuild`] where there is nothing to write to. After any other error everything since
    /// the last commit, or the rebuild, is lost: [`Writer::rollback`], then begin again behind
    /// [`Writer::position`].
    pub fn put(&mut self, article: ArticleId, quotes: &[Quote]) -> Result<(), SearchError> {
        let fields = self.fields;
        if let Some(rebuild) = &mut self.rebuild {
            let written = rebuild.put(&fields, article, quotes);
            if written.is_err() {
                rebuild.writer = None;
            }
            return written;
        }
        self.write(|generation| put(generation.writer()?, &fields, article, quotes))
    }

    /// Makes everything put so far durable: the index now holds every change up to `through`.
    ///
    /// # Errors
    ///
    /// As for [`Writer::put`]; [`SearchError::OutOfTurn`] while a rebuild is under way.
    pub fn commit(&mut self, through: Sequence) -> Result<(), SearchError> {
        if self.rebuild.is_some() {
            return Err(SearchError::OutOfTurn(
                "a rebuild of the index is under way",
            ));
        }
        let payload = self.payload(through);
        self.write(|generation| {
            commit(generation.writer()?, payload)?;
            generation.position = through;
            Ok(())
        })
    }

    /// Forgets everything since the last commit, and a rebuild that is under way.
    ///
    /// # Errors
    ///
    /// Where the index cannot be opened again for a reason outside of it.
    pub fn rollback(&mut self) -> Result<(), SearchError> {
        self.rebuild = None;
        // The old writer goes first: there can be only one.
        self.generation = Err(RebuildReason::Missing);
        self.generation = Generation::current(&self.folder, self.database)?;
        self.lost = false;
        Ok(())
    }

    /// Begins a new generation beside the one that is searched, which goes on serving as it is. What was put and
    /// not committed is forgotten, as is a rebuild that is under way.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be written to.
    pub fn begin_rebuild(&mut self) -> Result<(), SearchError> {
        self.rebuild = None;
        if let Ok(generation) = &mut self.generation {
            // Two writers at once would take twice the memory.
            self.lost |= generation.writer.take().is_some();
        }
        let (name, index) = self.folder.create()?;
        let mut rebuild = Rebuild {
            folder: self.folder.clone(),
            name,
            index,
            writer: None,
        };
        rebuild.writer = Some(start(&rebuild.index)?);
        self.rebuild = Some(rebuild);
        Ok(())
    }

    /// Makes the new generation, which holds every change up to `through`, the one that is searched, and removes
    /// all others. Readers see it when they reload.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, and [`SearchError::OutOfTurn`] where no rebuild was begun; the old one stays.
    pub fn finish_rebuild(&mut self, through: Sequence) -> Result<(), SearchError> {
        let payload = self.payload(through);
        let Some(mut rebuild) = self.rebuild.take() else {
            return Err(SearchError::OutOfTurn("no rebuild of the index was begun"));
        };
        rebuild.finish(payload)?;
        if let Err(error) = self.folder.set_current(rebuild.name) {
            // Which of the two is named now, only the disk can tell.
            self.rollback()?;
            return Err(error);
        }
        self.generation = Ok(Generation {
            name: rebuild.name,
            index: rebuild.index.clone(),
            position: through,
            writer: None,
        });
        self.lost = false;
        self.folder.remove_others(rebuild.name)
    }

    /// Ends writing when merges under way are done; dropping the writer breaks them off, which costs the work
    /// but no documents. What was put and not committed is forgotten.
    ///
    /// # Errors
    ///
    /// Where a merge failed.
    pub fn close(mut self) -> Result<(), SearchError> {
        let writer = match &mut self.generation {
            Ok(generation) => generation.writer.take(),
            Err(_) => None,
        };
        match writer {
            Some(writer) => Ok(writer.wait_merging_threads()?),
            None => Ok(()),
        }
    }

    fn payload(&self, through: Sequence) -> Payload {
        Payload {
            seq: through,
            schema: SCHEMA_VERSION,
            database: self.database,
        }
    }

    fn write(
        &mut self,
        work: impl FnOnce(&mut Generation) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let generation = match &mut self.generation {
            Ok(generation) => generation,
            Err(reason) => return Err(SearchError::NeedsRebuild(reason.clone())),
        };
        if self.lost {
            return Err(SearchError::Lost {
                position: generation.position,
            });
        }
        let written = work(generation);
        if written.is_err() {
            generation.writer = None;
            self.lost = true;
        }
        written
    }
}

impl Generation {
    fn current(
        folder: &Folder,
        database: DatabaseId,
    ) -> Result<Result<Self, RebuildReason>, SearchError> {
        let opened = guarded(|| {
            let name = folder.current()?;
            let (index, payload) = folder.open(name, database)?;
            // A writer only notices torn segments when it merges them; a reader does at once.
            reader(&index)?;
            Ok(Self {
                name,
                index,
                position: payload.seq,
                writer: None,
            })
        });
        match opened {
            Ok(generation) => Ok(Ok(generation)),
            Err(fault) => fault.when_opening().map(Err),
        }
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, SearchError> {
        if self.writer.is_none() {
            tracing::debug!(generation = ?self.name, "the index is written to");
            self.writer = Some(start(&self.index)?);
        }
        Ok(self.writer.as_mut().expect("it was started just now"))
    }
}

impl Rebuild {
    fn put(
        &mut self,
        fields: &Fields,
        article: ArticleId,
        quotes: &[Quote],
    ) -> Result<(), SearchError> {
        let writer = self.writer.as_ref().ok_or(FAILED_BEFORE)?;
        add(writer, fields, article, quotes)
    }

    fn finish(&mut self, payload: Payload) -> Result<(), SearchError> {
        let mut writer = self.writer.take().ok_or(FAILED_BEFORE)?;
        commit(&mut writer, payload)?;
        Ok(writer.wait_merging_threads()?)
    }
}

const FAILED_BEFORE: SearchError = SearchError::OutOfTurn("the rebuild of the index failed before");

impl Drop for Rebuild {
    fn drop(&mut self) {
        let is_searched = self
            .folder
            .current()
            .is_ok_and(|current| current == self.name);
        if !is_searched {
            drop(self.writer.take());
            self.folder.remove(self.name);
        }
    }
}

fn start(index: &tantivy::Index) -> Result<IndexWriter, SearchError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(HEAP)
        .build();
    let writer: IndexWriter = index.writer_with_options(options)?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(REPLACED_BEFORE_MERGE);
    writer.set_merge_policy(Box::new(merging));
    Ok(writer)
}

fn put(
    writer: &IndexWriter,
    fields: &Fields,
    article: ArticleId,
    quotes: &[Quote],
) -> Result<(), SearchError> {
    let removal = UserOperation::Delete(fields.article_term(article));
    run(writer, Some(removal), fields, article, quotes)
}

fn add(
    writer: &IndexWriter,
    fields: &Fields,
    article: ArticleId,
    quotes: &[Quote],
) -> Result<(), SearchError> {
    run(writer, None, fields, article, quotes)
}

/// In one go, so that the documents of an article are neighbours in one segment: whoever counts articles relies on it.
fn run(
    writer: &IndexWriter,
    removal: Option<UserOperation>,
    fields: &Fields,
    article: ArticleId,
    quotes: &[Quote],
) -> Result<(), SearchError> {
    let additions = quotes
        .iter()
        .map(|quote| UserOperation::Add(fields.document(article, quote)));
    let operations: Vec<UserOperation> = removal.into_iter().chain(additions).collect();
    writer.run(operations)?;
    Ok(())
}

fn commit(writer: &mut IndexWriter, payload: Payload) -> Result<(), SearchError> {
    let text =
        serde_json::to_string(&payload).map_err(|error| SearchError::Tantivy(error.to_string()))?;
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&text);
    prepared.commit()?;
    Ok(())
}
