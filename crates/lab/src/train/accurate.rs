//! From trained weights to an accurate model.
//!
//! The network itself is trained elsewhere. Here its weights become a file, and the judge learns from what it labels.
//! A network is surer of articles that it has read often than of others, and a judge that learned from those would
//! believe it too much. So the judge learns from the labels of a second network, trained in the same manner on seven of
//! ten articles ([`is_held`] names the others). It learns from all articles, for with the network of `accurate/1` it was
//! better on PolNeAR's dev part than learning from the others alone (71.0 against 70.4 end to end). How sure
//! it may be is counted on articles that neither that network nor the judge has read: each third of the others, judged
//! by what all articles but these teach. The sentences that the network leaves to the fast model, it leaves here to a
//! chain of articles of which this is none.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use onrecord_extract::{AccurateModel, AccurateParts, JudgeParts};
use serde::Deserialize;

use super::articles::Articles;
use super::judge::{Folds, Judge};
use super::tensors::Tensors;
use super::{FOLDS, Teaching, WordGroups, chains, taggers};
use crate::{LabError, Sample};

const LAYERS: u8 = 6;
/// The least confidence that the accurate model answers: among 0.26 to 0.38 the end-to-end F1 hardly moves on articles
/// that neither the network nor the judge has read.
const FLOOR: f32 = 0.34;
/// In how many parts the articles are cut of which the judge's network has not read some.
const TENTHS: usize = 10;
/// Which it has not read: the first three.
const HELD: usize = 3;

/// Whether the network that the judge learns from is trained without this article: three of ten.
#[must_use]
pub fn is_held(article: usize) -> bool {
    held_part(article).is_some()
}

fn held_part(article: usize) -> Option<usize> {
    Some(article % TENTHS).filter(|part| *part < HELD)
}

/// Where weights and vocabulary lie.
#[derive(Debug)]
pub struct Network<'a> {
    /// Trained weights.
    pub weights: &'a Path,
    /// The weights they were trained from, which hold the vectors of the pieces.
    pub start: &'a Path,
    /// The vocabulary (`tokenizer.json`).
    pub tokenizer: &'a Path,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: WordPieceModel,
}

#[derive(Deserialize)]
struct WordPieceModel {
    vocab: BTreeMap<String, usize>,
}

impl Network<'_> {
    /// The model of this network, with a judge that knows nothing.
    ///
    /// # Errors
    /// If a file cannot be read or is not what it should be.
    pub fn parts(&self, name: &str) -> Result<AccurateParts, LabError> {
        let mut weights = Tensors::read(self.weights)?.network(LAYERS)?;
        let start = Tensors::read(self.start)?;
        let vectors = start.get("embeddings.word_embeddings.weight")?;
        weights.insert("pieces".to_owned(), vectors.clone());
        Ok(AccurateParts {
            name: name.to_owned(),
            floor: FLOOR,
            pieces: self.pieces()?,
            layers: LAYERS,
            weights,
            judge: JudgeParts::ignorant(),
        })
    }

    fn pieces(&self) -> Result<Vec<String>, LabError> {
        let path = self.tokenizer;
        let json = fs::read(path).map_err(|source| LabError::Read {
            path: path.to_owned(),
            source,
        })?;
        let broken = || LabError::NotATokenizer(path.to_owned());
        let tokenizer: Tokenizer = serde_json::from_slice(&json).map_err(|_| broken())?;
        let mut pieces = vec![String::new(); tokenizer.model.vocab.len()];
        for (piece, number) in tokenizer.model.vocab {
            *pieces.get_mut(number).ok_or_else(broken)? = piece;
        }
        Ok(pieces)
    }
}

/// The file of a model with `network` and `judge`; the network's weights may lie in an older such file, from which they
/// are taken as they stand.
///
/// # Errors
/// If a file cannot be read or is not what it should be.
pub fn packed(network: &Network<'_>, name: &str, judge: &JudgeParts) -> Result<Vec<u8>, LabError> {
    let path = network.weights;
    let bytes = fs::read(path).map_err(|source| LabError::Read {
        path: path.to_owned(),
        source,
    })?;
    if AccurateModel::is_like(&bytes) {
        return Ok(AccurateModel::with_judge(&bytes, name, judge)?);
    }
    let mut parts = network.parts(name)?;
    parts.judge.clone_from(judge);
    Ok(parts.to_bytes()?)
}

/// Lets a judge learn from what `network`, which did not learn from those of `samples` that [`is_held`] names, labels
/// in all of them. It also teaches the chains before it, of these articles and of the `unlabelled` ones.
///
/// # Errors
/// If there are no articles, or their hypotheses are all right or all wrong.
pub fn judge(
    network: &AccurateModel,
    samples: &[Sample],
    groups: &WordGroups,
    unlabelled: Vec<Sample>,
) -> Result<Judge, LabError> {
    let articles = Articles::new(samples, groups);
    let teaching = Teaching::new(network.clone(), unlabelled);
    let networks: Vec<AccurateModel> = taggers(&chains(&articles, Some(&teaching), FOLDS))?
        .into_iter()
        .map(|fast| network.clone().with_fast(fast))
        .collect();
    let folds = Folds {
        count: HELD,
        of: &held_part,
    };
    Judge::learn(
        &articles,
        samples,
        &|article| &networks[article % FOLDS],
        &folds,
        FLOOR,
    )
}
