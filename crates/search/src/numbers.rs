//! Numbers for what documents have in common, the same in every segment.
//!
//! A segment knows its speakers and outlets by places in a dictionary of its own, and wordings by ids. To count over
//! several segments, and over the tail, each gets a small number that they all share; arrays by such numbers are what
//! makes counting a million quotes a matter of milliseconds.
//!
//! Memory: numbers are given out and not taken back while the index moves on, about 40 bytes for each wording and 60
//! for each speaker and outlet. Where there are more than twice as many as the index has quotes, a new [`Numbers`] is
//! begun, and the columns of all segments are read anew.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use onrecord_model::SpeakerId;

use crate::Facts;
use crate::bearings::Bearings;

/// Stands for none: nobody is named, no outlet, no wording.
pub(crate) const NONE: u32 = 0;

/// Gives out the numbers.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    lists: RwLock<Lists>,
    /// The facts last asked with, as numbers.
    bearings: Mutex<Option<Arc<Bearings>>>,
}

#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) speakers: Numbered<SpeakerId>,
    pub(crate) outlets: Numbered<String>,
    pub(crate) languages: Numbered<String>,
    pub(crate) wordings: Wordings,
}

/// Values and their numbers, which begin at 1.
#[derive(Debug)]
pub(crate) struct Numbered<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

/// Wordings by their short id.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    numbers: HashMap<u64, u32, BuildHasherDefault<Spread>>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Eq + Hash + Clone> Numbered<T> {
    pub(crate) fn give<Q>(&mut self, value: &Q) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        self.values.push(value.to_owned());
        let number = self.values.len() as u32;
        self.numbers.insert(value.to_owned(), number);
        number
    }

    pub(crate) fn number<Q>(&self, value: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.numbers.get(value).copied()
    }

    /// What has this number; nothing for [`NONE`].
    pub(crate) fn value(&self, number: u32) -> Option<&T> {
        self.values.get((number as usize).checked_sub(1)?)
    }

    /// One more than the highest number.
    pub(crate) fn end(&self) -> usize {
        self.values.len() + 1
    }
}

impl Wordings {
    pub(crate) fn give(&mut self, short_id: u64) -> u32 {
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry(short_id).or_insert(next)
    }

    /// One more than the highest number.
    pub(crate) fn end(&self) -> usize {
        self.numbers.len() + 1
    }
}

impl Numbers {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Lists> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Lists> {
        self.lists.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether so many were given out that beginning anew is worth it, for an index of so many quotes.
    pub(crate) fn are_worn(&self, quotes: u64) -> bool {
        let given = self.read().wordings.end() as u64;
        given > SOME.max(quotes.saturating_mul(2))
    }

    /// What `facts` say, in these numbers.
    pub(crate) fn bearings(&self, facts: &Arc<Facts>) -> Arc<Bearings> {
        let mut kept = self.bearings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bearings) = kept.as_ref()
            && bearings.version() == facts.version
        {
            return Arc::clone(bearings);
        }
        let bearings = Arc::new(Bearings::of(facts, &mut self.write()));
        *kept = Some(Arc::clone(&bearings));
        bearings
    }
}

/// Fewer numbers are never too many.
const SOME: u64 = 500_000;

/// Ids are random already; they only have to be brought to where a table looks.
#[derive(Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
