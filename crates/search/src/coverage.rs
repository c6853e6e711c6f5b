//! How many quotes are looked through, and from when to when.

use onrecord_model::{SpeakerId, Timestamp};
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocSet, SegmentReader, TERMINATED, TantivyError};

use crate::candidates::Coverage;
use crate::generation::Fault;
use crate::schema::Fields;

/// Adds what `segment` holds, and gives the documents of those asked about. Where nobody was, dates of what was
/// replaced count until the index drops it.
pub(crate) fn look(
    coverage: &mut Coverage,
    segment: &SegmentReader,
    hidden: Option<&BitSet>,
    speakers: Option<&[SpeakerId]>,
    published: Option<&Column<i64>>,
    fields: &Fields,
) -> Result<Option<BitSet>, Fault> {
    let Some(speakers) = speakers else {
        let hidden = hidden.map_or(0, BitSet::len) as u64;
        coverage.quotes += u64::from(segment.num_docs()).saturating_sub(hidden);
        if let Some(published) = published.filter(|_| segment.num_docs() > 0) {
            coverage.extend(published.min_value());
            coverage.extend(published.max_value());
        }
        return Ok(None);
    };
    let mut theirs = BitSet::with_max_value(segment.max_doc());
    let index = segment.inverted_index(fields.speaker)?;
    for speaker in speakers {
        let postings = index
            .read_postings(&fields.speaker_term(*speaker), IndexRecordOption::Basic)
            .map_err(TantivyError::from)?;
        let Some(mut postings) = postings else {
            continue;
        };
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            postings.advance();
            if segment.is_deleted(document) || hidden.is_some_and(|set| set.contains(document)) {
                continue;
            }
            if theirs.contains(document) {
                continue;
            }
            theirs.insert(document);
            coverage.quotes += 1;
            if let Some(date) = published.and_then(|column| column.first(document)) {
                coverage.extend(date);
            }
        }
    }
    Ok(Some(theirs))
}

impl Coverage {
    fn extend(&mut self, microseconds: i64) {
        let Some(instant) = Timestamp::from_timestamp_micros(microseconds) else {
            return;
        };
        self.first = Some(self.first.map_or(instant, |first| first.min(instant)));
        self.last = Some(self.last.map_or(instant, |last| last.max(instant)));
    }
}
