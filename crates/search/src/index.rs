//! The reading side: what is searched.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use onrecord_model::{DatabaseId, QuoteId, Sequence};
use tantivy::directory::{Directory, META_LOCK};
use tantivy::index::SegmentComponent;
use tantivy::{IndexReader, ReloadPolicy, Searcher, TantivyError};
use uuid::Uuid;

use crate::columns::{self, Columns};
use crate::error::{RebuildReason, SearchError};
use crate::generation::{Fault, Folder, Name, payload};
use crate::numbers::Numbers;
use crate::predicate::{Ground, Part};
use crate::schema::{Fields, QUOTE_HIGH, QUOTE_LOW, schema};
use crate::{Facts, Found, Search, Tail};

/// The index as it is read. Clones share one view, which moves on at [`Index::reload`] only; any number of
/// processes may read while one writes.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

/// What became of opening an index.
pub enum Opened {
    /// It can be searched.
    Ready(Index),
    /// It has to be built from the store first.
    Rebuild(RebuildReason),
}

struct Shared {
    folder: Folder,
    database: DatabaseId,
    view: ArcSwap<View>,
    /// Held while the view is renewed.
    renewing: Mutex<()>,
}

/// One generation as it was at its last reload.
struct View {
    name: Name,
    index: tantivy::Index,
    reader: IndexReader,
    /// The list of segments this view was made from.
    meta: Vec<u8>,
    snapshot: Snapshot,
}

/// Tells snapshots apart for as long as the process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SnapshotNumber(u64);

impl SnapshotNumber {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The index at one moment: whatever is written or rebuilt meanwhile, position and hits belong together.
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) number: SnapshotNumber,
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    position: Sequence,
    pub(crate) numbers: Arc<Numbers>,
    columns: Arc<OnceLock<Arc<Vec<Arc<Columns>>>>>,
}

/// How often a generation that another process replaces just now is looked for again.
const ATTEMPTS: usize = 5;

impl Index {
    /// Opens the index in `folder` that was made from `database`.
    ///
    /// # Errors
    ///
    /// Where the folder or a file in it cannot be read for a reason that lies outside of the index:
    /// permission, memory, a failing disk. What is wrong with the index itself is no error but
    /// [`Opened::Rebuild`].
    pub fn open(folder: &Path, database: DatabaseId) -> Result<Opened, SearchError> {
        let folder = Folder::new(folder);
        match View::current(&folder, database) {
            Ok(view) => Ok(Opened::Ready(Self {
                shared: Arc::new(Shared {
                    folder,
                    database,
                    view: ArcSwap::from_pointee(view),
                    renewing: Mutex::new(()),
                }),
            })),
            Err(fault) => fault.when_opening().map(Opened::Rebuild),
        }
    }

    /// The last change that a search without a tail covers.
    #[must_use]
    pub fn position(&self) -> Sequence {
        self.shared.view.load().snapshot.position
    }

