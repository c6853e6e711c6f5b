//! How the model that weighs claims is made.
//!
//! Every text is asked four times: with and without the name of who it is by, and of all claims and of those that are
//! left without the right ones. The last is what most statements meet, as nobody has checked most of what is said; a
//! model that had seen only texts with a checked claim would take the best candidate for the right one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use anyhow::ensure;
use onrecord_matching::claims::{ClaimIndex, ClaimModel, Forest, without_surroundings};

use super::boost::{Row, Settings, fit};
use super::corpus::{CheckedClaim, Labelled};
use super::measure::{Outcome, Thresholds};

/// A word counts as known where at least this many claims have it.
const LEAST_CLAIMS: u32 = 4;
/// So many of the candidates of each text are learnt from.
const CANDIDATES: usize = 50;
/// In how many parts the texts are judged by what the others taught.
const PARTS: usize = 5;

/// A trained model, and how good such models are for texts they were not trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainedClaims {
    /// Trained on all texts.
    pub model: ClaimModel,
    /// Judged part by part, each by a model that was trained on the others, with who the texts are by.
    pub held_out: Outcome,
    /// The same without who they are by.
    pub held_out_unnamed: Outcome,
    /// What the probabilities are worth, held out: with and without names, half of the texts without a right claim.
    pub thresholds: Thresholds,
}

impl fmt::Display for TrainedClaims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "held out: {}", self.held_out)?;
        writeln!(
            formatter,
            "held out, not told who it is by: {}",
            self.held_out_unnamed
        )?;
        write!(formatter, "{}", self.thresholds)
    }
}

/// What one asking brought.
struct Asking {
    part: usize,
    is_named: bool,
    has_answer: bool,
    /// How many claims would be right.
    right: usize,
    rows: Vec<Row>,
}

/// Trains a model.
///
/// # Errors
/// If there are no texts, or a text names a claim that is not there.
pub fn train(
    claims: &[CheckedClaim],
    texts: &[Labelled],
    settings: &Settings,
) -> anyhow::Result<TrainedClaims> {
    let keys: BTreeMap<&str, u32> = (claims.iter().zip(0..))
        .map(|(claim, key)| (claim.id.as_str(), key))
        .collect();
    for text in texts {
        for id in &text.claims {
            ensure!(keys.contains_key(id.as_str()), "no claim has the id {id}");
        }
    }
    ensure!(!texts.is_empty(), "there are no texts to learn from");
    let mut model = ClaimModel::default();
    let fill = |model: &ClaimModel| {
        let mut index = ClaimIndex::with_model(Arc::new(model.clone()));
        for (claim, key) in claims.iter().zip(0..) {
            claim.put_into(&mut index, key);
        }
        index
    };
    model.background = fill(&model).background(LEAST_CLAIMS);
    let askings = ask(&mut fill(&model), claims, &keys, texts);
    let judged = cross_validate(&askings, settings);
    let outcome = |is_named: bool| {
        let some = (judged.iter().zip(&askings))
            .filter(|(_, asking)| asking.has_answer && asking.is_named == is_named)
            .map(|(judged, asking)| (ranked(judged, asking), asking.right));
        Outcome::of(some)
    };
    let thresholds = Thresholds::of(
        (judged.iter().zip(&askings))
            .map(|(judged, asking)| (best(judged, asking), asking.has_answer)),
    );
    let rows: Vec<&Row> = askings.iter().flat_map(|asking| &asking.rows).collect();
    model.forest = fit(&rows, settings);
    Ok(TrainedClaims {
        model,
        held_out: outcome(true),
        held_out_unnamed: outcome(false),
        thresholds,
    })
}

fn ask(
    index: &mut ClaimIndex<u32>,
    claims: &[CheckedClaim],
    keys: &BTreeMap<&str, u32>,
    texts: &[Labelled],
) -> Vec<Asking> {
    // Texts that make the same claim are in the same part.
    let parts: BTreeMap<&str, usize> = (texts.iter())
        .flat_map(|text| text.claims.first())
        .map(String::as_str)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .zip((0..PARTS).cycle())
        .collect();
    let mut askings = Vec::new();
    for text in texts {
        let right: Vec<u32> = (text.claims.iter())
            .filter_map(|id| keys.get(id.as_str()).copied())
            .collect();
        let part = (text.claims.first())
            .and_then(|id| parts.get(id.as_str()).copied())
            .unwrap_or(0);
        let unnamed = without_surroundings(&text.text);
        for has_answer in [true, false] {
            if !has_answer {
                for key in &right {
                    index.remove(*key);
                }
            }
            for (is_named, said) in [(true, &text.text), (false, &unnamed)] {
                let weighed = index.weighed(said, None, CANDIDATES);
                let rows = weighed.into_iter().map(|weighed| Row {
                    facts: weighed.facts,
                    is_right: right.contains(&weighed.key),
                    weight: 1.0,
                });
                askings.push(Asking {
                    part,
                    is_named,
                    has_answer,
                    right: right.len(),
                    rows: rows.collect(),
                });
            }
        }
        for key in &right {
            claims[*key as usize].put_into(index, *key);
        }
    }
    askings
}

/// The probability of every row by a forest that was fitted to the other parts.
fn cross_validate(askings: &[Asking], settings: &Settings) -> Vec<Vec<f32>> {
    let forests: Vec<Forest> = (0..PARTS)
        .map(|part| {
            let rows: Vec<&Row> = (askings.iter())
                .filter(|asking| asking.part != part)
                .flat_map(|asking| &asking.rows)
                .collect();
            fit(&rows, settings)
        })
        .collect();
    (askings.iter())
        .map(|asking| {
            let forest = &forests[asking.part];
            (asking.rows.iter())
                .map(|row| forest.probability(&row.facts))
                .collect()
        })
        .collect()
}

/// Which of the candidates are right, the likeliest first.
fn ranked(judged: &[f32], asking: &Asking) -> Vec<bool> {
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by(|one, other| judged[*other].total_cmp(&judged[*one]));
    order
        .into_iter()
        .map(|row| asking.rows[row].is_right)
        .collect()
}

/// How likely the likeliest is, and whether it is right.
fn best(judged: &[f32], asking: &Asking) -> (f32, bool) {
    (judged.iter().zip(&asking.rows)).fold((0.0, false), |best, (score, row)| {
        if *score > best.0 {
            (*score, row.is_right)
        } else {
            best
        }
    })
}
