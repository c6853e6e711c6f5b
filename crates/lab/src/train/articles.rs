//! Annotated articles as sequences of clues and labels.

use std::collections::BTreeMap;

use onrecord_extract::tagger::{ClueSort, Clues, Label, Part, Vocabulary, WordFacts};
use onrecord_extract::{Document, Extractor};
use onrecord_model::{CodePoints, Span};

use super::words::{CueCounts, WordGroups};
use crate::Sample;

/// Tokens that are labelled together, with what people say of them.
#[derive(Debug)]
pub(super) struct Sequence {
    pub(super) clues: Clues,
    pub(super) labels: Vec<Label>,
    /// Which article it is from.
    pub(super) article: usize,
}

/// All articles that are learned from.
pub(super) struct Articles<'a> {
    documents: Vec<Document<'a>>,
    labels: Vec<Vec<Label>>,
    counts: Vec<CueCounts>,
    total: CueCounts,
    groups: &'a WordGroups,
}

/// What is known of words without an article's own.
pub(super) struct Without<'a> {
    articles: &'a Articles<'a>,
    article: usize,
}

impl Vocabulary for Without<'_> {
    fn facts(&self, word: u64) -> WordFacts {
        let own = &self.articles.counts[self.article];
        self.articles.facts(word, Some(own))
    }
}

/// What is known of words, as a table.
struct Words<'a>(&'a BTreeMap<u64, WordFacts>);

impl Vocabulary for Words<'_> {
    fn facts(&self, word: u64) -> WordFacts {
        self.0.get(&word).copied().unwrap_or_default()
    }
}

impl<'a> Articles<'a> {
    pub(super) fn new(samples: &'a [Sample], groups: &'a WordGroups) -> Self {
        let documents: Vec<Document<'a>> = samples.iter().map(document).collect();
        let labels: Vec<Vec<Label>> = samples
            .iter()
            .zip(&documents)
            .map(|(sample, document)| labels(sample, document))
            .collect();
        let counts: Vec<CueCounts> = documents
            .iter()
            .zip(&labels)
            .map(|(document, labels)| CueCounts::of(document, labels))
            .collect();
        let mut total = CueCounts::default();
        for counts in &counts {
            total.add(counts);
        }
        Self {
            documents,
            labels,
            counts,
            total,
            groups,
        }
    }

    pub(super) fn document(&self, article: usize) -> &Document<'a> {
        &self.documents[article]
    }

    pub(super) fn without(&'a self, article: usize) -> Without<'a> {
        Without {
            articles: self,
            article,
        }
    }

    fn facts(&self, word: u64, without: Option<&CueCounts>) -> WordFacts {
        WordFacts {
            strength: self.total.strength(word, without),
            groups: self.groups.groups.get(&word).copied().unwrap_or_default(),
        }
    }

    /// What is known of words, of those of which anything is.
    pub(super) fn words(&self) -> BTreeMap<u64, WordFacts> {
        self.total
            .words()
            .chain(self.groups.groups.keys().copied())
            .map(|word| (word, self.facts(word, None)))
            .filter(|(_, facts)| *facts != WordFacts::default())
            .collect()
    }

    pub(super) fn sequences(&self, extractor: &Extractor, without: &[ClueSort]) -> Vec<Sequence> {
        let mut sequences = Vec::new();
        for (article, document) in self.documents.iter().enumerate() {
            let vocabulary = Without {
                articles: self,
                article,
            };
            for (stretch, clues) in extractor.clues(document, &vocabulary, without) {
                sequences.push(Sequence {
                    clues,
                    labels: self.labels[article][stretch.tokens].to_vec(),
                    article,
                });
            }
        }
        sequences
    }
}

/// The sequences of articles that were not learned from.
pub(super) fn sequences_of(
    samples: &[Sample],
    extractor: &Extractor,
    words: &BTreeMap<u64, WordFacts>,
    without: &[ClueSort],
) -> Vec<Sequence> {
    let mut sequences = Vec::new();
    for (article, sample) in samples.iter().enumerate() {
        let document = document(sample);
        let labels = labels(sample, &document);
        for (stretch, clues) in extractor.clues(&document, &Words(words), without) {
            sequences.push(Sequence {
                clues,
                labels: labels[stretch.tokens].to_vec(),
                article,
            });
        }
    }
    sequences
}

fn document(sample: &Sample) -> Document<'_> {
    Document::new(&sample.article.text, &sample.article.blocks)
}

/// The label that people give each token. Where spans overlap, which is rare, a cue goes before a content, and that
/// before a source.
fn labels(sample: &Sample, document: &Document<'_>) -> Vec<Label> {
    let mut labels = vec![Label::Outside; document.tokens().len()];
    let points = CodePoints::new(&sample.article.text);
    for part in [Part::Source, Part::Content, Part::Cue] {
        for annotation in &sample.gold.attributions {
            let spans = match part {
                Part::Source => &annotation.source,
                Part::Cue => &annotation.cue,
                Part::Content => &annotation.content,
            };
            for span in spans.iter().filter_map(|span| points.bytes(*span)) {
                label_span(document, span, part, &mut labels);
            }
        }
    }
    // What is left of a span that another overwrote begins anew.
    let mut before = None;
    for label in &mut labels {
        if !label.may_follow(before)
            && let Some(part) = Part::ALL.into_iter().find(|part| part.inside() == *label)
        {
            *label = part.begin();
        }
        before = Some(*label);
    }
    labels
}

fn label_span(document: &Document<'_>, span: Span, part: Part, labels: &mut [Label]) {
    let tokens = document.tokens();
    let first = tokens.partition_point(|token| token.span.end() <= span.start());
    let end = tokens.partition_point(|token| token.span.start() < span.end());
    let paragraph = |index: usize| document.paragraph_at(tokens[index].span.start());
    for (index, label) in labels.iter_mut().enumerate().take(end).skip(first) {
        let begins = index == first || paragraph(index) != paragraph(index - 1);
        *label = if begins { part.begin() } else { part.inside() };
    }
}
