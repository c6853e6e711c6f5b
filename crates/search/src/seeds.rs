//! The words of a quotation that are looked for: the rarest ones.

use std::collections::HashMap;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError, Term};

use crate::generation::Fault;
use crate::words::words;

/// Words of a quotation that are looked at. The rest of a longer one adds nothing: a statement that shares none of
/// so many is not where it comes from.
const LONGEST: usize = 1_024;
/// Words of one stretch; a quotation of up to twice as many is one stretch.
const STRETCH: usize = 7;
/// Most stretches.
const MOST_STRETCHES: usize = 4;
/// Rarest words that are taken from each stretch, and from a quotation of one stretch.
const SEEDS_OF_STRETCH: usize = 4;
const SEEDS_OF_SHORT: usize = 5;
/// Rarest words that are taken whatever they cost; with fewer, one wrong word would hide the origin.
const FEWEST_SEEDS: usize = 3;
/// Quotes with one of the words that are looked at, apart from those of the first words. Of what is commoner the
/// positions in the best candidates tell enough.
const MOST_POSTINGS: u64 = 150_000;
/// A quotation whose words are all in one of so many quotes is commonplace.
const COMMONPLACE: u64 = 1_000;
/// Most seeds there can be.
pub(crate) const MOST_SEEDS: usize = 16;

/// A quotation as it is looked for.
pub(crate) struct Sought {
    /// Its distinct words that some quote has, the rarest first.
    pub(crate) terms: Vec<SoughtTerm>,
    /// How many of them are looked for: the first ones.
    pub(crate) seeds: usize,
    /// Into how many stretches it is divided.
    pub(crate) stretches: usize,
    /// Number of its words.
    pub(crate) length: usize,
    documents: u64,
    /// Words that no quote has.
    has_unknown: bool,
}

/// A distinct word of a quotation.
pub(crate) struct SoughtTerm {
    /// Where the word stands in the quotation.
    pub(crate) positions: Vec<u32>,
    /// Which stretches it stands in, one bit each.
    pub(crate) stretches: u8,
    /// Where its postings are in each segment.
    pub(crate) infos: Vec<Option<TermInfo>>,
    /// In how many quotes it is.
    pub(crate) documents: u64,
    /// How much it tells: the logarithm of how rare it is.
    pub(crate) weight: f32,
}

impl Sought {
    pub(crate) fn read(
        quotation: &str,
        segments: &[&SegmentReader],
        field: Field,
    ) -> Result<Self, Fault> {
        let mut words = words(quotation);
        words.truncate(LONGEST);
        let length = words.len();
        let stretches = match length / STRETCH {
            0 | 1 => 1,
            some => some.min(MOST_STRETCHES),
        };
        let documents: u64 = segments
            .iter()
            .map(|segment| u64::from(segment.max_doc()))
            .sum();
        let indexes = segments
            .iter()
            .map(|segment| segment.inverted_index(field))
            .collect::<Result<Vec<_>, _>>()?;
        let mut places: HashMap<String, usize> = HashMap::with_capacity(length);
        let mut terms: Vec<SoughtTerm> = Vec::with_capacity(length);
        for (number, word) in words.into_iter().enumerate() {
            let stretch = 1 << (number * stretches / length);
            if let Some(place) = places.get(&word.term) {
                terms[*place].positions.push(word.position);
                terms[*place].stretches |= stretch;
                continue;
            }
            let term = Term::from_field_text(field, &word.term);
            let infos = indexes
                .iter()
                .map(|index| index.get_term_info(&term))
                .collect::<Result<Vec<_>, _>>()
                .map_err(TantivyError::from)?;
            let found: u64 = infos
                .iter()
                .flatten()
                .map(|info| u64::from(info.doc_freq))
                .sum();
            places.insert(word.term, terms.len());
            terms.push(SoughtTerm {
                positions: vec![word.position],
                stretches: stretch,
                infos,
                documents: found,
                weight: weight(found, documents),
            });
        }
        let distinct = terms.len();
        terms.retain(|term| term.documents > 0);
        let has_unknown = terms.len() < distinct;
        terms.sort_by_key(|term| (term.documents, term.positions[0]));
        let mut sought = Self {
            terms,
            seeds: 0,
            stretches,
            length,
            documents,
            has_unknown,
        };
        sought.choose();
        Ok(sought)
    }

    /// Moves the words that are looked for to the front.
    fn choose(&mut self) {
        let most_of_stretch = match self.stretches {
            1 => SEEDS_OF_SHORT,
            _ => SEEDS_OF_STRETCH,
        };
        let mut of_stretch = [0; MOST_STRETCHES];
        let mut postings = 0;
        let mut chosen = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let wants = (0..self.stretches).any(|stretch| {
                term.stretches & (1 << stretch) != 0 && of_stretch[stretch] < most_of_stretch
            });
            let is_cheap = postings + term.documents <= MOST_POSTINGS;
            if chosen.len() == MOST_SEEDS || !(wants && is_cheap || chosen.len() < FEWEST_SEEDS) {
                continue;
            }
            for (stretch, count) in of_stretch.iter_mut().enumerate() {
                *count += usize::from(term.stretches & (1 << stretch) != 0);
            }
            postings += term.documents;
            chosen.push(place);
        }
        let mut seeds = Vec::with_capacity(self.terms.len());
        let mut others = Vec::new();
        for (place, term) in std::mem::take(&mut self.terms).into_iter().enumerate() {
            if chosen.binary_search(&place).is_ok() {
                seeds.push(term);
            } else {
                others.push(term);
            }
        }
        self.seeds = seeds.len();
        seeds.append(&mut others);
        self.terms = seeds;
    }

    /// Whether every word of it is in one of a thousand quotes.
    pub(crate) fn is_commonplace(&self) -> bool {
        let is_common = |term: &SoughtTerm| term.documents * COMMONPLACE >= self.documents;
        !self.has_unknown && self.terms.iter().all(is_common)
    }
}

fn weight(found: u64, documents: u64) -> f32 {
    (1.0 + documents as f32 / (found as f32 + 1.0)).ln()
}
