//! Where the extractor and the annotators part, for people to read.

use std::collections::BTreeMap;
use std::fmt;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, CodePoints, Confidence, Span};

use crate::scoring::{Role, ScoredText, Unit, agreement, pairs, source_matches};
use crate::{Annotation, Sample};

/// What is wrong, in the order in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Annotated, and nothing like it was considered.
    NotConsidered,
    /// Annotated and considered, but not believed enough, or crowded out by something else.
    NotBelieved,
    /// Found, but nobody annotated it.
    Spurious,
    /// Found with another beginning.
    LeftEdge,
    /// Found with another end.
    RightEdge,
    /// Found with words missing or added at both ends or inside.
    OtherEdges,
    /// Found, but given to somebody else.
    Source,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What is wrong.
    pub group: Group,
    /// The construct: the rule or model that found it, or considered it at best; "none" where nothing did.
    pub construct: String,
    /// How bad it is, within its group: words missed, confidence, or how far apart the two are.
    pub weight: f64,
    /// Id of the article.
    pub article: String,
    /// What people found, if they did: the sentences with `[source]`, `{cue}` and `<content>` written into them.
    pub expected: Option<String>,
    /// What was found or at least proposed, written likewise, with its confidence and rule.
    pub actual: Option<String>,
}

/// All mistakes of `extractor` over `samples`, the worst of each group first.
#[must_use]
pub fn differences(samples: &[Sample], extractor: &Extractor) -> BTreeMap<Group, Vec<Difference>> {
    let mut groups: BTreeMap<Group, Vec<Difference>> = BTreeMap::new();
    for sample in samples {
        for difference in Comparison::new(sample, extractor).differences() {
            groups.entry(difference.group).or_default().push(difference);
        }
    }
    for differences in groups.values_mut() {
        // Stable, so that equally bad ones stay in the order of the articles.
        differences.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    }
    groups
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotConsidered => "missed: nothing like it considered",
            Self::NotBelieved => "missed: considered, but below the floor or crowded out",
            Self::Spurious => "spurious",
            Self::LeftEdge => "another left edge",
            Self::RightEdge => "another right edge",
            Self::OtherEdges => "other edges",
            Self::Source => "another source",
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.article)?;
        if let Some(expected) = &self.expected {
            write!(formatter, "\n  expected {expected}")?;
        }
        if let Some(actual) = &self.actual {
            write!(formatter, "\n  actual   {actual}")?;
        }
        Ok(())
    }
}

/// Spans of one side, in bytes.
struct Marked<'a> {
    source: &'a [Span],
    cue: &'a [Span],
    content: &'a [Span],
}

/// One article, annotated and extracted.
struct Comparison<'sample> {
    sample: &'sample Sample,
    document: Document<'sample>,
    gold: Vec<Unit>,
    gold_spans: Vec<[Vec<Span>; 3]>,
    found: Vec<(Attribution, Unit)>,
    considered: Vec<(Attribution, Unit)>,
}

impl<'sample> Comparison<'sample> {
    fn new(sample: &'sample Sample, extractor: &Extractor) -> Self {
        let article = &sample.article;
        let text = ScoredText::new(&article.text);
        let points = CodePoints::new(&article.text);
        let document = Document::new(&article.text, &article.blocks);
        let with_unit = |attribution: Attribution| {
            let unit = Unit::new(&Annotation::of(&attribution, &points), &text);
            (attribution, unit)
        };
        let (mut found, mut considered) = (Vec::new(), Vec::new());
        if article.language.is_english() {
            found = extractor
                .extract(&document)
                .into_iter()
                .filter(|found| found.inside.is_none())
                .map(with_unit)
                .collect();
            considered = extractor
                .considered(&document)
                .into_iter()
                .map(with_unit)
                .collect();
        }
        let (mut gold, mut gold_spans) = (Vec::new(), Vec::new());
        for annotation in &sample.gold.attributions {
            let unit = Unit::new(annotation, &text);
            if unit.tokens(Role::Content).is_empty() {
                continue;
            }
            gold.push(unit);
            gold_spans.push(
                [&annotation.source, &annotation.cue, &annotation.content].map(|spans| {
                    spans
                        .iter()
                        .filter_map(|span| points.bytes(*span))
                        .collect()
                }),
            );
        }
        Self {
            sample,
            document,
            gold,
            gold_spans,
            found,
            considered,
        }
    }

    fn differences(&self) -> Vec<Difference> {
        let found: Vec<&Unit> = self.found.iter().map(|(_, unit)| unit).collect();
        let pair_of_gold = pairs(&self.gold, &found);
        let mut is_paired = vec![false; found.len()];
        let mut differences = Vec::new();
        for (index, pair) in pair_of_gold.iter().enumerate() {
            if let Some(pair) = *pair {
                is_paired[pair] = true;
                differences.extend(self.wrong(index, pair));
            } else {
                differences.push(self.missed(index));
            }
        }
        for (index, (attribution, _)) in self.found.iter().enumerate() {
            if !is_paired[index] {
                differences.push(Difference {
                    group: Group::Spurious,
                    construct: attribution.rule.to_string(),
                    weight: f64::from(attribution.confidence.value()),
                    article: self.sample.gold.id.clone(),
                    expected: None,
                    actual: Some(self.render_found(attribution)),
                });
            }
        }
        differences
    }

