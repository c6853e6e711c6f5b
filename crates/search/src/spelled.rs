//! Words by how they are written: those that begin so, or that differ in a letter or two.

use tantivy::postings::TermInfo;
use tantivy::query::{
    BitSetDocSet, ConstScorer, DfaWrapper, EmptyScorer, EnableScoring, Explanation, FuzzyTermQuery,
    Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError, Term};

/// Matches what holds a word of these in `field`; its score is the boost.
#[derive(Debug, Clone)]
pub(crate) struct Spelled {
    pub(crate) field: Field,
    pub(crate) spelling: Spelling,
}

/// Which of the words of a dictionary.
#[derive(Debug, Clone)]
pub(crate) enum Spelling {
    /// Those that begin so. Never empty.
    Beginning(String),
    /// Those within so many edits, two at most: see [`crate::edits`].
    Near { spelled: String, edits: u8 },
}

/// What accepts the words within so many edits of one.
pub(crate) fn automaton(field: Field, spelled: &str, edits: u8) -> tantivy::Result<DfaWrapper> {
    FuzzyTermQuery::new(Term::from_field_text(field, spelled), edits, true).automaton()
}

impl Query for Spelled {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = match &self.spelling {
            Spelling::Beginning(beginning) => Words::Beginning(beginning.clone()),
            Spelling::Near { spelled, edits } => {
                Words::Accepted(automaton(self.field, spelled, *edits)?)
            }
        };
        Ok(Box::new(SpelledWeight {
            field: self.field,
            words,
        }))
    }
}

enum Words {
    Beginning(String),
    Accepted(DfaWrapper),
}

struct SpelledWeight {
    field: Field,
    words: Words,
}

impl SpelledWeight {
    fn found(&self, segment: &SegmentReader) -> tantivy::Result<Vec<TermInfo>> {
        let index = segment.inverted_index(self.field)?;
        let terms = index.terms();
        let mut found = Vec::new();
        match &self.words {
            Words::Beginning(beginning) => {
                let mut stream = terms
                    .range()
                    .ge(beginning)
                    .lt(behind(beginning))
                    .without_keys()
                    .into_stream()?;
                while stream.advance() {
                    found.push(stream.value().clone());
                }
            }
            Words::Accepted(automaton) => {
                let mut stream = terms.search(automaton).without_keys().into_stream()?;
                while stream.advance() {
                    found.push(stream.value().clone());
                }
            }
        }
        Ok(found)
    }
}

/// The first bytes that no word of this beginning has: no byte of a text is the highest.
fn behind(beginning: &str) -> Vec<u8> {
    let mut behind = beginning.as_bytes().to_vec();
    if let Some(last) = behind.last_mut() {
        *last = last.saturating_add(1);
    }
    behind
}

impl Weight for SpelledWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.found(segment)?;
        if found.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let index = segment.inverted_index(self.field)?;
        let mut documents = BitSet::with_max_value(segment.max_doc());
        for word in &found {
            let mut postings =
                index.read_block_postings_from_terminfo(word, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for document in postings.docs() {
                    documents.insert(*document);
                }
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(
            BitSetDocSet::from(documents),
            boost,
        )))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        match scorer.doc() <= document && scorer.seek(document) == document {
            true => Ok(Explanation::new("spelled so", 1.0)),
            false => Err(TantivyError::InvalidArgument(format!(
                "document {document} does not match"
            ))),
        }
    }
}
