//! One pass over the quotes that have a word looked for, and the best of them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use onrecord_model::{Polarity, QuoteId};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TERMINATED, TantivyError};
use uuid::Uuid;

use crate::columns::Columns;
use crate::generation::Fault;
use crate::schema::Fields;
use crate::seeds::{MOST_SEEDS, Sought};
use crate::traits::{POLARITY, polarity};

/// How far apart two words may have moved against the quotation and still support each other: about what is left
/// out behind an ellipsis.
const SLACK: i64 = 8;
/// What a word counts that stands elsewhere in the quote.
const ASTRAY: f32 = 0.25;
/// After how many quotes it is asked anew which words decide.
const LOOKS: usize = 64;
/// Share of the limit that is kept for each stretch.
const OF_STRETCH: usize = 2;

/// The best so far: for everybody and for those asked about, each for the whole quotation and for every stretch.
pub(crate) struct Nearest {
    boards: Vec<Board>,
    stretches: usize,
    has_theirs: bool,
}

/// The best by one measure.
struct Board {
    length: usize,
    /// The worst of those kept is on top.
    heap: BinaryHeap<Reverse<Entry>>,
    /// What it takes to be kept: the score of the worst, once there are enough.
    floor: f32,
}

/// A quote by how near it comes: nearer is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Thousandths.
    score: u32,
    /// How much its length differs from the quotation's.
    length: Reverse<u32>,
    /// Earliest first, without a date last.
    published: Reverse<u64>,
    quote: Reverse<u128>,
}

impl Board {
    fn put(&mut self, entry: Entry) {
        if self.heap.len() < self.length {
            self.heap.push(Reverse(entry));
        } else if let Some(mut last) = self.heap.peek_mut()
            && entry > last.0
        {
            *last = Reverse(entry);
        }
        if self.heap.len() == self.length
            && let Some(Reverse(last)) = self.heap.peek()
        {
            // Rounding must not keep out what is as good.
            self.floor = last.score as f32 / 1_000.0 - 0.001;
        }
    }
}

impl Nearest {
    pub(crate) fn new(sought: &Sought, limit: usize, has_theirs: bool) -> Self {
        let measures = if sought.stretches > 1 {
            1 + sought.stretches
        } else {
            1
        };
        let board = |place: usize| Board {
            length: match place % measures {
                0 => limit,
                _ => (limit / OF_STRETCH).max(1),
            },
            heap: BinaryHeap::new(),
            floor: 0.0,
        };
        let groups = 1 + usize::from(has_theirs);
        Self {
            boards: (0..groups * measures).map(board).collect(),
            stretches: measures - 1,
            has_theirs,
        }
    }

    /// Whether something with these weights would be kept: of the whole first, then of each stretch.
    fn takes(&self, weights: &Weights, is_theirs: bool) -> bool {
        self.boards_of(is_theirs).any(|(place, measure)| {
            let score = weights.of[measure];
            score > 0.0 && score >= self.boards[place].floor
        })
    }

    fn boards_of(&self, is_theirs: bool) -> impl Iterator<Item = (usize, usize)> + use<> {
        let measures = 1 + self.stretches;
        let groups = 1 + usize::from(is_theirs && self.has_theirs);
        (0..groups * measures).map(move |place| (place, place % measures))
    }

    fn put(&mut self, weights: &Weights, is_theirs: bool, entry: Entry) {
        for (place, measure) in self.boards_of(is_theirs) {
            let score = weights.of[measure];
            if score > 0.0 {
                let score = thousandths(score);
                self.boards[place].put(Entry { score, ..entry });
            }
        }
    }

    /// Each once, the best of the first board first.
    pub(crate) fn into_quotes(self) -> Vec<QuoteId> {
        let mut seen = HashSet::new();
        let mut quotes = Vec::new();
        for board in self.boards {
            for Reverse(entry) in board.heap.into_sorted_vec() {
                let id = QuoteId(Uuid::from_u128(entry.quote.0));
                if seen.insert(id) {
                    quotes.push(id);
                }
            }
        }
        quotes
    }
}

fn thousandths(score: f32) -> u32 {
    (score * 1_000.0).round() as u32
}

/// What the words tell that a quote shares with the quotation: with the whole of it, and with each stretch.
#[derive(Debug, Clone, Copy, Default)]
struct Weights {
    of: [f32; 5],
}

impl Weights {
    fn add(&mut self, weight: f32, stretches: u8) {
        self.of[0] += weight;
        for (stretch, sum) in self.of[1..].iter_mut().enumerate() {
            if stretches & (1 << stretch) != 0 {
                *sum += weight;
            }
        }
    }
}

/// One segment to be looked through.
pub(crate) struct Pass<'look> {
    pub(crate) sought: &'look Sought,
    pub(crate) fields: &'look Fields,
    /// Which of the segments it is.
    pub(crate) place: usize,
    pub(crate) segment: &'look SegmentReader,
    pub(crate) columns: &'look Columns,
    pub(crate) hidden: Option<&'look BitSet>,
    /// The documents of those asked about, where anybody was.
    pub(crate) theirs: Option<&'look BitSet>,
}

/// A word that one stands at in the postings.
struct Cursor {
    /// Which of the words sought.
    term: usize,
    postings: SegmentPostings,
}

fn pass_over(cursors: &mut [Cursor], document: DocId) {
    for cursor in cursors {
        if cursor.postings.doc() == document {
            cursor.postings.advance();
        }
    }
}

/// A word at a place: how far it is moved against the quotation, which word, what it tells.
struct Moved {
    by: i64,
    term: usize,
}