    /// The index as it was at the last reload. To search with a tail, take a snapshot, build the tail from its
    /// position (or use one that is kept for it), and search the snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.shared.view.load().snapshot.clone()
    }

    /// Brings what was committed since, by whatever process, into view; a rebuilt index as well. Cheap where
    /// nothing was.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; the view stays as it was.
    pub fn reload(&self) -> Result<(), SearchError> {
        let shared = &self.shared;
        let _renewing = shared
            .renewing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let view = shared.view.load_full();
        let name = shared.folder.current()?;
        if name == view.name {
            match guarded(|| view.renewed()) {
                Ok(None) => return Ok(()),
                Ok(Some(renewed)) => {
                    shared.view.store(Arc::new(renewed));
                    return Ok(());
                }
                // Replaced and removed between two looks at it?
                Err(Fault::Rebuild(_)) if shared.folder.current()? != name => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        let view = View::current(&shared.folder, shared.database)?;
        shared.view.store(Arc::new(view));
        Ok(())
    }

    /// Searches the index as it was at the last reload, together with what changed since.
    ///
    /// # Errors
    ///
    /// See [`Snapshot::search`].
    pub fn search(
        &self,
        request: &Search,
        facts: &Arc<Facts>,
        tail: Option<&Tail>,
    ) -> Result<Found, SearchError> {
        self.snapshot().search(request, facts, tail)
    }

    /// Number of quotes, without any tail.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.shared.view.load().snapshot.searcher.num_docs()
    }

    /// The ids of all quotes, without any tail, in order; one that is indexed twice comes twice.
    ///
    /// # Errors
    ///
    /// Where the index cannot be read.
    pub fn all_quote_ids(&self) -> Result<Vec<QuoteId>, SearchError> {
        let snapshot = self.snapshot();
        Ok(guarded(|| snapshot.all_quote_ids())?)
    }

    /// Reads every file of the index and compares checksums; answers what is wrong, nothing where all is well.
    /// Takes as long as reading the whole index does.
    ///
    /// # Errors
    ///
    /// Where it cannot be read for a reason outside of the index.
    pub fn check(&self) -> Result<Vec<String>, SearchError> {
        let shared = &self.shared;
        for attempt in 1..=ATTEMPTS {
            match guarded(|| check(&shared.folder, shared.database)) {
                Ok(damaged) => return Ok(damaged),
                // A file may vanish by a merge in another process while it is about to be read.
                Err(Fault::Rebuild(_)) if attempt < ATTEMPTS => {}
                Err(fault) => return Ok(vec![fault.when_opening()?.to_string()]),
            }
        }
        Ok(Vec::new())
    }
}

fn check(folder: &Folder, database: DatabaseId) -> Result<Vec<String>, Fault> {
    let name = folder.current()?;
    // Opened anew: what a reader knows of files is as old as the reader.
    let (index, _) = folder.open(name, database)?;
    let mut damaged: Vec<String> = index
        .validate_checksum()
        .map_err(Fault::from)?
        .into_iter()
        .map(|file| {
            format!(
                "{} does not match its checksum",
                folder.path(name).join(file).display()
            )
        })
        .collect();
    damaged.sort();
    if damaged.is_empty() {
        reader(&index)?;
    }
    Ok(damaged)
}

impl View {
    /// The generation that is searched now. Another process may replace it between two steps; then the next
    /// one is tried.
    fn current(folder: &Folder, database: DatabaseId) -> Result<Self, Fault> {
        let mut attempt = 1;
        loop {
            let name = folder.current()?;
            match guarded(|| Self::open(folder, name, database)) {
                Err(Fault::Rebuild(_)) if attempt < ATTEMPTS && folder.current()? != name => {
                    attempt += 1;
                }
                opened => return opened,
            }
        }
    }

    fn open(folder: &Folder, name: Name, database: DatabaseId) -> Result<Self, Fault> {
        let (index, _) = folder.open(name, database)?;
        let meta = meta(&index)?;
        // The position is read before the segments: should a commit come between, the position is too low,
        // which costs a longer tail; the other way round changes would be missed.
        let position = payload(&index)?.seq;
        let reader = reader(&index)?;
        Ok(Self {
            name,
            snapshot: Snapshot::of(&reader, position, None)?,
            index,
            reader,
            meta,
        })
    }

    /// The same generation as it is now; `None` where nothing changed.
    fn renewed(&self) -> Result<Option<Self>, Fault> {
        let meta = meta(&self.index)?;
        if meta == self.meta {
            return Ok(None);
        }
        let position = payload(&self.index)?.seq;
        self.reader.reload()?;
        Ok(Some(Self {
            name: self.name,
            index: self.index.clone(),
            snapshot: Snapshot::of(&self.reader, position, Some(&self.snapshot))?,
            reader: self.reader.clone(),
            meta,
        }))
    }
}

fn meta(index: &tantivy::Index) -> Result<Vec<u8>, Fault> {
    Ok(index
        .directory()
        .atomic_read(Path::new("meta.json"))
        .map_err(TantivyError::from)?)
}

/// Reads the segments; what is torn or missing shows here.
pub(crate) fn reader(index: &tantivy::Index) -> Result<IndexReader, Fault> {
    look_for_positions(index)?;
    Ok(index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(0)
        .try_into()?)
}