    fn missed(&self, gold: usize) -> Difference {
        let content = self.gold[gold].tokens(Role::Content);
        let nearest = self
            .considered
            .iter()
            .map(|(attribution, unit)| {
                (agreement(content, unit.tokens(Role::Content)), attribution)
            })
            .filter(|(agreement, _)| *agreement > 0.0)
            .max_by(|(a, one), (b, other)| {
                let sure = |found: &Attribution| found.confidence.value();
                a.total_cmp(b)
                    .then_with(|| sure(one).total_cmp(&sure(other)))
            });
        let believed = nearest
            .filter(|(agreement, _)| *agreement >= 0.5)
            .map(|(_, attribution)| attribution.confidence);
        let (group, weight) = match believed {
            Some(confidence) => (Group::NotBelieved, f64::from(Confidence::value(confidence))),
            None => (Group::NotConsidered, content.len() as f64),
        };
        Difference {
            group,
            construct: nearest.map_or_else(
                || "none".to_owned(),
                |(_, attribution)| attribution.rule.to_string(),
            ),
            weight,
            article: self.sample.gold.id.clone(),
            expected: Some(self.render_gold(gold)),
            actual: nearest.map(|(_, attribution)| self.render_found(attribution)),
        }
    }

    /// What is wrong with a content that was found; both its edges and its source may be.
    fn wrong(&self, gold: usize, found: usize) -> Vec<Difference> {
        let expected = &self.gold[gold];
        let (attribution, actual) = &self.found[found];
        let difference = |group, weight| Difference {
            group,
            construct: attribution.rule.to_string(),
            weight,
            article: self.sample.gold.id.clone(),
            expected: Some(self.render_gold(gold)),
            actual: Some(self.render_found(attribution)),
        };
        let mut differences = Vec::new();
        let (a, b) = (expected.words(Role::Content), actual.words(Role::Content));
        if a != b {
            let shared: Vec<usize> = a.intersection(b).copied().collect();
            let only_one_has = || a.symmetric_difference(b);
            // Half of the tokens agree, but with one-word contents they may be punctuation.
            let group = match (shared.first(), shared.last()) {
                (Some(first), _) if only_one_has().all(|word| word < first) => Group::LeftEdge,
                (_, Some(last)) if only_one_has().all(|word| word > last) => Group::RightEdge,
                _ => Group::OtherEdges,
            };
            differences.push(difference(group, 1.0 - agreement(a, b)));
        }
        if !source_matches(expected, actual) {
            differences.push(difference(
                Group::Source,
                f64::from(attribution.confidence.value()),
            ));
        }
        differences
    }

    fn render_gold(&self, gold: usize) -> String {
        let [source, cue, content] = &self.gold_spans[gold];
        self.render(&Marked {
            source,
            cue,
            content,
        })
    }

    fn render_found(&self, attribution: &Attribution) -> String {
        let words = self.render(&Marked {
            source: &attribution.source,
            cue: &attribution.cue,
            content: &attribution.content,
        });
        format!(
            "{words} ({:.2}, {})",
            attribution.confidence.value(),
            attribution.rule
        )
    }

    /// The sentences around, on one line, with the spans written into them.
    fn render(&self, marked: &Marked<'_>) -> String {
        let text = self.document.text();
        let mut marks: Vec<(Span, [char; 2])> = Vec::new();
        marks.extend(marked.source.iter().map(|span| (*span, ['[', ']'])));
        marks.extend(marked.cue.iter().map(|span| (*span, ['{', '}'])));
        marks.extend(marked.content.iter().map(|span| (*span, ['<', '>'])));
        marks.sort();
        let Some((first, _)) = marks.first() else {
            return String::new();
        };
        let last = marks
            .iter()
            .map(|(span, _)| span.end())
            .max()
            .unwrap_or_default();
        let sentence = |offset: usize| {
            let index = self.document.sentence_at(offset)?;
            Some(self.document.sentences()[index].span)
        };
        let mut position = sentence(first.start()).map_or(first.start(), Span::start);
        let end = sentence(last.saturating_sub(1)).map_or(last, |span| span.end().max(last));
        let mut line = String::new();
        for (span, [open, close]) in marks {
            // Annotated spans may overlap: what was shown is not shown again.
            let start = span.start().max(position);
            let stop = span.end().max(start);
            line += &text[position..start];
            line.push(open);
            line += &text[start..stop];
            line.push(close);
            position = stop;
        }
        line += &text[position..end.max(position)];
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
