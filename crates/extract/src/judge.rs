//! How far a proposal is believed.
//!
//! Each proposal is described by a few dozen names (its rule, verb, frame, the shape of its source, …). Each name
//! carries a weight that was counted on annotated articles by logistic regression; their sum, through the
//! logistic function, is the share of such proposals that were right, content and source both. The weights are
//! in `data/weights.txt`; they are counts of constructs, and hold no sentence of any article.

use std::collections::HashMap;

use onrecord_model::Confidence;

use crate::proposal::Proposal;
use crate::reading::Reading;

const WEIGHTS: &str = include_str!("../data/weights.txt");

#[derive(Debug, Clone)]
pub(crate) struct Judge {
    weights: HashMap<&'static str, f32>,
}

impl Judge {
    pub(crate) fn new() -> Self {
        let weights = WEIGHTS
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(weight, name)| Some((name, weight.parse().ok()?)))
            .collect();
        Self { weights }
    }

    pub(crate) fn confidence(&self, reading: &Reading<'_, '_>, proposal: &Proposal) -> Confidence {
        let mut sum = self.weights.get("bias").copied().unwrap_or(0.0);
        proposal.describe(reading, &mut |name| {
            sum += self.weights.get(name).copied().unwrap_or(0.0);
        });
        let share = 1.0 / (1.0 + (-sum).exp());
        // Three digits are all the counts bear, and make the answer the same on every machine.
        Confidence::new((share * 1000.0).round() / 1000.0)
    }
}
