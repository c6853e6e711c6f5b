//! How good scores are against labels.

use std::fmt;

use serde::Serialize;

/// What scores are worth.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Measures {
    /// Mean of the F1 of both answers.
    pub macro_f1: f64,
    /// F1 of "worth checking".
    pub f1: f64,
    /// Share of right answers.
    pub accuracy: f64,
    /// How likely a sentence worth checking scores higher than one that is not.
    pub auc: f64,
    /// Mean of the precisions at each sentence worth checking, from the highest score down.
    pub average_precision: f64,
    /// Mean squared distance of score and label.
    pub brier: f64,
    /// Mean distance of score and share, over ten ranges of scores, by how many scores lie in each.
    pub calibration_error: f64,
}

/// A range of scores: from where, how many, their mean, and how many of them were worth checking.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Range {
    /// Sentences with a score in it.
    pub sentences: usize,
    /// Sum of their scores.
    pub scores: f64,
    /// How many were worth checking.
    pub right: usize,
}

/// The measures of scores, from 0 to 1, and of answers, against labels.
#[must_use]
pub fn measure(scores: &[f64], answers: &[bool], labels: &[bool]) -> Measures {
    let count = |answer: bool, label: bool| {
        let pairs = answers.iter().zip(labels);
        pairs.filter(|pair| *pair == (&answer, &label)).count() as f64
    };
    let (hits, false_alarms) = (count(true, true), count(true, false));
    let (misses, rests) = (count(false, true), count(false, false));
    let f1 = |hits: f64, others: f64| 2.0 * hits / (2.0 * hits + others).max(1.0);
    let (of_yes, of_no) = (
        f1(hits, false_alarms + misses),
        f1(rests, false_alarms + misses),
    );
    let squares = scores.iter().zip(labels).map(|(score, label)| {
        let distance = score - f64::from(u8::from(*label));
        distance * distance
    });
    let all = scores.len().max(1) as f64;
    let (auc, average_precision) = ranking(scores, labels);
    Measures {
        macro_f1: (of_yes + of_no) / 2.0,
        f1: of_yes,
        accuracy: (hits + rests) / all,
        auc,
        average_precision,
        brier: squares.sum::<f64>() / all,
        calibration_error: ranges(scores, labels)
            .iter()
            .map(|range| (range.scores - range.right as f64).abs())
            .sum::<f64>()
            / all,
    }
}

/// The ten ranges of scores.
#[must_use]
pub fn ranges(scores: &[f64], labels: &[bool]) -> [Range; 10] {
    let mut ranges = [Range::default(); 10];
    for (score, label) in scores.iter().zip(labels) {
        let range = &mut ranges[((score * 10.0) as usize).min(9)];
        range.sentences += 1;
        range.scores += score;
        range.right += usize::from(*label);
    }
    ranges
}

/// Area under the curve of hits against false alarms, and average precision; equal scores count half.
fn ranking(scores: &[f64], labels: &[bool]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other)));
    let right = labels.iter().filter(|label| **label).count() as f64;
    let wrong = labels.len() as f64 - right;
    let (mut hits, mut seen, mut area, mut precision) = (0.0, 0.0, 0.0, 0.0);
    let mut rest = order.as_slice();
    while let Some(first) = rest.first() {
        let equal = rest
            .iter()
            .take_while(|index| scores[**index] == scores[*first])
            .count();
        let (tied, behind) = rest.split_at(equal);
        let tied_hits = tied.iter().filter(|index| labels[**index]).count() as f64;
        let tied_wrong = equal as f64 - tied_hits;
        area += tied_wrong * (hits + tied_hits / 2.0);
        hits += tied_hits;
        seen += equal as f64;
        precision += tied_hits * hits / seen;
        rest = behind;
    }
    (area / (right * wrong).max(1.0), precision / right.max(1.0))
}

/// The line between the answers where the mean F1 of both is highest: the middle of the plateau around it, for the
/// highest point of all is mostly chance.
pub(super) fn best_line(scores: &[f64], labels: &[bool]) -> f64 {
    let at = |percent: usize| {
        let line = percent as f64 / 100.0;
        let answers: Vec<bool> = scores.iter().map(|score| *score >= line).collect();
        measure(scores, &answers, labels).macro_f1
    };
    let heights: Vec<f64> = (0..=100).map(at).collect();
    let smooth = |place: usize| heights[place - 2..=place + 2].iter().sum::<f64>();
    let best = (10..=90).max_by(|one, other| {
        let first = other.cmp(one);
        smooth(*one).total_cmp(&smooth(*other)).then(first)
    });
    best.unwrap_or(50) as f64 / 100.0
}

impl fmt::Display for Measures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "macro-F1 {:.4}  F1 {:.4}  accuracy {:.4}  AUC {:.4}  average precision {:.4}  Brier {:.4}  calibration \
             error {:.4}",
            self.macro_f1,
            self.f1,
            self.accuracy,
            self.auc,
            self.average_precision,
            self.brier,
            self.calibration_error
        )
    }
}
