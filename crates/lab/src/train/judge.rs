//! What facts about hypotheses say together, learned from articles.

use std::fmt;

use onrecord_extract::tagger::{Tagger, exponential};
use onrecord_extract::{Extractor, JudgeParts};

use super::articles::Articles;
use super::hidden::{Examples, HiddenLayer};
use super::in_parallel;
use super::labelling::Labeller;
use super::scaling::Scaling;
use crate::fit::HeldOut;
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
}

/// Articles that are judged in turn by what all others teach.
pub(super) struct Folds<'a> {
    pub(super) count: usize,
    /// Which of them an article is in; `None` if it is only learned from.
    pub(super) of: &'a (dyn Fn(usize) -> Option<usize> + Sync),
}

impl Judge {
    /// Learns from the hypotheses about all `samples`, those about each from what its `tagger` labels. How sure it may
    /// be is told by judges that learned without one of the `folds`, in what they say of it.
    ///
    /// # Errors
    /// If there are no hypotheses, or they are all right or all wrong.
    pub(super) fn learn<'tagger>(
        articles: &Articles<'_>,
        samples: &[Sample],
        tagger: &dyn Fn(usize) -> &'tagger dyn Tagger,
        folds: &Folds<'_>,
    ) -> Result<Self, LabError> {
        let extractor = Extractor::rules_alone();
        let mut examples = Examples::default();
        for (article, sample) in samples.iter().enumerate() {
            let mut labeller = Labeller::new(sample);
            let vocabulary = articles.without(article);
            let document = articles.document(article);
            extractor.hypotheses(
                document,
                tagger(article),
                &vocabulary,
                &mut |found, facts| {
                    examples.push(facts, labeller.is_right(&found), article);
                },
            );
        }
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
        Ok(Self {
            parts: JudgeParts {
                facts: everything.into_facts(),
                scaling: [scaling.factor, scaling.shift],
            },
            hypotheses: [examples.right.len(), right],
            held_out: HeldOut::new(&estimates, &came_true),
        })
    }
}

impl fmt::Display for Judge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hypotheses, right] = self.hypotheses;
        let [factor, shift] = self.parts.scaling;
        write!(
            formatter,
            "hypotheses {hypotheses}, right {right}\nfacts {}\nscaled by {factor:.2}, {shift:+.2}\n{}",
            self.parts.facts.len(),
            self.held_out
        )
    }
}
