//! Words near each other, though not next to each other.
//!
//! A phrase says where its words stand relative to the first. In a text each of them stands so many places off from
//! there; the phrase is moved by the difference between the farthest and the nearest of these. "tax cut" is moved by
//! three where it reads "tax on land was cut", and by two where it reads "cut tax". That is how Lucene counts.
//! Tantivy 0.27 counts otherwise for three words and more: what it finds depends on which of them is rarest.

use tantivy::postings::Postings;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// The places in one text of each of the [distinct words](Phrase::distinct) of a phrase, in rising order.
pub(crate) type Positions = Vec<Vec<u32>>;

/// Goes through the ways in which a phrase stands in a text. Words that are the same need places of their own.
pub(crate) struct Phrase {
    words: Vec<PhraseWord>,
    /// How often each of the distinct words is there.
    times: Vec<usize>,
    slop: u32,
}

struct PhraseWord {
    /// Where it stands relative to the first.
    offset: u32,
    /// Which of the distinct words it is.
    kind: usize,
    /// The last one before it that is the same.
    same: Option<usize>,
}

impl Phrase {
    /// `words` are offsets, in rising order, with what tells the words apart.
    pub(crate) fn new<Word: PartialEq>(words: &[(u32, Word)], slop: u32) -> Self {
        let mut phrase = Self {
            words: Vec::with_capacity(words.len()),
            times: Vec::new(),
            slop,
        };
        for (index, (offset, word)) in words.iter().enumerate() {
            let same = words[..index]
                .iter()
                .rposition(|(_, before)| before == word);
            let kind = match same {
                Some(same) => phrase.words[same].kind,
                None => {
                    phrase.times.push(0);
                    phrase.times.len() - 1
                }
            };
            phrase.times[kind] += 1;
            phrase.words.push(PhraseWord {
                offset: *offset,
                kind,
                same,
            });
        }
        phrase
    }

    /// Places of the words that are there for the first time.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = usize> {
        let words = self.words.iter().enumerate();
        words
            .filter(|(_, word)| word.same.is_none())
            .map(|(place, _)| place)
    }

    /// Tells the places of the words for each way the phrase stands there that begins elsewhere, until `found` has
    /// enough.
    pub(crate) fn each(&self, positions: &Positions, mut found: impl FnMut(&[u32]) -> Enough) {
        let mut counts = self.times.iter().zip(positions);
        if counts.any(|(times, places)| places.len() < *times) {
            return;
        }
        // The nearest word stands as far off as some place of some word; all do where none may be moved.
        let deciding = match self.slop {
            0 => &self.words[..1],
            _ => self.words.as_slice(),
        };
        let mut starts: Vec<i64> = Vec::new();
        for word in deciding {
            let places = positions[word.kind].iter();
            starts.extend(places.map(|place| i64::from(*place) - i64::from(word.offset)));
        }
        starts.sort_unstable();
        starts.dedup();
        let mut from = vec![0; self.words.len()];
        let mut places = Vec::with_capacity(self.words.len());
        for start in starts {
            if self.stands(start, positions, &mut from, &mut places)
                && found(&places) == Enough::Yes
            {
                return;
            }
        }
    }

    /// Whether each word has a place between its own for `start` and `slop` behind that. Windows of one length in
    /// rising order: the first free place for each is never wrong.
    fn stands(
        &self,
        start: i64,
        positions: &Positions,
        from: &mut [usize],
        places: &mut Vec<u32>,
    ) -> bool {
        places.clear();
        for (word, from) in self.words.iter().zip(from) {
            let known = &positions[word.kind];
            let first = start + i64::from(word.offset);
            while known
                .get(*from)
                .is_some_and(|place| i64::from(*place) < first)
            {
                *from += 1;
            }
            let taken = word.same.and_then(|before| places.get(before).copied());
            let free = known[*from..]
                .iter()
                .find(|place| taken.is_none_or(|taken| **place > taken));
            match free {
                Some(place) if i64::from(*place) <= first + i64::from(self.slop) => {
                    places.push(*place);
                }
                _ => return false,
            }
        }
        true
    }
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Enough {
    Yes,
    No,
}

/// Matches what holds these words, all of one field, near each other; its score is 0.
#[derive(Debug, Clone)]
pub(crate) struct Sloppy {
    /// Two at least, with their offsets in rising order.
    pub(crate) terms: Vec<(u32, Term)>,
    pub(crate) slop: u32,
}

impl Query for Sloppy {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'query>(&'query self, visitor: &mut dyn FnMut(&'query Term, bool)) {
        for (_, term) in &self.terms {
            visitor(term, true);
        }
    }
}

impl Weight for Sloppy {
    fn scorer(&self, segment: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let phrase = Phrase::new(&self.terms, self.slop);
        let mut postings = Vec::new();
        for word in phrase.distinct() {
            let (_, term) = &self.terms[word];
            let index = segment.inverted_index(term.field())?;
            let found = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(found) = found else {
                return Ok(Box::new(EmptyScorer));
            };
            postings.push(found);
        }
        let mut documents = SloppyDocuments {
            positions: vec![Vec::new(); postings.len()],
            phrase,
            postings,
        };
        documents.settle();
        Ok(Box::new(ConstScorer::new(documents, 0.0)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        match scorer.doc() <= document && scorer.seek(document) == document {
            true => Ok(Explanation::new("near each other", 0.0)),
            false => Err(tantivy::TantivyError::InvalidArgument(format!(
                "document {document} does not match"
            ))),
        }
    }
}

struct SloppyDocuments<Found> {
    postings: Vec<Found>,
    phrase: Phrase,
    positions: Positions,
}

impl<Found: Postings> SloppyDocuments<Found> {
    /// Goes on to the first document that matches, from where the first word stands.
    fn settle(&mut self) -> DocId {
        loop {
            let candidate = self.postings[0].doc();
            if candidate == TERMINATED {
                return TERMINATED;
            }
            let behind = self.postings[1..].iter_mut().find_map(|postings| {
                let document = match postings.doc() < candidate {
                    true => postings.seek(candidate),
                    false => postings.doc(),
                };
                (document > candidate).then_some(document)
            });
            match behind {
                Some(document) => {
                    self.postings[0].seek(document);
                }
                None if self.stands_here() => return candidate,
                None => {
                    self.postings[0].advance();
                }
            }
        }
    }

    fn stands_here(&mut self) -> bool {
        for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions) {
            postings.positions(positions);
        }
        let mut stands = false;
        self.phrase.each(&self.positions, |_| {
            stands = true;
            Enough::Yes
        });
        stands
    }
}

impl<Found: Postings> DocSet for SloppyDocuments<Found> {
    fn advance(&mut self) -> DocId {
        self.postings[0].advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings[0].seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.postings[0].doc()
    }

    fn size_hint(&self) -> u32 {
        let each = self.postings.iter().map(DocSet::size_hint);
        each.min().unwrap_or(0)
    }
}
