//! How far a proposal is believed.
//!
//! Each proposal is described by a few dozen names (its rule, verb, frame, the shape of its source, …). Each name
//! carries a weight; their sum, through the logistic function, estimates how often such proposals are right,
//! content and source both.
//!
//! The weights (`data/weights.txt`) come from a logistic regression over all [candidates](crate::Candidate) of the
//! training part of PolNeAR 1.0 (840 articles, 28,159 candidates, 42.8 % of them right). The file is what this makes,
//! byte for byte, and whoever changes a rule or a name makes it again:
//!
//! ```text
//! cargo run --release -p onrecord-lab -- fit polnear_train.jsonl --out crates/extract/data/weights.txt
//! ```
//!
//! They are counts of constructs and hold no sentence of any article. Halves of the articles judged with the weights
//! of the other half: of those given 0.9 or more 94 % are right, of 0.7 to 0.8 75 %, of 0.5 to 0.6 55 %, of less than
//! 0.1 5 %. `docs/model-card.md` says what the estimates are good for.

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
        let share = share.max(proposal.least);
        // Three digits are all the counts bear, and make the answer the same on every machine.
        Confidence::new((share * 1000.0).round() / 1000.0)
    }
}
