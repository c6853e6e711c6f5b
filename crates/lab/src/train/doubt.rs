//! Which sentences the fast model may be left with, counted on articles that it did not learn from.

use std::fmt;
use std::ops::Range;

use onrecord_extract::tagger::{Label, Part, Stretch};

use super::articles::Articles;
use super::chain::spans;
use super::{FOLDS, Teaching, WordGroups, chains};
use crate::{LabError, Sample};

/// The thresholds that are tried.
const DOUBTS: [f32; 12] = [
    0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5,
];

/// What comes of leaving sentences to the fast model where it doubts no label as much as this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// See [`onrecord_extract::AccurateModel::with_least_doubt`].
    pub least_doubt: f32,
    /// Tokens in sentences that the network reads still, and all.
    pub read: [usize; 2],
    /// Annotated spans in sentences that the fast model is left with, those of them that it finds exactly, and those
    /// that it finds there.
    pub left: [usize; 3],
    /// All annotated spans.
    pub spans: usize,
}

/// Counts for each threshold, by chains of the other parts of the articles.
///
/// # Errors
/// If there are no articles.
pub fn doubts(
    samples: &[Sample],
    groups: &WordGroups,
    teaching: Option<&Teaching>,
) -> Result<Vec<Doubt>, LabError> {
    let articles = Articles::new(samples, groups);
    let chains = chains(&articles, teaching, FOLDS);
    let sequences = articles.sequences(&[], None);
    let mut counted = DOUBTS.map(|least_doubt| Doubt {
        least_doubt,
        read: [0; 2],
        left: [0; 3],
        spans: 0,
    });
    let mut sequences = sequences.iter();
    for article in 0..samples.len() {
        let document = articles.document(article);
        for (stretch, sequence) in Stretch::all(document).iter().zip(&mut sequences) {
            let (labels, doubts) = chains[article % FOLDS].labelled(sequence);
            let paragraph = &document.paragraphs()[stretch.paragraph];
            let sentences: Vec<Range<usize>> = document.sentences()[paragraph.sentences.clone()]
                .iter()
                .map(|sentence| {
                    let start = sentence.tokens.start.max(stretch.tokens.start);
                    let end = sentence.tokens.end.min(stretch.tokens.end).max(start);
                    start - stretch.tokens.start..end - stretch.tokens.start
                })
                .collect();
            for doubt in &mut counted {
                let mut is_left = vec![false; labels.len()];
                for sentence in &sentences {
                    let is_sure = |token: usize| doubts[token] < doubt.least_doubt;
                    if sentence.clone().all(is_sure) {
                        is_left[sentence.clone()].fill(true);
                    }
                }
                doubt.add(sequence.goal.labels(), &labels, &is_left);
            }
        }
    }
    Ok(counted.to_vec())
}

impl Doubt {
    fn add(&mut self, annotated: &[Label], found: &[Label], is_left: &[bool]) {
        self.read[0] += is_left.iter().filter(|is_left| !**is_left).count();
        self.read[1] += is_left.len();
        for part in Part::ALL {
            let (annotated, found) = (spans(annotated, part), spans(found, part));
            let left = |all: &[(usize, usize)]| -> Vec<(usize, usize)> {
                let inside = all
                    .iter()
                    .filter(|(start, end)| is_left[*start..*end].contains(&true));
                inside.copied().collect()
            };
            let (theirs, mine) = (left(&annotated), left(&found));
            self.spans += annotated.len();
            self.left[0] += theirs.len();
            self.left[1] += theirs.iter().filter(|span| mine.contains(span)).count();
            self.left[2] += mine.len();
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        let [annotated, right, found] = self.left;
        write!(
            formatter,
            "least doubt {:<5} read {:5.1} % of tokens; left {annotated} annotated spans, {found} found, {right} right: \
             lost {:.2} %, wrong {:.2} % of {}",
            self.least_doubt,
            share(self.read[0], self.read[1]),
            share(annotated - right, self.spans),
            share(found - right, self.spans),
            self.spans,
        )
    }
}
