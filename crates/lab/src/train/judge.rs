//! What facts about hypotheses say together, learned from articles.

use std::fmt;

use onrecord_extract::tagger::{Tagger, exponential};
use onrecord_extract::{Extractor, FactWeights, JudgeParts, ModelError};
use onrecord_model::Confidence;

use super::articles::Articles;
use super::hidden::{Examples, HiddenLayer};
use super::in_parallel;
use super::labelling::Labeller;
use super::scaling::Scaling;
use crate::fit::HeldOut;
use crate::scoring::{Score, score};
use crate::{LabError, Sample};

/// A judge, and what was seen while it learned.
#[derive(Debug)]
pub struct Judge {
    /// The judge.
    pub parts: JudgeParts,
    /// Hypotheses that were learned from, and those of them that are right.
    pub hypotheses: [usize; 2],
    /// How sure judges are of articles that they did not learn from, and with what right.
    pub held_out: HeldOut,
    /// How good what they believe of these articles is.
    pub score: Score,
}

/// Articles that are judged in turn by what all others teach.
pub(super) struct Folds<'a> {
    pub(super) count: usize,
    /// Which of them an article is in; `None` if it is only learned from.
    pub(super) of: &'a (dyn Fn(usize) -> Option<usize> + Sync),
}

impl Judge {
    /// Learns from the hypotheses about all `samples`, those about each from what its `tagger` labels. How sure it may
    /// be is told by judges that learned without one of the `folds`, in what they say of it: the two numbers of the
    /// scaling are fitted to that. So is how good that is which is believed from `floor` on.
    ///
    /// # Errors
    /// If there are no hypotheses, or they are all right or all wrong.
    pub(super) fn learn<'tagger>(
        articles: &Articles<'_>,
        samples: &[Sample],
        tagger: &dyn Fn(usize) -> &'tagger dyn Tagger,
        folds: &Folds<'_>,
        floor: f32,
    ) -> Result<Self, LabError> {
        let extractor = Extractor::rules_alone();
        let examples = examples(&extractor, articles, samples, tagger);
        let right = examples.right.iter().filter(|right| **right).count();
        if right == 0 || right == examples.right.len() {
            return Err(LabError::OneSided {
                proposals: examples.right.len(),
                right,
            });
        }
        let mut layers = in_parallel(folds.count + 1, |fold| {
            HiddenLayer::learn(&examples, &|article| (folds.of)(article) != Some(fold))
        });
        let everything = layers.pop().unwrap_or_default();
        let mut sums = Vec::new();
        let mut came_true = Vec::new();
        for (example, article) in examples.article.iter().enumerate() {
            if let Some(fold) = (folds.of)(*article) {
                sums.push(layers[fold].sum(examples.facts(example)));
                came_true.push(examples.right[example]);
            }
        }
        let scaling = Scaling::fit(&sums, &came_true);
        let estimates: Vec<f64> = sums
            .iter()
            .map(|sum| 1.0 / (1.0 + f64::from(exponential(-scaling.of(*sum)))))
            .collect();
        let parts = |layer: HiddenLayer| JudgeParts {
            facts: layer.into_facts(),
            scaling: [scaling.factor, scaling.shift],
        };
        let judges = layers
            .into_iter()
            .map(|layer| FactWeights::new(&parts(layer)))
            .collect::<Result<Vec<FactWeights>, ModelError>>()?;
        let extractor = extractor.with_floor(Confidence::new(floor));
        let mut gold = Vec::new();
        let mut believed = Vec::new();
        for (article, sample) in samples.iter().enumerate() {
            if let Some(fold) = (folds.of)(article) {
                let found = extractor.believed(
                    articles.document(article),
                    tagger(article),
                    &articles.without(article),
                    &judges[fold],
                );
                gold.push(sample.gold.clone());
                believed.push(sample.answer(&found));
            }
        }
        Ok(Self {
            parts: parts(everything),
            score: score(&gold, &believed)?,
            hypotheses: [examples.right.len(), right],
            held_out: HeldOut::new(&estimates, &came_true),
        })
    }
}

/// The hypotheses about all `samples`, and which of them are right.
fn examples<'tagger>(
    extractor: &Extractor,
    articles: &Articles<'_>,
    samples: &[Sample],
    tagger: &dyn Fn(usize) -> &'tagger dyn Tagger,
) -> Examples {
    let mut examples = Examples::default();
    for (article, sample) in samples.iter().enumerate() {
        let mut labeller = Labeller::new(sample);
        extractor.hypotheses(
            articles.document(article),
            tagger(article),
            &articles.without(article),
            &mut |found, facts| examples.push(facts, labeller.is_right(&found), article),
        );
    }
    examples
}

impl fmt::Display for Judge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hypotheses, right] = self.hypotheses;
        let [factor, shift] = self.parts.scaling;
        write!(
            formatter,
            "hypotheses {hypotheses}, right {right}\nfacts {}\nscaled by {factor:.2}, {shift:+.2}\n\n\
             held-out articles:\n{}\n\n{}",
            self.parts.facts.len(),
            self.score,
            self.held_out
        )
    }
}
