//! Which passages are known: each has a mark that others with the same words, speaker, time and origin have too.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::{NewSource, SourceKind, Speakers, microseconds};
use crate::StoreError;
use crate::identity::{Utterance, statement_key};
use crate::put::people::Said;

/// The first 16 bytes of a hash of all that tells a passage from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mark([u8; 16]);

/// What tells a passage from others, as it is shown: what stands with its source only included.
pub(super) struct Marking<'text> {
    pub(super) speaker: Uuid,
    pub(super) text: &'text str,
    pub(super) said: Option<i64>,
    pub(super) outlet: Option<&'text str>,
    pub(super) url: Option<&'text str>,
    pub(super) reference: Option<&'text str>,
}

impl Marking<'_> {
    pub(super) fn mark(&self) -> Mark {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.speaker.as_bytes());
        hasher.update(&[u8::from(self.said.is_some())]);
        hasher.update(&self.said.unwrap_or_default().to_le_bytes());
        for part in [Some(self.text), self.outlet, self.url, self.reference] {
            match part {
                None => hasher.update(&[0]),
                Some(part) => hasher
                    .update(&[1])
                    .update(&(part.len() as u64).to_le_bytes())
                    .update(part.as_bytes()),
            };
        }
        let mut mark = [0; 16];
        mark.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Mark(mark)
    }
}

/// A passage that may be stored.
pub(super) struct MarkedPassage<'new> {
    /// Place of its source.
    pub(super) source: usize,
    /// Its place in the source.
    pub(super) position: usize,
    pub(super) speaker: Uuid,
    pub(super) said: Option<i64>,
    pub(super) text: &'new str,
    pub(super) utterance: Option<Utterance>,
    pub(super) mark: Mark,
}

/// Passages in the order of their sources and in these.
#[derive(Default)]
pub(super) struct MarkedPassages<'new> {
    pub(super) passages: Vec<MarkedPassage<'new>>,
    seen: HashSet<Mark>,
    /// Ids of speakers by key.
    speakers: HashMap<&'new str, Uuid>,
}

impl<'new> MarkedPassages<'new> {
    /// Adds the passages of a source, but those of a corpus that came before.
    pub(super) fn add(
        &mut self,
        place: usize,
        source: &'new NewSource,
        speakers: &Speakers,
    ) -> Result<(), StoreError> {
        let published = source.published.map(microseconds);
        for (position, passage) in source.passages.iter().enumerate() {
            let speaker = match self.speakers.get(passage.speaker.key.as_str()) {
                Some(id) => *id,
                None => {
                    let id = speakers
                        .id(&passage.speaker)
                        .ok_or_else(|| StoreError::damaged("a speaker was not stored"))?;
                    self.speakers.insert(&passage.speaker.key, id);
                    id
                }
            };
            let said = passage.said.map(microseconds).or(published);
            let marking = Marking {
                speaker,
                text: &passage.text,
                said,
                outlet: passage.outlet.as_deref().or(source.outlet.as_deref()),
                url: passage.url.as_deref().or(source.url.as_deref()),
                reference: passage.reference.as_deref(),
            };
            let mark = marking.mark();
            let is_new = self.seen.insert(mark);
            if !is_new && source.kind == SourceKind::Corpus {
                continue;
            }
            let key = passage.fingerprint.as_deref().map(statement_key);
            self.passages.push(MarkedPassage {
                source: place,
                position,
                speaker,
                said,
                text: &passage.text,
                utterance: key.map(|key| Utterance { key, speaker }),
                mark,
            });
        }
        Ok(())
    }

    /// Leaves out those of corpora that are stored.
    pub(super) fn leave_out(&mut self, known: &HashSet<Mark>, kind: impl Fn(usize) -> SourceKind) {
        if known.is_empty() {
            return;
        }
        self.passages.retain(|passage| {
            kind(passage.source) == SourceKind::Transcript || !known.contains(&passage.mark)
        });
    }

    /// How much each speaker said, and when.
    pub(super) fn of_speakers(&self) -> BTreeMap<Uuid, Said> {
        let mut all: BTreeMap<Uuid, Said> = BTreeMap::new();
        for passage in &self.passages {
            all.entry(passage.speaker).or_default().add(passage.said);
        }
        all
    }
}