impl Pass<'_> {
    pub(crate) fn collect(&self, nearest: &mut Nearest) -> Result<(), Fault> {
        let mut cursors = self.cursors()?;
        let traits = self.columns.traits()?;
        let mut moved = Vec::new();
        let mut positions = Vec::new();
        let mut looked_at = 0_usize;
        let (mut deciding, mut rest) = (cursors.len(), Weights::default());
        loop {
            if looked_at.is_multiple_of(LOOKS) {
                (deciding, rest) = self.deciding(&cursors, nearest);
            }
            looked_at += 1;
            let (leading, common) = cursors.split_at_mut(deciding);
            let standing = leading.iter().map(|cursor| cursor.postings.doc());
            let document = standing.min().unwrap_or(TERMINATED);
            if document == TERMINATED {
                return Ok(());
            }
            let is_theirs = self.theirs.is_some_and(|set| set.contains(document));
            let mut most = rest;
            for cursor in leading.iter() {
                if cursor.postings.doc() == document {
                    let term = &self.sought.terms[cursor.term];
                    most.add(term.weight, term.stretches);
                }
            }
            if !nearest.takes(&most, is_theirs) {
                pass_over(leading, document);
                continue;
            }
            for cursor in common {
                if cursor.postings.doc() < document {
                    cursor.postings.seek(document);
                }
            }
            let mut weights = Weights::default();
            let mut shared = 0;
            for cursor in &cursors {
                if cursor.postings.doc() == document {
                    let term = &self.sought.terms[cursor.term];
                    weights.add(term.weight, term.stretches);
                    shared += 1;
                }
            }
            if nearest.takes(&weights, is_theirs) && self.counts(document, &traits) {
                if shared > 1 {
                    weights = self.in_order(document, &mut cursors, &mut moved, &mut positions);
                }
                nearest.put(&weights, is_theirs, self.entry(document, self.columns));
            }
            pass_over(&mut cursors[..deciding], document);
        }
    }

    /// How many of the words, the rarest first, must be looked at: what has none of them, and all the others, would
    /// not be kept. With what the others tell together.
    fn deciding(&self, cursors: &[Cursor], nearest: &Nearest) -> (usize, Weights) {
        let mut rest = Weights::default();
        for (place, cursor) in cursors.iter().enumerate().rev() {
            let mut more = rest;
            let term = &self.sought.terms[cursor.term];
            more.add(term.weight, term.stretches);
            if nearest.takes(&more, true) {
                return (place + 1, rest);
            }
            rest = more;
        }
        (0, rest)
    }

    fn cursors(&self) -> Result<Vec<Cursor>, Fault> {
        let index = self.segment.inverted_index(self.fields.text)?;
        let mut cursors = Vec::with_capacity(MOST_SEEDS);
        for (term, sought) in self.sought.terms[..self.sought.seeds].iter().enumerate() {
            let Some(info) = &sought.infos[self.place] else {
                continue;
            };
            let postings = index
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(TantivyError::from)?;
            cursors.push(Cursor { term, postings });
        }
        Ok(cursors)
    }

    /// Whether it is there, and reported as said: what is reported as not said, or as neither, is no report that
    /// somebody said it.
    fn counts(&self, document: DocId, traits: &[u16]) -> bool {
        !self.segment.is_deleted(document)
            && !self.hidden.is_some_and(|set| set.contains(document))
            && traits[document as usize] & POLARITY.mask() == polarity(Polarity::Asserted)
    }

    /// What the words tell that stand about as far apart as in the quotation, and a little for the others.
    fn in_order(
        &self,
        document: DocId,
        cursors: &mut [Cursor],
        moved: &mut Vec<Moved>,
        positions: &mut Vec<u32>,
    ) -> Weights {
        moved.clear();
        for cursor in cursors.iter_mut() {
            if cursor.postings.doc() != document {
                continue;
            }
            cursor.postings.positions(positions);
            let sought = &self.sought.terms[cursor.term].positions;
            moved.extend(positions.iter().flat_map(|position| {
                let term = cursor.term;
                sought.iter().map(move |sought| Moved {
                    by: i64::from(*position) - i64::from(*sought),
                    term,
                })
            }));
        }
        moved.sort_unstable_by_key(|moved| moved.by);
        let mut best = 0..0;
        let mut best_weight = 0.0;
        let mut first = 0;
        for last in 0..moved.len() {
            while moved[last].by - moved[first].by > SLACK {
                first += 1;
            }
            let weight = self.weights(&moved[first..=last]).of[0];
            if weight > best_weight {
                best_weight = weight;
                best = first..last + 1;
            }
        }
        let mut weights = self.weights(&moved[best]);
        let all = self.weights(moved);
        for (sum, all) in weights.of.iter_mut().zip(all.of) {
            *sum += ASTRAY * (all - *sum);
        }
        weights
    }

    /// Each word once.
    fn weights(&self, moved: &[Moved]) -> Weights {
        let mut weights = Weights::default();
        let mut seen = 0_u32;
        for moved in moved {
            if seen & (1 << moved.term) == 0 {
                seen |= 1 << moved.term;
                let term = &self.sought.terms[moved.term];
                weights.add(term.weight, term.stretches);
            }
        }
        weights
    }

    fn entry(&self, document: DocId, columns: &Columns) -> Entry {
        let published = columns
            .published
            .as_ref()
            .and_then(|column| column.first(document));
        let length = columns.lengths.fieldnorm(document);
        Entry {
            score: 0,
            length: Reverse(length.abs_diff(self.sought.length as u32)),
            published: Reverse(published.map_or(u64::MAX, |date| date.cast_unsigned() ^ (1 << 63))),
            quote: Reverse(columns.quote(document)),
        }
    }
}
