//! Whether somebody has checked what a text claims: an index of claims, and how likely a text makes one of them.
//!
//! Candidates are found by BM25 over the words of a claim, of the review's headline and of what was said around it
//! ([`postings`]). Each is then laid beside the text ([`facts`]), and a forest of small trees ([`model`]) tells from
//! what they have in common how likely it is that the text makes the claim.

mod agreement;
mod alike;
mod asked;
mod facts;
mod model;
mod numbers;
mod postings;
mod reading;
mod stem;
mod tidy;

use std::sync::Arc;

pub use agreement::Agreement;
pub use facts::FACTS;
pub use model::{Background, ClaimModel, ClaimModelError, Forest, Node, Tree};

use asked::Asked;
use facts::Weigher;
use postings::Postings;
use reading::{Reading, read};
use tidy::tidy;

/// A text without what surrounds it where it was published: addresses, and lines that name who posted it and when.
///
/// The matcher itself leaves them out, but for the name, by which claims about what that person said are found.
#[must_use]
pub fn without_surroundings(text: &str) -> String {
    tidy(text).text
}

/// From this probability on a link is worth suggesting to a person: 72 of 100 are right where half of the texts make a
/// claim that is there, and 65 of 100 of those are found (held out).
pub const SUGGEST_FROM: f32 = 0.5;

/// Of the best by BM25 this many are weighed, or as many as are asked for.
const CANDIDATES: usize = 50;
/// Of what was said around a claim this many words count, from the first.
const CONTEXT_WORDS: usize = 256;

/// What is known of a claim that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClaimText<'a> {
    /// What is claimed, in a sentence.
    pub claim: &'a str,
    /// The headline of the review.
    pub title: Option<&'a str>,
    /// What was said around it, or by whom; the first 256 words count.
    pub context: Option<&'a str>,
}

/// Claims that can be looked for in texts. What it answers depends on the claims alone, not on the order in which they
/// were put.
#[derive(Debug)]
pub struct ClaimIndex<Key> {
    postings: Postings<Key>,
    model: Arc<ClaimModel>,
}

/// A claim that a text may make.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimMatch<Key> {
    /// Under what the claim was put.
    pub key: Key,
    /// How likely the text makes the claim, 0 to 1.
    pub score: f32,
    /// What the two have in common, and what not.
    pub why: Agreement,
}

/// A candidate as the model sees it, for whoever trains one.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed<Key> {
    /// Under what the claim was put.
    pub key: Key,
    /// What it has in common with the text.
    pub facts: [f32; FACTS],
}

impl<Key: Copy + Ord> Default for ClaimIndex<Key> {
    fn default() -> Self {
        Self::with_model(ClaimModel::bundled())
    }
}

impl<Key: Copy + Ord> ClaimIndex<Key> {
    /// An index without claims that judges by another model than the bundled one.
    #[must_use]
    pub fn with_model(model: Arc<ClaimModel>) -> Self {
        Self {
            postings: Postings::default(),
            model,
        }
    }

    /// Puts a claim, in place of what was there under its key.
    pub fn put(&mut self, key: Key, text: &ClaimText<'_>) {
        let field =
            |text: Option<&str>| text.map_or_else(Reading::default, |text| read(&tidy(text).text));
        let mut context = field(text.context);
        context.words.truncate(CONTEXT_WORDS);
        let readings = [field(Some(text.claim)), field(text.title), context];
        self.postings.put(key, text.claim, readings);
    }

    /// Forgets a claim, if it is there.
    pub fn remove(&mut self, key: Key) {
        self.postings.remove(key);
    }

    /// How many claims there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.postings.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The claims that a text may make, the likeliest first, ties by key; at most `limit`.
    ///
    /// However unlikely the best are, they are told: compare their score with [`SUGGEST_FROM`]. A text is compared by
    /// the 64 of its words that the fewest claims have, and for what follows what by its first 512; so whoever asks
    /// about an article asks about its statements one by one.
    #[must_use]
    pub fn matches(&self, text: &str, limit: usize) -> Vec<ClaimMatch<Key>> {
        self.matches_said_by(text, None, limit)
    }

    /// The claims that a text may make, where it is known who says it: many claims are about what somebody said.
    #[must_use]
    pub fn matches_said_by(
        &self,
        text: &str,
        speaker: Option<&str>,
        limit: usize,
    ) -> Vec<ClaimMatch<Key>> {
        let forest = &self.model.forest;
        let mut scored: Vec<(f32, Key)> = (self
            .weighed(text, speaker, limit.max(CANDIDATES))
            .into_iter())
        .map(|weighed| (forest.probability(&weighed.facts), weighed.key))
        .collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        scored.truncate(limit);
        let reading = read(&tidy(text).text);
        scored
            .into_iter()
            .filter_map(|(score, key)| {
                let entry = self.postings.entry(self.postings.place(key)?)?;
                let why = Agreement::of(&reading, &entry.written);
                Some(ClaimMatch { key, score, why })
            })
            .collect()
    }

    /// The best `most` claims by BM25 with what the model sees of them.
    #[must_use]
    pub fn weighed(&self, text: &str, speaker: Option<&str>, most: usize) -> Vec<Weighed<Key>> {
        let asked = Asked::of(text, speaker, &self.postings, &self.model.background);
        let candidates = self.postings.ranked(&asked.looked_for(), most);
        let mut weigher = Weigher::new(&self.postings, &self.model.background, &asked);
        let pairs = weigher.pairs(&candidates);
        pairs
            .into_iter()
            .filter_map(|pair| {
                Some(Weighed {
                    key: self.postings.entry(pair.place)?.key,
                    facts: pair.facts,
                })
            })
            .collect()
    }

    /// The claims of [`ClaimIndex::matches`] by BM25 alone, with its scores.
    #[must_use]
    pub fn ranked(&self, text: &str, limit: usize) -> Vec<(Key, f32)> {
        let asked = Asked::of(text, None, &self.postings, &self.model.background);
        let ranked = self.postings.ranked(&asked.looked_for(), limit);
        ranked
            .into_iter()
            .filter_map(|(place, score)| Some((self.postings.entry(place)?.key, score)))
            .collect()
    }

    /// In how many claims each word stands, for the model.
    #[must_use]
    pub fn background(&self, least: u32) -> Background {
        Background::new(self.len(), self.postings.frequencies(least))
    }
}
