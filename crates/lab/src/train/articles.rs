//! Annotated articles as sequences of clues and labels.

use std::collections::BTreeMap;

use onrecord_extract::tagger::{ClueSort, Clues, Label, Part, Vocabulary, WordFacts};
use onrecord_extract::{Document, Extractor};
use onrecord_model::{CodePoints, Span};

use super::in_parallel;
use super::teaching::{Goal, Teaching};
use super::words::{CueCounts, WordGroups};
use crate::Sample;

/// Tokens that are labelled together, with what people say of them.
#[derive(Debug)]
pub(super) struct Sequence {
    pub(super) clues: Clues,
    pub(super) goal: Goal,
    /// Which annotated article it is from.
    pub(super) article: Option<usize>,
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

    /// The sequences of all articles, without clues of the sorts `without`.
    pub(super) fn sequences(
        &self,
        without: &[ClueSort],
        teaching: Option<&Teaching>,
    ) -> Vec<Sequence> {
        let sequences = in_parallel(self.documents.len(), |article| {
            let document = &self.documents[article];
            let labels = Some(self.labels[article].as_slice());
            let mut sequences =
                sequences_in(document, labels, &self.without(article), without, teaching);
            for sequence in &mut sequences {
                sequence.article = Some(article);
            }
            sequences
        });
        sequences.into_iter().flatten().collect()
    }

    /// The sequences of the articles that nobody annotated.
    pub(super) fn unlabelled(&self, teaching: &Teaching) -> Vec<Sequence> {
        let words = self.words();
        let sequences = in_parallel(teaching.unlabelled.len(), |article| {
            let document = document(&teaching.unlabelled[article]);
            sequences_in(&document, None, &Words(&words), &[], Some(teaching))
        });
        sequences.into_iter().flatten().collect()
    }
}

/// The sequences of articles that were not learned from.
pub(super) fn sequences_of(
    samples: &[Sample],
    words: &BTreeMap<u64, WordFacts>,
    without: &[ClueSort],
) -> Vec<Sequence> {
    let mut sequences = Vec::new();
    for sample in samples {
        let document = document(sample);
        let labels = labels(sample, &document);
        sequences.extend(sequences_in(
            &document,
            Some(&labels),
            &Words(words),
            without,
            None,
        ));
    }
    sequences
}

/// The sequences of one article, without clues of the sorts `without`. `labels` are those of its tokens.
fn sequences_in(
    document: &Document<'_>,
    labels: Option<&[Label]>,
    vocabulary: &dyn Vocabulary,
    without: &[ClueSort],
    teaching: Option<&Teaching>,
) -> Vec<Sequence> {
    let extractor = Extractor::rules_alone();
    let taught = teaching.map(|teaching| teaching.of(document, &extractor, vocabulary));
    let mut taught = taught.into_iter().flatten();
    extractor
        .clues(document, vocabulary, without)
        .into_iter()
        .map(|(stretch, clues)| Sequence {
            clues,
            goal: Goal {
                labels: labels.map(|labels| labels[stretch.tokens].to_vec()),
                taught: taught.next(),
            },
            article: None,
        })
        .collect()
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