/// Positions are the one part of a segment that Tantivy does without where its file is missing: phrases would
/// find nothing, and nobody would know why.
fn look_for_positions(index: &tantivy::Index) -> Result<(), Fault> {
    let directory = index.directory();
    // Held, so that no file goes between the list and the look.
    let _lock = directory
        .acquire_lock(&META_LOCK)
        .map_err(TantivyError::from)?;
    for segment in index.searchable_segment_metas()? {
        directory
            .open_read(&segment.relative_path(SegmentComponent::Positions))
            .map_err(TantivyError::from)?;
    }
    Ok(())
}

impl Snapshot {
    /// What `before`, an earlier one of the same generation, knows of segments that are still there is taken over.
    fn of(reader: &IndexReader, position: Sequence, before: Option<&Self>) -> Result<Self, Fault> {
        let searcher = reader.searcher();
        let numbers = before
            .map(|before| &before.numbers)
            .filter(|numbers| !numbers.are_worn(searcher.num_docs()));
        let snapshot = Self {
            number: SnapshotNumber::next(),
            numbers: numbers.cloned().unwrap_or_default(),
            searcher,
            fields: schema().1,
            position,
            columns: Arc::default(),
        };
        if let Some(columns) = before.and_then(|before| before.columns.get()) {
            snapshot.open_columns(columns)?;
        }
        Ok(snapshot)
    }

    /// The columns of every segment, opened once.
    pub(crate) fn columns(&self) -> Result<Arc<Vec<Arc<Columns>>>, Fault> {
        match self.columns.get() {
            Some(columns) => Ok(Arc::clone(columns)),
            None => self.open_columns(&[]),
        }
    }

    fn open_columns(&self, before: &[Arc<Columns>]) -> Result<Arc<Vec<Arc<Columns>>>, Fault> {
        let segments = self.searcher.segment_readers();
        let columns = columns::of_segments(segments, &self.fields, &self.numbers, before)?;
        Ok(Arc::clone(self.columns.get_or_init(|| Arc::new(columns))))
    }

    /// Every segment that is searched, with its columns; the tail's last.
    pub(crate) fn parts(&self, tail: Option<&Tail>) -> Result<Vec<Part>, Fault> {
        let hidden = match tail {
            Some(tail) => Some(tail.hidden(self.number, &self.searcher, &self.fields)?),
            None => None,
        };
        let columns = self.columns()?;
        let mut parts: Vec<Part> = self
            .searcher
            .segment_readers()
            .iter()
            .zip(columns.iter())
            .enumerate()
            .map(|(place, (segment, columns))| Part {
                segment: segment.clone(),
                columns: Arc::clone(columns),
                hidden: hidden.as_ref().and_then(|sets| sets[place].clone()),
            })
            .collect();
        if let Some(tail) = tail {
            parts.extend(tail.parts(&self.fields, &self.numbers)?);
        }
        Ok(parts)
    }

    /// Everything that is searched, and what the facts say of it.
    pub(crate) fn ground(
        &self,
        facts: &Arc<Facts>,
        tail: Option<&Tail>,
    ) -> Result<Arc<Ground>, Fault> {
        Ok(Arc::new(Ground {
            parts: self.parts(tail)?,
            bearings: self.numbers.bearings(facts),
            numbers: Arc::clone(&self.numbers),
        }))
    }

    /// The last change that it covers.
    #[must_use]
    pub fn position(&self) -> Sequence {
        self.position
    }

    fn all_quote_ids(&self) -> Result<Vec<QuoteId>, Fault> {
        let mut ids = Vec::with_capacity(usize::try_from(self.searcher.num_docs()).unwrap_or(0));
        for segment in self.searcher.segment_readers() {
            let high = segment.fast_fields().u64(QUOTE_HIGH)?;
            let low = segment.fast_fields().u64(QUOTE_LOW)?;
            ids.extend(segment.doc_ids_alive().map(|document| {
                let high = high.first(document).unwrap_or(0);
                let low = low.first(document).unwrap_or(0);
                QuoteId(Uuid::from_u64_pair(high, low))
            }));
        }
        ids.sort_unstable();
        Ok(ids)
    }
}

/// Tantivy panics on some damage, as it says of its own data corruption error. Whoever asks gets an answer all
/// the same.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "reading it panicked".to_owned());
        Err(Fault::Panicked(detail))
    })
}
