//! A text whose claims are looked for.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::model::Background;
use super::postings::Postings;
use super::reading::{Sort, read};
use super::tidy::tidy;

/// A text is compared by this many different words, those that the index knows and the fewest claims have.
const MOST_WORDS: usize = 64;
/// And by this many of its words in order.
const LONGEST: usize = 512;

/// Of the names of who says it, no more words than these are looked at.
const MOST_NAMES: usize = 16;

/// How much a word of the name of who says it counts beside what is said, where candidates are looked for.
const BY: f32 = 0.85;

/// Words stand near each other up to this distance.
const NEAR: usize = 3;

/// A content word of the text, told once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AskedWord {
    pub(super) word: String,
    /// `None` where no claim has it.
    pub(super) term: Option<u32>,
    /// How telling it is, 0 to 1.
    pub(super) weight: f32,
    pub(super) sort: Sort,
}

/// One place of the text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) term: Option<u32>,
    pub(super) is_content: bool,
    /// Which of the words it is; `None` for words without content of their own and those left out.
    pub(super) word: Option<u8>,
}

/// The text with what is needed to weigh claims against it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// By weight, the most telling first; ties by the word.
    pub(super) words: Vec<AskedWord>,
    pub(super) places: Vec<Place>,
    pub(super) denies: bool,
    /// Content words in all.
    pub(super) length: usize,
    /// Who the text says it is by, content words that claims have, with their weights.
    pub(super) by: Vec<(u32, f32)>,
    by_term: HashMap<u32, u8>,
    /// Two of the words that stand at most three words apart, the first before the second.
    near: HashSet<(u8, u8)>,
}

impl Asked {
    pub(super) fn of<Key: Copy + Ord>(
        text: &str,
        speaker: Option<&str>,
        postings: &Postings<Key>,
        background: &Background,
    ) -> Self {
        let tidied = tidy(text);
        let reading = read(&tidied.text);
        let mut words: HashMap<&str, AskedWord> = HashMap::new();
        let mut length = 0;
        for word in reading.words.iter().filter(|word| word.sort.is_content) {
            length += 1;
            let asked = words.entry(&word.term).or_insert_with(|| {
                let term = postings.term(&word.term);
                AskedWord {
                    word: word.term.clone(),
                    term,
                    weight: postings.weight(&word.term, term, background),
                    sort: word.sort,
                }
            });
            asked.sort.is_name |= word.sort.is_name;
        }
        let mut words: Vec<AskedWord> = words.into_values().collect();
        words.sort_unstable_by(|one, other| {
            (one.term.is_none().cmp(&other.term.is_none()))
                .then(other.weight.total_cmp(&one.weight))
                .then_with(|| one.word.cmp(&other.word))
        });
        words.truncate(MOST_WORDS);
        let by_name: HashMap<&str, u8> = (words.iter().zip(0..))
            .map(|(word, index)| (word.word.as_str(), index))
            .collect();
        let places: Vec<Place> = (reading.words.iter().take(LONGEST))
            .map(|word| Place {
                term: postings.term(&word.term),
                is_content: word.sort.is_content,
                word: by_name.get(word.term.as_str()).copied(),
            })
            .collect();
        let mut near = HashSet::new();
        for (index, place) in places.iter().enumerate() {
            let behind = &places[index + 1..places.len().min(index + 1 + NEAR)];
            for other in behind {
                if let (Some(one), Some(other)) = (place.word, other.word) {
                    near.insert((one, other));
                }
            }
        }
        let by_term = (words.iter().zip(0..))
            .filter_map(|(word, index)| Some((word.term?, index)))
            .collect();
        let names = tidied.by.iter().map(String::as_str).chain(speaker);
        let by: BTreeSet<String> = names
            .flat_map(|name| read(name).words)
            .filter(|word| word.sort.is_content)
            .map(|word| word.term)
            .take(MOST_NAMES)
            .collect();
        let by = (by.into_iter())
            .filter_map(|word| {
                let term = postings.term(&word)?;
                Some((term, postings.weight(&word, Some(term), background)))
            })
            .collect();
        Self {
            words,
            places,
            denies: reading.negations > 0,
            length,
            by,
            by_term,
            near,
        }
    }

    /// Whether one of the words soon follows the other, by their indexes.
    pub(super) fn are_near(&self, one: usize, other: usize) -> bool {
        self.near.contains(&(one as u8, other as u8))
    }

    /// Which of the words a term is.
    pub(super) fn index_of(&self, term: u32) -> Option<usize> {
        self.by_term.get(&term).map(|index| usize::from(*index))
    }

    /// The words that claims are looked up by, with their weights.
    pub(super) fn looked_for(&self) -> Vec<(u32, f32)> {
        let said = (self.words.iter()).filter_map(|word| Some((word.term?, word.weight)));
        let by = (self.by.iter())
            .filter(|(term, _)| !self.by_term.contains_key(term))
            .map(|(term, weight)| (*term, weight * BY));
        said.chain(by).collect()
    }
}
