//! Which hypotheses are right.

use std::collections::HashMap;

use onrecord_model::{Attribution, CodePoints, Span};

use crate::scoring::{Role, ScoredText, Unit, agreement, source_matches};
use crate::{Annotation, Sample};

/// Tells right from wrong in one article. Many hypotheses share a content or a source: each is compared once.
pub(super) struct Labeller<'a> {
    text: ScoredText,
    points: CodePoints<'a>,
    gold: Vec<Unit>,
    /// For each content the annotated attributions that agree with it by half or more.
    contents: HashMap<Vec<Span>, Vec<usize>>,
    /// For each source whether each annotated attribution has the same.
    sources: HashMap<Vec<Span>, Vec<bool>>,
}

impl<'a> Labeller<'a> {
    pub(super) fn new(sample: &'a Sample) -> Self {
        let text = ScoredText::new(&sample.article.text);
        let gold = sample
            .gold
            .attributions
            .iter()
            .map(|annotation| Unit::new(annotation, &text))
            .filter(|unit| !unit.tokens(Role::Content).is_empty())
            .collect();
        Self {
            text,
            points: CodePoints::new(&sample.article.text),
            gold,
            contents: HashMap::new(),
            sources: HashMap::new(),
        }
    }

    /// Whether an annotated attribution agrees with `found` in content and source.
    pub(super) fn is_right(&mut self, found: &Attribution) -> bool {
        let Self {
            text,
            points,
            gold,
            contents,
            sources,
        } = self;
        let spans = |spans: &[Span]| spans.iter().map(|span| points.span(*span)).collect();
        let agreeing = contents.entry(found.content.clone()).or_insert_with(|| {
            let annotation = Annotation {
                content: spans(&found.content),
                ..Annotation::default()
            };
            let unit = Unit::new(&annotation, text);
            let content = unit.tokens(Role::Content);
            (0..gold.len())
                .filter(|index| agreement(gold[*index].tokens(Role::Content), content) >= 0.5)
                .collect()
        });
        if agreeing.is_empty() {
            return false;
        }
        let same = sources.entry(found.source.clone()).or_insert_with(|| {
            let annotation = Annotation {
                source: spans(&found.source),
                ..Annotation::default()
            };
            let unit = Unit::new(&annotation, text);
            gold.iter()
                .map(|gold| source_matches(gold, &unit))
                .collect()
        });
        agreeing.iter().any(|index| same[*index])
    }
}
