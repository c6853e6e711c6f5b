//! MinHash bands: rows by which copies of articles are found without comparing everything with everything.
//!
//! A text is taken as the set of its shingles, runs of neighbouring words. Of each of several orders of all possible
//! shingles the least one that the text has is kept; two texts have the same least one with the probability that is
//! their Jaccard similarity (A. Z. Broder, "On the resemblance and containment of documents", 1997). Some of these
//! together make a band, and texts that share a band are candidates (J. Leskovec, A. Rajaraman, J. Ullman, "Mining of
//! Massive Datasets", chapter 3).
//!
//! What comes out is kept in databases: a change of what this module makes of a text needs every row made anew.

use std::collections::HashSet;

use crate::words::{Word, words};

/// Words of a shingle of an article: five in a row are shared by copying alone.
const ARTICLE_SHINGLE: usize = 5;
/// Found are four in five articles that have half of their shingles in common, and all but one in a hundred thousand
/// with nine tenths.
const ARTICLE_BANDS: usize = 12;
const ARTICLE_ROWS: usize = 3;
/// Fewest words of an article with bands.
const FEWEST_ARTICLE_WORDS: usize = 40;

/// Share of the shorter article's shingles that stand in the longer one, from which it is a copy: agencies' texts are
/// cut from the end, given another headline and a sentence of the outlet's own.
const COPIED: f32 = 0.7;

/// The bands of an article's text, for rows of an index in which copies meet. None for a text of fewer than forty
/// words.
#[must_use]
pub fn article_bands(text: &str) -> Vec<i64> {
    let words = words(text);
    if words.len() < FEWEST_ARTICLE_WORDS {
        return Vec::new();
    }
    let shingles: Vec<u64> = shingles(&words, ARTICLE_SHINGLE).collect();
    minhash(&shingles)
}

/// How much of the shorter of two articles stands in the longer, by runs of five words, from 0 to 1.
#[must_use]
pub fn overlap(first: &str, second: &str) -> f32 {
    let set = |text: &str| -> HashSet<u64> { shingles(&words(text), ARTICLE_SHINGLE).collect() };
    let (first, second) = (set(first), set(second));
    let shorter = first.len().min(second.len());
    if shorter == 0 {
        return 0.0;
    }
    first.intersection(&second).count() as f32 / shorter as f32
}

/// Whether one of two articles is a copy of the other, or both are of a third: the same report, whoever prints it.
#[must_use]
pub fn are_copies(first: &str, second: &str) -> bool {
    overlap(first, second) >= COPIED
}

fn shingles(words: &[Word<'_>], length: usize) -> impl Iterator<Item = u64> {
    let hashes: Vec<u64> = words.iter().map(|word| hash(&word.compared)).collect();
    (0..(hashes.len() + 1).saturating_sub(length)).map(move |start| {
        hashes[start..start + length]
            .iter()
            .fold(0, |together: u64, word| mix(together.rotate_left(7) ^ word))
    })
}

fn minhash(shingles: &[u64]) -> Vec<i64> {
    (0..ARTICLE_BANDS)
        .map(|band| {
            let mut together = mix(band as u64);
            for row in 0..ARTICLE_ROWS {
                let order = mix((band * ARTICLE_ROWS + row + 1) as u64);
                let least = shingles.iter().map(|shingle| mix(shingle ^ order)).min();
                together = mix(together.rotate_left(7) ^ least.unwrap_or_default());
            }
            together as i64
        })
        .collect()
}

/// FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>, well mixed.
fn hash(word: &str) -> u64 {
    let basis = 0xcbf2_9ce4_8422_2325;
    mix(word.bytes().fold(basis, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
