//! What the rules propose for annotated articles, and which of it is right.

use std::fmt;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{CodePoints, Kind};

use super::report::Calibration;
use crate::scoring::{Role, ScoredText, Unit, agreement, source_matches};
use crate::{Annotation, Sample};

/// Candidates of a corpus, one an index into each list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examples {
    /// The names each is judged by.
    pub features: Vec<Vec<String>>,
    /// Whether content and source agree with an annotated attribution.
    pub right: Vec<bool>,
    /// The article it comes from, counted from 0.
    pub article: Vec<usize>,
    /// What could be found at best.
    pub recall: Recall,
    /// Articles that production leaves alone, for they are not taken for English.
    pub not_english: usize,
}

/// Of the annotated attributions, those for which anything fitting is proposed at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recall {
    /// For each of [`Kind::ALL`]: annotated, proposed with the right content, with the right source as well.
    pub by_kind: [[usize; 3]; 3],
}

/// Gathers the candidates of `samples` and labels them.
#[must_use]
pub fn examples(samples: &[Sample], extractor: &Extractor) -> Examples {
    let mut examples = Examples::default();
    for (article, sample) in samples.iter().enumerate() {
        let text = ScoredText::new(&sample.article.text);
        let gold = units(sample, &text);
        let mut is_found = vec![[true, false, false]; gold.len()];
        if sample.article.language.is_english() {
            let points = CodePoints::new(&sample.article.text);
            let document = Document::new(&sample.article.text, &sample.article.blocks);
            for candidate in extractor.candidates(&document) {
                let unit = Unit::new(&Annotation::of(&candidate.attribution, &points), &text);
                let right = label(&unit, &gold, &mut is_found);
                examples.features.push(candidate.features);
                examples.right.push(right);
                examples.article.push(article);
            }
        } else {
            examples.not_english += 1;
        }
        for (unit, found) in gold.iter().zip(is_found) {
            let counts = &mut examples.recall.by_kind[unit.kind as usize];
            for (count, found) in counts.iter_mut().zip(found) {
                *count += usize::from(found);
            }
        }
    }
    examples
}

/// How often what `extractor` answers is right, by its confidence.
#[must_use]
pub fn calibration(samples: &[Sample], extractor: &Extractor) -> Calibration {
    let mut calibration = Calibration::default();
    for sample in samples {
        let article = &sample.article;
        if !article.language.is_english() {
            continue;
        }
        let text = ScoredText::new(&article.text);
        let gold = units(sample, &text);
        let points = CodePoints::new(&article.text);
        let document = Document::new(&article.text, &article.blocks);
        for found in extractor.extract(&document) {
            // Annotators left out what stands inside somebody's words.
            if found.inside.is_some() {
                continue;
            }
            let unit = Unit::new(&Annotation::of(&found, &points), &text);
            let mut is_found = vec![[true, false, false]; gold.len()];
            let right = label(&unit, &gold, &mut is_found);
            // Three decimals are all that a confidence has; a tenth must not fall below itself.
            let estimate = (f64::from(found.confidence.value()) * 1000.0).round() / 1000.0;
            calibration.add(estimate, right);
        }
    }
    calibration
}

fn units(sample: &Sample, text: &ScoredText) -> Vec<Unit> {
    let annotations = sample.gold.attributions.iter();
    annotations
        .map(|annotation| Unit::new(annotation, text))
        .filter(|unit| !unit.tokens(Role::Content).is_empty())
        .collect()
}

/// Whether any annotated attribution agrees with the proposal in content and source; notes what it finds.
fn label(proposed: &Unit, gold: &[Unit], is_found: &mut [[bool; 3]]) -> bool {
    let mut right = false;
    for (unit, found) in gold.iter().zip(is_found) {
        let content = proposed.tokens(Role::Content);
        if agreement(unit.tokens(Role::Content), content) < 0.5 {
            continue;
        }
        found[1] = true;
        if source_matches(unit, proposed) {
            found[2] = true;
            right = true;
        }
    }
    right
}

/// The proposals and the best recall that they allow.
impl fmt::Display for Examples {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let right = self.right.iter().filter(|right| **right).count();
        write!(
            formatter,
            "proposals {}, right {right} ({:.1} %)",
            self.right.len(),
            percent(right, self.right.len())
        )?;
        if self.not_english > 0 {
            write!(formatter, "; articles not in English {}", self.not_english)?;
        }
        for (kind, [gold, content, both]) in Kind::ALL.iter().zip(self.recall.by_kind) {
            write!(
                formatter,
                "\nannotated {kind:<9}{gold:>6}: content proposed {:.1} %, with the right source {:.1} %",
                percent(content, gold),
                percent(both, gold)
            )?;
        }
        Ok(())
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
